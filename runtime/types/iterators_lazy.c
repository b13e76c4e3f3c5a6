/* enumerate, zip, map, filter: iterators over iterators, which take an item when asked for one. */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#define FEW 8 /* so many arguments need no block of their own */

/* --- enumerate -------------------------------------------------------------------------------- */

struct enumerate {
    struct object header;
    borrowed iterator; /* held */
    borrowed index;    /* held: the next index, an int */
    borrowed spare;    /* held: the pair given last */
};

static owned new_enumerate(struct runtime *rt, struct type *type, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    static const char *const parameter_names[] = {"iterable", "start", NULL};
    static const struct arguments specification = {
        .function = "enumerate", .names = parameter_names, .required = 1, .positional = 2};
    borrowed values[2], nothing[2] = {NONE, NONE};
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    owned v = object_new(rt, type, type->size, 56);
    if (!v)
        return NULL;
    gc_track(rt, v); /* before its parts are made: collections see it first, as in CPython */
    struct enumerate *enumerate = (struct enumerate *)v;
    slot_set(rt, v, &enumerate->index, values[1] ? object_index(rt, values[1]) : int_tag(0));
    if (enumerate->index)
        slot_set(rt, v, &enumerate->iterator, object_iterate(rt, values[0]));
    if (enumerate->iterator)
        slot_set(rt, v, &enumerate->spare, tuple_from(rt, nothing, 2));
    if (!enumerate->spare) {
        object_release(rt, v);
        return NULL;
    }
    return v;
}

static int traverse_enumerate(borrowed self, visit_function visit, void *context)
{
    struct enumerate *enumerate = (struct enumerate *)self;
    ITERATOR_VISIT(enumerate->iterator);
    ITERATOR_VISIT(enumerate->index);
    ITERATOR_VISIT(enumerate->spare);
    return 0;
}

static void dealloc_enumerate(struct runtime *rt, borrowed self)
{
    struct enumerate *enumerate = (struct enumerate *)self;
    slot_clear(rt, self, &enumerate->iterator);
    slot_clear(rt, self, &enumerate->spare);
    slot_clear(rt, self, &enumerate->index);
}

/* Gives the index and goes on to the next one. */
static owned advance_index(struct runtime *rt, struct enumerate *enumerate)
{
    borrowed index = enumerate->index;
    if (LIKELY(int_is_tagged(index) && int_untag(index) < INT_TAGGED_MAX)) {
        enumerate->index = int_tag(int_untag(index) + 1);
        return index;
    }
    owned next = object_binary(rt, index, int_tag(1), BINARY_ADD);
    if (!next)
        return NULL;
    object_retain(rt, index);
    slot_set(rt, &enumerate->header, &enumerate->index, next);
    return index;
}

static owned next_of_enumerate(struct runtime *rt, borrowed self)
{
    struct enumerate *enumerate = (struct enumerate *)self;
    owned item = object_next(rt, enumerate->iterator);
    if (!item)
        return NULL;
    owned index = advance_index(rt, enumerate);
    if (!index) {
        object_release(rt, item);
        return NULL;
    }
    return iterator_pair(rt, &enumerate->spare, index, item);
}

struct type enumerate_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "enumerate",
    .doc = "Return an enumerate object.",
    .size = sizeof(struct enumerate),
    .reported_size = 56,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .base = &object_type_,
    .traverse = traverse_enumerate,
    .dealloc = dealloc_enumerate,
    .new = new_enumerate,
    .iterate = iterator_itself,
    .next = next_of_enumerate,
};

/* --- what zip and map share ------------------------------------------------------------------- */

/* A tuple of iterators over the arguments. */
static owned iterate_all(struct runtime *rt, const borrowed *arguments, size_t count)
{
    owned iterators = tuple_new(rt, count);
    if (!iterators || count == 0)
        return iterators;
    for (size_t i = 0; i < count; i++) {
        owned iterator = object_iterate(rt, arguments[i]);
        if (!iterator) {
            object_release(rt, iterators);
            return NULL;
        }
        tuple_fill(rt, iterators, i, iterator);
    }
    gc_track(rt, iterators);
    return iterators;
}

/* Takes one item of each; gives how many there were until one had none, or failed. */
static size_t take_each(struct runtime *rt, borrowed iterators, owned *items)
{
    size_t taken = 0;
    while (taken < tuple_count(iterators) &&
           (items[taken] = object_next(rt, tuple_item(iterators, taken))) != NULL)
        taken++;
    return taken;
}

