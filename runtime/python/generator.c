/* Generators, coroutines and asynchronous generators: send, throw, close, and the end. What their
 * types offer is in generator_objects.c and async_generator.c.
 *
 * A generator holds its frame. While the frame runs, what is on its stack is in flight; when it
 * yields, the rest of the stack becomes the frame's, until it goes on. A generator that dies before
 * its end is closed first: GeneratorExit is raised where it stands.
 *
 * Invariants.
 *  1. frame is NULL exactly when the generator has returned, raised or been closed.
 *  2. handled is linked into rt->handled exactly while the frame runs.
 */
#include "runtime/python/generator.h"

#include "runtime/core/gc.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/types/arguments.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static struct generator *as_generator(borrowed self)
{
    return (struct generator *)self;
}

static uint32_t opcode_at(const struct frame *frame)
{
    return *frame->pc & 0xff;
}

static struct type *type_for(const struct code *code)
{
    if (code->flags & CODE_COROUTINE)
        return &coroutine_type;
    return code->flags & CODE_ASYNC_GENERATOR ? &async_generator_type : &generator_type;
}

/* What messages call it. */
static const char *describe(const struct code *code)
{
    if (code->flags & CODE_COROUTINE)
        return "coroutine";
    return code->flags & CODE_ASYNC_GENERATOR ? "async generator" : "generator";
}

owned generator_new(struct runtime *rt, struct frame *frame)
{
    struct code *code = frame->code;
    size_t slots = frame_variable_count(code) + code->stack_size;
    owned self = object_new(rt, type_for(code), sizeof(struct generator),
                            GENERATOR_REPORTED_SIZE + slots * sizeof(borrowed));
    if (!self) {
        frame_finish(rt, frame);
        return NULL;
    }
    const struct function *function = (struct function *)frame->function;
    struct generator *generator = as_generator(self);
    generator->code = code;
    slot_copy(rt, self, &generator->name, function->name);
    slot_copy(rt, self, &generator->qualified_name, function->qualified_name);
    generator->handled.holder = self;
    object_move(rt, &frame->header, IN_FLIGHT, self);
    generator->frame = frame;
    frame->generator = self;
    frame->back = NULL;
    frame->state = FRAME_SUSPENDED;
    frame->stack_depth = 0;
    gc_track(rt, self);
    return self;
}

/* --- running ---------------------------------------------------------------------------------- */

static borrowed *stack_of(struct frame *frame)
{
    return frame->slots + frame_variable_count(frame->code);
}

void generator_resume(struct runtime *rt, struct generator *generator)
{
    struct frame *frame = generator->frame;
    borrowed *stack = stack_of(frame);
    for (size_t i = 0; i < frame->stack_depth; i++)
        if (stack[i])
            object_move(rt, stack[i], &frame->header, IN_FLIGHT);
    generator->handled.previous = rt->handled;
    rt->handled = &generator->handled;
}

static void unlink_handled(struct runtime *rt, struct generator *generator)
{
    rt->handled = generator->handled.previous;
    generator->handled.previous = NULL;
}

void generator_suspend(struct runtime *rt, struct generator *generator, size_t stack_depth)
{
    struct frame *frame = generator->frame;
    borrowed *stack = stack_of(frame);
    for (size_t i = 0; i < stack_depth; i++)
        if (stack[i])
            object_move(rt, stack[i], IN_FLIGHT, &frame->header);
    frame->stack_depth = (uint32_t)stack_depth;
    frame->state = FRAME_SUSPENDED;
    frame->back = NULL;
    if (UNLIKELY(frame->header.count > 1)) /* no longer a part of the generator alone */
        gc_track(rt, &frame->header);
    unlink_handled(rt, generator);
}

/* The frame leaves the generator and is finished, or lives on with whoever holds it. */
static void drop_frame(struct runtime *rt, struct generator *generator)
{
    struct frame *frame = generator->frame;
    generator->frame = NULL;
    object_move(rt, &frame->header, &generator->header, IN_FLIGHT);
    frame->generator = NULL;
    frame->back = NULL;
    frame_finish(rt, frame);
}

void generator_end(struct runtime *rt, struct generator *generator)
{
    unlink_handled(rt, generator);
    slot_clear(rt, &generator->header, &generator->handled.value);
    drop_frame(rt, generator);
}

