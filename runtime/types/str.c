/* str: how text is kept, made, compared and taken apart; its type (str.h).
 *
 *     header | length hash width ascii interned text_id utf8 dict | characters … NUL
 *
 * Invariants.
 *  1. width is the smallest that fits the largest character: equal texts have equal bytes.
 *  2. ascii is true exactly where no character is above 127.
 *  3. hash and utf8 are caches; those of interned texts are filled at birth, so that runtimes that
 *     share them never write to them.
 */
#include "runtime/types/str.h"

#include "base/memory.h"
#include "runtime/core/pool.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/compare.h"
#include "runtime/types/exception.h"
#include "runtime/types/format.h"
#include "runtime/types/hash.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str_parts.h"

#include <assert.h>

#define ROOMY_LENGTH 256 /* a text that grows by += gets spare room from here on */

/* --- characters ------------------------------------------------------------------------------- */

uint32_t str_bound(const void *data, unsigned width, size_t start, size_t end)
{
    uint32_t bound = 127;
    if (width == 1) {
        const uint8_t *next = (const uint8_t *)data + start, *last = (const uint8_t *)data + end;
        uint64_t block, high = 0;
        for (; last - next >= 8; next += 8) {
            memcpy(&block, next, sizeof block);
            high |= block;
        }
        uint8_t rest = 0;
        while (next < last)
            rest |= *next++;
        return bound | rest | (high & UINT64_C(0x8080808080808080) ? 0xffu : 0);
    }
    for (size_t i = start; i < end; i++)
        bound |= str_get(data, width, i);
    return bound;
}

void str_copy_characters(void *target, unsigned target_width, size_t at, const void *source,
                         unsigned source_width, size_t start, size_t count)
{
    if (target_width == source_width) {
        memcpy((uint8_t *)target + at * target_width,
               (const uint8_t *)source + start * source_width, count * target_width);
        return;
    }
    for (size_t i = 0; i < count; i++)
        str_put(target, target_width, at + i, str_get(source, source_width, start + i));
}

/* --- making ----------------------------------------------------------------------------------- */

static size_t reported_size(size_t length, uint32_t largest)
{
    return largest < 128 ? 49 + length : 72 + (length + 1) * str_width_of(largest);
}

owned str_allocate_type(struct runtime *rt, struct type *type, size_t length, uint32_t largest)
{
    unsigned width = str_width_of(largest);
    size_t size = sizeof(struct str) + (length + 1) * width;
    owned result = object_new(rt, type, size, reported_size(length, largest));
    if (!result)
        return NULL;
    struct str *text = str_of(result);
    text->length = length;
    text->hash = -1;
    text->width = (uint8_t)width;
    text->ascii = largest < 128;
    str_put(text->data, width, length, 0);
    return result;
}

owned str_allocate(struct runtime *rt, size_t length, uint32_t largest)
{
    return str_allocate_type(rt, &str_type, length, largest);
}

/* The exact str with these characters. */
static owned from_part(struct runtime *rt, const void *data, unsigned width, size_t start,
                       size_t count)
{
    if (count == 0)
        return str_empty();
    if (count == 1)
        return str_from_character(rt, str_get(data, width, start));
    owned result = str_allocate(rt, count, str_bound(data, width, start, start + count));
    if (result)
        str_copy_characters(str_of(result)->data, str_of(result)->width, 0, data, width, start,
                            count);
    return result;
}

owned str_new(struct runtime *rt, const char *utf8, size_t size)
{
    const uint8_t *data = (const uint8_t *)utf8;
    if (str_bound(data, 1, 0, size) < 128)
        return from_part(rt, data, 1, 0, size);
    return str_decode(rt, data, size, "utf-8", NULL);
}

owned str_from_text(struct runtime *rt, const char *utf8)
{
    return str_new(rt, utf8, strlen(utf8));
}

owned str_from_character(struct runtime *rt, uint32_t character)
{
    if (character < 256)
        return str_latin((uint8_t)character);
    owned result = str_allocate(rt, 1, character);
    if (result)
        str_put(str_of(result)->data, str_of(result)->width, 0, character);
    return result;
}

owned str_from_characters(struct runtime *rt, const uint32_t *characters, size_t length)
{
    return from_part(rt, characters, 4, 0, length);
}

owned str_plain(struct runtime *rt, borrowed v)
{
    if (v->type == &str_type)
        return object_retain(rt, v);
    return from_part(rt, str_of(v)->data, str_of(v)->width, 0, str_length(v));
}

owned str_substring(struct runtime *rt, borrowed v, size_t start, size_t end)
{
    const struct str *text = str_of(v);
    assert(start <= end && end <= text->length);
    if (start == 0 && end == text->length)
        return str_plain(rt, v);
    if (!text->ascii || end - start < 2)
        return from_part(rt, text->data, text->width, start, end - start);
    owned result = str_allocate(rt, end - start, 127);
    if (result)
        memcpy(str_of(result)->data, str_of(v)->data + start, end - start);
    return result;
}

