/* Functions written in C: as they are, bound to an object, and as methods of a type.
 *
 * A method descriptor checks that its first argument is an instance of its type, and calls the C
 * function with it as self. Bound (`[].append`) it is a native function with a self.
 */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static struct native *as_native(borrowed v)
{
    return (struct native *)v;
}

/* --- life ------------------------------------------------------------------------------------- */

owned native_new(struct runtime *rt, const struct native_method *method, borrowed self,
                 borrowed module)
{
    owned v = object_new(rt, &native_function_type, sizeof(struct native),
                         native_function_type.reported_size);
    if (!v)
        return NULL;
    as_native(v)->method = method;
    if (self)
        slot_copy(rt, v, &as_native(v)->self, self);
    if (module)
        slot_copy(rt, v, &as_native(v)->module, module);
    gc_track(rt, v);
    return v;
}

owned native_new_descriptor(UNUSED struct runtime *rt, const struct native_method *method,
                            struct type *owner)
{
    bool of_class = (method->flags & NATIVE_CLASS) != 0;
    owned v = object_new_immortal(
        of_class ? &class_method_descriptor_type : &method_descriptor_type, sizeof(struct native));
    as_native(v)->method = method;
    as_native(v)->owner = owner;
    return v;
}

static int native_traverse(borrowed v, visit_function visit, void *context)
{
    int result = 0;
    if (as_native(v)->self)
        result = visit(context, as_native(v)->self, EDGE_INTERNAL, (uintptr_t) "__self__");
    if (!result && as_native(v)->module)
        result = visit(context, as_native(v)->module, EDGE_INTERNAL, (uintptr_t) "__module__");
    return result;
}

static int native_clear(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_native(v)->self);
    slot_clear(rt, v, &as_native(v)->module);
    return 0;
}

static void native_dealloc(struct runtime *rt, borrowed v)
{
    native_clear(rt, v);
}

/* --- calling ---------------------------------------------------------------------------------- */

static owned native_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    const struct native *native = as_native(v);
    return native->method->function(rt, native->self, arguments, positional, argument_names);
}

static owned raise_wrong_self(struct runtime *rt, const struct native *native, borrowed self)
{
    return exception_raise(rt, &exception_TypeError,
                           "descriptor '%s' for '%s' objects doesn't apply to a '%T' object",
                           native->method->name, native->owner->name, self);
}

static owned descriptor_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                             size_t positional, borrowed argument_names)
{
    const struct native *native = as_native(v);
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError, "unbound method %s.%s() needs an argument",
                               native->owner->name, native->method->name);
    if (!type_is_subtype(object_type(rt, arguments[0]), native->owner))
        return raise_wrong_self(rt, native, arguments[0]);
    return native->method->function(rt, arguments[0], arguments + 1, positional - 1,
                                    argument_names);
}

static owned descriptor_bind(struct runtime *rt, borrowed v, borrowed instance,
                             UNUSED borrowed owner)
{
    if (!instance)
        return object_retain(rt, v);
    if (!type_is_subtype(object_type(rt, instance), as_native(v)->owner))
        return raise_wrong_self(rt, as_native(v), instance);
    return native_new(rt, as_native(v)->method, instance, NULL);
}

static owned class_descriptor_bind(struct runtime *rt, borrowed v, borrowed instance,
                                   borrowed owner)
{
    borrowed class = owner ? owner : &object_type(rt, instance)->header;
    return native_new(rt, as_native(v)->method, class, NULL);
}

static owned class_descriptor_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                                   size_t positional, borrowed argument_names)
{
    const struct native *native = as_native(v);
    if (positional == 0 || !class_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "descriptor '%s' of '%s' object needs an argument",
                               native->method->name, native->owner->name);
    return native->method->function(rt, arguments[0], arguments + 1, positional - 1,
                                    argument_names);
}

/* --- looks ------------------------------------------------------------------------------------ */

/* CPython's module functions have their module as self, and print without it. */
static bool is_plain(const struct native *native)
{
    return !native->self || native->module;
}

static owned native_repr(struct runtime *rt, borrowed v)
{
    const struct native *native = as_native(v);
    if (is_plain(native))
        return str_format(rt, "<built-in function %s>", native->method->name);
    return str_format(rt, "<built-in method %s of %T object at %p>", native->method->name,
                      native->self, (void *)native->self);
}

static owned descriptor_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "<method '%s' of '%s' objects>", as_native(v)->method->name,
                      as_native(v)->owner->name);
}

