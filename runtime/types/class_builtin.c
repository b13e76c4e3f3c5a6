/* Built-in types as Python sees them: bases, mro, and a dict of descriptors (class_parts.h).
 *
 * All of it is immortal: built-in types are shared by every runtime of the process.
 */
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static void define(struct runtime *rt, struct type *type, const char *name, borrowed value)
{
    borrowed key = str_intern_text(rt, name);
    if (dict_find_str(type->dict, key) < 0)
        dict_set_copy(rt, type->dict, key, value);
}

static borrowed method_object(struct runtime *rt, struct type *type,
                              const struct native_method *method)
{
    if (!(method->flags & NATIVE_STATIC))
        return native_new_descriptor(rt, method, type);
    owned function = object_new_immortal(&native_function_type, sizeof(struct native));
    ((struct native *)function)->method = method;
    return static_method_new_immortal(function);
}

static void add_methods(struct runtime *rt, struct type *type)
{
    for (const struct native_method *method = type->methods; method && method->name; method++)
        define(rt, type, method->name, method_object(rt, type, method));
    for (const struct native_attribute *attribute = type->attributes; attribute && attribute->name;
         attribute++)
        define(rt, type, attribute->name, attribute_descriptor_new(rt, attribute, type));
}

/* T.__new__ checks its first argument and calls the slot of T. */
static void add_new(struct runtime *rt, struct type *type)
{
    if (!type->new || (type->base && type->new == type->base->new))
        return;
    owned function = object_new_immortal(&native_function_type, sizeof(struct native));
    ((struct native *)function)->method = &class_new_method;
    ((struct native *)function)->self = &type->header;
    define(rt, type, "__new__", function);
}

static void add_doc(struct runtime *rt, struct type *type)
{
    define(rt, type, "__doc__", type->doc ? str_intern_text(rt, type->doc) : (borrowed)NONE);
}

static borrowed immortal_row(struct runtime *rt, struct type *const *types, size_t count)
{
    return tuple_immortal(rt, (const borrowed *)types, count);
}

void class_complete_builtin(struct runtime *rt, struct type *type)
{
    type->mro = immortal_row(rt, type->order, type->order_count);
    struct type *const bases[] = {type->base, type->second_base};
    type->base_count = (type->base ? 1u : 0u) + (type->second_base ? 1u : 0u);
    type->bases = immortal_row(rt, bases, type->base_count);
    type->base_items = (struct type *const *)((struct tuple *)type->bases)->items;
    type->dict = object_new_immortal(&dict_type, sizeof(struct dict));
    class_add_wrappers(rt, type);
    add_methods(rt, type);
    add_new(rt, type);
    add_doc(rt, type);
}

/* --- T.__new__ -------------------------------------------------------------------------------- */

/* Would calling type's slot make an instance that its own built-in base knows nothing of? */
static bool is_safe(struct runtime *rt, const struct type *type, const struct type *derived)
{
    const struct type *builtin = derived;
    while (type_has_flag(builtin, TYPE_HEAP))
        builtin = builtin->base;
    if (!builtin->new || builtin->new == type->new)
        return true;
    exception_raise(rt, &exception_TypeError, "%s.__new__(%s) is not safe, use %s.__new__()",
                    type->name, derived->name, builtin->name);
    return false;
}

static owned call_new(struct runtime *rt, borrowed self, const borrowed *arguments,
                      size_t positional, borrowed argument_names)
{
    struct type *type = (struct type *)self;
    if (positional == 0)
        return exception_raise(rt, &exception_TypeError, "%s.__new__(): not enough arguments",
                               type->name);
    if (!class_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "%s.__new__(X): X is not a type object (%T)", type->name,
                               arguments[0]);
    struct type *derived = (struct type *)arguments[0];
    if (!type_is_subtype(derived, type))
        return exception_raise(rt, &exception_TypeError,
                               "%s.__new__(%s): %s is not a subtype of %s", type->name,
                               derived->name, derived->name, type->name);
    if (!is_safe(rt, type, derived))
        return NULL;
    return type->new (rt, derived, arguments + 1, positional - 1, argument_names);
}

const struct native_method class_new_method = {
    "__new__", call_new, NATIVE_PLAIN,
    "Create and return a new object.  See help(type) for accurate signature."};
