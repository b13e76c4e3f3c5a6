/* Filling a dict from others: update, dict(...), {**a}, f(**a), copy, fromkeys. */
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/sequence.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"

enum repeat { REPEAT_REPLACES, REPEAT_IS_ERROR };

/* dict[key] = value with a known hash; a repeated key may be refused, as KeyError. Borrowed. */
static int put(struct runtime *rt, struct dict *dict, borrowed key, borrowed value, int64_t hash,
               enum repeat repeat)
{
    if (repeat == REPEAT_IS_ERROR) {
        int64_t place = dict_table_find(rt, dict, key, hash);
        if (place >= 0)
            exception_raise_value(rt, &exception_KeyError, key);
        if (place != DICT_ABSENT)
            return -1;
    }
    return dict_table_set(rt, dict, key, hash, object_retain(rt, value));
}

static int merge_dict(struct runtime *rt, struct dict *dict, struct dict *other, enum repeat repeat)
{
    if (other == dict || other->count == 0)
        return 0;
    if (dict->count == 0 && dict->capacity <= other->capacity && dict_table_is_dense(other))
        return dict_table_clone(rt, dict, other);
    if (dict->capacity < other->count &&
        dict_table_reserve(rt, dict, dict->count + other->count, other->only_str_keys) < 0)
        return -1;
    for (size_t i = 0; i < other->used; i++) {
        if (!other->entries[i].key)
            continue;
        size_t used = other->used;
        owned key = object_retain(rt, other->entries[i].key);
        owned value = object_retain(rt, other->entries[i].value);
        int status = put(rt, dict, key, value, other->entries[i].hash, repeat);
        object_release(rt, key);
        object_release(rt, value);
        if (status == 0 && other->used != used) {
            exception_raise(rt, &exception_RuntimeError, "dict mutated during update");
            status = -1;
        }
        if (status < 0)
            return -1;
    }
    return 0;
}

static int merge_key(struct runtime *rt, struct dict *dict, borrowed mapping, borrowed key,
                     enum repeat repeat)
{
    int64_t hash;
    if (dict_hash_key(rt, key, &hash) < 0)
        return -1;
    owned value = object_get_item(rt, mapping, key);
    if (!value)
        return -1;
    int status = put(rt, dict, key, value, hash, repeat);
    object_release(rt, value);
    return status;
}

/* For each key of mapping.keys(): dict[key] = mapping[key]. `keys` is what the method gave. */
static int merge_mapping(struct runtime *rt, struct dict *dict, borrowed mapping, borrowed keys,
                         enum repeat repeat)
{
    owned iterator = object_iterate(rt, keys), key;
    int status = iterator ? 0 : -1;
    while (status == 0 && (key = object_next(rt, iterator)) != NULL) {
        status = merge_key(rt, dict, mapping, key, repeat);
        object_release(rt, key);
    }
    object_release_maybe(rt, iterator);
    return status < 0 || runtime_has_error(rt) ? -1 : 0;
}

static int merge_pair(struct runtime *rt, struct dict *dict, borrowed item, size_t number)
{
    int64_t hash;
    owned pair = list_check(item) || tuple_check(item) ? object_retain(rt, item)
                                                       : tuple_from_iterable(rt, item);
    if (!pair) {
        if (exception_matches(rt, &exception_TypeError)) {
            exception_clear(rt);
            exception_raise(rt, &exception_TypeError,
                            "cannot convert dictionary update sequence element #%zu to a sequence",
                            number);
        }
        return -1;
    }
    int status = -1;
    if (sequence_size(pair) != 2) {
        exception_raise(rt, &exception_ValueError,
                        "dictionary update sequence element #%zu has length %zu; 2 is required",
                        number, sequence_size(pair));
    } else {
        owned key = object_retain(rt, sequence_items(pair)[0]);
        owned value = object_retain(rt, sequence_items(pair)[1]);
        if (dict_hash_key(rt, key, &hash) == 0)
            status = put(rt, dict, key, value, hash, REPEAT_REPLACES);
        object_release(rt, key);
        object_release(rt, value);
    }
    object_release(rt, pair);
    return status;
}

static int merge_pairs(struct runtime *rt, struct dict *dict, borrowed pairs)
{
    owned iterator = object_iterate(rt, pairs), item;
    int status = iterator ? 0 : -1;
    for (size_t i = 0; status == 0 && (item = object_next(rt, iterator)) != NULL; i++) {
        status = merge_pair(rt, dict, item, i);
        object_release(rt, item);
    }
    object_release_maybe(rt, iterator);
    return status < 0 || runtime_has_error(rt) ? -1 : 0;
}

/* Is v a dict whose class walks it as dict does? Then its table can be read. */
static bool is_plain(borrowed v)
{
    return dict_check(v) && v->type->iterate == dict_type.iterate;
}

