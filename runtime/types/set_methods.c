/* The methods of set and frozenset. */
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/set_table.h"
#include "runtime/types/singletons.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self, const borrowed *arguments UNUSED, size_t positional,        \
        borrowed argument_names

static owned add(PARAMETERS)
{
    if (!arguments_count(rt, "set.add", positional, argument_names, 1, 1) ||
        set_add(rt, self, arguments[0]) < 0)
        return NULL;
    return NONE;
}

static owned discard(PARAMETERS)
{
    if (!arguments_count(rt, "set.discard", positional, argument_names, 1, 1) ||
        set_discard(rt, self, arguments[0]) < 0)
        return NULL;
    return NONE;
}

static owned remove_value(PARAMETERS)
{
    if (!arguments_count(rt, "set.remove", positional, argument_names, 1, 1))
        return NULL;
    int status = set_discard(rt, self, arguments[0]);
    if (status < 0)
        return NULL;
    return status > 0 ? NONE : exception_raise_value(rt, &exception_KeyError, arguments[0]);
}

static owned pop(PARAMETERS)
{
    struct set *set = (struct set *)self;
    if (!arguments_count(rt, "set.pop", positional, argument_names, 0, 0))
        return NULL;
    if (set->count == 0)
        return exception_raise(rt, &exception_KeyError, "pop from an empty set");
    size_t place = set->finger & set->mask;
    while (!set_is_live(&set->table[place]))
        place = place == set->mask ? 0 : place + 1;
    set->finger = place + 1;
    return set_table_take(rt, set, &set->table[place]);
}

static owned clear(PARAMETERS)
{
    if (!arguments_count(rt, "set.clear", positional, argument_names, 0, 0))
        return NULL;
    set_table_clear(rt, (struct set *)self);
    return NONE;
}

static owned copy(PARAMETERS)
{
    if (!arguments_count(rt, "copy", positional, argument_names, 0, 0))
        return NULL;
    return self->type == &frozenset_type ? object_retain(rt, self) : set_copy(rt, self);
}

/* Any number of iterables, no keywords. */
static bool takes_iterables(struct runtime *rt, const char *name, borrowed argument_names)
{
    return arguments_count(rt, name, 0, argument_names, 0, 0);
}

static owned update(PARAMETERS)
{
    if (!takes_iterables(rt, "set.update", argument_names))
        return NULL;
    for (size_t i = 0; i < positional; i++) {
        if (set_update(rt, self, arguments[i]) < 0)
            return NULL;
    }
    return NONE;
}

static owned unite(PARAMETERS)
{
    owned result = takes_iterables(rt, "union", argument_names) ? set_copy(rt, self) : NULL;
    for (size_t i = 0; result && i < positional; i++) {
        if (arguments[i] != self && set_update(rt, result, arguments[i]) < 0) {
            object_release(rt, result);
            return NULL;
        }
    }
    return result;
}

static owned intersect(PARAMETERS)
{
    if (!takes_iterables(rt, "intersection", argument_names))
        return NULL;
    owned result = positional == 0 ? set_copy(rt, self) : object_retain(rt, self);
    for (size_t i = 0; result && i < positional; i++) {
        owned common = set_intersection(rt, result, arguments[i]);
        object_release(rt, result);
        result = common;
    }
    return result;
}

static owned intersect_update(PARAMETERS)
{
    owned common = intersect(rt, self, arguments, positional, argument_names);
    if (!common)
        return NULL;
    set_table_swap(rt, (struct set *)self, (struct set *)common);
    object_release(rt, common);
    return NONE;
}

static owned subtract(PARAMETERS)
{
    if (!takes_iterables(rt, "difference", argument_names))
        return NULL;
    if (positional == 0)
        return set_copy(rt, self);
    owned result = set_difference(rt, self, arguments[0]);
    for (size_t i = 1; result && i < positional; i++) {
        if (set_difference_update(rt, result, arguments[i]) < 0) {
            object_release(rt, result);
            return NULL;
        }
    }
    return result;
}

static owned subtract_update(PARAMETERS)
{
    if (!takes_iterables(rt, "difference_update", argument_names))
        return NULL;
    for (size_t i = 0; i < positional; i++) {
        if (set_difference_update(rt, self, arguments[i]) < 0)
            return NULL;
    }
    return NONE;
}

static owned exclude(PARAMETERS)
{
    if (!arguments_count(rt, "symmetric_difference", positional, argument_names, 1, 1))
        return NULL;
    return set_symmetric_difference(rt, self, arguments[0]);
}

