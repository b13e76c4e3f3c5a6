/* The module itertools: count, cycle, repeat, chain, islice, accumulate, pairwise, zip_longest; the
 * others in the files itertools_*.c. */
#include "runtime/modules/itertools.h"

#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* --- what all share --------------------------------------------------------------------------- */

struct lazy *itertools_new(struct runtime *rt, struct type *type, owned first, owned second,
                           owned third)
{
    owned parts[3] = {first, second, third};
    owned v = runtime_has_error(rt) ? NULL : object_new(rt, type, type->size, type->reported_size);
    for (size_t i = 0; i < 3; i++) {
        if (v)
            slot_set(rt, v, &((struct lazy *)v)->parts[i], parts[i]);
        else
            object_release_maybe(rt, parts[i]);
    }
    return (struct lazy *)v;
}

owned itertools_ready(struct runtime *rt, struct lazy *lazy)
{
    if (lazy)
        gc_track(rt, &lazy->header);
    return (owned)lazy;
}

int itertools_traverse(borrowed self, visit_function visit, void *context)
{
    static const char *const labels[] = {"first", "second", "third"};
    for (size_t i = 0; i < 3; i++) {
        borrowed part = ((struct lazy *)self)->parts[i];
        int status = part ? visit(context, part, EDGE_INTERNAL, (uintptr_t)labels[i]) : 0;
        if (status != 0)
            return status;
    }
    return 0;
}

int itertools_clear(struct runtime *rt, borrowed self)
{
    for (size_t i = 0; i < 3; i++)
        slot_clear(rt, self, &((struct lazy *)self)->parts[i]);
    return 0;
}

void itertools_dealloc(struct runtime *rt, borrowed self)
{
    itertools_clear(rt, self);
}

/* --- count: parts = the next number, the step ------------------------------------------------- */

static owned new_count(ITERTOOLS_NEW)
{
    static const char *const parameter_names[] = {"start", "step", NULL};
    static const struct arguments specification = {
        .function = "count", .names = parameter_names, .positional = 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    return itertools_ready(
        rt, itertools_new(rt, type, object_retain(rt, values[0] ? values[0] : int_tag(0)),
                          object_retain(rt, values[1] ? values[1] : int_tag(1)), NULL));
}

static owned next_of_count(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    owned next = object_binary(rt, lazy->parts[0], lazy->parts[1], BINARY_ADD);
    if (!next)
        return NULL;
    owned current = slot_take(rt, self, &lazy->parts[0]);
    slot_set(rt, self, &lazy->parts[0], next);
    return current;
}

static owned repr_count(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (lazy->parts[1] == int_tag(1))
        return str_format(rt, "count(%R)", lazy->parts[0]);
    return str_format(rt, "count(%R, %R)", lazy->parts[0], lazy->parts[1]);
}

ITERTOOLS_TYPE(itertools_count_type, "count", "count(start=0, step=1) --> count object", new_count,
               next_of_count, .repr = repr_count);

/* --- cycle ------------------------------------------------------------------------------------ */

/* parts = iterator (NULL once exhausted), a list of what it gave; number = place in it. */

static owned new_cycle(ITERTOOLS_NEW)
{
    if (!arguments_count(rt, "cycle", positional, argument_names, 1, 1))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]);
    owned saved = iterator ? list_new(rt, 0) : NULL;
    return itertools_ready(rt, itertools_new(rt, type, iterator, saved, NULL));
}

static owned next_of_cycle(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    struct list *saved = (struct list *)lazy->parts[1];
    if (lazy->parts[0]) {
        owned item = object_next(rt, lazy->parts[0]);
        if (item)
            return list_append(rt, lazy->parts[1], object_retain(rt, item)) == 0 ? item : NULL;
        if (runtime_has_error(rt))
            return NULL;
        slot_clear(rt, self, &lazy->parts[0]);
    }
    if (saved->count == 0)
        return NULL;
    owned item = object_retain(rt, saved->items[lazy->numbers[0]]);
    lazy->numbers[0] = (lazy->numbers[0] + 1) % (int64_t)saved->count;
    return item;
}

ITERTOOLS_TYPE(itertools_cycle_type, "cycle",
               "Return elements from the iterable until it is exhausted. Then repeat the sequence "
               "indefinitely.",
               new_cycle, next_of_cycle, );

/* --- repeat: part = the object; number = how often still, -1 for ever ------------------------- */

