/* The arguments of native functions, unpacked by name with CPython's messages. */
#ifndef RUNTIME_TYPES_ARGUMENTS_H
#define RUNTIME_TYPES_ARGUMENTS_H

#include "runtime/core/type.h"

struct arguments {
    const char *function;     /* for messages: "sorted" */
    const char *const *names; /* of all parameters, NULL-terminated */
    size_t required;          /* the first so many must be given */
    size_t positional_only;   /* the first so many cannot be given by name */
    size_t positional;        /* at most so many can be given without a name; SIZE_MAX: all */
};

/* Fills values[] (one for each parameter, borrowed, NULL where not given). False: TypeError raised.
 */
bool arguments_unpack(struct runtime *rt, const struct arguments *specification,
                      const borrowed *arguments, size_t positional, borrowed names,
                      borrowed *values) MUST_CHECK;

/* For functions without keywords: between least and most arguments. False: TypeError raised. */
bool arguments_count(struct runtime *rt, const char *function, size_t positional, borrowed names,
                     size_t least, size_t most) MUST_CHECK;

/* One argument as a C value; false: TypeError or OverflowError raised. */
bool arguments_int(struct runtime *rt, borrowed v,
                   int64_t *number) MUST_CHECK; /* through __index__ */
bool arguments_float(struct runtime *rt, borrowed v, double *number) MUST_CHECK;

#endif
