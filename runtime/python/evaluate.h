/* Running code. */
#ifndef RUNTIME_PYTHON_EVALUATE_H
#define RUNTIME_PYTHON_EVALUATE_H

#include "runtime/python/code.h"

extern struct type function_type;
extern struct type generator_type;

struct function {
    struct object header;
    struct code *code;
    borrowed globals;          /* held */
    borrowed name;             /* held */
    borrowed qualified_name;   /* held */
    borrowed module;           /* held or NULL */
    borrowed doc;              /* held or NULL (None) */
    borrowed defaults;         /* tuple, held, or NULL */
    borrowed keyword_defaults; /* dict, held, or NULL */
    borrowed annotations;      /* dict, held, or NULL */
    borrowed closure;          /* tuple of cells, held, or NULL */
    borrowed dict;             /* held or NULL */
};

owned function_new(struct runtime *rt, struct code *code, borrowed globals);

/* Runs a module's or exec's code with these namespaces. */
owned evaluate_code(struct runtime *rt, struct code *code, borrowed globals, borrowed locals);

/* Runs a class body: a function without parameters, with `namespace` for its names. Gives what the
 * body returns: the cell of __class__, or None. For __build_class__. */
owned evaluate_class_body(struct runtime *rt, borrowed function, borrowed namespace);

/* function_type's call slot. */
owned evaluate_function(struct runtime *rt, borrowed function, const borrowed *arguments,
                        size_t positional, borrowed names);

/* rt->interrupted is set: lets other threads run, and, in the main thread, calls the handlers of
 * signals that came (Ctrl-C raises KeyboardInterrupt). 0, or -1 with what they raised. */
int evaluate_interrupt(struct runtime *rt) MUST_CHECK;

#endif
