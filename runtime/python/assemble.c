/* Instructions of the compiler → a finished code object.
 *
 * In order: positions are completed; stack depths are followed from the start along every jump and
 * handler, which also shows what is never reached; for recording, a LINE goes wherever the line may
 * differ from the one before on some path; the rest is laid out with absolute jump targets.
 */
#include "runtime/python/emit.h"

#include "runtime/types/str.h"

#define UNREACHED UINT32_MAX

struct flow {
    struct compiler *compiler;
    uint32_t *depth; /* of the stack before each instruction; UNREACHED */
    uint32_t
        *line_in;    /* the line that was noted last before each instruction; 0: several, or none */
    uint32_t *place; /* of each instruction in the finished code */
    uint32_t *handler_depth;
    uint32_t deepest;
    struct {
        VECTOR_OF(uint32_t);
    } pending;
};

/* --- the shape of instructions ---------------------------------------------------------------- */

static bool is_jump(uint32_t opcode)
{
    switch (opcode) {
    case OP_FOR_ITER:
    case OP_JUMP:
    case OP_JUMP_BACKWARD:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        return true;
    default:
        return false;
    }
}

static bool ends_flow(uint32_t opcode)
{
    return opcode == OP_JUMP || opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS ||
           opcode == OP_RERAISE;
}

/* How much the stack grows by an instruction; of a jump: where it is taken. */
static int stack_effect(uint32_t opcode, uint32_t argument, bool taken)
{
    int count = (int)argument;
    switch (opcode) {
    case OP_COPY:
    case OP_PUSH_NULL:
    case OP_LOAD_CONST:
    case OP_LOAD_FAST:
    case OP_LOAD_NAME:
    case OP_LOAD_GLOBAL:
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_LOAD_CLASSDEREF:
    case OP_LOAD_METHOD:
    case OP_LOAD_BUILD_CLASS:
    case OP_LOAD_ASSERTION_ERROR:
    case OP_IMPORT_FROM:
    case OP_PUSH_EXC_INFO:
    case OP_BEFORE_WITH:
    case OP_WITH_EXCEPT_START:
    case OP_GET_LEN:
    case OP_MATCH_MAPPING:
    case OP_MATCH_SEQUENCE:
    case OP_MATCH_KEYS:
    case OP_RETURN_GENERATOR:
    case OP_GET_ANEXT:
    case OP_BEFORE_ASYNC_WITH:
        return 1;
    case OP_POP_TOP:
    case OP_PRINT_EXPR:
    case OP_STORE_FAST:
    case OP_STORE_NAME:
    case OP_STORE_GLOBAL:
    case OP_STORE_DEREF:
    case OP_DELETE_ATTR:
    case OP_BINARY_OP:
    case OP_COMPARE_OP:
    case OP_IS_OP:
    case OP_CONTAINS_OP:
    case OP_BINARY_SUBSCR:
    case OP_LIST_APPEND:
    case OP_SET_ADD:
    case OP_LIST_EXTEND:
    case OP_SET_UPDATE:
    case OP_DICT_UPDATE:
    case OP_DICT_MERGE:
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_RETURN_VALUE:
    case OP_YIELD_FROM:
    case OP_IMPORT_NAME:
    case OP_IMPORT_STAR:
    case OP_RERAISE:
    case OP_POP_EXCEPT:
    case OP_PREP_RERAISE_STAR:
        return -1;
    case OP_STORE_ATTR:
    case OP_DELETE_SUBSCR:
    case OP_MAP_ADD:
    case OP_MATCH_CLASS:
    case OP_END_ASYNC_FOR:
        return -2;
    case OP_STORE_SUBSCR:
        return -3;
    case OP_CALL:
        return -1 - count;
    case OP_CALL_FUNCTION_EX:
        return -2 - (count & 1);
    case OP_BUILD_SLICE:
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_BUILD_SET:
    case OP_BUILD_STRING:
        return 1 - count;
    case OP_BUILD_MAP:
        return 1 - 2 * count;
    case OP_BUILD_CONST_KEY_MAP:
        return -count;
    case OP_FORMAT_VALUE:
        return argument & 4 ? -1 : 0;
    case OP_UNPACK_SEQUENCE:
        return count - 1;
    case OP_UNPACK_EX:
        return (int)(argument & 0xFF) + (int)(argument >> 8);
    case OP_FOR_ITER:
        return taken ? -1 : 1;
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_JUMP_IF_TRUE_OR_POP:
        return taken ? 0 : -1;
    case OP_MAKE_FUNCTION:
        return -__builtin_popcount(argument & 15);
    case OP_RAISE_VARARGS:
        return -count;
    default:
        return 0;
    }
}

