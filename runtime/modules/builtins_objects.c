/* Built-in functions that ask any object something: len, repr, getattr, isinstance, iter … */
#include "runtime/modules/builtins.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static owned count_items(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "len", positional, argument_names, 1, 1))
        return NULL;
    int64_t length = object_length(rt, arguments[0]);
    return length < 0 ? NULL : int_new(rt, length);
}

static owned print_repr(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "repr", positional, argument_names, 1, 1))
        return NULL;
    return object_repr(rt, arguments[0]);
}

static owned print_ascii(BUILTIN_PARAMETERS)
{
    static const char digits[] = "0123456789abcdef";
    if (!arguments_count(rt, "ascii", positional, argument_names, 1, 1))
        return NULL;
    owned text = object_repr(rt, arguments[0]);
    if (!text || ((struct str *)text)->ascii)
        return text;
    struct str_builder escaped = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < str_length(text); i++) {
        uint32_t character = str_character((struct str *)text, i);
        int width = character < 0x100 ? 2 : character < 0x10000 ? 4 : 8;
        if (character < 0x80) {
            str_builder_character(&escaped, character);
            continue;
        }
        str_builder_text(&escaped, width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U");
        for (int shift = 4 * (width - 1); shift >= 0; shift -= 4)
            str_builder_character(&escaped, (uint8_t)digits[character >> shift & 15]);
    }
    object_release(rt, text);
    return str_builder_finish(rt, &escaped);
}

static owned format_value(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "format", positional, argument_names, 1, 2))
        return NULL;
    if (positional > 1 && !str_check(arguments[1]))
        return exception_raise(rt, &exception_TypeError, "format() argument 2 must be str, not %T",
                               arguments[1]);
    return object_format(rt, arguments[0], positional > 1 ? arguments[1] : names.empty);
}

static owned get_hash(BUILTIN_PARAMETERS)
{
    int64_t hash;
    if (!arguments_count(rt, "hash", positional, argument_names, 1, 1) ||
        object_hash(rt, arguments[0], &hash) < 0)
        return NULL;
    return int_new(rt, hash);
}

static owned get_identity(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "id", positional, argument_names, 1, 1))
        return NULL;
    return int_new_unsigned(rt, (uint64_t)(uintptr_t)arguments[0]);
}

static owned check_callable(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "callable", positional, argument_names, 1, 1))
        return NULL;
    return bool_of(object_is_callable(rt, arguments[0]));
}

static owned check_instance(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "isinstance", positional, argument_names, 2, 2))
        return NULL;
    int status = object_is_instance(rt, arguments[0], arguments[1]);
    return status < 0 ? NULL : bool_of(status);
}

static owned check_subclass(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "issubclass", positional, argument_names, 2, 2))
        return NULL;
    int status = object_is_subclass(rt, arguments[0], arguments[1]);
    return status < 0 ? NULL : bool_of(status);
}

/* --- attributes ------------------------------------------------------------------------------- */

/* The name of an attribute, interned; NULL: TypeError. */
static borrowed attribute_name(struct runtime *rt, borrowed v)
{
    if (str_check(v))
        return ((struct str *)v)->interned ? v : str_intern(rt, v);
    return exception_raise(rt, &exception_TypeError, "attribute name must be string, not '%T'", v);
}

static owned get_attribute(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "getattr", positional, argument_names, 2, 3))
        return NULL;
    borrowed name = attribute_name(rt, arguments[1]);
    if (!name)
        return NULL;
    if (positional == 2)
        return object_get_attribute(rt, arguments[0], name);
    owned value = object_find_attribute(rt, arguments[0], name);
    return value || runtime_has_error(rt) ? value : object_retain(rt, arguments[2]);
}

static owned has_attribute(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "hasattr", positional, argument_names, 2, 2))
        return NULL;
    borrowed name = attribute_name(rt, arguments[1]);
    owned value = name ? object_find_attribute(rt, arguments[0], name) : NULL;
    if (runtime_has_error(rt))
        return NULL;
    object_release_maybe(rt, value);
    return bool_of(value != NULL);
}

static owned set_attribute(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "setattr", positional, argument_names, 3, 3))
        return NULL;
    borrowed name = attribute_name(rt, arguments[1]);
    if (!name || object_set_attribute(rt, arguments[0], name, arguments[2]) < 0)
        return NULL;
    return NONE;
}

