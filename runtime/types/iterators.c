/* The iterators over sequences: lists and tuples by place, anything else through __getitem__; and
 * iter(callable, sentinel).
 *
 * An exhausted iterator lets go of its sequence, so that it stays exhausted.
 */
#include "runtime/types/iterators.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence.h"
#include "runtime/types/singletons.h"

owned iterator_itself(struct runtime *rt, borrowed self)
{
    return object_retain(rt, self);
}

owned iterator_pair(struct runtime *rt, borrowed *spare, owned first, owned second)
{
    owned items[2] = {first, second};
    if (!*spare || (*spare)->count != 1)
        return tuple_from_owned(rt, items, 2);
    owned pair = object_retain(rt, *spare);
    tuple_fill(rt, pair, 0, first);
    tuple_fill(rt, pair, 1, second);
    gc_track(rt, pair); /* a collection may have untracked it */
    return pair;
}

/* --- sequences -------------------------------------------------------------------------------- */

owned sequence_iterator_new(struct runtime *rt, struct type *type, borrowed sequence)
{
    struct sequence_iterator *iterator =
        (struct sequence_iterator *)object_new(rt, type, sizeof(struct sequence_iterator), 32);
    if (!iterator)
        return NULL;
    slot_copy(rt, &iterator->header, &iterator->sequence, sequence);
    gc_track(rt, &iterator->header);
    return &iterator->header;
}

owned sequence_iterator_new_reversed(struct runtime *rt, struct type *type, borrowed sequence)
{
    int64_t length = object_length(rt, sequence);
    if (length < 0)
        return NULL;
    owned iterator = sequence_iterator_new(rt, type, sequence);
    if (iterator)
        ((struct sequence_iterator *)iterator)->position = (size_t)length;
    return iterator;
}

static int traverse_sequence_iterator(borrowed self, visit_function visit, void *context)
{
    borrowed sequence = ((struct sequence_iterator *)self)->sequence;
    return sequence ? visit(context, sequence, EDGE_INTERNAL, (uintptr_t) "sequence") : 0;
}

static void dealloc_sequence_iterator(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct sequence_iterator *)self)->sequence);
}

static owned next_of_list(struct runtime *rt, borrowed self)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    struct list *list = (struct list *)iterator->sequence;
    if (!list)
        return NULL;
    if (iterator->position < list->count)
        return object_retain(rt, list->items[iterator->position++]);
    slot_clear(rt, self, &iterator->sequence);
    return NULL;
}

static owned previous_of_list(struct runtime *rt, borrowed self)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    struct list *list = (struct list *)iterator->sequence;
    if (!list)
        return NULL;
    if (iterator->position > 0 && iterator->position <= list->count)
        return object_retain(rt, list->items[--iterator->position]);
    slot_clear(rt, self, &iterator->sequence);
    return NULL;
}

static owned next_of_tuple(struct runtime *rt, borrowed self)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    borrowed tuple = iterator->sequence;
    if (!tuple)
        return NULL;
    if (iterator->position < tuple_count(tuple))
        return object_retain(rt, tuple_item(tuple, iterator->position++));
    slot_clear(rt, self, &iterator->sequence);
    return NULL;
}

/* sequence[place]; NULL without an error behind the end, where the iterator lets go of it. */
static owned get_item(struct runtime *rt, borrowed self, size_t place)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    owned sequence = object_retain(rt, iterator->sequence);
    owned item = object_get_item(rt, sequence, int_tag((int64_t)place));
    object_release(rt, sequence);
    if (!item && (exception_matches(rt, &exception_IndexError) ||
                  exception_matches(rt, &exception_StopIteration))) {
        exception_clear(rt);
        slot_clear(rt, self, &iterator->sequence);
    }
    return item;
}

static owned next_of_sequence(struct runtime *rt, borrowed self)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    return iterator->sequence ? get_item(rt, self, iterator->position++) : NULL;
}

static owned previous_of_sequence(struct runtime *rt, borrowed self)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    if (iterator->sequence && iterator->position > 0)
        return get_item(rt, self, --iterator->position);
    slot_clear(rt, self, &iterator->sequence);
    return NULL;
}

static owned length_hint(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed argument_names)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    if (!arguments_count(rt, "__length_hint__", positional, argument_names, 0, 0))
        return NULL;
    int64_t length = iterator->sequence ? object_length(rt, iterator->sequence) : 0;
    if (length < 0)
        return NULL;
    return int_new(rt,
                   length > (int64_t)iterator->position ? length - (int64_t)iterator->position : 0);
}

static owned length_hint_backwards(struct runtime *rt, borrowed self,
                                   const borrowed *arguments UNUSED, size_t positional,
                                   borrowed argument_names)
{
    struct sequence_iterator *iterator = (struct sequence_iterator *)self;
    if (!arguments_count(rt, "__length_hint__", positional, argument_names, 0, 0))
        return NULL;
    int64_t length = iterator->sequence ? object_length(rt, iterator->sequence) : 0;
    if (length < 0)
        return NULL;
    return int_new(rt, length < (int64_t)iterator->position ? 0 : (int64_t)iterator->position);
}

