/* Patterns of case clauses → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"
#include "runtime/types/complex.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <ctype.h>

static struct node *lower_simple(struct unit *unit, const struct parts *parts, uint32_t index,
                                 uint32_t *used);

static struct node *lower_patterns(struct unit *unit, const struct parts *parts, TSNode node,
                                   enum node_kind kind)
{
    struct node *result = lower_new(unit, kind, parse_position(node));
    struct list_builder builder = {0};
    for (uint32_t i = 0; i < parts->count; i++) {
        if (parts->items[i].kind != GRAMMAR_TOKEN)
            lower_append(unit, &builder, lower_pattern(unit, parts->items[i].node));
        else if (parse_is(unit, parts->items[i].node, "_"))
            lower_append(unit, &builder,
                         lower_new(unit, PATTERN_AS, parse_position(parts->items[i].node)));
    }
    result->elements = builder.list;
    return result;
}

/* (a) is a; (a,) and (a, b) are sequences. */
static struct node *lower_tuple_pattern(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_patterns(unit, &parts, node, PATTERN_SEQUENCE);
    bool comma = false;
    for (uint32_t i = 0; i < parts.count; i++)
        comma |= parts.items[i].kind == GRAMMAR_TOKEN && parse_is(unit, parts.items[i].node, ",");
    return result->elements.count == 1 && !comma && result->elements.items[0]->kind != PATTERN_STAR
               ? result->elements.items[0]
               : result;
}

/* a.b.c → the value; a → a capture */
static struct node *lower_name_pattern(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *value = lower_expression(unit, parts.items[0].node);
    struct node *result;
    if (parts.count == 1) {
        result = lower_new(unit, PATTERN_AS, parse_position(node));
        result->as.name = str_equal_text(value->name, "_") ? NULL : value->name;
        return result;
    }
    for (uint32_t i = 2; i < parts.count; i += 2) {
        struct node *attribute = lower_new(unit, NODE_ATTRIBUTE, parse_position(node));
        attribute->attribute.object = value;
        attribute->attribute.name = lower_identifier(unit, parts.items[i].node);
        value = attribute;
    }
    result = lower_new(unit, PATTERN_VALUE, parse_position(node));
    result->operand = value;
    return result;
}

static struct node *lower_dotted_class(struct unit *unit, TSNode node)
{
    struct node *pattern = lower_name_pattern(unit, node);
    if (pattern->kind == PATTERN_VALUE)
        return pattern->operand;
    struct node *name = lower_new(unit, NODE_NAME, pattern->position);
    name->name = pattern->as.name ? pattern->as.name : str_intern_text(unit->rt, "_");
    return name;
}

static struct node *lower_star_pattern(struct unit *unit, const struct parts *parts, TSNode node)
{
    struct node *result = lower_new(unit, PATTERN_STAR, parse_position(node));
    const struct part *last = &parts->items[parts->count - 1];
    result->name = parse_is(unit, last->node, "_") ? NULL : lower_identifier(unit, last->node);
    return result;
}

/* The name before the `=` that stands in the text before the node; NULL: none does. */
static borrowed find_keyword(struct unit *unit, TSNode node)
{
    const char *text = unit->text, *end = text + ts_node_start_byte(node);
    while (end > text && isspace((uint8_t)end[-1]))
        end--;
    if (end == text || *--end != '=')
        return NULL;
    while (end > text && isspace((uint8_t)end[-1]))
        end--;
    const char *start = end;
    while (start > text && (isalnum((uint8_t)start[-1]) || start[-1] == '_' || start[-1] < 0))
        start--;
    return str_intern_bytes(unit->rt, start, (size_t)(end - start));
}

