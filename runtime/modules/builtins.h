/* The functions of the module builtins, by what they are about; builtins.c puts them together.
 *
 * A file here is one table; each ends with a NULL name.
 */
#ifndef RUNTIME_MODULES_BUILTINS_H
#define RUNTIME_MODULES_BUILTINS_H

#include "runtime/core/type.h"

#define BUILTIN_PARAMETERS                                                                         \
    struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED, size_t positional, \
        borrowed argument_names

extern const struct native_method builtins_objects[]; /* len, repr, getattr, isinstance, iter … */
extern const struct native_method builtins_numbers[]; /* abs, round, pow, hex, chr … */
extern const struct native_method builtins_reduce[];  /* sum, min, max, sorted, any, all */
extern const struct native_method builtins_output[];  /* print, input, open */
extern const struct native_method builtins_async[];   /* aiter, anext */
extern const struct native_method builtins_code[];    /* eval, exec, globals, __build_class__ … */

/* sys.NAME, borrowed; NULL without an error where sys has no such name. */
borrowed builtins_sys(struct runtime *rt, const char *name);

/* The namespace of the running frame, as locals() gives it. */
owned builtins_locals(struct runtime *rt);

#endif
