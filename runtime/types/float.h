/* float: a tagged word where the exponent is not extreme, else an object.
 *
 * The tagging is Ruby's flonum: of the four top bits of the double's exponent the middle values
 * (011 and 100 behind the sign) are rotated into the two tag bits, so that no precision is lost.
 * 0.0 has a code of its own; -0.0, subnormals, very large numbers, infinities and NaN are objects.
 */
#ifndef RUNTIME_TYPES_FLOAT_H
#define RUNTIME_TYPES_FLOAT_H

#include "runtime/core/type.h"

extern struct type float_type;

struct float_object {
    struct object header;
    double value;
};

#define FLOAT_TAG      UINT64_C(2)
#define FLOAT_ZERO_TAG UINT64_C(0x8000000000000002) /* the code of +0.0 */

static inline bool float_is_tagged(borrowed v)
{
    return ((uintptr_t)v & 3) == FLOAT_TAG;
}

static inline double float_untag(borrowed v)
{
    uint64_t code = (uint64_t)(uintptr_t)v;
    double number;
    if (code == FLOAT_ZERO_TAG)
        return 0.0;
    code = (2 - (code >> 63)) | (code & ~UINT64_C(3));
    code = code >> 3 | code << 61;
    memcpy(&number, &code, sizeof number);
    return number;
}

static inline double float_value(borrowed v) /* v is a float (or of a subclass) */
{
    return float_is_tagged(v) ? float_untag(v) : ((struct float_object *)v)->value;
}

/* The tagged word of a number; NULL where it needs an object. */
static inline borrowed float_try_tag(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    unsigned middle = (unsigned)(bits >> 60) & 7;
    /* 0x3000… (1.7e-77) would get the code of zero. */
    if (LIKELY(middle == 3 || middle == 4) && LIKELY(bits != UINT64_C(0x3000000000000000)))
        return (borrowed)(uintptr_t)(((bits << 3 | bits >> 61) & ~UINT64_C(3)) | FLOAT_TAG);
    return bits == 0 ? (borrowed)(uintptr_t)FLOAT_ZERO_TAG : NULL;
}

owned float_new(struct runtime *rt, double number);
borrowed float_immortal(double number); /* for constants of code; may be tagged */
bool float_check(struct runtime *rt, borrowed v);
/* The shortest text that reads back as the same number, as repr() prints it; buffer of 32 bytes. */
void float_repr_text(double number, char buffer[32]);
/* As CPython's PyOS_double_to_string: code 'e' 'f' 'g' 'r' …; owned by the caller (memory_free). */
char *float_format_text(double number, char code, int precision, bool alternate, bool sign);
/* Any number as a double: float, int, __float__, __index__. -1: TypeError. */
int float_get(struct runtime *rt, borrowed v, double *number);

#endif
