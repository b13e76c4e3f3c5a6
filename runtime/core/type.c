/* Types made ready, inherited slots, the cache of lookups, versions, the register of classes
 * (type.h).
 *
 * Versions. Each state of a type in which something was looked up has a number of its own: built-in
 * types, which never change and which all runtimes share, get theirs once and below 0x10000;
 * classes get theirs from rt->type_version at the first lookup after a change. A type that has a
 * version has one in all its bases too, so type_modified can stop at a type that has none.
 *
 * The cache is direct-mapped by (version, name). Entries are never removed: a version does not come
 * again.
 */
#include "runtime/core/type.h"

#include "base/memory.h"
#include "base/vector.h"

#include <assert.h>
#include <pthread.h>

#define CACHE_PLACES 4096

struct type_cache {
    struct {
        uint32_t version; /* 0: empty */
        borrowed name;
        borrowed value; /* held by the dict of a type; NULL: absent */
    } places[CACHE_PLACES];
    struct {
        VECTOR_OF(struct type *);
    } classes; /* all living, oldest first */
};

struct type_cache *type_cache_open(void)
{
    return memory_zeroed(1, sizeof(struct type_cache));
}

void type_cache_close(struct type_cache *cache)
{
    vector_release(&cache->classes);
    memory_free(cache);
}

/* --- built-in types --------------------------------------------------------------------------- */

static pthread_mutex_t ready_mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static _Atomic uint32_t last_index;
static uint32_t last_shared_version; /* under ready_mutex */

uint32_t type_next_index(void)
{
    return atomic_fetch_add(&last_index, 1) + 1;
}

#define INHERITED_FLAGS                                                                            \
    (TYPE_TRACKED | TYPE_WEAKREF | TYPE_INT | TYPE_FLOAT | TYPE_STR | TYPE_BYTES | TYPE_TUPLE |    \
     TYPE_LIST | TYPE_DICT | TYPE_SET | TYPE_EXCEPTION | TYPE_TYPE | TYPE_SEQUENCE | TYPE_MAPPING)

#define INHERIT(slot)                                                                              \
    if (!type->slot)                                                                               \
    type->slot = base->slot

static void inherit_memory(struct type *type, const struct type *base)
{
    type->flags |= base->flags & (uint32_t)INHERITED_FLAGS;
    INHERIT(size);
    INHERIT(reported_size);
    INHERIT(added_size);
    INHERIT(dict_offset);
    INHERIT(derived_dict_offset);
    INHERIT(has_weak_references);
    INHERIT(traverse);
    INHERIT(clear);
    INHERIT(dealloc);
    INHERIT(finalize);
    INHERIT(size_of);
}

static void inherit_behaviour(struct type *type, const struct type *base)
{
    /* Who compares in its own way must hash in its own way too, or not at all. */
    if (!type->compare && !type->hash) {
        type->compare = base->compare;
        type->hash = base->hash;
    }
    INHERIT(init);
    INHERIT(call);
    INHERIT(repr);
    INHERIT(str);
    INHERIT(compare);
    INHERIT(get_attribute);
    INHERIT(set_attribute);
    INHERIT(descriptor_get);
    INHERIT(descriptor_set);
    INHERIT(iterate);
    INHERIT(next);
    INHERIT(length);
    INHERIT(get_item);
    INHERIT(set_item);
    INHERIT(contains);
    INHERIT(get_memory);
    INHERIT(count_exports);
}

static void inherit_numbers(struct type *type, const struct type *base)
{
    for (int i = 0; i < BINARY_COUNT; i++) {
        INHERIT(binary[i]);
        INHERIT(in_place[i]);
    }
    for (int i = 0; i < UNARY_COUNT; i++)
        INHERIT(unary[i]);
    INHERIT(power_modulo);
    INHERIT(to_bool);
    INHERIT(to_int);
    INHERIT(to_float);
    INHERIT(to_index);
}

void type_inherit(struct type *type, const struct type *base)
{
    inherit_memory(type, base);
    inherit_behaviour(type, base);
    inherit_numbers(type, base);
    /* A built-in type that says nothing cannot be instantiated from Python. */
    if (type->flags & TYPE_HEAP || base->base)
        INHERIT(new);
}

/* The type, what only its first base is, then the whole order of the last base. */
static void make_order(struct type *type)
{
    const struct type *first = type->second_base ? type->base : NULL;
    const struct type *last = type->second_base ? type->second_base : type->base;
    uint32_t most = 1 + (first ? first->order_count : 0) + (last ? last->order_count : 0);
    type->order = memory_allocate(most * sizeof *type->order);
    type->order[0] = type;
    type->order_count = 1;
    for (uint32_t i = 0; first && i < first->order_count; i++)
        if (!type_is_subtype(last, first->order[i]))
            type->order[type->order_count++] = first->order[i];
    for (uint32_t i = 0; last && i < last->order_count; i++)
        type->order[type->order_count++] = last->order[i];
}

static void make_ready(struct runtime *rt, struct type *type)
{
    if (type->base) {
        type_ready(rt, type->base);
        if (type->second_base)
            type_ready(rt, type->second_base);
        type_inherit(type, type->base);
    }
    make_order(type);
    type->index = type_next_index();
    type->version = ++last_shared_version;
    assert(last_shared_version < UINT16_MAX);
    type->flags |= TYPE_READY;
    rt->services->complete_type(rt, type);
}

