/* weakref.ref (class.h): the type whose objects core/weakref.c links to their targets. */
#include "runtime/core/gc.h"
#include "runtime/core/weakref.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/weak_parts.h"

static struct weakref *as_weak(borrowed v)
{
    return (struct weakref *)v;
}

borrowed weak_target(borrowed v)
{
    borrowed target = as_weak(v)->target;
    return target && target->count ? target : NULL;
}

/* --- life ------------------------------------------------------------------------------------- */

bool weak_arguments(struct runtime *rt, const char *function, const borrowed *arguments,
                    size_t positional, borrowed *callback)
{
    if (!arguments_count(rt, function, positional, NULL, 1, 2))
        return false;
    *callback = positional > 1 && arguments[1] != NONE ? arguments[1] : NULL;
    return true;
}

static owned weak_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                      size_t positional, borrowed argument_names)
{
    borrowed callback;
    /* A derived class may take names: its __init__ sees them. */
    if (type == &weakref_type && !arguments_count(rt, "ref", positional, argument_names, 1, 2))
        return NULL;
    if (!weak_arguments(rt, "__new__", arguments, positional > 2 ? 2 : positional, &callback))
        return NULL;
    return weakref_new(rt, type, arguments[0], callback, type == &weakref_type);
}

static int weak_init(struct runtime *rt, UNUSED borrowed v, UNUSED const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    return arguments_count(rt, "__init__", positional, argument_names, 1, 2) ? 0 : -1;
}

int weak_traverse(borrowed v, visit_function visit, void *context)
{
    borrowed callback = as_weak(v)->callback;
    return callback ? visit(context, callback, EDGE_INTERNAL, (uintptr_t) "__callback__") : 0;
}

int weak_clear(struct runtime *rt, borrowed v)
{
    weakref_kill(rt, as_weak(v));
    slot_clear(rt, v, &as_weak(v)->callback);
    return 0;
}

void weak_dealloc(struct runtime *rt, borrowed v)
{
    if (as_weak(v)->callback) /* the target may hang on it, and die before v is gone */
        weakref_kill(rt, as_weak(v));
    else
        weakref_unlink(rt, as_weak(v));
    slot_clear(rt, v, &as_weak(v)->callback);
}

/* --- use -------------------------------------------------------------------------------------- */

static owned weak_call(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "weakref.ReferenceType.__call__", positional, argument_names, 0, 0))
        return NULL;
    borrowed target = weak_target(v);
    return target ? object_retain(rt, target) : NONE;
}

static owned weak_repr(struct runtime *rt, borrowed v)
{
    borrowed target = weak_target(v);
    if (!target)
        return str_format(rt, "<weakref at %p; dead>", (void *)v);
    owned name = object_find_attribute(rt, target, names.name);
    if (!name && rt->error)
        return NULL;
    owned text = name && str_check(name) ? str_format(rt, "<weakref at %p; to '%T' at %p (%U)>",
                                                      (void *)v, target, (void *)target, name)
                                         : str_format(rt, "<weakref at %p; to '%T' at %p>",
                                                      (void *)v, target, (void *)target);
    object_release_maybe(rt, name);
    return text;
}

/* The hash of the target, which outlives it once it has been asked for. */
static int weak_hash(struct runtime *rt, borrowed v, int64_t *hash)
{
    if (as_weak(v)->hash == -1) {
        borrowed target = weak_target(v);
        if (!target) {
            exception_raise(rt, &exception_TypeError, "weak object has gone away");
            return -1;
        }
        owned kept = object_retain(rt, target);
        int result = object_hash(rt, kept, &as_weak(v)->hash);
        object_release(rt, kept);
        if (result < 0) {
            as_weak(v)->hash = -1;
            return -1;
        }
    }
    *hash = as_weak(v)->hash;
    return 0;
}

/* Living ones are equal when their targets are, dead ones only to themselves. */
static owned weak_compare(struct runtime *rt, borrowed left, borrowed right, enum compare operation)
{
    if ((operation != COMPARE_EQ && operation != COMPARE_NE) ||
        !type_has_flag(object_type(rt, right), TYPE_WEAKREF) ||
        !type_is_subtype(object_type(rt, right), &weakref_type))
        return NOT_IMPLEMENTED;
    if (!weak_target(left) || !weak_target(right))
        return bool_of((left == right) == (operation == COMPARE_EQ));
    owned left_target = object_retain(rt, weak_target(left));
    owned right_target = object_retain(rt, weak_target(right));
    owned result = object_compare(rt, left_target, right_target, operation);
    object_release(rt, left_target);
    object_release(rt, right_target);
    return result;
}

static owned get_callback(struct runtime *rt, borrowed v)
{
    return as_weak(v)->callback ? slot_get(rt, &as_weak(v)->callback) : NONE;
}

static const struct native_attribute attributes[] = {
    {"__callback__", get_callback, NULL},
    {NULL, NULL, NULL},
};

struct type weakref_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "weakref.ReferenceType",
    .base = &object_type_,
    .size = sizeof(struct weakref),
    .reported_size = 56,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_WEAKREF,
    .traverse = weak_traverse,
    .clear = weak_clear,
    .dealloc = weak_dealloc,
    .new = weak_new,
    .init = weak_init,
    .call = weak_call,
    .repr = weak_repr,
    .hash = weak_hash,
    .compare = weak_compare,
    .attributes = attributes,
};
