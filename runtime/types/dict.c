/* dict: the object, its slots, and what C code does with dicts. */
#include "runtime/types/dict.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict_kinds.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/singletons.h"

/* --- for C code ------------------------------------------------------------------------------- */

owned dict_new(struct runtime *rt)
{
    return object_new(rt, &dict_type, sizeof(struct dict), 48); /* tracked later: dict_track */
}

owned dict_new_sized(struct runtime *rt, size_t count)
{
    owned v = dict_new(rt);
    if (v && count > 5 && dict_table_reserve(rt, (struct dict *)v, count, true) < 0) {
        object_release(rt, v);
        return NULL;
    }
    return v;
}

borrowed dict_get_hashed(struct runtime *rt, borrowed v, borrowed key, int64_t hash)
{
    struct dict *dict = (struct dict *)v;
    int64_t place = dict_table_find(rt, dict, key, hash);
    return place >= 0 ? dict->entries[place].value : NULL;
}

borrowed dict_get(struct runtime *rt, borrowed v, borrowed key)
{
    int64_t hash;
    return dict_hash_key(rt, key, &hash) < 0 ? NULL : dict_get_hashed(rt, v, key, hash);
}

borrowed dict_get_text(struct runtime *rt, borrowed v, const char *key)
{
    int64_t place = dict_find_str(v, str_intern_text(rt, key));
    return place >= 0 ? ((struct dict *)v)->entries[place].value : NULL;
}

int dict_set(struct runtime *rt, borrowed v, borrowed key, owned value)
{
    int64_t hash;
    /* CPython holds the key already while it is hashed, and a __hash__ in Python can see it. */
    bool is_seen = object_is_pointer(key) && type_has_flag(key->type, TYPE_HEAP);
    if (is_seen)
        object_incref(rt, key, IN_FLIGHT);
    int status = dict_hash_key(rt, key, &hash);
    if (status < 0)
        object_release(rt, value);
    else
        status = dict_table_set(rt, (struct dict *)v, key, hash, value);
    if (is_seen)
        object_decref(rt, key, IN_FLIGHT);
    return status;
}

int dict_set_copy(struct runtime *rt, borrowed v, borrowed key, borrowed value)
{
    return dict_set(rt, v, key, object_retain(rt, value));
}

int dict_set_text(struct runtime *rt, borrowed v, const char *key, owned value)
{
    return dict_set(rt, v, str_intern_text(rt, key), value);
}

owned dict_take(struct runtime *rt, borrowed v, borrowed key)
{
    struct dict *dict = (struct dict *)v;
    int64_t hash;
    if (dict_hash_key(rt, key, &hash) < 0)
        return NULL;
    int64_t place = dict_table_find(rt, dict, key, hash);
    if (place < 0)
        return NULL;
    struct dict_entry taken = dict_table_take(rt, dict, (size_t)place);
    object_release(rt, taken.key);
    return taken.value;
}

int dict_delete(struct runtime *rt, borrowed v, borrowed key)
{
    owned value = dict_take(rt, v, key);
    if (!value) {
        if (!runtime_has_error(rt))
            exception_raise_value(rt, &exception_KeyError, key);
        return -1;
    }
    object_release(rt, value);
    return 0;
}

int dict_contains(struct runtime *rt, borrowed v, borrowed key)
{
    int64_t hash;
    if (dict_hash_key(rt, key, &hash) < 0)
        return -1;
    int64_t place = dict_table_find(rt, (struct dict *)v, key, hash);
    return place == DICT_ERROR ? -1 : place >= 0;
}

bool dict_next(borrowed v, size_t *position, borrowed *key, borrowed *value)
{
    const struct dict *dict = (const struct dict *)v;
    if (*position < dict->first)
        *position = dict->first;
    while (*position < dict->used && !dict->entries[*position].key)
        ++*position;
    if (*position >= dict->used)
        return false;
    *key = dict->entries[*position].key;
    *value = dict->entries[*position].value;
    ++*position;
    return true;
}

void dict_clear(struct runtime *rt, borrowed v)
{
    dict_table_clear(rt, (struct dict *)v);
}

owned dict_keys(struct runtime *rt, borrowed v)
{
    struct list *list = (struct list *)list_new(rt, dict_count(v));
    size_t position = 0;
    borrowed key, value;
    while (list && dict_next(v, &position, &key, &value)) {
        object_incref(rt, key, &list->header);
        list->items[list->count++] = key;
    }
    return (owned)list;
}

/* --- slots ------------------------------------------------------------------------------------ */

/* The value first, as CPython: gc.get_referents shows the order. */
static int traverse_dict(borrowed self, visit_function visit, void *context)
{
    struct dict *dict = (struct dict *)self;
    for (size_t i = dict->first; i < dict->used; i++) {
        struct dict_entry *entry = &dict->entries[i];
        int status = 0;
        if (entry->value) /* without a key while the dict dies */
            status = visit(context, entry->value, entry->key ? EDGE_KEY : EDGE_UNKNOWN,
                           (uintptr_t)entry->key);
        if (status == 0 && entry->key)
            status = visit(context, entry->key, EDGE_DICT_KEY, (uintptr_t)entry->key);
        if (status != 0)
            return status;
    }
    return 0;
}

static int clear_dict(struct runtime *rt, borrowed self)
{
    dict_clear(rt, self);
    return 0;
}

static void dealloc_dict(struct runtime *rt, borrowed self)
{
    dict_table_release(rt, (struct dict *)self);
}

