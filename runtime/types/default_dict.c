/* collections.defaultdict: a dict that makes the value of an absent key. */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict_kinds.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/names.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

static inline borrowed *factory_of(borrowed v)
{
    return &((struct default_dict *)v)->factory;
}

static int traverse_default_dict(borrowed self, visit_function visit, void *context)
{
    borrowed default_factory = *factory_of(self);
    ITERATOR_VISIT_AS(default_factory, "default_factory");
    return dict_type.traverse(self, visit, context);
}

static int clear_default_dict(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, factory_of(self));
    return dict_type.clear(rt, self);
}

static void dealloc_default_dict(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, factory_of(self));
    dict_type.dealloc(rt, self);
}

static int init_default_dict(struct runtime *rt, borrowed self, const borrowed *arguments,
                             size_t positional, borrowed argument_names)
{
    borrowed factory = positional > 0 && arguments[0] != NONE ? arguments[0] : NULL;
    if (factory && !object_is_callable(rt, factory)) {
        exception_raise(rt, &exception_TypeError, "first argument must be callable or None");
        return -1;
    }
    slot_copy(rt, self, factory_of(self), factory);
    size_t own = positional > 0;
    return dict_type.init(rt, self, arguments + own, positional - own, argument_names);
}

/* Makes the value of an absent key and keeps it. A new reference. */
static owned make_value(struct runtime *rt, borrowed self, borrowed key)
{
    borrowed factory = *factory_of(self);
    if (!factory)
        return exception_raise_value(rt, &exception_KeyError, key);
    object_retain(rt, factory);
    owned value = object_call_none(rt, factory);
    object_release(rt, factory);
    if (!value || object_set_item(rt, self, key, value) == 0)
        return value;
    object_release(rt, value);
    return NULL;
}

static owned missing(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__missing__", positional, argument_names, 1, 1))
        return NULL;
    return make_value(rt, self, arguments[0]);
}

static owned get_item(struct runtime *rt, borrowed self, borrowed key)
{
    if (self->type != &default_dict_type) /* a derived class may have a __missing__ of its own */
        return dict_type.get_item(rt, self, key);
    borrowed value = dict_get(rt, self, key);
    if (value)
        return object_retain(rt, value);
    return runtime_has_error(rt) ? NULL : make_value(rt, self, key);
}

static owned repr_default_dict(struct runtime *rt, borrowed self)
{
    owned text = dict_type.repr(rt, self), factory_text = NULL, result = NULL;
    borrowed factory = *factory_of(self);
    const char *dot = strrchr(self->type->name, '.');
    int entered = text ? factory ? protocol_repr_enter(rt, factory) : 0 : -1;
    if (entered == 0)
        factory_text = factory ? object_repr(rt, factory) : str_from_text(rt, "None");
    else if (entered > 0)
        factory_text = str_from_text(rt, "...");
    if (entered == 0 && factory)
        protocol_repr_leave(rt, factory);
    if (factory_text)
        result = str_format(rt, "%s(%U, %U)", dot ? dot + 1 : self->type->name, factory_text, text);
    object_release_maybe(rt, text);
    object_release_maybe(rt, factory_text);
    return result;
}

static owned copy(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                  size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "copy", positional, argument_names, 0, 0))
        return NULL;
    borrowed values[2] = {*factory_of(self) ? *factory_of(self) : NONE, self};
    return object_call(rt, &self->type->header, values, 2, NULL);
}

static owned unite(struct runtime *rt, borrowed left, borrowed right)
{
    if (!dict_check(left) || !dict_check(right))
        return NOT_IMPLEMENTED;
    borrowed own = type_is_subtype(left->type, &default_dict_type) ? left : right;
    borrowed values[2] = {*factory_of(own) ? *factory_of(own) : NONE, left};
    owned result = object_call(rt, &own->type->header, values, 2, NULL);
    if (result && dict_update(rt, result, right) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

static owned get_factory(struct runtime *rt, borrowed self)
{
    return object_retain(rt, *factory_of(self) ? *factory_of(self) : NONE);
}

static int set_factory(struct runtime *rt, borrowed self, borrowed value)
{
    slot_copy(rt, self, factory_of(self), value == NONE ? NULL : value);
    return 0;
}

static const struct native_attribute attributes[] = {
    {"default_factory", get_factory, set_factory},
    {0},
};

static owned reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                    size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "defaultdict.__reduce__", positional, argument_names, 0, 0))
        return NULL;
    borrowed factory = *factory_of(self);
    owned items = object_call_method(rt, self, names.items, NULL, 0);
    owned parts[] = {reduce_class(rt, self), tuple_from(rt, &factory, factory ? 1 : 0), NONE, NONE,
                     items ? object_iterate(rt, items) : NULL};
    object_release_maybe(rt, items);
    return reduce_tuple(rt, parts, 5);
}

static const struct native_method methods[] = {
    {"__missing__", missing, NATIVE_PLAIN, NULL},
    {"copy", copy, NATIVE_PLAIN, "D.copy() -> a shallow copy of D."},
    {"__copy__", copy, NATIVE_PLAIN, "D.copy() -> a shallow copy of D."},
    {"__reduce__", reduce, NATIVE_PLAIN, "Return state information for pickling."},
    {0},
};

struct type default_dict_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "collections.defaultdict",
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory",
    .size = sizeof(struct default_dict),
    .reported_size = 56,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_DICT,
    .base = &dict_type,
    .traverse = traverse_default_dict,
    .clear = clear_default_dict,
    .dealloc = dealloc_default_dict,
    .init = init_default_dict,
    .repr = repr_default_dict,
    .get_item = get_item,
    .binary = {[BINARY_OR] = unite},
    .attributes = attributes,
    .methods = methods,
};
