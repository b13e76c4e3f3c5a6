/* The table of a set: open addressing with runs of linear probes, CPython's to the place.
 *
 * A set shows the order of its table when it is iterated. So the hashes, the order of probes, the
 * moments of growth and the new sizes are all CPython's (Objects/setobject.c): a probe looks at ten
 * neighbouring places before it jumps; a new key takes the last deleted place on its way; a table
 * is made anew when three fifths of it are filled, four times as large as its live entries (twice,
 * above 50,000).
 *
 * Invariants.
 *  1. An empty place has hash 0, a deleted one hash -1, which no key has.
 *  2. fill * 5 < mask * 3 after every addition: a probe always ends.
 */
#include "runtime/types/set_table.h"

#include "base/memory.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

#define LINEAR_PROBES 9
#define PERTURB_SHIFT 5
#define HASH_DELETED  (-1)

void set_table_start(struct set *set)
{
    set->table = set->small;
    set->mask = SET_SMALLEST - 1;
    set->hash = -1;
}

/* Is the entry, which has key's hash, key's? 1, 0, -1 error; 2 where __eq__ changed the table. */
static int matches(struct runtime *rt, struct set *set, struct set_entry *entry, borrowed key)
{
    borrowed candidate = entry->key;
    if (candidate == key)
        return 1;
    if (!object_is_pointer(candidate) && !object_is_pointer(key) &&
        int_is_tagged(candidate) == int_is_tagged(key))
        return 0;
    if (object_is_pointer(candidate) && candidate->type == &str_type && object_is_pointer(key) &&
        key->type == &str_type)
        return str_equal(candidate, key);
    struct set_entry *table = set->table;
    object_retain(rt, candidate);
    int equal = object_is_equal(rt, candidate, key);
    object_release(rt, candidate);
    if (equal < 0)
        return -1;
    return table != set->table || entry->key != candidate ? 2 : equal;
}

/* Looks for key. 1: *found is its entry; 0: *found is the place where it is to be added, the last
 * deleted one on the way or else the empty one where the search ended; -1: error. */
static int search(struct runtime *rt, struct set *set, borrowed key, int64_t hash,
                  struct set_entry **found)
{
begin:;
    uint64_t perturb = (uint64_t)hash;
    size_t place = (size_t)hash & set->mask;
    struct set_entry *deleted = NULL;
    for (;;) {
        struct set_entry *entry = &set->table[place];
        struct set_entry *last = entry + (place + LINEAR_PROBES <= set->mask ? LINEAR_PROBES : 0);
        for (; entry <= last; entry++) {
            if (entry->key == NULL && entry->hash == 0) {
                *found = deleted ? deleted : entry;
                return 0;
            }
            if (entry->hash == HASH_DELETED)
                deleted = entry;
            if (entry->hash != hash)
                continue;
            int status = matches(rt, set, entry, key);
            if (UNLIKELY(status == 2))
                goto begin;
            if (status != 0) {
                *found = entry;
                return status;
            }
        }
        perturb >>= PERTURB_SHIFT;
        place = (place * 5 + 1 + perturb) & set->mask;
    }
}

struct set_entry *set_table_find(struct runtime *rt, struct set *set, borrowed key, int64_t hash)
{
    struct set_entry *entry;
    return search(rt, set, key, hash, &entry) > 0 ? entry : NULL;
}

/* Enters a key that is not there into a table without deleted places. */
static void insert_clean(struct set_entry *table, size_t mask, borrowed key, int64_t hash)
{
    uint64_t perturb = (uint64_t)hash;
    size_t place = (size_t)hash & mask;
    for (;;) {
        struct set_entry *entry = &table[place];
        struct set_entry *last = entry + (place + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0);
        for (; entry <= last; entry++) {
            if (!entry->key) {
                *entry = (struct set_entry){key, hash};
                return;
            }
        }
        perturb >>= PERTURB_SHIFT;
        place = (place * 5 + 1 + perturb) & mask;
    }
}

/* Makes the table anew with more than `count` places. */
static int resize(struct runtime *rt, struct set *set, size_t count)
{
    struct set_entry *old = set->table, copy[SET_SMALLEST];
    size_t places = SET_SMALLEST, old_mask = set->mask;
    while (places <= count)
        places <<= 1;
    bool was_small = old == set->small;
    if (places == SET_SMALLEST && was_small && set->fill == set->count)
        return 0;
    struct set_entry *table = set->small;
    if (places > SET_SMALLEST) {
        table = memory_try_resize(NULL, places, sizeof *table);
        if (!table) {
            rt->raise_memory_error(rt);
            return -1;
        }
    }
    if (was_small) {
        memcpy(copy, old, sizeof copy);
        old = copy;
    }
    memset(table, 0, places * sizeof *table);
    for (size_t i = 0; i <= old_mask; i++) {
        if (set_is_live(&old[i]))
            insert_clean(table, places - 1, old[i].key, old[i].hash);
    }
    if (!was_small)
        memory_free(old);
    set->table = table;
    set->mask = places - 1;
    set->fill = set->count;
    object_resized(rt, &set->header, set_table_reported_size(set));
    return 0;
}

