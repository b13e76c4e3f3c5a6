/* The module array: rows of numbers of one C type, without an object each.
 *
 * A type code decides how an item is read and written (struct item_kind). The row grows as
 * CPython's does, so that sys.getsizeof agrees. Text (code 'u') holds one character an item.
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence_range.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

#define EMPTY_SIZE                                                                                 \
    64 /* what sys.getsizeof says of an empty array, without the collector's header */

enum item_form { ITEM_SIGNED, ITEM_UNSIGNED, ITEM_REAL, ITEM_TEXT };

struct item_kind {
    char code;
    uint8_t size;
    enum item_form form;
    const char *name; /* in messages */
};

static const struct item_kind kinds[] = {
    {'b', 1, ITEM_SIGNED, "signed char"},
    {'B', 1, ITEM_UNSIGNED, "unsigned byte integer"},
    {'u', 4, ITEM_TEXT, ""},
    {'h', 2, ITEM_SIGNED, "signed short integer"},
    {'H', 2, ITEM_UNSIGNED, "unsigned short"},
    {'i', 4, ITEM_SIGNED, "signed integer"},
    {'I', 4, ITEM_UNSIGNED, "unsigned int"},
    {'l', 8, ITEM_SIGNED, "signed long"},
    {'L', 8, ITEM_UNSIGNED, "unsigned long"},
    {'q', 8, ITEM_SIGNED, "signed long long"},
    {'Q', 8, ITEM_UNSIGNED, "unsigned long long"},
    {'f', 4, ITEM_REAL, "float"},
    {'d', 8, ITEM_REAL, "double"},
};

struct array {
    struct object header;
    const struct item_kind *kind;
    uint8_t *data; /* owned; NULL while capacity is 0 */
    size_t count;
    size_t capacity; /* items */
    size_t exports;  /* while others hold its memory, its size stays */
};

static struct type array_type;

static struct array *array_of(borrowed v)
{
    return (struct array *)v;
}

static bool is_array(borrowed v)
{
    return object_is_pointer(v) && type_is_subtype(v->type, &array_type);
}

/* --- items --------------------------------------------------------------------------------------
 */

static owned read_item(struct runtime *rt, const struct array *array, size_t index)
{
    const struct item_kind *kind = array->kind;
    const uint8_t *place = array->data + index * kind->size;
    if (kind->form == ITEM_REAL) {
        float single;
        double number;
        if (kind->size == 4) {
            memcpy(&single, place, 4);
            return float_new(rt, (double)single);
        }
        memcpy(&number, place, 8);
        return float_new(rt, number);
    }
    uint64_t bits = 0;
    memcpy(&bits, place, kind->size);
    if (kind->form == ITEM_TEXT)
        return str_from_character(rt, (uint32_t)bits);
    if (kind->form == ITEM_UNSIGNED)
        return int_new_unsigned(rt, bits);
    unsigned unused = 64 - 8u * kind->size;
    return int_new(rt, (int64_t)(bits << unused) >> unused);
}

/* The bits of a whole number; -1: TypeError or OverflowError. */
static int encode_int(struct runtime *rt, const struct item_kind *kind, borrowed v, uint64_t *bits)
{
    owned index = object_index(rt, v);
    if (!index)
        return -1;
    struct int_view view;
    mpz_srcptr number = int_view(index, &view);
    bool is_signed = kind->form == ITEM_SIGNED, negative = mpz_sgn(number) < 0;
    size_t width = 8u * kind->size - is_signed;
    mpz_t magnitude; /* of a negative number one less, as two's complement has it */
    mpz_init(magnitude);
    if (negative)
        mpz_com(magnitude, number);
    else
        mpz_set(magnitude, number);
    bool fits = mpz_sgn(magnitude) == 0 || mpz_sizeinbase(magnitude, 2) <= width;
    *bits = negative ? ~mpz_get_ui(magnitude) : mpz_get_ui(magnitude);
    mpz_clear(magnitude);
    object_release(rt, index);
    if (fits && (is_signed || !negative))
        return 0;
    exception_raise(rt, &exception_OverflowError, "%s is %s", kind->name,
                    negative ? "less than minimum" : "greater than maximum");
    return -1;
}

