/* Expressions of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

struct node *lower_constant(struct unit *unit, TSNode node, borrowed value)
{
    struct node *result = lower_new(unit, NODE_CONSTANT, parse_position(node));
    result->constant = value;
    return result;
}

struct node *lower_name(struct unit *unit, TSNode node)
{
    struct node *result = lower_new(unit, NODE_NAME, parse_position(node));
    result->name = lower_identifier(unit, node);
    if (str_equal_text(result->name, "__debug__"))
        return lower_constant(unit, node, &bool_true);
    return result;
}

static struct node *lower_parenthesized(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            continue;
        struct node *inner = lower_expression(unit, parts.items[i].node);
        if (inner->kind == NODE_STARRED)
            syntax_fail(unit, inner->position, "cannot use starred expression here");
        inner->flag = true;
        return inner;
    }
    return lower_placeholder(unit, parse_position(node));
}

static struct node *lower_lambda(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct part *parameters = parse_field(&parts, FIELD_PARAMETERS);
    struct node *result = lower_new(unit, NODE_LAMBDA, parse_position(node));
    struct list_builder body = {0};
    if (parameters)
        lower_parameters(unit, parameters->node, &result->function.parameters);
    lower_append(unit, &body, lower_expression(unit, parse_field(&parts, FIELD_BODY)->node));
    lower_reject_walrus(unit, body.list.items[0]);
    result->function.name = str_intern_text(unit->rt, "<lambda>");
    result->function.body = body.list;
    return result;
}

static struct node *lower_kind(struct unit *unit, TSNode node)
{
    enum grammar kind = parse_kind(node);
    switch (kind) {
    case GRAMMAR_identifier:
        return lower_name(unit, node);
    case GRAMMAR_integer:
    case GRAMMAR_float:
        return lower_number(unit, node);
    case GRAMMAR_string:
    case GRAMMAR_concatenated_string:
        return lower_string(unit, node);
    case GRAMMAR_true:
        return lower_constant(unit, node, &bool_true);
    case GRAMMAR_false:
        return lower_constant(unit, node, &bool_false);
    case GRAMMAR_none:
        return lower_constant(unit, node, NONE);
    case GRAMMAR_ellipsis:
        return lower_constant(unit, node, &ellipsis_object);
    case GRAMMAR_parenthesized_expression:
        return lower_parenthesized(unit, node);
    case GRAMMAR_lambda:
        return lower_lambda(unit, node);
    case GRAMMAR_type:
        return lower_type(unit, node);
    default:
        break;
    }
    struct node *result = lower_operator(unit, node, kind);
    if (!result)
        result = lower_access(unit, node, kind);
    if (!result)
        result = lower_display(unit, node, kind);
    if (result)
        return result;
    syntax_fail(unit, parse_position(node), "invalid syntax");
    return lower_placeholder(unit, parse_position(node));
}

struct node *lower_expression(struct unit *unit, TSNode node)
{
    if (!syntax_enter(unit, parse_position(node)))
        return lower_placeholder(unit, parse_position(node));
    struct node *result = lower_hoist_walrus(lower_hoist_star(lower_kind(unit, node)));
    syntax_leave(unit);
    return result;
}
