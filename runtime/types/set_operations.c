/* What is computed from two sets: difference, intersection, symmetric difference, subset.
 *
 * In which set the members are looked up, and in which order they are added to the result, is
 * CPython's: the order of the result shows it.
 */
#include "runtime/types/dict_table.h"
#include "runtime/types/set_table.h"

/* A new, empty set or frozenset, after the base type of `set`. */
static owned new_like(struct runtime *rt, borrowed set)
{
    return type_is_subtype(set->type, &frozenset_type) ? frozenset_new(rt, NULL)
                                                       : set_new(rt, NULL);
}

/* What to do with each member of an iterable; -1 stops. */
typedef int (*member_function)(struct runtime *rt, borrowed set, borrowed member, int64_t hash,
                               borrowed result);

static int each_of_set(struct runtime *rt, borrowed set, struct set *other, member_function act,
                       borrowed result)
{
    for (size_t i = 0; i <= other->mask; i++) {
        if (!set_is_live(&other->table[i]))
            continue;
        owned member = object_retain(rt, other->table[i].key);
        int status = act(rt, set, member, other->table[i].hash, result);
        object_release(rt, member);
        if (status < 0)
            return -1;
    }
    return 0;
}

static int each_of(struct runtime *rt, borrowed set, borrowed other, member_function act,
                   borrowed result)
{
    if (set_check(other))
        return each_of_set(rt, set, (struct set *)other, act, result);
    owned iterator = object_iterate(rt, other), member;
    int status = iterator ? 0 : -1;
    while (status == 0 && (member = object_next(rt, iterator)) != NULL) {
        int64_t hash;
        status = dict_hash_key(rt, member, &hash);
        if (status == 0 && act(rt, set, member, hash, result) < 0)
            status = -1;
        object_release(rt, member);
    }
    object_release_maybe(rt, iterator);
    return status < 0 || runtime_has_error(rt) ? -1 : 0;
}

/* 1, 0, -1: is the member in the set or dict? */
static int is_in(struct runtime *rt, borrowed container, borrowed member, int64_t hash)
{
    if (dict_check(container)) {
        int64_t place = dict_table_find(rt, (struct dict *)container, member, hash);
        return place == DICT_ERROR ? -1 : place >= 0;
    }
    if (set_table_find(rt, (struct set *)container, member, hash))
        return 1;
    return runtime_has_error(rt) ? -1 : 0;
}

static int discard_member(struct runtime *rt, borrowed set, borrowed member, int64_t hash,
                          borrowed result UNUSED)
{
    struct set_entry *entry = set_table_find(rt, (struct set *)set, member, hash);
    if (!entry)
        return runtime_has_error(rt) ? -1 : 0;
    object_release(rt, set_table_take(rt, (struct set *)set, entry));
    return 0;
}

static int keep_if_in(struct runtime *rt, borrowed set, borrowed member, int64_t hash,
                      borrowed result)
{
    int found = is_in(rt, set, member, hash);
    return found > 0 ? set_table_add(rt, (struct set *)result, member, hash) : found;
}

static int keep_if_not_in(struct runtime *rt, borrowed set, borrowed member, int64_t hash,
                          borrowed result)
{
    int found = is_in(rt, set, member, hash);
    return found == 0 ? set_table_add(rt, (struct set *)result, member, hash) : found;
}

static int toggle_member(struct runtime *rt, borrowed set, borrowed member, int64_t hash,
                         borrowed result)
{
    struct set_entry *entry = set_table_find(rt, (struct set *)set, member, hash);
    if (entry)
        return discard_member(rt, set, member, hash, result);
    if (runtime_has_error(rt))
        return -1;
    return set_table_add(rt, (struct set *)set, member, hash);
}

static owned finish(struct runtime *rt, owned result, int status)
{
    if (status == 0)
        return result;
    object_release_maybe(rt, result);
    return NULL;
}

int set_difference_update(struct runtime *rt, borrowed set, borrowed other)
{
    if (set == other) {
        set_table_clear(rt, (struct set *)set);
        return 0;
    }
    return each_of(rt, set, other, discard_member, NULL);
}

owned set_difference(struct runtime *rt, borrowed set, borrowed other)
{
    bool is_exact_dict = object_is_pointer(other) && other->type == &dict_type;
    size_t other_count = set_check(other) ? set_count(other)
                         : is_exact_dict  ? dict_count(other)
                                          : 0;
    if ((!set_check(other) && !is_exact_dict) || set_count(set) >> 2 > other_count) {
        owned result = set_copy(rt, set);
        return finish(rt, result, result ? set_difference_update(rt, result, other) : -1);
    }
    owned result = new_like(rt, set);
    return finish(rt, result,
                  result ? each_of_set(rt, other, (struct set *)set, keep_if_not_in, result) : -1);
}

owned set_intersection(struct runtime *rt, borrowed set, borrowed other)
{
    if (set == other)
        return set_copy(rt, set);
    owned result = new_like(rt, set);
    if (set_check(other) && set_count(other) > set_count(set)) {
        borrowed smaller = set;
        set = other;
        other = smaller;
    }
    return finish(rt, result, result ? each_of(rt, set, other, keep_if_in, result) : -1);
}

int set_symmetric_difference_update(struct runtime *rt, borrowed set, borrowed other)
{
    if (set == other) {
        set_table_clear(rt, (struct set *)set);
        return 0;
    }
    if (set_check(other))
        return each_of(rt, set, other, toggle_member, NULL);
    owned members = set_new(rt, other); /* each once */
    int status = members ? each_of(rt, set, members, toggle_member, NULL) : -1;
    object_release_maybe(rt, members);
    return status;
}

owned set_symmetric_difference(struct runtime *rt, borrowed set, borrowed other)
{
    owned result = new_like(rt, set);
    int status = result ? set_update(rt, result, other) : -1;
    if (status == 0)
        status = set_symmetric_difference_update(rt, result, set);
    return finish(rt, result, status);
}

int set_is_subset(struct runtime *rt, borrowed set, borrowed other)
{
    struct set *part = (struct set *)set;
    if (part->count > set_count(other))
        return 0;
    for (size_t i = 0; i <= part->mask; i++) {
        if (!set_is_live(&part->table[i]))
            continue;
        owned member = object_retain(rt, part->table[i].key);
        int found = is_in(rt, other, member, part->table[i].hash);
        object_release(rt, member);
        if (found <= 0)
            return found;
    }
    return 1;
}
