/* tuple: an immutable row of references. The empty one is immortal. */
#ifndef RUNTIME_TYPES_TUPLE_H
#define RUNTIME_TYPES_TUPLE_H

#include "runtime/core/type.h"

extern struct type tuple_type;

struct tuple {
    struct object header;
    size_t count;
    borrowed dict;    /* held: the __dict__ of an instance of a derived class, or NULL */
    borrowed items[]; /* held */
};

static inline bool tuple_check(borrowed v)
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_TUPLE);
}

owned tuple_new(struct runtime *rt,
                size_t count); /* items NULL, to be filled with tuple_fill, then gc_track */
owned tuple_from(struct runtime *rt, const borrowed *items,
                 size_t count); /* copies the references; tracked */
owned tuple_from_owned(struct runtime *rt, owned *items,
                       size_t count); /* steals them, even on failure; tracked */
owned tuple_from_iterable(struct runtime *rt, borrowed iterable);
owned tuple_immortal(struct runtime *rt, const borrowed *items,
                     size_t count); /* items immortal too */

static inline void tuple_fill(struct runtime *rt, borrowed tuple, size_t index, owned item)
{
    slot_set(rt, tuple, &((struct tuple *)tuple)->items[index], item);
}

static inline borrowed tuple_item(borrowed tuple, size_t index)
{
    return ((struct tuple *)tuple)->items[index];
}

static inline size_t tuple_count(borrowed tuple)
{
    return ((struct tuple *)tuple)->count;
}

#endif
