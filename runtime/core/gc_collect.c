/* One collection: CPython 3.11's algorithm, phase by phase (gc.h).
 *
 * Every object of the collected part has a shadow: first a copy of its count, from which the
 * references that come from inside the part are subtracted. What keeps a rest is referred to from
 * outside; it and all that it reaches live, the others are condemned:
 *
 *     n           n references from outside; or reached, and still to be scanned
 *     0           not reached yet
 *     TENTATIVE   was not reached when the scan came by
 *     FOUND_LATE  was TENTATIVE, and then reached from an object behind it
 *
 * In CPython objects wander between lists, which decides the order in which later collections see
 * them. The same order comes about here: who is FOUND_LATE stands behind the others, in the order
 * of being found.
 *
 * No code of the program runs, and nothing is born or dies, until the condemned stand in their own
 * table. From then on anything may happen to them: finalizers and callbacks may free them, untrack
 * them or bring them back.
 */
#include "runtime/core/gc_table.h"
#include "runtime/core/weakref.h"

#include <assert.h>
#include <inttypes.h>
#include <time.h>

#define TENTATIVE  UINT32_MAX
#define FOUND_LATE (UINT32_MAX - 1)
#define AHEAD      12 /* objects to fetch into the cache before their turn */

/* A run of objects that is searched for garbage: a part of gc->items, or gc->condemned. */
struct part {
    borrowed *items; /* may have holes (NULL) until update_refs */
    uint32_t *shadow;
    uint32_t count;
    uint32_t first;            /* gc_index of items[0] */
    struct gc_list found_late; /* in the order of being found */
    struct gc_list atoms;      /* living tuples and dicts, which may hold nothing but atoms */
    bool with_dicts;           /* dicts are wanted too */
    uint32_t tentative;        /* how many were, some of them for a while */
};

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* object_traverse without labels; inlined with the visit it is given. Every word that classes added
 * to a block is a reference. */
static ALWAYS_INLINE void traverse(borrowed v, visit_function visit, void *context)
{
    struct type *type = v->type;
    if (LIKELY(type->flags & TYPE_HEAP)) {
        char *block = (char *)v;
        for (size_t at = type->fields_offset; at < type->size; at += sizeof(borrowed)) {
            borrowed referent = *(borrowed *)(void *)(block + at);
            if (referent)
                visit(context, referent, EDGE_UNKNOWN, 0);
        }
        if (UNLIKELY(type->derived_dict_offset) && type->dict_offset) {
            borrowed dict = *(borrowed *)(void *)(block + type->dict_offset);
            if (dict)
                visit(context, dict, EDGE_UNKNOWN, 0);
        }
        visit(context, &type->header, EDGE_UNKNOWN, 0);
    }
    if (type->traverse)
        type->traverse(v, visit, context);
}

static inline bool is_part(borrowed v)
{
    return v->gc_index == 0 && v->count == 1 && type_has_flag(v->type, TYPE_PART);
}

static ALWAYS_INLINE void fetch_ahead(const struct part *part, uint32_t i)
{
    if (i + AHEAD < part->count)
        __builtin_prefetch(part->items[i + AHEAD]);
}

/* --- finding garbage -------------------------------------------------------------------------- */

/* After this, the part has no holes, and shadow[i] is the count of items[i]. */
static void update_refs(struct part *part)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        if (i + AHEAD < part->count)
            __builtin_prefetch(part->items[i + AHEAD]);
        borrowed v = part->items[i];
        if (!v)
            continue;
        assert(v->count > 0);
        if (kept != i) {
            part->items[kept] = v;
            v->gc_index = part->first + kept;
        }
        part->shadow[kept++] = v->count;
    }
    part->count = kept;
}

static inline int visit_decref(void *context, borrowed referent, UNUSED enum edge_label label,
                               UNUSED uintptr_t name)
{
    struct part *part = context;
    if (!object_is_pointer(referent))
        return 0;
    uint32_t place = referent->gc_index - part->first;
    if (place < part->count) {
        assert(part->shadow[place] > 0);
        part->shadow[place]--;
    } else if (UNLIKELY(is_part(referent))) {
        object_traverse(referent, visit_decref, part);
    }
    return 0;
}

