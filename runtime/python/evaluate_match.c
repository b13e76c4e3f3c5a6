/* The instructions of match statements. */
#include "runtime/core/gc.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* What collections.abc.Sequence and Mapping leave in their subclasses' __abc_tpflags__. */
enum abstract_flag { ABSTRACT_SEQUENCE = 1 << 5, ABSTRACT_MAPPING = 1 << 6 };

static bool derives_from(struct runtime *rt, struct type *type, enum abstract_flag flag)
{
    if (!type_has_flag(type, TYPE_HEAP))
        return false;
    borrowed flags = type_lookup(rt, type, names.abc_tpflags);
    return flags && int_is_tagged(flags) && (int_untag(flags) & flag);
}

bool evaluate_is_mapping(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    return type_has_flag(type, TYPE_DICT | TYPE_MAPPING) ||
           derives_from(rt, type, ABSTRACT_MAPPING);
}

bool evaluate_is_sequence(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    return type_has_flag(type, TYPE_LIST | TYPE_TUPLE | TYPE_SEQUENCE) ||
           derives_from(rt, type, ABSTRACT_SEQUENCE);
}

/* The value of a key; NULL without an error: there is none. What is no plain dict is asked with
 * get(), which does not make a value as __getitem__ may. */
static owned find_value(struct runtime *rt, borrowed mapping, borrowed key)
{
    if (object_type(rt, mapping) == &dict_type) {
        borrowed value = dict_get(rt, mapping, key);
        return value ? object_retain(rt, value) : NULL;
    }
    owned absent = object_call_none(rt, &object_type_.header);
    owned value =
        !absent ? NULL
                : object_call_method(rt, mapping, names.get_plain, (borrowed[]){key, absent}, 2);
    if (value == absent) {
        object_release(rt, value);
        value = NULL;
    }
    object_release_maybe(rt, absent);
    return value;
}

static int has_key_twice(struct runtime *rt, borrowed keys, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        int equal = object_is_equal(rt, tuple_item(keys, i), tuple_item(keys, index));
        if (equal > 0)
            exception_raise(rt, &exception_ValueError, "mapping pattern checks duplicate key (%R)",
                            tuple_item(keys, index));
        if (equal)
            return equal;
    }
    return 0;
}

owned evaluate_match_keys(struct runtime *rt, borrowed mapping, borrowed keys)
{
    size_t count = tuple_count(keys);
    owned values = tuple_new(rt, count);
    for (size_t i = 0; values && i < count; i++) {
        owned value =
            has_key_twice(rt, keys, i) ? NULL : find_value(rt, mapping, tuple_item(keys, i));
        if (value) {
            tuple_fill(rt, values, i, value);
        } else {
            object_release(rt, values);
            return runtime_has_error(rt) ? NULL : NONE;
        }
    }
    if (values && count > 0)
        gc_track(rt, values);
    return values;
}

/* The built-in types whose one positional pattern matches the subject itself. */
static bool matches_self(const struct type *type)
{
    const enum type_flag flags = TYPE_INT | TYPE_FLOAT | TYPE_STR | TYPE_BYTES | TYPE_TUPLE |
                                 TYPE_LIST | TYPE_DICT | TYPE_SET;
    return (type->flags & flags) != 0 || type == &bytearray_type;
}

static owned attribute_or_none(struct runtime *rt, borrowed subject, borrowed name)
{
    owned value = object_find_attribute(rt, subject, name);
    return value || runtime_has_error(rt) ? value : NULL;
}

/* The name that stands for the index-th positional pattern; NULL with TypeError. */
static borrowed positional_name(struct runtime *rt, borrowed type, borrowed match_args,
                                size_t index, size_t positional)
{
    size_t allowed = match_args ? tuple_count(match_args) : matches_self((struct type *)type);
    if (positional > allowed) {
        exception_raise(rt, &exception_TypeError,
                        "%s() accepts %zu positional sub-pattern%s (%zu given)",
                        ((struct type *)type)->name, allowed, allowed == 1 ? "" : "s", positional);
        return NULL;
    }
    borrowed name = tuple_item(match_args, index);
    if (!str_check(name)) {
        exception_raise(rt, &exception_TypeError,
                        "__match_args__ elements must be strings (got %T)", name);
        return NULL;
    }
    return name;
}

/* Was the name asked for before: is it among the first `count` of the sub-patterns? */
static bool is_name_repeated(borrowed name, borrowed match_args, size_t positional,
                             borrowed attribute_names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        borrowed other = i < positional ? tuple_item(match_args, i)
                                        : tuple_item(attribute_names, i - positional);
        if (str_equal(name, other))
            return true;
    }
    return false;
}

/* Fills the attributes; 1 all there, 0 one is missing, -1 an error. */
static int fill(struct runtime *rt, borrowed subject, borrowed type, size_t positional,
                borrowed attribute_names, borrowed match_args, borrowed attributes)
{
    size_t count = positional + tuple_count(attribute_names);
    bool itself = !match_args && matches_self((struct type *)type) && positional == 1;
    for (size_t i = 0; i < count; i++) {
        owned value;
        if (i < positional && itself) {
            value = object_retain(rt, subject);
        } else {
            borrowed name = i < positional ? positional_name(rt, type, match_args, i, positional)
                                           : tuple_item(attribute_names, i - positional);
            if (!name)
                return -1;
            if (match_args && is_name_repeated(name, match_args, positional, attribute_names, i)) {
                exception_raise(rt, &exception_TypeError,
                                "%s() got multiple sub-patterns for attribute %R",
                                ((struct type *)type)->name, name);
                return -1;
            }
            value = attribute_or_none(rt, subject, name);
        }
        if (!value)
            return runtime_has_error(rt) ? -1 : 0;
        tuple_fill(rt, attributes, i, value);
    }
    return 1;
}

owned evaluate_match_class(struct runtime *rt, borrowed subject, borrowed type, size_t positional,
                           borrowed attribute_names)
{
    if (!class_check(type))
        return exception_raise(rt, &exception_TypeError, "called match pattern must be a class");
    int is_instance = object_is_instance(rt, subject, type);
    if (is_instance <= 0)
        return is_instance < 0 ? NULL : NONE;
    owned match_args = object_find_attribute(rt, type, names.match_args);
    if (!match_args && runtime_has_error(rt))
        return NULL;
    if (match_args && !tuple_check(match_args)) {
        exception_raise(rt, &exception_TypeError, "%s.__match_args__ must be a tuple (got %T)",
                        ((struct type *)type)->name, match_args);
        object_release(rt, match_args);
        return NULL;
    }
    owned attributes = tuple_new(rt, positional + tuple_count(attribute_names));
    int result = attributes
                     ? fill(rt, subject, type, positional, attribute_names, match_args, attributes)
                     : -1;
    object_release_maybe(rt, match_args);
    if (result > 0) {
        if (tuple_count(attributes) > 0)
            gc_track(rt, attributes);
        return attributes;
    }
    object_release_maybe(rt, attributes);
    return result < 0 ? NULL : NONE;
}
