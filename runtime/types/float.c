/* float: how a number is made, read, hashed and compared, and its operators (float.h).
 *
 * The shared work of the operators is number_pair: both operands as doubles, or NotImplemented.
 */
#include "runtime/types/float.h"

#include "runtime/types/class.h"
#include "runtime/types/compare.h"
#include "runtime/types/complex.h"
#include "runtime/types/exception.h"
#include "runtime/types/float_parts.h"
#include "runtime/types/int_view.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>
#include <math.h>

#define HASH_BITS     61
#define HASH_MODULUS  ((UINT64_C(1) << HASH_BITS) - 1)
#define HASH_INFINITY 314159

/* --- making and reading ----------------------------------------------------------------------- */

owned float_new(struct runtime *rt, double number)
{
    borrowed tagged = float_try_tag(number);
    if (LIKELY(tagged != NULL))
        return tagged;
    owned result = object_new(rt, &float_type, sizeof(struct float_object), 24);
    if (result)
        ((struct float_object *)result)->value = number;
    return result;
}

borrowed float_immortal(double number)
{
    borrowed tagged = float_try_tag(number);
    if (tagged)
        return tagged;
    borrowed result = object_new_immortal(&float_type, sizeof(struct float_object));
    ((struct float_object *)result)->value = number;
    return result;
}

bool float_check(struct runtime *rt, borrowed v)
{
    return float_is_tagged(v) || type_has_flag(object_type(rt, v), TYPE_FLOAT);
}

static int through_slot(struct runtime *rt, borrowed v, struct type *type, double *number)
{
    owned converted = type->to_float(rt, v);
    if (!converted)
        return -1;
    bool is_float = float_check(rt, converted);
    if (is_float)
        *number = float_value(converted);
    else
        exception_raise(rt, &exception_TypeError, "%s.__float__ returned non-float (type %T)",
                        type->name, converted);
    object_release(rt, converted);
    return is_float ? 0 : -1;
}

int float_get(struct runtime *rt, borrowed v, double *number)
{
    if (float_check(rt, v)) {
        *number = float_value(v);
        return 0;
    }
    struct type *type = object_type(rt, v);
    if (type_has_flag(type, TYPE_INT) && (int_is_tagged(v) || !type_has_flag(type, TYPE_HEAP)))
        return int_get_double(rt, v, number);
    if (type->to_float)
        return through_slot(rt, v, type, number);
    if (!type->to_index) {
        exception_raise(rt, &exception_TypeError, "must be real number, not %T", v);
        return -1;
    }
    owned index = object_index(rt, v);
    if (!index)
        return -1;
    int status = int_get_double(rt, index, number);
    object_release(rt, index);
    return status;
}

/* --- hash and order --------------------------------------------------------------------------- */

/* CPython's _Py_HashDouble: equal to the hash of an equal int. The mantissa is reduced 28 bits at a
 * time. */
int64_t float_hash_number(double number, const void *identity)
{
    if (isnan(number)) {
        uint64_t address = (uint64_t)(uintptr_t)identity;
        return (int64_t)(address >> 4 | address << 60);
    }
    if (isinf(number))
        return number > 0 ? HASH_INFINITY : -HASH_INFINITY;
    int exponent;
    double mantissa = frexp(number, &exponent);
    bool negative = mantissa < 0;
    mantissa = fabs(mantissa);
    uint64_t hash = 0;
    while (mantissa != 0) {
        hash = ((hash << 28) & HASH_MODULUS) | hash >> (HASH_BITS - 28);
        mantissa *= 0x1p28;
        exponent -= 28;
        uint64_t digit = (uint64_t)mantissa;
        mantissa -= (double)digit;
        hash += digit;
        if (hash >= HASH_MODULUS)
            hash -= HASH_MODULUS;
    }
    exponent = exponent >= 0 ? exponent % HASH_BITS : HASH_BITS - 1 - (-1 - exponent) % HASH_BITS;
    hash = ((hash << exponent) & HASH_MODULUS) | hash >> (HASH_BITS - exponent);
    int64_t result = negative ? -(int64_t)hash : (int64_t)hash;
    return result == -1 ? -2 : result;
}

static int float_hash(struct runtime *rt UNUSED, borrowed self, int64_t *hash)
{
    *hash = float_hash_number(float_value(self), self);
    return 0;
}

static bool compare_doubles(double left, double right, enum compare operation)
{
    if (isnan(left) || isnan(right))
        return operation == COMPARE_NE;
    return compare_holds((left > right) - (left < right), operation);
}

/* An int and a double are compared exactly, however large the int. */
static int order_of_double_and_int(double left, borrowed right)
{
    int64_t small;
    if (int_small(right, &small) && small <= INT64_C(1) << 53 && small >= -(INT64_C(1) << 53))
        return (left > (double)small) - (left < (double)small);
    struct int_view view;
    return -mpz_cmp_d(int_view(right, &view), left);
}

static owned float_compare(struct runtime *rt, borrowed self, borrowed other,
                           enum compare operation)
{
    double left = float_value(self);
    if (float_check(rt, other))
        return bool_of(compare_doubles(left, float_value(other), operation));
    if (!int_check(rt, other))
        return NOT_IMPLEMENTED;
    if (isnan(left))
        return bool_of(operation == COMPARE_NE);
    return bool_of(compare_holds(order_of_double_and_int(left, other), operation));
}

/* --- operators -------------------------------------------------------------------------------- */

