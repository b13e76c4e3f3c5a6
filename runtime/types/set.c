/* set and frozenset: the objects, their operators and their iterator. */
#include "runtime/types/set.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/set_table.h"
#include "runtime/types/singletons.h"

static owned allocate(struct runtime *rt, struct type *type)
{
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (!v)
        return NULL;
    set_table_start((struct set *)v);
    gc_track(rt, v);
    return v;
}

/* --- for C code ------------------------------------------------------------------------------- */

static owned make(struct runtime *rt, struct type *type, borrowed iterable)
{
    owned v = allocate(rt, type);
    if (v && iterable && set_update(rt, v, iterable) < 0) {
        object_release(rt, v);
        return NULL;
    }
    return v;
}

owned set_new(struct runtime *rt, borrowed iterable)
{
    return make(rt, &set_type, iterable);
}

owned frozenset_new(struct runtime *rt, borrowed iterable)
{
    if (iterable && object_is_pointer(iterable) && iterable->type == &frozenset_type)
        return object_retain(rt, iterable);
    return make(rt, &frozenset_type, iterable);
}

owned set_copy(struct runtime *rt, borrowed v)
{
    return make(rt, type_is_subtype(v->type, &frozenset_type) ? &frozenset_type : &set_type, v);
}

int set_add(struct runtime *rt, borrowed v, borrowed value)
{
    int64_t hash;
    if (dict_hash_key(rt, value, &hash) < 0)
        return -1;
    return set_table_add(rt, (struct set *)v, value, hash) < 0 ? -1 : 0;
}

/* The hash of a value that is looked for: a set, which has none, is looked for as a frozenset,
 * which *value then becomes (in flight, to be released). */
static int hash_sought(struct runtime *rt, borrowed *value, owned *frozen, int64_t *hash)
{
    *frozen = NULL;
    if (dict_hash_key(rt, *value, hash) == 0)
        return 0;
    if (!set_check(*value) || !exception_matches(rt, &exception_TypeError))
        return -1;
    exception_clear(rt);
    *value = *frozen = make(rt, &frozenset_type, *value);
    return *frozen ? object_hash(rt, *frozen, hash) : -1;
}

int set_contains(struct runtime *rt, borrowed v, borrowed value)
{
    owned frozen;
    int64_t hash;
    int status = hash_sought(rt, &value, &frozen, &hash);
    if (status == 0)
        status = set_table_find(rt, (struct set *)v, value, hash) ? 1
                 : runtime_has_error(rt)                          ? -1
                                                                  : 0;
    object_release_maybe(rt, frozen);
    return status;
}

int set_discard(struct runtime *rt, borrowed v, borrowed value)
{
    struct set *set = (struct set *)v;
    owned frozen;
    int64_t hash;
    int status = hash_sought(rt, &value, &frozen, &hash);
    if (status == 0) {
        struct set_entry *entry = set_table_find(rt, set, value, hash);
        if (entry)
            object_release(rt, set_table_take(rt, set, entry));
        status = entry ? 1 : runtime_has_error(rt) ? -1 : 0;
    }
    object_release_maybe(rt, frozen);
    return status;
}

static int add_keys_of_dict(struct runtime *rt, struct set *set, struct dict *dict)
{
    if (set_table_expect(rt, set, dict->count) < 0)
        return -1;
    for (size_t i = 0; i < dict->used; i++) {
        if (!dict->entries[i].key)
            continue;
        owned key = object_retain(rt, dict->entries[i].key);
        int status = set_table_add(rt, set, key, dict->entries[i].hash);
        object_release(rt, key);
        if (status < 0)
            return -1;
    }
    return 0;
}

int set_update(struct runtime *rt, borrowed v, borrowed iterable)
{
    if (set_check(iterable))
        return set_table_merge(rt, (struct set *)v, (struct set *)iterable);
    if (object_is_pointer(iterable) && iterable->type == &dict_type)
        return add_keys_of_dict(rt, (struct set *)v, (struct dict *)iterable);
    owned iterator = object_iterate(rt, iterable), value;
    int status = iterator ? 0 : -1;
    while (status == 0 && (value = object_next(rt, iterator)) != NULL) {
        status = set_add(rt, v, value);
        object_release(rt, value);
    }
    object_release_maybe(rt, iterator);
    return status < 0 || runtime_has_error(rt) ? -1 : 0;
}

size_t set_count(borrowed v)
{
    return ((struct set *)v)->count;
}

bool set_next(borrowed v, size_t *position, borrowed *value)
{
    struct set *set = (struct set *)v;
    while (*position <= set->mask && !set_is_live(&set->table[*position]))
        ++*position;
    if (*position > set->mask)
        return false;
    *value = set->table[*position].key;
    ++*position;
    return true;
}

/* --- slots ------------------------------------------------------------------------------------ */

static int traverse_set(borrowed self, visit_function visit, void *context)
{
    struct set *set = (struct set *)self;
    for (size_t i = 0; i <= set->mask; i++) {
        borrowed key = set->table[i].key;
        int status = key ? visit(context, key, EDGE_DICT_KEY, (uintptr_t)key) : 0;
        if (status != 0)
            return status;
    }
    return 0;
}

