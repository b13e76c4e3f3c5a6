/* object: one row an object of the run, dead or alive.
 *
 *     SELECT type, count(*) FROM object WHERE fate = 'alive' GROUP BY type;
 *     SELECT oid, size, refcount FROM object(120000);         -- as the heap stood after that event
 *
 * Columns:
 *   oid          the object's number, in birth order, never reused
 *   type         the name of its type;  type_id  its number
 *   size         bytes, the last that the program told
 *   born_seq     the event of its birth;   born_site  where
 *   died_seq     the event of its death (NULL: alive at the end);   died_site  where
 *   fate         alive, freed (its count reached 0), collected (the collector found it unreachable)
 *   refcount     its references at the end, or at its death
 *   increfs, decrefs   how many it ever had; the reference of its birth is not an incref
 * Argument:
 *   at           a seq: only the objects alive after that event, size and refcount as they were
 *
 * How it works. Ranges of oid and born_seq, and fate = 'alive' skip chunks of the packed
 * records. Rows come in no order. With `at`, the journal is replayed up to there, once a statement.
 *
 * Where a trace does not record references (`run.level`), refcount, increfs and decrefs are those
 * that were recorded, not those that happened.
 */
#include "queries/engine/connection.h"
#include "queries/engine/heap.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "recorder/format/objects.h"

#include "base/memory.h"

#include <string.h>

enum column {
    OID,
    TYPE,
    TYPE_ID,
    SIZE,
    BORN_SEQ,
    BORN_SITE,
    DIED_SEQ,
    DIED_SITE,
    FATE,
    REFCOUNT,
    INCREFS,
    DECREFS,
    AT,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [OID] = {"oid", "INTEGER", COLUMN_EQUAL | COLUMN_RANGE, 1e-6},
    [TYPE] = {"type", "TEXT", 0, 0},
    [TYPE_ID] = {"type_id", "INTEGER", 0, 0},
    [SIZE] = {"size", "INTEGER", 0, 0},
    [BORN_SEQ] = {"born_seq", "INTEGER", COLUMN_EQUAL | COLUMN_RANGE, 1e-6},
    [BORN_SITE] = {"born_site", "INTEGER", 0, 0},
    [DIED_SEQ] = {"died_seq", "INTEGER", 0, 0},
    [DIED_SITE] = {"died_site", "INTEGER", 0, 0},
    [FATE] = {"fate", "TEXT", COLUMN_EQUAL, 0.2},
    [REFCOUNT] = {"refcount", "INTEGER", 0, 0},
    [INCREFS] = {"increfs", "INTEGER", 0, 0},
    [DECREFS] = {"decrefs", "INTEGER", 0, 0},
    [AT] = {"at", "", COLUMN_ARGUMENT, 0},
};

struct object_cursor {
    struct table_cursor base;
    struct objects *objects; /* owned; NULL: nothing can match */
    struct heap *heap;       /* owned; NULL: the objects as they ended */
    const struct object_record *records;
    size_t count;
    size_t place;
};

static double estimate(struct engine *engine)
{
    struct file_run run;
    struct error ignored;
    return file_read_run(engine_file(engine), &run, &ignored) ? (double)run.objects + 1 : 1e5;
}

static bool settle(struct object_cursor *cursor, struct error *error)
{
    if (cursor->place < cursor->count)
        return true;
    cursor->place = 0;
    if (!objects_next(cursor->objects, &cursor->records, &cursor->count, error))
        return false;
    cursor->base.is_at_end = cursor->count == 0;
    return true;
}

static bool next(struct table_cursor *base, struct error *error)
{
    struct object_cursor *cursor = (struct object_cursor *)base;
    cursor->place++;
    return settle(cursor, error);
}

/* The bounds of a column as a filter wants them: at least 1, where 0 as the last means none. */
static void take_bounds(const struct table_request *request, int column, uint64_t *first,
                        uint64_t *last)
{
    struct table_bounds bounds = table_find_bounds(request, column);
    *first = bounds.low > 1 ? (uint64_t)bounds.low : 1;
    *last = bounds.high > 0 ? (uint64_t)bounds.high : 0;
}

