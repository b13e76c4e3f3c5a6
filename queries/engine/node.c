/* node: one row an object or root of the heap at a moment, with its place among the references.
 *
 *     SELECT oid, type, retained FROM node('exit') ORDER BY retained DESC LIMIT 10;
 *     SELECT component, count(*) FROM node('exit') WHERE NOT reachable GROUP BY component;
 *
 * Columns:
 *   oid          the object's number; 0 what is in flight, below 0 a row of `root`
 *   type, type_id, size, count, site   of the object: its birth site; NULL for roots
 *   referrers, referents   references to it (those in flight as one), and that it holds
 *   in_flight    of its count, what no object and no root holds: evaluation stacks, C locals
 *   reachable    1 where a path leads to it from a root, or from a reference in flight
 *   distance     references on a shortest path from its root, a named one where one reaches it;
 *                0 for a root
 *   parent       who is before it on that path
 *   dominator    the last holder that every path to it must pass; NULL where no single one is
 *   retained, retained_objects   bytes and objects that would go if it went: its dominator tree
 *   outermost_of_type, outermost_of_site   1 where no object that dominates it has its type (was
 *                born at its site): the sum of their retained sizes is that of the type (the site)
 *   component, component_size   objects that can reach each other have one component; above one
 *                object it is a cycle, or several
 * Arguments, of which one may be given; without any it is the end of the run:
 *   snapshot     the number or label of a snapshot
 *   seq          an event: the heap as it stood after it
 *
 * How it works. The graph is built once for a moment and kept. Reachability, dominators and
 * components are computed when a statement uses their columns, each in time linear in the
 * references or nearly so. A constraint on oid goes to the one row. Rows come in no promised order.
 */
#include "queries/engine/connection.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

enum column {
    OID,
    TYPE,
    TYPE_ID,
    SIZE,
    COUNT,
    SITE,
    REFERRERS,
    REFERENTS,
    IN_FLIGHT,
    REACHABLE,
    DISTANCE,
    PARENT,
    DOMINATOR,
    RETAINED,
    RETAINED_OBJECTS,
    OUTERMOST_OF_TYPE,
    OUTERMOST_OF_SITE,
    COMPONENT,
    COMPONENT_SIZE,
    SNAPSHOT,
    SEQ,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [OID] = {"oid", "INTEGER", COLUMN_EQUAL, 1e-6},
    [TYPE] = {"type", "TEXT", 0, 0},
    [TYPE_ID] = {"type_id", "INTEGER", 0, 0},
    [SIZE] = {"size", "INTEGER", 0, 0},
    [COUNT] = {"count", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [REFERRERS] = {"referrers", "INTEGER", 0, 0},
    [REFERENTS] = {"referents", "INTEGER", 0, 0},
    [IN_FLIGHT] = {"in_flight", "INTEGER", 0, 0},
    [REACHABLE] = {"reachable", "INTEGER", 0, 0},
    [DISTANCE] = {"distance", "INTEGER", 0, 0},
    [PARENT] = {"parent", "INTEGER", 0, 0},
    [DOMINATOR] = {"dominator", "INTEGER", 0, 0},
    [RETAINED] = {"retained", "INTEGER", 0, 0},
    [RETAINED_OBJECTS] = {"retained_objects", "INTEGER", 0, 0},
    [OUTERMOST_OF_TYPE] = {"outermost_of_type", "INTEGER", 0, 0},
    [OUTERMOST_OF_SITE] = {"outermost_of_site", "INTEGER", 0, 0},
    [COMPONENT] = {"component", "INTEGER", 0, 0},
    [COMPONENT_SIZE] = {"component_size", "INTEGER", 0, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT, 0},
    [SEQ] = {"seq", "", COLUMN_ARGUMENT, 0},
};

struct node_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held; NULL: nothing can match */
    uint32_t node;
    uint32_t end; /* the node behind the last row */
};

static double estimate(struct engine *engine)
{
    struct file_run run;
    struct error ignored;
    return file_read_run(engine_file(engine), &run, &ignored) ? (double)run.objects + 1 : 1e5;
}

static bool wants_any(const struct table_request *request, int first, int last)
{
    for (int column = first; column <= last; column++)
        if (table_wants(request, column))
            return true;
    return false;
}

static bool compute(struct node_cursor *cursor, const struct table_request *request,
                    struct error *error)
{
    struct engine *engine = cursor->base.engine;
    struct heap_graph *graph = cursor->graph;
    if (wants_any(request, REACHABLE, PARENT) && !heap_graph_find_paths(graph, engine, error))
        return false;
    if (wants_any(request, DOMINATOR, RETAINED_OBJECTS) &&
        !heap_graph_find_dominators(graph, engine, error))
        return false;
    if (wants_any(request, OUTERMOST_OF_TYPE, OUTERMOST_OF_SITE) &&
        !heap_graph_find_outermost(graph, engine, error))
        return false;
    return !wants_any(request, COMPONENT, COMPONENT_SIZE) ||
           heap_graph_find_components(graph, engine, error);
}

