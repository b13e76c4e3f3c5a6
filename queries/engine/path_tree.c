/* path_tree: the shortest paths from the roots to all objects of some types, merged into one tree.
 *
 *     SELECT depth, holder_name(oid), label, objects FROM path_tree('Session', 'exit', 100);
 *
 * One row a node of the tree, parents before children, the child with most objects first.
 *
 * Columns:
 *   depth        0 is a root
 *   oid          the object; 0 in flight, below 0 a row of `root`;  parent  who is above it
 *   objects, bytes   of the types that are reached through it, itself included
 *   label        where in its parent, as in `reference`
 *   opened_seq   the event that stored it there (NULL: not known);  site  of that event
 * Arguments:
 *   type         a glob of type names (default: *)
 *   snapshot, seq  when, as for `reference`
 *   least        only nodes that so many objects are reached through (default: 1)
 *
 * How it works. The search from all roots (from what is in flight only for what no named root
 * reaches) gives every object one parent. Objects of the types count
 * for themselves and, from the farthest to the nearest, for their parents. What has too few is cut.
 */
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include "base/memory.h"
#include "base/vector.h"

#include <string.h>

enum column {
    DEPTH,
    OID,
    PARENT,
    OBJECTS,
    BYTES,
    LABEL,
    OPENED_SEQ,
    SITE,
    TYPE,
    SNAPSHOT,
    LEAST,
    SEQ,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [DEPTH] = {"depth", "INTEGER", 0, 0},
    [OID] = {"oid", "INTEGER", 0, 0},
    [PARENT] = {"parent", "INTEGER", 0, 0},
    [OBJECTS] = {"objects", "INTEGER", 0, 0},
    [BYTES] = {"bytes", "INTEGER", 0, 0},
    [LABEL] = {"label", "TEXT", 0, 0},
    [OPENED_SEQ] = {"opened_seq", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [TYPE] = {"type", "", COLUMN_ARGUMENT, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT, 0},
    [LEAST] = {"least", "", COLUMN_ARGUMENT, 0},
    [SEQ] = {"seq", "", COLUMN_ARGUMENT, 0},
};

/* A node that stays in the tree. */
struct branch {
    uint32_t node;
    uint32_t parent;
    uint64_t objects;
    uint64_t bytes;
};

struct tree_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held */
    struct {
        VECTOR_OF(struct branch);
    } branches; /* in the order of the rows */
    struct {
        VECTOR_OF(struct edge_wanted);
    } wanted; /* sorted by oid */
    size_t place;
};

/* What is reached through each node. */
struct sums {
    uint32_t *objects;
    uint64_t *bytes;
};

static bool *find_types(struct engine *engine, const struct heap_graph *graph, const char *glob,
                        size_t *count)
{
    *count = 1;
    for (uint32_t i = 0; i < graph->object_count; i++)
        if (graph->objects[i].type >= *count)
            *count = (size_t)graph->objects[i].type + 1;
    bool *is_wanted = memory_zeroed(*count, 1);
    for (size_t type = 0; type < *count; type++) {
        const char *name = names_type(connection_names(engine), (int64_t)type);
        is_wanted[type] = name && sqlite3_strglob(glob, name) == 0;
    }
    return is_wanted;
}

/* From the farthest node to the nearest, each adds what it has to its parent. */
static struct sums add_up(const struct heap_graph *graph, const bool *is_wanted)
{
    struct sums sums = {memory_zeroed(graph->graph.node_count, sizeof *sums.objects),
                        memory_zeroed(graph->graph.node_count, sizeof *sums.bytes)};
    for (uint32_t i = graph->paths.reached; i-- > 1;) {
        uint32_t node = graph->paths.order[i];
        const struct heap_graph_object *object = heap_graph_object(graph, node);
        if (object && is_wanted[object->type]) {
            sums.objects[node]++;
            sums.bytes[node] += object->size;
        }
        uint32_t parent = graph->paths.parents[node];
        sums.objects[parent] += sums.objects[node];
        sums.bytes[parent] += sums.bytes[node];
    }
    return sums;
}