static owned get_name(struct runtime *rt, borrowed v)
{
    return str_from_text(rt, as_native(v)->method->name);
}

static owned get_qualified_name(struct runtime *rt, borrowed v)
{
    const struct native *native = as_native(v);
    if (native->owner)
        return str_format(rt, "%s.%s", native->owner->name, native->method->name);
    if (is_plain(native))
        return get_name(rt, v);
    const struct type *type =
        class_check(native->self) ? (struct type *)native->self : object_type(rt, native->self);
    return str_format(rt, "%s.%s", type->name, native->method->name);
}

static owned get_self(struct runtime *rt, borrowed v)
{
    return as_native(v)->self ? slot_get(rt, &as_native(v)->self) : NONE;
}

static owned get_module(struct runtime *rt, borrowed v)
{
    return as_native(v)->module ? slot_get(rt, &as_native(v)->module) : NONE;
}

static owned get_doc(struct runtime *rt, borrowed v)
{
    return as_native(v)->method->doc ? str_from_text(rt, as_native(v)->method->doc) : NONE;
}

static owned get_owner(UNUSED struct runtime *rt, borrowed v)
{
    return &as_native(v)->owner->header;
}

/* Two bindings of one function to one object are equal. */
static owned native_compare(UNUSED struct runtime *rt, borrowed left, borrowed right,
                            enum compare operation)
{
    if (operation != COMPARE_EQ && operation != COMPARE_NE)
        return NOT_IMPLEMENTED;
    if (!object_is_pointer(right) || right->type != &native_function_type)
        return NOT_IMPLEMENTED;
    bool equal = as_native(left)->self == as_native(right)->self &&
                 as_native(left)->method == as_native(right)->method;
    return bool_of(equal == (operation == COMPARE_EQ));
}

static int native_hash(UNUSED struct runtime *rt, borrowed v, int64_t *hash)
{
    uintptr_t self = (uintptr_t)as_native(v)->self;
    uintptr_t method = (uintptr_t)as_native(v)->method;
    *hash = (int64_t)((self >> 4 | self << 60) ^ (method >> 4));
    *hash -= *hash == -1;
    return 0;
}

/* A function of a module goes by its name. */
static owned reduce(struct runtime *rt, borrowed v, const borrowed *arguments UNUSED,
                    size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__reduce__", positional, argument_names, 0, 0))
        return NULL;
    if (as_native(v)->self)
        return exception_raise(rt, &exception_TypeError, "cannot pickle a bound '%s' method",
                               as_native(v)->method->name);
    return str_from_text(rt, as_native(v)->method->name);
}

static const struct native_method function_methods[] = {
    {"__reduce__", reduce, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute function_attributes[] = {
    {"__name__", get_name, NULL}, {"__qualname__", get_qualified_name, NULL},
    {"__self__", get_self, NULL}, {"__module__", get_module, NULL},
    {"__doc__", get_doc, NULL},   {NULL, NULL, NULL},
};

static const struct native_attribute descriptor_attributes[] = {
    {"__name__", get_name, NULL},
    {"__qualname__", get_qualified_name, NULL},
    {"__objclass__", get_owner, NULL},
    {"__doc__", get_doc, NULL},
    {NULL, NULL, NULL},
};

struct type native_function_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "builtin_function_or_method",
    .base = &object_type_,
    .size = sizeof(struct native),
    .reported_size = 56,
    .flags = TYPE_TRACKED,
    .has_weak_references = true,
    .traverse = native_traverse,
    .clear = native_clear,
    .dealloc = native_dealloc,
    .call = native_call,
    .repr = native_repr,
    .hash = native_hash,
    .compare = native_compare,
    .methods = function_methods,
    .attributes = function_attributes,
};

struct type method_descriptor_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "method_descriptor",
    .base = &object_type_,
    .size = sizeof(struct native),
    .reported_size = 56,
    .flags = TYPE_METHOD_LIKE,
    .call = descriptor_call,
    .repr = descriptor_repr,
    .descriptor_get = descriptor_bind,
    .attributes = descriptor_attributes,
};

struct type class_method_descriptor_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "classmethod_descriptor",
    .base = &object_type_,
    .size = sizeof(struct native),
    .reported_size = 56,
    .call = class_descriptor_call,
    .repr = descriptor_repr,
    .descriptor_get = class_descriptor_bind,
    .attributes = descriptor_attributes,
};
