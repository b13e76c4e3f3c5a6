/* Arithmetic on objects of any type (protocol.h): which operand's slot is asked, and what a
 * TypeError says.
 *
 * The order is CPython's: the left operand's slot, then the right one's; the right one first where
 * its type derives from the left one's and has a slot of its own. Concatenation and repetition of
 * sequences are slots like any other, except that a sequence is repeated only after a class on the
 * right has refused; their messages are made here, when both operands have refused, so that the
 * other operand's reflected method has had its turn.
 */
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

typedef owned (*binary_slot)(struct runtime *rt, borrowed left, borrowed right);

static const char *const symbols[BINARY_COUNT] = {
    [BINARY_ADD] = "+",
    [BINARY_SUBTRACT] = "-",
    [BINARY_MULTIPLY] = "*",
    [BINARY_TRUE_DIVIDE] = "/",
    [BINARY_FLOOR_DIVIDE] = "//",
    [BINARY_REMAINDER] = "%",
    [BINARY_POWER] = "** or pow()",
    [BINARY_LSHIFT] = "<<",
    [BINARY_RSHIFT] = ">>",
    [BINARY_AND] = "&",
    [BINARY_OR] = "|",
    [BINARY_XOR] = "^",
    [BINARY_MATRIX_MULTIPLY] = "@",
    [BINARY_DIVMOD] = "divmod()",
};

/* --- messages --------------------------------------------------------------------------------- */

static bool is_sequence(const struct type *type)
{
    return type_has_flag(type, TYPE_STR | TYPE_BYTES | TYPE_LIST | TYPE_TUPLE) ||
           type_is_subtype(type, &bytearray_type);
}

static owned raise_concatenation(struct runtime *rt, const struct type *type, borrowed right)
{
    if (type_has_flag(type, TYPE_BYTES) || type_is_subtype(type, &bytearray_type))
        return exception_raise(rt, &exception_TypeError, "can't concat %T to %s", right,
                               type->name);
    const char *name = type_has_flag(type, TYPE_STR)    ? "str"
                       : type_has_flag(type, TYPE_LIST) ? "list"
                                                        : "tuple";
    return exception_raise(rt, &exception_TypeError, "can only concatenate %s (not \"%T\") to %s",
                           name, right, name);
}

static owned raise_unsupported(struct runtime *rt, borrowed left, borrowed right,
                               enum binary operation, const char *suffix)
{
    const struct type *left_type = object_type(rt, left), *right_type = object_type(rt, right);
    if (operation == BINARY_ADD && is_sequence(left_type))
        return raise_concatenation(rt, left_type, right);
    if (operation == BINARY_MULTIPLY && is_sequence(left_type))
        return exception_raise(rt, &exception_TypeError,
                               "can't multiply sequence by non-int of type '%T'", right);
    if (operation == BINARY_MULTIPLY && is_sequence(right_type))
        return exception_raise(rt, &exception_TypeError,
                               "can't multiply sequence by non-int of type '%T'", left);
    const char *symbol = operation == BINARY_POWER && *suffix ? "**" : symbols[operation];
    return exception_raise(rt, &exception_TypeError,
                           "unsupported operand type(s) for %s%s: '%T' and '%T'", symbol, suffix,
                           left, right);
}

/* --- binary operators ------------------------------------------------------------------------- */

/* As object_binary, but NotImplemented where no slot knows the operands. */
static owned dispatch(struct runtime *rt, borrowed left, borrowed right, enum binary operation)
{
    struct type *left_type = object_type(rt, left), *right_type = object_type(rt, right);
    binary_slot left_slot = left_type->binary[operation];
    binary_slot right_slot = left_type == right_type ? NULL : right_type->binary[operation];
    if (right_slot == left_slot)
        right_slot = NULL;
    bool repeats = operation == BINARY_MULTIPLY && type_has_flag(right_type, TYPE_HEAP) &&
                   !type_has_flag(left_type, TYPE_HEAP) && is_sequence(left_type);
    if (left_slot && right_slot && (repeats || type_is_subtype(right_type, left_type))) {
        owned result = right_slot(rt, left, right);
        if (result != NOT_IMPLEMENTED)
            return result;
        right_slot = NULL;
    }
    if (left_slot) {
        owned result = left_slot(rt, left, right);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    return right_slot ? right_slot(rt, left, right) : NOT_IMPLEMENTED;
}

owned object_binary(struct runtime *rt, borrowed left, borrowed right, enum binary operation)
{
    owned result = dispatch(rt, left, right, operation);
    return result != NOT_IMPLEMENTED ? result : raise_unsupported(rt, left, right, operation, "");
}

owned object_in_place(struct runtime *rt, borrowed left, borrowed right, enum binary operation)
{
    binary_slot slot = object_type(rt, left)->in_place[operation];
    if (slot) {
        owned result = slot(rt, left, right);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    owned result = dispatch(rt, left, right, operation);
    return result != NOT_IMPLEMENTED ? result : raise_unsupported(rt, left, right, operation, "=");
}

owned object_power(struct runtime *rt, borrowed base, borrowed exponent, borrowed modulus)
{
    if (modulus == NONE)
        return object_binary(rt, base, exponent, BINARY_POWER);
    struct type *type = object_type(rt, base);
    owned result =
        type->power_modulo ? type->power_modulo(rt, base, exponent, modulus) : NOT_IMPLEMENTED;
    if (result != NOT_IMPLEMENTED)
        return result;
    if (type_has_flag(type, TYPE_FLOAT) && !type_has_flag(object_type(rt, exponent), TYPE_STR))
        return exception_raise(rt, &exception_TypeError,
                               "pow() 3rd argument not allowed unless all arguments are integers");
    return exception_raise(rt, &exception_TypeError,
                           "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'", base,
                           exponent, modulus);
}

/* --- unary operators and indices -------------------------------------------------------------- */

owned object_unary(struct runtime *rt, borrowed v, enum unary operation)
{
    static const char *const names[UNARY_COUNT] = {"unary -", "unary +", "unary ~", "abs()"};
    struct type *type = object_type(rt, v);
    if (type->unary[operation])
        return type->unary[operation](rt, v);
    return exception_raise(rt, &exception_TypeError, "bad operand type for %s: '%T'",
                           names[operation], v);
}

owned object_index(struct runtime *rt, borrowed v)
{
    if (int_check(rt, v))
        return object_retain(rt, v);
    struct type *type = object_type(rt, v);
    if (!type->to_index)
        return exception_raise(rt, &exception_TypeError,
                               "'%T' object cannot be interpreted as an integer", v);
    owned result = type->to_index(rt, v);
    if (!result || int_check(rt, result))
        return result;
    exception_raise(rt, &exception_TypeError, "__index__ returned non-int (type %T)", result);
    object_release(rt, result);
    return NULL;
}

int object_index_number(struct runtime *rt, borrowed v, int64_t *number, bool clip)
{
    if (LIKELY(int_is_tagged(v))) {
        *number = int_untag(v);
        return 0;
    }
    owned index = object_index(rt, v);
    if (!index)
        return -1;
    int status = int_get(rt, index, number);
    if (status < 0 && clip) {
        exception_clear(rt);
        *number = mpz_sgn(((const struct int_object *)index)->value) < 0 ? INT64_MIN : INT64_MAX;
        status = 0;
    } else if (status < 0) {
        exception_clear(rt);
        exception_raise(rt, &exception_IndexError, "cannot fit '%T' into an index-sized integer",
                        v);
    }
    object_release(rt, index);
    return status;
}
