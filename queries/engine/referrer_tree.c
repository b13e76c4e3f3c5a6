/* referrer_tree: who refers to an object, who refers to these, and so on.
 *
 *     SELECT depth, holder, label FROM referrer_tree(17, 'exit', 3);
 *
 * One row a reference to an object that was found one step before; each holder is followed once.
 *
 * Columns:
 *   depth        steps away from the object: 1 is a reference to it
 *   holder       who holds the reference: an oid, 0 in flight, below 0 a row of `root`
 *   oid          what it refers to
 *   label        where in the holder, as in `reference`
 *   opened_seq   the event that opened it (NULL: not known);  site  of that event
 * Arguments:
 *   object       the object's number; must be given
 *   snapshot, seq  when, as for `reference`
 *   most_depth   the most steps (default: 1)
 *
 * How it works. A step over all edges for each depth, which picks those that lead to an object of
 * the step before. The first step is a search for one object, which skips chunks.
 *
 * Memory: 8 bytes an object that was found, twice, and 40 a row.
 */
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include "base/memory.h"
#include "base/vector.h"

#include <string.h>

enum column {
    DEPTH,
    HOLDER,
    OID,
    LABEL,
    OPENED_SEQ,
    SITE,
    OBJECT,
    SNAPSHOT,
    MOST,
    SEQ,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [DEPTH] = {"depth", "INTEGER", COLUMN_ORDER, 0},
    [HOLDER] = {"holder", "INTEGER", 0, 0},
    [OID] = {"oid", "INTEGER", 0, 0},
    [LABEL] = {"label", "TEXT", 0, 0},
    [OPENED_SEQ] = {"opened_seq", "INTEGER", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [OBJECT] = {"object", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT, 0},
    [MOST] = {"most_depth", "", COLUMN_ARGUMENT, 0},
    [SEQ] = {"seq", "", COLUMN_ARGUMENT, 0},
};

struct tree_row {
    struct snapshot_edge edge;
    int64_t depth;
};

struct tree_cursor {
    struct table_cursor base;
    struct {
        VECTOR_OF(struct tree_row);
    } rows;
    size_t place;
};

/* Numbers of objects, sorted. */
struct layer {
    VECTOR_OF(uint64_t);
};

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static bool contains(const struct layer *layer, uint64_t oid)
{
    return layer->count > 0 &&
           bsearch(&oid, layer->items, layer->count, sizeof oid, compare) != NULL;
}

/* Sorts a layer and drops what is in it twice, or in `known`. */
static void settle_layer(struct layer *layer, const struct layer *known)
{
    size_t kept = 0;
    if (layer->count > 0)
        qsort(layer->items, layer->count, sizeof *layer->items, compare);
    for (size_t i = 0; i < layer->count; i++)
        if ((kept == 0 || layer->items[kept - 1] != layer->items[i]) &&
            !contains(known, layer->items[i]))
            layer->items[kept++] = layer->items[i];
    layer->count = kept;
}

static void merge_layer(struct layer *known, const struct layer *layer)
{
    for (size_t i = 0; i < layer->count; i++)
        vector_push(known, layer->items[i]);
    if (known->count > 0)
        qsort(known->items, known->count, sizeof *known->items, compare);
}

/* The rows of one depth, and in `found` their holders. */
static bool take_step(struct tree_cursor *cursor, const struct value_moment *moment,
                      const struct layer *layer, int64_t depth, struct layer *found,
                      struct error *error)
{
    struct snapshot_filter filter = {.by_oid = layer->count == 1, .oid = layer->items[0]};
    const struct snapshot_edge *batch;
    size_t count;
    struct edges *edges = edges_open(cursor->base.engine, moment, &filter, error);
    bool is_good = edges != NULL;
    while (is_good && (is_good = edges_next(edges, &batch, &count, error)) && count)
        for (size_t i = 0; i < count; i++) {
            if (!contains(layer, batch[i].oid))
                continue;
            vector_push(&cursor->rows, (struct tree_row){batch[i], depth});
            if (batch[i].holder > 0)
                vector_push(found, (uint64_t)batch[i].holder);
        }
    edges_close(edges);
    return is_good;
}

static bool find_rows(struct tree_cursor *cursor, const struct value_moment *moment, uint64_t oid,
                      int64_t most, struct error *error)
{
    struct layer layer = {0}, known = {0};
    vector_push(&layer, oid);
    bool is_good = true;
    for (int64_t depth = 1; depth <= most && layer.count > 0 && is_good; depth++) {
        struct layer found = {0};
        merge_layer(&known, &layer);
        is_good = take_step(cursor, moment, &layer, depth, &found, error);
        settle_layer(&found, &known);
        vector_release(&layer);
        layer = found;
    }
    vector_release(&layer);
    vector_release(&known);
    return is_good;
}

static bool filter_rows(struct table_cursor *base, const struct table_request *request,
                        struct error *error)
{
    struct tree_cursor *cursor = (struct tree_cursor *)base;
    struct value_moment moment;
    if (!value_find_moment(base->engine, "referrer_tree", table_find_equal(request, SNAPSHOT),
                           table_find_equal(request, SEQ), &moment, error))
        return false;
    sqlite3_value *most = table_find_equal(request, MOST);
    int64_t oid = sqlite3_value_int64(table_find_equal(request, OBJECT));
    if (oid > 0 &&
        !find_rows(cursor, &moment, (uint64_t)oid, most ? sqlite3_value_int64(most) : 1, error))
        return false;
    base->is_at_end = cursor->rows.count == 0;
    return true;
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct tree_cursor *cursor = (struct tree_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->rows.count;
    return true;
}

static void reset(struct table_cursor *base)
{
    vector_release(&((struct tree_cursor *)base)->rows);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct tree_cursor *cursor = (struct tree_cursor *)base;
    const struct tree_row *row = &cursor->rows.items[cursor->place];
    char label[256];
    switch (column) {
    case DEPTH:
        sqlite3_result_int64(result, row->depth);
        break;
    case HOLDER:
        sqlite3_result_int64(result, row->edge.holder);
        break;
    case OID:
        sqlite3_result_int64(result, (int64_t)row->edge.oid);
        break;
    case LABEL:
        names_describe_label(connection_names(base->engine), row->edge.label, row->edge.value,
                             label, sizeof label);
        value_show_copy(result, label);
        break;
    case OPENED_SEQ:
        value_show_number(result, row->edge.opened_seq);
        break;
    default:
        value_show_number(result, row->edge.site);
    }
}

const struct table referrer_tree_table = {
    .name = "referrer_tree",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct tree_cursor),
    .filter = filter_rows,
    .next = next,
    .column = show_column,
    .reset = reset,
};
