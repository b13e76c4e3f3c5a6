/* try, with, and what leaving their blocks takes. See CPython 3.11's compile.c, whose order this
 * keeps.
 *
 * A region of instructions is guarded by the innermost handler that was set up and not popped where
 * they are emitted. Leaving blocks by break, continue or return emits their exits on the spot, with
 * the blocks taken off the stack meanwhile, so that each exit is guarded by what is outside its
 * block.
 */
#include "runtime/python/emit.h"

#include "runtime/types/singletons.h"

void compile_push_block(struct compiler *compiler, struct frame_block block)
{
    if (compiler->block_count == BLOCK_LIMIT) {
        syntax_fail(compiler->unit, compiler->position, "too many statically nested blocks");
        return;
    }
    compiler->blocks[compiler->block_count++] = block;
}

void compile_pop_block(struct compiler *compiler)
{
    if (compiler->block_count > 0)
        compiler->block_count--;
}

static const struct code_position nowhere;

/* exit(None, None, None) of the context manager whose exit is on the stack. */
static void call_exit(struct compiler *compiler)
{
    for (int i = 0; i < 3; i++)
        emit_constant(compiler, NONE);
    emit(compiler, OP_CALL, 2);
}

/* The same of an asynchronous one, awaited. */
static void call_async_exit(struct compiler *compiler)
{
    call_exit(compiler);
    compile_await(compiler, 2);
}

/* name = None; del name */
static void forget_name(struct compiler *compiler, borrowed name)
{
    emit_constant(compiler, NONE);
    emit_variable(compiler, name, NAME_STORE);
    emit_variable(compiler, name, NAME_DELETE);
}

static void reraise_after_except(struct compiler *compiler)
{
    emit(compiler, OP_COPY, 3);
    emit(compiler, OP_POP_EXCEPT, 0);
    emit(compiler, OP_RERAISE, 1);
}

static void unwind_one(struct compiler *compiler, const struct frame_block *block, bool keep_top)
{
    switch (block->kind) {
    case BLOCK_WHILE:
    case BLOCK_EXCEPTION:
    case BLOCK_GROUP:
        break;
    case BLOCK_FOR:
    case BLOCK_POP_VALUE:
        if (keep_top)
            emit(compiler, OP_SWAP, 2);
        emit(compiler, OP_POP_TOP, 0);
        break;
    case BLOCK_TRY:
        emit_pop_block(compiler);
        break;
    case BLOCK_FINALLY:
        emit_pop_block(compiler);
        if (keep_top)
            compile_push_block(compiler, (struct frame_block){.kind = BLOCK_POP_VALUE});
        compile_statements(compiler, block->final);
        if (keep_top)
            compile_pop_block(compiler);
        compiler->position = nowhere;
        break;
    case BLOCK_FINALLY_END:
        if (keep_top)
            emit(compiler, OP_SWAP, 2);
        emit(compiler, OP_POP_TOP, 0);
        if (keep_top)
            emit(compiler, OP_SWAP, 2);
        emit_pop_block(compiler);
        emit(compiler, OP_POP_EXCEPT, 0);
        break;
    case BLOCK_WITH:
    case BLOCK_ASYNC_WITH:
        compiler->position = block->position;
        emit_pop_block(compiler);
        if (keep_top)
            emit(compiler, OP_SWAP, 2);
        if (block->kind == BLOCK_WITH)
            call_exit(compiler);
        else
            call_async_exit(compiler);
        emit(compiler, OP_POP_TOP, 0);
        compiler->position = nowhere;
        break;
    case BLOCK_HANDLER:
        if (block->name)
            emit_pop_block(compiler);
        if (keep_top)
            emit(compiler, OP_SWAP, 2);
        emit_pop_block(compiler);
        emit(compiler, OP_POP_EXCEPT, 0);
        if (block->name)
            forget_name(compiler, block->name);
        break;
    }
}