static void release_all(struct runtime *rt, owned *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        object_release(rt, items[i]);
}

/* --- zip -------------------------------------------------------------------------------------- */

struct zip {
    struct object header;
    borrowed iterators; /* held: a tuple */
    borrowed spare;     /* held: the tuple given first, which is given again when nobody keeps it */
    bool strict;
};

/* A tuple of `count` times None. */
static owned new_spare(struct runtime *rt, size_t count)
{
    owned spare = tuple_new(rt, count);
    for (size_t i = 0; spare && i < count; i++)
        tuple_fill(rt, spare, i, NONE);
    if (spare && count)
        gc_track(rt, spare);
    return spare;
}

static owned new_zip(struct runtime *rt, struct type *type, const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    static const char *const parameter_names[] = {"strict", NULL};
    static const struct arguments specification = {.function = "zip", .names = parameter_names};
    borrowed values[1] = {NULL};
    if (argument_names &&
        !arguments_unpack(rt, &specification, arguments + positional, 0, argument_names, values))
        return NULL;
    int strict = values[0] ? object_is_true(rt, values[0]) : 0;
    owned iterators = strict < 0 ? NULL : iterate_all(rt, arguments, positional);
    owned spare = iterators ? new_spare(rt, positional) : NULL;
    owned v = spare ? object_new(rt, type, type->size, 48) : NULL;
    if (!v) {
        object_release_maybe(rt, iterators);
        object_release_maybe(rt, spare);
        return NULL;
    }
    slot_set(rt, v, &((struct zip *)v)->iterators, iterators);
    slot_set(rt, v, &((struct zip *)v)->spare, spare);
    ((struct zip *)v)->strict = strict;
    gc_track(rt, v);
    return v;
}

static int traverse_zip(borrowed self, visit_function visit, void *context)
{
    struct zip *zip = (struct zip *)self;
    ITERATOR_VISIT(zip->iterators);
    ITERATOR_VISIT(zip->spare);
    return 0;
}

static void dealloc_zip(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct zip *)self)->iterators);
    slot_clear(rt, self, &((struct zip *)self)->spare);
}

/* The iterator behind `taken` others is exhausted: strict=True wants all to be. */
static void check_strict(struct runtime *rt, struct zip *zip, size_t taken)
{
    if (taken > 0) {
        exception_raise(rt, &exception_ValueError,
                        "zip() argument %zu is shorter than argument%s%zu", taken + 1,
                        taken == 1 ? " " : "s 1-", taken);
        return;
    }
    for (size_t i = 1; i < tuple_count(zip->iterators); i++) {
        owned item = object_next(rt, tuple_item(zip->iterators, i));
        if (item) {
            object_release(rt, item);
            exception_raise(rt, &exception_ValueError,
                            "zip() argument %zu is longer than argument%s%zu", i + 1,
                            i == 1 ? " " : "s 1-", i);
        }
        if (runtime_has_error(rt))
            return;
    }
}

/* The tuple of the items, stolen: the spare one where nobody else has kept it. */
static owned make_row(struct runtime *rt, struct zip *zip, owned *items, size_t count)
{
    if (zip->spare->count == 1) {
        owned row = object_retain(rt, zip->spare);
        for (size_t i = 0; i < count; i++)
            tuple_fill(rt, row, i, items[i]);
        gc_track(rt, row);
        return row;
    }
    return tuple_from_owned(rt, items, count);
}

static owned next_of_zip(struct runtime *rt, borrowed self)
{
    struct zip *zip = (struct zip *)self;
    size_t count = tuple_count(zip->iterators);
    owned few[FEW], *items = few, row = NULL;
    if (count == 0)
        return NULL;
    if (count > FEW)
        items = memory_allocate(count * sizeof *items);
    size_t taken = take_each(rt, zip->iterators, items);
    if (taken == count) {
        row = make_row(rt, zip, items, count);
    } else {
        release_all(rt, items, taken);
        if (zip->strict && !runtime_has_error(rt))
            check_strict(rt, zip, taken);
    }
    if (items != few)
        memory_free(items);
    return row;
}

struct type zip_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "zip",
    .doc = "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.",
    .size = sizeof(struct zip),
    .reported_size = 48,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .base = &object_type_,
    .traverse = traverse_zip,
    .dealloc = dealloc_zip,
    .new = new_zip,
    .iterate = iterator_itself,
    .next = next_of_zip,
};

