/* complex: two doubles. */
#ifndef RUNTIME_TYPES_COMPLEX_H
#define RUNTIME_TYPES_COMPLEX_H

#include "runtime/core/type.h"

extern struct type complex_type;

struct complex_number {
    double real;
    double imaginary;
};

struct complex_object {
    struct object header;
    struct complex_number value;
};

bool complex_check(borrowed v); /* complex or a subclass? */

static inline struct complex_number complex_value(borrowed v) /* v is a complex */
{
    return ((struct complex_object *)v)->value;
}

owned complex_new(struct runtime *rt, struct complex_number value);

/* Any number as a complex: complex, __complex__, float, int, __float__, __index__. -1: TypeError.
 */
int complex_get(struct runtime *rt, borrowed v, struct complex_number *number);

/* base ** exponent, as CPython computes it; NULL with ZeroDivisionError or OverflowError. */
owned complex_power(struct runtime *rt, struct complex_number base, struct complex_number exponent);

/* One part as repr() writes it: as a float, but without `.0`; alternate: with the point. Owned by
 * the caller (memory_free). */
char *complex_part_text(double number, bool alternate, bool sign);

/* --- between complex.c and complex_text.c ----------------------------------------------------- */

owned complex_repr(struct runtime *rt, borrowed self);
owned complex_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                        size_t positional, borrowed names);

#endif
