/* The table of a dict: an array of entries in order of insertion, and an index of their places.
 *
 *     index    [ -1 | 1 | -1 | -2 | 0 | -1 | -1 | 2 ]      1 << index_bits places, open addressing
 *     entries  [ (key, value, hash) | … | … |   |   ]      capacity = two thirds of that
 *
 * Sizes, growth and the moments at which a table is made anew are CPython 3.11's, because
 * sys.getsizeof shows them. A table begins with exact str keys only, whose entries count as 16
 * bytes instead of 24, and is made anew when another key comes.
 *
 * Invariants.
 *  1. Each live entry has one place in the index, reached by probing from its hash.
 *  2. count ≤ used ≤ capacity; room ≤ capacity - used.
 *  3. No live entry stands before `first`: a queue of keys is not searched from its dead beginning.
 *  4. version differs after every change of the keys or of the block that holds them.
 */
#include "runtime/types/dict_table.h"
#include "runtime/core/gc.h"
#include "runtime/types/services.h"

#include "base/memory.h"
#include "runtime/types/exception.h"

#define SMALLEST_BITS 3
#define LARGEST_BITS  31
#define PERTURB_SHIFT 5
#define PLACE_EMPTY   (-1)
#define PLACE_DELETED (-2)

static inline size_t usable(uint8_t bits)
{
    return ((size_t)1 << bits) * 2 / 3;
}

static inline size_t index_size(uint8_t bits)
{
    return (size_t)1 << (bits < 8 ? bits : bits < 16 ? bits + 1 : bits + 2);
}

/* As CPython counts; an OrderedDict has a table of nodes and a linked list beside its table. */
size_t dict_table_reported_size(const struct dict *dict)
{
    size_t size = dict->header.type->reported_size;
    if (dict->capacity == 0)
        return size;
    if (dict->has_nodes && dict->count > 0)
        size += ((size_t)8 << dict->index_bits) + 32 * dict->count;
    return size + 32 + index_size(dict->index_bits) +
           dict->capacity * (dict->only_str_keys ? 16 : 24);
}

/* --- the index -------------------------------------------------------------------------------- */

static inline int64_t index_get(const struct dict *dict, size_t at)
{
    return dict->index_bits < 8    ? ((const int8_t *)dict->index)[at]
           : dict->index_bits < 16 ? ((const int16_t *)dict->index)[at]
                                   : ((const int32_t *)dict->index)[at];
}

static inline void index_put(struct dict *dict, size_t at, int64_t place)
{
    if (dict->index_bits < 8)
        ((int8_t *)dict->index)[at] = (int8_t)place;
    else if (dict->index_bits < 16)
        ((int16_t *)dict->index)[at] = (int16_t)place;
    else
        ((int32_t *)dict->index)[at] = (int32_t)place;
}

/* The order in which the index is probed for a hash: at, then step after step. */
struct probe {
    size_t at;
    size_t mask;
    uint64_t perturb;
};

static inline struct probe probe_start(const struct dict *dict, int64_t hash)
{
    size_t mask = ((size_t)1 << dict->index_bits) - 1;
    return (struct probe){(size_t)hash & mask, mask, (uint64_t)hash};
}

static inline void probe_step(struct probe *probe)
{
    probe->perturb >>= PERTURB_SHIFT;
    probe->at = (probe->at * 5 + probe->perturb + 1) & probe->mask;
}

/* Enters a place of which the index knows nothing. */
static void index_add(struct dict *dict, int64_t hash, size_t place)
{
    struct probe probe = probe_start(dict, hash);
    while (index_get(dict, probe.at) >= 0)
        probe_step(&probe);
    index_put(dict, probe.at, (int64_t)place);
}

static void index_remove(struct dict *dict, int64_t hash, size_t place)
{
    struct probe probe = probe_start(dict, hash);
    while (index_get(dict, probe.at) != (int64_t)place)
        probe_step(&probe);
    index_put(dict, probe.at, PLACE_DELETED);
}

