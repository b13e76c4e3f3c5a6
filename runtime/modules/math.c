/* The module math: functions of real numbers, which the C library computes, and the constants.
 *
 * A result that is no number though the argument was one is a ValueError; an infinite one of a
 * finite argument is an OverflowError where the function can overflow, else a ValueError.
 */
#include "runtime/modules/math_parts.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <math.h>

static owned raise_domain(struct runtime *rt)
{
    return exception_raise(rt, &exception_ValueError, "math domain error");
}

static owned raise_range(struct runtime *rt)
{
    return exception_raise(rt, &exception_OverflowError, "math range error");
}

/* --- functions of one number ------------------------------------------------------------------ */

static owned apply(struct runtime *rt, const char *name, const borrowed *arguments,
                   size_t positional, borrowed names_given, double (*function)(double),
                   bool can_overflow)
{
    double x;
    if (!arguments_count(rt, name, positional, names_given, 1, 1) ||
        float_get(rt, arguments[0], &x) < 0)
        return NULL;
    double result = function(x);
    if (isnan(result) && !isnan(x))
        return raise_domain(rt);
    if (isinf(result) && isfinite(x))
        return can_overflow ? raise_range(rt) : raise_domain(rt);
    return float_new(rt, result);
}

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names_given)

#define REAL_FUNCTION(identifier, c_function, can_overflow)                                        \
    FUNCTION(math_##identifier)                                                                    \
    {                                                                                              \
        return apply(rt, "math." #identifier, arguments, positional, names_given, c_function,      \
                     can_overflow);                                                                \
    }

/* The C library's gamma of a pole is an infinity; Python's is an error. */
static double gamma_of(double x)
{
    if (x == floor(x) && x <= 0 && isfinite(x))
        return NAN;
    return tgamma(x);
}

static double log_gamma_of(double x)
{
    int sign;
    if (x == floor(x) && x <= 0 && isfinite(x))
        return NAN;
    return isinf(x) ? INFINITY : lgamma_r(x, &sign);
}

static double degrees_of(double x)
{
    return x * (180.0 / M_PI);
}

static double radians_of(double x)
{
    return x * (M_PI / 180.0);
}

REAL_FUNCTION(sqrt, sqrt, false)
REAL_FUNCTION(cbrt, cbrt, false)
REAL_FUNCTION(exp, exp, true)
REAL_FUNCTION(exp2, exp2, true)
REAL_FUNCTION(expm1, expm1, true)
REAL_FUNCTION(log1p, log1p, false)
REAL_FUNCTION(sin, sin, false)
REAL_FUNCTION(cos, cos, false)
REAL_FUNCTION(tan, tan, false)
REAL_FUNCTION(asin, asin, false)
REAL_FUNCTION(acos, acos, false)
REAL_FUNCTION(atan, atan, false)
REAL_FUNCTION(sinh, sinh, true)
REAL_FUNCTION(cosh, cosh, true)
REAL_FUNCTION(tanh, tanh, false)
REAL_FUNCTION(asinh, asinh, false)
REAL_FUNCTION(acosh, acosh, false)
REAL_FUNCTION(atanh, atanh, false)
REAL_FUNCTION(fabs, fabs, false)
REAL_FUNCTION(erf, erf, false)
REAL_FUNCTION(erfc, erfc, false)
REAL_FUNCTION(gamma, gamma_of, true)
REAL_FUNCTION(lgamma, log_gamma_of, true)
REAL_FUNCTION(degrees, degrees_of, false)
REAL_FUNCTION(radians, radians_of, false)

/* --- logarithms ------------------------------------------------------------------------------- */

/* A logarithm of any positive number; an int may be larger than any double. */
static int logarithm(struct runtime *rt, borrowed v, double (*function)(double), double *result)
{
    double x;
    if (int_check(rt, v)) {
        struct int_view view;
        mpz_srcptr number = int_view(v, &view);
        if (mpz_sgn(number) <= 0) {
            raise_domain(rt);
            return -1;
        }
        x = int_mpz_to_double(number);
        if (isinf(x)) {
            size_t cut = mpz_sizeinbase(number, 2) - 1000;
            int exponent;
            mpz_t top;
            mpz_init(top);
            mpz_tdiv_q_2exp(top, number, cut);
            x = frexp(int_mpz_to_double(top), &exponent);
            mpz_clear(top);
            *result = function(x) + function(2.0) * (double)((size_t)exponent + cut);
            return 0;
        }
    } else if (float_get(rt, v, &x) < 0) {
        return -1;
    }
    *result = x > 0 || isnan(x) ? function(x) : NAN;
    if (!isnan(*result) || isnan(x))
        return 0;
    raise_domain(rt);
    return -1;
}

FUNCTION(math_log)
{
    double numerator, denominator;
    if (positional < 1 || positional > 2)
        return exception_raise(rt, &exception_TypeError, "math.log requires 1 to 2 arguments");
    if (!arguments_count(rt, "math.log", positional, names_given, 1, 2) ||
        logarithm(rt, arguments[0], log, &numerator) < 0)
        return NULL;
    if (positional == 1)
        return float_new(rt, numerator);
    if (logarithm(rt, arguments[1], log, &denominator) < 0)
        return NULL;
    if (denominator == 0)
        return exception_raise(rt, &exception_ZeroDivisionError, "float division by zero");
    return float_new(rt, numerator / denominator);
}

FUNCTION(math_log2)
{
    double result;
    if (!arguments_count(rt, "math.log2", positional, names_given, 1, 1) ||
        logarithm(rt, arguments[0], log2, &result) < 0)
        return NULL;
    return float_new(rt, result);
}

FUNCTION(math_log10)
{
    double result;
    if (!arguments_count(rt, "math.log10", positional, names_given, 1, 1) ||
        logarithm(rt, arguments[0], log10, &result) < 0)
        return NULL;
    return float_new(rt, result);
}

/* --- functions of two numbers ----------------------------------------------------------------- */

static bool read_pair(struct runtime *rt, const char *name, const borrowed *arguments,
                      size_t positional, borrowed names_given, double *x, double *y)
{
    return arguments_count(rt, name, positional, names_given, 2, 2) &&
           float_get(rt, arguments[0], x) == 0 && float_get(rt, arguments[1], y) == 0;
}

FUNCTION(math_pow)
{
    double x, y;
    if (!read_pair(rt, "pow", arguments, positional, names_given, &x, &y))
        return NULL;
    double result = pow(x, y);
    if (isfinite(x) && isfinite(y) && !isfinite(result))
        return isnan(result) || x == 0 ? raise_domain(rt) : raise_range(rt);
    return float_new(rt, result);
}

FUNCTION(math_fmod)
{
    double x, y;
    if (!read_pair(rt, "fmod", arguments, positional, names_given, &x, &y))
        return NULL;
    double result = fmod(x, y);
    return isnan(result) && !isnan(x) && !isnan(y) ? raise_domain(rt) : float_new(rt, result);
}

FUNCTION(math_remainder)
{
    double x, y;
    if (!read_pair(rt, "remainder", arguments, positional, names_given, &x, &y))
        return NULL;
    double result = remainder(x, y);
    return isnan(result) && !isnan(x) && !isnan(y) ? raise_domain(rt) : float_new(rt, result);
}

#define PAIR_FUNCTION(identifier, c_function)                                                      \
    FUNCTION(math_##identifier)                                                                    \
    {                                                                                              \
        double x, y;                                                                               \
        if (!read_pair(rt, #identifier, arguments, positional, names_given, &x, &y))               \
            return NULL;                                                                           \
        return float_new(rt, c_function(x, y));                                                    \
    }

PAIR_FUNCTION(atan2, atan2)
PAIR_FUNCTION(copysign, copysign)
PAIR_FUNCTION(nextafter, nextafter)

FUNCTION(math_ldexp)
{
    double x;
    int64_t exponent;
    if (!arguments_count(rt, "ldexp", positional, names_given, 2, 2) ||
        float_get(rt, arguments[0], &x) < 0)
        return NULL;
    if (!int_check(rt, arguments[1]))
        return exception_raise(rt, &exception_TypeError,
                               "Expected an int as second argument to ldexp.");
    if (object_index_number(rt, arguments[1], &exponent, true) < 0)
        return NULL;
    exponent = exponent > 10000 ? 10000 : exponent < -10000 ? -10000 : exponent;
    double result = ldexp(x, (int)exponent);
    return isinf(result) && isfinite(x) ? raise_range(rt) : float_new(rt, result);
}

/* --- taking numbers apart --------------------------------------------------------------------- */

static owned make_pair(struct runtime *rt, owned first, owned second)
{
    owned parts[2] = {first, second};
    if (first && second)
        return tuple_from_owned(rt, parts, 2);
    object_release_maybe(rt, first);
    object_release_maybe(rt, second);
    return NULL;
}

FUNCTION(math_modf)
{
    double x, whole;
    if (!arguments_count(rt, "math.modf", positional, names_given, 1, 1) ||
        float_get(rt, arguments[0], &x) < 0)
        return NULL;
    double fraction = modf(x, &whole);
    return make_pair(rt, float_new(rt, fraction), float_new(rt, whole));
}

FUNCTION(math_frexp)
{
    double x;
    int exponent = 0;
    if (!arguments_count(rt, "math.frexp", positional, names_given, 1, 1) ||
        float_get(rt, arguments[0], &x) < 0)
        return NULL;
    double mantissa = isfinite(x) ? frexp(x, &exponent) : x;
    return make_pair(rt, float_new(rt, mantissa), int_tag(exponent));
}

FUNCTION(math_ulp)
{
    double x;
    if (!arguments_count(rt, "math.ulp", positional, names_given, 1, 1) ||
        float_get(rt, arguments[0], &x) < 0)
        return NULL;
    if (!isfinite(x))
        return float_new(rt, fabs(x));
    x = fabs(x);
    double next = nextafter(x, INFINITY);
    return float_new(rt, isinf(next) ? x - nextafter(x, 0) : next - x);
}

/* floor, ceil, trunc: the special method, or the float rounded by `function`. */
static owned round_by(struct runtime *rt, const char *name, const borrowed *arguments,
                      size_t positional, borrowed names_given, borrowed special,
                      double (*function)(double))
{
    if (!arguments_count(rt, name, positional, names_given, 1, 1))
        return NULL;
    borrowed v = arguments[0];
    if (int_is_tagged(v))
        return v;
    if (!float_is_tagged(v)) {
        owned method = object_find_special(rt, v, special);
        if (method) {
            owned result = object_call_none(rt, method);
            object_release(rt, method);
            return result;
        }
        if (rt->error)
            return NULL;
    }
    if (special == names.trunc && !float_is_tagged(v))
        return exception_raise(rt, &exception_TypeError, "type %T doesn't define __trunc__ method",
                               v);
    double x;
    return float_get(rt, v, &x) < 0 ? NULL : int_from_double(rt, function(x));
}

FUNCTION(math_floor)
{
    return round_by(rt, "math.floor", arguments, positional, names_given, names.floor, floor);
}

FUNCTION(math_ceil)
{
    return round_by(rt, "math.ceil", arguments, positional, names_given, names.ceil, ceil);
}

FUNCTION(math_trunc)
{
    return round_by(rt, "math.trunc", arguments, positional, names_given, names.trunc, trunc);
}

#define QUESTION(identifier, answer)                                                               \
    FUNCTION(math_##identifier)                                                                    \
    {                                                                                              \
        double x;                                                                                  \
        if (!arguments_count(rt, "math." #identifier, positional, names_given, 1, 1) ||            \
            float_get(rt, arguments[0], &x) < 0)                                                   \
            return NULL;                                                                           \
        return bool_of(answer);                                                                    \
    }

QUESTION(isnan, isnan(x))
QUESTION(isinf, isinf(x) != 0)
QUESTION(isfinite, isfinite(x))

FUNCTION(math_isclose)
{
    static const char *const parameters[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const struct arguments specification = {"isclose", parameters, 2, 0, 2};
    borrowed values[4];
    double a, b, relative = 1e-9, absolute = 0;
    if (!arguments_unpack(rt, &specification, arguments, positional, names_given, values) ||
        float_get(rt, values[0], &a) < 0 || float_get(rt, values[1], &b) < 0 ||
        (values[2] && float_get(rt, values[2], &relative) < 0) ||
        (values[3] && float_get(rt, values[3], &absolute) < 0))
        return NULL;
    if (relative < 0 || absolute < 0)
        return exception_raise(rt, &exception_ValueError, "tolerances must be non-negative");
    if (a == b)
        return &bool_true;
    if (isinf(a) || isinf(b))
        return &bool_false;
    double difference = fabs(b - a);
    return bool_of(difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
                   difference <= absolute);
}

/* --- rows of numbers -------------------------------------------------------------------------- */

/* The square root of the sum of squares, scaled so that nothing overflows, the sum kept in two
 * parts so that it is rounded once. */
static double vector_norm(const double *numbers, size_t count)
{
    double largest = 0;
    bool has_nan = false;
    for (size_t i = 0; i < count; i++) {
        has_nan |= isnan(numbers[i]);
        largest = fmax(largest, fabs(numbers[i]));
    }
    if (isinf(largest) || largest == 0)
        return has_nan && largest == 0 ? NAN : largest;
    if (has_nan)
        return NAN;
    int exponent;
    frexp(largest, &exponent);
    long double sum = 0;
    for (size_t i = 0; i < count; i++) {
        long double scaled = ldexpl((long double)numbers[i], -exponent);
        sum += scaled * scaled;
    }
    return (double)ldexpl(sqrtl(sum), exponent);
}

FUNCTION(math_hypot)
{
    double numbers[16] = {0};
    if (!arguments_count(rt, "hypot", positional, names_given, 0, 16))
        return NULL;
    for (size_t i = 0; i < positional; i++)
        if (float_get(rt, arguments[i], &numbers[i]) < 0)
            return NULL;
    return float_new(rt, vector_norm(numbers, positional));
}

FUNCTION(math_dist)
{
    if (!arguments_count(rt, "dist", positional, names_given, 2, 2))
        return NULL;
    owned left = tuple_from_iterable(rt, arguments[0]);
    owned right = left ? tuple_from_iterable(rt, arguments[1]) : NULL;
    owned result = NULL;
    double numbers[64];
    if (right && tuple_count(left) != tuple_count(right)) {
        exception_raise(rt, &exception_ValueError,
                        "both points must have the same number of dimensions");
    } else if (right && tuple_count(left) > 64) {
        exception_raise(rt, &exception_ValueError,
                        "points of more than 64 dimensions are not supported");
    } else if (right) {
        for (size_t i = 0; i < tuple_count(left) && !rt->error; i++) {
            double x, y;
            if (float_get(rt, tuple_item(left, i), &x) == 0 &&
                float_get(rt, tuple_item(right, i), &y) == 0)
                numbers[i] = x - y;
        }
        result = rt->error ? NULL : float_new(rt, vector_norm(numbers, tuple_count(left)));
    }
    object_release_maybe(rt, left);
    object_release_maybe(rt, right);
    return result;
}

/* Adds x to a row of partial sums that do not overlap (Shewchuk); gives the new count. */
static size_t add_partial(double *partials, size_t count, double x)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        double y = partials[i];
        if (fabs(x) < fabs(y)) {
            double other = x;
            x = y;
            y = other;
        }
        volatile double high = x + y;
        volatile double rounded = high - x;
        double low = y - rounded;
        if (low != 0)
            partials[kept++] = low;
        x = high;
    }
    partials[kept++] = x;
    return kept;
}

/* The partial sums, from the largest, rounded once; half-way cases look at the next one. */
static double sum_partials(const double *partials, size_t count)
{
    if (count == 0)
        return 0;
    double high = partials[--count], low = 0;
    while (count > 0) {
        double x = high, y = partials[--count];
        high = x + y;
        low = y - (high - x);
        if (low != 0)
            break;
    }
    if (count > 0 &&
        ((low < 0 && partials[count - 1] < 0) || (low > 0 && partials[count - 1] > 0))) {
        double twice = low * 2, x = high + twice;
        if (twice == x - high)
            high = x;
    }
    return high;
}

FUNCTION(math_fsum)
{
    if (!arguments_count(rt, "math.fsum", positional, names_given, 1, 1))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]);
    if (!iterator)
        return NULL;
    double partials[2100]; /* doubles that do not overlap: never more than this */
    size_t count = 0;
    double special = 0;
    for (owned item; (item = object_next(rt, iterator));) {
        double x;
        int status = float_get(rt, item, &x);
        object_release(rt, item);
        if (status < 0)
            break;
        if (!isfinite(x)) {
            special += x;
            continue;
        }
        count = add_partial(partials, count, x);
        if (!isfinite(partials[count - 1])) {
            exception_raise(rt, &exception_OverflowError, "intermediate overflow in fsum");
            break;
        }
    }
    object_release(rt, iterator);
    if (rt->error)
        return NULL;
    return float_new(rt, special != 0 || isnan(special) ? special : sum_partials(partials, count));
}

FUNCTION(math_prod)
{
    static const char *const parameters[] = {"", "start", NULL};
    static const struct arguments specification = {"prod", parameters, 1, 1, 1};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, names_given, values))
        return NULL;
    owned iterator = object_iterate(rt, values[0]);
    if (!iterator)
        return NULL;
    owned product = values[1] ? object_retain(rt, values[1]) : int_tag(1);
    for (owned item; product && (item = object_next(rt, iterator));) {
        owned next = object_binary(rt, product, item, BINARY_MULTIPLY);
        object_release(rt, item);
        object_release(rt, product);
        product = next;
    }
    object_release(rt, iterator);
    if (rt->error && product) {
        object_release(rt, product);
        return NULL;
    }
    return product;
}

/* --- the module ------------------------------------------------------------------------------- */

#define ENTRY(identifier)                                                                          \
    {                                                                                              \
#identifier, math_##identifier, NATIVE_PLAIN, NULL                                         \
    }

static const struct native_method functions[] = {
    ENTRY(sqrt),      ENTRY(cbrt),  ENTRY(exp),      ENTRY(exp2),      ENTRY(expm1),
    ENTRY(log1p),     ENTRY(sin),   ENTRY(cos),      ENTRY(tan),       ENTRY(asin),
    ENTRY(acos),      ENTRY(atan),  ENTRY(sinh),     ENTRY(cosh),      ENTRY(tanh),
    ENTRY(asinh),     ENTRY(acosh), ENTRY(atanh),    ENTRY(fabs),      ENTRY(erf),
    ENTRY(erfc),      ENTRY(gamma), ENTRY(lgamma),   ENTRY(degrees),   ENTRY(radians),
    ENTRY(log),       ENTRY(log2),  ENTRY(log10),    ENTRY(pow),       ENTRY(fmod),
    ENTRY(remainder), ENTRY(atan2), ENTRY(copysign), ENTRY(nextafter), ENTRY(ldexp),
    ENTRY(modf),      ENTRY(frexp), ENTRY(ulp),      ENTRY(floor),     ENTRY(ceil),
    ENTRY(trunc),     ENTRY(isnan), ENTRY(isinf),    ENTRY(isfinite),  ENTRY(isclose),
    ENTRY(hypot),     ENTRY(dist),  ENTRY(fsum),     ENTRY(prod),      {NULL, NULL, 0, NULL},
};

int module_fill_math(struct runtime *rt, borrowed module)
{
    static const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", M_PI}, {"e", M_E}, {"tau", 2 * M_PI}, {"inf", INFINITY}, {"nan", NAN}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (module_set(rt, module, constants[i].name, float_new(rt, constants[i].value)) < 0)
            return -1;
    if (module_add_functions(rt, module, math_int_functions) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
