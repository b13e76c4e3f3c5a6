/* An interpreter's state, made and given back (state.h). */
#include "runtime/core/state.h"

#include "base/memory.h"
#include "runtime/core/disposal.h"
#include "runtime/core/gc.h"
#include "runtime/core/pool.h"
#include "runtime/core/tracing.h"
#include "runtime/core/type.h"
#include "runtime/core/weakref.h"

/* Versions below are those of built-in types, which all runtimes share (type.c). */
#define FIRST_OWN_VERSION 0x10000

#define USUAL_RECURSION_LIMIT 1000

struct runtime *state_new(struct recorder_lane *lane)
{
    struct runtime *rt = memory_zeroed(1, sizeof *rt);
    rt->depth_limit = USUAL_RECURSION_LIMIT;
    rt->type_version = FIRST_OWN_VERSION;
    rt->pools = pool_open();
    rt->gc = gc_open();
    rt->weak = weakref_open();
    rt->type_cache = type_cache_open();
    rt->disposal = memory_zeroed(1, sizeof *rt->disposal);
    ledger_open(rt, lane);
    return rt;
}

static int make_immortal(UNUSED void *context, borrowed v)
{
    v->count = OBJECT_IMMORTAL;
    return 0;
}

static int release_class(void *context, borrowed v)
{
    if (type_has_flag(v->type, TYPE_TYPE))
        v->type->dealloc(context, v);
    return 0;
}

static int release_other(void *context, borrowed v)
{
    if (!type_has_flag(v->type, TYPE_TYPE) && v->type->dealloc)
        v->type->dealloc(context, v);
    return 0;
}

/* What objects have beside their blocks, tables of dicts and such, goes with them. No count moves
 * any more. Classes go first, while what they refer to is whole; their blocks, which are the types
 * of the others, stay to the end. */
static void release_objects(struct runtime *rt)
{
    pool_each(rt->pools, make_immortal, NULL);
    pool_each(rt->pools, release_class, rt);
    pool_each(rt->pools, release_other, rt);
}

void state_free(struct runtime *rt)
{
    tracing_stop(rt);
    rt->lane = NULL;
    release_objects(rt);
    ledger_close(rt);
    type_cache_close(rt->type_cache);
    vector_release(&rt->disposal->waiting);
    memory_free(rt->disposal);
    memory_free(rt->printing);
    weakref_close(rt->weak);
    gc_close(rt->gc);
    pool_close(rt->pools);
    memory_free(rt);
}
