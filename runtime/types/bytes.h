/* bytes (immutable) and bytearray. */
#ifndef RUNTIME_TYPES_BYTES_H
#define RUNTIME_TYPES_BYTES_H

#include "runtime/core/type.h"

extern struct type bytes_type;
extern struct type bytearray_type;

struct bytes {
    struct object header;
    size_t size;
    int64_t hash; /* -1: not computed yet */
    uint8_t data[]; /* and a NUL */
};

owned bytes_new(struct runtime *rt, const void *data, size_t size); /* data NULL: to be filled */

#endif
