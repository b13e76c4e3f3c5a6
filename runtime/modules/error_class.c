/* Exception classes of modules in C (error_class.h). */
#include "runtime/modules/error_class.h"

#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

owned error_class_new(struct runtime *rt, const char *module_name, const char *name,
                      struct type *base)
{
    owned namespace = dict_new(rt);
    borrowed header = &base->header;
    owned bases = namespace ? tuple_from(rt, &header, 1) : NULL;
    owned result = NULL;
    if (bases &&
        dict_set_text(rt, namespace, "__module__", str_intern_text(rt, module_name)) == 0) {
        borrowed arguments[3] = {str_intern_text(rt, name), bases, namespace};
        result = object_call(rt, &type_type.header, arguments, 3, NULL);
    }
    object_release_maybe(rt, bases);
    object_release_maybe(rt, namespace);
    return result;
}

int error_class_define(struct runtime *rt, borrowed module, owned class,
                       const struct native_method *functions)
{
    int status = class ? 0 : -1;
    for (const struct native_method *next = functions; status == 0 && next->name; next++)
        status = module_set(rt, module, next->name, native_new(rt, next, class, NULL));
    if (status == 0)
        return module_set(rt, module, ((struct type *)class)->name, class);
    object_release_maybe(rt, class);
    return -1;
}
