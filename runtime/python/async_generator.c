/* Asynchronous generators: `async def` with `yield`.
 *
 * The generator itself is a generator (generator.h) that is never iterated. What is awaited are
 * small objects that run it: one a call of __anext__ and asend (a send), of athrow and aclose (a
 * throw). While its frame waits for something else, what that yields passes through; when it yields
 * an item, the await is over, and the item is its value.
 *
 * Invariants.
 *  1. has_yielded is set exactly between ASYNC_GEN_WRAP and the end of the run that it is part of.
 *  2. is_awaited is set while an await of the generator has begun and not ended: a second one may
 * not begin meanwhile.
 */
#include "runtime/core/gc.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/generator.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

enum step_state { STEP_NEW, STEP_RUNNING, STEP_DONE };

struct step { /* an await of the generator */
    struct object header;
    borrowed generator; /* held */
    borrowed sent;      /* of a send: what the yield expression gives, held or NULL */
    borrowed exception; /* of athrow: what is raised, held or NULL */
    uint8_t state;      /* enum step_state */
    bool closes;        /* aclose */
};

static struct generator *as_generator(borrowed self)
{
    return (struct generator *)self;
}

static struct step *as_step(borrowed self)
{
    return (struct step *)self;
}

static struct generator *generator_of(borrowed step)
{
    return as_generator(as_step(step)->generator);
}

/* --- hooks ------------------------------------------------------------------------------------ */

/* Before the generator runs for the first time: sys.set_asyncgen_hooks' firstiter hears of it, and
 * finalizer will hear of its end. */
static int call_first_hook(struct runtime *rt, borrowed self)
{
    struct interpreter *interpreter = rt->interpreter;
    struct generator *generator = as_generator(self);
    if (generator->has_hooks)
        return 0;
    generator->has_hooks = true;
    slot_copy(rt, self, &generator->finalizer, interpreter->async_finalizer);
    if (!interpreter->async_first)
        return 0;
    owned hook = object_retain(rt, interpreter->async_first);
    owned result = object_call_one(rt, hook, self);
    object_release(rt, hook);
    object_release_maybe(rt, result);
    return result ? 0 : -1;
}

static void async_generator_finalize(struct runtime *rt, borrowed self)
{
    const struct generator *generator = as_generator(self);
    if (!generator->frame || !generator->finalizer || generator->is_closed) {
        generator_finish(rt, self);
        return;
    }
    owned error = exception_take(rt);
    owned result = object_call_one(rt, generator->finalizer, self);
    if (!result)
        rt->report_unraisable(rt, self);
    object_release_maybe(rt, result);
    exception_restore(rt, error);
}

/* --- steps ------------------------------------------------------------------------------------ */

static owned step_new(struct runtime *rt, struct type *type, borrowed generator)
{
    if (call_first_hook(rt, generator) < 0)
        return NULL;
    owned self = object_new(rt, type, sizeof(struct step), type->reported_size);
    if (!self)
        return NULL;
    slot_copy(rt, self, &as_step(self)->generator, generator);
    gc_track(rt, self);
    return self;
}

static bool is_end(const struct runtime *rt)
{
    return exception_matches(rt, &exception_StopAsyncIteration) ||
           exception_matches(rt, &exception_GeneratorExit);
}

/* What a run of the frame gave (value and result as generator_send gives them) as the step gives
 * it: an item ends the await as the value of a StopIteration, the generator's end is a
 * StopAsyncIteration, anything else is yielded on. */
static owned unwrap(struct runtime *rt, struct generator *generator, owned value, owned result)
{
    if (!value) {
        object_release_maybe(rt, result);
        if (!runtime_has_error(rt))
            exception_raise_value(rt, &exception_StopAsyncIteration, NULL);
        generator->is_closed |= is_end(rt);
    } else if (generator->has_yielded) {
        generator->has_yielded = false;
        exception_raise_stop(rt, value);
        object_release(rt, value);
        value = NULL;
    } else {
        return value;
    }
    generator->is_awaited = false;
    return NULL;
}

static owned raise_reused(struct runtime *rt, borrowed self)
{
    return exception_raise(rt, &exception_RuntimeError, "cannot reuse already awaited %s",
                           object_type(rt, self) == &async_generator_send_type
                               ? "__anext__()/asend()"
                               : "aclose()/athrow()");
}

static owned raise_awaited(struct runtime *rt, const char *method)
{
    return exception_raise(rt, &exception_RuntimeError,
                           "%s(): asynchronous generator is already running", method);
}

/* --- __anext__ and asend ---------------------------------------------------------------------- */

