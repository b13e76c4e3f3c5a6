/* The type complex: arithmetic. Each operation is CPython's formula, so that results agree to the
 * last digit; a real operand counts as one whose imaginary part is 0. */
#include "runtime/types/complex.h"

#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float_parts.h"
#include "runtime/types/format.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>
#include <math.h>

#define POWER_BY_SQUARING 100 /* whole exponents up to this one */

bool complex_check(borrowed v)
{
    return object_is_pointer(v) &&
           (v->type == &complex_type || type_is_subtype(v->type, &complex_type));
}

owned complex_new(struct runtime *rt, struct complex_number value)
{
    owned self =
        object_new(rt, &complex_type, sizeof(struct complex_object), complex_type.reported_size);
    if (self)
        ((struct complex_object *)self)->value = value;
    return self;
}

int complex_get(struct runtime *rt, borrowed v, struct complex_number *number)
{
    if (object_is_pointer(v) && v->type == &complex_type) {
        *number = complex_value(v);
        return 0;
    }
    owned method = object_is_pointer(v) ? object_find_special(rt, v, names.complex_) : NULL;
    if (!method) {
        number->imaginary = 0;
        return runtime_has_error(rt) ? -1 : float_get(rt, v, &number->real);
    }
    owned converted = object_call_none(rt, method);
    object_release(rt, method);
    if (!converted)
        return -1;
    bool is_complex = complex_check(converted);
    if (is_complex)
        *number = complex_value(converted);
    else
        exception_raise(rt, &exception_TypeError, "__complex__ returned non-complex (type %T)",
                        converted);
    object_release(rt, converted);
    return is_complex ? 0 : -1;
}

/* --- formulas --------------------------------------------------------------------------------- */

static struct complex_number product(struct complex_number a, struct complex_number b)
{
    return (struct complex_number){a.real * b.real - a.imaginary * b.imaginary,
                                   a.real * b.imaginary + a.imaginary * b.real};
}

/* Divides by the larger part of the divisor first; false: the divisor is 0. */
static bool quotient(struct complex_number a, struct complex_number b,
                     struct complex_number *result)
{
    if (isnan(b.real) || isnan(b.imaginary)) {
        *result = (struct complex_number){NAN, NAN};
    } else if (fabs(b.real) >= fabs(b.imaginary)) {
        if (b.real == 0)
            return false;
        double ratio = b.imaginary / b.real, divisor = b.real + b.imaginary * ratio;
        result->real = (a.real + a.imaginary * ratio) / divisor;
        result->imaginary = (a.imaginary - a.real * ratio) / divisor;
    } else {
        double ratio = b.real / b.imaginary, divisor = b.real * ratio + b.imaginary;
        result->real = (a.real * ratio + a.imaginary) / divisor;
        result->imaginary = (a.imaginary * ratio - a.real) / divisor;
    }
    return true;
}

static struct complex_number whole_power(struct complex_number base, int exponent)
{
    struct complex_number result = {1, 0};
    for (int bit = 1; bit <= exponent; bit <<= 1) {
        if (exponent & bit)
            result = product(result, base);
        base = product(base, base);
    }
    return result;
}

static struct complex_number general_power(struct complex_number base,
                                           struct complex_number exponent)
{
    double size = hypot(base.real, base.imaginary);
    double length = pow(size, exponent.real);
    double angle = atan2(base.imaginary, base.real);
    double phase = angle * exponent.real;
    if (exponent.imaginary != 0) {
        length /= exp(angle * exponent.imaginary);
        phase += exponent.imaginary * log(size);
    }
    return (struct complex_number){length * cos(phase), length * sin(phase)};
}

