/* What math.c takes from math_int.c. */
#ifndef RUNTIME_MODULES_MATH_PARTS_H
#define RUNTIME_MODULES_MATH_PARTS_H

#include "runtime/core/type.h"

/* gcd, lcm, factorial, comb, perm, isqrt. */
extern const struct native_method math_int_functions[];

#endif