static bool replay(struct object_cursor *cursor, uint64_t seq, bool references, struct error *error)
{
    cursor->heap = memory_zeroed(1, sizeof *cursor->heap);
    return heap_begin(cursor->heap, cursor->base.engine, error) &&
           heap_replay(cursor->heap, cursor->base.engine, seq, references, error);
}

static bool filter_objects(struct table_cursor *base, const struct table_request *request,
                           struct error *error)
{
    struct object_cursor *cursor = (struct object_cursor *)base;
    struct objects_filter filter = {0};
    struct value_moment moment;
    if (!value_find_moment(base->engine, "object", NULL, table_find_equal(request, AT), &moment,
                           error))
        return false;
    if (value_is_impossible(request, AT) || table_find_bounds(request, OID).high < 1 ||
        table_find_bounds(request, BORN_SEQ).high < 1 || moment.seq == 0) {
        base->is_at_end = true;
        return true;
    }
    take_bounds(request, OID, &filter.first_oid, &filter.last_oid);
    take_bounds(request, BORN_SEQ, &filter.first_born, &filter.last_born);
    sqlite3_value *fate = table_find_equal(request, FATE);
    const char *word = fate ? (const char *)sqlite3_value_text(fate) : NULL;
    filter.only_alive = word && strcmp(word, "alive") == 0;
    if (moment.seq > 0) {
        filter.alive_at = (uint64_t)moment.seq;
        if (!replay(cursor, filter.alive_at, table_wants(request, REFCOUNT), error))
            return false;
    }
    cursor->objects =
        objects_open(engine_file(base->engine), &filter, connection_scan(base->engine), error);
    return cursor->objects && settle(cursor, error);
}

static void reset(struct table_cursor *base)
{
    struct object_cursor *cursor = (struct object_cursor *)base;
    objects_close(cursor->objects);
    if (cursor->heap)
        heap_release(cursor->heap);
    memory_free(cursor->heap);
}

static const char *fate_text(uint32_t fate)
{
    static const char *const words[] = {
        [OBJECT_ALIVE] = "alive", [OBJECT_FREED] = "freed", [OBJECT_COLLECTED] = "collected"};
    return fate < sizeof words / sizeof *words ? words[fate] : NULL;
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    struct object_cursor *cursor = (struct object_cursor *)base;
    const struct object_record *record = &cursor->records[cursor->place];
    const struct heap_object *then = cursor->heap ? heap_find(cursor->heap, record->oid) : NULL;
    switch (column) {
    case OID:
        sqlite3_result_int64(result, (int64_t)record->oid);
        break;
    case TYPE:
        value_show_text(result, names_type(connection_names(base->engine), record->type));
        break;
    case TYPE_ID:
        sqlite3_result_int64(result, record->type);
        break;
    case SIZE:
        sqlite3_result_int64(result, (int64_t)(then ? then->size : record->size));
        break;
    case BORN_SEQ:
        sqlite3_result_int64(result, (int64_t)record->born_seq);
        break;
    case BORN_SITE:
        value_show_number(result, record->born_site);
        break;
    case DIED_SEQ:
        value_show_number(result, record->died_seq);
        break;
    case DIED_SITE:
        value_show_number(result, record->died_site);
        break;
    case FATE:
        value_show_text(result, fate_text(record->fate));
        break;
    case REFCOUNT:
        sqlite3_result_int64(result, then ? then->count : record->refcount);
        break;
    case INCREFS:
        sqlite3_result_int64(result, (int64_t)record->increfs);
        break;
    default:
        sqlite3_result_int64(result, (int64_t)record->decrefs);
    }
}

static uint64_t identify(const struct table_cursor *base)
{
    const struct object_cursor *cursor = (const struct object_cursor *)base;
    return (uint64_t)cursor->records[cursor->place].oid;
}

const struct table object_table = {
    .name = "object",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct object_cursor),
    .estimate = estimate,
    .filter = filter_objects,
    .next = next,
    .identity = identify,
    .column = show_column,
    .reset = reset,
};
