/* The interned names that C code looks up, made once for a process (they are immortal). */
#ifndef RUNTIME_TYPES_NAMES_H
#define RUNTIME_TYPES_NAMES_H

#include "runtime/core/object.h"

struct names {
#define NAME(identifier, text) borrowed identifier;
#include "runtime/types/names.def"
#undef NAME
};

extern struct names names;

void names_ready(struct runtime *rt);

#endif
