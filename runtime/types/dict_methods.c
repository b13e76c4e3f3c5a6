/* The methods of dict. */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self, const borrowed *arguments UNUSED, size_t positional,        \
        borrowed argument_names

static owned get(PARAMETERS)
{
    if (!arguments_count(rt, "get", positional, argument_names, 1, 2))
        return NULL;
    borrowed value = dict_get(rt, self, arguments[0]);
    if (!value && runtime_has_error(rt))
        return NULL;
    return object_retain(rt, value ? value : positional > 1 ? arguments[1] : NONE);
}

static owned set_default(PARAMETERS)
{
    struct dict *dict = (struct dict *)self;
    int64_t hash;
    if (!arguments_count(rt, "setdefault", positional, argument_names, 1, 2) ||
        dict_hash_key(rt, arguments[0], &hash) < 0)
        return NULL;
    int64_t place = dict_table_find(rt, dict, arguments[0], hash);
    if (place == DICT_ERROR)
        return NULL;
    if (place >= 0)
        return object_retain(rt, dict->entries[place].value);
    borrowed value = positional > 1 ? arguments[1] : NONE;
    if (dict_table_set(rt, dict, arguments[0], hash, object_retain(rt, value)) < 0)
        return NULL;
    return object_retain(rt, value);
}

static owned pop(PARAMETERS)
{
    if (!arguments_count(rt, "pop", positional, argument_names, 1, 2))
        return NULL;
    owned value = dict_take(rt, self, arguments[0]);
    if (value || runtime_has_error(rt))
        return value;
    if (positional > 1)
        return object_retain(rt, arguments[1]);
    return exception_raise_value(rt, &exception_KeyError, arguments[0]);
}

static owned pop_item(PARAMETERS)
{
    if (!arguments_count(rt, "dict.popitem", positional, argument_names, 0, 0))
        return NULL;
    owned pair = tuple_new(rt, 2); /* first: it may collect, and so change the dict */
    if (!pair)
        return NULL;
    if (dict_count(self) == 0) {
        object_release(rt, pair);
        exception_raise(rt, &exception_KeyError, "popitem(): dictionary is empty");
        return NULL;
    }
    struct dict_entry taken = dict_table_take_last(rt, (struct dict *)self);
    tuple_fill(rt, pair, 0, taken.key);
    tuple_fill(rt, pair, 1, taken.value);
    gc_track(rt, pair);
    return pair;
}

static owned update(PARAMETERS)
{
    if (!arguments_count(rt, "update", positional, NULL, 0, 1) ||
        dict_update_with(rt, self, arguments, positional, argument_names) < 0)
        return NULL;
    return NONE;
}

static owned clear(PARAMETERS)
{
    if (!arguments_count(rt, "dict.clear", positional, argument_names, 0, 0))
        return NULL;
    dict_clear(rt, self);
    return NONE;
}

static owned copy(PARAMETERS)
{
    if (!arguments_count(rt, "dict.copy", positional, argument_names, 0, 0))
        return NULL;
    return dict_copy(rt, self);
}

static owned keys(PARAMETERS)
{
    if (!arguments_count(rt, "dict.keys", positional, argument_names, 0, 0))
        return NULL;
    return dict_view_new(rt, self, DICT_KEYS);
}

static owned values(PARAMETERS)
{
    if (!arguments_count(rt, "dict.values", positional, argument_names, 0, 0))
        return NULL;
    return dict_view_new(rt, self, DICT_VALUES);
}

static owned items(PARAMETERS)
{
    if (!arguments_count(rt, "dict.items", positional, argument_names, 0, 0))
        return NULL;
    return dict_view_new(rt, self, DICT_ITEMS);
}

static owned iterate_backwards(PARAMETERS)
{
    if (!arguments_count(rt, "dict.__reversed__", positional, argument_names, 0, 0))
        return NULL;
    return dict_iterator_new(rt, self, DICT_KEYS, true);
}

/* A class method: self is the class. */
static owned from_keys(PARAMETERS)
{
    if (!arguments_count(rt, "fromkeys", positional, argument_names, 1, 2))
        return NULL;
    owned v = self == &dict_type.header ? dict_new(rt) : object_call_none(rt, self);
    if (v && dict_fill_keys(rt, v, arguments[0], positional > 1 ? arguments[1] : NONE) < 0) {
        object_release(rt, v);
        return NULL;
    }
    return v;
}

const struct native_method dict_methods[] = {
    GENERIC_ALIAS_METHOD,
    {"clear", clear, NATIVE_PLAIN, "D.clear() -> None.  Remove all items from D."},
    {"copy", copy, NATIVE_PLAIN, "D.copy() -> a shallow copy of D"},
    {"fromkeys", from_keys, NATIVE_CLASS,
     "Create a new dictionary with keys from iterable and values set to value."},
    {"get", get, NATIVE_PLAIN,
     "Return the value for key if key is in the dictionary, else default."},
    {"items", items, NATIVE_PLAIN, "D.items() -> a set-like object providing a view on D's items"},
    {"keys", keys, NATIVE_PLAIN, "D.keys() -> a set-like object providing a view on D's keys"},
    {"pop", pop, NATIVE_PLAIN, "Remove specified key and return the corresponding value."},
    {"popitem", pop_item, NATIVE_PLAIN, "Remove and return a (key, value) pair as a 2-tuple."},
    {"setdefault", set_default, NATIVE_PLAIN,
     "Insert key with a value of default if key is not in the dictionary."},
    {"update", update, NATIVE_PLAIN, "Update D from mapping or iterable E and F."},
    {"values", values, NATIVE_PLAIN, "D.values() -> an object providing a view on D's values"},
    {"__reversed__", iterate_backwards, NATIVE_PLAIN, NULL},
    {0},
};
