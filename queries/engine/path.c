/* path: the references of a shortest path from a root to an object, one row each, the root first.
 *
 *     SELECT step, holder_name(holder), label, source(site) FROM path(17, 'exit');
 *
 * Columns:
 *   step         1 is the reference from the root
 *   holder       who holds it: below 0 a row of `root`, 0 in flight, then objects
 *   oid          what it refers to; in the last row the object that was asked for
 *   label        where in the holder, as in `reference`
 *   opened_seq   the event that opened it (NULL: not known);  site  of that event
 * Arguments:
 *   object       the object's number; must be given
 *   snapshot, seq  when, as for `reference`
 *
 * How it works. A search from all named roots at once, and then from what is in flight for what
 * they do not reach, finds a shortest path to every object (the engine keeps it); one step over the
 * edges then finds labels and events of those on the path. An object that nothing reaches has no
 * rows: it is garbage.
 */
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include "base/memory.h"

enum column { STEP, HOLDER, OID, LABEL, OPENED_SEQ, SITE, OBJECT, SNAPSHOT, SEQ, COLUMN_COUNT };

static const struct table_column columns[COLUMN_COUNT] = {
    [STEP] = {"step", "INTEGER", COLUMN_ORDER, 0},
    [HOLDER] = {"holder", "INTEGER", 0, 0},
    [OID] = {"oid", "INTEGER", 0, 0},
    [LABEL] = {"label", "TEXT", 0, 0},
    [OPENED_SEQ] = {"opened_seq", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [OBJECT] = {"object", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT, 0},
    [SEQ] = {"seq", "", COLUMN_ARGUMENT, 0},
};

struct path_cursor {
    struct table_cursor base;
    struct heap_graph *graph;   /* held */
    struct edge_wanted *wanted; /* owned; sorted by oid */
    uint32_t *steps;            /* owned; nodes from the root's first referent to the object */
    uint32_t count;
    uint32_t place;
};

/* The nodes of the path behind its root. */
static void find_steps(struct path_cursor *cursor, uint32_t node)
{
    const struct graph_paths *paths = &cursor->graph->paths;
    uint32_t distance = node == GRAPH_NONE ? GRAPH_NONE : paths->distances[node];
    cursor->count = distance == GRAPH_NONE ? 0 : distance - 1;
    cursor->steps = memory_zeroed((size_t)cursor->count + 1, sizeof *cursor->steps);
    for (uint32_t i = cursor->count; i > 0; i--) {
        cursor->steps[i - 1] = node;
        node = paths->parents[node];
    }
}

/* The ends of the step's reference. */
static struct snapshot_edge find_ends(const struct path_cursor *cursor, uint32_t step)
{
    struct snapshot_edge edge = {0};
    uint32_t node = cursor->steps[step];
    heap_graph_holder(cursor->graph, cursor->graph->paths.parents[node], &edge.holder);
    edge.oid = heap_graph_object(cursor->graph, node)->oid;
    return edge;
}

static bool find_edges(struct path_cursor *cursor, const struct value_moment *moment,
                       struct error *error)
{
    cursor->wanted = memory_zeroed((size_t)cursor->count + 1, sizeof *cursor->wanted);
    for (uint32_t i = 0; i < cursor->count; i++)
        cursor->wanted[i].edge = find_ends(cursor, i);
    return edges_fill(cursor->base.engine, moment, cursor->wanted, cursor->count, error);
}

static bool filter_steps(struct table_cursor *base, const struct table_request *request,
                         struct error *error)
{
    struct path_cursor *cursor = (struct path_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "path", table_find_equal(request, SNAPSHOT),
                           table_find_equal(request, SEQ), &moment, error))
        return false;
    cursor->graph = heap_graph_acquire(base->engine, &moment, error);
    if (!cursor->graph || !heap_graph_find_paths(cursor->graph, base->engine, error))
        return false;
    int64_t oid = sqlite3_value_int64(table_find_equal(request, OBJECT));
    find_steps(cursor, oid > 0 ? heap_graph_node(cursor->graph, oid) : GRAPH_NONE);
    base->is_at_end = cursor->count == 0;
    return find_edges(cursor, &moment, error);
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct path_cursor *cursor = (struct path_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->count;
    return true;
}

static void reset(struct table_cursor *base)
{
    struct path_cursor *cursor = (struct path_cursor *)base;
    heap_graph_release(cursor->graph);
    memory_free(cursor->wanted);
    memory_free(cursor->steps);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct path_cursor *cursor = (struct path_cursor *)base;
    struct snapshot_edge ends = find_ends(cursor, cursor->place);
    const struct edge_wanted *found = edges_find(cursor->wanted, cursor->count, &ends);
    char label[256];
    switch (column) {
    case STEP:
        sqlite3_result_int64(result, (int64_t)cursor->place + 1);
        break;
    case HOLDER:
        sqlite3_result_int64(result, ends.holder);
        break;
    case OID:
        sqlite3_result_int64(result, (int64_t)ends.oid);
        break;
    case LABEL:
        names_describe_label(connection_names(base->engine), found->edge.label, found->edge.value,
                             label, sizeof label);
        value_show_copy(result, label);
        break;
    case OPENED_SEQ:
        value_show_number(result, found->edge.opened_seq);
        break;
    default:
        value_show_number(result, found->edge.site);
    }
}

const struct table path_table = {
    .name = "path",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct path_cursor),
    .filter = filter_steps,
    .next = next,
    .column = show_column,
    .reset = reset,
};
