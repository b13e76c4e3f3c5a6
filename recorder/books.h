/* The books: what the writer knows of the live heap while it reads the stream.
 *
 * How it works. A live object is one 64-byte struct, found by its oid through an open-addressing
 * index; its open references are 32-byte structs in a list that hangs on it, newest first, since
 * most references end in the reverse order of their beginning. An object with many holders (a
 * class, a shared constant) moves its references into a common hash table. Dead objects become
 * records, which the writer takes away. Totals by site and by type are arrays.
 *
 * Memory: 64 bytes and at most 12 of index a live object, 32 a reference (36 to 44 where hashed).
 *
 * Pairing. A decref or move closes the newest open reference of its (oid, holder). Where the holder
 * is unknown it closes the newest nameless one that was opened in the same frame (the same
 * function, called from the same site), since most code releases what it took; else the newest
 * unknown one; else the one in flight that came with the birth. An end that closes nothing is
 * counted and changes no balance: the books note what the program says and do not judge; `verify`
 * does.
 */
#ifndef RECORDER_BOOKS_H
#define RECORDER_BOOKS_H

#include "base/vector.h"
#include "recorder/format/event.h"
#include "recorder/format/objects.h"

struct books_site { /* table site_balance */
    uint64_t births, born_bytes, live_objects, live_bytes;
    uint64_t increfs, decrefs, moves, opened, closed;
};

struct books_type { /* table type_balance */
    uint64_t births, deaths, born_bytes, live_objects, live_bytes;
    bool is_counted; /* its objects have incref, decref and move */
};

struct books;

struct books *books_new(bool has_counts); /* owned by the caller */
void books_free(struct books *books);

/* A type is known before its first object. Types that are not counted have their count traffic
 * dropped. */
void books_add_type(struct books *books, uint32_t type, bool is_counted);

/* A site is known before the first event there. */
void books_add_site(struct books *books, uint32_t site, uint32_t parent, uint32_t function);

/* Whether the event belongs into the ledger: false for count traffic of a type that is not counted.
 */
bool books_wants(struct books *books, const struct event *event);

/* Enters events, which have their seqs. */
void books_enter(struct books *books, const struct event *events, size_t count);

struct books_totals {
    uint64_t births;
    uint64_t last_oid; /* the highest so far */
    uint64_t live_objects, live_bytes;
    uint64_t peak_seq, peak_objects, peak_bytes; /* where live bytes were highest */
    uint64_t step_objects, step_bytes;           /* most since books_begin_step */
    bool has_holders; /* a holder other than unknown and in flight was named */
};
const struct books_totals *books_totals(const struct books *books);
void books_begin_step(struct books *books); /* a row of heap_size was written */

/* What a snapshot wants to know of an object: false where it is not alive. */
bool books_find(struct books *books, uint64_t oid, uint64_t *born_seq, uint32_t *born_site);
/* An open reference of (oid, holder) that no edge of this snapshot has claimed. */
bool books_claim_reference(struct books *books, uint64_t oid, int64_t holder, uint32_t snapshot,
                           uint64_t *opened_seq, uint32_t *site);

/* A holder was named, by an edge of a snapshot where not by an event. */
void books_note_holder(struct books *books, int64_t holder);

/* Records of the dead since they were last taken: items[0 .. count), the taker sets count to 0. */
struct books_records {
    VECTOR_OF(struct object_record);
};
struct books_records *books_dead(struct books *books);

/* Calls visit for all that is alive, and for all references that are open. They stop at false. */
bool books_each_survivor(const struct books *books,
                         bool (*visit)(void *context, const struct object_record *record),
                         void *context);
bool books_each_reference(const struct books *books,
                          bool (*visit)(void *context, uint64_t oid, int64_t holder,
                                        uint64_t opened_seq, uint32_t site),
                          void *context);

/* Totals; item i is site or type i. */
struct books_sites {
    VECTOR_OF(struct books_site);
};
struct books_types {
    VECTOR_OF(struct books_type);
};
const struct books_sites *books_sites(const struct books *books);
const struct books_types *books_types(const struct books *books);

#endif
