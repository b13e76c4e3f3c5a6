/* float: the constructor, the methods and the attributes (float_parts.h declares the tables). */
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/float_parts.h"
#include "runtime/types/format.h"
#include "runtime/types/int_view.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <float.h>
#include <math.h>

static owned convert(struct runtime *rt, borrowed v)
{
    if (str_check(v) || object_type(rt, v)->get_memory)
        return float_from_object_text(rt, v);
    struct type *type = object_type(rt, v);
    if (!type->to_float && !type->to_index)
        return exception_raise(rt, &exception_TypeError,
                               "float() argument must be a string or a real number, not '%T'", v);
    if (!type->to_float) {
        double number;
        return float_get(rt, v, &number) < 0 ? NULL : float_new(rt, number);
    }
    owned result = type->to_float(rt, v);
    if (!result || float_check(rt, result))
        return result;
    exception_raise(rt, &exception_TypeError, "%s.__float__ returned non-float (type %T)",
                    type->name, result);
    object_release(rt, result);
    return NULL;
}

owned float_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float", positional, names, 0, 1))
        return NULL;
    owned value = positional ? convert(rt, arguments[0]) : float_new(rt, 0.0);
    if (!value || (type == &float_type && object_type(rt, value) == &float_type))
        return value;
    double number = float_value(value);
    object_release(rt, value);
    if (type == &float_type)
        return float_new(rt, number);
    owned result = object_new(rt, type, type->size, 24);
    if (result)
        ((struct float_object *)result)->value = number;
    return result;
}

/* --- methods ---------------------------------------------------------------------------------- */

static owned is_integer(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.is_integer", positional, names, 0, 0))
        return NULL;
    double number = float_value(self);
    return bool_of(isfinite(number) && floor(number) == number);
}

static owned as_integer_ratio(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                              size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.as_integer_ratio", positional, names, 0, 0))
        return NULL;
    double number = float_value(self);
    if (isinf(number))
        return exception_raise(rt, &exception_OverflowError,
                               "cannot convert Infinity to integer ratio");
    if (isnan(number))
        return exception_raise(rt, &exception_ValueError, "cannot convert NaN to integer ratio");
    int exponent;
    double mantissa = frexp(number, &exponent);
    for (int i = 0; i < 300 && mantissa != floor(mantissa); i++) {
        mantissa *= 2.0;
        exponent--;
    }
    mpz_t numerator, denominator;
    mpz_init_set_d(numerator, mantissa);
    mpz_init_set_ui(denominator, 1);
    if (exponent > 0)
        mpz_mul_2exp(numerator, numerator, (mp_bitcnt_t)exponent);
    else
        mpz_mul_2exp(denominator, denominator, (mp_bitcnt_t)-exponent);
    owned parts[2] = {int_from_owned_mpz(rt, numerator), int_from_owned_mpz(rt, denominator)};
    if (parts[0] && parts[1])
        return tuple_from_owned(rt, parts, 2);
    object_release_maybe(rt, parts[0]);
    object_release_maybe(rt, parts[1]);
    return NULL;
}

static owned hex(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                 size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.hex", positional, names, 0, 0))
        return NULL;
    return float_hex(rt, float_value(self));
}

static owned from_hex(struct runtime *rt, borrowed self, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.fromhex", positional, names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "bad argument type for built-in operation");
    double number;
    if (float_from_hex(rt, arguments[0], &number) < 0)
        return NULL;
    owned value = float_new(rt, number);
    if (!value || self == &float_type.header)
        return value;
    owned result = object_call_one(rt, self, value);
    object_release(rt, value);
    return result;
}

static owned conjugate(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    return arguments_count(rt, "float.conjugate", positional, names, 0, 0) ? float_plain(rt, self)
                                                                           : NULL;
}

static owned truncate(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.__trunc__", positional, names, 0, 0))
        return NULL;
    return int_from_double(rt, float_value(self));
}

static owned round_down(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.__floor__", positional, names, 0, 0))
        return NULL;
    return int_from_double(rt, floor(float_value(self)));
}

static owned round_up(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.__ceil__", positional, names, 0, 0))
        return NULL;
    return int_from_double(rt, ceil(float_value(self)));
}

