/* weakref.proxy: does what its target does, as long as it lives (class.h). */
#include "runtime/core/gc.h"
#include "runtime/core/weakref.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/weak_parts.h"

static bool is_proxy(borrowed v)
{
    return object_is_pointer(v) &&
           (v->type == &weak_proxy_type || v->type == &weak_callable_proxy_type);
}

/* What v stands for, held for as long as it is used; NULL with ReferenceError raised. */
static owned resolve(struct runtime *rt, borrowed v)
{
    if (!is_proxy(v))
        return object_retain(rt, v);
    borrowed target = weak_target(v);
    if (target)
        return object_retain(rt, target);
    return exception_raise(rt, &exception_ReferenceError,
                           "weakly-referenced object no longer exists");
}

/* --- one operand ------------------------------------------------------------------------------ */

#define OWNED_SLOT(name, call)                                                                     \
    static owned proxy_##name(struct runtime *rt, borrowed v)                                      \
    {                                                                                              \
        owned target = resolve(rt, v);                                                             \
        if (!target)                                                                               \
            return NULL;                                                                           \
        owned result = call;                                                                       \
        object_release(rt, target);                                                                \
        return result;                                                                             \
    }

OWNED_SLOT(str, object_str(rt, target))
OWNED_SLOT(iterate, object_iterate(rt, target))
OWNED_SLOT(negative, object_unary(rt, target, UNARY_NEGATIVE))
OWNED_SLOT(positive, object_unary(rt, target, UNARY_POSITIVE))
OWNED_SLOT(invert, object_unary(rt, target, UNARY_INVERT))
OWNED_SLOT(absolute, object_unary(rt, target, UNARY_ABSOLUTE))
OWNED_SLOT(to_int, object_call_method(rt, target, names.int_, NULL, 0))
OWNED_SLOT(to_float, object_call_method(rt, target, names.float_, NULL, 0))
OWNED_SLOT(to_index, object_index(rt, target))

#define STATUS_SLOT(name, result_type, parameters, call)                                           \
    static result_type proxy_##name parameters                                                     \
    {                                                                                              \
        owned target = resolve(rt, v);                                                             \
        if (!target)                                                                               \
            return -1;                                                                             \
        result_type result = call;                                                                 \
        object_release(rt, target);                                                                \
        return result;                                                                             \
    }

STATUS_SLOT(to_bool, int, (struct runtime * rt, borrowed v), object_is_true(rt, target))
STATUS_SLOT(length, int64_t, (struct runtime * rt, borrowed v), object_length(rt, target))
STATUS_SLOT(contains, int, (struct runtime * rt, borrowed v, borrowed value),
            object_contains(rt, target, value))
STATUS_SLOT(set_item, int, (struct runtime * rt, borrowed v, borrowed key, borrowed value),
            object_set_item(rt, target, key, value))
STATUS_SLOT(set_attribute, int, (struct runtime * rt, borrowed v, borrowed name, borrowed value),
            object_set_attribute(rt, target, name, value))

static owned proxy_get_attribute(struct runtime *rt, borrowed v, borrowed name)
{
    owned target = resolve(rt, v);
    owned result = target ? object_get_attribute(rt, target, name) : NULL;
    object_release_maybe(rt, target);
    return result;
}

static owned proxy_get_item(struct runtime *rt, borrowed v, borrowed key)
{
    owned target = resolve(rt, v);
    owned result = target ? object_get_item(rt, target, key) : NULL;
    object_release_maybe(rt, target);
    return result;
}

static owned proxy_next(struct runtime *rt, borrowed v)
{
    owned target = resolve(rt, v);
    if (!target)
        return NULL;
    owned result =
        object_type(rt, target)->next
            ? object_next(rt, target)
            : exception_raise(rt, &exception_TypeError,
                              "Weakref proxy referenced a non-iterator '%T' object at %p", target,
                              (void *)target);
    object_release(rt, target);
    return result;
}

static owned proxy_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    owned target = resolve(rt, v);
    owned result = target ? object_call(rt, target, arguments, positional, argument_names) : NULL;
    object_release_maybe(rt, target);
    return result;
}

static owned proxy_repr(struct runtime *rt, borrowed v)
{
    borrowed target = weak_target(v);
    if (!target)
        return str_format(rt, "<weakproxy at %p to NoneType at %p>", (void *)v, (void *)0);
    return str_format(rt, "<weakproxy at %p to %T at %p>", (void *)v, target, (void *)target);
}

/* --- two operands: either may be the proxy ---------------------------------------------------- */

