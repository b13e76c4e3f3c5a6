/* itertools: groupby and tee. */
#include "runtime/modules/itertools.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

/* --- groupby ---------------------------------------------------------------------------------- */

struct group_by {
    struct object header;
    borrowed iterator;      /* held */
    borrowed function;      /* held; None: items are their own keys */
    borrowed target_key;    /* held or NULL: of the group given last */
    borrowed current_key;   /* held or NULL: of the current value */
    borrowed current_value; /* held or NULL: taken, and not yet given */
    uint64_t round;         /* number of the group given last: older groups are over */
};

struct group { /* what it gives with each key */
    struct object header;
    borrowed parent;     /* held: the group_by */
    borrowed target_key; /* held */
    uint64_t round;
};

static owned new_group_by(ITERTOOLS_NEW)
{
    static const char *const parameter_names[] = {"iterable", "key", NULL};
    static const struct arguments specification = {
        .function = "groupby", .names = parameter_names, .required = 1, .positional = 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    owned iterator = object_iterate(rt, values[0]);
    owned v = iterator ? object_new(rt, type, type->size, type->reported_size) : NULL;
    if (!v) {
        object_release_maybe(rt, iterator);
        return NULL;
    }
    slot_set(rt, v, &((struct group_by *)v)->iterator, iterator);
    slot_copy(rt, v, &((struct group_by *)v)->function, values[1] ? values[1] : NONE);
    gc_track(rt, v);
    return v;
}

static int traverse_group_by(borrowed self, visit_function visit, void *context)
{
    struct group_by *groups = (struct group_by *)self;
    ITERATOR_VISIT(groups->iterator);
    ITERATOR_VISIT(groups->function);
    ITERATOR_VISIT(groups->target_key);
    ITERATOR_VISIT(groups->current_key);
    ITERATOR_VISIT(groups->current_value);
    return 0;
}

static void dealloc_group_by(struct runtime *rt, borrowed self)
{
    struct group_by *groups = (struct group_by *)self;
    slot_clear(rt, self, &groups->iterator);
    slot_clear(rt, self, &groups->function);
    slot_clear(rt, self, &groups->target_key);
    slot_clear(rt, self, &groups->current_key);
    slot_clear(rt, self, &groups->current_value);
}

/* Takes the next value and its key. False: exhausted, or an error. */
static bool step(struct runtime *rt, struct group_by *groups)
{
    owned value = object_next(rt, groups->iterator);
    owned key = NULL;
    if (value)
        key = groups->function == NONE ? object_retain(rt, value)
                                       : object_call_one(rt, groups->function, value);
    if (!key) {
        object_release_maybe(rt, value);
        return false;
    }
    slot_set(rt, &groups->header, &groups->current_value, value);
    slot_set(rt, &groups->header, &groups->current_key, key);
    return true;
}

static int is_same_key(struct runtime *rt, borrowed left, borrowed right)
{
    object_retain(rt, left);
    object_retain(rt, right);
    int equal = object_is_equal(rt, left, right);
    object_release(rt, left);
    object_release(rt, right);
    return equal;
}

static owned next_of_group_by(struct runtime *rt, borrowed self)
{
    struct group_by *groups = (struct group_by *)self;
    groups->round++;
    for (;;) { /* what is left of the last group is passed over */
        if (groups->current_key) {
            int same =
                groups->target_key ? is_same_key(rt, groups->target_key, groups->current_key) : 0;
            if (same < 0)
                return NULL;
            if (same == 0)
                break;
        }
        if (!step(rt, groups))
            return NULL;
    }
    slot_copy(rt, self, &groups->target_key, groups->current_key);
    struct group *group =
        (struct group *)object_new(rt, &itertools_group_type, sizeof(struct group), 32);
    if (!group)
        return NULL;
    slot_copy(rt, &group->header, &group->parent, self);
    slot_copy(rt, &group->header, &group->target_key, groups->target_key);
    group->round = groups->round;
    gc_track(rt, &group->header);
    owned pair[2] = {object_retain(rt, groups->current_key), &group->header};
    return tuple_from_owned(rt, pair, 2);
}

static int traverse_group(borrowed self, visit_function visit, void *context)
{
    struct group *group = (struct group *)self;
    ITERATOR_VISIT(group->parent);
    ITERATOR_VISIT(group->target_key);
    return 0;
}

static void dealloc_group(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct group *)self)->parent);
    slot_clear(rt, self, &((struct group *)self)->target_key);
}

static owned next_of_group(struct runtime *rt, borrowed self)
{
    struct group *group = (struct group *)self;
    struct group_by *groups = (struct group_by *)group->parent;
    if (groups->round != group->round)
        return NULL;
    if (!groups->current_value && !step(rt, groups))
        return NULL;
    int same = is_same_key(rt, group->target_key, groups->current_key);
    if (same <= 0)
        return NULL;
    return slot_take(rt, &groups->header, &groups->current_value);
}

