/* bytes: immutable bytes; and the slots that it shares with bytearray (bytes.h, bytes_parts.h). */
#include "runtime/types/bytes.h"

#include "base/buffer.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/compare.h"
#include "runtime/types/exception.h"
#include "runtime/types/format.h"
#include "runtime/types/hash.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/memory_view.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

#define EMPTY_SIZE 33 /* what sys.getsizeof says of b'' */

static struct bytes *bytes_of(borrowed v)
{
    return (struct bytes *)v;
}

static bool is_bytearray(borrowed v)
{
    return object_is_pointer(v) && type_is_subtype(v->type, &bytearray_type);
}

/* --- making and reading ----------------------------------------------------------------------- */

static owned allocate(struct runtime *rt, struct type *type, const void *data, size_t size)
{
    owned result = object_new(rt, type, sizeof(struct bytes) + size + 1, EMPTY_SIZE + size);
    if (!result)
        return NULL;
    bytes_of(result)->size = size;
    bytes_of(result)->hash = -1;
    if (data)
        memcpy(bytes_of(result)->data, data, size);
    bytes_of(result)->data[size] = 0;
    return result;
}

owned bytes_new(struct runtime *rt, const void *data, size_t size)
{
    return allocate(rt, &bytes_type, data, size);
}

borrowed bytes_immortal(const void *data, size_t size)
{
    borrowed result = object_new_immortal(&bytes_type, sizeof(struct bytes) + size + 1);
    bytes_of(result)->size = size;
    memcpy(bytes_of(result)->data, data, size);
    bytes_of(result)->data[size] = 0;
    bytes_of(result)->hash = hash_bytes(data, size);
    return result;
}

const uint8_t *bytes_view(borrowed v, size_t *size)
{
    struct exported_memory buffer;
    if (bytes_check(v)) {
        *size = bytes_of(v)->size;
        return bytes_of(v)->data;
    }
    if (!object_is_pointer(v) || !v->type->get_memory || !v->type->get_memory(v, &buffer))
        return NULL;
    *size = buffer.size;
    return buffer.data;
}

static bool get_memory(borrowed self, struct exported_memory *buffer)
{
    *buffer = (struct exported_memory){.data = bytes_of(self)->data,
                                       .size = bytes_of(self)->size,
                                       .item_size = 1,
                                       .format = "B",
                                       .is_readonly = true};
    return true;
}

bool bytes_require(struct runtime *rt, borrowed v, struct span *span)
{
    span->data = bytes_view(v, &span->size);
    if (span->data)
        return true;
    exception_raise(rt, &exception_TypeError, "a bytes-like object is required, not '%T'", v);
    return false;
}

bool bytes_byte(struct runtime *rt, borrowed v, uint8_t *byte)
{
    int64_t number;
    if (object_index_number(rt, v, &number, true) < 0)
        return false;
    *byte = (uint8_t)number;
    if (number >= 0 && number < 256)
        return true;
    exception_raise(rt, &exception_ValueError, "byte must be in range(0, 256)");
    return false;
}

owned bytes_new_like(struct runtime *rt, borrowed self, const void *data, size_t size)
{
    return is_bytearray(self) ? bytearray_new(rt, data, size) : bytes_new(rt, data, size);
}

uint8_t *bytes_fill(borrowed v)
{
    return is_bytearray(v) ? ((struct bytearray *)v)->data : bytes_of(v)->data;
}

/* --- bytes(…) --------------------------------------------------------------------------------- */

static owned from_iterable(struct runtime *rt, borrowed v)
{
    owned iterator = object_iterate(rt, v);
    if (!iterator)
        return NULL;
    struct buffer data = BUFFER_EMPTY;
    bool ok = true;
    for (owned item; ok && (item = object_next(rt, iterator));) {
        int64_t number = 0;
        ok = object_index_number(rt, item, &number, true) == 0;
        if (ok && (number < 0 || number > 255)) {
            exception_raise(rt, &exception_ValueError, "bytes must be in range(0, 256)");
            ok = false;
        }
        buffer_append_byte(&data, (uint8_t)number);
        object_release(rt, item);
    }
    object_release(rt, iterator);
    owned result =
        rt->error ? NULL : bytes_new(rt, data.bytes ? data.bytes : (const uint8_t *)"", data.size);
    buffer_release(&data);
    return result;
}

