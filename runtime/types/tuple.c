/* tuple: an immutable row of references, in the object's own block.
 *
 * The empty tuple is immortal and one. A tuple is filled before it is tracked and never changes
 * afterwards, so that nothing here needs to hold items while it compares or prints them: whoever
 * called holds the tuple, and the tuple its items.
 */
#include "runtime/types/tuple.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"

#define HASH_PRIME_1 UINT64_C(11400714785074694791)
#define HASH_PRIME_2 UINT64_C(14029467366897019727)
#define HASH_PRIME_5 UINT64_C(2870177450012600261)

static struct tuple empty_tuple = {.header = OBJECT_STATIC(&tuple_type)};

static inline size_t reported_size(const struct type *type, size_t count)
{
    return type->reported_size + 8 * count;
}

static owned allocate(struct runtime *rt, struct type *type, size_t count)
{
    if (count > (SIZE_MAX - sizeof(struct tuple)) / 16) {
        rt->raise_memory_error(rt);
        return NULL;
    }
    owned v = object_new(rt, type, sizeof(struct tuple) + count * sizeof(borrowed),
                         reported_size(type, count));
    if (v)
        ((struct tuple *)v)->count = count;
    return v;
}

owned tuple_new(struct runtime *rt, size_t count)
{
    return count == 0 ? &empty_tuple.header : allocate(rt, &tuple_type, count);
}

owned tuple_from(struct runtime *rt, const borrowed *items, size_t count)
{
    owned v = tuple_new(rt, count);
    if (!v || count == 0)
        return v;
    for (size_t i = 0; i < count; i++)
        slot_copy(rt, v, &((struct tuple *)v)->items[i], items[i]);
    gc_track(rt, v);
    return v;
}

owned tuple_from_owned(struct runtime *rt, owned *items, size_t count)
{
    owned v = tuple_new(rt, count);
    if (!v) {
        for (size_t i = 0; i < count; i++)
            object_release(rt, items[i]);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        tuple_fill(rt, v, i, items[i]);
    if (count > 0)
        gc_track(rt, v);
    return v;
}

owned tuple_from_iterable(struct runtime *rt, borrowed iterable)
{
    if (object_is_pointer(iterable) && iterable->type == &tuple_type)
        return object_retain(rt, iterable);
    if (object_is_pointer(iterable) && iterable->type == &list_type)
        return tuple_from(rt, ((struct list *)iterable)->items, ((struct list *)iterable)->count);
    owned list = list_from_iterable(rt, iterable);
    if (!list)
        return NULL;
    owned v = tuple_from(rt, ((struct list *)list)->items, ((struct list *)list)->count);
    object_release(rt, list);
    return v;
}

owned tuple_immortal(struct runtime *rt UNUSED, const borrowed *items, size_t count)
{
    if (count == 0)
        return &empty_tuple.header;
    owned v = object_new_immortal(&tuple_type, sizeof(struct tuple) + count * sizeof(borrowed));
    ((struct tuple *)v)->count = count;
    memcpy(((struct tuple *)v)->items, items, count * sizeof(borrowed));
    return v;
}

/* --- memory ----------------------------------------------------------------------------------- */

static int traverse_tuple(borrowed self, visit_function visit, void *context)
{
    struct tuple *tuple = (struct tuple *)self;
    for (size_t i = tuple->count; i-- > 0;) { /* as CPython: the collector's order follows it */
        int status = tuple->items[i] ? visit(context, tuple->items[i], EDGE_INDEX, i) : 0;
        if (status != 0)
            return status;
    }
    return 0;
}

/* The last item goes first, as CPython does it: finalizers show the order. */
static void dealloc_tuple(struct runtime *rt, borrowed self)
{
    struct tuple *tuple = (struct tuple *)self;
    for (size_t i = tuple->count; i-- > 0;)
        slot_clear(rt, self, &tuple->items[i]);
}

static size_t size_of_tuple(struct runtime *rt UNUSED, borrowed self)
{
    return reported_size(self->type, tuple_count(self));
}

/* --- behaviour -------------------------------------------------------------------------------- */

static owned new_tuple(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "tuple", positional, type == &tuple_type ? argument_names : NULL, 0,
                         1))
        return NULL;
    owned plain = positional == 0 ? tuple_new(rt, 0) : tuple_from_iterable(rt, arguments[0]);
    if (!plain || type == &tuple_type)
        return plain;
    owned v = allocate(rt, type, tuple_count(plain));
    if (v) {
        for (size_t i = 0; i < tuple_count(plain); i++)
            slot_copy(rt, v, &((struct tuple *)v)->items[i], tuple_item(plain, i));
        gc_track(rt, v);
    }
    object_release(rt, plain);
    return v;
}

static owned repr_tuple(struct runtime *rt, borrowed self)
{
    return sequence_repr(rt, self, "(", tuple_count(self) == 1 ? ",)" : ")", "(...)");
}

