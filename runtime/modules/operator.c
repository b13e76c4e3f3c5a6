/* The module operator: the operators as functions, and the callables itemgetter, attrgetter,
 * methodcaller. */
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED, size_t positional, \
        borrowed argument_names

/* --- operators -------------------------------------------------------------------------------- */

#define BINARY_FUNCTION(identifier, text, operation)                                               \
    static owned identifier(PARAMETERS)                                                            \
    {                                                                                              \
        if (!arguments_count(rt, text, positional, argument_names, 2, 2))                          \
            return NULL;                                                                           \
        return object_binary(rt, arguments[0], arguments[1], operation);                           \
    }                                                                                              \
    static owned in_place_##identifier(PARAMETERS)                                                 \
    {                                                                                              \
        if (!arguments_count(rt, "i" text, positional, argument_names, 2, 2))                      \
            return NULL;                                                                           \
        return object_in_place(rt, arguments[0], arguments[1], operation);                         \
    }

BINARY_FUNCTION(add, "add", BINARY_ADD)
BINARY_FUNCTION(subtract, "sub", BINARY_SUBTRACT)
BINARY_FUNCTION(multiply, "mul", BINARY_MULTIPLY)
BINARY_FUNCTION(true_divide, "truediv", BINARY_TRUE_DIVIDE)
BINARY_FUNCTION(floor_divide, "floordiv", BINARY_FLOOR_DIVIDE)
BINARY_FUNCTION(remainder_of, "mod", BINARY_REMAINDER)
BINARY_FUNCTION(shift_left, "lshift", BINARY_LSHIFT)
BINARY_FUNCTION(shift_right, "rshift", BINARY_RSHIFT)
BINARY_FUNCTION(and_bits, "and_", BINARY_AND)
BINARY_FUNCTION(or_bits, "or_", BINARY_OR)
BINARY_FUNCTION(xor_bits, "xor", BINARY_XOR)
BINARY_FUNCTION(multiply_matrix, "matmul", BINARY_MATRIX_MULTIPLY)

static owned raise_to_power(PARAMETERS)
{
    if (!arguments_count(rt, "pow", positional, argument_names, 2, 2))
        return NULL;
    return object_power(rt, arguments[0], arguments[1], NONE);
}

#define UNARY_FUNCTION(identifier, text, operation)                                                \
    static owned identifier(PARAMETERS)                                                            \
    {                                                                                              \
        if (!arguments_count(rt, text, positional, argument_names, 1, 1))                          \
            return NULL;                                                                           \
        return object_unary(rt, arguments[0], operation);                                          \
    }

UNARY_FUNCTION(negate, "neg", UNARY_NEGATIVE)
UNARY_FUNCTION(make_positive, "pos", UNARY_POSITIVE)
UNARY_FUNCTION(invert, "invert", UNARY_INVERT)
UNARY_FUNCTION(take_absolute, "abs", UNARY_ABSOLUTE)

#define COMPARE_FUNCTION(identifier, text, operation)                                              \
    static owned identifier(PARAMETERS)                                                            \
    {                                                                                              \
        if (!arguments_count(rt, text, positional, argument_names, 2, 2))                          \
            return NULL;                                                                           \
        return object_compare(rt, arguments[0], arguments[1], operation);                          \
    }

COMPARE_FUNCTION(is_less, "lt", COMPARE_LT)
COMPARE_FUNCTION(is_less_or_equal, "le", COMPARE_LE)
COMPARE_FUNCTION(is_equal, "eq", COMPARE_EQ)
COMPARE_FUNCTION(is_not_equal, "ne", COMPARE_NE)
COMPARE_FUNCTION(is_greater, "gt", COMPARE_GT)
COMPARE_FUNCTION(is_greater_or_equal, "ge", COMPARE_GE)

static owned negate_truth(PARAMETERS)
{
    int truth = arguments_count(rt, "not_", positional, argument_names, 1, 1)
                    ? object_is_true(rt, arguments[0])
                    : -1;
    return truth < 0 ? NULL : bool_of(!truth);
}

static owned take_truth(PARAMETERS)
{
    int truth = arguments_count(rt, "truth", positional, argument_names, 1, 1)
                    ? object_is_true(rt, arguments[0])
                    : -1;
    return truth < 0 ? NULL : bool_of(truth);
}

static owned is_same(PARAMETERS)
{
    if (!arguments_count(rt, "is_", positional, argument_names, 2, 2))
        return NULL;
    return bool_of(arguments[0] == arguments[1]);
}

static owned is_other(PARAMETERS)
{
    if (!arguments_count(rt, "is_not", positional, argument_names, 2, 2))
        return NULL;
    return bool_of(arguments[0] != arguments[1]);
}

