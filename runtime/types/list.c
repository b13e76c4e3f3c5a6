/* list: a growing array of references.
 *
 * Invariants.
 *  1. items[0] … items[count - 1] are held by the list and not NULL; count ≤ capacity.
 *  2. capacity follows CPython's list_resize: sys.getsizeof shows it.
 *  3. What is taken out of the list is in flight before its first reference is released, so that
 *     finalizers, which may do anything to the list, find it whole.
 */
#include "runtime/types/list.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"

#define COUNT_MAX (SIZE_MAX / 2 / sizeof(borrowed))

static inline size_t reported_size(const struct list *list)
{
    return list->header.type->reported_size + 8 * list->capacity;
}

/* --- the array -------------------------------------------------------------------------------- */

/* An array of no places is still an array: CPython's growth asks whether there is one. */
static int set_capacity(struct runtime *rt, struct list *list, size_t capacity)
{
    borrowed *items =
        capacity > COUNT_MAX ? NULL : memory_try_resize(list->items, capacity, sizeof(borrowed));
    if (!items) {
        rt->raise_memory_error(rt);
        return -1;
    }
    list->items = items;
    list->capacity = capacity;
    object_resized(rt, &list->header, reported_size(list));
    return 0;
}

/* The capacity that CPython gives a list that comes to have `count` items. */
static size_t grown_capacity(size_t old_count, size_t count)
{
    size_t capacity = (count + (count >> 3) + 6) & ~(size_t)3;
    if (count > old_count && count - old_count > capacity - count)
        capacity = (count + 3) & ~(size_t)3;
    return count == 0 ? 0 : capacity;
}

int list_resize(struct runtime *rt, borrowed v, size_t count)
{
    struct list *list = (struct list *)v;
    size_t old_count = list->count;
    if (count > COUNT_MAX) {
        rt->raise_memory_error(rt);
        return -1;
    }
    if (list->capacity < count || count < list->capacity >> 1) {
        if (set_capacity(rt, list, grown_capacity(old_count, count)) < 0)
            return -1;
    }
    if (count > old_count)
        memset(list->items + old_count, 0, (count - old_count) * sizeof(borrowed));
    list->count = count;
    return 0;
}

int list_reserve(struct runtime *rt, borrowed list, size_t capacity)
{
    return capacity == 0 ? 0 : set_capacity(rt, (struct list *)list, capacity);
}

/* --- creation --------------------------------------------------------------------------------- */

owned list_new(struct runtime *rt, size_t capacity)
{
    owned v = object_new(rt, &list_type, sizeof(struct list), 40);
    if (!v)
        return NULL;
    if (list_reserve(rt, v, capacity) < 0) {
        object_release(rt, v);
        return NULL;
    }
    gc_track(rt, v);
    return v;
}

owned list_from_owned(struct runtime *rt, owned *items, size_t count)
{
    struct list *list = (struct list *)list_new(rt, count);
    if (!list) {
        for (size_t i = 0; i < count; i++)
            object_release(rt, items[i]);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        object_move(rt, items[i], IN_FLIGHT, &list->header);
        list->items[i] = items[i];
    }
    list->count = count;
    return &list->header;
}

owned list_from(struct runtime *rt, const borrowed *items, size_t count)
{
    struct list *list = (struct list *)list_new(rt, count);
    if (!list)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        object_incref(rt, items[i], &list->header);
        list->items[i] = items[i];
    }
    list->count = count;
    return &list->header;
}

owned list_from_iterable(struct runtime *rt, borrowed iterable)
{
    owned v = list_new(rt, 0);
    if (v && list_extend(rt, v, iterable) < 0) {
        object_release(rt, v);
        return NULL;
    }
    return v;
}

owned list_slice(struct runtime *rt, borrowed v, size_t start, size_t end)
{
    struct list *list = (struct list *)v;
    end = end > list->count ? list->count : end;
    return end > start ? list_from(rt, list->items + start, end - start) : list_new(rt, 0);
}

/* --- changes ---------------------------------------------------------------------------------- */

int list_append(struct runtime *rt, borrowed v, owned item)
{
    struct list *list = (struct list *)v;
    if (UNLIKELY(list->count == list->capacity) &&
        set_capacity(rt, list, grown_capacity(list->count, list->count + 1)) < 0) {
        object_release(rt, item);
        return -1;
    }
    object_move(rt, item, IN_FLIGHT, v);
    list->items[list->count++] = item;
    return 0;
}

int list_insert(struct runtime *rt, borrowed v, size_t place, owned item)
{
    struct list *list = (struct list *)v;
    if (list_resize(rt, v, list->count + 1) < 0) {
        object_release(rt, item);
        return -1;
    }
    memmove(list->items + place + 1, list->items + place,
            (list->count - 1 - place) * sizeof(borrowed));
    object_move(rt, item, IN_FLIGHT, v);
    list->items[place] = item;
    return 0;
}

