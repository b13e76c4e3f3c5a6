/* Simple statements of tree-sitter's tree → nodes of ast.h. See lower.h. */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"
#include "runtime/types/str.h"

/* The expressions among the parts from `first` on; more than one, or a comma, make a tuple. */
static struct node *lower_expressions(struct unit *unit, const struct parts *parts, uint32_t first)
{
    struct list_builder builder = {0};
    bool comma = false;
    for (uint32_t i = first; i < parts->count; i++) {
        if (parts->items[i].kind == GRAMMAR_TOKEN && parse_is(unit, parts->items[i].node, ","))
            comma = true;
        else if (parts->items[i].kind != GRAMMAR_TOKEN)
            lower_append(unit, &builder, lower_expression(unit, parts->items[i].node));
    }
    if (builder.list.count == 1 && !comma)
        return builder.list.items[0];
    struct code_position position = lower_span(parse_position(parts->items[first].node),
                                               parse_position(parts->items[parts->count - 1].node));
    struct node *tuple = lower_new(unit, NODE_TUPLE, position);
    tuple->elements = builder.list;
    return constant_fold(unit, tuple);
}

static void reject_bare_star(struct unit *unit, const struct node *value)
{
    if (value->kind == NODE_STARRED)
        syntax_fail(unit, value->position, "can't use starred expression here");
}

/* target = target = value: targets in order, then the value. */
static struct node *lower_assignment(struct unit *unit, TSNode node)
{
    struct code_position position = parse_position(node);
    struct list_builder targets = {0};
    for (;;) {
        struct parts parts = parse_parts(unit, node);
        struct part *left = parse_field(&parts, FIELD_LEFT);
        struct part *type = parse_field(&parts, FIELD_TYPE);
        struct part *right = parse_field(&parts, FIELD_RIGHT);
        struct node *target = lower_expression(unit, left->node);
        if (type) {
            if (targets.list.count > 0 || (right && right->kind == GRAMMAR_assignment))
                return syntax_fail(unit, parse_position(type->node), "invalid syntax");
            if (target->kind == NODE_TUPLE || target->kind == NODE_LIST)
                return syntax_fail(unit, target->position,
                                   "only single target (not %s) can be annotated",
                                   target->kind == NODE_TUPLE ? "tuple" : "list");
            if (target->kind != NODE_NAME && target->kind != NODE_ATTRIBUTE &&
                target->kind != NODE_SUBSCRIPT)
                return syntax_fail(unit, target->position, "illegal target for annotation");
            struct node *result = lower_new(unit, NODE_ANNOTATED, position);
            result->flag = target->kind == NODE_NAME && !target->flag;
            result->annotated.target = target;
            result->annotated.annotation = lower_type(unit, type->node);
            result->annotated.value = right ? lower_expression(unit, right->node) : NULL;
            return result;
        }
        lower_check_target(unit, target, TARGET_ASSIGN);
        if (target->kind == NODE_STARRED)
            syntax_fail(unit, target->position,
                        "starred assignment target must be in a list or tuple");
        lower_append(unit, &targets, target);
        if (right->kind == GRAMMAR_augmented_assignment)
            return syntax_fail(unit, parse_position(right->node), "invalid syntax");
        if (right->kind != GRAMMAR_assignment) {
            struct node *result = lower_new(unit, NODE_ASSIGN, position);
            result->assign.targets = targets.list;
            result->assign.value = lower_expression(unit, right->node);
            reject_bare_star(unit, result->assign.value);
            lower_reject_walrus(unit, result->assign.value);
            return result;
        }
        node = right->node;
    }
}

static enum binary find_binary(const struct unit *unit, TSNode node)
{
    static const char *const texts[BINARY_COUNT] = {"+",  "-",  "*", "/", "//", "%", "**",
                                                    "<<", ">>", "&", "|", "^",  "@", ""};
    const char *text = unit->text + ts_node_start_byte(node);
    size_t size = ts_node_end_byte(node) - ts_node_start_byte(node) - 1; /* without `=` */
    for (int operation = 0; operation < BINARY_COUNT; operation++) {
        if (strlen(texts[operation]) == size && memcmp(texts[operation], text, size) == 0)
            return (enum binary)operation;
    }
    return BINARY_COUNT;
}

static struct node *lower_augmented(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_AUGMENTED, parse_position(node));
    struct part *right = parse_field(&parts, FIELD_RIGHT);
    result->operation = (uint8_t)find_binary(unit, parse_field(&parts, FIELD_OPERATOR)->node);
    result->binary.left = lower_expression(unit, parse_field(&parts, FIELD_LEFT)->node);
    lower_check_target(unit, result->binary.left, TARGET_AUGMENTED);
    if (right->kind == GRAMMAR_assignment || right->kind == GRAMMAR_augmented_assignment)
        return syntax_fail(unit, parse_position(right->node), "invalid syntax");
    result->binary.right = lower_expression(unit, right->node);
    reject_bare_star(unit, result->binary.right);
    return result;
}