static struct node *lower_class_pattern(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, PATTERN_CLASS, parse_position(node));
    struct list_builder positional = {0}, keywords = {0};
    result->class_pattern.class = lower_dotted_class(unit, parts.items[0].node);
    result->class_pattern.names = unit_allocate(unit, parts.count * sizeof(borrowed));
    for (uint32_t i = 1; i < parts.count; i++) {
        if (parts.items[i].kind != GRAMMAR_case_pattern)
            continue;
        TSNode inner = ts_node_child(parts.items[i].node, 0);
        bool is_keyword = parse_kind(inner) == GRAMMAR_keyword_pattern;
        struct parts keyword = parse_parts(unit, inner);
        borrowed name = is_keyword ? lower_identifier(unit, keyword.items[0].node)
                                   : find_keyword(unit, parts.items[i].node);
        if (!name) {
            if (keywords.list.count > 0)
                syntax_fail(unit, parse_position(inner),
                            "positional patterns follow keyword patterns");
            lower_append(unit, &positional, lower_pattern(unit, parts.items[i].node));
            continue;
        }
        for (uint32_t j = 0; j < keywords.list.count; j++) {
            if (result->class_pattern.names[j] == name)
                syntax_fail(unit, parse_position(inner),
                            "attribute name repeated in class pattern: %s", str_utf8(name, NULL));
        }
        result->class_pattern.names[keywords.list.count] = name;
        uint32_t used;
        lower_append(unit, &keywords,
                     is_keyword ? lower_simple(unit, &keyword, 2, &used)
                                : lower_pattern(unit, parts.items[i].node));
    }
    result->class_pattern.patterns = positional.list;
    result->class_pattern.keyword_patterns = keywords.list;
    return result;
}

static struct node *lower_dict_pattern(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, PATTERN_MAPPING, parse_position(node));
    struct list_builder keys = {0}, patterns = {0};
    for (uint32_t i = 0; i < parts.count; i++) {
        struct part *part = &parts.items[i];
        if (part->kind == GRAMMAR_splat_pattern) {
            struct parts splat = parse_parts(unit, part->node);
            if (splat.items[splat.count - 1].kind == GRAMMAR_identifier &&
                !parse_is(unit, splat.items[splat.count - 1].node, "_"))
                result->mapping.rest = lower_identifier(unit, splat.items[splat.count - 1].node);
            else
                syntax_fail(unit, parse_position(part->node), "invalid syntax");
        } else if (parse_has_field(part, FIELD_VALUE)) {
            lower_append(unit, &patterns, lower_pattern(unit, part->node));
        } else if (parse_has_field(part, FIELD_KEY)) {
            uint32_t used = 1;
            struct node *key = lower_simple(unit, &parts, i, &used);
            i += used - 1;
            if (key->kind == PATTERN_SINGLETON) {
                struct node *constant = lower_new(unit, NODE_CONSTANT, key->position);
                constant->constant = key->constant;
                lower_append(unit, &keys, constant);
            } else if (key->kind == PATTERN_VALUE) {
                lower_append(unit, &keys, key->operand);
            } else {
                syntax_fail(unit, key->position,
                            "mapping pattern keys may only match literals and attribute lookups");
                lower_append(unit, &keys, lower_placeholder(unit, key->position));
            }
        }
    }
    result->mapping.keys = keys.list;
    result->mapping.patterns = patterns.list;
    return result;
}

static struct node *make_value(struct unit *unit, struct node *value)
{
    struct node *result = lower_new(unit, PATTERN_VALUE, value->position);
    result->operand = value;
    if (value->kind == NODE_JOINED)
        syntax_fail(unit, value->position,
                    "patterns may only match literals and attribute lookups");
    return result;
}

static struct node *make_singleton(struct unit *unit, TSNode node, borrowed constant)
{
    struct node *result = lower_new(unit, PATTERN_SINGLETON, parse_position(node));
    result->constant = constant;
    return result;
}

/* [-] real ± imaginary */
static struct node *lower_complex(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    uint32_t at = parts.items[0].kind == GRAMMAR_TOKEN;
    struct node *result = lower_new(unit, NODE_BINARY, parse_position(node));
    struct node *real = lower_number(unit, parts.items[at].node);
    struct node *imaginary = lower_number(unit, parts.items[at + 2].node);
    bool subtracts = parse_is(unit, parts.items[at + 1].node, "-");
    if (object_type(unit->rt, real->constant) == &complex_type)
        syntax_fail(unit, real->position, "real number required in complex literal");
    if (object_type(unit->rt, imaginary->constant) != &complex_type)
        syntax_fail(unit, imaginary->position, "imaginary number required in complex literal");
    if (at) {
        struct node *negative = lower_new(unit, NODE_UNARY, parse_position(node));
        negative->operation = UNARY_NEGATIVE;
        negative->operand = real;
        real = constant_fold(unit, negative);
    }
    result->operation = subtracts ? BINARY_SUBTRACT : BINARY_ADD;
    result->binary.left = real;
    result->binary.right = imaginary;
    return constant_fold(unit, result);
}

