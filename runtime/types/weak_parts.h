/* What weak references and proxies share (weak_*.c). */
#ifndef RUNTIME_TYPES_WEAK_PARTS_H
#define RUNTIME_TYPES_WEAK_PARTS_H

#include "runtime/core/type.h"

borrowed weak_target(borrowed v); /* NULL: dead */

/* (target, callback=None) without names; callback is NULL for None. False: TypeError raised. */
bool weak_arguments(struct runtime *rt, const char *function, const borrowed *arguments,
                    size_t positional, borrowed *callback) MUST_CHECK;

int weak_traverse(borrowed v, visit_function visit, void *context);
int weak_clear(struct runtime *rt, borrowed v);
void weak_dealloc(struct runtime *rt, borrowed v);

#endif
