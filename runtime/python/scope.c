/* Building and resolving scopes. See scope.h.
 *
 * Two passes. The first walks the tree and notes, scope by scope, how each name is bound, declared
 * and used; comprehensions are scopes of their own, whose first iterable belongs to the scope
 * around them. The second resolves: a name that its scope does not bind is looked for in the
 * enclosing functions, classes left out; every scope on the way to where it is found gets it as a
 * free variable.
 */
#include "runtime/python/scope.h"

#include "runtime/types/str.h"

struct walk {
    struct unit *unit;
    struct scope *scope;
    struct scope *first;
    struct scope *last;
    borrowed name_super;
    borrowed name_class;
    borrowed name_first_iterable; /* .0 */
    bool in_iterable;             /* of a comprehension, where := is not allowed */
};

/* --- tables ----------------------------------------------------------------------------------- */

static uint32_t place_of(const struct scope *scope, borrowed name)
{
    uint32_t place = (uint32_t)((uintptr_t)name >> 4) * 2654435761u;
    for (place &= scope->index_size - 1; scope->index[place];
         place = (place + 1) & (scope->index_size - 1)) {
        if (scope->symbols[scope->index[place] - 1].name == name)
            break;
    }
    return place;
}

struct symbol *scope_find(const struct scope *scope, borrowed name)
{
    if (scope->index_size == 0)
        return NULL;
    uint32_t entry = scope->index[place_of(scope, name)];
    return entry ? &scope->symbols[entry - 1] : NULL;
}

static void grow(struct unit *unit, struct scope *scope)
{
    uint32_t capacity = scope->capacity ? scope->capacity * 2 : 8;
    struct symbol *symbols = unit_allocate(unit, capacity * sizeof *symbols);
    if (scope->count)
        memcpy(symbols, scope->symbols, scope->count * sizeof *symbols);
    scope->symbols = symbols;
    scope->capacity = capacity;
    scope->index_size = capacity * 2;
    scope->index = unit_allocate(unit, scope->index_size * sizeof *scope->index);
    for (uint32_t i = 0; i < scope->count; i++)
        scope->index[place_of(scope, symbols[i].name)] = i + 1;
}

static struct symbol *find_or_add(struct unit *unit, struct scope *scope, borrowed name)
{
    struct symbol *symbol = scope_find(scope, name);
    if (symbol)
        return symbol;
    if (scope->count == scope->capacity)
        grow(unit, scope);
    scope->index[place_of(scope, name)] = scope->count + 1;
    symbol = &scope->symbols[scope->count++];
    *symbol = (struct symbol){.name = name};
    return symbol;
}

borrowed scope_mangle(struct unit *unit, borrowed private_name, borrowed name)
{
    size_t size, class_size;
    const char *text = str_utf8(name, &size);
    if (!private_name || size < 3 || text[0] != '_' || text[1] != '_' ||
        (text[size - 1] == '_' && text[size - 2] == '_') || memchr(text, '.', size))
        return name;
    const char *class_text = str_utf8(private_name, &class_size);
    while (class_size && *class_text == '_') {
        class_text++;
        class_size--;
    }
    if (class_size == 0)
        return name;
    char *mangled = unit_allocate(unit, 1 + class_size + size);
    mangled[0] = '_';
    memcpy(mangled + 1, class_text, class_size);
    memcpy(mangled + 1 + class_size, text, size);
    return str_intern_bytes(unit->rt, mangled, 1 + class_size + size);
}

static struct symbol *note(struct walk *walk, borrowed name, enum symbol_flag flags)
{
    struct symbol *symbol = find_or_add(walk->unit, walk->scope,
                                        scope_mangle(walk->unit, walk->scope->private_name, name));
    symbol->flags |= (uint16_t)flags;
    return symbol;
}

static struct scope *enter(struct walk *walk, enum scope_kind kind)
{
    struct scope *scope = unit_allocate(walk->unit, sizeof *scope);
    scope->kind = kind;
    scope->outer = walk->scope;
    if (walk->scope) {
        scope->private_name = walk->scope->private_name;
        scope->is_nested = walk->scope->is_nested || walk->scope->kind >= SCOPE_FUNCTION;
    }
    if (walk->last)
        walk->last->next = scope;
    else
        walk->first = scope;
    walk->last = scope;
    walk->scope = scope;
    return scope;
}

static void leave(struct walk *walk)
{
    walk->scope = walk->scope->outer;
}

/* --- expressions ------------------------------------------------------------------------------ */

static void visit_expression(struct walk *walk, struct node *node);
static void visit_statements(struct walk *walk, const struct node_list *list);