/* Writes an item into `place`; -1: error, and nothing is written. */
static int write_item(struct runtime *rt, const struct item_kind *kind, borrowed v, uint8_t *place)
{
    uint64_t bits = 0;
    if (kind->form == ITEM_REAL) {
        double number;
        if (float_get(rt, v, &number) < 0)
            return -1;
        float single = (float)number;
        memcpy(place, kind->size == 4 ? (const void *)&single : (const void *)&number, kind->size);
        return 0;
    }
    if (kind->form == ITEM_TEXT) {
        if (!str_check(v) || str_length(v) != 1) {
            exception_raise(rt, &exception_TypeError,
                            "array item must be a unicode character, not %T", v);
            return -1;
        }
        bits = str_character(str_of(v), 0);
    } else if (encode_int(rt, kind, v, &bits) < 0) {
        return -1;
    }
    memcpy(place, &bits, kind->size);
    return 0;
}

/* --- size ---------------------------------------------------------------------------------------
 */

static void reallocate(struct runtime *rt, borrowed v, size_t capacity)
{
    struct array *array = array_of(v);
    if (capacity == 0) {
        memory_free(array->data);
        array->data = NULL;
    } else {
        array->data = memory_resize(array->data, capacity, array->kind->size);
    }
    array->capacity = capacity;
    object_resized(rt, v, EMPTY_SIZE + capacity * array->kind->size);
}

/* -1: BufferError. */
static int resize(struct runtime *rt, borrowed v, size_t count)
{
    struct array *array = array_of(v);
    if (array->exports > 0 && count != array->count) {
        exception_raise(rt, &exception_BufferError,
                        "cannot resize an array that is exporting buffers");
        return -1;
    }
    if (count == 0)
        reallocate(rt, v, 0);
    else if (array->capacity < count || array->count >= count + 16 || !array->data)
        reallocate(rt, v, (count >> 4) + (array->count < 8 ? 3 : 7) + count);
    array->count = count;
    return 0;
}

/* Replaces `removed` items at `place` by `count` ones, whose bytes are not part of the array. -1:
 * BufferError. */
static int splice(struct runtime *rt, borrowed v, size_t place, size_t removed, const uint8_t *data,
                  size_t count)
{
    struct array *array = array_of(v);
    size_t size = array->kind->size, tail = array->count - place - removed;
    size_t new_count = array->count - removed + count;
    if (count > removed && resize(rt, v, new_count) < 0)
        return -1;
    if (count < removed && array->exports > 0)
        return resize(rt, v, new_count);
    if (tail)
        memmove(array->data + (place + count) * size, array->data + (place + removed) * size,
                tail * size);
    if (count)
        memcpy(array->data + place * size, data, count * size);
    return count < removed ? resize(rt, v, new_count) : 0;
}

static owned allocate(struct runtime *rt, struct type *type, const struct item_kind *kind,
                      size_t count)
{
    owned result = object_new(rt, type, type->size, EMPTY_SIZE);
    if (!result)
        return NULL;
    array_of(result)->kind = kind;
    if (count)
        reallocate(rt, result, count);
    array_of(result)->count = count;
    gc_track(rt, result);
    return result;
}

static int append_item(struct runtime *rt, borrowed v, borrowed item)
{
    uint8_t bytes[8];
    if (write_item(rt, array_of(v)->kind, item, bytes) < 0)
        return -1;
    return splice(rt, v, array_of(v)->count, 0, bytes, 1);
}