static owned send_step(struct runtime *rt, borrowed self, borrowed value)
{
    struct step *step = as_step(self);
    struct generator *generator = generator_of(self);
    if (step->state == STEP_DONE)
        return raise_reused(rt, self);
    if (step->state == STEP_NEW) {
        if (generator->is_awaited) {
            step->state = STEP_DONE;
            return raise_awaited(rt, "anext");
        }
        if (value == NONE && step->sent)
            value = step->sent;
        step->state = STEP_RUNNING;
    }
    generator->is_awaited = true;
    owned result = NULL;
    owned given = generator_send(rt, step->generator, value, &result);
    given = unwrap(rt, generator, given, result);
    if (!given)
        step->state = STEP_DONE;
    return given;
}

/* --- athrow and aclose ------------------------------------------------------------------------ */

/* The end of a run for aclose: the generator may not yield an item, and its end is none here. */
static owned finish_close(struct runtime *rt, borrowed self, owned value, owned result)
{
    struct generator *generator = generator_of(self);
    if (value && !generator->has_yielded)
        return value;
    as_step(self)->state = STEP_DONE;
    generator->is_awaited = false;
    if (value) {
        generator->has_yielded = false;
        object_release(rt, value);
        return exception_raise(rt, &exception_RuntimeError,
                               "async generator ignored GeneratorExit");
    }
    object_release_maybe(rt, result);
    if (runtime_has_error(rt)) {
        if (!is_end(rt))
            return NULL;
        exception_clear(rt);
    }
    return exception_raise_value(rt, &exception_StopIteration, NULL);
}

static owned finish_throw(struct runtime *rt, borrowed self, owned value, owned result)
{
    if (as_step(self)->closes)
        return finish_close(rt, self, value, result);
    owned given = unwrap(rt, generator_of(self), value, result);
    if (!given)
        as_step(self)->state = STEP_DONE;
    return given;
}

static owned begin_throw(struct runtime *rt, borrowed self, borrowed value)
{
    struct step *step = as_step(self);
    struct generator *generator = generator_of(self);
    owned result = NULL;
    if (generator->is_awaited) {
        step->state = STEP_DONE;
        return raise_awaited(rt, step->closes ? "aclose" : "athrow");
    }
    if (generator->is_closed) {
        step->state = STEP_DONE;
        return exception_raise_value(rt, &exception_StopAsyncIteration, NULL);
    }
    if (value != NONE)
        return exception_raise(rt, &exception_RuntimeError,
                               "can't send non-None value to a just-started coroutine");
    step->state = STEP_RUNNING;
    generator->is_awaited = true;
    generator->is_closed |= step->closes;
    owned exception = step->exception ? object_retain(rt, step->exception)
                                      : exception_instance(rt, &exception_GeneratorExit.header);
    owned given =
        exception ? generator_throw(rt, step->generator, exception, false, &result) : NULL;
    object_release_maybe(rt, exception);
    return finish_throw(rt, self, given, result);
}

static owned throw_step(struct runtime *rt, borrowed self, borrowed value)
{
    struct step *step = as_step(self);
    if (step->state == STEP_DONE)
        return raise_reused(rt, self);
    if (!generator_of(self)->frame) {
        step->state = STEP_DONE;
        return exception_raise_value(rt, &exception_StopIteration, NULL);
    }
    if (step->state == STEP_NEW)
        return begin_throw(rt, self, value);
    owned result = NULL;
    owned given = generator_send(rt, step->generator, value, &result);
    return finish_throw(rt, self, given, result);
}

/* --- the steps' types ------------------------------------------------------------------------- */

static owned run_step(struct runtime *rt, borrowed self, borrowed value)
{
    return object_type(rt, self) == &async_generator_send_type ? send_step(rt, self, value)
                                                               : throw_step(rt, self, value);
}

static owned step_next(struct runtime *rt, borrowed self)
{
    return run_step(rt, self, NONE);
}

static owned step_method_send(struct runtime *rt, borrowed self, const borrowed *arguments,
                              size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "send", positional, argument_names, 1, 1))
        return NULL;
    return run_step(rt, self, arguments[0]);
}

static owned step_method_throw(struct runtime *rt, borrowed self, const borrowed *arguments,
                               size_t positional, borrowed argument_names)
{
    struct step *step = as_step(self);
    owned result = NULL;
    if (!arguments_count(rt, "throw", positional, argument_names, 1, 3))
        return NULL;
    if (step->state == STEP_DONE)
        return raise_reused(rt, self);
    owned exception = generator_make_thrown(rt, arguments, positional);
    if (!exception)
        return NULL;
    owned given = generator_throw(rt, step->generator, exception, true, &result);
    object_release(rt, exception);
    if (object_type(rt, self) != &async_generator_send_type)
        return finish_throw(rt, self, given, result);
    given = unwrap(rt, generator_of(self), given, result);
    if (!given)
        step->state = STEP_DONE;
    return given;
}

static owned step_method_close(struct runtime *rt UNUSED, borrowed self,
                               const borrowed *arguments UNUSED, size_t positional UNUSED,
                               borrowed argument_names UNUSED)
{
    as_step(self)->state = STEP_DONE;
    return NONE;
}

static owned step_iterate(struct runtime *rt, borrowed self)
{
    return object_retain(rt, self);
}