static owned new_repeat(ITERTOOLS_NEW)
{
    static const char *const parameter_names[] = {"object", "times", NULL};
    static const struct arguments specification = {
        .function = "repeat", .names = parameter_names, .required = 1, .positional = 2};
    borrowed values[2];
    int64_t times = -1;
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values) ||
        (values[1] && !arguments_int(rt, values[1], &times)))
        return NULL;
    struct lazy *lazy = itertools_new(rt, type, object_retain(rt, values[0]), NULL, NULL);
    if (lazy)
        lazy->numbers[0] = values[1] && times < 0 ? 0 : times;
    return itertools_ready(rt, lazy);
}

static owned next_of_repeat(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (lazy->numbers[0] == 0)
        return NULL;
    if (lazy->numbers[0] > 0)
        lazy->numbers[0]--;
    return object_retain(rt, lazy->parts[0]);
}

static owned repr_repeat(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (lazy->numbers[0] < 0)
        return str_format(rt, "repeat(%R)", lazy->parts[0]);
    return str_format(rt, "repeat(%R, %lld)", lazy->parts[0], (long long)lazy->numbers[0]);
}

static owned hint_of_repeat(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                            size_t positional, borrowed argument_names)
{
    struct lazy *lazy = (struct lazy *)self;
    if (!arguments_count(rt, "__length_hint__", positional, argument_names, 0, 0))
        return NULL;
    if (lazy->numbers[0] < 0)
        return exception_raise(rt, &exception_TypeError, "len() of unsized object");
    return int_new(rt, lazy->numbers[0]);
}

static const struct native_method repeat_methods[] = {
    {"__length_hint__", hint_of_repeat, NATIVE_PLAIN, NULL},
    {0},
};

ITERTOOLS_TYPE(itertools_repeat_type, "repeat",
               "repeat(object [,times]) -> iterator which returns the object", new_repeat,
               next_of_repeat, .repr = repr_repeat, .methods = repeat_methods);

/* --- chain: parts = iterator over the iterables, the active iterator -------------------------- */

static owned new_chain(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "chain", 0, argument_names, 0, 0))
        return NULL;
    owned iterables = tuple_from(rt, arguments, positional);
    owned iterator = iterables ? object_iterate(rt, iterables) : NULL;
    object_release_maybe(rt, iterables);
    return itertools_ready(rt, itertools_new(rt, type, iterator, NULL, NULL));
}

static owned chain_from_iterable(struct runtime *rt, borrowed self, const borrowed *arguments,
                                 size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "from_iterable", positional, argument_names, 1, 1))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]);
    return itertools_ready(rt, itertools_new(rt, (struct type *)self, iterator, NULL, NULL));
}

static owned next_of_chain(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    while (lazy->parts[0]) {
        if (!lazy->parts[1]) {
            owned iterable = object_next(rt, lazy->parts[0]);
            owned active = iterable ? object_iterate(rt, iterable) : NULL;
            object_release_maybe(rt, iterable);
            if (!active) {
                slot_clear(rt, self, &lazy->parts[0]);
                return NULL;
            }
            slot_set(rt, self, &lazy->parts[1], active);
        }
        owned item = object_next(rt, lazy->parts[1]);
        if (item || runtime_has_error(rt))
            return item;
        slot_clear(rt, self, &lazy->parts[1]);
    }
    return NULL;
}

static const struct native_method chain_methods[] = {
    {"from_iterable", chain_from_iterable, NATIVE_CLASS,
     "Alternative chain() constructor taking a single iterable argument that evaluates lazily."},
    GENERIC_ALIAS_METHOD,
    {0},
};

ITERTOOLS_TYPE(itertools_chain_type, "chain", "chain(*iterables) --> chain object", new_chain,
               next_of_chain, .methods = chain_methods);

/* --- islice ----------------------------------------------------------------------------------- */

/* part = iterator; numbers = items taken so far, the next wanted, stop (-1 none), step. */

enum { ISLICE_TAKEN, ISLICE_NEXT, ISLICE_STOP, ISLICE_STEP };

/* A bound: None is `otherwise`; a negative or other value is refused. */
static bool take_bound(struct runtime *rt, borrowed v, int64_t otherwise, int64_t *bound,
                       const char *message)
{
    *bound = otherwise;
    if (v == NONE)
        return true;
    if (arguments_int(rt, v, bound) && *bound >= 0)
        return true;
    exception_clear(rt);
    exception_raise(rt, &exception_ValueError, "%s", message);
    return false;
}

