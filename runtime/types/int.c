/* int: how a value is kept, made, read, hashed and compared; its type (int.h).
 *
 * A value of 63 bits is a tagged word. Any other is an int_object with a GMP number; instances of
 * classes derived from int are int_objects whatever their value.
 *
 * Invariant. 1. An exact int object holds a value outside INT_TAGGED_MIN … INT_TAGGED_MAX, so two
 *               exact ints of different form are never equal.
 */
#include "runtime/types/int.h"

#include "runtime/types/class.h"
#include "runtime/types/compare.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/singletons.h"

#include <math.h>

#define HASH_BITS    61
#define HASH_MODULUS ((UINT64_C(1) << HASH_BITS) - 1)
#define DIGIT_BITS   30 /* of CPython's representation, which decides the reported size */

static size_t reported_size(mpz_srcptr number)
{
    size_t bits = mpz_sgn(number) ? mpz_sizeinbase(number, 2) : 1;
    return 24 + 4 * ((bits + DIGIT_BITS - 1) / DIGIT_BITS);
}

/* --- making ----------------------------------------------------------------------------------- */

owned int_from_owned_mpz(struct runtime *rt, mpz_t number)
{
    if (mpz_fits_slong_p(number) && int_fits_tag(mpz_get_si(number))) {
        borrowed tagged = int_tag(mpz_get_si(number));
        mpz_clear(number);
        return tagged;
    }
    owned result = object_new(rt, &int_type, sizeof(struct int_object), reported_size(number));
    if (!result) {
        mpz_clear(number);
        return NULL;
    }
    ((struct int_object *)result)->value[0] = number[0];
    return result;
}

owned int_from_mpz(struct runtime *rt, const mpz_t number)
{
    mpz_t copy;
    mpz_init_set(copy, number);
    return int_from_owned_mpz(rt, copy);
}

owned int_new(struct runtime *rt, int64_t number)
{
    if (LIKELY(int_fits_tag(number)))
        return int_tag(number);
    mpz_t value;
    mpz_init_set_si(value, number);
    return int_from_owned_mpz(rt, value);
}

owned int_new_unsigned(struct runtime *rt, uint64_t number)
{
    if (LIKELY(number <= INT_TAGGED_MAX))
        return int_tag((int64_t)number);
    mpz_t value;
    mpz_init_set_ui(value, number);
    return int_from_owned_mpz(rt, value);
}

owned int_from_double(struct runtime *rt, double number)
{
    if (isnan(number))
        return exception_raise(rt, &exception_ValueError, "cannot convert float NaN to integer");
    if (isinf(number))
        return exception_raise(rt, &exception_OverflowError,
                               "cannot convert float infinity to integer");
    if (fabs(number) < 0x1p62)
        return int_tag((int64_t)number);
    mpz_t value;
    mpz_init_set_d(value, number);
    return int_from_owned_mpz(rt, value);
}

borrowed int_immortal(const mpz_t number)
{
    if (mpz_fits_slong_p(number) && int_fits_tag(mpz_get_si(number)))
        return int_tag(mpz_get_si(number));
    struct int_object *result =
        (struct int_object *)object_new_immortal(&int_type, sizeof(struct int_object));
    mpz_init_set(result->value, number);
    return &result->header;
}

/* --- reading ---------------------------------------------------------------------------------- */

bool int_check(struct runtime *rt, borrowed v)
{
    return int_is_tagged(v) || type_has_flag(object_type(rt, v), TYPE_INT);
}

int int_get(struct runtime *rt, borrowed v, int64_t *number)
{
    if (int_small(v, number))
        return 0;
    exception_raise(rt, &exception_OverflowError, "Python int too large to convert to C long");
    return -1;
}

void int_get_mpz(borrowed v, mpz_t number)
{
    struct int_view view;
    mpz_init_set(number, int_view(v, &view));
}

double int_mpz_to_double(mpz_srcptr number)
{
    size_t bits = mpz_sizeinbase(number, 2);
    if (bits <= 53)
        return mpz_get_d(number);
    if (bits > 1024)
        return mpz_sgn(number) < 0 ? -INFINITY : INFINITY;
    /* The top 64 bits, the last of which says whether anything was cut off: the conversion of an
     * uint64_t then rounds to even as the whole number would. */
    mpz_t magnitude, top;
    mpz_init(magnitude);
    mpz_init(top);
    mpz_abs(magnitude, number);
    mp_bitcnt_t cut = bits > 64 ? bits - 64 : 0;
    mpz_tdiv_q_2exp(top, magnitude, cut);
    uint64_t head = mpz_get_ui(top);
    if (cut && mpz_scan1(magnitude, 0) < cut)
        head |= 1;
    mpz_clear(top);
    mpz_clear(magnitude);
    double result = ldexp((double)head, (int)cut);
    return mpz_sgn(number) < 0 ? -result : result;
}