void generator_convert_stop(struct runtime *rt, const struct code *code)
{
    const char *stop = exception_matches(rt, &exception_StopIteration) ? "StopIteration" : NULL;
    if (!stop && code->flags & CODE_ASYNC_GENERATOR &&
        exception_matches(rt, &exception_StopAsyncIteration))
        stop = "StopAsyncIteration";
    if (!stop)
        return;
    owned raised = exception_take(rt);
    exception_raise(rt, &exception_RuntimeError, "%s raised %s", describe(code), stop);
    borrowed error = rt->error;
    slot_copy(rt, error, &((struct exception *)error)->cause, raised);
    ((struct exception *)error)->suppress_context = true;
    slot_set(rt, error, &((struct exception *)error)->context, raised);
}

bool generator_is_running(borrowed self)
{
    const struct generator *generator = as_generator(self);
    return generator->frame && generator->frame->state == FRAME_RUNNING;
}

static owned raise_running(struct runtime *rt, const struct generator *generator)
{
    return exception_raise(rt, &exception_ValueError, "%s already executing",
                           describe(generator->code));
}

/* Is it at its end? Raises where it is a coroutine, which may not be awaited twice. */
static bool has_ended(struct runtime *rt, const struct generator *generator)
{
    if (!generator->frame && generator->header.type == &coroutine_type) {
        exception_clear(rt);
        exception_raise(rt, &exception_RuntimeError, "cannot reuse already awaited coroutine");
    }
    return !generator->frame;
}

/* Runs the frame, which has been resumed; as generator_send. */
static owned run(struct runtime *rt, struct generator *generator, bool raising, owned *result)
{
    owned value = evaluate_frame(rt, generator->frame, raising);
    if (generator->frame || !value)
        return value;
    *result = value;
    return NULL;
}

owned generator_send(struct runtime *rt, borrowed self, borrowed value, owned *result)
{
    struct generator *generator = as_generator(self);
    struct frame *frame = generator->frame;
    *result = NULL;
    if (has_ended(rt, generator)) {
        *result = runtime_has_error(rt) ? NULL : NONE;
        return NULL;
    }
    if (generator_is_running(&generator->header))
        return raise_running(rt, generator);
    if (value != NONE && opcode_at(frame) == OP_RETURN_GENERATOR)
        return exception_raise(rt, &exception_TypeError,
                               "can't send non-None value to a just-started %s",
                               describe(frame->code));
    generator_resume(rt, generator);
    stack_of(frame)[frame->stack_depth++] = object_retain(rt, value);
    return run(rt, generator, false, result);
}

/* Raises the exception in flight where the generator stands; as generator_send. */
static owned raise_inside(struct runtime *rt, struct generator *generator, owned *result)
{
    if (has_ended(rt, generator))
        return NULL;
    generator_resume(rt, generator);
    if (generator->handled.value)
        exception_set(rt, exception_take(rt));
    return run(rt, generator, true, result);
}

/* --- yield from ------------------------------------------------------------------------------- */

/* The value of the StopIteration in flight, which is dropped; NULL: something else was raised. */
static owned take_stop_value(struct runtime *rt)
{
    if (!exception_matches(rt, &exception_StopIteration))
        return NULL;
    owned stop = exception_take(rt);
    borrowed value = ((struct exception *)stop)->value;
    owned result = object_retain(rt, value ? value : NONE);
    object_release(rt, stop);
    return result;
}

/* The next item; the StopIteration of a class's __next__ stays raised, for its value. */
static owned next_item(struct runtime *rt, borrowed iterator, const struct type *type)
{
    if (type_has_flag(type, TYPE_HEAP))
        return object_call_method(rt, iterator, names.next, NULL, 0);
    return type->next ? type->next(rt, iterator) : object_next(rt, iterator);
}

/* Generators and coroutines delegate to one another without a method in between. */
static bool is_direct(struct runtime *rt, borrowed delegate)
{
    const struct type *type = object_type(rt, delegate);
    return type == &generator_type || type == &coroutine_type;
}

owned generator_delegate(struct runtime *rt, borrowed iterator, borrowed value, owned *result)
{
    const struct type *type = object_type(rt, iterator);
    *result = NULL;
    if (is_direct(rt, iterator))
        return generator_send(rt, iterator, value, result);
    owned item = value == NONE ? next_item(rt, iterator, type)
                               : object_call_method(rt, iterator, names.send, &value, 1);
    if (!item)
        *result = runtime_has_error(rt) ? take_stop_value(rt) : NONE;
    return item;
}

