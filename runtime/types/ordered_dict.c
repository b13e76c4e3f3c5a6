/* collections.OrderedDict: a dict whose order can be changed and is compared.
 *
 * The order is that of the dict's own table. Moving a key to the end, and taking the first or last
 * item, cost one step; moving a key to the beginning makes the table anew.
 */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict_kinds.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self, const borrowed *arguments UNUSED, size_t positional,        \
        borrowed argument_names

/* One flag, `last`, which is true where not given. -1: error. */
static int take_last_flag(struct runtime *rt, borrowed v)
{
    return v ? object_is_true(rt, v) : 1;
}

static owned pop_item(PARAMETERS)
{
    static const char *const parameter_names[] = {"last", NULL};
    static const struct arguments specification = {
        .function = "popitem", .names = parameter_names, .positional = 1};
    struct dict *dict = (struct dict *)self;
    borrowed values[1];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    int last = take_last_flag(rt, values[0]);
    owned pair =
        last < 0 ? NULL : tuple_new(rt, 2); /* first: it may collect, and change the dict */
    if (!pair)
        return NULL;
    if (dict->count == 0) {
        object_release(rt, pair);
        return exception_raise(rt, &exception_KeyError, "dictionary is empty");
    }
    struct dict_entry taken =
        last ? dict_table_take_last(rt, dict) : dict_table_take_first(rt, dict);
    tuple_fill(rt, pair, 0, taken.key);
    tuple_fill(rt, pair, 1, taken.value);
    gc_track(rt, pair);
    return pair;
}

/* Puts the entry, whose references are in flight, before all others: the others are added again. */
static int put_first(struct runtime *rt, struct dict *dict, struct dict_entry first)
{
    owned others = dict_copy(rt, &dict->header);
    if (!others) {
        object_release(rt, first.value);
        return -1;
    }
    dict_table_clear(rt, dict);
    int status = dict_table_set(rt, dict, first.key, first.hash, first.value);
    if (status == 0)
        status = dict_update(rt, &dict->header, others);
    object_release(rt, others);
    return status;
}

static owned move_to_end(PARAMETERS)
{
    static const char *const parameter_names[] = {"key", "last", NULL};
    static const struct arguments specification = {
        .function = "move_to_end", .names = parameter_names, .required = 1, .positional = 2};
    struct dict *dict = (struct dict *)self;
    borrowed values[2];
    int64_t hash;
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    int last = take_last_flag(rt, values[1]);
    if (last < 0 || dict_hash_key(rt, values[0], &hash) < 0)
        return NULL;
    int64_t place = dict_table_find(rt, dict, values[0], hash);
    if (place < 0)
        return place == DICT_ERROR ? NULL
                                   : exception_raise_value(rt, &exception_KeyError, values[0]);
    if ((size_t)place == (last ? dict->used - 1 : dict->first))
        return NONE;
    struct dict_entry entry = dict_table_take(rt, dict, (size_t)place);
    int status = last ? dict_table_set(rt, dict, entry.key, entry.hash, entry.value)
                      : put_first(rt, dict, entry);
    object_release(rt, entry.key);
    return status < 0 ? NULL : NONE;
}

static owned copy(PARAMETERS)
{
    if (!arguments_count(rt, "copy", positional, argument_names, 0, 0))
        return NULL;
    return object_call_one(rt, &self->type->header, self);
}

static owned repr_ordered_dict(struct runtime *rt, borrowed self)
{
    const char *dot = strrchr(self->type->name, '.'), *name = dot ? dot + 1 : self->type->name;
    if (dict_count(self) == 0)
        return str_format(rt, "%s()", name);
    int entered = protocol_repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : str_from_text(rt, "...");
    owned text = NULL, view = dict_view_new(rt, self, DICT_ITEMS);
    owned pairs = view ? list_from_iterable(rt, view) : NULL;
    if (pairs)
        text = str_format(rt, "%s(%R)", name, pairs);
    object_release_maybe(rt, view);
    object_release_maybe(rt, pairs);
    protocol_repr_leave(rt, self);
    return text;
}

/* Are the keys of two ordered dicts the same, in the same order? */
static int is_same_order(struct runtime *rt, borrowed left, borrowed right)
{
    owned left_keys = dict_keys(rt, left), right_keys = left_keys ? dict_keys(rt, right) : NULL;
    int equal = right_keys ? object_is_equal(rt, left_keys, right_keys) : -1;
    object_release_maybe(rt, left_keys);
    object_release_maybe(rt, right_keys);
    return equal;
}

static owned compare_ordered_dicts(struct runtime *rt, borrowed self, borrowed other,
                                   enum compare operation)
{
    owned same = dict_type.compare(rt, self, other, operation);
    bool are_both = object_is_pointer(other) && type_is_subtype(other->type, &ordered_dict_type);
    if (!are_both || same != bool_of(operation == COMPARE_EQ))
        return same;
    int equal = is_same_order(rt, self, other);
    return equal < 0 ? NULL : bool_of((equal > 0) == (operation == COMPARE_EQ));
}

static owned unite(struct runtime *rt, borrowed left, borrowed right)
{
    if (!dict_check(left) || !dict_check(right))
        return NOT_IMPLEMENTED;
    borrowed own = type_is_subtype(left->type, &ordered_dict_type) ? left : right;
    owned result = object_call_one(rt, &own->type->header, left);
    if (result && dict_update(rt, result, right) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

static const struct native_method methods[] = {
    {"popitem", pop_item, NATIVE_PLAIN, "Remove and return a (key, value) pair."},
    {"move_to_end", move_to_end, NATIVE_PLAIN, "Move an existing element to the end."},
    {"copy", copy, NATIVE_PLAIN, "od.copy() -> a shallow copy of od"},
    {"__copy__", copy, NATIVE_PLAIN, "od.copy() -> a shallow copy of od"},
    {0},
};

struct type ordered_dict_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "collections.OrderedDict",
    .doc = "Dictionary that remembers insertion order",
    .size = sizeof(struct dict),
    .reported_size = 112,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_DICT,
    .has_weak_references = true,
    .base = &dict_type,
    .repr = repr_ordered_dict,
    .compare = compare_ordered_dicts,
    .binary = {[BINARY_OR] = unite},
    .methods = methods,
};
