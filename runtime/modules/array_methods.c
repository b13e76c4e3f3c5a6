/* The methods and attributes of an array. */
#include "runtime/modules/array_parts.h"

#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence_range.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define METHOD(name)                                                                               \
    static owned name(struct runtime *rt, borrowed self, const borrowed *arguments,                \
                      size_t positional, borrowed names)

METHOD(append)
{
    if (!arguments_count(rt, "array.append", positional, names, 1, 1))
        return NULL;
    return array_row_append(rt, self, arguments[0]) < 0 ? NULL : NONE;
}

METHOD(extend)
{
    if (!arguments_count(rt, "array.extend", positional, names, 1, 1))
        return NULL;
    return array_row_extend(rt, self, arguments[0]) < 0 ? NULL : NONE;
}

METHOD(from_list)
{
    if (!arguments_count(rt, "array.fromlist", positional, names, 1, 1))
        return NULL;
    if (!list_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "arg must be list");
    size_t before = array_of(self)->count;
    if (array_row_extend(rt, self, arguments[0]) == 0)
        return NONE;
    owned error = exception_take(rt);
    if (array_row_resize(rt, self, before) < 0)
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
        array_item_write(rt, array_of(self)->kind, arguments[1], bytes) < 0)
        return NULL;
    index = index < 0 ? index + count : index;
    index = index < 0 ? 0 : index > count ? count : index;
    return array_row_splice(rt, self, (size_t)index, 0, bytes, 1) < 0 ? NULL : NONE;
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
    owned item = array_item_read(rt, array_of(self), (size_t)index);
    if (item && array_row_splice(rt, self, (size_t)index, 1, NULL, 0) < 0) {
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
    int64_t place = array_row_find(rt, self, arguments[0], start, end);
    if (place == -1)
        return exception_raise(rt, &exception_ValueError, "array.index(x): x not in array");
    return place < 0 ? NULL : int_tag(place);
}

METHOD(remove_value)
{
    if (!arguments_count(rt, "array.remove", positional, names, 1, 1))
        return NULL;
    int64_t place = array_row_find(rt, self, arguments[0], 0, SIZE_MAX);
    if (place == -1)
        return exception_raise(rt, &exception_ValueError, "array.remove(x): x not in array");
    if (place < 0)
        return NULL;
    return array_row_splice(rt, self, (size_t)place, 1, NULL, 0) < 0 ? NULL : NONE;
}

METHOD(count_equal)
{
    if (!arguments_count(rt, "array.count", positional, names, 1, 1))
        return NULL;
    int64_t count = 0, place = -1;
    while ((place = array_row_find(rt, self, arguments[0], (size_t)(place + 1), SIZE_MAX)) >= 0)
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
    return arguments_count(rt, "array.tolist", positional, names, 0, 0)
               ? array_row_to_list(rt, self)
               : NULL;
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
    return array_row_append_bytes(rt, self, data, size) < 0 ? NULL : NONE;
}

METHOD(text_of)
{
    (void)arguments;
    if (!arguments_count(rt, "array.tounicode", positional, names, 0, 0))
        return NULL;
    if (array_of(self)->kind->form != ARRAY_TEXT)
        return exception_raise(rt, &exception_ValueError,
                               "tounicode() may only be called on unicode type arrays");
    return array_row_to_text(rt, self);
}

METHOD(from_text)
{
    if (!arguments_count(rt, "array.fromunicode", positional, names, 1, 1))
        return NULL;
    if (array_of(self)->kind->form != ARRAY_TEXT || !str_check(arguments[0]))
        return exception_raise(rt, &exception_ValueError,
                               "fromunicode() may only be called on unicode type arrays");
    return array_row_append_text(rt, self, arguments[0]) < 0 ? NULL : NONE;
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
    owned result = array_row_new(rt, &array_type, array->kind, array->count);
    if (result && array->count)
        memcpy(array_of(result)->data, array->data, array->count * array->kind->size);
    return result;
}

const struct native_method array_methods[] = {
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

const struct native_attribute array_attributes[] = {
    {"typecode", get_code, NULL},
    {"itemsize", get_item_size, NULL},
    {NULL, NULL, NULL},
};