/* After this, shadow[i] > 0 exactly for the objects that are referred to from outside the part. */
static void subtract_refs(struct part *part)
{
    for (uint32_t i = 0; i < part->count; i++) {
        fetch_ahead(part, i);
        traverse(part->items[i], visit_decref, part);
    }
}

static inline int visit_reachable(void *context, borrowed referent, UNUSED enum edge_label label,
                                  UNUSED uintptr_t name)
{
    struct part *part = context;
    if (!object_is_pointer(referent))
        return 0;
    uint32_t place = referent->gc_index - part->first;
    if (place >= part->count) {
        if (UNLIKELY(is_part(referent)))
            object_traverse(referent, visit_reachable, part);
        return 0;
    }
    uint32_t shadow = part->shadow[place];
    if (shadow == 0) {
        part->shadow[place] = 1;
    } else if (shadow == TENTATIVE) {
        part->shadow[place] = FOUND_LATE;
        vector_push(&part->found_late, referent);
    }
    return 0;
}

static inline void scan(struct part *part, borrowed v)
{
    traverse(v, visit_reachable, part);
    uint32_t flags = v->type->flags;
    if (UNLIKELY(flags & (TYPE_TUPLE | TYPE_DICT)) && !(flags & TYPE_HEAP) &&
        (flags & TYPE_TUPLE || part->with_dicts))
        vector_push(&part->atoms, v);
}

/* After this, exactly the objects that nothing outside reaches have the shadow TENTATIVE. */
static void move_unreachable(struct part *part)
{
    for (uint32_t i = 0; i < part->count; i++) {
        fetch_ahead(part, i);
        if (part->shadow[i] == 0) {
            part->shadow[i] = TENTATIVE;
            part->tentative++;
        } else {
            scan(part, part->items[i]);
        }
    }
    for (size_t i = 0; i < part->found_late.count; i++)
        scan(part, part->found_late.items[i]);
}

static void deduce_unreachable(struct gc *gc, struct part *part)
{
    assert(part->count <= GC_MOST);
    if (gc->shadow_capacity < part->count) {
        gc->shadow_capacity = vector_grown(gc->shadow_capacity, part->count);
        memory_free(gc->shadow);
        gc->shadow = memory_allocate(gc->shadow_capacity * sizeof *gc->shadow);
    }
    part->shadow = gc->shadow;
    update_refs(part);
    subtract_refs(part);
    move_unreachable(part);
}

static void release_part(struct part *part)
{
    vector_release(&part->found_late);
    vector_release(&part->atoms);
}

/* --- the collected part of the table ---------------------------------------------------------- */

/* Generation 0 stands before generation 1 when both go into a full collection: CPython merges them
 * in that order. */
static void swap_young(struct gc *gc)
{
    size_t older = gc->start[0] - gc->start[1];
    size_t younger = gc->count - gc->start[0];
    if (!older || !younger)
        return;
    borrowed *at = gc->items + gc->start[1];
    borrowed *copy = memory_allocate(older * sizeof *copy);
    memcpy(copy, at, older * sizeof *copy);
    memmove(at, at + older, younger * sizeof *copy);
    memcpy(at + younger, copy, older * sizeof *copy);
    memory_free(copy);
    for (size_t i = gc->start[1]; i < gc->count; i++)
        if (gc->items[i])
            gc->items[i]->gc_index = (uint32_t)i + 1;
}

/* After this, what is to be collected is one run at the end of the table. */
static struct part merge_younger(struct gc *gc, int generation)
{
    if (generation == GC_GENERATIONS - 1)
        swap_young(gc);
    size_t begin = gc->start[generation];
    for (int i = 0; i < generation; i++)
        gc->start[i] = gc->count;
    return (struct part){
        .items = gc->items + begin,
        .count = (uint32_t)(gc->count - begin),
        .first = (uint32_t)begin + 1,
        .with_dicts = generation == GC_GENERATIONS - 1,
    };
}

/* After this, the condemned have left the part for their own table, and who was found late stands
 * at the end of the part. */