static struct node *lower_expression_statement(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    if (parts.count == 1 && parts.items[0].kind == GRAMMAR_assignment)
        return lower_assignment(unit, parts.items[0].node);
    if (parts.count == 1 && parts.items[0].kind == GRAMMAR_augmented_assignment)
        return lower_augmented(unit, parts.items[0].node);
    struct node *result = lower_new(unit, NODE_EXPRESSION_STATEMENT, parse_position(node));
    result->operand = lower_expressions(unit, &parts, 0);
    lower_reject_walrus(unit, result->operand);
    reject_bare_star(unit, result->operand);
    return result;
}

static struct node *lower_type_alias(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct list_builder targets = {0};
    struct node *target =
        lower_type_call(unit, parts.items[0].node, parse_field(&parts, FIELD_LEFT)->node);
    if (!target)
        return syntax_unsupported(unit, parse_position(node), "the 'type' statement");
    lower_check_target(unit, target, TARGET_ASSIGN);
    lower_append(unit, &targets, target);
    struct node *result = lower_new(unit, NODE_ASSIGN, parse_position(node));
    result->assign.targets = targets.list;
    result->assign.value = lower_type(unit, parse_field(&parts, FIELD_RIGHT)->node);
    return result;
}

static struct node *lower_return(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_RETURN, parse_position(node));
    if (parts.count > 1) {
        result->operand = lower_expressions(unit, &parts, 1);
        reject_bare_star(unit, result->operand);
        lower_reject_walrus(unit, result->operand);
    }
    return result;
}

static struct node *lower_delete(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_DELETE, parse_position(node));
    struct node *targets = lower_expressions(unit, &parts, 1);
    lower_check_target(unit, targets, TARGET_DELETE);
    if (targets->kind == NODE_TUPLE && !targets->flag) {
        result->elements = targets->elements;
    } else {
        struct list_builder builder = {0};
        lower_append(unit, &builder, targets);
        result->elements = builder.list;
    }
    return result;
}

static struct node *lower_raise(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct part *cause = parse_field(&parts, FIELD_CAUSE);
    struct node *result = lower_new(unit, NODE_RAISE, parse_position(node));
    if (parts.count > 1 && !parse_has_field(&parts.items[1], FIELD_CAUSE) &&
        parts.items[1].kind != GRAMMAR_TOKEN) {
        if (parts.items[1].kind == GRAMMAR_expression_list)
            return syntax_fail(unit, parse_position(parts.items[1].node), "invalid syntax");
        result->pair.first = lower_expression(unit, parts.items[1].node);
    }
    if (cause) {
        if (!result->pair.first)
            return syntax_fail(unit, parse_position(parts.items[1].node), "invalid syntax");
        result->pair.second = lower_expression(unit, cause->node);
    }
    return result;
}

static struct node *lower_assert(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, NODE_ASSERT, parse_position(node));
    result->pair.first = lower_expression(unit, parts.items[1].node);
    if (parts.count > 3)
        result->pair.second = lower_expression(unit, parts.items[3].node);
    if (parts.count > 4)
        syntax_fail(unit, parse_position(parts.items[4].node), "invalid syntax");
    return result;
}

static struct node *lower_names(struct unit *unit, TSNode node, enum node_kind kind)
{
    struct parts parts = parse_parts(unit, node);
    struct node *result = lower_new(unit, kind, parse_position(node));
    result->names.items = unit_allocate(unit, parts.count * sizeof(borrowed));
    for (uint32_t i = 0; i < parts.count; i++) {
        if (parts.items[i].kind == GRAMMAR_identifier)
            result->names.items[result->names.count++] =
                lower_identifier(unit, parts.items[i].node);
    }
    return result;
}

static void lower_alias(struct unit *unit, const struct part *part, struct alias *alias)
{
    alias->position = parse_position(part->node);
    if (part->kind == GRAMMAR_aliased_import) {
        struct parts parts = parse_parts(unit, part->node);
        alias->name = lower_dotted_name(unit, parse_field(&parts, FIELD_NAME)->node);
        alias->as_name = lower_identifier(unit, parse_field(&parts, FIELD_ALIAS)->node);
    } else {
        alias->name = lower_dotted_name(unit, part->node);
    }
}

static void check_feature(struct unit *unit, const struct alias *alias)
{
    static const char *const features[] = {"nested_scopes",    "generators",     "division",
                                           "absolute_import",  "with_statement", "print_function",
                                           "unicode_literals", "generator_stop", "annotations"};
    const char *name = str_utf8(alias->name, NULL);
    unit->annotations_are_text |= strcmp(name, "annotations") == 0;
    for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
        if (strcmp(name, features[i]) == 0)
            return;
    }
    syntax_fail(unit, alias->position, "future feature %s is not defined", name);
}

