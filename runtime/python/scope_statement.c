/* The names in statements and patterns: bound, declared, imported. */
#include "runtime/python/scope_parts.h"

#include "runtime/types/str.h"

static void visit_pattern(struct scope_walk *walk, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case PATTERN_VALUE:
        scope_visit_expression(walk, node->operand);
        break;
    case PATTERN_SEQUENCE:
    case PATTERN_OR:
        for (uint32_t i = 0; i < node->elements.count; i++)
            visit_pattern(walk, node->elements.items[i]);
        break;
    case PATTERN_STAR:
        if (node->name)
            scope_bind(walk, node->name);
        break;
    case PATTERN_MAPPING:
        scope_visit_list(walk, &node->mapping.keys);
        for (uint32_t i = 0; i < node->mapping.patterns.count; i++)
            visit_pattern(walk, node->mapping.patterns.items[i]);
        if (node->mapping.rest)
            scope_bind(walk, node->mapping.rest);
        break;
    case PATTERN_CLASS:
        scope_visit_expression(walk, node->class_pattern.class);
        for (uint32_t i = 0; i < node->class_pattern.patterns.count; i++)
            visit_pattern(walk, node->class_pattern.patterns.items[i]);
        for (uint32_t i = 0; i < node->class_pattern.keyword_patterns.count; i++)
            visit_pattern(walk, node->class_pattern.keyword_patterns.items[i]);
        break;
    case PATTERN_AS:
        if (node->as.pattern)
            visit_pattern(walk, node->as.pattern);
        if (node->as.name)
            scope_bind(walk, node->as.name);
        break;
    default:
        break;
    }
}

static void visit_class(struct scope_walk *walk, struct node *node)
{
    scope_bind(walk, node->class.name);
    scope_visit_list(walk, &node->class.bases);
    scope_visit_keywords(walk, node->class.keywords, node->class.keyword_count);
    scope_visit_list(walk, &node->class.decorators);
    node->class.scope = scope_enter(walk, SCOPE_CLASS);
    node->class.scope->private_name = node->class.name;
    scope_visit_statements(walk, &node->class.body);
    scope_leave(walk);
}

/* global and nonlocal must come before any other use of the name in the scope. */
static void visit_declaration(struct scope_walk *walk, struct node *node)
{
    const char *word = node->kind == NODE_GLOBAL ? "global" : "nonlocal";
    if (node->kind == NODE_NONLOCAL && walk->scope->kind == SCOPE_MODULE)
        syntax_fail(walk->unit, node->position, "nonlocal declaration not allowed at module level");
    for (uint32_t i = 0; i < node->names.count; i++) {
        struct symbol *symbol = scope_note(walk, node->names.items[i], 0);
        const char *name = str_utf8(symbol->name, NULL);
        if (symbol->flags & SYMBOL_PARAMETER)
            syntax_fail(walk->unit, node->position, "name '%s' is parameter and %s", name, word);
        else if (symbol->flags & (node->kind == NODE_GLOBAL ? SYMBOL_NONLOCAL : SYMBOL_GLOBAL))
            syntax_fail(walk->unit, node->position, "name '%s' is nonlocal and global", name);
        else if (symbol->flags & SYMBOL_USED)
            syntax_fail(walk->unit, node->position, "name '%s' is used prior to %s declaration",
                        name, word);
        else if (symbol->flags & SYMBOL_ANNOTATED)
            syntax_fail(walk->unit, node->position, "annotated name '%s' can't be %s", name, word);
        else if (symbol->flags & SYMBOL_ASSIGNED)
            syntax_fail(walk->unit, node->position,
                        "name '%s' is assigned to before %s declaration", name, word);
        symbol->flags |= node->kind == NODE_GLOBAL ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL;
        if (node->kind == NODE_GLOBAL) /* seen by exec with locals of their own */
            scope_add(walk->unit, walk->first, symbol->name)->flags |= SYMBOL_GLOBAL;
        symbol->declared = node->position;
    }
}

static void visit_annotated(struct scope_walk *walk, struct node *node)
{
    struct node *target = node->annotated.target;
    if (target->kind == NODE_NAME) {
        struct symbol *symbol = scope_note(walk, target->name, 0);
        if (node->flag && walk->scope->kind != SCOPE_MODULE &&
            symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))
            syntax_fail(walk->unit, node->position, "annotated name '%s' can't be %s",
                        str_utf8(symbol->name, NULL),
                        symbol->flags & SYMBOL_GLOBAL ? "global" : "nonlocal");
        if (node->flag)
            symbol->flags |= SYMBOL_ANNOTATED | SYMBOL_ASSIGNED;
        else if (node->annotated.value)
            symbol->flags |= SYMBOL_ASSIGNED;
        walk->scope->has_annotations |= node->flag;
    } else {
        scope_visit_expression(walk, target);
    }
    scope_visit_expression(walk, node->annotated.annotation);
    scope_visit_maybe(walk, node->annotated.value);
}

