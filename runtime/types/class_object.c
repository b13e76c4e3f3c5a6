/* The class `object`: what every object can do. */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* --- birth ------------------------------------------------------------------------------------ */

static int plain_init(struct runtime *rt, borrowed v, const borrowed *arguments, size_t positional,
                      borrowed argument_names);

static bool has_arguments(size_t positional, borrowed argument_names)
{
    return positional || (argument_names && tuple_count(argument_names));
}

/* Arguments that neither __new__ nor __init__ of the class wants are an error; those that one of
 * them wants pass the other in silence. */
static owned plain_new(struct runtime *rt, struct type *type, UNUSED const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    if (has_arguments(positional, argument_names)) {
        if (type->new != plain_new)
            return exception_raise(rt, &exception_TypeError,
                                   "object.__new__() takes exactly one argument (the type to "
                                   "instantiate)");
        if (type->init == plain_init)
            return exception_raise(rt, &exception_TypeError, "%s() takes no arguments", type->name);
    }
    return class_instance_new(rt, type);
}

static int plain_init(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                      size_t positional, borrowed argument_names)
{
    const struct type *type = object_type(rt, v);
    if (!has_arguments(positional, argument_names))
        return 0;
    if (type->init != plain_init) {
        exception_raise(
            rt, &exception_TypeError,
            "object.__init__() takes exactly one argument (the instance to initialize)");
        return -1;
    }
    if (type->new == plain_new) {
        exception_raise(rt, &exception_TypeError,
                        "%s.__init__() takes exactly one argument (the instance to initialize)",
                        type->name);
        return -1;
    }
    return 0;
}

/* --- slots ------------------------------------------------------------------------------------ */

static owned plain_repr(struct runtime *rt, borrowed v)
{
    borrowed class = &object_type(rt, v)->header;
    owned module = object_find_attribute(rt, class, names.module);
    owned name = object_get_attribute(rt, class, names.qualname);
    owned text = NULL;
    if (name && module && str_check(module) && !str_equal_text(module, "builtins"))
        text = str_format(rt, "<%U.%U object at %p>", module, name, (void *)v);
    else if (name)
        text = str_format(rt, "<%U object at %p>", name, (void *)v);
    object_release_maybe(rt, module);
    object_release_maybe(rt, name);
    return text;
}

static owned plain_str(struct runtime *rt, borrowed v)
{
    return object_repr(rt, v);
}

static int plain_hash(UNUSED struct runtime *rt, borrowed v, int64_t *hash)
{
    uintptr_t address = (uintptr_t)v;
    *hash = (int64_t)(address >> 4 | address << 60);
    return 0;
}

/* Identity; != is the opposite of whatever == says. */
static owned plain_compare(struct runtime *rt, borrowed left, borrowed right,
                           enum compare operation)
{
    if (operation == COMPARE_EQ)
        return left == right ? bool_of(true) : NOT_IMPLEMENTED;
    struct type *type = object_type(rt, left);
    if (operation != COMPARE_NE || !type->compare)
        return NOT_IMPLEMENTED;
    owned equal = type->compare(rt, left, right, COMPARE_EQ);
    if (!equal || equal == NOT_IMPLEMENTED)
        return equal;
    int truth = object_is_true(rt, equal);
    object_release(rt, equal);
    return truth < 0 ? NULL : bool_of(!truth);
}

/* --- __class__ -------------------------------------------------------------------------------- */

static owned get_class(struct runtime *rt, borrowed v)
{
    return object_retain(rt, &object_type(rt, v)->header);
}

