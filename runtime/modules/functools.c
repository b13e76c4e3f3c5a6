/* The module _functools: what functools takes from C: reduce, partial, and the wrapper of
 * lru_cache.
 *
 * The cache of lru_cache is one dict, from the key of the arguments to the result; its order is the
 * order of use, oldest first, so that a full cache drops its first entry. The collector sees it:
 * the wrapper holds the dict, the dict holds keys and results.
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <stddef.h>

/* --- reduce ----------------------------------------------------------------------------------- */

static owned reduce(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "reduce", positional, names, 2, 3))
        return NULL;
    owned iterator = object_iterate(rt, arguments[1]);
    if (!iterator) {
        if (exception_matches(rt, &exception_TypeError))
            exception_raise(rt, &exception_TypeError, "reduce() arg 2 must support iteration");
        return NULL;
    }
    owned result = positional > 2 ? object_retain(rt, arguments[2]) : object_next(rt, iterator);
    if (!result && !runtime_has_error(rt))
        exception_raise(rt, &exception_TypeError,
                        "reduce() of empty iterable with no initial value");
    for (owned item; result && (item = object_next(rt, iterator)) != NULL;) {
        borrowed pair[2] = {result, item};
        owned next = object_call(rt, arguments[0], pair, 2, NULL);
        object_release(rt, result);
        object_release(rt, item);
        result = next;
    }
    object_release(rt, iterator);
    if (result && runtime_has_error(rt)) {
        object_release(rt, result);
        result = NULL;
    }
    return result;
}

/* --- partial ---------------------------------------------------------------------------------- */

struct partial {
    struct object header;
    borrowed func;     /* held */
    borrowed args;     /* held: tuple */
    borrowed keywords; /* held: dict */
    borrowed dict;     /* held or NULL */
};

static struct type partial_type;

/* The dict of the names and values of keyword arguments. */
static int add_keywords(struct runtime *rt, borrowed dict, const borrowed *values, borrowed names)
{
    for (size_t i = 0; names && i < tuple_count(names); i++) {
        if (dict_set_copy(rt, dict, tuple_item(names, i), values[i]) < 0)
            return -1;
    }
    return 0;
}

static owned join_tuples(struct runtime *rt, borrowed first, const borrowed *others, size_t count)
{
    size_t before = first ? tuple_count(first) : 0;
    borrowed *items = memory_allocate((before + count) * sizeof *items);
    for (size_t i = 0; i < before + count; i++)
        items[i] = i < before ? tuple_item(first, i) : others[i - before];
    owned result = tuple_from(rt, items, before + count);
    memory_free(items);
    return result;
}

static owned partial_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    if (positional < 1)
        return exception_raise(rt, &exception_TypeError,
                               "type 'partial' takes at least one argument");
    borrowed function = arguments[0];
    if (!object_is_callable(rt, function))
        return exception_raise(rt, &exception_TypeError, "the first argument must be callable");
    const struct partial *inner = NULL; /* a partial of a partial is one partial */
    if (object_is_pointer(function) && function->type == &partial_type &&
        !((struct partial *)function)->dict)
        inner = (struct partial *)function;
    /* Parts are made in CPython's order, in which collections see them: the dict of keywords that
     * are given, the partial, its arguments. */
    owned given = names ? dict_new(rt) : NULL;
    owned self = !names || (given && add_keywords(rt, given, arguments + positional, names) == 0)
                     ? object_new(rt, type, type->size, type->reported_size)
                     : NULL;
    if (!self) {
        object_release_maybe(rt, given);
        return NULL;
    }
    gc_track(rt, self);
    struct partial *partial = (struct partial *)self;
    slot_copy(rt, self, &partial->func, inner ? inner->func : function);
    slot_set(rt, self, &partial->args,
             join_tuples(rt, inner ? inner->args : NULL, arguments + 1, positional - 1));
    if (inner || !names)
        slot_set(rt, self, &partial->keywords,
                 inner ? dict_copy(rt, inner->keywords) : dict_new(rt));
    else
        slot_set(rt, self, &partial->keywords, object_retain(rt, given));
    object_release_maybe(rt, given);
    if (!partial->args || !partial->keywords ||
        (inner && add_keywords(rt, partial->keywords, arguments + positional, names) < 0)) {
        object_release(rt, self);
        return NULL;
    }
    return self;
}

/* Calls with the partial's arguments in front of the others, which the caller keeps alive. */
static owned call_joined(struct runtime *rt, const struct partial *partial,
                         const borrowed *arguments, size_t positional)
{
    owned first = object_retain(rt, partial->args), function = object_retain(rt, partial->func);
    size_t before = tuple_count(first);
    borrowed few[8], *items = few;
    if (before + positional > sizeof few / sizeof *few)
        items = memory_allocate((before + positional) * sizeof *items);
    for (size_t i = 0; i < before + positional; i++)
        items[i] = i < before ? tuple_item(first, i) : arguments[i - before];
    owned result = object_call(rt, function, items, before + positional, NULL);
    if (items != few)
        memory_free(items);
    object_release(rt, function);
    object_release(rt, first);
    return result;
}

