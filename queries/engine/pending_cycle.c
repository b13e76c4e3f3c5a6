/* pending_cycle: one row a cycle that nothing keeps alive but itself: garbage not yet collected.
 *
 *     SELECT objects, shape, label, source(site) FROM pending_cycle('exit');
 *
 * Columns:
 *   objects, bytes   in the cycle (objects that only hang on it are not counted)
 *   first_oid    the lowest number among them
 *   shape        their types: '2 Node, 2 dict'
 *   edges        what holds them together: 'Node.parent -> Node, list[] -> Node'
 *   closing_holder, closing_oid   the ends of the reference that closed it, the youngest within
 *   label        where in its holder (NULL: not known)
 *   closed_seq   the event that opened that reference;  site  of that event
 * Arguments, of which one may be given; without any it is the end of the run:
 *   snapshot, seq  as for `reference`
 *
 * How it works. What no root reaches is taken from the graph of the heap; one loop over the edges
 * finds those among it.
 */
#include "queries/engine/cycles.h"
#include "queries/engine/edges.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

enum { SNAPSHOT = CYCLES_COLUMN_COUNT, SEQ, COLUMN_COUNT };

static const struct table_column columns[COLUMN_COUNT] = {
    [CYCLES_OBJECTS] = {"objects", "INTEGER", 0, 0},
    [CYCLES_BYTES] = {"bytes", "INTEGER", 0, 0},
    [CYCLES_FIRST_OID] = {"first_oid", "INTEGER", COLUMN_ORDER, 0},
    [CYCLES_SHAPE] = {"shape", "TEXT", 0, 0},
    [CYCLES_EDGES] = {"edges", "TEXT", 0, 0},
    [CYCLES_HOLDER] = {"closing_holder", "INTEGER", 0, 0},
    [CYCLES_OID] = {"closing_oid", "INTEGER", 0, 0},
    [CYCLES_LABEL] = {"label", "TEXT", 0, 0},
    [CYCLES_OPENED_SEQ] = {"closed_seq", "INTEGER", 0, 0},
    [CYCLES_SITE] = {"site", "INTEGER", 0, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT, 0},
    [SEQ] = {"seq", "", COLUMN_ARGUMENT, 0},
};

struct pending_cursor {
    struct table_cursor base;
    struct cycles cycles;
    size_t place;
};

static bool is_reached(const struct heap_graph *graph, uint32_t node)
{
    return node == GRAPH_NONE || graph->paths.distances[node] != GRAPH_NONE;
}

/* Everything that no root reaches, by oid. */
static void find_objects(const struct heap_graph *graph, struct cycles_objects *objects)
{
    for (uint32_t node = graph->first; node < graph->graph.node_count; node++) {
        const struct heap_graph_object *object = heap_graph_object(graph, node);
        if (!is_reached(graph, node))
            vector_push(objects, (struct cycles_object){object->oid, object->size, object->type});
    }
}

static bool find_edges(struct engine *engine, const struct value_moment *moment,
                       const struct heap_graph *graph, struct cycles_edges *found,
                       struct error *error)
{
    const struct snapshot_edge *batch;
    size_t count;
    struct edges *edges = edges_open(engine, moment, &(struct snapshot_filter){0}, error);
    bool is_good = edges != NULL;
    while (is_good && (is_good = edges_next(edges, &batch, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            if (!is_reached(graph, heap_graph_node(graph, batch[i].holder)))
                vector_push(found, batch[i]);
    edges_close(edges);
    return is_good;
}

static bool filter_cycles(struct table_cursor *base, const struct table_request *request,
                          struct error *error)
{
    struct pending_cursor *cursor = (struct pending_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "pending_cycle", table_find_equal(request, SNAPSHOT),
                           table_find_equal(request, SEQ), &moment, error))
        return false;
    struct heap_graph *graph = heap_graph_acquire(base->engine, &moment, error);
    struct cycles_objects objects = {0};
    struct cycles_edges edges = {0};
    bool is_good = graph && heap_graph_find_paths(graph, base->engine, error);
    if (is_good)
        find_objects(graph, &objects);
    if (is_good && objects.count > 0)
        is_good = find_edges(base->engine, &moment, graph, &edges, error) &&
                  cycles_find(base->engine, &objects, &edges, 0, &cursor->cycles, error);
    vector_release(&objects);
    vector_release(&edges);
    heap_graph_release(graph);
    base->is_at_end = cursor->cycles.count == 0;
    return is_good;
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct pending_cursor *cursor = (struct pending_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->cycles.count;
    return true;
}

static void reset(struct table_cursor *base)
{
    cycles_release(&((struct pending_cursor *)base)->cycles);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct pending_cursor *cursor = (struct pending_cursor *)base;
    cycles_show(base->engine, &cursor->cycles.items[cursor->place], (enum cycles_column)column,
                result);
}

const struct table pending_cycle_table = {
    .name = "pending_cycle",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct pending_cursor),
    .filter = filter_cycles,
    .next = next,
    .column = show_column,
    .reset = reset,
};
