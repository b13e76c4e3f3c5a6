/* An int of any form, read as a small C number or as a GMP number: for the files int*.c. */
#ifndef RUNTIME_TYPES_INT_VIEW_H
#define RUNTIME_TYPES_INT_VIEW_H

#include "runtime/types/int.h"

struct int_view {
    mpz_t number; /* read-only; valid where the value had to be unpacked */
    mp_limb_t limb;
};

/* The value of an int as a GMP number; the view keeps it where it was a tagged word or a bool. */
static inline mpz_srcptr int_view(borrowed v, struct int_view *view)
{
    if (!int_is_tagged(v) && v->type != &bool_type)
        return ((const struct int_object *)v)->value;
    int64_t number = int_is_tagged(v) ? int_untag(v) : v == &bool_true;
    view->limb = number < 0 ? -(uint64_t)number : (uint64_t)number;
    mp_size_t count = number < 0 ? -1 : number > 0;
    return mpz_roinit_n(view->number, &view->limb, count);
}

/* Does the value of an int fit an int64_t? */
static inline bool int_small(borrowed v, int64_t *number)
{
    if (LIKELY(int_is_tagged(v))) {
        *number = int_untag(v);
        return true;
    }
    if (v->type == &bool_type) {
        *number = v == &bool_true;
        return true;
    }
    mpz_srcptr value = ((const struct int_object *)v)->value;
    if (!mpz_fits_slong_p(value))
        return false;
    *number = mpz_get_si(value);
    return true;
}

/* Gives away a GMP number as an int: takes over its memory, or clears it. */
owned int_from_owned_mpz(struct runtime *rt, mpz_t number);

/* The nearest double, ties to even; infinite where it is too large. */
double int_mpz_to_double(mpz_srcptr number);

/* CPython's hash: modulo 2**61 - 1, with the sign, never -1. */
int64_t int_hash_number(int64_t number);
int64_t int_hash_mpz(mpz_srcptr number);

/* The slots of arithmetic (int_arithmetic.c), shared by int and bool. */
owned int_add(struct runtime *rt, borrowed left, borrowed right);
owned int_subtract(struct runtime *rt, borrowed left, borrowed right);
owned int_multiply(struct runtime *rt, borrowed left, borrowed right);
owned int_true_divide(struct runtime *rt, borrowed left, borrowed right);
owned int_floor_divide(struct runtime *rt, borrowed left, borrowed right);
owned int_remainder(struct runtime *rt, borrowed left, borrowed right);
owned int_divmod(struct runtime *rt, borrowed left, borrowed right);
owned int_power(struct runtime *rt, borrowed base, borrowed exponent);
owned int_power_modulo(struct runtime *rt, borrowed base, borrowed exponent, borrowed modulus);
owned int_shift_left(struct runtime *rt, borrowed left, borrowed right);
owned int_shift_right(struct runtime *rt, borrowed left, borrowed right);
owned int_and(struct runtime *rt, borrowed left, borrowed right);
owned int_or(struct runtime *rt, borrowed left, borrowed right);
owned int_xor(struct runtime *rt, borrowed left, borrowed right);

/* The texts of an int (int_text.c). `base` is 2 to 36; a sign, but no prefix. The text is owned. */
char *int_to_digits(borrowed v, int base);
owned int_repr(struct runtime *rt, borrowed self);

/* int(text) for a str, bytes or bytearray (int_text.c). */
owned int_from_object_text(struct runtime *rt, borrowed text, int base);

/* int.__new__ and the methods and attributes (int_methods.c). */
owned int_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                    size_t positional, borrowed names);
owned int_plain(struct runtime *rt, borrowed self); /* an exact int of the same value */
extern const struct native_method int_methods[];
extern const struct native_attribute int_attributes[];

#endif
