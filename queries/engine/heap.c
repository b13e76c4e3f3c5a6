#include "queries/engine/heap.h"

#include "base/memory.h"
#include "queries/engine/connection.h"
#include "queries/engine/names.h"
#include "recorder/format/journal.h"

#include <string.h>

enum { FIRST_BITS = 10 };

#define GOLDEN UINT64_C(0x9E3779B97F4A7C15)

/* --- objects ---------------------------------------------------------------------------------- */

/* Eight neighbours share a group of slots; groups are spread. */
static size_t object_home(const struct heap *heap, uint64_t oid)
{
    uint64_t group = ((oid >> 3) * GOLDEN) >> (64 - (heap->objects.bits - 3));
    return (size_t)(group << 3 | (oid & 7));
}

static size_t object_mask(const struct heap *heap)
{
    return ((size_t)1 << heap->objects.bits) - 1;
}

struct heap_object *heap_find(const struct heap *heap, uint64_t oid)
{
    size_t mask = object_mask(heap);
    for (size_t i = object_home(heap, oid);; i = (i + 1) & mask) {
        struct heap_object *object = &heap->objects.slots[i];
        if (object->oid == oid)
            return oid ? object : NULL;
        if (object->oid == 0)
            return NULL;
    }
}

static struct heap_object *place_object(struct heap *heap, const struct heap_object *object)
{
    size_t mask = object_mask(heap);
    size_t i = object_home(heap, object->oid);
    while (heap->objects.slots[i].oid)
        i = (i + 1) & mask;
    heap->objects.slots[i] = *object;
    return &heap->objects.slots[i];
}

static void grow_objects(struct heap *heap)
{
    struct heap_object *old = heap->objects.slots;
    size_t old_size = object_mask(heap) + 1;
    heap->objects.bits++;
    heap->objects.slots = memory_zeroed(object_mask(heap) + 1, sizeof *old);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].oid)
            place_object(heap, &old[i]);
    memory_free(old);
}

static struct heap_object *add_object(struct heap *heap, const struct heap_object *object)
{
    if (heap->objects.count * 4 >= (object_mask(heap) + 1) * 3)
        grow_objects(heap);
    heap->objects.count++;
    return place_object(heap, object);
}

/* Empties a slot, and moves up what was pushed on by it, so that no search ends too early. */
static void remove_object(struct heap *heap, struct heap_object *object)
{
    struct heap_object *slots = heap->objects.slots;
    size_t mask = object_mask(heap);
    size_t hole = (size_t)(object - slots);
    for (size_t i = (hole + 1) & mask; slots[i].oid; i = (i + 1) & mask) {
        size_t home = object_home(heap, slots[i].oid);
        if (((i - home) & mask) < ((i - hole) & mask))
            continue;
        slots[hole] = slots[i];
        hole = i;
    }
    slots[hole].oid = 0;
    heap->objects.count--;
}

/* --- references ------------------------------------------------------------------------------- */

static size_t chain_of(const struct heap *heap, uint64_t oid, int64_t holder)
{
    uint64_t mixed = (oid ^ ((uint64_t)holder * GOLDEN)) * GOLDEN;
    return (size_t)(mixed >> (64 - heap->references.bits));
}

/* Twice as many chains: each is split in two, in its order. */
static void grow_chains(struct heap *heap)
{
    size_t old_size = (size_t)1 << heap->references.bits;
    uint32_t *old = heap->references.chains;
    heap->references.bits++;
    uint32_t *chains = memory_resize(NULL, old_size * 2, sizeof *chains);
    memset(chains, 0xff, old_size * 2 * sizeof *chains);
    for (size_t i = 0; i < old_size; i++) {
        uint32_t *tails[2] = {&chains[i * 2], &chains[i * 2 + 1]};
        for (uint32_t node = old[i]; node != HEAP_END;) {
            struct heap_reference *reference = &heap->references.nodes[node];
            size_t half = chain_of(heap, reference->oid, reference->holder) & 1;
            *tails[half] = node;
            tails[half] = &reference->next;
            node = reference->next;
            *tails[half] = HEAP_END;
        }
    }
    memory_free(old);
    heap->references.chains = chains;
}

static uint32_t new_node(struct heap *heap)
{
    uint32_t node = heap->references.free;
    if (node != HEAP_END) {
        heap->references.free = heap->references.nodes[node].next;
        return node;
    }
    if (heap->references.used == heap->references.capacity) {
        heap->references.capacity += heap->references.capacity / 2;
        heap->references.nodes = memory_resize(heap->references.nodes, heap->references.capacity,
                                               sizeof *heap->references.nodes);
    }
    return heap->references.used++;
}