int set_table_add(struct runtime *rt, struct set *set, borrowed key, int64_t hash)
{
    struct set_entry *entry;
    int status = search(rt, set, key, hash, &entry);
    if (status != 0)
        return status > 0 ? 0 : -1;
    bool is_new_place = entry->hash != HASH_DELETED;
    object_incref(rt, key, &set->header);
    *entry = (struct set_entry){key, hash};
    set->count++;
    set->fill += is_new_place;
    if (is_new_place && set->fill * 5 >= set->mask * 3 &&
        resize(rt, set, set->count > 50000 ? set->count * 2 : set->count * 4) < 0)
        return -1;
    return 1;
}

int set_table_expect(struct runtime *rt, struct set *set, size_t more)
{
    if ((set->fill + more) * 5 >= set->mask * 3)
        return resize(rt, set, (set->count + more) * 2);
    return 0;
}

int set_table_merge(struct runtime *rt, struct set *set, struct set *other)
{
    if (other == set || other->count == 0)
        return 0;
    if (set_table_expect(rt, set, other->count) < 0)
        return -1;
    bool is_empty = set->fill == 0;
    if (is_empty && set->mask == other->mask && other->fill == other->count) {
        memcpy(set->table, other->table, (set->mask + 1) * sizeof *set->table);
    } else if (is_empty) {
        for (size_t i = 0; i <= other->mask; i++) {
            if (set_is_live(&other->table[i]))
                insert_clean(set->table, set->mask, other->table[i].key, other->table[i].hash);
        }
    }
    if (is_empty) {
        for (size_t i = 0; i <= set->mask; i++) {
            if (set_is_live(&set->table[i]))
                object_incref(rt, set->table[i].key, &set->header);
        }
        set->fill = set->count = other->count;
        return 0;
    }
    for (size_t i = 0; i <= other->mask; i++) {
        if (!set_is_live(&other->table[i]))
            continue;
        owned key = object_retain(rt, other->table[i].key);
        int status = set_table_add(rt, set, key, other->table[i].hash);
        object_release(rt, key);
        if (status < 0)
            return -1;
    }
    return 0;
}

owned set_table_take(struct runtime *rt, struct set *set, struct set_entry *entry)
{
    owned key = slot_take(rt, &set->header, &entry->key);
    entry->hash = HASH_DELETED;
    set->count--;
    return key;
}

void set_table_clear(struct runtime *rt, struct set *set)
{
    struct set_entry small[SET_SMALLEST], *table = set->table;
    size_t mask = set->mask;
    if (set->fill == 0 && table == set->small)
        return;
    if (table == set->small) {
        memcpy(small, table, sizeof small);
        table = small;
    }
    for (size_t i = 0; i <= mask; i++) {
        if (set_is_live(&table[i]))
            object_move(rt, table[i].key, &set->header, IN_FLIGHT);
    }
    memset(set->small, 0, sizeof set->small);
    set->fill = set->count = 0;
    set_table_start(set);
    object_resized(rt, &set->header, set_table_reported_size(set));
    for (size_t i = 0; i <= mask; i++) {
        if (set_is_live(&table[i]))
            object_release(rt, table[i].key);
    }
    if (table != small)
        memory_free(table);
}

void set_table_release(struct runtime *rt, struct set *set)
{
    for (size_t i = 0; i <= set->mask; i++) {
        if (set_is_live(&set->table[i]))
            slot_clear(rt, &set->header, &set->table[i].key);
    }
    if (set->table != set->small)
        memory_free(set->table);
    set->table = set->small;
    set->mask = SET_SMALLEST - 1;
    set->fill = set->count = 0;
}

/* The references of `set` are booked under `to`. */
static void move_holder(struct runtime *rt, struct set *set, struct set *to)
{
    for (size_t i = 0; rt->lane && i <= set->mask; i++) {
        if (set_is_live(&set->table[i]))
            object_move(rt, set->table[i].key, &set->header, &to->header);
    }
}

void set_table_swap(struct runtime *rt, struct set *left, struct set *right)
{
    struct set kept = *left;
    size_t right_finger = right->finger;
    move_holder(rt, left, right);
    move_holder(rt, right, left);
    size_t offset = offsetof(struct set, fill);
    memcpy((char *)left + offset, (char *)right + offset, sizeof(struct set) - offset);
    memcpy((char *)right + offset, (char *)&kept + offset, sizeof(struct set) - offset);
    left->finger = kept.finger; /* the finger stays where it was, as in CPython */
    right->finger = right_finger;
    if (left->table == right->small)
        left->table = left->small;
    if (right->table == left->small)
        right->table = right->small;
    object_resized(rt, &left->header, set_table_reported_size(left));
    object_resized(rt, &right->header, set_table_reported_size(right));
}
