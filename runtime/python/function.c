/* The function type: a code object with its globals, defaults and closure.
 *
 * Annotations come from the compiler as a tuple of names and values in turn, or as a dict; the
 * tuple becomes a dict when somebody asks, as in CPython.
 */
#include "runtime/core/gc.h"
#include "runtime/python/evaluate.h"
#include "runtime/types/arguments.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <stddef.h>

#define FUNCTION_REPORTED_SIZE 136

static struct function *as_function(borrowed self)
{
    return (struct function *)self;
}

owned function_new(struct runtime *rt, struct code *code, borrowed globals)
{
    owned self = object_new(rt, &function_type, sizeof(struct function), FUNCTION_REPORTED_SIZE);
    if (!self)
        return NULL;
    struct function *function = as_function(self);
    function->code = code;
    slot_copy(rt, self, &function->globals, globals);
    slot_copy(rt, self, &function->name, code->name);
    slot_copy(rt, self, &function->qualified_name, code->qualified_name);
    slot_copy(rt, self, &function->module, dict_get(rt, globals, names.name));
    slot_copy(rt, self, &function->doc, code->docstring);
    gc_track(rt, self);
    return self;
}

/* --- life ------------------------------------------------------------------------------------- */

static int function_traverse(borrowed self, visit_function visit, void *context)
{
    const struct function *function = as_function(self);
    const struct {
        borrowed value;
        const char *name;
    } fields[] = {
        {function->globals, "__globals__"},
        {function->name, "__name__"},
        {function->qualified_name, "__qualname__"},
        {function->module, "__module__"},
        {function->doc, "__doc__"},
        {function->defaults, "__defaults__"},
        {function->keyword_defaults, "__kwdefaults__"},
        {function->annotations, "__annotations__"},
        {function->closure, "__closure__"},
        {function->dict, "__dict__"},
    };
    int result = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && result == 0; i++)
        if (fields[i].value)
            result = visit(context, fields[i].value, EDGE_INTERNAL, (uintptr_t)fields[i].name);
    return result;
}

static int function_clear(struct runtime *rt, borrowed self)
{
    struct function *function = as_function(self);
    slot_clear(rt, self, &function->globals);
    slot_clear(rt, self, &function->module);
    slot_clear(rt, self, &function->defaults);
    slot_clear(rt, self, &function->keyword_defaults);
    slot_clear(rt, self, &function->doc);
    slot_clear(rt, self, &function->dict);
    slot_clear(rt, self, &function->closure);
    slot_clear(rt, self, &function->annotations);
    return 0;
}

static void function_dealloc(struct runtime *rt, borrowed self)
{
    function_clear(rt, self);
    slot_clear(rt, self, &as_function(self)->name);
    slot_clear(rt, self, &as_function(self)->qualified_name);
}

/* --- attributes ------------------------------------------------------------------------------- */

static owned get_or_none(struct runtime *rt, borrowed value)
{
    return object_retain(rt, value ? value : NONE);
}

#define GETTER(NAME, FIELD)                                                                        \
    static owned get_##NAME(struct runtime *rt, borrowed self)                                     \
    {                                                                                              \
        return get_or_none(rt, as_function(self)->FIELD);                                          \
    }
GETTER(globals, globals)
GETTER(name, name)
GETTER(qualified_name, qualified_name)
GETTER(module, module)
GETTER(doc, doc)
GETTER(defaults, defaults)
GETTER(keyword_defaults, keyword_defaults)
GETTER(closure, closure)

static int refuse(struct runtime *rt, const char *message)
{
    exception_raise(rt, &exception_TypeError, "%s", message);
    return -1;
}

static int set_text(struct runtime *rt, borrowed self, borrowed *slot, borrowed value,
                    const char *message)
{
    if (!value || !str_check(value))
        return refuse(rt, message);
    slot_copy(rt, self, slot, value);
    return 0;
}