owned list_take(struct runtime *rt, borrowed v, size_t place)
{
    struct list *list = (struct list *)v;
    owned item = slot_take(rt, v, &list->items[place]);
    memmove(list->items + place, list->items + place + 1,
            (list->count - place - 1) * sizeof(borrowed));
    if (list_resize(rt, v, list->count - 1) < 0) { /* no smaller array to be had: keep this one */
        exception_clear(rt);
        list->count--;
    }
    return item;
}

/* Appends the items of a list or tuple, which may be this list. */
static int extend_with_sequence(struct runtime *rt, struct list *list, borrowed sequence)
{
    size_t old_count = list->count, more = sequence_size(sequence);
    if (more == 0)
        return 0;
    if (list->items == NULL) {
        if (list_reserve(rt, &list->header, (more + 1) & ~(size_t)1) < 0)
            return -1;
        list->count = more;
    } else if (list_resize(rt, &list->header, old_count + more) < 0) {
        return -1;
    }
    borrowed *source = sequence_items(sequence);
    for (size_t i = 0; i < more; i++) {
        object_incref(rt, source[i], &list->header);
        list->items[old_count + i] = source[i];
    }
    return 0;
}

/* Makes room for as many items as the iterable says it has. */
static int reserve_for(struct runtime *rt, struct list *list, borrowed iterable)
{
    int64_t hint = object_length_hint(rt, iterable, 8);
    if (hint < 0)
        return -1;
    if (list->items == NULL)
        return list_reserve(rt, &list->header, ((size_t)hint + 1) & ~(size_t)1);
    size_t count = list->count;
    if (list_resize(rt, &list->header, count + (size_t)hint) < 0)
        return -1;
    list->count = count;
    return 0;
}

static int extend_with_iterator(struct runtime *rt, struct list *list, borrowed iterator)
{
    owned item;
    while ((item = object_next(rt, iterator)) != NULL) {
        if (list_append(rt, &list->header, item) < 0)
            return -1;
    }
    if (runtime_has_error(rt))
        return -1;
    return list->count < list->capacity ? list_resize(rt, &list->header, list->count) : 0;
}

int list_extend(struct runtime *rt, borrowed v, borrowed iterable)
{
    struct list *list = (struct list *)v;
    if (iterable == v || (object_is_pointer(iterable) &&
                          (iterable->type == &list_type || iterable->type == &tuple_type)))
        return extend_with_sequence(rt, list, iterable);
    owned iterator = object_iterate(rt, iterable);
    if (!iterator)
        return -1;
    int status = reserve_for(rt, list, iterable);
    if (status == 0)
        status = extend_with_iterator(rt, list, iterator);
    object_release(rt, iterator);
    return status;
}

void list_reverse(borrowed v)
{
    struct list *list = (struct list *)v;
    for (size_t i = 0, j = list->count; i + 1 < j; i++) {
        borrowed item = list->items[--j];
        list->items[j] = list->items[i];
        list->items[i] = item;
    }
}

owned *list_take_all(struct runtime *rt, borrowed v, size_t *count)
{
    struct list *list = (struct list *)v;
    borrowed *items = list->items;
    *count = list->count;
    list->items = NULL;
    list->count = list->capacity = 0;
    if (UNLIKELY(rt->lane != NULL)) {
        for (size_t i = 0; i < *count; i++)
            object_move(rt, items[i], v, IN_FLIGHT);
        object_resized(rt, v, reported_size(list));
    }
    return items;
}

void list_clear(struct runtime *rt, borrowed v)
{
    size_t count;
    owned *items = list_take_all(rt, v, &count);
    while (count > 0)
        object_release(rt, items[--count]);
    memory_free(items);
}

/* --- slots ------------------------------------------------------------------------------------ */

static int traverse_list(borrowed self, visit_function visit, void *context)
{
    struct list *list = (struct list *)self;
    for (size_t i = list->count; i-- > 0;) { /* as CPython: the collector's order follows it */
        int status = list->items[i] ? visit(context, list->items[i], EDGE_INDEX, i) : 0;
        if (status != 0)
            return status;
    }
    return 0;
}

static int clear_list(struct runtime *rt, borrowed self)
{
    list_clear(rt, self);
    return 0;
}

/* The last item goes first, as CPython does it: finalizers show the order. */
static void dealloc_list(struct runtime *rt, borrowed self)
{
    struct list *list = (struct list *)self;
    while (list->count > 0) {
        list->count--;
        object_decref(rt, list->items[list->count], self);
    }
    memory_free(list->items);
    list->items = NULL;
    list->capacity = 0;
}

static size_t size_of_list(struct runtime *rt UNUSED, borrowed self)
{
    return reported_size((struct list *)self);
}

static owned new_list(struct runtime *rt, struct type *type, const borrowed *arguments UNUSED,
                      size_t positional UNUSED, borrowed argument_names UNUSED)
{
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (v)
        gc_track(rt, v);
    return v;
}