void type_ready(struct runtime *rt, struct type *type)
{
    pthread_mutex_lock(&ready_mutex);
    if (!type_has_flag(type, TYPE_READY))
        make_ready(rt, type);
    pthread_mutex_unlock(&ready_mutex);
}

bool type_is_subtype(const struct type *type, const struct type *base)
{
    if (type == base && !type->own_order)
        return true;
    for (uint32_t i = 0; i < type->order_count; i++)
        if (type->order[i] == base)
            return true;
    if (type->order_count > 0)
        return false;
    while (type && type != base) /* a class in the making: by the line of layouts */
        type = type->base;
    return type != NULL;
}

/* --- lookup ----------------------------------------------------------------------------------- */

/* False: there are no numbers left, lookups in this type cannot be cached. */
static bool give_version(struct runtime *rt, struct type *type)
{
    for (uint32_t i = type->order_count; i-- > 0;) {
        struct type *each = type->order[i];
        if (each->version)
            continue;
        if (rt->type_version == UINT32_MAX)
            return false;
        each->version = ++rt->type_version;
    }
    return true;
}

static borrowed find_in_order(struct runtime *rt, const struct type *type, borrowed name)
{
    borrowed value = NULL;
    for (uint32_t i = 0; i < type->order_count && !value; i++)
        if (type->order[i]->dict)
            value = rt->services->find_name(type->order[i]->dict, name);
    return value;
}

borrowed type_lookup(struct runtime *rt, struct type *type, borrowed name)
{
    struct type_cache *cache = rt->type_cache;
    size_t place = (type->version * 31 + ((uintptr_t)name >> 4)) % CACHE_PLACES;
    if (LIKELY(cache->places[place].name == name) &&
        LIKELY(cache->places[place].version == type->version) && type->version)
        return cache->places[place].value;
    borrowed value = find_in_order(rt, type, name);
    if (!type->version && !give_version(rt, type))
        return value;
    place = (type->version * 31 + ((uintptr_t)name >> 4)) % CACHE_PLACES;
    cache->places[place].version = type->version;
    cache->places[place].name = name;
    cache->places[place].value = value;
    return value;
}

void type_modified(struct runtime *rt, struct type *type)
{
    if (!type->version || !type_has_flag(type, TYPE_HEAP))
        return;
    type->version = 0;
    for (uint32_t i = 0; i < type->subclass_count; i++)
        type_modified(rt, type->subclasses[i]);
}

/* --- the register of classes ------------------------------------------------------------------ */

static void add_subclass(struct type *base, struct type *type)
{
    if (!type_has_flag(base, TYPE_HEAP))
        return;
    base->subclasses =
        memory_resize(base->subclasses, base->subclass_count + 1, sizeof *base->subclasses);
    base->subclasses[base->subclass_count++] = type;
}

static void remove_subclass(struct type *base, const struct type *type)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < base->subclass_count; i++)
        if (base->subclasses[i] != type)
            base->subclasses[kept++] = base->subclasses[i];
    base->subclass_count = kept;
}

static bool is_base(const struct type *type, const struct type *base)
{
    for (uint32_t i = 0; i < type->base_count; i++)
        if (type->base_items[i] == base)
            return true;
    return false;
}

/* The classes that an own order names tell the class of their changes, as its bases do. */
static void connect_order(struct type *type, bool connected)
{
    for (uint32_t i = 0; i < type->order_count && type->own_order; i++) {
        struct type *each = type->order[i];
        if (each == type || is_base(type, each))
            continue;
        if (connected)
            add_subclass(each, type);
        else
            remove_subclass(each, type);
    }
}

void type_set_order(struct runtime *rt, struct type *type, struct type *const *order,
                    uint32_t count, bool own)
{
    type_modified(rt, type);
    connect_order(type, false);
    memory_free(type->order);
    type->order = memory_allocate((count + 1) * sizeof *type->order);
    for (uint32_t i = 0; i < count; i++)
        type->order[i] = order[i];
    type->order_count = count;
    type->own_order = own;
    connect_order(type, true);
}

void type_register(struct runtime *rt, struct type *type)
{
    vector_push(&rt->type_cache->classes, type);
    for (uint32_t i = 0; i < type->base_count; i++)
        add_subclass(type->base_items[i], type);
    connect_order(type, true);
}

void type_unregister(struct runtime *rt, struct type *type)
{
    struct type_cache *cache = rt->type_cache;
    size_t kept = 0;
    for (size_t i = 0; i < cache->classes.count; i++)
        if (cache->classes.items[i] != type)
            cache->classes.items[kept++] = cache->classes.items[i];
    cache->classes.count = kept;
    connect_order(type, false);
    for (uint32_t i = 0; i < type->base_count; i++)
        remove_subclass(type->base_items[i], type);
}

struct type *type_each(struct runtime *rt, size_t i)
{
    return i < rt->type_cache->classes.count ? rt->type_cache->classes.items[i] : NULL;
}
