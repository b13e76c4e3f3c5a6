/* property: an attribute that functions compute. */
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

struct property {
    struct object header;
    borrowed getter; /* held, all of these, or NULL */
    borrowed setter;
    borrowed deleter;
    borrowed doc;
    borrowed name;      /* from __set_name__ */
    bool doc_of_getter; /* doc came from the getter, and follows it */
};

static struct property *as_property(borrowed v)
{
    return (struct property *)v;
}

/* --- life ------------------------------------------------------------------------------------- */

static owned property_new(struct runtime *rt, struct type *type, UNUSED const borrowed *arguments,
                          UNUSED size_t positional, UNUSED borrowed argument_names)
{
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (v)
        gc_track(rt, v);
    return v;
}

static borrowed unless_none(borrowed v)
{
    return v == NONE ? NULL : v;
}

/* The getter's docstring. -1: error. */
static int take_doc(struct runtime *rt, borrowed v)
{
    owned doc = object_find_attribute(rt, as_property(v)->getter, names.doc);
    if (!doc)
        return rt->error ? -1 : 0;
    as_property(v)->doc_of_getter = true;
    if (doc == NONE)
        return 0;
    /* An instance of a derived class has a __doc__ of its own, which the class's would hide. */
    if (v->type != &property_type && object_dict_slot(v)) {
        int result = object_set_attribute(rt, v, names.doc, doc);
        object_release(rt, doc);
        return result;
    }
    slot_set(rt, v, &as_property(v)->doc, doc);
    return 0;
}

static int property_init(struct runtime *rt, borrowed v, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    static const char *const parameters[] = {"fget", "fset", "fdel", "doc", NULL};
    static const struct arguments specification = {"property", parameters, 0, 0, SIZE_MAX};
    borrowed values[4];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return -1;
    struct property *property = as_property(v);
    slot_copy(rt, v, &property->getter, unless_none(values[0]));
    slot_copy(rt, v, &property->setter, unless_none(values[1]));
    slot_copy(rt, v, &property->deleter, unless_none(values[2]));
    slot_copy(rt, v, &property->doc, unless_none(values[3]));
    property->doc_of_getter = false;
    return !property->doc && property->getter ? take_doc(rt, v) : 0;
}

static int property_traverse(borrowed v, visit_function visit, void *context)
{
    static const char *const labels[] = {"fget", "fset", "fdel", "__doc__", "__name__"};
    const struct property *property = as_property(v);
    const borrowed fields[] = {property->getter, property->setter, property->deleter, property->doc,
                               property->name};
    int result = 0;
    for (size_t i = 0; i < 5 && !result; i++)
        if (fields[i])
            result = visit(context, fields[i], EDGE_INTERNAL, (uintptr_t)labels[i]);
    return result;
}

static int property_clear(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_property(v)->doc);
    return 0;
}

static void property_dealloc(struct runtime *rt, borrowed v)
{
    struct property *property = as_property(v);
    slot_clear(rt, v, &property->getter);
    slot_clear(rt, v, &property->setter);
    slot_clear(rt, v, &property->deleter);
    slot_clear(rt, v, &property->doc);
    slot_clear(rt, v, &property->name);
}

/* --- use -------------------------------------------------------------------------------------- */

static owned raise_missing(struct runtime *rt, borrowed v, borrowed instance, const char *what)
{
    if (as_property(v)->name)
        return exception_raise(rt, &exception_AttributeError, "property %R of %R object has no %s",
                               as_property(v)->name,
                               object_type(rt, instance)->qualified_name
                                   ? object_type(rt, instance)->qualified_name
                                   : str_intern_text(rt, object_type(rt, instance)->name),
                               what);
    return exception_raise(rt, &exception_AttributeError, "property of %R object has no %s",
                           object_type(rt, instance)->qualified_name
                               ? object_type(rt, instance)->qualified_name
                               : str_intern_text(rt, object_type(rt, instance)->name),
                           what);
}

static owned property_get(struct runtime *rt, borrowed v, borrowed instance, UNUSED borrowed owner)
{
    if (!instance || instance == NONE)
        return object_retain(rt, v);
    borrowed getter = as_property(v)->getter;
    return getter ? object_call_one(rt, getter, instance)
                  : raise_missing(rt, v, instance, "getter");
}

static int property_set(struct runtime *rt, borrowed v, borrowed instance, borrowed value)
{
    borrowed function = value ? as_property(v)->setter : as_property(v)->deleter;
    if (!function) {
        raise_missing(rt, v, instance, value ? "setter" : "deleter");
        return -1;
    }
    borrowed arguments[] = {instance, value};
    owned result = object_call(rt, function, arguments, value ? 2 : 1, NULL);
    if (!result)
        return -1;
    object_release(rt, result);
    return 0;
}

