/* What the files scope*.c share: the walk over the tree that notes each name. */
#ifndef RUNTIME_PYTHON_SCOPE_PARTS_H
#define RUNTIME_PYTHON_SCOPE_PARTS_H

#include "runtime/python/scope.h"

struct scope_walk {
    struct unit *unit;
    struct scope *scope;
    struct scope *first;
    struct scope *last;
    borrowed name_super;
    borrowed name_class;
    borrowed name_first_iterable; /* .0 */
    bool in_iterable;             /* of a comprehension, where := is not allowed */
};

/* The symbol of a mangled name, entered where it is new; valid until the next one is entered. */
struct symbol *scope_add(struct unit *unit, struct scope *scope, borrowed name);
/* Adds flags to a name, not yet mangled, in the scope that is walked. */
struct symbol *scope_note(struct scope_walk *walk, borrowed name, enum symbol_flag flags);
/* The same for a name that is assigned to. */
void scope_bind(struct scope_walk *walk, borrowed name);

/* Begins a scope inside the one that is walked, and goes back out of it. */
struct scope *scope_enter(struct scope_walk *walk, enum scope_kind kind);
void scope_leave(struct scope_walk *walk);

/* Note the names in a part of the tree; its inner scopes are left in its nodes. */
void scope_visit_statements(struct scope_walk *walk, const struct node_list *list);
void scope_visit_expression(struct scope_walk *walk, struct node *node);
void scope_visit_maybe(struct scope_walk *walk, struct node *node); /* an expression or NULL */
void scope_visit_list(struct scope_walk *walk, const struct node_list *list); /* of such */
void scope_visit_keywords(struct scope_walk *walk, const struct keyword *keywords, uint32_t count);
void scope_visit_target(struct scope_walk *walk, struct node *target);
void scope_visit_callable(struct scope_walk *walk, struct node *node); /* function or lambda */

#endif