static owned new_islice(ITERTOOLS_NEW)
{
    int64_t start = 0, stop, step = 1;
    bool only_stop = positional == 2;
    if (!arguments_count(rt, "islice", positional, argument_names, 2, 4) ||
        !take_bound(rt, arguments[only_stop ? 1 : 2], -1, &stop,
                    only_stop ? "Stop argument for islice() must be None or an integer: 0 <= x <= "
                                "sys.maxsize."
                              : "Indices for islice() must be None or an integer: 0 <= x <= "
                                "sys.maxsize.") ||
        (!only_stop && !take_bound(rt, arguments[1], 0, &start,
                                   "Indices for islice() must be None or an integer: 0 <= x <= "
                                   "sys.maxsize.")) ||
        (positional > 3 && !take_bound(rt, arguments[3], 1, &step,
                                       "Step for islice() must be a positive integer or None.")))
        return NULL;
    if (step < 1)
        return exception_raise(rt, &exception_ValueError,
                               "Step for islice() must be a positive integer or None.");
    owned iterator = object_iterate(rt, arguments[0]);
    struct lazy *lazy = itertools_new(rt, type, iterator, NULL, NULL);
    if (lazy) {
        lazy->numbers[ISLICE_NEXT] = start;
        lazy->numbers[ISLICE_STOP] = stop;
        lazy->numbers[ISLICE_STEP] = step;
    }
    return itertools_ready(rt, lazy);
}

static owned next_of_islice(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    int64_t *numbers = lazy->numbers, stop = numbers[ISLICE_STOP];
    owned item;
    while (lazy->parts[0]) {
        bool is_wanted = numbers[ISLICE_TAKEN] == numbers[ISLICE_NEXT];
        if (stop >= 0 && numbers[ISLICE_TAKEN] >= stop)
            break;
        if (!(item = object_next(rt, lazy->parts[0])))
            break;
        numbers[ISLICE_TAKEN]++;
        if (is_wanted) {
            if (__builtin_add_overflow(numbers[ISLICE_NEXT], numbers[ISLICE_STEP],
                                       &numbers[ISLICE_NEXT]))
                numbers[ISLICE_NEXT] = INT64_MAX;
            if (stop >= 0 && numbers[ISLICE_NEXT] > stop)
                numbers[ISLICE_NEXT] = stop;
            return item;
        }
        object_release(rt, item);
    }
    if (!runtime_has_error(rt))
        slot_clear(rt, self, &lazy->parts[0]);
    return NULL;
}

ITERTOOLS_TYPE(itertools_islice_type, "islice",
               "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) "
               "--> islice object",
               new_islice, next_of_islice, );

/* --- accumulate ------------------------------------------------------------------------------- */

/* parts = iterator, function (NULL: addition), the total so far or initial value; number 1 = an
 * initial value is still to be given. */

static owned new_accumulate(ITERTOOLS_NEW)
{
    static const char *const parameter_names[] = {"iterable", "func", "initial", NULL};
    static const struct arguments specification = {
        .function = "accumulate", .names = parameter_names, .required = 1, .positional = 2};
    borrowed values[3];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    owned iterator = object_iterate(rt, values[0]);
    bool has_function = values[1] && values[1] != NONE,
         has_initial = values[2] && values[2] != NONE;
    struct lazy *lazy =
        itertools_new(rt, type, iterator, has_function ? object_retain(rt, values[1]) : NULL,
                      has_initial ? object_retain(rt, values[2]) : NULL);
    if (lazy)
        lazy->numbers[0] = has_initial;
    return itertools_ready(rt, lazy);
}

static owned next_of_accumulate(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (lazy->numbers[0]) {
        lazy->numbers[0] = 0;
        return slot_get(rt, &lazy->parts[2]);
    }
    owned item = object_next(rt, lazy->parts[0]);
    if (item && lazy->parts[2]) {
        borrowed operands[2] = {lazy->parts[2], item};
        owned total = lazy->parts[1] ? object_call(rt, lazy->parts[1], operands, 2, NULL)
                                     : object_binary(rt, operands[0], item, BINARY_ADD);
        object_release(rt, item);
        item = total;
    }
    if (item)
        slot_copy(rt, self, &lazy->parts[2], item);
    return item;
}

ITERTOOLS_TYPE(itertools_accumulate_type, "accumulate",
               "Return series of accumulated sums (or other binary function results).",
               new_accumulate, next_of_accumulate, );

/* --- pairwise: parts = iterator, the item before (NULL: none yet) ----------------------------- */

static owned new_pairwise(ITERTOOLS_NEW)
{
    if (!arguments_count(rt, "pairwise", positional, argument_names, 1, 1))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]);
    return itertools_ready(rt, itertools_new(rt, type, iterator, NULL, NULL));
}

