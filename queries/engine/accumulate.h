/* The few places in the heap that what was born since a moment hangs on: a container that holds
 * many of one type, or a structure (a list of nodes, a tree) whose objects hold one another.
 *
 * Young is what was born since, and belongs to a growth that goes on (population.h): what an import
 * made is there for once, and neither is a point nor makes the others small by its number.
 *
 * How it works. Young objects are summed up the dominator tree, from the leaves. A node on which
 * enough of them hang, and nothing below it explains, is a point, and explains them for all above
 * it. It is a container where many of one type hang on it directly, or through a few others.
 *
 * An object belongs to a structure where an object of its type is close above it in the tree. A
 * structure that is deep, and in which no object holds many of the others, is one point, its first
 * object; without that rule a long list would be explained by some node in its middle.
 *
 * What two holders share hangs on neither, but on what is above both. Therefore the holder of a
 * point is not the node that dominates, but who holds most of what hangs there (common_holder.h);
 * where a second one holds most of it too, that is known.
 *
 * Memory: 49 bytes an object while it runs, beside the populations.
 */
#ifndef QUERIES_ENGINE_ACCUMULATE_H
#define QUERIES_ENGINE_ACCUMULATE_H

#include "queries/engine/heap_graph.h"
#include "queries/engine/population.h"

struct accumulate_limits {
    uint64_t last_oid; /* what has a higher number may be young */
    int64_t from_seq;  /* the event after which it was born */
    bool must_go_on; /* else what hardly any died of is young, too, though it grows no more, except
                        what an import made */
    double share;    /* of all young objects must hang on a point, */
    uint64_t least;  /* and so many, */
    uint32_t children; /* of which so many have one type */
};

struct accumulation {
    uint32_t holder;    /* a node; of a structure its first object */
    uint32_t dominator; /* on which all of it hangs; of a structure, who holds the first object */
    uint32_t other;     /* another holder of most of the children; GRAPH_NONE: there is none */
    bool is_structure;
    bool is_direct;          /* of a container: it refers to the children itself */
    uint64_t objects, bytes; /* young ones that hang on it and on no smaller point */
    uint32_t child_type;
    uint32_t of_child_type; /* how many children: young, of that type */
    uint32_t child;         /* one of them, from the middle */
    uint64_t born, died;    /* of all that hangs on it, and the like, since the moment */
};

struct accumulations {
    VECTOR_OF(struct accumulation);
    uint64_t young; /* reachable young objects */
};

/* The accumulations are the caller's to release, also after a failure. */
bool accumulate(struct heap_graph *graph, const struct accumulate_limits *limits,
                struct accumulations *accumulations, struct engine *engine,
                struct error *error) MUST_CHECK;
void accumulations_release(struct accumulations *accumulations);

#endif