owned bytes_from_object(struct runtime *rt, borrowed v)
{
    size_t size;
    const uint8_t *data = bytes_view(v, &size);
    if (data)
        return object_is_pointer(v) && v->type == &bytes_type ? object_retain(rt, v)
                                                              : bytes_new(rt, data, size);
    if (memory_view_check(v))
        return memory_view_bytes(rt, v, false);
    owned method = object_find_special(rt, v, names.bytes_);
    if (method) {
        owned result = object_call_none(rt, method);
        object_release(rt, method);
        if (!result || bytes_check(result))
            return result;
        exception_raise(rt, &exception_TypeError, "__bytes__ returned non-bytes (type %T)", result);
        object_release(rt, result);
        return NULL;
    }
    if (rt->error)
        return NULL;
    const struct type *type = object_type(rt, v);
    if (str_check(v) || (!type->iterate && !type->get_item))
        return exception_raise(rt, &exception_TypeError, "cannot convert '%T' object to bytes", v);
    return from_iterable(rt, v);
}

static owned zeros(struct runtime *rt, borrowed count)
{
    int64_t size;
    if (object_index_number(rt, count, &size, false) < 0)
        return NULL;
    if (size < 0)
        return exception_raise(rt, &exception_ValueError, "negative count");
    owned result = bytes_new(rt, NULL, (size_t)size);
    if (result)
        memset(bytes_of(result)->data, 0, (size_t)size);
    return result;
}

owned bytes_from_arguments(struct runtime *rt, const char *function, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    static const char *const parameters[] = {"source", "encoding", "errors", NULL};
    const struct arguments specification = {function, parameters, 0, 0, 3};
    borrowed values[3];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    for (int i = 1; i < 3; i++)
        if (values[i] && !str_check(values[i]))
            return exception_raise(rt, &exception_TypeError,
                                   "%s() argument '%s' must be str, not %T", function,
                                   parameters[i], values[i]);
    if (!values[0])
        return values[1] || values[2]
                   ? exception_raise(rt, &exception_TypeError, "%s without a string argument",
                                     values[1] ? "encoding" : "errors")
                   : bytes_new(rt, "", 0);
    if (str_check(values[0])) {
        if (!values[1])
            return exception_raise(rt, &exception_TypeError, "string argument without an encoding");
        return str_encode(rt, values[0], str_utf8(values[1], NULL),
                          values[2] ? str_utf8(values[2], NULL) : NULL);
    }
    if (values[1] || values[2])
        return exception_raise(rt, &exception_TypeError, "%s without a string argument",
                               values[1] ? "encoding" : "errors");
    if (int_is_tagged(values[0]) ||
        (!bytes_check(values[0]) && object_type(rt, values[0])->to_index))
        return zeros(rt, values[0]);
    return bytes_from_object(rt, values[0]);
}

static owned construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    bool converts = positional == 1 && !argument_names && /* even where it has __index__, too */
                    type_has_flag(object_type(rt, arguments[0]), TYPE_HEAP) &&
                    type_lookup(rt, object_type(rt, arguments[0]), names.bytes_);
    owned value = converts
                      ? bytes_from_object(rt, arguments[0])
                      : bytes_from_arguments(rt, "bytes", arguments, positional, argument_names);
    if (!value || type == &bytes_type)
        return value;
    owned result = allocate(rt, type, bytes_of(value)->data, bytes_of(value)->size);
    object_release(rt, value);
    return result;
}

/* --- shared slots ----------------------------------------------------------------------------- */