/* --- flow ------------------------------------------------------------------------------------- */

static void reach(struct flow *flow, uint32_t index, uint32_t depth)
{
    if (index >= flow->compiler->instructions.count || flow->depth[index] != UNREACHED)
        return;
    flow->depth[index] = depth;
    vector_push(&flow->pending, index);
    if (depth > flow->deepest)
        flow->deepest = depth;
}

static uint32_t target_of(const struct compiler *compiler, label target)
{
    return compiler->labels.items[target];
}

static void follow_handler(struct flow *flow, uint32_t handler, uint32_t depth)
{
    const struct handler_entry *entry = &flow->compiler->handlers.items[handler];
    flow->handler_depth[handler] = depth - entry->dropped;
    reach(flow, target_of(flow->compiler, entry->target),
          depth - entry->dropped + 1 + entry->push_last);
}

static void follow_depths(struct flow *flow)
{
    struct compiler *compiler = flow->compiler;
    reach(flow, 0, 0);
    while (flow->pending.count > 0) {
        uint32_t index = flow->pending.items[--flow->pending.count];
        const struct instruction *instruction = &compiler->instructions.items[index];
        uint32_t depth = flow->depth[index];
        if (instruction->opcode == PSEUDO_SETUP)
            follow_handler(flow, instruction->argument, depth);
        if (is_jump(instruction->opcode))
            reach(flow, target_of(compiler, instruction->argument),
                  depth + (uint32_t)stack_effect(instruction->opcode, instruction->argument, true));
        if (!ends_flow(instruction->opcode))
            reach(flow, index + 1,
                  depth +
                      (uint32_t)stack_effect(instruction->opcode, instruction->argument, false));
    }
}

/* An instruction that neither allocates nor counts can run under any line. */
static bool needs_line(uint32_t opcode)
{
    return opcode != OP_JUMP && opcode != OP_NOP && opcode != OP_KW_NAMES && opcode < PSEUDO_SETUP;
}

static bool meet_line(struct flow *flow, uint32_t index, uint32_t line)
{
    if (index >= flow->compiler->instructions.count || flow->line_in[index] == line ||
        flow->line_in[index] == 0)
        return false;
    flow->line_in[index] = flow->line_in[index] == UNREACHED ? line : 0;
    return true;
}

/* After this, line_in is what a LINE has named on every path to each instruction. */
static void follow_lines(struct flow *flow)
{
    struct compiler *compiler = flow->compiler;
    flow->line_in[0] = 0;
    for (size_t i = 1; i < compiler->handlers.count; i++)
        flow->line_in[target_of(compiler, compiler->handlers.items[i].target)] = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < compiler->instructions.count; i++) {
            const struct instruction *instruction = &compiler->instructions.items[i];
            if (flow->depth[i] == UNREACHED || flow->line_in[i] == UNREACHED)
                continue;
            uint32_t line =
                needs_line(instruction->opcode) ? instruction->position.line : flow->line_in[i];
            if (is_jump(instruction->opcode))
                changed |= meet_line(flow, target_of(compiler, instruction->argument), line);
            if (!ends_flow(instruction->opcode))
                changed |= meet_line(flow, i + 1, line);
        }
    }
}

/* --- layout ----------------------------------------------------------------------------------- */

static bool wants_line(const struct flow *flow, uint32_t index)
{
    const struct instruction *instruction = &flow->compiler->instructions.items[index];
    return flow->compiler->options->sites && needs_line(instruction->opcode) &&
           flow->line_in[index] != instruction->position.line;
}

static bool is_dropped(const struct flow *flow, uint32_t index)
{
    const struct instruction *instruction = &flow->compiler->instructions.items[index];
    if (flow->depth[index] == UNREACHED || instruction->opcode >= PSEUDO_SETUP ||
        instruction->opcode == OP_NOP)
        return true;
    if (instruction->opcode != OP_JUMP)
        return false;
    /* a jump to what follows anyway */
    uint32_t target = target_of(flow->compiler, instruction->argument);
    if (target <= index)
        return false;
    for (uint32_t i = index + 1; i < target; i++) {
        if (flow->depth[i] != UNREACHED &&
            flow->compiler->instructions.items[i].opcode < PSEUDO_SETUP &&
            flow->compiler->instructions.items[i].opcode != OP_NOP)
            return false;
    }
    return true;
}

