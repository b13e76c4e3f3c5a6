/* The methods of list. */
#include "base/memory.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence.h"
#include "runtime/types/singletons.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self, const borrowed *arguments UNUSED, size_t positional,        \
        borrowed argument_names

static owned append(PARAMETERS)
{
    if (!arguments_count(rt, "list.append", positional, argument_names, 1, 1) ||
        list_append(rt, self, object_retain(rt, arguments[0])) < 0)
        return NULL;
    return NONE;
}

static owned extend(PARAMETERS)
{
    if (!arguments_count(rt, "list.extend", positional, argument_names, 1, 1) ||
        list_extend(rt, self, arguments[0]) < 0)
        return NULL;
    return NONE;
}

static owned insert(PARAMETERS)
{
    int64_t place;
    if (!arguments_count(rt, "insert", positional, argument_names, 2, 2) ||
        object_index_number(rt, arguments[0], &place, true) < 0)
        return NULL;
    int64_t count = (int64_t)((struct list *)self)->count;
    if (place < 0)
        place = place + count < 0 ? 0 : place + count;
    if (place > count)
        place = count;
    if (list_insert(rt, self, (size_t)place, object_retain(rt, arguments[1])) < 0)
        return NULL;
    return NONE;
}

static owned pop(PARAMETERS)
{
    struct list *list = (struct list *)self;
    int64_t place = -1;
    if (!arguments_count(rt, "pop", positional, argument_names, 0, 1) ||
        (positional > 0 && object_index_number(rt, arguments[0], &place, false) < 0))
        return NULL;
    if (list->count == 0)
        return exception_raise(rt, &exception_IndexError, "pop from empty list");
    if (place < 0)
        place += (int64_t)list->count;
    if (place < 0 || (size_t)place >= list->count)
        return exception_raise(rt, &exception_IndexError, "pop index out of range");
    return list_take(rt, self, (size_t)place);
}

static owned remove_value(PARAMETERS)
{
    if (!arguments_count(rt, "list.remove", positional, argument_names, 1, 1))
        return NULL;
    int64_t place = sequence_find(rt, self, arguments[0], 0, SIZE_MAX);
    if (place == -2)
        return NULL;
    if (place == -1)
        return exception_raise(rt, &exception_ValueError, "list.remove(x): x not in list");
    /* The comparison may have shrunk the list. */
    if (list_replace(rt, self, (size_t)place,
                     (size_t)place < sequence_size(self) ? (size_t)place + 1 : (size_t)place,
                     NULL) < 0)
        return NULL;
    return NONE;
}

static owned clear(PARAMETERS)
{
    if (!arguments_count(rt, "list.clear", positional, argument_names, 0, 0))
        return NULL;
    list_clear(rt, self);
    return NONE;
}

static owned copy(PARAMETERS)
{
    if (!arguments_count(rt, "list.copy", positional, argument_names, 0, 0))
        return NULL;
    return list_slice(rt, self, 0, SIZE_MAX);
}

static owned reverse(PARAMETERS)
{
    if (!arguments_count(rt, "list.reverse", positional, argument_names, 0, 0))
        return NULL;
    list_reverse(self);
    return NONE;
}

static owned sort(PARAMETERS)
{
    static const char *const parameter_names[] = {"key", "reverse", NULL};
    static const struct arguments specification = {.function = "sort", .names = parameter_names};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    int is_reverse = values[1] ? object_is_true(rt, values[1]) : 0;
    if (is_reverse < 0 || list_sort(rt, self, values[0] ? values[0] : NONE, is_reverse) < 0)
        return NULL;
    return NONE;
}

static owned iterate_backwards(PARAMETERS)
{
    if (!arguments_count(rt, "list.__reversed__", positional, argument_names, 0, 0))
        return NULL;
    return sequence_iterator_new_reversed(rt, &list_reverse_iterator_type, self);
}

const struct native_method list_methods[] = {
    GENERIC_ALIAS_METHOD,
    {"append", append, NATIVE_PLAIN, "Append object to the end of the list."},
    {"clear", clear, NATIVE_PLAIN, "Remove all items from list."},
    {"copy", copy, NATIVE_PLAIN, "Return a shallow copy of the list."},
    {"count", sequence_count, NATIVE_PLAIN, "Return number of occurrences of value."},
    {"extend", extend, NATIVE_PLAIN, "Extend list by appending elements from the iterable."},
    {"index", sequence_index, NATIVE_PLAIN, "Return first index of value."},
    {"insert", insert, NATIVE_PLAIN, "Insert object before index."},
    {"pop", pop, NATIVE_PLAIN, "Remove and return item at index (default last)."},
    {"remove", remove_value, NATIVE_PLAIN, "Remove first occurrence of value."},
    {"reverse", reverse, NATIVE_PLAIN, "Reverse *IN PLACE*."},
    {"sort", sort, NATIVE_PLAIN, "Sort the list in ascending order and return None."},
    {"__reversed__", iterate_backwards, NATIVE_PLAIN, NULL},
    {0},
};