int int_get_double(struct runtime *rt, borrowed v, double *number)
{
    int64_t small;
    if (int_small(v, &small)) {
        *number = (double)small;
        return 0;
    }
    *number = int_mpz_to_double(((const struct int_object *)v)->value);
    if (!isinf(*number))
        return 0;
    exception_raise(rt, &exception_OverflowError, "int too large to convert to float");
    return -1;
}

/* --- slots ------------------------------------------------------------------------------------ */

static void int_dealloc(struct runtime *rt UNUSED, borrowed self)
{
    mpz_clear(((struct int_object *)self)->value);
}

int64_t int_hash_number(int64_t number)
{
    uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
    int64_t hash = (int64_t)(magnitude % HASH_MODULUS);
    hash = number < 0 ? -hash : hash;
    return hash == -1 ? -2 : hash;
}

int64_t int_hash_mpz(mpz_srcptr number)
{
    int64_t hash = (int64_t)mpz_tdiv_ui(number, HASH_MODULUS);
    hash = mpz_sgn(number) < 0 ? -hash : hash;
    return hash == -1 ? -2 : hash;
}

static int int_hash(struct runtime *rt UNUSED, borrowed self, int64_t *hash)
{
    int64_t small;
    *hash = int_small(self, &small) ? int_hash_number(small)
                                    : int_hash_mpz(((const struct int_object *)self)->value);
    return 0;
}

static owned int_compare(struct runtime *rt, borrowed self, borrowed other, enum compare operation)
{
    if (!int_check(rt, self) || !int_check(rt, other))
        return NOT_IMPLEMENTED;
    int64_t left, right;
    if (LIKELY(int_small(self, &left) && int_small(other, &right)))
        return bool_of(compare_holds((left > right) - (left < right), operation));
    struct int_view left_view, right_view;
    return bool_of(compare_holds(mpz_cmp(int_view(self, &left_view), int_view(other, &right_view)),
                                 operation));
}

static int int_to_bool(struct runtime *rt UNUSED, borrowed self)
{
    int64_t small;
    return !int_small(self, &small) || small != 0;
}

static owned int_negative(struct runtime *rt, borrowed self)
{
    int64_t small;
    if (int_small(self, &small) && small != INT64_MIN)
        return int_new(rt, -small);
    mpz_t result;
    mpz_init(result);
    struct int_view view;
    mpz_neg(result, int_view(self, &view));
    return int_from_owned_mpz(rt, result);
}

static owned int_invert(struct runtime *rt, borrowed self)
{
    int64_t small;
    if (int_small(self, &small))
        return int_new(rt, ~small);
    mpz_t result;
    mpz_init(result);
    struct int_view view;
    mpz_com(result, int_view(self, &view));
    return int_from_owned_mpz(rt, result);
}

owned int_plain(struct runtime *rt, borrowed self)
{
    if (int_is_tagged(self) || self->type == &int_type)
        return object_retain(rt, self);
    struct int_view view;
    return int_from_mpz(rt, int_view(self, &view));
}

static owned int_absolute(struct runtime *rt, borrowed self)
{
    struct int_view view;
    return mpz_sgn(int_view(self, &view)) < 0 ? int_negative(rt, self) : int_plain(rt, self);
}

static owned int_to_float(struct runtime *rt, borrowed self)
{
    double number;
    return int_get_double(rt, self, &number) < 0 ? NULL : float_new(rt, number);
}

static size_t int_size_of(struct runtime *rt UNUSED, borrowed self)
{
    struct int_view view;
    return reported_size(int_view(self, &view));
}

struct type int_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "int",
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer",
    .base = &object_type_,
    .size = sizeof(struct int_object),
    .reported_size = 24,
    .flags = TYPE_BASE | TYPE_INT,
    .new = int_construct,
    .dealloc = int_dealloc,
    .repr = int_repr,
    .hash = int_hash,
    .compare = int_compare,
    .size_of = int_size_of,
    .binary = {[BINARY_ADD] = int_add,
               [BINARY_SUBTRACT] = int_subtract,
               [BINARY_MULTIPLY] = int_multiply,
               [BINARY_TRUE_DIVIDE] = int_true_divide,
               [BINARY_FLOOR_DIVIDE] = int_floor_divide,
               [BINARY_REMAINDER] = int_remainder,
               [BINARY_POWER] = int_power,
               [BINARY_LSHIFT] = int_shift_left,
               [BINARY_RSHIFT] = int_shift_right,
               [BINARY_AND] = int_and,
               [BINARY_OR] = int_or,
               [BINARY_XOR] = int_xor,
               [BINARY_DIVMOD] = int_divmod},
    .power_modulo = int_power_modulo,
    .unary = {[UNARY_NEGATIVE] = int_negative,
              [UNARY_POSITIVE] = int_plain,
              [UNARY_INVERT] = int_invert,
              [UNARY_ABSOLUTE] = int_absolute},
    .to_bool = int_to_bool,
    .to_int = int_plain,
    .to_float = int_to_float,
    .to_index = int_plain,
    .methods = int_methods,
    .attributes = int_attributes,
};