static void open_reference(struct heap *heap, const struct event *event, int64_t holder)
{
    if (heap->references.count >> heap->references.bits)
        grow_chains(heap);
    uint32_t node = new_node(heap);
    uint32_t *chain = &heap->references.chains[chain_of(heap, event->oid, holder)];
    heap->references.nodes[node] = (struct heap_reference){.oid = event->oid,
                                                           .holder = holder,
                                                           .opened_seq = event->seq,
                                                           .site = event->site,
                                                           .next = *chain};
    *chain = node;
    heap->references.count++;
}

/* The link to the youngest reference of (oid, holder); HEAP_END in it: there is none. */
static uint32_t *find_link(const struct heap *heap, uint64_t oid, int64_t holder)
{
    uint32_t *link = &heap->references.chains[chain_of(heap, oid, holder)];
    while (*link != HEAP_END) {
        struct heap_reference *reference = &heap->references.nodes[*link];
        if (reference->oid == oid && reference->holder == holder)
            break;
        link = &reference->next;
    }
    return link;
}

const struct heap_reference *heap_find_reference(const struct heap *heap, uint64_t oid,
                                                 int64_t holder)
{
    uint32_t node = *find_link(heap, oid, holder);
    return node == HEAP_END ? NULL : &heap->references.nodes[node];
}

static void unlink_reference(struct heap *heap, uint32_t *link)
{
    uint32_t node = *link;
    struct heap_reference *reference = &heap->references.nodes[node];
    heap->closed_site = reference->site;
    *link = reference->next;
    reference->oid = 0;
    reference->next = heap->references.free;
    heap->references.free = node;
    heap->references.count--;
}

/* The youngest reference of (oid, holder) that was opened in a frame; HEAP_END in it: there is
 * none. */
static uint32_t *find_link_in_frame(struct heap *heap, uint64_t oid, int64_t holder,
                                    const struct site_name *frame)
{
    uint32_t *link = &heap->references.chains[chain_of(heap, oid, holder)];
    for (; *link != HEAP_END; link = &heap->references.nodes[*link].next) {
        const struct heap_reference *reference = &heap->references.nodes[*link];
        if (reference->oid != oid || reference->holder != holder)
            continue;
        const struct site_name *site = names_site(heap->names, reference->site);
        if (site && site->parent == frame->parent && site->function == frame->function)
            break;
    }
    return link;
}

/* The link to what an end without a holder closes. */
static uint32_t *find_nameless_link(struct heap *heap, const struct event *event)
{
    const struct site_name *frame = names_site(heap->names, event->site);
    const struct heap_reference *nodes = heap->references.nodes;
    if (frame) {
        uint32_t *unknown = find_link_in_frame(heap, event->oid, HOLDER_UNKNOWN, frame);
        uint32_t *in_flight = find_link_in_frame(heap, event->oid, HOLDER_IN_FLIGHT, frame);
        if (*unknown != HEAP_END && *in_flight != HEAP_END)
            return nodes[*unknown].opened_seq > nodes[*in_flight].opened_seq ? unknown : in_flight;
        if (*unknown != HEAP_END || *in_flight != HEAP_END)
            return *unknown != HEAP_END ? unknown : in_flight;
    }
    uint32_t *link = find_link(heap, event->oid, HOLDER_UNKNOWN);
    return *link != HEAP_END ? link : find_link(heap, event->oid, HOLDER_IN_FLIGHT);
}

/* Ends a reference that event->a held. False: there is none. */
static bool close_reference(struct heap *heap, const struct event *event)
{
    uint32_t *link = event->a == HOLDER_UNKNOWN ? find_nameless_link(heap, event)
                                                : find_link(heap, event->oid, event->a);
    heap->has_closed = *link != HEAP_END;
    if (heap->has_closed)
        unlink_reference(heap, link);
    return heap->has_closed;
}

/* --- events ----------------------------------------------------------------------------------- */

/* The slot of the oid, or the empty one where it belongs. */
static uint64_t *far_slot(const struct heap *heap, uint64_t oid)
{
    size_t mask = ((size_t)1 << heap->far_born.bits) - 1;
    size_t i = (size_t)(oid * GOLDEN >> (64 - heap->far_born.bits));
    while (heap->far_born.slots[i] && heap->far_born.slots[i] != oid)
        i = (i + 1) & mask;
    return &heap->far_born.slots[i];
}

