/* itertools: product, permutations, combinations, combinations_with_replacement.
 *
 * Parts: the pools (product: a tuple of tuples, else one tuple), and a tuple of int, the places in
 * the pools of the row given last (NULL: none yet). permutations has a third, its cycles. Number 0
 * is the length of a row; number 1 says that all rows have been given.
 *
 * The tuples of places belong to the iterator alone and hold tagged ints, so that they are changed
 * in place without counting.
 */
#include "runtime/modules/itertools.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

enum { POOL, PLACES, CYCLES };
enum { LENGTH, IS_OVER };

static inline int64_t place_at(const struct lazy *lazy, size_t i)
{
    return int_untag(tuple_item(lazy->parts[PLACES], i));
}

static inline void set_place(struct lazy *lazy, size_t i, int64_t place)
{
    ((struct tuple *)lazy->parts[PLACES])->items[i] = int_tag(place);
}

/* A tuple of `count` ints: start, start + step … */
static owned make_numbers(struct runtime *rt, size_t count, int64_t start, int64_t step)
{
    owned numbers = tuple_new(rt, count);
    for (size_t i = 0; numbers && i < count; i++)
        tuple_fill(rt, numbers, i, int_tag(start + (int64_t)i * step));
    if (numbers && count > 0)
        gc_track(rt, numbers);
    return numbers;
}

/* The row of items at the current places of one pool. */
static owned make_row(struct runtime *rt, struct lazy *lazy)
{
    size_t length = (size_t)lazy->numbers[LENGTH];
    owned row = tuple_new(rt, length);
    for (size_t i = 0; row && i < length; i++)
        tuple_fill(rt, row, i,
                   object_retain(rt, tuple_item(lazy->parts[POOL], (size_t)place_at(lazy, i))));
    if (row && length > 0)
        gc_track(rt, row);
    return row;
}

/* --- product ---------------------------------------------------------------------------------- */

/* The arguments as tuples, all of them `times` times over. */
static owned make_pools(struct runtime *rt, const borrowed *arguments, size_t count, size_t times)
{
    owned pools = tuple_new(rt, count * times);
    for (size_t i = 0; pools && i < count; i++) {
        owned pool = tuple_from_iterable(rt, arguments[i]);
        if (!pool) {
            object_release(rt, pools);
            return NULL;
        }
        for (size_t j = 0; j < times; j++)
            tuple_fill(rt, pools, j * count + i, object_retain(rt, pool));
        object_release(rt, pool);
    }
    if (pools && count * times > 0)
        gc_track(rt, pools);
    return pools;
}

static owned new_product(ITERTOOLS_NEW)
{
    static const char *const parameter_names[] = {"repeat", NULL};
    static const struct arguments specification = {.function = "product", .names = parameter_names};
    borrowed values[1] = {NULL};
    int64_t times = 1;
    if (argument_names &&
        !arguments_unpack(rt, &specification, arguments + positional, 0, argument_names, values))
        return NULL;
    if (values[0] && !arguments_int(rt, values[0], &times))
        return NULL;
    if (times < 0)
        return exception_raise(rt, &exception_ValueError, "repeat argument cannot be negative");
    owned pools = make_pools(rt, arguments, positional, (size_t)times);
    struct lazy *lazy = itertools_new(rt, type, pools, NULL, NULL);
    if (lazy)
        lazy->numbers[LENGTH] = (int64_t)positional * times;
    return itertools_ready(rt, lazy);
}

static inline size_t pool_size(const struct lazy *lazy, size_t i)
{
    return tuple_count(tuple_item(lazy->parts[POOL], i));
}

