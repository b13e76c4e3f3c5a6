/* Building and resolving scopes. See scope.h.
 *
 * Two passes. The first walks the tree (scope_statement.c, scope_expression.c) and notes, scope by
 * scope, how each name is bound, declared and used; comprehensions are scopes of their own, whose
 * first iterable belongs to the scope around them. The second resolves: a name that its scope does
 * not bind is looked for in the enclosing functions, classes left out; every scope on the way to
 * where it is found gets it as a free variable.
 */
#include "runtime/python/scope_parts.h"
#include "runtime/types/str.h"

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

struct symbol *scope_add(struct unit *unit, struct scope *scope, borrowed name)
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

struct symbol *scope_note(struct scope_walk *walk, borrowed name, enum symbol_flag flags)
{
    struct symbol *symbol = scope_add(walk->unit, walk->scope,
                                      scope_mangle(walk->unit, walk->scope->private_name, name));
    symbol->flags |= (uint16_t)flags;
    return symbol;
}

void scope_bind(struct scope_walk *walk, borrowed name)
{
    scope_note(walk, name, SYMBOL_ASSIGNED);
}

struct scope *scope_enter(struct scope_walk *walk, enum scope_kind kind)
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

void scope_leave(struct scope_walk *walk)
{
    walk->scope = walk->scope->outer;
}

/* --- resolution ------------------------------------------------------------------------------- */

/* The enclosing scope whose variable `name` is, seen from inside `scope`; NULL: a global. */
static struct scope *find_definer(const struct scope_walk *walk, const struct scope *scope,
                                  borrowed name)
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
static void connect(struct scope_walk *walk, struct scope *scope, struct scope *definer,
                    borrowed name)
{
    if (definer->kind == SCOPE_CLASS)
        definer->needs_class_cell = true;
    else
        scope_find(definer, name)->reach = REACH_CELL;
    for (; scope != definer; scope = scope->outer) {
        struct symbol *symbol = scope_add(walk->unit, scope, name);
        if (scope->kind == SCOPE_CLASS && symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL) &&
            !(symbol->flags & SYMBOL_NONLOCAL))
            symbol->flags |= SYMBOL_PASSED;
        else
            symbol->reach = REACH_FREE;
    }
}

static void resolve(struct scope_walk *walk, struct scope *scope, uint32_t index)
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
    struct scope_walk walk = {.unit = unit,
                              .name_super = str_intern_text(unit->rt, "super"),
                              .name_class = str_intern_text(unit->rt, "__class__"),
                              .name_first_iterable = str_intern_text(unit->rt, ".0")};
    struct scope *module = scope_enter(&walk, SCOPE_MODULE);
    scope_visit_statements(&walk, statements);
    for (struct scope *scope = walk.first; scope && !unit_failed(unit); scope = scope->next) {
        for (uint32_t i = 0; i < scope->count; i++)
            resolve(&walk, scope, i);
    }
    return module;
}
