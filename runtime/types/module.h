/* Module objects: a name and a dict. */
#ifndef RUNTIME_TYPES_MODULE_H
#define RUNTIME_TYPES_MODULE_H

#include "runtime/core/type.h"

extern struct type module_type;

struct module {
    struct object header;
    borrowed dict;   /* held */
    bool is_loading; /* its code is running: names may be missing yet */
    bool is_native;  /* the runtime made it, not the program */
};

owned module_new(struct runtime *rt, const char *name);
static inline borrowed module_dict(borrowed module)
{
    return ((struct module *)module)->dict;
}
/* Defines a name; value is stolen (NULL: an error is raised already). -1: error. */
int module_set(struct runtime *rt, borrowed module, const char *name, owned value);
int module_add_functions(struct runtime *rt, borrowed module,
                         const struct native_method *functions);

struct module_constant { /* an int under a name; a NULL name ends a table */
    const char *name;
    int64_t value; /* that fits a tagged int */
};
#define MODULE_CONSTANT(name)                                                                      \
    {                                                                                              \
#name, (name)                                                                              \
    }
int module_add_constants(struct runtime *rt, borrowed module,
                         const struct module_constant *constants);

#endif
