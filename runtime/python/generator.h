/* Generators: a frame that goes on where it left off. */
#ifndef RUNTIME_PYTHON_GENERATOR_H
#define RUNTIME_PYTHON_GENERATOR_H

#include "runtime/python/frame.h"
#include "runtime/types/exception.h"

extern struct type generator_type;

struct generator {
    struct object header;
    struct frame *frame;     /* held; NULL once it has returned */
    borrowed name;           /* held: str */
    borrowed qualified_name; /* held: str */
    struct code *code;
    struct exception_state
        handled; /* the exception that its frame is handling, held by the generator */
};

/* A generator that owns the frame (stolen, also on failure), suspended before its first
 * instruction. */
owned generator_new(struct runtime *rt, struct frame *frame);

/* Is its frame being executed at the moment? */
bool generator_is_running(borrowed self);

/* Runs until the next yield or the end; `value` (borrowed) is what the yield expression gives. NULL
 * with an error; NULL without one: it has returned, and *result is the value (owned). */
owned generator_send(struct runtime *rt, borrowed self, borrowed value, owned *result);

/* The same for any iterator, as `yield from` asks it. */
owned generator_delegate(struct runtime *rt, borrowed iterator, borrowed value, owned *result);

/* A StopIteration that left a generator's frame becomes a RuntimeError. */
void generator_convert_stop(struct runtime *rt);

/* Before and after a frame of a generator runs: its stack passes between frame and flight, and its
 * exception state is the innermost. The evaluator pushes and pops the frame itself. */
void generator_resume(struct runtime *rt, struct generator *generator);
void generator_suspend(struct runtime *rt, struct generator *generator, size_t stack_depth);
/* The frame has returned or raised: it is finished and the generator has none. */
void generator_end(struct runtime *rt, struct generator *generator);

#endif
