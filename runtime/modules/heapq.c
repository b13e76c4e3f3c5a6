/* The module _heapq: a list as a heap, its smallest item first (heapq in runtime/lib has the rest).
 *
 * Comparing may run Python code that changes the list; then RuntimeError, as in CPython.
 */
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self UNUSED, const borrowed *arguments, size_t positional,        \
        borrowed argument_names

/* items[left] < items[right]; with `greatest` the other way round. -1: error. */
static int goes_before(struct runtime *rt, struct list *heap, size_t left, size_t right,
                       bool greatest)
{
    size_t count = heap->count;
    owned first = object_retain(rt, heap->items[greatest ? right : left]);
    owned second = object_retain(rt, heap->items[greatest ? left : right]);
    int less = object_is_less(rt, first, second);
    object_release(rt, first);
    object_release(rt, second);
    if (less >= 0 && heap->count != count) {
        exception_raise(rt, &exception_RuntimeError, "list changed size during iteration");
        return -1;
    }
    return less;
}

static void swap(struct list *heap, size_t left, size_t right)
{
    borrowed item = heap->items[left];
    heap->items[left] = heap->items[right];
    heap->items[right] = item;
}

/* The item at `place` rises until its parent is not greater, but not above `start`. */
static int sift_down(struct runtime *rt, struct list *heap, size_t start, size_t place,
                     bool greatest)
{
    while (place > start) {
        size_t parent = (place - 1) >> 1;
        int less = goes_before(rt, heap, place, parent, greatest);
        if (less < 0)
            return -1;
        if (!less)
            break;
        swap(heap, place, parent);
        place = parent;
    }
    return 0;
}

/* The item at `place` sinks to a leaf, its smaller child rising each time; then it rises again. */
static int sift_up(struct runtime *rt, struct list *heap, size_t place, bool greatest)
{
    size_t start = place, end = heap->count, limit = end >> 1;
    while (place < limit) {
        size_t child = 2 * place + 1;
        if (child + 1 < end) {
            int less = goes_before(rt, heap, child, child + 1, greatest);
            if (less < 0)
                return -1;
            child += !less;
        }
        swap(heap, child, place);
        place = child;
    }
    return sift_down(rt, heap, start, place, greatest);
}

/* The heap among the arguments, which must be a list. */
static struct list *take_heap(struct runtime *rt, const char *function, size_t least,
                              const borrowed *arguments, size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, function, positional, argument_names, least, least))
        return NULL;
    if (list_check(arguments[0]))
        return (struct list *)arguments[0];
    exception_raise(rt, &exception_TypeError, "%s() argument must be list, not %T", function,
                    arguments[0]);
    return NULL;
}

static owned push(PARAMETERS)
{
    struct list *heap = take_heap(rt, "heappush", 2, arguments, positional, argument_names);
    if (!heap || list_append(rt, &heap->header, object_retain(rt, arguments[1])) < 0)
        return NULL;
    return sift_down(rt, heap, 0, heap->count - 1, false) < 0 ? NULL : NONE;
}

static owned pop_from(struct runtime *rt, struct list *heap, bool greatest)
{
    if (heap->count == 0)
        return exception_raise(rt, &exception_IndexError, "index out of range");
    owned last = list_take(rt, &heap->header, heap->count - 1);
    if (!last || heap->count == 0)
        return last;
    owned result = slot_take(rt, &heap->header, &heap->items[0]);
    slot_set(rt, &heap->header, &heap->items[0], last);
    if (sift_up(rt, heap, 0, greatest) == 0)
        return result;
    object_release(rt, result);
    return NULL;
}

static owned pop(PARAMETERS)
{
    struct list *heap = take_heap(rt, "heappop", 1, arguments, positional, argument_names);
    return heap ? pop_from(rt, heap, false) : NULL;
}

static owned pop_greatest(PARAMETERS)
{
    struct list *heap = take_heap(rt, "_heappop_max", 1, arguments, positional, argument_names);
    return heap ? pop_from(rt, heap, true) : NULL;
}

/* Puts a new item in the place of the first, which it gives. */
static owned replace_first(struct runtime *rt, struct list *heap, borrowed item, bool greatest)
{
    if (heap->count == 0)
        return exception_raise(rt, &exception_IndexError, "index out of range");
    owned result = slot_take(rt, &heap->header, &heap->items[0]);
    slot_copy(rt, &heap->header, &heap->items[0], item);
    if (sift_up(rt, heap, 0, greatest) == 0)
        return result;
    object_release(rt, result);
    return NULL;
}

static owned replace(PARAMETERS)
{
    struct list *heap = take_heap(rt, "heapreplace", 2, arguments, positional, argument_names);
    return heap ? replace_first(rt, heap, arguments[1], false) : NULL;
}

static owned replace_greatest(PARAMETERS)
{
    struct list *heap = take_heap(rt, "_heapreplace_max", 2, arguments, positional, argument_names);
    return heap ? replace_first(rt, heap, arguments[1], true) : NULL;
}

static owned push_pop(PARAMETERS)
{
    struct list *heap = take_heap(rt, "heappushpop", 2, arguments, positional, argument_names);
    if (!heap)
        return NULL;
    if (heap->count > 0) {
        owned first = object_retain(rt, heap->items[0]);
        int less = object_is_less(rt, first, arguments[1]);
        object_release(rt, first);
        if (less < 0)
            return NULL;
        if (less && heap->count > 0)
            return replace_first(rt, heap, arguments[1], false);
    }
    return object_retain(rt, arguments[1]);
}

static owned make_heap(struct runtime *rt, struct list *heap, bool greatest)
{
    for (size_t i = heap->count >> 1; i-- > 0;) {
        if (sift_up(rt, heap, i, greatest) < 0)
            return NULL;
    }
    return NONE;
}

static owned heapify(PARAMETERS)
{
    struct list *heap = take_heap(rt, "heapify", 1, arguments, positional, argument_names);
    return heap ? make_heap(rt, heap, false) : NULL;
}

static owned heapify_greatest(PARAMETERS)
{
    struct list *heap = take_heap(rt, "_heapify_max", 1, arguments, positional, argument_names);
    return heap ? make_heap(rt, heap, true) : NULL;
}

static const struct native_method functions[] = {
    {"heappush", push, NATIVE_PLAIN, "Push item onto heap, maintaining the heap invariant."},
    {"heappop", pop, NATIVE_PLAIN, "Pop the smallest item off the heap."},
    {"heapreplace", replace, NATIVE_PLAIN, "Pop the smallest value, and add the new item."},
    {"heappushpop", push_pop, NATIVE_PLAIN, "Push item on the heap, then pop the smallest."},
    {"heapify", heapify, NATIVE_PLAIN, "Transform list into a heap, in-place, in O(len(heap))."},
    {"_heappop_max", pop_greatest, NATIVE_PLAIN, "Maxheap variant of heappop."},
    {"_heapreplace_max", replace_greatest, NATIVE_PLAIN, "Maxheap variant of heapreplace."},
    {"_heapify_max", heapify_greatest, NATIVE_PLAIN, "Maxheap variant of heapify."},
    {0},
};

int module_fill_heapq(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
