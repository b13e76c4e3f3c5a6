/* list[int]: remembers the class and the arguments; behaves as the class otherwise. */
#include "runtime/types/generic_alias.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"
#include "runtime/types/union_type.h"

owned generic_alias_new(struct runtime *rt, borrowed origin, borrowed item)
{
    owned arguments = tuple_check(item) ? object_retain(rt, item) : tuple_from(rt, &item, 1);
    owned v =
        arguments ? object_new(rt, &generic_alias_type, sizeof(struct generic_alias), 56) : NULL;
    if (!v) {
        object_release_maybe(rt, arguments);
        return NULL;
    }
    slot_copy(rt, v, &((struct generic_alias *)v)->origin, origin);
    slot_set(rt, v, &((struct generic_alias *)v)->arguments, arguments);
    gc_track(rt, v);
    return v;
}

owned generic_alias_of_class(struct runtime *rt, borrowed self, const borrowed *arguments,
                             size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__class_getitem__", positional, argument_names, 1, 1))
        return NULL;
    return generic_alias_new(rt, self, arguments[0]);
}

static int traverse_alias(borrowed self, visit_function visit, void *context)
{
    struct generic_alias *alias = (struct generic_alias *)self;
    ITERATOR_VISIT(alias->origin);
    ITERATOR_VISIT(alias->arguments);
    return 0;
}

static void dealloc_alias(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct generic_alias *)self)->origin);
    slot_clear(rt, self, &((struct generic_alias *)self)->arguments);
}

int generic_alias_write_part(struct runtime *rt, struct str_builder *text, borrowed v)
{
    if (v == &ellipsis_object) {
        str_builder_text(text, "...");
        return 0;
    }
    if (!class_check(v))
        return str_builder_repr(rt, text, v);
    owned module = object_find_attribute(rt, v, names.module);
    owned name = object_find_attribute(rt, v, names.qualname);
    if (module && str_check(module) && !str_equal_text(module, "builtins")) {
        str_builder_append(text, module);
        str_builder_text(text, ".");
    }
    int status = name ? str_builder_str(rt, text, name) : -1;
    object_release_maybe(rt, module);
    object_release_maybe(rt, name);
    return status;
}

static owned repr_alias(struct runtime *rt, borrowed self)
{
    struct generic_alias *alias = (struct generic_alias *)self;
    struct str_builder text = STR_BUILDER_EMPTY;
    int status = generic_alias_write_part(rt, &text, alias->origin);
    str_builder_text(&text, "[");
    for (size_t i = 0; status == 0 && i < tuple_count(alias->arguments); i++) {
        if (i > 0)
            str_builder_text(&text, ", ");
        status = generic_alias_write_part(rt, &text, tuple_item(alias->arguments, i));
    }
    if (tuple_count(alias->arguments) == 0)
        str_builder_text(&text, "()");
    str_builder_text(&text, "]");
    if (status == 0)
        return str_builder_finish(rt, &text);
    str_builder_release(&text);
    return NULL;
}

static owned call_alias(struct runtime *rt, borrowed self, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    return object_call(rt, ((struct generic_alias *)self)->origin, arguments, positional,
                       argument_names);
}

/* What an alias answers for itself; everything else is its class's. */
static bool is_own(const char *name)
{
    static const char *const own[] = {"__origin__",        "__args__",         "__parameters__",
                                      "__class__",         "__mro_entries__",  "__reduce_ex__",
                                      "__reduce__",        "__copy__",         "__deepcopy__",
                                      "__instancecheck__", "__subclasscheck__"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(name, own[i]) == 0)
            return true;
    return false;
}

static owned get_attribute(struct runtime *rt, borrowed self, borrowed name)
{
    const char *text = str_utf8(name, NULL);
    if (text && text[0] == '_' && text[1] == '_' && is_own(text))
        return object_generic_get_attribute(rt, self, name);
    return object_get_attribute(rt, ((struct generic_alias *)self)->origin, name);
}