static void visit_import(struct scope_walk *walk, const struct node *node)
{
    for (uint32_t i = 0; i < node->import.count; i++) {
        const struct alias *alias = &node->import.aliases[i];
        const char *name = str_utf8(alias->name, NULL);
        const char *dot = node->kind == NODE_IMPORT ? strchr(name, '.') : NULL;
        if (strcmp(name, "*") == 0) {
            if (walk->scope->kind != SCOPE_MODULE)
                syntax_fail(walk->unit, alias->position, "import * only allowed at module level");
        } else if (alias->as_name) {
            scope_bind(walk, alias->as_name);
        } else {
            scope_bind(walk, dot ? str_intern_bytes(walk->unit->rt, name, (size_t)(dot - name))
                                 : alias->name);
        }
    }
}

static void visit_try(struct scope_walk *walk, struct node *node)
{
    scope_visit_statements(walk, &node->try_block.body);
    for (uint32_t i = 0; i < node->try_block.handler_count; i++) {
        const struct handler *handler = &node->try_block.handlers[i];
        scope_visit_maybe(walk, handler->type);
        if (handler->name)
            scope_bind(walk, handler->name);
        scope_visit_statements(walk, &handler->body);
    }
    scope_visit_statements(walk, &node->try_block.otherwise);
    scope_visit_statements(walk, &node->try_block.final);
}

/* async for and async with stand in async functions only. */
static void check_async(struct scope_walk *walk, const struct node *node)
{
    if (node->flag && !walk->scope->is_async)
        syntax_fail(walk->unit, node->position, "'async %s' outside async function",
                    node->kind == NODE_FOR ? "for" : "with");
}

static void visit_statement(struct scope_walk *walk, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_EXPRESSION_STATEMENT:
    case NODE_RETURN:
        scope_visit_maybe(walk, node->operand);
        break;
    case NODE_ASSIGN:
        scope_visit_expression(walk, node->assign.value);
        for (uint32_t i = 0; i < node->assign.targets.count; i++)
            scope_visit_target(walk, node->assign.targets.items[i]);
        break;
    case NODE_AUGMENTED:
        scope_visit_target(walk, node->binary.left);
        scope_visit_expression(walk, node->binary.right);
        break;
    case NODE_ANNOTATED:
        visit_annotated(walk, node);
        break;
    case NODE_DELETE:
        for (uint32_t i = 0; i < node->elements.count; i++)
            scope_visit_target(walk, node->elements.items[i]);
        break;
    case NODE_RAISE:
    case NODE_ASSERT:
        scope_visit_maybe(walk, node->pair.first);
        scope_visit_maybe(walk, node->pair.second);
        break;
    case NODE_GLOBAL:
    case NODE_NONLOCAL:
        visit_declaration(walk, node);
        break;
    case NODE_IMPORT:
    case NODE_IMPORT_FROM:
        visit_import(walk, node);
        break;
    case NODE_IF:
    case NODE_WHILE:
        scope_visit_expression(walk, node->branch.test);
        scope_visit_statements(walk, &node->branch.body);
        scope_visit_statements(walk, &node->branch.otherwise);
        break;
    case NODE_FOR:
        check_async(walk, node);
        scope_visit_target(walk, node->loop.target);
        scope_visit_expression(walk, node->loop.iterable);
        scope_visit_statements(walk, &node->loop.body);
        scope_visit_statements(walk, &node->loop.otherwise);
        break;
    case NODE_TRY:
        visit_try(walk, node);
        break;
    case NODE_WITH:
        check_async(walk, node);
        for (uint32_t i = 0; i < node->with.count; i++) {
            scope_visit_expression(walk, node->with.items[i].context);
            if (node->with.items[i].target)
                scope_visit_target(walk, node->with.items[i].target);
        }
        scope_visit_statements(walk, &node->with.body);
        break;
    case NODE_FUNCTION:
        scope_bind(walk, node->function.name);
        scope_visit_callable(walk, node);
        break;
    case NODE_CLASS:
        visit_class(walk, node);
        break;
    case NODE_MATCH:
        scope_visit_expression(walk, node->match.subject);
        for (uint32_t i = 0; i < node->match.count; i++) {
            visit_pattern(walk, node->match.cases[i].pattern);
            scope_visit_maybe(walk, node->match.cases[i].guard);
            scope_visit_statements(walk, &node->match.cases[i].body);
        }
        break;
    default:
        break;
    }
}

void scope_visit_statements(struct scope_walk *walk, const struct node_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit_statement(walk, list->items[i]);
}