owned str_concatenate(struct runtime *rt, borrowed left, borrowed right)
{
    const struct str *a = str_of(left), *b = str_of(right);
    if (a->length == 0)
        return str_plain(rt, right);
    if (b->length == 0)
        return str_plain(rt, left);
    owned result = str_allocate(rt, a->length + b->length, str_largest(a) | str_largest(b));
    if (!result)
        return NULL;
    struct str *text = str_of(result);
    str_copy_characters(text->data, text->width, 0, a->data, a->width, 0, a->length);
    str_copy_characters(text->data, text->width, a->length, b->data, b->width, 0, b->length);
    return result;
}

/* May right be written behind left, where nobody but the caller sees left? */
static bool can_grow(const struct str *left, const struct str *right)
{
    return left->header.count == 1 && right->width <= left->width && (right->ascii || !left->ascii);
}

/* As str_concatenate, in a block with a quarter more room. */
static owned concatenate_roomy(struct runtime *rt, const struct str *left, const struct str *right)
{
    size_t length = left->length + right->length, width = left->width;
    owned result = object_new(rt, &str_type, sizeof(struct str) + (length + length / 4 + 1) * width,
                              reported_size(length, str_largest(left)));
    if (!result)
        return NULL;
    struct str *text = str_of(result);
    text->length = length;
    text->hash = -1;
    text->width = left->width;
    text->ascii = left->ascii;
    memcpy(text->data, left->data, left->length * width);
    str_copy_characters(text->data, text->width, left->length, right->data, right->width, 0,
                        right->length);
    str_put(text->data, text->width, length, 0);
    return result;
}

static void grow_in_place(struct runtime *rt, struct str *text, const struct str *right)
{
    str_copy_characters(text->data, text->width, text->length, right->data, right->width, 0,
                        right->length);
    text->length += right->length;
    str_put(text->data, text->width, text->length, 0);
    text->hash = -1;
    text->text_id = 0;
    memory_free(text->utf8);
    text->utf8 = NULL;
    object_resized(rt, &text->header, reported_size(text->length, str_largest(text)));
}

owned str_append(struct runtime *rt, owned left, borrowed right)
{
    struct str *text = str_of(left);
    size_t length = text->length + str_length(right);
    owned result;
    if (length < ROOMY_LENGTH || text->length == 0 || !can_grow(text, str_of(right))) {
        result = str_concatenate(rt, left, right);
    } else if (sizeof(struct str) + (length + 1) * text->width <= pool_block_size(left)) {
        grow_in_place(rt, text, str_of(right));
        return left;
    } else {
        result = concatenate_roomy(rt, text, str_of(right));
    }
    object_release(rt, left);
    return result;
}

/* --- comparing -------------------------------------------------------------------------------- */

bool str_equal(borrowed left, borrowed right)
{
    const struct str *a = str_of(left), *b = str_of(right);
    if (left == right)
        return true;
    if (a->length != b->length || a->width != b->width)
        return false;
    if (a->hash != -1 && b->hash != -1 && a->hash != b->hash)
        return false;
    return memcmp(a->data, b->data, a->length * a->width) == 0;
}

bool str_equal_text(borrowed v, const char *utf8)
{
    size_t size;
    const char *text = str_utf8(v, &size);
    return strlen(utf8) == size && memcmp(text, utf8, size) == 0;
}

int str_order(borrowed left, borrowed right)
{
    const struct str *a = str_of(left), *b = str_of(right);
    size_t shorter = a->length < b->length ? a->length : b->length;
    int order = 0;
    if (a->width == 1 && b->width == 1) {
        order = memcmp(a->data, b->data, shorter);
    } else {
        for (size_t i = 0; i < shorter && order == 0; i++) {
            uint32_t x = str_character(a, i), y = str_character(b, i);
            order = (x > y) - (x < y);
        }
    }
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

int64_t str_hash(borrowed v)
{
    struct str *text = str_of(v);
    if (text->hash == -1)
        text->hash = hash_bytes(text->data, text->length * text->width);
    return text->hash;
}

static owned str_compare(struct runtime *rt UNUSED, borrowed self, borrowed other,
                         enum compare operation)
{
    if (!str_check(self) || !str_check(other))
        return NOT_IMPLEMENTED;
    if (operation == COMPARE_EQ || operation == COMPARE_NE)
        return bool_of(str_equal(self, other) == (operation == COMPARE_EQ));
    return bool_of(compare_holds(str_order(self, other), operation));
}

static int str_hash_slot(struct runtime *rt UNUSED, borrowed self, int64_t *hash)
{
    *hash = str_hash(self);
    return 0;
}

/* --- slots ------------------------------------------------------------------------------------ */

static void str_dealloc(struct runtime *rt UNUSED, borrowed self)
{
    memory_free(str_of(self)->utf8);
}

static int64_t str_length_slot(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)str_length(self);
}