static int init_list(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "list", positional, self->type == &list_type ? argument_names : NULL,
                         0, 1))
        return -1;
    if (((struct list *)self)->count > 0)
        list_clear(rt, self);
    return positional == 0 ? 0 : list_extend(rt, self, arguments[0]);
}

static owned repr_list(struct runtime *rt, borrowed self)
{
    return sequence_repr(rt, self, "[", "]", "[...]");
}

static owned compare_lists(struct runtime *rt, borrowed self, borrowed other,
                           enum compare operation)
{
    if (!list_check(self) || !list_check(other))
        return NOT_IMPLEMENTED;
    return sequence_compare(rt, self, other, operation);
}

static owned iterate_list(struct runtime *rt, borrowed self)
{
    return sequence_iterator_new(rt, &list_iterator_type, self);
}

static int64_t length_of_list(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)((struct list *)self)->count;
}

static owned get_list_item(struct runtime *rt, borrowed self, borrowed key)
{
    struct list *list = (struct list *)self;
    if (slice_check(key))
        return list_get_slice(rt, self, key);
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index)
        return sequence_bad_index(rt, self, key);
    int64_t place = sequence_place(rt, key, list->count, "list index out of range");
    return place < 0 ? NULL : object_retain(rt, list->items[place]);
}

static int set_list_item(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    struct list *list = (struct list *)self;
    if (slice_check(key))
        return list_set_slice(rt, self, key, value);
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index) {
        sequence_bad_index(rt, self, key);
        return -1;
    }
    int64_t place = sequence_place(rt, key, list->count, "list assignment index out of range");
    if (place < 0)
        return -1;
    if (value)
        slot_copy(rt, self, &list->items[place], value);
    else if (list->count == 1)
        list_clear(rt, self);
    else
        object_release(rt, list_take(rt, self, (size_t)place));
    return 0;
}

static owned add_lists(struct runtime *rt, borrowed left, borrowed right)
{
    if (!list_check(left) || !list_check(right))
        return NOT_IMPLEMENTED;
    size_t first = ((struct list *)left)->count, second = ((struct list *)right)->count;
    struct list *list = (struct list *)list_new(rt, first + second);
    if (!list)
        return NULL;
    for (size_t i = 0; i < first + second; i++) {
        list->items[i] =
            i < first ? ((struct list *)left)->items[i] : ((struct list *)right)->items[i - first];
        object_incref(rt, list->items[i], &list->header);
    }
    list->count = first + second;
    return &list->header;
}

static owned multiply_list(struct runtime *rt, borrowed left, borrowed right)
{
    borrowed self;
    size_t times;
    int status = sequence_repetition(rt, left, right, TYPE_LIST, &self, &times);
    if (status <= 0)
        return status < 0 ? NULL : NOT_IMPLEMENTED;
    size_t count = ((struct list *)self)->count;
    size_t total = count > 0 && times > COUNT_MAX / count ? COUNT_MAX + 1 : count * times;
    struct list *list = (struct list *)list_new(rt, total);
    if (!list)
        return NULL;
    for (size_t i = 0; i < total; i += count) {
        for (size_t j = 0; j < count; j++) {
            list->items[i + j] = ((struct list *)self)->items[j];
            object_incref(rt, list->items[i + j], &list->header);
        }
    }
    list->count = total;
    return &list->header;
}

static owned extend_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    return list_extend(rt, left, right) < 0 ? NULL : object_retain(rt, left);
}

static owned multiply_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    struct list *list = (struct list *)left;
    borrowed self;
    size_t times, count = list->count;
    int status = sequence_repetition(rt, left, right, TYPE_LIST, &self, &times);
    if (status <= 0)
        return status < 0 ? NULL : NOT_IMPLEMENTED;
    if (times == 0)
        list_clear(rt, left);
    if (times == 0 || count == 0)
        return object_retain(rt, left);
    if (list_resize(rt, left, times > COUNT_MAX / count ? COUNT_MAX + 1 : count * times) < 0)
        return NULL;
    for (size_t i = count; i < list->count; i++) {
        list->items[i] = list->items[i - count];
        object_incref(rt, list->items[i], left);
    }
    return object_retain(rt, left);
}

struct type list_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "list",
    .doc = "Built-in mutable sequence.",
    .size = sizeof(struct list),
    .reported_size = 40,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_LIST,
    .base = &object_type_,
    .traverse = traverse_list,
    .clear = clear_list,
    .dealloc = dealloc_list,
    .new = new_list,
    .init = init_list,
    .repr = repr_list,
    .compare = compare_lists,
    .iterate = iterate_list,
    .length = length_of_list,
    .get_item = get_list_item,
    .set_item = set_list_item,
    .contains = sequence_contains,
    .size_of = size_of_list,
    .binary = {[BINARY_ADD] = add_lists, [BINARY_MULTIPLY] = multiply_list},
    .in_place = {[BINARY_ADD] = extend_in_place, [BINARY_MULTIPLY] = multiply_in_place},
    .methods = list_methods,
};
