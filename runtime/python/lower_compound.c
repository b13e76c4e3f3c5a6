/* Compound statements of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

static struct node *lower_branch(struct unit *unit, TSNode node, enum node_kind kind)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, kind, parse_position(node));
    struct node *innermost = result;
    result->branch.test = lower_expression(unit, parse_field(&parts, FIELD_CONDITION)->node);
    result->branch.body =
        lower_body(unit, &parts, kind == NODE_IF ? FIELD_CONSEQUENCE : FIELD_BODY);
    for (uint32_t i = 0; i < parts.count; i++) {
        if (!parse_has_field(&parts.items[i], FIELD_ALTERNATIVE))
            continue;
        struct parts clause = parse_parts(unit, parts.items[i].node);
        if (parts.items[i].kind == GRAMMAR_else_clause) {
            innermost->branch.otherwise = lower_body(unit, &clause, FIELD_BODY);
            continue;
        }
        struct node *elif = lower_new(
            unit, NODE_IF, lower_span(parse_position(parts.items[i].node), result->position));
        struct list_builder builder = {0};
        elif->branch.test = lower_expression(unit, parse_field(&clause, FIELD_CONDITION)->node);
        elif->branch.body = lower_body(unit, &clause, FIELD_CONSEQUENCE);
        lower_append(unit, &builder, elif);
        innermost->branch.otherwise = builder.list;
        innermost = elif;
    }
    return result;
}

static bool is_async(const struct unit *unit, const struct parts *parts)
{
    return parts->items[0].kind == GRAMMAR_TOKEN && parse_is(unit, parts->items[0].node, "async");
}

static struct node *lower_for(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_FOR, parse_position(node));
    struct part *otherwise = parse_field(&parts, FIELD_ALTERNATIVE);
    result->flag = is_async(unit, &parts);
    result->loop.target = lower_expression(unit, parse_field(&parts, FIELD_LEFT)->node);
    lower_check_target(unit, result->loop.target, TARGET_FOR);
    result->loop.iterable = lower_expression(unit, parse_field(&parts, FIELD_RIGHT)->node);
    result->loop.body = lower_body(unit, &parts, FIELD_BODY);
    if (otherwise) {
        struct parts clause = parse_parts(unit, otherwise->node);
        result->loop.otherwise = lower_body(unit, &clause, FIELD_BODY);
    }
    return result;
}

/* expression as name → the expression; *target is the name part, NULL where there is no `as`. */
static TSNode split_as(struct unit *unit, TSNode node, TSNode *target)
{
    *target = (TSNode){0};
    if (parse_kind(node) != GRAMMAR_as_pattern)
        return node;
    struct parts parts = parse_parts(unit, node);
    *target = parse_field(&parts, FIELD_ALIAS)->node;
    if (parse_kind(*target) == GRAMMAR_as_pattern_target)
        *target = ts_node_child(*target, 0);
    return parts.items[0].node;
}

/* One clause of except, or of except* (then true). */
static bool lower_except(struct unit *unit, TSNode node, struct handler *handler)
{
    struct parts parts = parse_parts(unit, node);
    bool is_group = parse_kind(node) == GRAMMAR_except_group_clause;
    struct part *type = is_group ? &parts.items[1] : parse_field(&parts, FIELD_VALUE);
    handler->position = parse_position(node);
    if (type) {
        TSNode name;
        TSNode value = split_as(unit, type->node, &name);
        struct part *alias = parse_field(&parts, FIELD_ALIAS);
        if (alias)
            syntax_fail(unit, lower_span(parse_position(type->node), parse_position(alias->node)),
                        "multiple exception types must be parenthesized");
        handler->type = lower_expression(unit, value);
        is_group |= handler->type->kind == NODE_STARRED; /* behind a clause of except */
        if (!ts_node_is_null(name)) {
            if (parse_kind(name) != GRAMMAR_identifier)
                syntax_fail(unit, parse_position(name), "invalid syntax");
            handler->name = lower_identifier(unit, name);
        }
    }
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_block)
            handler->body = lower_block(unit, parts.items[i].node);
    }
    return is_group;
}