static owned partial_call(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    struct partial *partial = (struct partial *)self;
    if (!names && ((struct dict *)partial->keywords)->count == 0)
        return call_joined(rt, partial, arguments, positional);
    owned args = join_tuples(rt, partial->args, arguments, positional);
    owned keywords = dict_copy(rt, partial->keywords);
    owned result = NULL;
    if (args && keywords && add_keywords(rt, keywords, arguments + positional, names) == 0)
        result = object_call_unpacked(rt, partial->func, args, keywords);
    object_release_maybe(rt, args);
    object_release_maybe(rt, keywords);
    return result;
}

static owned repr_parts(struct runtime *rt, const struct partial *partial)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    size_t position = 0;
    borrowed key, value;
    str_builder_text(&text, partial->header.type == &partial_type ? "functools.partial(" : "");
    if (partial->header.type != &partial_type) {
        str_builder_text(&text, partial->header.type->name);
        str_builder_text(&text, "(");
    }
    int status = str_builder_repr(rt, &text, partial->func);
    for (size_t i = 0; status == 0 && i < tuple_count(partial->args); i++) {
        str_builder_text(&text, ", ");
        status = str_builder_repr(rt, &text, tuple_item(partial->args, i));
    }
    while (status == 0 && dict_next(partial->keywords, &position, &key, &value)) {
        str_builder_text(&text, ", ");
        status = str_builder_str(rt, &text, key);
        str_builder_text(&text, "=");
        if (status == 0)
            status = str_builder_repr(rt, &text, value);
    }
    str_builder_text(&text, ")");
    if (status < 0) {
        str_builder_release(&text);
        return NULL;
    }
    return str_builder_finish(rt, &text);
}

static owned partial_repr(struct runtime *rt, borrowed self)
{
    int entered = protocol_repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : str_from_text(rt, "...");
    owned result = repr_parts(rt, (struct partial *)self);
    protocol_repr_leave(rt, self);
    return result;
}

static int partial_traverse(borrowed self, visit_function visit, void *context)
{
    const struct partial *partial = (struct partial *)self;
    ITERATOR_VISIT(partial->func);
    ITERATOR_VISIT(partial->args);
    ITERATOR_VISIT(partial->keywords);
    ITERATOR_VISIT_AS(partial->dict, "__dict__");
    return 0;
}

static int partial_clear(struct runtime *rt, borrowed self)
{
    struct partial *partial = (struct partial *)self;
    slot_clear(rt, self, &partial->func);
    slot_clear(rt, self, &partial->args);
    slot_clear(rt, self, &partial->keywords);
    slot_clear(rt, self, &partial->dict);
    return 0;
}

static void partial_dealloc(struct runtime *rt, borrowed self)
{
    partial_clear(rt, self);
}

static owned get_func(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &((struct partial *)self)->func);
}

static owned get_args(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &((struct partial *)self)->args);
}

static owned get_keywords(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &((struct partial *)self)->keywords);
}

static owned partial_reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                            size_t positional, borrowed names)
{
    if (!arguments_count(rt, "partial.__reduce__", positional, names, 0, 0))
        return NULL;
    const struct partial *partial = (struct partial *)self;
    borrowed state[] = {partial->func, partial->args, partial->keywords,
                        partial->dict ? partial->dict : NONE};
    owned parts[] = {reduce_class(rt, self), tuple_from(rt, &partial->func, 1),
                     tuple_from(rt, state, 4)};
    return reduce_tuple(rt, parts, 3);
}

static owned partial_set_state(struct runtime *rt, borrowed self, const borrowed *arguments,
                               size_t positional, borrowed names)
{
    if (!arguments_count(rt, "partial.__setstate__", positional, names, 1, 1))
        return NULL;
    borrowed state = arguments[0];
    const borrowed *items = ((struct tuple *)state)->items;
    if (!tuple_check(state) || tuple_count(state) != 4 || !object_is_callable(rt, items[0]) ||
        !tuple_check(items[1]) || !(items[2] == NONE || dict_check(items[2])))
        return exception_raise(rt, &exception_TypeError, "invalid partial state");
    struct partial *partial = (struct partial *)self;
    owned keywords = items[2] == NONE ? dict_new(rt) : dict_copy(rt, items[2]);
    if (!keywords)
        return NULL;
    slot_copy(rt, self, &partial->func, items[0]);
    slot_copy(rt, self, &partial->args, items[1]);
    slot_set(rt, self, &partial->keywords, keywords);
    slot_copy(rt, self, &partial->dict, items[3] == NONE ? NULL : items[3]);
    return NONE;
}