static void visit_maybe(struct walk *walk, struct node *node)
{
    if (node)
        visit_expression(walk, node);
}

static void visit_list(struct walk *walk, const struct node_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit_maybe(walk, list->items[i]);
}

static void bind(struct walk *walk, borrowed name)
{
    note(walk, name, SYMBOL_ASSIGNED);
}

static void visit_target(struct walk *walk, struct node *target)
{
    switch ((enum node_kind)target->kind) {
    case NODE_NAME:
        bind(walk, target->name);
        if (walk->scope->kind == SCOPE_COMPREHENSION) {
            const struct symbol *symbol = note(walk, target->name, SYMBOL_ITERATION);
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
            visit_target(walk, target->elements.items[i]);
        break;
    case NODE_STARRED:
        visit_target(walk, target->operand);
        break;
    default:
        visit_expression(walk, target);
        break;
    }
}

/* name := value binds in the innermost scope that is no comprehension. */
static void visit_walrus(struct walk *walk, struct node *node)
{
    struct scope *here = walk->scope;
    borrowed name = node->walrus.target->name;
    visit_expression(walk, node->walrus.value);
    if (here->kind != SCOPE_COMPREHENSION) {
        if (walk->in_iterable)
            syntax_fail(
                walk->unit, node->position,
                "assignment expression cannot be used in a comprehension iterable expression");
        bind(walk, name);
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
        note(walk, name, target->kind == SCOPE_MODULE ? SYMBOL_GLOBAL : SYMBOL_ASSIGNED);
    bool global = (symbol->flags & SYMBOL_GLOBAL) != 0;
    for (walk->scope = here; walk->scope != target; walk->scope = walk->scope->outer)
        note(walk, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL);
    walk->scope = here;
}

/* A comprehension that awaits makes the one around it await too; a generator does not. */
static void pass_on_coroutine(struct walk *walk, const struct node *node)
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

static void visit_comprehension(struct walk *walk, struct node *node)
{
    bool in_iterable = walk->in_iterable;
    walk->in_iterable = true;
    visit_expression(walk, node->comprehension.clauses[0].iterable);
    walk->in_iterable = in_iterable;
    node->comprehension.scope = enter(walk, SCOPE_COMPREHENSION);
    node->comprehension.scope->comprehension_kind = node->kind;
    node->comprehension.scope->is_generator = node->kind == NODE_GENERATOR;
    note(walk, walk->name_first_iterable, SYMBOL_PARAMETER);
    for (uint32_t i = 0; i < node->comprehension.clause_count; i++) {
        const struct clause *clause = &node->comprehension.clauses[i];
        walk->scope->is_coroutine |= clause->is_async;
        visit_target(walk, clause->target);
        if (i > 0) {
            walk->in_iterable = true;
            visit_expression(walk, clause->iterable);
            walk->in_iterable = in_iterable;
        }
        visit_list(walk, &clause->conditions);
    }
    visit_maybe(walk, node->comprehension.value);
    visit_expression(walk, node->comprehension.element);
    leave(walk);
    pass_on_coroutine(walk, node);
}

static void visit_yield(struct walk *walk, struct node *node)
{
    static const char *const names[] = {
        [NODE_LIST_COMPREHENSION] = "list comprehension",
        [NODE_SET_COMPREHENSION] = "set comprehension",
        [NODE_DICT_COMPREHENSION] = "dict comprehension",
        [NODE_GENERATOR] = "generator expression",
    };
    visit_maybe(walk, node->operand);
    if (walk->scope->kind == SCOPE_COMPREHENSION)
        syntax_fail(walk->unit, node->position, "'yield' inside %s",
                    names[walk->scope->comprehension_kind]);
    else if (walk->scope->kind != SCOPE_FUNCTION)
        syntax_fail(walk->unit, node->position, "'yield' outside function");
    else if (node->kind == NODE_YIELD_FROM && walk->scope->is_async)
        syntax_fail(walk->unit, node->position, "'yield from' inside async function");
    walk->scope->is_generator = true;
}

static void visit_await(struct walk *walk, struct node *node)
{
    if (walk->scope->kind < SCOPE_FUNCTION)
        syntax_fail(walk->unit, node->position, "'await' outside function");
    else if (walk->scope->kind == SCOPE_FUNCTION && !walk->scope->is_async)
        syntax_fail(walk->unit, node->position, "'await' outside async function");
    walk->scope->is_coroutine = true;
    visit_expression(walk, node->operand);
}

/* async for and async with stand in async functions only. */
static void check_async(struct walk *walk, const struct node *node)
{
    if (node->flag && !walk->scope->is_async)
        syntax_fail(walk->unit, node->position, "'async %s' outside async function",
                    node->kind == NODE_FOR ? "for" : "with");
}

/* Default values belong to the scope around the function, the rest to its own. */
static void visit_callable(struct walk *walk, struct node *node)
{
    const struct parameters *parameters = &node->function.parameters;
    uint32_t count = parameters_count(parameters);
    for (uint32_t i = 0; i < count; i++)
        visit_maybe(walk, parameters->items[i].default_value);
    for (uint32_t i = 0; i < count; i++)
        visit_maybe(walk, parameters->items[i].annotation);
    visit_maybe(walk, node->function.returns);
    visit_list(walk, &node->function.decorators);
    node->function.scope = enter(walk, SCOPE_FUNCTION);
    walk->scope->is_async = walk->scope->is_coroutine = node->kind == NODE_FUNCTION && node->flag;
    for (uint32_t i = 0; i < count; i++) {
        borrowed name =
            scope_mangle(walk->unit, walk->scope->private_name, parameters->items[i].name);
        struct symbol *symbol = find_or_add(walk->unit, walk->scope, name);
        if (symbol->flags & SYMBOL_PARAMETER)
            syntax_fail(walk->unit, parameters->items[i].position,
                        "duplicate argument '%s' in function definition", str_utf8(name, NULL));
        symbol->flags |= SYMBOL_PARAMETER;
    }
    if (node->kind == NODE_LAMBDA)
        visit_list(walk, &node->function.body);
    else
        visit_statements(walk, &node->function.body);
    leave(walk);
}

static void visit_keywords(struct walk *walk, const struct keyword *keywords, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        visit_expression(walk, keywords[i].value);
}

static void visit_name(struct walk *walk, struct node *node)
{
    note(walk, node->name, SYMBOL_USED);
    if (node->name == walk->name_super && walk->scope->kind >= SCOPE_FUNCTION)
        note(walk, walk->name_class, SYMBOL_USED);
}

static void visit_kind(struct walk *walk, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_NAME:
        visit_name(walk, node);
        break;
    case NODE_ATTRIBUTE:
        visit_expression(walk, node->attribute.object);
        break;
    case NODE_SUBSCRIPT:
        visit_expression(walk, node->subscript.object);
        visit_expression(walk, node->subscript.index);
        break;
    case NODE_SLICE:
        visit_maybe(walk, node->slice.start);
        visit_maybe(walk, node->slice.stop);
        visit_maybe(walk, node->slice.step);
        break;
    case NODE_STARRED:
    case NODE_UNARY:
    case NODE_NOT:
        visit_expression(walk, node->operand);
        break;
    case NODE_TUPLE:
    case NODE_LIST:
    case NODE_SET:
    case NODE_AND:
    case NODE_OR:
    case NODE_JOINED:
        visit_list(walk, &node->elements);
        break;
    case NODE_DICT:
        visit_list(walk, &node->dict.keys);
        visit_list(walk, &node->dict.values);
        break;
    case NODE_CALL:
        visit_expression(walk, node->call.function);
        visit_list(walk, &node->call.arguments);
        visit_keywords(walk, node->call.keywords, node->call.keyword_count);
        break;
    case NODE_BINARY:
        visit_expression(walk, node->binary.left);
        visit_expression(walk, node->binary.right);
        break;
    case NODE_COMPARE:
        visit_expression(walk, node->compare.left);
        visit_list(walk, &node->compare.rights);
        break;
    case NODE_CONDITIONAL:
        visit_expression(walk, node->branch.test);
        visit_list(walk, &node->branch.body);
        visit_list(walk, &node->branch.otherwise);
        break;
    case NODE_LAMBDA:
        visit_callable(walk, node);
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
        visit_expression(walk, node->formatted.value);
        visit_maybe(walk, node->formatted.specification);
        break;
    default:
        break;
    }
}

static void visit_expression(struct walk *walk, struct node *node)
{
    if (!syntax_enter(walk->unit, node->position))
        return;
    visit_kind(walk, node);
    syntax_leave(walk->unit);
}

/* --- patterns and statements ------------------------------------------------------------------ */

static void visit_pattern(struct walk *walk, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case PATTERN_VALUE:
        visit_expression(walk, node->operand);
        break;
    case PATTERN_SEQUENCE:
    case PATTERN_OR:
        for (uint32_t i = 0; i < node->elements.count; i++)
            visit_pattern(walk, node->elements.items[i]);
        break;
    case PATTERN_STAR:
        if (node->name)
            bind(walk, node->name);
        break;
    case PATTERN_MAPPING:
        visit_list(walk, &node->mapping.keys);
        for (uint32_t i = 0; i < node->mapping.patterns.count; i++)
            visit_pattern(walk, node->mapping.patterns.items[i]);
        if (node->mapping.rest)
            bind(walk, node->mapping.rest);
        break;
    case PATTERN_CLASS:
        visit_expression(walk, node->class_pattern.class);
        for (uint32_t i = 0; i < node->class_pattern.patterns.count; i++)
            visit_pattern(walk, node->class_pattern.patterns.items[i]);
        for (uint32_t i = 0; i < node->class_pattern.keyword_patterns.count; i++)
            visit_pattern(walk, node->class_pattern.keyword_patterns.items[i]);
        break;
    case PATTERN_AS:
        if (node->as.pattern)
            visit_pattern(walk, node->as.pattern);
        if (node->as.name)
            bind(walk, node->as.name);
        break;
    default:
        break;
    }
}