static void separate(struct gc *gc, struct part *part)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        borrowed v = part->items[i];
        uint32_t shadow = part->shadow[i];
        if (shadow == TENTATIVE) {
            fetch_ahead(part, i);
            vector_push(&gc->condemned, v);
            v->gc_index = GC_CONDEMNED | (uint32_t)gc->condemned.count;
        } else if (shadow != FOUND_LATE) {
            if (kept != i) {
                part->items[kept] = v;
                v->gc_index = part->first + kept;
            }
            kept++;
        }
    }
    for (size_t i = 0; i < part->found_late.count; i++, kept++) {
        part->items[kept] = part->found_late.items[i];
        part->items[kept]->gc_index = part->first + kept;
    }
    part->count = kept;
}

/* Tuples that hold nothing that could be in a cycle need not be looked at again; nor need dicts,
 * which come back when that changes. Dicts only in full collections: one that grows would come and
 * go. */
static void untrack_atoms(struct runtime *rt, const struct part *part)
{
    for (size_t i = 0; i < part->atoms.count; i++) {
        borrowed v = part->atoms.items[i];
        if (rt->services->is_atomic(v))
            gc_untrack(rt, v);
    }
}

/* After this, the condemned stand in their own table, the survivors in the next older generation.
 * Gives how many objects were examined. */
static uint64_t condemn(struct runtime *rt, int generation)
{
    struct gc *gc = rt->gc;
    struct part part = merge_younger(gc, generation);
    deduce_unreachable(gc, &part);
    uint64_t examined = part.count;
    gc->count = part.first - 1 + part.count;
    for (int i = 0; i <= generation; i++)
        gc->start[i] = part.first - 1;
    if (part.tentative) {
        separate(gc, &part);
        gc->count = part.first - 1 + part.count;
    }
    if (part.atoms.count) {
        untrack_atoms(rt, &part);
        gc_close_holes(gc, part.first - 1);
    }
    uint64_t survivors = gc->count - (part.first - 1);
    if (generation == GC_GENERATIONS - 1) {
        gc->long_lived_pending = 0;
        gc->long_lived = survivors;
    } else if (generation == GC_GENERATIONS - 2) {
        gc->long_lived_pending += survivors;
    }
    int oldest_emptied = generation < GC_GENERATIONS - 1 ? generation : generation - 1;
    for (int i = 0; i <= oldest_emptied; i++)
        gc->start[i] = gc->count;
    gc->young_holes = 0;
    release_part(&part);
    return examined;
}

/* --- verdicts --------------------------------------------------------------------------------- */

static bool is_condemned(borrowed v)
{
    return (v->gc_index & GC_CONDEMNED) != 0;
}

struct verdict {
    struct runtime *rt;
    borrowed holder; /* whose references are visited */
    uint32_t collection;
    enum event_fate fate;
};

static void record_verdict(struct verdict *verdict);

static int condemn_referent(void *context, borrowed referent, enum edge_label label, uintptr_t name)
{
    struct verdict *verdict = context;
    if (!object_is_pointer(referent))
        return 0;
    bool part = is_part(referent);
    if (part || is_condemned(referent) || verdict->fate == FATE_UNCOLLECTABLE)
        ledger_garbage_edge(verdict->rt, verdict->holder, referent, label, name);
    if (part)
        record_verdict(
            &(struct verdict){verdict->rt, referent, verdict->collection, verdict->fate});
    return 0;
}

/* The verdict on `holder`, and its references among the condemned. In the ledger a part is an
 * object like any other. */
static void record_verdict(struct verdict *verdict)
{
    ledger_verdict(verdict->rt, verdict->holder, verdict->collection, verdict->fate);
    object_traverse(verdict->holder, condemn_referent, verdict);
}

/* --- uncollectable: finalizers before PEP 442 ------------------------------------------------- */

struct uncollectable {
    struct gc *gc;
    struct gc_list found;
};

static bool has_legacy_finalizer(borrowed v)
{
    return v->type->finalize && type_has_flag(v->type, TYPE_HEAP);
}

static int visit_move(void *context, borrowed referent, UNUSED enum edge_label label,
                      UNUSED uintptr_t name)
{
    struct uncollectable *uncollectable = context;
    if (object_is_pointer(referent) && is_condemned(referent)) {
        uncollectable->gc->condemned.items[(referent->gc_index & ~GC_CONDEMNED) - 1] = NULL;
        referent->gc_index = 0;
        vector_push(&uncollectable->found, referent);
    } else if (object_is_pointer(referent) && is_part(referent)) {
        object_traverse(referent, visit_move, context);
    }
    return 0;
}

