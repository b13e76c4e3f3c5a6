/* raise, with, and the search for a handler. */
#include "runtime/python/evaluate_internal.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

const struct code_handler *evaluate_find_handler(const struct code *code, uint32_t instruction)
{
    for (uint32_t i = 0; i < code->handler_count; i++)
        if (code->handlers[i].start <= instruction && instruction < code->handlers[i].end)
            return &code->handlers[i];
    return NULL;
}

/* A bare raise: what is being handled goes on. */
static bool raise_again(struct runtime *rt)
{
    borrowed handled = exception_handled(rt);
    if (!handled) {
        exception_raise(rt, &exception_RuntimeError, "No active exception to reraise");
        return false;
    }
    exception_restore(rt, object_retain(rt, handled));
    return true;
}

/* The instance that `from` names; NULL with *failed set: TypeError. */
static owned make_cause(struct runtime *rt, borrowed cause, bool *failed)
{
    *failed = false;
    if (cause == NONE)
        return NULL;
    if (!exception_check(cause) && !exception_check_class(cause)) {
        exception_raise(rt, &exception_TypeError,
                        "exception causes must derive from BaseException");
        *failed = true;
        return NULL;
    }
    owned instance = exception_instance(rt, cause);
    *failed = !instance;
    return instance;
}

bool evaluate_raise(struct runtime *rt, owned exception, owned cause)
{
    if (!exception)
        return raise_again(rt);
    owned instance = exception_instance(rt, exception);
    if (instance && cause) {
        bool failed;
        owned reason = make_cause(rt, cause, &failed);
        if (failed) {
            object_release(rt, instance);
            instance = NULL;
        } else {
            struct exception *fields = (struct exception *)instance;
            slot_set(rt, instance, &fields->cause, reason);
            fields->suppress_context = true;
        }
    }
    if (instance)
        exception_set(rt, instance);
    object_release(rt, exception);
    object_release_maybe(rt, cause);
    return false;
}

/* The bound special method; TypeError with `lacking` behind it where the type has none. */
static owned find_context_method(struct runtime *rt, borrowed manager, borrowed name,
                                 const char *lacking)
{
    owned method = object_find_special(rt, manager, name);
    if (!method && !runtime_has_error(rt))
        exception_raise(rt, &exception_TypeError,
                        "'%T' object does not support the context manager protocol%s", manager,
                        lacking);
    return method;
}

int evaluate_find_context(struct runtime *rt, borrowed manager, owned *enter, owned *exit)
{
    *enter = find_context_method(rt, manager, names.enter, "");
    *exit =
        *enter ? find_context_method(rt, manager, names.exit, " (missed __exit__ method)") : NULL;
    if (*exit)
        return 0;
    object_release_maybe(rt, *enter);
    return -1;
}

owned evaluate_exit_context(struct runtime *rt, borrowed exit, borrowed exception)
{
    borrowed traceback = ((struct exception *)exception)->traceback;
    borrowed arguments[] = {&exception->type->header, exception, traceback ? traceback : NONE};
    return object_call(rt, exit, arguments, 3, NULL);
}
