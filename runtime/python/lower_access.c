/* Attributes, subscripts and calls of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"
#include "runtime/types/str.h"

static struct node *lower_attribute(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_ATTRIBUTE, parse_position(node));
    result->attribute.object = lower_expression(unit, parse_field(&parts, FIELD_OBJECT)->node);
    result->attribute.name = lower_identifier(unit, parse_field(&parts, FIELD_ATTRIBUTE)->node);
    return result;
}

static struct node *lower_slice(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_SLICE, parse_position(node));
    struct node **field[3] = {&result->slice.start, &result->slice.stop, &result->slice.step};
    uint32_t colons = 0;
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            colons++;
        else
            *field[colons] = lower_expression(unit, parts.items[i].node);
    }
    return result;
}

static struct node *lower_subscript(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_SUBSCRIPT, parse_position(node));
    struct list_builder indices = {0};
    bool comma = false;
    result->subscript.object = lower_expression(unit, parse_field(&parts, FIELD_VALUE)->node);
    for (uint32_t i = 1; i < parts.count; i++) {
        if (parse_has_field(&parts.items[i], FIELD_SUBSCRIPT) &&
            parts.items[i].kind != GRAMMAR_TOKEN)
            lower_append(unit, &indices, lower_expression(unit, parts.items[i].node));
        else
            comma |= parse_is(unit, parts.items[i].node, ",");
    }
    result->subscript.index = indices.list.items[0];
    if (comma || result->subscript.index->kind == NODE_STARRED) {
        struct code_position position = indices.list.items[0]->position;
        position.end_line = indices.list.items[indices.list.count - 1]->position.end_line;
        position.end_column = indices.list.items[indices.list.count - 1]->position.end_column;
        result->subscript.index = lower_new(unit, NODE_TUPLE, position);
        result->subscript.index->elements = indices.list;
        constant_fold(unit, result->subscript.index);
    }
    return constant_fold(unit, result);
}

/* One argument of a call. */
static void lower_argument(struct unit *unit, const struct part *part,
                           struct list_builder *positional, struct keyword *keywords,
                           uint32_t *keyword_count)
{
    struct keyword keyword = {.position = parse_position(part->node)};
    struct parts parts = {0};
    switch (part->kind) {
    case GRAMMAR_keyword_argument:
        parts = parse_parts(unit, part->node);
        keyword.name = lower_identifier(unit, parse_field(&parts, FIELD_NAME)->node);
        keyword.value = lower_expression(unit, parse_field(&parts, FIELD_VALUE)->node);
        lower_reject_walrus(unit, keyword.value);
        break;
    case GRAMMAR_dictionary_splat:
        keyword.value = lower_expression(unit, ts_node_named_child(part->node, 0));
        break;
    default: {
        struct node *value = lower_expression(unit, part->node);
        const struct keyword *last = *keyword_count ? &keywords[*keyword_count - 1] : NULL;
        if (last && (value->kind != NODE_STARRED || !last->name)) {
            bool unpacked = false;
            for (uint32_t i = 0; i < *keyword_count; i++)
                unpacked |= keywords[i].name == NULL;
            TSNode parent_end = ts_node_parent(part->node);
            struct code_position position = parse_position(parent_end);
            position.line = position.end_line;
            position.column = (uint16_t)(position.end_column - 1);
            if (value->kind == NODE_STARRED)
                syntax_fail(unit, position,
                            "iterable argument unpacking follows keyword argument unpacking");
            else
                syntax_fail(unit, position,
                            unpacked ? "positional argument follows keyword argument unpacking"
                                     : "positional argument follows keyword argument");
        }
        lower_append(unit, positional, value);
        return;
    }
    }
    for (uint32_t i = 0; keyword.name && i < *keyword_count; i++) {
        if (keywords[i].name == keyword.name)
            syntax_fail(unit, keyword.position, "keyword argument repeated: %s",
                        str_utf8(keyword.name, NULL));
    }
    keywords[(*keyword_count)++] = keyword;
}

void lower_arguments(struct unit *unit, TSNode node, struct node_list *arguments,
                     struct keyword **keywords, uint32_t *keyword_count)
{
    struct parts parts = parse_parts(unit, node);
    struct list_builder positional = {0};
    *keywords = unit_allocate(unit, (parts.count + 1) * sizeof **keywords);
    if (parse_kind(node) == GRAMMAR_generator_expression) {
        lower_append(unit, &positional, lower_expression(unit, node));
    } else {
        for (uint32_t i = 0; i < parts.count; i++) {
            if (parts.items[i].kind != GRAMMAR_TOKEN)
                lower_argument(unit, &parts.items[i], &positional, *keywords, keyword_count);
        }
    }
    *arguments = positional.list;
}

static struct node *lower_call(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_CALL, parse_position(node));
    result->call.function = lower_expression(unit, parse_field(&parts, FIELD_FUNCTION)->node);
    lower_arguments(unit, parse_field(&parts, FIELD_ARGUMENTS)->node, &result->call.arguments,
                    &result->call.keywords, &result->call.keyword_count);
    return result;
}

struct node *lower_access(struct unit *unit, TSNode node, enum grammar kind)
{
    switch (kind) {
    case GRAMMAR_attribute:
        return lower_attribute(unit, node);
    case GRAMMAR_subscript:
        return lower_subscript(unit, node);
    case GRAMMAR_slice:
        return lower_slice(unit, node);
    case GRAMMAR_call:
        return lower_call(unit, node);
    default:
        return NULL;
    }
}
