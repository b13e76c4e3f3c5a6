/* The table of a dict: finding, adding, removing and moving entries. For the files of dict alone.
 *
 * A place is the number of an entry in the array; it stays the same until the table is made anew.
 */
#ifndef RUNTIME_TYPES_DICT_TABLE_H
#define RUNTIME_TYPES_DICT_TABLE_H

#include "runtime/types/dict.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

#define DICT_ABSENT (-1)
#define DICT_ERROR  (-2)

/* The hash of a key; -1 with TypeError where it has none. */
static inline int dict_hash_key(struct runtime *rt, borrowed key, int64_t *hash)
{
    if (object_is_pointer(key) && key->type == &str_type) {
        *hash = ((struct str *)key)->hash;
        if (UNLIKELY(*hash == -1))
            *hash = str_hash(key);
        return 0;
    }
    if (int_is_tagged(key)) {
        *hash = int_untag(key);
        if (LIKELY(*hash >= 0 && *hash < (INT64_C(1) << 61) - 1))
            return 0; /* such an int is its own hash */
    }
    return object_hash(rt, key, hash);
}

/* The place of key; DICT_ABSENT, DICT_ERROR. May call __eq__, and then begins again where that
 * changed the dict. */
int64_t dict_table_find(struct runtime *rt, struct dict *dict, borrowed key, int64_t hash);

/* Adds a key that is absent, or replaces the value of one that is there. Steals value. -1: error.
 */
int dict_table_set(struct runtime *rt, struct dict *dict, borrowed key, int64_t hash, owned value);

/* Takes entry `place` out, both references now in flight. The table keeps its size. */
struct dict_entry dict_table_take(struct runtime *rt, struct dict *dict, size_t place);
/* As above for the first live entry; the dict must not be empty. */
struct dict_entry dict_table_take_first(struct runtime *rt, struct dict *dict);
/* As above for the last live entry, whose place is free again; the dict must not be empty. */
struct dict_entry dict_table_take_last(struct runtime *rt, struct dict *dict);

/* Makes the table anew with room for `count` keys in all, if it has not. -1: MemoryError. */
int dict_table_reserve(struct runtime *rt, struct dict *dict, size_t count, bool only_str_keys);

/* Makes `dict`, which is empty, an exact copy of other's table. */
int dict_table_clone(struct runtime *rt, struct dict *dict, const struct dict *other);

/* Would a merge of `other` into an empty dict copy its table? CPython decides so by its fill. */
bool dict_table_is_dense(const struct dict *dict);

void dict_table_clear(struct runtime *rt, struct dict *dict);   /* empties a living dict */
void dict_table_release(struct runtime *rt, struct dict *dict); /* of a dying one */
size_t dict_table_reported_size(const struct dict *dict);       /* without the collector's header */

#endif
