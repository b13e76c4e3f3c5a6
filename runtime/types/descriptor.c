/* Descriptors of attributes: computed ones (getset_descriptor), and the fields of __slots__
 * (member_descriptor). Those of a class hold it, as CPython's do. */
#include "runtime/core/gc.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static struct attribute_descriptor *as_attribute(borrowed v)
{
    return (struct attribute_descriptor *)v;
}

static struct member_descriptor *as_member(borrowed v)
{
    return (struct member_descriptor *)v;
}

/* The instance is one of owner's; else TypeError is raised. */
static bool check_instance(struct runtime *rt, const struct type *owner, const char *name,
                           borrowed instance)
{
    if (type_is_subtype(object_type(rt, instance), owner))
        return true;
    exception_raise(rt, &exception_TypeError,
                    "descriptor '%s' for '%s' objects doesn't apply to a '%T' object", name,
                    owner->name, instance);
    return false;
}

/* --- computed attributes ---------------------------------------------------------------------- */

owned attribute_descriptor_new(struct runtime *rt, const struct native_attribute *attribute,
                               struct type *owner)
{
    bool of_class = type_has_flag(owner, TYPE_HEAP);
    owned v =
        of_class
            ? object_new(rt, &attribute_descriptor_type, sizeof(struct attribute_descriptor),
                         attribute_descriptor_type.reported_size)
            : object_new_immortal(&attribute_descriptor_type, sizeof(struct attribute_descriptor));
    if (!v)
        return NULL;
    as_attribute(v)->attribute = attribute;
    as_attribute(v)->owner = owner;
    object_incref(rt, &owner->header, v);
    gc_track(rt, v);
    return v;
}

static int attribute_traverse(borrowed v, visit_function visit, void *context)
{
    return visit(context, &as_attribute(v)->owner->header, EDGE_INTERNAL,
                 (uintptr_t) "__objclass__");
}

static void attribute_dealloc(struct runtime *rt, borrowed v)
{
    object_decref(rt, &as_attribute(v)->owner->header, v);
}

static owned attribute_get(struct runtime *rt, borrowed v, borrowed instance, UNUSED borrowed owner)
{
    const struct attribute_descriptor *descriptor = as_attribute(v);
    if (!instance)
        return object_retain(rt, v);
    if (!check_instance(rt, descriptor->owner, descriptor->attribute->name, instance))
        return NULL;
    return descriptor->attribute->get(rt, instance);
}

static int attribute_set(struct runtime *rt, borrowed v, borrowed instance, borrowed value)
{
    const struct attribute_descriptor *descriptor = as_attribute(v);
    const char *name = descriptor->attribute->name;
    if (!check_instance(rt, descriptor->owner, name, instance))
        return -1;
    if (descriptor->attribute->set)
        return descriptor->attribute->set(rt, instance, value);
    exception_raise(rt, &exception_AttributeError, "attribute '%s' of '%s' objects is not writable",
                    name, descriptor->owner->name);
    return -1;
}

static owned attribute_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "<attribute '%s' of '%s' objects>", as_attribute(v)->attribute->name,
                      as_attribute(v)->owner->name);
}

static owned attribute_name(struct runtime *rt, borrowed v)
{
    return str_from_text(rt, as_attribute(v)->attribute->name);
}

static owned attribute_owner(struct runtime *rt, borrowed v)
{
    return object_retain(rt, &as_attribute(v)->owner->header);
}

static owned no_doc(UNUSED struct runtime *rt, UNUSED borrowed v)
{
    return NONE;
}

static const struct native_attribute attribute_attributes[] = {
    {"__name__", attribute_name, NULL},
    {"__objclass__", attribute_owner, NULL},
    {"__doc__", no_doc, NULL},
    {NULL, NULL, NULL},
};

struct type attribute_descriptor_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "getset_descriptor",
    .base = &object_type_,
    .size = sizeof(struct attribute_descriptor),
    .reported_size = 48,
    .flags = TYPE_TRACKED,
    .traverse = attribute_traverse,
    .dealloc = attribute_dealloc,
    .repr = attribute_repr,
    .descriptor_get = attribute_get,
    .descriptor_set = attribute_set,
    .attributes = attribute_attributes,
};

/* --- fields of __slots__ ---------------------------------------------------------------------- */

owned member_descriptor_new(struct runtime *rt, borrowed name, struct type *owner, size_t offset)
{
    owned v = object_new(rt, &member_descriptor_type, sizeof(struct member_descriptor),
                         member_descriptor_type.reported_size);
    if (!v)
        return NULL;
    as_member(v)->name = name;
    as_member(v)->owner = owner;
    as_member(v)->offset = offset;
    object_incref(rt, name, v);
    object_incref(rt, &owner->header, v);
    gc_track(rt, v);
    return v;
}

static int member_traverse(borrowed v, visit_function visit, void *context)
{
    int result =
        visit(context, &as_member(v)->owner->header, EDGE_INTERNAL, (uintptr_t) "__objclass__");
    return result ? result
                  : visit(context, as_member(v)->name, EDGE_INTERNAL, (uintptr_t) "__name__");
}

static void member_dealloc(struct runtime *rt, borrowed v)
{
    object_decref(rt, as_member(v)->name, v);
    object_decref(rt, &as_member(v)->owner->header, v);
}

static borrowed *field_of(borrowed v, borrowed instance)
{
    return (borrowed *)(void *)((char *)instance + as_member(v)->offset);
}

static owned member_get(struct runtime *rt, borrowed v, borrowed instance, UNUSED borrowed owner)
{
    if (!instance)
        return object_retain(rt, v);
    if (!check_instance(rt, as_member(v)->owner, str_utf8(as_member(v)->name, NULL), instance))
        return NULL;
    borrowed value = *field_of(v, instance);
    if (value)
        return object_retain(rt, value);
    exception_raise(rt, &exception_AttributeError, "'%T' object has no attribute '%U'", instance,
                    as_member(v)->name);
    protocol_note_attribute(rt, instance, as_member(v)->name);
    return NULL;
}

static int member_set(struct runtime *rt, borrowed v, borrowed instance, borrowed value)
{
    if (!check_instance(rt, as_member(v)->owner, str_utf8(as_member(v)->name, NULL), instance))
        return -1;
    borrowed *field = field_of(v, instance);
    if (!value && !*field) {
        exception_raise(rt, &exception_AttributeError, "%U", as_member(v)->name);
        protocol_note_attribute(rt, instance, as_member(v)->name);
        return -1;
    }
    slot_copy(rt, instance, field, value);
    return 0;
}

static owned member_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "<member '%U' of '%s' objects>", as_member(v)->name,
                      as_member(v)->owner->name);
}

static owned member_name(struct runtime *rt, borrowed v)
{
    return object_retain(rt, as_member(v)->name);
}

static owned member_owner(struct runtime *rt, borrowed v)
{
    return object_retain(rt, &as_member(v)->owner->header);
}

static const struct native_attribute member_attributes[] = {
    {"__name__", member_name, NULL},
    {"__objclass__", member_owner, NULL},
    {"__doc__", no_doc, NULL},
    {NULL, NULL, NULL},
};

struct type member_descriptor_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "member_descriptor",
    .base = &object_type_,
    .size = sizeof(struct member_descriptor),
    .reported_size = 48,
    .flags = TYPE_TRACKED,
    .traverse = member_traverse,
    .dealloc = member_dealloc,
    .repr = member_repr,
    .descriptor_get = member_get,
    .descriptor_set = member_set,
    .attributes = member_attributes,
};
