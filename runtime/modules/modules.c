/* The table of the modules that are written in C. */
#include "runtime/modules/modules.h"

#include "runtime/python/interpreter.h"

const struct native_module native_modules[] = {
#define MODULE(identifier, name) {name, module_fill_##identifier},
#include "runtime/modules/modules.def"
#undef MODULE
    {0},
};
