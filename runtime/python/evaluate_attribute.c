/* Attributes and globals through inline caches.
 *
 * A miss looks the attribute up as always and then asks what can be remembered: the
 * attribute is looked up in the type, and what was found says which kind of cache can answer next
 * time. Only types with the generic lookup are cached (no __getattribute__, no __getattr__).
 *
 * A hit reads what the type's version vouches for, and checks the rest: that the instance's dict
 * has the name at the remembered place, or that it has it nowhere.
 */
#include "runtime/python/evaluate_internal.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

static bool is_data_descriptor(borrowed v)
{
    return object_is_pointer(v) && v->type->descriptor_set != NULL;
}

static bool binds(borrowed v)
{
    return object_is_pointer(v) && v->type->descriptor_get != NULL;
}

static bool is_method(borrowed v)
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_METHOD_LIKE);
}

/* The instance's dict where it exists; NULL otherwise. */
static borrowed instance_dict(borrowed object)
{
    borrowed *slot = object_is_pointer(object) ? object_dict_slot(object) : NULL;
    return slot ? *slot : NULL;
}

/* Where the field `name` of __slots__ lies in the block of the type's instances; 0: nowhere. */
static uint32_t find_slot(const struct type *type, borrowed name)
{
    for (; type && type_has_flag(type, TYPE_HEAP); type = type->base)
        for (uint32_t i = 0; i < type->slot_count; i++)
            if (type->slot_items[i] == name)
                return type->slot_offset + i * (uint32_t)sizeof(borrowed);
    return 0;
}

/* The Python function behind a property whose getter the loop can run; NULL otherwise. */
static borrowed simple_getter(struct runtime *rt, borrowed property)
{
    owned getter = object_get_attribute_text(rt, property, "fget");
    if (!getter) {
        exception_clear(rt);
        return NULL;
    }
    const struct code *code =
        object_type(rt, getter) == &function_type ? ((struct function *)getter)->code : NULL;
    bool is_simple = code && code->argument_count == 1 && code->keyword_only_count == 0 &&
                     !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS | CODE_RESUMABLE));
    object_release(rt, getter); /* the property, which the class holds, holds it */
    return is_simple ? getter : NULL;
}

/* What can be remembered of `object.name`, found through its type. */
static struct code_cache remember_instance(struct runtime *rt, borrowed object, borrowed name)
{
    struct type *type = object_type(rt, object);
    struct code_cache cache = {.kind = CACHE_EMPTY};
    if (type->get_attribute != object_generic_get_attribute)
        return cache;
    borrowed found = type_lookup(rt, type, name);
    borrowed dict = instance_dict(object);
    int64_t place = dict ? dict_find_str(dict, name) : -1;
    if (found && is_data_descriptor(found)) {
        if (found->type == &member_descriptor_type && (cache.place = find_slot(type, name)) != 0)
            cache.kind = CACHE_SLOT;
        else if (found->type == &property_type && (cache.value = simple_getter(rt, found)) != NULL)
            cache.kind = CACHE_PROPERTY;
    } else if (place >= 0) {
        cache.kind = CACHE_INSTANCE;
        cache.place = (uint32_t)place;
    } else if (found) {
        cache.value = found;
        cache.kind = is_method(found) ? CACHE_METHOD : binds(found) ? CACHE_EMPTY : CACHE_CLASS;
    }
    cache.version = type->version;
    return cache;
}

/* The same where the object is itself a class: its own attributes and those of its bases. */
static struct code_cache remember_type(struct runtime *rt, borrowed object, borrowed name)
{
    struct type *type = (struct type *)object;
    struct code_cache cache = {.kind = CACHE_EMPTY};
    borrowed in_metatype = type_lookup(rt, &type_type, name);
    borrowed found = type_lookup(rt, type, name);
    if (in_metatype || !found)
        return cache;
    if (binds(found)) {
        if (found->type !=
            &function_type) /* a function of a class is itself; others bind in ways of their own */
            return cache;
    }
    return (struct code_cache){.kind = CACHE_TYPE, .version = type->version, .value = found};
}

static struct code_cache remember(struct runtime *rt, borrowed object, borrowed name)
{
    struct code_cache cache = {.kind = CACHE_EMPTY};
    if (object_is_pointer(object) && object->type == &type_type) {
        cache = remember_type(rt, object, name);
    } else if (object_is_pointer(object) && object->type == &module_type) {
        borrowed dict = instance_dict(object);
        int64_t place = dict ? dict_find_str(dict, name) : -1;
        if (place >= 0 && !type_lookup(rt, &module_type, name))
            cache = (struct code_cache){.kind = CACHE_MODULE, .place = (uint32_t)place};
        return cache;
    } else {
        cache = remember_instance(rt, object, name);
    }
    if (cache.version == 0)
        cache.kind = CACHE_EMPTY;
    return cache;
}

