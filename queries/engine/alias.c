/* alias: pairs of a holder and an object to which it refers more than once.
 *
 *     SELECT holder, oid, references_held, first_label FROM alias('exit', 2);
 *
 * Columns:
 *   holder, oid  the pair;  references_held  how many references there are between them
 *   first_label, last_label   where in the holder, the first and the last in order of text
 *   site         of the latest of these references
 * Arguments:
 *   snapshot     the number or label of a snapshot; must be given
 *   least        only pairs of so many references (default: 2)
 *
 * How it works. The referents of each holder are sorted, in a copy as long as the longest; equal
 * neighbours are a pair. One loop over the edges finds labels.
 *
 * Memory: beside the graph of the snapshot 72 bytes a pair.
 */
#include "queries/engine/connection.h"
#include "queries/engine/edges.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/tables.h"
#include "queries/engine/value.h"

#include "base/memory.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

enum { STRIDE = 65536 }; /* nodes between two looks at whether the work was cancelled */

enum column { HOLDER, OID, HELD, FIRST_LABEL, LAST_LABEL, SITE, SNAPSHOT, LEAST, COLUMN_COUNT };

static const struct table_column columns[COLUMN_COUNT] = {
    [HOLDER] = {"holder", "INTEGER", 0, 0},
    [OID] = {"oid", "INTEGER", 0, 0},
    [HELD] = {"references_held", "INTEGER", 0, 0},
    [FIRST_LABEL] = {"first_label", "TEXT", 0, 0},
    [LAST_LABEL] = {"last_label", "TEXT", 0, 0},
    [SITE] = {"site", "INTEGER", 0, 0},
    [SNAPSHOT] = {"snapshot", "", COLUMN_ARGUMENT | COLUMN_REQUIRED, 0},
    [LEAST] = {"least", "", COLUMN_ARGUMENT, 0},
};

struct label {
    uint64_t value;
    uint32_t kind; /* enum edge_label; EDGE_UNKNOWN: none yet */
};

struct pair {
    uint32_t holder; /* nodes */
    uint32_t object;
    uint32_t held;
    uint32_t site;
    uint64_t opened_seq; /* of the latest */
    struct label first, last;
};

struct alias_cursor {
    struct table_cursor base;
    struct heap_graph *graph; /* held */
    struct {
        VECTOR_OF(struct pair);
    } pairs; /* sorted by holder and object */
    size_t place;
};