static int clear_set(struct runtime *rt, borrowed self)
{
    set_table_clear(rt, (struct set *)self);
    return 0;
}

static void dealloc_set(struct runtime *rt, borrowed self)
{
    set_table_release(rt, (struct set *)self);
}

static size_t size_of_set(struct runtime *rt UNUSED, borrowed self)
{
    return set_table_reported_size((struct set *)self);
}

static owned new_set(struct runtime *rt, struct type *type, const borrowed *arguments UNUSED,
                     size_t positional UNUSED, borrowed argument_names UNUSED)
{
    return allocate(rt, type);
}

static int init_set(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                    borrowed argument_names)
{
    if (!arguments_count(rt, "set", positional, self->type == &set_type ? argument_names : NULL, 0,
                         1))
        return -1;
    set_table_clear(rt, (struct set *)self);
    return positional > 0 ? set_update(rt, self, arguments[0]) : 0;
}

static owned new_frozenset(struct runtime *rt, struct type *type, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "frozenset", positional,
                         type == &frozenset_type ? argument_names : NULL, 0, 1))
        return NULL;
    borrowed iterable = positional > 0 ? arguments[0] : NULL;
    return type == &frozenset_type ? frozenset_new(rt, iterable) : make(rt, type, iterable);
}

static owned repr_set(struct runtime *rt, borrowed self)
{
    const char *name = self->type->name;
    if (set_count(self) == 0)
        return str_format(rt, "%s()", name);
    int entered = protocol_repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : str_format(rt, "%s(...)", name);
    owned text = NULL, members = list_from_iterable(rt, self);
    owned printed = members ? object_repr(rt, members) : NULL;
    if (printed) {
        owned inner = str_substring(rt, printed, 1, str_length(printed) - 1);
        if (inner)
            text = self->type == &set_type ? str_format(rt, "{%U}", inner)
                                           : str_format(rt, "%s({%U})", name, inner);
        object_release_maybe(rt, inner);
    }
    object_release_maybe(rt, members);
    object_release_maybe(rt, printed);
    protocol_repr_leave(rt, self);
    return text;
}

static uint64_t shuffle_bits(uint64_t hash)
{
    return ((hash ^ 89869747) ^ (hash << 16)) * 3644798167;
}

/* CPython's: independent of the order, and of empty and deleted places. */
static int hash_frozenset(struct runtime *rt UNUSED, borrowed self, int64_t *result)
{
    struct set *set = (struct set *)self;
    uint64_t hash = 0;
    if (set->hash == -1) {
        for (size_t i = 0; i <= set->mask; i++) {
            if (set_is_live(&set->table[i]))
                hash ^= shuffle_bits((uint64_t)set->table[i].hash);
        }
        hash ^= (set->count + 1) * 1927868237;
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash * 69069 + 907133923;
        set->hash = hash == UINT64_MAX ? 590923713 : (int64_t)hash;
    }
    *result = set->hash;
    return 0;
}

static owned compare_sets(struct runtime *rt, borrowed self, borrowed other, enum compare operation)
{
    if (!set_check(self) || !set_check(other))
        return NOT_IMPLEMENTED;
    size_t own = set_count(self), theirs = set_count(other);
    int holds = 0;
    switch (operation) {
    case COMPARE_EQ:
    case COMPARE_NE:
        holds = own == theirs ? set_is_subset(rt, self, other) : 0;
        break;
    case COMPARE_LE:
        holds = set_is_subset(rt, self, other);
        break;
    case COMPARE_LT:
        holds = own < theirs ? set_is_subset(rt, self, other) : 0;
        break;
    case COMPARE_GE:
        holds = set_is_subset(rt, other, self);
        break;
    case COMPARE_GT:
        holds = own > theirs ? set_is_subset(rt, other, self) : 0;
        break;
    }
    return holds < 0 ? NULL : bool_of((holds > 0) != (operation == COMPARE_NE));
}

static int64_t length_of_set(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)set_count(self);
}

/* --- operators -------------------------------------------------------------------------------- */

static owned unite(struct runtime *rt, borrowed left, borrowed right)
{
    if (!set_check(left) || !set_check(right))
        return NOT_IMPLEMENTED;
    owned result = set_copy(rt, left);
    if (result && left != right && set_update(rt, result, right) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

static owned intersect(struct runtime *rt, borrowed left, borrowed right)
{
    return set_check(left) && set_check(right) ? set_intersection(rt, left, right)
                                               : NOT_IMPLEMENTED;
}

static owned subtract(struct runtime *rt, borrowed left, borrowed right)
{
    return set_check(left) && set_check(right) ? set_difference(rt, left, right) : NOT_IMPLEMENTED;
}

static owned exclude(struct runtime *rt, borrowed left, borrowed right)
{
    return set_check(left) && set_check(right) ? set_symmetric_difference(rt, left, right)
                                               : NOT_IMPLEMENTED;
}

static owned unite_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    if (!set_check(right))
        return NOT_IMPLEMENTED;
    return set_update(rt, left, right) < 0 ? NULL : object_retain(rt, left);
}

static owned intersect_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    if (!set_check(right))
        return NOT_IMPLEMENTED;
    owned common = set_intersection(rt, left, right);
    if (!common)
        return NULL;
    set_table_swap(rt, (struct set *)left, (struct set *)common);
    object_release(rt, common);
    return object_retain(rt, left);
}