static void visit_class(struct walk *walk, struct node *node)
{
    bind(walk, node->class.name);
    visit_list(walk, &node->class.bases);
    visit_keywords(walk, node->class.keywords, node->class.keyword_count);
    visit_list(walk, &node->class.decorators);
    node->class.scope = enter(walk, SCOPE_CLASS);
    node->class.scope->private_name = node->class.name;
    visit_statements(walk, &node->class.body);
    leave(walk);
}

/* global and nonlocal must come before any other use of the name in the scope. */
static void visit_declaration(struct walk *walk, struct node *node)
{
    const char *word = node->kind == NODE_GLOBAL ? "global" : "nonlocal";
    if (node->kind == NODE_NONLOCAL && walk->scope->kind == SCOPE_MODULE)
        syntax_fail(walk->unit, node->position, "nonlocal declaration not allowed at module level");
    for (uint32_t i = 0; i < node->names.count; i++) {
        struct symbol *symbol = note(walk, node->names.items[i], 0);
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
            find_or_add(walk->unit, walk->first, symbol->name)->flags |= SYMBOL_GLOBAL;
        symbol->declared = node->position;
    }
}

static void visit_annotated(struct walk *walk, struct node *node)
{
    struct node *target = node->annotated.target;
    if (target->kind == NODE_NAME) {
        struct symbol *symbol = note(walk, target->name, 0);
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
        visit_expression(walk, target);
    }
    visit_expression(walk, node->annotated.annotation);
    visit_maybe(walk, node->annotated.value);
}