static void report(const char *what, borrowed v)
{
    fprintf(stderr, "gc: %s <%s %p>\n", what, v->type->name, (void *)v);
}

/* After this, objects with a legacy finalizer and all that they reach are alive again, in the old
 * generation and (those with the finalizer) in gc.garbage. Gives how many there were. */
static int64_t move_legacy_finalizers(struct runtime *rt, int generation, uint32_t collection)
{
    struct gc *gc = rt->gc;
    struct uncollectable uncollectable = {.gc = gc};
    for (size_t i = 0; i < gc->condemned.count; i++)
        if (gc->condemned.items[i] && has_legacy_finalizer(gc->condemned.items[i]))
            visit_move(&uncollectable, gc->condemned.items[i], EDGE_UNKNOWN, 0);
    for (size_t i = 0; i < uncollectable.found.count; i++)
        traverse(uncollectable.found.items[i], visit_move, &uncollectable);
    gc_insert_old(gc, generation, uncollectable.found.items, uncollectable.found.count);
    for (size_t i = 0; i < uncollectable.found.count; i++) {
        borrowed v = uncollectable.found.items[i];
        if (rt->lane)
            record_verdict(&(struct verdict){rt, v, collection, FATE_UNCOLLECTABLE});
        if (gc->debug & GC_DEBUG_UNCOLLECTABLE)
            report("uncollectable", v);
        if (gc->debug & GC_DEBUG_SAVEALL || has_legacy_finalizer(v))
            rt->services->append_garbage(rt, v);
    }
    int64_t count = (int64_t)uncollectable.found.count;
    vector_release(&uncollectable.found);
    return count;
}

/* --- what the condemned still have to say ----------------------------------------------------- */

struct traits { /* of the condemned, so that phases with nothing to do are skipped */
    bool weak;
    bool finalizers;
};

static struct traits pronounce(struct runtime *rt, uint32_t collection)
{
    const struct gc *gc = rt->gc;
    struct traits traits = {0};
    for (size_t i = 0; i < gc->condemned.count; i++) {
        borrowed v = gc->condemned.items[i];
        if (!v)
            continue;
        if (i + AHEAD < gc->condemned.count && gc->condemned.items[i + AHEAD])
            __builtin_prefetch(gc->condemned.items[i + AHEAD]);
        traits.weak |= object_has_flag(v, OBJECT_HAS_WEAK) || v->type->flags & TYPE_WEAKREF;
        traits.finalizers |= v->type->finalize && !object_has_flag(v, OBJECT_FINALIZED);
        if (UNLIKELY(rt->lane != NULL))
            record_verdict(&(struct verdict){rt, v, collection, FATE_COLLECTED});
        if (UNLIKELY(gc->debug & GC_DEBUG_COLLECTABLE))
            report("collectable", v);
    }
    return traits;
}

struct weak_call {
    owned reference;
    borrowed target; /* condemned: nobody but delete_garbage frees it */
};

struct weak_calls {
    VECTOR_OF(struct weak_call);
};

static void kill_references_to(struct runtime *rt, borrowed v, struct weak_calls *calls)
{
    struct weakref *reference;
    while ((reference = (struct weakref *)weakref_first(rt, v))) {
        weakref_kill(rt, reference);
        if (reference->callback && reference->header.count && !is_condemned(&reference->header))
            vector_push(calls, (struct weak_call){object_retain(rt, &reference->header), v});
    }
}

/* Gives how many weak references died of it. */
static int64_t run_callbacks(struct runtime *rt, const struct weak_calls *calls)
{
    int64_t freed = 0;
    for (size_t i = 0; i < calls->count; i++) {
        struct weak_call call = calls->items[i];
        owned callback = slot_get(rt, &((struct weakref *)call.reference)->callback);
        ledger_note(rt, EVENT_WEAK_CALL, call.reference, call.target);
        rt->services->call_weak_callback(rt, callback, call.reference);
        object_release(rt, callback);
        freed += call.reference->count == 1;
        object_release(rt, call.reference);
    }
    return freed;
}