static struct node *lower_import(struct unit *unit, TSNode node, enum grammar kind)
{
    struct parts parts = parse_parts(unit, node);
    bool plain = kind == GRAMMAR_import_statement;
    struct node *result =
        lower_new(unit, plain ? NODE_IMPORT : NODE_IMPORT_FROM, parse_position(node));
    result->import.aliases = unit_allocate(unit, parts.count * sizeof *result->import.aliases);
    if (kind == GRAMMAR_future_import_statement)
        result->import.module = str_intern_text(unit->rt, "__future__");
    for (uint32_t i = 0; i < parts.count; i++) {
        struct part *part = &parts.items[i];
        if (parse_has_field(part, FIELD_MODULE_NAME) && part->kind == GRAMMAR_dotted_name) {
            result->import.module = lower_dotted_name(unit, part->node);
        } else if (parse_has_field(part, FIELD_MODULE_NAME)) {
            struct parts relative = parse_parts(unit, part->node);
            for (uint32_t at = ts_node_start_byte(relative.items[0].node);
                 at < ts_node_end_byte(relative.items[0].node); at++)
                result->import.level += unit->text[at] == '.';
            if (relative.count > 1)
                result->import.module = lower_dotted_name(unit, relative.items[1].node);
        } else if (part->kind == GRAMMAR_wildcard_import) {
            struct alias *alias = &result->import.aliases[result->import.count++];
            alias->name = str_intern_text(unit->rt, "*");
            alias->position = parse_position(part->node);
        } else if (part->kind != GRAMMAR_TOKEN) {
            lower_alias(unit, part, &result->import.aliases[result->import.count++]);
        }
    }
    for (uint32_t i = 0; kind == GRAMMAR_future_import_statement && i < result->import.count; i++)
        check_feature(unit, &result->import.aliases[i]);
    const struct part *last = &parts.items[parts.count - 1];
    if (last->kind == GRAMMAR_TOKEN && parse_is(unit, last->node, ",")) {
        struct code_position position = parse_position(last->node);
        if (plain)
            syntax_fail(unit, position, "invalid syntax");
        else
            syntax_fail(unit, position,
                        "trailing comma not allowed without surrounding parentheses");
    }
    return result;
}

/* print >> file, … is an expression, though hardly a useful one. */
static struct node *lower_print_shift(struct unit *unit, const struct parts *parts, TSNode node)
{
    struct list_builder elements = {0};
    struct node *shift = lower_new(unit, NODE_BINARY, parse_position(parts->items[1].node));
    shift->operation = BINARY_RSHIFT;
    shift->binary.left = lower_new(unit, NODE_NAME, parse_position(parts->items[0].node));
    shift->binary.left->name = str_intern_text(unit->rt, "print");
    shift->binary.right = lower_expression(unit, ts_node_named_child(parts->items[1].node, 0));
    shift->position = lower_span(shift->binary.left->position, shift->position);
    lower_append(unit, &elements, shift);
    for (uint32_t i = 2; i < parts->count; i++) {
        if (parts->items[i].kind != GRAMMAR_TOKEN)
            lower_append(unit, &elements, lower_expression(unit, parts->items[i].node));
    }
    struct node *result = lower_new(unit, NODE_EXPRESSION_STATEMENT, parse_position(node));
    result->operand = shift;
    if (parts->count > 2) {
        result->operand = lower_new(unit, NODE_TUPLE, result->position);
        result->operand->elements = elements.list;
    }
    return result;
}

/* print and exec as statements of Python 2. */
static struct node *lower_old_statement(struct unit *unit, TSNode node, const char *name)
{
    struct parts parts = parse_parts(unit, node);
    if (parts.items[1].kind == GRAMMAR_chevron)
        return lower_print_shift(unit, &parts, node);
    return syntax_fail(unit, parse_position(node),
                       "Missing parentheses in call to '%s'. Did you mean %s(...)?", name, name);
}

/* --- dispatch --------------------------------------------------------------------------------- */

struct node *lower_simple_statement(struct unit *unit, TSNode node, enum grammar kind)
{
    switch (kind) {
    case GRAMMAR_expression_statement:
        return lower_expression_statement(unit, node);
    case GRAMMAR_return_statement:
        return lower_return(unit, node);
    case GRAMMAR_delete_statement:
        return lower_delete(unit, node);
    case GRAMMAR_raise_statement:
        return lower_raise(unit, node);
    case GRAMMAR_assert_statement:
        return lower_assert(unit, node);
    case GRAMMAR_pass_statement:
        return lower_new(unit, NODE_PASS, parse_position(node));
    case GRAMMAR_break_statement:
        return lower_new(unit, NODE_BREAK, parse_position(node));
    case GRAMMAR_continue_statement:
        return lower_new(unit, NODE_CONTINUE, parse_position(node));
    case GRAMMAR_global_statement:
        return lower_names(unit, node, NODE_GLOBAL);
    case GRAMMAR_nonlocal_statement:
        return lower_names(unit, node, NODE_NONLOCAL);
    case GRAMMAR_import_statement:
    case GRAMMAR_import_from_statement:
    case GRAMMAR_future_import_statement:
        return lower_import(unit, node, kind);
    case GRAMMAR_print_statement:
        return lower_old_statement(unit, node, "print");
    case GRAMMAR_exec_statement:
        return lower_old_statement(unit, node, "exec");
    case GRAMMAR_type_alias_statement:
        return lower_type_alias(unit, node);
    default:
        return syntax_fail(unit, parse_position(node), "invalid syntax");
    }
}