static owned compare_aliases(struct runtime *rt, borrowed self, borrowed other,
                             enum compare operation)
{
    struct generic_alias *left = (struct generic_alias *)self,
                         *right = (struct generic_alias *)other;
    if (!object_is_pointer(other) || other->type != &generic_alias_type ||
        (operation != COMPARE_EQ && operation != COMPARE_NE))
        return NOT_IMPLEMENTED;
    int equal = object_is_equal(rt, left->origin, right->origin);
    if (equal > 0)
        equal = object_is_equal(rt, left->arguments, right->arguments);
    return equal < 0 ? NULL : bool_of((equal > 0) == (operation == COMPARE_EQ));
}

static int hash_alias(struct runtime *rt, borrowed self, int64_t *hash)
{
    int64_t arguments_hash;
    if (object_hash(rt, ((struct generic_alias *)self)->origin, hash) < 0 ||
        object_hash(rt, ((struct generic_alias *)self)->arguments, &arguments_hash) < 0)
        return -1;
    *hash ^= arguments_hash;
    return 0;
}

static owned get_origin(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct generic_alias *)self)->origin);
}

static owned get_arguments(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct generic_alias *)self)->arguments);
}

/* --- type variables: list[T][int] is list[int] ------------------------------------------------ */

/* What the argument has under this name, where it is no class; NULL, maybe with an error. */
static owned find_in_argument(struct runtime *rt, borrowed argument, borrowed name)
{
    return class_check(argument) ? NULL : object_find_attribute(rt, argument, name);
}

static int append_once(struct runtime *rt, borrowed list, borrowed variable)
{
    int contains = object_contains(rt, list, variable);
    if (contains)
        return contains < 0 ? -1 : 0;
    return list_append(rt, list, object_retain(rt, variable));
}

/* Adds the type variables of an argument; -1: error. */
static int collect_parameters(struct runtime *rt, borrowed argument, borrowed list)
{
    owned is_variable = find_in_argument(rt, argument, names.typing_subst);
    if (is_variable) {
        object_release(rt, is_variable);
        return append_once(rt, list, argument);
    }
    owned inner = rt->error ? NULL : find_in_argument(rt, argument, names.parameters);
    int status = rt->error ? -1 : 0;
    for (size_t i = 0; inner && tuple_check(inner) && status == 0 && i < tuple_count(inner); i++)
        status = append_once(rt, list, tuple_item(inner, i));
    object_release_maybe(rt, inner);
    return status;
}

static owned get_parameters(struct runtime *rt, borrowed self)
{
    borrowed arguments = ((struct generic_alias *)self)->arguments;
    owned list = list_new(rt, 0), result = NULL;
    int status = list ? 0 : -1;
    for (size_t i = 0; status == 0 && i < tuple_count(arguments); i++)
        status = collect_parameters(rt, tuple_item(arguments, i), list);
    if (status == 0)
        result = tuple_from(rt, ((struct list *)list)->items, ((struct list *)list)->count);
    object_release_maybe(rt, list);
    return result;
}

/* What was given for the variable. */
static borrowed replacement(borrowed variables, borrowed given, borrowed variable)
{
    for (size_t i = 0; i < tuple_count(variables); i++)
        if (tuple_item(variables, i) == variable)
            return tuple_item(given, i);
    return variable;
}

static owned substitute(struct runtime *rt, borrowed argument, borrowed variables, borrowed given)
{
    borrowed found = replacement(variables, given, argument);
    owned inner = found == argument ? find_in_argument(rt, argument, names.parameters) : NULL;
    if (!inner || !tuple_check(inner) || tuple_count(inner) == 0) {
        object_release_maybe(rt, inner);
        return rt->error ? NULL : object_retain(rt, found);
    }
    owned item = tuple_new(rt, tuple_count(inner)), result = NULL;
    for (size_t i = 0; item && i < tuple_count(inner); i++)
        tuple_fill(rt, item, i,
                   object_retain(rt, replacement(variables, given, tuple_item(inner, i))));
    if (item)
        result = object_get_item(rt, argument, item);
    object_release_maybe(rt, item);
    object_release(rt, inner);
    return result;
}

