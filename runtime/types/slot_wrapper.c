/* Slots of built-in types as functions: `list.__len__`, `super().__init__`, `object.__eq__`.
 *
 * A wrapper calls the slot of the type it belongs to, whatever class the object is of: this is how
 * an overriding method reaches what it overrides.
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
#include "runtime/types/special.h"
#include "runtime/types/str.h"

static const struct slot_wrapper *as_wrapper(borrowed v)
{
    return (struct slot_wrapper *)v;
}

static const char *name_of(const struct slot_wrapper *wrapper)
{
    return str_utf8(*wrapper->special->name, NULL);
}

owned slot_wrapper_new(const struct special *special, struct type *owner)
{
    owned v = object_new_immortal(&slot_wrapper_type, sizeof(struct slot_wrapper));
    ((struct slot_wrapper *)v)->special = special;
    ((struct slot_wrapper *)v)->owner = owner;
    return v;
}

/* --- calling ---------------------------------------------------------------------------------- */

static owned status_result(int status)
{
    return status < 0 ? NULL : NONE;
}

static owned truth_result(int truth)
{
    return truth < 0 ? NULL : bool_of(truth != 0);
}

static owned call_hash(struct runtime *rt, const struct type *owner, borrowed self)
{
    int64_t hash;
    return owner->hash(rt, self, &hash) < 0 ? NULL : int_new(rt, hash);
}

static owned call_length(struct runtime *rt, const struct type *owner, borrowed self)
{
    int64_t length = owner->length(rt, self);
    return length < 0 ? NULL : int_new(rt, length);
}

static owned call_next(struct runtime *rt, const struct type *owner, borrowed self)
{
    owned item = owner->next(rt, self);
    if (!item && !rt->error)
        exception_raise_value(rt, &exception_StopIteration, NULL);
    return item;
}

static owned call_descriptor_get(struct runtime *rt, const struct type *owner, borrowed self,
                                 const borrowed *arguments, size_t count)
{
    borrowed instance = arguments[0] == NONE ? NULL : arguments[0];
    borrowed class = count > 1 && arguments[1] != NONE ? arguments[1] : NULL;
    if (!instance && !class)
        return exception_raise(rt, &exception_TypeError, "__get__(None, None) is invalid");
    return owner->descriptor_get(rt, self, instance, class);
}

/* The least and most arguments behind self. */
static void argument_range(const struct slot_wrapper *wrapper, size_t *least, size_t *most)
{
    switch (wrapper->special->kind) {
    case SPECIAL_BINARY:
        *least = 1;
        *most = wrapper->owner->power_modulo && *wrapper->special->name == names.pow_ ? 2 : 1;
        break;
    case SPECIAL_REFLECTED:
    case SPECIAL_COMPARE:
    case SPECIAL_CONTAINS:
    case SPECIAL_GET_ATTRIBUTE:
    case SPECIAL_DELETE_ATTRIBUTE:
    case SPECIAL_DELETE_ITEM:
    case SPECIAL_DESCRIPTOR_DELETE:
        *least = *most = 1;
        break;
    case SPECIAL_SET_ATTRIBUTE:
    case SPECIAL_SET_ITEM:
    case SPECIAL_DESCRIPTOR_SET:
        *least = *most = 2;
        break;
    case SPECIAL_DESCRIPTOR_GET:
        *least = 1;
        *most = 2;
        break;
    default:
        *least = *most = 0;
    }
}

static owned call_binary(struct runtime *rt, const struct slot_wrapper *wrapper, borrowed self,
                         const borrowed *arguments, size_t count)
{
    typedef owned (*binary_slot)(struct runtime *, borrowed, borrowed);
    binary_slot slot = (binary_slot)*special_slot_of(wrapper->special, wrapper->owner);
    if (wrapper->special->kind == SPECIAL_REFLECTED)
        return slot(rt, arguments[0], self);
    if (count == 2)
        return wrapper->owner->power_modulo(rt, self, arguments[0], arguments[1]);
    return slot(rt, self, arguments[0]);
}

/* The name of an attribute, interned; NULL: TypeError. */
static borrowed attribute_name(struct runtime *rt, borrowed name)
{
    if (str_check(name))
        return str_intern(rt, name);
    exception_raise(rt, &exception_TypeError, "attribute name must be string, not '%T'", name);
    return NULL;
}

