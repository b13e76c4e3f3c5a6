/* Functions, lambdas, classes and comprehensions: the inner code object, and the instructions that
 * make the object from it. */
#include "runtime/python/emit.h"

#include "runtime/types/names.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

void compile_closure(struct compiler *compiler, struct code *code, uint32_t flags)
{
    if (code->free_count > 0) {
        borrowed *frees = code->variables + code->local_count + code->cell_count;
        for (uint32_t i = 0; i < code->free_count; i++)
            emit(compiler, OP_LOAD_CLOSURE, emit_cell_index(compiler, frees[i]));
        emit(compiler, OP_BUILD_TUPLE, code->free_count);
        flags |= 8;
    }
    emit_constant(compiler, (borrowed)code);
    emit(compiler, OP_MAKE_FUNCTION, flags);
}

/* --- functions -------------------------------------------------------------------------------- */

static uint32_t load_defaults(struct compiler *compiler, const struct parameters *parameters)
{
    struct node_list defaults = {
        unit_allocate(compiler->unit, (parameters->positional + 1) * sizeof(struct node *)), 0};
    bool constant = true;
    for (uint32_t i = 0; i < parameters->positional; i++) {
        struct node *value = parameters->items[i].default_value;
        if (!value)
            continue;
        defaults.items[defaults.count++] = value;
        constant &= value->kind == NODE_CONSTANT;
    }
    if (defaults.count == 0)
        return 0;
    if (constant) {
        borrowed *items = unit_allocate(compiler->unit, defaults.count * sizeof *items);
        for (uint32_t i = 0; i < defaults.count; i++)
            items[i] = defaults.items[i]->constant;
        emit_constant(compiler, emit_tuple(compiler, items, defaults.count));
        return 1;
    }
    for (uint32_t i = 0; i < defaults.count; i++)
        compile_load(compiler, defaults.items[i]);
    emit(compiler, OP_BUILD_TUPLE, defaults.count);
    return 1;
}

static uint32_t load_keyword_defaults(struct compiler *compiler,
                                      const struct parameters *parameters)
{
    borrowed *given = unit_allocate(compiler->unit, (parameters->keyword_only + 1) * sizeof *given);
    uint32_t count = 0;
    for (uint32_t i = parameters->positional; i < parameters->positional + parameters->keyword_only;
         i++) {
        if (!parameters->items[i].default_value)
            continue;
        given[count++] =
            scope_mangle(compiler->unit, compiler->scope->private_name, parameters->items[i].name);
        compile_load(compiler, parameters->items[i].default_value);
    }
    if (count == 0)
        return 0;
    emit_constant(compiler, emit_tuple(compiler, given, count));
    emit(compiler, OP_BUILD_CONST_KEY_MAP, count);
    return 2;
}

static uint32_t load_annotation(struct compiler *compiler, const struct parameter *parameter)
{
    if (!parameter->annotation)
        return 0;
    emit_constant(compiler,
                  scope_mangle(compiler->unit, compiler->scope->private_name, parameter->name));
    if (parameter->annotation->kind == NODE_STARRED) { /* *args: *Ts */
        compile_load(compiler, parameter->annotation->operand);
        emit(compiler, OP_UNPACK_SEQUENCE, 1);
    } else {
        compile_load(compiler, parameter->annotation);
    }
    return 2;
}

/* In CPython's order: positional, positional-only, *args, keyword-only, **kwargs, the result. */
static uint32_t load_annotations(struct compiler *compiler, const struct node *node)
{
    const struct parameters *parameters = &node->function.parameters;
    uint32_t keywords_at = parameters->positional,
             stars_at = keywords_at + parameters->keyword_only, count = 0;
    for (uint32_t i = parameters->positional_only; i < parameters->positional; i++)
        count += load_annotation(compiler, &parameters->items[i]);
    for (uint32_t i = 0; i < parameters->positional_only; i++)
        count += load_annotation(compiler, &parameters->items[i]);
    if (parameters->has_varargs)
        count += load_annotation(compiler, &parameters->items[stars_at++]);
    for (uint32_t i = keywords_at; i < keywords_at + parameters->keyword_only; i++)
        count += load_annotation(compiler, &parameters->items[i]);
    if (parameters->has_varkeywords)
        count += load_annotation(compiler, &parameters->items[stars_at]);
    if (node->kind == NODE_FUNCTION && node->function.returns) {
        emit_constant(compiler, str_intern_text(compiler->unit->rt, "return"));
        compile_load(compiler, node->function.returns);
        count += 2;
    }
    if (count == 0)
        return 0;
    emit_build_tuple(compiler, count);
    return 4;
}

static uint32_t first_line(const struct node_list *decorators, uint32_t line)
{
    return decorators->count ? decorators->items[0]->position.line : line;
}

