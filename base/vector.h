/* A growing array of any type:
 *     struct { VECTOR_OF(struct edge); } edges = {0};
 *     vector_push(&edges, edge);   edges.items[i]   edges.count   vector_release(&edges);
 */
#ifndef BASE_VECTOR_H
#define BASE_VECTOR_H

#include "base/memory.h"

#define VECTOR_OF(type)                                                                            \
    type *items;                                                                                   \
    size_t count;                                                                                  \
    size_t capacity

#define vector_reserve(vector, more)                                                               \
    ((vector)->count + (more) > (vector)->capacity                                                 \
         ? ((vector)->items = memory_resize(                                                       \
                (vector)->items,                                                                   \
                (vector)->capacity = vector_grown((vector)->capacity, (vector)->count + (more)),   \
                sizeof *(vector)->items),                                                          \
            (void)0)                                                                               \
         : (void)0)

#define vector_push(vector, ...)                                                                   \
    (vector_reserve((vector), 1), (vector)->items[(vector)->count++] = (__VA_ARGS__))

#define vector_release(vector)                                                                     \
    (memory_free((vector)->items), (vector)->items = 0, (vector)->count = (vector)->capacity = 0)

/* The capacity to grow to: half as much again, at least `needed` and 8. */
static inline size_t vector_grown(size_t capacity, size_t needed)
{
    size_t grown = capacity + capacity / 2;
    grown = grown < needed ? needed : grown;
    return grown < 8 ? 8 : grown;
}

#endif
