/* Frame objects: made, finished, looked at.
 *
 * frame_new takes a finished frame of the same code where there is one (unrecorded runs only: in a
 * ledger each activation is an object of its own). frame_finish gives it back, or lets it live on
 * where something still holds it.
 *
 * Invariants.
 *  1. All variables are valid or NULL at every moment; the stack behind them is garbage except
 * while the frame is suspended, when stack_depth entries are valid and held by the frame.
 *  2. A frame in a list of free frames has a count of 1 and holds nothing.
 */
#include "runtime/python/frame.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#define FRAME_REPORTED_SIZE 64 /* CPython's, without variables and stack */

/* --- life ------------------------------------------------------------------------------------- */

/* Two places more than the code asks for: the instance that a CALL of its class makes, and what a
 * generator is sent before it begins. */
static size_t slot_count(const struct code *code)
{
    return frame_variable_count(code) + code->stack_size + 2;
}

static size_t reported_size(const struct code *code)
{
    return FRAME_REPORTED_SIZE + (slot_count(code) + 5) * sizeof(borrowed);
}

static size_t frame_size_of(struct runtime *rt UNUSED, borrowed self)
{
    return reported_size(((const struct frame *)self)->code);
}

static struct frame *make_frame(struct runtime *rt, struct code *code)
{
    if (!code->caches)
        evaluate_prepare(rt, code);
    owned frame =
        object_new(rt, &frame_type, sizeof(struct frame) + slot_count(code) * sizeof(borrowed),
                   reported_size(code));
    if (!frame)
        return NULL;
    ((struct frame *)frame)->code = code;
    ((struct frame *)frame)->builtins = rt->interpreter->builtins_dict;
    return (struct frame *)frame;
}

struct frame *frame_new(struct runtime *rt, struct code *code, owned function, borrowed globals)
{
    struct frame *frame = code->free_frames;
    if (LIKELY(frame != NULL)) {
        code->free_frames = frame->back;
        frame->back = NULL;
    } else if (!(frame = make_frame(rt, code))) {
        object_release_maybe(rt, function);
        return NULL;
    }
    if (function) {
        object_move(rt, function, IN_FLIGHT, &frame->header);
        frame->function = function;
        frame->globals = ((struct function *)function)->globals;
    } else {
        slot_copy(rt, &frame->header, &frame->globals, globals);
    }
    frame->pc = code->instructions;
    frame->stack_depth = 0;
    frame->state = FRAME_CREATED;
    frame->is_entry = false;
    frame->constructs = false;
    return frame;
}

/* Drops what the frame holds, in CPython's order. */
static void drop_references(struct runtime *rt, struct frame *frame)
{
    borrowed self = &frame->header;
    size_t count = frame_variable_count(frame->code) + frame->stack_depth;
    for (size_t i = 0; i < count; i++)
        slot_clear(rt, self, &frame->slots[i]);
    frame->stack_depth = 0;
    slot_clear(rt, self, &frame->locals);
    if (frame->function) {
        frame->globals = NULL; /* held by the function */
        slot_clear(rt, self, &frame->function);
    } else {
        slot_clear(rt, self, &frame->globals);
    }
    if (frame->back_held) {
        borrowed back = &frame->back->header;
        frame->back_held = false;
        frame->back = NULL;
        object_decref(rt, back, self);
    }
}

/* The frame outlives its activation: it is an object like any other from now on. */
static void escape(struct runtime *rt, struct frame *frame)
{
    if (frame->back && !frame->back_held) {
        object_incref(rt, &frame->back->header, &frame->header);
        frame->back_held = true;
    }
    gc_track(rt, &frame->header);
    object_release(rt, &frame->header);
}

