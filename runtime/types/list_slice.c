/* What list[start:stop:step] reads, writes and deletes.
 *
 * An assigned value is first made a list or tuple of its own, so that no Python code runs between
 * the choice of places and the change of the list.
 */
#include "base/memory.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/sequence.h"
#include "runtime/types/slice.h"

owned list_get_slice(struct runtime *rt, borrowed v, borrowed slice)
{
    struct list *list = (struct list *)v;
    int64_t start, step, count;
    if (slice_resolve(rt, slice, (int64_t)list->count, &start, &step, &count) < 0)
        return NULL;
    if (count == 0) /* start may be -1 */
        return list_new(rt, 0);
    if (step == 1)
        return list_slice(rt, v, (size_t)start, (size_t)(start + count));
    struct list *result = (struct list *)list_new(rt, (size_t)count);
    if (!result)
        return NULL;
    for (int64_t i = 0; i < count; i++) {
        result->items[i] = list->items[start + i * step];
        object_incref(rt, result->items[i], &result->header);
    }
    result->count = (size_t)count;
    return &result->header;
}

/* The items to assign: the value itself where it is another list or a tuple, else a list of them.
 */
static owned gather_items(struct runtime *rt, borrowed list, borrowed value, const char *message)
{
    if (value != list && (list_check(value) || tuple_check(value)))
        return object_retain(rt, value);
    owned items = list_from_iterable(rt, value);
    if (!items && exception_matches(rt, &exception_TypeError)) {
        exception_clear(rt);
        exception_raise(rt, &exception_TypeError, "%s", message);
    }
    return items;
}

/* Ends references in flight, the last first; frees the array. */
static void release_items(struct runtime *rt, owned *items, size_t count)
{
    while (count > 0)
        object_release(rt, items[--count]);
    memory_free(items);
}

static int replace_with(struct runtime *rt, struct list *list, size_t start, size_t stop,
                        const borrowed *items, size_t count)
{
    size_t removed_count = stop - start, behind = list->count - stop;
    owned *removed = memory_allocate(removed_count * sizeof(owned));
    if (count > removed_count &&
        list_resize(rt, &list->header, list->count + (count - removed_count)) < 0) {
        memory_free(removed);
        return -1;
    }
    for (size_t i = 0; i < removed_count; i++) {
        removed[i] = list->items[start + i];
        object_move(rt, removed[i], &list->header, IN_FLIGHT);
    }
    if (count != removed_count && behind > 0)
        memmove(list->items + start + count, list->items + stop, behind * sizeof(borrowed));
    for (size_t i = 0; i < count; i++) {
        object_incref(rt, items[i], &list->header);
        list->items[start + i] = items[i];
    }
    int status = count < removed_count ? list_resize(rt, &list->header, start + count + behind) : 0;
    release_items(rt, removed, removed_count);
    return status;
}

int list_replace(struct runtime *rt, borrowed v, size_t start, size_t stop, borrowed value)
{
    struct list *list = (struct list *)v;
    if (!value && start == 0 && stop == list->count) {
        list_clear(rt, v);
        return 0;
    }
    if (!value)
        return start == stop ? 0 : replace_with(rt, list, start, stop, NULL, 0);
    owned source = gather_items(rt, v, value, "can only assign an iterable");
    if (!source)
        return -1;
    start = start > list->count ? list->count : start; /* making the items may have shrunk it */
    stop = stop > list->count ? list->count : stop < start ? start : stop;
    int status = 0;
    if (sequence_size(source) == 0 && start == 0 && stop == list->count)
        list_clear(rt, v);
    else
        status = replace_with(rt, list, start, stop, sequence_items(source), sequence_size(source));
    object_release(rt, source);
    return status;
}

/* del list[start::step], with step > 1: what stays moves down in one pass. */
static int delete_places(struct runtime *rt, struct list *list, size_t start, size_t step,
                         size_t count)
{
    owned *removed = memory_allocate(count * sizeof(owned));
    size_t taken = 0, kept = start;
    for (size_t i = start; i < list->count; i++) {
        if (taken < count && i == start + taken * step) {
            removed[taken++] = list->items[i];
            object_move(rt, list->items[i], &list->header, IN_FLIGHT);
        } else {
            list->items[kept++] = list->items[i];
        }
    }
    int status = list_resize(rt, &list->header, kept);
    for (size_t i = 0; i < count; i++)
        object_release(rt, removed[i]);
    memory_free(removed);
    return status;
}

static int assign_places(struct runtime *rt, struct list *list, borrowed slice, borrowed value)
{
    int64_t start, step, count;
    owned source = gather_items(rt, &list->header, value, "must assign iterable to extended slice");
    if (!source)
        return -1;
    if (slice_resolve(rt, slice, (int64_t)list->count, &start, &step, &count) < 0) {
        object_release(rt, source);
        return -1;
    }
    if (sequence_size(source) != (size_t)count) {
        exception_raise(rt, &exception_ValueError,
                        "attempt to assign sequence of size %zu to extended slice of size %lld",
                        sequence_size(source), (long long)count);
        object_release(rt, source);
        return -1;
    }
    owned *removed = memory_allocate((size_t)count * sizeof(owned));
    for (int64_t i = 0; i < count; i++) {
        borrowed *slot = &list->items[start + i * step];
        removed[i] = slot_take(rt, &list->header, slot);
        slot_copy(rt, &list->header, slot, sequence_items(source)[i]);
    }
    for (int64_t i = 0; i < count; i++)
        object_release(rt, removed[i]);
    memory_free(removed);
    object_release(rt, source);
    return 0;
}

int list_set_slice(struct runtime *rt, borrowed v, borrowed slice, borrowed value)
{
    struct list *list = (struct list *)v;
    int64_t start, step, count;
    if (slice_resolve(rt, slice, (int64_t)list->count, &start, &step, &count) < 0)
        return -1;
    if (step == 1)
        return list_replace(rt, v, (size_t)start, (size_t)(start + count), value);
    if (value)
        return assign_places(rt, list, slice, value);
    if (count == 0)
        return 0;
    if (step < 0) {
        start += (count - 1) * step;
        step = -step;
    }
    return delete_places(rt, list, (size_t)start, (size_t)step, (size_t)count);
}