/* --- finding ---------------------------------------------------------------------------------- */

static inline int64_t find_str(const struct dict *dict, borrowed key, int64_t hash)
{
    for (struct probe probe = probe_start(dict, hash);; probe_step(&probe)) {
        int64_t place = index_get(dict, probe.at);
        if (place >= 0) {
            const struct dict_entry *entry = &dict->entries[place];
            if (entry->key == key || (entry->hash == hash && str_equal(entry->key, key)))
                return place;
        } else if (place == PLACE_EMPTY) {
            return DICT_ABSENT;
        }
    }
}

int64_t dict_find_str(borrowed v, borrowed key)
{
    const struct dict *dict = (const struct dict *)v;
    int64_t hash = ((struct str *)key)->hash;
    if (dict->count == 0)
        return DICT_ABSENT;
    if (UNLIKELY(hash == -1))
        hash = str_hash(key);
    if (LIKELY(dict->only_str_keys))
        return find_str(dict, key, hash);
    for (struct probe probe = probe_start(dict, hash);; probe_step(&probe)) {
        int64_t place = index_get(dict, probe.at);
        if (place == PLACE_EMPTY)
            return DICT_ABSENT;
        if (place < 0 || dict->entries[place].hash != hash)
            continue;
        borrowed candidate = dict->entries[place].key;
        if (object_is_pointer(candidate) && candidate->type == &str_type &&
            str_equal(candidate, key))
            return place;
    }
}

/* Does the entry at place have this key? 1, 0, DICT_ERROR. Entry and key have the same hash. */
static int matches(struct runtime *rt, const struct dict *dict, int64_t place, borrowed key)
{
    borrowed candidate = dict->entries[place].key;
    if (candidate == key)
        return 1;
    if (!object_is_pointer(candidate) && !object_is_pointer(key) &&
        int_is_tagged(candidate) == int_is_tagged(key))
        return 0;
    object_retain(rt, candidate);
    int equal = object_is_equal(rt, candidate, key);
    object_release(rt, candidate);
    return equal < 0 ? DICT_ERROR : equal;
}

static int64_t find_any(struct runtime *rt, struct dict *dict, borrowed key, int64_t hash)
{
begin:;
    uint32_t version = dict->version;
    if (dict->count == 0)
        return DICT_ABSENT;
    for (struct probe probe = probe_start(dict, hash);; probe_step(&probe)) {
        int64_t place = index_get(dict, probe.at);
        if (place == PLACE_EMPTY)
            return DICT_ABSENT;
        if (place < 0 || dict->entries[place].hash != hash)
            continue;
        int equal = matches(rt, dict, place, key);
        if (equal == DICT_ERROR)
            return DICT_ERROR;
        if (UNLIKELY(dict->version != version))
            goto begin;
        if (equal)
            return place;
    }
}

int64_t dict_table_find(struct runtime *rt, struct dict *dict, borrowed key, int64_t hash)
{
    if (dict->count == 0)
        return DICT_ABSENT;
    if (dict->only_str_keys && object_is_pointer(key) && key->type == &str_type)
        return find_str(dict, key, hash);
    return find_any(rt, dict, key, hash);
}

/* --- making tables ---------------------------------------------------------------------------- */

/* The index for so many places: CPython's calculate_log2_keysize, whose result is larger than
 * needed where `places` is small, or a power of two. */
static uint8_t bits_for(size_t places)
{
    size_t smallest = (size_t)1 << SMALLEST_BITS;
    size_t least = ((places | smallest) - 1) | (smallest - 1);
    uint8_t bits = (uint8_t)(64 - __builtin_clzll(least));
    return bits < LARGEST_BITS ? bits : LARGEST_BITS;
}

