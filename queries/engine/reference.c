/* reference: one row an open reference, with who holds it, where, and what stored it there.
 *
 *     SELECT holder, label, site FROM reference('warm') WHERE oid = 17;     -- at a snapshot
 *     SELECT holder, opened_seq FROM reference WHERE seq = 120000 AND oid = 17;  -- after any event
 *     SELECT oid, count(*) FROM reference WHERE holder = 0 GROUP BY oid;    -- at the end
 *
 * Columns:
 *   holder       who holds it: an oid, 0 in flight, below 0 a row of `root`
 *   oid          the object that it refers to
 *   label        where in the holder: .name, ['key'], key 'name' (the key itself), [3], local name;
 *                NULL where it is not known
 *   label_kind   attribute, key, dict_key, index, local, global, internal
 *   count        references that this row stands for: 1
 *   opened_seq   the event that opened it (NULL: not known);  site  of that event
 * Arguments, of which one may be given; without any it is the end of the run:
 *   snapshot     the number or label of a snapshot: nothing in flight is then among the rows
 *   seq          an event: the heap as it stood after it, with what is in flight; no labels, as
 *                only a snapshot has them
 *
 * How it works. A snapshot's edges are packed with the events that opened them; constraints on oid
 * and holder skip chunks. The end of the run is stored likewise. For any other seq the journal is
 * replayed up to there, once a statement. Rows come in no order.
 */
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "recorder/format/event.h"

#include <string.h>

enum column {
    HOLDER,
    OID,
    LABEL,
    LABEL_KIND,
    COUNT,
    OPENED_SEQ,
    SITE,
    SNAPSHOT,
    SEQ,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [HOLDER] = {"holder", "INTEGER", COLUMN_EQUAL, 0.05},
    [OID] = {"oid", "INTEGER", COLUMN_EQUAL, 1e-5},
    [LABEL] = {"label", "TEXT", 0, 0},
    [LABEL_KIND] = {"label_kind", "TEXT", 0, 0},
    [COUNT] = {"count", "INTEGER", 0, 0},
    [OPENED_SEQ] = {"opened_seq", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT, 0},
    [SEQ] = {"seq", "", COLUMN_ARGUMENT, 0},
};

struct reference_cursor {
    struct table_cursor base;
    struct edges *edges; /* owned; NULL: nothing can match */
    const struct snapshot_edge *batch;
    size_t count;
    size_t place;
    struct snapshot_edge before; /* the edge of the row before */
    uint64_t alike;              /* so many rows before are the same edge */
};

static double estimate(struct engine *engine)
{
    struct file_run run;
    struct error ignored;
    return file_read_run(engine_file(engine), &run, &ignored) ? (double)run.objects + 1 : 1e5;
}

static bool settle(struct reference_cursor *cursor, struct error *error)
{
    if (cursor->place < cursor->count)
        return true;
    cursor->place = 0;
    if (!edges_next(cursor->edges, &cursor->batch, &cursor->count, error))
        return false;
    cursor->base.is_at_end = cursor->count == 0;
    return true;
}

static bool next(struct table_cursor *base, struct error *error)
{
    struct reference_cursor *cursor = (struct reference_cursor *)base;
    cursor->before = cursor->batch[cursor->place];
    cursor->place++;
    if (!settle(cursor, error))
        return false;
    bool is_alike = !base->is_at_end && memcmp(&cursor->before, &cursor->batch[cursor->place],
                                               sizeof cursor->before) == 0;
    cursor->alike = is_alike ? cursor->alike + 1 : 0;
    return true;
}

static bool filter_references(struct table_cursor *base, const struct table_request *request,
                              struct error *error)
{
    struct reference_cursor *cursor = (struct reference_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "reference", table_find_equal(request, SNAPSHOT),
                           table_find_equal(request, SEQ), &moment, error))
        return false;
    if (value_is_impossible(request, SNAPSHOT)) {
        base->is_at_end = true;
        return true;
    }
    struct snapshot_filter filter = {0};
    int64_t oid;
    filter.by_oid = value_find_number(request, OID, &oid);
    filter.oid = (uint64_t)oid;
    filter.by_holder = value_find_number(request, HOLDER, &filter.holder);
    cursor->edges = edges_open(base->engine, &moment, &filter, error);
    return cursor->edges && settle(cursor, error);
}

static void reset(struct table_cursor *base)
{
    edges_close(((struct reference_cursor *)base)->edges);
}

static const char *kind_text(uint32_t label)
{
    static const char *const words[] = {
        [EDGE_ATTRIBUTE] = "attribute", [EDGE_KEY] = "key",     [EDGE_DICT_KEY] = "dict_key",
        [EDGE_INDEX] = "index",         [EDGE_LOCAL] = "local", [EDGE_GLOBAL] = "global",
        [EDGE_INTERNAL] = "internal",   [EDGE_ITEM] = "key",    [EDGE_ITEM_KEY] = "dict_key",
    };
    return label < sizeof words / sizeof *words ? words[label] : NULL;
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    struct reference_cursor *cursor = (struct reference_cursor *)base;
    const struct snapshot_edge *edge = &cursor->batch[cursor->place];
    char label[256];
    switch (column) {
    case HOLDER:
        sqlite3_result_int64(result, edge->holder);
        break;
    case OID:
        sqlite3_result_int64(result, (int64_t)edge->oid);
        break;
    case LABEL:
        names_describe_label(connection_names(base->engine), edge->label, edge->value, label,
                             sizeof label);
        value_show_copy(result, label);
        break;
    case LABEL_KIND:
        value_show_text(result, kind_text(edge->label));
        break;
    case COUNT:
        sqlite3_result_int64(result, 1);
        break;
    case OPENED_SEQ:
        value_show_number(result, edge->opened_seq);
        break;
    default:
        value_show_number(result, edge->site);
    }
}

/* Edges between the same ends come in the same order in every scan, one behind the other where they
 * are alike. */
static uint64_t identify(const struct table_cursor *base)
{
    const struct reference_cursor *cursor = (const struct reference_cursor *)base;
    const struct snapshot_edge *edge = &cursor->batch[cursor->place];
    const uint64_t parts[] = {edge->oid,   (uint64_t)edge->holder, edge->label,
                              edge->value, edge->opened_seq,       cursor->alike};
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        hash = (hash ^ parts[i]) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    return hash;
}

const struct table reference_table = {
    .name = "reference",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct reference_cursor),
    .estimate = estimate,
    .filter = filter_references,
    .next = next,
    .identity = identify,
    .column = show_column,
    .reset = reset,
};