static int str_to_bool(struct runtime *rt UNUSED, borrowed self)
{
    return str_length(self) != 0;
}

static size_t str_size_of(struct runtime *rt UNUSED, borrowed self)
{
    const struct str *text = str_of(self);
    return reported_size(text->length, str_largest(text));
}

static owned pick(struct runtime *rt, const struct str *text, int64_t start, int64_t step,
                  int64_t count)
{
    struct str_builder builder = STR_BUILDER_EMPTY;
    for (int64_t i = 0; i < count; i++)
        str_builder_character(&builder, str_character(text, (size_t)(start + i * step)));
    return str_builder_finish(rt, &builder);
}

static owned str_get_item(struct runtime *rt, borrowed self, borrowed key)
{
    const struct str *text = str_of(self);
    int64_t length = (int64_t)text->length;
    if (slice_check(key)) {
        int64_t start, step, count;
        if (slice_resolve(rt, key, length, &start, &step, &count) < 0)
            return NULL;
        if (step != 1)
            return pick(rt, text, start, step, count);
        return str_substring(rt, self, (size_t)start, (size_t)(start + count));
    }
    int64_t index;
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index)
        return exception_raise(rt, &exception_TypeError,
                               "string indices must be integers, not '%T'", key);
    if (object_index_number(rt, key, &index, false) < 0)
        return NULL;
    if (index < 0)
        index += length;
    if (index < 0 || index >= length)
        return exception_raise(rt, &exception_IndexError, "string index out of range");
    return str_from_character(rt, str_character(text, (size_t)index));
}

static int str_contains(struct runtime *rt, borrowed self, borrowed value)
{
    if (str_check(value))
        return str_find(self, value, 0, str_length(self)) != SIZE_MAX;
    exception_raise(rt, &exception_TypeError,
                    "'in <string>' requires string as left operand, not %T", value);
    return -1;
}

static owned str_add(struct runtime *rt, borrowed left, borrowed right)
{
    return str_check(left) && str_check(right) ? str_concatenate(rt, left, right) : NOT_IMPLEMENTED;
}

static owned repeat(struct runtime *rt, borrowed v, int64_t times)
{
    const struct str *text = str_of(v);
    if (times <= 0 || text->length == 0)
        return str_empty();
    if (times == 1)
        return str_plain(rt, v);
    size_t size;
    if (__builtin_mul_overflow(text->length, (size_t)times, &size) || size > INT64_MAX)
        return exception_raise(rt, &exception_OverflowError, "repeated string is too long");
    if (size > SIZE_MAX / 8) {
        exception_raise_memory_error(rt);
        return NULL;
    }
    owned result = str_allocate(rt, size, str_largest(text));
    if (!result)
        return NULL;
    size_t unit = text->length * text->width, total = size * text->width;
    uint8_t *data = str_of(result)->data;
    memcpy(data, text->data, unit);
    for (size_t done = unit; done < total; done *= 2) /* doubles what is there */
        memcpy(data + done, data, done < total - done ? done : total - done);
    return result;
}

static owned str_multiply(struct runtime *rt, borrowed left, borrowed right)
{
    borrowed text = str_check(left) ? left : right;
    borrowed count = str_check(left) ? right : left;
    if (!int_is_tagged(count) && !object_type(rt, count)->to_index)
        return NOT_IMPLEMENTED;
    int64_t times;
    if (object_index_number(rt, count, &times, false) < 0) {
        if (!exception_matches(rt, &exception_IndexError))
            return NULL;
        exception_clear(rt);
        return exception_raise(rt, &exception_OverflowError,
                               "cannot fit '%T' into an index-sized integer", count);
    }
    return repeat(rt, text, times);
}

static owned str_remainder(struct runtime *rt, borrowed left, borrowed right)
{
    return str_check(left) ? format_percent(rt, left, right) : NOT_IMPLEMENTED;
}

struct type str_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "str",
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str",
    .base = &object_type_,
    .size = sizeof(struct str),
    .reported_size = 49,
    .flags = TYPE_BASE | TYPE_STR,
    .derived_dict_offset = offsetof(struct str, dict),
    .dealloc = str_dealloc,
    .new = str_construct,
    .repr = str_repr,
    .str = str_plain,
    .hash = str_hash_slot,
    .compare = str_compare,
    .iterate = str_iterate,
    .length = str_length_slot,
    .get_item = str_get_item,
    .contains = str_contains,
    .size_of = str_size_of,
    .binary = {[BINARY_ADD] = str_add,
               [BINARY_MULTIPLY] = str_multiply,
               [BINARY_REMAINDER] = str_remainder},
    .to_bool = str_to_bool,
    .methods = str_methods,
};
