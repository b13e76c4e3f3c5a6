/* Generators, coroutines and asynchronous generators: a frame that goes on where it left off. */
#ifndef RUNTIME_PYTHON_GENERATOR_H
#define RUNTIME_PYTHON_GENERATOR_H

#include "runtime/python/frame.h"
#include "runtime/types/exception.h"

extern struct type generator_type;
extern struct type coroutine_type;
extern struct type coroutine_wrapper_type; /* what coroutine.__await__() gives */
extern struct type async_generator_type;
extern struct type async_generator_send_type;  /* what __anext__() and asend() give */
extern struct type async_generator_throw_type; /* what athrow() and aclose() give */

#define GENERATOR_REPORTED_SIZE 152 /* CPython's, without variables and stack */

struct generator { /* of any of the three kinds: its type and its code's flags say which */
    struct object header;
    struct frame *frame;     /* held; NULL once it has returned */
    borrowed name;           /* held: str */
    borrowed qualified_name; /* held: str */
    struct code *code;
    struct exception_state
        handled; /* the exception that its frame is handling, held by the generator */
    /* of an asynchronous generator: */
    borrowed finalizer; /* held or NULL: the hook that hears of its end */
    bool has_hooks;     /* it has been asked for its first item */
    bool is_closed;
    bool is_awaited;  /* an await of it is under way */
    bool has_yielded; /* what it has just yielded is an item, not something that it awaits */
};

/* A generator of the kind that the frame's code asks for; it owns the frame (stolen, also on
 * failure), suspended before its first instruction. */
owned generator_new(struct runtime *rt, struct frame *frame);

/* Is its frame being executed at the moment? */
bool generator_is_running(borrowed self);

/* Runs until the next yield or the end; `value` (borrowed) is what the yield expression gives. NULL
 * with an error; NULL without one: it has returned, and *result is the value (owned). */
owned generator_send(struct runtime *rt, borrowed self, borrowed value, owned *result);

/* The same for any iterator, as `yield from` and `await` ask it. */
owned generator_delegate(struct runtime *rt, borrowed iterator, borrowed value, owned *result);

/* Raises `exception` (borrowed) where the generator stands, or in what it delegates to; as
 * generator_send. A GeneratorExit closes the delegate first where `close_on_exit`. */
owned generator_throw(struct runtime *rt, borrowed self, borrowed exception, bool close_on_exit,
                      owned *result);

/* The exception that throw(type, value, traceback) raises; NULL: TypeError. */
owned generator_make_thrown(struct runtime *rt, const borrowed *arguments, size_t count);

int generator_close(struct runtime *rt, borrowed self);

/* Closes one that dies; what it raises is reported. */
void generator_finish(struct runtime *rt, borrowed self);

/* What the generator delegates to at the moment, borrowed; NULL: nothing. */
borrowed generator_delegate_of(const struct generator *generator);

/* A StopIteration that left a generator's frame becomes a RuntimeError. */
void generator_convert_stop(struct runtime *rt, const struct code *code);

/* Before and after a frame of a generator runs: its stack passes between frame and flight, and its
 * exception state is the innermost. The evaluator pushes and pops the frame itself. */
void generator_resume(struct runtime *rt, struct generator *generator);
void generator_suspend(struct runtime *rt, struct generator *generator, size_t stack_depth);
/* The frame has returned or raised: it is finished and the generator has none. */
void generator_end(struct runtime *rt, struct generator *generator);

/* --- for the three types ---------------------------------------------------------------------- */

int generator_traverse(borrowed self, visit_function visit, void *context);
void generator_dealloc(struct runtime *rt, borrowed self);
size_t generator_size_of(struct runtime *rt, borrowed self);
owned generator_repr(struct runtime *rt, borrowed self);
owned generator_get_frame(struct runtime *rt, borrowed self);
owned generator_get_running(struct runtime *rt, borrowed self);
owned generator_get_suspended(struct runtime *rt, borrowed self);
owned generator_get_code(struct runtime *rt, borrowed self);
owned generator_get_delegate(struct runtime *rt, borrowed self);
owned generator_get_name(struct runtime *rt, borrowed self);
owned generator_get_qualified_name(struct runtime *rt, borrowed self);
int generator_set_name(struct runtime *rt, borrowed self, borrowed value);
int generator_set_qualified_name(struct runtime *rt, borrowed self, borrowed value);

/* --- async_generator.c ------------------------------------------------------------------------ */

/* generator.__anext__() */
owned async_generator_next(struct runtime *rt, borrowed self);

#endif
