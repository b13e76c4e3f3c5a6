/* Parameters, and what may be assigned to. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* --- parameters ------------------------------------------------------------------------------- */

struct parameter_reader {
    struct parameter *plain; /* positional, then keyword-only ones */
    uint32_t plain_count;
    struct parameter varargs;
    struct parameter varkeywords;
    struct parameters *parameters;
    bool keyword_only; /* a star has been seen */
    bool has_default;
};

static void add_plain(struct unit *unit, struct parameter_reader *reader, TSNode name, TSNode type,
                      TSNode value)
{
    struct parameter parameter = {.position = parse_position(name)};
    if (parse_kind(name) != GRAMMAR_identifier) {
        syntax_fail(unit, parameter.position, "invalid syntax");
        return;
    }
    parameter.name = lower_identifier(unit, name);
    if (!ts_node_is_null(type))
        parameter.annotation = lower_type(unit, type);
    if (!ts_node_is_null(value)) {
        parameter.default_value = lower_expression(unit, value);
        lower_reject_walrus(unit, parameter.default_value);
    }
    if (reader->keyword_only) {
        reader->parameters->keyword_only++;
    } else {
        if (reader->has_default && !parameter.default_value)
            syntax_fail(unit, parameter.position, "non-default argument follows default argument");
        reader->has_default |= parameter.default_value != NULL;
        reader->parameters->positional++;
    }
    if (reader->parameters->has_varkeywords)
        syntax_fail(unit, parameter.position, "arguments cannot follow var-keyword argument");
    reader->plain[reader->plain_count++] = parameter;
}

/* *name or **name, with or without annotation. */
static void add_starred(struct unit *unit, struct parameter_reader *reader, TSNode node,
                        TSNode type)
{
    bool is_keywords = parse_kind(node) == GRAMMAR_dictionary_splat_pattern;
    TSNode name = ts_node_named_child(node, 0);
    struct parameter *parameter = is_keywords ? &reader->varkeywords : &reader->varargs;
    if (parse_kind(name) != GRAMMAR_identifier || reader->parameters->has_varkeywords ||
        (!is_keywords && reader->keyword_only)) {
        syntax_fail(unit, parse_position(node),
                    reader->parameters->has_varkeywords
                        ? "arguments cannot follow var-keyword argument"
                    : reader->keyword_only ? "* argument may appear only once"
                                           : "invalid syntax");
        return;
    }
    parameter->name = lower_identifier(unit, name);
    parameter->position = parse_position(name);
    parameter->annotation = ts_node_is_null(type) ? NULL : lower_type(unit, type);
    if (is_keywords) {
        reader->parameters->has_varkeywords = true;
    } else {
        reader->parameters->has_varargs = true;
        reader->keyword_only = true;
    }
}

static void add_separator(struct unit *unit, struct parameter_reader *reader,
                          const struct parts *parts, uint32_t index)
{
    TSNode node = parts->items[index].node;
    if (parts->items[index].kind == GRAMMAR_keyword_separator) {
        bool named = false;
        for (uint32_t i = index + 1; i < parts->count; i++)
            named |= parts->items[i].kind != GRAMMAR_TOKEN &&
                     parts->items[i].kind != GRAMMAR_dictionary_splat_pattern;
        if (!named)
            syntax_fail(unit, parse_position(node), "named arguments must follow bare *");
        if (reader->keyword_only)
            syntax_fail(unit, parse_position(node), "* argument may appear only once");
        reader->keyword_only = true;
    } else if (reader->plain_count == 0 || reader->keyword_only ||
               reader->parameters->positional_only > 0) {
        syntax_fail(unit, parse_position(node),
                    reader->parameters->positional_only > 0 ? "/ may appear only once"
                    : reader->keyword_only                  ? "/ must be ahead of *"
                                           : "at least one argument must precede /");
    } else {
        reader->parameters->positional_only = reader->parameters->positional;
    }
}

static void add_parameter(struct unit *unit, struct parameter_reader *reader,
                          const struct part *part)
{
    const TSNode none = {0};
    struct parts parts = parse_parts(unit, part->node);
    struct part *type = parse_field(&parts, FIELD_TYPE);
    switch (part->kind) {
    case GRAMMAR_identifier:
        add_plain(unit, reader, part->node, none, none);
        break;
    case GRAMMAR_default_parameter:
        add_plain(unit, reader, parse_field(&parts, FIELD_NAME)->node, none,
                  parse_field(&parts, FIELD_VALUE)->node);
        break;
    case GRAMMAR_typed_default_parameter:
        add_plain(unit, reader, parse_field(&parts, FIELD_NAME)->node, type->node,
                  parse_field(&parts, FIELD_VALUE)->node);
        break;
    case GRAMMAR_typed_parameter:
        if (parts.items[0].kind == GRAMMAR_identifier)
            add_plain(unit, reader, parts.items[0].node, type->node, none);
        else
            add_starred(unit, reader, parts.items[0].node, type->node);
        break;
    case GRAMMAR_list_splat_pattern:
    case GRAMMAR_dictionary_splat_pattern:
        add_starred(unit, reader, part->node, none);
        break;
    default:
        syntax_fail(unit, parse_position(part->node), "invalid syntax");
        break;
    }
}