static owned with_both(struct runtime *rt, borrowed left, borrowed right, int operation,
                       owned (*apply)(struct runtime *rt, borrowed, borrowed, int))
{
    owned left_target = resolve(rt, left);
    owned right_target = left_target ? resolve(rt, right) : NULL;
    owned result = right_target ? apply(rt, left_target, right_target, operation) : NULL;
    object_release_maybe(rt, left_target);
    object_release_maybe(rt, right_target);
    return result;
}

static owned apply_compare(struct runtime *rt, borrowed left, borrowed right, int operation)
{
    return object_compare(rt, left, right, (enum compare)operation);
}

static owned apply_binary(struct runtime *rt, borrowed left, borrowed right, int operation)
{
    return object_binary(rt, left, right, (enum binary)operation);
}

static owned apply_in_place(struct runtime *rt, borrowed left, borrowed right, int operation)
{
    return object_in_place(rt, left, right, (enum binary)operation);
}

static owned proxy_compare(struct runtime *rt, borrowed left, borrowed right,
                           enum compare operation)
{
    return with_both(rt, left, right, (int)operation, apply_compare);
}

#define OPERATOR(NAME)                                                                             \
    static owned binary_##NAME(struct runtime *rt, borrowed left, borrowed right)                  \
    {                                                                                              \
        return with_both(rt, left, right, BINARY_##NAME, apply_binary);                            \
    }                                                                                              \
    static owned in_place_##NAME(struct runtime *rt, borrowed left, borrowed right)                \
    {                                                                                              \
        return with_both(rt, left, right, BINARY_##NAME, apply_in_place);                          \
    }

OPERATOR(ADD)
OPERATOR(SUBTRACT)
OPERATOR(MULTIPLY)
OPERATOR(TRUE_DIVIDE)
OPERATOR(FLOOR_DIVIDE)
OPERATOR(REMAINDER)
OPERATOR(POWER)
OPERATOR(LSHIFT)
OPERATOR(RSHIFT)
OPERATOR(AND)
OPERATOR(OR)
OPERATOR(XOR)
OPERATOR(MATRIX_MULTIPLY)

static owned binary_DIVMOD(struct runtime *rt, borrowed left, borrowed right)
{
    return with_both(rt, left, right, BINARY_DIVMOD, apply_binary);
}

#define OPERATORS(slot)                                                                            \
    [BINARY_ADD] = slot##_ADD, [BINARY_SUBTRACT] = slot##_SUBTRACT,                                \
    [BINARY_MULTIPLY] = slot##_MULTIPLY, [BINARY_TRUE_DIVIDE] = slot##_TRUE_DIVIDE,                \
    [BINARY_FLOOR_DIVIDE] = slot##_FLOOR_DIVIDE, [BINARY_REMAINDER] = slot##_REMAINDER,            \
    [BINARY_POWER] = slot##_POWER, [BINARY_LSHIFT] = slot##_LSHIFT,                                \
    [BINARY_RSHIFT] = slot##_RSHIFT, [BINARY_AND] = slot##_AND, [BINARY_OR] = slot##_OR,           \
    [BINARY_XOR] = slot##_XOR, [BINARY_MATRIX_MULTIPLY] = slot##_MATRIX_MULTIPLY

#define PROXY(type_name)                                                                           \
    .header = OBJECT_STATIC(&type_type), .name = type_name, .base = &object_type_,                 \
    .size = sizeof(struct weakref), .reported_size = 56, .flags = TYPE_TRACKED | TYPE_WEAKREF,     \
    .traverse = weak_traverse, .clear = weak_clear, .dealloc = weak_dealloc, .repr = proxy_repr,   \
    .str = proxy_str, .compare = proxy_compare, .get_attribute = proxy_get_attribute,              \
    .set_attribute = proxy_set_attribute, .iterate = proxy_iterate, .next = proxy_next,            \
    .length = proxy_length, .get_item = proxy_get_item, .set_item = proxy_set_item,                \
    .contains = proxy_contains, .to_bool = proxy_to_bool, .to_int = proxy_to_int,                  \
    .to_float = proxy_to_float, .to_index = proxy_to_index,                                        \
    .binary = {OPERATORS(binary), [BINARY_DIVMOD] = binary_DIVMOD},                                \
    .in_place = {OPERATORS(in_place)},                                                             \
    .unary = {[UNARY_NEGATIVE] = proxy_negative,                                                   \
              [UNARY_POSITIVE] = proxy_positive,                                                   \
              [UNARY_INVERT] = proxy_invert,                                                       \
              [UNARY_ABSOLUTE] = proxy_absolute}

struct type weak_proxy_type = {PROXY("weakref.ProxyType")};
struct type weak_callable_proxy_type = {PROXY("weakref.CallableProxyType"), .call = proxy_call};
