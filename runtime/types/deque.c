/* collections.deque: the ring, the slots, the iterators.
 *
 * Invariant: the items at [start … start + count) are held and not NULL; all other places are NULL.
 * What leaves the deque is in flight before it is released.
 */
#include "runtime/types/deque.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#define FIRST_PLACES 8
#define BLOCK        64 /* items in a block of CPython's deque */
#define BLOCK_CENTER 32

static inline bool deque_check(borrowed v)
{
    return object_is_pointer(v) && type_is_subtype(v->type, &deque_type);
}

static size_t size_of_deque(struct runtime *rt UNUSED, borrowed self)
{
    struct deque *deque = (struct deque *)self;
    size_t blocks = (deque->left + deque->count + BLOCK - 1) / BLOCK;
    return self->type->reported_size + (blocks > 0 ? blocks : 1) * (BLOCK * 8 + 16);
}

/* --- the ring --------------------------------------------------------------------------------- */

static int make_room(struct runtime *rt, struct deque *deque)
{
    size_t places = deque->ring ? deque->mask + 1 : 0;
    if (deque->count < places)
        return 0;
    size_t more = places ? places * 2 : FIRST_PLACES;
    borrowed *ring = memory_try_resize(NULL, more, sizeof *ring);
    if (!ring) {
        rt->raise_memory_error(rt);
        return -1;
    }
    for (size_t i = 0; i < deque->count; i++)
        ring[i] = *deque_slot(deque, i);
    memset(ring + deque->count, 0, (more - deque->count) * sizeof *ring);
    memory_free(deque->ring);
    deque->ring = ring;
    deque->start = 0;
    deque->mask = more - 1;
    return 0;
}

/* The count has changed. */
static void note_change(struct runtime *rt, struct deque *deque)
{
    deque->version++;
    if (UNLIKELY(rt->lane != NULL))
        object_resized(rt, &deque->header, size_of_deque(rt, &deque->header));
}

owned deque_pop(struct runtime *rt, struct deque *deque)
{
    owned item = slot_take(rt, &deque->header, deque_slot(deque, deque->count - 1));
    deque->count--;
    if (deque->count == 0 && deque->left == 0)
        deque->left = BLOCK_CENTER;
    note_change(rt, deque);
    return item;
}

owned deque_pop_left(struct runtime *rt, struct deque *deque)
{
    owned item = slot_take(rt, &deque->header, deque_slot(deque, 0));
    deque->start = (deque->start + 1) & deque->mask;
    deque->count--;
    deque->left++;
    if (deque->left == BLOCK)
        deque->left = deque->count == 0 ? BLOCK_CENTER : 0;
    note_change(rt, deque);
    return item;
}

int deque_append(struct runtime *rt, struct deque *deque, owned item)
{
    if (make_room(rt, deque) < 0) {
        object_release(rt, item);
        return -1;
    }
    object_move(rt, item, IN_FLIGHT, &deque->header);
    deque->ring[(deque->start + deque->count) & deque->mask] = item;
    deque->count++;
    note_change(rt, deque);
    if (deque->maximum >= 0 && (int64_t)deque->count > deque->maximum)
        object_release(rt, deque_pop_left(rt, deque));
    return 0;
}

int deque_append_left(struct runtime *rt, struct deque *deque, owned item)
{
    if (make_room(rt, deque) < 0) {
        object_release(rt, item);
        return -1;
    }
    object_move(rt, item, IN_FLIGHT, &deque->header);
    deque->start = (deque->start - 1) & deque->mask;
    deque->ring[deque->start] = item;
    deque->count++;
    deque->left = (uint8_t)((deque->left + BLOCK - 1) % BLOCK);
    note_change(rt, deque);
    if (deque->maximum >= 0 && (int64_t)deque->count > deque->maximum)
        object_release(rt, deque_pop(rt, deque));
    return 0;
}