owned bytes_repr(struct runtime *rt, borrowed self)
{
    struct span span = bytes_span(self);
    bool single = memchr(span.data, '\'', span.size), twice = memchr(span.data, '"', span.size);
    char quote = single && !twice ? '"' : '\'';
    struct str_builder builder = STR_BUILDER_EMPTY;
    str_builder_text(&builder, is_bytearray(self) ? "bytearray(b" : "b");
    str_builder_character(&builder, (uint32_t)quote);
    for (size_t i = 0; i < span.size; i++) {
        char text[8];
        uint8_t byte = span.data[i];
        if (byte == quote || byte == '\\')
            snprintf(text, sizeof text, "\\%c", byte);
        else if (byte == '\n' || byte == '\r' || byte == '\t')
            snprintf(text, sizeof text, "\\%c", byte == '\n' ? 'n' : byte == '\r' ? 'r' : 't');
        else
            snprintf(text, sizeof text, byte < 32 || byte > 126 ? "\\x%02x" : "%c", byte);
        str_builder_text(&builder, text);
    }
    str_builder_character(&builder, (uint32_t)quote);
    if (is_bytearray(self))
        str_builder_character(&builder, ')');
    return str_builder_finish(rt, &builder);
}

owned bytes_compare(struct runtime *rt UNUSED, borrowed self, borrowed other,
                    enum compare operation)
{
    struct span left = bytes_span(self), right = bytes_span(other);
    if (!left.data || !right.data ||
        (bytes_check(self) && !bytes_check(other) && !is_bytearray(other)))
        return NOT_IMPLEMENTED;
    size_t shorter = left.size < right.size ? left.size : right.size;
    int order = memcmp(left.data, right.data, shorter);
    if (order == 0)
        order = (left.size > right.size) - (left.size < right.size);
    return bool_of(compare_holds(order, operation));
}

owned bytes_add(struct runtime *rt, borrowed left, borrowed right)
{
    struct span a = bytes_span(left), b = bytes_span(right);
    if (!a.data || !b.data || !(bytes_check(left) || is_bytearray(left)))
        return NOT_IMPLEMENTED;
    owned result = bytes_new_like(rt, left, NULL, a.size + b.size);
    if (result && a.size + b.size) {
        memcpy(bytes_fill(result), a.data, a.size);
        memcpy(bytes_fill(result) + a.size, b.data, b.size);
    }
    return result;
}

owned bytes_multiply(struct runtime *rt, borrowed left, borrowed right)
{
    bool is_left = bytes_check(left) || is_bytearray(left);
    borrowed self = is_left ? left : right, count = is_left ? right : left;
    if (!int_is_tagged(count) && !object_type(rt, count)->to_index)
        return NOT_IMPLEMENTED;
    int64_t times;
    if (object_index_number(rt, count, &times, true) < 0)
        return NULL;
    struct span span = bytes_span(self);
    size_t size;
    if (__builtin_mul_overflow(span.size, times < 0 ? 0 : (size_t)times, &size) ||
        size > INT64_MAX / 2)
        return exception_raise(rt, &exception_OverflowError, "repeated bytes are too long");
    owned result = bytes_new_like(rt, self, NULL, size);
    for (size_t done = 0; result && done < size; done += span.size)
        memcpy(bytes_fill(result) + done, span.data, span.size);
    return result;
}

owned bytes_remainder(struct runtime *rt, borrowed left, borrowed right)
{
    struct span template = bytes_span(left);
    if (!template.data)
        return NOT_IMPLEMENTED;
    owned printed = format_percent_bytes(rt, template.data, template.size, right);
    if (!printed || !is_bytearray(left))
        return printed;
    owned result = bytearray_new(rt, bytes_of(printed)->data, bytes_of(printed)->size);
    object_release(rt, printed);
    return result;
}

owned bytes_get_item(struct runtime *rt, borrowed self, borrowed key)
{
    struct span span = bytes_span(self);
    int64_t index, step, count;
    if (slice_check(key)) {
        if (slice_resolve(rt, key, (int64_t)span.size, &index, &step, &count) < 0)
            return NULL;
        if (step == 1)
            return bytes_new_like(rt, self, span.data + index, (size_t)count);
        owned result = bytes_new_like(rt, self, NULL, (size_t)count);
        for (int64_t i = 0; result && i < count; i++)
            bytes_fill(result)[i] = span.data[index + i * step];
        return result;
    }
    const char *name = is_bytearray(self) ? "bytearray" : "byte";
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index)
        return exception_raise(rt, &exception_TypeError,
                               "%s indices must be integers or slices, not %T", name, key);
    if (object_index_number(rt, key, &index, false) < 0)
        return NULL;
    if (index < 0)
        index += (int64_t)span.size;
    if (index < 0 || (size_t)index >= span.size)
        return exception_raise(rt, &exception_IndexError, "%sindex out of range",
                               is_bytearray(self) ? "bytearray " : "");
    return int_tag(span.data[index]);
}

