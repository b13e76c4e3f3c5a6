/* accumulation: the few objects and roots that what was born between two snapshots hangs on.
 *
 *     SELECT holder_name(oid), objects, bytes FROM accumulation('warm', 'exit', 0.1, 50, 20);
 *
 * One row an accumulation point (accumulate.h), the one with most objects first.
 *
 * Columns:
 *   oid          who holds it, an object or a root (0, below 0); of a structure its first object
 *   other        who else holds most of the children; NULL: nobody
 *   dominator    on what all of it hangs: mostly `oid`; of a structure, who holds the first object
 *   form         'container', or 'structure' (a chain or a tree: objects of one type hold one
 *                another)
 *   objects, bytes   young ones (born after `from`, alive at `to`, of a growth that goes on) that
 *                hang on it, and that no smaller point explains
 *   share        objects, of all young objects that are reachable
 *   child_type   the type that counts among them;  of_child_type  how many young objects have it
 *   child        one of these, from the middle: an example
 *   is_direct    1 where a container refers to these itself, 0: through other objects
 *   born, died   objects of the same types that were born in the same lines between the snapshots
 *                as what hangs on it, and how many of them died there
 *
 * Arguments:
 *   from_snapshot, to_snapshot   numbers or labels; from NULL: since the first line of the program
 *   least_share  of all young objects, at least (default: 0.1)
 *   least        objects, at least (default: 50)
 *   least_children   of child_type, at least (default: 20)
 *   seq          an event, in place of to_snapshot: the heap as it stood after it
 *   must_go_on   0: also what grew and grows no more, except what an import made; else only what
 *                goes on growing (default: 1)
 */
#include "queries/engine/accumulate.h"
#include "queries/engine/connection.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include <stdlib.h>

enum column {
    OID,
    OTHER,
    DOMINATOR,
    FORM,
    OBJECTS,
    BYTES,
    SHARE,
    CHILD_TYPE,
    OF_CHILD_TYPE,
    CHILD,
    IS_DIRECT,
    BORN,
    DIED,
    FROM,
    TO,
    LEAST_SHARE,
    LEAST,
    LEAST_CHILDREN,
    SEQ,
    MUST_GO_ON,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [OID] = {"oid", "INTEGER", 0, 0},
    [OTHER] = {"other", "INTEGER", 0, 0},
    [DOMINATOR] = {"dominator", "INTEGER", 0, 0},
    [FORM] = {"form", "TEXT", 0, 0},
    [OBJECTS] = {"objects", "INTEGER", 0, 0},
    [BYTES] = {"bytes", "INTEGER", 0, 0},
    [SHARE] = {"share", "REAL", 0, 0},
    [CHILD_TYPE] = {"child_type", "TEXT", 0, 0},
    [OF_CHILD_TYPE] = {"of_child_type", "INTEGER", 0, 0},
    [CHILD] = {"child", "INTEGER", 0, 0},
    [IS_DIRECT] = {"is_direct", "INTEGER", 0, 0},
    [BORN] = {"born", "INTEGER", 0, 0},
    [DIED] = {"died", "INTEGER", 0, 0},
    [FROM] = {"from_snapshot", "", COLUMN_ARGUMENT, 0},
    [TO] = {"to_snapshot", "", COLUMN_ARGUMENT, 0},
    [LEAST_SHARE] = {"least_share", "", COLUMN_ARGUMENT, 0},
    [LEAST] = {"least", "", COLUMN_ARGUMENT, 0},
    [LEAST_CHILDREN] = {"least_children", "", COLUMN_ARGUMENT, 0},
    [SEQ] = {"seq", "", COLUMN_ARGUMENT, 0},
    [MUST_GO_ON] = {"must_go_on", "", COLUMN_ARGUMENT, 0},
};

struct accumulation_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held */
    struct accumulations points;
    size_t place;
};

static double find_real(const struct table_request *request, int column, double otherwise)
{
    sqlite3_value *value = table_find_equal(request, column);
    return value && sqlite3_value_type(value) != SQLITE_NULL ? sqlite3_value_double(value)
                                                             : otherwise;
}

/* At least 1. */
static uint32_t find_count(const struct table_request *request, int column, double otherwise)
{
    double value = find_real(request, column, otherwise);
    return value < 1 ? 1 : value > INT32_MAX ? INT32_MAX : (uint32_t)value;
}

