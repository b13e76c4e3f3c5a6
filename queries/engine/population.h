/* How the objects of a heap that are alike came and went before: which of them belong to a growth
 * that goes on, and which were made once, by an import or a warm-up, or fill a cache that is
 * bounded.
 *
 * How it works. Objects are alike that have types of one name and were born at one line; in a
 * library, or while a module is imported, at one line in one way (alike_sites.h).
 *
 * The objects born before the heap's moment are read twice, the dead too: once for the first birth
 * of each population, then to count births and deaths in steps of the first half of the time since.
 * Each has a time of its own, since a program that runs shortly spends most of it with imports.
 *
 * Memory: 4 bytes an object, 17 a site; 40 bytes a population, and 520 where it has members enough.
 */
#ifndef QUERIES_ENGINE_POPULATION_H
#define QUERIES_ENGINE_POPULATION_H

#include "base/vector.h"
#include "queries/engine/heap_graph.h"

#define POPULATION_NONE UINT32_MAX

struct population {
    uint32_t type;      /* the lowest of its name */
    uint32_t site;      /* the one that its sites count as */
    uint32_t alive;     /* young objects of the graph */
    uint64_t born;      /* in the stretch */
    uint64_t died;      /* of these, in the stretch */
    uint64_t first_seq; /* of the first birth in the stretch */
    /* A few at least are alive, and more, by a tenth at least, than ever were in the first half of
     * the time since the first of them was born. */
    bool grows;
    bool is_imported; /* born in the body of a module that another one imports */
};

struct populations {
    VECTOR_OF(struct population); /* by site and type */
    uint32_t *of; /* by object of the graph; POPULATION_NONE: it was born before. Owned */
};

/* The populations of the objects of `graph` that were born after `last_oid`, from what happened
 * after `from_seq`. They are the caller's to release, also after a failure. */
bool populations_count(struct heap_graph *graph, uint64_t last_oid, int64_t from_seq,
                       struct populations *populations, struct engine *engine,
                       struct error *error) MUST_CHECK;
void populations_release(struct populations *populations);

#endif