int bytes_contains(struct runtime *rt, borrowed self, borrowed value)
{
    struct span span = bytes_span(self), part;
    if (int_is_tagged(value) || (object_type(rt, value)->to_index && !bytes_check(value))) {
        uint8_t byte;
        return bytes_byte(rt, value, &byte) ? memchr(span.data, byte, span.size) != NULL : -1;
    }
    if (!bytes_require(rt, value, &part))
        return -1;
    return bytes_find(span, part, 0, span.size) != SIZE_MAX;
}

int64_t bytes_length(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)bytes_span(self).size;
}

/* --- bytes ------------------------------------------------------------------------------------ */

static int bytes_hash(struct runtime *rt UNUSED, borrowed self, int64_t *hash)
{
    struct bytes *bytes = bytes_of(self);
    if (bytes->hash == -1)
        bytes->hash = hash_bytes(bytes->data, bytes->size);
    *hash = bytes->hash;
    return 0;
}

static size_t bytes_size_of(struct runtime *rt UNUSED, borrowed self)
{
    return EMPTY_SIZE + bytes_of(self)->size;
}

static owned new_arguments(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                           size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "bytes.__getnewargs__", positional, argument_names, 0, 0))
        return NULL;
    owned content = bytes_new(rt, bytes_of(self)->data, bytes_of(self)->size);
    return content ? tuple_from_owned(rt, &content, 1) : NULL;
}

static const struct native_method methods[] = {
    BYTES_SHARED_METHODS,
    {"__getnewargs__", new_arguments, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

struct type bytes_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "bytes",
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes",
    .base = &object_type_,
    .size = sizeof(struct bytes),
    .reported_size = EMPTY_SIZE,
    .flags = TYPE_BASE | TYPE_BYTES,
    .derived_dict_offset = offsetof(struct bytes, dict),
    .new = construct,
    .repr = bytes_repr,
    .str = bytes_repr,
    .hash = bytes_hash,
    .compare = bytes_compare,
    .iterate = bytes_iterate,
    .length = bytes_length,
    .get_item = bytes_get_item,
    .contains = bytes_contains,
    .get_memory = get_memory,
    .size_of = bytes_size_of,
    .binary = {[BINARY_ADD] = bytes_add,
               [BINARY_MULTIPLY] = bytes_multiply,
               [BINARY_REMAINDER] = bytes_remainder},
    .methods = methods,
};

/* --- iterating over either -------------------------------------------------------------------- */

static owned iterator_next(struct runtime *rt, borrowed self)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    if (!iterator->sequence)
        return NULL;
    struct span span = bytes_span(iterator->sequence);
    if (iterator->position < span.size)
        return int_tag(span.data[iterator->position++]);
    slot_clear(rt, self, &iterator->sequence);
    return NULL;
}

static int iterator_traverse(borrowed self, visit_function visit, void *context)
{
    borrowed sequence = ((struct sequence_iterator *)self)->sequence;
    return sequence ? visit(context, sequence, EDGE_INTERNAL, (uintptr_t) "sequence") : 0;
}

static void iterator_dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct sequence_iterator *)self)->sequence);
}

struct type bytes_iterator_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "bytes_iterator",
    .base = &object_type_,
    .size = sizeof(struct sequence_iterator),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = iterator_traverse,
    .dealloc = iterator_dealloc,
    .iterate = iterator_itself,
    .next = iterator_next,
};

owned bytes_iterate(struct runtime *rt, borrowed self)
{
    return sequence_iterator_new(rt, &bytes_iterator_type, self);
}
