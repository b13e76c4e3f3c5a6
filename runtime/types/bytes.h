/* bytes (immutable) and bytearray. */
#ifndef RUNTIME_TYPES_BYTES_H
#define RUNTIME_TYPES_BYTES_H

#include "runtime/core/type.h"

extern struct type bytes_type;
extern struct type bytearray_type;
extern struct type bytes_iterator_type;

struct bytes {
    struct object header;
    size_t size;
    int64_t hash;   /* -1: not computed yet */
    borrowed dict;  /* held: the __dict__ of an instance of a derived class, or NULL */
    uint8_t data[]; /* and a NUL */
};

static inline bool bytes_check(borrowed v) /* bytes or an instance of a subclass */
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_BYTES);
}

owned bytes_new(struct runtime *rt, const void *data, size_t size); /* data NULL: to be filled */
/* The bytes of an object that gives its memory (bytes, bytearray, array, memoryview), borrowed;
 * NULL where it gives none in one piece. */
const uint8_t *bytes_view(borrowed v, size_t *size);
owned bytes_from_object(struct runtime *rt,
                        borrowed v); /* bytes(v) for what is no str: buffers, iterables of int */
borrowed bytes_immortal(const void *data, size_t size); /* for constants of code */

#endif
