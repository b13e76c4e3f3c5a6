/* Source text → code object. See compile.h.
 *
 * The phases: parse (parse.h), lower (lower.h), scopes (scope.h), then the files compile_*.c emit
 * the instructions of each scope, innermost finished first, and assemble.c lays them out. Compiling
 * is not the program's doing: the runtime is unrecorded meanwhile.
 */
#include "runtime/python/emit.h"

#include "runtime/python/lower.h"
#include "runtime/python/parse.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

/* --- one scope -------------------------------------------------------------------------------- */

static int order_names(const void *left, const void *right)
{
    return str_order(*(const borrowed *)left, *(const borrowed *)right);
}

static void collect_cells(struct compiler *compiler)
{
    const struct scope *scope = compiler->scope;
    for (uint32_t i = 0; i < scope->count; i++) {
        const struct symbol *symbol = &scope->symbols[i];
        if (symbol->reach == REACH_CELL)
            vector_push(&compiler->cells, symbol->name);
        else if (symbol->reach == REACH_FREE || symbol->flags & SYMBOL_PASSED)
            vector_push(&compiler->frees, symbol->name);
    }
    if (scope->needs_class_cell) {
        borrowed name = str_intern_text(compiler->unit->rt, "__class__");
        vector_push(&compiler->cells, name);
    }
    if (compiler->cells.count > 1)
        qsort(compiler->cells.items, compiler->cells.count, sizeof(borrowed), order_names);
    if (compiler->frees.count > 1)
        qsort(compiler->frees.items, compiler->frees.count, sizeof(borrowed), order_names);
}

/* outer.<locals>.name, Class.name, or the plain name of what is global. */
static borrowed qualify(struct compiler *compiler)
{
    struct compiler *outer = compiler->outer;
    struct runtime *rt = compiler->unit->rt;
    if (!outer || outer->scope->kind == SCOPE_MODULE)
        return compiler->name;
    if (compiler->scope->kind != SCOPE_COMPREHENSION) {
        const struct symbol *symbol = scope_find(
            outer->scope, scope_mangle(compiler->unit, outer->scope->private_name, compiler->name));
        if (symbol && symbol->reach == REACH_GLOBAL_EXPLICIT)
            return compiler->name;
    }
    char *text = memory_format("%s%s.%s", str_utf8(outer->qualified_name, NULL),
                               outer->scope->kind == SCOPE_FUNCTION ? ".<locals>" : "",
                               str_utf8(compiler->name, NULL));
    borrowed result = str_intern_text(rt, text);
    memory_free(text);
    return result;
}

static void emit_prologue(struct compiler *compiler)
{
    compiler->position = (struct code_position){compiler->first_line, compiler->first_line, 0, 0};
    if (compiler->frees.count > 0)
        emit(compiler, OP_COPY_FREE_VARS, (uint32_t)compiler->frees.count);
    for (uint32_t i = 0; i < compiler->cells.count; i++)
        emit(compiler, OP_MAKE_CELL, i);
    if (compiler->scope->is_generator || compiler->scope->is_coroutine) {
        emit(compiler, OP_RETURN_GENERATOR, 0);
        emit(compiler, OP_POP_TOP, 0);
    }
}

struct compiler *compile_begin(struct compiler *outer, struct unit *unit,
                               const struct compile_options *options, struct scope *scope,
                               borrowed name, uint32_t first_line)
{
    struct compiler *compiler = unit_allocate(unit, sizeof *compiler);
    compiler->unit = unit;
    compiler->options = options;
    compiler->outer = outer;
    compiler->scope = scope;
    compiler->name = name;
    compiler->first_line = first_line;
    compiler->qualified_name = qualify(compiler);
    vector_push(&compiler->handlers, (struct handler_entry){0});
    for (uint32_t i = 0; i < scope->count; i++) { /* parameters come first, in order */
        if (scope->symbols[i].flags & SYMBOL_PARAMETER)
            emit_local_index(compiler, scope->symbols[i].name);
    }
    collect_cells(compiler);
    emit_prologue(compiler);
    return compiler;
}

static void release(struct compiler *compiler)
{
    vector_release(&compiler->instructions);
    vector_release(&compiler->labels);
    vector_release(&compiler->handlers);
    vector_release(&compiler->constants);
    vector_release(&compiler->names);
    vector_release(&compiler->locals);
    vector_release(&compiler->cells);
    vector_release(&compiler->frees);
}

