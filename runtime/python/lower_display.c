/* Displays and comprehensions of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"

static struct node *lower_elements(struct unit *unit, TSNode node, enum node_kind kind)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, kind, parse_position(node));
    struct list_builder builder = {0};
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind != GRAMMAR_TOKEN)
            lower_append(unit, &builder, lower_expression(unit, parts.items[i].node));
    }
    result->elements = builder.list;
    return result;
}

static struct node *lower_dictionary(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_DICT, parse_position(node));
    struct list_builder keys = {0}, values = {0};
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_pair) {
            struct parts pair = parse_parts(unit, parts.items[i].node);
            lower_append(unit, &keys, lower_expression(unit, parse_field(&pair, FIELD_KEY)->node));
            lower_append(unit, &values,
                         lower_expression(unit, parse_field(&pair, FIELD_VALUE)->node));
        } else if (parts.items[i].kind == GRAMMAR_dictionary_splat) {
            lower_append(unit, &keys, NULL);
            lower_append(unit, &values,
                         lower_expression(unit, ts_node_named_child(parts.items[i].node, 0)));
        }
    }
    result->dict.keys = keys.list;
    result->dict.values = values.list;
    return result;
}

static void lower_clause(struct unit *unit, TSNode node, enum node_kind kind,
                         const struct node *element, struct clause *clause)
{
    struct parts parts = parse_parts(unit, node);
    struct list_builder iterables = {0};
    bool comma = false;
    clause->is_async = parse_is(unit, parts.items[0].node, "async");
    clause->target = lower_expression(unit, parse_field(&parts, FIELD_LEFT)->node);
    lower_check_target(unit, clause->target, TARGET_FOR);
    for (uint32_t i = 0; i < parts.count; i++) {
        if (!parse_has_field(&parts.items[i], FIELD_RIGHT))
            continue;
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            comma = true;
        else
            lower_append(unit, &iterables, lower_expression(unit, parts.items[i].node));
    }
    if (comma || iterables.list.count != 1) {
        struct code_position position = parse_position(node);
        position.end_line = iterables.list.items[0]->position.end_line;
        position.end_column = iterables.list.items[0]->position.end_column;
        if (kind == NODE_GENERATOR)
            syntax_fail(unit, lower_span(element->position, position),
                        "Generator expression must be parenthesized");
        else
            syntax_fail(unit, position, "invalid syntax");
    }
    clause->iterable = iterables.list.items[0];
}

static struct node *lower_comprehension(struct unit *unit, TSNode node, enum node_kind kind)
{
    struct parts parts = parse_parts(unit, node);
    struct part *body = parse_field(&parts, FIELD_BODY);
    struct node *result = lower_new(unit, kind, parse_position(node));
    struct list_builder conditions = {0};
    struct clause *clause = NULL;
    result->comprehension.clauses = unit_allocate(unit, parts.count * sizeof(struct clause));
    if (kind == NODE_DICT_COMPREHENSION) {
        struct parts pair = parse_parts(unit, body->node);
        result->comprehension.element = lower_expression(unit, parse_field(&pair, FIELD_KEY)->node);
        result->comprehension.value = lower_expression(unit, parse_field(&pair, FIELD_VALUE)->node);
    } else {
        result->comprehension.element = lower_expression(unit, body->node);
        if (result->comprehension.element->kind == NODE_STARRED)
            syntax_fail(unit, result->comprehension.element->position,
                        "iterable unpacking cannot be used in comprehension");
    }
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_for_in_clause) {
            clause = &result->comprehension.clauses[result->comprehension.clause_count++];
            conditions = (struct list_builder){0};
            lower_clause(unit, parts.items[i].node, kind, result->comprehension.element, clause);
        } else if (parts.items[i].kind == GRAMMAR_if_clause && clause) {
            lower_append(unit, &conditions,
                         lower_expression(unit, ts_node_named_child(parts.items[i].node, 0)));
            clause->conditions = conditions.list;
        }
    }
    return result;
}

struct node *lower_display(struct unit *unit, TSNode node, enum grammar kind)
{
    switch (kind) {
    case GRAMMAR_tuple:
    case GRAMMAR_tuple_pattern: {
        struct node *tuple = lower_elements(unit, node, NODE_TUPLE);
        /* (a) is a target in parentheses, not a tuple */
        if (kind == GRAMMAR_tuple_pattern && tuple->elements.count == 1 &&
            !parse_is(unit, ts_node_child(node, ts_node_child_count(node) - 2), ","))
            tuple = tuple->elements.items[0];
        tuple->flag = true;
        return kind == GRAMMAR_tuple ? constant_fold(unit, tuple) : tuple;
    }
    case GRAMMAR_expression_list:
        return constant_fold(unit, lower_elements(unit, node, NODE_TUPLE));
    case GRAMMAR_pattern_list:
        return lower_elements(unit, node, NODE_TUPLE);
    case GRAMMAR_list:
    case GRAMMAR_list_pattern:
        return lower_elements(unit, node, NODE_LIST);
    case GRAMMAR_set:
        return lower_elements(unit, node, NODE_SET);
    case GRAMMAR_dictionary:
        return lower_dictionary(unit, node);
    case GRAMMAR_list_comprehension:
        return lower_comprehension(unit, node, NODE_LIST_COMPREHENSION);
    case GRAMMAR_set_comprehension:
        return lower_comprehension(unit, node, NODE_SET_COMPREHENSION);
    case GRAMMAR_dictionary_comprehension:
        return lower_comprehension(unit, node, NODE_DICT_COMPREHENSION);
    case GRAMMAR_generator_expression:
        return lower_comprehension(unit, node, NODE_GENERATOR);
    default:
        return NULL;
    }
}
