/* The instructions of import statements; import_module does the work. */
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

owned evaluate_import(struct runtime *rt, struct frame *frame, borrowed name, borrowed fromlist,
                      borrowed level)
{
    borrowed function = dict_get(rt, frame->builtins, names.import_);
    if (function &&
        object_type(rt, function) == &function_type) { /* the program has put its own there */
        borrowed locals = frame->locals ? frame->locals : NONE;
        borrowed arguments[] = {name, frame->globals, locals, fromlist, level};
        return object_call(rt, function, arguments, 5, NULL);
    }
    return import_module(rt, name, frame->globals, fromlist == NONE ? NULL : fromlist,
                         int_untag(level));
}

/* A submodule that is being imported, and so is no attribute of its package yet. */
static owned find_submodule(struct runtime *rt, borrowed module, borrowed name)
{
    owned package = object_find_attribute(rt, module, names.name);
    if (!package)
        return NULL;
    owned full_name = str_check(package) ? str_format(rt, "%U.%U", package, name) : NULL;
    borrowed found = full_name ? dict_get(rt, rt->interpreter->modules, full_name) : NULL;
    owned result = found ? object_retain(rt, found) : NULL;
    object_release(rt, package);
    object_release_maybe(rt, full_name);
    return result;
}

static bool is_loading(struct runtime *rt, borrowed module)
{
    return type_is_subtype(object_type(rt, module), &module_type) &&
           ((struct module *)module)->is_loading;
}

static owned raise_cannot_import(struct runtime *rt, borrowed module, borrowed name)
{
    owned module_name = object_find_attribute(rt, module, names.name);
    owned file = module_name ? object_find_attribute(rt, module, names.file) : NULL;
    exception_clear(rt);
    if (!module_name)
        exception_raise(rt, &exception_ImportError,
                        "cannot import name %R from '<unknown module name>' (unknown location)",
                        name);
    else if (file)
        exception_raise(rt, &exception_ImportError,
                        is_loading(rt, module)
                            ? "cannot import name %R from partially initialized module %R (most "
                              "likely due to a circular import) (%S)"
                            : "cannot import name %R from %R (%S)",
                        name, module_name, file);
    else
        exception_raise(rt, &exception_ImportError,
                        "cannot import name %R from %R (unknown location)", name, module_name);
    if (module_name && rt->error && exception_matches(rt, &exception_ImportError)) {
        struct exception *error = (struct exception *)rt->error;
        slot_copy(rt, rt->error, &error->value, module_name);
        slot_copy(rt, rt->error, &error->path, file);
    }
    object_release_maybe(rt, module_name);
    object_release_maybe(rt, file);
    return NULL;
}

owned evaluate_import_from(struct runtime *rt, borrowed module, borrowed name)
{
    owned value = object_find_attribute(rt, module, name);
    if (!value && !runtime_has_error(rt))
        value = find_submodule(rt, module, name);
    if (!value && !runtime_has_error(rt))
        return raise_cannot_import(rt, module, name);
    return value;
}

/* Copies module.name into the namespace. */
static int import_one(struct runtime *rt, struct frame *frame, borrowed module, borrowed name)
{
    owned value = object_get_attribute(rt, module, name);
    int result = value ? evaluate_store_name(rt, frame, name, value) : -1;
    object_release_maybe(rt, value);
    return result;
}

int evaluate_import_star(struct runtime *rt, struct frame *frame, borrowed module)
{
    owned wanted = object_find_attribute(rt, module, names.all);
    if (!wanted && runtime_has_error(rt))
        return -1;
    bool skip_private = !wanted;
    if (!wanted) {
        owned dict = object_get_attribute(rt, module, names.dict);
        wanted = dict ? dict_keys(rt, dict) : NULL;
        object_release_maybe(rt, dict);
        if (!wanted)
            return -1;
    }
    owned list = tuple_from_iterable(rt, wanted);
    int result = list ? 0 : -1;
    for (size_t i = 0; result == 0 && i < tuple_count(list); i++) {
        borrowed name = tuple_item(list, i);
        bool is_private =
            str_check(name) && str_length(name) > 0 && str_character((struct str *)name, 0) == '_';
        if (!skip_private || !is_private)
            result = import_one(rt, frame, module, name);
    }
    object_release_maybe(rt, list);
    object_release(rt, wanted);
    return result;
}
