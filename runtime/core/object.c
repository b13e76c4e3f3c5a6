/* Birth and death of objects, and what an object holds (object.h).
 *
 * Death, in this order: finalizer → weak references → fields of classes → what the built-in type
 * holds → the class → memory. Each step can run code of the program, so the object is valid between
 * any two of them. While its finalizer runs, the object is alive: count 1, tracked.
 *
 * A death inside a death inside … is cut off at DISPOSAL_DEPTH: the object then waits, with count 0
 * and all its references, until the outermost death is over.
 *
 * Immortal objects outlive every runtime. They are linked to one another, so that tools which look
 * for lost memory find them.
 */
#include "base/memory.h"
#include "runtime/core/disposal.h"
#include "runtime/core/gc.h"
#include "runtime/core/pool.h"
#include "runtime/core/tracing.h"
#include "runtime/core/weakref.h"

#include <assert.h>
#include <stdatomic.h>

/* --- birth ------------------------------------------------------------------------------------ */

owned object_new(struct runtime *rt, struct type *type, size_t block_size, size_t reported_size)
{
    if (type->flags & TYPE_TRACKED)
        gc_before_new(rt);
    bool large;
    struct object *v = pool_allocate(rt->pools, block_size, &large);
    if (UNLIKELY(!v)) {
        rt->raise_memory_error(rt);
        return NULL;
    }
    memset(v + 1, 0, block_size - sizeof *v);
    v->count = 1;
    v->gc_index = 0;
    v->type = type;
    v->number = large ? (uint64_t)OBJECT_LARGE << 48 : 0;
    if (UNLIKELY(rt->lane != NULL))
        ledger_alloc(rt, v, reported_size);
    if (UNLIKELY(rt->tracing != NULL))
        tracing_born(rt, v, reported_size);
    if (type->flags & TYPE_HEAP)
        object_incref(rt, &type->header, v);
    if (type->flags & TYPE_BORN_TRACKED)
        gc_track(rt, v);
    return v;
}

struct immortal { /* in front of the object */
    struct immortal *next;
    uint64_t padding;
};

static _Atomic(struct immortal *) immortals;

owned object_new_immortal(struct type *type, size_t block_size)
{
    struct immortal *link = memory_zeroed(1, sizeof *link + block_size);
    link->next = atomic_load(&immortals);
    while (!atomic_compare_exchange_weak(&immortals, &link->next, link))
        continue;
    struct object *v = (struct object *)(void *)(link + 1);
    *v = (struct object)OBJECT_STATIC(type);
    return v;
}

/* --- what an object holds --------------------------------------------------------------------- */

static borrowed *field_at(borrowed v, size_t offset)
{
    return (borrowed *)(void *)((char *)v + offset);
}

static int traverse_slots(borrowed v, const struct type *type, visit_function visit, void *context)
{
    int result = 0;
    for (uint32_t i = 0; i < type->slot_count && !result; i++) {
        borrowed referent = *field_at(v, type->slot_offset + i * sizeof(borrowed));
        if (referent)
            result = visit(context, referent, EDGE_ATTRIBUTE, (uintptr_t)type->slot_items[i]);
    }
    return result;
}

/* Where __dict__ is a field that a class added, its slot. */
static borrowed *added_dict(borrowed v)
{
    const struct type *type = v->type;
    bool added = type->dict_offset >= type->fields_offset ||
                 (type->dict_offset && type->dict_offset == type->derived_dict_offset);
    return added ? field_at(v, type->dict_offset) : NULL;
}

static int traverse_fields(borrowed v, visit_function visit, void *context)
{
    int result = 0;
    for (const struct type *type = v->type; type->flags & TYPE_HEAP && !result; type = type->base)
        result = traverse_slots(v, type, visit, context);
    borrowed *dict = added_dict(v);
    if (!result && dict && *dict)
        result = visit(context, *dict, EDGE_INTERNAL, (uintptr_t) "__dict__");
    return result ? result
                  : visit(context, &v->type->header, EDGE_INTERNAL, (uintptr_t) "__class__");
}