static const struct native_method partial_methods[] = {
    {"__reduce__", partial_reduce, NATIVE_PLAIN, NULL},
    {"__setstate__", partial_set_state, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_attribute partial_attributes[] = {
    {"func", get_func, NULL},
    {"args", get_args, NULL},
    {"keywords", get_keywords, NULL},
    {"__dict__", class_get_dict, class_set_dict},
    {0},
};

static struct type partial_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "functools.partial",
    .doc = "partial(func, *args, **keywords) - new function with partial application",
    .base = &object_type_,
    .size = sizeof(struct partial),
    .reported_size = 64,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .dict_offset = offsetof(struct partial, dict),
    .has_weak_references = true,
    .traverse = partial_traverse,
    .clear = partial_clear,
    .dealloc = partial_dealloc,
    .new = partial_new,
    .call = partial_call,
    .repr = partial_repr,
    .methods = partial_methods,
    .attributes = partial_attributes,
};

/* --- lru_cache -------------------------------------------------------------------------------- */

struct cached {
    struct object header;
    borrowed function;   /* held */
    borrowed cache;      /* held: dict, key → result */
    borrowed info_class; /* held: makes the result of cache_info() */
    borrowed dict;       /* held or NULL: __wrapped__ and its like */
    int64_t limit;       /* results kept at most; negative: all */
    int64_t hits;
    int64_t misses;
    bool typed; /* 3 and 3.0 are different arguments */
};

static struct type cached_type;
static borrowed keyword_mark; /* stands between positional and named arguments in a key; immortal */

static owned cached_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                        size_t positional, borrowed names)
{
    int64_t limit = -1;
    if (!arguments_count(rt, "lru_cache", positional, names, 4, 4) ||
        (arguments[1] != NONE && !arguments_int(rt, arguments[1], &limit)))
        return NULL;
    if (!object_is_callable(rt, arguments[0]))
        return exception_raise(rt, &exception_TypeError, "the first argument must be callable");
    owned cache = dict_new(rt);
    owned self = cache ? object_new(rt, type, type->size, type->reported_size) : NULL;
    if (!self) {
        object_release_maybe(rt, cache);
        return NULL;
    }
    struct cached *cached = (struct cached *)self;
    cached->limit = arguments[1] == NONE ? -1 : limit < 0 ? 0 : limit;
    cached->typed = object_is_true(rt, arguments[2]) == 1;
    slot_copy(rt, self, &cached->function, arguments[0]);
    slot_set(rt, self, &cached->cache, cache);
    slot_copy(rt, self, &cached->info_class, arguments[3]);
    gc_track(rt, self);
    return self;
}

/* What the result is kept under: the one argument itself where it is an int or str, else a tuple.
 */
static owned make_key(struct runtime *rt, bool typed, const borrowed *arguments, size_t positional,
                      borrowed names)
{
    size_t named = names ? tuple_count(names) : 0;
    if (!typed && positional == 1 && named == 0) {
        struct type *type = object_type(rt, arguments[0]);
        if (type == &int_type || type == &str_type)
            return object_retain(rt, arguments[0]);
    }
    borrowed *items = memory_allocate((2 * positional + 3 * named + 1) * sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < positional; i++)
        items[count++] = arguments[i];
    if (named > 0)
        items[count++] = keyword_mark;
    for (size_t i = 0; i < named; i++) {
        items[count++] = tuple_item(names, i);
        items[count++] = arguments[positional + i];
    }
    for (size_t i = 0; typed && i < positional + named; i++)
        items[count++] = &object_type(rt, arguments[i])->header;
    owned key = tuple_from(rt, items, count);
    memory_free(items);
    return key;
}

/* A result that was found becomes the newest entry. */
static int renew(struct runtime *rt, struct cached *cached, borrowed key)
{
    owned value = dict_take(rt, cached->cache, key);
    return value ? dict_set(rt, cached->cache, key, value) : runtime_has_error(rt) ? -1 : 0;
}

/* Keeps a result; a full cache drops its oldest one first. */
static int keep(struct runtime *rt, struct cached *cached, borrowed key, borrowed result)
{
    struct dict *cache = (struct dict *)cached->cache;
    size_t position = 0;
    borrowed oldest, value;
    if (cached->limit >= 0) {
        int present = dict_contains(rt, cached->cache, key); /* by a call inside the call */
        if (present != 0)
            return present < 0 ? -1 : 0;
    }
    if (cached->limit >= 0 && cache->count >= (size_t)cached->limit &&
        dict_next(cached->cache, &position, &oldest, &value)) {
        object_retain(rt, oldest);
        owned dropped = dict_take(rt, cached->cache, oldest);
        int status = dropped ? dict_set_copy(rt, cached->cache, key, result) : -1;
        object_release(rt, oldest);
        object_release_maybe(rt, dropped);
        return status;
    }
    return dict_set_copy(rt, cached->cache, key, result);
}