static const struct native_method forward_methods[] = {
    {"__length_hint__", length_hint, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_method backward_methods[] = {
    {"__length_hint__", length_hint_backwards, NATIVE_PLAIN, NULL},
    {0},
};

/* reversed(v): __reversed__ of v's type, else backwards through __getitem__. */
static owned new_reversed(struct runtime *rt, struct type *type, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "reversed", positional, argument_names, 1, 1))
        return NULL;
    owned method = object_find_special(rt, arguments[0], names.reversed_);
    if (method == NONE)
        return exception_raise(rt, &exception_TypeError, "'%T' object is not reversible",
                               arguments[0]);
    if (method) {
        owned iterator = object_call_none(rt, method);
        object_release(rt, method);
        return iterator;
    }
    if (runtime_has_error(rt))
        return NULL;
    struct type *argument_type = object_type(rt, arguments[0]);
    if (!argument_type->length || !argument_type->get_item ||
        type_has_flag(argument_type, TYPE_DICT) || type_has_flag(argument_type, TYPE_SET))
        return exception_raise(rt, &exception_TypeError, "'%T' object is not reversible",
                               arguments[0]);
    return sequence_iterator_new_reversed(rt, type, arguments[0]);
}

#define SEQUENCE_ITERATOR(identifier, type_name, next_function, method_table, ...)                 \
    struct type identifier = {                                                                     \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct sequence_iterator),                                                  \
        .reported_size = 32,                                                                       \
        .base = &object_type_,                                                                     \
        .traverse = traverse_sequence_iterator,                                                    \
        .dealloc = dealloc_sequence_iterator,                                                      \
        .iterate = iterator_itself,                                                                \
        .next = next_function,                                                                     \
        .methods = method_table,                                                                   \
        __VA_ARGS__,                                                                               \
    }

SEQUENCE_ITERATOR(list_iterator_type, "list_iterator", next_of_list, forward_methods,
                  .flags = TYPE_TRACKED | TYPE_ABSTRACT);
SEQUENCE_ITERATOR(list_reverse_iterator_type, "list_reverseiterator", previous_of_list,
                  backward_methods, .flags = TYPE_TRACKED | TYPE_ABSTRACT);
SEQUENCE_ITERATOR(tuple_iterator_type, "tuple_iterator", next_of_tuple, forward_methods,
                  .flags = TYPE_TRACKED | TYPE_ABSTRACT);
SEQUENCE_ITERATOR(sequence_iterator_type, "iterator", next_of_sequence, forward_methods,
                  .flags = TYPE_TRACKED | TYPE_ABSTRACT);
SEQUENCE_ITERATOR(reversed_type, "reversed", previous_of_sequence, backward_methods,
                  .flags = TYPE_TRACKED | TYPE_BASE, .new = new_reversed);

/* --- iter(callable, sentinel) ----------------------------------------------------------------- */

struct callable_iterator {
    struct object header;
    borrowed callable; /* held; NULL once exhausted */
    borrowed sentinel; /* held; NULL once exhausted */
};

owned callable_iterator_new(struct runtime *rt, borrowed callable, borrowed sentinel)
{
    struct callable_iterator *iterator = (struct callable_iterator *)object_new(
        rt, &callable_iterator_type, sizeof(struct callable_iterator), 32);
    if (!iterator)
        return NULL;
    slot_copy(rt, &iterator->header, &iterator->callable, callable);
    slot_copy(rt, &iterator->header, &iterator->sentinel, sentinel);
    gc_track(rt, &iterator->header);
    return &iterator->header;
}

static int clear_callable_iterator(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct callable_iterator *)self)->callable);
    slot_clear(rt, self, &((struct callable_iterator *)self)->sentinel);
    return 0;
}

static void dealloc_callable_iterator(struct runtime *rt, borrowed self)
{
    clear_callable_iterator(rt, self);
}

static int traverse_callable_iterator(borrowed self, visit_function visit, void *context)
{
    struct callable_iterator *iterator = (struct callable_iterator *)self;
    ITERATOR_VISIT(iterator->callable);
    ITERATOR_VISIT(iterator->sentinel);
    return 0;
}

static owned next_of_callable(struct runtime *rt, borrowed self)
{
    struct callable_iterator *iterator = (struct callable_iterator *)self;
    if (!iterator->callable)
        return NULL;
    owned callable = object_retain(rt, iterator->callable);
    owned result = object_call_none(rt, callable);
    object_release(rt, callable);
    if (result && iterator->sentinel) {
        owned sentinel = object_retain(rt, iterator->sentinel);
        int equal = object_is_equal(rt, result, sentinel);
        object_release(rt, sentinel);
        if (equal == 0)
            return result;
        object_release(rt, result);
        if (equal < 0)
            return NULL;
        result = NULL;
    } else if (exception_matches(rt, &exception_StopIteration)) {
        exception_clear(rt);
    } else {
        return result;
    }
    clear_callable_iterator(rt, self);
    return NULL;
}

struct type callable_iterator_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "callable_iterator",
    .size = sizeof(struct callable_iterator),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .base = &object_type_,
    .traverse = traverse_callable_iterator,
    .clear = clear_callable_iterator,
    .dealloc = dealloc_callable_iterator,
    .iterate = iterator_itself,
    .next = next_of_callable,
};