static void note_far_birth(struct heap *heap, uint64_t oid)
{
    if (!heap->far_born.slots || heap->far_born.count * 2 > (size_t)1 << heap->far_born.bits) {
        uint64_t *old = heap->far_born.slots;
        size_t old_size = old ? (size_t)1 << heap->far_born.bits : 0;
        heap->far_born.bits = old ? heap->far_born.bits + 1 : FIRST_BITS;
        heap->far_born.slots = memory_zeroed((size_t)1 << heap->far_born.bits, sizeof *old);
        for (size_t i = 0; i < old_size; i++)
            if (old[i])
                *far_slot(heap, old[i]) = old[i];
        memory_free(old);
    }
    *far_slot(heap, oid) = oid;
    heap->far_born.count++;
}

static bool was_born(const struct heap *heap, uint64_t oid)
{
    if (UNLIKELY(oid > heap->events))
        return heap->far_born.slots && *far_slot(heap, oid) == oid;
    return oid / 64 < heap->born_size && heap->born[oid / 64] >> (oid % 64) & 1;
}

static void note_birth(struct heap *heap, uint64_t oid)
{
    if (UNLIKELY(oid > heap->events)) {
        note_far_birth(heap, oid);
        return;
    }
    if (oid / 64 >= heap->born_size) {
        size_t grown = oid / 64 + heap->born_size / 2 + 1024;
        heap->born = memory_resize(heap->born, grown, sizeof *heap->born);
        memset(heap->born + heap->born_size, 0, (grown - heap->born_size) * sizeof *heap->born);
        heap->born_size = grown;
    }
    heap->born[oid / 64] |= UINT64_C(1) << (oid % 64);
}

bool heap_counts(const struct heap *heap, uint32_t type)
{
    if (!heap->has_references || !heap->only_type)
        return heap->has_references;
    const char *name = names_type(heap->names, type);
    return name && sqlite3_strglob(heap->only_type, name) == 0;
}

static enum heap_fault apply_alloc(struct heap *heap, const struct event *event)
{
    if (event->oid == 0 || event->oid > heap->largest_oid || was_born(heap, event->oid))
        return HEAP_BORN_TWICE;
    note_birth(heap, event->oid);
    struct heap_object *object = add_object(heap, &(struct heap_object){
                                                      .oid = event->oid,
                                                      .size = (uint64_t)event->b,
                                                      .born_seq = event->seq,
                                                      .type = (uint32_t)event->a,
                                                      .site = event->site,
                                                  });
    if (!heap_counts(heap, object->type))
        return HEAP_FINE;
    object->count = 1;
    open_reference(heap, event, HOLDER_IN_FLIGHT);
    return HEAP_FINE;
}

static enum heap_fault apply_free(struct heap *heap, struct heap_object *object)
{
    enum heap_fault fault = HEAP_FINE;
    if (object->count != 0)
        fault = HEAP_DIED_REFERENCED;
    else if (object->held != 0)
        fault = HEAP_DIED_HOLDING;
    remove_object(heap, object);
    return fault;
}

/* A holder gains or loses one. False: it is no live object. */
static bool change_held(struct heap *heap, int64_t holder, int change)
{
    if (holder <= 0)
        return true;
    struct heap_object *object = heap_find(heap, (uint64_t)holder);
    if (object)
        object->held += (uint32_t)change;
    return object != NULL;
}

static enum heap_fault apply_incref(struct heap *heap, struct heap_object *object,
                                    const struct event *event)
{
    object->count++;
    open_reference(heap, event, event->a);
    return change_held(heap, event->a, 1) ? HEAP_FINE : HEAP_HOLDER_DEAD;
}

static enum heap_fault apply_decref(struct heap *heap, struct heap_object *object,
                                    const struct event *event)
{
    object->count--;
    if (!close_reference(heap, event))
        return HEAP_NOT_OPEN;
    return change_held(heap, event->a, -1) ? HEAP_FINE : HEAP_HOLDER_DEAD;
}

static enum heap_fault apply_move(struct heap *heap, const struct event *event)
{
    bool was_open = close_reference(heap, event);
    bool has_from = change_held(heap, event->a, was_open ? -1 : 0);
    open_reference(heap, event, event->b);
    bool has_to = change_held(heap, event->b, 1);
    if (!was_open)
        return HEAP_NOT_OPEN;
    return has_from && has_to ? HEAP_FINE : HEAP_HOLDER_DEAD;
}