/* type(v)(fget, fset, fdel, doc) with one of the functions replaced. */
static owned copy_with(struct runtime *rt, borrowed v, borrowed getter, borrowed setter,
                       borrowed deleter)
{
    const struct property *old = as_property(v);
    borrowed arguments[] = {
        getter        ? getter
        : old->getter ? old->getter
                      : NONE,
        setter        ? setter
        : old->setter ? old->setter
                      : NONE,
        deleter        ? deleter
        : old->deleter ? old->deleter
                       : NONE,
        old->doc && !(getter && old->doc_of_getter) ? old->doc : NONE,
    };
    owned copy = object_call(rt, &v->type->header, arguments, 4, NULL);
    if (copy && type_is_subtype(object_type(rt, copy), &property_type) && old->name)
        slot_copy(rt, copy, &as_property(copy)->name, old->name);
    return copy;
}

static owned with_getter(struct runtime *rt, borrowed v, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "property.getter", positional, argument_names, 1, 1))
        return NULL;
    return copy_with(rt, v, arguments[0], NULL, NULL);
}

static owned with_setter(struct runtime *rt, borrowed v, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "property.setter", positional, argument_names, 1, 1))
        return NULL;
    return copy_with(rt, v, NULL, arguments[0], NULL);
}

static owned with_deleter(struct runtime *rt, borrowed v, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "property.deleter", positional, argument_names, 1, 1))
        return NULL;
    return copy_with(rt, v, NULL, NULL, arguments[0]);
}

static owned set_name(struct runtime *rt, borrowed v, const borrowed *arguments, size_t positional,
                      borrowed argument_names)
{
    if (!arguments_count(rt, "__set_name__", positional, argument_names, 2, 2))
        return NULL;
    slot_copy(rt, v, &as_property(v)->name, arguments[1]);
    return NONE;
}

static const struct native_method property_methods[] = {
    {"getter", with_getter, NATIVE_PLAIN,
     "Descriptor to obtain a copy of the property with a different getter."},
    {"setter", with_setter, NATIVE_PLAIN,
     "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter", with_deleter, NATIVE_PLAIN,
     "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__", set_name, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

/* --- attributes ------------------------------------------------------------------------------- */

static owned or_none(struct runtime *rt, const borrowed *slot)
{
    return *slot ? slot_get(rt, slot) : NONE;
}

static owned get_getter(struct runtime *rt, borrowed v)
{
    return or_none(rt, &as_property(v)->getter);
}

static owned get_setter(struct runtime *rt, borrowed v)
{
    return or_none(rt, &as_property(v)->setter);
}

static owned get_deleter(struct runtime *rt, borrowed v)
{
    return or_none(rt, &as_property(v)->deleter);
}

static owned get_doc(struct runtime *rt, borrowed v)
{
    return or_none(rt, &as_property(v)->doc);
}

static int set_doc(struct runtime *rt, borrowed v, borrowed value)
{
    slot_copy(rt, v, &as_property(v)->doc, value);
    return 0;
}

static owned get_abstract(struct runtime *rt, borrowed v)
{
    const struct property *property = as_property(v);
    const borrowed functions[] = {property->getter, property->setter, property->deleter};
    for (size_t i = 0; i < 3; i++) {
        owned flag =
            functions[i] ? object_find_attribute(rt, functions[i], names.isabstractmethod) : NULL;
        if (!flag && rt->error)
            return NULL;
        int truth = flag ? object_is_true(rt, flag) : 0;
        object_release_maybe(rt, flag);
        if (truth)
            return truth < 0 ? NULL : bool_of(true);
    }
    return bool_of(false);
}

static const struct native_attribute property_attributes[] = {
    {"fget", get_getter, NULL},
    {"fset", get_setter, NULL},
    {"fdel", get_deleter, NULL},
    {"__doc__", get_doc, set_doc},
    {"__isabstractmethod__", get_abstract, NULL},
    {NULL, NULL, NULL},
};

struct type property_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "property",
    .base = &object_type_,
    .size = sizeof(struct property),
    .reported_size = 56,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .traverse = property_traverse,
    .clear = property_clear,
    .dealloc = property_dealloc,
    .new = property_new,
    .init = property_init,
    .descriptor_get = property_get,
    .descriptor_set = property_set,
    .methods = property_methods,
    .attributes = property_attributes,
};
