/* collections.deque: a ring of references, open at both ends. */
#ifndef RUNTIME_TYPES_DEQUE_H
#define RUNTIME_TYPES_DEQUE_H

#include "runtime/core/type.h"

extern struct type deque_type;
extern struct type deque_iterator_type;
extern struct type deque_reverse_iterator_type;

struct deque {
    struct object header;
    borrowed *ring; /* owned; held references at [start … start + count), modulo mask + 1 */
    size_t mask;    /* places - 1; the number of places is a power of two */
    size_t start;   /* place of the first item */
    size_t count;
    int64_t maximum;  /* -1: none */
    uint32_t version; /* changes with every addition and removal: iterators look */
    uint8_t left;     /* where CPython's first block of 64 would begin: for sys.getsizeof */
};

static inline borrowed *deque_slot(struct deque *deque, size_t index)
{
    return &deque->ring[(deque->start + index) & deque->mask];
}

/* Steal the item; at the maximum an item leaves at the other end. -1: MemoryError. */
int deque_append(struct runtime *rt, struct deque *deque, owned item);
int deque_append_left(struct runtime *rt, struct deque *deque, owned item);
/* The deque must not be empty. */
owned deque_pop(struct runtime *rt, struct deque *deque);
owned deque_pop_left(struct runtime *rt, struct deque *deque);
void deque_rotate(struct runtime *rt, struct deque *deque, int64_t steps);
/* Appends each item; with `left` at the other end. */
int deque_extend(struct runtime *rt, struct deque *deque, borrowed iterable, bool left);
void deque_clear(struct runtime *rt, struct deque *deque);
owned deque_copy(struct runtime *rt, borrowed v);
owned deque_iterate_backwards(struct runtime *rt, borrowed v);

extern const struct native_method deque_methods[];

#endif
