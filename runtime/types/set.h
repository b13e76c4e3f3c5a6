/* set and frozenset. Iterates in CPython's order (its table and probing), so that printed sets
 * agree.
 *
 * set_table.c has the table, set.c the objects and their operators, set_methods.c the methods.
 */
#ifndef RUNTIME_TYPES_SET_H
#define RUNTIME_TYPES_SET_H

#include "runtime/core/type.h"

extern struct type set_type;
extern struct type frozenset_type;

static inline bool set_check(borrowed v)
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_SET);
}

owned set_new(struct runtime *rt, borrowed iterable); /* NULL: empty */
owned frozenset_new(struct runtime *rt, borrowed iterable);
int set_add(struct runtime *rt, borrowed set, borrowed value);
int set_discard(struct runtime *rt, borrowed set, borrowed value); /* 1 removed, 0 absent */
int set_contains(struct runtime *rt, borrowed set, borrowed value);
int set_update(struct runtime *rt, borrowed set, borrowed iterable);
size_t set_count(borrowed set);
bool set_next(borrowed set, size_t *position, borrowed *value); /* as dict_next */

/* The operations. `set` is a set or frozenset, `other` any iterable; results are new, of set's base
 * type. */
owned set_copy(struct runtime *rt, borrowed set);
owned set_difference(struct runtime *rt, borrowed set, borrowed other);
owned set_intersection(struct runtime *rt, borrowed set, borrowed other);
owned set_symmetric_difference(struct runtime *rt, borrowed set, borrowed other);
int set_difference_update(struct runtime *rt, borrowed set, borrowed other);
int set_symmetric_difference_update(struct runtime *rt, borrowed set, borrowed other);
int set_is_subset(struct runtime *rt, borrowed set, borrowed other); /* of another set */

extern const struct native_method set_methods[];
extern const struct native_method frozenset_methods[];

#endif