static int set_name(struct runtime *rt, borrowed self, borrowed value)
{
    return set_text(rt, self, &as_function(self)->name, value,
                    "__name__ must be set to a string object");
}

static int set_qualified_name(struct runtime *rt, borrowed self, borrowed value)
{
    return set_text(rt, self, &as_function(self)->qualified_name, value,
                    "__qualname__ must be set to a string object");
}

static int set_module(struct runtime *rt, borrowed self, borrowed value)
{
    slot_copy(rt, self, &as_function(self)->module, value);
    return 0;
}

static int set_doc(struct runtime *rt, borrowed self, borrowed value)
{
    slot_copy(rt, self, &as_function(self)->doc, value);
    return 0;
}

static int set_defaults(struct runtime *rt, borrowed self, borrowed value)
{
    if (value && value != NONE && !tuple_check(value))
        return refuse(rt, "__defaults__ must be set to a tuple object");
    slot_copy(rt, self, &as_function(self)->defaults, value == NONE ? NULL : value);
    return 0;
}

static int set_keyword_defaults(struct runtime *rt, borrowed self, borrowed value)
{
    if (value && value != NONE && !dict_check(value))
        return refuse(rt, "__kwdefaults__ must be set to a dict object");
    slot_copy(rt, self, &as_function(self)->keyword_defaults, value == NONE ? NULL : value);
    return 0;
}

static owned get_code(struct runtime *rt UNUSED, borrowed self)
{
    return &as_function(self)->code->header;
}

static int set_code(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value || object_type(rt, value) != &code_type)
        return refuse(rt, "__code__ must be set to a code object");
    size_t closure = as_function(self)->closure ? tuple_count(as_function(self)->closure) : 0;
    struct code *code = (struct code *)value;
    if (code->free_count != closure) {
        exception_raise(rt, &exception_ValueError,
                        "%U() requires a code object with %zu free vars, not %u",
                        as_function(self)->name, closure, code->free_count);
        return -1;
    }
    as_function(self)->code = code;
    return 0;
}

/* After this, annotations is a dict. */
static int make_annotations(struct runtime *rt, borrowed self)
{
    borrowed pairs = as_function(self)->annotations;
    if (pairs && dict_check(pairs))
        return 0;
    owned dict = dict_new(rt);
    if (!dict)
        return -1;
    for (size_t i = 0; pairs && i + 1 < tuple_count(pairs); i += 2)
        if (dict_set_copy(rt, dict, tuple_item(pairs, i), tuple_item(pairs, i + 1)) < 0) {
            object_release(rt, dict);
            return -1;
        }
    slot_set(rt, self, &as_function(self)->annotations, dict);
    return 0;
}

static owned get_annotations(struct runtime *rt, borrowed self)
{
    return make_annotations(rt, self) < 0 ? NULL
                                          : object_retain(rt, as_function(self)->annotations);
}

static int set_annotations(struct runtime *rt, borrowed self, borrowed value)
{
    if (value && value != NONE && !dict_check(value))
        return refuse(rt, "__annotations__ must be set to a dict object");
    slot_copy(rt, self, &as_function(self)->annotations, value == NONE ? NULL : value);
    return 0;
}

static owned get_dict(struct runtime *rt, borrowed self)
{
    struct function *function = as_function(self);
    if (!function->dict) {
        owned dict = dict_new(rt);
        if (!dict)
            return NULL;
        slot_set(rt, self, &function->dict, dict);
    }
    return object_retain(rt, function->dict);
}

static int set_dict(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value)
        return refuse(rt, "cannot delete __dict__");
    if (!dict_check(value)) {
        exception_raise(rt, &exception_TypeError,
                        "__dict__ must be set to a dictionary, not a '%T'", value);
        return -1;
    }
    slot_copy(rt, self, &as_function(self)->dict, value);
    return 0;
}

