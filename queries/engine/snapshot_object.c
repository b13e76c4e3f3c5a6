/* snapshot_object: one row an object in a snapshot, as the program saw it then.
 *
 *     SELECT type, size, count FROM snapshot_object('warm') ORDER BY size DESC LIMIT 10;
 *
 * Columns:
 *   oid, type, type_id   as in `object`
 *   size         bytes, at the snapshot
 *   count        the reference count that the program read in the object's header
 *   address      where it lay (0: not known)
 *   born_seq     the event of its birth;   site  where
 *   content      the same number for objects with equal contents, such as strings (NULL: no other
 *                object has them, or they are not known);  text  how they begin
 * Argument:
 *   snapshot     the number or label of a snapshot; must be given
 *
 * How it works. The packed objects are read chunk by chunk, in the order in which the program told
 * them; a constraint on oid skips chunks.
 */
#include "queries/engine/connection.h"
#include "queries/engine/contents.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "recorder/format/snapshot.h"

enum column {
    OID,
    TYPE,
    TYPE_ID,
    SIZE,
    COUNT,
    ADDRESS,
    BORN_SEQ,
    SITE,
    CONTENT,
    TEXT,
    SNAPSHOT,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [OID] = {"oid", "INTEGER", COLUMN_EQUAL, 1e-6},
    [TYPE] = {"type", "TEXT", 0, 0},
    [TYPE_ID] = {"type_id", "INTEGER", 0, 0},
    [SIZE] = {"size", "INTEGER", 0, 0},
    [COUNT] = {"count", "INTEGER", 0, 0},
    [ADDRESS] = {"address", "INTEGER", 0, 0},
    [BORN_SEQ] = {"born_seq", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [CONTENT] = {"content", "INTEGER", 0, 0},
    [TEXT] = {"text", "TEXT", 0, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
};

struct snapshot_cursor {
    struct table_cursor base;
    struct snapshot_scan *scan;      /* owned; NULL: nothing can match */
    struct equal_contents *contents; /* owned; NULL: not wanted */
    const struct snapshot_object *objects;
    size_t count;
    size_t place;
};

static double estimate(UNUSED struct engine *engine)
{
    return 1e5;
}

static bool settle(struct snapshot_cursor *cursor, struct error *error)
{
    if (cursor->place < cursor->count)
        return true;
    cursor->place = 0;
    if (!snapshot_objects_next(cursor->scan, &cursor->objects, &cursor->count, error))
        return false;
    cursor->base.is_at_end = cursor->count == 0;
    return true;
}

static bool next(struct table_cursor *base, struct error *error)
{
    struct snapshot_cursor *cursor = (struct snapshot_cursor *)base;
    cursor->place++;
    return settle(cursor, error);
}

static bool filter_objects(struct table_cursor *base, const struct table_request *request,
                           struct error *error)
{
    struct snapshot_cursor *cursor = (struct snapshot_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "snapshot_object", table_find_equal(request, SNAPSHOT),
                           NULL, &moment, error))
        return false;
    if (moment.snapshot < 0 || value_is_impossible(request, SNAPSHOT)) {
        base->is_at_end = true;
        return true;
    }
    struct snapshot_filter filter = {0};
    int64_t oid;
    filter.by_oid = value_find_number(request, OID, &oid);
    filter.oid = (uint64_t)oid;
    if (table_wants(request, CONTENT) || table_wants(request, TEXT)) {
        cursor->contents = contents_read(base->engine, (uint64_t)moment.snapshot, error);
        if (!cursor->contents)
            return false;
    }
    cursor->scan = snapshot_objects_open(engine_file(base->engine), (uint64_t)moment.snapshot,
                                         &filter, connection_scan(base->engine), error);
    return cursor->scan && settle(cursor, error);
}

static void reset(struct table_cursor *base)
{
    snapshot_scan_close(((struct snapshot_cursor *)base)->scan);
    contents_release(((struct snapshot_cursor *)base)->contents);
}

static void show_content(const struct snapshot_cursor *cursor, int column, sqlite3_context *result)
{
    const char *text;
    size_t size;
    uint64_t oid = cursor->objects[cursor->place].oid;
    uint64_t content = contents_find(cursor->contents, oid, &text, &size);
    if (content && column == CONTENT)
        sqlite3_result_int64(result, (int64_t)content);
    else if (content)
        sqlite3_result_text64(result, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    struct snapshot_cursor *cursor = (struct snapshot_cursor *)base;
    const struct snapshot_object *object = &cursor->objects[cursor->place];
    switch (column) {
    case OID:
        sqlite3_result_int64(result, (int64_t)object->oid);
        break;
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
    case ADDRESS:
        sqlite3_result_int64(result, (int64_t)object->address);
        break;
    case BORN_SEQ:
        value_show_number(result, object->born_seq);
        break;
    case SITE:
        value_show_number(result, object->site);
        break;
    default:
        show_content(cursor, column, result);
    }
}

static uint64_t identify(const struct table_cursor *base)
{
    const struct snapshot_cursor *cursor = (const struct snapshot_cursor *)base;
    return (uint64_t)cursor->objects[cursor->place].oid;
}

const struct table snapshot_object_table = {
    .name = "snapshot_object",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct snapshot_cursor),
    .estimate = estimate,
    .filter = filter_objects,
    .next = next,
    .identity = identify,
    .column = show_column,
    .reset = reset,
};
