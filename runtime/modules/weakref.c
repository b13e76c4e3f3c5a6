/* The module _weakref: the native half of weakref (runtime/lib/weakref.py). */
#include "runtime/core/weakref.h"

#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

/* The weak references to v, newest first; NULL where there can be none. */
static struct weakref *first_reference(struct runtime *rt, borrowed v)
{
    if (!object_is_pointer(v) || !v->type->has_weak_references)
        return NULL;
    return (struct weakref *)weakref_first(rt, v);
}

static owned proxy(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                   size_t positional, borrowed names)
{
    if (!arguments_count(rt, "proxy", positional, names, 1, 2))
        return NULL;
    borrowed callback = positional > 1 && arguments[1] != NONE ? arguments[1] : NULL;
    struct type *type =
        object_is_callable(rt, arguments[0]) ? &weak_callable_proxy_type : &weak_proxy_type;
    return weakref_new(rt, type, arguments[0], callback, true);
}

static owned get_count(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "getweakrefcount", positional, names, 1, 1))
        return NULL;
    int64_t count = 0;
    for (struct weakref *r = first_reference(rt, arguments[0]); r; r = r->next)
        count++;
    return int_new(rt, count);
}

enum rank { RANK_REFERENCE, RANK_PROXY, RANK_OTHER, RANK_COUNT };

static enum rank rank_of(const struct weakref *reference)
{
    if (!reference->shared)
        return RANK_OTHER;
    return reference->header.type == &weakref_type ? RANK_REFERENCE : RANK_PROXY;
}

/* CPython's list begins with the shared reference and the shared proxy; its others are newest
 * first. */
static int append_references(struct runtime *rt, borrowed list, struct weakref *first,
                             enum rank rank)
{
    for (struct weakref *r = first; r; r = r->next)
        if (rank_of(r) == rank && list_append(rt, list, object_retain(rt, &r->header)) < 0)
            return -1;
    return 0;
}

static owned get_all(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                     size_t positional, borrowed names)
{
    if (!arguments_count(rt, "getweakrefs", positional, names, 1, 1))
        return NULL;
    owned list = list_new(rt, 0);
    struct weakref *first = first_reference(rt, arguments[0]);
    for (enum rank rank = RANK_REFERENCE; list && rank < RANK_COUNT; rank++) {
        if (append_references(rt, list, first, rank) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

static const struct native_method functions[] = {
    {"proxy", proxy, NATIVE_PLAIN, "Create a proxy object that weakly references 'object'."},
    {"getweakrefcount", get_count, NATIVE_PLAIN,
     "Return the number of weak references to 'object'."},
    {"getweakrefs", get_all, NATIVE_PLAIN,
     "Return a list of all weak reference objects pointing to 'object'."},
    {0},
};

int module_fill_weakref(struct runtime *rt, borrowed module)
{
    static const struct {
        const char *name;
        struct type *type;
    } types[] = {
        {"ref", &weakref_type},
        {"ReferenceType", &weakref_type},
        {"ProxyType", &weak_proxy_type},
        {"CallableProxyType", &weak_callable_proxy_type},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (module_set(rt, module, types[i].name, &types[i].type->header) < 0)
            return -1;
    return module_add_functions(rt, module, functions);
}