/* After this, no weak reference to a condemned object is alive; the callbacks of those weak
 * references that are not condemned themselves have run. Gives how many weak references these
 * freed. */
static int64_t handle_weakrefs(struct runtime *rt)
{
    struct gc *gc = rt->gc;
    struct weak_calls calls = {0};
    for (size_t i = 0; i < gc->condemned.count; i++) {
        borrowed v = gc->condemned.items[i];
        if (!v)
            continue;
        /* A condemned weak reference must not call back: that could show what has been cleared. */
        if (v->type->flags & TYPE_WEAKREF)
            weakref_kill(rt, (struct weakref *)v);
        kill_references_to(rt, v, &calls);
    }
    int64_t freed = run_callbacks(rt, &calls);
    vector_release(&calls);
    return freed;
}

/* After this, every condemned object's finalizer has run, once in its life. */
static void finalize_garbage(struct runtime *rt)
{
    struct gc *gc = rt->gc;
    for (size_t i = 0; i < gc->condemned.count; i++) {
        borrowed v = gc->condemned.items[i];
        if (!v || !v->type->finalize || object_has_flag(v, OBJECT_FINALIZED))
            continue;
        object_set_flag(v, OBJECT_FINALIZED);
        owned kept = object_retain(rt, v);
        ledger_note(rt, EVENT_FINALIZE, v, NULL);
        v->type->finalize(rt, v);
        object_release(rt, kept);
    }
}

static void close_condemned_holes(struct gc *gc)
{
    size_t kept = 0;
    for (size_t i = 0; i < gc->condemned.count; i++) {
        borrowed v = gc->condemned.items[i];
        if (!v)
            continue;
        gc->condemned.items[kept++] = v;
        v->gc_index = GC_CONDEMNED | (uint32_t)kept;
    }
    gc->condemned.count = kept;
}

/* After this, who was brought back from the dead, and all that it reaches, is in the old
 * generation. */
static void handle_resurrected(struct runtime *rt, int generation)
{
    struct gc *gc = rt->gc;
    struct gc_list risen = {0};
    struct gc_list dead = {0};
    close_condemned_holes(gc);
    struct part part = {
        .items = gc->condemned.items,
        .count = (uint32_t)gc->condemned.count,
        .first = GC_CONDEMNED | 1,
    };
    deduce_unreachable(gc, &part);
    for (uint32_t i = 0; i < part.count; i++) {
        borrowed v = part.items[i];
        if (part.shadow[i] == TENTATIVE)
            vector_push(&dead, v);
        else if (part.shadow[i] != FOUND_LATE)
            vector_push(&risen, v);
    }
    for (size_t i = 0; i < part.found_late.count; i++)
        vector_push(&risen, part.found_late.items[i]);
    for (size_t i = 0; i < risen.count; i++)
        ledger_note(rt, EVENT_RESURRECT, risen.items[i], NULL);
    vector_release(&gc->condemned);
    gc->condemned = dead;
    close_condemned_holes(gc);
    gc_insert_old(gc, generation, risen.items, risen.count);
    vector_release(&risen);
    release_part(&part);
}

static size_t condemned_count(const struct gc *gc)
{
    size_t count = 0;
    for (size_t i = 0; i < gc->condemned.count; i++)
        count += gc->condemned.items[i] != NULL;
    return count;
}

/* After this, the condemned are gone; who outlived the loss of its references is in the old
 * generation. */
static void delete_garbage(struct runtime *rt, int generation)
{
    struct gc *gc = rt->gc;
    for (size_t i = 0; i < gc->condemned.count; i++) {
        borrowed v = gc->condemned.items[i];
        if (i + AHEAD < gc->condemned.count && gc->condemned.items[i + AHEAD])
            __builtin_prefetch(gc->condemned.items[i + AHEAD]);
        if (!v)
            continue;
        if (gc->debug & GC_DEBUG_SAVEALL) {
            rt->services->append_garbage(rt, v);
            continue;
        }
        owned kept = object_retain(rt, v);
        if (object_clear(rt, v) < 0)
            rt->report_unraisable(rt, v);
        object_release(rt, kept);
    }
    close_condemned_holes(gc);
    gc_insert_old(gc, generation, gc->condemned.items, gc->condemned.count);
    vector_release(&gc->condemned);
}

