/* Constants of the program's text: immortal objects, and arithmetic on them at compile time. */
#ifndef RUNTIME_PYTHON_CONSTANT_H
#define RUNTIME_PYTHON_CONSTANT_H

#include "runtime/python/ast.h"

borrowed constant_imaginary(struct runtime *rt, double number);
borrowed constant_float(struct runtime *rt, double number);
borrowed constant_bytes(struct runtime *rt, const void *data, size_t size);

/* An int literal without prefix, underscores removed. */
borrowed constant_int(struct runtime *rt, const char *digits, int base);

/* An immortal equal of a value, which is released; NULL where its type is no constant's. */
borrowed constant_keep(struct runtime *rt, owned value);

/* A frozenset of constants; immortal. */
borrowed constant_frozenset(struct runtime *rt, const borrowed *items, size_t count);

/* Same type and same value, parts included: may one stand for the other? */
bool constant_equal(borrowed left, borrowed right);
uint64_t constant_hash(borrowed v); /* equal for equal constants */

/* The node, or a constant in its place where its operands are constants and CPython folds them. */
struct node *constant_fold(struct unit *unit, struct node *node);

#endif