static owned next_of_pairwise(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (!lazy->parts[1])
        slot_set(rt, self, &lazy->parts[1], object_next(rt, lazy->parts[0]));
    owned item = lazy->parts[1] ? object_next(rt, lazy->parts[0]) : NULL;
    if (!item)
        return NULL;
    owned pair[2] = {slot_take(rt, self, &lazy->parts[1]), item};
    slot_copy(rt, self, &lazy->parts[1], item);
    return tuple_from_owned(rt, pair, 2);
}

ITERTOOLS_TYPE(itertools_pairwise_type, "pairwise",
               "Return an iterator of overlapping pairs taken from the input iterator.",
               new_pairwise, next_of_pairwise, );

/* --- zip_longest ------------------------------------------------------------------------------ */

/* parts = list of iterators (None once exhausted), fill value; number = how many are not exhausted.
 */

static owned new_zip_longest(ITERTOOLS_NEW)
{
    static const char *const parameter_names[] = {"fillvalue", NULL};
    static const struct arguments specification = {.function = "zip_longest",
                                                   .names = parameter_names};
    borrowed values[1] = {NULL};
    if (argument_names &&
        !arguments_unpack(rt, &specification, arguments + positional, 0, argument_names, values))
        return NULL;
    owned iterators = list_new(rt, positional);
    for (size_t i = 0; iterators && i < positional; i++) {
        owned iterator = object_iterate(rt, arguments[i]);
        if (!iterator || list_append(rt, iterators, iterator) < 0) {
            object_release(rt, iterators);
            return NULL;
        }
    }
    owned fill = object_retain(rt, values[0] ? values[0] : NONE);
    struct lazy *lazy = itertools_new(rt, type, iterators, fill, NULL);
    if (lazy)
        lazy->numbers[0] = (int64_t)positional;
    return itertools_ready(rt, lazy);
}

/* An item of iterator i, or the fill value; NULL: error, or all are exhausted. */
static owned next_or_fill(struct runtime *rt, struct lazy *lazy, size_t i)
{
    struct list *iterators = (struct list *)lazy->parts[0];
    if (iterators->items[i] != NONE) {
        owned item = object_next(rt, iterators->items[i]);
        if (item || runtime_has_error(rt))
            return item;
        slot_copy(rt, lazy->parts[0], &iterators->items[i], NONE);
        if (--lazy->numbers[0] == 0)
            return NULL;
    }
    return slot_get(rt, &lazy->parts[1]);
}

static owned next_of_zip_longest(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    size_t count = ((struct list *)lazy->parts[0])->count;
    if (lazy->numbers[0] == 0)
        return NULL;
    owned row = tuple_new(rt, count);
    for (size_t i = 0; row && i < count; i++) {
        owned item = next_or_fill(rt, lazy, i);
        if (!item) {
            lazy->numbers[0] = 0;
            object_release(rt, row);
            return NULL;
        }
        tuple_fill(rt, row, i, item);
    }
    if (row)
        gc_track(rt, row);
    return row;
}

ITERTOOLS_TYPE(itertools_zip_longest_type, "zip_longest",
               "zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object",
               new_zip_longest, next_of_zip_longest, );

/* --- the module ------------------------------------------------------------------------------- */

static const struct native_method functions[] = {
    {"tee", itertools_tee, NATIVE_PLAIN, "Returns a tuple of n independent iterators."},
    {0},
};

int module_fill_itertools(struct runtime *rt, borrowed module)
{
    static struct type *const types[] = {&itertools_count_type,
                                         &itertools_cycle_type,
                                         &itertools_repeat_type,
                                         &itertools_chain_type,
                                         &itertools_islice_type,
                                         &itertools_accumulate_type,
                                         &itertools_pairwise_type,
                                         &itertools_zip_longest_type,
                                         &itertools_compress_type,
                                         &itertools_drop_while_type,
                                         &itertools_take_while_type,
                                         &itertools_filter_false_type,
                                         &itertools_starmap_type,
                                         &itertools_group_by_type,
                                         &itertools_group_type,
                                         &itertools_tee_type,
                                         &itertools_tee_data_type,
                                         &itertools_product_type,
                                         &itertools_permutations_type,
                                         &itertools_combinations_type,
                                         &itertools_combinations_with_replacement_type};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        type_ready(rt, types[i]);
        if (module_set(rt, module, strrchr(types[i]->name, '.') + 1, &types[i]->header) < 0)
            return -1;
    }
    return module_add_functions(rt, module, functions);
}