static int set_class(struct runtime *rt, borrowed v, borrowed value)
{
    if (!value || !class_check(value)) {
        if (!value)
            exception_raise(rt, &exception_TypeError, "can't delete __class__ attribute");
        else
            exception_raise(rt, &exception_TypeError,
                            "__class__ must be set to a class, not '%T' object", value);
        return -1;
    }
    struct type *old = object_type(rt, v), *new = (struct type *)value;
    bool modules = type_is_subtype(old, &module_type) && type_is_subtype(new, &module_type);
    if (!modules && (!type_has_flag(old, TYPE_HEAP) || !type_has_flag(new, TYPE_HEAP))) {
        exception_raise(rt, &exception_TypeError,
                        "__class__ assignment only supported for mutable types or ModuleType "
                        "subclasses");
        return -1;
    }
    if (!class_check_layout(rt, old, new, "__class__"))
        return -1;
    object_incref(rt, value, v);
    v->type = new;
    object_decref(rt, &old->header, v);
    return 0;
}

/* --- methods ---------------------------------------------------------------------------------- */

static owned plain_format(struct runtime *rt, borrowed v, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "object.__format__", positional, argument_names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "__format__() argument must be str, not %T", arguments[0]);
    if (str_length(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "unsupported format string passed to %T.__format__", v);
    return object_str(rt, v);
}

static owned size_of(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "object.__sizeof__", positional, argument_names, 0, 0))
        return NULL;
    size_t size = object_reported_size(rt, v);
    bool has_header = type_has_flag(object_type(rt, v), TYPE_TRACKED);
    if (class_check(v) && !type_has_flag((struct type *)v, TYPE_HEAP))
        has_header = false;
    return int_new_unsigned(rt, size - (has_header ? 16 : 0));
}

static owned init_subclass(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    if (argument_names && tuple_count(argument_names)) {
        owned name = object_get_attribute(rt, v, names.qualname);
        if (name)
            exception_raise(rt, &exception_TypeError,
                            "%S.__init_subclass__() takes no keyword arguments", name);
        object_release_maybe(rt, name);
        return NULL;
    }
    if (!arguments_count(rt, "object.__init_subclass__", positional, NULL, 0, 0))
        return NULL;
    return NONE;
}

static owned subclass_hook(UNUSED struct runtime *rt, UNUSED borrowed v,
                           UNUSED const borrowed *arguments, UNUSED size_t positional,
                           UNUSED borrowed argument_names)
{
    return NOT_IMPLEMENTED;
}

static const struct native_method object_methods[] = {
    {"__format__", plain_format, NATIVE_PLAIN, "Default object formatter."},
    {"__sizeof__", size_of, NATIVE_PLAIN, "Size of object in memory, in bytes."},
    {"__dir__", class_dir_of_object, NATIVE_PLAIN, "Default dir() implementation."},
    {"__getstate__", reduce_get_state, NATIVE_PLAIN, "Helper for pickle."},
    {"__reduce__", reduce_plain, NATIVE_PLAIN, "Helper for pickle."},
    {"__reduce_ex__", reduce_with_protocol, NATIVE_PLAIN, "Helper for pickle."},
    {"__init_subclass__", init_subclass, NATIVE_CLASS,
     "This method is called when a class is subclassed.\n\nThe default implementation does "
     "nothing. It may be\noverridden to extend subclasses.\n"},
    {"__subclasshook__", subclass_hook, NATIVE_CLASS,
     "Abstract classes can override this to customize issubclass()."},
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute object_attributes[] = {
    {"__class__", get_class, set_class},
    {NULL, NULL, NULL},
};

struct type object_type_ = {
    .header = OBJECT_STATIC(&type_type),
    .name = "object",
    .doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and "
           "returns a new featureless\ninstance that has no instance attributes and cannot be "
           "given any.\n",
    .size = sizeof(struct object),
    .reported_size = 16,
    .flags = TYPE_BASE,
    .new = plain_new,
    .init = plain_init,
    .repr = plain_repr,
    .str = plain_str,
    .hash = plain_hash,
    .compare = plain_compare,
    .get_attribute = object_generic_get_attribute,
    .set_attribute = object_generic_set_attribute,
    .methods = object_methods,
    .attributes = object_attributes,
};
