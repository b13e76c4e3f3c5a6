/* accumulation: the few objects and roots that what was born between two snapshots hangs on.
 *
 *     SELECT holder_name(oid), objects, bytes FROM accumulation('warm', 'exit', 0.1, 50);
 *
 * One row an accumulation point, the one with most objects first.
 *
 * Columns:
 *   oid          the object, or a root (0, below 0)
 *   objects, bytes   young ones (born after `from`, alive at `to`) that would go if it went, and
 *                that no smaller accumulation point explains
 *   all_objects, all_bytes   the same with the smaller ones below it
 *   children     young objects that it dominates directly: 1 for a chain, many for a container
 *   child_type   the type of those that most bytes hang on;  of_child_type  how many they are
 *   child        one of those, from the middle: an example
 *   share        objects, of all young objects that are reachable
 * Arguments:
 *   from_snapshot, to_snapshot   numbers or labels; from NULL: since the start
 *   least_share  of all young objects, at least (default: 0.1)
 *   least        objects, at least (default: 50)
 *
 * How it works. Young objects are summed up the dominator tree of `to`. A node is large where its
 * sum reaches the two limits; its own share is what it has beyond its large children. A node whose
 * own share is still large accumulates: many small things hang on it, and on nothing below it.
 *
 * Limit. What two holders share is dominated by neither, and counts for the one above both.
 */
#include "queries/engine/connection.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include "base/memory.h"
#include "base/vector.h"

enum column {
    OID,
    OBJECTS,
    BYTES,
    ALL_OBJECTS,
    ALL_BYTES,
    CHILDREN,
    CHILD,
    CHILD_TYPE,
    OF_CHILD_TYPE,
    SHARE,
    FROM,
    TO,
    LEAST_SHARE,
    LEAST,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [OID] = {"oid", "INTEGER", 0, 0},
    [OBJECTS] = {"objects", "INTEGER", 0, 0},
    [BYTES] = {"bytes", "INTEGER", 0, 0},
    [ALL_OBJECTS] = {"all_objects", "INTEGER", 0, 0},
    [ALL_BYTES] = {"all_bytes", "INTEGER", 0, 0},
    [CHILDREN] = {"children", "INTEGER", 0, 0},
    [CHILD] = {"child", "INTEGER", 0, 0},
    [CHILD_TYPE] = {"child_type", "TEXT", 0, 0},
    [OF_CHILD_TYPE] = {"of_child_type", "INTEGER", 0, 0},
    [SHARE] = {"share", "REAL", 0, 0},
    [FROM] = {"from_snapshot", "", COLUMN_ARGUMENT, 0},
    [TO] = {"to_snapshot", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
    [LEAST_SHARE] = {"least_share", "", COLUMN_ARGUMENT, 0},
    [LEAST] = {"least", "", COLUMN_ARGUMENT, 0},
};

struct point {
    uint32_t node;
    uint64_t objects, bytes; /* its own */
    uint64_t all_objects, all_bytes;
    uint32_t children;
    uint32_t child; /* a node; GRAPH_NONE: none */
    uint32_t child_type;
    uint32_t of_child_type; /* children of that type */
};

struct accumulation_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held */
    uint64_t young;           /* reachable objects born after `from` */
    struct {
        VECTOR_OF(struct point);
    } points;
    size_t place;
};

/* By node: young objects and bytes in its dominator subtree, and what large children take of them.
 */
struct sums {
    uint64_t *objects;
    uint64_t *bytes;
    uint64_t *taken_objects;
    uint64_t *taken_bytes;
};

static struct sums new_sums(uint32_t count)
{
    return (struct sums){
        memory_zeroed(count, sizeof(uint64_t)), memory_zeroed(count, sizeof(uint64_t)),
        memory_zeroed(count, sizeof(uint64_t)), memory_zeroed(count, sizeof(uint64_t))};
}

static void free_sums(struct sums *sums)
{
    memory_free(sums->objects);
    memory_free(sums->bytes);
    memory_free(sums->taken_objects);
    memory_free(sums->taken_bytes);
}

static bool is_young(const struct heap_graph *graph, uint32_t node, uint64_t last_oid)
{
    const struct heap_graph_object *object = heap_graph_object(graph, node);
    return object && object->oid > last_oid;
}

