/* The tables of tracked objects, private to the collector (gc*.c).
 *
 *     items   ┌───────────┬──────────────┬──────────────┬──────────────┐
 *             │ permanent │ generation 2 │ generation 1 │ generation 0 │
 *             └───────────┴──────────────┴──────────────┴──────────────┘
 *             0           start[2]       start[1]       start[0]       count
 *
 * One array in the order in which a generation ages, so that survivors grow old by moving a
 * boundary and freezing everything is one store. An object knows its place: gc_index = place + 1.
 * Who leaves makes a hole (NULL); collections and growth close the holes of the part they touch.
 *
 * During a collection what was found unreachable stands in `condemned`, with the bit GC_CONDEMNED
 * in gc_index, so that an object that dies there, or is untracked, leaves that table as easily.
 *
 * Invariants (gc_check walks them).
 *  1. 0 ≤ start[2] ≤ start[1] ≤ start[0] ≤ count ≤ capacity.
 *  2. items[p] is NULL or an object with gc_index = p + 1, of a TYPE_TRACKED type, mortal, with
 * count > 0.
 *  3. Every living object with gc_index ≠ 0 stands at that place.
 *  4. Outside a collection `condemned` is empty.
 *  5. Tracked objects refer to an object at most as often as its count says.
 */
#ifndef RUNTIME_CORE_GC_TABLE_H
#define RUNTIME_CORE_GC_TABLE_H

#include "base/vector.h"
#include "runtime/core/gc.h"

#define GC_CONDEMNED UINT32_C(0x80000000)
#define GC_MOST      UINT32_C(0x40000000) /* objects that a table can hold */

struct gc_list {
    VECTOR_OF(borrowed);
};

struct gc {
    borrowed *items; /* owned */
    size_t count;
    size_t capacity;
    size_t start[GC_GENERATIONS];
    size_t young_holes; /* in generation 0 */
    struct gc_list condemned;

    int32_t births[GC_GENERATIONS]; /* gc.get_count(): [0] births minus deaths, then collections */
    int32_t threshold[GC_GENERATIONS];
    struct gc_statistics statistics[GC_GENERATIONS];
    uint64_t long_lived;         /* survivors of the last full collection */
    uint64_t long_lived_pending; /* that have reached generation 2 since */
    int debug;
    bool enabled;
    bool collecting;
    bool legacy_finalizers;
    borrowed garbage;              /* held by ROOT_GARBAGE, or NULL */
    borrowed callbacks;            /* likewise */
    uint64_t examined_since_check; /* test builds: see gc_check_often */

    uint32_t *shadow; /* one a collected object: see gc_collect.c; owned */
    size_t shadow_capacity;
};

/* Where a generation ends in items. */
static inline size_t gc_end(const struct gc *gc, int generation)
{
    return generation ? gc->start[generation - 1] : gc->count;
}

/* Closes the holes from `begin` to the end of the array and renumbers what moves. The boundaries of
 * generations must not lie behind `begin`, or be set anew by the caller. */
void gc_close_holes(struct gc *gc, size_t begin);

/* After a collection of `generation`: puts objects that stand in no other table at the end of the
 * next older one. */
void gc_insert_old(struct gc *gc, int generation, const borrowed *objects, size_t count);

#endif