static void visit_import(struct walk *walk, const struct node *node)
{
    for (uint32_t i = 0; i < node->import.count; i++) {
        const struct alias *alias = &node->import.aliases[i];
        const char *name = str_utf8(alias->name, NULL);
        const char *dot = node->kind == NODE_IMPORT ? strchr(name, '.') : NULL;
        if (strcmp(name, "*") == 0) {
            if (walk->scope->kind != SCOPE_MODULE)
                syntax_fail(walk->unit, alias->position, "import * only allowed at module level");
        } else if (alias->as_name) {
            bind(walk, alias->as_name);
        } else {
            bind(walk,
                 dot ? str_intern_bytes(walk->unit->rt, name, (size_t)(dot - name)) : alias->name);
        }
    }
}

static void visit_try(struct walk *walk, struct node *node)
{
    visit_statements(walk, &node->try_block.body);
    for (uint32_t i = 0; i < node->try_block.handler_count; i++) {
        const struct handler *handler = &node->try_block.handlers[i];
        visit_maybe(walk, handler->type);
        if (handler->name)
            bind(walk, handler->name);
        visit_statements(walk, &handler->body);
    }
    visit_statements(walk, &node->try_block.otherwise);
    visit_statements(walk, &node->try_block.final);
}

static void visit_statement(struct walk *walk, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_EXPRESSION_STATEMENT:
    case NODE_RETURN:
        visit_maybe(walk, node->operand);
        break;
    case NODE_ASSIGN:
        visit_expression(walk, node->assign.value);
        for (uint32_t i = 0; i < node->assign.targets.count; i++)
            visit_target(walk, node->assign.targets.items[i]);
        break;
    case NODE_AUGMENTED:
        visit_target(walk, node->binary.left);
        visit_expression(walk, node->binary.right);
        break;
    case NODE_ANNOTATED:
        visit_annotated(walk, node);
        break;
    case NODE_DELETE:
        for (uint32_t i = 0; i < node->elements.count; i++)
            visit_target(walk, node->elements.items[i]);
        break;
    case NODE_RAISE:
    case NODE_ASSERT:
        visit_maybe(walk, node->pair.first);
        visit_maybe(walk, node->pair.second);
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
        visit_expression(walk, node->branch.test);
        visit_statements(walk, &node->branch.body);
        visit_statements(walk, &node->branch.otherwise);
        break;
    case NODE_FOR:
        check_async(walk, node);
        visit_target(walk, node->loop.target);
        visit_expression(walk, node->loop.iterable);
        visit_statements(walk, &node->loop.body);
        visit_statements(walk, &node->loop.otherwise);
        break;
    case NODE_TRY:
        visit_try(walk, node);
        break;
    case NODE_WITH:
        check_async(walk, node);
        for (uint32_t i = 0; i < node->with.count; i++) {
            visit_expression(walk, node->with.items[i].context);
            if (node->with.items[i].target)
                visit_target(walk, node->with.items[i].target);
        }
        visit_statements(walk, &node->with.body);
        break;
    case NODE_FUNCTION:
        bind(walk, node->function.name);
        visit_callable(walk, node);
        break;
    case NODE_CLASS:
        visit_class(walk, node);
        break;
    case NODE_MATCH:
        visit_expression(walk, node->match.subject);
        for (uint32_t i = 0; i < node->match.count; i++) {
            visit_pattern(walk, node->match.cases[i].pattern);
            visit_maybe(walk, node->match.cases[i].guard);
            visit_statements(walk, &node->match.cases[i].body);
        }
        break;
    default:
        break;
    }
}

