/* growing: containers and buffers that never shrank from one snapshot to the next.
 *
 *     SELECT oid, length_from, length_to FROM growing(1, 9) ORDER BY length_to - length_from DESC;
 *
 * One row an object that is in two or more of the snapshots and in the last, and that held at none
 * of them fewer references, or was smaller, than at the one before; and at the last more, or is
 * larger, than at the first.
 *
 * Columns:
 *   oid, type, site   as in snapshot_object
 *   length_from, length_to   references that it held at the first and at the last of them
 *   size_from, size_to       its bytes then
 *   snapshots    in how many of them it is
 *   first_seq, grown_seq     the events of the first of these, and of the last that shows it grown
 * Arguments:
 *   first, last  numbers or labels of snapshots; both must be given
 *
 * How it works. The objects of the last snapshot are numbered; then the objects and edges of each
 * snapshot are read once, in order.
 *
 * Memory: 56 bytes an object of the last snapshot, beside its graph.
 */
#include "queries/engine/connection.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "recorder/format/snapshot.h"

#include "base/memory.h"
#include "base/vector.h"

enum column {
    OID,
    TYPE,
    SITE,
    LENGTH_FROM,
    LENGTH_TO,
    SIZE_FROM,
    SIZE_TO,
    SNAPSHOTS,
    FIRST_SEQ,
    GROWN_SEQ,
    FIRST,
    LAST,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [OID] = {"oid", "INTEGER", COLUMN_ORDER, 0},
    [TYPE] = {"type", "TEXT", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [LENGTH_FROM] = {"length_from", "INTEGER", 0, 0},
    [LENGTH_TO] = {"length_to", "INTEGER", 0, 0},
    [SIZE_FROM] = {"size_from", "INTEGER", 0, 0},
    [SIZE_TO] = {"size_to", "INTEGER", 0, 0},
    [SNAPSHOTS] = {"snapshots", "INTEGER", 0, 0},
    [FIRST_SEQ] = {"first_seq", "INTEGER", 0, 0},
    [GROWN_SEQ] = {"grown_seq", "INTEGER", 0, 0},
    [FIRST] = {"first", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
    [LAST] = {"last", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
};

/* An object as the snapshots showed it so far. */
struct course {
    uint64_t size_from, size_to;
    int64_t first_seq, grown_seq;
    uint32_t length_from, length_to;
    uint32_t length; /* in the snapshot that is being read */
    uint32_t snapshots;
    bool has_shrunk;
};

struct growing_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held; of the last snapshot */
    struct course *courses;   /* owned; by object */
    uint32_t place;
};

struct picture {
    int64_t id;
    int64_t seq;
};

/* The place of an object of the last snapshot; object_count for others. */
static uint32_t place_of(const struct growing_cursor *cursor, int64_t holder)
{
    uint32_t node = heap_graph_node(cursor->graph, holder);
    return node == GRAPH_NONE || node < cursor->graph->first ? cursor->graph->object_count
                                                             : node - cursor->graph->first;
}

static bool count_edges(struct growing_cursor *cursor, uint64_t snapshot, struct error *error)
{
    const struct snapshot_edge *edges;
    size_t count;
    struct engine *engine = cursor->base.engine;
    for (uint32_t i = 0; i < cursor->graph->object_count; i++)
        cursor->courses[i].length = 0;
    struct snapshot_scan *scan =
        snapshot_edges_open(engine_file(engine), snapshot, &(struct snapshot_filter){0},
                            connection_scan(engine), error);
    bool is_good = scan != NULL;
    while (is_good && (is_good = snapshot_edges_next(scan, &edges, &count, error)) && count)
        for (size_t i = 0; i < count; i++) {
            uint32_t place = place_of(cursor, edges[i].holder);
            if (place < cursor->graph->object_count)
                cursor->courses[place].length++;
        }
    snapshot_scan_close(scan);
    return is_good;
}

static void take_object(struct growing_cursor *cursor, const struct snapshot_object *object,
                        int64_t seq)
{
    uint32_t place = place_of(cursor, (int64_t)object->oid);
    if (place == cursor->graph->object_count)
        return;
    struct course *course = &cursor->courses[place];
    if (course->snapshots++ == 0) {
        course->length_from = course->length;
        course->size_from = object->size;
        course->first_seq = seq;
    } else {
        course->has_shrunk |= course->length < course->length_to || object->size < course->size_to;
        if (course->length > course->length_to || object->size > course->size_to)
            course->grown_seq = seq;
    }
    course->length_to = course->length;
    course->size_to = object->size;
}

static bool take_snapshot(struct growing_cursor *cursor, const struct picture *picture,
                          struct error *error)
{
    uint64_t snapshot = (uint64_t)picture->id;
    const struct snapshot_object *objects;
    size_t count;
    struct engine *engine = cursor->base.engine;
    if (!count_edges(cursor, snapshot, error))
        return false;
    struct snapshot_scan *scan =
        snapshot_objects_open(engine_file(engine), snapshot, &(struct snapshot_filter){0},
                              connection_scan(engine), error);
    bool is_good = scan != NULL;
    while (is_good && (is_good = snapshot_objects_next(scan, &objects, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            take_object(cursor, &objects[i], picture->seq);
    snapshot_scan_close(scan);
    return is_good;
}

/* The snapshots from the first to the last, in the order in which they were taken. */
static bool take_snapshots(struct growing_cursor *cursor, int64_t first, int64_t last,
                           struct error *error)
{
    struct {
        VECTOR_OF(struct picture);
    } snapshots = {0};
    sqlite3_stmt *statement = file_prepare(
        engine_file(cursor->base.engine),
        "SELECT id, seq FROM snapshot WHERE seq BETWEEN (SELECT seq FROM snapshot WHERE id"
        " = ?1) AND (SELECT seq FROM snapshot WHERE id = ?2) ORDER BY seq, id",
        error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, first);
    sqlite3_bind_int64(statement, 2, last);
    while (sqlite3_step(statement) == SQLITE_ROW)
        vector_push(&snapshots, (struct picture){sqlite3_column_int64(statement, 0),
                                                 sqlite3_column_int64(statement, 1)});
    sqlite3_finalize(statement);
    bool is_good = true;
    for (size_t i = 0; i < snapshots.count && is_good; i++)
        is_good = engine_progress_step(cursor->base.engine, "reading snapshots", i, snapshots.count,
                                       error) &&
                  take_snapshot(cursor, &snapshots.items[i], error);
    vector_release(&snapshots);
    return is_good;
}

static bool grew(const struct course *course)
{
    return course->snapshots > 1 && !course->has_shrunk &&
           (course->length_to > course->length_from || course->size_to > course->size_from);
}

static bool settle(struct growing_cursor *cursor)
{
    while (cursor->place < cursor->graph->object_count && !grew(&cursor->courses[cursor->place]))
        cursor->place++;
    cursor->base.is_at_end = cursor->place == cursor->graph->object_count;
    return true;
}

static bool filter_objects(struct table_cursor *base, const struct table_request *request,
                           struct error *error)
{
    struct growing_cursor *cursor = (struct growing_cursor *)base;
    struct value_moment first, last;
    if (!value_find_moment(base->engine, "growing", table_find_equal(request, FIRST), NULL, &first,
                           error) ||
        !value_find_moment(base->engine, "growing", table_find_equal(request, LAST), NULL, &last,
                           error))
        return false;
    base->is_at_end = first.snapshot < 0 || last.snapshot < 0;
    if (base->is_at_end)
        return true;
    cursor->graph = heap_graph_acquire(base->engine, &last, error);
    if (!cursor->graph)
        return false;
    cursor->courses =
        memory_zeroed((size_t)cursor->graph->object_count + 1, sizeof *cursor->courses);
    return take_snapshots(cursor, first.snapshot, last.snapshot, error) && settle(cursor);
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct growing_cursor *cursor = (struct growing_cursor *)base;
    cursor->place++;
    return settle(cursor);
}

static void reset(struct table_cursor *base)
{
    struct growing_cursor *cursor = (struct growing_cursor *)base;
    heap_graph_release(cursor->graph);
    memory_free(cursor->courses);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct growing_cursor *cursor = (struct growing_cursor *)base;
    const struct heap_graph_object *object = &cursor->graph->objects[cursor->place];
    const struct course *course = &cursor->courses[cursor->place];
    const uint64_t numbers[COLUMN_COUNT] = {
        [OID] = object->oid,
        [LENGTH_FROM] = course->length_from,
        [LENGTH_TO] = course->length_to,
        [SIZE_FROM] = course->size_from,
        [SIZE_TO] = course->size_to,
        [SNAPSHOTS] = course->snapshots,
        [FIRST_SEQ] = (uint64_t)course->first_seq,
        [GROWN_SEQ] = (uint64_t)course->grown_seq,
    };
    if (column == TYPE)
        value_show_text(result, names_type(connection_names(base->engine), object->type));
    else if (column == SITE)
        value_show_number(result, object->site);
    else
        sqlite3_result_int64(result, (int64_t)numbers[column]);
}

const struct table growing_table = {
    .name = "growing",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct growing_cursor),
    .filter = filter_objects,
    .next = next,
    .column = show_column,
    .reset = reset,
};