void deque_rotate(struct runtime *rt UNUSED, struct deque *deque, int64_t steps)
{
    if (deque->count < 2)
        return;
    int64_t count = (int64_t)deque->count, half = count / 2;
    if (steps > half || steps < -half) { /* the shorter way round */
        steps %= count;
        steps += steps > half ? -count : steps < -half ? count : 0;
    }
    for (; steps > 0; steps--) {
        borrowed *last = deque_slot(deque, deque->count - 1), item = *last;
        *last = NULL;
        deque->start = (deque->start - 1) & deque->mask;
        deque->ring[deque->start] = item;
        deque->left = (uint8_t)((deque->left + BLOCK - 1) % BLOCK);
    }
    for (; steps < 0; steps++) {
        borrowed *first = deque_slot(deque, 0), item = *first;
        *first = NULL;
        deque->start = (deque->start + 1) & deque->mask;
        deque->ring[(deque->start + deque->count - 1) & deque->mask] = item;
        deque->left = (uint8_t)((deque->left + 1) % BLOCK);
    }
    deque->version++;
}

int deque_extend(struct runtime *rt, struct deque *deque, borrowed iterable, bool left)
{
    owned source =
        iterable == &deque->header ? list_from_iterable(rt, iterable) : object_retain(rt, iterable);
    owned iterator = source ? object_iterate(rt, source) : NULL, item;
    object_release_maybe(rt, source);
    if (!iterator)
        return -1;
    if (deque->count == 0) /* CPython then begins at the far end of its first block */
        deque->left = left ? BLOCK - 1 : 1;
    while ((item = object_next(rt, iterator)) != NULL) {
        int status = left ? deque_append_left(rt, deque, item) : deque_append(rt, deque, item);
        if (status < 0)
            break;
    }
    object_release(rt, iterator);
    return runtime_has_error(rt) ? -1 : 0;
}

void deque_clear(struct runtime *rt, struct deque *deque)
{
    bool had_items = deque->count > 0;
    while (deque->count > 0)
        object_release(rt, deque_pop_left(rt, deque));
    if (had_items)
        deque->left = BLOCK_CENTER;
}

owned deque_copy(struct runtime *rt, borrowed v)
{
    struct deque *deque = (struct deque *)v;
    owned copy = object_new(rt, &deque_type, sizeof(struct deque), size_of_deque(rt, v));
    if (!copy)
        return NULL;
    ((struct deque *)copy)->maximum = deque->maximum;
    ((struct deque *)copy)->left = BLOCK_CENTER;
    gc_track(rt, copy);
    if (deque_extend(rt, (struct deque *)copy, v, false) < 0) {
        object_release(rt, copy);
        return NULL;
    }
    return copy;
}

/* --- slots ------------------------------------------------------------------------------------ */

static int traverse_deque(borrowed self, visit_function visit, void *context)
{
    struct deque *deque = (struct deque *)self;
    for (size_t i = 0; i < deque->count; i++) {
        borrowed item = *deque_slot(deque, i);
        int status = item ? visit(context, item, EDGE_INDEX, i) : 0;
        if (status != 0)
            return status;
    }
    return 0;
}

static int clear_deque(struct runtime *rt, borrowed self)
{
    deque_clear(rt, (struct deque *)self);
    return 0;
}

static void dealloc_deque(struct runtime *rt, borrowed self)
{
    struct deque *deque = (struct deque *)self;
    for (size_t i = 0; i < deque->count; i++)
        slot_clear(rt, self, deque_slot(deque, i));
    memory_free(deque->ring);
    deque->ring = NULL;
    deque->count = 0;
}

static owned new_deque(struct runtime *rt, struct type *type, const borrowed *arguments UNUSED,
                       size_t positional UNUSED, borrowed argument_names UNUSED)
{
    owned v = object_new(rt, type, type->size, type->reported_size + BLOCK * 8 + 16);
    if (!v)
        return NULL;
    ((struct deque *)v)->maximum = -1;
    ((struct deque *)v)->left = BLOCK_CENTER;
    gc_track(rt, v);
    return v;
}

static int init_deque(struct runtime *rt, borrowed self, const borrowed *arguments,
                      size_t positional, borrowed argument_names)
{
    static const char *const parameter_names[] = {"iterable", "maxlen", NULL};
    static const struct arguments specification = {
        .function = "deque", .names = parameter_names, .positional = 2};
    struct deque *deque = (struct deque *)self;
    borrowed values[2];
    int64_t maximum = -1;
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return -1;
    if (values[1] && values[1] != NONE) {
        if (!arguments_int(rt, values[1], &maximum))
            return -1;
        if (maximum < 0) {
            exception_raise(rt, &exception_ValueError, "maxlen must be non-negative");
            return -1;
        }
    }
    deque->maximum = maximum;
    deque_clear(rt, deque);
    return values[0] ? deque_extend(rt, deque, values[0], false) : 0;
}

