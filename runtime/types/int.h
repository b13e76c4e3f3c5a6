/* int: a tagged word where it fits 63 bits, else an object with a GMP number; and bool. */
#ifndef RUNTIME_TYPES_INT_H
#define RUNTIME_TYPES_INT_H

#include "runtime/core/type.h"

#include <gmp.h>

extern struct type int_type;
extern struct type bool_type;
extern struct object bool_true;  /* immortal */
extern struct object bool_false; /* immortal */

struct int_object { /* the value never fits a tagged word, except in instances of subclasses of int
                     */
    struct object header;
    mpz_t value;
    /* a dict slot follows in subclasses */
};

#define INT_LEAST_DIGIT_LIMIT   640  /* that a program may set */
#define INT_DEFAULT_DIGIT_LIMIT 4300 /* of the runtime's int_digit_limit, as in CPython */

#define INT_TAGGED_MIN (INT64_MIN / 2)
#define INT_TAGGED_MAX (INT64_MAX / 2)

static inline bool int_is_tagged(borrowed v)
{
    return ((uintptr_t)v & 1) != 0;
}

static inline int64_t int_untag(borrowed v)
{
    return (int64_t)(intptr_t)v >> 1;
}

static inline borrowed int_tag(int64_t number) /* INT_TAGGED_MIN ≤ number ≤ INT_TAGGED_MAX */
{
    return (borrowed)(uintptr_t)((uint64_t)number << 1 | 1);
}

static inline bool int_fits_tag(int64_t number)
{
    return number >= INT_TAGGED_MIN && number <= INT_TAGGED_MAX;
}

owned int_new(struct runtime *rt, int64_t number);
owned int_new_unsigned(struct runtime *rt, uint64_t number);
owned int_from_double(struct runtime *rt, double number); /* truncates; OverflowError, ValueError */
owned int_from_mpz(struct runtime *rt, const mpz_t number); /* copies */
borrowed int_immortal(const mpz_t number); /* for constants of code; may be tagged */
owned int_from_text(struct runtime *rt, const char *text, size_t size,
                    int base);                  /* Python's syntax, as int(text, base) */
bool int_check(struct runtime *rt, borrowed v); /* int, bool or a subclass */
/* The value as a C number; -1 with OverflowError raised where it does not fit. */
int int_get(struct runtime *rt, borrowed v, int64_t *number);
/* Initialises `number` (to be cleared by the caller) with the value of an int of any form. */
void int_get_mpz(borrowed v, mpz_t number);
int int_get_double(struct runtime *rt, borrowed v, double *number);

static inline borrowed bool_of(bool truth) /* immortal: needs no count */
{
    return truth ? &bool_true : &bool_false;
}

#endif