static int hash_tuple(struct runtime *rt, borrowed self, int64_t *hash)
{
    uint64_t state = HASH_PRIME_5;
    if (!protocol_has_stack(rt))
        return -1;
    for (size_t i = 0; i < tuple_count(self); i++) {
        int64_t lane;
        if (object_hash(rt, tuple_item(self, i), &lane) < 0)
            return -1;
        state += (uint64_t)lane * HASH_PRIME_2;
        state = state << 31 | state >> 33;
        state *= HASH_PRIME_1;
    }
    state += tuple_count(self) ^ (HASH_PRIME_5 ^ UINT64_C(3527539));
    *hash = state == UINT64_MAX ? 1546275796 : (int64_t)state;
    return 0;
}

static owned compare_tuples(struct runtime *rt, borrowed self, borrowed other,
                            enum compare operation)
{
    if (!tuple_check(self) || !tuple_check(other))
        return NOT_IMPLEMENTED;
    return sequence_compare(rt, self, other, operation);
}

static owned iterate_tuple(struct runtime *rt, borrowed self)
{
    return sequence_iterator_new(rt, &tuple_iterator_type, self);
}

static int64_t length_of_tuple(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)tuple_count(self);
}

static owned slice_tuple(struct runtime *rt, borrowed self, borrowed slice)
{
    int64_t start, step, count;
    if (slice_resolve(rt, slice, (int64_t)tuple_count(self), &start, &step, &count) < 0)
        return NULL;
    if (count == (int64_t)tuple_count(self) && step == 1 && self->type == &tuple_type)
        return object_retain(rt, self);
    owned v = tuple_new(rt, (size_t)count);
    if (!v || count == 0)
        return v;
    for (int64_t i = 0; i < count; i++)
        slot_copy(rt, v, &((struct tuple *)v)->items[i],
                  tuple_item(self, (size_t)(start + i * step)));
    gc_track(rt, v);
    return v;
}

static owned get_tuple_item(struct runtime *rt, borrowed self, borrowed key)
{
    if (slice_check(key))
        return slice_tuple(rt, self, key);
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index)
        return sequence_bad_index(rt, self, key);
    int64_t place = sequence_place(rt, key, tuple_count(self), "tuple index out of range");
    return place < 0 ? NULL : object_retain(rt, tuple_item(self, (size_t)place));
}

static owned add_tuples(struct runtime *rt, borrowed left, borrowed right)
{
    if (!tuple_check(left) || !tuple_check(right))
        return NOT_IMPLEMENTED;
    size_t first = tuple_count(left), second = tuple_count(right);
    if (first == 0 && right->type == &tuple_type)
        return object_retain(rt, right);
    if (second == 0 && left->type == &tuple_type)
        return object_retain(rt, left);
    owned v = tuple_new(rt, first + second);
    if (!v || first + second == 0)
        return v;
    for (size_t i = 0; i < first + second; i++)
        slot_copy(rt, v, &((struct tuple *)v)->items[i],
                  i < first ? tuple_item(left, i) : tuple_item(right, i - first));
    gc_track(rt, v);
    return v;
}

static owned multiply_tuple(struct runtime *rt, borrowed left, borrowed right)
{
    borrowed self;
    size_t times;
    int status = sequence_repetition(rt, left, right, TYPE_TUPLE, &self, &times);
    if (status <= 0)
        return status < 0 ? NULL : NOT_IMPLEMENTED;
    size_t count = tuple_count(self);
    if (times == 1 && self->type == &tuple_type)
        return object_retain(rt, self);
    if (count > 0 && times > SIZE_MAX / count) {
        rt->raise_memory_error(rt);
        return NULL;
    }
    owned v = tuple_new(rt, count * times);
    if (!v || count * times == 0)
        return v;
    for (size_t i = 0; i < count * times; i++)
        slot_copy(rt, v, &((struct tuple *)v)->items[i], tuple_item(self, i % count));
    gc_track(rt, v);
    return v;
}

static owned get_new_arguments(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                               size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "tuple.__getnewargs__", positional, argument_names, 0, 0))
        return NULL;
    owned plain = tuple_from(rt, ((struct tuple *)self)->items, tuple_count(self));
    return plain ? tuple_from_owned(rt, &plain, 1) : NULL;
}

static const struct native_method methods[] = {
    GENERIC_ALIAS_METHOD,
    {"count", sequence_count, NATIVE_PLAIN, "Return number of occurrences of value."},
    {"index", sequence_index, NATIVE_PLAIN, "Return first index of value."},
    {"__getnewargs__", get_new_arguments, NATIVE_PLAIN, NULL},
    {0},
};

struct type tuple_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "tuple",
    .doc = "Built-in immutable sequence.",
    .size = sizeof(struct tuple),
    .reported_size = 24,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_TUPLE,
    .derived_dict_offset = offsetof(struct tuple, dict),
    .base = &object_type_,
    .traverse = traverse_tuple,
    .dealloc = dealloc_tuple,
    .new = new_tuple,
    .repr = repr_tuple,
    .hash = hash_tuple,
    .compare = compare_tuples,
    .iterate = iterate_tuple,
    .length = length_of_tuple,
    .get_item = get_tuple_item,
    .contains = sequence_contains,
    .size_of = size_of_tuple,
    .binary = {[BINARY_ADD] = add_tuples, [BINARY_MULTIPLY] = multiply_tuple},
    .methods = methods,
};