void frame_finish(struct runtime *rt, struct frame *frame)
{
    if (frame->state != FRAME_SUSPENDED)
        frame->stack_depth = 0; /* of a generator that is dropped, the stack is still the frame's */
    frame->state = FRAME_DONE;
    if (UNLIKELY(frame->header.count > 1)) {
        escape(rt, frame);
    } else if (UNLIKELY(rt->lane != NULL)) {
        frame->back = NULL;
        object_release(rt, &frame->header);
    } else {
        struct code *code = frame->code;
        frame->back = NULL;
        if (UNLIKELY(gc_is_tracked(&frame->header)))
            gc_untrack(rt, &frame->header);
        drop_references(rt, frame);
        frame->back = code->free_frames;
        code->free_frames = frame;
    }
}

void frame_release_free(struct runtime *rt, struct code *code)
{
    while (code->free_frames) {
        struct frame *frame = code->free_frames;
        code->free_frames = frame->back;
        frame->back = NULL;
        object_release(rt, &frame->header);
    }
}

static int frame_traverse(borrowed self, visit_function visit, void *context)
{
    const struct frame *frame = (struct frame *)self;
    size_t variables = frame_variable_count(frame->code);
    int result = 0;
    for (size_t i = 0; i < variables && result == 0; i++)
        if (frame->slots[i])
            result =
                visit(context, frame->slots[i], EDGE_LOCAL, (uintptr_t)frame->code->variables[i]);
    if (frame->state != FRAME_RUNNING)
        for (size_t i = 0; i < frame->stack_depth && result == 0; i++)
            if (frame->slots[variables + i])
                result =
                    visit(context, frame->slots[variables + i], EDGE_INTERNAL, (uintptr_t) "stack");
    if (result == 0 && frame->locals)
        result = visit(context, frame->locals, EDGE_INTERNAL, (uintptr_t) "f_locals");
    if (result == 0 && frame->function)
        result = visit(context, frame->function, EDGE_INTERNAL, (uintptr_t) "f_func");
    else if (result == 0 && frame->globals)
        result = visit(context, frame->globals, EDGE_INTERNAL, (uintptr_t) "f_globals");
    if (result == 0 && frame->back_held)
        result = visit(context, &frame->back->header, EDGE_INTERNAL, (uintptr_t) "f_back");
    return result;
}

/* Only of frames that do not run: a running one is not garbage. */
static int frame_clear_references(struct runtime *rt, borrowed self)
{
    struct frame *frame = (struct frame *)self;
    size_t count = frame_variable_count(frame->code) +
                   (frame->state == FRAME_RUNNING ? 0 : frame->stack_depth);
    if (frame->state == FRAME_RUNNING)
        return 0;
    frame->state = FRAME_DONE;
    frame->stack_depth = 0;
    for (size_t i = 0; i < count; i++)
        slot_clear(rt, self, &frame->slots[i]);
    return 0;
}

static void frame_dealloc(struct runtime *rt, borrowed self)
{
    drop_references(rt, (struct frame *)self);
}

/* --- local variables -------------------------------------------------------------------------- */

/* Is variable `index` a cell whose content is the variable? Parameters become one in the prologue.
 */
static bool is_cell_variable(const struct code *code, size_t index)
{
    if (index >= code->local_count)
        return true;
    for (uint32_t i = 0; i < code->instruction_count; i++) {
        uint32_t opcode = code->instructions[i] & 0xff;
        if (opcode == OP_MAKE_CELL && code->instructions[i] >> 8 == index)
            return true;
        if (opcode != OP_MAKE_CELL && opcode != OP_COPY_FREE_VARS && opcode != OP_LINE)
            return false;
    }
    return false;
}

static borrowed variable_value(const struct frame *frame, size_t index)
{
    borrowed value = frame->slots[index];
    if (value && object_is_pointer(value) && value->type == &cell_type &&
        is_cell_variable(frame->code, index))
        return ((struct cell *)value)->content;
    return value;
}

