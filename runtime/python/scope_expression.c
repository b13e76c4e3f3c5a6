/* The names in expressions: used, and bound by targets, :=, comprehensions and parameters. */
#include "runtime/python/scope_parts.h"

#include "runtime/types/str.h"

void scope_visit_maybe(struct scope_walk *walk, struct node *node)
{
    if (node)
        scope_visit_expression(walk, node);
}

void scope_visit_list(struct scope_walk *walk, const struct node_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        scope_visit_maybe(walk, list->items[i]);
}

void scope_visit_target(struct scope_walk *walk, struct node *target)
{
    switch ((enum node_kind)target->kind) {
    case NODE_NAME:
        scope_bind(walk, target->name);
        if (walk->scope->kind == SCOPE_COMPREHENSION) {
            const struct symbol *symbol = scope_note(walk, target->name, SYMBOL_ITERATION);
            if (symbol->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL))
                syntax_fail(walk->unit, target->position,
                            "comprehension inner loop cannot rebind assignment expression target "
                            "'%s'",
                            str_utf8(target->name, NULL));
        }
        break;
    case NODE_TUPLE:
    case NODE_LIST:
        for (uint32_t i = 0; i < target->elements.count; i++)
            scope_visit_target(walk, target->elements.items[i]);
        break;
    case NODE_STARRED:
        scope_visit_target(walk, target->operand);
        break;
    default:
        scope_visit_expression(walk, target);
        break;
    }
}

/* name := value binds in the innermost scope that is no comprehension. */
static void visit_walrus(struct scope_walk *walk, struct node *node)
{
    struct scope *here = walk->scope;
    borrowed name = node->walrus.target->name;
    scope_visit_expression(walk, node->walrus.value);
    if (here->kind != SCOPE_COMPREHENSION) {
        if (walk->in_iterable)
            syntax_fail(
                walk->unit, node->position,
                "assignment expression cannot be used in a comprehension iterable expression");
        scope_bind(walk, name);
        return;
    }
    if (walk->in_iterable)
        syntax_fail(walk->unit, node->position,
                    "assignment expression cannot be used in a comprehension iterable expression");
    struct scope *target = here;
    for (; target->kind == SCOPE_COMPREHENSION; target = target->outer) {
        struct symbol *symbol = scope_find(target, name);
        if (symbol && symbol->flags & SYMBOL_ITERATION)
            syntax_fail(walk->unit, node->walrus.target->position,
                        "assignment expression cannot rebind comprehension iteration variable '%s'",
                        str_utf8(name, NULL));
    }
    if (target->kind == SCOPE_CLASS)
        syntax_fail(walk->unit, node->walrus.target->position,
                    "assignment expression within a comprehension cannot be used in a class body");
    walk->scope = target;
    struct symbol *symbol =
        scope_note(walk, name, target->kind == SCOPE_MODULE ? SYMBOL_GLOBAL : SYMBOL_ASSIGNED);
    bool global = (symbol->flags & SYMBOL_GLOBAL) != 0;
    for (walk->scope = here; walk->scope != target; walk->scope = walk->scope->outer)
        scope_note(walk, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL);
    walk->scope = here;
}

/* A comprehension that awaits makes the one around it await too; a generator does not. */
static void pass_on_coroutine(struct scope_walk *walk, const struct node *node)
{
    struct scope *outer = walk->scope;
    if (!node->comprehension.scope->is_coroutine || node->kind == NODE_GENERATOR)
        return;
    if (outer->kind == SCOPE_COMPREHENSION)
        outer->is_coroutine = true;
    else if (!outer->is_async)
        syntax_fail(walk->unit, node->position,
                    "asynchronous comprehension outside of an asynchronous function");
}

static void visit_comprehension(struct scope_walk *walk, struct node *node)
{
    bool in_iterable = walk->in_iterable;
    walk->in_iterable = true;
    scope_visit_expression(walk, node->comprehension.clauses[0].iterable);
    walk->in_iterable = in_iterable;
    node->comprehension.scope = scope_enter(walk, SCOPE_COMPREHENSION);
    node->comprehension.scope->comprehension_kind = node->kind;
    node->comprehension.scope->is_generator = node->kind == NODE_GENERATOR;
    scope_note(walk, walk->name_first_iterable, SYMBOL_PARAMETER);
    for (uint32_t i = 0; i < node->comprehension.clause_count; i++) {
        const struct clause *clause = &node->comprehension.clauses[i];
        walk->scope->is_coroutine |= clause->is_async;
        scope_visit_target(walk, clause->target);
        if (i > 0) {
            walk->in_iterable = true;
            scope_visit_expression(walk, clause->iterable);
            walk->in_iterable = in_iterable;
        }
        scope_visit_list(walk, &clause->conditions);
    }
    scope_visit_maybe(walk, node->comprehension.value);
    scope_visit_expression(walk, node->comprehension.element);
    scope_leave(walk);
    pass_on_coroutine(walk, node);
}

static void visit_yield(struct scope_walk *walk, struct node *node)
{
    static const char *const names[] = {
        [NODE_LIST_COMPREHENSION] = "list comprehension",
        [NODE_SET_COMPREHENSION] = "set comprehension",
        [NODE_DICT_COMPREHENSION] = "dict comprehension",
        [NODE_GENERATOR] = "generator expression",
    };
    scope_visit_maybe(walk, node->operand);
    if (walk->scope->kind == SCOPE_COMPREHENSION)
        syntax_fail(walk->unit, node->position, "'yield' inside %s",
                    names[walk->scope->comprehension_kind]);
    else if (walk->scope->kind != SCOPE_FUNCTION)
        syntax_fail(walk->unit, node->position, "'yield' outside function");
    else if (node->kind == NODE_YIELD_FROM && walk->scope->is_async)
        syntax_fail(walk->unit, node->position, "'yield from' inside async function");
    walk->scope->is_generator = true;
}

