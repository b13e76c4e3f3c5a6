/* The live objects and their open references: the memory of the books.
 *
 * Objects and references are named by number, not by pointer: their arrays move when they grow.
 * Number 0 is nobody. The index from oid to object keeps sixteen neighbouring oids in one cache
 * line, since objects that are born together are used together.
 *
 * Invariants
 * 1. An object is in the index from census_add to census_remove, and nowhere else.
 * 2. A reference is either in the list of its object or, where the object is hashed, in the table
 * under (object, holder); equal keys are chained by `next`.
 */
#ifndef RECORDER_CENSUS_H
#define RECORDER_CENSUS_H

#include "base/error.h"
#include "base/vector.h"

#include <stdint.h>

#define CENSUS_GROUP     16 /* oids in a cache line of the index */
#define CENSUS_TOMBSTONE UINT32_MAX

struct census_object {
    uint64_t oid; /* 0: this place is free, and `references` is the next free one */
    uint64_t size;
    uint64_t born_seq;
    uint64_t increfs;
    uint64_t decrefs;
    uint32_t type;
    uint32_t born_site;
    uint32_t references; /* number of the newest; how many are in the table where hashed */
    uint16_t fate;       /* enum object_fate that a verdict announced */
    bool is_hashed;
    bool is_counted;
    uint64_t unused; /* a cache line, whole */
};

struct census_reference {
    int64_t holder;
    uint64_t opened_seq;
    uint32_t object; /* number; 0: this place is free, and `next` is the next free one */
    uint32_t site;
    uint32_t next;
    uint32_t claimed; /* snapshot whose edge has claimed it */
};

struct census_table { /* numbers in open addressing; a place is 0, a number, or a tombstone */
    uint32_t *places; /* owned */
    size_t capacity;  /* a power of two */
    size_t used;      /* places that are not 0 */
    size_t live;      /* of them, no tombstones */
};

struct census {
    struct {
        VECTOR_OF(struct census_object);
    } objects;
    struct {
        VECTOR_OF(struct census_reference);
    } references;
    uint32_t free_object, free_reference; /* heads of the free lists */
    uint64_t found_oid;                   /* the last that was found; 0: none */
    uint32_t found;                       /* its number: events of one object follow one another */
    struct census_table index;            /* by oid */
    struct census_table hashed;           /* by (object, holder) */
};

void census_init(struct census *census);
void census_release(struct census *census);

/* A new object, all zero but its oid, which is not in the census. */
uint32_t census_add(struct census *census, uint64_t oid);
/* Removes the object and the references that it still has. */
void census_remove(struct census *census, uint32_t object);

/* Ends the newest that has no named holder (it is unknown or in flight) and whose site is in this
 * frame: frames[site] == frame. False where there is none among the newest few. */
bool census_close_in_frame(struct census *census, uint32_t object, const uint32_t *frames,
                           size_t frame_count, uint32_t frame, uint32_t *site) MUST_CHECK;
/* One of (object, holder) that this snapshot has not claimed; it is claimed now. 0: none. Where a
 * holder has very many references to one object, some are given twice. */
uint32_t census_claim(struct census *census, uint32_t object, int64_t holder, uint32_t snapshot);

/* The rarer half of the functions below. */
uint32_t census_new_reference(struct census *census);
void census_add_hashed(struct census *census, uint32_t object, uint32_t number);
bool census_close_older(struct census *census, uint32_t object, int64_t holder,
                        uint32_t *site) MUST_CHECK;

/* --- for every event: in line ----------------------------------------------------------------- */

/* Where the search for an oid begins. */
static inline size_t census_first_place(const struct census_table *index, uint64_t oid)
{
    uint64_t group = oid / CENSUS_GROUP * UINT64_C(0x9E3779B97F4A7C15) >> 20;
    return (size_t)(group * CENSUS_GROUP + oid % CENSUS_GROUP) & (index->capacity - 1);
}

/* The place of the oid; a place that holds 0 where it is not there. */
static inline size_t census_find_place(const struct census *census, uint64_t oid)
{
    const struct census_table *index = &census->index;
    size_t place = census_first_place(index, oid);
    for (;; place = (place + CENSUS_GROUP) & (index->capacity - 1)) {
        uint32_t number = index->places[place];
        if (number == 0 || (number != CENSUS_TOMBSTONE && census->objects.items[number].oid == oid))
            return place;
    }
}

/* Number of the object with this oid, 0 if it is not alive. */
static inline uint32_t census_find(struct census *census, uint64_t oid)
{
    if (census->found_oid == oid)
        return census->found;
    uint32_t number = census->index.places[census_find_place(census, oid)];
    if (number) {
        census->found_oid = oid;
        census->found = number;
    }
    return number;
}

/* A new reference of the object; the newest of its holder. */
static inline void census_open(struct census *census, uint32_t object, int64_t holder, uint64_t seq,
                               uint32_t site)
{
    uint32_t number = census->free_reference;
    if (LIKELY(number))
        census->free_reference = census->references.items[number].next;
    else
        number = census_new_reference(census);
    struct census_object *held = &census->objects.items[object];
    struct census_reference *reference = &census->references.items[number];
    *reference = (struct census_reference){.holder = holder,
                                           .opened_seq = seq,
                                           .object = object,
                                           .site = site,
                                           .next = held->references};
    if (UNLIKELY(held->is_hashed))
        census_add_hashed(census, object, number);
    else
        held->references = number;
}

static inline void census_free_reference(struct census *census, uint32_t number)
{
    census->references.items[number].object = 0;
    census->references.items[number].next = census->free_reference;
    census->free_reference = number;
}

/* Ends the newest of (object, holder) and tells its site. False where there is none. */
MUST_CHECK static inline bool census_close(struct census *census, uint32_t object, int64_t holder,
                                           uint32_t *site)
{
    struct census_object *held = &census->objects.items[object];
    uint32_t number = held->references;
    if (UNLIKELY(held->is_hashed || number == 0 ||
                 census->references.items[number].holder != holder))
        return census_close_older(census, object, holder, site);
    *site = census->references.items[number].site;
    held->references = census->references.items[number].next;
    census_free_reference(census, number);
    return true;
}

#endif
