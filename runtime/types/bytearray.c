/* bytearray: bytes that can change (bytes_parts.h). Grows and shrinks as CPython's does, so that
 * sys.getsizeof agrees. */
#include "base/memory.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"

#define EMPTY_SIZE 56 /* what sys.getsizeof says of bytearray() */

static struct bytearray *array_of(borrowed v)
{
    return (struct bytearray *)v;
}

/* --- size ------------------------------------------------------------------------------------- */

static void reallocate(struct runtime *rt, borrowed v, size_t capacity)
{
    struct bytearray *array = array_of(v);
    array->data = memory_resize(array->data, capacity, 1);
    array->capacity = capacity;
    object_resized(rt, v, EMPTY_SIZE + capacity);
}

int bytearray_resize(struct runtime *rt, borrowed v, size_t size)
{
    struct bytearray *array = array_of(v);
    if (array->exports > 0 && size != array->size) {
        exception_raise(rt, &exception_BufferError,
                        "Existing exports of data: object cannot be re-sized");
        return -1;
    }
    if (size + 1 > array->capacity) {
        bool a_little = size <= array->capacity + array->capacity / 8;
        reallocate(rt, v, a_little ? size + (size >> 3) + (size < 9 ? 3 : 6) : size + 1);
    } else if (size < array->capacity / 2) {
        reallocate(rt, v, size + 1);
    }
    array->size = size;
    array->data[size] = 0;
    return 0;
}

static owned allocate(struct runtime *rt, struct type *type, const void *data, size_t size)
{
    owned result = object_new(rt, type, type->size, EMPTY_SIZE);
    if (!result || size == 0 || bytearray_resize(rt, result, size) < 0)
        return result;
    if (data)
        memcpy(array_of(result)->data, data, size);
    return result;
}

owned bytearray_new(struct runtime *rt, const void *data, size_t size)
{
    return allocate(rt, &bytearray_type, data, size);
}

static owned construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    owned value = bytes_from_arguments(rt, "bytearray", arguments, positional, names);
    if (!value)
        return NULL;
    struct span span = bytes_span(value);
    owned result = allocate(rt, type, span.data, span.size);
    object_release(rt, value);
    return result;
}

/* --- items ------------------------------------------------------------------------------------ */

/* Replaces `removed` bytes at `place` by `data`, which is not part of the array. -1: BufferError.
 */
static int splice(struct runtime *rt, borrowed self, size_t place, size_t removed,
                  const uint8_t *data, size_t size)
{
    struct bytearray *array = array_of(self);
    size_t tail = array->size - place - removed, new_size = array->size - removed + size;
    if (size >= removed && bytearray_resize(rt, self, new_size) < 0)
        return -1;
    if (size < removed && array->exports > 0)
        return bytearray_resize(rt, self, new_size);
    if (tail)
        memmove(array->data + place + size, array->data + place + removed, tail);
    if (size)
        memcpy(array->data + place, data, size);
    return size < removed ? bytearray_resize(rt, self, new_size) : 0;
}

static int delete_stepped(struct runtime *rt, borrowed self, int64_t start, int64_t step,
                          int64_t count)
{
    int status = 0;
    if (step < 0) {
        start += (count - 1) * step;
        step = -step;
    }
    for (int64_t i = count - 1; i >= 0 && status == 0; i--)
        status = splice(rt, self, (size_t)(start + i * step), 1, NULL, 0);
    return status;
}

static int set_slice(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    int64_t start, step, count;
    owned source = value ? bytes_from_object(rt, value) : NULL;
    if ((value && !source) ||
        slice_resolve(rt, key, (int64_t)array_of(self)->size, &start, &step, &count) < 0) {
        object_release_maybe(rt, source);
        return -1;
    }
    struct span span = source ? bytes_span(source) : (struct span){NULL, 0};
    int status = 0;
    if (step == 1) {
        status = splice(rt, self, (size_t)start, (size_t)count, span.data, span.size);
    } else if (!value) {
        status = delete_stepped(rt, self, start, step, count);
    } else if (span.size != (size_t)count) {
        exception_raise(rt, &exception_ValueError,
                        "attempt to assign bytes of size %zu to extended slice of size %lld",
                        span.size, (long long)count);
        status = -1;
    } else {
        for (int64_t i = 0; i < count; i++)
            array_of(self)->data[start + i * step] = span.data[i];
    }
    object_release_maybe(rt, source);
    return status;
}