static owned contains(PARAMETERS)
{
    int found = arguments_count(rt, "contains", positional, argument_names, 2, 2)
                    ? object_contains(rt, arguments[0], arguments[1])
                    : -1;
    return found < 0 ? NULL : bool_of(found);
}

static owned get_item(PARAMETERS)
{
    if (!arguments_count(rt, "getitem", positional, argument_names, 2, 2))
        return NULL;
    return object_get_item(rt, arguments[0], arguments[1]);
}

static owned set_item(PARAMETERS)
{
    if (!arguments_count(rt, "setitem", positional, argument_names, 3, 3) ||
        object_set_item(rt, arguments[0], arguments[1], arguments[2]) < 0)
        return NULL;
    return NONE;
}

static owned delete_item(PARAMETERS)
{
    if (!arguments_count(rt, "delitem", positional, argument_names, 2, 2) ||
        object_set_item(rt, arguments[0], arguments[1], NULL) < 0)
        return NULL;
    return NONE;
}

static owned take_index(PARAMETERS)
{
    if (!arguments_count(rt, "index", positional, argument_names, 1, 1))
        return NULL;
    return object_index(rt, arguments[0]);
}

static owned hint_length(PARAMETERS)
{
    int64_t otherwise = 0;
    if (!arguments_count(rt, "length_hint", positional, argument_names, 1, 2) ||
        (positional > 1 && !arguments_int(rt, arguments[1], &otherwise)))
        return NULL;
    int64_t hint = object_length_hint(rt, arguments[0], otherwise);
    return hint < 0 ? NULL : int_new(rt, hint);
}

static owned count_of(PARAMETERS)
{
    int64_t count = 0;
    if (!arguments_count(rt, "countOf", positional, argument_names, 2, 2))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]), item;
    while (iterator && (item = object_next(rt, iterator)) != NULL) {
        int equal = object_is_equal(rt, item, arguments[1]);
        object_release(rt, item);
        if (equal < 0)
            break;
        count += equal;
    }
    object_release_maybe(rt, iterator);
    return runtime_has_error(rt) ? NULL : int_new(rt, count);
}

static owned index_of(PARAMETERS)
{
    int64_t index = 0;
    if (!arguments_count(rt, "indexOf", positional, argument_names, 2, 2))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]), item;
    int equal = 0;
    while (iterator && equal == 0 && (item = object_next(rt, iterator)) != NULL) {
        equal = object_is_equal(rt, item, arguments[1]);
        object_release(rt, item);
        index++;
    }
    object_release_maybe(rt, iterator);
    if (equal == 0 && !runtime_has_error(rt))
        exception_raise(rt, &exception_ValueError, "sequence.index(x): x not in sequence");
    return equal > 0 ? int_new(rt, index - 1) : NULL;
}

static owned call_object(PARAMETERS)
{
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError,
                               "call expected at least 1 argument, got 0");
    return object_call(rt, arguments[0], arguments + 1, positional - 1, argument_names);
}

static owned raise_in_place(PARAMETERS)
{
    if (!arguments_count(rt, "ipow", positional, argument_names, 2, 2))
        return NULL;
    return object_in_place(rt, arguments[0], arguments[1], BINARY_POWER);
}

/* --- itemgetter, attrgetter, methodcaller ----------------------------------------------------- */

struct getter { /* all three: what they remember */
    struct object header;
    borrowed keys;      /* held: a tuple; of a methodcaller: its name, then its arguments */
    borrowed key_names; /* held: a tuple, the names of the last keys, or NULL; of a methodcaller */
};

static owned new_getter(struct runtime *rt, struct type *type, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    size_t named = argument_names ? tuple_count(argument_names) : 0;
    owned keys = tuple_from(rt, arguments, positional + named);
    owned v = keys ? object_new(rt, type, type->size, 40) : NULL;
    if (!v) {
        object_release_maybe(rt, keys);
        return NULL;
    }
    slot_set(rt, v, &((struct getter *)v)->keys, keys);
    slot_copy(rt, v, &((struct getter *)v)->key_names, named > 0 ? argument_names : NULL);
    gc_track(rt, v);
    return v;
}

static owned new_item_getter(struct runtime *rt, struct type *type, const borrowed *arguments,
                             size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "itemgetter", positional, argument_names, 1, SIZE_MAX))
        return NULL;
    return new_getter(rt, type, arguments, positional, NULL);
}

static owned new_attribute_getter(struct runtime *rt, struct type *type, const borrowed *arguments,
                                  size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "attrgetter", positional, argument_names, 1, SIZE_MAX))
        return NULL;
    for (size_t i = 0; i < positional; i++) {
        if (!str_check(arguments[i]))
            return exception_raise(rt, &exception_TypeError, "attribute name must be a string");
    }
    return new_getter(rt, type, arguments, positional, NULL);
}

