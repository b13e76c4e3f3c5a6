/* What the files float*.c share. */
#ifndef RUNTIME_TYPES_FLOAT_PARTS_H
#define RUNTIME_TYPES_FLOAT_PARTS_H

#include "runtime/types/float.h"

/* CPython's hash of a number; `identity` decides that of NaN. */
int64_t float_hash_number(double number, const void *identity);

owned float_plain(struct runtime *rt, borrowed self); /* an exact float of the same value */
owned float_raise_range(
    struct runtime *rt); /* OverflowError (34, 'Numerical result out of range'); NULL */

/* The shortest decimal that reads back as |number|, finite and not 0: its digits as a whole number
 * (zeros at the end are possible), which is to be multiplied by 10^exponent (float_shortest.c). */
uint64_t float_shortest(double number, int *exponent);

/* float_text.c */
owned float_repr(struct runtime *rt, borrowed self);
owned float_from_object_text(struct runtime *rt, borrowed text); /* a str, bytes or bytearray */
owned float_hex(struct runtime *rt, double number);
int float_from_hex(struct runtime *rt, borrowed text, double *number); /* -1: ValueError */

/* float_methods.c */
owned float_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                      size_t positional, borrowed names);
extern const struct native_method float_methods[];
extern const struct native_attribute float_attributes[];

#endif