owned complex_power(struct runtime *rt, struct complex_number base, struct complex_number exponent)
{
    struct complex_number result = {0, 0};
    bool divides_by_zero = false;
    if (exponent.imaginary == 0 && exponent.real == floor(exponent.real) &&
        fabs(exponent.real) <= POWER_BY_SQUARING) {
        int whole = (int)exponent.real;
        result = whole_power(base, whole < 0 ? -whole : whole);
        divides_by_zero = whole < 0 && !quotient((struct complex_number){1, 0}, result, &result);
    } else if (exponent.real == 0 && exponent.imaginary == 0) {
        result.real = 1;
    } else if (base.real == 0 && base.imaginary == 0) {
        divides_by_zero = exponent.imaginary != 0 || exponent.real < 0;
    } else {
        result = general_power(base, exponent);
    }
    if (divides_by_zero)
        return exception_raise(rt, &exception_ZeroDivisionError,
                               "0.0 to a negative or complex power");
    if (isinf(result.real) || isinf(result.imaginary))
        return exception_raise(rt, &exception_OverflowError, "complex exponentiation");
    return complex_new(rt, result);
}

/* --- operators -------------------------------------------------------------------------------- */

/* 1: a number; 0: NotImplemented; -1: an int is too large. */
static int read_operand(struct runtime *rt, borrowed v, struct complex_number *number)
{
    if (complex_check(v)) {
        *number = complex_value(v);
        return 1;
    }
    number->imaginary = 0;
    if (float_check(rt, v))
        number->real = float_value(v);
    else if (!int_check(rt, v))
        return 0;
    else if (int_get_double(rt, v, &number->real) < 0)
        return -1;
    return 1;
}

#define OPERANDS(left, right, a, b)                                                                \
    struct complex_number a, b;                                                                    \
    int status = read_operand(rt, left, &a);                                                       \
    if (status > 0)                                                                                \
        status = read_operand(rt, right, &b);                                                      \
    if (status <= 0)                                                                               \
    return status < 0 ? NULL : NOT_IMPLEMENTED

static owned complex_add(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    return complex_new(rt, (struct complex_number){a.real + b.real, a.imaginary + b.imaginary});
}

static owned complex_subtract(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    return complex_new(rt, (struct complex_number){a.real - b.real, a.imaginary - b.imaginary});
}

static owned complex_multiply(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    return complex_new(rt, product(a, b));
}

static owned complex_true_divide(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    struct complex_number result;
    if (!quotient(a, b, &result))
        return exception_raise(rt, &exception_ZeroDivisionError, "complex division by zero");
    return complex_new(rt, result);
}

static owned complex_binary_power(struct runtime *rt, borrowed left, borrowed right)
{
    OPERANDS(left, right, a, b);
    return complex_power(rt, a, b);
}

static owned complex_power_modulo(struct runtime *rt, borrowed base UNUSED,
                                  borrowed exponent UNUSED, borrowed modulus UNUSED)
{
    return exception_raise(rt, &exception_ValueError, "complex modulo");
}

static owned complex_negative(struct runtime *rt, borrowed self)
{
    struct complex_number value = complex_value(self);
    return complex_new(rt, (struct complex_number){-value.real, -value.imaginary});
}

static owned complex_positive(struct runtime *rt, borrowed self)
{
    return self->type == &complex_type ? object_retain(rt, self)
                                       : complex_new(rt, complex_value(self));
}

static owned complex_absolute(struct runtime *rt, borrowed self)
{
    struct complex_number value = complex_value(self);
    double size = hypot(value.real, value.imaginary);
    if (isinf(size) && isfinite(value.real) && isfinite(value.imaginary))
        return exception_raise(rt, &exception_OverflowError, "absolute value too large");
    return float_new(rt, size);
}

static int complex_to_bool(struct runtime *rt UNUSED, borrowed self)
{
    struct complex_number value = complex_value(self);
    return value.real != 0 || value.imaginary != 0;
}

static int complex_hash(struct runtime *rt UNUSED, borrowed self, int64_t *hash)
{
    struct complex_number value = complex_value(self);
    uint64_t real = (uint64_t)float_hash_number(value.real, self);
    uint64_t imaginary = (uint64_t)float_hash_number(value.imaginary, self);
    *hash = (int64_t)(real + 1000003 * imaginary);
    if (*hash == -1)
        *hash = -2;
    return 0;
}

