/* int: the operators (int_view.h declares them).
 *
 * Each first tries C numbers; where these overflow or do not fit, GMP does it. A slot is called
 * with its operands in source order, and gives NotImplemented where one of them is no int.
 */
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#include <float.h>
#include <math.h>

#define MOST_BITS (UINT64_C(1) << 36) /* of a result; more would only exhaust the memory */

static inline bool are_ints(struct runtime *rt, borrowed left, borrowed right)
{
    return int_check(rt, left) && int_check(rt, right);
}

static inline bool are_small(borrowed left, borrowed right, int64_t *a, int64_t *b)
{
    return int_small(left, a) && int_small(right, b);
}

typedef void (*mpz_operation)(mpz_ptr result, mpz_srcptr left, mpz_srcptr right);

static owned compute(struct runtime *rt, borrowed left, borrowed right, mpz_operation operation)
{
    struct int_view left_view, right_view;
    mpz_t result;
    mpz_init(result);
    operation(result, int_view(left, &left_view), int_view(right, &right_view));
    return int_from_owned_mpz(rt, result);
}

/* --- sum, difference, product ----------------------------------------------------------------- */

owned int_add(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    int64_t a, b, sum;
    if (LIKELY(are_small(left, right, &a, &b) && !__builtin_add_overflow(a, b, &sum)))
        return int_new(rt, sum);
    return compute(rt, left, right, mpz_add);
}

owned int_subtract(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    int64_t a, b, difference;
    if (LIKELY(are_small(left, right, &a, &b) && !__builtin_sub_overflow(a, b, &difference)))
        return int_new(rt, difference);
    return compute(rt, left, right, mpz_sub);
}

owned int_multiply(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    int64_t a, b, product;
    if (LIKELY(are_small(left, right, &a, &b) && !__builtin_mul_overflow(a, b, &product)))
        return int_new(rt, product);
    return compute(rt, left, right, mpz_mul);
}

/* --- division --------------------------------------------------------------------------------- */

static bool is_zero(borrowed v)
{
    int64_t small;
    return int_small(v, &small) && small == 0;
}

/* C's division truncates; Python's quotient is rounded down, its remainder has the divisor's sign.
 * The only quotient that overflows is INT64_MIN / -1. */
static inline bool divide_small(int64_t a, int64_t b, int64_t *quotient, int64_t *remainder)
{
    if (UNLIKELY(a == INT64_MIN && b == -1))
        return false;
    *quotient = a / b;
    *remainder = a % b;
    if (*remainder != 0 && (*remainder ^ b) < 0) {
        *quotient -= 1;
        *remainder += b;
    }
    return true;
}

owned int_floor_divide(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    if (is_zero(right))
        return exception_raise(rt, &exception_ZeroDivisionError,
                               "integer division or modulo by zero");
    int64_t a, b, quotient, remainder;
    if (are_small(left, right, &a, &b) && divide_small(a, b, &quotient, &remainder))
        return int_new(rt, quotient);
    return compute(rt, left, right, mpz_fdiv_q);
}

owned int_remainder(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    if (is_zero(right))
        return exception_raise(rt, &exception_ZeroDivisionError, "integer modulo by zero");
    int64_t a, b, quotient, remainder;
    if (are_small(left, right, &a, &b) && divide_small(a, b, &quotient, &remainder))
        return int_new(rt, remainder);
    return compute(rt, left, right, mpz_fdiv_r);
}

owned int_divmod(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    owned parts[2];
    parts[0] = int_floor_divide(rt, left, right);
    if (!parts[0])
        return NULL;
    parts[1] = int_remainder(rt, left, right);
    if (!parts[1]) {
        object_release(rt, parts[0]);
        return NULL;
    }
    return tuple_from_owned(rt, parts, 2);
}

/* The correctly rounded quotient of two whole numbers, as CPython's long_true_divide computes it:
 * an integer quotient with at least two bits more than a double, its last bit sticky, rounded once.
 */
