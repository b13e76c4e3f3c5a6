/* None, NotImplemented and Ellipsis (singletons.h).
 *
 * Each is a bare immortal object; everything that can be done to it stands in its type.
 */
#include "runtime/types/singletons.h"

#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/str.h"

struct object none_object = OBJECT_STATIC(&none_type);
struct object not_implemented_object = OBJECT_STATIC(&not_implemented_type);
struct object ellipsis_object = OBJECT_STATIC(&ellipsis_type);

static owned none_new(struct runtime *rt, struct type *type UNUSED,
                      const borrowed *arguments UNUSED, size_t positional, borrowed names)
{
    return arguments_count(rt, "NoneType", positional, names, 0, 0) ? NONE : NULL;
}

static owned none_repr(struct runtime *rt, borrowed self UNUSED)
{
    return str_intern_text(rt, "None");
}

static int none_to_bool(struct runtime *rt UNUSED, borrowed self UNUSED)
{
    return 0;
}

/* Any fixed number will do; CPython takes the address. */
static int singleton_hash(struct runtime *rt UNUSED, borrowed self, int64_t *hash)
{
    *hash = self == NONE ? 0x5f3759df : self == NOT_IMPLEMENTED ? 0x2545f491 : 0x1b873593;
    return 0;
}

/* Pickled by its name. */
static owned singleton_reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                              size_t positional, borrowed names)
{
    if (!arguments_count(rt, "__reduce__", positional, names, 0, 0))
        return NULL;
    return str_intern_text(rt, self == NOT_IMPLEMENTED ? "NotImplemented" : "Ellipsis");
}

static const struct native_method singleton_methods[] = {
    {"__reduce__", singleton_reduce, NATIVE_PLAIN, NULL},
    {0},
};

struct type none_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "NoneType",
    .base = &object_type_,
    .size = sizeof(struct object),
    .reported_size = 16,
    .new = none_new,
    .repr = none_repr,
    .hash = singleton_hash,
    .to_bool = none_to_bool,
};

static owned not_implemented_new(struct runtime *rt, struct type *type UNUSED,
                                 const borrowed *arguments UNUSED, size_t positional,
                                 borrowed names)
{
    return arguments_count(rt, "NotImplementedType", positional, names, 0, 0) ? NOT_IMPLEMENTED
                                                                              : NULL;
}

static owned not_implemented_repr(struct runtime *rt, borrowed self UNUSED)
{
    return str_intern_text(rt, "NotImplemented");
}

struct type not_implemented_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "NotImplementedType",
    .base = &object_type_,
    .size = sizeof(struct object),
    .reported_size = 16,
    .new = not_implemented_new,
    .repr = not_implemented_repr,
    .hash = singleton_hash,
    .methods = singleton_methods,
};

static owned ellipsis_new(struct runtime *rt, struct type *type UNUSED,
                          const borrowed *arguments UNUSED, size_t positional, borrowed names)
{
    return arguments_count(rt, "EllipsisType", positional, names, 0, 0) ? &ellipsis_object : NULL;
}

static owned ellipsis_repr(struct runtime *rt, borrowed self UNUSED)
{
    return str_intern_text(rt, "Ellipsis");
}

struct type ellipsis_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "ellipsis",
    .base = &object_type_,
    .size = sizeof(struct object),
    .reported_size = 16,
    .new = ellipsis_new,
    .repr = ellipsis_repr,
    .hash = singleton_hash,
    .methods = singleton_methods,
};
