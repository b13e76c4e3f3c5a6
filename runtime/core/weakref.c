/* The table of weak references (weakref.h).
 *
 * Open addressing over the targets' addresses; an entry is the newest weak reference of its target,
 * from which the others are chained. An object has an entry exactly while it has OBJECT_HAS_WEAK.
 *
 * The chain: the shared references first, then the others, newest first.
 */
#include "runtime/core/weakref.h"

#include "base/memory.h"
#include "base/vector.h"
#include "runtime/core/gc.h"

#include <assert.h>

struct weak_table {
    struct weakref **places; /* owned; NULL: empty */
    size_t mask;             /* places - 1 */
    size_t count;
};

#define FIRST_PLACES 64

struct weak_table *weakref_open(void)
{
    struct weak_table *table = memory_zeroed(1, sizeof *table);
    table->places = memory_zeroed(FIRST_PLACES, sizeof *table->places);
    table->mask = FIRST_PLACES - 1;
    return table;
}

void weakref_close(struct weak_table *table)
{
    memory_free(table->places);
    memory_free(table);
}

/* --- the table -------------------------------------------------------------------------------- */

static size_t home_of(const struct weak_table *table, const struct object *target)
{
    return (size_t)((uint64_t)(uintptr_t)target * UINT64_C(0x9E3779B97F4A7C15) >> 24) & table->mask;
}

/* The place of the target's entry, or the empty one where it belongs. */
static struct weakref **find_place(const struct weak_table *table, const struct object *target)
{
    size_t at = home_of(table, target);
    while (table->places[at] && table->places[at]->target != target)
        at = (at + 1) & table->mask;
    return &table->places[at];
}

static void grow(struct weak_table *table)
{
    struct weak_table old = *table;
    table->mask = old.mask * 2 + 1;
    table->places = memory_zeroed(table->mask + 1, sizeof *table->places);
    for (size_t i = 0; i <= old.mask; i++)
        if (old.places[i])
            *find_place(table, old.places[i]->target) = old.places[i];
    memory_free(old.places);
}

/* Empties a place and moves up the entries behind that the gap would hide. */
static void remove_place(struct weak_table *table, struct weakref **place)
{
    size_t gap = (size_t)(place - table->places);
    size_t at = gap;
    table->count--;
    for (;;) {
        at = (at + 1) & table->mask;
        if (!table->places[at])
            break;
        size_t home = home_of(table, table->places[at]->target);
        if (((at - home) & table->mask) >= ((at - gap) & table->mask)) {
            table->places[gap] = table->places[at];
            gap = at;
        }
    }
    table->places[gap] = NULL;
}

/* --- chains ----------------------------------------------------------------------------------- */

borrowed weakref_first(struct runtime *rt, borrowed target)
{
    if (!object_is_pointer(target) || !object_has_flag(target, OBJECT_HAS_WEAK))
        return NULL;
    return (borrowed)*find_place(rt->weak, target);
}

static void link_after(struct weakref *reference, struct weakref *newer)
{
    reference->previous = newer;
    reference->next = newer->next;
    if (newer->next)
        newer->next->previous = reference;
    newer->next = reference;
}

static void link_first(struct runtime *rt, struct weakref *reference, borrowed target)
{
    struct weak_table *table = rt->weak;
    struct weakref **place = find_place(table, target);
    reference->previous = NULL;
    reference->next = *place;
    if (*place) {
        (*place)->previous = reference;
        *place = reference;
        return;
    }
    *place = reference;
    table->count++;
    object_set_flag(target, OBJECT_HAS_WEAK);
    if (table->count * 3 > table->mask * 2)
        grow(table);
}

/* After this, the reference is in the chain of its target. */
static void link(struct runtime *rt, struct weakref *reference, borrowed target)
{
    struct weakref *last_shared = NULL;
    struct weakref *at = (struct weakref *)weakref_first(rt, target);
    for (; at && at->shared; at = at->next)
        last_shared = at;
    reference->target = target;
    if (last_shared)
        link_after(reference, last_shared);
    else
        link_first(rt, reference, target);
}

void weakref_unlink(struct runtime *rt, struct weakref *reference)
{
    borrowed target = reference->target;
    if (!target)
        return;
    if (reference->previous) {
        reference->previous->next = reference->next;
    } else {
        struct weakref **place = find_place(rt->weak, target);
        assert(*place == reference);
        if (reference->next) {
            *place = reference->next;
        } else {
            remove_place(rt->weak, place);
            if (target->count < OBJECT_IMMORTAL) /* others share an immortal one */
                object_clear_flag(target, OBJECT_HAS_WEAK);
        }
    }
    if (reference->next)
        reference->next->previous = reference->previous;
    reference->target = NULL;
    reference->next = reference->previous = NULL;
}

/* --- birth and death -------------------------------------------------------------------------- */

static struct weakref *find_shared(struct runtime *rt, const struct type *type, borrowed target)
{
    struct weakref *at = (struct weakref *)weakref_first(rt, target);
    while (at && at->shared && at->header.type != type)
        at = at->next;
    return at && at->shared && at->header.count ? at : NULL;
}

owned weakref_new(struct runtime *rt, struct type *type, borrowed target, borrowed callback,
                  bool shared)
{
    if (!object_type(rt, target)->has_weak_references || !object_is_pointer(target)) {
        rt->services->raise_unreferenceable(rt, target);
        return NULL;
    }
    shared = shared && !callback;
    struct weakref *reference = shared ? find_shared(rt, type, target) : NULL;
    if (reference)
        return object_retain(rt, &reference->header);
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (!v)
        return NULL;
    reference = (struct weakref *)v;
    reference->hash = -1;
    /* The collection that object_new may have run can have shared one meanwhile. */
    struct weakref *other = shared ? find_shared(rt, type, target) : NULL;
    if (other) {
        object_release(rt, v);
        return object_retain(rt, &other->header);
    }
    reference->shared = shared;
    if (callback)
        slot_copy(rt, v, &reference->callback, callback);
    link(rt, reference, target);
    ledger_note(rt, EVENT_WEAK_NEW, v, target);
    gc_track(rt, v);
    return v;
}

void weakref_kill(struct runtime *rt, struct weakref *reference)
{
    if (reference->target) {
        ledger_note(rt, EVENT_WEAK_CLEAR, &reference->header, reference->target);
        weakref_unlink(rt, reference);
    }
}

struct call { /* to be made when all weak references are dead */
    owned reference;
    owned callback;
};

void weakref_clear_all(struct runtime *rt, borrowed target)
{
    struct {
        VECTOR_OF(struct call);
    } calls = {0};
    struct weakref *reference;
    while ((reference = (struct weakref *)weakref_first(rt, target))) {
        weakref_kill(rt, reference);
        if (reference->callback && reference->header.count)
            vector_push(&calls, (struct call){
                                    object_retain(rt, &reference->header),
                                    slot_take(rt, &reference->header, &reference->callback),
                                });
    }
    for (size_t i = 0; i < calls.count; i++) {
        ledger_note(rt, EVENT_WEAK_CALL, calls.items[i].reference, target);
        rt->services->call_weak_callback(rt, calls.items[i].callback, calls.items[i].reference);
        object_release(rt, calls.items[i].callback);
        object_release(rt, calls.items[i].reference);
    }
    vector_release(&calls);
}