static owned call_attribute(struct runtime *rt, const struct slot_wrapper *wrapper, borrowed self,
                            const borrowed *arguments)
{
    const struct type *owner = wrapper->owner;
    borrowed name = attribute_name(rt, arguments[0]);
    if (!name)
        return NULL;
    switch (wrapper->special->kind) {
    case SPECIAL_GET_ATTRIBUTE:
        return owner->get_attribute(rt, self, name);
    case SPECIAL_SET_ATTRIBUTE:
        return status_result(owner->set_attribute(rt, self, name, arguments[1]));
    default:
        return status_result(owner->set_attribute(rt, self, name, NULL));
    }
}

static owned call_slot(struct runtime *rt, const struct slot_wrapper *wrapper, borrowed self,
                       const borrowed *arguments, size_t count)
{
    typedef owned (*unary_slot)(struct runtime *, borrowed);
    const struct type *owner = wrapper->owner;
    switch (wrapper->special->kind) {
    case SPECIAL_UNARY:
        return ((unary_slot)*special_slot_of(wrapper->special, owner))(rt, self);
    case SPECIAL_BINARY:
    case SPECIAL_REFLECTED:
        return call_binary(rt, wrapper, self, arguments, count);
    case SPECIAL_HASH:
        return call_hash(rt, owner, self);
    case SPECIAL_GET_ATTRIBUTE:
    case SPECIAL_SET_ATTRIBUTE:
    case SPECIAL_DELETE_ATTRIBUTE:
        return call_attribute(rt, wrapper, self, arguments);
    case SPECIAL_COMPARE:
        return owner->compare(rt, self, arguments[0], special_comparison(wrapper->special));
    case SPECIAL_DESCRIPTOR_GET:
        return call_descriptor_get(rt, owner, self, arguments, count);
    case SPECIAL_DESCRIPTOR_SET:
        return status_result(owner->descriptor_set(rt, self, arguments[0], arguments[1]));
    case SPECIAL_DESCRIPTOR_DELETE:
        return status_result(owner->descriptor_set(rt, self, arguments[0], NULL));
    case SPECIAL_NEXT:
        return call_next(rt, owner, self);
    case SPECIAL_LENGTH:
        return call_length(rt, owner, self);
    case SPECIAL_SET_ITEM:
        return status_result(owner->set_item(rt, self, arguments[0], arguments[1]));
    case SPECIAL_DELETE_ITEM:
        return status_result(owner->set_item(rt, self, arguments[0], NULL));
    case SPECIAL_CONTAINS:
        return truth_result(owner->contains(rt, self, arguments[0]));
    case SPECIAL_BOOL:
        return truth_result(owner->to_bool(rt, self));
    default: /* the others take any arguments, or have no wrapper */
        abort();
    }
}

static owned call_wrapper(struct runtime *rt, const struct slot_wrapper *wrapper, borrowed self,
                          const borrowed *arguments, size_t positional, borrowed argument_names)
{
    const struct type *owner = wrapper->owner;
    if (wrapper->special->kind == SPECIAL_INIT)
        return status_result(owner->init(rt, self, arguments, positional, argument_names));
    if (wrapper->special->kind == SPECIAL_CALL)
        return owner->call(rt, self, arguments, positional, argument_names);
    if (argument_names)
        return exception_raise(rt, &exception_TypeError, "wrapper %s() takes no keyword arguments",
                               name_of(wrapper));
    size_t least = 0, most = 0;
    argument_range(wrapper, &least, &most);
    if (positional >= least && positional <= most)
        return call_slot(rt, wrapper, self, arguments, positional);
    return exception_raise(rt, &exception_TypeError, "expected %zu argument%s, got %zu", least,
                           least == 1 ? "" : "s", positional);
}

static owned wrapper_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    const struct slot_wrapper *wrapper = as_wrapper(v);
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError,
                               "descriptor '%s' of '%s' object needs an argument", name_of(wrapper),
                               wrapper->owner->name);
    if (!type_is_subtype(object_type(rt, arguments[0]), wrapper->owner))
        return exception_raise(rt, &exception_TypeError,
                               "descriptor '%s' requires a '%s' object but received a '%T'",
                               name_of(wrapper), wrapper->owner->name, arguments[0]);
    return call_wrapper(rt, wrapper, arguments[0], arguments + 1, positional - 1, argument_names);
}

/* --- bound wrappers --------------------------------------------------------------------------- */

struct method_wrapper {
    struct object header;
    const struct slot_wrapper *wrapper; /* immortal */
    borrowed self;                      /* held */
};