/* Gives each instruction its place; the whole count is returned. */
static uint32_t lay_out(struct flow *flow)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < flow->compiler->instructions.count; i++) {
        flow->place[i] = next;
        if (!is_dropped(flow, i))
            next += 1 + wants_line(flow, i);
    }
    flow->place[flow->compiler->instructions.count] = next;
    return next;
}

/* A jump to a jump goes to where that leads, as long as it leads forward. */
static uint32_t final_target(const struct flow *flow, uint32_t index)
{
    for (int hops = 0; hops < 16; hops++) {
        const struct instruction *instruction = &flow->compiler->instructions.items[index];
        if (flow->compiler->instructions.items[index].opcode != OP_JUMP ||
            wants_line(flow, index) || target_of(flow->compiler, instruction->argument) <= index)
            break;
        index = target_of(flow->compiler, instruction->argument);
    }
    return index;
}

static uint32_t line_index(struct code *code, uint32_t line)
{
    for (uint32_t i = code->line_count; i-- > 0;) {
        if (code->lines[i] == line)
            return i;
        if (code->line_count - i > 32)
            break; /* an older entry may be repeated */
    }
    code->lines[code->line_count] = line;
    return code->line_count++;
}

/* The place of a variable in the frame: locals, cells that are no parameters, free variables. */
static uint32_t *place_cells(struct compiler *compiler, struct code *code)
{
    uint32_t *places = unit_allocate(
        compiler->unit, (compiler->cells.count + compiler->frees.count + 1) * sizeof *places);
    uint32_t next = (uint32_t)compiler->locals.count;
    code->variables =
        memory_zeroed(compiler->locals.count + compiler->cells.count + compiler->frees.count + 1,
                      sizeof(borrowed));
    for (size_t i = 0; i < compiler->locals.count; i++)
        code->variables[i] = compiler->locals.items[i];
    for (size_t i = 0; i < compiler->cells.count; i++) {
        size_t local = 0;
        while (local < compiler->locals.count &&
               compiler->locals.items[local] != compiler->cells.items[i])
            local++;
        places[i] = local < compiler->locals.count ? (uint32_t)local : next++;
        code->variables[places[i]] = compiler->cells.items[i];
    }
    code->local_count = (uint32_t)compiler->locals.count;
    code->cell_count = next - code->local_count;
    for (size_t i = 0; i < compiler->frees.count; i++) {
        places[compiler->cells.count + i] = next;
        code->variables[next++] = compiler->frees.items[i];
    }
    code->free_count = (uint32_t)compiler->frees.count;
    return places;
}

/* The argument in the finished code. */
static uint32_t final_argument(struct flow *flow, uint32_t index, const uint32_t *cell_places,
                               uint32_t *opcode)
{
    const struct instruction *instruction = &flow->compiler->instructions.items[index];
    *opcode = instruction->opcode;
    switch (instruction->opcode) {
    case OP_MAKE_CELL:
    case OP_LOAD_CLOSURE:
    case OP_LOAD_DEREF:
    case OP_STORE_DEREF:
    case OP_DELETE_DEREF:
    case OP_LOAD_CLASSDEREF:
        return cell_places[instruction->argument];
    default:
        break;
    }
    if (!is_jump(instruction->opcode))
        return instruction->argument;
    uint32_t target = final_target(flow, target_of(flow->compiler, instruction->argument));
    if (instruction->opcode == OP_JUMP && flow->place[target] <= flow->place[index])
        *opcode = OP_JUMP_BACKWARD;
    return flow->place[target];
}

static void write_instructions(struct flow *flow, struct code *code)
{
    struct compiler *compiler = flow->compiler;
    const uint32_t *cell_places = place_cells(compiler, code);
    for (uint32_t i = 0; i < compiler->instructions.count; i++) {
        const struct instruction *instruction = &compiler->instructions.items[i];
        uint32_t place = flow->place[i], opcode;
        if (is_dropped(flow, i))
            continue;
        if (wants_line(flow, i)) {
            code->instructions[place] = OP_LINE | line_index(code, instruction->position.line) << 8;
            code->positions[place++] = instruction->position;
        }
        uint32_t argument = final_argument(flow, i, cell_places, &opcode);
        if (argument >> 24)
            syntax_fail(compiler->unit, instruction->position, "code too large");
        code->instructions[place] = opcode | argument << 8;
        code->positions[place] = instruction->position;
    }
}