static owned subtract_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    if (!set_check(right))
        return NOT_IMPLEMENTED;
    return set_difference_update(rt, left, right) < 0 ? NULL : object_retain(rt, left);
}

static owned exclude_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    if (!set_check(right))
        return NOT_IMPLEMENTED;
    return set_symmetric_difference_update(rt, left, right) < 0 ? NULL : object_retain(rt, left);
}

/* --- the iterator ----------------------------------------------------------------------------- */

struct set_iterator {
    struct object header;
    borrowed set;    /* held; NULL once exhausted */
    size_t count;    /* of the set when the walk began; SIZE_MAX: it was seen to change */
    size_t left;     /* members still to come */
    size_t position; /* place of the table to look at next */
};

static owned iterate_set(struct runtime *rt, borrowed self)
{
    struct set_iterator *iterator =
        (struct set_iterator *)object_new(rt, &set_iterator_type, sizeof(struct set_iterator), 48);
    if (!iterator)
        return NULL;
    slot_copy(rt, &iterator->header, &iterator->set, self);
    iterator->count = iterator->left = set_count(self);
    gc_track(rt, &iterator->header);
    return &iterator->header;
}

static owned next_of_set(struct runtime *rt, borrowed self)
{
    struct set_iterator *iterator = (struct set_iterator *)self;
    borrowed value;
    if (!iterator->set)
        return NULL;
    if (iterator->count != set_count(iterator->set)) {
        iterator->count = SIZE_MAX;
        return exception_raise(rt, &exception_RuntimeError, "Set changed size during iteration");
    }
    if (set_next(iterator->set, &iterator->position, &value)) {
        iterator->left--;
        return object_retain(rt, value);
    }
    slot_clear(rt, self, &iterator->set);
    return NULL;
}

static int traverse_set_iterator(borrowed self, visit_function visit, void *context)
{
    ITERATOR_VISIT(((struct set_iterator *)self)->set);
    return 0;
}

static void dealloc_set_iterator(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct set_iterator *)self)->set);
}

static owned length_hint(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed argument_names)
{
    struct set_iterator *iterator = (struct set_iterator *)self;
    if (!arguments_count(rt, "__length_hint__", positional, argument_names, 0, 0))
        return NULL;
    bool same = iterator->set && set_count(iterator->set) == iterator->count;
    return int_tag(same ? (int64_t)iterator->left : 0);
}

static const struct native_method iterator_methods[] = {
    {"__length_hint__", length_hint, NATIVE_PLAIN, NULL},
    {0},
};

struct type set_iterator_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "set_iterator",
    .size = sizeof(struct set_iterator),
    .reported_size = 48,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .base = &object_type_,
    .traverse = traverse_set_iterator,
    .dealloc = dealloc_set_iterator,
    .iterate = iterator_itself,
    .next = next_of_set,
    .methods = iterator_methods,
};

/* --- types ------------------------------------------------------------------------------------ */

#define SET_TYPE(identifier, type_name, ...)                                                       \
    struct type identifier = {                                                                     \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct set),                                                                \
        .reported_size = 200,                                                                      \
        .flags = TYPE_TRACKED | TYPE_BASE | TYPE_SET,                                              \
        .has_weak_references = true,                                                               \
        .base = &object_type_,                                                                     \
        .traverse = traverse_set,                                                                  \
        .clear = clear_set,                                                                        \
        .dealloc = dealloc_set,                                                                    \
        .repr = repr_set,                                                                          \
        .compare = compare_sets,                                                                   \
        .iterate = iterate_set,                                                                    \
        .length = length_of_set,                                                                   \
        .contains = set_contains,                                                                  \
        .size_of = size_of_set,                                                                    \
        .binary = {[BINARY_OR] = unite,                                                            \
                   [BINARY_AND] = intersect,                                                       \
                   [BINARY_SUBTRACT] = subtract,                                                   \
                   [BINARY_XOR] = exclude},                                                        \
        __VA_ARGS__,                                                                               \
    }

SET_TYPE(set_type, "set", .doc = "Build an unordered collection of unique elements.",
         .new = new_set, .init = init_set, .methods = set_methods,
         .in_place = {[BINARY_OR] = unite_in_place,
                      [BINARY_AND] = intersect_in_place,
                      [BINARY_SUBTRACT] = subtract_in_place,
                      [BINARY_XOR] = exclude_in_place});

SET_TYPE(frozenset_type, "frozenset",
         .doc = "Build an immutable unordered collection of unique elements.", .new = new_frozenset,
         .hash = hash_frozenset, .methods = frozenset_methods);
