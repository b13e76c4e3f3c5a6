/* The collector's invariants (gc_table.h) as a walker; test builds run it after collections.
 *
 * A walk costs as much as the heap is large, and a collection of the youngest only as much as these
 * are. So the walker follows each collection of a heap that is small; in a larger one it waits
 * until the collections since its last walk have examined a share of the heap. It then takes a
 * fixed multiple of the time that the collector takes, however the heap grows.
 */
#include "runtime/core/gc_table.h"
#include "runtime/core/pool.h"

#define SMALL_HEAP 2048 /* tracked objects: walked after each collection */
#define HEAP_SHARE 32   /* of a larger heap, one in so many must have been examined */

static void require(bool holds, const char *invariant, borrowed v)
{
    if (LIKELY(holds))
        return;
    fprintf(stderr, "gc_check: %s", invariant);
    if (v)
        fprintf(stderr, " (%s %p, count %u, index %u)", v->type->name, (void *)v, v->count,
                v->gc_index);
    fputc('\n', stderr);
    abort();
}

static void check_places(const struct gc *gc)
{
    require(gc->start[2] <= gc->start[1] && gc->start[1] <= gc->start[0] &&
                gc->start[0] <= gc->count && gc->count <= gc->capacity,
            "the generations follow one another", NULL);
    require(gc->condemned.count == 0, "nothing is condemned outside a collection", NULL);
    for (size_t i = 0; i < gc->count; i++) {
        borrowed v = gc->items[i];
        if (!v)
            continue;
        require(v->gc_index == i + 1, "an object knows its place", v);
        require(type_has_flag(v->type, TYPE_TRACKED | TYPE_PART),
                "only objects of tracked types are tracked", v);
        require(v->count > 0 && v->count < OBJECT_IMMORTAL, "a tracked object is alive and mortal",
                v);
    }
}

static int check_index(void *context, borrowed v)
{
    const struct gc *gc = context;
    require(!v->gc_index || (v->gc_index <= gc->count && gc->items[v->gc_index - 1] == v),
            "a tracked object stands in the table", v);
    return 0;
}

struct tally {
    const struct gc *gc;
    uint32_t *references; /* from tracked objects, by place */
};

static int tally_reference(void *context, borrowed referent, UNUSED enum edge_label label,
                           UNUSED uintptr_t name)
{
    const struct tally *tally = context;
    if (!gc_is_tracked(referent))
        return 0;
    uint32_t *references = &tally->references[referent->gc_index - 1];
    require(++*references <= referent->count, "no object is referred to more often than counted",
            referent);
    return 0;
}

static void check_references(const struct gc *gc)
{
    struct tally tally = {gc, memory_zeroed(gc->count + 1, sizeof(uint32_t))};
    for (size_t i = 0; i < gc->count; i++)
        if (gc->items[i])
            object_traverse(gc->items[i], tally_reference, &tally);
    memory_free(tally.references);
}

void gc_check(struct runtime *rt)
{
    check_places(rt->gc);
    pool_each(rt->pools, check_index, rt->gc);
    check_references(rt->gc);
}

void gc_check_often(struct runtime *rt, uint64_t examined)
{
    struct gc *gc = rt->gc;
    gc->examined_since_check += examined;
    if (gc->count > SMALL_HEAP && gc->examined_since_check < gc->count / HEAP_SHARE)
        return;
    gc->examined_since_check = 0;
    gc_check(rt);
}