/* The event of a snapshot, and the highest oid born before it; 0 for none. */
static bool find_start(struct engine *engine, int64_t snapshot, struct accumulate_limits *limits,
                       struct error *error)
{
    if (snapshot < 0)
        return true;
    sqlite3_stmt *statement = file_prepare(
        engine_file(engine), "SELECT seq, last_oid FROM snapshot WHERE id = ?1", error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, snapshot);
    bool is_there = sqlite3_step(statement) == SQLITE_ROW;
    limits->from_seq = sqlite3_column_int64(statement, 0);
    limits->last_oid = (uint64_t)sqlite3_column_int64(statement, 1);
    sqlite3_finalize(statement);
    return is_there || connection_fail(engine, error);
}

/* The last oid before the program came to its first line: what is older belongs to the runtime. 0
 * where the trace has no sites. */
static uint64_t find_first_line(const struct heap_graph *graph, struct names *names)
{
    uint32_t first = 0;
    while (first < graph->object_count && graph->objects[first].site == 0)
        first++;
    return first > 0 && names_site(names, 1) ? graph->objects[first - 1].oid : 0;
}

static int compare_points(const void *left, const void *right)
{
    const struct accumulation *a = left, *b = right;
    if (a->objects != b->objects)
        return a->objects > b->objects ? -1 : 1;
    return a->holder < b->holder ? -1 : a->holder > b->holder;
}

static bool filter_points(struct table_cursor *base, const struct table_request *request,
                          struct error *error)
{
    struct accumulation_cursor *cursor = (struct accumulation_cursor *)base;
    struct value_moment from, to;
    struct accumulate_limits limits = {.share = find_real(request, LEAST_SHARE, 0.1),
                                       .least = find_count(request, LEAST, 50),
                                       .children = find_count(request, LEAST_CHILDREN, 20),
                                       .must_go_on = find_real(request, MUST_GO_ON, 1) != 0};
    if (!value_find_moment(base->engine, "accumulation", table_find_equal(request, FROM), NULL,
                           &from, error) ||
        !value_find_moment(base->engine, "accumulation", table_find_equal(request, TO),
                           table_find_equal(request, SEQ), &to, error) ||
        !find_start(base->engine, from.snapshot, &limits, error))
        return false;
    cursor->graph = heap_graph_acquire(base->engine, &to, error);
    if (!cursor->graph)
        return false;
    if (from.snapshot < 0)
        limits.last_oid = find_first_line(cursor->graph, connection_names(base->engine));
    if (!accumulate(cursor->graph, &limits, &cursor->points, base->engine, error))
        return false;
    base->is_at_end = cursor->points.count == 0;
    if (!base->is_at_end)
        qsort(cursor->points.items, cursor->points.count, sizeof *cursor->points.items,
              compare_points);
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
    accumulations_release(&cursor->points);
}

static void show_node(const struct accumulation_cursor *cursor, uint32_t node,
                      sqlite3_context *result)
{
    int64_t holder;
    if (node != GRAPH_NONE && heap_graph_holder(cursor->graph, node, &holder))
        sqlite3_result_int64(result, holder);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct accumulation_cursor *cursor = (struct accumulation_cursor *)base;
    const struct accumulation *point = &cursor->points.items[cursor->place];
    const uint32_t nodes[] = {[OID] = point->holder,
                              [OTHER] = point->other,
                              [DOMINATOR] = point->dominator,
                              [CHILD] = point->child};
    const uint64_t numbers[COLUMN_COUNT] = {[OBJECTS] = point->objects,
                                            [BYTES] = point->bytes,
                                            [OF_CHILD_TYPE] = point->of_child_type,
                                            [IS_DIRECT] = point->is_direct,
                                            [BORN] = point->born,
                                            [DIED] = point->died};
    switch (column) {
    case OID:
    case OTHER:
    case DOMINATOR:
    case CHILD:
        show_node(cursor, nodes[column], result);
        break;
    case FORM:
        value_show_text(result, point->is_structure ? "structure" : "container");
        break;
    case CHILD_TYPE:
        value_show_text(result, names_type(connection_names(base->engine), point->child_type));
        break;
    case SHARE:
        sqlite3_result_double(result, (double)point->objects / (double)cursor->points.young);
        break;
    default:
        sqlite3_result_int64(result, (int64_t)numbers[column]);
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
