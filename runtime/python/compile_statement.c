/* Statements → instructions, in CPython 3.11's order. */
#include "runtime/python/emit.h"

#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

bool compile_is_docstring(const struct node_list *statements)
{
    return statements->count > 0 && statements->items[0]->kind == NODE_EXPRESSION_STATEMENT &&
           statements->items[0]->operand->kind == NODE_CONSTANT &&
           str_check(statements->items[0]->operand->constant);
}

/* --- assignment ------------------------------------------------------------------------------- */

static bool is_fast(const struct compiler *compiler, const struct node *target)
{
    if (target->kind != NODE_NAME || compiler->scope->kind < SCOPE_FUNCTION)
        return false;
    borrowed name = scope_mangle(compiler->unit, compiler->scope->private_name, target->name);
    const struct symbol *symbol = scope_find(compiler->scope, name);
    return symbol && symbol->reach == REACH_LOCAL;
}

/* Different fast locals can be stored from the top of the stack down, without a swap. */
static bool can_store_reversed(const struct compiler *compiler, const struct node_list *targets)
{
    for (uint32_t i = 0; i < targets->count; i++) {
        if (!is_fast(compiler, targets->items[i]))
            return false;
        for (uint32_t j = 0; j < i; j++) {
            if (targets->items[j]->name == targets->items[i]->name)
                return false;
        }
    }
    return true;
}

/* a, b = x, y with two or three plain names on each side needs no tuple. */
static bool swap_instead_of_tuple(struct compiler *compiler, const struct node *node)
{
    const struct node *target = node->assign.targets.items[0], *value = node->assign.value;
    if (node->assign.targets.count != 1 ||
        (target->kind != NODE_TUPLE && target->kind != NODE_LIST) || value->kind != NODE_TUPLE ||
        target->elements.count != value->elements.count || value->elements.count == 0 ||
        value->elements.count > 3)
        return false;
    for (uint32_t i = 0; i < value->elements.count; i++) {
        if (value->elements.items[i]->kind == NODE_STARRED ||
            target->elements.items[i]->kind == NODE_STARRED)
            return false;
    }
    for (uint32_t i = 0; i < value->elements.count; i++)
        compile_load(compiler, value->elements.items[i]);
    if (can_store_reversed(compiler, &target->elements)) {
        for (uint32_t i = target->elements.count; i-- > 0;)
            compile_store(compiler, target->elements.items[i]);
        return true;
    }
    if (value->elements.count > 1)
        emit(compiler, OP_SWAP, value->elements.count);
    for (uint32_t i = 0; i < target->elements.count; i++)
        compile_store(compiler, target->elements.items[i]);
    return true;
}

static void compile_assign(struct compiler *compiler, const struct node *node)
{
    uint32_t count = node->assign.targets.count;
    if (swap_instead_of_tuple(compiler, node))
        return;
    compile_load(compiler, node->assign.value);
    for (uint32_t i = 0; i < count; i++) {
        if (i + 1 < count)
            emit(compiler, OP_COPY, 1);
        compile_store(compiler, node->assign.targets.items[i]);
    }
}

static void compile_augmented(struct compiler *compiler, const struct node *node)
{
    struct node *target = node->binary.left;
    struct code_position position = compiler->position;
    uint32_t operation = node->operation + OPCODE_IN_PLACE;
    compiler->position = target->position;
    switch ((enum node_kind)target->kind) {
    case NODE_ATTRIBUTE:
        compile_load(compiler, target->attribute.object);
        emit(compiler, OP_COPY, 1);
        emit_name(compiler, OP_LOAD_ATTR, target->attribute.name);
        compile_load(compiler, node->binary.right);
        compiler->position = position;
        emit(compiler, OP_BINARY_OP, operation);
        compiler->position = target->position;
        emit(compiler, OP_SWAP, 2);
        emit_name(compiler, OP_STORE_ATTR, target->attribute.name);
        break;
    case NODE_SUBSCRIPT:
        compile_load(compiler, target->subscript.object);
        compile_load(compiler, target->subscript.index);
        emit(compiler, OP_COPY, 2);
        emit(compiler, OP_COPY, 2);
        emit(compiler, OP_BINARY_SUBSCR, 0);
        compile_load(compiler, node->binary.right);
        compiler->position = position;
        emit(compiler, OP_BINARY_OP, operation);
        compiler->position = target->position;
        emit(compiler, OP_SWAP, 3);
        emit(compiler, OP_SWAP, 2);
        emit(compiler, OP_STORE_SUBSCR, 0);
        break;
    default:
        emit_variable(compiler, target->name, NAME_LOAD);
        compile_load(compiler, node->binary.right);
        compiler->position = position;
        emit(compiler, OP_BINARY_OP, operation);
        compile_store(compiler, target);
        break;
    }
    compiler->position = position;
}

