/* leak: what is alive at the end of the run, and the reference that holds it from farthest outside.
 *
 *     SELECT type, count(*) FROM leak WHERE rank = 0 GROUP BY type;
 *
 * Columns:
 *   oid, type, size, site   of the object; site: of its birth
 *   holder       who holds it, from farthest outside; NULL: nobody
 *   held_site    of the event by which that holder got it
 *   rank         of that holder: 0 no object (in flight, a root), 1 an object that is in no cycle
 * with it, 2 an object of its own cycle; NULL: nobody is_entered   1 where something outside holds
 * it or an object of its cycle
 *
 * How it works. The graph of the end gives components; one loop over the references gives each
 * object the best of its holders, and of equal ones the lowest.
 *
 * Memory: 13 bytes an object, beside the graph and its components.
 */
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include "base/memory.h"

#include <string.h>

enum column { OID, TYPE, SIZE, BORN_SITE, HOLDER, HELD_SITE, RANK, IS_ENTERED, COLUMN_COUNT };

static const struct table_column columns[COLUMN_COUNT] = {
    [OID] = {"oid", "INTEGER", COLUMN_ORDER, 0}, [TYPE] = {"type", "TEXT", 0, 0},
    [SIZE] = {"size", "INTEGER", 0, 0},          [BORN_SITE] = {"site", "INTEGER", 0, 0},
    [HOLDER] = {"holder", "INTEGER", 0, 0},      [HELD_SITE] = {"held_site", "INTEGER", 0, 0},
    [RANK] = {"rank", "INTEGER", 0, 0},          [IS_ENTERED] = {"is_entered", "INTEGER", 0, 0},
};

enum rank { RANK_OUTSIDE, RANK_OTHER, RANK_CYCLE, RANK_NONE };

struct leak_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held */
    int64_t *holders;         /* owned; by node, as are the next two */
    uint32_t *sites;
    uint8_t *ranks;      /* enum rank */
    uint8_t *is_entered; /* by component */
    uint32_t node;
};

static enum rank rank_of(const struct leak_cursor *cursor, const struct snapshot_edge *edge,
                         uint32_t node)
{
    const uint32_t *components = cursor->graph->components.components;
    uint32_t from = heap_graph_node(cursor->graph, edge->holder);
    if (edge->holder <= 0)
        return RANK_OUTSIDE;
    return from != GRAPH_NONE && components[from] == components[node] ? RANK_CYCLE : RANK_OTHER;
}

static void take_edge(struct leak_cursor *cursor, const struct snapshot_edge *edge)
{
    uint32_t node = heap_graph_node(cursor->graph, (int64_t)edge->oid);
    if (node == GRAPH_NONE)
        return;
    enum rank rank = rank_of(cursor, edge, node);
    if (rank < RANK_CYCLE)
        cursor->is_entered[cursor->graph->components.components[node]] = 1;
    if (rank < cursor->ranks[node] ||
        (rank == cursor->ranks[node] && edge->holder < cursor->holders[node])) {
        cursor->ranks[node] = (uint8_t)rank;
        cursor->holders[node] = edge->holder;
        cursor->sites[node] = edge->site;
    }
}

static bool read_edges(struct leak_cursor *cursor, struct error *error)
{
    const struct snapshot_edge *batch;
    size_t count;
    struct edges *edges = edges_open(cursor->base.engine, &cursor->graph->moment,
                                     &(struct snapshot_filter){0}, error);
    bool is_good = edges != NULL;
    while (is_good && (is_good = edges_next(edges, &batch, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            take_edge(cursor, &batch[i]);
    edges_close(edges);
    return is_good;
}

static bool filter_objects(struct table_cursor *base, UNUSED const struct table_request *request,
                           struct error *error)
{
    struct leak_cursor *cursor = (struct leak_cursor *)base;
    cursor->graph =
        heap_graph_acquire(base->engine, &(struct value_moment){.snapshot = -1, .seq = -1}, error);
    if (!cursor->graph || !heap_graph_find_components(cursor->graph, base->engine, error))
        return false;
    uint32_t count = cursor->graph->graph.node_count;
    cursor->holders = memory_zeroed(count, sizeof *cursor->holders);
    cursor->sites = memory_zeroed(count, sizeof *cursor->sites);
    cursor->ranks = memory_zeroed(count, sizeof *cursor->ranks);
    cursor->is_entered =
        memory_zeroed((size_t)cursor->graph->components.count + 1, sizeof *cursor->is_entered);
    memset(cursor->ranks, RANK_NONE, count);
    cursor->node = cursor->graph->first;
    base->is_at_end = cursor->node == count;
    return read_edges(cursor, error);
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct leak_cursor *cursor = (struct leak_cursor *)base;
    base->is_at_end = ++cursor->node == cursor->graph->graph.node_count;
    return true;
}

static void reset(struct table_cursor *base)
{
    struct leak_cursor *cursor = (struct leak_cursor *)base;
    heap_graph_release(cursor->graph);
    memory_free(cursor->holders);
    memory_free(cursor->sites);
    memory_free(cursor->ranks);
    memory_free(cursor->is_entered);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct leak_cursor *cursor = (struct leak_cursor *)base;
    const struct heap_graph_object *object = heap_graph_object(cursor->graph, cursor->node);
    bool is_held = cursor->ranks[cursor->node] != RANK_NONE;
    switch (column) {
    case OID:
        sqlite3_result_int64(result, (int64_t)object->oid);
        break;
    case TYPE:
        value_show_text(result, names_type(connection_names(base->engine), object->type));
        break;
    case SIZE:
        sqlite3_result_int64(result, (int64_t)object->size);
        break;
    case BORN_SITE:
        value_show_number(result, object->site);
        break;
    case HOLDER:
        if (is_held)
            sqlite3_result_int64(result, cursor->holders[cursor->node]);
        break;
    case HELD_SITE:
        value_show_number(result, cursor->sites[cursor->node]);
        break;
    case RANK:
        if (is_held)
            sqlite3_result_int(result, cursor->ranks[cursor->node]);
        break;
    default:
        sqlite3_result_int(result,
                           cursor->is_entered[cursor->graph->components.components[cursor->node]]);
    }
}

const struct table leak_table = {
    .name = "leak",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct leak_cursor),
    .filter = filter_objects,
    .next = next,
    .column = show_column,
    .reset = reset,
};