/* Adds a clause to a try; all of them are of one kind, and one without a type is the last. */
static void add_handler(struct unit *unit, TSNode node, struct node *result)
{
    uint32_t count = result->try_block.handler_count++;
    struct handler *handler = &result->try_block.handlers[count];
    if (count > 0 && !handler[-1].type)
        syntax_fail(unit, handler[-1].position, "default 'except:' must be last");
    bool is_group = lower_except(unit, node, handler);
    if (count > 0 && is_group != result->flag)
        syntax_fail(unit, handler->position,
                    "cannot have both 'except' and 'except*' on the same 'try'");
    result->flag = is_group;
}

static struct node *lower_try(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_TRY, parse_position(node));
    result->try_block.handlers = unit_allocate(unit, parts.count * sizeof(struct handler));
    result->try_block.body = lower_body(unit, &parts, FIELD_BODY);
    for (uint32_t i = 0; i < parts.count; i++) {
        struct part *part = &parts.items[i];
        struct parts clause;
        switch (part->kind) {
        case GRAMMAR_except_clause:
        case GRAMMAR_except_group_clause:
            add_handler(unit, part->node, result);
            break;
        case GRAMMAR_else_clause:
            clause = parse_parts(unit, part->node);
            result->try_block.otherwise = lower_body(unit, &clause, FIELD_BODY);
            break;
        case GRAMMAR_finally_clause:
            clause = parse_parts(unit, part->node);
            result->try_block.final = lower_block(unit, clause.items[clause.count - 1].node);
            break;
        default:
            break;
        }
    }
    return result;
}

static void lower_with_item(struct unit *unit, TSNode node, struct with_item *item)
{
    TSNode target;
    item->context = lower_expression(unit, split_as(unit, node, &target));
    if (!ts_node_is_null(target)) {
        item->target = lower_expression(unit, target);
        lower_check_target(unit, item->target, TARGET_WITH);
    }
}

/* `with (a as b, c as d):` may come as one tuple of as-patterns: then these are the items. */
static bool find_tuple_items(struct unit *unit, TSNode item, struct parts *elements)
{
    enum grammar kind = parse_kind(item);
    if (kind != GRAMMAR_tuple && kind != GRAMMAR_parenthesized_expression)
        return false;
    *elements = parse_parts(unit, item);
    for (uint32_t i = 0; i < elements->count; i++) {
        if (elements->items[i].kind == GRAMMAR_as_pattern)
            return true;
    }
    return false;
}

static struct node *lower_with(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_WITH, parse_position(node));
    result->flag = is_async(unit, &parts);
    struct parts clause = {0}, elements;
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_with_clause)
            clause = parse_parts(unit, parts.items[i].node);
    }
    uint32_t capacity = clause.count;
    for (uint32_t i = 0; i < clause.count; i++) {
        if (clause.items[i].kind == GRAMMAR_with_item)
            capacity += ts_node_child_count(ts_node_child(clause.items[i].node, 0));
    }
    result->with.items = unit_allocate(unit, capacity * sizeof(struct with_item));
    for (uint32_t i = 0; i < clause.count; i++) {
        if (clause.items[i].kind != GRAMMAR_with_item)
            continue;
        TSNode item = ts_node_child(clause.items[i].node, 0);
        if (!find_tuple_items(unit, item, &elements)) {
            lower_with_item(unit, item, &result->with.items[result->with.count++]);
            continue;
        }
        for (uint32_t j = 0; j < elements.count; j++) {
            if (elements.items[j].kind != GRAMMAR_TOKEN)
                lower_with_item(unit, elements.items[j].node,
                                &result->with.items[result->with.count++]);
        }
    }
    result->with.body = lower_body(unit, &parts, FIELD_BODY);
    return result;
}

static struct node *lower_function(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_FUNCTION, parse_position(node));
    struct part *returns = parse_field(&parts, FIELD_RETURN_TYPE);
    struct part *type_parameters = parse_field(&parts, FIELD_TYPE_PARAMETERS);
    result->flag = is_async(unit, &parts);
    if (type_parameters)
        return syntax_unsupported(unit, parse_position(type_parameters->node),
                                  "a type parameter list");
    result->function.name = lower_identifier(unit, parse_field(&parts, FIELD_NAME)->node);
    lower_parameters(unit, parse_field(&parts, FIELD_PARAMETERS)->node,
                     &result->function.parameters);
    result->function.returns = returns ? lower_type(unit, returns->node) : NULL;
    result->function.body = lower_body(unit, &parts, FIELD_BODY);
    return result;
}

