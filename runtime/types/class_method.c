/* classmethod and staticmethod. Names and documentation are those of the callable inside. */
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

struct wrapped { /* an object of either type */
    struct object header;
    borrowed callable; /* held; NULL until __init__ */
};

static struct wrapped *as_wrapped(borrowed v)
{
    return (struct wrapped *)v;
}

static owned make(struct runtime *rt, struct type *type, borrowed callable)
{
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (!v)
        return NULL;
    slot_copy(rt, v, &as_wrapped(v)->callable, callable);
    gc_track(rt, v);
    return v;
}

owned static_method_new(struct runtime *rt, borrowed callable)
{
    return make(rt, &static_method_type, callable);
}

owned static_method_new_immortal(borrowed callable)
{
    owned v = object_new_immortal(&static_method_type, sizeof(struct wrapped));
    as_wrapped(v)->callable = callable;
    return v;
}

owned class_method_new(struct runtime *rt, borrowed callable)
{
    return make(rt, &class_method_type, callable);
}

static owned wrapped_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    const char *name = type_is_subtype(type, &class_method_type) ? "classmethod" : "staticmethod";
    if (!arguments_count(rt, name, positional, argument_names, 1, 1))
        return NULL;
    return make(rt, type, arguments[0]);
}

static int wrapped_traverse(borrowed v, visit_function visit, void *context)
{
    borrowed callable = as_wrapped(v)->callable;
    return callable ? visit(context, callable, EDGE_INTERNAL, (uintptr_t) "__func__") : 0;
}

static int wrapped_clear(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_wrapped(v)->callable);
    return 0;
}

static void wrapped_dealloc(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_wrapped(v)->callable);
}

static owned class_method_bind(struct runtime *rt, borrowed v, borrowed instance, borrowed owner)
{
    borrowed class = owner ? owner : &object_type(rt, instance)->header;
    borrowed callable = as_wrapped(v)->callable;
    struct type *kind = object_type(rt, callable);
    if (kind->descriptor_get)
        return kind->descriptor_get(rt, callable, class, class);
    return method_new(rt, callable, class);
}

static owned static_method_bind(struct runtime *rt, borrowed v, UNUSED borrowed instance,
                                UNUSED borrowed owner)
{
    return slot_get(rt, &as_wrapped(v)->callable);
}

static owned static_method_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                                size_t positional, borrowed argument_names)
{
    return object_call(rt, as_wrapped(v)->callable, arguments, positional, argument_names);
}

static owned class_method_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "<classmethod(%R)>", as_wrapped(v)->callable);
}

static owned static_method_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "<staticmethod(%R)>", as_wrapped(v)->callable);
}

static owned get_callable(struct runtime *rt, borrowed v)
{
    return slot_get(rt, &as_wrapped(v)->callable);
}

static owned get_name(struct runtime *rt, borrowed v)
{
    return object_get_attribute(rt, as_wrapped(v)->callable, names.name);
}

static owned get_qualified_name(struct runtime *rt, borrowed v)
{
    return object_get_attribute(rt, as_wrapped(v)->callable, names.qualname);
}

static owned get_module(struct runtime *rt, borrowed v)
{
    return object_get_attribute(rt, as_wrapped(v)->callable, names.module);
}

static owned get_doc(struct runtime *rt, borrowed v)
{
    return object_get_attribute(rt, as_wrapped(v)->callable, names.doc);
}

static owned get_abstract(struct runtime *rt, borrowed v)
{
    owned flag = object_find_attribute(rt, as_wrapped(v)->callable, names.isabstractmethod);
    return flag || rt->error ? flag : object_retain(rt, bool_of(false));
}

static const struct native_attribute wrapped_attributes[] = {
    {"__func__", get_callable, NULL},
    {"__wrapped__", get_callable, NULL},
    {"__name__", get_name, NULL},
    {"__qualname__", get_qualified_name, NULL},
    {"__module__", get_module, NULL},
    {"__doc__", get_doc, NULL},
    {"__isabstractmethod__", get_abstract, NULL},
    {NULL, NULL, NULL},
};

struct type class_method_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "classmethod",
    .base = &object_type_,
    .size = sizeof(struct wrapped),
    .reported_size = 40,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .traverse = wrapped_traverse,
    .clear = wrapped_clear,
    .dealloc = wrapped_dealloc,
    .new = wrapped_new,
    .repr = class_method_repr,
    .descriptor_get = class_method_bind,
    .attributes = wrapped_attributes,
};

struct type static_method_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "staticmethod",
    .base = &object_type_,
    .size = sizeof(struct wrapped),
    .reported_size = 40,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .traverse = wrapped_traverse,
    .clear = wrapped_clear,
    .dealloc = wrapped_dealloc,
    .new = wrapped_new,
    .call = static_method_call,
    .repr = static_method_repr,
    .descriptor_get = static_method_bind,
    .attributes = wrapped_attributes,
};
