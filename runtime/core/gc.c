/* The tables of tracked objects, and when to collect (gc.h, gc_table.h). */
#include "runtime/core/gc.h"

#include "runtime/core/gc_table.h"

#include <assert.h>

#ifdef SMALL_LIMITS
#define USUAL_THRESHOLD                                                                            \
    {                                                                                              \
        3, 2, 2                                                                                    \
    }
#else
#define USUAL_THRESHOLD                                                                            \
    {                                                                                              \
        700, 10, 10                                                                                \
    }
#endif

struct gc *gc_open(void)
{
    struct gc *gc = memory_zeroed(1, sizeof *gc);
    gc->enabled = true;
    static const int32_t threshold[GC_GENERATIONS] = USUAL_THRESHOLD;
    memcpy(gc->threshold, threshold, sizeof threshold);
    return gc;
}

void gc_close(struct gc *gc)
{
    memory_free(gc->items);
    memory_free(gc->shadow);
    vector_release(&gc->condemned);
    memory_free(gc);
}

/* --- tables ----------------------------------------------------------------------------------- */

void gc_close_holes(struct gc *gc, size_t begin)
{
    size_t kept = begin;
    for (size_t i = begin; i < gc->count; i++) {
        borrowed v = gc->items[i];
        if (!v)
            continue;
        if (kept != i) {
            gc->items[kept] = v;
            v->gc_index = (uint32_t)kept + 1;
        }
        kept++;
    }
    gc->count = kept;
    if (begin <= gc->start[0])
        gc->young_holes = 0;
}

static void make_room(struct gc *gc)
{
    if (gc->young_holes > gc->capacity / 4) {
        gc_close_holes(gc, gc->start[0]);
        return;
    }
    gc->capacity = vector_grown(gc->capacity, gc->count + 64);
    if (gc->capacity > GC_MOST)
        gc->capacity = GC_MOST;
    assert(gc->count < gc->capacity);
    gc->items = memory_resize(gc->items, gc->capacity, sizeof *gc->items);
}

void gc_track(struct runtime *rt, borrowed v)
{
    struct gc *gc = rt->gc;
    if (v->gc_index || v->count >= OBJECT_IMMORTAL)
        return;
    if (UNLIKELY(gc->count == gc->capacity))
        make_room(gc);
    gc->items[gc->count++] = v;
    v->gc_index = (uint32_t)gc->count;
}

void gc_untrack(struct runtime *rt, borrowed v)
{
    struct gc *gc = rt->gc;
    uint32_t index = v->gc_index;
    if (!index)
        return;
    v->gc_index = 0;
    if (UNLIKELY(index & GC_CONDEMNED)) {
        gc->condemned.items[(index & ~GC_CONDEMNED) - 1] = NULL;
        return;
    }
    gc->items[index - 1] = NULL;
    if (index != gc->count) {
        gc->young_holes += index > gc->start[0];
        return;
    }
    gc->count--;
    while (gc->count > gc->start[0] && !gc->items[gc->count - 1]) {
        gc->count--;
        gc->young_holes--;
    }
    for (int i = 0; i < GC_GENERATIONS; i++)
        if (gc->start[i] > gc->count)
            gc->start[i] = gc->count;
}

void gc_insert_old(struct gc *gc, int generation, const borrowed *objects, size_t count)
{
    if (!count)
        return;
    if (gc->count + count > gc->capacity) {
        gc->capacity = vector_grown(gc->capacity, gc->count + count);
        assert(gc->capacity <= GC_MOST);
        gc->items = memory_resize(gc->items, gc->capacity, sizeof *gc->items);
    }
    size_t place = gc->start[0];
    memmove(gc->items + place + count, gc->items + place, (gc->count - place) * sizeof *gc->items);
    memcpy(gc->items + place, objects, count * sizeof *gc->items);
    gc->count += count;
    for (size_t i = place; i < gc->count; i++)
        if (gc->items[i])
            gc->items[i]->gc_index = (uint32_t)i + 1;
    if (generation > 0) /* generation 1 is empty now: they belong to generation 2 */
        gc->start[1] += count;
    gc->start[0] += count;
}

/* --- when to collect -------------------------------------------------------------------------- */

/* CPython's order: the oldest generation that is due, but a full collection only when enough has
 * grown old since the last one, so that a growing heap costs linear time. */
static void collect_due(struct runtime *rt)
{
    struct gc *gc = rt->gc;
    for (int i = GC_GENERATIONS - 1; i >= 0; i--) {
        if (gc->births[i] <= gc->threshold[i])
            continue;
        if (i == GC_GENERATIONS - 1 && gc->long_lived_pending < gc->long_lived / 4)
            continue;
        gc_collect(rt, i, "threshold");
        return;
    }
}

