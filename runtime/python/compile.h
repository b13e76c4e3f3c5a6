/* Source text → code object: tree-sitter's tree, lowered, scopes resolved, instructions emitted. */
#ifndef RUNTIME_PYTHON_COMPILE_H
#define RUNTIME_PYTHON_COMPILE_H

#include "runtime/python/code.h"

struct compile_options {
    const char *file_name; /* for messages and tracebacks */
    bool sites;            /* emit LINE instructions */
    bool is_interactive;   /* compile()'s mode 'single': the values of expressions are displayed */
};

/* Compiles a module. On failure raises SyntaxError (msg, (filename, lineno, offset, text,
 * end_lineno, end_offset)) — also for a construct that is not supported, which the message names —
 * and gives NULL. CPython's message where it has a definite one. Code is immortal. */
struct code *compile_module(struct runtime *rt, const char *source, size_t size,
                            const struct compile_options *options);

/* The same for one expression (eval) and for exec. */
struct code *compile_expression(struct runtime *rt, const char *source, size_t size,
                                const struct compile_options *options);

#endif