const struct frame_block *compile_unwind(struct compiler *compiler, bool keep_top,
                                         bool stop_at_loop)
{
    if (compiler->block_count == 0)
        return NULL;
    const struct frame_block *top = &compiler->blocks[compiler->block_count - 1];
    if (top->kind == BLOCK_GROUP) {
        syntax_fail(compiler->unit, compiler->position,
                    "'break', 'continue' and 'return' cannot appear in an except* block");
        return NULL;
    }
    if (stop_at_loop && (top->kind == BLOCK_WHILE || top->kind == BLOCK_FOR))
        return top;
    struct frame_block copy = *top;
    compiler->block_count--;
    unwind_one(compiler, &copy, keep_top);
    const struct frame_block *loop = compile_unwind(compiler, keep_top, stop_at_loop);
    compiler->blocks[compiler->block_count++] = copy;
    return loop;
}

/* --- try -------------------------------------------------------------------------------------- */

static void compile_handler(struct compiler *compiler, const struct handler *handler, label end)
{
    label next = emit_new_label(compiler);
    compiler->position = handler->position;
    if (handler->type) {
        compile_load(compiler, handler->type);
        emit(compiler, OP_CHECK_EXC_MATCH, 0);
        emit_jump(compiler, OP_POP_JUMP_IF_FALSE, next);
    }
    if (handler->name) {
        label cleanup = emit_new_label(compiler);
        emit_variable(compiler, handler->name, NAME_STORE);
        emit_setup(compiler, cleanup, true, 0);
        compile_push_block(compiler,
                           (struct frame_block){.kind = BLOCK_HANDLER, .name = handler->name});
        compile_statements(compiler, &handler->body);
        compile_pop_block(compiler);
        compiler->position = nowhere;
        emit_pop_block(compiler);
        uint32_t outer = compiler->handler;
        emit_pop_block(compiler);
        emit(compiler, OP_POP_EXCEPT, 0);
        forget_name(compiler, handler->name);
        emit_jump(compiler, OP_JUMP, end);
        compiler->handler = outer;
        emit_label(compiler, cleanup);
        forget_name(compiler, handler->name);
        emit(compiler, OP_RERAISE, 1);
    } else {
        uint32_t outer = compiler->handler;
        emit(compiler, OP_POP_TOP, 0);
        compile_push_block(compiler, (struct frame_block){.kind = BLOCK_HANDLER});
        compile_statements(compiler, &handler->body);
        compile_pop_block(compiler);
        compiler->position = nowhere;
        emit_pop_block(compiler);
        emit(compiler, OP_POP_EXCEPT, 0);
        emit_jump(compiler, OP_JUMP, end);
        compiler->handler = outer;
    }
    emit_label(compiler, next);
}

static void compile_try_except(struct compiler *compiler, const struct node *node)
{
    label except = emit_new_label(compiler), cleanup = emit_new_label(compiler),
          end = emit_new_label(compiler);
    emit_setup(compiler, except, false, 0);
    compile_push_block(compiler, (struct frame_block){.kind = BLOCK_TRY});
    compile_statements(compiler, &node->try_block.body);
    compile_pop_block(compiler);
    compiler->position = nowhere;
    emit_pop_block(compiler);
    compile_statements(compiler, &node->try_block.otherwise);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, except);
    emit_setup(compiler, cleanup, true, 0);
    emit(compiler, OP_PUSH_EXC_INFO, 0);
    compile_push_block(compiler, (struct frame_block){.kind = BLOCK_EXCEPTION});
    for (uint32_t i = 0; i < node->try_block.handler_count; i++)
        compile_handler(compiler, &node->try_block.handlers[i], end);
    compile_pop_block(compiler);
    compiler->position = nowhere;
    emit(compiler, OP_RERAISE, 0);
    emit_pop_block(compiler);
    emit_label(compiler, cleanup);
    reraise_after_except(compiler);
    emit_label(compiler, end);
}

/* --- except* ---------------------------------------------------------------------------------- */

