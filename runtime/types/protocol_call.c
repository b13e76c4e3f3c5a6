/* Calling things (protocol.h). */
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include "base/memory.h"

#include <pthread.h>

#define FEW_ARGUMENTS 16 /* so many need no memory of their own */

bool protocol_enter(struct runtime *rt, const char *where)
{
    if (LIKELY(rt->depth < rt->depth_limit)) {
        rt->depth++;
        return true;
    }
    exception_raise(rt, &exception_RecursionError, "maximum recursion depth exceeded%s", where);
    return false;
}

#define STACK_RESERVE (256 << 10) /* bytes that are left for what happens at the limit */
#define STACK_LEAST   (1 << 20) /* what is said to be smaller is a stack that grows as it is used */

/* Above every address: the first question of a thread finds out. */
_Thread_local const char *protocol_stack_limit = (const char *)UINTPTR_MAX;

bool protocol_find_stack_limit(struct runtime *rt)
{
    if (protocol_stack_limit == (const char *)UINTPTR_MAX) {
        pthread_attr_t attributes;
        void *lowest = NULL;
        size_t size = 0;
        if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
            pthread_attr_getstack(&attributes, &lowest, &size);
            pthread_attr_destroy(&attributes);
        }
        protocol_stack_limit = size >= STACK_LEAST ? (const char *)lowest + STACK_RESERVE : NULL;
    }
    if ((const char *)__builtin_frame_address(0) > protocol_stack_limit)
        return true;
    exception_raise(rt, &exception_RecursionError, "maximum recursion depth exceeded");
    return false;
}

bool object_is_callable(struct runtime *rt, borrowed v)
{
    return object_type(rt, v)->call != NULL;
}

owned object_call(struct runtime *rt, borrowed callable, const borrowed *arguments,
                  size_t positional, borrowed names)
{
    const struct type *type = object_type(rt, callable);
    native_function call = type->call;
    if (UNLIKELY(!call))
        return exception_raise(rt, &exception_TypeError, "'%T' object is not callable", callable);
    if (type_has_flag(type, TYPE_METHOD_LIKE)) /* a function counts its own depth */
        return call(rt, callable, arguments, positional, names);
    if (!protocol_enter(rt, " while calling a Python object"))
        return NULL;
    owned result = call(rt, callable, arguments, positional, names);
    protocol_leave(rt);
    return result;
}

owned object_call_none(struct runtime *rt, borrowed callable)
{
    return object_call(rt, callable, NULL, 0, NULL);
}

owned object_call_one(struct runtime *rt, borrowed callable, borrowed argument)
{
    return object_call(rt, callable, &argument, 1, NULL);
}

/* --- f(*arguments, **keywords) ---------------------------------------------------------------- */

/* Puts the values behind the positional arguments; gives a tuple of the names. */
static owned spread_keywords(struct runtime *rt, borrowed keywords, borrowed *values)
{
    owned names = tuple_new(rt, ((struct dict *)keywords)->count);
    if (!names)
        return NULL;
    size_t position = 0, i = 0;
    borrowed key, value;
    while (dict_next(keywords, &position, &key, &value)) {
        if (!str_check(key)) {
            object_release(rt, names);
            return exception_raise(rt, &exception_TypeError, "keywords must be strings");
        }
        tuple_fill(rt, names, i, object_retain(rt, key));
        values[i++] = value;
    }
    return names;
}

static owned call_with_keywords(struct runtime *rt, borrowed callable, borrowed arguments,
                                borrowed keywords)
{
    size_t positional = tuple_count(arguments);
    size_t count = positional + ((struct dict *)keywords)->count;
    borrowed few[FEW_ARGUMENTS];
    borrowed *all = count <= FEW_ARGUMENTS ? few : memory_allocate(count * sizeof *all);
    for (size_t i = 0; i < positional; i++)
        all[i] = tuple_item(arguments, i);
    owned names = spread_keywords(rt, keywords, all + positional);
    /* The dict may change meanwhile: what it held stays alive for the call. The positional
     * arguments need no such care; CPython counts them here nevertheless, and programs see it. */
    owned result = NULL;
    for (size_t i = 0; names && i < count; i++)
        object_incref(rt, all[i], IN_FLIGHT);
    if (names)
        result = object_call(rt, callable, all, positional, names);
    for (size_t i = 0; names && i < count; i++)
        object_release(rt, all[i]);
    object_release_maybe(rt, names);
    if (all != few)
        memory_free(all);
    return result;
}

owned object_call_unpacked(struct runtime *rt, borrowed callable, borrowed arguments,
                           borrowed keywords)
{
    owned tuple =
        tuple_check(arguments) ? object_retain(rt, arguments) : tuple_from_iterable(rt, arguments);
    if (!tuple)
        return NULL;
    owned result =
        keywords && ((struct dict *)keywords)->count
            ? call_with_keywords(rt, callable, tuple, keywords)
            : object_call(rt, callable, ((struct tuple *)tuple)->items, tuple_count(tuple), NULL);
    object_release(rt, tuple);
    return result;
}

/* --- methods ---------------------------------------------------------------------------------- */

static owned call_with_self(struct runtime *rt, borrowed function, borrowed self,
                            const borrowed *arguments, size_t count)
{
    borrowed few[FEW_ARGUMENTS];
    borrowed *all = count < FEW_ARGUMENTS ? few : memory_allocate((count + 1) * sizeof *all);
    all[0] = self;
    for (size_t i = 0; i < count; i++)
        all[i + 1] = arguments[i];
    /* The function is only borrowed from the class, which it may change. */
    object_incref(rt, function, IN_FLIGHT);
    owned result = object_call(rt, function, all, count + 1, NULL);
    object_release(rt, function);
    if (all != few)
        memory_free(all);
    return result;
}

static bool is_method(struct runtime *rt, borrowed found)
{
    return type_has_flag(object_type(rt, found), TYPE_METHOD_LIKE);
}

owned object_call_method(struct runtime *rt, borrowed v, borrowed name, const borrowed *arguments,
                         size_t count)
{
    struct type *type = object_type(rt, v);
    if (type->get_attribute == object_generic_get_attribute) {
        borrowed found = type_lookup(rt, type, name);
        borrowed *dict = object_is_pointer(v) ? object_dict_slot(v) : NULL;
        bool hidden = dict && *dict && dict_find_str(*dict, name) >= 0;
        if (found && is_method(rt, found) && !hidden)
            return call_with_self(rt, found, v, arguments, count);
    }
    owned method = object_get_attribute(rt, v, name);
    if (!method)
        return NULL;
    owned result = object_call(rt, method, arguments, count, NULL);
    object_release(rt, method);
    return result;
}

owned protocol_call_special(struct runtime *rt, borrowed v, borrowed name,
                            const borrowed *arguments, size_t count, bool *found)
{
    borrowed function = type_lookup(rt, object_type(rt, v), name);
    *found = function != NULL;
    if (!function)
        return NULL;
    if (is_method(rt, function))
        return call_with_self(rt, function, v, arguments, count);
    owned bound = object_find_special(rt, v, name);
    if (!bound)
        return NULL;
    owned result = object_call(rt, bound, arguments, count, NULL);
    object_release(rt, bound);
    return result;
}
