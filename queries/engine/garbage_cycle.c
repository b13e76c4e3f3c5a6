/* garbage_cycle: one row a cycle of references that a collection of the program found.
 *
 *     SELECT collection, objects, shape, source(site) FROM garbage_cycle;
 *
 * Columns:
 *   collection   the run of the collector, as in `collection`
 *   objects, bytes   in the cycle (objects that only hang on it are not counted)
 *   first_oid    the lowest number among them
 *   shape        their types: '2 Node, 2 dict'
 *   edges        what holds them together: 'Node.parent -> Node, list[] -> Node'
 *   closing_holder, closing_oid   the ends of the reference that closed it, the youngest within
 *   label        where in its holder (NULL: the program did not tell)
 *   closed_seq   the event that opened that reference;  site  of that event
 *
 * How it works. The verdicts are read first, and the edges that the program told with them. Then
 * the journal is replayed for the condemned objects alone, and when a collection begins, the
 * references among what it will condemn make a graph, whose strongly connected components are the
 * cycles. Where the program told no edges, all open references are looked through instead.
 *
 * Memory: in proportion to the garbage that collections found; one bit a birth.
 */
#include "queries/engine/connection.h"
#include "queries/engine/cycles.h"
#include "queries/engine/heap.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "recorder/format/journal.h"

#include "base/memory.h"

enum { COLLECTION, FIRST_OF_CYCLE, COLUMN_COUNT = FIRST_OF_CYCLE + CYCLES_COLUMN_COUNT };

static const struct table_column columns[COLUMN_COUNT] = {
    [COLLECTION] = {"collection", "INTEGER", COLUMN_ORDER, 0},
    [FIRST_OF_CYCLE + CYCLES_OBJECTS] = {"objects", "INTEGER", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_BYTES] = {"bytes", "INTEGER", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_FIRST_OID] = {"first_oid", "INTEGER", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_SHAPE] = {"shape", "TEXT", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_EDGES] = {"edges", "TEXT", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_HOLDER] = {"closing_holder", "INTEGER", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_OID] = {"closing_oid", "INTEGER", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_LABEL] = {"label", "TEXT", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_OPENED_SEQ] = {"closed_seq", "INTEGER", 0, 0},
    [FIRST_OF_CYCLE + CYCLES_SITE] = {"site", "INTEGER", 0, 0},
};

struct verdict {
    uint64_t collection;
    uint64_t oid;
};

struct garbage_cursor {
    struct table_cursor base;
    struct {
        VECTOR_OF(struct verdict);
    } verdicts;             /* sorted */
    uint64_t *is_condemned; /* one bit an oid; owned */
    uint64_t words;
    struct cycles_edges told; /* with labels; sorted by oid */
    struct heap heap;         /* of the condemned */
    struct cycles cycles;
    size_t place;
};

static int compare_verdicts(const void *left, const void *right)
{
    const struct verdict *a = left, *b = right;
    if (a->collection != b->collection)
        return a->collection < b->collection ? -1 : 1;
    return a->oid < b->oid ? -1 : a->oid > b->oid;
}

static bool is_condemned(const struct garbage_cursor *cursor, uint64_t oid)
{
    return oid / 64 < cursor->words && cursor->is_condemned[oid / 64] >> (oid % 64) & 1;
}

/* Reads the journal with a filter, event by event. */
static bool each_event(struct garbage_cursor *cursor, uint32_t kinds,
                       bool (*visit)(struct garbage_cursor *, const struct event *, struct error *),
                       struct error *error)
{
    struct engine *engine = cursor->base.engine;
    struct journal_filter filter = {.kinds = kinds};
    const struct event *events;
    size_t count;
    struct journal *journal =
        journal_open(engine_file(engine), &filter, connection_scan(engine), error);
    bool is_good = journal != NULL;
    while (is_good && (is_good = journal_next(journal, &events, &count, error)) && count)
        for (size_t i = 0; i < count && is_good; i++)
            is_good = visit(cursor, &events[i], error);
    journal_close(journal);
    return is_good;
}

static bool take_verdict(struct garbage_cursor *cursor, const struct event *event,
                         struct error *error)
{
    if (event->b == FATE_FROZEN)
        return true;
    if (event->oid > cursor->heap.largest_oid)
        return error_set(error, ERROR_DATA, "damaged: a verdict on object %llu, which was not born",
                         (unsigned long long)event->oid);
    vector_push(&cursor->verdicts, (struct verdict){(uint64_t)event->a, event->oid});
    return true;
}

