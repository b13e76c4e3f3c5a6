/* Built-in functions for asynchronous iteration: aiter, anext. */
#include "runtime/core/gc.h"
#include "runtime/modules/builtins.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/generator.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

/* --- anext(iterator, default) ----------------------------------------------------------------- */

struct anext_awaitable { /* awaits `wrapped`; its StopAsyncIteration becomes the default */
    struct object header;
    borrowed wrapped;       /* held */
    borrowed default_value; /* held */
};

static struct type anext_awaitable_type;

static struct anext_awaitable *as_awaitable(borrowed self)
{
    return (struct anext_awaitable *)self;
}

static owned anext_new(struct runtime *rt, owned wrapped, borrowed default_value)
{
    type_ready(rt, &anext_awaitable_type);
    owned self = object_new(rt, &anext_awaitable_type, sizeof(struct anext_awaitable),
                            anext_awaitable_type.reported_size);
    if (!self) {
        object_release(rt, wrapped);
        return NULL;
    }
    slot_set(rt, self, &as_awaitable(self)->wrapped, wrapped);
    slot_copy(rt, self, &as_awaitable(self)->default_value, default_value);
    gc_track(rt, self);
    return self;
}

/* What the iterator gave: at its end the default. */
static owned finish(struct runtime *rt, borrowed self, owned value)
{
    if (value || !exception_matches(rt, &exception_StopAsyncIteration))
        return value;
    exception_clear(rt);
    return exception_raise_stop(rt, as_awaitable(self)->default_value);
}

static owned step(struct runtime *rt, borrowed self, borrowed sent)
{
    owned result = NULL;
    owned iterator = evaluate_await_iterator(rt, as_awaitable(self)->wrapped);
    if (!iterator)
        return NULL;
    owned value = generator_delegate(rt, iterator, sent, &result);
    object_release(rt, iterator);
    if (result) {
        exception_raise_stop(rt, result);
        object_release(rt, result);
        return NULL;
    }
    return finish(rt, self, value);
}

static owned anext_next(struct runtime *rt, borrowed self)
{
    return step(rt, self, NONE);
}

static owned method_send(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "send", positional, argument_names, 1, 1))
        return NULL;
    return step(rt, self, arguments[0]);
}

/* The iterator's method of this name, called with the arguments. */
static owned pass_on(struct runtime *rt, borrowed self, borrowed name, const borrowed *arguments,
                     size_t positional)
{
    owned iterator = evaluate_await_iterator(rt, as_awaitable(self)->wrapped);
    if (!iterator)
        return NULL;
    owned value = object_call_method(rt, iterator, name, arguments, positional);
    object_release(rt, iterator);
    return finish(rt, self, value);
}

static owned method_throw(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "throw", positional, argument_names, 1, 3))
        return NULL;
    return pass_on(rt, self, names.throw_, arguments, positional);
}

static owned method_close(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "close", positional, argument_names, 0, 0))
        return NULL;
    return pass_on(rt, self, names.close, NULL, 0);
}

static owned anext_iterate(struct runtime *rt, borrowed self)
{
    return object_retain(rt, self);
}

static owned method_await(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                          size_t positional UNUSED, borrowed argument_names UNUSED)
{
    return object_retain(rt, self);
}

static const struct native_method anext_methods[] = {
    {"__await__", method_await, NATIVE_PLAIN, NULL},
    {"send", method_send, NATIVE_PLAIN, NULL},
    {"throw", method_throw, NATIVE_PLAIN, NULL},
    {"close", method_close, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static int anext_traverse(borrowed self, visit_function visit, void *context)
{
    const struct anext_awaitable *awaitable = as_awaitable(self);
    int result = 0;
    if (awaitable->wrapped)
        result = visit(context, awaitable->wrapped, EDGE_INTERNAL, (uintptr_t) "wrapped");
    if (result == 0 && awaitable->default_value)
        result = visit(context, awaitable->default_value, EDGE_INTERNAL, (uintptr_t) "default");
    return result;
}

static void anext_dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &as_awaitable(self)->wrapped);
    slot_clear(rt, self, &as_awaitable(self)->default_value);
}

static struct type anext_awaitable_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "anext_awaitable",
    .base = &object_type_,
    .size = sizeof(struct anext_awaitable),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = anext_traverse,
    .dealloc = anext_dealloc,
    .iterate = anext_iterate,
    .next = anext_next,
    .methods = anext_methods,
};

/* --- the functions ---------------------------------------------------------------------------- */

/* The special method's result; TypeError where the type has none. */
static owned call_special(struct runtime *rt, borrowed v, borrowed name, const char *missing)
{
    owned method = object_find_special(rt, v, name);
    if (!method) {
        if (!runtime_has_error(rt))
            exception_raise(rt, &exception_TypeError, missing, v);
        return NULL;
    }
    owned result = object_call_none(rt, method);
    object_release(rt, method);
    return result;
}

static owned async_iterator(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "aiter", positional, argument_names, 1, 1))
        return NULL;
    owned iterator =
        call_special(rt, arguments[0], names.aiter, "'%T' object is not an async iterable");
    if (!iterator || type_lookup(rt, object_type(rt, iterator), names.anext))
        return iterator;
    exception_raise(rt, &exception_TypeError, "aiter() returned not an async iterator of type '%T'",
                    iterator);
    object_release(rt, iterator);
    return NULL;
}

static owned async_next(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "anext", positional, argument_names, 1, 2))
        return NULL;
    owned awaitable =
        call_special(rt, arguments[0], names.anext, "'%T' object is not an async iterator");
    return awaitable && positional > 1 ? anext_new(rt, awaitable, arguments[1]) : awaitable;
}

const struct native_method builtins_async[] = {
    {"aiter", async_iterator, NATIVE_PLAIN, "Return an AsyncIterator for an AsyncIterable object."},
    {"anext", async_next, NATIVE_PLAIN,
     "async anext(aiterator[, default])\n\nReturn the next item from the async iterator."},
    {0},
};