/* --- the whole -------------------------------------------------------------------------------- */

struct whole { /* whose parts are looked into */
    visit_function visit;
    void *context;
};

static int visit_whole(void *context, borrowed referent, enum edge_label label, uintptr_t name)
{
    const struct whole *whole = context;
    if (object_is_pointer(referent) && is_part(referent))
        return object_traverse(referent, visit_whole, context);
    return whole->visit(whole->context, referent, label, name);
}

int gc_traverse(borrowed v, visit_function visit, void *context)
{
    struct whole whole = {visit, context};
    return object_traverse(v, visit_whole, &whole);
}

static uint64_t generation_size(const struct gc *gc, size_t begin, size_t end)
{
    uint64_t size = 0;
    for (size_t i = begin; i < end; i++)
        size += gc->items[i] != NULL;
    return size;
}

static void print_beginning(const struct gc *gc, int generation)
{
    fprintf(stderr, "gc: collecting generation %d...\ngc: objects in each generation:", generation);
    for (int i = 0; i < GC_GENERATIONS; i++)
        fprintf(stderr, " %" PRIu64, generation_size(gc, gc->start[i], gc_end(gc, i)));
    fprintf(stderr, "\ngc: objects in permanent generation: %" PRIu64 "\n",
            generation_size(gc, 0, gc->start[GC_GENERATIONS - 1]));
}

/* The generation's counter says how often it was due; the next older one counts that. */
static void update_counters(struct gc *gc, int generation)
{
    if (generation + 1 < GC_GENERATIONS)
        gc->births[generation + 1]++;
    for (int i = 0; i <= generation; i++)
        gc->births[i] = 0;
}

static struct recorder_collection collect(struct runtime *rt, int generation, const char *trigger)
{
    struct gc *gc = rt->gc;
    struct recorder_collection figures = {.generation = (uint32_t)generation, .trigger = trigger};
    uint64_t begin_ns = now_ns();
    uint32_t id = ledger_collection_begin(rt, (uint32_t)generation, trigger);
    if (gc->debug & GC_DEBUG_STATS)
        print_beginning(gc, generation);
    update_counters(gc, generation);
    figures.examined = condemn(rt, generation);
    if (gc->condemned.count) {
        if (gc->legacy_finalizers)
            figures.uncollectable = (uint64_t)move_legacy_finalizers(rt, generation, id);
        struct traits traits = pronounce(rt, id);
        if (traits.weak)
            figures.collected += (uint64_t)handle_weakrefs(rt);
        if (traits.finalizers)
            finalize_garbage(rt);
        /* Only code of the program can have brought something back. */
        if (traits.weak || traits.finalizers)
            handle_resurrected(rt, generation);
        figures.collected += condemned_count(gc);
        delete_garbage(rt, generation);
    }
    figures.pause_ns = now_ns() - begin_ns;
    if (gc->debug & GC_DEBUG_STATS)
        fprintf(stderr,
                "gc: done, %" PRIu64 " unreachable, %" PRIu64 " uncollectable, %.4fs elapsed\n",
                figures.collected + figures.uncollectable, figures.uncollectable,
                (double)figures.pause_ns / 1e9);
    ledger_collection_end(rt, id, &figures);
    return figures;
}

int64_t gc_collect(struct runtime *rt, int generation, const char *trigger)
{
    struct gc *gc = rt->gc;
    if (gc->collecting)
        return 0;
    gc->collecting = true;
    bool calls = gc->callbacks && strcmp(trigger, "exit") != 0;
    if (calls)
        rt->services->call_collector_callbacks(rt, "start", generation, 0, 0);
    struct recorder_collection figures = collect(rt, generation, trigger);
    gc->statistics[generation].collections++;
    gc->statistics[generation].collected += figures.collected;
    gc->statistics[generation].uncollectable += figures.uncollectable;
    if (calls)
        rt->services->call_collector_callbacks(rt, "stop", generation, (int64_t)figures.collected,
                                               (int64_t)figures.uncollectable);
    gc->collecting = false;
#ifdef SMALL_LIMITS
    gc_check_often(rt, figures.examined);
#endif
    return (int64_t)(figures.collected + figures.uncollectable);
}
