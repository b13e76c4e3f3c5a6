/* The types of generators and coroutines: what a program can ask of them. See generator.h. */
#include "runtime/python/generator.h"

#include "runtime/core/gc.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/report.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static struct generator *as_generator(borrowed self)
{
    return (struct generator *)self;
}

/* Does the frame stand before its first instruction? */
static bool is_new(const struct frame *frame)
{
    return (*frame->pc & 0xff) == OP_RETURN_GENERATOR;
}

/* --- methods ---------------------------------------------------------------------------------- */

/* What a run gave, as a method returns it: at the end StopIteration. */
static owned finish(struct runtime *rt, owned value, owned result)
{
    if (!value && result) {
        exception_raise_stop(rt, result);
        object_release(rt, result);
    }
    return value;
}

static owned generator_next(struct runtime *rt, borrowed self)
{
    owned result;
    owned value = generator_send(rt, self, NONE, &result);
    if (!value && result && result != NONE)
        return finish(rt, NULL, result);
    return value;
}

static owned method_send(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    owned result;
    if (!arguments_count(rt, "generator.send", positional, argument_names, 1, 1))
        return NULL;
    owned value = generator_send(rt, self, arguments[0], &result);
    return finish(rt, value, result);
}

static owned method_throw(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    owned result;
    if (!arguments_count(rt, "throw", positional, argument_names, 1, 3))
        return NULL;
    owned exception = generator_make_thrown(rt, arguments, positional);
    if (!exception)
        return NULL;
    owned value = generator_throw(rt, self, exception, true, &result);
    object_release(rt, exception);
    return finish(rt, value, result);
}

static owned method_close(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                          size_t positional UNUSED, borrowed argument_names UNUSED)
{
    return generator_close(rt, self) < 0 ? NULL : NONE;
}

/* --- attributes ------------------------------------------------------------------------------- */

owned generator_get_frame(struct runtime *rt, borrowed self)
{
    struct frame *frame = as_generator(self)->frame;
    if (!frame)
        return NONE;
    gc_track(rt, &frame->header); /* no longer a part of the generator alone */
    return object_retain(rt, &frame->header);
}

owned generator_get_running(struct runtime *rt UNUSED, borrowed self)
{
    const struct frame *frame = as_generator(self)->frame;
    return frame && frame->state == FRAME_RUNNING ? &bool_true : &bool_false;
}

owned generator_get_suspended(struct runtime *rt UNUSED, borrowed self)
{
    const struct frame *frame = as_generator(self)->frame;
    bool suspended = frame && frame->state == FRAME_SUSPENDED && !is_new(frame);
    return suspended ? &bool_true : &bool_false;
}

owned generator_get_code(struct runtime *rt UNUSED, borrowed self)
{
    return &as_generator(self)->code->header;
}

owned generator_get_delegate(struct runtime *rt, borrowed self)
{
    borrowed delegate = generator_delegate_of(as_generator(self));
    return object_retain(rt, delegate ? delegate : NONE);
}

owned generator_get_name(struct runtime *rt, borrowed self)
{
    return object_retain(rt, as_generator(self)->name);
}

owned generator_get_qualified_name(struct runtime *rt, borrowed self)
{
    return object_retain(rt, as_generator(self)->qualified_name);
}

static int set_text(struct runtime *rt, borrowed self, borrowed *slot, borrowed value,
                    const char *attribute)
{
    if (!value || !str_check(value)) {
        exception_raise(rt, &exception_TypeError, "%s must be set to a string object", attribute);
        return -1;
    }
    slot_copy(rt, self, slot, value);
    return 0;
}

int generator_set_name(struct runtime *rt, borrowed self, borrowed value)
{
    return set_text(rt, self, &as_generator(self)->name, value, "__name__");
}

int generator_set_qualified_name(struct runtime *rt, borrowed self, borrowed value)
{
    return set_text(rt, self, &as_generator(self)->qualified_name, value, "__qualname__");
}

/* --- generators ------------------------------------------------------------------------------- */

static const struct native_method generator_methods[] = {
    {"send", method_send, NATIVE_PLAIN,
     "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw", method_throw, NATIVE_PLAIN, NULL},
    {"close", method_close, NATIVE_PLAIN, "close() -> raise GeneratorExit inside generator."},
    GENERIC_ALIAS_METHOD,
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute generator_attributes[] = {
    {"gi_frame", generator_get_frame, NULL},
    {"gi_running", generator_get_running, NULL},
    {"gi_suspended", generator_get_suspended, NULL},
    {"gi_code", generator_get_code, NULL},
    {"gi_yieldfrom", generator_get_delegate, NULL},
    {"__name__", generator_get_name, generator_set_name},
    {"__qualname__", generator_get_qualified_name, generator_set_qualified_name},
    {NULL, NULL, NULL},
};

owned generator_repr(struct runtime *rt, borrowed self)
{
    char address[32];
    snprintf(address, sizeof address, "%p", (void *)self);
    return str_format(rt, "<%T object %U at %s>", self, as_generator(self)->qualified_name,
                      address);
}

static owned generator_iterate(struct runtime *rt, borrowed self)
{
    return object_retain(rt, self);
}

struct type generator_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "generator",
    .base = &object_type_,
    .size = sizeof(struct generator),
    .reported_size = GENERATOR_REPORTED_SIZE,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .has_weak_references = true,
    .traverse = generator_traverse,
    .dealloc = generator_dealloc,
    .finalize = generator_finish,
    .repr = generator_repr,
    .iterate = generator_iterate,
    .next = generator_next,
    .size_of = generator_size_of,
    .methods = generator_methods,
    .attributes = generator_attributes,
};

