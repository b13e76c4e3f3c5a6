/* A directed graph in CSR arrays, and what the questions need to know of it.
 *
 *     offsets  | 0 | 2 | 3 | 3 |        node n has the edges offsets[n] … offsets[n + 1] - 1
 *     targets  | 1 | 2 | 2 |            and they lead to these nodes
 *
 * How it works. Both directions are kept: `out` (who it refers to) and `in` (who refers to it). The
 * edges of a node stay in the order in which they were given. Every algorithm is linear or nearly
 * so in the edges, keeps its own stack in memory (never the C stack), and can be cancelled.
 *
 * Memory: 8 bytes a node and 8 bytes an edge (16 while it is built); dominators 28 bytes a node,
 * components 13, paths 12, each beside the graph.
 *
 * It knows nothing of heaps: heap_graph.h makes one of a snapshot.
 */
#ifndef QUERIES_ENGINE_GRAPH_H
#define QUERIES_ENGINE_GRAPH_H

#include "queries/engine/engine.h"

#include <stdint.h>

/* No node, no edge. */
#define GRAPH_NONE UINT32_MAX

struct graph_edge {
    uint32_t from;
    uint32_t to;
};

/* One direction. */
struct graph_side {
    uint32_t *offsets; /* node_count + 1 */
    uint32_t *nodes;   /* edge_count: the other end of each edge */
};

struct graph {
    uint32_t node_count;
    uint32_t edge_count;
    struct graph_side out;
    struct graph_side in;
};

/* Builds the graph of a list of edges, whose ends must be below node_count. The graph is the
 * caller's to release, also after a failure. */
bool graph_build(struct graph *graph, uint32_t node_count, const struct graph_edge *edges,
                 uint32_t edge_count, struct error *error) MUST_CHECK;
void graph_release(struct graph *graph);

/* --- shortest paths (paths.c) ----------------------------------------------------------------- */

struct graph_paths {
    uint32_t *distances; /* edges from the start; GRAPH_NONE: unreachable */
    uint32_t *parents;   /* the node before it on a shortest path; GRAPH_NONE at the start */
    uint32_t *order;     /* the reachable nodes as they were found; each stands behind its parent */
    uint32_t reached;    /* how many these are */
};

/* Breadth first from `start`, along `side`. After this, paths holds for every node how far it is,
 * and where a shortest path came from. No path passes the node `last` (GRAPH_NONE: there is none)
 * where one leads around it, however long; what only `last` reaches is found last. */
bool graph_find_paths(const struct graph *graph, const struct graph_side *side, uint32_t start,
                      uint32_t last, struct graph_paths *paths, struct engine *engine,
                      struct error *error) MUST_CHECK;
void graph_paths_release(struct graph_paths *paths);

/* --- dominators (dominators.c) ---------------------------------------------------------------- */

struct graph_dominators {
    uint32_t *parents; /* by node: its immediate dominator; GRAPH_NONE: the root, or unreachable */
    uint32_t *order;   /* the reachable nodes; each stands behind its dominator */
    uint32_t reached;  /* how many these are */
};

/* The tree in which the parent of a node is the last one that every path from `root` to it must
 * pass. */
bool graph_find_dominators(const struct graph *graph, uint32_t root,
                           struct graph_dominators *dominators, struct engine *engine,
                           struct error *error) MUST_CHECK;
void graph_dominators_release(struct graph_dominators *dominators);

/* The sum of `sizes` over each node's subtree: what would go if the node went. `retained` has
 * node_count entries; unreachable nodes get their own size. */
void graph_sum_retained(const struct graph *graph, const struct graph_dominators *dominators,
                        const uint64_t *sizes, uint64_t *retained);

/* --- strongly connected components (components.c) --------------------------------------------- */

struct graph_components {
    uint32_t *components; /* by node: the number of its component, below count */
    uint32_t count;       /* an edge between components leads to the lower number */
};

/* Nodes are in one component where each can be reached from the other. */
bool graph_find_components(const struct graph *graph, struct graph_components *components,
                           struct engine *engine, struct error *error) MUST_CHECK;
void graph_components_release(struct graph_components *components);

#endif
