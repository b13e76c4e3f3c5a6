/* Scopes: which variable a name means (CPython's symtable). */
#ifndef RUNTIME_PYTHON_SCOPE_H
#define RUNTIME_PYTHON_SCOPE_H

#include "runtime/python/ast.h"

enum scope_kind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_COMPREHENSION };

enum symbol_flag {
    SYMBOL_ASSIGNED = 1 << 0,
    SYMBOL_PARAMETER = 1 << 1,
    SYMBOL_GLOBAL = 1 << 2,   /* declared */
    SYMBOL_NONLOCAL = 1 << 3, /* declared */
    SYMBOL_USED = 1 << 4,
    SYMBOL_ANNOTATED = 1 << 5,
    SYMBOL_ITERATION = 1 << 6, /* target of a comprehension's for */
    SYMBOL_PASSED =
        1 << 7, /* class scopes: an inner function reaches an outer variable of this name */
};

#define SYMBOL_BOUND (SYMBOL_ASSIGNED | SYMBOL_PARAMETER)

enum symbol_reach {
    REACH_UNKNOWN,
    REACH_LOCAL,
    REACH_CELL, /* local, and inner functions use it */
    REACH_FREE, /* a cell of an outer function */
    REACH_GLOBAL_EXPLICIT,
    REACH_GLOBAL_IMPLICIT,
};

struct symbol {
    borrowed name;                 /* interned */
    uint16_t flags;                /* enum symbol_flag */
    uint8_t reach;                 /* enum symbol_reach */
    struct code_position declared; /* where global or nonlocal names it */
};

struct scope {
    enum scope_kind kind;
    struct scope *outer;    /* NULL: the module */
    struct scope *next;     /* all scopes of the unit in order of appearance */
    borrowed private_name;  /* of the innermost class around: for mangling; or NULL */
    struct symbol *symbols; /* in order of appearance */
    uint32_t count;
    uint32_t capacity;
    uint32_t *index;     /* open addressing over symbols by name: place + 1, 0 empty */
    uint32_t index_size; /* power of two */
    bool is_generator;
    bool is_async;              /* of an async def */
    bool is_coroutine;          /* that, or a comprehension that awaits */
    bool is_nested;             /* inside a function */
    bool needs_class_cell;      /* a class: methods use __class__ or super() */
    bool has_annotations;       /* module and class bodies: `name: type` occurs */
    uint8_t comprehension_kind; /* enum node_kind */
};

/* Builds the scopes of a module's statements and resolves every name. The scopes of inner
 * functions, classes and comprehensions are left in their nodes. Errors are recorded in the unit.
 */
struct scope *scope_build(struct unit *unit, const struct node_list *statements);

struct symbol *scope_find(const struct scope *scope,
                          borrowed name); /* a mangled name; NULL: unknown */

/* __name inside a class becomes _Class__name. */
borrowed scope_mangle(struct unit *unit, borrowed private_name, borrowed name);

#endif