borrowed generator_delegate_of(const struct generator *generator)
{
    struct frame *frame = generator->frame;
    if (!frame || frame->state != FRAME_SUSPENDED || opcode_at(frame) != OP_YIELD_FROM ||
        frame->stack_depth == 0)
        return NULL;
    return stack_of(frame)[frame->stack_depth - 1];
}

static int close_delegate(struct runtime *rt, borrowed delegate)
{
    if (is_direct(rt, delegate))
        return generator_close(rt, delegate);
    owned close = object_find_attribute(rt, delegate, names.close);
    if (!close)
        return runtime_has_error(rt) ? -1 : 0;
    owned result = object_call_none(rt, close);
    object_release(rt, close);
    object_release_maybe(rt, result);
    return result ? 0 : -1;
}

/* --- close ------------------------------------------------------------------------------------ */

/* Would GeneratorExit run code of the generator? */
static bool has_something_to_close(const struct generator *generator)
{
    const struct frame *frame = generator->frame;
    if (!frame || opcode_at(frame) == OP_RETURN_GENERATOR)
        return false;
    return opcode_at(frame) == OP_YIELD_FROM ||
           evaluate_find_handler(frame->code, frame_instruction(frame));
}

int generator_close(struct runtime *rt, borrowed self)
{
    struct generator *generator = as_generator(self);
    if (generator_is_running(&generator->header)) {
        raise_running(rt, generator);
        return -1;
    }
    if (!has_something_to_close(generator)) {
        if (generator->frame)
            drop_frame(rt, generator);
        return 0;
    }
    borrowed delegate = generator_delegate_of(generator);
    int result = 0;
    if (delegate) {
        object_incref(rt, delegate, IN_FLIGHT);
        generator->frame->state = FRAME_RUNNING;
        result = close_delegate(rt, delegate);
        generator->frame->state = FRAME_SUSPENDED;
        object_release(rt, delegate);
    }
    if (result == 0)
        exception_raise_value(rt, &exception_GeneratorExit, NULL);
    owned returned = NULL;
    owned value = raise_inside(rt, generator, &returned);
    object_release_maybe(rt, returned);
    if (value) {
        object_release(rt, value);
        exception_raise(rt, &exception_RuntimeError, "%s ignored GeneratorExit",
                        describe(generator->code));
        return -1;
    }
    if (exception_matches(rt, &exception_StopIteration) ||
        exception_matches(rt, &exception_GeneratorExit))
        exception_clear(rt);
    return runtime_has_error(rt) ? -1 : 0;
}

void generator_finish(struct runtime *rt, borrowed self)
{
    struct generator *generator = as_generator(self);
    if (!generator->frame || generator_is_running(&generator->header))
        return;
    owned error = exception_take(rt);
    if (generator_close(rt, self) < 0)
        rt->report_unraisable(rt, self);
    exception_restore(rt, error);
}

/* --- throw ------------------------------------------------------------------------------------ */

owned generator_make_thrown(struct runtime *rt, const borrowed *arguments, size_t count)
{
    borrowed type = arguments[0], value = count > 1 ? arguments[1] : NULL,
             traceback = count > 2 ? arguments[2] : NULL;
    if (traceback && traceback != NONE && object_type(rt, traceback) != &traceback_type)
        return exception_raise(rt, &exception_TypeError,
                               "throw() third argument must be a traceback object");
    owned instance;
    if (exception_check_class(type)) {
        if (value && exception_check(value) && type_is_subtype(value->type, (struct type *)type))
            instance = object_retain(rt, value);
        else
            instance = value && value != NONE ? object_call_one(rt, type, value)
                                              : exception_instance(rt, type);
    } else if (exception_check(type)) {
        if (value && value != NONE)
            return exception_raise(rt, &exception_TypeError,
                                   "instance exception may not have a separate value");
        instance = object_retain(rt, type);
    } else {
        return exception_raise(
            rt, &exception_TypeError,
            "exceptions must be classes or instances deriving from BaseException, not %T", type);
    }
    if (instance && traceback && traceback != NONE)
        slot_copy(rt, instance, &((struct exception *)instance)->traceback, traceback);
    return instance;
}

