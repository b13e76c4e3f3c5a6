/* slice and range. */
#ifndef RUNTIME_TYPES_SLICE_H
#define RUNTIME_TYPES_SLICE_H

#include "runtime/core/type.h"

extern struct type slice_type;
extern struct type range_type;

struct slice {
    struct object header;
    borrowed start; /* held, all three */
    borrowed stop;
    borrowed step;
};

static inline bool slice_check(borrowed v)
{
    return object_is_pointer(v) && v->type == &slice_type;
}

owned slice_new(struct runtime *rt, owned start, owned stop, owned step); /* steals all */
/* As slice.indices(length). -1: error. */
int slice_bounds(struct runtime *rt, borrowed slice, int64_t length, int64_t *start, int64_t *stop,
                 int64_t *step);
/* The indices for a sequence of `length`; count is how many there are. -1: error. */
int slice_resolve(struct runtime *rt, borrowed slice, int64_t length, int64_t *start, int64_t *step,
                  int64_t *count);
owned range_new(struct runtime *rt, int64_t start, int64_t stop, int64_t step);

#endif
