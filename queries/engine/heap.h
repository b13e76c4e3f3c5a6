/* The heap at any seq, by replaying the journal: the live objects, and every open reference with
 * the event that opened it.
 *
 * How it works. heap_apply takes the events one by one. Live objects stand in an open-addressing
 * table by oid, where eight neighbours in birth order share a cache line or two. Open references
 * are nodes in one pool, chained by a hash of (oid, holder), the youngest first: a decref or a move
 * closes the youngest that its holder opened. Where the holder is unknown, it closes the
 * youngest nameless one (unknown or in flight) that was opened in the same frame, a function called
 * from the same site, since most code releases what it took; else the youngest unknown one; else
 * the one in flight.
 *
 * Invariants:
 *  1. A live object's count is the number of its open references, where its references are
 * recorded.
 *  2. A live object's `held` is the number of open references whose holder it is.
 *  3. What a wrong event asks for is done as far as it can be; the fault says what was wrong.
 *
 * Memory: 48 bytes a live object and 32 an open reference, each at half to full load, and one bit a
 * birth. It does not know the labels of edges.
 */
#ifndef QUERIES_ENGINE_HEAP_H
#define QUERIES_ENGINE_HEAP_H

#include "queries/engine/engine.h"
#include "recorder/format/event.h"

#include <stddef.h>
#include <stdint.h>

/* What the ledger says of a live object. */
struct heap_object {
    uint64_t oid; /* 0: an empty slot */
    uint64_t size;
    uint64_t born_seq;
    int32_t count; /* open references to it */
    uint32_t held; /* open references that it holds */
    uint32_t type;
    uint32_t site;  /* of its birth */
    uint32_t flags; /* enum heap_flag, added */
};

enum heap_flag {
    HEAP_MARKED = 1, /* for the user of the heap */
};

struct heap_reference {
    uint64_t oid; /* 0: a node that is free */
    int64_t holder;
    uint64_t opened_seq;
    uint32_t site;
    uint32_t next; /* in its chain, or in the chain of free nodes; HEAP_END */
};

#define HEAP_END UINT32_MAX

enum { HEAP_AHEAD = 8 }; /* how many events ahead heap_prefetch pays */

enum heap_fault {
    HEAP_FINE,
    HEAP_BORN_TWICE,      /* an oid that was there before, or is larger than a trace can have */
    HEAP_UNBORN,          /* an event before the birth of its object */
    HEAP_DEAD,            /* an event after its death */
    HEAP_NOT_OPEN,        /* a decref or move, and its holder has no reference open */
    HEAP_HOLDER_DEAD,     /* a reference whose holder is no live object */
    HEAP_DIED_REFERENCED, /* a free while references to the object are open */
    HEAP_DIED_HOLDING,    /* a free while it holds references */
    HEAP_FAULT_COUNT
};

struct heap {
    struct {
        struct heap_object *slots;
        unsigned bits; /* 1 << bits slots */
        size_t count;
    } objects;
    struct {
        struct heap_reference *nodes;
        uint32_t *chains; /* by hash */
        unsigned bits;    /* 1 << bits chains */
        uint32_t used;    /* nodes that were ever used */
        uint32_t capacity;
        uint32_t free; /* the first free node */
        size_t count;  /* open */
    } references;
    uint64_t *born;   /* one bit an oid, as far as a trace of this length can have given them */
    size_t born_size; /* words */
    struct { /* oids beyond that: a forked child has its parent's, and goes on behind them */
        uint64_t *slots; /* 0: empty */
        unsigned bits;   /* 1 << bits slots */
        size_t count;
    } far_born;
    uint64_t events;      /* of the trace */
    uint64_t largest_oid; /* that it can have */
    bool has_references;  /* the trace records them */
    char *only_type;      /* glob: only objects of these types have references; NULL: all */
    struct names *names;  /* borrowed */
    uint64_t seq;         /* of the last event that was applied */
    bool has_closed;      /* the last decref or move closed a reference, */
    uint32_t closed_site; /* which was opened at this site */
};

/* An empty heap for the trace. The heap is the caller's to release, also after a failure. */
bool heap_begin(struct heap *heap, struct engine *engine, struct error *error) MUST_CHECK;
void heap_release(struct heap *heap);

/* Brings what heap_apply will read for an event into the cache: call it some events ahead. */
void heap_prefetch(const struct heap *heap, const struct event *event);

/* Applies the next event. After this the heap is as it stood after the event. */
enum heap_fault heap_apply(struct heap *heap, const struct event *event);

/* Replays the trace from its start up to and with `seq`. Without `references`, only births, deaths
 * and sizes: faster, and the counts stay 0. */
bool heap_replay(struct heap *heap, struct engine *engine, uint64_t seq, bool references,
                 struct error *error) MUST_CHECK;

/* The live object of that number, or NULL. Valid until the next event. */
struct heap_object *heap_find(const struct heap *heap, uint64_t oid);

/* The youngest open reference of (oid, holder), or NULL. */
const struct heap_reference *heap_find_reference(const struct heap *heap, uint64_t oid,
                                                 int64_t holder);

/* Whether the references of objects of that type are in the trace. */
bool heap_counts(const struct heap *heap, uint32_t type);

#endif