static void visit_await(struct scope_walk *walk, struct node *node)
{
    if (walk->scope->kind < SCOPE_FUNCTION)
        syntax_fail(walk->unit, node->position, "'await' outside function");
    else if (walk->scope->kind == SCOPE_FUNCTION && !walk->scope->is_async)
        syntax_fail(walk->unit, node->position, "'await' outside async function");
    walk->scope->is_coroutine = true;
    scope_visit_expression(walk, node->operand);
}

/* Default values belong to the scope around the function, the rest to its own. */
void scope_visit_callable(struct scope_walk *walk, struct node *node)
{
    const struct parameters *parameters = &node->function.parameters;
    uint32_t count = parameters_count(parameters);
    for (uint32_t i = 0; i < count; i++)
        scope_visit_maybe(walk, parameters->items[i].default_value);
    for (uint32_t i = 0; i < count; i++)
        scope_visit_maybe(walk, parameters->items[i].annotation);
    scope_visit_maybe(walk, node->function.returns);
    scope_visit_list(walk, &node->function.decorators);
    node->function.scope = scope_enter(walk, SCOPE_FUNCTION);
    walk->scope->is_async = walk->scope->is_coroutine = node->kind == NODE_FUNCTION && node->flag;
    for (uint32_t i = 0; i < count; i++) {
        borrowed name =
            scope_mangle(walk->unit, walk->scope->private_name, parameters->items[i].name);
        struct symbol *symbol = scope_add(walk->unit, walk->scope, name);
        if (symbol->flags & SYMBOL_PARAMETER)
            syntax_fail(walk->unit, parameters->items[i].position,
                        "duplicate argument '%s' in function definition", str_utf8(name, NULL));
        symbol->flags |= SYMBOL_PARAMETER;
    }
    if (node->kind == NODE_LAMBDA)
        scope_visit_list(walk, &node->function.body);
    else
        scope_visit_statements(walk, &node->function.body);
    scope_leave(walk);
}

void scope_visit_keywords(struct scope_walk *walk, const struct keyword *keywords, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        scope_visit_expression(walk, keywords[i].value);
}

static void visit_name(struct scope_walk *walk, struct node *node)
{
    scope_note(walk, node->name, SYMBOL_USED);
    if (node->name == walk->name_super && walk->scope->kind >= SCOPE_FUNCTION)
        scope_note(walk, walk->name_class, SYMBOL_USED);
}

static void visit_kind(struct scope_walk *walk, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_NAME:
        visit_name(walk, node);
        break;
    case NODE_ATTRIBUTE:
        scope_visit_expression(walk, node->attribute.object);
        break;
    case NODE_SUBSCRIPT:
        scope_visit_expression(walk, node->subscript.object);
        scope_visit_expression(walk, node->subscript.index);
        break;
    case NODE_SLICE:
        scope_visit_maybe(walk, node->slice.start);
        scope_visit_maybe(walk, node->slice.stop);
        scope_visit_maybe(walk, node->slice.step);
        break;
    case NODE_STARRED:
    case NODE_UNARY:
    case NODE_NOT:
        scope_visit_expression(walk, node->operand);
        break;
    case NODE_TUPLE:
    case NODE_LIST:
    case NODE_SET:
    case NODE_AND:
    case NODE_OR:
    case NODE_JOINED:
        scope_visit_list(walk, &node->elements);
        break;
    case NODE_DICT:
        scope_visit_list(walk, &node->dict.keys);
        scope_visit_list(walk, &node->dict.values);
        break;
    case NODE_CALL:
        scope_visit_expression(walk, node->call.function);
        scope_visit_list(walk, &node->call.arguments);
        scope_visit_keywords(walk, node->call.keywords, node->call.keyword_count);
        break;
    case NODE_BINARY:
        scope_visit_expression(walk, node->binary.left);
        scope_visit_expression(walk, node->binary.right);
        break;
    case NODE_COMPARE:
        scope_visit_expression(walk, node->compare.left);
        scope_visit_list(walk, &node->compare.rights);
        break;
    case NODE_CONDITIONAL:
        scope_visit_expression(walk, node->branch.test);
        scope_visit_list(walk, &node->branch.body);
        scope_visit_list(walk, &node->branch.otherwise);
        break;
    case NODE_LAMBDA:
        scope_visit_callable(walk, node);
        break;
    case NODE_LIST_COMPREHENSION:
    case NODE_SET_COMPREHENSION:
    case NODE_DICT_COMPREHENSION:
    case NODE_GENERATOR:
        visit_comprehension(walk, node);
        break;
    case NODE_YIELD:
    case NODE_YIELD_FROM:
        visit_yield(walk, node);
        break;
    case NODE_AWAIT:
        visit_await(walk, node);
        break;
    case NODE_WALRUS:
        visit_walrus(walk, node);
        break;
    case NODE_FORMATTED:
        scope_visit_expression(walk, node->formatted.value);
        scope_visit_maybe(walk, node->formatted.specification);
        break;
    default:
        break;
    }
}

void scope_visit_expression(struct scope_walk *walk, struct node *node)
{
    if (!syntax_enter(walk->unit, node->position))
        return;
    visit_kind(walk, node);
    syntax_leave(walk->unit);
}