static void load_decorators(struct compiler *compiler, const struct node_list *decorators)
{
    for (uint32_t i = 0; i < decorators->count; i++)
        compile_load(compiler, decorators->items[i]);
}

static void apply_decorators(struct compiler *compiler, const struct node_list *decorators)
{
    struct code_position saved = compiler->position;
    for (uint32_t i = decorators->count; i-- > 0;) {
        compiler->position = decorators->items[i]->position;
        emit(compiler, OP_CALL,
             0); /* the decorator stands where a method would, its argument as self */
    }
    compiler->position = saved;
}

static struct code *compile_body(struct compiler *compiler, const struct node *node)
{
    const struct node_list *body = &node->function.body;
    borrowed docstring = NULL;
    struct compiler *inner = compile_begin(
        compiler, compiler->unit, compiler->options, node->function.scope, node->function.name,
        first_line(&node->function.decorators, node->position.line));
    if (node->kind == NODE_LAMBDA) {
        emit_constant_index(inner, NONE);
        compile_load(inner, body->items[0]);
        inner->position = body->items[0]->position;
        emit(inner, OP_RETURN_VALUE, 0);
    } else {
        struct node_list rest = *body;
        if (compile_is_docstring(body)) {
            docstring = body->items[0]->operand->constant;
            rest.items++;
            rest.count--;
        }
        emit_constant_index(inner, docstring ? docstring : NONE);
        compile_statements(inner, &rest);
        emit_constant(inner, NONE);
        emit(inner, OP_RETURN_VALUE, 0);
    }
    return compile_finish(inner, CODE_OPTIMIZED, &node->function.parameters, docstring);
}

void compile_function(struct compiler *compiler, struct node *node)
{
    uint32_t flags = 0;
    load_decorators(compiler, &node->function.decorators);
    flags |= load_defaults(compiler, &node->function.parameters);
    flags |= load_keyword_defaults(compiler, &node->function.parameters);
    flags |= load_annotations(compiler, node);
    struct code *code = compile_body(compiler, node);
    if (!code)
        return;
    compile_closure(compiler, code, flags);
    apply_decorators(compiler, &node->function.decorators);
    if (node->kind == NODE_FUNCTION)
        emit_variable(compiler, node->function.name, NAME_STORE);
}

/* --- classes ---------------------------------------------------------------------------------- */

static struct code *compile_class_body(struct compiler *compiler, const struct node *node)
{
    struct runtime *rt = compiler->unit->rt;
    struct node_list body = node->class.body;
    borrowed class_name = str_intern_text(rt, "__class__");
    struct compiler *inner =
        compile_begin(compiler, compiler->unit, compiler->options, node->class.scope,
                      node->class.name, first_line(&node->class.decorators, node->position.line));
    inner->position = (struct code_position){inner->first_line, inner->first_line, 0, 0};
    emit_name(inner, OP_LOAD_NAME, names.name);
    emit_name(inner, OP_STORE_NAME, names.module);
    emit_constant(inner, inner->qualified_name);
    emit_name(inner, OP_STORE_NAME, names.qualname);
    if (node->class.scope->has_annotations)
        emit(inner, OP_SETUP_ANNOTATIONS, 0);
    if (compile_is_docstring(&body)) {
        inner->position = body.items[0]->position;
        emit_constant(inner, body.items[0]->operand->constant);
        emit_name(inner, OP_STORE_NAME, names.doc);
        body.items++;
        body.count--;
    }
    compile_statements(inner, &body);
    inner->position = (struct code_position){0};
    if (node->class.scope->needs_class_cell) {
        emit(inner, OP_LOAD_CLOSURE, emit_cell_index(inner, class_name));
        emit(inner, OP_COPY, 1);
        emit_name(inner, OP_STORE_NAME, names.classcell);
    } else {
        emit_constant(inner, NONE);
    }
    emit(inner, OP_RETURN_VALUE, 0);
    return compile_finish(inner, CODE_CLASS, NULL, NULL);
}

void compile_class(struct compiler *compiler, struct node *node)
{
    load_decorators(compiler, &node->class.decorators);
    struct code *code = compile_class_body(compiler, node);
    if (!code)
        return;
    emit(compiler, OP_PUSH_NULL, 0);
    emit(compiler, OP_LOAD_BUILD_CLASS, 0);
    compile_closure(compiler, code, 0);
    emit_constant(compiler, node->class.name);
    compile_call_with(compiler, 2, &node->class.bases, node->class.keywords,
                      node->class.keyword_count);
    apply_decorators(compiler, &node->class.decorators);
    emit_variable(compiler, node->class.name, NAME_STORE);
}

/* --- comprehensions --------------------------------------------------------------------------- */

