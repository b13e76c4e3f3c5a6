/* The bytecode machine.
 *
 * One C function runs Python frames; a call from Python to Python changes the frame and goes on in
 * the same loop. Only what C code in between starts (a key function of sort, __del__, a generator's
 * next from a built-in) enters the loop again: such a frame is an entry, and its end returns to C.
 *
 * The instructions themselves stand by subject in instructions_*.inc, which are parts of this one
 * function: each begins with OPERATION and ends with NEXT or a jump to a label below.
 *
 * Who holds what.
 *  1. What lies on a running frame's stack is in flight; variables are held by the frame.
 *  2. A call to Python moves its arguments from the caller's stack to the new frame; a call to C
 * lends them and drops them afterwards, the callable first, then the arguments from left to right.
 *  3. When a generator's frame stops, what is left on its stack is held by the frame until it goes
 * on.
 *  4. `frame` itself is in flight, or held by its generator.
 *
 * frame->pc is always the instruction being executed; the local pc is the next one. While the frame
 * waits for a call, frame->stack_depth is what its stack holds.
 */
#include "runtime/core/gc.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/evaluate_operator.h"
#include "runtime/python/generator.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/signals.h"
#include "runtime/python/sites.h"
#include "runtime/python/threads.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/exception_group.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <assert.h>

