/* Weak references: a table from a live object to the weak references that point at it.
 *
 * A weak reference is an object of type `weakref` (or a subclass, or a proxy) with the target's
 * address and an optional callback, which it holds. It never holds its target. One without callback
 * of the exact type is shared. Newest first.
 */
#ifndef RUNTIME_CORE_WEAKREF_H
#define RUNTIME_CORE_WEAKREF_H

#include "runtime/core/type.h"

struct weakref {
    struct object header;
    struct object *target; /* not held; NULL once dead */
    borrowed callback;     /* held; NULL: none, or it has been called */
    struct weakref *next;  /* the next older one of the same target; not held */
    struct weakref *previous;
    int64_t hash; /* of the target, once asked for; -1: not yet */
    bool shared;  /* given to everyone who asks for this type without a callback */
};

struct weak_table;
struct weak_table *weakref_open(void);
void weakref_close(struct weak_table *table);

/* A new reference to a weak reference of exactly `type` to target; the shared one where callback is
 * NULL and type is `shared`. TypeError where the target's type cannot be referenced weakly. */
owned weakref_new(struct runtime *rt, struct type *type, borrowed target, borrowed callback,
                  bool shared) MUST_CHECK;

borrowed weakref_first(struct runtime *rt,
                       borrowed target); /* newest, NULL: none; chain by ->next */

/* The target dies: every weak reference to it is dead, then the callbacks run, newest first. */
void weakref_clear_all(struct runtime *rt, borrowed target);

/* The weak reference is dead, its target not yet; its callback stays and is not run. */
void weakref_kill(struct runtime *rt, struct weakref *reference);

/* The weak reference itself dies: it leaves its target's chain. No effect on a dead one. */
void weakref_unlink(struct runtime *rt, struct weakref *reference);

#endif