/* One entry for each run of instructions under the same handler. */
static void write_handlers(struct flow *flow, struct code *code)
{
    struct compiler *compiler = flow->compiler;
    struct {
        VECTOR_OF(struct code_handler);
    } entries = {0};
    uint32_t current = 0;
    for (uint32_t i = 0; i < compiler->instructions.count; i++) {
        if (is_dropped(flow, i))
            continue;
        uint32_t handler = compiler->instructions.items[i].handler;
        uint32_t end = flow->place[i] + 1 + wants_line(flow, i);
        if (handler && handler == current &&
            entries.items[entries.count - 1].end == flow->place[i]) {
            entries.items[entries.count - 1].end = end;
        } else if (handler) {
            struct code_handler entry = {
                .start = flow->place[i],
                .end = end,
                .target =
                    flow->place[target_of(compiler, compiler->handlers.items[handler].target)],
                .depth = flow->handler_depth[handler],
                .push_last = compiler->handlers.items[handler].push_last};
            vector_push(&entries, entry);
        }
        current = handler;
    }
    code->handlers = entries.items;
    code->handler_count = (uint32_t)entries.count;
}

/* --- prologue and positions ------------------------------------------------------------------- */

static void complete_positions(struct compiler *compiler)
{
    struct code_position last = {compiler->first_line, compiler->first_line, 0, 0};
    for (size_t i = 0; i < compiler->instructions.count; i++) {
        struct code_position *position = &compiler->instructions.items[i].position;
        if (position->line == 0)
            *position = last;
        last = *position;
    }
}

static void copy_tables(struct compiler *compiler, struct code *code)
{
    code->constants = memory_zeroed(compiler->constants.count + 1, sizeof(borrowed));
    code->names = memory_zeroed(compiler->names.count + 1, sizeof(borrowed));
    for (size_t i = 0; i < compiler->constants.count; i++)
        code->constants[i] = compiler->constants.items[i];
    for (size_t i = 0; i < compiler->names.count; i++)
        code->names[i] = compiler->names.items[i];
    code->constant_count = (uint32_t)compiler->constants.count;
    code->name_count = (uint32_t)compiler->names.count;
}

static void copy_parameters(struct code *code, const struct parameters *parameters)
{
    if (!parameters)
        return;
    code->argument_count = parameters->positional;
    code->positional_only_count = parameters->positional_only;
    code->keyword_only_count = parameters->keyword_only;
    if (parameters->has_varargs)
        code->flags |= CODE_VARARGS;
    if (parameters->has_varkeywords)
        code->flags |= CODE_VARKEYWORDS;
}

struct code *assemble(struct compiler *compiler, uint32_t flags,
                      const struct parameters *parameters)
{
    uint32_t count = (uint32_t)compiler->instructions.count;
    struct unit *unit = compiler->unit;
    struct flow flow = {.compiler = compiler,
                        .depth = unit_allocate(unit, (count + 1) * sizeof(uint32_t)),
                        .line_in = unit_allocate(unit, (count + 1) * sizeof(uint32_t)),
                        .place = unit_allocate(unit, (count + 1) * sizeof(uint32_t)),
                        .handler_depth =
                            unit_allocate(unit, compiler->handlers.count * sizeof(uint32_t))};
    memset(flow.depth, 0xFF, (count + 1) * sizeof(uint32_t));
    memset(flow.line_in, 0xFF, (count + 1) * sizeof(uint32_t));
    complete_positions(compiler);
    follow_depths(&flow);
    if (compiler->options->sites)
        follow_lines(&flow);
    struct code *code = code_new();
    code->flags = flags;
    code->name = compiler->name;
    code->qualified_name = compiler->qualified_name;
    code->file_name = str_intern_text(unit->rt, unit->file_name);
    code->first_line = compiler->first_line;
    code->stack_size = flow.deepest;
    code->instruction_count = lay_out(&flow);
    code->instructions = memory_zeroed(code->instruction_count + 1, sizeof *code->instructions);
    code->positions = memory_zeroed(code->instruction_count + 1, sizeof *code->positions);
    code->lines = memory_zeroed(code->instruction_count + 1, sizeof *code->lines);
    copy_parameters(code, parameters);
    copy_tables(compiler, code);
    write_instructions(&flow, code);
    write_handlers(&flow, code);
    vector_release(&flow.pending);
    return code;
}