/* A new, empty table; the old one is the caller's. */
static int allocate_table(struct runtime *rt, struct dict *dict, uint8_t bits, bool only_str_keys)
{
    size_t capacity = usable(bits), entries_size = capacity * sizeof(struct dict_entry);
    uint8_t *block = memory_try_allocate(entries_size + index_size(bits));
    if (!block) {
        rt->raise_memory_error(rt);
        return -1;
    }
    memset(block + entries_size, 0xff, index_size(bits)); /* PLACE_EMPTY */
    dict->entries = (struct dict_entry *)(void *)block;
    dict->index = block + entries_size;
    dict->index_bits = bits;
    dict->only_str_keys = only_str_keys;
    dict->capacity = dict->room = capacity;
    dict->used = dict->first = 0;
    dict->version++;
    return 0;
}

/* Moves the live entries into a new table. */
static int rebuild(struct runtime *rt, struct dict *dict, uint8_t bits, bool only_str_keys)
{
    struct dict_entry *old_entries = dict->entries;
    size_t old_used = dict->used;
    if (allocate_table(rt, dict, bits, only_str_keys && dict->only_str_keys) < 0)
        return -1;
    for (size_t i = 0; i < old_used; i++) {
        if (!old_entries[i].key)
            continue;
        index_add(dict, old_entries[i].hash, dict->used);
        dict->entries[dict->used++] = old_entries[i];
    }
    dict->room -= dict->used;
    memory_free(old_entries);
    object_resized(rt, &dict->header, dict_table_reported_size(dict));
    return 0;
}

int dict_table_reserve(struct runtime *rt, struct dict *dict, size_t count, bool only_str_keys)
{
    uint8_t bits = bits_for((count * 3 + 1) / 2);
    if (dict->capacity > 0 && dict->capacity >= count)
        return 0;
    if (dict->capacity > 0)
        return rebuild(rt, dict, bits, only_str_keys);
    if (allocate_table(rt, dict, bits, only_str_keys) < 0)
        return -1;
    object_resized(rt, &dict->header, dict_table_reported_size(dict));
    return 0;
}

bool dict_table_is_dense(const struct dict *dict)
{
    return dict->count == dict->used &&
           (dict->index_bits == SMALLEST_BITS || usable(dict->index_bits - 1) < dict->count);
}

int dict_table_clone(struct runtime *rt, struct dict *dict, const struct dict *other)
{
    struct dict_entry *old_entries = dict->entries;
    if (allocate_table(rt, dict, other->index_bits, other->only_str_keys) < 0)
        return -1;
    memory_free(old_entries);
    memcpy(dict->entries, other->entries, other->used * sizeof(struct dict_entry));
    memcpy(dict->index, other->index, index_size(other->index_bits));
    for (size_t i = 0; i < other->used; i++) {
        if (other->entries[i].key) {
            object_incref(rt, other->entries[i].key, &dict->header);
            object_incref(rt, other->entries[i].value, &dict->header);
        }
    }
    if (other->header.gc_index)
        gc_track(rt, &dict->header);
    dict->count = other->count;
    dict->used = other->used;
    dict->first = other->first;
    dict->room = other->room;
    object_resized(rt, &dict->header, dict_table_reported_size(dict));
    return 0;
}

/* --- changing --------------------------------------------------------------------------------- */

/* Room for one more key: a first table, or one for three times the live entries. */
static int make_room(struct runtime *rt, struct dict *dict, bool is_str)
{
    if (dict->capacity > 0)
        return rebuild(rt, dict, bits_for(dict->count * 3), is_str);
    if (allocate_table(rt, dict, SMALLEST_BITS, is_str) < 0)
        return -1;
    object_resized(rt, &dict->header, dict_table_reported_size(dict));
    return 0;
}

void dict_track(struct runtime *rt, borrowed dict, borrowed added)
{
    if (services_may_be_in_cycle(added))
        gc_track(rt, dict);
}

