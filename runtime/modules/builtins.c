/* The module builtins: its functions, types, exceptions and constants under their names. */
#include "runtime/modules/builtins.h"

#include "runtime/modules/modules.h"

#include "runtime/python/interpreter.h"
#include "runtime/types/bytes.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/complex.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/memory_view.h"
#include "runtime/types/module.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static struct type *const types[] = {
    &object_type_,      &type_type,          &super_type,     &int_type,      &bool_type,
    &float_type,        &complex_type,       &str_type,       &bytes_type,    &bytearray_type,
    &memory_view_type,  &list_type,          &tuple_type,     &dict_type,     &set_type,
    &frozenset_type,    &slice_type,         &range_type,     &property_type, &reversed_type,
    &class_method_type, &static_method_type, &enumerate_type, &zip_type,      &map_type,
    &filter_type,
};

static const struct {
    const char *name;
    borrowed value;
} constants[] = {
    {"None", &none_object},         {"True", &bool_true},
    {"False", &bool_false},         {"NotImplemented", &not_implemented_object},
    {"Ellipsis", &ellipsis_object}, {"__debug__", &bool_true},
};

borrowed builtins_sys(struct runtime *rt, const char *name)
{
    borrowed sys = rt->interpreter->sys;
    return sys && module_dict(sys) ? dict_get_text(rt, module_dict(sys), name) : NULL;
}

static int add_types(struct runtime *rt, borrowed module)
{
    struct type *type;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (module_set(rt, module, types[i]->name, object_retain(rt, &types[i]->header)) < 0)
            return -1;
    }
    for (size_t i = 0; (type = exception_type_at(i)) != NULL; i++) {
        if (module_set(rt, module, type->name, object_retain(rt, &type->header)) < 0)
            return -1;
    }
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (module_set(rt, module, constants[i].name, constants[i].value) < 0)
            return -1;
    }
    if (module_set(rt, module, "EnvironmentError", &exception_OSError.header) < 0)
        return -1;
    return module_set(rt, module, "IOError", &exception_OSError.header);
}

int module_fill_builtins(struct runtime *rt, borrowed module)
{
    static const struct native_method *const tables[] = {builtins_objects, builtins_numbers,
                                                         builtins_reduce,  builtins_output,
                                                         builtins_async,   builtins_code};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (module_add_functions(rt, module, tables[i]) < 0)
            return -1;
    }
    return add_types(rt, module);
}