/* 1: both are numbers, now in *a and *b; 0: NotImplemented; -1: an int is too large. */
static int number_pair(struct runtime *rt, borrowed left, borrowed right, double *a, double *b)
{
    borrowed operands[2] = {left, right};
    double *numbers[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        if (float_check(rt, operands[i]))
            *numbers[i] = float_value(operands[i]);
        else if (!int_check(rt, operands[i]))
            return 0;
        else if (int_get_double(rt, operands[i], numbers[i]) < 0)
            return -1;
    }
    return 1;
}

#define OPERANDS(left, right, a, b)                                                                \
    double a, b;                                                                                   \
    int status = number_pair(rt, left, right, &a, &b);                                             \
    if (UNLIKELY(status <= 0))                                                                     \
    return status < 0 ? NULL : NOT_IMPLEMENTED

static owned float_add(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    return float_new(rt, a + b);
}

static owned float_subtract(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    return float_new(rt, a - b);
}

static owned float_multiply(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    return float_new(rt, a * b);
}

static owned float_true_divide(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    if (b == 0)
        return exception_raise(rt, &exception_ZeroDivisionError, "float division by zero");
    return float_new(rt, a / b);
}

/* Python's quotient and remainder: the remainder has the divisor's sign, a zero too. */
static void divide(double a, double b, double *quotient, double *remainder)
{
    double rest = fmod(a, b);
    double exact = (a - rest) / b;
    if (rest != 0) {
        if ((b < 0) != (rest < 0)) {
            rest += b;
            exact -= 1.0;
        }
    } else {
        rest = copysign(0.0, b);
    }
    *remainder = rest;
    if (exact == 0) {
        *quotient = copysign(0.0, a / b);
        return;
    }
    *quotient = floor(exact);
    if (exact - *quotient > 0.5)
        *quotient += 1.0;
}

static owned float_floor_divide(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    if (b == 0)
        return exception_raise(rt, &exception_ZeroDivisionError, "float floor division by zero");
    double quotient, remainder;
    divide(a, b, &quotient, &remainder);
    return float_new(rt, quotient);
}

static owned float_remainder(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    if (b == 0)
        return exception_raise(rt, &exception_ZeroDivisionError, "float modulo");
    double quotient, remainder;
    divide(a, b, &quotient, &remainder);
    return float_new(rt, remainder);
}

static owned float_divmod(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    if (b == 0)
        return exception_raise(rt, &exception_ZeroDivisionError, "float divmod()");
    double quotient, remainder;
    divide(a, b, &quotient, &remainder);
    owned parts[2] = {float_new(rt, quotient), float_new(rt, remainder)};
    if (parts[0] && parts[1])
        return tuple_from_owned(rt, parts, 2);
    object_release_maybe(rt, parts[0]);
    object_release_maybe(rt, parts[1]);
    return NULL;
}

owned float_raise_range(struct runtime *rt)
{
    owned parts[2] = {int_tag(ERANGE), str_from_text(rt, "Numerical result out of range")};
    owned arguments = parts[1] ? tuple_from_owned(rt, parts, 2) : NULL;
    if (arguments) {
        exception_raise_value(rt, &exception_OverflowError, arguments);
        object_release(rt, arguments);
    }
    return NULL;
}

static owned float_power(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    if (a == 0 && b < 0 && isfinite(b))
        return exception_raise(rt, &exception_ZeroDivisionError,
                               "0.0 cannot be raised to a negative power");
    if (a < 0 && isfinite(a) && isfinite(b) && b != floor(b))
        return complex_power(rt, (struct complex_number){a, 0}, (struct complex_number){b, 0});
    double result = pow(a, b);
    if (isinf(result) && isfinite(a) && isfinite(b))
        return float_raise_range(rt);
    return float_new(rt, result);
}

static owned float_negative(struct runtime *rt, borrowed self)
{
    return float_new(rt, -float_value(self));
}

static owned float_absolute(struct runtime *rt, borrowed self)
{
    return float_new(rt, fabs(float_value(self)));
}

owned float_plain(struct runtime *rt, borrowed self)
{
    if (float_is_tagged(self) || self->type == &float_type)
        return object_retain(rt, self);
    return float_new(rt, float_value(self));
}

static int float_to_bool(struct runtime *rt UNUSED, borrowed self)
{
    return float_value(self) != 0;
}

static owned float_to_int(struct runtime *rt, borrowed self)
{
    return int_from_double(rt, float_value(self));
}

struct type float_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "float",
    .doc = "Convert a string or number to a floating point number, if possible.",
    .base = &object_type_,
    .size = sizeof(struct float_object),
    .reported_size = 24,
    .flags = TYPE_BASE | TYPE_FLOAT,
    .new = float_construct,
    .repr = float_repr,
    .hash = float_hash,
    .compare = float_compare,
    .binary = {[BINARY_ADD] = float_add,
               [BINARY_SUBTRACT] = float_subtract,
               [BINARY_MULTIPLY] = float_multiply,
               [BINARY_TRUE_DIVIDE] = float_true_divide,
               [BINARY_FLOOR_DIVIDE] = float_floor_divide,
               [BINARY_REMAINDER] = float_remainder,
               [BINARY_POWER] = float_power,
               [BINARY_DIVMOD] = float_divmod},
    .unary = {[UNARY_NEGATIVE] = float_negative,
              [UNARY_POSITIVE] = float_plain,
              [UNARY_ABSOLUTE] = float_absolute},
    .to_bool = float_to_bool,
    .to_int = float_to_int,
    .to_float = float_plain,
    .methods = float_methods,
    .attributes = float_attributes,
};