static void add_entry(struct runtime *rt, struct dict *dict, borrowed key, int64_t hash,
                      owned value)
{
    struct dict_entry *entry = &dict->entries[dict->used];
    if (UNLIKELY(!dict->header.gc_index)) {
        dict_track(rt, &dict->header, key);
        dict_track(rt, &dict->header, value);
    }
    object_incref(rt, key, &dict->header);
    object_move(rt, value, IN_FLIGHT, &dict->header);
    *entry = (struct dict_entry){key, value, hash};
    index_add(dict, hash, dict->used);
    dict->used++;
    dict->room--;
    dict->count++;
    dict->version++;
    if (UNLIKELY(dict->has_nodes))
        object_resized(rt, &dict->header, dict_table_reported_size(dict));
}

int dict_table_set(struct runtime *rt, struct dict *dict, borrowed key, int64_t hash, owned value)
{
    bool is_str = object_is_pointer(key) && key->type == &str_type;
    if (dict->only_str_keys && !is_str && dict->capacity > 0 && make_room(rt, dict, false) < 0)
        goto fail;
    int64_t place = dict_table_find(rt, dict, key, hash);
    if (place >= 0) {
        dict_set_at(rt, &dict->header, (size_t)place, value);
        return 0;
    }
    if (place == DICT_ERROR)
        goto fail;
    if (dict->room == 0 && make_room(rt, dict, is_str) < 0)
        goto fail;
    add_entry(rt, dict, key, hash, value);
    return 0;
fail:
    object_release(rt, value);
    return -1;
}

struct dict_entry dict_table_take(struct runtime *rt, struct dict *dict, size_t place)
{
    struct dict_entry taken = dict->entries[place];
    index_remove(dict, taken.hash, place);
    object_move(rt, taken.key, &dict->header, IN_FLIGHT);
    object_move(rt, taken.value, &dict->header, IN_FLIGHT);
    dict->entries[place] = (struct dict_entry){0};
    dict->count--;
    dict->version++;
    if (place == dict->first)
        dict->first++;
    if (UNLIKELY(dict->has_nodes))
        object_resized(rt, &dict->header, dict_table_reported_size(dict));
    return taken;
}

struct dict_entry dict_table_take_first(struct runtime *rt, struct dict *dict)
{
    while (!dict->entries[dict->first].key)
        dict->first++;
    return dict_table_take(rt, dict, dict->first);
}

struct dict_entry dict_table_take_last(struct runtime *rt, struct dict *dict)
{
    size_t place = dict->used - 1;
    while (!dict->entries[place].key)
        place--;
    struct dict_entry taken = dict_table_take(rt, dict, place);
    if (dict->first > place)
        dict->first = place;
    dict->used = place; /* room stays: the index keeps its deleted places */
    return taken;
}

void dict_table_clear(struct runtime *rt, struct dict *dict)
{
    struct dict_entry *entries = dict->entries;
    size_t used = dict->used;
    if (!entries)
        return;
    dict->entries = NULL;
    dict->index = NULL;
    dict->count = dict->used = dict->first = dict->room = dict->capacity = 0;
    dict->version++;
    if (UNLIKELY(rt->lane != NULL)) {
        for (size_t i = 0; i < used; i++) {
            if (entries[i].key) {
                object_move(rt, entries[i].key, &dict->header, IN_FLIGHT);
                object_move(rt, entries[i].value, &dict->header, IN_FLIGHT);
            }
        }
        object_resized(rt, &dict->header, dict_table_reported_size(dict));
    }
    for (size_t i = 0; i < used; i++) {
        if (entries[i].key) {
            object_release(rt, entries[i].key);
            object_release(rt, entries[i].value);
        }
    }
    memory_free(entries);
}

void dict_table_release(struct runtime *rt, struct dict *dict)
{
    for (size_t i = 0; i < dict->used; i++) {
        slot_clear(rt, &dict->header, &dict->entries[i].key);
        slot_clear(rt, &dict->header, &dict->entries[i].value);
    }
    memory_free(dict->entries);
    dict->entries = NULL;
    dict->index = NULL;
    dict->count = dict->used = dict->first = dict->room = dict->capacity = 0;
}
