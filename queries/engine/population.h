/* How groups of objects came and went over a stretch of the run: whether what is alive at its end
 * is the rest of a steady growth, or what a bounded cache, a pool or a table that was loaded once
 * has.
 *
 * How it works. A group is one of types and birth sites. The objects that were born in the stretch
 * are read once, the dead too; their births and deaths are counted in POPULATION_STEPS equal parts
 * of it.
 *
 * Memory: 2 KiB a pair of type and site, 20 bytes a pair and group.
 */
#ifndef QUERIES_ENGINE_POPULATION_H
#define QUERIES_ENGINE_POPULATION_H

#include "base/vector.h"
#include "queries/engine/engine.h"

enum { POPULATION_STEPS = 256 };

/* Objects of a type that were born at a site, and the group that they belong to. A pair may stand
 * there for several groups. */
struct population_pair {
    uint32_t type;
    uint32_t site;
    uint32_t group;
};

struct population_pairs {
    VECTOR_OF(struct population_pair);
};

struct population {
    uint64_t born;
    uint64_t died; /* of these */
    /* More are alive at the end than ever were in the first half of the time since the first of
     * them was born, by a tenth at least. */
    bool grows;
};

/* Fills in populations[group]. Sorts the pairs. */
bool population_count(struct engine *engine, struct population_pairs *pairs, int64_t from_seq,
                      int64_t to_seq, struct population *populations,
                      struct error *error) MUST_CHECK;

#endif