/* [previous, original, raised, rest] → the same, rest without what the clause takes; what its body
 * raises goes into the list `raised`. */
static void compile_group_handler(struct compiler *compiler, const struct handler *handler)
{
    label match = emit_new_label(compiler), cleanup = emit_new_label(compiler),
          next = emit_new_label(compiler);
    compiler->position = handler->position;
    if (handler->type) {
        compile_load(compiler, handler->type);
        emit(compiler, OP_CHECK_EG_MATCH, 0);
        emit(compiler, OP_COPY, 1);
        emit_jump(compiler, OP_POP_JUMP_IF_NOT_NONE, match);
        emit(compiler, OP_POP_TOP, 0);
        emit_jump(compiler, OP_JUMP, next);
    }
    emit_label(compiler, match);
    if (handler->name)
        emit_variable(compiler, handler->name, NAME_STORE);
    else
        emit(compiler, OP_POP_TOP, 0);
    emit_setup(compiler, cleanup, true, 0);
    compile_push_block(compiler,
                       (struct frame_block){.kind = BLOCK_HANDLER, .name = handler->name});
    compile_statements(compiler, &handler->body);
    compile_pop_block(compiler);
    compiler->position = nowhere;
    emit_pop_block(compiler);
    if (handler->name)
        forget_name(compiler, handler->name);
    emit_jump(compiler, OP_JUMP, next);
    emit_label(compiler, cleanup);
    if (handler->name)
        forget_name(compiler, handler->name);
    emit(compiler, OP_LIST_APPEND, 3);
    emit(compiler, OP_POP_TOP, 0);
    emit_label(compiler, next);
}

/* [previous, original, raised]: what is left is raised, or the try is over. */
static void compile_group_end(struct compiler *compiler, label end)
{
    label raise = emit_new_label(compiler);
    compiler->position = nowhere;
    emit(compiler, OP_PREP_RERAISE_STAR, 0);
    emit(compiler, OP_COPY, 1);
    emit_jump(compiler, OP_POP_JUMP_IF_NOT_NONE, raise);
    emit(compiler, OP_POP_TOP, 0);
    uint32_t guarded = compiler->handler;
    emit_pop_block(compiler);
    emit(compiler, OP_POP_EXCEPT, 0);
    emit_jump(compiler, OP_JUMP, end);
    compiler->handler = guarded;
    emit_label(compiler, raise);
    emit_pop_block(compiler);
    emit(compiler, OP_SWAP, 2);
    emit(compiler, OP_POP_EXCEPT, 0);
    emit(compiler, OP_RERAISE, 0);
}

static void compile_try_group(struct compiler *compiler, const struct node *node)
{
    label except = emit_new_label(compiler), cleanup = emit_new_label(compiler),
          end = emit_new_label(compiler);
    emit_setup(compiler, except, false, 0);
    compile_push_block(compiler, (struct frame_block){.kind = BLOCK_TRY});
    compile_statements(compiler, &node->try_block.body);
    compile_pop_block(compiler);
    compiler->position = nowhere;
    emit_pop_block(compiler);
    compile_statements(compiler, &node->try_block.otherwise);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, except);
    emit_setup(compiler, cleanup, true, 0);
    emit(compiler, OP_PUSH_EXC_INFO, 0);
    compile_push_block(compiler, (struct frame_block){.kind = BLOCK_GROUP});
    emit(compiler, OP_BUILD_LIST, 0);
    emit(compiler, OP_COPY, 2);
    for (uint32_t i = 0; i < node->try_block.handler_count; i++)
        compile_group_handler(compiler, &node->try_block.handlers[i]);
    compile_pop_block(compiler);
    emit(compiler, OP_LIST_APPEND, 1);
    compile_group_end(compiler, end);
    emit_label(compiler, cleanup);
    reraise_after_except(compiler);
    emit_label(compiler, end);
}

