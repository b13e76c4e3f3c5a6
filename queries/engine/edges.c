#include "queries/engine/edges.h"

#include "base/memory.h"
#include "queries/engine/connection.h"

enum { BATCH = 1024, FEW = 32 };

/* Either a scan, or a heap whose pool is walked. */
struct edges {
    struct snapshot_filter filter;
    struct snapshot_scan *scan; /* owned; NULL: a heap */
    struct heap heap;
    uint32_t place;                    /* in the heap's pool */
    struct snapshot_edge batch[BATCH]; /* of the heap */
};

/* Whether the moment is the end of a run whose open references are stored. */
static bool is_stored_end(const struct value_moment *moment, const struct file_run *run)
{
    return moment->snapshot < 0 && run->is_finished &&
           (moment->seq < 0 || (uint64_t)moment->seq >= run->events);
}

/* A snapshot without edges, of a run that named no holder, is no heap in which nothing is held: the
 * program does not know. At any other moment the edges are the references that were recorded. */
static bool check_moment(struct engine *engine, const struct value_moment *moment,
                         const struct file_run *run, struct error *error)
{
    if (moment->snapshot < 0)
        return connection_require_references(engine, false, error);
    if (run->has_holders)
        return true;
    sqlite3_stmt *statement =
        file_prepare(engine_file(engine), "SELECT edges FROM snapshot WHERE id = ?1", error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, moment->snapshot);
    bool has_edges =
        sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int64(statement, 0) > 0;
    sqlite3_finalize(statement);
    return has_edges || connection_require_references(engine, true, error);
}

static bool open_moment(struct edges *edges, struct engine *engine,
                        const struct value_moment *moment, struct error *error)
{
    struct file *file = engine_file(engine);
    struct file_run run;
    if (!file_read_run(file, &run, error))
        return false;
    if (!check_moment(engine, moment, &run, error))
        return false;
    bool is_end = is_stored_end(moment, &run);
    if (is_end || moment->snapshot >= 0) {
        uint64_t snapshot = is_end ? 0 : (uint64_t)moment->snapshot;
        edges->scan =
            snapshot_edges_open(file, snapshot, &edges->filter, connection_scan(engine), error);
        return edges->scan != NULL;
    }
    uint64_t seq = moment->seq < 0 ? run.events : (uint64_t)moment->seq;
    return heap_begin(&edges->heap, engine, error) &&
           heap_replay(&edges->heap, engine, seq, true, error);
}

struct edges *edges_open(struct engine *engine, const struct value_moment *moment,
                         const struct snapshot_filter *filter, struct error *error)
{
    struct edges *edges = memory_zeroed(1, sizeof *edges);
    edges->filter = *filter;
    if (open_moment(edges, engine, moment, error))
        return edges;
    edges_close(edges);
    return NULL;
}

static bool passes(const struct edges *edges, const struct heap_reference *reference)
{
    const struct snapshot_filter *filter = &edges->filter;
    return reference->oid != 0 && (!filter->by_oid || reference->oid == filter->oid) &&
           (!filter->by_holder || reference->holder == filter->holder) &&
           heap_find(&edges->heap, reference->oid);
}

bool edges_next(struct edges *edges, const struct snapshot_edge **batch, size_t *count,
                struct error *error)
{
    if (edges->scan)
        return snapshot_edges_next(edges->scan, batch, count, error);
    *batch = edges->batch;
    *count = 0;
    while (edges->place < edges->heap.references.used && *count < BATCH) {
        const struct heap_reference *reference = &edges->heap.references.nodes[edges->place++];
        if (passes(edges, reference))
            edges->batch[(*count)++] = (struct snapshot_edge){.holder = reference->holder,
                                                              .oid = reference->oid,
                                                              .opened_seq = reference->opened_seq,
                                                              .site = reference->site};
    }
    return true;
}

const struct heap *edges_heap(const struct edges *edges)
{
    return edges->scan ? NULL : &edges->heap;
}

void edges_close(struct edges *edges)
{
    if (!edges)
        return;
    snapshot_scan_close(edges->scan);
    if (!edges->scan)
        heap_release(&edges->heap);
    memory_free(edges);
}

/* --- edges by their ends ---------------------------------------------------------------------- */

static int compare_wanted(const void *left, const void *right)
{
    const struct snapshot_edge *a = &((const struct edge_wanted *)left)->edge;
    const struct snapshot_edge *b = &((const struct edge_wanted *)right)->edge;
    if (a->oid != b->oid)
        return a->oid < b->oid ? -1 : 1;
    return a->holder < b->holder ? -1 : a->holder > b->holder;
}

/* A set of oids that says no to most of what is not in it, in one look. */
struct sieve {
    uint64_t bits[1024];
};

static uint64_t *sieve_word(struct sieve *sieve, uint64_t oid, uint64_t *bit)
{
    uint64_t mixed = oid * UINT64_C(0x9E3779B97F4A7C15);
    *bit = UINT64_C(1) << (mixed >> 58);
    return &sieve->bits[(mixed >> 48) & 1023];
}

const struct edge_wanted *edges_find(const struct edge_wanted *wanted, size_t count,
                                     const struct snapshot_edge *ends)
{
    struct edge_wanted key = {.edge = *ends};
    return count ? bsearch(&key, wanted, count, sizeof key, compare_wanted) : NULL;
}

static void fill_one(struct edge_wanted *wanted, size_t count, const struct snapshot_edge *edge)
{
    const struct edge_wanted *found = edges_find(wanted, count, edge);
    if (found && !found->is_found)
        wanted[found - wanted] = (struct edge_wanted){.edge = *edge, .is_found = true};
}

/* One loop over the edges that pass the filter. */
static bool fill_from(struct engine *engine, const struct value_moment *moment,
                      const struct snapshot_filter *filter, struct edge_wanted *wanted,
                      size_t count, struct sieve *sieve, struct error *error)
{
    const struct snapshot_edge *batch;
    size_t batch_count;
    uint64_t bit;
    struct edges *edges = edges_open(engine, moment, filter, error);
    bool is_good = edges != NULL;
    while (is_good && (is_good = edges_next(edges, &batch, &batch_count, error)) && batch_count)
        for (size_t i = 0; i < batch_count; i++)
            if (*sieve_word(sieve, batch[i].oid, &bit) & bit)
                fill_one(wanted, count, &batch[i]);
    edges_close(edges);
    return is_good;
}

/* A few edges of a snapshot are looked up one by one, which skips most chunks. */
bool edges_fill(struct engine *engine, const struct value_moment *moment,
                struct edge_wanted *wanted, size_t count, struct error *error)
{
    struct sieve sieve = {0};
    uint64_t bit;
    if (count == 0)
        return true;
    qsort(wanted, count, sizeof *wanted, compare_wanted);
    for (size_t i = 0; i < count; i++) {
        uint64_t *word = sieve_word(&sieve, wanted[i].edge.oid, &bit);
        *word |= bit;
    }
    if (count > FEW || moment->snapshot < 0)
        return fill_from(engine, moment, &(struct snapshot_filter){0}, wanted, count, &sieve,
                         error);
    for (size_t i = 0; i < count; i++) {
        struct snapshot_filter filter = {.by_oid = true,
                                         .oid = wanted[i].edge.oid,
                                         .by_holder = true,
                                         .holder = wanted[i].edge.holder};
        if (!fill_from(engine, moment, &filter, wanted, count, &sieve, error))
            return false;
    }
    return true;
}