/* round(number, digits), rounding the exact decimal value once, ties to even, as printf does. */
static double round_decimal(double number, int64_t digits)
{
    char text[800];
    if (digits >= 0) {
        snprintf(text, sizeof text, "%.*f", (int)digits, number);
        return strtod(text, NULL);
    }
    snprintf(text, sizeof text, "%.40e", number);
    int64_t significant = atoi(strchr(text, 'e') + 1) + 1 + digits;
    if (significant > 0) {
        snprintf(text, sizeof text, "%.*e", (int)significant - 1, number);
        return strtod(text, NULL);
    }
    snprintf(text, sizeof text, "5e%d", (int)(-digits - 1));
    if (significant == 0 && fabs(number) > strtod(text, NULL)) {
        snprintf(text, sizeof text, "1e%d", (int)-digits);
        return copysign(strtod(text, NULL), number);
    }
    return copysign(0.0, number);
}

static owned round_float(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    if (!arguments_count(rt, "__round__", positional, names, 0, 1))
        return NULL;
    double number = float_value(self);
    if (positional == 0 || arguments[0] == NONE)
        return int_from_double(rt, isfinite(number) ? nearbyint(number) : number);
    int64_t digits;
    if (object_index_number(rt, arguments[0], &digits, true) < 0)
        return NULL;
    /* Beyond 323 digits nothing is rounded away, below -308 everything is. */
    if (!isfinite(number) || digits > (DBL_MANT_DIG - DBL_MIN_EXP) * 0.30103)
        return float_new(rt, number);
    if (digits < -(int64_t)((DBL_MAX_EXP + 1) * 0.30103))
        return float_new(rt, 0.0 * number);
    double result = round_decimal(number, digits);
    if (isinf(result))
        return exception_raise(rt, &exception_OverflowError,
                               "rounded value too large to represent");
    return float_new(rt, result);
}

static owned format_float(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    if (!arguments_count(rt, "__format__", positional, names, 1, 1))
        return NULL;
    return format_method(rt, self, arguments[0]);
}

static owned new_arguments(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                           size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.__getnewargs__", positional, names, 0, 0))
        return NULL;
    owned value = float_plain(rt, self);
    return value ? tuple_from_owned(rt, &value, 1) : NULL;
}

static owned get_format(struct runtime *rt, UNUSED borrowed self, const borrowed *arguments,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "float.__getformat__", positional, names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]) ||
        (!str_equal_text(arguments[0], "double") && !str_equal_text(arguments[0], "float")))
        return exception_raise(rt, &exception_ValueError,
                               "__getformat__() argument 1 must be 'double' or 'float'");
    return str_intern_text(rt, "IEEE, little-endian");
}

const struct native_method float_methods[] = {
    {"is_integer", is_integer, NATIVE_PLAIN, "Return True if the float is an integer."},
    {"as_integer_ratio", as_integer_ratio, NATIVE_PLAIN, NULL},
    {"hex", hex, NATIVE_PLAIN, "Return a hexadecimal representation of a floating-point number."},
    {"__getformat__", get_format, NATIVE_CLASS, "How C's double or float is stored."},
    {"fromhex", from_hex, NATIVE_CLASS,
     "Create a floating-point number from a hexadecimal string."},
    {"conjugate", conjugate, NATIVE_PLAIN, NULL},
    {"__trunc__", truncate, NATIVE_PLAIN, NULL},
    {"__floor__", round_down, NATIVE_PLAIN, NULL},
    {"__ceil__", round_up, NATIVE_PLAIN, NULL},
    {"__round__", round_float, NATIVE_PLAIN, NULL},
    {"__format__", format_float, NATIVE_PLAIN, NULL},
    {"__getnewargs__", new_arguments, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static owned get_real(struct runtime *rt, borrowed self)
{
    return float_plain(rt, self);
}

static owned get_imaginary(struct runtime *rt, borrowed self UNUSED)
{
    return float_new(rt, 0.0);
}

const struct native_attribute float_attributes[] = {
    {"real", get_real, NULL},
    {"imag", get_imaginary, NULL},
    {NULL, NULL, NULL},
};