static void visit_statements(struct walk *walk, const struct node_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit_statement(walk, list->items[i]);
}

/* --- resolution ------------------------------------------------------------------------------- */

/* The enclosing scope whose variable `name` is, seen from inside `scope`; NULL: a global. */
static struct scope *find_definer(const struct walk *walk, const struct scope *scope, borrowed name)
{
    for (struct scope *outer = scope->outer; outer; outer = outer->outer) {
        if (outer->kind == SCOPE_CLASS && name == walk->name_class)
            return outer;
        if (outer->kind < SCOPE_FUNCTION)
            continue;
        const struct symbol *symbol = scope_find(outer, name);
        if (!symbol)
            continue;
        if (symbol->flags & SYMBOL_GLOBAL)
            return NULL;
        if (symbol->flags & SYMBOL_BOUND && !(symbol->flags & SYMBOL_NONLOCAL))
            return outer;
    }
    return NULL;
}

/* `name`, used in `scope`, is a variable of `definer`: every scope between them passes it on. */
static void connect(struct walk *walk, struct scope *scope, struct scope *definer, borrowed name)
{
    if (definer->kind == SCOPE_CLASS)
        definer->needs_class_cell = true;
    else
        scope_find(definer, name)->reach = REACH_CELL;
    for (; scope != definer; scope = scope->outer) {
        struct symbol *symbol = find_or_add(walk->unit, scope, name);
        if (scope->kind == SCOPE_CLASS && symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL) &&
            !(symbol->flags & SYMBOL_NONLOCAL))
            symbol->flags |= SYMBOL_PASSED;
        else
            symbol->reach = REACH_FREE;
    }
}

static void resolve(struct walk *walk, struct scope *scope, uint32_t index)
{
    struct symbol *symbol = &scope->symbols[index];
    borrowed name = symbol->name;
    if (symbol->reach != REACH_UNKNOWN)
        return;
    if (symbol->flags & SYMBOL_GLOBAL) {
        symbol->reach = REACH_GLOBAL_EXPLICIT;
        return;
    }
    if (symbol->flags & SYMBOL_BOUND && !(symbol->flags & SYMBOL_NONLOCAL)) {
        symbol->reach = REACH_LOCAL;
        return;
    }
    struct scope *definer = find_definer(walk, scope, name);
    if (definer) {
        connect(walk, scope, definer, name);
    } else if (symbol->flags & SYMBOL_NONLOCAL) {
        syntax_fail(walk->unit, symbol->declared, "no binding for nonlocal '%s' found",
                    str_utf8(name, NULL));
    } else {
        symbol->reach = REACH_GLOBAL_IMPLICIT;
    }
}

struct scope *scope_build(struct unit *unit, const struct node_list *statements)
{
    struct walk walk = {.unit = unit,
                        .name_super = str_intern_text(unit->rt, "super"),
                        .name_class = str_intern_text(unit->rt, "__class__"),
                        .name_first_iterable = str_intern_text(unit->rt, ".0")};
    struct scope *module = enter(&walk, SCOPE_MODULE);
    visit_statements(&walk, statements);
    for (struct scope *scope = walk.first; scope && !unit_failed(unit); scope = scope->next) {
        for (uint32_t i = 0; i < scope->count; i++)
            resolve(&walk, scope, i);
    }
    return module;
}