static owned new_method_caller(struct runtime *rt, struct type *type, const borrowed *arguments,
                               size_t positional, borrowed argument_names)
{
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError,
                               "methodcaller needs at least one argument, the method name");
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "method name must be a string");
    return new_getter(rt, type, arguments, positional, argument_names);
}

static int traverse_getter(borrowed self, visit_function visit, void *context)
{
    struct getter *getter = (struct getter *)self;
    ITERATOR_VISIT(getter->keys);
    ITERATOR_VISIT(getter->key_names);
    return 0;
}

static void dealloc_getter(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct getter *)self)->keys);
    slot_clear(rt, self, &((struct getter *)self)->key_names);
}

/* What `get` gives for the only key, or a tuple of what it gives for each. */
static owned get_each(struct runtime *rt, borrowed self, borrowed v,
                      owned (*get)(struct runtime *rt, borrowed v, borrowed key))
{
    borrowed keys = ((struct getter *)self)->keys;
    if (tuple_count(keys) == 1)
        return get(rt, v, tuple_item(keys, 0));
    owned result = tuple_new(rt, tuple_count(keys));
    for (size_t i = 0; result && i < tuple_count(keys); i++) {
        owned item = get(rt, v, tuple_item(keys, i));
        if (!item) {
            object_release(rt, result);
            return NULL;
        }
        tuple_fill(rt, result, i, item);
    }
    if (result)
        gc_track(rt, result);
    return result;
}

static owned call_item_getter(struct runtime *rt, borrowed self, const borrowed *arguments,
                              size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "itemgetter", positional, argument_names, 1, 1))
        return NULL;
    return get_each(rt, self, arguments[0], object_get_item);
}

/* An attribute, or a chain of them: 'a.b.c'. */
static owned get_chain(struct runtime *rt, borrowed v, borrowed name)
{
    size_t length = str_length(name), start = 0;
    owned value = object_retain(rt, v);
    for (size_t i = 0; value && i <= length; i++) {
        if (i < length && str_character((struct str *)name, i) != '.')
            continue;
        owned part = str_substring(rt, name, start, i);
        owned next = part ? object_get_attribute(rt, value, str_intern(rt, part)) : NULL;
        object_release_maybe(rt, part);
        object_release(rt, value);
        value = next;
        start = i + 1;
    }
    return value;
}

static owned call_attribute_getter(struct runtime *rt, borrowed self, const borrowed *arguments,
                                   size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "attrgetter", positional, argument_names, 1, 1))
        return NULL;
    return get_each(rt, self, arguments[0], get_chain);
}

static owned call_method_caller(struct runtime *rt, borrowed self, const borrowed *arguments,
                                size_t positional, borrowed argument_names)
{
    struct getter *getter = (struct getter *)self;
    if (!arguments_count(rt, "methodcaller", positional, argument_names, 1, 1))
        return NULL;
    size_t named = getter->key_names ? tuple_count(getter->key_names) : 0;
    owned method = get_chain(rt, arguments[0], tuple_item(getter->keys, 0));
    owned result = method ? object_call(rt, method, ((struct tuple *)getter->keys)->items + 1,
                                        tuple_count(getter->keys) - 1 - named, getter->key_names)
                          : NULL;
    object_release_maybe(rt, method);
    return result;
}

static owned repr_getter(struct runtime *rt, borrowed self)
{
    borrowed keys = ((struct getter *)self)->keys;
    if (tuple_count(keys) == 1)
        return str_format(rt, "%s(%R)", self->type->name, tuple_item(keys, 0));
    return str_format(rt, "%s%R", self->type->name, keys);
}

static owned reduce_getter(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                           size_t positional, borrowed argument_names)
{
    const struct getter *getter = (struct getter *)self;
    if (!arguments_count(rt, "__reduce__", positional, argument_names, 0, 0))
        return NULL;
    if (getter->key_names)
        return exception_raise(rt, &exception_TypeError,
                               "cannot pickle a methodcaller with keyword arguments");
    owned parts[] = {reduce_class(rt, self), object_retain(rt, getter->keys)};
    return reduce_tuple(rt, parts, 2);
}

static const struct native_method getter_methods[] = {
    {"__reduce__", reduce_getter, NATIVE_PLAIN, "Return state information for pickling"},
    {0},
};

#define GETTER_TYPE(identifier, type_name, new_function, call_function)                            \
    static struct type identifier = {                                                              \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct getter),                                                             \
        .reported_size = 40,                                                                       \
        .flags = TYPE_TRACKED,                                                                     \
        .base = &object_type_,                                                                     \
        .new = new_function,                                                                       \
        .call = call_function,                                                                     \
        .repr = repr_getter,                                                                       \
        .methods = getter_methods,                                                                 \
        .traverse = traverse_getter,                                                               \
        .dealloc = dealloc_getter,                                                                 \
    }