static void evaluate_and_drop(struct compiler *compiler, struct node *node)
{
    if (node->kind == NODE_CONSTANT)
        return;
    compile_load(compiler, node);
    emit(compiler, OP_POP_TOP, 0);
}

static void compile_annotated(struct compiler *compiler, const struct node *node)
{
    struct node *target = node->annotated.target;
    bool in_body = compiler->scope->kind < SCOPE_FUNCTION;
    if (node->annotated.value) {
        compile_load(compiler, node->annotated.value);
        compile_store(compiler, target);
    }
    if (target->kind == NODE_NAME && node->flag && in_body) {
        borrowed name = scope_mangle(compiler->unit, compiler->scope->private_name, target->name);
        compile_load(compiler, node->annotated.annotation);
        emit_name(compiler, OP_LOAD_NAME, names.annotations);
        emit_constant(compiler, name);
        emit(compiler, OP_STORE_SUBSCR, 0);
        return;
    }
    if (!node->annotated.value && target->kind == NODE_ATTRIBUTE) {
        evaluate_and_drop(compiler, target->attribute.object);
    } else if (!node->annotated.value && target->kind == NODE_SUBSCRIPT) {
        evaluate_and_drop(compiler, target->subscript.object);
        evaluate_and_drop(compiler, target->subscript.index);
    }
    if (!node->flag && in_body)
        evaluate_and_drop(compiler, node->annotated.annotation);
}

/* --- control ---------------------------------------------------------------------------------- */

static void compile_if(struct compiler *compiler, const struct node *node)
{
    label otherwise = emit_new_label(compiler), end = emit_new_label(compiler);
    compile_jump_if(compiler, node->branch.test, otherwise, false);
    compile_statements(compiler, &node->branch.body);
    if (node->branch.otherwise.count > 0) {
        compiler->position = (struct code_position){0};
        emit_jump(compiler, OP_JUMP, end);
    }
    emit_label(compiler, otherwise);
    compile_statements(compiler, &node->branch.otherwise);
    emit_label(compiler, end);
}

static void compile_while(struct compiler *compiler, const struct node *node)
{
    label start = emit_new_label(compiler), otherwise = emit_new_label(compiler),
          exit = emit_new_label(compiler);
    struct code_position position = compiler->position;
    emit_label(compiler, start);
    compile_push_block(compiler,
                       (struct frame_block){.kind = BLOCK_WHILE, .start = start, .exit = exit});
    compile_jump_if(compiler, node->branch.test, otherwise, false);
    compile_statements(compiler, &node->branch.body);
    compiler->position = position;
    emit_jump(compiler, OP_JUMP, start);
    compile_pop_block(compiler);
    emit_label(compiler, otherwise);
    compile_statements(compiler, &node->branch.otherwise);
    emit_label(compiler, exit);
}

static void compile_for(struct compiler *compiler, const struct node *node)
{
    label start = emit_new_label(compiler), otherwise = emit_new_label(compiler),
          exit = emit_new_label(compiler);
    compile_push_block(compiler,
                       (struct frame_block){.kind = BLOCK_FOR, .start = start, .exit = exit});
    if (node->flag)
        compile_load(compiler, node->loop.iterable);
    else
        compile_iterable(compiler, node->loop.iterable);
    emit(compiler, node->flag ? OP_GET_AITER : OP_GET_ITER, 0);
    emit_label(compiler, start);
    if (node->flag) {
        compile_async_next(compiler, node->loop.target, otherwise);
    } else {
        emit_jump(compiler, OP_FOR_ITER, otherwise);
        compile_store(compiler, node->loop.target);
    }
    compile_statements(compiler, &node->loop.body);
    compiler->position = (struct code_position){0};
    emit_jump(compiler, OP_JUMP, start);
    compile_pop_block(compiler);
    compiler->position = node->loop.iterable->position;
    if (node->flag)
        compile_async_end(compiler, otherwise);
    else
        emit_label(compiler, otherwise);
    compile_statements(compiler, &node->loop.otherwise);
    emit_label(compiler, exit);
}