static int set_item(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    if (slice_check(key))
        return set_slice(rt, self, key, value);
    int64_t index;
    uint8_t byte;
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index) {
        exception_raise(rt, &exception_TypeError,
                        "bytearray indices must be integers or slices, not %T", key);
        return -1;
    }
    if (object_index_number(rt, key, &index, false) < 0 || (value && !bytes_byte(rt, value, &byte)))
        return -1;
    size_t size = array_of(self)->size;
    if (index < 0)
        index += (int64_t)size;
    if (index < 0 || (size_t)index >= size) {
        exception_raise(rt, &exception_IndexError, "bytearray index out of range");
        return -1;
    }
    if (!value)
        return splice(rt, self, (size_t)index, 1, NULL, 0);
    array_of(self)->data[index] = byte;
    return 0;
}

/* Appends the bytes of any source. -1: error. */
static int extend(struct runtime *rt, borrowed self, borrowed source)
{
    owned bytes = bytes_from_object(rt, source);
    if (!bytes)
        return -1;
    struct span span = bytes_span(bytes);
    int status = splice(rt, self, array_of(self)->size, 0, span.data, span.size);
    object_release(rt, bytes);
    return status;
}

static owned add_in_place(struct runtime *rt, borrowed self, borrowed other)
{
    struct span span = bytes_span(other);
    if (!span.data)
        return exception_raise(rt, &exception_TypeError, "can't concat %T to bytearray", other);
    return extend(rt, self, other) < 0 ? NULL : object_retain(rt, self);
}

static owned multiply_in_place(struct runtime *rt, borrowed self, borrowed count)
{
    owned product = bytes_multiply(rt, self, count);
    if (!product || product == NOT_IMPLEMENTED)
        return product;
    struct span span = bytes_span(product);
    int status = splice(rt, self, 0, array_of(self)->size, span.data, span.size);
    object_release(rt, product);
    return status < 0 ? NULL : object_retain(rt, self);
}

/* --- methods ---------------------------------------------------------------------------------- */

static owned append(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                    borrowed names)
{
    uint8_t byte;
    if (!arguments_count(rt, "bytearray.append", positional, names, 1, 1) ||
        !bytes_byte(rt, arguments[0], &byte))
        return NULL;
    return splice(rt, self, array_of(self)->size, 0, &byte, 1) < 0 ? NULL : NONE;
}

static owned extend_with(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    if (!arguments_count(rt, "bytearray.extend", positional, names, 1, 1))
        return NULL;
    if (str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "expected iterable of integers; got: 'str'");
    return extend(rt, self, arguments[0]) < 0 ? NULL : NONE;
}

static owned insert(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                    borrowed names)
{
    int64_t index, size = (int64_t)array_of(self)->size;
    uint8_t byte;
    if (!arguments_count(rt, "insert", positional, names, 2, 2) ||
        object_index_number(rt, arguments[0], &index, true) < 0 ||
        !bytes_byte(rt, arguments[1], &byte))
        return NULL;
    index = index < 0 ? index + size : index;
    index = index < 0 ? 0 : index > size ? size : index;
    return splice(rt, self, (size_t)index, 0, &byte, 1) < 0 ? NULL : NONE;
}

static owned pop(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                 borrowed names)
{
    int64_t index = -1, size = (int64_t)array_of(self)->size;
    if (!arguments_count(rt, "pop", positional, names, 0, 1) ||
        (positional && object_index_number(rt, arguments[0], &index, false) < 0))
        return NULL;
    if (size == 0)
        return exception_raise(rt, &exception_IndexError, "pop from empty bytearray");
    index = index < 0 ? index + size : index;
    if (index < 0 || index >= size)
        return exception_raise(rt, &exception_IndexError, "pop index out of range");
    uint8_t byte = array_of(self)->data[index];
    return splice(rt, self, (size_t)index, 1, NULL, 0) < 0 ? NULL : int_tag(byte);
}

