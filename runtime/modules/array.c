/* The module array, and its type: construction and slots.
 *
 * The methods are in array_methods.c; an item in array_item.c; the memory in array_row.c.
 */
#include "runtime/modules/array_parts.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* --- array(code, items) ----------------------------------------------------------------------- */

/* From a list or tuple the array gets exactly the items' room. */
static int fill(struct runtime *rt, borrowed v, borrowed items)
{
    size_t count = list_check(items) ? ((struct list *)items)->count : tuple_count(items);
    if (count)
        array_row_reallocate(rt, v, count);
    for (size_t i = 0; i < count; i++) {
        borrowed item = list_check(items) ? ((struct list *)items)->items[i] : tuple_item(items, i);
        struct array *array = array_of(v);
        if (array_item_write(rt, array->kind, item, array->data + i * array->kind->size) < 0)
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
        return array_row_append_bytes(rt, v, data, size);
    bool is_text = array_of(v)->kind->form == ARRAY_TEXT;
    if (str_check(source) && is_text)
        return array_row_append_text(rt, v, source);
    if (str_check(source)) {
        exception_raise(rt, &exception_TypeError,
                        "cannot use a str to initialize an array with typecode '%c'",
                        array_of(v)->kind->code);
        return -1;
    }
    return list_check(source) || tuple_check(source) ? fill(rt, v, source)
                                                     : array_row_extend(rt, v, source);
}

static owned construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError,
                               "array() takes at least 1 argument (0 given)");
    const struct array_kind *kind;
    if (!arguments_count(rt, "array", positional, names, 1, 2) ||
        !(kind = array_item_kind(rt, arguments[0])))
        return NULL;
    owned result = array_row_new(rt, type, kind, 0);
    if (result && positional == 2 && initialise(rt, result, arguments[1]) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

/* --- slots ------------------------------------------------------------------------------------ */

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
    return ARRAY_EMPTY_SIZE + array_of(self)->capacity * array_of(self)->kind->size;
}

static int64_t array_length(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)array_of(self)->count;
}

static owned array_repr(struct runtime *rt, borrowed self)
{
    const struct array_kind *kind = array_of(self)->kind;
    if (array_of(self)->count == 0)
        return str_format(rt, "array('%c')", kind->code);
    owned items =
        kind->form == ARRAY_TEXT ? array_row_to_text(rt, self) : array_row_to_list(rt, self);
    owned result = items ? str_format(rt, "array('%c', %R)", kind->code, items) : NULL;
    object_release_maybe(rt, items);
    return result;
}

static owned array_compare(struct runtime *rt, borrowed self, borrowed other,
                           enum compare operation)
{
    if (!array_check(self) || !array_check(other))
        return NOT_IMPLEMENTED;
    owned left = array_row_to_list(rt, self), right = left ? array_row_to_list(rt, other) : NULL;
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
    owned result = array_row_new(rt, &array_type, array->kind, (size_t)count);
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
    return place < 0 ? NULL : array_item_read(rt, array_of(self), (size_t)place);
}

static int set_slice(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    int64_t start, step, count;
    if (value && !array_check(value)) {
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
        status = array_row_splice(rt, self, (size_t)start, (size_t)count, (const uint8_t *)copy,
                                  new_count);
    else if (value)
        for (int64_t i = 0; i < count; i++)
            memcpy(array_of(self)->data + (size_t)(start + i * step) * size,
                   copy + (size_t)i * size, size);
    else
        for (int64_t i = 0; i < count && status == 0; i++) /* from the last place down */
            status = array_row_splice(
                rt, self, (size_t)(step > 0 ? start + (count - 1 - i) * step : start + i * step), 1,
                NULL, 0);
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
        return array_row_splice(rt, self, (size_t)place, 1, NULL, 0);
    uint8_t bytes[8];
    if (array_item_write(rt, array_of(self)->kind, value, bytes) < 0)
        return -1;
    memcpy(array_of(self)->data + (size_t)place * array_of(self)->kind->size, bytes,
           array_of(self)->kind->size);
    return 0;
}

static int array_contains(struct runtime *rt, borrowed self, borrowed value)
{
    int64_t place = array_row_find(rt, self, value, 0, SIZE_MAX);
    return place == -2 ? -1 : place >= 0;
}

static owned array_iterate(struct runtime *rt, borrowed self)
{
    return sequence_iterator_new(rt, &sequence_iterator_type, self);
}

static owned array_add(struct runtime *rt, borrowed left, borrowed right)
{
    if (!array_check(left))
        return NOT_IMPLEMENTED;
    if (!array_check(right))
        return exception_raise(rt, &exception_TypeError,
                               "can only append array (not \"%T\") to array", right);
    if (array_of(left)->kind != array_of(right)->kind)
        return exception_raise(rt, &exception_TypeError,
                               "bad argument type for built-in operation");
    size_t first = array_of(left)->count, second = array_of(right)->count,
           size = array_of(left)->kind->size;
    owned result = array_row_new(rt, &array_type, array_of(left)->kind, first + second);
    if (result && first)
        memcpy(array_of(result)->data, array_of(left)->data, first * size);
    if (result && second)
        memcpy(array_of(result)->data + first * size, array_of(right)->data, second * size);
    return result;
}

static owned array_multiply(struct runtime *rt, borrowed left, borrowed right)
{
    borrowed self = array_check(left) ? left : right, factor = array_check(left) ? right : left;
    if (!int_is_tagged(factor) && !object_type(rt, factor)->to_index)
        return NOT_IMPLEMENTED;
    int64_t times;
    if (object_index_number(rt, factor, &times, false) < 0)
        return NULL;
    size_t count = array_of(self)->count, size = array_of(self)->kind->size;
    times = times < 0 ? 0 : times;
    owned result = array_row_new(rt, &array_type, array_of(self)->kind, count * (size_t)times);
    for (int64_t i = 0; result && count && i < times; i++)
        memcpy(array_of(result)->data + (size_t)i * count * size, array_of(self)->data,
               count * size);
    return result;
}

static owned array_add_in_place(struct runtime *rt, borrowed self, borrowed other)
{
    if (!array_check(other))
        return exception_raise(rt, &exception_TypeError, "can only extend with array (not \"%T\")",
                               other);
    return array_row_extend(rt, self, other) < 0 ? NULL : object_retain(rt, self);
}

/* --- the type --------------------------------------------------------------------------------- */

struct type array_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "array.array",
    .base = &object_type_,
    .size = sizeof(struct array),
    .reported_size = ARRAY_EMPTY_SIZE,
    .flags = TYPE_BASE | TYPE_TRACKED | TYPE_SEQUENCE,
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
    .methods = array_methods,
    .attributes = array_attributes,
};

int module_fill_array(struct runtime *rt, borrowed module)
{
    type_ready(rt, &array_type);
    if (module_set(rt, module, "array", &array_type.header) < 0 ||
        module_set(rt, module, "ArrayType", &array_type.header) < 0)
        return -1;
    return module_set(rt, module, "typecodes", str_from_text(rt, "bBuhHiIlLqQfd"));
}