void gc_before_new(struct runtime *rt)
{
    struct gc *gc = rt->gc;
    if (LIKELY(++gc->births[0] <= gc->threshold[0]))
        return;
    if (gc->enabled && gc->threshold[0] && !gc->collecting && !rt->error)
        collect_due(rt);
}

void gc_after_free(struct runtime *rt)
{
    rt->gc->births[0] -= rt->gc->births[0] > 0;
}

/* --- settings and figures --------------------------------------------------------------------- */

void gc_enable(struct runtime *rt, bool enabled)
{
    rt->gc->enabled = enabled;
}

bool gc_is_enabled(const struct runtime *rt)
{
    return rt->gc->enabled;
}

void gc_get_threshold(const struct runtime *rt, int32_t threshold[GC_GENERATIONS])
{
    memcpy(threshold, rt->gc->threshold, sizeof rt->gc->threshold);
}

void gc_set_threshold(struct runtime *rt, const int32_t threshold[GC_GENERATIONS])
{
    memcpy(rt->gc->threshold, threshold, sizeof rt->gc->threshold);
}

void gc_get_count(const struct runtime *rt, int32_t count[GC_GENERATIONS])
{
    memcpy(count, rt->gc->births, sizeof rt->gc->births);
}

struct gc_statistics gc_get_statistics(const struct runtime *rt, int generation)
{
    return rt->gc->statistics[generation];
}

int gc_get_debug(const struct runtime *rt)
{
    return rt->gc->debug;
}

void gc_set_debug(struct runtime *rt, int flags)
{
    rt->gc->debug = flags;
}

void gc_set_legacy_finalizers(struct runtime *rt, bool legacy)
{
    rt->gc->legacy_finalizers = legacy;
}

borrowed *gc_garbage_slot(struct runtime *rt)
{
    return &rt->gc->garbage;
}

borrowed *gc_callbacks_slot(struct runtime *rt)
{
    return &rt->gc->callbacks;
}

/* --- the permanent generation ----------------------------------------------------------------- */

/* Exchanges the neighbouring runs [first, second) and [second, end) of the table. */
static void exchange_runs(struct gc *gc, size_t first, size_t second, size_t end)
{
    size_t moved = end - second;
    if (first == second || !moved)
        return;
    borrowed *kept = memory_allocate(moved * sizeof *kept);
    memcpy(kept, gc->items + second, moved * sizeof *kept);
    memmove(gc->items + first + moved, gc->items + first, (second - first) * sizeof *kept);
    memcpy(gc->items + first, kept, moved * sizeof *kept);
    memory_free(kept);
    for (size_t i = first; i < end; i++)
        if (gc->items[i])
            gc->items[i]->gc_index = (uint32_t)i + 1;
}

/* In CPython's order, which shows when they come back: the youngest first. */
void gc_freeze(struct runtime *rt)
{
    struct gc *gc = rt->gc;
    exchange_runs(gc, gc->start[1], gc->start[0], gc->count);
    exchange_runs(gc, gc->start[2], gc->start[1], gc->count);
    if (rt->lane)
        for (size_t i = gc->start[GC_GENERATIONS - 1]; i < gc->count; i++)
            if (gc->items[i])
                ledger_verdict(rt, gc->items[i], 0, FATE_FROZEN);
    for (int i = 0; i < GC_GENERATIONS; i++) {
        gc->start[i] = gc->count;
        gc->births[i] = 0;
    }
    gc->young_holes = 0;
}

/* The frozen stand behind the others of the oldest generation then, as in CPython. */
void gc_unfreeze(struct runtime *rt)
{
    struct gc *gc = rt->gc;
    exchange_runs(gc, 0, gc->start[2], gc->start[1]);
    gc->start[2] = 0;
}

uint64_t gc_freeze_count(const struct runtime *rt)
{
    const struct gc *gc = rt->gc;
    uint64_t frozen = 0;
    for (size_t i = 0; i < gc->start[GC_GENERATIONS - 1]; i++)
        frozen += gc->items[i] != NULL;
    return frozen;
}

int gc_each(struct runtime *rt, int generation, int (*visit)(void *context, borrowed v),
            void *context)
{
    const struct gc *gc = rt->gc;
    int first = generation < 0 ? 0 : generation;
    int last = generation < 0 ? GC_GENERATIONS - 1 : generation;
    int result = 0;
    for (int g = first; g <= last && !result; g++)
        for (size_t i = gc->start[g]; i < gc_end(gc, g) && !result; i++)
            if (gc->items[i])
                result = visit(context, gc->items[i]);
    return result;
}