/* The name of the type without its module. */
static const char *short_name(const struct type *type)
{
    const char *dot = strrchr(type->name, '.');
    return dot ? dot + 1 : type->name;
}

static owned repr_deque(struct runtime *rt, borrowed self)
{
    struct deque *deque = (struct deque *)self;
    int entered = protocol_repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : str_from_text(rt, "[...]");
    owned text = NULL, list = list_from_iterable(rt, self);
    if (list)
        text = deque->maximum < 0 ? str_format(rt, "%s(%R)", short_name(self->type), list)
                                  : str_format(rt, "%s(%R, maxlen=%lld)", short_name(self->type),
                                               list, (long long)deque->maximum);
    object_release_maybe(rt, list);
    protocol_repr_leave(rt, self);
    return text;
}

static owned compare_deques(struct runtime *rt, borrowed self, borrowed other,
                            enum compare operation)
{
    if (!deque_check(self) || !deque_check(other))
        return NOT_IMPLEMENTED;
    owned left = list_from_iterable(rt, self), result = NULL;
    owned right = left ? list_from_iterable(rt, other) : NULL;
    if (right)
        result = sequence_compare(rt, left, right, operation);
    object_release_maybe(rt, left);
    object_release_maybe(rt, right);
    return result;
}

static int64_t length_of_deque(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)((struct deque *)self)->count;
}

static owned get_deque_item(struct runtime *rt, borrowed self, borrowed key)
{
    struct deque *deque = (struct deque *)self;
    if (!object_type(rt, key)->to_index)
        return exception_raise(rt, &exception_TypeError, "sequence index must be integer, not '%T'",
                               key);
    int64_t place = sequence_place(rt, key, deque->count, "deque index out of range");
    return place < 0 ? NULL : object_retain(rt, *deque_slot(deque, (size_t)place));
}

static int set_deque_item(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    struct deque *deque = (struct deque *)self;
    int64_t place = sequence_place(rt, key, deque->count, "deque index out of range");
    if (place < 0)
        return -1;
    if (value) {
        slot_copy(rt, self, deque_slot(deque, (size_t)place), value);
        return 0;
    }
    deque_rotate(rt, deque, -place);
    owned item = deque_pop_left(rt, deque);
    deque_rotate(rt, deque, place);
    object_release(rt, item);
    return 0;
}

static int contains(struct runtime *rt, borrowed self, borrowed value)
{
    struct deque *deque = (struct deque *)self;
    uint32_t version = deque->version;
    for (size_t i = 0; i < deque->count; i++) {
        owned item = object_retain(rt, *deque_slot(deque, i));
        int equal = object_is_equal(rt, item, value);
        object_release(rt, item);
        if (equal != 0)
            return equal;
        if (deque->version != version) {
            exception_raise(rt, &exception_RuntimeError, "deque mutated during iteration");
            return -1;
        }
    }
    return 0;
}