/* The pattern at parts[index]; *used: how many parts it takes (a sign stands apart from its
 * number). */
static struct node *lower_simple(struct unit *unit, const struct parts *parts, uint32_t index,
                                 uint32_t *used)
{
    TSNode node = parts->items[index].node;
    struct parts inner;
    struct node *result;
    *used = 1;
    switch (parts->items[index].kind) {
    case GRAMMAR_TOKEN:
        if (parse_is(unit, node, "-") && index + 1 < parts->count) {
            *used = 2;
            result = lower_new(unit, NODE_UNARY, parse_position(node));
            result->operation = UNARY_NEGATIVE;
            result->operand = lower_number(unit, parts->items[index + 1].node);
            result->position.end_column = result->operand->position.end_column;
            return make_value(unit, constant_fold(unit, result));
        }
        return lower_new(unit, PATTERN_AS, parse_position(node)); /* _ */
    case GRAMMAR_integer:
    case GRAMMAR_float:
        return make_value(unit, lower_number(unit, node));
    case GRAMMAR_string:
    case GRAMMAR_concatenated_string:
        return make_value(unit, lower_string(unit, node));
    case GRAMMAR_true:
        return make_singleton(unit, node, &bool_true);
    case GRAMMAR_false:
        return make_singleton(unit, node, &bool_false);
    case GRAMMAR_none:
        return make_singleton(unit, node, NONE);
    case GRAMMAR_dotted_name:
        return lower_name_pattern(unit, node);
    case GRAMMAR_identifier:
        result = lower_new(unit, PATTERN_AS, parse_position(node));
        result->as.name = parse_is(unit, node, "_") ? NULL : lower_identifier(unit, node);
        return result;
    case GRAMMAR_class_pattern:
        return lower_class_pattern(unit, node);
    case GRAMMAR_splat_pattern:
        inner = parse_parts(unit, node);
        return lower_star_pattern(unit, &inner, node);
    case GRAMMAR_union_pattern:
        inner = parse_parts(unit, node);
        result = lower_new(unit, PATTERN_OR, parse_position(node));
        struct list_builder alternatives = {0};
        for (uint32_t i = 0, taken; i < inner.count; i += taken) {
            taken = 1;
            if (inner.items[i].kind != GRAMMAR_TOKEN || !parse_is(unit, inner.items[i].node, "|"))
                lower_append(unit, &alternatives, lower_simple(unit, &inner, i, &taken));
        }
        result->elements = alternatives.list;
        return result;
    case GRAMMAR_list_pattern:
        inner = parse_parts(unit, node);
        return lower_patterns(unit, &inner, node, PATTERN_SEQUENCE);
    case GRAMMAR_tuple_pattern:
        return lower_tuple_pattern(unit, node);
    case GRAMMAR_dict_pattern:
        return lower_dict_pattern(unit, node);
    case GRAMMAR_complex_pattern:
        return make_value(unit, lower_complex(unit, node));
    case GRAMMAR_case_pattern:
    case GRAMMAR_as_pattern:
        return lower_pattern(unit, node);
    default:
        syntax_fail(unit, parse_position(node), "invalid syntax");
        return lower_new(unit, PATTERN_AS, parse_position(node));
    }
}

struct node *lower_pattern(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    enum grammar kind = parse_kind(node);
    uint32_t used;
    if (kind == GRAMMAR_case_pattern)
        return lower_simple(unit, &parts, 0, &used);
    if (kind == GRAMMAR_as_pattern) { /* pattern as name */
        struct node *result = lower_new(unit, PATTERN_AS, parse_position(node));
        result->as.pattern = lower_pattern(unit, parts.items[0].node);
        result->as.name = lower_identifier(unit, parts.items[parts.count - 1].node);
        if (str_equal_text(result->as.name, "_"))
            syntax_fail(unit, parse_position(parts.items[parts.count - 1].node),
                        "cannot use '_' as a target");
        return result;
    }
    struct part self = {node, kind, 0};
    struct parts one = {&self, 1};
    return lower_simple(unit, &one, 0, &used);
}