static double divide_exactly(mpz_srcptr a, mpz_srcptr b)
{
    int64_t difference = (int64_t)mpz_sizeinbase(a, 2) - (int64_t)mpz_sizeinbase(b, 2);
    if (difference > DBL_MAX_EXP)
        return INFINITY;
    if (difference < DBL_MIN_EXP - DBL_MANT_DIG - 1)
        return 0.0;
    int64_t shift = (difference > DBL_MIN_EXP ? difference : DBL_MIN_EXP) - DBL_MANT_DIG - 2;
    mpz_t x, y, remainder;
    mpz_init(x);
    mpz_init(y);
    mpz_init(remainder);
    mpz_abs(x, a);
    mpz_abs(y, b);
    if (shift > 0)
        mpz_mul_2exp(y, y, (mp_bitcnt_t)shift);
    else
        mpz_mul_2exp(x, x, (mp_bitcnt_t)-shift);
    mpz_tdiv_qr(x, remainder, x, y);
    uint64_t quotient = mpz_get_ui(x) | (mpz_sgn(remainder) != 0);
    int64_t bits = (int64_t)mpz_sizeinbase(x, 2);
    mpz_clear(x);
    mpz_clear(y);
    mpz_clear(remainder);

    int64_t kept = bits > DBL_MIN_EXP - shift ? bits : DBL_MIN_EXP - shift;
    uint64_t half = UINT64_C(1) << (kept - DBL_MANT_DIG - 1);
    if ((quotient & half) && (quotient & (3 * half - 1)))
        quotient += half;
    quotient &= ~(2 * half - 1);
    return ldexp((double)quotient, (int)shift);
}

owned int_true_divide(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    if (is_zero(right))
        return exception_raise(rt, &exception_ZeroDivisionError, "division by zero");
    const int64_t exact = INT64_C(1) << DBL_MANT_DIG;
    int64_t a, b;
    if (are_small(left, right, &a, &b) && a <= exact && a >= -exact && b <= exact && b >= -exact)
        return float_new(rt, (double)a / (double)b);
    struct int_view left_view, right_view;
    mpz_srcptr dividend = int_view(left, &left_view), divisor = int_view(right, &right_view);
    double quotient = mpz_sgn(dividend) ? divide_exactly(dividend, divisor) : 0.0;
    if (isinf(quotient))
        return exception_raise(rt, &exception_OverflowError,
                               "integer division result too large for a float");
    bool is_negative = (mpz_sgn(dividend) < 0) != (mpz_sgn(divisor) < 0); /* also of 0 */
    return float_new(rt, is_negative ? -quotient : quotient);
}

/* --- powers ----------------------------------------------------------------------------------- */

static bool power_small(int64_t base, uint64_t exponent, int64_t *result)
{
    int64_t product = 1;
    for (;;) {
        if (exponent & 1 && __builtin_mul_overflow(product, base, &product))
            return false;
        exponent >>= 1;
        if (exponent == 0) {
            *result = product;
            return true;
        }
        if (__builtin_mul_overflow(base, base, &base))
            return false;
    }
}

static owned raise_too_large(struct runtime *rt)
{
    rt->raise_memory_error(rt);
    return NULL;
}

owned int_power(struct runtime *rt, borrowed base, borrowed exponent)
{
    if (!are_ints(rt, base, exponent))
        return NOT_IMPLEMENTED;
    struct int_view base_view, exponent_view;
    mpz_srcptr x = int_view(base, &base_view), y = int_view(exponent, &exponent_view);
    if (mpz_sgn(y) < 0)
        return float_type.binary[BINARY_POWER](rt, base, exponent);
    int64_t small_base, small_exponent, small_result;
    if (are_small(base, exponent, &small_base, &small_exponent) &&
        power_small(small_base, (uint64_t)small_exponent, &small_result))
        return int_new(rt, small_result);
    if (mpz_cmpabs_ui(x, 1) <= 0) /* the exponent does not fit */
        return mpz_sgn(x) < 0 && mpz_even_p(y) ? int_tag(1) : int_plain(rt, base);
    if (!mpz_fits_ulong_p(y) || mpz_get_ui(y) > MOST_BITS / (mpz_sizeinbase(x, 2) - 1))
        return raise_too_large(rt);
    mpz_t result;
    mpz_init(result);
    mpz_pow_ui(result, x, mpz_get_ui(y));
    return int_from_owned_mpz(rt, result);
}

