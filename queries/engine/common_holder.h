/* Who holds many objects in common: the nearest that most of them are referred to by, directly or
 * through few others.
 *
 * How it works. Step by step backwards over the references: after each step it is known which nodes
 * refer to which of the objects in so many steps, as pairs. The first step in which some node has
 * half of the objects ends the search.
 *
 * Memory: 16 bytes a pair, of which there are at most some millions: a step that makes more is not
 * made.
 */
#ifndef QUERIES_ENGINE_COMMON_HOLDER_H
#define QUERIES_ENGINE_COMMON_HOLDER_H

#include "queries/engine/heap_graph.h"

struct common_holder {
    uint32_t holder; /* GRAPH_NONE: nobody */
    uint32_t other;  /* the second, with as many steps; GRAPH_NONE: nobody */
    int steps;       /* from the holder to the objects; 0: nobody */
};

/* Of holders that are as near, `preferred` comes first, then the one of most of the nodes. */
struct common_holder common_holder_find(const struct heap_graph *graph, const uint32_t *nodes,
                                        size_t count, uint32_t preferred);

#endif
