/* Emission of instructions and the tables of names and constants. See emit.h. */
#include "runtime/python/emit.h"

#include "runtime/types/names.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static void push_instruction(struct compiler *compiler, uint32_t opcode, uint32_t argument)
{
    struct instruction instruction = {.opcode = (uint16_t)opcode,
                                      .argument = argument,
                                      .handler = compiler->handler,
                                      .position = compiler->position};
    vector_push(&compiler->instructions, instruction);
}

void emit(struct compiler *compiler, enum opcode opcode, uint32_t argument)
{
    push_instruction(compiler, opcode, argument);
}

void emit_jump(struct compiler *compiler, enum opcode opcode, label target)
{
    push_instruction(compiler, opcode, target);
}

label emit_new_label(struct compiler *compiler)
{
    vector_push(&compiler->labels, UINT32_MAX);
    return (label)(compiler->labels.count - 1);
}

void emit_label(struct compiler *compiler, label target)
{
    compiler->labels.items[target] = (uint32_t)compiler->instructions.count;
}

void emit_setup(struct compiler *compiler, label target, bool push_last, uint8_t dropped)
{
    struct handler_entry entry = {
        .outer = compiler->handler, .target = target, .push_last = push_last, .dropped = dropped};
    vector_push(&compiler->handlers, entry);
    push_instruction(compiler, PSEUDO_SETUP, (uint32_t)(compiler->handlers.count - 1));
    compiler->handler = (uint32_t)(compiler->handlers.count - 1);
}

void emit_pop_block(struct compiler *compiler)
{
    compiler->handler = compiler->handlers.items[compiler->handler].outer;
}

/* --- tables ----------------------------------------------------------------------------------- */

typedef bool (*same_function)(borrowed left, borrowed right);

static bool is_identical(borrowed left, borrowed right)
{
    return left == right;
}

static uint32_t *find_place(const struct index *index, borrowed *items, borrowed v,
                            same_function same)
{
    uint32_t at = (uint32_t)(constant_hash(v) >> 32) & (index->size - 1);
    while (index->places[at] && !same(items[index->places[at] - 1], v))
        at = (at + 1) & (index->size - 1);
    return &index->places[at];
}

/* Makes room in an index for one more entry. */
static void grow_index(struct compiler *compiler, struct index *index, borrowed *items,
                       size_t count, same_function same)
{
    if (index->size > 2 * count)
        return;
    index->size = index->size ? index->size * 4 : 16;
    index->places = unit_allocate(compiler->unit, index->size * sizeof *index->places);
    for (size_t i = 0; i < count; i++)
        *find_place(index, items, items[i], same) = (uint32_t)i + 1;
}

uint32_t emit_constant_index(struct compiler *compiler, borrowed constant)
{
    grow_index(compiler, &compiler->constant_index, compiler->constants.items,
               compiler->constants.count, constant_equal);
    uint32_t *place =
        find_place(&compiler->constant_index, compiler->constants.items, constant, constant_equal);
    if (*place == 0) {
        vector_push(&compiler->constants, constant);
        *place = (uint32_t)compiler->constants.count;
    }
    return *place - 1;
}

uint32_t emit_name_index(struct compiler *compiler, borrowed name)
{
    grow_index(compiler, &compiler->name_index, compiler->names.items, compiler->names.count,
               is_identical);
    uint32_t *place = find_place(&compiler->name_index, compiler->names.items, name, is_identical);
    if (*place == 0) {
        vector_push(&compiler->names, name);
        *place = (uint32_t)compiler->names.count;
    }
    return *place - 1;
}

uint32_t emit_local_index(struct compiler *compiler, borrowed name)
{
    grow_index(compiler, &compiler->local_index, compiler->locals.items, compiler->locals.count,
               is_identical);
    uint32_t *place =
        find_place(&compiler->local_index, compiler->locals.items, name, is_identical);
    if (*place == 0) {
        vector_push(&compiler->locals, name);
        *place = (uint32_t)compiler->locals.count;
    }
    return *place - 1;
}

uint32_t emit_cell_index(struct compiler *compiler, borrowed name)
{
    for (size_t i = 0; i < compiler->cells.count; i++) {
        if (compiler->cells.items[i] == name)
            return (uint32_t)i;
    }
    for (size_t i = 0; i < compiler->frees.count; i++) {
        if (compiler->frees.items[i] == name)
            return (uint32_t)(compiler->cells.count + i);
    }
    return 0;
}

borrowed emit_tuple(struct compiler *compiler, const borrowed *items, size_t count)
{
    return tuple_immortal(compiler->unit->rt, items, count);
}

void emit_constant(struct compiler *compiler, borrowed constant)
{
    emit(compiler, OP_LOAD_CONST, emit_constant_index(compiler, constant));
}

void emit_build_tuple(struct compiler *compiler, uint32_t count)
{
    size_t end = compiler->instructions.count;
    borrowed *items = unit_allocate(compiler->unit, (count + 1) * sizeof *items);
    for (uint32_t i = 0; i < count; i++) {
        const struct instruction *load = &compiler->instructions.items[end - count + i];
        if (load->opcode != OP_LOAD_CONST) {
            emit(compiler, OP_BUILD_TUPLE, count);
            return;
        }
        items[i] = compiler->constants.items[load->argument];
    }
    compiler->instructions.count -= count;
    emit_constant(compiler, emit_tuple(compiler, items, count));
}

void emit_name(struct compiler *compiler, enum opcode opcode, borrowed name)
{
    name = scope_mangle(compiler->unit, compiler->scope->private_name, name);
    emit(compiler, opcode, emit_name_index(compiler, name));
}

/* --- variables -------------------------------------------------------------------------------- */

void emit_variable(struct compiler *compiler, borrowed name, enum name_use use)
{
    static const enum opcode fast[] = {OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST};
    static const enum opcode by_name[] = {OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME};
    static const enum opcode global[] = {OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL};
    static const enum opcode deref[] = {OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF};
    borrowed mangled = scope_mangle(compiler->unit, compiler->scope->private_name, name);
    const struct symbol *symbol = scope_find(compiler->scope, mangled);
    bool is_function = compiler->scope->kind >= SCOPE_FUNCTION;
    switch (symbol ? (enum symbol_reach)symbol->reach : REACH_UNKNOWN) {
    case REACH_CELL:
    case REACH_FREE: {
        enum opcode opcode = use == NAME_LOAD && !is_function ? OP_LOAD_CLASSDEREF : deref[use];
        emit(compiler, opcode, emit_cell_index(compiler, mangled));
        return;
    }
    case REACH_LOCAL:
        if (is_function) {
            emit(compiler, fast[use], emit_local_index(compiler, mangled));
            return;
        }
        break;
    case REACH_GLOBAL_EXPLICIT:
        emit(compiler, global[use], emit_name_index(compiler, mangled));
        return;
    case REACH_GLOBAL_IMPLICIT:
        if (is_function) {
            emit(compiler, global[use], emit_name_index(compiler, mangled));
            return;
        }
        break;
    case REACH_UNKNOWN:
        break;
    }
    emit(compiler, by_name[use], emit_name_index(compiler, mangled));
}