static void compile_loop_exit(struct compiler *compiler, const struct node *node)
{
    uint32_t handler = compiler->handler;
    bool is_break = node->kind == NODE_BREAK;
    const struct frame_block *loop = compile_unwind(compiler, false, true);
    if (!loop) {
        syntax_fail(compiler->unit, node->position,
                    is_break ? "'break' outside loop" : "'continue' not properly in loop");
        return;
    }
    if (is_break && loop->kind == BLOCK_FOR)
        emit(compiler, OP_POP_TOP, 0);
    emit_jump(compiler, OP_JUMP, is_break ? loop->exit : loop->start);
    compiler->handler = handler;
}

static void compile_return(struct compiler *compiler, const struct node *node)
{
    uint32_t handler = compiler->handler;
    bool keep = node->operand && node->operand->kind != NODE_CONSTANT;
    if (compiler->scope->kind != SCOPE_FUNCTION) {
        syntax_fail(compiler->unit, node->position, "'return' outside function");
        return;
    }
    if (node->operand && compiler->scope->is_async && compiler->scope->is_generator)
        syntax_fail(compiler->unit, node->position, "'return' with value in async generator");
    if (keep)
        compile_load(compiler, node->operand);
    compile_unwind(compiler, keep, false);
    if (!keep)
        emit_constant(compiler, node->operand ? node->operand->constant : NONE);
    emit(compiler, OP_RETURN_VALUE, 0);
    compiler->handler = handler;
}

static void compile_raise(struct compiler *compiler, const struct node *node)
{
    uint32_t count = 0;
    if (node->pair.first) {
        compile_load(compiler, node->pair.first);
        count++;
    }
    if (node->pair.second) {
        compile_load(compiler, node->pair.second);
        count++;
    }
    emit(compiler, OP_RAISE_VARARGS, count);
}

static void compile_assert(struct compiler *compiler, const struct node *node)
{
    label end = emit_new_label(compiler);
    compile_warn_assert(compiler, node);
    compile_jump_if(compiler, node->pair.first, end, true);
    emit(compiler, OP_LOAD_ASSERTION_ERROR, 0);
    if (node->pair.second) {
        compile_load(compiler, node->pair.second);
        emit(compiler, OP_CALL, 0); /* the class stands where a method would, the message as self */
    }
    emit(compiler, OP_RAISE_VARARGS, 1);
    emit_label(compiler, end);
}

/* --- imports ---------------------------------------------------------------------------------- */

/* import a.b.c as name: the module is fetched through its packages. */
static void bind_submodule(struct compiler *compiler, const struct alias *alias)
{
    struct runtime *rt = compiler->unit->rt;
    const char *name = str_utf8(alias->name, NULL);
    const char *dot = strchr(name, '.');
    if (dot) {
        for (bool first = true; dot; first = false) {
            const char *part = dot + 1;
            dot = strchr(part, '.');
            size_t size = dot ? (size_t)(dot - part) : strlen(part);
            if (!first) {
                emit(compiler, OP_SWAP, 2);
                emit(compiler, OP_POP_TOP, 0);
            }
            emit_name(compiler, OP_IMPORT_FROM, str_intern_bytes(rt, part, size));
        }
        emit(compiler, OP_SWAP, 2);
        emit(compiler, OP_POP_TOP, 0);
    }
    emit_variable(compiler, alias->as_name, NAME_STORE);
}