static const struct native_attribute function_attributes[] = {
    {"__code__", get_code, set_code},
    {"__globals__", get_globals, NULL},
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualified_name, set_qualified_name},
    {"__module__", get_module, set_module},
    {"__doc__", get_doc, set_doc},
    {"__defaults__", get_defaults, set_defaults},
    {"__kwdefaults__", get_keyword_defaults, set_keyword_defaults},
    {"__annotations__", get_annotations, set_annotations},
    {"__closure__", get_closure, NULL},
    {"__dict__", get_dict, set_dict},
    {NULL, NULL, NULL},
};

/* --- behaviour -------------------------------------------------------------------------------- */

static owned function_get(struct runtime *rt, borrowed self, borrowed instance,
                          borrowed owner UNUSED)
{
    if (!instance || instance == NONE)
        return object_retain(rt, self);
    return method_new(rt, self, instance);
}

static owned function_repr(struct runtime *rt, borrowed self)
{
    char address[32];
    snprintf(address, sizeof address, "%p", (void *)self);
    return str_format(rt, "<function %U at %s>", as_function(self)->qualified_name, address);
}

static bool is_cell(struct runtime *rt, borrowed v)
{
    return object_type(rt, v) == &cell_type;
}

/* As many cells as the code has free variables. */
static bool check_closure(struct runtime *rt, const struct code *code, borrowed closure)
{
    if (closure != NONE && !tuple_check(closure)) {
        refuse(rt, code->free_count > 0 ? "arg 5 (closure) must be tuple"
                                        : "arg 5 (closure) must be None or tuple");
        return false;
    }
    size_t count = closure == NONE ? 0 : tuple_count(closure);
    if (count != code->free_count) {
        exception_raise(rt, &exception_ValueError, "%U requires closure of length %u, not %zu",
                        code->name, code->free_count, count);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (!is_cell(rt, tuple_item(closure, i))) {
            exception_raise(rt, &exception_TypeError, "arg 5 (closure) expected cell, found %T",
                            tuple_item(closure, i));
            return false;
        }
    return true;
}

/* types.FunctionType(code, globals, name=None, argdefs=None, closure=None) */
static owned function_type_new(struct runtime *rt, struct type *type UNUSED,
                               const borrowed *arguments, size_t positional,
                               borrowed argument_names)
{
    static const char *const parameters[] = {"code", "globals", "name", "argdefs", "closure", NULL};
    static const struct arguments specification = {"function", parameters, 2, 0, 5};
    borrowed values[5];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    for (size_t i = 2; i < 5; i++)
        values[i] = values[i] ? values[i] : NONE;
    if (object_type(rt, values[0]) != &code_type || !dict_check(values[1]))
        return exception_raise(
            rt, &exception_TypeError, "function() argument '%s' must be %s, not %T",
            dict_check(values[1]) ? "code" : "globals", dict_check(values[1]) ? "code" : "dict",
            dict_check(values[1]) ? values[0] : values[1]);
    struct code *code = (struct code *)values[0];
    if (!check_closure(rt, code, values[4]))
        return NULL;
    owned self = function_new(rt, code, values[1]);
    if (!self)
        return NULL;
    if ((values[2] != NONE && set_name(rt, self, values[2]) < 0) ||
        set_defaults(rt, self, values[3]) < 0) {
        object_release(rt, self);
        return NULL;
    }
    slot_copy(rt, self, &as_function(self)->closure, values[4] == NONE ? NULL : values[4]);
    return self;
}

struct type function_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "function",
    .base = &object_type_,
    .size = sizeof(struct function),
    .reported_size = FUNCTION_REPORTED_SIZE,
    .flags = TYPE_TRACKED | TYPE_METHOD_LIKE,
    .dict_offset = offsetof(struct function, dict),
    .has_weak_references = true,
    .traverse = function_traverse,
    .clear = function_clear,
    .dealloc = function_dealloc,
    .new = function_type_new,
    .call = evaluate_function,
    .repr = function_repr,
    .descriptor_get = function_get,
    .attributes = function_attributes,
};