/* What a cache of a kind that the loop does not answer itself knows; borrowed, NULL: nothing. */
static borrowed recall(struct runtime *rt, borrowed object, borrowed name,
                       const struct code_cache *cache)
{
    if (!object_is_pointer(object))
        return NULL;
    switch (cache->kind) {
    case CACHE_TYPE:
        return object->type == &type_type && ((struct type *)object)->version == cache->version
                   ? cache->value
                   : NULL;
    case CACHE_MODULE: {
        const struct dict *dict =
            object->type == &module_type ? (const struct dict *)instance_dict(object) : NULL;
        bool is_there =
            dict && cache->place < dict->used && dict->entries[cache->place].key == name;
        return is_there ? dict->entries[cache->place].value : NULL;
    }
    case CACHE_CLASS: {
        if (object_type(rt, object)->version != cache->version)
            return NULL;
        borrowed dict = instance_dict(object);
        return dict && dict_find_str(dict, name) >= 0 ? NULL : cache->value;
    }
    default:
        return NULL;
    }
}

owned evaluate_load_attribute(struct runtime *rt, borrowed object, borrowed name,
                              struct code_cache *cache)
{
    borrowed known = recall(rt, object, name, cache);
    if (known)
        return object_retain(rt, known);
    owned value = object_get_attribute(rt, object, name);
    if (value)
        *cache = remember(rt, object, name);
    return value;
}

int evaluate_store_attribute(struct runtime *rt, borrowed object, borrowed name, borrowed value,
                             struct code_cache *cache)
{
    if (object_is_pointer(object) && object->type->version == cache->version &&
        cache->kind == CACHE_SLOT) {
        slot_copy(rt, object, (borrowed *)(void *)((char *)object + cache->place), value);
        return 0;
    }
    if (object_is_pointer(object) && object->type->version == cache->version &&
        cache->kind == CACHE_INSTANCE && instance_dict(object))
        return dict_set_copy(rt, instance_dict(object), name, value); /* not at the known place */
    int result = object_set_attribute(rt, object, name, value);
    struct type *type = object_type(rt, object);
    if (result < 0 || type->set_attribute != object_generic_set_attribute)
        return result;
    borrowed found = type_lookup(rt, type, name);
    borrowed dict = instance_dict(object);
    int64_t place = dict ? dict_find_str(dict, name) : -1;
    *cache = (struct code_cache){.version = type->version};
    if (found && is_data_descriptor(found)) {
        cache->place = found->type == &member_descriptor_type ? find_slot(type, name) : 0;
        cache->kind = cache->place ? CACHE_SLOT : CACHE_EMPTY;
    } else if (place >= 0) {
        cache->place = (uint32_t)place;
        cache->kind = CACHE_INSTANCE;
    }
    if (cache->version == 0)
        cache->kind = CACHE_EMPTY;
    return result;
}

int evaluate_load_method(struct runtime *rt, borrowed *stack, borrowed name,
                         struct code_cache *cache)
{
    borrowed object = stack[0];
    struct type *type = object_type(rt, object);
    if (type->get_attribute == object_generic_get_attribute) {
        borrowed found = type_lookup(rt, type, name);
        borrowed dict = instance_dict(object);
        if (found && is_method(found) && (!dict || dict_find_str(dict, name) < 0)) {
            if (type->version != 0)
                *cache = (struct code_cache){
                    .kind = CACHE_METHOD, .version = type->version, .value = found};
            stack[0] = object_retain(rt, found);
            stack[1] = object;
            return 0;
        }
    }
    owned value = evaluate_load_attribute(rt, object, name, cache);
    if (!value)
        return -1;
    stack[0] = NULL;
    stack[1] = value;
    object_release(rt, object);
    return 0;
}

owned evaluate_load_global(struct runtime *rt, struct frame *frame, borrowed name,
                           struct code_cache *cache)
{
    int64_t place = dict_find_str(frame->globals, name);
    const struct dict *globals = (const struct dict *)frame->globals;
    const struct dict *builtins = (const struct dict *)frame->builtins;
    if (place >= 0) {
        *cache = (struct code_cache){.kind = CACHE_GLOBAL, .place = (uint32_t)place};
        return object_retain(rt, globals->entries[place].value);
    }
    place = dict_find_str(frame->builtins, name);
    if (place < 0)
        return evaluate_raise_undefined(rt, name);
    *cache = (struct code_cache){.kind = CACHE_BUILTIN,
                                 .place = (uint32_t)place,
                                 .version = globals->version,
                                 .value = frame->globals};
    return object_retain(rt, builtins->entries[place].value);
}