static int compare_nodes(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Sorts the referents of a holder in `scratch`, and adds those that come often enough. */
static void take_holder(struct alias_cursor *cursor, uint32_t holder, uint32_t *scratch,
                        uint64_t least)
{
    const struct graph_side *out = &cursor->graph->graph.out;
    uint32_t count = out->offsets[holder + 1] - out->offsets[holder];
    if (count < least)
        return;
    memcpy(scratch, out->nodes + out->offsets[holder], count * sizeof *scratch);
    qsort(scratch, count, sizeof *scratch, compare_nodes);
    for (uint32_t start = 0, next; start < count; start = next) {
        for (next = start; next < count && scratch[next] == scratch[start]; next++)
            ;
        if (next - start >= least && next - start > 1)
            vector_push(
                &cursor->pairs,
                (struct pair){.holder = holder, .object = scratch[start], .held = next - start});
    }
}

static bool find_pairs(struct alias_cursor *cursor, uint64_t least, struct error *error)
{
    const struct graph *graph = &cursor->graph->graph;
    uint32_t longest = 1;
    for (uint32_t node = 0; node < graph->node_count; node++)
        if (graph->out.offsets[node + 1] - graph->out.offsets[node] > longest)
            longest = graph->out.offsets[node + 1] - graph->out.offsets[node];
    uint32_t *scratch = memory_zeroed(longest, sizeof *scratch);
    bool is_good = true;
    for (uint32_t node = HEAP_GRAPH_IN_FLIGHT + 1; is_good && node < graph->node_count; node++) {
        take_holder(cursor, node, scratch, least);
        if (node % STRIDE == 0)
            is_good = engine_progress_step(cursor->base.engine, "comparing references", node,
                                           graph->node_count, error);
    }
    memory_free(scratch);
    return is_good;
}

/* --- labels ----------------------------------------------------------------------------------- */

static int compare_pairs(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    if (a->holder != b->holder)
        return a->holder < b->holder ? -1 : 1;
    return a->object < b->object ? -1 : a->object > b->object;
}

static void describe(const struct alias_cursor *cursor, struct label label, char *text, size_t size)
{
    names_describe_label(connection_names(cursor->base.engine), label.kind, label.value, text,
                         size);
}

static void take_label(const struct alias_cursor *cursor, struct pair *pair,
                       const struct snapshot_edge *edge)
{
    char text[256], first[256], last[256];
    struct label label = {edge->value, edge->label};
    if (edge->opened_seq >= pair->opened_seq) {
        pair->opened_seq = edge->opened_seq;
        pair->site = edge->site;
    }
    describe(cursor, label, text, sizeof text);
    if (!*text)
        return;
    describe(cursor, pair->first, first, sizeof first);
    describe(cursor, pair->last, last, sizeof last);
    if (!*first || strcmp(text, first) < 0)
        pair->first = label;
    if (!*last || strcmp(text, last) > 0)
        pair->last = label;
}

static bool find_labels(struct alias_cursor *cursor, struct error *error)
{
    const struct heap_graph *graph = cursor->graph;
    const struct snapshot_edge *batch;
    size_t count;
    if (cursor->pairs.count == 0)
        return true;
    uint8_t *is_holder = memory_zeroed(graph->graph.node_count, 1);
    for (size_t i = 0; i < cursor->pairs.count; i++)
        is_holder[cursor->pairs.items[i].holder] = 1;
    struct edges *edges =
        edges_open(cursor->base.engine, &graph->moment, &(struct snapshot_filter){0}, error);
    bool is_good = edges != NULL;
    while (is_good && (is_good = edges_next(edges, &batch, &count, error)) && count)
        for (size_t i = 0; i < count; i++) {
            struct pair key = {.holder = heap_graph_node(graph, batch[i].holder)};
            if (key.holder == GRAPH_NONE || !is_holder[key.holder])
                continue;
            key.object = heap_graph_node(graph, (int64_t)batch[i].oid);
            struct pair *pair =
                bsearch(&key, cursor->pairs.items, cursor->pairs.count, sizeof key, compare_pairs);
            if (pair)
                take_label(cursor, pair, &batch[i]);
        }
    edges_close(edges);
    memory_free(is_holder);
    return is_good;
}

/* --- the table -------------------------------------------------------------------------------- */

static bool filter_pairs(struct table_cursor *base, const struct table_request *request,
                         struct error *error)
{
    struct alias_cursor *cursor = (struct alias_cursor *)base;
    struct value_moment moment;
    sqlite3_value *least = table_find_equal(request, LEAST);
    int64_t fewest =
        least && sqlite3_value_type(least) != SQLITE_NULL ? sqlite3_value_int64(least) : 2;
    if (!value_find_moment(base->engine, "alias", table_find_equal(request, SNAPSHOT), NULL,
                           &moment, error))
        return false;
    base->is_at_end = moment.snapshot < 0 || value_is_impossible(request, SNAPSHOT);
    if (base->is_at_end)
        return true;
    cursor->graph = heap_graph_acquire(base->engine, &moment, error);
    if (!cursor->graph)
        return false;
    if (!find_pairs(cursor, fewest > 2 ? (uint64_t)fewest : 2, error))
        return false;
    base->is_at_end = cursor->pairs.count == 0;
    bool wants_labels = table_wants(request, FIRST_LABEL) || table_wants(request, LAST_LABEL) ||
                        table_wants(request, SITE);
    return !wants_labels || find_labels(cursor, error);
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    struct alias_cursor *cursor = (struct alias_cursor *)base;
    base->is_at_end = ++cursor->place == cursor->pairs.count;
    return true;
}

static void reset(struct table_cursor *base)
{
    struct alias_cursor *cursor = (struct alias_cursor *)base;
    heap_graph_release(cursor->graph);
    vector_release(&cursor->pairs);
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct alias_cursor *cursor = (struct alias_cursor *)base;
    const struct pair *pair = &cursor->pairs.items[cursor->place];
    char text[256];
    int64_t number;
    switch (column) {
    case HOLDER:
    case OID:
        if (heap_graph_holder(cursor->graph, column == OID ? pair->object : pair->holder, &number))
            sqlite3_result_int64(result, number);
        break;
    case HELD:
        sqlite3_result_int64(result, pair->held);
        break;
    case FIRST_LABEL:
    case LAST_LABEL:
        describe(cursor, column == FIRST_LABEL ? pair->first : pair->last, text, sizeof text);
        value_show_copy(result, text);
        break;
    default:
        value_show_number(result, pair->site);
    }
}

const struct table alias_table = {
    .name = "alias",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct alias_cursor),
    .filter = filter_pairs,
    .next = next,
    .column = show_column,
    .reset = reset,
};