/* Only equality: complex numbers have no order. An int is compared exactly. */
static owned complex_compare(struct runtime *rt, borrowed self, borrowed other,
                             enum compare operation)
{
    struct complex_number value = complex_value(self);
    bool equal;
    if (operation != COMPARE_EQ && operation != COMPARE_NE)
        return NOT_IMPLEMENTED;
    if (complex_check(other)) {
        struct complex_number right = complex_value(other);
        equal = value.real == right.real && value.imaginary == right.imaginary;
    } else if (float_check(rt, other) || int_check(rt, other)) {
        owned real = float_new(rt, value.real);
        owned result = real ? float_type.compare(rt, real, other, COMPARE_EQ) : NULL;
        object_release_maybe(rt, real);
        if (!result)
            return NULL;
        equal = value.imaginary == 0 && result == &bool_true;
    } else {
        return NOT_IMPLEMENTED;
    }
    return bool_of(equal == (operation == COMPARE_EQ));
}

/* --- methods ---------------------------------------------------------------------------------- */

static owned method_conjugate(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                              size_t positional, borrowed argument_names)
{
    struct complex_number value = complex_value(self);
    if (!arguments_count(rt, "complex.conjugate", positional, argument_names, 0, 0))
        return NULL;
    return complex_new(rt, (struct complex_number){value.real, -value.imaginary});
}

static owned method_complex(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                            size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "complex.__complex__", positional, argument_names, 0, 0))
        return NULL;
    return complex_positive(rt, self);
}

static owned method_new_arguments(struct runtime *rt, borrowed self,
                                  const borrowed *arguments UNUSED, size_t positional,
                                  borrowed argument_names)
{
    struct complex_number value = complex_value(self);
    if (!arguments_count(rt, "complex.__getnewargs__", positional, argument_names, 0, 0))
        return NULL;
    owned parts[] = {float_new(rt, value.real), float_new(rt, value.imaginary)};
    return tuple_from_owned(rt, parts, 2);
}

static owned method_format(struct runtime *rt, borrowed self, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "complex.__format__", positional, argument_names, 1, 1))
        return NULL;
    return format_method(rt, self, arguments[0]);
}

static owned get_real(struct runtime *rt, borrowed self)
{
    return float_new(rt, complex_value(self).real);
}

static owned get_imaginary(struct runtime *rt, borrowed self)
{
    return float_new(rt, complex_value(self).imaginary);
}

static const struct native_method complex_methods[] = {
    {"conjugate", method_conjugate, NATIVE_PLAIN,
     "Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."},
    {"__complex__", method_complex, NATIVE_PLAIN, "Convert this value to exact type complex."},
    {"__getnewargs__", method_new_arguments, NATIVE_PLAIN, NULL},
    {"__format__", method_format, NATIVE_PLAIN, "Convert to a string according to format_spec."},
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute complex_attributes[] = {
    {"real", get_real, NULL},
    {"imag", get_imaginary, NULL},
    {NULL, NULL, NULL},
};

struct type complex_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "complex",
    .doc = "Create a complex number from a real part and an optional imaginary part.\n\nThis is "
           "equivalent to (real + imag*1j) where imag defaults to 0.",
    .base = &object_type_,
    .size = sizeof(struct complex_object),
    .reported_size = 32,
    .flags = TYPE_BASE,
    .new = complex_construct,
    .repr = complex_repr,
    .hash = complex_hash,
    .compare = complex_compare,
    .binary = {[BINARY_ADD] = complex_add,
               [BINARY_SUBTRACT] = complex_subtract,
               [BINARY_MULTIPLY] = complex_multiply,
               [BINARY_TRUE_DIVIDE] = complex_true_divide,
               [BINARY_POWER] = complex_binary_power},
    .power_modulo = complex_power_modulo,
    .unary = {[UNARY_NEGATIVE] = complex_negative,
              [UNARY_POSITIVE] = complex_positive,
              [UNARY_ABSOLUTE] = complex_absolute},
    .to_bool = complex_to_bool,
    .methods = complex_methods,
    .attributes = complex_attributes,
};
