/* Attributes of classes and of instances' __dict__ (class_parts.h).
 *
 * An attribute of a class is looked up in the class and its bases, where functions stay functions;
 * what only the metaclass has comes after, except data descriptors such as __name__, which come
 * first.
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/mapping_proxy.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static struct type *as_type(borrowed v)
{
    return (struct type *)v;
}

static bool is_heap(borrowed v)
{
    return type_has_flag(as_type(v), TYPE_HEAP);
}

/* --- reading ---------------------------------------------------------------------------------- */

owned class_get_attribute(struct runtime *rt, borrowed class, borrowed name)
{
    struct type *metatype = class->type;
    borrowed meta = type_lookup(rt, metatype, name);
    struct type *meta_kind = meta ? object_type(rt, meta) : NULL;
    if (meta && meta_kind->descriptor_get && meta_kind->descriptor_set)
        return meta_kind->descriptor_get(rt, meta, class, &metatype->header);
    borrowed found = type_lookup(rt, as_type(class), name);
    if (found) {
        struct type *kind = object_type(rt, found);
        return kind->descriptor_get ? kind->descriptor_get(rt, found, NULL, class)
                                    : object_retain(rt, found);
    }
    if (meta)
        return meta_kind->descriptor_get
                   ? meta_kind->descriptor_get(rt, meta, class, &metatype->header)
                   : object_retain(rt, meta);
    exception_raise(rt, &exception_AttributeError, "type object '%s' has no attribute '%U'",
                    as_type(class)->name, name);
    protocol_note_attribute(rt, class, name);
    return NULL;
}

/* --- writing ---------------------------------------------------------------------------------- */

static bool is_special(borrowed name)
{
    size_t size;
    const char *text = str_utf8(name, &size);
    return size > 4 && memcmp(text, "__", 2) == 0 && memcmp(text + size - 2, "__", 2) == 0;
}

static int delete_from_dict(struct runtime *rt, borrowed class, borrowed name)
{
    owned old = dict_take(rt, as_type(class)->dict, name);
    if (old) {
        object_release(rt, old);
        return 0;
    }
    if (!rt->error) {
        exception_raise(rt, &exception_AttributeError, "type object '%s' has no attribute '%U'",
                        as_type(class)->name, name);
        protocol_note_attribute(rt, class, name);
    }
    return -1;
}

static int store(struct runtime *rt, borrowed class, borrowed name, borrowed value)
{
    borrowed dict = as_type(class)->dict;
    type_modified(rt, as_type(class));
    if (!value)
        return delete_from_dict(rt, class, name);
    return dict_set_copy(rt, dict, name, value);
}

int class_set_attribute(struct runtime *rt, borrowed class, borrowed name, borrowed value)
{
    if (!is_heap(class)) {
        exception_raise(rt, &exception_TypeError,
                        "cannot set '%U' attribute of immutable type '%s'", name,
                        as_type(class)->name);
        return -1;
    }
    borrowed meta = type_lookup(rt, class->type, name);
    struct type *meta_kind = meta ? object_type(rt, meta) : NULL;
    if (meta && meta_kind->descriptor_set)
        return meta_kind->descriptor_set(rt, meta, class, value);
    int result = store(rt, class, name, value);
    if (result == 0 && is_special(name))
        class_update_slot(rt, as_type(class), name);
    return result;
}

/* --- names ------------------------------------------------------------------------------------ */

/* A built-in type's name may begin with its module: 'weakref.ReferenceType'. */
static const char *short_name(const struct type *type)
{
    const char *dot = type_has_flag(type, TYPE_HEAP) ? NULL : strrchr(type->name, '.');
    return dot ? dot + 1 : type->name;
}

static owned get_name(struct runtime *rt, borrowed v)
{
    return str_from_text(rt, short_name(as_type(v)));
}

static bool check_text(struct runtime *rt, borrowed v, const char *attribute, borrowed value)
{
    if (!is_heap(v))
        exception_raise(rt, &exception_TypeError,
                        "cannot set '%s' attribute of immutable type '%s'", attribute,
                        as_type(v)->name);
    else if (!value)
        exception_raise(rt, &exception_TypeError, "cannot delete '%s' attribute of type '%s'",
                        attribute, as_type(v)->name);
    else if (!str_check(value))
        exception_raise(rt, &exception_TypeError, "can only assign string to %s.%s, not '%T'",
                        as_type(v)->name, attribute, value);
    else
        return true;
    return false;
}

