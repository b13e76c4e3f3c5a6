/* Frames: one activation of a code object. Each is an object of the ledger and the holder of its
 * local variables; what lies on its evaluation stack is in flight, until the frame is suspended:
 * then the frame holds it. */
#ifndef RUNTIME_PYTHON_FRAME_H
#define RUNTIME_PYTHON_FRAME_H

#include "runtime/python/code.h"

extern struct type frame_type;
extern struct type traceback_type;

enum frame_state { FRAME_CREATED, FRAME_RUNNING, FRAME_SUSPENDED, FRAME_DONE };

struct frame {
    struct object header;
    struct code *code;
    borrowed function;    /* held: the function being run; NULL for module and class bodies */
    borrowed globals;     /* held: a dict */
    borrowed builtins;    /* borrowed from the interpreter: a dict */
    borrowed locals;      /* held: the namespace of a module or class body, or NULL */
    struct frame *back;   /* the caller; not held while running, held once done (back_held) */
    borrowed generator;   /* not held: the generator that owns this frame, or NULL */
    uint32_t instruction; /* index of the one being executed */
    uint32_t stack_depth; /* while suspended: references on the stack, held by the frame */
    uint32_t call_site;   /* site.id of the call that made this frame: node of the call tree */
    uint32_t site;        /* what rt->site is to be when this frame goes on */
    uint8_t state;        /* enum frame_state */
    bool back_held;
    bool is_entry;        /* returns to C, not to the frame that called it */
    borrowed slots[];     /* variables, then the stack */
};

#endif
