/* sys.set_asyncgen_hooks and get_asyncgen_hooks: who hears of asynchronous generators that begin,
 * and of those that die before their end. The hooks are the interpreter's, not a thread's. */
#include "runtime/core/ledger.h"
#include "runtime/modules/sys_info.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/record.h"
#include "runtime/types/singletons.h"

static const char *const hook_fields[] = {"firstiter", "finalizer", NULL};
static struct record_type hooks_type = RECORD_TYPE("asyncgen_hooks", hook_fields);

/* Is it a hook, None, or not given? */
static bool check_hook(struct runtime *rt, borrowed hook, const char *name)
{
    if (!hook || hook == NONE || object_is_callable(rt, hook))
        return true;
    exception_raise(rt, &exception_TypeError, "callable %s expected, got %T", name, hook);
    return false;
}

static void keep_hook(struct runtime *rt, borrowed *slot, borrowed hook)
{
    if (hook)
        slot_copy(rt, ledger_root(rt, ROOT_RUNTIME), slot, hook == NONE ? NULL : hook);
}

static owned set_hooks(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    static const struct arguments specification = {"set_asyncgen_hooks", hook_fields, 0, 0, 2};
    struct interpreter *interpreter = rt->interpreter;
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !check_hook(rt, values[1], "finalizer") || !check_hook(rt, values[0], "firstiter"))
        return NULL;
    keep_hook(rt, &interpreter->async_finalizer, values[1]);
    keep_hook(rt, &interpreter->async_first, values[0]);
    return NONE;
}

static owned get_hooks(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    const struct interpreter *interpreter = rt->interpreter;
    if (!arguments_count(rt, "get_asyncgen_hooks", positional, names, 0, 0))
        return NULL;
    owned items[] = {
        object_retain(rt, interpreter->async_first ? interpreter->async_first : NONE),
        object_retain(rt, interpreter->async_finalizer ? interpreter->async_finalizer : NONE)};
    return record_new(rt, &hooks_type, items);
}

static const struct native_method functions[] = {
    {"set_asyncgen_hooks", set_hooks, NATIVE_PLAIN,
     "Set a finalizer for async generators objects."},
    {"get_asyncgen_hooks", get_hooks, NATIVE_PLAIN,
     "Return the installed asynchronous generators hooks."},
    {0},
};

int sys_async_fill(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