/* The result of v.keys(); NULL without an error where v has no such method. */
static owned keys_of(struct runtime *rt, borrowed v)
{
    owned method = object_find_attribute(rt, v, names.keys);
    if (!method)
        return NULL;
    owned keys = object_call_none(rt, method);
    object_release(rt, method);
    return keys;
}

int dict_update(struct runtime *rt, borrowed v, borrowed other)
{
    struct dict *dict = (struct dict *)v;
    if (is_plain(other))
        return merge_dict(rt, dict, (struct dict *)other, REPEAT_REPLACES);
    owned keys = keys_of(rt, other);
    if (!keys)
        return runtime_has_error(rt) ? -1 : merge_pairs(rt, dict, other);
    int status = merge_mapping(rt, dict, other, keys, REPEAT_REPLACES);
    object_release(rt, keys);
    return status;
}

int dict_update_with(struct runtime *rt, borrowed v, const borrowed *arguments, size_t positional,
                     borrowed argument_names)
{
    if (positional > 0 && dict_update(rt, v, arguments[0]) < 0)
        return -1;
    for (size_t i = 0; argument_names && i < tuple_count(argument_names); i++) {
        if (dict_set_copy(rt, v, tuple_item(argument_names, i), arguments[positional + i]) < 0)
            return -1;
    }
    return 0;
}

/* What CPython calls a function in a message: module.qualname(). A str. */
static owned describe_function(struct runtime *rt, borrowed function)
{
    owned qualified = object_find_attribute(rt, function, names.qualname);
    if (!qualified) {
        exception_clear(rt);
        return object_str(rt, function);
    }
    owned module = object_find_attribute(rt, function, names.module);
    exception_clear(rt);
    owned text =
        !module || module == NONE || (str_check(module) && str_equal_text(module, "builtins"))
            ? str_format(rt, "%S()", qualified)
            : str_format(rt, "%S.%S()", module, qualified);
    object_release(rt, qualified);
    object_release_maybe(rt, module);
    return text;
}

/* A KeyError of the merge becomes the TypeError of a call. */
static void explain_repeat(struct runtime *rt, borrowed function)
{
    owned error = exception_take(rt);
    borrowed arguments = ((struct exception *)error)->arguments;
    owned text = describe_function(rt, function);
    if (text && arguments && tuple_count(arguments) > 0)
        exception_raise(rt, &exception_TypeError,
                        "%U got multiple values for keyword argument '%S'", text,
                        tuple_item(arguments, 0));
    object_release_maybe(rt, text);
    object_release(rt, error);
}

int dict_merge_unique(struct runtime *rt, borrowed v, borrowed mapping, borrowed function)
{
    struct dict *dict = (struct dict *)v;
    int status = -1;
    owned keys = NULL;
    if (is_plain(mapping)) {
        status = merge_dict(rt, dict, (struct dict *)mapping, REPEAT_IS_ERROR);
    } else if ((keys = keys_of(rt, mapping)) != NULL) {
        status = merge_mapping(rt, dict, mapping, keys, REPEAT_IS_ERROR);
        object_release(rt, keys);
    } else if (!runtime_has_error(rt)) {
        owned text = describe_function(rt, function);
        if (text)
            exception_raise(rt, &exception_TypeError,
                            "%U argument after ** must be a mapping, not %T", text, mapping);
        object_release_maybe(rt, text);
    }
    if (status < 0 && exception_matches(rt, &exception_KeyError))
        explain_repeat(rt, function);
    return status;
}

owned dict_copy(struct runtime *rt, borrowed v)
{
    struct dict *dict = (struct dict *)v;
    owned copy = dict_new(rt);
    if (!copy || dict->count == 0)
        return copy;
    int status = dict->count >= dict->used * 2 / 3
                     ? dict_table_clone(rt, (struct dict *)copy, dict)
                     : merge_dict(rt, (struct dict *)copy, dict, REPEAT_REPLACES);
    if (status < 0) {
        object_release(rt, copy);
        return NULL;
    }
    return copy;
}

int dict_fill_keys(struct runtime *rt, borrowed v, borrowed keys, borrowed value)
{
    bool is_exact = object_is_pointer(v) && v->type == &dict_type;
    if (is_exact && dict_count(v) == 0 && object_is_pointer(keys) &&
        (keys->type == &dict_type || set_check(keys))) {
        size_t count = keys->type == &dict_type ? dict_count(keys) : set_count(keys);
        bool only_str = keys->type == &dict_type && ((struct dict *)keys)->only_str_keys;
        if (count > 0 && dict_table_reserve(rt, (struct dict *)v, count, only_str) < 0)
            return -1;
    }
    owned iterator = object_iterate(rt, keys), key;
    int status = iterator ? 0 : -1;
    while (status == 0 && (key = object_next(rt, iterator)) != NULL) {
        status = is_exact ? dict_set_copy(rt, v, key, value) : object_set_item(rt, v, key, value);
        object_release(rt, key);
    }
    object_release_maybe(rt, iterator);
    return status < 0 || runtime_has_error(rt) ? -1 : 0;
}