static owned step_await(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                        size_t positional UNUSED, borrowed argument_names UNUSED)
{
    return object_retain(rt, self);
}

static const struct native_method step_methods[] = {
    {"__await__", step_await, NATIVE_PLAIN, NULL},
    {"send", step_method_send, NATIVE_PLAIN, NULL},
    {"throw", step_method_throw, NATIVE_PLAIN, NULL},
    {"close", step_method_close, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static int step_traverse(borrowed self, visit_function visit, void *context)
{
    const struct step *step = as_step(self);
    int result = 0;
    if (step->generator)
        result = visit(context, step->generator, EDGE_INTERNAL, (uintptr_t) "generator");
    if (result == 0 && step->sent)
        result = visit(context, step->sent, EDGE_INTERNAL, (uintptr_t) "sent");
    if (result == 0 && step->exception)
        result = visit(context, step->exception, EDGE_INTERNAL, (uintptr_t) "exception");
    return result;
}

static void step_dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &as_step(self)->generator);
    slot_clear(rt, self, &as_step(self)->sent);
    slot_clear(rt, self, &as_step(self)->exception);
}

#define STEP_TYPE(text, reported)                                                                  \
    {                                                                                              \
        .header = OBJECT_STATIC(&type_type), .name = text, .base = &object_type_,                  \
        .size = sizeof(struct step), .reported_size = (reported),                                  \
        .flags = TYPE_TRACKED | TYPE_ABSTRACT, .traverse = step_traverse, .dealloc = step_dealloc, \
        .iterate = step_iterate, .next = step_next, .methods = step_methods,                       \
    }

struct type async_generator_send_type = STEP_TYPE("async_generator_asend", 40);
struct type async_generator_throw_type = STEP_TYPE("async_generator_athrow", 40);

/* --- the generator ---------------------------------------------------------------------------- */

owned async_generator_next(struct runtime *rt, borrowed self)
{
    return step_new(rt, &async_generator_send_type, self);
}

static owned method_next(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__anext__", positional, argument_names, 0, 0))
        return NULL;
    return async_generator_next(rt, self);
}

static owned method_iterate(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                            size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__aiter__", positional, argument_names, 0, 0))
        return NULL;
    return object_retain(rt, self);
}

static owned method_send(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "async_generator.asend", positional, argument_names, 1, 1))
        return NULL;
    owned step = step_new(rt, &async_generator_send_type, self);
    if (step)
        slot_copy(rt, step, &as_step(step)->sent, arguments[0]);
    return step;
}

static owned method_throw(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "athrow", positional, argument_names, 1, 3))
        return NULL;
    owned exception = generator_make_thrown(rt, arguments, positional);
    owned step = exception ? step_new(rt, &async_generator_throw_type, self) : NULL;
    if (step)
        slot_copy(rt, step, &as_step(step)->exception, exception);
    object_release_maybe(rt, exception);
    return step;
}

static owned method_close(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "aclose", positional, argument_names, 0, 0))
        return NULL;
    owned step = step_new(rt, &async_generator_throw_type, self);
    if (step)
        as_step(step)->closes = true;
    return step;
}

static const struct native_method async_generator_methods[] = {
    {"__aiter__", method_iterate, NATIVE_PLAIN,
     "Return an awaitable, that resolves in asynchronous iterator."},
    {"__anext__", method_next, NATIVE_PLAIN, "Return a value or raise StopAsyncIteration."},
    {"asend", method_send, NATIVE_PLAIN, "asend(v) -> send 'v' in generator."},
    {"athrow", method_throw, NATIVE_PLAIN, "athrow(value) -> raise exception in generator."},
    {"aclose", method_close, NATIVE_PLAIN, "aclose() -> raise GeneratorExit inside generator."},
    GENERIC_ALIAS_METHOD,
    {NULL, NULL, 0, NULL},
};

static owned get_running(struct runtime *rt UNUSED, borrowed self)
{
    return bool_of(as_generator(self)->is_awaited);
}

static const struct native_attribute async_generator_attributes[] = {
    {"ag_await", generator_get_delegate, NULL},
    {"ag_frame", generator_get_frame, NULL},
    {"ag_running", get_running, NULL},
    {"ag_code", generator_get_code, NULL},
    {"ag_suspended", generator_get_suspended, NULL},
    {"__name__", generator_get_name, generator_set_name},
    {"__qualname__", generator_get_qualified_name, generator_set_qualified_name},
    {NULL, NULL, NULL},
};

struct type async_generator_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "async_generator",
    .base = &object_type_,
    .size = sizeof(struct generator),
    .reported_size = GENERATOR_REPORTED_SIZE,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .has_weak_references = true,
    .traverse = generator_traverse,
    .dealloc = generator_dealloc,
    .finalize = async_generator_finalize,
    .repr = generator_repr,
    .size_of = generator_size_of,
    .methods = async_generator_methods,
    .attributes = async_generator_attributes,
};
