/* Dead objects that wait for their turn, so that a deep structure dies without deep recursion. */
#ifndef RUNTIME_CORE_DISPOSAL_H
#define RUNTIME_CORE_DISPOSAL_H

#include "base/vector.h"
#include "runtime/core/object.h"

/* So many deaths may be under way inside one another before the next one waits; CPython's number.
 */
#define DISPOSAL_DEPTH 50

struct disposal {
    uint32_t depth; /* deaths under way, each inside the one before */
    struct {
        VECTOR_OF(borrowed);
    } waiting; /* count 0, untracked, otherwise whole; the last comes first, as in CPython */
};

#endif