static owned add_deques(struct runtime *rt, borrowed left, borrowed right)
{
    if (!deque_check(left))
        return NOT_IMPLEMENTED;
    if (!deque_check(right))
        return exception_raise(rt, &exception_TypeError,
                               "can only concatenate deque (not \"%T\") to deque", right);
    owned result = deque_copy(rt, left);
    if (result && deque_extend(rt, (struct deque *)result, right, false) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

static owned extend_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    return deque_extend(rt, (struct deque *)left, right, false) < 0 ? NULL
                                                                    : object_retain(rt, left);
}

static owned multiply_deque(struct runtime *rt, borrowed left, borrowed right)
{
    bool is_left = deque_check(left);
    borrowed self = is_left ? left : right, factor = is_left ? right : left;
    int64_t times;
    if (!object_type(rt, factor)->to_index)
        return NOT_IMPLEMENTED;
    if (object_index_number(rt, factor, &times, false) < 0)
        return NULL;
    owned result = deque_copy(rt, self);
    if (result && times <= 0)
        deque_clear(rt, (struct deque *)result);
    for (int64_t i = 1; result && i < times && ((struct deque *)self)->count > 0; i++) {
        if (deque_extend(rt, (struct deque *)result, self, false) < 0) {
            object_release(rt, result);
            return NULL;
        }
    }
    return result;
}

/* --- iterators -------------------------------------------------------------------------------- */

struct deque_iterator {
    struct object header;
    borrowed deque; /* held */
    size_t position;
    uint32_t version; /* of the deque when the walk began */
};

static owned new_iterator(struct runtime *rt, struct type *type, borrowed deque)
{
    struct deque_iterator *iterator =
        (struct deque_iterator *)object_new(rt, type, sizeof *iterator, 56);
    if (!iterator)
        return NULL;
    slot_copy(rt, &iterator->header, &iterator->deque, deque);
    iterator->version = ((struct deque *)deque)->version;
    gc_track(rt, &iterator->header);
    return &iterator->header;
}

static owned iterate_deque(struct runtime *rt, borrowed self)
{
    return new_iterator(rt, &deque_iterator_type, self);
}

owned deque_iterate_backwards(struct runtime *rt, borrowed v)
{
    return new_iterator(rt, &deque_reverse_iterator_type, v);
}

static owned next_item(struct runtime *rt, struct deque_iterator *iterator, bool backwards)
{
    struct deque *deque = (struct deque *)iterator->deque;
    if (iterator->position >= deque->count && iterator->version == deque->version)
        return NULL;
    if (iterator->version != deque->version)
        return exception_raise(rt, &exception_RuntimeError, "deque mutated during iteration");
    size_t place = iterator->position++;
    return object_retain(rt, *deque_slot(deque, backwards ? deque->count - 1 - place : place));
}

static owned next_forwards(struct runtime *rt, borrowed self)
{
    return next_item(rt, (struct deque_iterator *)self, false);
}

static owned next_backwards(struct runtime *rt, borrowed self)
{
    return next_item(rt, (struct deque_iterator *)self, true);
}

static int traverse_iterator(borrowed self, visit_function visit, void *context)
{
    ITERATOR_VISIT(((struct deque_iterator *)self)->deque);
    return 0;
}

static void dealloc_iterator(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct deque_iterator *)self)->deque);
}

#define DEQUE_ITERATOR(identifier, type_name, next_function)                                       \
    struct type identifier = {                                                                     \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct deque_iterator),                                                     \
        .reported_size = 56,                                                                       \
        .flags = TYPE_TRACKED | TYPE_ABSTRACT,                                                     \
        .base = &object_type_,                                                                     \
        .traverse = traverse_iterator,                                                             \
        .dealloc = dealloc_iterator,                                                               \
        .iterate = iterator_itself,                                                                \
        .next = next_function,                                                                     \
    }

DEQUE_ITERATOR(deque_iterator_type, "_collections._deque_iterator", next_forwards);
DEQUE_ITERATOR(deque_reverse_iterator_type, "_collections._deque_reverse_iterator", next_backwards);

static owned get_maximum(struct runtime *rt, borrowed self)
{
    int64_t maximum = ((struct deque *)self)->maximum;
    return maximum < 0 ? NONE : int_new(rt, maximum);
}

static const struct native_attribute attributes[] = {
    {"maxlen", get_maximum, NULL},
    {0},
};

struct type deque_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "collections.deque",
    .doc = "A list-like sequence optimized for data accesses near its endpoints.",
    .size = sizeof(struct deque),
    .reported_size = 216,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_SEQUENCE,
    .has_weak_references = true,
    .base = &object_type_,
    .traverse = traverse_deque,
    .clear = clear_deque,
    .dealloc = dealloc_deque,
    .new = new_deque,
    .init = init_deque,
    .repr = repr_deque,
    .compare = compare_deques,
    .iterate = iterate_deque,
    .length = length_of_deque,
    .get_item = get_deque_item,
    .set_item = set_deque_item,
    .contains = contains,
    .size_of = size_of_deque,
    .binary = {[BINARY_ADD] = add_deques, [BINARY_MULTIPLY] = multiply_deque},
    .in_place = {[BINARY_ADD] = extend_in_place},
    .methods = deque_methods,
    .attributes = attributes,
};