static void add_element(struct compiler *compiler, const struct node *node, uint32_t depth)
{
    compile_load(compiler, node->comprehension.element);
    switch ((enum node_kind)node->kind) {
    case NODE_LIST_COMPREHENSION:
        emit(compiler, OP_LIST_APPEND, depth + 1);
        break;
    case NODE_SET_COMPREHENSION:
        emit(compiler, OP_SET_ADD, depth + 1);
        break;
    case NODE_DICT_COMPREHENSION:
        compile_load(compiler, node->comprehension.value);
        emit(compiler, OP_MAP_ADD, depth + 1);
        break;
    default:
        if (compiler->scope->is_coroutine)
            emit(compiler, OP_ASYNC_GEN_WRAP, 0);
        emit(compiler, OP_YIELD_VALUE, 0);
        emit(compiler, OP_POP_TOP, 0);
        break;
    }
}

/* for x in [value]: no loop, the value is x. */
static struct node *single_value(const struct node *iterable)
{
    if ((iterable->kind == NODE_LIST || iterable->kind == NODE_TUPLE) &&
        iterable->elements.count == 1 && iterable->elements.items[0]->kind != NODE_STARRED)
        return iterable->elements.items[0];
    return NULL;
}

/* The iterator that a clause goes over. */
static void compile_iterator(struct compiler *compiler, const struct clause *clause)
{
    if (clause->is_async)
        compile_load(compiler, clause->iterable);
    else
        compile_iterable(compiler, clause->iterable);
    emit(compiler, clause->is_async ? OP_GET_AITER : OP_GET_ITER, 0);
}

static void compile_clause(struct compiler *compiler, const struct node *node, uint32_t index,
                           uint32_t depth)
{
    const struct clause *clause = &node->comprehension.clauses[index];
    label start = emit_new_label(compiler), skip = emit_new_label(compiler),
          end = emit_new_label(compiler);
    struct node *single = index > 0 && !clause->is_async ? single_value(clause->iterable) : NULL;
    if (single) {
        compile_load(compiler, single);
        compile_store(compiler, clause->target);
    } else {
        if (index == 0)
            emit(compiler, OP_LOAD_FAST, 0);
        else
            compile_iterator(compiler, clause);
        depth++;
        emit_label(compiler, start);
        if (clause->is_async) {
            compile_async_next(compiler, clause->target, end);
        } else {
            emit_jump(compiler, OP_FOR_ITER, end);
            compile_store(compiler, clause->target);
        }
    }
    for (uint32_t i = 0; i < clause->conditions.count; i++)
        compile_jump_if(compiler, clause->conditions.items[i], skip, false);
    if (index + 1 < node->comprehension.clause_count)
        compile_clause(compiler, node, index + 1, depth);
    else
        add_element(compiler, node, depth);
    emit_label(compiler, skip);
    if (single)
        return;
    emit_jump(compiler, OP_JUMP, start);
    if (clause->is_async)
        compile_async_end(compiler, end);
    else
        emit_label(compiler, end);
}

void compile_comprehension(struct compiler *compiler, struct node *node)
{
    static const char *const comprehension_names[] = {
        [NODE_LIST_COMPREHENSION] = "<listcomp>",
        [NODE_SET_COMPREHENSION] = "<setcomp>",
        [NODE_DICT_COMPREHENSION] = "<dictcomp>",
        [NODE_GENERATOR] = "<genexpr>",
    };
    struct runtime *rt = compiler->unit->rt;
    struct parameter first = {.name = str_intern_text(rt, ".0")};
    struct parameters parameters = {.items = &first, .positional = 1, .positional_only = 0};
    struct compiler *inner =
        compile_begin(compiler, compiler->unit, compiler->options, node->comprehension.scope,
                      str_intern_text(rt, comprehension_names[node->kind]), node->position.line);
    inner->position = node->position;
    emit_local_index(inner, first.name);
    if (node->kind == NODE_LIST_COMPREHENSION)
        emit(inner, OP_BUILD_LIST, 0);
    else if (node->kind == NODE_SET_COMPREHENSION)
        emit(inner, OP_BUILD_SET, 0);
    else if (node->kind == NODE_DICT_COMPREHENSION)
        emit(inner, OP_BUILD_MAP, 0);
    compile_clause(inner, node, 0, 0);
    if (node->kind == NODE_GENERATOR)
        emit_constant(inner, NONE);
    emit(inner, OP_RETURN_VALUE, 0);
    struct code *code = compile_finish(inner, CODE_OPTIMIZED, &parameters, NULL);
    if (!code)
        return;
    compile_closure(compiler, code, 0);
    compile_iterator(compiler, &node->comprehension.clauses[0]);
    emit(compiler, OP_CALL, 0); /* the function stands where a method would, the iterator as self */
    if (node->comprehension.scope->is_coroutine && node->kind != NODE_GENERATOR)
        compile_await(compiler, 0);
}