int object_traverse(borrowed v, visit_function visit, void *context)
{
    const struct type *type = v->type;
    int result = type->flags & TYPE_HEAP ? traverse_fields(v, visit, context) : 0;
    return result || !type->traverse ? result : type->traverse(v, visit, context);
}

/* After this, the fields that classes added are empty; those of the most derived class went first.
 */
static void clear_fields(struct runtime *rt, borrowed v)
{
    borrowed *dict = added_dict(v);
    for (const struct type *type = v->type; type->flags & TYPE_HEAP; type = type->base)
        for (uint32_t i = 0; i < type->slot_count; i++)
            slot_clear(rt, v, field_at(v, type->slot_offset + i * sizeof(borrowed)));
    if (dict)
        slot_clear(rt, v, dict);
}

int object_clear(struct runtime *rt, borrowed v)
{
    const struct type *type = v->type;
    if (type->flags & TYPE_HEAP)
        clear_fields(rt, v);
    return type->clear ? type->clear(rt, v) : 0;
}

/* --- death ------------------------------------------------------------------------------------ */

/* Runs the finalizer of an object whose count is 0. True: it came back from the dead. */
static bool finalize(struct runtime *rt, borrowed v)
{
    bool tracked = type_has_flag(v->type, TYPE_TRACKED);
    if (tracked) {
        object_set_flag(v, OBJECT_FINALIZED);
        gc_untrack(rt, v);
    }
    /* Weak references to a generator die before it is closed, to an instance after __del__. */
    if (object_has_flag(v, OBJECT_HAS_WEAK) && !type_has_flag(v->type, TYPE_HEAP))
        weakref_clear_all(rt, v);
    /* As in CPython: whoever comes back is among the youngest again. */
    if (tracked)
        gc_track(rt, v);
    object_incref(rt, v, IN_FLIGHT);
    ledger_note(rt, EVENT_FINALIZE, v, NULL);
    v->type->finalize(rt, v);
    if (UNLIKELY(rt->lane != NULL))
        ledger_decref(rt, v, IN_FLIGHT);
    if (--v->count == 0)
        return false;
    ledger_note(rt, EVENT_RESURRECT, v, NULL);
    return true;
}

/* After this, v's class has one reference less, and v is no more. */
static void destroy(struct runtime *rt, borrowed v)
{
    struct type *type = v->type;
    bool tracked = type_has_flag(type, TYPE_TRACKED);
    if (type->flags & TYPE_HEAP)
        object_decref(rt, &type->header, v);
    if (UNLIKELY(rt->lane != NULL))
        ledger_free(rt, v);
    if (UNLIKELY(rt->tracing != NULL))
        tracing_died(rt, v);
    pool_free(rt->pools, v);
    if (tracked)
        gc_after_free(rt);
}

static void die(struct runtime *rt, borrowed v)
{
    struct type *type = v->type;
    assert(v->count == 0 && !object_has_flag(v, OBJECT_DYING));
    if (UNLIKELY(type->finalize != NULL) && !object_has_flag(v, OBJECT_FINALIZED) &&
        finalize(rt, v))
        return;
    object_set_flag(v, OBJECT_DYING);
    gc_untrack(rt, v);
    if (UNLIKELY(object_has_flag(v, OBJECT_HAS_WEAK)))
        weakref_clear_all(rt, v);
    if (type->flags & TYPE_HEAP)
        clear_fields(rt, v);
    if (type->dealloc)
        type->dealloc(rt, v);
    destroy(rt, v);
}

void object_dispose(struct runtime *rt, borrowed v)
{
    struct disposal *disposal = rt->disposal;
    if (!type_has_flag(v->type, TYPE_TRACKED)) {
        die(rt, v);
        return;
    }
    if (disposal->depth >= DISPOSAL_DEPTH) {
        gc_untrack(rt, v);
        vector_push(&disposal->waiting, v);
        return;
    }
    disposal->depth++;
    die(rt, v);
    while (disposal->depth == 1 && disposal->waiting.count)
        die(rt, disposal->waiting.items[--disposal->waiting.count]);
    disposal->depth--;
}
