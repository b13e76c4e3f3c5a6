/* Raising, taking and matching exceptions.
 *
 * rt->error holds the exception in flight. Whatever raises goes through exception_set, which chains
 * the exception being handled as its context; whoever only passes an exception on uses
 * exception_take and exception_restore, which leave it as it is.
 *
 * Invariant: the chain of contexts has no cycle that exception_set made. A program can still tie
 * one by hand, so the walk along it watches for cycles (Floyd's hare and tortoise, as CPython).
 */
#include "runtime/types/exception.h"

#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>

/* The MemoryError of last resort, where there is no room for an ordinary one: it is shared by all
 * runtimes, so it never has a traceback or a context. */
static struct exception memory_error = {.header = OBJECT_STATIC(&exception_MemoryError)};

borrowed exception_handled(const struct runtime *rt)
{
    for (const struct exception_state *state = rt->handled; state; state = state->previous)
        if (state->value)
            return state->value;
    return NULL;
}

/* Takes `value` out of the chain of contexts that begins at `handled`, where it would close a
 * cycle. */
static void unchain(struct runtime *rt, borrowed handled, borrowed value)
{
    borrowed hare = handled;
    borrowed tortoise = handled;
    bool step = false;
    for (borrowed context; (context = ((struct exception *)hare)->context) != NULL; step = !step) {
        if (context == value) {
            slot_clear(rt, hare, &((struct exception *)hare)->context);
            return;
        }
        hare = context;
        if (hare == tortoise)
            return; /* a cycle without `value` */
        if (step)
            tortoise = ((struct exception *)tortoise)->context;
    }
}

void exception_set(struct runtime *rt, owned instance)
{
    borrowed handled = exception_handled(rt);
    if (handled && handled != instance && object_is_counted(instance)) {
        unchain(rt, handled, instance);
        slot_copy(rt, instance, &((struct exception *)instance)->context, handled);
    }
    exception_restore(rt, instance);
}

owned exception_take(struct runtime *rt)
{
    owned error = rt->error;
    rt->error = NULL;
    return error;
}

void exception_restore(struct runtime *rt, owned instance)
{
    owned old = rt->error;
    rt->error = instance;
    object_release_maybe(rt, old);
}

void exception_clear(struct runtime *rt)
{
    object_release_maybe(rt, exception_take(rt));
}

bool exception_matches(const struct runtime *rt, struct type *type)
{
    return rt->error && type_is_subtype(rt->error->type, type);
}

/* An instance of a built-in exception type, as calling the type makes it. */
static owned make(struct runtime *rt, struct type *type, const borrowed *arguments, size_t count)
{
    owned instance = type->new (rt, type, arguments, count, NULL);
    if (instance && type->init(rt, instance, arguments, count, NULL) < 0) {
        object_release(rt, instance);
        return NULL;
    }
    return instance;
}

static owned raise_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t count)
{
    owned instance = make(rt, type, arguments, count);
    if (instance)
        exception_set(rt, instance);
    return NULL;
}

owned exception_raise(struct runtime *rt, struct type *type, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    owned message = str_format_list(rt, format, list);
    va_end(list);
    if (!message)
        return NULL; /* a repr in the message failed: that error stands */
    raise_new(rt, type, &message, 1);
    object_release(rt, message);
    return NULL;
}

owned exception_raise_value(struct runtime *rt, struct type *type, borrowed value)
{
    return raise_new(rt, type, &value, value ? 1 : 0);
}

owned exception_raise_stop(struct runtime *rt, borrowed value)
{
    return raise_new(rt, &exception_StopIteration, &value, value && value != NONE ? 1 : 0);
}

owned exception_raise_errno(struct runtime *rt, int error_number, const char *path)
{
    owned arguments[3] = {int_new(rt, error_number), str_from_text(rt, strerror(error_number)),
                          path ? str_from_text(rt, path) : NULL};
    raise_new(rt, &exception_OSError, arguments, path ? 3 : 2);
    for (size_t i = 0; i < 3; i++)
        object_release_maybe(rt, arguments[i]);
    return NULL;
}

void exception_raise_memory_error(struct runtime *rt)
{
    if (!rt->is_raising_memory_error) {
        rt->is_raising_memory_error = true;
        raise_new(rt, &exception_MemoryError, NULL, 0);
        rt->is_raising_memory_error = false;
    } else {
        exception_restore(rt, &memory_error.header);
    }
}

owned exception_instance(struct runtime *rt, borrowed instance_or_class)
{
    if (exception_check(instance_or_class))
        return object_retain(rt, instance_or_class);
    if (!exception_check_class(instance_or_class))
        return exception_raise(rt, &exception_TypeError,
                               "exceptions must derive from BaseException");
    owned instance = object_call_none(rt, instance_or_class);
    if (instance && !exception_check(instance)) {
        exception_raise(rt, &exception_TypeError,
                        "calling %R should have returned an instance of BaseException, not %R",
                        instance_or_class, object_type(rt, instance));
        object_release(rt, instance);
        return NULL;
    }
    return instance;
}

static bool matches(borrowed instance, borrowed type)
{
    if (!tuple_check(type))
        return exception_check_class(type) && type_is_subtype(instance->type, (struct type *)type);
    for (size_t i = 0; i < tuple_count(type); i++)
        if (matches(instance, tuple_item(type, i)))
            return true;
    return false;
}

int exception_matches_any(struct runtime *rt, borrowed instance, borrowed type)
{
    bool legal = exception_check_class(type);
    if (!legal && tuple_check(type)) {
        legal = true;
        for (size_t i = 0; i < tuple_count(type); i++)
            legal = legal && exception_check_class(tuple_item(type, i));
    }
    if (!legal) {
        exception_raise(rt, &exception_TypeError,
                        "catching classes that do not inherit from BaseException is not allowed");
        return -1;
    }
    return matches(instance, type);
}