static int append_bytes(struct runtime *rt, borrowed v, const uint8_t *data, size_t size)
{
    if (size % array_of(v)->kind->size) {
        exception_raise(rt, &exception_ValueError, "bytes length not a multiple of item size");
        return -1;
    }
    return splice(rt, v, array_of(v)->count, 0, data, size / array_of(v)->kind->size);
}

static int append_text(struct runtime *rt, borrowed v, borrowed text)
{
    for (size_t i = 0; i < str_length(text); i++) {
        uint32_t c = str_character(str_of(text), i);
        if (splice(rt, v, array_of(v)->count, 0, (const uint8_t *)&c, 1) < 0)
            return -1;
    }
    return 0;
}

static int append_iterable(struct runtime *rt, borrowed v, borrowed iterable)
{
    if (is_array(iterable)) {
        if (array_of(iterable)->kind != array_of(v)->kind) {
            exception_raise(rt, &exception_TypeError, "can only extend with array of same kind");
            return -1;
        }
        size_t count = array_of(iterable)->count, size = array_of(v)->kind->size;
        char *copy =
            memory_copy_bytes(count ? array_of(iterable)->data : (const uint8_t *)"", count * size);
        int status = splice(rt, v, array_of(v)->count, 0, (const uint8_t *)copy, count);
        memory_free(copy);
        return status;
    }
    owned iterator = object_iterate(rt, iterable);
    int status = iterator ? 0 : -1;
    for (owned item; status == 0 && (item = object_next(rt, iterator));) {
        status = append_item(rt, v, item);
        object_release(rt, item);
    }
    object_release_maybe(rt, iterator);
    return rt->error ? -1 : status;
}

/* --- array(code, items) -------------------------------------------------------------------------
 */

static const struct item_kind *find_kind(struct runtime *rt, borrowed code)
{
    if (!str_check(code) || str_length(code) != 1) {
        exception_raise(rt, &exception_TypeError,
                        "array() argument 1 must be a unicode character, not %T", code);
        return NULL;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_character(str_of(code), 0) == (uint32_t)kinds[i].code)
            return &kinds[i];
    exception_raise(rt, &exception_ValueError,
                    "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    return NULL;
}

/* From a list or tuple the array gets exactly the items' room. */
static int fill(struct runtime *rt, borrowed v, borrowed items)
{
    size_t count = list_check(items) ? ((struct list *)items)->count : tuple_count(items);
    if (count)
        reallocate(rt, v, count);
    for (size_t i = 0; i < count; i++) {
        borrowed item = list_check(items) ? ((struct list *)items)->items[i] : tuple_item(items, i);
        struct array *array = array_of(v);
        if (write_item(rt, array->kind, item, array->data + i * array->kind->size) < 0)
            return -1;
        array->count = i + 1;
    }
    return 0;
}

static int initialise(struct runtime *rt, borrowed v, borrowed source)
{
    size_t size;
    bool is_bytes = bytes_check(source) || object_type(rt, source) == &bytearray_type;
    const uint8_t *data = is_bytes ? bytes_view(source, &size) : NULL;
    if (data)
        return append_bytes(rt, v, data, size);
    bool is_text = array_of(v)->kind->form == ITEM_TEXT;
    if (str_check(source) && is_text)
        return append_text(rt, v, source);
    if (str_check(source)) {
        exception_raise(rt, &exception_TypeError,
                        "cannot use a str to initialize an array with typecode '%c'",
                        array_of(v)->kind->code);
        return -1;
    }
    return list_check(source) || tuple_check(source) ? fill(rt, v, source)
                                                     : append_iterable(rt, v, source);
}

static owned construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError,
                               "array() takes at least 1 argument (0 given)");
    const struct item_kind *kind;
    if (!arguments_count(rt, "array", positional, names, 1, 2) ||
        !(kind = find_kind(rt, arguments[0])))
        return NULL;
    owned result = allocate(rt, type, kind, 0);
    if (result && positional == 2 && initialise(rt, result, arguments[1]) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

/* --- slots --------------------------------------------------------------------------------------
 */

static int array_traverse(borrowed self UNUSED, visit_function visit UNUSED, void *context UNUSED)
{
    return 0; /* tracked, as in CPython, only for its class */
}

static void array_dealloc(struct runtime *rt UNUSED, borrowed self)
{
    memory_free(array_of(self)->data);
}

static bool get_memory(borrowed self, struct exported_memory *buffer)
{
    static const char formats[][2] = {
        ['b'] = "b", ['B'] = "B", ['u'] = "w", ['h'] = "h", ['H'] = "H", ['i'] = "i", ['I'] = "I",
        ['l'] = "l", ['L'] = "L", ['q'] = "q", ['Q'] = "Q", ['f'] = "f", ['d'] = "d"};
    static uint8_t nothing[1];
    struct array *array = array_of(self);
    *buffer = (struct exported_memory){.data = array->data ? array->data : nothing,
                                       .size = array->count * array->kind->size,
                                       .item_size = array->kind->size,
                                       .format = formats[(unsigned char)array->kind->code]};
    return true;
}

static void count_exports(borrowed self, int change)
{
    array_of(self)->exports += (size_t)(int64_t)change;
}

static size_t array_size_of(struct runtime *rt UNUSED, borrowed self)
{
    return EMPTY_SIZE + array_of(self)->capacity * array_of(self)->kind->size;
}

static int64_t array_length(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)array_of(self)->count;
}