/* The rows: all nodes but the top, or the one that is asked for. */
static void find_range(struct node_cursor *cursor, const struct table_request *request)
{
    int64_t oid;
    cursor->node = HEAP_GRAPH_IN_FLIGHT;
    cursor->end = cursor->graph->graph.node_count;
    if (value_find_number(request, OID, &oid)) {
        uint32_t node = heap_graph_node(cursor->graph, oid);
        cursor->node = node == GRAPH_NONE ? 0 : node;
        cursor->end = node == GRAPH_NONE ? 0 : node + 1;
    }
    cursor->base.is_at_end = cursor->node >= cursor->end;
}

static bool filter_nodes(struct table_cursor *base, const struct table_request *request,
                         struct error *error)
{
    struct node_cursor *cursor = (struct node_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "node", table_find_equal(request, SNAPSHOT),
                           table_find_equal(request, SEQ), &moment, error))
        return false;
    base->is_at_end = value_is_impossible(request, SNAPSHOT);
    if (base->is_at_end)
        return true;
    cursor->graph = heap_graph_acquire(base->engine, &moment, error);
    if (!cursor->graph || !compute(cursor, request, error))
        return false;
    find_range(cursor, request);
    return true;
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct node_cursor *cursor = (struct node_cursor *)base;
    base->is_at_end = ++cursor->node >= cursor->end;
    return true;
}

static void reset(struct table_cursor *base)
{
    heap_graph_release(((struct node_cursor *)base)->graph);
}

/* A node by its holder number; NULL for none and for the top. */
static void show_node(const struct heap_graph *graph, uint32_t node, sqlite3_context *result)
{
    int64_t holder;
    if (node != GRAPH_NONE && heap_graph_holder(graph, node, &holder))
        sqlite3_result_int64(result, holder);
}

/* The count of an object less the references that an object or a root holds. */
static int64_t count_in_flight(const struct graph *graph, uint32_t node, int64_t count)
{
    for (uint32_t e = graph->in.offsets[node]; e < graph->in.offsets[node + 1]; e++)
        count -= graph->in.nodes[e] != HEAP_GRAPH_IN_FLIGHT;
    return count;
}

static void show_object(struct table_cursor *base, const struct heap_graph_object *object,
                        int column, sqlite3_context *result)
{
    switch (column) {
    case TYPE:
        value_show_text(result, names_type(connection_names(base->engine), object->type));
        break;
    case TYPE_ID:
        sqlite3_result_int64(result, object->type);
        break;
    case SIZE:
        sqlite3_result_int64(result, (int64_t)object->size);
        break;
    case COUNT:
        sqlite3_result_int64(result, object->count);
        break;
    default:
        value_show_number(result, object->site);
    }
}

static void show_place(const struct heap_graph *graph, uint32_t node, int column,
                       sqlite3_context *result)
{
    uint32_t distance;
    switch (column) {
    case REACHABLE:
        sqlite3_result_int(result, graph->paths.distances[node] != GRAPH_NONE);
        break;
    case DISTANCE:
        distance = graph->paths.distances[node];
        if (distance != GRAPH_NONE)
            sqlite3_result_int64(result, (int64_t)distance - 1);
        break;
    case PARENT:
        show_node(graph, graph->paths.parents[node], result);
        break;
    case DOMINATOR:
        show_node(graph, graph->dominators.parents[node], result);
        break;
    case RETAINED:
        sqlite3_result_int64(result, (int64_t)graph->retained[node]);
        break;
    case RETAINED_OBJECTS:
        sqlite3_result_int64(result, (int64_t)graph->retained_objects[node]);
        break;
    case OUTERMOST_OF_TYPE:
        sqlite3_result_int(result, (graph->outermost[node] & HEAP_GRAPH_OF_TYPE) != 0);
        break;
    case OUTERMOST_OF_SITE:
        sqlite3_result_int(result, (graph->outermost[node] & HEAP_GRAPH_OF_SITE) != 0);
        break;
    case COMPONENT:
        sqlite3_result_int64(result, graph->components.components[node]);
        break;
    default:
        sqlite3_result_int64(result, graph->component_sizes[graph->components.components[node]]);
    }
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct node_cursor *cursor = (struct node_cursor *)base;
    const struct graph *graph = &cursor->graph->graph;
    uint32_t node = cursor->node;
    const struct heap_graph_object *object = heap_graph_object(cursor->graph, node);
    if (column == OID)
        show_node(cursor->graph, node, result);
    else if (column == REFERRERS)
        sqlite3_result_int64(result, graph->in.offsets[node + 1] - graph->in.offsets[node]);
    else if (column == REFERENTS)
        sqlite3_result_int64(result, graph->out.offsets[node + 1] - graph->out.offsets[node]);
    else if (column == IN_FLIGHT && object)
        sqlite3_result_int64(result, count_in_flight(graph, node, object->count));
    else if (column >= REACHABLE)
        show_place(cursor->graph, node, column, result);
    else if (object)
        show_object(base, object, column, result);
}

static uint64_t identify(const struct table_cursor *base)
{
    const struct node_cursor *cursor = (const struct node_cursor *)base;
    return (uint64_t)cursor->node;
}

const struct table node_table = {
    .name = "node",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct node_cursor),
    .estimate = estimate,
    .filter = filter_nodes,
    .next = next,
    .identity = identify,
    .column = show_column,
    .reset = reset,
};