struct type itertools_group_by_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "itertools.groupby",
    .doc = "make an iterator that returns consecutive keys and groups from the iterable",
    .size = sizeof(struct group_by),
    .reported_size = 72,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .base = &object_type_,
    .new = new_group_by,
    .traverse = traverse_group_by,
    .dealloc = dealloc_group_by,
    .iterate = iterator_itself,
    .next = next_of_group_by,
};

struct type itertools_group_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "itertools._grouper",
    .size = sizeof(struct group),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .base = &object_type_,
    .traverse = traverse_group,
    .dealloc = dealloc_group,
    .iterate = iterator_itself,
    .next = next_of_group,
};

/* --- tee -------------------------------------------------------------------------------------- */

/* The items that were taken lie in a chain of links; each tee holds the link it comes to next, so
 * that a link dies when the last tee has passed it.
 *
 *     link: parts = item (NULL: not yet taken), the next link (NULL: not yet made), the iterator
 *     tee:  part  = link
 */

static struct lazy *new_link(struct runtime *rt, borrowed iterator)
{
    struct lazy *link =
        itertools_new(rt, &itertools_tee_data_type, NULL, NULL, object_retain(rt, iterator));
    return (struct lazy *)itertools_ready(rt, link);
}

static owned next_of_tee(struct runtime *rt, borrowed self)
{
    struct lazy *tee = (struct lazy *)self, *link = (struct lazy *)tee->parts[0];
    if (!link->parts[0]) {
        owned item = object_next(rt, link->parts[2]);
        if (!item)
            return NULL;
        slot_set(rt, &link->header, &link->parts[0], item);
    }
    if (!link->parts[1]) {
        owned next = (owned)new_link(rt, link->parts[2]);
        if (!next)
            return NULL;
        slot_set(rt, &link->header, &link->parts[1], next);
    }
    owned item = slot_get(rt, &link->parts[0]);
    slot_copy(rt, self, &tee->parts[0], link->parts[1]);
    return item;
}

/* A long chain that only its first link holds is let go of link by link, not by recursion. */
static void dealloc_link(struct runtime *rt, borrowed self)
{
    struct lazy *link = (struct lazy *)self;
    owned next = slot_take(rt, self, &link->parts[1]);
    slot_clear(rt, self, &link->parts[0]);
    slot_clear(rt, self, &link->parts[2]);
    while (next && next->count == 1) {
        owned behind = slot_take(rt, next, &((struct lazy *)next)->parts[1]);
        object_release(rt, next);
        next = behind;
    }
    object_release_maybe(rt, next);
}

static owned copy_tee(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                      size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__copy__", positional, argument_names, 0, 0))
        return NULL;
    owned link = object_retain(rt, ((struct lazy *)self)->parts[0]);
    return itertools_ready(rt, itertools_new(rt, &itertools_tee_type, link, NULL, NULL));
}

/* A tee over any iterable; a tee shares what it has. */
static owned make_tee(struct runtime *rt, borrowed iterable)
{
    owned iterator = object_iterate(rt, iterable);
    if (!iterator || object_type(rt, iterator) == &itertools_tee_type)
        return iterator;
    owned link = (owned)new_link(rt, iterator);
    object_release(rt, iterator);
    return itertools_ready(rt, itertools_new(rt, &itertools_tee_type, link, NULL, NULL));
}

owned itertools_tee(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                    size_t positional, borrowed argument_names)
{
    int64_t count = 2;
    if (!arguments_count(rt, "tee", positional, argument_names, 1, 2) ||
        (positional > 1 && !arguments_int(rt, arguments[1], &count)))
        return NULL;
    if (count < 0)
        return exception_raise(rt, &exception_ValueError, "n must be >= 0");
    owned tees = tuple_new(rt, (size_t)count);
    owned tee = tees && count > 0 ? make_tee(rt, arguments[0]) : NULL;
    for (int64_t i = 0; tee && i < count; i++) {
        tuple_fill(rt, tees, (size_t)i, tee);
        tee = i + 1 < count ? copy_tee(rt, tee, NULL, 0, NULL) : NULL;
    }
    if (tees && count > 0)
        gc_track(rt, tees);
    if (!runtime_has_error(rt))
        return tees;
    object_release_maybe(rt, tees);
    return NULL;
}

static const struct native_method tee_methods[] = {
    {"__copy__", copy_tee, NATIVE_PLAIN, "Returns an independent iterator."},
    {0},
};

ITERTOOLS_TYPE(itertools_tee_type, "_tee", "Iterator wrapped to make it copyable.", NULL,
               next_of_tee, .methods = tee_methods);

struct type itertools_tee_data_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "itertools._tee_dataobject",
    .size = sizeof(struct lazy),
    .reported_size = 40,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .base = &object_type_,
    .traverse = itertools_traverse,
    .clear = itertools_clear,
    .dealloc = dealloc_link,
};