struct code *compile_finish(struct compiler *compiler, uint32_t flags,
                            const struct parameters *parameters, borrowed docstring)
{
    struct code *code = NULL;
    const struct scope *scope = compiler->scope;
    if (scope->is_coroutine)
        flags |= scope->is_generator ? CODE_ASYNC_GENERATOR : CODE_COROUTINE;
    else if (scope->is_generator)
        flags |= CODE_GENERATOR;
    if (compiler->scope->is_nested)
        flags |= CODE_NESTED;
    if (!unit_failed(compiler->unit)) {
        code = assemble(compiler, flags, parameters);
        code->docstring = docstring;
    }
    release(compiler);
    return code;
}

/* --- a whole text ----------------------------------------------------------------------------- */

static struct code *compile_body(struct unit *unit, const struct compile_options *options,
                                 struct node_list body, bool expression)
{
    struct scope *scope = scope_build(unit, &body);
    if (unit_failed(unit))
        return NULL;
    struct compiler *compiler =
        compile_begin(NULL, unit, options, scope, str_intern_text(unit->rt, "<module>"), 1);
    if (expression) {
        compile_load(compiler, body.items[0]->operand);
    } else {
        if (scope->has_annotations)
            emit(compiler, OP_SETUP_ANNOTATIONS, 0);
        if (compile_is_docstring(&body) && !options->is_interactive) {
            compiler->position = body.items[0]->position;
            emit_constant(compiler, body.items[0]->operand->constant);
            emit_name(compiler, OP_STORE_NAME, names.doc);
            body.items++;
            body.count--;
        }
        compile_statements(compiler, &body);
        compiler->position = (struct code_position){0};
        emit_constant(compiler, NONE);
    }
    emit(compiler, OP_RETURN_VALUE, 0);
    return compile_finish(compiler, CODE_MODULE, NULL, NULL);
}

/* Copies the text into the arena with \n as the only line end, without a byte order mark. */
static void take_source(struct unit *unit, const char *source, size_t size)
{
    char *text = unit_allocate(unit, size + 1);
    size_t length = 0;
    if (size >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0) {
        source += 3;
        size -= 3;
    }
    for (size_t i = 0; i < size; i++) {
        if (source[i] == '\r') {
            text[length++] = '\n';
            i += i + 1 < size && source[i + 1] == '\n';
        } else {
            text[length++] = source[i];
        }
    }
    unit->text = unit->parsed = text;
    unit->size = length;
}

static struct code *compile_text(struct unit *unit, const struct compile_options *options,
                                 bool expression)
{
    struct code *code = NULL;
    TSTree *tree = parse_source(unit);
    if (!tree)
        return NULL;
    struct node_list body = lower_module(unit, ts_tree_root_node(tree));
    ts_tree_delete(tree);
    if (!unit_failed(unit) && expression &&
        (body.count != 1 || body.items[0]->kind != NODE_EXPRESSION_STATEMENT))
        syntax_fail(unit, body.count ? body.items[0]->position : (struct code_position){1, 1, 0, 0},
                    "invalid syntax");
    if (!unit_failed(unit))
        code = compile_body(unit, options, body, expression);
    return code;
}

static struct code *compile_source(struct runtime *rt, const char *source, size_t size,
                                   const struct compile_options *options, bool expression)
{
    struct unit unit = {.rt = rt, .file_name = options->file_name};
    struct recorder_lane *lane = rt->lane;
    rt->lane = NULL;
    while (expression && size > 0 && (*source == ' ' || *source == '\t')) {
        source++;
        size--;
    }
    take_source(&unit, source, size);
    struct code *code = compile_text(&unit, options, expression);
    rt->lane = lane;
    if (code && !unit_failed(&unit) && syntax_show_warnings(&unit) < 0)
        code = NULL;
    if (unit_failed(&unit)) {
        syntax_raise(&unit);
        code = NULL;
    }
    unit_release(&unit);
    return code;
}

struct code *compile_module(struct runtime *rt, const char *source, size_t size,
                            const struct compile_options *options)
{
    return compile_source(rt, source, size, options, false);
}

struct code *compile_expression(struct runtime *rt, const char *source, size_t size,
                                const struct compile_options *options)
{
    return compile_source(rt, source, size, options, true);
}