/* Sums up the tree; then each large node is taken out of its parent. */
static void add_up(struct accumulation_cursor *cursor, struct sums *sums, uint64_t last_oid)
{
    const struct heap_graph *graph = cursor->graph;
    uint64_t *sizes = memory_zeroed(graph->graph.node_count, sizeof *sizes);
    for (uint32_t i = 0; i < graph->dominators.reached; i++) {
        uint32_t node = graph->dominators.order[i];
        cursor->young += is_young(graph, node, last_oid);
        sizes[node] = is_young(graph, node, last_oid);
    }
    graph_sum_retained(&graph->graph, &graph->dominators, sizes, sums->objects);
    for (uint32_t node = graph->first; node < graph->graph.node_count; node++)
        sizes[node] *= heap_graph_object(graph, node)->size;
    graph_sum_retained(&graph->graph, &graph->dominators, sizes, sums->bytes);
    memory_free(sizes);
}

static void take_out(const struct heap_graph *graph, struct sums *sums, uint64_t least)
{
    for (uint32_t i = 1; i < graph->dominators.reached; i++) {
        uint32_t node = graph->dominators.order[i];
        uint32_t parent = graph->dominators.parents[node];
        if (sums->objects[node] < least)
            continue;
        sums->taken_objects[parent] += sums->objects[node];
        sums->taken_bytes[parent] += sums->bytes[node];
    }
}