void lower_parameters(struct unit *unit, TSNode node, struct parameters *parameters)
{
    struct parts parts = parse_parts(unit, node);
    struct parameter_reader reader = {.parameters = parameters};
    reader.plain = unit_allocate(unit, (parts.count + 2) * sizeof *reader.plain);
    for (uint32_t i = 0; i < parts.count && !unit_failed(unit); i++) {
        enum grammar kind = parts.items[i].kind;
        if (kind == GRAMMAR_keyword_separator || kind == GRAMMAR_positional_separator)
            add_separator(unit, &reader, &parts, i);
        else if (kind != GRAMMAR_TOKEN)
            add_parameter(unit, &reader, &parts.items[i]);
    }
    if (parameters->has_varargs)
        reader.plain[reader.plain_count++] = reader.varargs;
    if (parameters->has_varkeywords)
        reader.plain[reader.plain_count++] = reader.varkeywords;
    parameters->items = reader.plain;
}

/* --- targets ---------------------------------------------------------------------------------- */

static const char *describe_constant(const struct node *node)
{
    if (node->constant == NONE)
        return "None";
    if (node->constant == &bool_true)
        return "True";
    if (node->constant == &bool_false)
        return "False";
    if (node->constant == &ellipsis_object)
        return "ellipsis";
    return "literal";
}

const char *lower_describe(const struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_CONSTANT:
        return describe_constant(node);
    case NODE_NAME:
        return "name";
    case NODE_ATTRIBUTE:
        return "attribute";
    case NODE_SUBSCRIPT:
        return "subscript";
    case NODE_STARRED:
        return "starred";
    case NODE_TUPLE:
        return "tuple";
    case NODE_LIST:
        return "list";
    case NODE_SET:
        return "set display";
    case NODE_DICT:
        return "dict literal";
    case NODE_CALL:
        return "function call";
    case NODE_COMPARE:
        return "comparison";
    case NODE_CONDITIONAL:
        return "conditional expression";
    case NODE_LAMBDA:
        return "lambda";
    case NODE_LIST_COMPREHENSION:
        return "list comprehension";
    case NODE_SET_COMPREHENSION:
        return "set comprehension";
    case NODE_DICT_COMPREHENSION:
        return "dict comprehension";
    case NODE_GENERATOR:
        return "generator expression";
    case NODE_AWAIT:
        return "await expression";
    case NODE_YIELD:
    case NODE_YIELD_FROM:
        return "yield expression";
    case NODE_WALRUS:
        return "named expression";
    case NODE_JOINED:
        return "f-string expression";
    default:
        return "expression";
    }
}

/* The part of a target that cannot be stored into; NULL if there is none. */
static const struct node *find_bad_part(const struct node *target, enum target_use use)
{
    switch ((enum node_kind)target->kind) {
    case NODE_NAME:
    case NODE_ATTRIBUTE:
    case NODE_SUBSCRIPT:
        return NULL;
    case NODE_CONSTANT: /* del (): folded, and nothing to delete */
        return use != TARGET_AUGMENTED && tuple_check(target->constant) &&
                       tuple_count(target->constant) == 0
                   ? NULL
                   : target;
    case NODE_STARRED:
        return use == TARGET_DELETE ? target : find_bad_part(target->operand, use);
    case NODE_TUPLE:
    case NODE_LIST:
        if (use == TARGET_AUGMENTED)
            return target;
        for (uint32_t i = 0; i < target->elements.count; i++) {
            const struct node *bad = find_bad_part(target->elements.items[i], use);
            if (bad)
                return bad;
        }
        return NULL;
    default:
        return target;
    }
}

void lower_check_target(struct unit *unit, const struct node *target, enum target_use use)
{
    const struct node *bad = find_bad_part(target, use);
    if (!bad)
        return;
    const char *what = lower_describe(bad);
    bool is_keyword =
        bad->kind == NODE_CONSTANT && strcmp(what, "literal") != 0 && strcmp(what, "ellipsis") != 0;
    if (use == TARGET_AUGMENTED)
        syntax_fail(unit, bad->position, "'%s' is an illegal expression for augmented assignment",
                    what);
    else if (use == TARGET_DELETE)
        syntax_fail(unit, bad->position, "cannot delete %s", what);
    else if (use == TARGET_ASSIGN && bad->kind == NODE_YIELD)
        syntax_fail(unit, bad->position, "assignment to yield expression not possible");
    else if (use == TARGET_ASSIGN && !is_keyword)
        syntax_fail(unit, bad->position,
                    "cannot assign to %s here. Maybe you meant '==' instead of '='?", what);
    else
        syntax_fail(unit, bad->position, "cannot assign to %s", what);
}
