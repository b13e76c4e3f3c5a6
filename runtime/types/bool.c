/* bool: True and False, two immortal ints (int.h). */
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/int_view.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

struct object bool_true = OBJECT_STATIC(&bool_type);
struct object bool_false = OBJECT_STATIC(&bool_type);

static owned bool_new(struct runtime *rt, struct type *type UNUSED, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "bool", positional, names, 0, 1))
        return NULL;
    int truth = positional ? object_is_true(rt, arguments[0]) : 0;
    return truth < 0 ? NULL : bool_of(truth);
}

static owned bool_repr(struct runtime *rt, borrowed self)
{
    return str_intern_text(rt, self == &bool_true ? "True" : "False");
}

static bool is_bool(borrowed v)
{
    return v == &bool_true || v == &bool_false;
}

/* The operators that keep two bools a bool; with anything else they are int's. */
static owned bool_and(struct runtime *rt, borrowed left, borrowed right)
{
    if (is_bool(left) && is_bool(right))
        return bool_of(left == &bool_true && right == &bool_true);
    return int_and(rt, left, right);
}

static owned bool_or(struct runtime *rt, borrowed left, borrowed right)
{
    if (is_bool(left) && is_bool(right))
        return bool_of(left == &bool_true || right == &bool_true);
    return int_or(rt, left, right);
}

static owned bool_xor(struct runtime *rt, borrowed left, borrowed right)
{
    if (is_bool(left) && is_bool(right))
        return bool_of(left != right);
    return int_xor(rt, left, right);
}

struct type bool_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "bool",
    .doc = "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.",
    .base = &int_type,
    .size = sizeof(struct object),
    .reported_size = 28,
    .flags = TYPE_INT,
    .new = bool_new,
    .repr = bool_repr,
    .binary = {[BINARY_AND] = bool_and, [BINARY_OR] = bool_or, [BINARY_XOR] = bool_xor},
};