static struct node *lower_class(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_CLASS, parse_position(node));
    struct part *superclasses = parse_field(&parts, FIELD_SUPERCLASSES);
    struct part *type_parameters = parse_field(&parts, FIELD_TYPE_PARAMETERS);
    if (type_parameters)
        return syntax_unsupported(unit, parse_position(type_parameters->node),
                                  "a type parameter list");
    result->class.name = lower_identifier(unit, parse_field(&parts, FIELD_NAME)->node);
    if (superclasses)
        lower_arguments(unit, superclasses->node, &result->class.bases, &result->class.keywords,
                        &result->class.keyword_count);
    result->class.body = lower_body(unit, &parts, FIELD_BODY);
    return result;
}

static struct node *lower_decorated(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct part *definition = parse_field(&parts, FIELD_DEFINITION);
    struct list_builder decorators = {0};
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_decorator)
            lower_append(unit, &decorators,
                         lower_expression(unit, ts_node_named_child(parts.items[i].node, 0)));
    }
    struct node *result = definition->kind == GRAMMAR_class_definition
                              ? lower_class(unit, definition->node)
                              : lower_function(unit, definition->node);
    if (result && result->kind == NODE_CLASS)
        result->class.decorators = decorators.list;
    else if (result)
        result->function.decorators = decorators.list;
    return result;
}

static void lower_case(struct unit *unit, TSNode node, struct match_case *match_case)
{
    struct parts parts = parse_parts(unit, node);
    struct part *guard = parse_field(&parts, FIELD_GUARD);
    struct list_builder patterns = {0};
    bool comma = false;
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_case_pattern)
            lower_append(unit, &patterns, lower_pattern(unit, parts.items[i].node));
        comma |= parts.items[i].kind == GRAMMAR_TOKEN && parse_is(unit, parts.items[i].node, ",");
    }
    match_case->pattern = patterns.list.items[0];
    if (comma || match_case->pattern->kind == PATTERN_STAR) {
        match_case->pattern = lower_new(unit, PATTERN_SEQUENCE, patterns.list.items[0]->position);
        match_case->pattern->elements = patterns.list;
        match_case->pattern->position = lower_span(
            match_case->pattern->position, patterns.list.items[patterns.list.count - 1]->position);
    }
    if (guard)
        match_case->guard = lower_expression(unit, ts_node_named_child(guard->node, 0));
    match_case->body = lower_body(unit, &parts, FIELD_CONSEQUENCE);
}

static struct node *lower_match(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_MATCH, parse_position(node));
    struct list_builder subjects = {0};
    bool comma = false;
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parse_has_field(&parts.items[i], FIELD_SUBJECT))
            lower_append(unit, &subjects, lower_expression(unit, parts.items[i].node));
        else
            comma |= parse_is(unit, parts.items[i].node, ",");
    }
    result->match.subject = subjects.list.items[0];
    if (comma) {
        result->match.subject = lower_new(unit, NODE_TUPLE, subjects.list.items[0]->position);
        result->match.subject->elements = subjects.list;
    }
    struct parts cases = parse_parts(unit, parse_field(&parts, FIELD_BODY)->node);
    result->match.cases = unit_allocate(unit, cases.count * sizeof(struct match_case));
    for (uint32_t i = 0; i < cases.count; i++) {
        if (cases.items[i].kind == GRAMMAR_case_clause)
            lower_case(unit, cases.items[i].node, &result->match.cases[result->match.count++]);
    }
    return result;
}

/* --- dispatch --------------------------------------------------------------------------------- */

struct node *lower_compound_statement(struct unit *unit, TSNode node, enum grammar kind)
{
    switch (kind) {
    case GRAMMAR_if_statement:
        return lower_branch(unit, node, NODE_IF);
    case GRAMMAR_while_statement:
        return lower_branch(unit, node, NODE_WHILE);
    case GRAMMAR_for_statement:
        return lower_for(unit, node);
    case GRAMMAR_try_statement:
        return lower_try(unit, node);
    case GRAMMAR_with_statement:
        return lower_with(unit, node);
    case GRAMMAR_function_definition:
        return lower_function(unit, node);
    case GRAMMAR_class_definition:
        return lower_class(unit, node);
    case GRAMMAR_decorated_definition:
        return lower_decorated(unit, node);
    case GRAMMAR_match_statement:
        return lower_match(unit, node);
    default:
        return lower_simple_statement(unit, node, kind);
    }
}
