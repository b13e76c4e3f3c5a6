/* tree-sitter's tree → the abstract syntax tree (ast.h). */
#ifndef RUNTIME_PYTHON_LOWER_H
#define RUNTIME_PYTHON_LOWER_H

#include "runtime/python/ast.h"
#include "runtime/python/parse.h"

/* The statements of a module. Errors are recorded in the unit; the result is then meaningless. */
struct node_list lower_module(struct unit *unit, TSNode root);

/* --- between the files of lowering ------------------------------------------------------------ */

struct node *lower_new(struct unit *unit, enum node_kind kind, struct code_position position);

/* A stand-in where lowering failed. */
struct node *lower_placeholder(struct unit *unit, struct code_position position);

/* From the start of one to the end of the other. */
struct code_position lower_span(struct code_position from, struct code_position to);

struct node_list lower_block(struct unit *unit, TSNode block);
/* The block of the part with this field, or an empty list. */
struct node_list lower_body(struct unit *unit, struct parts *parts, enum parse_field field);
struct node *lower_compound_statement(struct unit *unit, TSNode node,
                                      enum grammar kind); /* any statement */
struct node *lower_simple_statement(struct unit *unit, TSNode node, enum grammar kind);

struct node *lower_expression(struct unit *unit, TSNode node);
/* The expressions of one family; NULL: `kind` is of another. */
struct node *lower_operator(struct unit *unit, TSNode node, enum grammar kind);
struct node *lower_access(struct unit *unit, TSNode node, enum grammar kind);
struct node *lower_display(struct unit *unit, TSNode node, enum grammar kind);
struct node *lower_constant(struct unit *unit, TSNode node, borrowed value);
struct node *lower_name(struct unit *unit, TSNode node);
struct node *lower_starred(struct unit *unit, TSNode node);
/* The part of an operator that stands first in the text; NULL: the node begins with itself. */
struct node **lower_leftmost(struct node *node);
/* tree-sitter takes name := value for any expression; Python wants parentheses around it where it
 * is a whole statement, value, default or body. */
void lower_reject_walrus(struct unit *unit, const struct node *value);
/* tree-sitter binds a star to the name behind it: (*a).b is *(a.b). */
struct node *lower_hoist_star(struct node *node);

/* `n := a if b else c`, which the tree has as `(n := a) if b else c`. */
struct node *lower_hoist_walrus(struct node *node);
struct node *lower_type(struct unit *unit, TSNode node); /* an annotation */
/* tree-sitter takes `type (x).y = z` for a type alias. The target, put back together; NULL: it is
 * an alias. */
struct node *lower_type_call(struct unit *unit, TSNode word, TSNode left);
struct node *lower_string(struct unit *unit, TSNode node); /* string, concatenated_string */
struct node *lower_number(struct unit *unit, TSNode node);
struct node *lower_pattern(struct unit *unit, TSNode node); /* of a case clause */
void lower_parameters(struct unit *unit, TSNode node, struct parameters *parameters);
void lower_arguments(struct unit *unit, TSNode node, struct node_list *arguments,
                     struct keyword **keywords, uint32_t *keyword_count);
/* The name as an interned str; an error if it is reserved. */
borrowed lower_identifier(struct unit *unit, TSNode node);
borrowed lower_dotted_name(struct unit *unit, TSNode node);

enum target_use {
    TARGET_ASSIGN,
    TARGET_ASSIGN_ONE,
    TARGET_AUGMENTED,
    TARGET_FOR,
    TARGET_DELETE,
    TARGET_WITH
};
/* Checks that a value can be stored into (or deleted); CPython's message if not. */
void lower_check_target(struct unit *unit, const struct node *target, enum target_use use);
/* What messages call an expression: 'function call'. */
const char *lower_describe(const struct node *node);

struct list_builder { /* a growing node_list in the arena */
    struct node_list list;
    uint32_t capacity;
};
void lower_append(struct unit *unit, struct list_builder *builder, struct node *node);

#endif
