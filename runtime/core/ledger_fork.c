/* The ledger of a forked child (ledger.h).
 *
 * The child's recording begins empty, with all names and numbers known. It is told what the child
 * inherited: each living object, with its first reference in flight; then each reference that an
 * object or a root holds, the first as a move out of flight; then what is left in flight. So every
 * count of the child balances from its first event on.
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/core/pool.h"
#include "runtime/core/type.h"

struct census {
    struct runtime *rt;
    int64_t holder; /* whose references are being visited */
    struct counted {
        const struct object *object; /* NULL: an empty place */
        uint32_t references;         /* held by objects and roots */
    } * counts;                      /* owned; open addressing by address */
    size_t mask;                     /* places - 1 */
};

static int count_object(void *context, borrowed v)
{
    *(size_t *)context += v->count < OBJECT_IMMORTAL;
    return 0;
}

static struct counted *find(const struct census *census, const struct object *object)
{
    size_t at = ((uintptr_t)object >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20;
    for (at &= census->mask; census->counts[at].object && census->counts[at].object != object;)
        at = (at + 1) & census->mask;
    return &census->counts[at];
}

static int inherit(void *context, borrowed v)
{
    struct census *census = context;
    if (v->count >= OBJECT_IMMORTAL)
        return 0;
    ledger_inherit(census->rt, v);
    *find(census, v) = (struct counted){v, 0};
    return 0;
}

static int enter_reference(void *context, borrowed referent, enum edge_label label UNUSED,
                           uintptr_t name UNUSED)
{
    struct census *census = context;
    if (!object_is_counted(referent))
        return 0;
    struct object holder = {.number = (uint64_t)census->holder & ((UINT64_C(1) << 48) - 1)};
    if (find(census, referent)->references++ == 0)
        ledger_move(census->rt, referent, IN_FLIGHT, &holder);
    else
        ledger_incref(census->rt, referent, &holder);
    return 0;
}

static int enter_references(void *context, borrowed v)
{
    struct census *census = context;
    if (v->count >= OBJECT_IMMORTAL)
        return 0;
    census->holder = object_number(v);
    return object_traverse(v, enter_reference, census);
}

static void enter_root(void *context, int root, borrowed v, const char *name)
{
    struct census *census = context;
    census->holder = object_number(ledger_root(census->rt, (enum root)root));
    if (v)
        enter_reference(census, v, EDGE_GLOBAL, (uintptr_t)name);
}

static void enter_in_flight(struct runtime *rt, const struct counted *counted)
{
    uint32_t entered = counted->references > 0 ? counted->references : 1;
    for (; entered < counted->object->count; entered++)
        ledger_incref(rt, counted->object, IN_FLIGHT);
}

bool ledger_after_fork(struct runtime *rt, struct error *error)
{
    struct recorder *recorder = recorder_after_fork(rt->lane->recorder, error);
    rt->lane = recorder ? recorder_lane_open(recorder, error) : NULL;
    if (!rt->lane)
        return false;
    struct census census = {.rt = rt, .mask = 255};
    size_t living = 0;
    pool_each(rt->pools, count_object, &living);
    while (census.mask < living * 2)
        census.mask = census.mask * 2 + 1;
    census.counts = memory_zeroed(census.mask + 1, sizeof *census.counts);
    pool_each(rt->pools, inherit, &census);
    pool_each(rt->pools, enter_references, &census);
    if (rt->each_root)
        rt->each_root(rt, enter_root, &census);
    enter_root(&census, ROOT_GARBAGE, *gc_garbage_slot(rt), "gc.garbage");
    enter_root(&census, ROOT_GARBAGE, *gc_callbacks_slot(rt), "gc.callbacks");
    for (size_t i = 0; i <= census.mask; i++) {
        if (census.counts[i].object)
            enter_in_flight(rt, &census.counts[i]);
    }
    memory_free(census.counts);
    return true;
}