static owned to_list(struct runtime *rt, borrowed self)
{
    owned list = list_new(rt, array_of(self)->count);
    for (size_t i = 0; list && i < array_of(self)->count; i++) {
        owned item = read_item(rt, array_of(self), i);
        if (!item || list_append(rt, list, item) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

static owned to_text(struct runtime *rt, borrowed self)
{
    return str_from_characters(rt, (const uint32_t *)(const void *)array_of(self)->data,
                               array_of(self)->count);
}

static owned array_repr(struct runtime *rt, borrowed self)
{
    const struct item_kind *kind = array_of(self)->kind;
    if (array_of(self)->count == 0)
        return str_format(rt, "array('%c')", kind->code);
    owned items = kind->form == ITEM_TEXT ? to_text(rt, self) : to_list(rt, self);
    owned result = items ? str_format(rt, "array('%c', %R)", kind->code, items) : NULL;
    object_release_maybe(rt, items);
    return result;
}

static owned array_compare(struct runtime *rt, borrowed self, borrowed other,
                           enum compare operation)
{
    if (!is_array(self) || !is_array(other))
        return NOT_IMPLEMENTED;
    owned left = to_list(rt, self), right = left ? to_list(rt, other) : NULL;
    owned result = right ? object_compare(rt, left, right, operation) : NULL;
    object_release_maybe(rt, left);
    object_release_maybe(rt, right);
    return result;
}

static owned slice_of(struct runtime *rt, borrowed self, borrowed key)
{
    int64_t start, step, count;
    const struct array *array = array_of(self);
    if (slice_resolve(rt, key, (int64_t)array->count, &start, &step, &count) < 0)
        return NULL;
    owned result = allocate(rt, &array_type, array->kind, (size_t)count);
    size_t size = array->kind->size;
    for (int64_t i = 0; result && i < count; i++)
        memcpy(array_of(result)->data + (size_t)i * size,
               array->data + (size_t)(start + i * step) * size, size);
    return result;
}

/* The place that an index means; -1: error. */
static int64_t find_place(struct runtime *rt, borrowed self, borrowed key, const char *message)
{
    int64_t index;
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index) {
        exception_raise(rt, &exception_TypeError, "array indices must be integers");
        return -1;
    }
    if (object_index_number(rt, key, &index, false) < 0)
        return -1;
    if (index < 0)
        index += (int64_t)array_of(self)->count;
    if (index >= 0 && (size_t)index < array_of(self)->count)
        return index;
    exception_raise(rt, &exception_IndexError, "%s", message);
    return -1;
}

static owned array_get_item(struct runtime *rt, borrowed self, borrowed key)
{
    if (slice_check(key))
        return slice_of(rt, self, key);
    int64_t place = find_place(rt, self, key, "array index out of range");
    return place < 0 ? NULL : read_item(rt, array_of(self), (size_t)place);
}

static int set_slice(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    int64_t start, step, count;
    if (value && !is_array(value)) {
        exception_raise(rt, &exception_TypeError,
                        "can only assign array (not \"%T\") to array slice", value);
        return -1;
    }
    if (value && array_of(value)->kind != array_of(self)->kind) {
        exception_raise(rt, &exception_TypeError, "bad argument type for built-in operation");
        return -1;
    }
    if (slice_resolve(rt, key, (int64_t)array_of(self)->count, &start, &step, &count) < 0)
        return -1;
    size_t size = array_of(self)->kind->size, new_count = value ? array_of(value)->count : 0;
    if (value && step != 1 && new_count != (size_t)count) {
        exception_raise(rt, &exception_ValueError,
                        "attempt to assign array of size %zu to extended slice of size %lld",
                        new_count, (long long)count);
        return -1;
    }
    char *copy = memory_copy_bytes(new_count ? array_of(value)->data : (const uint8_t *)"",
                                   new_count * size);
    int status = 0;
    if (step == 1)
        status = splice(rt, self, (size_t)start, (size_t)count, (const uint8_t *)copy, new_count);
    else if (value)
        for (int64_t i = 0; i < count; i++)
            memcpy(array_of(self)->data + (size_t)(start + i * step) * size,
                   copy + (size_t)i * size, size);
    else
        for (int64_t i = 0; i < count && status == 0; i++) /* from the last place down */
            status = splice(rt, self,
                            (size_t)(step > 0 ? start + (count - 1 - i) * step : start + i * step),
                            1, NULL, 0);
    memory_free(copy);
    return status;
}

static int array_set_item(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    if (slice_check(key))
        return set_slice(rt, self, key, value);
    int64_t place = find_place(rt, self, key, "array assignment index out of range");
    if (place < 0)
        return -1;
    if (!value)
        return splice(rt, self, (size_t)place, 1, NULL, 0);
    uint8_t bytes[8];
    if (write_item(rt, array_of(self)->kind, value, bytes) < 0)
        return -1;
    memcpy(array_of(self)->data + (size_t)place * array_of(self)->kind->size, bytes,
           array_of(self)->kind->size);
    return 0;
}

/* The place of an equal item in [start, end); -1 absent, -2 error. */
static int64_t find(struct runtime *rt, borrowed self, borrowed value, size_t start, size_t end)
{
    for (size_t i = start; i < end && i < array_of(self)->count; i++) {
        owned item = read_item(rt, array_of(self), i);
        int equal = item ? object_is_equal(rt, item, value) : -1;
        object_release_maybe(rt, item);
        if (equal != 0)
            return equal < 0 ? -2 : (int64_t)i;
    }
    return -1;
}

static int array_contains(struct runtime *rt, borrowed self, borrowed value)
{
    int64_t place = find(rt, self, value, 0, SIZE_MAX);
    return place == -2 ? -1 : place >= 0;
}

static owned array_iterate(struct runtime *rt, borrowed self)
{
    return sequence_iterator_new(rt, &sequence_iterator_type, self);
}

static owned array_add(struct runtime *rt, borrowed left, borrowed right)
{
    if (!is_array(left))
        return NOT_IMPLEMENTED;
    if (!is_array(right))
        return exception_raise(rt, &exception_TypeError,
                               "can only append array (not \"%T\") to array", right);
    if (array_of(left)->kind != array_of(right)->kind)
        return exception_raise(rt, &exception_TypeError,
                               "bad argument type for built-in operation");
    size_t first = array_of(left)->count, second = array_of(right)->count,
           size = array_of(left)->kind->size;
    owned result = allocate(rt, &array_type, array_of(left)->kind, first + second);
    if (result && first)
        memcpy(array_of(result)->data, array_of(left)->data, first * size);
    if (result && second)
        memcpy(array_of(result)->data + first * size, array_of(right)->data, second * size);
    return result;
}

static owned array_multiply(struct runtime *rt, borrowed left, borrowed right)
{
    borrowed self = is_array(left) ? left : right, factor = is_array(left) ? right : left;
    if (!int_is_tagged(factor) && !object_type(rt, factor)->to_index)
        return NOT_IMPLEMENTED;
    int64_t times;
    if (object_index_number(rt, factor, &times, false) < 0)
        return NULL;
    size_t count = array_of(self)->count, size = array_of(self)->kind->size;
    times = times < 0 ? 0 : times;
    owned result = allocate(rt, &array_type, array_of(self)->kind, count * (size_t)times);
    for (int64_t i = 0; result && count && i < times; i++)
        memcpy(array_of(result)->data + (size_t)i * count * size, array_of(self)->data,
               count * size);
    return result;
}

static owned array_add_in_place(struct runtime *rt, borrowed self, borrowed other)
{
    if (!is_array(other))
        return exception_raise(rt, &exception_TypeError, "can only extend with array (not \"%T\")",
                               other);
    return append_iterable(rt, self, other) < 0 ? NULL : object_retain(rt, self);
}

/* --- methods ------------------------------------------------------------------------------------
 */

#define METHOD(name)                                                                               \
    static owned name(struct runtime *rt, borrowed self, const borrowed *arguments,                \
                      size_t positional, borrowed names)

METHOD(append)
{
    if (!arguments_count(rt, "array.append", positional, names, 1, 1))
        return NULL;
    return append_item(rt, self, arguments[0]) < 0 ? NULL : NONE;
}

METHOD(extend)
{
    if (!arguments_count(rt, "array.extend", positional, names, 1, 1))
        return NULL;
    return append_iterable(rt, self, arguments[0]) < 0 ? NULL : NONE;
}

METHOD(from_list)
{
    if (!arguments_count(rt, "array.fromlist", positional, names, 1, 1))
        return NULL;
    if (!list_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "arg must be list");
    size_t before = array_of(self)->count;
    if (append_iterable(rt, self, arguments[0]) == 0)
        return NONE;
    owned error = exception_take(rt);
    if (resize(rt, self, before) < 0)
        exception_clear(rt);
    exception_restore(rt, error);
    return NULL;
}

METHOD(insert)
{
    int64_t index, count = (int64_t)array_of(self)->count;
    uint8_t bytes[8];
    if (!arguments_count(rt, "insert", positional, names, 2, 2) ||
        object_index_number(rt, arguments[0], &index, true) < 0 ||
        write_item(rt, array_of(self)->kind, arguments[1], bytes) < 0)
        return NULL;
    index = index < 0 ? index + count : index;
    index = index < 0 ? 0 : index > count ? count : index;
    return splice(rt, self, (size_t)index, 0, bytes, 1) < 0 ? NULL : NONE;
}

METHOD(pop)
{
    int64_t index = -1, count = (int64_t)array_of(self)->count;
    if (!arguments_count(rt, "pop", positional, names, 0, 1) ||
        (positional && object_index_number(rt, arguments[0], &index, false) < 0))
        return NULL;
    if (count == 0)
        return exception_raise(rt, &exception_IndexError, "pop from empty array");
    index = index < 0 ? index + count : index;
    if (index < 0 || index >= count)
        return exception_raise(rt, &exception_IndexError, "pop index out of range");
    owned item = read_item(rt, array_of(self), (size_t)index);
    if (item && splice(rt, self, (size_t)index, 1, NULL, 0) < 0) {
        object_release(rt, item);
        return NULL;
    }
    return item;
}

METHOD(index_of)
{
    size_t start, end;
    if (!arguments_count(rt, "index", positional, names, 1, 3) ||
        !sequence_range(rt, arguments + 1, positional - 1, array_of(self)->count, &start, &end))
        return NULL;
    int64_t place = find(rt, self, arguments[0], start, end);
    if (place == -1)
        return exception_raise(rt, &exception_ValueError, "array.index(x): x not in array");
    return place < 0 ? NULL : int_tag(place);
}

METHOD(remove_value)
{
    if (!arguments_count(rt, "array.remove", positional, names, 1, 1))
        return NULL;
    int64_t place = find(rt, self, arguments[0], 0, SIZE_MAX);
    if (place == -1)
        return exception_raise(rt, &exception_ValueError, "array.remove(x): x not in array");
    if (place < 0)
        return NULL;
    return splice(rt, self, (size_t)place, 1, NULL, 0) < 0 ? NULL : NONE;
}

METHOD(count_equal)
{
    if (!arguments_count(rt, "array.count", positional, names, 1, 1))
        return NULL;
    int64_t count = 0, place = -1;
    while ((place = find(rt, self, arguments[0], (size_t)(place + 1), SIZE_MAX)) >= 0)
        count++;
    return place == -2 ? NULL : int_tag(count);
}

METHOD(reverse)
{
    (void)arguments;
    if (!arguments_count(rt, "array.reverse", positional, names, 0, 0))
        return NULL;
    struct array *array = array_of(self);
    size_t size = array->kind->size;
    for (size_t i = 0; i < array->count / 2; i++) {
        uint8_t item[8], *low = array->data + i * size,
                         *high = array->data + (array->count - 1 - i) * size;
        memcpy(item, low, size);
        memcpy(low, high, size);
        memcpy(high, item, size);
    }
    return NONE;
}

METHOD(swap_bytes)
{
    (void)arguments;
    if (!arguments_count(rt, "array.byteswap", positional, names, 0, 0))
        return NULL;
    struct array *array = array_of(self);
    size_t size = array->kind->size;
    for (size_t i = 0; i < array->count; i++)
        for (size_t j = 0; j < size / 2; j++) {
            uint8_t *item = array->data + i * size, byte = item[j];
            item[j] = item[size - 1 - j];
            item[size - 1 - j] = byte;
        }
    return NONE;
}

METHOD(list_of)
{
    (void)arguments;
    return arguments_count(rt, "array.tolist", positional, names, 0, 0) ? to_list(rt, self) : NULL;
}

METHOD(bytes_of)
{
    (void)arguments;
    if (!arguments_count(rt, "array.tobytes", positional, names, 0, 0))
        return NULL;
    const struct array *array = array_of(self);
    return bytes_new(rt, array->data ? array->data : (const uint8_t *)"",
                     array->count * array->kind->size);
}

METHOD(from_bytes)
{
    size_t size;
    if (!arguments_count(rt, "array.frombytes", positional, names, 1, 1))
        return NULL;
    const uint8_t *data = bytes_view(arguments[0], &size);
    if (!data)
        return exception_raise(rt, &exception_TypeError,
                               "a bytes-like object is required, not '%T'", arguments[0]);
    return append_bytes(rt, self, data, size) < 0 ? NULL : NONE;
}

METHOD(text_of)
{
    (void)arguments;
    if (!arguments_count(rt, "array.tounicode", positional, names, 0, 0))
        return NULL;
    if (array_of(self)->kind->form != ITEM_TEXT)
        return exception_raise(rt, &exception_ValueError,
                               "tounicode() may only be called on unicode type arrays");
    return to_text(rt, self);
}

METHOD(from_text)
{
    if (!arguments_count(rt, "array.fromunicode", positional, names, 1, 1))
        return NULL;
    if (array_of(self)->kind->form != ITEM_TEXT || !str_check(arguments[0]))
        return exception_raise(rt, &exception_ValueError,
                               "fromunicode() may only be called on unicode type arrays");
    return append_text(rt, self, arguments[0]) < 0 ? NULL : NONE;
}

METHOD(buffer_info)
{
    (void)arguments;
    if (!arguments_count(rt, "array.buffer_info", positional, names, 0, 0))
        return NULL;
    owned parts[2] = {int_new_unsigned(rt, (uint64_t)(uintptr_t)array_of(self)->data),
                      int_new_unsigned(rt, array_of(self)->count)};
    return tuple_from_owned(rt, parts, 2);
}

METHOD(copy)
{
    (void)arguments;
    if (!arguments_count(rt, "array.__copy__", positional, names, 0, 1))
        return NULL;
    const struct array *array = array_of(self);
    owned result = allocate(rt, &array_type, array->kind, array->count);
    if (result && array->count)
        memcpy(array_of(result)->data, array->data, array->count * array->kind->size);
    return result;
}

static const struct native_method methods[] = {
    {"append", append, NATIVE_PLAIN, "Append new value v to the end of the array."},
    {"extend", extend, NATIVE_PLAIN, NULL},
    {"fromlist", from_list, NATIVE_PLAIN, NULL},
    {"insert", insert, NATIVE_PLAIN, NULL},
    {"pop", pop, NATIVE_PLAIN, NULL},
    {"index", index_of, NATIVE_PLAIN, NULL},
    {"remove", remove_value, NATIVE_PLAIN, NULL},
    {"count", count_equal, NATIVE_PLAIN, NULL},
    {"reverse", reverse, NATIVE_PLAIN, NULL},
    {"byteswap", swap_bytes, NATIVE_PLAIN, NULL},
    {"tolist", list_of, NATIVE_PLAIN, NULL},
    {"tobytes", bytes_of, NATIVE_PLAIN, NULL},
    {"frombytes", from_bytes, NATIVE_PLAIN, NULL},
    {"tounicode", text_of, NATIVE_PLAIN, NULL},
    {"fromunicode", from_text, NATIVE_PLAIN, NULL},
    {"buffer_info", buffer_info, NATIVE_PLAIN, NULL},
    {"__copy__", copy, NATIVE_PLAIN, NULL},
    {"__deepcopy__", copy, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static owned get_code(struct runtime *rt, borrowed self)
{
    return str_from_character(rt, (uint32_t)array_of(self)->kind->code);
}

static owned get_item_size(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(array_of(self)->kind->size);
}

static const struct native_attribute attributes[] = {
    {"typecode", get_code, NULL},
    {"itemsize", get_item_size, NULL},
    {NULL, NULL, NULL},
};

static struct type array_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "array.array",
    .base = &object_type_,
    .size = sizeof(struct array),
    .reported_size = EMPTY_SIZE,
    .flags = TYPE_BASE | TYPE_TRACKED,
    .has_weak_references = true,
    .traverse = array_traverse,
    .dealloc = array_dealloc,
    .new = construct,
    .repr = array_repr,
    .compare = array_compare,
    .iterate = array_iterate,
    .length = array_length,
    .get_item = array_get_item,
    .set_item = array_set_item,
    .contains = array_contains,
    .get_memory = get_memory,
    .count_exports = count_exports,
    .size_of = array_size_of,
    .binary = {[BINARY_ADD] = array_add, [BINARY_MULTIPLY] = array_multiply},
    .in_place = {[BINARY_ADD] = array_add_in_place},
    .methods = methods,
    .attributes = attributes,
};

int module_fill_array(struct runtime *rt, borrowed module)
{
    type_ready(rt, &array_type);
    if (module_set(rt, module, "array", &array_type.header) < 0 ||
        module_set(rt, module, "ArrayType", &array_type.header) < 0)
        return -1;
    return module_set(rt, module, "typecodes", str_from_text(rt, "bBuhHiIlLqQfd"));
}