static owned cached_call(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    struct cached *cached = (struct cached *)self;
    if (cached->limit == 0) {
        cached->misses++;
        return object_call(rt, cached->function, arguments, positional, names);
    }
    owned key = make_key(rt, cached->typed, arguments, positional, names);
    borrowed found = key ? dict_get(rt, cached->cache, key) : NULL;
    owned result = NULL;
    if (found) {
        result = object_retain(rt, found);
        cached->hits++;
        if (cached->limit > 0 && renew(rt, cached, key) < 0) {
            object_release(rt, result);
            result = NULL;
        }
    } else if (key && !runtime_has_error(rt)) {
        cached->misses++;
        result = object_call(rt, cached->function, arguments, positional, names);
        if (result && keep(rt, cached, key, result) < 0) {
            object_release(rt, result);
            result = NULL;
        }
    }
    object_release_maybe(rt, key);
    return result;
}

static owned cache_info(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    const struct cached *cached = (struct cached *)self;
    if (!arguments_count(rt, "cache_info", positional, names, 0, 0))
        return NULL;
    owned values[4] = {int_new(rt, cached->hits), int_new(rt, cached->misses),
                       cached->limit < 0 ? NONE : int_new(rt, cached->limit),
                       int_new_unsigned(rt, ((struct dict *)cached->cache)->count)};
    owned result = object_call(rt, cached->info_class, values, 4, NULL);
    for (size_t i = 0; i < 4; i++)
        object_release_maybe(rt, values[i]);
    return result;
}

static owned cache_clear(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed names)
{
    struct cached *cached = (struct cached *)self;
    if (!arguments_count(rt, "cache_clear", positional, names, 0, 0))
        return NULL;
    cached->hits = cached->misses = 0;
    dict_clear(rt, cached->cache);
    return NONE;
}

static owned copy_itself(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional UNUSED, borrowed names UNUSED)
{
    return object_retain(rt, self);
}

static owned bind_cached(struct runtime *rt, borrowed self, borrowed instance,
                         borrowed owner UNUSED)
{
    return !instance || instance == NONE ? object_retain(rt, self) : method_new(rt, self, instance);
}

static int cached_traverse(borrowed self, visit_function visit, void *context)
{
    const struct cached *cached = (struct cached *)self;
    ITERATOR_VISIT(cached->function);
    ITERATOR_VISIT(cached->cache);
    ITERATOR_VISIT(cached->info_class);
    ITERATOR_VISIT_AS(cached->dict, "__dict__");
    return 0;
}

static int cached_clear(struct runtime *rt, borrowed self)
{
    struct cached *cached = (struct cached *)self;
    slot_clear(rt, self, &cached->function);
    slot_clear(rt, self, &cached->cache);
    slot_clear(rt, self, &cached->info_class);
    slot_clear(rt, self, &cached->dict);
    return 0;
}

static void cached_dealloc(struct runtime *rt, borrowed self)
{
    cached_clear(rt, self);
}

static const struct native_method cached_methods[] = {
    {"cache_info", cache_info, NATIVE_PLAIN, "Report cache statistics"},
    {"cache_clear", cache_clear, NATIVE_PLAIN, "Clear the cache and cache statistics"},
    {"__copy__", copy_itself, NATIVE_PLAIN, NULL},
    {"__deepcopy__", copy_itself, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_attribute cached_attributes[] = {
    {"__dict__", class_get_dict, class_set_dict},
    {0},
};

static struct type cached_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "functools._lru_cache_wrapper",
    .base = &object_type_,
    .size = sizeof(struct cached),
    .reported_size = 184,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_METHOD_LIKE,
    .dict_offset = offsetof(struct cached, dict),
    .has_weak_references = true,
    .traverse = cached_traverse,
    .clear = cached_clear,
    .dealloc = cached_dealloc,
    .new = cached_new,
    .call = cached_call,
    .descriptor_get = bind_cached,
    .methods = cached_methods,
    .attributes = cached_attributes,
};

/* --- the module ------------------------------------------------------------------------------- */

static const struct native_method functions[] = {
    {"reduce", reduce, NATIVE_PLAIN, "reduce(function, iterable[, initial]) -> value"},
    {0},
};

int module_fill_functools(struct runtime *rt, borrowed module)
{
    type_ready(rt, &partial_type);
    type_ready(rt, &cached_type);
    keyword_mark = str_intern_text(rt, "<keyword arguments>");
    if (module_set(rt, module, "partial", &partial_type.header) < 0 ||
        module_set(rt, module, "_lru_cache_wrapper", &cached_type.header) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