/* Entered by a frame that is to run; its back is the running frame. False: RecursionError. */
static inline bool enter_frame(struct runtime *rt, struct frame *frame)
{
    frame->back = rt->frame;
    frame->state = FRAME_RUNNING;
    rt->frame = frame;
    if (UNLIKELY(rt->lane != NULL))
        sites_enter(rt, frame);
    if (UNLIKELY(++rt->depth > rt->depth_limit)) {
        exception_raise(rt, &exception_RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    return true;
}

/* The frame has returned or raised: its caller runs again, and it is finished. */
static inline void leave_frame(struct runtime *rt, struct frame *frame)
{
    rt->depth--;
    if (UNLIKELY(rt->lane != NULL)) {
        sites_leave(rt, frame);
        if (frame->back)
            sites_return(rt, frame->back);
    }
    rt->frame = frame->back;
    if (UNLIKELY(frame->generator != NULL))
        generator_end(rt, (struct generator *)frame->generator);
    else
        frame_finish(rt, frame);
}

/* A frame that runs `constructor`, the __init__ of the instance's class, for a CALL. Each argument
 * is held once more: CPython has packed them into a tuple. NULL with an error. */
static inline struct frame *construct(struct runtime *rt, borrowed constructor, borrowed instance,
                                      borrowed *arguments, size_t count)
{
    const struct code *code = ((struct function *)constructor)->code;
    struct frame *frame;
    if (LIKELY(code->is_simple && count + 1 == code->argument_count)) {
        frame = frame_new(rt, ((struct function *)constructor)->code,
                          object_retain(rt, constructor), NULL);
        if (UNLIKELY(!frame))
            return NULL;
        slot_copy(rt, &frame->header, &frame->slots[0], instance);
        for (size_t i = 0; i < count; i++)
            slot_copy(rt, &frame->header, &frame->slots[i + 1], arguments[i]);
    } else {
        borrowed class = arguments[-1];
        arguments[-1] = instance; /* the place of the class serves as that of self */
        frame = evaluate_bind(rt, object_retain(rt, constructor), arguments - 1, count + 1, NULL,
                              ARGUMENTS_COPIED);
        arguments[-1] = class;
        if (UNLIKELY(!frame))
            return NULL;
    }
    for (size_t i = 0; i < count; i++)
        object_incref(rt, arguments[i], IN_FLIGHT);
    frame->constructs = true;
    return frame;
}

/* What a CALL that ran __init__ took, beside the instance, is dropped: its arguments (each twice,
 * as CPython's tuple of arguments holds them too), the class. `stack` is where NULL and the class
 * lie. */
static void drop_constructor_call(struct runtime *rt, borrowed *stack, size_t count)
{
    for (size_t i = 0; i < count; i++)
        object_release(rt, stack[2 + i]);
    object_release(rt, stack[1]);
    for (size_t i = 0; i < count; i++)
        object_release(rt, stack[2 + i]);
}

int evaluate_interrupt(struct runtime *rt)
{
    atomic_store(&rt->interrupted, false);
    threads_yield(rt);
    return threads_is_main(rt) && atomic_exchange(&rt->signalled, false) ? signals_run(rt) : 0;
}

/* Does CPython pack the arguments of this callable into a tuple, which then holds them too? So it
 * does for classes, for instances with __call__, and for the built-in types whose constructors may
 * call a special method of the argument and have no vectorcall. */
static inline bool packs_arguments(borrowed callable)
{
    const uint32_t flags = TYPE_HEAP | TYPE_INT | TYPE_STR | TYPE_BYTES;
    if (!object_is_pointer(callable))
        return false;
    return type_has_flag(callable->type, TYPE_HEAP) ||
           (class_check(callable) && (((struct type *)callable)->flags & flags) != 0 &&
            callable != &bool_type.header);
}

#define TOP()          (sp[-1])
#define SECOND()       (sp[-2])
#define PEEK(i)        (sp[-(ptrdiff_t)(i)])
#define POP()          (*--sp)
#define PUSH(v)        (*sp++ = (v))
#define VARIABLES()    (frame->slots)
#define STACK_BASE()   (frame->slots + frame_variable_count(frame->code))
#define NAME_OPERAND() (frame->code->names[argument])
#define CACHE()        (&frame->code->caches[frame->pc - frame->code->instructions])
#define JUMP_TO(index) (pc = frame->code->instructions + (index))
#define SAVE_STACK()   (frame->stack_depth = (uint32_t)(sp - STACK_BASE()))

#define OPERATION(NAME) operation_##NAME:
#define NEXT()                                                                                     \
    do {                                                                                           \
        uint32_t word = *pc;                                                                       \
        frame->pc = pc++;                                                                          \
        argument = word >> 8;                                                                      \
        goto *targets[word & 0xff];                                                                \
    } while (0)

/* Pushes an owned result, or raises where it is NULL. */
#define PUSH_RESULT(result_expression)                                                             \
    do {                                                                                           \
        owned result_value = (result_expression);                                                  \
        if (UNLIKELY(!result_value))                                                               \
            goto error;                                                                            \
        PUSH(result_value);                                                                        \
        NEXT();                                                                                    \
    } while (0)

#define NEXT_UNLESS_FAILED(status)                                                                 \
    do {                                                                                           \
        if (UNLIKELY((status) < 0))                                                                \
            goto error;                                                                            \
        NEXT();                                                                                    \
    } while (0)

/* Replaces the two operands on top by the result, or raises. */
#define FINISH_BINARY(result_expression)                                                           \
    do {                                                                                           \
        owned result = (result_expression);                                                        \
        borrowed right_operand = POP();                                                            \
        borrowed left_operand = POP();                                                             \
        object_release(rt, left_operand);                                                          \
        object_release(rt, right_operand);                                                         \
        if (UNLIKELY(!result))                                                                     \
            goto error;                                                                            \
        PUSH(result);                                                                              \
        NEXT();                                                                                    \
    } while (0)

/* Jumps by the truth of the top, which it pops. */
#define POP_JUMP_IF(condition)                                                                     \
    do {                                                                                           \
        borrowed v = POP();                                                                        \
        bool truth = v == &bool_true;                                                              \
        if (UNLIKELY(!truth && v != &bool_false)) {                                                \
            int result = evaluate_truth(rt, v);                                                    \
            object_release(rt, v);                                                                 \
            if (result < 0)                                                                        \
                goto error;                                                                        \
            truth = result > 0;                                                                    \
        }                                                                                          \
        if (truth == (condition))                                                                  \
            JUMP_TO(argument);                                                                     \
        NEXT();                                                                                    \
    } while (0)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"

owned evaluate_frame(struct runtime *rt, struct frame *frame, bool raising)
{
    static const void *const targets[OPCODE_COUNT] = {
#define OPCODE(NAME, effect) &&operation_##NAME,
#include "runtime/python/opcode.def"
#undef OPCODE
    };
    const uint32_t *pc;
    borrowed *sp;
    uint32_t argument;
    borrowed keyword_names = NULL;
    uint32_t site_outside = rt->site;
    bool is_resumed = frame->state == FRAME_SUSPENDED;

    frame->is_entry = true;
    sp = STACK_BASE() + frame->stack_depth;
    pc = frame->pc + (is_resumed && (*frame->pc & 0xff) != OP_YIELD_FROM);
    if (UNLIKELY(!enter_frame(rt, frame)))
        goto unwind_frame;
    if (UNLIKELY(raising)) {
        pc = frame->pc + 1;
        goto error;
    }
    NEXT();

#include "runtime/python/instructions_async.inc"
#include "runtime/python/instructions_attributes.inc"
#include "runtime/python/instructions_building.inc"
#include "runtime/python/instructions_calls.inc"
#include "runtime/python/instructions_classes.inc"
#include "runtime/python/instructions_exceptions.inc"
#include "runtime/python/instructions_generators.inc"
#include "runtime/python/instructions_iteration.inc"
#include "runtime/python/instructions_match.inc"
#include "runtime/python/instructions_operators.inc"
#include "runtime/python/instructions_variables.inc"

    /* --- a frame begins or goes on ------------------------------------------------------- */

start_frame:
    sp = STACK_BASE();
    pc = frame->pc;
    if (UNLIKELY(!enter_frame(rt, frame)))
        goto unwind_frame;
    if (UNLIKELY(atomic_load_explicit(&rt->interrupted, memory_order_relaxed)) &&
        evaluate_interrupt(rt) < 0) {
        pc++;
        goto error;
    }
    NEXT();

resume_frame:
    sp = STACK_BASE() + frame->stack_depth;
    pc = frame->pc + ((*frame->pc & 0xff) != OP_YIELD_FROM);
    if (UNLIKELY(!enter_frame(rt, frame)))
        goto unwind_frame;
    NEXT();

    /* --- something was raised ------------------------------------------------------------ */

unbound:
    evaluate_raise_unbound(rt, frame->code, argument);

error:
    assert(runtime_has_error(rt));
    keyword_names = NULL;
    traceback_add(rt, frame);

unwind : { /* the exception looks for a handler in this frame */
    uint32_t instruction = (uint32_t)(pc - frame->code->instructions) - 1;
    const struct code_handler *handler = evaluate_find_handler(frame->code, instruction);
    if (!handler)
        goto unwind_frame;
    borrowed *floor = STACK_BASE() + handler->depth;
    while (sp > floor)
        object_release_maybe(rt, POP());
    if (handler->push_last)
        PUSH(int_tag((int64_t)frame_instruction(frame)));
    PUSH(exception_take(rt));
    JUMP_TO(handler->target);
    NEXT();
}

unwind_frame : { /* it goes on to the caller */
    struct frame *finished = frame;
    bool is_entry = frame->is_entry;
    bool constructs = frame->constructs;
    const struct code *generator_code = frame->generator ? frame->code : NULL;
    while (sp > STACK_BASE())
        object_release_maybe(rt, POP());
    frame = frame->back;
    leave_frame(rt, finished);
    if (generator_code)
        generator_convert_stop(rt, generator_code);
    if (is_entry) {
        rt->site = site_outside;
        return NULL;
    }
    pc = frame->pc + 1;
    sp = STACK_BASE() + frame->stack_depth;
    if (constructs) {
        size_t count = *frame->pc >> 8;
        object_release(rt, POP());
        sp -= count + 2;
        drop_constructor_call(rt, sp, count);
    }
    goto error;
}
}

#pragma GCC diagnostic pop
