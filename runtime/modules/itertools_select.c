/* itertools: compress, dropwhile, takewhile, filterfalse, starmap. */
#include "runtime/modules/itertools.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

/* f(function, iterable): parts = iterator, function; number = a state of the type. */
static owned make(struct runtime *rt, const char *name, struct type *type,
                  const borrowed *arguments, size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, name, positional, argument_names, 2, 2))
        return NULL;
    owned iterator = object_iterate(rt, arguments[1]);
    return itertools_ready(
        rt, itertools_new(rt, type, iterator, object_retain(rt, arguments[0]), NULL));
}

/* Is function(item) true? With None, the item itself. */
static int ask(struct runtime *rt, borrowed function, borrowed item)
{
    if (function == NONE || function == &bool_type.header)
        return object_is_true(rt, item);
    owned verdict = object_call_one(rt, function, item);
    int truth = verdict ? object_is_true(rt, verdict) : -1;
    object_release_maybe(rt, verdict);
    return truth;
}

/* --- compress: parts = data, selectors -------------------------------------------------------- */

static owned new_compress(ITERTOOLS_NEW)
{
    static const char *const parameter_names[] = {"data", "selectors", NULL};
    static const struct arguments specification = {
        .function = "compress", .names = parameter_names, .required = 2, .positional = 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    owned data = object_iterate(rt, values[0]);
    owned selectors = data ? object_iterate(rt, values[1]) : NULL;
    return itertools_ready(rt, itertools_new(rt, type, data, selectors, NULL));
}

static owned next_of_compress(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    owned item;
    while ((item = object_next(rt, lazy->parts[0])) != NULL) {
        owned selector = object_next(rt, lazy->parts[1]);
        int wanted = selector ? object_is_true(rt, selector) : -1;
        object_release_maybe(rt, selector);
        if (wanted > 0)
            return item;
        object_release(rt, item);
        if (wanted < 0)
            return NULL;
    }
    return NULL;
}

ITERTOOLS_TYPE(itertools_compress_type, "compress",
               "Return data elements corresponding to true selector elements.", new_compress,
               next_of_compress, );

/* --- dropwhile: number 1 = the dropping is over ----------------------------------------------- */

static owned new_drop_while(ITERTOOLS_NEW)
{
    return make(rt, "dropwhile", type, arguments, positional, argument_names);
}

static owned next_of_drop_while(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    owned item;
    while ((item = object_next(rt, lazy->parts[0])) != NULL) {
        int drop = lazy->numbers[0] ? 0 : ask(rt, lazy->parts[1], item);
        if (drop == 0) {
            lazy->numbers[0] = 1;
            return item;
        }
        object_release(rt, item);
        if (drop < 0)
            return NULL;
    }
    return NULL;
}

ITERTOOLS_TYPE(itertools_drop_while_type, "dropwhile",
               "Drop items from the iterable while predicate(item) is true.", new_drop_while,
               next_of_drop_while, );

/* --- takewhile: number 1 = the taking is over ------------------------------------------------- */

static owned new_take_while(ITERTOOLS_NEW)
{
    return make(rt, "takewhile", type, arguments, positional, argument_names);
}

static owned next_of_take_while(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    owned item = lazy->numbers[0] ? NULL : object_next(rt, lazy->parts[0]);
    if (!item)
        return NULL;
    int take = ask(rt, lazy->parts[1], item);
    if (take > 0)
        return item;
    object_release(rt, item);
    if (take == 0)
        lazy->numbers[0] = 1;
    return NULL;
}

ITERTOOLS_TYPE(itertools_take_while_type, "takewhile",
               "Return successive entries from an iterable as long as the predicate evaluates to "
               "true for each entry.",
               new_take_while, next_of_take_while, );

/* --- filterfalse ------------------------------------------------------------------------------ */

static owned new_filter_false(ITERTOOLS_NEW)
{
    return make(rt, "filterfalse", type, arguments, positional, argument_names);
}

static owned next_of_filter_false(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    owned item;
    while ((item = object_next(rt, lazy->parts[0])) != NULL) {
        int truth = ask(rt, lazy->parts[1], item);
        if (truth == 0)
            return item;
        object_release(rt, item);
        if (truth < 0)
            return NULL;
    }
    return NULL;
}

ITERTOOLS_TYPE(itertools_filter_false_type, "filterfalse",
               "Return those items of iterable for which function(item) is false.",
               new_filter_false, next_of_filter_false, );

/* --- starmap ---------------------------------------------------------------------------------- */

static owned new_starmap(ITERTOOLS_NEW)
{
    return make(rt, "starmap", type, arguments, positional, argument_names);
}

static owned next_of_starmap(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    owned item = object_next(rt, lazy->parts[0]);
    owned values = item ? tuple_from_iterable(rt, item) : NULL;
    object_release_maybe(rt, item);
    if (!values)
        return NULL;
    owned result =
        object_call(rt, lazy->parts[1], ((struct tuple *)values)->items, tuple_count(values), NULL);
    object_release(rt, values);
    return result;
}

ITERTOOLS_TYPE(itertools_starmap_type, "starmap",
               "Return an iterator whose values are returned from the function evaluated with an "
               "argument tuple taken from the given sequence.",
               new_starmap, next_of_starmap, );