static owned delete_attribute(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "delattr", positional, argument_names, 2, 2))
        return NULL;
    borrowed name = attribute_name(rt, arguments[1]);
    if (!name || object_set_attribute(rt, arguments[0], name, NULL) < 0)
        return NULL;
    return NONE;
}

/* A sorted list of an iterable's items, which is stolen (NULL: an error is raised already). */
static owned sort_items(struct runtime *rt, owned items)
{
    owned list = items ? list_from_iterable(rt, items) : NULL;
    object_release_maybe(rt, items);
    if (list && list_sort(rt, list, NONE, false) < 0) {
        object_release(rt, list);
        return NULL;
    }
    return list;
}

static owned list_names(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "dir", positional, argument_names, 0, 1))
        return NULL;
    if (positional == 0)
        return sort_items(rt, builtins_locals(rt));
    owned method = object_find_special(rt, arguments[0], names.dir);
    if (!method)
        return runtime_has_error(rt) ? NULL : class_dir(rt, arguments[0]);
    owned found = object_call_none(rt, method);
    object_release(rt, method);
    return sort_items(rt, found);
}

static owned get_variables(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "vars", positional, argument_names, 0, 1))
        return NULL;
    if (positional == 0)
        return builtins_locals(rt);
    owned found = object_find_attribute(rt, arguments[0], names.dict);
    if (!found && !runtime_has_error(rt))
        exception_raise(rt, &exception_TypeError, "vars() argument must have __dict__ attribute");
    return found;
}

/* --- iterating -------------------------------------------------------------------------------- */

static owned make_iterator(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "iter", positional, argument_names, 1, 2))
        return NULL;
    if (positional == 1)
        return object_iterate(rt, arguments[0]);
    if (!object_is_callable(rt, arguments[0]))
        return exception_raise(rt, &exception_TypeError, "iter(v, w): v must be callable");
    return callable_iterator_new(rt, arguments[0], arguments[1]);
}

static owned take_next(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "next", positional, argument_names, 1, 2))
        return NULL;
    struct type *type = object_type(rt, arguments[0]);
    if (!type->next)
        return exception_raise(rt, &exception_TypeError, "'%T' object is not an iterator",
                               arguments[0]);
    owned item = type->next(rt, arguments[0]);
    if (item)
        return item;
    if (positional == 1)
        return runtime_has_error(rt) ? NULL
                                     : exception_raise_value(rt, &exception_StopIteration, NULL);
    if (runtime_has_error(rt) && !exception_matches(rt, &exception_StopIteration))
        return NULL;
    exception_clear(rt);
    return object_retain(rt, arguments[1]);
}

const struct native_method builtins_objects[] = {
    {"len", count_items, NATIVE_PLAIN, "Return the number of items in a container."},
    {"repr", print_repr, NATIVE_PLAIN, "Return the canonical string representation of the object."},
    {"ascii", print_ascii, NATIVE_PLAIN, "Return an ASCII-only representation of an object."},
    {"format", format_value, NATIVE_PLAIN, "Return type(value).__format__(value, format_spec)"},
    {"hash", get_hash, NATIVE_PLAIN, "Return the hash value for the given object."},
    {"id", get_identity, NATIVE_PLAIN, "Return the identity of an object."},
    {"callable", check_callable, NATIVE_PLAIN, "Return whether the object is callable."},
    {"isinstance", check_instance, NATIVE_PLAIN,
     "Return whether an object is an instance of a class or of a subclass thereof."},
    {"issubclass", check_subclass, NATIVE_PLAIN,
     "Return whether 'cls' is derived from another class or is the same class."},
    {"getattr", get_attribute, NATIVE_PLAIN, "Get a named attribute from an object."},
    {"hasattr", has_attribute, NATIVE_PLAIN,
     "Return whether the object has an attribute with the given name."},
    {"setattr", set_attribute, NATIVE_PLAIN,
     "Sets the named attribute on the given object to the specified value."},
    {"delattr", delete_attribute, NATIVE_PLAIN,
     "Deletes the named attribute from the given object."},
    {"dir", list_names, NATIVE_PLAIN, "Return a list of names."},
    {"vars", get_variables, NATIVE_PLAIN, "Return the __dict__ of an object, or the locals."},
    {"iter", make_iterator, NATIVE_PLAIN, "Get an iterator from an object."},
    {"next", take_next, NATIVE_PLAIN, "Return the next item from the iterator."},
    {0},
};