static int set_name(struct runtime *rt, borrowed v, borrowed value)
{
    if (!check_text(rt, v, "__name__", value))
        return -1;
    memory_free((char *)(uintptr_t)as_type(v)->name);
    as_type(v)->name = memory_copy_string(str_utf8(value, NULL));
    return 0;
}

static owned get_qualified_name(struct runtime *rt, borrowed v)
{
    return as_type(v)->qualified_name ? slot_get(rt, &as_type(v)->qualified_name) : get_name(rt, v);
}

static int set_qualified_name(struct runtime *rt, borrowed v, borrowed value)
{
    if (!check_text(rt, v, "__qualname__", value))
        return -1;
    slot_copy(rt, v, &as_type(v)->qualified_name, value);
    return 0;
}

static owned get_module(struct runtime *rt, borrowed v)
{
    const struct type *type = as_type(v);
    if (is_heap(v)) {
        borrowed module = dict_get(rt, type->dict, names.module);
        if (!module && !rt->error)
            exception_raise(rt, &exception_AttributeError, "__module__");
        return module ? object_retain(rt, module) : NULL;
    }
    const char *dot = strrchr(type->name, '.');
    return dot ? str_new(rt, type->name, (size_t)(dot - type->name))
               : str_from_text(rt, "builtins");
}

/* Sets an attribute that lives in the class's own dict. */
static int set_in_dict(struct runtime *rt, borrowed v, borrowed name, borrowed value)
{
    if (!is_heap(v)) {
        exception_raise(rt, &exception_TypeError,
                        "cannot set '%U' attribute of immutable type '%s'", name, as_type(v)->name);
        return -1;
    }
    return store(rt, v, name, value);
}

static int set_module(struct runtime *rt, borrowed v, borrowed value)
{
    return set_in_dict(rt, v, names.module, value);
}

/* --- relations -------------------------------------------------------------------------------- */

static owned get_base(struct runtime *rt, borrowed v)
{
    struct type *base = as_type(v)->base;
    return base ? object_retain(rt, &base->header) : NONE;
}

static owned get_bases(struct runtime *rt, borrowed v)
{
    return slot_get(rt, &as_type(v)->bases);
}

static owned get_order(struct runtime *rt, borrowed v)
{
    return as_type(v)->mro ? slot_get(rt, &as_type(v)->mro) : NONE;
}

static owned get_type_dict(struct runtime *rt, borrowed v)
{
    return mapping_proxy_new(rt, as_type(v)->dict);
}

/* A docstring that is a descriptor is asked; a class does not inherit its base's. */
static owned get_doc(struct runtime *rt, borrowed v)
{
    borrowed doc = dict_get(rt, as_type(v)->dict, names.doc);
    if (!doc)
        return rt->error ? NULL : NONE;
    struct type *kind = object_type(rt, doc);
    return kind->descriptor_get ? kind->descriptor_get(rt, doc, NULL, v) : object_retain(rt, doc);
}

static int set_doc(struct runtime *rt, borrowed v, borrowed value)
{
    return set_in_dict(rt, v, names.doc, value);
}

static owned get_annotations(struct runtime *rt, borrowed v)
{
    borrowed found = dict_get(rt, as_type(v)->dict, names.annotations);
    if (found || rt->error)
        return found ? object_retain(rt, found) : NULL;
    if (!is_heap(v))
        return exception_raise(rt, &exception_AttributeError,
                               "type object '%s' has no attribute '__annotations__'",
                               as_type(v)->name);
    owned made = dict_new(rt);
    if (!made || set_in_dict(rt, v, names.annotations, made) == 0)
        return made;
    object_release(rt, made);
    return NULL;
}

static int set_annotations(struct runtime *rt, borrowed v, borrowed value)
{
    return set_in_dict(rt, v, names.annotations, value);
}

static owned get_abstract(struct runtime *rt, borrowed v)
{
    borrowed found =
        v == &type_type.header ? NULL : dict_get(rt, as_type(v)->dict, names.abstractmethods);
    if (found)
        return object_retain(rt, found);
    return rt->error ? NULL : exception_raise(rt, &exception_AttributeError, "__abstractmethods__");
}

static int set_abstract(struct runtime *rt, borrowed v, borrowed value)
{
    int truth = value ? object_is_true(rt, value) : 0;
    if (truth < 0 || set_in_dict(rt, v, names.abstractmethods, value) < 0)
        return -1;
    as_type(v)->flags &= ~(uint32_t)TYPE_ABSTRACT;
    as_type(v)->flags |= truth ? TYPE_ABSTRACT : 0;
    return 0;
}

