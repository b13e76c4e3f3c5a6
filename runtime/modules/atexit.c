/* The module atexit: functions to call before the program ends, the last registered first.
 *
 * They wait in a list of (function, arguments, keywords) that the module holds under a private
 * name; program.c calls _run_exitfuncs.
 */
#include "runtime/modules/modules.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/report.h"
#include "runtime/types/arguments.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#define WAITING "_exitfuncs"

/* The list of what waits; borrowed; NULL with an error. A native function knows its module only by
 * name, so it is looked up where all modules are. */
static borrowed waiting(struct runtime *rt)
{
    borrowed module = dict_get_text(rt, rt->interpreter->modules, "atexit");
    borrowed list = module && object_type(rt, module) == &module_type
                        ? dict_get_text(rt, module_dict(module), WAITING)
                        : NULL;
    if (!list && !runtime_has_error(rt))
        exception_raise(rt, &exception_RuntimeError, "lost the module atexit");
    return list;
}

static owned make_keywords(struct runtime *rt, const borrowed *values, borrowed names)
{
    owned keywords = dict_new(rt);
    for (size_t i = 0; keywords && names && i < tuple_count(names); i++) {
        if (dict_set_copy(rt, keywords, tuple_item(names, i), values[i]) < 0) {
            object_release(rt, keywords);
            return NULL;
        }
    }
    return keywords;
}

static owned add(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                 size_t positional, borrowed names)
{
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError,
                               "register() takes at least 1 argument (0 given)");
    if (!object_is_callable(rt, arguments[0]))
        return exception_raise(rt, &exception_TypeError, "the first argument must be callable");
    borrowed list = waiting(rt);
    owned parts[3] = {object_retain(rt, arguments[0]),
                      tuple_from(rt, arguments + 1, positional - 1),
                      names ? make_keywords(rt, arguments + positional, names) : NONE};
    owned entry = tuple_from_owned(rt, parts, 3);
    if (!list || !entry || list_append(rt, list, entry) < 0)
        return NULL;
    return object_retain(rt, arguments[0]);
}

static owned take_back(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    borrowed list = waiting(rt);
    if (!list || !arguments_count(rt, "unregister", positional, names, 1, 1))
        return NULL;
    for (size_t i = 0; i < ((struct list *)list)->count; i++) {
        owned entry = object_retain(rt, ((struct list *)list)->items[i]);
        int equal = entry == NONE ? 0 : object_is_equal(rt, tuple_item(entry, 0), arguments[0]);
        /* The place stays, empty, so that _run_exitfuncs keeps its own. */
        if (equal > 0 && i < ((struct list *)list)->count)
            slot_copy(rt, list, &((struct list *)list)->items[i], NONE);
        object_release(rt, entry);
        if (equal < 0)
            return NULL;
    }
    return NONE;
}

static owned clear(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                   size_t positional, borrowed names)
{
    borrowed list = waiting(rt);
    if (!list || !arguments_count(rt, "_clear", positional, names, 0, 0))
        return NULL;
    list_clear(rt, list);
    return NONE;
}

static owned count(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                   size_t positional, borrowed names)
{
    borrowed list = waiting(rt);
    if (!list || !arguments_count(rt, "_ncallbacks", positional, names, 0, 0))
        return NULL;
    return int_new_unsigned(rt, ((struct list *)list)->count);
}

static void call(struct runtime *rt, borrowed entry)
{
    borrowed keywords = tuple_item(entry, 2);
    owned result = object_call_unpacked(rt, tuple_item(entry, 0), tuple_item(entry, 1),
                                        keywords == NONE ? NULL : keywords);
    if (!result)
        report_unraisable_as(rt, "Exception ignored in atexit callback", tuple_item(entry, 0));
    object_release_maybe(rt, result);
}

static owned run(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                 size_t positional, borrowed names)
{
    borrowed list = waiting(rt);
    if (!list || !arguments_count(rt, "_run_exitfuncs", positional, names, 0, 0))
        return NULL;
    /* As in CPython: what is registered meanwhile does not run, and all are kept until the last
     * has. */
    for (size_t i = ((struct list *)list)->count; i-- > 0;) {
        if (i >= ((struct list *)list)->count)
            continue; /* one of them has cleared the list */
        owned entry = object_retain(rt, ((struct list *)list)->items[i]);
        if (entry != NONE)
            call(rt, entry);
        object_release(rt, entry);
    }
    list_clear(rt, list);
    return NONE;
}

static const struct native_method functions[] = {
    {"register", add, NATIVE_PLAIN, "Register a function to be executed upon normal termination"},
    {"unregister", take_back, NATIVE_PLAIN, "Unregister an exit function"},
    {"_clear", clear, NATIVE_PLAIN, NULL},
    {"_ncallbacks", count, NATIVE_PLAIN, NULL},
    {"_run_exitfuncs", run, NATIVE_PLAIN, NULL},
    {0},
};

int module_fill_atexit(struct runtime *rt, borrowed module)
{
    if (module_set(rt, module, WAITING, list_new(rt, 0)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