static void compile_import(struct compiler *compiler, const struct node *node)
{
    struct runtime *rt = compiler->unit->rt;
    for (uint32_t i = 0; i < node->import.count; i++) {
        const struct alias *alias = &node->import.aliases[i];
        const char *name = str_utf8(alias->name, NULL);
        emit_constant(compiler, int_tag(0));
        emit_constant(compiler, NONE);
        emit_name(compiler, OP_IMPORT_NAME, alias->name);
        if (alias->as_name)
            bind_submodule(compiler, alias);
        else
            emit_variable(compiler, str_intern_bytes(rt, name, strcspn(name, ".")), NAME_STORE);
    }
}

static void compile_import_from(struct compiler *compiler, const struct node *node)
{
    uint32_t count = node->import.count;
    borrowed *wanted = unit_allocate(compiler->unit, count * sizeof *wanted);
    for (uint32_t i = 0; i < count; i++)
        wanted[i] = node->import.aliases[i].name;
    emit_constant(compiler, int_tag(node->import.level));
    emit_constant(compiler, emit_tuple(compiler, wanted, count));
    emit_name(compiler, OP_IMPORT_NAME, node->import.module ? node->import.module : names.empty);
    for (uint32_t i = 0; i < count; i++) {
        const struct alias *alias = &node->import.aliases[i];
        if (str_equal_text(alias->name, "*")) {
            emit(compiler, OP_IMPORT_STAR, 0);
            return;
        }
        emit_name(compiler, OP_IMPORT_FROM, alias->name);
        emit_variable(compiler, alias->as_name ? alias->as_name : alias->name, NAME_STORE);
    }
    emit(compiler, OP_POP_TOP, 0);
}

/* --- dispatch --------------------------------------------------------------------------------- */

static void compile_statement(struct compiler *compiler, struct node *node)
{
    switch ((enum node_kind)node->kind) {
    case NODE_EXPRESSION_STATEMENT:
        if (compiler->options->is_interactive && !compiler->outer) {
            compile_load(compiler, node->operand);
            compiler->position = node->position;
            emit(compiler, OP_PRINT_EXPR, 0);
            break;
        }
        if (node->operand->kind == NODE_CONSTANT) {
            emit(compiler, OP_NOP, 0);
            break;
        }
        compile_load(compiler, node->operand);
        compiler->position = node->position;
        emit(compiler, OP_POP_TOP, 0);
        break;
    case NODE_ASSIGN:
        compile_assign(compiler, node);
        break;
    case NODE_AUGMENTED:
        compile_augmented(compiler, node);
        break;
    case NODE_ANNOTATED:
        compile_annotated(compiler, node);
        break;
    case NODE_RETURN:
        compile_return(compiler, node);
        break;
    case NODE_DELETE:
        for (uint32_t i = 0; i < node->elements.count; i++)
            compile_delete(compiler, node->elements.items[i]);
        break;
    case NODE_RAISE:
        compile_raise(compiler, node);
        break;
    case NODE_PASS:
        emit(compiler, OP_NOP, 0);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
        compile_loop_exit(compiler, node);
        break;
    case NODE_IMPORT:
        compile_import(compiler, node);
        break;
    case NODE_IMPORT_FROM:
        compile_import_from(compiler, node);
        break;
    case NODE_ASSERT:
        compile_assert(compiler, node);
        break;
    case NODE_IF:
        compile_if(compiler, node);
        break;
    case NODE_WHILE:
        compile_while(compiler, node);
        break;
    case NODE_FOR:
        compile_for(compiler, node);
        break;
    case NODE_TRY:
        compile_try(compiler, node);
        break;
    case NODE_WITH:
        compile_with(compiler, node);
        break;
    case NODE_FUNCTION:
        compile_function(compiler, node);
        break;
    case NODE_CLASS:
        compile_class(compiler, node);
        break;
    case NODE_MATCH:
        compile_match(compiler, node);
        break;
    default: /* global, nonlocal: the scopes know */
        break;
    }
}

void compile_statements(struct compiler *compiler, const struct node_list *statements)
{
    for (uint32_t i = 0; i < statements->count && !unit_failed(compiler->unit); i++) {
        compiler->position = statements->items[i]->position;
        compile_statement(compiler, statements->items[i]);
    }
}