static void compile_handlers(struct compiler *compiler, const struct node *node)
{
    if (node->flag)
        compile_try_group(compiler, node);
    else
        compile_try_except(compiler, node);
}

static void compile_try_finally(struct compiler *compiler, const struct node *node)
{
    label final = emit_new_label(compiler), cleanup = emit_new_label(compiler),
          end = emit_new_label(compiler);
    emit_setup(compiler, final, false, 0);
    compile_push_block(
        compiler, (struct frame_block){.kind = BLOCK_FINALLY, .final = &node->try_block.final});
    if (node->try_block.handler_count > 0)
        compile_handlers(compiler, node);
    else
        compile_statements(compiler, &node->try_block.body);
    compiler->position = nowhere;
    emit_pop_block(compiler);
    compile_pop_block(compiler);
    compile_statements(compiler, &node->try_block.final);
    compiler->position = nowhere;
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, final);
    compile_push_block(compiler, (struct frame_block){.kind = BLOCK_FINALLY_END});
    emit_setup(compiler, cleanup, true, 0);
    emit(compiler, OP_PUSH_EXC_INFO, 0);
    compile_statements(compiler, &node->try_block.final);
    compile_pop_block(compiler);
    compiler->position = nowhere;
    emit(compiler, OP_RERAISE, 0);
    emit_pop_block(compiler);
    emit_label(compiler, cleanup);
    reraise_after_except(compiler);
    emit_label(compiler, end);
}

void compile_try(struct compiler *compiler, struct node *node)
{
    if (node->try_block.final.count > 0)
        compile_try_finally(compiler, node);
    else
        compile_handlers(compiler, node);
}

/* --- with ------------------------------------------------------------------------------------- */

static void compile_with_item(struct compiler *compiler, struct node *node, uint32_t index)
{
    const struct with_item *item = &node->with.items[index];
    label final = emit_new_label(compiler), cleanup = emit_new_label(compiler);
    label suppress = emit_new_label(compiler), end = emit_new_label(compiler);
    struct code_position position = node->position;
    compile_load(compiler, item->context);
    compiler->position = position;
    emit(compiler, node->flag ? OP_BEFORE_ASYNC_WITH : OP_BEFORE_WITH, 0);
    if (node->flag)
        compile_await(compiler, 1);
    emit_setup(compiler, final, true, 1);
    compile_push_block(compiler,
                       (struct frame_block){.kind = node->flag ? BLOCK_ASYNC_WITH : BLOCK_WITH,
                                            .position = position});
    if (item->target)
        compile_store(compiler, item->target);
    else
        emit(compiler, OP_POP_TOP, 0);
    if (index + 1 < node->with.count)
        compile_with_item(compiler, node, index + 1);
    else
        compile_statements(compiler, &node->with.body);
    compiler->position = position;
    emit_pop_block(compiler);
    compile_pop_block(compiler);
    if (node->flag)
        call_async_exit(compiler);
    else
        call_exit(compiler);
    emit(compiler, OP_POP_TOP, 0);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, final);
    emit_setup(compiler, cleanup, true, 0);
    emit(compiler, OP_PUSH_EXC_INFO, 0);
    emit(compiler, OP_WITH_EXCEPT_START, 0);
    if (node->flag)
        compile_await(compiler, 2);
    emit_jump(compiler, OP_POP_JUMP_IF_TRUE, suppress);
    emit(compiler, OP_RERAISE, 2);
    emit_label(compiler, suppress);
    emit(compiler, OP_POP_TOP, 0);
    emit_pop_block(compiler);
    emit(compiler, OP_POP_EXCEPT, 0);
    emit(compiler, OP_POP_TOP, 0);
    emit(compiler, OP_POP_TOP, 0);
    emit_jump(compiler, OP_JUMP, end);
    emit_label(compiler, cleanup);
    reraise_after_except(compiler);
    emit_label(compiler, end);
}

void compile_with(struct compiler *compiler, struct node *node)
{
    compile_with_item(compiler, node, 0);
}
