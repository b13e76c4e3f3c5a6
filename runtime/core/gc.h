/* The cycle collector: CPython's algorithm and its numbers.
 *
 * collect() is the table of contents of the algorithm; the phases keep CPython's names
 * (update_refs, subtract_refs, move_unreachable, handle_weakrefs, finalize_garbage,
 * delete_garbage).
 */
#ifndef RUNTIME_CORE_GC_H
#define RUNTIME_CORE_GC_H

#include "runtime/core/type.h"

#define GC_GENERATIONS 3

enum gc_debug { /* gc.DEBUG_* */
                GC_DEBUG_STATS = 1,
                GC_DEBUG_COLLECTABLE = 2,
                GC_DEBUG_UNCOLLECTABLE = 4,
                GC_DEBUG_SAVEALL = 32,
                GC_DEBUG_LEAK = 38,
};

struct gc_statistics {
    uint64_t collections;
    uint64_t collected;
    uint64_t uncollectable;
};

void gc_track(struct runtime *rt, borrowed v);   /* no effect on one that is tracked */
void gc_untrack(struct runtime *rt, borrowed v); /* no effect on one that is not */

static inline bool gc_is_tracked(borrowed v)
{
    return object_is_pointer(v) && v->gc_index != 0;
}

/* Counts the birth of an object of a TYPE_TRACKED type and collects when one is due; called by
 * object_new before the birth. */
void gc_before_new(struct runtime *rt);

/* The memory of an object of a TYPE_TRACKED type has been given back. */
void gc_after_free(struct runtime *rt);

struct gc *gc_open(void);
void gc_close(struct gc *gc);

/* Collects `generation` and all younger. Gives the number of unreachable objects found. Exceptions
 * from finalizers and callbacks are reported on stderr and swallowed. `trigger`: 'threshold',
 * 'call', 'exit'. */
int64_t gc_collect(struct runtime *rt, int generation, const char *trigger);

void gc_enable(struct runtime *rt, bool enabled);
bool gc_is_enabled(const struct runtime *rt);
/* A generation is due when its count exceeds its threshold: below 0, always; the first one 0:
 * never. */
void gc_get_threshold(const struct runtime *rt, int32_t threshold[GC_GENERATIONS]);
void gc_set_threshold(struct runtime *rt, const int32_t threshold[GC_GENERATIONS]);
void gc_get_count(const struct runtime *rt, int32_t count[GC_GENERATIONS]);
struct gc_statistics gc_get_statistics(const struct runtime *rt, int generation);
int gc_get_debug(const struct runtime *rt);
void gc_set_debug(struct runtime *rt, int flags);
void gc_set_legacy_finalizers(struct runtime *rt, bool legacy);
void gc_freeze(struct runtime *rt);
void gc_unfreeze(struct runtime *rt);
uint64_t gc_freeze_count(const struct runtime *rt);

/* gc.garbage and gc.callbacks: lists made by the module gc; held by ROOT_GARBAGE once set. */
borrowed *gc_garbage_slot(struct runtime *rt);
borrowed *gc_callbacks_slot(struct runtime *rt);

/* As object_traverse, but what a part of v holds (TYPE_PART) is visited in its place: v's
 * references as the collector and gc.get_referents see them. */
int gc_traverse(borrowed v, visit_function visit, void *context);

/* Calls visit for every tracked object (generation -1: all but the permanent one), oldest first in
 * each generation. Not 0 from visit stops and is returned. No allocation of objects meanwhile. */
int gc_each(struct runtime *rt, int generation, int (*visit)(void *context, borrowed v),
            void *context);

/* Test builds: checks every invariant of the collector's tables; aborts with a sentence. */
void gc_check(struct runtime *rt);

/* Test builds, after a collection of `examined` objects: gc_check, in a large heap not each time.
 */
void gc_check_often(struct runtime *rt, uint64_t examined);

#endif