const struct native_attribute class_type_attributes[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualified_name, set_qualified_name},
    {"__module__", get_module, set_module},
    {"__base__", get_base, NULL},
    {"__bases__", get_bases, class_set_bases},
    {"__mro__", get_order, NULL},
    {"__dict__", get_type_dict, NULL},
    {"__doc__", get_doc, set_doc},
    {"__annotations__", get_annotations, set_annotations},
    {"__abstractmethods__", get_abstract, set_abstract},
    {NULL, NULL, NULL},
};

/* --- methods of type -------------------------------------------------------------------------- */

static owned order_list(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "type.mro", positional, argument_names, 0, 0))
        return NULL;
    uint32_t count;
    struct type **order = class_make_order(rt, as_type(v), as_type(v)->bases, &count);
    owned list = order ? list_from(rt, (const borrowed *)order, count) : NULL;
    memory_free(order);
    return list;
}

bool class_has_base(const struct type *type, const struct type *base)
{
    for (uint32_t i = 0; i < type->base_count; i++)
        if (type->base_items[i] == base)
            return true;
    return false;
}

static owned subclass_list(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "type.__subclasses__", positional, argument_names, 0, 0))
        return NULL;
    owned list = list_new(rt, 0);
    struct type *class;
    for (size_t i = 0; list && (class = type_each(rt, i)); i++)
        if (class->header.count && class_has_base(class, as_type(v)) &&
            list_append(rt, list, object_retain(rt, &class->header)) < 0) {
            object_release(rt, list);
            return NULL;
        }
    return list;
}

static owned instance_check(struct runtime *rt, borrowed v, const borrowed *arguments,
                            size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "type.__instancecheck__", positional, argument_names, 1, 1))
        return NULL;
    int result = class_is_instance(rt, arguments[0], v);
    return result < 0 ? NULL : bool_of(result != 0);
}

static owned subclass_check(struct runtime *rt, borrowed v, const borrowed *arguments,
                            size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "type.__subclasscheck__", positional, argument_names, 1, 1))
        return NULL;
    int result = class_is_subclass(rt, arguments[0], v);
    return result < 0 ? NULL : bool_of(result != 0);
}

static owned prepare(struct runtime *rt, UNUSED borrowed v, UNUSED const borrowed *arguments,
                     UNUSED size_t positional, UNUSED borrowed argument_names)
{
    return dict_new(rt);
}

const struct native_method class_type_methods[] = {
    {"mro", order_list, NATIVE_PLAIN, "Return a type's method resolution order."},
    {"__subclasses__", subclass_list, NATIVE_PLAIN, "Return a list of immediate subclasses."},
    {"__instancecheck__", instance_check, NATIVE_PLAIN, "Check if an object is an instance."},
    {"__subclasscheck__", subclass_check, NATIVE_PLAIN, "Check if a class is a subclass."},
    {"__prepare__", prepare, NATIVE_CLASS, "__prepare__() -> dict\nused for the class statement"},
    {"__dir__", class_dir_of_type, NATIVE_PLAIN, "Specialized __dir__ implementation for types."},
    {NULL, NULL, 0, NULL},
};

/* --- __dict__ of instances -------------------------------------------------------------------- */

owned class_get_dict(struct runtime *rt, borrowed v)
{
    borrowed *slot = object_is_pointer(v) ? object_dict_slot(v) : NULL;
    if (!slot)
        return exception_raise(rt, &exception_AttributeError,
                               "'%T' object has no attribute '__dict__'", v);
    if (!*slot) {
        owned made = dict_new(rt);
        if (!made)
            return NULL;
        slot_set(rt, v, slot, made);
    }
    return slot_get(rt, slot);
}

int class_set_dict(struct runtime *rt, borrowed v, borrowed value)
{
    borrowed *slot = object_is_pointer(v) ? object_dict_slot(v) : NULL;
    if (!slot) {
        exception_raise(rt, &exception_AttributeError, "This object has no __dict__");
    } else if (!value) {
        slot_clear(rt, v, slot); /* the next use makes an empty one */
        return 0;
    } else if (!dict_check(value)) {
        exception_raise(rt, &exception_TypeError,
                        "__dict__ must be set to a dictionary, not a '%T'", value);
    } else {
        slot_copy(rt, v, slot, value);
        return 0;
    }
    return -1;
}
