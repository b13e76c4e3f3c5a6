/* mappingproxy (mapping_proxy.h): asks the mapping inside for everything. */
#include "runtime/types/mapping_proxy.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

struct mapping_proxy {
    struct object header;
    borrowed mapping; /* held */
};

static borrowed *mapping_of(borrowed v)
{
    return &((struct mapping_proxy *)v)->mapping;
}

owned mapping_proxy_new(struct runtime *rt, borrowed mapping)
{
    owned v = object_new(rt, &mapping_proxy_type, sizeof(struct mapping_proxy),
                         mapping_proxy_type.reported_size);
    if (!v)
        return NULL;
    slot_copy(rt, v, mapping_of(v), mapping);
    gc_track(rt, v);
    return v;
}

static owned make_proxy(struct runtime *rt, UNUSED struct type *type, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "mappingproxy", positional, argument_names, 1, 1))
        return NULL;
    const struct type *kind = object_type(rt, arguments[0]);
    if (!kind->get_item || type_has_flag(kind, TYPE_LIST | TYPE_TUPLE | TYPE_STR | TYPE_BYTES))
        return exception_raise(rt, &exception_TypeError,
                               "mappingproxy() argument must be a mapping, not %T", arguments[0]);
    return mapping_proxy_new(rt, arguments[0]);
}

static int proxy_traverse(borrowed v, visit_function visit, void *context)
{
    borrowed mapping = *mapping_of(v);
    return mapping ? visit(context, mapping, EDGE_INTERNAL, (uintptr_t) "mapping") : 0;
}

static void proxy_dealloc(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, mapping_of(v));
}

static owned proxy_repr(struct runtime *rt, borrowed v)
{
    return str_format(rt, "mappingproxy(%R)", *mapping_of(v));
}

static owned proxy_str(struct runtime *rt, borrowed v)
{
    return object_str(rt, *mapping_of(v));
}

static owned proxy_compare(struct runtime *rt, borrowed left, borrowed right,
                           enum compare operation)
{
    return object_compare(rt, *mapping_of(left), right, operation);
}

static int proxy_hash(struct runtime *rt, borrowed v, int64_t *hash)
{
    return object_hash(rt, *mapping_of(v), hash);
}

static owned proxy_iterate(struct runtime *rt, borrowed v)
{
    return object_iterate(rt, *mapping_of(v));
}

static int64_t proxy_length(struct runtime *rt, borrowed v)
{
    return object_length(rt, *mapping_of(v));
}

static owned proxy_get_item(struct runtime *rt, borrowed v, borrowed key)
{
    return object_get_item(rt, *mapping_of(v), key);
}

static int proxy_contains(struct runtime *rt, borrowed v, borrowed key)
{
    return object_contains(rt, *mapping_of(v), key);
}

#define FORWARD(name)                                                                              \
    static owned proxy_##name(struct runtime *rt, borrowed v, const borrowed *arguments,           \
                              size_t positional, borrowed argument_names)                          \
    {                                                                                              \
        if (!arguments_count(rt, #name, positional, argument_names, 0, 2))                         \
            return NULL;                                                                           \
        return object_call_method(rt, *mapping_of(v), str_intern_text(rt, #name), arguments,       \
                                  positional);                                                     \
    }

FORWARD(get)
FORWARD(keys)
FORWARD(values)
FORWARD(items)
FORWARD(copy)

static const struct native_method methods[] = {
    {"get", proxy_get, NATIVE_PLAIN, NULL},       {"keys", proxy_keys, NATIVE_PLAIN, NULL},
    {"values", proxy_values, NATIVE_PLAIN, NULL}, {"items", proxy_items, NATIVE_PLAIN, NULL},
    {"copy", proxy_copy, NATIVE_PLAIN, NULL},     {NULL, NULL, 0, NULL},
};

struct type mapping_proxy_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "mappingproxy",
    .base = &object_type_,
    .size = sizeof(struct mapping_proxy),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_MAPPING,
    .traverse = proxy_traverse,
    .dealloc = proxy_dealloc,
    .new = make_proxy,
    .repr = proxy_repr,
    .str = proxy_str,
    .hash = proxy_hash,
    .compare = proxy_compare,
    .iterate = proxy_iterate,
    .length = proxy_length,
    .get_item = proxy_get_item,
    .contains = proxy_contains,
    .methods = methods,
};