static size_t size_of_dict(struct runtime *rt UNUSED, borrowed self)
{
    return dict_table_reported_size((struct dict *)self);
}

static owned new_dict(struct runtime *rt, struct type *type, const borrowed *arguments UNUSED,
                      size_t positional UNUSED, borrowed argument_names UNUSED)
{
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (v && type != &dict_type) {
        ((struct dict *)v)->has_nodes = type_is_subtype(type, &ordered_dict_type);
        gc_track(rt, v);
    }
    return v;
}

static int init_dict(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "dict", positional, NULL, 0, 1))
        return -1;
    return dict_update_with(rt, self, arguments, positional, argument_names);
}

static int print_entries(struct runtime *rt, struct dict *dict, struct str_builder *text)
{
    for (size_t i = 0, printed = 0; i < dict->used; i++) {
        if (!dict->entries[i].key)
            continue;
        owned key = object_retain(rt, dict->entries[i].key);
        owned value = object_retain(rt, dict->entries[i].value);
        if (printed++ > 0)
            str_builder_text(text, ", ");
        int status = str_builder_repr(rt, text, key);
        if (status == 0) {
            str_builder_text(text, ": ");
            status = str_builder_repr(rt, text, value);
        }
        object_release(rt, key);
        object_release(rt, value);
        if (status < 0)
            return -1;
    }
    return 0;
}

static owned repr_dict(struct runtime *rt, borrowed self)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    int entered = protocol_repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : str_from_text(rt, "{...}");
    str_builder_text(&text, "{");
    int status = print_entries(rt, (struct dict *)self, &text);
    protocol_repr_leave(rt, self);
    if (status < 0) {
        str_builder_release(&text);
        return NULL;
    }
    str_builder_text(&text, "}");
    return str_builder_finish(rt, &text);
}

/* Has `other` an equal value under every key of dict? Both have as many keys. */
static int are_equal(struct runtime *rt, struct dict *dict, struct dict *other)
{
    int equal = 1;
    for (size_t i = 0; i < dict->used && equal > 0; i++) {
        if (!dict->entries[i].key)
            continue;
        owned key = object_retain(rt, dict->entries[i].key);
        owned value = object_retain(rt, dict->entries[i].value);
        int64_t place = dict_table_find(rt, other, key, dict->entries[i].hash);
        if (place >= 0) {
            owned other_value = object_retain(rt, other->entries[place].value);
            equal = object_is_equal(rt, value, other_value);
            object_release(rt, other_value);
        } else {
            equal = place == DICT_ERROR ? -1 : 0;
        }
        object_release(rt, key);
        object_release(rt, value);
    }
    return equal;
}

static owned compare_dicts(struct runtime *rt, borrowed self, borrowed other,
                           enum compare operation)
{
    if (!dict_check(self) || !dict_check(other) ||
        (operation != COMPARE_EQ && operation != COMPARE_NE))
        return NOT_IMPLEMENTED;
    int equal = dict_count(self) == dict_count(other);
    if (equal && self != other)
        equal = are_equal(rt, (struct dict *)self, (struct dict *)other);
    return equal < 0 ? NULL : bool_of((operation == COMPARE_EQ) == (equal > 0));
}

static owned iterate_dict(struct runtime *rt, borrowed self)
{
    return dict_iterator_new(rt, self, DICT_KEYS, false);
}

static int64_t length_of_dict(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)dict_count(self);
}

/* The key is absent: what __missing__ of a derived class says, else KeyError. */
static owned get_missing(struct runtime *rt, borrowed self, borrowed key)
{
    if (runtime_has_error(rt))
        return NULL;
    if (self->type != &dict_type) {
        owned method = object_find_special(rt, self, names.missing);
        if (method) {
            owned value = object_call_one(rt, method, key);
            object_release(rt, method);
            return value;
        }
        if (runtime_has_error(rt))
            return NULL;
    }
    return exception_raise_value(rt, &exception_KeyError, key);
}

static owned get_dict_item(struct runtime *rt, borrowed self, borrowed key)
{
    borrowed value = dict_get(rt, self, key);
    return LIKELY(value != NULL) ? object_retain(rt, value) : get_missing(rt, self, key);
}

static int set_dict_item(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    return value ? dict_set_copy(rt, self, key, value) : dict_delete(rt, self, key);
}

static owned unite_dicts(struct runtime *rt, borrowed left, borrowed right)
{
    if (!dict_check(left) || !dict_check(right))
        return NOT_IMPLEMENTED;
    owned v = dict_copy(rt, left);
    if (v && dict_update(rt, v, right) < 0) {
        object_release(rt, v);
        return NULL;
    }
    return v;
}

static owned unite_in_place(struct runtime *rt, borrowed left, borrowed right)
{
    return dict_update(rt, left, right) < 0 ? NULL : object_retain(rt, left);
}

struct type dict_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "dict",
    .doc = "dict() -> new empty dictionary",
    .size = sizeof(struct dict),
    .reported_size = 48,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_DICT,
    .base = &object_type_,
    .traverse = traverse_dict,
    .clear = clear_dict,
    .dealloc = dealloc_dict,
    .new = new_dict,
    .init = init_dict,
    .repr = repr_dict,
    .compare = compare_dicts,
    .iterate = iterate_dict,
    .length = length_of_dict,
    .get_item = get_dict_item,
    .set_item = set_dict_item,
    .contains = dict_contains,
    .size_of = size_of_dict,
    .binary = {[BINARY_OR] = unite_dicts},
    .in_place = {[BINARY_OR] = unite_in_place},
    .methods = dict_methods,
};
