/* Sites interned: the same (parent, function, line) gives the same number.
 *
 * How it works. An open-addressing table of 16-byte entries. Looking up takes no lock: an entry's
 * number is stored last and read first. Adding and growing are for one thread at a time (the caller
 * holds a lock); a table that was outgrown is kept until the end, since somebody may be reading it.
 */
#ifndef RECORDER_SITE_H
#define RECORDER_SITE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct site_entry {
    uint32_t parent;
    uint32_t function;
    uint32_t line;
    _Atomic uint32_t id; /* 0: an empty place */
};

struct site_table {
    struct site_table *outgrown; /* owned; the smaller one before this */
    size_t capacity;             /* a power of two */
    struct site_entry entries[];
};

struct site_index {
    _Atomic(struct site_table *) table; /* owned */
    uint32_t count;                     /* sites so far; the last id */
};

void site_index_init(struct site_index *index);
void site_index_release(struct site_index *index);

/* The id, or 0 where it is not there (yet). */
uint32_t site_find(const struct site_index *index, uint32_t parent, uint32_t function,
                   uint32_t line);

/* Adds what site_find did not find: the next id. The caller publishes the definition before it
 * calls site_add, so that who finds the id finds a defined one: it is count + 1. */
uint32_t site_add(struct site_index *index, uint32_t parent, uint32_t function, uint32_t line);

#endif
