/* Exception classes that a module in C makes for itself (struct.error), and functions that raise
 * them: such a function has the class as its self. */
#ifndef RUNTIME_MODULES_ERROR_CLASS_H
#define RUNTIME_MODULES_ERROR_CLASS_H

#include "runtime/core/type.h"

/* class NAME(base) of a module. */
owned error_class_new(struct runtime *rt, const char *module_name, const char *name,
                      struct type *base);

/* Defines functions whose self is `class`, and the class under its name. Steals it (NULL: raised
 * already); -1: error. */
int error_class_define(struct runtime *rt, borrowed module, owned class,
                       const struct native_method *functions);

#endif
