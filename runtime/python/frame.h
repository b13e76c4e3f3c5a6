/* Frames: one activation of a code object. Each is an object of the ledger and the holder of its
 * local variables; what lies on its evaluation stack is in flight, until the frame is suspended:
 * then the frame holds it.
 *
 * A frame is not tracked by the collector and dies with its activation, unless something holds it
 * by then (a traceback, sys._getframe): it has escaped, holds its caller's frame, and is tracked.
 * The frame of a generator is held by the generator and tracked from the start.
 *
 * Unrecorded, a frame that dies waits in its code's list of free frames for the next call.
 */
#ifndef RUNTIME_PYTHON_FRAME_H
#define RUNTIME_PYTHON_FRAME_H

#include "runtime/python/code.h"

extern struct type frame_type;
extern struct type traceback_type;

enum frame_state { FRAME_CREATED, FRAME_RUNNING, FRAME_SUSPENDED, FRAME_DONE };

struct frame {
    struct object header;
    struct code *code;
    borrowed function;  /* held: the function being run; NULL for a module's code and exec */
    borrowed globals;   /* a dict; held by the frame where function is NULL, else by the function */
    borrowed builtins;  /* borrowed from the interpreter: a dict */
    borrowed locals;    /* held or NULL: the namespace of a module or class body; of a function, the
                           dict that locals() gave */
    struct frame *back; /* the caller; not held while running, held once done (back_held) */
    borrowed generator; /* not held: the generator that owns this frame, or NULL */
    const uint32_t *pc; /* the instruction being executed */
    uint32_t *line_sites; /* recorded: site of each of code->lines in this place of the call tree */
    uint32_t stack_depth; /* of a frame that is not the innermost: references on its stack, held by
                             the frame where it is suspended */
    uint32_t
        call_site; /* recorded: the node of the call tree under which this frame's lines stand */
    uint32_t site; /* recorded: what rt->site is to be when this frame goes on */
    uint8_t state; /* enum frame_state */
    bool back_held;
    bool is_entry;    /* returns to C, not to the frame that called it */
    bool constructs;  /* runs __init__ for the CALL of its caller, whose result is the instance */
    borrowed slots[]; /* variables, then the stack */
};

struct traceback {
    struct object header;
    borrowed next;  /* held or NULL: the traceback one call further in */
    borrowed frame; /* held */
    uint32_t instruction;
    uint32_t line;
};

static inline size_t frame_variable_count(const struct code *code)
{
    return (size_t)code->local_count + code->cell_count + code->free_count;
}

static inline uint32_t frame_instruction(const struct frame *frame)
{
    return (uint32_t)(frame->pc - frame->code->instructions);
}

static inline uint32_t frame_line(const struct frame *frame)
{
    return code_line(frame->code, frame_instruction(frame));
}

/* A frame for `code`, its variables empty, before its first instruction, count 1 in flight;
 * function is stolen (NULL: then globals is copied). NULL with MemoryError raised, function
 * released. */
struct frame *frame_new(struct runtime *rt, struct code *code, owned function,
                        borrowed globals) MUST_CHECK;

/* The frame's activation ends: it dies, or escapes to whoever holds it. Steals the frame. The stack
 * of a running frame must be empty. The caller has made its `back` the running frame. */
void frame_finish(struct runtime *rt, struct frame *frame);

/* Local variables by name, as locals() gives them: borrowed, held by the frame; NULL: error. */
borrowed frame_get_locals(struct runtime *rt, struct frame *frame);

/* Gives back the frames that code keeps for later. */
void frame_release_free(struct runtime *rt, struct code *code);

/* Adds a traceback entry for the frame's current instruction to the exception in flight. */
void traceback_add(struct runtime *rt, struct frame *frame);

#endif