/* The delegate has come to its end or raised: the generator goes on with that. */
static owned continue_after_delegate(struct runtime *rt, struct generator *generator,
                                     owned stop_value, owned *result)
{
    struct frame *frame = generator->frame;
    borrowed *top = &stack_of(frame)[frame->stack_depth - 1];
    if (!stop_value) { /* the iterator stays on the stack: unwinding drops it */
        return raise_inside(rt, generator, result);
    }
    slot_set(rt, &frame->header, top, stop_value);
    frame->pc++;
    frame->state = FRAME_CREATED; /* pc is the next instruction */
    generator_resume(rt, generator);
    return run(rt, generator, false, result);
}

static owned throw_to_delegate(struct runtime *rt, struct generator *generator, borrowed delegate,
                               borrowed exception, owned *result)
{
    owned value;
    owned stop_value = NULL;
    owned method = NULL;
    if (!is_direct(rt, delegate)) {
        method = object_find_attribute(rt, delegate, names.throw_);
        if (!method) {
            if (!runtime_has_error(rt))
                exception_restore(rt, object_retain(rt, exception));
            return raise_inside(rt, generator, result);
        }
    }
    object_incref(rt, delegate, IN_FLIGHT);
    generator->frame->state = FRAME_RUNNING;
    if (method) {
        value = object_call_one(rt, method, exception);
        stop_value = value ? NULL : take_stop_value(rt);
    } else {
        struct frame *frame = generator->frame; /* the delegate's caller, as when it is sent to */
        frame->back = rt->frame;
        rt->frame = frame;
        value = generator_throw(rt, delegate, exception, true, &stop_value);
        rt->frame = frame->back;
        frame->back = NULL;
    }
    generator->frame->state = FRAME_SUSPENDED;
    object_release(rt, delegate);
    object_release_maybe(rt, method);
    return value ? value : continue_after_delegate(rt, generator, stop_value, result);
}

owned generator_throw(struct runtime *rt, borrowed self, borrowed exception, bool close_on_exit,
                      owned *result)
{
    struct generator *generator = as_generator(self);
    *result = NULL;
    if (generator_is_running(&generator->header))
        return raise_running(rt, generator);
    borrowed delegate = generator_delegate_of(generator);
    if (delegate && !(close_on_exit && type_is_subtype(exception->type, &exception_GeneratorExit)))
        return throw_to_delegate(rt, generator, delegate, exception, result);
    int closed = 0;
    if (delegate) {
        object_incref(rt, delegate, IN_FLIGHT);
        generator->frame->state = FRAME_RUNNING;
        closed = close_delegate(rt, delegate);
        generator->frame->state = FRAME_SUSPENDED;
        object_release(rt, delegate);
    }
    if (closed == 0)
        exception_restore(rt, object_retain(rt, exception));
    return raise_inside(rt, generator, result);
}

/* --- life ------------------------------------------------------------------------------------- */

int generator_traverse(borrowed self, visit_function visit, void *context)
{
    const struct generator *generator = as_generator(self);
    int result = 0;
    if (generator->frame)
        result = visit(context, &generator->frame->header, EDGE_INTERNAL, (uintptr_t) "gi_frame");
    if (result == 0 && generator->name)
        result = visit(context, generator->name, EDGE_INTERNAL, (uintptr_t) "__name__");
    if (result == 0 && generator->qualified_name)
        result =
            visit(context, generator->qualified_name, EDGE_INTERNAL, (uintptr_t) "__qualname__");
    if (result == 0 && generator->handled.value)
        result = visit(context, generator->handled.value, EDGE_INTERNAL, (uintptr_t) "exc_value");
    if (result == 0 && generator->finalizer)
        result = visit(context, generator->finalizer, EDGE_INTERNAL, (uintptr_t) "finalizer");
    return result;
}

void generator_dealloc(struct runtime *rt, borrowed self)
{
    struct generator *generator = as_generator(self);
    if (generator->frame)
        drop_frame(rt, generator);
    slot_clear(rt, self, &generator->handled.value);
    slot_clear(rt, self, &generator->name);
    slot_clear(rt, self, &generator->qualified_name);
    slot_clear(rt, self, &generator->finalizer);
}

size_t generator_size_of(struct runtime *rt UNUSED, borrowed self)
{
    const struct code *code = as_generator(self)->code;
    return GENERATOR_REPORTED_SIZE +
           (frame_variable_count(code) + code->stack_size) * sizeof(borrowed);
}