static int compare_points(const void *left, const void *right)
{
    const struct point *a = left, *b = right;
    if (a->objects != b->objects)
        return a->objects > b->objects ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

static void find_points(struct accumulation_cursor *cursor, const struct sums *sums, uint64_t least)
{
    const struct heap_graph *graph = cursor->graph;
    for (uint32_t i = 1; i < graph->dominators.reached; i++) {
        uint32_t node = graph->dominators.order[i];
        uint64_t own = sums->objects[node] - sums->taken_objects[node];
        if (own >= least)
            vector_push(&cursor->points,
                        (struct point){.node = node,
                                       .objects = own,
                                       .bytes = sums->bytes[node] - sums->taken_bytes[node],
                                       .all_objects = sums->objects[node],
                                       .all_bytes = sums->bytes[node],
                                       .child = GRAPH_NONE});
    }
    if (cursor->points.count > 0)
        qsort(cursor->points.items, cursor->points.count, sizeof *cursor->points.items,
              compare_points);
}

struct child {
    uint32_t type;
    uint32_t node;
    uint64_t bytes; /* young ones that would go with it */
};

struct children {
    VECTOR_OF(struct child);
};

static int compare_children(const void *left, const void *right)
{
    const struct child *a = left, *b = right;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

/* What the children are: the type that most bytes hang on, and of it the child in the middle. */
static void describe_children(struct point *point, struct children *children)
{
    uint64_t most = 0;
    point->children = (uint32_t)children->count;
    if (children->count > 0)
        qsort(children->items, children->count, sizeof *children->items, compare_children);
    for (size_t start = 0, end; start < children->count; start = end) {
        uint64_t bytes = 0;
        for (end = start; end < children->count; end++) {
            if (children->items[end].type != children->items[start].type)
                break;
            bytes += children->items[end].bytes;
        }
        if (bytes < most)
            continue;
        most = bytes;
        point->of_child_type = (uint32_t)(end - start);
        point->child_type = children->items[start].type;
        point->child = children->items[(start + end) / 2].node;
    }
}

/* The young children of each point that are no large nodes themselves. */
static void find_children(struct accumulation_cursor *cursor, const struct sums *sums,
                          uint64_t least, uint64_t last_oid)
{
    const struct heap_graph *graph = cursor->graph;
    for (size_t i = 0; i < cursor->points.count; i++) {
        struct point *point = &cursor->points.items[i];
        struct children children = {0};
        for (uint32_t node = graph->first; node < graph->graph.node_count; node++)
            if (graph->dominators.parents[node] == point->node && sums->objects[node] < least &&
                is_young(graph, node, last_oid))
                vector_push(&children, (struct child){heap_graph_object(graph, node)->type, node,
                                                      sums->bytes[node]});
        describe_children(point, &children);
        vector_release(&children);
    }
}

static double find_real(const struct table_request *request, int column, double otherwise)
{
    sqlite3_value *value = table_find_equal(request, column);
    return value && sqlite3_value_type(value) != SQLITE_NULL ? sqlite3_value_double(value)
                                                             : otherwise;
}

/* The highest oid born before a snapshot; 0 for none. */
static bool find_last_oid(struct engine *engine, int64_t snapshot, uint64_t *last_oid,
                          struct error *error)
{
    *last_oid = 0;
    if (snapshot < 0)
        return true;
    sqlite3_stmt *statement =
        file_prepare(engine_file(engine), "SELECT last_oid FROM snapshot WHERE id = ?1", error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, snapshot);
    bool is_there = sqlite3_step(statement) == SQLITE_ROW;
    *last_oid = is_there ? (uint64_t)sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return is_there || connection_fail(engine, error);
}

static bool filter_points(struct table_cursor *base, const struct table_request *request,
                          struct error *error)
{
    struct accumulation_cursor *cursor = (struct accumulation_cursor *)base;
    struct value_moment from, to;
    uint64_t last_oid;
    if (!value_find_moment(base->engine, "accumulation", table_find_equal(request, FROM), NULL,
                           &from, error) ||
        !value_find_moment(base->engine, "accumulation", table_find_equal(request, TO), NULL, &to,
                           error) ||
        !find_last_oid(base->engine, from.snapshot, &last_oid, error))
        return false;
    cursor->graph = heap_graph_acquire(base->engine, &to, error);
    if (!cursor->graph || !heap_graph_find_dominators(cursor->graph, base->engine, error))
        return false;
    struct sums sums = new_sums(cursor->graph->graph.node_count);
    add_up(cursor, &sums, last_oid);
    double least = find_real(request, LEAST, 50), share = find_real(request, LEAST_SHARE, 0.1);
    if (least < share * (double)cursor->young)
        least = share * (double)cursor->young;
    uint64_t limit = least < 1 ? 1 : (uint64_t)least;
    take_out(cursor->graph, &sums, limit);
    find_points(cursor, &sums, limit);
    find_children(cursor, &sums, limit, last_oid);
    free_sums(&sums);
    base->is_at_end = cursor->points.count == 0;
    return true;
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct accumulation_cursor *cursor = (struct accumulation_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->points.count;
    return true;
}

static void reset(struct table_cursor *base)
{
    struct accumulation_cursor *cursor = (struct accumulation_cursor *)base;
    heap_graph_release(cursor->graph);
    vector_release(&cursor->points);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct accumulation_cursor *cursor = (struct accumulation_cursor *)base;
    const struct point *point = &cursor->points.items[cursor->place];
    int64_t holder;
    switch (column) {
    case OID:
        if (heap_graph_holder(cursor->graph, point->node, &holder))
            sqlite3_result_int64(result, holder);
        break;
    case OBJECTS:
        sqlite3_result_int64(result, (int64_t)point->objects);
        break;
    case BYTES:
        sqlite3_result_int64(result, (int64_t)point->bytes);
        break;
    case ALL_OBJECTS:
        sqlite3_result_int64(result, (int64_t)point->all_objects);
        break;
    case ALL_BYTES:
        sqlite3_result_int64(result, (int64_t)point->all_bytes);
        break;
    case CHILDREN:
        sqlite3_result_int64(result, point->children);
        break;
    case CHILD:
        if (point->child != GRAPH_NONE)
            sqlite3_result_int64(result,
                                 (int64_t)heap_graph_object(cursor->graph, point->child)->oid);
        break;
    case OF_CHILD_TYPE:
        sqlite3_result_int64(result, point->of_child_type);
        break;
    case CHILD_TYPE:
        value_show_text(result, names_type(connection_names(base->engine), point->child_type));
        break;
    default:
        sqlite3_result_double(result, (double)point->objects / (double)cursor->young);
    }
}

const struct table accumulation_table = {
    .name = "accumulation",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct accumulation_cursor),
    .filter = filter_points,
    .next = next,
    .column = show_column,
    .reset = reset,
};