/* Goes on to the next places: the last one moves fastest. False: all have been given. */
static bool advance_product(struct runtime *rt, struct lazy *lazy)
{
    size_t length = (size_t)lazy->numbers[LENGTH];
    if (!lazy->parts[PLACES]) {
        slot_set(rt, &lazy->header, &lazy->parts[PLACES], make_numbers(rt, length, 0, 0));
        for (size_t i = 0; i < length; i++) {
            if (pool_size(lazy, i) == 0)
                return false;
        }
        return lazy->parts[PLACES] != NULL;
    }
    for (size_t i = length; i-- > 0;) {
        int64_t place = place_at(lazy, i) + 1;
        if ((size_t)place < pool_size(lazy, i)) {
            set_place(lazy, i, place);
            return true;
        }
        set_place(lazy, i, 0);
    }
    return false;
}

static owned next_of_product(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    size_t length = (size_t)lazy->numbers[LENGTH];
    if (lazy->numbers[IS_OVER])
        return NULL;
    if (!advance_product(rt, lazy)) {
        lazy->numbers[IS_OVER] = 1;
        return NULL;
    }
    owned row = tuple_new(rt, length);
    for (size_t i = 0; row && i < length; i++)
        tuple_fill(rt, row, i,
                   object_retain(rt, tuple_item(tuple_item(lazy->parts[POOL], i),
                                                (size_t)place_at(lazy, i))));
    if (row && length > 0)
        gc_track(rt, row);
    return row;
}

ITERTOOLS_TYPE(itertools_product_type, "product",
               "product(*iterables, repeat=1) --> product object", new_product, next_of_product, );

/* --- combinations ----------------------------------------------------------------------------- */

/* f(iterable, r): the pool, and the length of a row; `otherwise` is used where r is not given. */
static struct lazy *make(struct runtime *rt, const char *name, struct type *type, bool needs_length,
                         const borrowed *arguments, size_t positional, borrowed argument_names)
{
    static const char *const parameter_names[] = {"iterable", "r", NULL};
    const struct arguments specification = {.function = name,
                                            .names = parameter_names,
                                            .required = needs_length ? 2 : 1,
                                            .positional = 2};
    borrowed values[2];
    int64_t length = -1;
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    bool has_length = values[1] && (needs_length || values[1] != NONE);
    if (has_length && !arguments_int(rt, values[1], &length))
        return NULL;
    if (has_length && length < 0) {
        exception_raise(rt, &exception_ValueError, "r must be non-negative");
        return NULL;
    }
    owned pool = tuple_from_iterable(rt, values[0]);
    int64_t size = pool ? (int64_t)tuple_count(pool) : 0;
    struct lazy *lazy = itertools_new(rt, type, pool, NULL, NULL);
    if (lazy)
        lazy->numbers[LENGTH] = has_length ? length : size;
    return lazy;
}

static inline int64_t size_of_pool(const struct lazy *lazy)
{
    return (int64_t)tuple_count(lazy->parts[POOL]);
}

static owned new_combinations(ITERTOOLS_NEW)
{
    struct lazy *lazy = make(rt, "combinations", type, true, arguments, positional, argument_names);
    if (lazy)
        lazy->numbers[IS_OVER] = lazy->numbers[LENGTH] > size_of_pool(lazy);
    return itertools_ready(rt, lazy);
}

static bool advance_combination(struct runtime *rt, struct lazy *lazy)
{
    int64_t length = lazy->numbers[LENGTH], size = size_of_pool(lazy), i = length - 1;
    if (!lazy->parts[PLACES]) {
        slot_set(rt, &lazy->header, &lazy->parts[PLACES], make_numbers(rt, (size_t)length, 0, 1));
        return lazy->parts[PLACES] != NULL;
    }
    while (i >= 0 && place_at(lazy, (size_t)i) == i + size - length)
        i--;
    if (i < 0)
        return false;
    int64_t place = place_at(lazy, (size_t)i) + 1;
    for (; i < length; i++, place++)
        set_place(lazy, (size_t)i, place);
    return true;
}

static owned next_of_combinations(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (!lazy->numbers[IS_OVER] && advance_combination(rt, lazy))
        return make_row(rt, lazy);
    lazy->numbers[IS_OVER] = 1;
    return NULL;
}

ITERTOOLS_TYPE(itertools_combinations_type, "combinations",
               "Return successive r-length combinations of elements in the iterable.",
               new_combinations, next_of_combinations, );