static owned exclude_update(PARAMETERS)
{
    if (!arguments_count(rt, "symmetric_difference_update", positional, argument_names, 1, 1) ||
        set_symmetric_difference_update(rt, self, arguments[0]) < 0)
        return NULL;
    return NONE;
}

/* The iterable as a set: itself, or a new one. */
static owned as_set(struct runtime *rt, borrowed iterable)
{
    return set_check(iterable) ? object_retain(rt, iterable) : set_new(rt, iterable);
}

static owned is_disjoint(PARAMETERS)
{
    if (!arguments_count(rt, "isdisjoint", positional, argument_names, 1, 1))
        return NULL;
    owned common =
        self == arguments[0] ? set_copy(rt, self) : set_intersection(rt, self, arguments[0]);
    if (!common)
        return NULL;
    bool disjoint = set_count(common) == 0;
    object_release(rt, common);
    return bool_of(disjoint);
}

static owned is_subset(PARAMETERS)
{
    if (!arguments_count(rt, "issubset", positional, argument_names, 1, 1))
        return NULL;
    owned other = as_set(rt, arguments[0]);
    int holds = other ? set_is_subset(rt, self, other) : -1;
    object_release_maybe(rt, other);
    return holds < 0 ? NULL : bool_of(holds);
}

static owned is_superset(PARAMETERS)
{
    if (!arguments_count(rt, "issuperset", positional, argument_names, 1, 1))
        return NULL;
    owned other = as_set(rt, arguments[0]);
    int holds = other ? set_is_subset(rt, other, self) : -1;
    object_release_maybe(rt, other);
    return holds < 0 ? NULL : bool_of(holds);
}

static owned reduce(PARAMETERS)
{
    if (!arguments_count(rt, "__reduce__", positional, argument_names, 0, 0))
        return NULL;
    owned items = list_from_iterable(rt, self);
    owned parts[] = {reduce_class(rt, self), reduce_tuple(rt, &items, 1), reduce_dict(rt, self)};
    return reduce_tuple(rt, parts, 3);
}

#define METHODS_OF_BOTH                                                                            \
    GENERIC_ALIAS_METHOD, {"copy", copy, NATIVE_PLAIN, "Return a shallow copy of a set."},         \
        {"difference", subtract, NATIVE_PLAIN,                                                     \
         "Return the difference of two or more sets as a new set."},                               \
        {"intersection", intersect, NATIVE_PLAIN,                                                  \
         "Return the intersection of two sets as a new set."},                                     \
        {"isdisjoint", is_disjoint, NATIVE_PLAIN,                                                  \
         "Return True if two sets have a null intersection."},                                     \
        {"__reduce__", reduce, NATIVE_PLAIN, "Return state information for pickling."},            \
        {"issubset", is_subset, NATIVE_PLAIN, "Report whether another set contains this set."},    \
        {"issuperset", is_superset, NATIVE_PLAIN,                                                  \
         "Report whether this set contains another set."},                                         \
        {"symmetric_difference", exclude, NATIVE_PLAIN,                                            \
         "Return the symmetric difference of two sets as a new set."},                             \
        {"union", unite, NATIVE_PLAIN, "Return the union of sets as a new set."},                  \
    {                                                                                              \
        0                                                                                          \
    }

const struct native_method set_methods[] = {
    {"add", add, NATIVE_PLAIN, "Add an element to a set."},
    {"clear", clear, NATIVE_PLAIN, "Remove all elements from this set."},
    {"difference_update", subtract_update, NATIVE_PLAIN,
     "Remove all elements of another set from this set."},
    {"discard", discard, NATIVE_PLAIN, "Remove an element from a set if it is a member."},
    {"intersection_update", intersect_update, NATIVE_PLAIN,
     "Update a set with the intersection of itself and another."},
    {"pop", pop, NATIVE_PLAIN, "Remove and return an arbitrary set element."},
    {"remove", remove_value, NATIVE_PLAIN, "Remove an element from a set; it must be a member."},
    {"symmetric_difference_update", exclude_update, NATIVE_PLAIN,
     "Update a set with the symmetric difference of itself and another."},
    {"update", update, NATIVE_PLAIN, "Update a set with the union of itself and others."},
    METHODS_OF_BOTH,
};

const struct native_method frozenset_methods[] = {METHODS_OF_BOTH};
