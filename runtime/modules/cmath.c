/* The module cmath: functions of complex numbers, which the C library computes.
 *
 * As in CPython, a result that is infinite or no number though the argument was finite is an error:
 * a pole or a point outside of the domain a ValueError, an overflow an OverflowError. Special
 * values follow the C standard's Annex G, as CPython's tables do.
 */
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/complex.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <complex.h>
#include <math.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names_given)

static double _Complex to_c(struct complex_number value)
{
    return CMPLX(value.real, value.imaginary);
}

static owned from_c(struct runtime *rt, double _Complex z)
{
    return complex_new(rt, (struct complex_number){creal(z), cimag(z)});
}

static bool is_finite(double _Complex z)
{
    return isfinite(creal(z)) && isfinite(cimag(z));
}

static owned raise_domain(struct runtime *rt)
{
    return exception_raise(rt, &exception_ValueError, "math domain error");
}

static owned raise_range(struct runtime *rt)
{
    return exception_raise(rt, &exception_OverflowError, "math range error");
}

/* Takes the one argument of a function. */
static bool take(struct runtime *rt, const char *name, const borrowed *arguments, size_t positional,
                 borrowed names_given, double _Complex *z)
{
    struct complex_number value;
    if (!arguments_count(rt, name, positional, names_given, 1, 1) ||
        complex_get(rt, arguments[0], &value) < 0)
        return false;
    *z = to_c(value);
    return true;
}

enum failure { FAILURE_NONE, FAILURE_DOMAIN, FAILURE_RANGE };

/* What CPython raises for this argument and result. */
static enum failure judge(double _Complex z, double _Complex result, bool can_overflow)
{
    if (is_finite(z) && !is_finite(result))
        return can_overflow ? FAILURE_RANGE : FAILURE_DOMAIN;
    return FAILURE_NONE;
}

static owned finish(struct runtime *rt, double _Complex result, enum failure failure)
{
    if (failure == FAILURE_DOMAIN)
        return raise_domain(rt);
    return failure == FAILURE_RANGE ? raise_range(rt) : from_c(rt, result);
}

