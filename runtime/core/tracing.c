/* Allocation tracing. See tracing.h.
 *
 * Linear probing with backward-shift deletion: no tombstones, so that a program that makes and
 * drops objects for hours keeps a clean table. At most two thirds of the places are taken.
 */
#include "runtime/core/tracing.h"

#include "base/memory.h"
#include "runtime/core/type.h"

#include <assert.h>

#define FIRST_CAPACITY   1024
#define COLLECTOR_HEADER 16 /* CPython's, in front of what its collector can track */

static size_t home_of(const struct tracing *tracing, const struct object *object)
{
    return (size_t)(((uintptr_t)object >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20) &
           (tracing->capacity - 1);
}

static struct trace *find_place(const struct tracing *tracing, const struct object *object)
{
    size_t mask = tracing->capacity - 1;
    size_t i = home_of(tracing, object);
    while (tracing->table[i].object && tracing->table[i].object != object)
        i = (i + 1) & mask;
    return &tracing->table[i];
}

static void grow(struct tracing *tracing)
{
    struct trace *old = tracing->table;
    size_t old_capacity = tracing->capacity;
    tracing->capacity *= 2;
    tracing->table = memory_zeroed(tracing->capacity, sizeof *old);
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].object)
            *find_place(tracing, old[i].object) = old[i];
    memory_free(old);
}

static void remove_place(struct tracing *tracing, struct trace *place)
{
    size_t mask = tracing->capacity - 1;
    size_t hole = (size_t)(place - tracing->table);
    for (size_t i = (hole + 1) & mask; tracing->table[i].object; i = (i + 1) & mask) {
        size_t home = home_of(tracing, tracing->table[i].object);
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            tracing->table[hole] = tracing->table[i];
            hole = i;
        }
    }
    tracing->table[hole].object = NULL;
    tracing->count--;
}

static void add_bytes(struct tracing *tracing, uint64_t size)
{
    tracing->bytes += size;
    if (tracing->bytes > tracing->peak)
        tracing->peak = tracing->bytes;
}

static uint64_t traced_size(const struct object *object, size_t reported_size)
{
    return reported_size + (type_has_flag(object->type, TYPE_TRACKED) ? COLLECTOR_HEADER : 0);
}

void tracing_start(struct runtime *rt, uint32_t (*here)(struct runtime *rt, void *context),
                   void *context, void (*release)(void *context))
{
    assert(!rt->tracing);
    struct tracing *tracing = memory_zeroed(1, sizeof *tracing);
    tracing->here = here;
    tracing->context = context;
    tracing->release = release;
    tracing->capacity = FIRST_CAPACITY;
    tracing->table = memory_zeroed(tracing->capacity, sizeof *tracing->table);
    rt->tracing = tracing;
}

void tracing_stop(struct runtime *rt)
{
    struct tracing *tracing = rt->tracing;
    if (!tracing)
        return;
    rt->tracing = NULL;
    tracing->release(tracing->context);
    memory_free(tracing->table);
    memory_free(tracing);
}

void tracing_clear(struct runtime *rt)
{
    struct tracing *tracing = rt->tracing;
    if (!tracing)
        return;
    memset(tracing->table, 0, tracing->capacity * sizeof *tracing->table);
    tracing->count = 0;
    tracing->bytes = tracing->peak = 0;
}

void tracing_born(struct runtime *rt, const struct object *object, size_t reported_size)
{
    struct tracing *tracing = rt->tracing;
    if (tracing->count >= tracing->capacity / 3 * 2)
        grow(tracing);
    uint64_t size = traced_size(object, reported_size);
    *find_place(tracing, object) =
        (struct trace){object, size, tracing->here(rt, tracing->context)};
    tracing->count++;
    add_bytes(tracing, size);
}

void tracing_resized(struct runtime *rt, const struct object *object, size_t reported_size)
{
    struct tracing *tracing = rt->tracing;
    struct trace *trace = find_place(tracing, object);
    if (!trace->object)
        return; /* born before tracing began */
    tracing->bytes -= trace->size;
    trace->size = traced_size(object, reported_size);
    add_bytes(tracing, trace->size);
}

void tracing_died(struct runtime *rt, const struct object *object)
{
    struct tracing *tracing = rt->tracing;
    struct trace *trace = find_place(tracing, object);
    if (!trace->object)
        return;
    tracing->bytes -= trace->size;
    remove_place(tracing, trace);
}

const struct trace *tracing_find(const struct runtime *rt, const struct object *object)
{
    const struct trace *trace = rt->tracing ? find_place(rt->tracing, object) : NULL;
    return trace && trace->object ? trace : NULL;
}
