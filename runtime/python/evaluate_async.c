/* What await, async for and async with ask of objects. */
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/generator.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

/* Is it a generator that types.coroutine made awaitable? */
static bool is_iterable_coroutine(struct runtime *rt, borrowed v)
{
    return object_type(rt, v) == &generator_type &&
           ((struct generator *)v)->code->flags & CODE_ITERABLE_COROUTINE;
}

owned evaluate_await_iterator(struct runtime *rt, borrowed v)
{
    if (object_type(rt, v) == &coroutine_type || is_iterable_coroutine(rt, v))
        return object_retain(rt, v);
    owned method = object_find_special(rt, v, names.await);
    if (!method) {
        if (!runtime_has_error(rt))
            exception_raise(rt, &exception_TypeError,
                            "object %T can't be used in 'await' expression", v);
        return NULL;
    }
    owned iterator = object_call_none(rt, method);
    object_release(rt, method);
    if (!iterator)
        return NULL;
    const char *fault = NULL;
    if (object_type(rt, iterator) == &coroutine_type || is_iterable_coroutine(rt, iterator))
        fault = "__await__() returned a coroutine";
    else if (!object_type(rt, iterator)->next)
        fault = "__await__() returned non-iterator of type '%T'";
    if (!fault)
        return iterator;
    exception_raise(rt, &exception_TypeError, fault, iterator);
    object_release(rt, iterator);
    return NULL;
}

static bool is_awaitable(struct runtime *rt, borrowed v)
{
    return object_type(rt, v) == &coroutine_type || is_iterable_coroutine(rt, v) ||
           type_lookup(rt, object_type(rt, v), names.await);
}

owned evaluate_awaitable(struct runtime *rt, borrowed v, uint32_t where)
{
    if (where && !is_awaitable(rt, v))
        return exception_raise(
            rt, &exception_TypeError,
            "'async with' received an object from %s that does not implement __await__: %T",
            where == 1 ? "__aenter__" : "__aexit__", v);
    owned iterator = evaluate_await_iterator(rt, v);
    if (iterator && object_type(rt, iterator) == &coroutine_type &&
        generator_delegate_of((struct generator *)iterator)) {
        object_release(rt, iterator);
        return exception_raise(rt, &exception_RuntimeError, "coroutine is being awaited already");
    }
    return iterator;
}

owned evaluate_async_iterator(struct runtime *rt, borrowed v)
{
    owned method = object_find_special(rt, v, names.aiter);
    if (!method) {
        if (!runtime_has_error(rt))
            exception_raise(rt, &exception_TypeError,
                            "'async for' requires an object with __aiter__ method, got %T", v);
        return NULL;
    }
    owned iterator = object_call_none(rt, method);
    object_release(rt, method);
    if (!iterator || type_lookup(rt, object_type(rt, iterator), names.anext))
        return iterator;
    exception_raise(rt, &exception_TypeError,
                    "'async for' received an object from __aiter__ that does not implement "
                    "__anext__: %T",
                    iterator);
    object_release(rt, iterator);
    return NULL;
}

owned evaluate_async_next(struct runtime *rt, borrowed iterator)
{
    if (object_type(rt, iterator) == &async_generator_type)
        return async_generator_next(rt, iterator);
    owned method = object_find_special(rt, iterator, names.anext);
    if (!method) {
        if (!runtime_has_error(rt))
            exception_raise(rt, &exception_TypeError,
                            "'async for' requires an iterator with __anext__ method, got %T",
                            iterator);
        return NULL;
    }
    owned next = object_call_none(rt, method);
    object_release(rt, method);
    owned awaitable = next ? evaluate_await_iterator(rt, next) : NULL;
    if (next && !awaitable) {
        owned cause = exception_take(rt);
        exception_raise(rt, &exception_TypeError,
                        "'async for' received an invalid object from __anext__: %T", next);
        slot_copy(rt, rt->error, &((struct exception *)rt->error)->cause, cause);
        ((struct exception *)rt->error)->suppress_context = true;
        slot_set(rt, rt->error, &((struct exception *)rt->error)->context, cause);
    }
    object_release_maybe(rt, next);
    return awaitable;
}

static owned find_method(struct runtime *rt, borrowed manager, borrowed name, const char *lacking)
{
    owned method = object_find_special(rt, manager, name);
    if (!method && !runtime_has_error(rt))
        exception_raise(rt, &exception_TypeError,
                        "'%T' object does not support the asynchronous context manager protocol%s",
                        manager, lacking);
    return method;
}

int evaluate_find_async_context(struct runtime *rt, borrowed manager, owned *enter, owned *exit)
{
    *enter = find_method(rt, manager, names.aenter, "");
    *exit = *enter ? find_method(rt, manager, names.aexit, " (missed __aexit__ method)") : NULL;
    if (*exit)
        return 0;
    object_release_maybe(rt, *enter);
    return -1;
}