static struct method_wrapper *as_bound(borrowed v)
{
    return (struct method_wrapper *)v;
}

static owned wrapper_bind(struct runtime *rt, borrowed v, borrowed instance, UNUSED borrowed owner)
{
    if (!instance)
        return object_retain(rt, v);
    owned bound = object_new(rt, &method_wrapper_type, sizeof(struct method_wrapper),
                             method_wrapper_type.reported_size);
    if (!bound)
        return NULL;
    as_bound(bound)->wrapper = as_wrapper(v);
    slot_copy(rt, bound, &as_bound(bound)->self, instance);
    gc_track(rt, bound);
    return bound;
}

static int bound_traverse(borrowed v, visit_function visit, void *context)
{
    borrowed self = as_bound(v)->self;
    return self ? visit(context, self, EDGE_INTERNAL, (uintptr_t) "__self__") : 0;
}

static void bound_dealloc(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_bound(v)->self);
}

static owned bound_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    return call_wrapper(rt, as_bound(v)->wrapper, as_bound(v)->self, arguments, positional,
                        argument_names);
}

static owned bound_compare(UNUSED struct runtime *rt, borrowed left, borrowed right,
                           enum compare operation)
{
    if (operation != COMPARE_EQ && operation != COMPARE_NE)
        return NOT_IMPLEMENTED;
    if (!object_is_pointer(right) || right->type != &method_wrapper_type)
        return NOT_IMPLEMENTED;
    bool equal = as_bound(left)->self == as_bound(right)->self &&
                 as_bound(left)->wrapper == as_bound(right)->wrapper;
    return bool_of(equal == (operation == COMPARE_EQ));
}

static int bound_hash(UNUSED struct runtime *rt, borrowed v, int64_t *hash)
{
    *hash = (int64_t)((uintptr_t)as_bound(v)->self >> 4 ^ (uintptr_t)as_bound(v)->wrapper >> 4);
    return 0;
}

/* --- looks ------------------------------------------------------------------------------------ */

static owned wrapper_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "<slot wrapper '%s' of '%s' objects>", name_of(as_wrapper(v)),
                      as_wrapper(v)->owner->name);
}

static owned bound_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "<method-wrapper '%s' of %T object at %p>", name_of(as_bound(v)->wrapper),
                      as_bound(v)->self, (void *)as_bound(v)->self);
}

static owned wrapper_name(UNUSED struct runtime *rt, borrowed v)
{
    return *as_wrapper(v)->special->name;
}

static owned wrapper_qualified_name(struct runtime *rt, borrowed v)
{
    return str_format(rt, "%s.%s", as_wrapper(v)->owner->name, name_of(as_wrapper(v)));
}

static owned wrapper_owner(UNUSED struct runtime *rt, borrowed v)
{
    return &as_wrapper(v)->owner->header;
}

static owned bound_name(UNUSED struct runtime *rt, borrowed v)
{
    return *as_bound(v)->wrapper->special->name;
}

static owned bound_self(struct runtime *rt, borrowed v)
{
    return slot_get(rt, &as_bound(v)->self);
}

static owned no_doc(UNUSED struct runtime *rt, UNUSED borrowed v)
{
    return NONE;
}

static const struct native_attribute wrapper_attributes[] = {
    {"__name__", wrapper_name, NULL},
    {"__qualname__", wrapper_qualified_name, NULL},
    {"__objclass__", wrapper_owner, NULL},
    {"__doc__", no_doc, NULL},
    {NULL, NULL, NULL},
};

static const struct native_attribute bound_attributes[] = {
    {"__name__", bound_name, NULL},
    {"__self__", bound_self, NULL},
    {"__doc__", no_doc, NULL},
    {NULL, NULL, NULL},
};

struct type slot_wrapper_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "wrapper_descriptor",
    .base = &object_type_,
    .size = sizeof(struct slot_wrapper),
    .reported_size = 56,
    .flags = TYPE_METHOD_LIKE,
    .call = wrapper_call,
    .repr = wrapper_repr,
    .descriptor_get = wrapper_bind,
    .attributes = wrapper_attributes,
};

struct type method_wrapper_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "method-wrapper",
    .base = &object_type_,
    .size = sizeof(struct method_wrapper),
    .reported_size = 32,
    .flags = TYPE_TRACKED,
    .traverse = bound_traverse,
    .dealloc = bound_dealloc,
    .call = bound_call,
    .repr = bound_repr,
    .hash = bound_hash,
    .compare = bound_compare,
    .attributes = bound_attributes,
};
