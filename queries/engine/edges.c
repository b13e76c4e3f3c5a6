#include "queries/engine/edges.h"

#include "base/memory.h"
#include "queries/engine/connection.h"

enum { BATCH = 1024 };

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

static bool open_moment(struct edges *edges, struct engine *engine,
                        const struct value_moment *moment, struct error *error)
{
    struct file *file = engine_file(engine);
    struct file_run run;
    if (!file_read_run(file, &run, error))
        return false;
    bool is_end = is_stored_end(moment, &run);
    if (is_end || moment->snapshot >= 0) {
        uint64_t snapshot = is_end ? 0 : (uint64_t)moment->snapshot;
        edges->scan =
            snapshot_edges_open(file, snapshot, &edges->filter, connection_scan(engine), error);
        return edges->scan != NULL;
    }
    uint64_t seq = moment->seq < 0 ? run.events : (uint64_t)moment->seq;
    return heap_begin(&edges->heap, engine, error) && heap_replay(&edges->heap, engine, seq, error);
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