void heap_prefetch(const struct heap *heap, const struct event *event)
{
    bool is_traffic =
        event->kind == EVENT_INCREF || event->kind == EVENT_DECREF || event->kind == EVENT_MOVE;
    __builtin_prefetch(&heap->objects.slots[object_home(heap, event->oid)]);
    if (!is_traffic)
        return;
    __builtin_prefetch(&heap->references.chains[chain_of(heap, event->oid, event->a)]);
    if (event->a > 0)
        __builtin_prefetch(&heap->objects.slots[object_home(heap, (uint64_t)event->a)]);
}

enum heap_fault heap_apply(struct heap *heap, const struct event *event)
{
    heap->seq = event->seq;
    if (event->kind == EVENT_ALLOC)
        return apply_alloc(heap, event);
    if (event->oid == 0)
        return HEAP_FINE;
    struct heap_object *object = heap_find(heap, event->oid);
    if (!object)
        return was_born(heap, event->oid) ? HEAP_DEAD : HEAP_UNBORN;
    switch (event->kind) {
    case EVENT_FREE:
        return apply_free(heap, object);
    case EVENT_INCREF:
        return apply_incref(heap, object, event);
    case EVENT_DECREF:
        return apply_decref(heap, object, event);
    case EVENT_MOVE:
        return apply_move(heap, event);
    case EVENT_RESIZE:
        object->size = (uint64_t)event->a;
        return HEAP_FINE;
    default:
        return HEAP_FINE;
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool read_level(struct heap *heap, struct engine *engine, struct error *error)
{
    sqlite3_stmt *statement = file_prepare(
        engine_file(engine),
        "SELECT level = 'refs', only_type, events, parent_file IS NOT NULL FROM run", error);
    if (!statement)
        return false;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        heap->has_references = sqlite3_column_int(statement, 0);
        const unsigned char *glob = sqlite3_column_text(statement, 1);
        heap->only_type = glob ? memory_copy_string((const char *)glob) : NULL;
        heap->events = (uint64_t)sqlite3_column_int64(statement, 2);
        heap->largest_oid = sqlite3_column_int(statement, 3) ? UINT64_MAX : heap->events;
    }
    return sqlite3_finalize(statement) == SQLITE_OK || connection_fail(engine, error);
}

bool heap_begin(struct heap *heap, struct engine *engine, struct error *error)
{
    *heap = (struct heap){.names = connection_names(engine)};
    heap->objects.bits = FIRST_BITS;
    heap->objects.slots = memory_zeroed((size_t)1 << FIRST_BITS, sizeof *heap->objects.slots);
    heap->references.bits = FIRST_BITS;
    heap->references.chains = memory_resize(NULL, (size_t)1 << FIRST_BITS, sizeof(uint32_t));
    memset(heap->references.chains, 0xff, sizeof(uint32_t) << FIRST_BITS);
    heap->references.free = HEAP_END;
    heap->references.capacity = 1 << FIRST_BITS;
    heap->references.nodes =
        memory_resize(NULL, heap->references.capacity, sizeof *heap->references.nodes);
    return read_level(heap, engine, error);
}

void heap_release(struct heap *heap)
{
    memory_free(heap->objects.slots);
    memory_free(heap->references.chains);
    memory_free(heap->references.nodes);
    memory_free(heap->born);
    memory_free(heap->far_born.slots);
    memory_free(heap->only_type);
    *heap = (struct heap){0};
}

bool heap_replay(struct heap *heap, struct engine *engine, uint64_t seq, bool references,
                 struct error *error)
{
    const uint32_t lifetimes =
        UINT32_C(1) << EVENT_ALLOC | UINT32_C(1) << EVENT_FREE | UINT32_C(1) << EVENT_RESIZE;
    struct journal_filter filter = {.last_seq = seq, .kinds = references ? 0 : lifetimes};
    heap->has_references = heap->has_references && references;
    const struct event *events;
    size_t count;
    struct journal *journal =
        seq == 0 ? NULL
                 : journal_open(engine_file(engine), &filter, connection_scan(engine), error);
    if (seq == 0)
        return true;
    bool is_good = journal != NULL;
    while (is_good && (is_good = journal_next(journal, &events, &count, error)) && count) {
        for (size_t i = 0; i < count; i++) {
            if (i + HEAP_AHEAD < count)
                heap_prefetch(heap, &events[i + HEAP_AHEAD]);
            heap_apply(heap, &events[i]);
        }
        is_good = engine_progress_step(engine, "replaying the ledger", heap->seq, seq, error);
    }
    journal_close(journal);
    return is_good;
}
