/* The module bisect: places in sorted lists. */
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self UNUSED, const borrowed *arguments, size_t positional,        \
        borrowed argument_names

enum parameter { SEQUENCE, VALUE, LOW, HIGH, KEY, PARAMETER_COUNT };

static const char *const parameter_names[] = {"a", "x", "lo", "hi", "key", NULL};

/* Does the item at `place` stand before the value? Left: among equals the value comes first. */
static int stands_before(struct runtime *rt, const borrowed *values, int64_t place, borrowed value,
                         bool left)
{
    owned index = int_tag(place);
    owned item = object_get_item(rt, values[SEQUENCE], index);
    if (item && values[KEY] && values[KEY] != NONE) {
        owned key = object_call_one(rt, values[KEY], item);
        object_release(rt, item);
        item = key;
    }
    if (!item)
        return -1;
    int less = left ? object_is_less(rt, item, value) : object_is_less(rt, value, item);
    object_release(rt, item);
    return less < 0 ? -1 : left ? less : !less;
}

/* The place of `value`; -1: error. */
static int64_t find_place(struct runtime *rt, const borrowed *values, borrowed value, bool left)
{
    int64_t low = 0, high = -1;
    if ((values[LOW] && !arguments_int(rt, values[LOW], &low)) ||
        (values[HIGH] && values[HIGH] != NONE && !arguments_int(rt, values[HIGH], &high)))
        return -1;
    if (low < 0) {
        exception_raise(rt, &exception_ValueError, "lo must be non-negative");
        return -1;
    }
    if (high < 0 && (high = object_length(rt, values[SEQUENCE])) < 0)
        return -1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        int before = stands_before(rt, values, middle, value, left);
        if (before < 0)
            return -1;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static owned bisect(struct runtime *rt, const char *function, bool left, const borrowed *arguments,
                    size_t positional, borrowed argument_names)
{
    const struct arguments specification = {
        .function = function, .names = parameter_names, .required = 2, .positional = 4};
    borrowed values[PARAMETER_COUNT];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    int64_t place = find_place(rt, values, values[VALUE], left);
    return place < 0 ? NULL : int_new(rt, place);
}

static owned insort(struct runtime *rt, const char *function, bool left, const borrowed *arguments,
                    size_t positional, borrowed argument_names)
{
    const struct arguments specification = {
        .function = function, .names = parameter_names, .required = 2, .positional = 4};
    borrowed values[PARAMETER_COUNT];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    bool has_key = values[KEY] && values[KEY] != NONE;
    owned sought = has_key ? object_call_one(rt, values[KEY], values[VALUE])
                           : object_retain(rt, values[VALUE]);
    int64_t place = sought ? find_place(rt, values, sought, left) : -1;
    object_release_maybe(rt, sought);
    if (place < 0)
        return NULL;
    if (list_check(values[SEQUENCE]) && (size_t)place <= ((struct list *)values[SEQUENCE])->count)
        return list_insert(rt, values[SEQUENCE], (size_t)place, object_retain(rt, values[VALUE])) <
                       0
                   ? NULL
                   : NONE;
    borrowed insert_arguments[2] = {int_tag(place), values[VALUE]};
    owned result = object_call_method(rt, values[SEQUENCE], str_intern_text(rt, "insert"),
                                      insert_arguments, 2);
    object_release_maybe(rt, result);
    return result ? NONE : NULL;
}

static owned bisect_left(PARAMETERS)
{
    return bisect(rt, "bisect_left", true, arguments, positional, argument_names);
}

static owned bisect_right(PARAMETERS)
{
    return bisect(rt, "bisect_right", false, arguments, positional, argument_names);
}

static owned insort_left(PARAMETERS)
{
    return insort(rt, "insort_left", true, arguments, positional, argument_names);
}

static owned insort_right(PARAMETERS)
{
    return insort(rt, "insort_right", false, arguments, positional, argument_names);
}

static const struct native_method functions[] = {
    {"bisect_left", bisect_left, NATIVE_PLAIN, "Where to insert x, before equal items."},
    {"bisect_right", bisect_right, NATIVE_PLAIN, "Where to insert x, behind equal items."},
    {"bisect", bisect_right, NATIVE_PLAIN, "Where to insert x, behind equal items."},
    {"insort_left", insort_left, NATIVE_PLAIN, "Insert x before equal items."},
    {"insort_right", insort_right, NATIVE_PLAIN, "Insert x behind equal items."},
    {"insort", insort_right, NATIVE_PLAIN, "Insert x behind equal items."},
    {0},
};

int module_fill_bisect(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