#define COMPLEX_FUNCTION(identifier, c_function, can_overflow)                                     \
    FUNCTION(cmath_##identifier)                                                                   \
    {                                                                                              \
        double _Complex z;                                                                         \
        if (!take(rt, "cmath." #identifier, arguments, positional, names_given, &z))               \
            return NULL;                                                                           \
        double _Complex result = c_function(z);                                                    \
        return finish(rt, result, judge(z, result, can_overflow));                                 \
    }

/* --- inverse functions and tangents: CPython's formulas, to the last digit -------------------- */

/* Can the formulas be used without an overflow or a special value? */
static bool is_moderate(double _Complex z)
{
    return fabs(creal(z)) < 1e150 && fabs(cimag(z)) < 1e150;
}

/* f(z) = -i·g(i·z) */
static double _Complex turn(double _Complex z)
{
    return CMPLX(-cimag(z), creal(z));
}

static double _Complex turn_back(double _Complex z)
{
    return CMPLX(cimag(z), -creal(z));
}

static double _Complex square_root(double _Complex z)
{
    double x = fabs(creal(z)) / 8, y = fabs(cimag(z));
    if (!is_moderate(z) || (x < 1e-150 && y < 1e-150))
        return csqrt(z);
    double root = 2 * sqrt(x + hypot(x, y / 8)), rest = y / (2 * root);
    return creal(z) >= 0 ? CMPLX(root, copysign(rest, cimag(z)))
                         : CMPLX(rest, copysign(root, cimag(z)));
}

static double _Complex arc_cosine(double _Complex z)
{
    if (!is_moderate(z))
        return cacos(z);
    double _Complex a = square_root(CMPLX(1 - creal(z), -cimag(z)));
    double _Complex b = square_root(CMPLX(1 + creal(z), cimag(z)));
    return CMPLX(2 * atan2(creal(a), creal(b)), asinh(creal(b) * cimag(a) - cimag(b) * creal(a)));
}

static double _Complex area_cosine(double _Complex z)
{
    if (!is_moderate(z))
        return cacosh(z);
    double _Complex a = square_root(CMPLX(creal(z) - 1, cimag(z)));
    double _Complex b = square_root(CMPLX(creal(z) + 1, cimag(z)));
    return CMPLX(asinh(creal(a) * creal(b) + cimag(a) * cimag(b)), 2 * atan2(cimag(a), creal(b)));
}

static double _Complex area_sine(double _Complex z)
{
    if (!is_moderate(z))
        return casinh(z);
    double _Complex a = square_root(CMPLX(1 + cimag(z), -creal(z)));
    double _Complex b = square_root(CMPLX(1 - cimag(z), creal(z)));
    return CMPLX(asinh(creal(a) * cimag(b) - creal(b) * cimag(a)),
                 atan2(cimag(z), creal(a) * creal(b) - cimag(a) * cimag(b)));
}

static double _Complex arc_sine(double _Complex z)
{
    return is_moderate(z) ? turn_back(area_sine(turn(z))) : casin(z);
}

static double _Complex area_tangent(double _Complex z)
{
    double size = fabs(cimag(z));
    if (!is_moderate(z) || (fabs(creal(z)) == 1 && size < 1e-150))
        return catanh(z);
    if (signbit(creal(z)))
        return -area_tangent(-z);
    double rest = 1 - creal(z);
    return CMPLX(log1p(4 * creal(z) / (rest * rest + size * size)) / 4,
                 -atan2(-2 * cimag(z), rest * (1 + creal(z)) - size * size) / 2);
}

static double _Complex arc_tangent(double _Complex z)
{
    return is_moderate(z) ? turn_back(area_tangent(turn(z))) : catan(z);
}

static double _Complex hyperbolic_tangent(double _Complex z)
{
    if (!is_finite(z) || fabs(creal(z)) > 700)
        return ctanh(z);
    double x = tanh(creal(z)), y = tan(cimag(z)), secant = 1 / cosh(creal(z));
    double divisor = 1 + x * y * (x * y);
    return CMPLX(x * (1 + y * y) / divisor, y / divisor * secant * secant);
}

static double _Complex tangent(double _Complex z)
{
    return is_finite(z) ? turn_back(hyperbolic_tangent(turn(z))) : ctan(z);
}

/* Near 1, where the logarithm is near 0, by log1p. */
static double _Complex logarithm(double _Complex z)
{
    double most = fmax(fabs(creal(z)), fabs(cimag(z))),
           least = fmin(fabs(creal(z)), fabs(cimag(z)));
    if (!is_moderate(z) || most < 1e-150)
        return clog(z);
    double size = hypot(most, least);
    bool is_near = 0.71 <= size && size <= 1.73;
    return CMPLX(is_near ? log1p((most - 1) * (most + 1) + least * least) / 2 : log(size),
                 atan2(cimag(z), creal(z)));
}

COMPLEX_FUNCTION(acos, arc_cosine, false)
COMPLEX_FUNCTION(acosh, area_cosine, false)
COMPLEX_FUNCTION(asin, arc_sine, false)
COMPLEX_FUNCTION(asinh, area_sine, false)
COMPLEX_FUNCTION(atan, arc_tangent, false)
COMPLEX_FUNCTION(atanh, area_tangent, false)
COMPLEX_FUNCTION(sqrt, square_root, false)

/* The tangents have no value at infinity in the part in which they are periodic. */
static owned tangent_result(struct runtime *rt, double size, double phase, double _Complex result)
{
    return isinf(phase) && isfinite(size) ? raise_domain(rt) : from_c(rt, result);
}

FUNCTION(cmath_tanh)
{
    double _Complex z;
    if (!take(rt, "cmath.tanh", arguments, positional, names_given, &z))
        return NULL;
    return tangent_result(rt, creal(z), cimag(z), hyperbolic_tangent(z));
}

FUNCTION(cmath_tan)
{
    double _Complex z;
    if (!take(rt, "cmath.tan", arguments, positional, names_given, &z))
        return NULL;
    return tangent_result(rt, cimag(z), creal(z), tangent(z));
}

/* sin, cos, exp and their like are periodic in one part: at infinity in that part, with another
 * part that is not nan, there is no value. */
static bool loses_phase(double size, double phase)
{
    return isinf(phase) && !isnan(size) && !(isinf(size) && size < 0);
}

FUNCTION(cmath_exp)
{
    double _Complex z;
    if (!take(rt, "cmath.exp", arguments, positional, names_given, &z))
        return NULL;
    if (loses_phase(creal(z), cimag(z)))
        return raise_domain(rt);
    double _Complex result = cexp(z);
    return finish(rt, result, judge(z, result, true));
}

static owned hyperbolic(struct runtime *rt, double _Complex z, double _Complex result)
{
    if (isinf(cimag(z)) && !isnan(creal(z)))
        return raise_domain(rt);
    return finish(rt, result, judge(z, result, true));
}

FUNCTION(cmath_cosh)
{
    double _Complex z;
    if (!take(rt, "cmath.cosh", arguments, positional, names_given, &z))
        return NULL;
    return hyperbolic(rt, z, ccosh(z));
}

FUNCTION(cmath_sinh)
{
    double _Complex z;
    if (!take(rt, "cmath.sinh", arguments, positional, names_given, &z))
        return NULL;
    return hyperbolic(rt, z, csinh(z));
}

FUNCTION(cmath_cos)
{
    double _Complex z;
    if (!take(rt, "cmath.cos", arguments, positional, names_given, &z))
        return NULL;
    return hyperbolic(rt, CMPLX(-cimag(z), creal(z)), ccos(z));
}

FUNCTION(cmath_sin)
{
    double _Complex z;
    if (!take(rt, "cmath.sin", arguments, positional, names_given, &z))
        return NULL;
    return hyperbolic(rt, CMPLX(-cimag(z), creal(z)), csin(z));
}

FUNCTION(cmath_log)
{
    struct complex_number value, base;
    if (!arguments_count(rt, "cmath.log", positional, names_given, 1, 2) ||
        complex_get(rt, arguments[0], &value) < 0 ||
        (positional > 1 && complex_get(rt, arguments[1], &base) < 0))
        return NULL;
    bool is_zero = value.real == 0 && value.imaginary == 0;
    if (positional == 1)
        return is_zero ? raise_domain(rt) : from_c(rt, logarithm(to_c(value)));
    if (base.real == 0 && base.imaginary == 0)
        return raise_domain(rt);
    owned numerator = from_c(rt, logarithm(to_c(value)));
    owned divisor = numerator ? from_c(rt, logarithm(to_c(base))) : NULL;
    owned result = divisor ? complex_type.binary[BINARY_TRUE_DIVIDE](rt, numerator, divisor) : NULL;
    object_release_maybe(rt, numerator);
    object_release_maybe(rt, divisor);
    if (!result && exception_matches(rt, &exception_ZeroDivisionError)) {
        exception_clear(rt);
        return raise_domain(rt);
    }
    return result;
}

FUNCTION(cmath_log10)
{
    double _Complex z;
    if (!take(rt, "cmath.log10", arguments, positional, names_given, &z))
        return NULL;
    if (creal(z) == 0 && cimag(z) == 0)
        return raise_domain(rt);
    double _Complex result = logarithm(z);
    return from_c(rt, CMPLX(creal(result) / M_LN10, cimag(result) / M_LN10));
}

/* --- polar coordinates ------------------------------------------------------------------------ */

FUNCTION(cmath_phase)
{
    double _Complex z;
    if (!take(rt, "cmath.phase", arguments, positional, names_given, &z))
        return NULL;
    return float_new(rt, carg(z));
}

FUNCTION(cmath_polar)
{
    double _Complex z;
    if (!take(rt, "cmath.polar", arguments, positional, names_given, &z))
        return NULL;
    double size = cabs(z);
    if (isinf(size) && is_finite(z))
        return raise_range(rt);
    owned parts[] = {float_new(rt, size), float_new(rt, carg(z))};
    return tuple_from_owned(rt, parts, 2);
}

FUNCTION(cmath_rect)
{
    double size, phase;
    if (!arguments_count(rt, "cmath.rect", positional, names_given, 2, 2) ||
        float_get(rt, arguments[0], &size) < 0 || float_get(rt, arguments[1], &phase) < 0)
        return NULL;
    if (isinf(phase) && size != 0 && !isnan(size))
        return raise_domain(rt);
    if (size == 0 && !isfinite(phase))
        return from_c(rt, CMPLX(0, 0));
    if (isnan(size) && phase == 0)
        return from_c(rt, CMPLX(size, 0));
    if (isinf(size) && isnan(phase))
        return from_c(rt, CMPLX(INFINITY, phase));
    if (isinf(size) && phase == 0)
        return from_c(rt, CMPLX(size, copysign(1, size) * phase));
    if (isinf(size) && isfinite(phase)) {
        double sign = copysign(1, size);
        return from_c(rt, CMPLX(copysign(INFINITY, sign * cos(phase)),
                                copysign(INFINITY, sign * sin(phase))));
    }
    if (phase == 0)
        return from_c(rt, CMPLX(size, size * phase));
    return from_c(rt, CMPLX(size * cos(phase), size * sin(phase)));
}

/* --- questions -------------------------------------------------------------------------------- */

FUNCTION(cmath_isfinite)
{
    double _Complex z;
    if (!take(rt, "cmath.isfinite", arguments, positional, names_given, &z))
        return NULL;
    return bool_of(is_finite(z));
}

FUNCTION(cmath_isinf)
{
    double _Complex z;
    if (!take(rt, "cmath.isinf", arguments, positional, names_given, &z))
        return NULL;
    return bool_of(isinf(creal(z)) || isinf(cimag(z)));
}

FUNCTION(cmath_isnan)
{
    double _Complex z;
    if (!take(rt, "cmath.isnan", arguments, positional, names_given, &z))
        return NULL;
    return bool_of(isnan(creal(z)) || isnan(cimag(z)));
}

FUNCTION(cmath_isclose)
{
    static const char *const parameters[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const struct arguments specification = {"isclose", parameters, 2, 0, 2};
    borrowed values[4];
    struct complex_number a, b;
    double relative = 1e-9, absolute = 0;
    if (!arguments_unpack(rt, &specification, arguments, positional, names_given, values) ||
        complex_get(rt, values[0], &a) < 0 || complex_get(rt, values[1], &b) < 0 ||
        (values[2] && float_get(rt, values[2], &relative) < 0) ||
        (values[3] && float_get(rt, values[3], &absolute) < 0))
        return NULL;
    if (relative < 0 || absolute < 0)
        return exception_raise(rt, &exception_ValueError, "tolerances must be non-negative");
    if (a.real == b.real && a.imaginary == b.imaginary)
        return bool_of(true);
    if (isinf(a.real) || isinf(a.imaginary) || isinf(b.real) || isinf(b.imaginary))
        return bool_of(false);
    double distance = cabs(to_c(a) - to_c(b));
    return bool_of(distance <= relative * cabs(to_c(b)) || distance <= relative * cabs(to_c(a)) ||
                   distance <= absolute);
}

static const struct native_method functions[] = {
    {"acos", cmath_acos, NATIVE_PLAIN, "Return the arc cosine of z."},
    {"acosh", cmath_acosh, NATIVE_PLAIN, "Return the inverse hyperbolic cosine of z."},
    {"asin", cmath_asin, NATIVE_PLAIN, "Return the arc sine of z."},
    {"asinh", cmath_asinh, NATIVE_PLAIN, "Return the inverse hyperbolic sine of z."},
    {"atan", cmath_atan, NATIVE_PLAIN, "Return the arc tangent of z."},
    {"atanh", cmath_atanh, NATIVE_PLAIN, "Return the inverse hyperbolic tangent of z."},
    {"cos", cmath_cos, NATIVE_PLAIN, "Return the cosine of z."},
    {"cosh", cmath_cosh, NATIVE_PLAIN, "Return the hyperbolic cosine of z."},
    {"exp", cmath_exp, NATIVE_PLAIN, "Return the exponential value e**z."},
    {"isclose", cmath_isclose, NATIVE_PLAIN,
     "Determine whether two complex numbers are close in value."},
    {"isfinite", cmath_isfinite, NATIVE_PLAIN,
     "Return True if both the real and imaginary parts of z are finite, else False."},
    {"isinf", cmath_isinf, NATIVE_PLAIN, "Checks if the real or imaginary part of z is infinite."},
    {"isnan", cmath_isnan, NATIVE_PLAIN,
     "Checks if the real or imaginary part of z not a number (NaN)."},
    {"log", cmath_log, NATIVE_PLAIN, "log(z[, base]) -> the logarithm of z to the given base."},
    {"log10", cmath_log10, NATIVE_PLAIN, "Return the base-10 logarithm of z."},
    {"phase", cmath_phase, NATIVE_PLAIN,
     "Return argument, also known as the phase angle, of a complex."},
    {"polar", cmath_polar, NATIVE_PLAIN,
     "Convert a complex from rectangular coordinates to polar coordinates."},
    {"rect", cmath_rect, NATIVE_PLAIN,
     "Convert from polar coordinates to rectangular coordinates."},
    {"sin", cmath_sin, NATIVE_PLAIN, "Return the sine of z."},
    {"sinh", cmath_sinh, NATIVE_PLAIN, "Return the hyperbolic sine of z."},
    {"sqrt", cmath_sqrt, NATIVE_PLAIN, "Return the square root of z."},
    {"tan", cmath_tan, NATIVE_PLAIN, "Return the tangent of z."},
    {"tanh", cmath_tanh, NATIVE_PLAIN, "Return the hyperbolic tangent of z."},
    {0},
};

int module_fill_cmath(struct runtime *rt, borrowed module)
{
    const struct {
        const char *name;
        double real;
        double imaginary;
    } complex_constants[] = {{"infj", 0, INFINITY}, {"nanj", 0, NAN}};
    const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (module_set(rt, module, constants[i].name, float_new(rt, constants[i].value)) < 0)
            return -1;
    for (size_t i = 0; i < sizeof complex_constants / sizeof *complex_constants; i++) {
        owned value = complex_new(
            rt, (struct complex_number){complex_constants[i].real, complex_constants[i].imaginary});
        if (module_set(rt, module, complex_constants[i].name, value) < 0)
            return -1;
    }
    return module_add_functions(rt, module, functions);
}
