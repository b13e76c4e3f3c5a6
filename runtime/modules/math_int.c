/* The module math: functions of whole numbers, which GMP computes. */
#include "runtime/modules/math_parts.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int_view.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

/* Initialises `number` from an argument; false: TypeError, and nothing to clear. */
static bool read_int(struct runtime *rt, borrowed v, mpz_t number)
{
    owned index = object_index(rt, v);
    if (!index)
        return false;
    int_get_mpz(index, number);
    object_release(rt, index);
    return true;
}

/* --- common divisors and multiples ------------------------------------------------------------ */

typedef void (*fold_function)(mpz_ptr result, mpz_srcptr left, mpz_srcptr right);

static owned fold(struct runtime *rt, const borrowed *arguments, size_t count, unsigned long start,
                  fold_function function)
{
    mpz_t result;
    mpz_init_set_ui(result, start);
    for (size_t i = 0; i < count; i++) {
        mpz_t number;
        if (!read_int(rt, arguments[i], number)) {
            mpz_clear(result);
            return NULL;
        }
        function(result, result, number);
        mpz_clear(number);
    }
    return int_from_owned_mpz(rt, result);
}

static owned math_gcd(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "gcd", positional, names, 0, SIZE_MAX))
        return NULL;
    return fold(rt, arguments, positional, 0, mpz_gcd);
}

static owned math_lcm(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "lcm", positional, names, 0, SIZE_MAX))
        return NULL;
    return fold(rt, arguments, positional, 1, mpz_lcm);
}

/* --- factorials ------------------------------------------------------------------------------- */

/* A number that is not negative and fits; -1: error. */
static int read_count(struct runtime *rt, borrowed v, const char *negative, const char *too_large,
                      uint64_t *count)
{
    int64_t number = 0;
    owned index = object_index(rt, v);
    if (!index)
        return -1;
    bool fits = int_small(index, &number);
    struct int_view view;
    bool is_negative = mpz_sgn(int_view(index, &view)) < 0;
    object_release(rt, index);
    *count = (uint64_t)number;
    if (is_negative)
        exception_raise(rt, &exception_ValueError, "%s", negative);
    else if (!fits)
        exception_raise(rt, &exception_OverflowError, "%s", too_large);
    return is_negative || !fits ? -1 : 0;
}

static owned math_factorial(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                            size_t positional, borrowed names)
{
    uint64_t n;
    if (!arguments_count(rt, "math.factorial", positional, names, 1, 1) ||
        read_count(rt, arguments[0], "factorial() not defined for negative values",
                   "factorial() argument should not exceed 9223372036854775807", &n) < 0)
        return NULL;
    mpz_t result;
    mpz_init(result);
    mpz_fac_ui(result, n);
    return int_from_owned_mpz(rt, result);
}

static owned math_comb(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "comb", positional, names, 2, 2))
        return NULL;
    mpz_t n;
    uint64_t k;
    if (!read_int(rt, arguments[0], n))
        return NULL;
    int status = 0;
    if (mpz_sgn(n) < 0) {
        exception_raise(rt, &exception_ValueError, "n must be a non-negative integer");
        status = -1;
    } else {
        status = read_count(rt, arguments[1], "k must be a non-negative integer",
                            "min(n - k, k) must not exceed 9223372036854775807", &k);
    }
    if (status == 0 && mpz_cmp_ui(n, k) >= 0) {
        mpz_t rest; /* the smaller of k and n - k is less work */
        mpz_init(rest);
        mpz_sub_ui(rest, n, k);
        if (mpz_cmp_ui(rest, k) < 0)
            k = mpz_get_ui(rest);
        mpz_clear(rest);
        mpz_bin_ui(n, n, k);
    } else {
        mpz_set_ui(n, 0);
    }
    if (status == 0)
        return int_from_owned_mpz(rt, n);
    mpz_clear(n);
    return NULL;
}

static owned math_perm(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    uint64_t n, k;
    if (!arguments_count(rt, "perm", positional, names, 1, 2) ||
        read_count(rt, arguments[0], "n must be a non-negative integer",
                   "n must not exceed 9223372036854775807", &n) < 0)
        return NULL;
    k = n;
    if (positional == 2 && arguments[1] != NONE &&
        read_count(rt, arguments[1], "k must be a non-negative integer",
                   "k must not exceed 9223372036854775807", &k) < 0)
        return NULL;
    mpz_t result;
    mpz_init_set_ui(result, k <= n);
    for (uint64_t i = 0; k <= n && i < k; i++)
        mpz_mul_ui(result, result, n - i);
    return int_from_owned_mpz(rt, result);
}

static owned math_isqrt(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                        size_t positional, borrowed names)
{
    mpz_t number;
    if (!arguments_count(rt, "math.isqrt", positional, names, 1, 1) ||
        !read_int(rt, arguments[0], number))
        return NULL;
    if (mpz_sgn(number) < 0) {
        mpz_clear(number);
        return exception_raise(rt, &exception_ValueError, "isqrt() argument must be nonnegative");
    }
    mpz_sqrt(number, number);
    return int_from_owned_mpz(rt, number);
}

const struct native_method math_int_functions[] = {
    {"gcd", math_gcd, NATIVE_PLAIN, "Greatest Common Divisor."},
    {"lcm", math_lcm, NATIVE_PLAIN, "Least Common Multiple."},
    {"factorial", math_factorial, NATIVE_PLAIN, "Find n!."},
    {"comb", math_comb, NATIVE_PLAIN, "Number of ways to choose k items from n items."},
    {"perm", math_perm, NATIVE_PLAIN, NULL},
    {"isqrt", math_isqrt, NATIVE_PLAIN, "Return the integer part of the square root of the input."},
    {NULL, NULL, 0, NULL},
};
