/* The optional arguments start and end of methods that search a sequence. */
#ifndef RUNTIME_TYPES_SEQUENCE_RANGE_H
#define RUNTIME_TYPES_SEQUENCE_RANGE_H

#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

/* Reads 0, 1 or 2 arguments (None is as absent; negative ones count from the end). Afterwards *end
 * is at most `length`; *start may be larger than it. False: TypeError raised. */
static inline bool sequence_range(struct runtime *rt, const borrowed *arguments, size_t count,
                                  size_t length, size_t *start, size_t *end)
{
    int64_t bounds[2] = {0, INT64_MAX};
    for (size_t i = 0; i < count && i < 2; i++)
        if (arguments[i] != NONE && object_index_number(rt, arguments[i], &bounds[i], true) < 0)
            return false;
    for (size_t i = 0; i < 2; i++) {
        if (bounds[i] < 0)
            bounds[i] += (int64_t)length;
        if (bounds[i] < 0)
            bounds[i] = 0;
    }
    *start = (size_t)bounds[0];
    *end = (size_t)bounds[1] < length ? (size_t)bounds[1] : length;
    return true;
}

#endif