static int compare_told(const void *left, const void *right)
{
    const struct snapshot_edge *a = left, *b = right;
    if (a->oid != b->oid)
        return a->oid < b->oid ? -1 : 1;
    if (a->holder != b->holder)
        return a->holder < b->holder ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

static bool read_told(struct garbage_cursor *cursor, struct error *error)
{
    const struct snapshot_edge *edges;
    size_t count;
    struct engine *engine = cursor->base.engine;
    struct snapshot_scan *scan =
        snapshot_garbage_open(engine_file(engine), connection_scan(engine), error);
    bool is_good = scan != NULL;
    while (is_good && (is_good = snapshot_edges_next(scan, &edges, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            vector_push(&cursor->told, edges[i]);
    snapshot_scan_close(scan);
    if (cursor->told.count > 0)
        qsort(cursor->told.items, cursor->told.count, sizeof *cursor->told.items, compare_told);
    return is_good;
}

static void mark_condemned(struct garbage_cursor *cursor)
{
    uint64_t largest = 0;
    for (size_t i = 0; i < cursor->verdicts.count; i++)
        if (cursor->verdicts.items[i].oid > largest)
            largest = cursor->verdicts.items[i].oid;
    cursor->words = largest / 64 + 1;
    cursor->is_condemned = memory_zeroed(cursor->words, sizeof *cursor->is_condemned);
    for (size_t i = 0; i < cursor->verdicts.count; i++) {
        uint64_t oid = cursor->verdicts.items[i].oid;
        cursor->is_condemned[oid / 64] |= UINT64_C(1) << (oid % 64);
    }
    qsort(cursor->verdicts.items, cursor->verdicts.count, sizeof *cursor->verdicts.items,
          compare_verdicts);
}

/* What collection `id` condemns, as it is now, sorted by oid. */
static void find_objects(const struct garbage_cursor *cursor, uint64_t id,
                         struct cycles_objects *objects)
{
    size_t low = 0, high = cursor->verdicts.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (cursor->verdicts.items[middle].collection < id)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < cursor->verdicts.count && cursor->verdicts.items[low].collection == id; low++) {
        const struct heap_object *object =
            heap_find(&cursor->heap, cursor->verdicts.items[low].oid);
        if (object)
            vector_push(objects, (struct cycles_object){object->oid, object->size, object->type});
    }
}

/* The edges to an object that the program told, as far as they are open. */
static void take_told(const struct garbage_cursor *cursor, uint64_t oid, struct cycles_edges *edges)
{
    size_t low = 0, high = cursor->told.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (cursor->told.items[middle].oid < oid)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < cursor->told.count && cursor->told.items[low].oid == oid; low++) {
        struct snapshot_edge edge = cursor->told.items[low];
        const struct heap_reference *reference =
            heap_find_reference(&cursor->heap, oid, edge.holder);
        if (!reference)
            continue;
        edge.opened_seq = reference->opened_seq;
        edge.site = reference->site;
        vector_push(edges, edge);
    }
}

/* All open references to what is condemned. */
static void take_open(const struct garbage_cursor *cursor, const struct cycles_objects *objects,
                      struct cycles_edges *edges)
{
    const struct heap *heap = &cursor->heap;
    for (uint32_t i = 0; i < heap->references.used; i++) {
        const struct heap_reference *reference = &heap->references.nodes[i];
        if (reference->oid && cycles_place(objects, reference->oid) < objects->count)
            vector_push(edges, (struct snapshot_edge){.holder = reference->holder,
                                                      .oid = reference->oid,
                                                      .opened_seq = reference->opened_seq,
                                                      .site = reference->site});
    }
}

/* A collection begins: the references among what it condemns. */
static bool take_collection(struct garbage_cursor *cursor, uint64_t id, struct error *error)
{
    struct cycles_objects objects = {0};
    struct cycles_edges edges = {0};
    find_objects(cursor, id, &objects);
    for (size_t i = 0; cursor->told.count > 0 && i < objects.count; i++)
        take_told(cursor, objects.items[i].oid, &edges);
    if (cursor->told.count == 0 && objects.count > 0)
        take_open(cursor, &objects, &edges);
    bool is_good = objects.count == 0 ||
                   cycles_find(cursor->base.engine, &objects, &edges, id, &cursor->cycles, error);
    vector_release(&objects);
    vector_release(&edges);
    return is_good;
}

static bool take_event(struct garbage_cursor *cursor, const struct event *event,
                       struct error *error)
{
    if (event->kind == EVENT_GC)
        return take_collection(cursor, (uint64_t)event->a, error);
    if (is_condemned(cursor, event->oid))
        heap_apply(&cursor->heap, event);
    return true;
}

static bool filter_cycles(struct table_cursor *base, UNUSED const struct table_request *request,
                          struct error *error)
{
    struct garbage_cursor *cursor = (struct garbage_cursor *)base;
    if (!connection_require_references(base->engine, true, error) ||
        !heap_begin(&cursor->heap, base->engine, error) ||
        !each_event(cursor, UINT32_C(1) << EVENT_VERDICT, take_verdict, error))
        return false;
    base->is_at_end = cursor->verdicts.count == 0;
    if (base->is_at_end)
        return true;
    if (!read_told(cursor, error))
        return false;
    mark_condemned(cursor);
    uint32_t kinds = UINT32_C(1) << EVENT_ALLOC | UINT32_C(1) << EVENT_FREE |
                     UINT32_C(1) << EVENT_INCREF | UINT32_C(1) << EVENT_DECREF |
                     UINT32_C(1) << EVENT_MOVE | UINT32_C(1) << EVENT_RESIZE |
                     UINT32_C(1) << EVENT_GC;
    if (!each_event(cursor, kinds, take_event, error))
        return false;
    base->is_at_end = cursor->cycles.count == 0;
    return true;
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct garbage_cursor *cursor = (struct garbage_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->cycles.count;
    return true;
}

static void reset(struct table_cursor *base)
{
    struct garbage_cursor *cursor = (struct garbage_cursor *)base;
    vector_release(&cursor->verdicts);
    memory_free(cursor->is_condemned);
    vector_release(&cursor->told);
    heap_release(&cursor->heap);
    cycles_release(&cursor->cycles);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct garbage_cursor *cursor = (struct garbage_cursor *)base;
    const struct cycle *cycle = &cursor->cycles.items[cursor->place];
    if (column == COLLECTION)
        sqlite3_result_int64(result, (int64_t)cycle->collection);
    else
        cycles_show(base->engine, cycle, (enum cycles_column)(column - FIRST_OF_CYCLE), result);
}

const struct table garbage_cycle_table = {
    .name = "garbage_cycle",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct garbage_cursor),
    .filter = filter_cycles,
    .next = next,
    .column = show_column,
    .reset = reset,
};
