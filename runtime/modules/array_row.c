/* The row of an array: its memory, what is added to it, found in it and made of it.
 *
 * The row grows as CPython's does, so that sys.getsizeof agrees. While others hold its memory it
 * keeps its size: array_row_resize, through which every change of it goes, refuses.
 */
#include "runtime/modules/array_parts.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"

void array_row_reallocate(struct runtime *rt, borrowed v, size_t capacity)
{
    struct array *array = array_of(v);
    if (capacity == 0) {
        memory_free(array->data);
        array->data = NULL;
    } else {
        array->data = memory_resize(array->data, capacity, array->kind->size);
    }
    array->capacity = capacity;
    object_resized(rt, v, ARRAY_EMPTY_SIZE + capacity * array->kind->size);
}

int array_row_resize(struct runtime *rt, borrowed v, size_t count)
{
    struct array *array = array_of(v);
    if (array->exports > 0 && count != array->count) {
        exception_raise(rt, &exception_BufferError,
                        "cannot resize an array that is exporting buffers");
        return -1;
    }
    if (count == 0)
        array_row_reallocate(rt, v, 0);
    else if (array->capacity < count || array->count >= count + 16 || !array->data)
        array_row_reallocate(rt, v, (count >> 4) + (array->count < 8 ? 3 : 7) + count);
    array->count = count;
    return 0;
}

int array_row_splice(struct runtime *rt, borrowed v, size_t place, size_t removed,
                     const uint8_t *data, size_t count)
{
    struct array *array = array_of(v);
    size_t size = array->kind->size, tail = array->count - place - removed;
    size_t new_count = array->count - removed + count;
    if (count > removed && array_row_resize(rt, v, new_count) < 0)
        return -1;
    if (count < removed && array->exports > 0)
        return array_row_resize(rt, v, new_count);
    if (tail)
        memmove(array->data + (place + count) * size, array->data + (place + removed) * size,
                tail * size);
    if (count)
        memcpy(array->data + place * size, data, count * size);
    return count < removed ? array_row_resize(rt, v, new_count) : 0;
}

owned array_row_new(struct runtime *rt, struct type *type, const struct array_kind *kind,
                    size_t count)
{
    owned result = object_new(rt, type, type->size, ARRAY_EMPTY_SIZE);
    if (!result)
        return NULL;
    array_of(result)->kind = kind;
    if (count)
        array_row_reallocate(rt, result, count);
    array_of(result)->count = count;
    gc_track(rt, result);
    return result;
}

int array_row_append(struct runtime *rt, borrowed v, borrowed item)
{
    uint8_t bytes[8];
    if (array_item_write(rt, array_of(v)->kind, item, bytes) < 0)
        return -1;
    return array_row_splice(rt, v, array_of(v)->count, 0, bytes, 1);
}

int array_row_append_bytes(struct runtime *rt, borrowed v, const uint8_t *data, size_t size)
{
    if (size % array_of(v)->kind->size) {
        exception_raise(rt, &exception_ValueError, "bytes length not a multiple of item size");
        return -1;
    }
    return array_row_splice(rt, v, array_of(v)->count, 0, data, size / array_of(v)->kind->size);
}

int array_row_append_text(struct runtime *rt, borrowed v, borrowed text)
{
    for (size_t i = 0; i < str_length(text); i++) {
        uint32_t c = str_character(str_of(text), i);
        if (array_row_splice(rt, v, array_of(v)->count, 0, (const uint8_t *)&c, 1) < 0)
            return -1;
    }
    return 0;
}

int array_row_extend(struct runtime *rt, borrowed v, borrowed iterable)
{
    if (array_check(iterable)) {
        if (array_of(iterable)->kind != array_of(v)->kind) {
            exception_raise(rt, &exception_TypeError, "can only extend with array of same kind");
            return -1;
        }
        size_t count = array_of(iterable)->count, size = array_of(v)->kind->size;
        char *copy =
            memory_copy_bytes(count ? array_of(iterable)->data : (const uint8_t *)"", count * size);
        int status = array_row_splice(rt, v, array_of(v)->count, 0, (const uint8_t *)copy, count);
        memory_free(copy);
        return status;
    }
    owned iterator = object_iterate(rt, iterable);
    int status = iterator ? 0 : -1;
    for (owned item; status == 0 && (item = object_next(rt, iterator));) {
        status = array_row_append(rt, v, item);
        object_release(rt, item);
    }
    object_release_maybe(rt, iterator);
    return rt->error ? -1 : status;
}

owned array_row_to_list(struct runtime *rt, borrowed self)
{
    owned list = list_new(rt, array_of(self)->count);
    for (size_t i = 0; list && i < array_of(self)->count; i++) {
        owned item = array_item_read(rt, array_of(self), i);
        if (!item || list_append(rt, list, item) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

owned array_row_to_text(struct runtime *rt, borrowed self)
{
    return str_from_characters(rt, (const uint32_t *)(const void *)array_of(self)->data,
                               array_of(self)->count);
}

int64_t array_row_find(struct runtime *rt, borrowed self, borrowed value, size_t start, size_t end)
{
    for (size_t i = start; i < end && i < array_of(self)->count; i++) {
        owned item = array_item_read(rt, array_of(self), i);
        int equal = item ? object_is_equal(rt, item, value) : -1;
        object_release_maybe(rt, item);
        if (equal != 0)
            return equal < 0 ? -2 : (int64_t)i;
    }
    return -1;
}