static owned remove_value(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    uint8_t byte;
    if (!arguments_count(rt, "bytearray.remove", positional, names, 1, 1) ||
        !bytes_byte(rt, arguments[0], &byte))
        return NULL;
    struct span span = bytes_span(self);
    const uint8_t *found = memchr(span.data, byte, span.size);
    if (!found)
        return exception_raise(rt, &exception_ValueError, "value not found in bytearray");
    return splice(rt, self, (size_t)(found - span.data), 1, NULL, 0) < 0 ? NULL : NONE;
}

static owned clear(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                   size_t positional, borrowed names)
{
    if (!arguments_count(rt, "bytearray.clear", positional, names, 0, 0))
        return NULL;
    return bytearray_resize(rt, self, 0) < 0 ? NULL : NONE;
}

static owned copy(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                  size_t positional, borrowed names)
{
    if (!arguments_count(rt, "bytearray.copy", positional, names, 0, 0))
        return NULL;
    struct span span = bytes_span(self);
    return bytearray_new(rt, span.data, span.size);
}

static owned reverse(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                     size_t positional, borrowed names)
{
    if (!arguments_count(rt, "bytearray.reverse", positional, names, 0, 0))
        return NULL;
    struct bytearray *array = array_of(self);
    for (size_t i = 0; i < array->size / 2; i++) {
        uint8_t byte = array->data[i];
        array->data[i] = array->data[array->size - 1 - i];
        array->data[array->size - 1 - i] = byte;
    }
    return NONE;
}

static owned reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "bytearray.__reduce__", positional, names, 0, 0))
        return NULL;
    struct span span = bytes_span(self);
    owned content = bytes_new(rt, span.data, span.size);
    owned parts[] = {reduce_class(rt, self), reduce_tuple(rt, &content, 1), reduce_dict(rt, self)};
    return reduce_tuple(rt, parts, 3);
}

static const struct native_method methods[] = {
    BYTES_SHARED_METHODS,
    {"append", append, NATIVE_PLAIN, NULL},
    {"extend", extend_with, NATIVE_PLAIN, NULL},
    {"insert", insert, NATIVE_PLAIN, NULL},
    {"pop", pop, NATIVE_PLAIN, NULL},
    {"remove", remove_value, NATIVE_PLAIN, NULL},
    {"clear", clear, NATIVE_PLAIN, NULL},
    {"copy", copy, NATIVE_PLAIN, NULL},
    {"reverse", reverse, NATIVE_PLAIN, NULL},
    {"__reduce__", reduce, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static void bytearray_dealloc(struct runtime *rt UNUSED, borrowed self)
{
    memory_free(array_of(self)->data);
}

static bool get_memory(borrowed self, struct exported_memory *buffer)
{
    struct bytearray *array = array_of(self);
    static uint8_t nothing[1];
    *buffer = (struct exported_memory){.data = array->data ? array->data : nothing,
                                       .size = array->size,
                                       .item_size = 1,
                                       .format = "B"};
    return true;
}

static void count_exports(borrowed self, int change)
{
    array_of(self)->exports += (size_t)(int64_t)change;
}

static size_t bytearray_size_of(struct runtime *rt UNUSED, borrowed self)
{
    return EMPTY_SIZE + array_of(self)->capacity;
}

struct type bytearray_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "bytearray",
    .base = &object_type_,
    .size = sizeof(struct bytearray),
    .reported_size = EMPTY_SIZE,
    .flags = TYPE_BASE,
    .dealloc = bytearray_dealloc,
    .new = construct,
    .repr = bytes_repr,
    .compare = bytes_compare,
    .iterate = bytes_iterate,
    .length = bytes_length,
    .get_item = bytes_get_item,
    .set_item = set_item,
    .contains = bytes_contains,
    .get_memory = get_memory,
    .count_exports = count_exports,
    .size_of = bytearray_size_of,
    .binary = {[BINARY_ADD] = bytes_add,
               [BINARY_MULTIPLY] = bytes_multiply,
               [BINARY_REMAINDER] = bytes_remainder},
    .in_place = {[BINARY_ADD] = add_in_place, [BINARY_MULTIPLY] = multiply_in_place},
    .methods = methods,
};