static bool check_given(struct runtime *rt, borrowed self, size_t wanted, size_t given)
{
    if (wanted == 0)
        exception_raise(rt, &exception_TypeError, "%R is not a generic class", self);
    else if (wanted != given)
        exception_raise(rt, &exception_TypeError,
                        "Too %s arguments for %R; actual %zu, expected %zu",
                        given > wanted ? "many" : "few", self, given, wanted);
    return wanted > 0 && wanted == given;
}

static owned get_item(struct runtime *rt, borrowed self, borrowed item)
{
    struct generic_alias *alias = (struct generic_alias *)self;
    owned given = tuple_check(item) ? object_retain(rt, item) : tuple_from(rt, &item, 1);
    owned variables = given ? get_parameters(rt, self) : NULL;
    owned arguments = NULL, result = NULL;
    if (variables && check_given(rt, self, tuple_count(variables), tuple_count(given)))
        arguments = tuple_new(rt, tuple_count(alias->arguments));
    bool is_whole = arguments != NULL;
    for (size_t i = 0; is_whole && i < tuple_count(alias->arguments); i++) {
        owned argument = substitute(rt, tuple_item(alias->arguments, i), variables, given);
        is_whole = argument != NULL;
        if (is_whole)
            tuple_fill(rt, arguments, i, argument);
    }
    if (is_whole) {
        gc_track(rt, arguments);
        result = generic_alias_new(rt, alias->origin, arguments);
    }
    object_release_maybe(rt, arguments);
    object_release_maybe(rt, variables);
    object_release_maybe(rt, given);
    return result;
}

/* --- checks and bases ------------------------------------------------------------------------- */

static owned check_instance(struct runtime *rt, borrowed self UNUSED,
                            const borrowed *arguments UNUSED, size_t positional UNUSED,
                            borrowed argument_names UNUSED)
{
    return exception_raise(rt, &exception_TypeError,
                           "isinstance() argument 2 cannot be a parameterized generic");
}

static owned check_subclass(struct runtime *rt, borrowed self UNUSED,
                            const borrowed *arguments UNUSED, size_t positional UNUSED,
                            borrowed argument_names UNUSED)
{
    return exception_raise(rt, &exception_TypeError,
                           "issubclass() argument 2 cannot be a parameterized generic");
}

/* class C(list[int]) derives from list. */
static owned resolve_bases(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                           size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__mro_entries__", positional, argument_names, 1, 1))
        return NULL;
    return tuple_from(rt, &((struct generic_alias *)self)->origin, 1);
}

static owned new_alias(struct runtime *rt, struct type *type UNUSED, const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    return arguments_count(rt, "GenericAlias", positional, argument_names, 2, 2)
               ? generic_alias_new(rt, arguments[0], arguments[1])
               : NULL;
}

static owned reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                    size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__reduce__", positional, argument_names, 0, 0))
        return NULL;
    const struct generic_alias *alias = (struct generic_alias *)self;
    borrowed both[] = {alias->origin, alias->arguments};
    owned parts[] = {reduce_class(rt, self), tuple_from(rt, both, 2)};
    return reduce_tuple(rt, parts, 2);
}

static const struct native_attribute attributes[] = {
    {"__origin__", get_origin, NULL},
    {"__args__", get_arguments, NULL},
    {"__parameters__", get_parameters, NULL},
    {0},
};

static const struct native_method methods[] = {
    {"__mro_entries__", resolve_bases, NATIVE_PLAIN, NULL},
    {"__instancecheck__", check_instance, NATIVE_PLAIN, NULL},
    {"__subclasscheck__", check_subclass, NATIVE_PLAIN, NULL},
    {"__reduce__", reduce, NATIVE_PLAIN, NULL},
    {0},
};

struct type generic_alias_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "types.GenericAlias",
    .size = sizeof(struct generic_alias),
    .reported_size = 56,
    .flags = TYPE_TRACKED,
    .new = new_alias,
    .base = &object_type_,
    .traverse = traverse_alias,
    .dealloc = dealloc_alias,
    .repr = repr_alias,
    .call = call_alias,
    .get_attribute = get_attribute,
    .get_item = get_item,
    .compare = compare_aliases,
    .hash = hash_alias,
    .binary = {[BINARY_OR] = union_type_join},
    .attributes = attributes,
    .methods = methods,
};