borrowed frame_get_locals(struct runtime *rt, struct frame *frame)
{
    if (!(frame->code->flags & CODE_OPTIMIZED))
        return frame->locals ? frame->locals : frame->globals;
    if (!frame->locals) {
        owned locals = dict_new(rt);
        if (!locals)
            return NULL;
        slot_set(rt, &frame->header, &frame->locals, locals);
    }
    for (size_t i = 0; i < frame_variable_count(frame->code); i++) {
        borrowed name = frame->code->variables[i];
        borrowed value = variable_value(frame, i);
        if (value && dict_set_copy(rt, frame->locals, name, value) < 0)
            return NULL;
        if (!value && dict_find_str(frame->locals, name) >= 0 &&
            dict_delete(rt, frame->locals, name) < 0)
            return NULL;
    }
    return frame->locals;
}

/* --- attributes ------------------------------------------------------------------------------- */

static owned get_back(struct runtime *rt, borrowed self)
{
    struct frame *frame = (struct frame *)self;
    bool has_back = frame->back && (frame->state == FRAME_RUNNING || frame->back_held);
    return has_back ? object_retain(rt, &frame->back->header) : NONE;
}

static owned get_code(struct runtime *rt UNUSED, borrowed self)
{
    return &((struct frame *)self)->code->header;
}

static owned get_globals(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct frame *)self)->globals);
}

static owned get_builtins(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct frame *)self)->builtins);
}

static owned get_locals(struct runtime *rt, borrowed self)
{
    borrowed locals = frame_get_locals(rt, (struct frame *)self);
    return locals ? object_retain(rt, locals) : NULL;
}

static owned get_line(struct runtime *rt, borrowed self)
{
    return int_new(rt, frame_line((struct frame *)self));
}

static owned get_last_instruction(struct runtime *rt, borrowed self)
{
    const struct frame *frame = (struct frame *)self;
    return int_new(rt, frame->state == FRAME_CREATED ? -1 : (int64_t)frame_instruction(frame) * 2);
}

static owned get_trace(struct runtime *rt UNUSED, borrowed self UNUSED)
{
    return NONE;
}

static const struct native_attribute frame_attributes[] = {
    {"f_back", get_back, NULL},
    {"f_code", get_code, NULL},
    {"f_builtins", get_builtins, NULL},
    {"f_locals", get_locals, NULL},
    {"f_globals", get_globals, NULL},
    {"f_lineno", get_line, NULL},
    {"f_trace", get_trace, NULL},
    {"f_lasti", get_last_instruction, NULL},
    {NULL, NULL, NULL},
};

/* frame.clear(): drops the local variables of a frame that does not run; closes its generator. */
static owned frame_method_clear(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                                size_t positional UNUSED, borrowed argument_names UNUSED)
{
    struct frame *frame = (struct frame *)self;
    if (frame->state == FRAME_RUNNING)
        return exception_raise(rt, &exception_RuntimeError, "cannot clear an executing frame");
    if (frame->generator) {
        frame->generator->type->finalize(rt, frame->generator);
        return NONE;
    }
    frame_clear_references(rt, self);
    slot_clear(rt, self, &frame->locals);
    return NONE;
}

static const struct native_method frame_methods[] = {
    {"clear", frame_method_clear, NATIVE_PLAIN,
     "F.clear(): clear most references held by the frame"},
    {NULL, NULL, 0, NULL},
};

static owned frame_repr(struct runtime *rt, borrowed self)
{
    const struct frame *frame = (struct frame *)self;
    char place[64];
    snprintf(place, sizeof place, "%p", (void *)self);
    return str_format(rt, "<frame at %s, file %R, line %u, code %S>", place, frame->code->file_name,
                      frame_line(frame), frame->code->name);
}

struct type frame_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "frame",
    .base = &object_type_,
    .size = sizeof(struct frame),
    .reported_size = FRAME_REPORTED_SIZE,
    /* not TYPE_TRACKED: frames are no births for the collector's thresholds */
    .flags = TYPE_ABSTRACT | TYPE_PART,
    .traverse = frame_traverse,
    .clear = frame_clear_references,
    .dealloc = frame_dealloc,
    .size_of = frame_size_of,
    .repr = frame_repr,
    .attributes = frame_attributes,
    .methods = frame_methods,
};