static owned new_with_replacement(ITERTOOLS_NEW)
{
    struct lazy *lazy = make(rt, "combinations_with_replacement", type, true, arguments, positional,
                             argument_names);
    if (lazy)
        lazy->numbers[IS_OVER] = size_of_pool(lazy) == 0 && lazy->numbers[LENGTH] > 0;
    return itertools_ready(rt, lazy);
}

static bool advance_with_replacement(struct runtime *rt, struct lazy *lazy)
{
    int64_t length = lazy->numbers[LENGTH], last = size_of_pool(lazy) - 1, i = length - 1;
    if (!lazy->parts[PLACES]) {
        slot_set(rt, &lazy->header, &lazy->parts[PLACES], make_numbers(rt, (size_t)length, 0, 0));
        return lazy->parts[PLACES] != NULL;
    }
    while (i >= 0 && place_at(lazy, (size_t)i) == last)
        i--;
    if (i < 0)
        return false;
    int64_t place = place_at(lazy, (size_t)i) + 1;
    for (; i < length; i++)
        set_place(lazy, (size_t)i, place);
    return true;
}

static owned next_with_replacement(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (!lazy->numbers[IS_OVER] && advance_with_replacement(rt, lazy))
        return make_row(rt, lazy);
    lazy->numbers[IS_OVER] = 1;
    return NULL;
}

ITERTOOLS_TYPE(itertools_combinations_with_replacement_type, "combinations_with_replacement",
               "Return successive r-length combinations of elements in the iterable allowing "
               "individual elements to have successive repeats.",
               new_with_replacement, next_with_replacement, );

/* --- permutations ----------------------------------------------------------------------------- */

static owned new_permutations(ITERTOOLS_NEW)
{
    struct lazy *lazy =
        make(rt, "permutations", type, false, arguments, positional, argument_names);
    if (lazy)
        lazy->numbers[IS_OVER] = lazy->numbers[LENGTH] > size_of_pool(lazy);
    return itertools_ready(rt, lazy);
}

/* The places are a permutation of the whole pool, of which a row shows the beginning; cycle i
 * counts down how often place i may still change before the place in front of it does. */
static bool advance_permutation(struct runtime *rt, struct lazy *lazy)
{
    int64_t length = lazy->numbers[LENGTH], size = size_of_pool(lazy);
    if (!lazy->parts[PLACES]) {
        slot_set(rt, &lazy->header, &lazy->parts[PLACES], make_numbers(rt, (size_t)size, 0, 1));
        slot_set(rt, &lazy->header, &lazy->parts[CYCLES],
                 make_numbers(rt, (size_t)length, size, -1));
        return lazy->parts[PLACES] && lazy->parts[CYCLES];
    }
    borrowed *cycles = ((struct tuple *)lazy->parts[CYCLES])->items;
    for (int64_t i = length - 1; i >= 0; i--) {
        int64_t left = int_untag(cycles[i]) - 1, place = place_at(lazy, (size_t)i);
        if (left > 0) {
            cycles[i] = int_tag(left);
            set_place(lazy, (size_t)i, place_at(lazy, (size_t)(size - left)));
            set_place(lazy, (size_t)(size - left), place);
            return true;
        }
        for (int64_t j = i; j + 1 < size; j++)
            set_place(lazy, (size_t)j, place_at(lazy, (size_t)(j + 1)));
        set_place(lazy, (size_t)(size - 1), place);
        cycles[i] = int_tag(size - i);
    }
    return false;
}

static owned next_of_permutations(struct runtime *rt, borrowed self)
{
    struct lazy *lazy = (struct lazy *)self;
    if (!lazy->numbers[IS_OVER] && advance_permutation(rt, lazy))
        return make_row(rt, lazy);
    lazy->numbers[IS_OVER] = 1;
    return NULL;
}

ITERTOOLS_TYPE(itertools_permutations_type, "permutations",
               "Return successive r-length permutations of elements in the iterable.",
               new_permutations, next_of_permutations, );
