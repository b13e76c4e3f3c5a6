/* Statements of tree-sitter's tree → nodes of ast.h; and what the files of lowering share.
 *
 * tree-sitter accepts more than Python does (Python 2 statements, targets that cannot be assigned
 * to, names that are reserved, empty blocks); whatever it lets through is checked here, with
 * CPython's messages. No node of the result refers to tree-sitter's tree.
 */
#include "runtime/python/lower.h"

#include "runtime/python/constant.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

struct node *lower_new(struct unit *unit, enum node_kind kind, struct code_position position)
{
    struct node *node = unit_allocate(unit, sizeof *node);
    node->kind = (uint8_t)kind;
    node->position = position;
    return node;
}

struct node *lower_placeholder(struct unit *unit, struct code_position position)
{
    struct node *node = lower_new(unit, NODE_CONSTANT, position);
    node->constant = NONE;
    return node;
}

void lower_append(struct unit *unit, struct list_builder *builder, struct node *node)
{
    if (builder->list.count == builder->capacity) {
        uint32_t capacity = builder->capacity ? builder->capacity * 2 : 4;
        struct node **items = unit_allocate(unit, capacity * sizeof(struct node *));
        if (builder->list.count)
            memcpy(items, builder->list.items, builder->list.count * sizeof(struct node *));
        builder->list.items = items;
        builder->capacity = capacity;
    }
    builder->list.items[builder->list.count++] = node;
}

borrowed lower_identifier(struct unit *unit, TSNode node)
{
    const char *text = unit->text + ts_node_start_byte(node);
    size_t size = ts_node_end_byte(node) - ts_node_start_byte(node);
    if (scan_is_keyword(text, size))
        syntax_fail(unit, parse_position(node), "invalid syntax");
    return str_intern_bytes(unit->rt, text, size);
}

borrowed lower_dotted_name(struct unit *unit, TSNode node)
{
    struct parts parts = parse_parts(unit, node);
    char *text = unit_allocate(unit, ts_node_end_byte(node) - ts_node_start_byte(node) + 1);
    size_t size = 0;
    for (uint32_t i = 0; i < parts.count;
         i++) { /* without the blanks that may stand between the names */
        uint32_t start = ts_node_start_byte(parts.items[i].node),
                 end = ts_node_end_byte(parts.items[i].node);
        if (parts.items[i].kind == GRAMMAR_identifier)
            lower_identifier(unit, parts.items[i].node);
        memcpy(text + size, unit->text + start, end - start);
        size += end - start;
    }
    return str_intern_bytes(unit->rt, text, size);
}

static struct code_position span(struct code_position from, struct code_position to)
{
    from.end_line = to.end_line;
    from.end_column = to.end_column;
    return from;
}

static struct node_list lower_block(struct unit *unit, TSNode block);

/* The block of the part with this field, or an empty list. */
static struct node_list lower_body(struct unit *unit, struct parts *parts, enum parse_field field)
{
    struct part *part = parse_field(parts, field);
    return part ? lower_block(unit, part->node) : (struct node_list){0};
}

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
    struct code_position position = span(parse_position(parts->items[first].node),
                                         parse_position(parts->items[parts->count - 1].node));
    struct node *tuple = lower_new(unit, NODE_TUPLE, position);
    tuple->elements = builder.list;
    return constant_fold(unit, tuple);
}

/* --- simple statements ------------------------------------------------------------------------ */

static void reject_walrus(struct unit *unit, const struct node *value)
{
    if (value->kind == NODE_WALRUS && !value->flag) {
        struct code_position position = value->walrus.target->position;
        position.column = (uint16_t)(position.end_column + 1);
        position.end_column = (uint16_t)(position.column + 2);
        syntax_fail(unit, position, "invalid syntax");
    }
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
            reject_walrus(unit, result->assign.value);
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
    reject_walrus(unit, result->operand);
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
        reject_walrus(unit, result->operand);
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
    shift->position = span(shift->binary.left->position, shift->position);
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

/* --- compound statements ---------------------------------------------------------------------- */

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
        struct node *elif =
            lower_new(unit, NODE_IF, span(parse_position(parts.items[i].node), result->position));
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
    if (is_async(unit, &parts))
        return syntax_unsupported(unit, result->position, "'async for'");
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

static void lower_except(struct unit *unit, TSNode node, struct handler *handler)
{
    struct parts parts = parse_parts(unit, node);
    struct part *type = parse_field(&parts, FIELD_VALUE);
    handler->position = parse_position(node);
    if (type) {
        TSNode name;
        TSNode value = split_as(unit, type->node, &name);
        struct part *alias = parse_field(&parts, FIELD_ALIAS);
        if (alias)
            syntax_fail(unit, span(parse_position(type->node), parse_position(alias->node)),
                        "multiple exception types must be parenthesized");
        handler->type = lower_expression(unit, value);
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
            if (result->try_block.handler_count > 0 &&
                !result->try_block.handlers[result->try_block.handler_count - 1].type)
                syntax_fail(
                    unit, result->try_block.handlers[result->try_block.handler_count - 1].position,
                    "default 'except:' must be last");
            lower_except(unit, part->node,
                         &result->try_block.handlers[result->try_block.handler_count++]);
            break;
        case GRAMMAR_except_group_clause:
            return syntax_unsupported(unit, parse_position(part->node), "'except*'");
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
    if (is_async(unit, &parts))
        return syntax_unsupported(unit, result->position, "'async with'");
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
    if (is_async(unit, &parts))
        return syntax_unsupported(unit, result->position, "'async def'");
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
        match_case->pattern->position = span(
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

static struct node *lower_statement_kind(struct unit *unit, TSNode node, enum grammar kind)
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

static struct node_list lower_block(struct unit *unit, TSNode block)
{
    struct list_builder statements = {0};
    struct parts parts = parse_parts(unit, block);
    if (!syntax_enter(unit, parse_position(block)))
        return statements.list;
    for (uint32_t i = 0; i < parts.count && !unit_failed(unit); i++) {
        if (parts.items[i].kind == GRAMMAR_TOKEN)
            continue; /* the semicolons */
        struct node *statement =
            lower_statement_kind(unit, parts.items[i].node, parts.items[i].kind);
        lower_append(unit, &statements,
                     statement ? statement
                               : lower_new(unit, NODE_PASS, parse_position(parts.items[i].node)));
    }
    syntax_leave(unit);
    return statements.list;
}

struct node_list lower_module(struct unit *unit, TSNode root)
{
    return lower_block(unit, root);
}