/* --- map -------------------------------------------------------------------------------------- */

struct map {
    struct object header;
    borrowed function;  /* held */
    borrowed iterators; /* held: a tuple */
};

static owned new_map(struct runtime *rt, struct type *type, const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    if (type == &map_type && argument_names && tuple_count(argument_names) > 0)
        return exception_raise(rt, &exception_TypeError, "map() takes no keyword arguments");
    if (positional < 2)
        return exception_raise(rt, &exception_TypeError, "map() must have at least two arguments.");
    owned iterators = iterate_all(rt, arguments + 1, positional - 1);
    owned v = iterators ? object_new(rt, type, type->size, 32) : NULL;
    if (!v) {
        object_release_maybe(rt, iterators);
        return NULL;
    }
    slot_set(rt, v, &((struct map *)v)->iterators, iterators);
    slot_copy(rt, v, &((struct map *)v)->function, arguments[0]);
    gc_track(rt, v);
    return v;
}

static int traverse_map(borrowed self, visit_function visit, void *context)
{
    struct map *map = (struct map *)self;
    ITERATOR_VISIT(map->iterators);
    ITERATOR_VISIT(map->function);
    return 0;
}

static void dealloc_map(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct map *)self)->iterators);
    slot_clear(rt, self, &((struct map *)self)->function);
}

static owned next_of_map(struct runtime *rt, borrowed self)
{
    struct map *map = (struct map *)self;
    size_t count = tuple_count(map->iterators);
    owned few[FEW], *items = few, result = NULL;
    if (count > FEW)
        items = memory_allocate(count * sizeof *items);
    size_t taken = take_each(rt, map->iterators, items);
    if (taken == count)
        result = object_call(rt, map->function, items, count, NULL);
    release_all(rt, items, taken);
    if (items != few)
        memory_free(items);
    return result;
}

struct type map_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "map",
    .doc = "map(func, *iterables) --> map object",
    .size = sizeof(struct map),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .base = &object_type_,
    .traverse = traverse_map,
    .dealloc = dealloc_map,
    .new = new_map,
    .iterate = iterator_itself,
    .next = next_of_map,
};

/* --- filter ----------------------------------------------------------------------------------- */

struct filter {
    struct object header;
    borrowed function; /* held: None or a callable */
    borrowed iterator; /* held */
};

static owned new_filter(struct runtime *rt, struct type *type, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "filter", positional, type == &filter_type ? argument_names : NULL, 2,
                         2))
        return NULL;
    owned iterator = object_iterate(rt, arguments[1]);
    owned v = iterator ? object_new(rt, type, type->size, 32) : NULL;
    if (!v) {
        object_release_maybe(rt, iterator);
        return NULL;
    }
    slot_copy(rt, v, &((struct filter *)v)->function, arguments[0]);
    slot_set(rt, v, &((struct filter *)v)->iterator, iterator);
    gc_track(rt, v);
    return v;
}

static int traverse_filter(borrowed self, visit_function visit, void *context)
{
    struct filter *filter = (struct filter *)self;
    ITERATOR_VISIT(filter->iterator);
    ITERATOR_VISIT(filter->function);
    return 0;
}

static void dealloc_filter(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct filter *)self)->function);
    slot_clear(rt, self, &((struct filter *)self)->iterator);
}

/* Does the filter let item through? */
static int is_wanted(struct runtime *rt, struct filter *filter, borrowed item)
{
    if (filter->function == NONE || filter->function == &bool_type.header)
        return object_is_true(rt, item);
    owned verdict = object_call_one(rt, filter->function, item);
    if (!verdict)
        return -1;
    int wanted = object_is_true(rt, verdict);
    object_release(rt, verdict);
    return wanted;
}

static owned next_of_filter(struct runtime *rt, borrowed self)
{
    struct filter *filter = (struct filter *)self;
    owned item;
    while ((item = object_next(rt, filter->iterator)) != NULL) {
        int wanted = is_wanted(rt, filter, item);
        if (wanted > 0)
            return item;
        object_release(rt, item);
        if (wanted < 0)
            return NULL;
    }
    return NULL;
}

struct type filter_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "filter",
    .doc = "filter(function or None, iterable) --> filter object",
    .size = sizeof(struct filter),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .base = &object_type_,
    .traverse = traverse_filter,
    .dealloc = dealloc_filter,
    .new = new_filter,
    .iterate = iterator_itself,
    .next = next_of_filter,
};
