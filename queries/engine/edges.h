/* All edges of the heap at a moment, in one loop: of a snapshot, of the end of the run, or after
 * any event, where the journal is replayed.
 *
 *     struct edges *edges = edges_open(engine, &moment, &filter, &error);
 *     while (edges_next(edges, &batch, &count, &error) && count) …
 *     edges_close(edges);
 *
 * A moment that is neither a snapshot nor a seq is the end. Of a snapshot, references in flight are
 * not among the edges; of the others they are, with holder 0.
 */
#ifndef QUERIES_ENGINE_EDGES_H
#define QUERIES_ENGINE_EDGES_H

#include "queries/engine/heap.h"
#include "queries/engine/value.h"
#include "recorder/format/snapshot.h"

struct edges;

/* Owned by the caller; borrows the engine. NULL on failure. */
struct edges *edges_open(struct engine *engine, const struct value_moment *moment,
                         const struct snapshot_filter *filter, struct error *error) MUST_CHECK;

/* The next edges that pass the filter, borrowed until the next call; at the end count is 0. */
bool edges_next(struct edges *edges, const struct snapshot_edge **batch, size_t *count,
                struct error *error) MUST_CHECK;

/* The heap that was replayed, or NULL: a scan of packed edges. Borrowed. */
const struct heap *edges_heap(const struct edges *edges);

/* An edge that is known by its ends, and wanted whole. */
struct edge_wanted {
    struct snapshot_edge edge; /* holder and oid are given, the rest is filled in */
    bool is_found;
};

/* Fills in the first edge between each pair of ends, in one loop over all edges. Sorts `wanted` by
 * oid and holder. */
bool edges_fill(struct engine *engine, const struct value_moment *moment,
                struct edge_wanted *wanted, size_t count, struct error *error) MUST_CHECK;

/* The wanted edge between the ends of `ends`, in what edges_fill has sorted. NULL: it was not
 * wanted. */
const struct edge_wanted *edges_find(const struct edge_wanted *wanted, size_t count,
                                     const struct snapshot_edge *ends);

void edges_close(struct edges *edges); /* NULL is fine */

#endif
