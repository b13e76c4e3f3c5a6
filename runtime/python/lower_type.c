/* Annotations of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/types/str.h"

/* name[a, b] as the grammar of types has it. */
static struct node *lower_generic_type(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct parts arguments = parse_parts(unit, parts.items[1].node);
    struct node *result = lower_new(unit, NODE_SUBSCRIPT, parse_position(node));
    struct list_builder indices = {0};
    bool comma = false;
    result->subscript.object = lower_expression(unit, parts.items[0].node);
    for (uint32_t i = 0; i < arguments.count; i++) {
        if (arguments.items[i].kind == GRAMMAR_TOKEN)
            comma |= parse_is(unit, arguments.items[i].node, ",");
        else
            lower_append(unit, &indices, lower_type(unit, arguments.items[i].node));
    }
    result->subscript.index = indices.list.items[0];
    if (comma || indices.list.items[0]->kind == NODE_STARRED) {
        result->subscript.index = lower_new(unit, NODE_TUPLE, indices.list.items[0]->position);
        result->subscript.index->position.end_line =
            indices.list.items[indices.list.count - 1]->position.end_line;
        result->subscript.index->position.end_column =
            indices.list.items[indices.list.count - 1]->position.end_column;
        result->subscript.index->elements = indices.list;
    }
    return result;
}

struct node *lower_type(struct unit *unit, TSNode node)
{
    struct parts parts;
    struct node *result;
    if (unit->annotations_are_text) {
        uint32_t start = ts_node_start_byte(node);
        return lower_constant(
            unit, node,
            str_intern_bytes(unit->rt, unit->text + start, ts_node_end_byte(node) - start));
    }
    switch (parse_kind(node)) {
    case GRAMMAR_type:
        return lower_type(unit, ts_node_named_child(node, 0));
    case GRAMMAR_generic_type:
        return lower_generic_type(unit, node);
    case GRAMMAR_union_type:
        parts = parse_parts(unit, node);
        result = lower_new(unit, NODE_BINARY, parse_position(node));
        result->operation = BINARY_OR;
        result->binary.left = lower_type(unit, parts.items[0].node);
        result->binary.right = lower_type(unit, parts.items[2].node);
        return result;
    case GRAMMAR_member_type:
        parts = parse_parts(unit, node);
        result = lower_new(unit, NODE_ATTRIBUTE, parse_position(node));
        result->attribute.object = lower_type(unit, parts.items[0].node);
        result->attribute.name = lower_identifier(unit, parts.items[2].node);
        return result;
    case GRAMMAR_splat_type:
        return lower_starred(unit, node);
    case GRAMMAR_constrained_type:
        syntax_fail(unit, parse_position(node), "invalid syntax");
        return lower_placeholder(unit, parse_position(node));
    default:
        return lower_expression(unit, node);
    }
}