/* By parent; among the children of one, the largest first. */
static int compare_branches(const void *left, const void *right)
{
    const struct branch *a = left, *b = right;
    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    if (a->objects != b->objects)
        return a->objects > b->objects ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

/* The first child of a node, in branches that are sorted by parent. */
static size_t find_children(const struct branch *branches, size_t count, uint32_t parent)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (branches[middle].parent < parent)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Puts parents before children: `sorted` by parent becomes the rows, with a stack of places. */
static void order_branches(struct tree_cursor *cursor, const struct branch *sorted, size_t count)
{
    struct {
        VECTOR_OF(size_t);
    } stack = {0};
    vector_push(&stack, find_children(sorted, count, HEAP_GRAPH_TOP));
    uint32_t parent = HEAP_GRAPH_TOP;
    while (stack.count > 0) {
        size_t *place = &stack.items[stack.count - 1];
        if (*place == count || sorted[*place].parent != parent) {
            stack.count--;
            if (stack.count > 0)
                parent = sorted[stack.items[stack.count - 1] - 1].parent;
            continue;
        }
        struct branch branch = sorted[(*place)++];
        vector_push(&cursor->branches, branch);
        vector_push(&stack, find_children(sorted, count, branch.node));
        parent = branch.node;
    }
    vector_release(&stack);
}

static void find_branches(struct tree_cursor *cursor, const bool *is_wanted, uint64_t least)
{
    const struct heap_graph *graph = cursor->graph;
    struct sums sums = add_up(graph, is_wanted);
    struct {
        VECTOR_OF(struct branch);
    } sorted = {0};
    for (uint32_t i = 1; i < graph->paths.reached; i++) {
        uint32_t node = graph->paths.order[i];
        if (sums.objects[node] >= least)
            vector_push(&sorted, (struct branch){node, graph->paths.parents[node],
                                                 sums.objects[node], sums.bytes[node]});
    }
    memory_free(sums.objects);
    memory_free(sums.bytes);
    if (sorted.count > 0)
        qsort(sorted.items, sorted.count, sizeof *sorted.items, compare_branches);
    order_branches(cursor, sorted.items, sorted.count);
    vector_release(&sorted);
}

/* The ends of the reference from a branch's parent. False for roots. */
static bool find_ends(const struct tree_cursor *cursor, const struct branch *branch,
                      struct snapshot_edge *edge)
{
    const struct heap_graph_object *object = heap_graph_object(cursor->graph, branch->node);
    if (!object)
        return false;
    *edge = (struct snapshot_edge){.oid = object->oid};
    return heap_graph_holder(cursor->graph, branch->parent, &edge->holder);
}

static bool find_edges(struct tree_cursor *cursor, const struct value_moment *moment,
                       struct error *error)
{
    for (size_t i = 0; i < cursor->branches.count; i++) {
        struct edge_wanted wanted = {0};
        if (find_ends(cursor, &cursor->branches.items[i], &wanted.edge))
            vector_push(&cursor->wanted, wanted);
    }
    return edges_fill(cursor->base.engine, moment, cursor->wanted.items, cursor->wanted.count,
                      error);
}

static bool filter_branches(struct table_cursor *base, const struct table_request *request,
                            struct error *error)
{
    struct tree_cursor *cursor = (struct tree_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "path_tree", table_find_equal(request, SNAPSHOT),
                           table_find_equal(request, SEQ), &moment, error))
        return false;
    cursor->graph = heap_graph_acquire(base->engine, &moment, error);
    if (!cursor->graph || !heap_graph_find_paths(cursor->graph, base->engine, error))
        return false;
    sqlite3_value *type = table_find_equal(request, TYPE),
                  *least = table_find_equal(request, LEAST);
    const char *glob = type ? (const char *)sqlite3_value_text(type) : NULL;
    int64_t fewest = least ? sqlite3_value_int64(least) : 1;
    size_t count;
    bool *is_wanted = find_types(base->engine, cursor->graph, glob ? glob : "*", &count);
    find_branches(cursor, is_wanted, fewest > 1 ? (uint64_t)fewest : 1);
    memory_free(is_wanted);
    base->is_at_end = cursor->branches.count == 0;
    bool wants_edges = table_wants(request, LABEL) || table_wants(request, OPENED_SEQ) ||
                       table_wants(request, SITE);
    return !wants_edges || find_edges(cursor, &moment, error);
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct tree_cursor *cursor = (struct tree_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->branches.count;
    return true;
}

static void reset(struct table_cursor *base)
{
    struct tree_cursor *cursor = (struct tree_cursor *)base;
    heap_graph_release(cursor->graph);
    vector_release(&cursor->branches);
    vector_release(&cursor->wanted);
}

static void show_edge(const struct tree_cursor *cursor, const struct branch *branch, int column,
                      sqlite3_context *result)
{
    struct snapshot_edge ends;
    if (!find_ends(cursor, branch, &ends))
        return;
    const struct edge_wanted *found = edges_find(cursor->wanted.items, cursor->wanted.count, &ends);
    char label[256];
    if (column == LABEL) {
        names_describe_label(connection_names(cursor->base.engine), found->edge.label,
                             found->edge.value, label, sizeof label);
        value_show_copy(result, label);
    } else {
        value_show_number(result, column == SITE ? found->edge.site : found->edge.opened_seq);
    }
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct tree_cursor *cursor = (struct tree_cursor *)base;
    const struct branch *branch = &cursor->branches.items[cursor->place];
    int64_t holder;
    switch (column) {
    case DEPTH:
        sqlite3_result_int64(result, (int64_t)cursor->graph->paths.distances[branch->node] - 1);
        break;
    case OID:
        if (heap_graph_holder(cursor->graph, branch->node, &holder))
            sqlite3_result_int64(result, holder);
        break;
    case PARENT:
        if (heap_graph_holder(cursor->graph, branch->parent, &holder))
            sqlite3_result_int64(result, holder);
        break;
    case OBJECTS:
        sqlite3_result_int64(result, (int64_t)branch->objects);
        break;
    case BYTES:
        sqlite3_result_int64(result, (int64_t)branch->bytes);
        break;
    default:
        show_edge(cursor, branch, column, result);
    }
}

const struct table path_tree_table = {
    .name = "path_tree",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct tree_cursor),
    .filter = filter_branches,
    .next = next,
    .column = show_column,
    .reset = reset,
};
