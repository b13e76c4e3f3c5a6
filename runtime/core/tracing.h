/* Allocation tracing: which objects were born since it was switched on, how large each is and
 * where.
 *
 * The table is there only while tracing is on (rt->tracing); object_new, object_resized and the
 * death of an object tell it. What a place is, the floor above decides: it gives a number for
 * "here".
 */
#ifndef RUNTIME_CORE_TRACING_H
#define RUNTIME_CORE_TRACING_H

#include "runtime/core/object.h"

struct trace { /* of one living object */
    const struct object *object;
    uint64_t size;  /* bytes: as reported, with the collector's header where there is one */
    uint32_t place; /* what `here` gave at its birth */
};

struct tracing {
    uint32_t (*here)(struct runtime *rt, void *context);
    void *context; /* of `here`; owned */
    void (*release)(void *context);
    struct trace *table; /* open addressing by address; object NULL: free */
    size_t capacity;     /* a power of two */
    size_t count;
    uint64_t bytes; /* now */
    uint64_t peak;  /* most bytes since tracing_reset_peak */
};

/* Switches tracing on, where it is off; `here` names the place of each birth. `context` is its own,
 * and is given to `release` when tracing ends. */
void tracing_start(struct runtime *rt, uint32_t (*here)(struct runtime *rt, void *context),
                   void *context, void (*release)(void *context));
void tracing_stop(struct runtime *rt);  /* forgets everything */
void tracing_clear(struct runtime *rt); /* forgets the traces and stays on */

void tracing_born(struct runtime *rt, const struct object *object, size_t reported_size);
void tracing_died(struct runtime *rt, const struct object *object);

/* The trace of an object, borrowed until the next birth or death; NULL: it has none. */
const struct trace *tracing_find(const struct runtime *rt, const struct object *object);

#endif
