/* The methods of collections.deque. */
#include "runtime/types/arguments.h"
#include "runtime/types/deque.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self, const borrowed *arguments UNUSED, size_t positional,        \
        borrowed argument_names

static owned append(PARAMETERS)
{
    if (!arguments_count(rt, "deque.append", positional, argument_names, 1, 1) ||
        deque_append(rt, (struct deque *)self, object_retain(rt, arguments[0])) < 0)
        return NULL;
    return NONE;
}

static owned append_left(PARAMETERS)
{
    if (!arguments_count(rt, "deque.appendleft", positional, argument_names, 1, 1) ||
        deque_append_left(rt, (struct deque *)self, object_retain(rt, arguments[0])) < 0)
        return NULL;
    return NONE;
}

static owned extend(PARAMETERS)
{
    if (!arguments_count(rt, "deque.extend", positional, argument_names, 1, 1) ||
        deque_extend(rt, (struct deque *)self, arguments[0], false) < 0)
        return NULL;
    return NONE;
}

static owned extend_left(PARAMETERS)
{
    if (!arguments_count(rt, "deque.extendleft", positional, argument_names, 1, 1) ||
        deque_extend(rt, (struct deque *)self, arguments[0], true) < 0)
        return NULL;
    return NONE;
}

static owned pop(PARAMETERS)
{
    if (!arguments_count(rt, "deque.pop", positional, argument_names, 0, 0))
        return NULL;
    if (((struct deque *)self)->count == 0)
        return exception_raise(rt, &exception_IndexError, "pop from an empty deque");
    return deque_pop(rt, (struct deque *)self);
}

static owned pop_left(PARAMETERS)
{
    if (!arguments_count(rt, "deque.popleft", positional, argument_names, 0, 0))
        return NULL;
    if (((struct deque *)self)->count == 0)
        return exception_raise(rt, &exception_IndexError, "pop from an empty deque");
    return deque_pop_left(rt, (struct deque *)self);
}

static owned clear(PARAMETERS)
{
    if (!arguments_count(rt, "deque.clear", positional, argument_names, 0, 0))
        return NULL;
    deque_clear(rt, (struct deque *)self);
    return NONE;
}

static owned copy(PARAMETERS)
{
    if (!arguments_count(rt, "deque.copy", positional, argument_names, 0, 0))
        return NULL;
    return deque_copy(rt, self);
}

static owned rotate(PARAMETERS)
{
    int64_t steps = 1;
    if (!arguments_count(rt, "rotate", positional, argument_names, 0, 1) ||
        (positional > 0 && !arguments_int(rt, arguments[0], &steps)))
        return NULL;
    deque_rotate(rt, (struct deque *)self, steps);
    return NONE;
}

static owned reverse(PARAMETERS)
{
    struct deque *deque = (struct deque *)self;
    if (!arguments_count(rt, "deque.reverse", positional, argument_names, 0, 0))
        return NULL;
    for (size_t i = 0, j = deque->count; i + 1 < j; i++) {
        borrowed item = *deque_slot(deque, --j);
        *deque_slot(deque, j) = *deque_slot(deque, i);
        *deque_slot(deque, i) = item;
    }
    return NONE;
}

/* The place of the first item from start on that equals value; -1 absent, -2 error. */
static int64_t find(struct runtime *rt, struct deque *deque, borrowed value, size_t start,
                    size_t stop)
{
    uint32_t version = deque->version;
    for (size_t i = start; i < stop && i < deque->count; i++) {
        owned item = object_retain(rt, *deque_slot(deque, i));
        int equal = object_is_equal(rt, item, value);
        object_release(rt, item);
        if (equal != 0)
            return equal > 0 ? (int64_t)i : -2;
        if (deque->version != version) {
            exception_raise(rt, &exception_RuntimeError, "deque mutated during iteration");
            return -2;
        }
    }
    return -1;
}

static owned count(PARAMETERS)
{
    struct deque *deque = (struct deque *)self;
    if (!arguments_count(rt, "deque.count", positional, argument_names, 1, 1))
        return NULL;
    int64_t found = 0, place = -1;
    while ((place = find(rt, deque, arguments[0], (size_t)(place + 1), SIZE_MAX)) >= 0)
        found++;
    return place == -2 ? NULL : int_new(rt, found);
}

static owned find_index(PARAMETERS)
{
    struct deque *deque = (struct deque *)self;
    int64_t bounds[2] = {0, INT64_MAX}, size = (int64_t)deque->count;
    if (!arguments_count(rt, "index", positional, argument_names, 1, 3))
        return NULL;
    for (size_t i = 1; i < positional; i++) {
        if (object_index_number(rt, arguments[i], &bounds[i - 1], true) < 0)
            return NULL;
        if (bounds[i - 1] < 0)
            bounds[i - 1] = bounds[i - 1] + size < 0 ? 0 : bounds[i - 1] + size;
    }
    int64_t place = find(rt, deque, arguments[0], (size_t)bounds[0], (size_t)bounds[1]);
    if (place == -1)
        exception_raise(rt, &exception_ValueError, "%R is not in deque", arguments[0]);
    return place < 0 ? NULL : int_new(rt, place);
}

