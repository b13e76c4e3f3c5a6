/* dict: insertion order, open addressing over an index, entries in an array (CPython's compact
 * dict). Its reported sizes follow CPython 3.11.
 *
 * dict_table.c has the table, dict.c the object, dict_methods.c and dict_update.c the methods,
 * dict_views.c keys(), values() and items(), dict_iterators.c what walks them.
 */
#ifndef RUNTIME_TYPES_DICT_H
#define RUNTIME_TYPES_DICT_H

#include "runtime/core/type.h"

extern struct type dict_type;
extern struct type dict_keys_type; /* the views */
extern struct type dict_values_type;
extern struct type dict_items_type;

struct dict_entry {
    borrowed key;   /* held; NULL: deleted */
    borrowed value; /* held */
    int64_t hash;
};

struct dict {
    struct object header;
    size_t count;               /* live entries */
    size_t used;                /* entries in the array, deleted ones included */
    size_t first;               /* no live entry stands before this place */
    size_t room;                /* keys that may still be added before the table is made anew */
    size_t capacity;            /* of the array; 0: no tables yet */
    uint32_t version;           /* changes when keys are added, removed or moved (not values) */
    uint8_t index_bits;         /* the index has 1 << index_bits places */
    bool only_str_keys;         /* exact str keys: lookups need no calls */
    bool has_nodes;             /* an OrderedDict: each key has a node in its reported size */
    struct dict_entry *entries; /* owned; the index stands behind them in the same block */
    void *index;                /* int8_t, int16_t or int32_t by size; -1 empty, -2 deleted */
};

static inline bool dict_check(borrowed v)
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_DICT);
}

static inline size_t dict_count(borrowed v)
{
    return ((const struct dict *)v)->count;
}

owned dict_new(struct runtime *rt);
owned dict_new_sized(struct runtime *rt,
                     size_t count); /* with room for so many keys, as a display makes it */
/* The value, borrowed; NULL without an error if absent, with one if hashing or comparing failed. */
borrowed dict_get(struct runtime *rt, borrowed dict, borrowed key);
borrowed dict_get_hashed(struct runtime *rt, borrowed dict, borrowed key, int64_t hash);
borrowed dict_get_text(struct runtime *rt, borrowed dict, const char *key);
/* For an interned or hashed exact str: the place of its entry, -1 if absent; never fails, calls
 * nothing. */
int64_t dict_find_str(borrowed dict, borrowed key);
int dict_set(struct runtime *rt, borrowed dict, borrowed key,
             owned value); /* key borrowed, value stolen */
int dict_set_copy(struct runtime *rt, borrowed dict, borrowed key,
                  borrowed value); /* both borrowed */
int dict_set_text(struct runtime *rt, borrowed dict, const char *key, owned value);
int dict_delete(struct runtime *rt, borrowed dict, borrowed key); /* KeyError if absent */
/* Removes and gives the value; NULL without an error if absent. */
owned dict_take(struct runtime *rt, borrowed dict, borrowed key);
int dict_contains(struct runtime *rt, borrowed dict, borrowed key);
/* Walks in order: *position starts at 0; false at the end. Borrowed. The dict must not change. */
bool dict_next(borrowed dict, size_t *position, borrowed *key, borrowed *value);
int dict_update(struct runtime *rt, borrowed dict,
                borrowed other); /* mapping or pairs, as dict.update */
int dict_merge_unique(struct runtime *rt, borrowed dict, borrowed mapping,
                      borrowed function); /* f(**a, **b): TypeError on a repeat */
/* update(*arguments, **names), with one positional argument at most. */
int dict_update_with(struct runtime *rt, borrowed dict, const borrowed *arguments,
                     size_t positional, borrowed names);
/* For each key of an iterable: dict[key] = value, as fromkeys; `dict` may be any object with
 * __setitem__. */
int dict_fill_keys(struct runtime *rt, borrowed dict, borrowed keys, borrowed value);
owned dict_copy(struct runtime *rt, borrowed dict);
void dict_clear(struct runtime *rt, borrowed dict);
owned dict_keys(struct runtime *rt, borrowed dict); /* a new list of the keys */

/* A dict stands in the collector's tables from the moment when it gets something that could be in a
 * cycle; a full collection lets it go when it has nothing of that kind any more. */
void dict_track(struct runtime *rt, borrowed dict, borrowed added);

/* Replaces the value of entry `place`, known to be live; steals. For inline caches. */
static inline void dict_set_at(struct runtime *rt, borrowed dict, size_t place, owned value)
{
    if (UNLIKELY(!dict->gc_index))
        dict_track(rt, dict, value);
    slot_set(rt, dict, &((struct dict *)dict)->entries[place].value, value);
}

/* Views and iterators: what walks a dict, and which part of each entry it gives. */
enum dict_part { DICT_KEYS, DICT_VALUES, DICT_ITEMS };

struct dict_view {
    struct object header;
    borrowed dict; /* held */
};

owned dict_view_new(struct runtime *rt, borrowed dict, enum dict_part part);
owned dict_iterator_new(struct runtime *rt, borrowed dict, enum dict_part part, bool backwards);
owned dict_view_text(struct runtime *rt, borrowed view); /* repr */

extern const struct native_method dict_methods[];

#endif