GETTER_TYPE(item_getter_type, "operator.itemgetter", new_item_getter, call_item_getter);
GETTER_TYPE(attribute_getter_type, "operator.attrgetter", new_attribute_getter,
            call_attribute_getter);
GETTER_TYPE(method_caller_type, "operator.methodcaller", new_method_caller, call_method_caller);

/* --- the module ------------------------------------------------------------------------------- */

#define BOTH(text, under, identifier)                                                              \
    {text, identifier, NATIVE_PLAIN, NULL}, {"__" under "__", identifier, NATIVE_PLAIN, NULL},     \
    {                                                                                              \
        "i" under, in_place_##identifier, NATIVE_PLAIN, NULL                                       \
    }

static const struct native_method functions[] = {
    BOTH("add", "add", add),
    BOTH("sub", "sub", subtract),
    BOTH("mul", "mul", multiply),
    BOTH("truediv", "truediv", true_divide),
    BOTH("floordiv", "floordiv", floor_divide),
    BOTH("mod", "mod", remainder_of),
    BOTH("lshift", "lshift", shift_left),
    BOTH("rshift", "rshift", shift_right),
    BOTH("and_", "and", and_bits),
    BOTH("or_", "or", or_bits),
    BOTH("xor", "xor", xor_bits),
    BOTH("matmul", "matmul", multiply_matrix),
    {"concat", add, NATIVE_PLAIN, "a + b, for a and b sequences."},
    {"iconcat", in_place_add, NATIVE_PLAIN, "a += b, for a and b sequences."},
    {"pow", raise_to_power, NATIVE_PLAIN, "a ** b"},
    {"neg", negate, NATIVE_PLAIN, "-a"},
    {"pos", make_positive, NATIVE_PLAIN, "+a"},
    {"inv", invert, NATIVE_PLAIN, "~a"},
    {"invert", invert, NATIVE_PLAIN, "~a"},
    {"abs", take_absolute, NATIVE_PLAIN, "abs(a)"},
    {"lt", is_less, NATIVE_PLAIN, "a < b"},
    {"le", is_less_or_equal, NATIVE_PLAIN, "a <= b"},
    {"eq", is_equal, NATIVE_PLAIN, "a == b"},
    {"ne", is_not_equal, NATIVE_PLAIN, "a != b"},
    {"gt", is_greater, NATIVE_PLAIN, "a > b"},
    {"ge", is_greater_or_equal, NATIVE_PLAIN, "a >= b"},
    {"not_", negate_truth, NATIVE_PLAIN, "not a"},
    {"truth", take_truth, NATIVE_PLAIN, "bool(a)"},
    {"is_", is_same, NATIVE_PLAIN, "a is b"},
    {"is_not", is_other, NATIVE_PLAIN, "a is not b"},
    {"contains", contains, NATIVE_PLAIN, "b in a"},
    {"indexOf", index_of, NATIVE_PLAIN, "The first place of b in a."},
    {"call", call_object, NATIVE_PLAIN, "Call an object with the arguments."},
    {"ipow", raise_in_place, NATIVE_PLAIN, "a **= b"},
    {"countOf", count_of, NATIVE_PLAIN, "How often b occurs in a."},
    {"getitem", get_item, NATIVE_PLAIN, "a[b]"},
    {"setitem", set_item, NATIVE_PLAIN, "a[b] = c"},
    {"delitem", delete_item, NATIVE_PLAIN, "del a[b]"},
    {"index", take_index, NATIVE_PLAIN, "a.__index__()"},
    {"length_hint", hint_length, NATIVE_PLAIN, "len(a), or a guess at it."},
    {0},
};

/* operator.__add__ is operator.add, and so on for all that a special method stands for. */
static int add_special_names(struct runtime *rt, borrowed module)
{
    static const char *const others[] = {"truth",   "is_",     "is_not",
                                         "countOf", "indexOf", "length_hint"};
    for (const struct native_method *next = functions; next->name; next++) {
        char name[32];
        bool is_special = next->name[0] != '_';
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            is_special &= strcmp(next->name, others[i]) != 0;
        if (!is_special)
            continue;
        snprintf(name, sizeof name, "__%.*s__", (int)strcspn(next->name, "_"), next->name);
        borrowed function = dict_get(rt, module_dict(module), str_intern_text(rt, next->name));
        if (!function || module_set(rt, module, name, object_retain(rt, function)) < 0)
            return -1;
    }
    return 0;
}

int module_fill_operator(struct runtime *rt, borrowed module)
{
    static struct type *const types[] = {&item_getter_type, &attribute_getter_type,
                                         &method_caller_type};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        type_ready(rt, types[i]);
        if (module_set(rt, module, strrchr(types[i]->name, '.') + 1, &types[i]->header) < 0)
            return -1;
    }
    return module_add_functions(rt, module, functions) < 0 ? -1 : add_special_names(rt, module);
}
