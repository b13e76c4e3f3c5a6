/* Built-in functions that make one value of an iterable: sum, min, max, any, all, sorted. */
#include "runtime/modules/builtins.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

/* --- sum -------------------------------------------------------------------------------------- */

/* total + item; both stolen. */
static owned add(struct runtime *rt, owned total, owned item)
{
    int64_t sum;
    if (int_is_tagged(total) && int_is_tagged(item) &&
        !__builtin_add_overflow(int_untag(total), int_untag(item), &sum) && int_fits_tag(sum))
        return int_tag(sum);
    owned result = object_binary(rt, total, item, BINARY_ADD);
    object_release(rt, total);
    object_release(rt, item);
    return result;
}

static owned sum_items(BUILTIN_PARAMETERS)
{
    static const char *const parameter_names[] = {"iterable", "start", NULL};
    static const struct arguments specification = {.function = "sum",
                                                   .names = parameter_names,
                                                   .required = 1,
                                                   .positional_only = 1,
                                                   .positional = 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    borrowed start = values[1] ? values[1] : int_tag(0);
    if (str_check(start))
        return exception_raise(rt, &exception_TypeError,
                               "sum() can't sum strings [use ''.join(seq) instead]");
    if (bytes_check(start))
        return exception_raise(rt, &exception_TypeError,
                               "sum() can't sum bytes [use b''.join(seq) instead]");
    owned iterator = object_iterate(rt, values[0]), item;
    owned total = iterator ? object_retain(rt, start) : NULL;
    while (total && (item = object_next(rt, iterator)) != NULL)
        total = add(rt, total, item);
    object_release_maybe(rt, iterator);
    if (total && runtime_has_error(rt)) {
        object_release(rt, total);
        return NULL;
    }
    return total;
}

/* --- min and max ------------------------------------------------------------------------------ */

struct best {
    borrowed key_function; /* None: the items are their own keys */
    enum compare wins;     /* of a candidate against the best so far */
    owned item;            /* NULL: none yet */
    owned key;
};

/* Takes the item, which is stolen, where it is better. */
static int consider(struct runtime *rt, struct best *best, owned item)
{
    owned key = best->key_function == NONE ? object_retain(rt, item)
                                           : object_call_one(rt, best->key_function, item);
    int better = key ? 1 : -1;
    if (key && best->item) {
        owned verdict = object_compare(rt, key, best->key, best->wins);
        better = verdict ? object_is_true(rt, verdict) : -1;
        object_release_maybe(rt, verdict);
    }
    if (better <= 0) {
        object_release(rt, item);
        object_release_maybe(rt, key);
        return better;
    }
    owned old_item = best->item, old_key = best->key;
    best->item = item;
    best->key = key;
    object_release_maybe(rt, old_item);
    object_release_maybe(rt, old_key);
    return 0;
}

static int consider_each(struct runtime *rt, struct best *best, const borrowed *arguments,
                         size_t positional)
{
    owned item, iterator = NULL;
    int status = 0;
    for (size_t i = 0; positional > 1 && i < positional && status == 0; i++)
        status = consider(rt, best, object_retain(rt, arguments[i]));
    if (positional > 1)
        return status;
    if (!(iterator = object_iterate(rt, arguments[0])))
        return -1;
    while (status == 0 && (item = object_next(rt, iterator)) != NULL)
        status = consider(rt, best, item);
    object_release(rt, iterator);
    return status < 0 || runtime_has_error(rt) ? -1 : 0;
}

static owned find_best(struct runtime *rt, const char *function, enum compare wins,
                       const borrowed *arguments, size_t positional, borrowed argument_names)
{
    static const char *const parameter_names[] = {"key", "default", NULL};
    const struct arguments specification = {.function = function, .names = parameter_names};
    borrowed values[2] = {NULL, NULL};
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError, "%s expected at least 1 argument, got 0",
                               function);
    if (argument_names &&
        !arguments_unpack(rt, &specification, arguments + positional, 0, argument_names, values))
        return NULL;
    if (positional > 1 && values[1])
        return exception_raise(
            rt, &exception_TypeError,
            "Cannot specify a default for %s() with multiple positional arguments", function);
    struct best best = {.key_function = values[0] ? values[0] : NONE, .wins = wins};
    int status = consider_each(rt, &best, arguments, positional);
    object_release_maybe(rt, best.key);
    if (status < 0) {
        object_release_maybe(rt, best.item);
        return NULL;
    }
    if (best.item)
        return best.item;
    if (values[1])
        return object_retain(rt, values[1]);
    return exception_raise(rt, &exception_ValueError, "%s() arg is an empty sequence", function);
}

static owned find_least(BUILTIN_PARAMETERS)
{
    return find_best(rt, "min", COMPARE_LT, arguments, positional, argument_names);
}

static owned find_greatest(BUILTIN_PARAMETERS)
{
    return find_best(rt, "max", COMPARE_GT, arguments, positional, argument_names);
}

/* --- any, all, sorted ------------------------------------------------------------------------- */

/* Is there an item whose truth is `wanted`? 1, 0, -1. */
static int has_item(struct runtime *rt, borrowed iterable, bool wanted)
{
    owned iterator = object_iterate(rt, iterable), item;
    if (!iterator)
        return -1;
    int found = 0;
    while (found == 0 && (item = object_next(rt, iterator)) != NULL) {
        int truth = object_is_true(rt, item);
        object_release(rt, item);
        found = truth < 0 ? -1 : truth == wanted;
    }
    object_release(rt, iterator);
    return runtime_has_error(rt) ? -1 : found;
}

static owned check_any(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "any", positional, argument_names, 1, 1))
        return NULL;
    int found = has_item(rt, arguments[0], true);
    return found < 0 ? NULL : bool_of(found);
}

static owned check_all(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "all", positional, argument_names, 1, 1))
        return NULL;
    int found = has_item(rt, arguments[0], false);
    return found < 0 ? NULL : bool_of(!found);
}

static owned sort_items(BUILTIN_PARAMETERS)
{
    static const char *const parameter_names[] = {"key", "reverse", NULL};
    static const struct arguments specification = {.function = "sort", .names = parameter_names};
    borrowed values[2] = {NULL, NULL};
    if (positional != 1)
        return exception_raise(rt, &exception_TypeError, "sorted expected 1 argument, got %zu",
                               positional);
    owned list = list_from_iterable(rt, arguments[0]);
    if (!list)
        return NULL;
    int status = 0, reverse = 0;
    if (argument_names &&
        !arguments_unpack(rt, &specification, arguments + positional, 0, argument_names, values))
        status = -1;
    if (status == 0 && values[1])
        reverse = object_is_true(rt, values[1]);
    if (status < 0 || reverse < 0 ||
        list_sort(rt, list, values[0] ? values[0] : NONE, reverse) < 0) {
        object_release(rt, list);
        return NULL;
    }
    return list;
}

const struct native_method builtins_reduce[] = {
    {"sum", sum_items, NATIVE_PLAIN,
     "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"},
    {"min", find_least, NATIVE_PLAIN, "Return the smallest item or argument."},
    {"max", find_greatest, NATIVE_PLAIN, "Return the biggest item or argument."},
    {"any", check_any, NATIVE_PLAIN, "Return True if bool(x) is True for any x in the iterable."},
    {"all", check_all, NATIVE_PLAIN,
     "Return True if bool(x) is True for all values x in the iterable."},
    {"sorted", sort_items, NATIVE_PLAIN,
     "Return a new list containing all items from the iterable in ascending order."},
    {0},
};
