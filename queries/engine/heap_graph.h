/* The heap at a moment as a graph, with what is asked of it: reachability and shortest paths from
 * the roots, dominators with retained sizes, strongly connected components.
 *
 * How it works. Nodes are numbered
 *     0                 the top, which refers to all roots
 *     1                 what is in flight: evaluation stacks, C locals
 *     2 … roots + 1     the named roots, -1, -2, … of table root
 *     first …           the objects, by oid
 * An object whose count exceeds the edges that a snapshot has to it is referred to from node 1. A
 * bitmap of the oids with running totals finds the node of an oid in one step. The graph is built
 * once for a moment, and the engine keeps the last two, also between statements; each answer is
 * computed when it is first asked.
 *
 * Memory: 40 bytes an object and 8 an edge; paths 12 bytes an object, dominators 24, components 8,
 * outermost 1; an eighth of a byte a birth.
 *
 * It has no labels: edges.h gives them, for the few edges that are shown.
 */
#ifndef QUERIES_ENGINE_HEAP_GRAPH_H
#define QUERIES_ENGINE_HEAP_GRAPH_H

#include "queries/engine/graph.h"
#include "queries/engine/value.h"

enum { HEAP_GRAPH_TOP = 0, HEAP_GRAPH_IN_FLIGHT = 1 };

struct heap_graph_object {
    uint64_t oid;
    uint64_t size;
    int32_t count; /* as the snapshot or the ledger says */
    uint32_t type;
    uint32_t site; /* of its birth */
};

/* That none of the objects that dominate a node has its type, or was born at its site: the retained
 * sizes of such nodes add up to that of the type or the site. */
enum heap_graph_outermost { HEAP_GRAPH_OF_TYPE = 1, HEAP_GRAPH_OF_SITE = 2 };

struct heap_graph {
    struct value_moment moment;
    int64_t seq; /* of the moment */
    int users;   /* who holds it: cursors, and the engine */
    struct graph graph;
    uint32_t first;                    /* the first node that is an object */
    struct heap_graph_object *objects; /* of node first + i */
    uint32_t object_count;
    struct {
        uint64_t *bits;   /* by oid: it is there */
        uint32_t *totals; /* by word: bits set before it */
        uint64_t words;
    } index;
    struct graph_paths paths;           /* reached 0: not computed */
    struct graph_dominators dominators; /* reached 0: not computed */
    uint64_t *retained;                 /* by node: bytes; NULL: not computed */
    uint64_t *retained_objects;         /* by node; NULL: not computed */
    struct graph_components components; /* count 0: not computed */
    uint32_t *component_sizes;          /* by component: nodes; NULL: not computed */
    uint8_t *outermost; /* by node: enum heap_graph_outermost, added; NULL likewise */
};

/* The graph of a moment, built or kept from before. The caller releases it; NULL on failure, also
 * where the trace has no references or no holders. */
struct heap_graph *heap_graph_acquire(struct engine *engine, const struct value_moment *moment,
                                      struct error *error) MUST_CHECK;
void heap_graph_release(struct heap_graph *graph); /* NULL is fine */

/* The node of a holder (an oid, 0, a root), or GRAPH_NONE. */
uint32_t heap_graph_node(const struct heap_graph *graph, int64_t holder);

/* The holder that a node stands for. False for the top. */
bool heap_graph_holder(const struct heap_graph *graph, uint32_t node, int64_t *holder);

/* The object of a node, or NULL. */
static inline const struct heap_graph_object *heap_graph_object(const struct heap_graph *graph,
                                                                uint32_t node)
{
    return node >= graph->first && node < graph->graph.node_count
               ? &graph->objects[node - graph->first]
               : NULL;
}

/* After these, `paths` (from the top), `dominators` with `retained`, `components` are there. A path
 * begins at a named root wherever one reaches the object: that says more than what is in flight. */
bool heap_graph_find_paths(struct heap_graph *graph, struct engine *engine,
                           struct error *error) MUST_CHECK;
bool heap_graph_find_dominators(struct heap_graph *graph, struct engine *engine,
                                struct error *error) MUST_CHECK;
bool heap_graph_find_components(struct heap_graph *graph, struct engine *engine,
                                struct error *error) MUST_CHECK;
/* The dominators, and `outermost` (outermost.c). */
bool heap_graph_find_outermost(struct heap_graph *graph, struct engine *engine,
                               struct error *error) MUST_CHECK;

#endif