/* --- coroutines ------------------------------------------------------------------------------- */

/* A coroutine that was never awaited dies: warnings._warn_unawaited_coroutine tells, or, while the
 * program ends, a plain line. */
static void warn_unawaited(struct runtime *rt, borrowed self)
{
    owned error = exception_take(rt);
    borrowed name = str_intern_text(rt, "warnings");
    if (rt->interpreter->is_ending && dict_find_str(rt->interpreter->modules, name) < 0) {
        if (rt->interpreter->last_unawaited != as_generator(self)->code)
            report_line(rt, "sys:1: RuntimeWarning: coroutine '%U' was never awaited",
                        as_generator(self)->qualified_name);
        rt->interpreter->last_unawaited = as_generator(self)->code;
        exception_restore(rt, error);
        return;
    }
    owned module = import_module(rt, name, NULL, NULL, 0);
    owned warn = module ? object_get_attribute_text(rt, module, "_warn_unawaited_coroutine") : NULL;
    owned result = warn ? object_call_one(rt, warn, self) : NULL;
    if (!result)
        rt->report_unraisable(rt, self);
    object_release_maybe(rt, result);
    object_release_maybe(rt, warn);
    object_release_maybe(rt, module);
    exception_restore(rt, error);
}

static void coroutine_finalize(struct runtime *rt, borrowed self)
{
    const struct frame *frame = as_generator(self)->frame;
    if (frame && frame->state == FRAME_SUSPENDED && is_new(frame))
        warn_unawaited(rt, self);
    else
        generator_finish(rt, self);
}

struct coroutine_wrapper { /* the iterator of a coroutine */
    struct object header;
    borrowed coroutine; /* held */
};

static borrowed wrapped(borrowed self)
{
    return ((struct coroutine_wrapper *)self)->coroutine;
}

static owned method_await(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__await__", positional, argument_names, 0, 0))
        return NULL;
    owned wrapper = object_new(rt, &coroutine_wrapper_type, sizeof(struct coroutine_wrapper),
                               coroutine_wrapper_type.reported_size);
    if (!wrapper)
        return NULL;
    slot_copy(rt, wrapper, &((struct coroutine_wrapper *)wrapper)->coroutine, self);
    gc_track(rt, wrapper);
    return wrapper;
}

static owned get_origin(struct runtime *rt UNUSED, borrowed self UNUSED)
{
    return NONE;
}

static const struct native_method coroutine_methods[] = {
    {"send", method_send, NATIVE_PLAIN,
     "send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration."},
    {"throw", method_throw, NATIVE_PLAIN, NULL},
    {"close", method_close, NATIVE_PLAIN, "close() -> raise GeneratorExit inside coroutine."},
    {"__await__", method_await, NATIVE_PLAIN, "Return an iterator to be used in await expression."},
    GENERIC_ALIAS_METHOD,
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute coroutine_attributes[] = {
    {"cr_frame", generator_get_frame, NULL},
    {"cr_running", generator_get_running, NULL},
    {"cr_suspended", generator_get_suspended, NULL},
    {"cr_code", generator_get_code, NULL},
    {"cr_await", generator_get_delegate, NULL},
    {"cr_origin", get_origin, NULL},
    {"__name__", generator_get_name, generator_set_name},
    {"__qualname__", generator_get_qualified_name, generator_set_qualified_name},
    {NULL, NULL, NULL},
};

struct type coroutine_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "coroutine",
    .base = &object_type_,
    .size = sizeof(struct generator),
    .reported_size = GENERATOR_REPORTED_SIZE,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .has_weak_references = true,
    .traverse = generator_traverse,
    .dealloc = generator_dealloc,
    .finalize = coroutine_finalize,
    .repr = generator_repr,
    .size_of = generator_size_of,
    .methods = coroutine_methods,
    .attributes = coroutine_attributes,
};

/* --- the iterator of a coroutine -------------------------------------------------------------- */

static owned wrapper_next(struct runtime *rt, borrowed self)
{
    return generator_next(rt, wrapped(self));
}

static owned wrapper_send(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    return method_send(rt, wrapped(self), arguments, positional, argument_names);
}

static owned wrapper_throw(struct runtime *rt, borrowed self, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    return method_throw(rt, wrapped(self), arguments, positional, argument_names);
}

static owned wrapper_close(struct runtime *rt, borrowed self, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    return method_close(rt, wrapped(self), arguments, positional, argument_names);
}

static const struct native_method wrapper_methods[] = {
    {"send", wrapper_send, NATIVE_PLAIN, NULL},
    {"throw", wrapper_throw, NATIVE_PLAIN, NULL},
    {"close", wrapper_close, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static int wrapper_traverse(borrowed self, visit_function visit, void *context)
{
    borrowed coroutine = wrapped(self);
    return coroutine ? visit(context, coroutine, EDGE_INTERNAL, (uintptr_t) "coroutine") : 0;
}

static void wrapper_dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct coroutine_wrapper *)self)->coroutine);
}

struct type coroutine_wrapper_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "coroutine_wrapper",
    .base = &object_type_,
    .size = sizeof(struct coroutine_wrapper),
    .reported_size = 24,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = wrapper_traverse,
    .dealloc = wrapper_dealloc,
    .iterate = generator_iterate,
    .next = wrapper_next,
    .methods = wrapper_methods,
};