owned int_power_modulo(struct runtime *rt, borrowed base, borrowed exponent, borrowed modulus)
{
    if (!are_ints(rt, base, exponent) || !int_check(rt, modulus))
        return NOT_IMPLEMENTED;
    struct int_view base_view, exponent_view, modulus_view;
    mpz_srcptr x = int_view(base, &base_view), y = int_view(exponent, &exponent_view);
    mpz_srcptr m = int_view(modulus, &modulus_view);
    if (mpz_sgn(m) == 0)
        return exception_raise(rt, &exception_ValueError, "pow() 3rd argument cannot be 0");
    mpz_t result;
    mpz_init(result);
    if (mpz_sgn(y) < 0 && mpz_invert(result, x, m) == 0 && mpz_cmpabs_ui(m, 1) != 0) {
        mpz_clear(result);
        return exception_raise(rt, &exception_ValueError,
                               "base is not invertible for the given modulus");
    }
    if (mpz_cmpabs_ui(m, 1) == 0)
        mpz_set_ui(result, 0);
    else
        mpz_powm(result, x, y, m);
    if (mpz_sgn(result) != 0 && mpz_sgn(m) < 0) /* the result has the sign of the modulus */
        mpz_add(result, result, m);
    return int_from_owned_mpz(rt, result);
}

/* --- bits ------------------------------------------------------------------------------------- */

/* The right operand of a shift; UINT64_MAX where it is larger than any int is long. -1: error. */
static int shift_count(struct runtime *rt, borrowed v, uint64_t *count)
{
    struct int_view view;
    mpz_srcptr number = int_view(v, &view);
    if (mpz_sgn(number) < 0) {
        exception_raise(rt, &exception_ValueError, "negative shift count");
        return -1;
    }
    *count = mpz_fits_ulong_p(number) ? mpz_get_ui(number) : UINT64_MAX;
    return 0;
}

owned int_shift_left(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    uint64_t count;
    if (shift_count(rt, right, &count) < 0)
        return NULL;
    int64_t small;
    if (int_small(left, &small)) {
        if (small == 0)
            return int_tag(0);
        if (count < 62 && small >= INT_TAGGED_MIN >> count && small <= INT_TAGGED_MAX >> count)
            return int_tag((int64_t)((uint64_t)small << count));
    }
    if (count == UINT64_MAX)
        return exception_raise(rt, &exception_OverflowError, "too many digits in integer");
    if (count > MOST_BITS)
        return raise_too_large(rt);
    struct int_view view;
    mpz_t result;
    mpz_init(result);
    mpz_mul_2exp(result, int_view(left, &view), count);
    return int_from_owned_mpz(rt, result);
}

owned int_shift_right(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    uint64_t count;
    if (shift_count(rt, right, &count) < 0)
        return NULL;
    int64_t small;
    if (int_small(left, &small))
        return int_new(rt, small >> (count < 63 ? count : 63));
    struct int_view view;
    mpz_t result;
    mpz_init(result);
    mpz_fdiv_q_2exp(result, int_view(left, &view), count);
    return int_from_owned_mpz(rt, result);
}

owned int_and(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    int64_t a, b;
    return are_small(left, right, &a, &b) ? int_new(rt, a & b) : compute(rt, left, right, mpz_and);
}

owned int_or(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    int64_t a, b;
    return are_small(left, right, &a, &b) ? int_new(rt, a | b) : compute(rt, left, right, mpz_ior);
}

owned int_xor(struct runtime *rt, borrowed left, borrowed right)
{
    if (!are_ints(rt, left, right))
        return NOT_IMPLEMENTED;
    int64_t a, b;
    return are_small(left, right, &a, &b) ? int_new(rt, a ^ b) : compute(rt, left, right, mpz_xor);
}
