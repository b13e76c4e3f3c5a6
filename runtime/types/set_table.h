/* The table of a set: finding, adding and removing. For the files of set alone. */
#ifndef RUNTIME_TYPES_SET_TABLE_H
#define RUNTIME_TYPES_SET_TABLE_H

#include "runtime/types/set.h"

#define SET_SMALLEST 8 /* places of the table inside the object */

struct set_entry {
    borrowed key; /* held; NULL: empty, or deleted where hash is -1 */
    int64_t hash;
};

struct set {
    struct object header;
    size_t fill;             /* places that are not empty: live and deleted entries */
    size_t count;            /* live entries */
    size_t mask;             /* places - 1 */
    size_t finger;           /* where pop looks next */
    int64_t hash;            /* of a frozenset; -1: not computed yet */
    struct set_entry *table; /* `small`, or a block that is owned */
    struct set_entry small[SET_SMALLEST];
};

static inline bool set_is_live(const struct set_entry *entry)
{
    return entry->key != NULL;
}

void set_table_start(struct set *set); /* of a new object: the empty small table */

/* The entry of key; NULL where absent, with an error where comparing failed. May call __eq__. */
struct set_entry *set_table_find(struct runtime *rt, struct set *set, borrowed key, int64_t hash);
/* 1 added, 0 it was there, -1 error. key is borrowed. */
int set_table_add(struct runtime *rt, struct set *set, borrowed key, int64_t hash);
/* Makes place for more entries before many are added. */
int set_table_expect(struct runtime *rt, struct set *set, size_t more);
/* Adds all of another set. */
int set_table_merge(struct runtime *rt, struct set *set, struct set *other);
/* Takes the entry out; the reference is in flight. */
owned set_table_take(struct runtime *rt, struct set *set, struct set_entry *entry);
void set_table_clear(struct runtime *rt, struct set *set);   /* empties a living set */
void set_table_release(struct runtime *rt, struct set *set); /* of a dying one */
/* Exchanges the contents of two sets. */
void set_table_swap(struct runtime *rt, struct set *left, struct set *right);

static inline size_t set_table_reported_size(const struct set *set)
{
    return set->header.type->reported_size + (set->table == set->small ? 0 : (set->mask + 1) * 16);
}

#endif