static owned remove_value(PARAMETERS)
{
    struct deque *deque = (struct deque *)self;
    if (!arguments_count(rt, "deque.remove", positional, argument_names, 1, 1))
        return NULL;
    uint32_t version = deque->version;
    int64_t place = find(rt, deque, arguments[0], 0, SIZE_MAX);
    if (deque->version != version) { /* a comparison has changed it */
        exception_clear(rt);
        return exception_raise(rt, &exception_IndexError, "deque mutated during iteration");
    }
    if (place == -1)
        exception_raise(rt, &exception_ValueError, "%R is not in deque", arguments[0]);
    if (place < 0)
        return NULL;
    deque_rotate(rt, deque, -place);
    owned item = deque_pop_left(rt, deque);
    deque_rotate(rt, deque, place);
    object_release(rt, item);
    return NONE;
}

static owned insert(PARAMETERS)
{
    struct deque *deque = (struct deque *)self;
    int64_t place;
    if (!arguments_count(rt, "insert", positional, argument_names, 2, 2) ||
        object_index_number(rt, arguments[0], &place, true) < 0)
        return NULL;
    int64_t size = (int64_t)deque->count;
    if (deque->maximum >= 0 && size >= deque->maximum)
        return exception_raise(rt, &exception_IndexError, "deque already at its maximum size");
    bool at_end = place >= size, at_beginning = place <= -size || place == 0;
    owned item = object_retain(rt, arguments[1]);
    if (at_end || at_beginning)
        place = 0;
    deque_rotate(rt, deque, -place);
    int status = at_end || (place < 0 && !at_beginning) ? deque_append(rt, deque, item)
                                                        : deque_append_left(rt, deque, item);
    if (status < 0)
        return NULL;
    deque_rotate(rt, deque, place);
    return NONE;
}

static owned iterate_backwards(PARAMETERS)
{
    if (!arguments_count(rt, "deque.__reversed__", positional, argument_names, 0, 0))
        return NULL;
    return deque_iterate_backwards(rt, self);
}

static owned reduce(PARAMETERS)
{
    if (!arguments_count(rt, "deque.__reduce__", positional, argument_names, 0, 0))
        return NULL;
    int64_t maximum = ((struct deque *)self)->maximum;
    owned limits[] = {tuple_from(rt, NULL, 0), int_new(rt, maximum)};
    owned parts[] = {reduce_class(rt, self), reduce_tuple(rt, limits, maximum < 0 ? 0 : 2),
                     reduce_dict(rt, self), object_iterate(rt, self)};
    return reduce_tuple(rt, parts, 4);
}

const struct native_method deque_methods[] = {
    {"append", append, NATIVE_PLAIN, "Add an element to the right side of the deque."},
    {"appendleft", append_left, NATIVE_PLAIN, "Add an element to the left side of the deque."},
    {"clear", clear, NATIVE_PLAIN, "Remove all elements from the deque."},
    {"copy", copy, NATIVE_PLAIN, "Return a shallow copy of a deque."},
    {"__copy__", copy, NATIVE_PLAIN, "Return a shallow copy of a deque."},
    {"count", count, NATIVE_PLAIN, "D.count(value) -- return number of occurrences of value"},
    {"extend", extend, NATIVE_PLAIN, "Extend the right side of the deque."},
    {"extendleft", extend_left, NATIVE_PLAIN, "Extend the left side of the deque."},
    {"index", find_index, NATIVE_PLAIN, "D.index(value, [start, [stop]]) -- first index of value"},
    {"insert", insert, NATIVE_PLAIN, "D.insert(index, object) -- insert object before index"},
    {"pop", pop, NATIVE_PLAIN, "Remove and return the rightmost element."},
    {"popleft", pop_left, NATIVE_PLAIN, "Remove and return the leftmost element."},
    {"remove", remove_value, NATIVE_PLAIN, "D.remove(value) -- remove first occurrence of value."},
    {"reverse", reverse, NATIVE_PLAIN, "D.reverse() -- reverse *IN PLACE*"},
    {"rotate", rotate, NATIVE_PLAIN, "Rotate the deque n steps to the right."},
    {"__reversed__", iterate_backwards, NATIVE_PLAIN, NULL},
    {"__reduce__", reduce, NATIVE_PLAIN, "Return state information for pickling."},
    GENERIC_ALIAS_METHOD,
    {0},
};
