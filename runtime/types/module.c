/* Module objects: a name and a dict.
 *
 * An attribute is an entry of the dict; a missing one is asked of the module's own __getattr__, and
 * then it is an error that names the module. A module written in C is filled by modules/NAME.c.
 */
#include "runtime/types/module.h"
#include "runtime/types/int.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <stddef.h>

#define MODULE_REPORTED_SIZE 56

static owned new_module(struct runtime *rt, struct type *type)
{
    owned self = object_new(rt, type, type->size, type->reported_size);
    owned dict = self ? dict_new(rt) : NULL;
    if (!dict) {
        object_release_maybe(rt, self);
        return NULL;
    }
    slot_set(rt, self, &((struct module *)self)->dict, dict);
    gc_track(rt, self);
    return self;
}

/* The names that every module has, in CPython's order. */
static int name_module(struct runtime *rt, borrowed module, borrowed name, borrowed doc)
{
    static const char *const others[] = {"__package__", "__loader__", "__spec__"};
    borrowed dict = module_dict(module);
    if (dict_set_copy(rt, dict, names.name, name) < 0 ||
        dict_set_copy(rt, dict, names.doc, doc) < 0)
        return -1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (dict_set_text(rt, dict, others[i], NONE) < 0)
            return -1;
    return 0;
}

owned module_new(struct runtime *rt, const char *name)
{
    owned module = new_module(rt, &module_type);
    if (module)
        ((struct module *)module)->is_native = true;
    if (module && name_module(rt, module, str_intern_text(rt, name), NONE) < 0) {
        object_release(rt, module);
        return NULL;
    }
    return module;
}

int module_set(struct runtime *rt, borrowed module, const char *name, owned value)
{
    return value ? dict_set_text(rt, module_dict(module), name, value) : -1;
}

int module_add_constants(struct runtime *rt, borrowed module,
                         const struct module_constant *constants)
{
    for (; constants->name; constants++) {
        if (module_set(rt, module, constants->name, int_tag(constants->value)) < 0)
            return -1;
    }
    return 0;
}

int module_add_functions(struct runtime *rt, borrowed module, const struct native_method *functions)
{
    borrowed name = dict_get(rt, module_dict(module), names.name);
    for (; functions->name; functions++)
        if (module_set(rt, module, functions->name, native_new(rt, functions, NULL, name)) < 0)
            return -1;
    return 0;
}

static owned module_type_new(struct runtime *rt, struct type *type,
                             const borrowed *arguments UNUSED, size_t positional UNUSED,
                             borrowed argument_names UNUSED)
{
    return new_module(rt, type);
}

static int module_init(struct runtime *rt, borrowed self, const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    static const char *const parameters[] = {"name", "doc", NULL};
    static const struct arguments specification = {"module", parameters, 1, 0, 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return -1;
    if (!str_check(values[0])) {
        exception_raise(rt, &exception_TypeError, "module() argument 'name' must be str, not %T",
                        values[0]);
        return -1;
    }
    return name_module(rt, self, values[0], values[1] ? values[1] : NONE);
}

static int module_traverse(borrowed self, visit_function visit, void *context)
{
    borrowed dict = ((struct module *)self)->dict;
    return dict ? visit(context, dict, EDGE_INTERNAL, (uintptr_t) "__dict__") : 0;
}

static int module_clear(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct module *)self)->dict);
    return 0;
}

static void module_dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct module *)self)->dict);
}

static owned module_repr(struct runtime *rt, borrowed self)
{
    borrowed dict = module_dict(self);
    borrowed name = dict ? dict_get(rt, dict, names.name) : NULL;
    borrowed file = dict ? dict_get(rt, dict, names.file) : NULL;
    if (!name)
        return runtime_has_error(rt) ? NULL : str_from_text(rt, "<module '?'>");
    if (file)
        return str_format(rt, "<module %R from %R>", name, file);
    return str_format(
        rt, ((struct module *)self)->is_native ? "<module %R (built-in)>" : "<module %R>", name);
}

/* PEP 562: a function __getattr__ in the module's dict answers for what is missing. */
static owned missing_attribute(struct runtime *rt, borrowed self, borrowed name)
{
    borrowed dict = module_dict(self);
    borrowed fallback = dict ? dict_get(rt, dict, names.getattr_) : NULL;
    if (fallback) {
        exception_clear(rt);
        return object_call_one(rt, fallback, name);
    }
    borrowed module_name = dict ? dict_get(rt, dict, names.name) : NULL;
    exception_clear(rt);
    if (module_name && str_check(module_name))
        exception_raise(rt, &exception_AttributeError,
                        ((struct module *)self)->is_loading
                            ? "partially initialized module %R has no attribute %R (most likely "
                              "due to a circular import)"
                            : "module %R has no attribute %R",
                        module_name, name);
    else
        exception_raise(rt, &exception_AttributeError, "module has no attribute %R", name);
    if (runtime_has_error(rt) && exception_matches(rt, &exception_AttributeError)) {
        struct exception *error = (struct exception *)rt->error;
        slot_copy(rt, rt->error, &error->value, name);
        slot_copy(rt, rt->error, &error->detail, self);
    }
    return NULL;
}

static owned module_get_attribute(struct runtime *rt, borrowed self, borrowed name)
{
    owned value = object_generic_get_attribute(rt, self, name);
    if (value || !exception_matches(rt, &exception_AttributeError))
        return value;
    return missing_attribute(rt, self, name);
}

static owned get_dict(struct runtime *rt, borrowed self)
{
    borrowed dict = module_dict(self);
    return object_retain(rt, dict ? dict : NONE);
}

/* dir(module): its names, or what its own __dir__ says. */
static owned module_dir(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                        size_t positional, borrowed argument_names)
{
    borrowed dict = module_dict(self);
    if (!arguments_count(rt, "module.__dir__", positional, argument_names, 0, 0))
        return NULL;
    if (!dict)
        return list_new(rt, 0);
    borrowed own = dict_get(rt, dict, names.dir);
    if (own)
        return object_call_none(rt, own);
    return runtime_has_error(rt) ? NULL : dict_keys(rt, dict);
}

static const struct native_method methods[] = {
    {"__dir__", module_dir, NATIVE_PLAIN, "__dir__() -> list\nspecialized dir() implementation"},
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute attributes[] = {
    {"__dict__", get_dict, NULL},
    {NULL, NULL, NULL},
};

struct type module_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "module",
    .base = &object_type_,
    .size = sizeof(struct module),
    .reported_size = MODULE_REPORTED_SIZE,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .dict_offset = offsetof(struct module, dict),
    .has_weak_references = true,
    .traverse = module_traverse,
    .clear = module_clear,
    .dealloc = module_dealloc,
    .new = module_type_new,
    .init = module_init,
    .repr = module_repr,
    .get_attribute = module_get_attribute,
    .methods = methods,
    .attributes = attributes,
};
