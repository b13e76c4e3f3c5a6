/* What tree-sitter binds otherwise than Python does, put right. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/types/str.h"

/* --- a star ----------------------------------------------------------------------------------- */

/* The part of an operator that stands first in the text; NULL: the node begins with itself. */
struct node **lower_leftmost(struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_ATTRIBUTE:
        return &node->attribute.object;
    case NODE_SUBSCRIPT:
        return &node->subscript.object;
    case NODE_CALL:
        return &node->call.function;
    case NODE_BINARY:
        return &node->binary.left;
    case NODE_COMPARE:
        return &node->compare.left;
    case NODE_AND:
    case NODE_OR:
        return &node->elements.items[0];
    case NODE_CONDITIONAL:
        return &node->branch.body.items[0];
    default:
        return NULL;
    }
}

/* tree-sitter binds a star to the name behind it: (*a).b is *(a.b). */
struct node *lower_hoist_star(struct node *node)
{
    struct node **slot = lower_leftmost(node);
    if (!slot || (*slot)->kind != NODE_STARRED)
        return node;
    struct node *starred = *slot;
    *slot = starred->operand;
    starred->operand = node;
    starred->position = node->position;
    node->position.line = (*slot)->position.line;
    node->position.column = (*slot)->position.column;
    return starred;
}

/* --- := before a conditional ------------------------------------------------------------------ */

/* tree-sitter reads n := a if b else c as (n := a) if b else c. */
struct node *lower_hoist_walrus(struct node *node)
{
    if (node->kind != NODE_CONDITIONAL)
        return node;
    struct node **slot = &node->branch.body.items[0], *walrus = *slot;
    if (walrus->kind != NODE_WALRUS || walrus->flag)
        return node;
    *slot = walrus->walrus.value;
    walrus->walrus.value = node;
    walrus->position = node->position;
    node->position.line = (*slot)->position.line;
    node->position.column = (*slot)->position.column;
    return walrus;
}

/* --- := without parentheses ------------------------------------------------------------------- */

void lower_reject_walrus(struct unit *unit, const struct node *value)
{
    if (value->kind == NODE_WALRUS && !value->flag) {
        struct code_position position = value->walrus.target->position;
        position.column = (uint16_t)(position.end_column + 1);
        position.end_column = (uint16_t)(position.column + 2);
        syntax_fail(unit, position, "invalid syntax");
    }
}

/* --- a call of type --------------------------------------------------------------------------- */

struct node *lower_type_call(struct unit *unit, TSNode word, TSNode left)
{
    if (unit->text[ts_node_start_byte(left)] != '(')
        return NULL;
    struct node *result = lower_type(unit, left);
    struct node **slot = &result;
    struct list_builder arguments = {0};
    while (!(*slot)->flag && lower_leftmost(*slot))
        slot = lower_leftmost(*slot);
    if (!(*slot)->flag)
        return NULL;
    struct node *call = lower_new(unit, NODE_CALL, (*slot)->position);
    call->call.function = lower_new(unit, NODE_NAME, parse_position(word));
    call->call.function->name = str_intern_text(unit->rt, "type");
    if ((*slot)->kind == NODE_TUPLE) {
        call->call.arguments = (*slot)->elements;
    } else {
        (*slot)->flag = false;
        lower_append(unit, &arguments, *slot);
        call->call.arguments = arguments.list;
    }
    *slot = call;
    return result;
}
