/* The class `type`: the life of classes, and calling them (class.h).
 *
 * A class holds its dict, its mro (and through that itself), its bases and its __slots__. It knows
 * its subclasses, and they hold it.
 */
#include "runtime/types/class.h"

#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"
#include "runtime/types/union_type.h"

static struct type *as_type(borrowed v)
{
    return (struct type *)v;
}

/* --- life ------------------------------------------------------------------------------------- */

static int class_traverse(borrowed v, visit_function visit, void *context)
{
    const struct type *type = as_type(v);
    const struct {
        borrowed referent;
        const char *name;
    } fields[] = {
        {type->dict, "__dict__"},
        {type->mro, "__mro__"},
        {type->bases, "__bases__"},
        {(borrowed)type->base, "__base__"},
        {type->qualified_name, "__qualname__"},
        {type->slot_names, "__slots__"},
    };
    int result = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && !result; i++)
        if (fields[i].referent)
            result = visit(context, fields[i].referent, EDGE_INTERNAL, (uintptr_t)fields[i].name);
    return result;
}

/* After this, no cycle goes through the class: its functions hang on the dict, itself on the mro.
 * What its order names stays alive through base and bases; an order of the metaclass's own goes. */
static int class_clear(struct runtime *rt, borrowed v)
{
    type_modified(rt, as_type(v));
    if (as_type(v)->own_order)
        type_set_order(rt, as_type(v), NULL, 0, false);
    if (as_type(v)->dict)
        dict_clear(rt, as_type(v)->dict);
    slot_clear(rt, v, &as_type(v)->mro);
    return 0;
}

static void class_dealloc(struct runtime *rt, borrowed v)
{
    struct type *type = as_type(v);
    type_unregister(rt, type);
    slot_clear(rt, v, &type->dict);
    slot_clear(rt, v, &type->mro);
    slot_clear(rt, v, &type->slot_names);
    slot_clear(rt, v, &type->qualified_name);
    type->base_count = 0;
    slot_clear(rt, v, &type->bases);
    slot_clear(rt, v, (borrowed *)(void *)&type->base);
    memory_free(type->order);
    memory_free(type->subclasses);
    type->subclass_count = 0; /* at the end of the runtime a subclass may still go after it */
    memory_free((char *)(uintptr_t)type->name);
}

/* What CPython 3.11 says of a class: its own block, and the table of keys that its instances share.
 */
static size_t class_size(UNUSED struct runtime *rt, borrowed v)
{
    const struct type *type = as_type(v);
    if (!type_has_flag(type, TYPE_HEAP))
        return 408;
    return type->dict_offset && !(type->flags & TYPE_EXCEPTION) ? 904 + 768 : 904;
}

/* --- instances -------------------------------------------------------------------------------- */

static owned raise_abstract(struct runtime *rt, struct type *type)
{
    owned methods = object_get_attribute_text(rt, &type->header, "__abstractmethods__");
    owned sorted = methods ? class_sorted(rt, methods) : NULL;
    int64_t count = sorted ? object_length(rt, sorted) : -1;
    owned separator = str_from_text(rt, ", ");
    owned text = sorted && separator ? str_join(rt, separator, sorted) : NULL;
    if (text)
        exception_raise(rt, &exception_TypeError,
                        "Can't instantiate abstract class %s with abstract method%s %U", type->name,
                        count > 1 ? "s" : "", text);
    object_release_maybe(rt, text);
    object_release_maybe(rt, separator);
    object_release_maybe(rt, sorted);
    object_release_maybe(rt, methods);
    return NULL;
}

owned class_instance_new(struct runtime *rt, struct type *type)
{
    if (UNLIKELY(type->flags & TYPE_ABSTRACT))
        return raise_abstract(rt, type);
    return object_new(rt, type, type->size, type->reported_size);
}

/* type(*arguments): __new__, and where that gives an instance of the class __init__. */
static owned instantiate(struct runtime *rt, struct type *type, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    if (!type->new)
        return exception_raise(rt, &exception_TypeError, "cannot create '%s' instances",
                               type->name);
    owned v = type->new (rt, type, arguments, positional, argument_names);
    if (!v || !type_is_subtype(object_type(rt, v), type))
        return v;
    const struct type *made = object_type(rt, v);
    if (!made->init || made->init(rt, v, arguments, positional, argument_names) == 0)
        return v;
    object_release(rt, v);
    return NULL;
}

static owned class_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    if (v == &type_type.header) {
        if (positional == 1 && !argument_names)
            return object_retain(rt, &object_type(rt, arguments[0])->header);
        if (positional != 3)
            return exception_raise(rt, &exception_TypeError, "type() takes 1 or 3 arguments");
    }
    return instantiate(rt, as_type(v), arguments, positional, argument_names);
}

bool class_has_plain_new(struct type *type)
{
    return type->header.type->call == class_call && type->new == object_type_.new;
}

/* --- type(name, bases, namespace) ------------------------------------------------------------- */

static owned make_class(struct runtime *rt, struct type *metatype, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    if (positional != 3)
        return exception_raise(rt, &exception_TypeError,
                               "type.__new__() takes exactly 3 arguments (%zu given)", positional);
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "type.__new__() argument 1 must be str, not %T", arguments[0]);
    if (!tuple_check(arguments[1]))
        return exception_raise(rt, &exception_TypeError,
                               "type.__new__() argument 2 must be tuple, not %T", arguments[1]);
    if (!dict_check(arguments[2]))
        return exception_raise(rt, &exception_TypeError,
                               "type.__new__() argument 3 must be dict, not %T", arguments[2]);
    struct type *best = class_best_metatype(rt, metatype, arguments[1]);
    if (!best)
        return NULL;
    if (best != metatype && best->new != make_class)
        return best->new (rt, best, arguments, positional, argument_names);
    return class_new(rt, best, arguments[0], arguments[1], arguments[2], arguments + 3,
                     argument_names);
}

/* The keywords were for __init_subclass__. */
static int class_init(struct runtime *rt, UNUSED borrowed v, UNUSED const borrowed *arguments,
                      size_t positional, UNUSED borrowed argument_names)
{
    if (positional == 1 || positional == 3)
        return 0;
    exception_raise(rt, &exception_TypeError, "type.__init__() takes 1 or 3 arguments");
    return -1;
}

static owned class_repr(struct runtime *rt, borrowed v)
{
    owned module = object_find_attribute(rt, v, names.module);
    owned name = module || !rt->error ? object_get_attribute(rt, v, names.qualname) : NULL;
    owned text = NULL;
    if (name && module && str_check(module) && !str_equal_text(module, "builtins"))
        text = str_format(rt, "<class '%U.%U'>", module, name);
    else if (name)
        text = str_format(rt, "<class '%U'>", name);
    object_release_maybe(rt, module);
    object_release_maybe(rt, name);
    return text;
}

struct type type_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "type",
    .base = &object_type_,
    .size = sizeof(struct type),
    .reported_size = 904,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_TYPE,
    .has_weak_references = true,
    .traverse = class_traverse,
    .clear = class_clear,
    .dealloc = class_dealloc,
    .size_of = class_size,
    .new = make_class,
    .init = class_init,
    .call = class_call,
    .repr = class_repr,
    .get_attribute = class_get_attribute,
    .set_attribute = class_set_attribute,
    .binary = {[BINARY_OR] = union_type_join},
    .methods = class_type_methods,
    .attributes = class_type_attributes,
};
