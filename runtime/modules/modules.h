/* The modules that are written in C, one in each file: modules.def lists them. */
#ifndef RUNTIME_MODULES_MODULES_H
#define RUNTIME_MODULES_MODULES_H

#include "runtime/core/type.h"

/* Fills a new module object; -1 with an error raised. */
#define MODULE(identifier, name) int module_fill_##identifier(struct runtime *rt, borrowed module);
#include "runtime/modules/modules.def"
#undef MODULE

#endif
