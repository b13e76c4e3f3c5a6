/* object.__reduce_ex__: how an object is taken apart (reduce.h).
 *
 * From protocol 2 on, an instance is remade by cls.__new__(cls, *arguments), where the arguments
 * come from __getnewargs_ex__ or __getnewargs__, and gets what __getstate__ says: its __dict__, or
 * a pair of that and its slots. An object whose built-in type keeps anything else in its block
 * cannot be taken apart so, unless the arguments bring it back. Before protocol 2, the built-in
 * base is given a copy of the object instead, and slots cannot be kept.
 */
#include "runtime/types/reduce.h"

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
#include "runtime/types/tuple.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED, size_t positional, \
        borrowed argument_names

static struct type *built_in_base(struct type *type)
{
    while (type_has_flag(type, TYPE_HEAP))
        type = type->base;
    return type;
}

static owned raise_cannot(struct runtime *rt, const struct type *type)
{
    return exception_raise(rt, &exception_TypeError, "cannot pickle '%s' object", type->name);
}

/* Is `name` of v's type what class object has? */
static bool is_plain(struct runtime *rt, borrowed v, const char *name)
{
    borrowed key = str_intern_text(rt, name);
    return type_lookup(rt, object_type(rt, v), key) == type_lookup(rt, &object_type_, key);
}

/* A tuple of `first` and the items of `rest` (a tuple or NULL). */
static owned prepend(struct runtime *rt, borrowed first, borrowed rest)
{
    size_t count = rest ? tuple_count(rest) : 0;
    owned all = tuple_new(rt, count + 1);
    for (size_t i = 0; all && i <= count; i++)
        tuple_fill(rt, all, i, object_retain(rt, i ? tuple_item(rest, i - 1) : first));
    if (all)
        gc_track(rt, all);
    return all;
}

owned reduce_tuple(struct runtime *rt, const owned *parts, size_t count)
{
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        whole = whole && parts[i];
    owned result = whole ? tuple_from(rt, parts, count) : NULL;
    for (size_t i = 0; i < count; i++)
        object_release_maybe(rt, parts[i]);
    return result;
}

owned reduce_class(struct runtime *rt, borrowed v)
{
    return object_retain(rt, &object_type(rt, v)->header);
}

owned reduce_dict(struct runtime *rt, borrowed v)
{
    owned dict = object_find_attribute(rt, v, names.dict);
    return dict || rt->error ? dict : NONE;
}

/* --- state ------------------------------------------------------------------------------------ */

/* A dict of the slots that v's classes added and that have a value; NULL without an error if there
 * are none. */
static owned slots_of(struct runtime *rt, borrowed v)
{
    owned slots = NULL;
    for (struct type *type = object_type(rt, v); type_has_flag(type, TYPE_HEAP); type = type->base)
        for (uint32_t i = 0; i < type->slot_count; i++) {
            borrowed name = type->slot_items[i];
            owned value = object_find_attribute(rt, v, name);
            if (!value && !rt->error)
                continue;
            if (value && !slots)
                slots = dict_new(rt);
            if (!value || !slots || dict_set(rt, slots, name, value) < 0) {
                object_release_maybe(rt, slots);
                return NULL;
            }
        }
    return slots;
}

/* What __getstate__ says by itself. `whole`: the state must hold all that v is. */
static owned plain_state(struct runtime *rt, borrowed v, bool whole)
{
    struct type *type = object_type(rt, v);
    if (whole && built_in_base(type)->size > object_type_.size)
        return raise_cannot(rt, type);
    owned slots = slots_of(rt, v);
    if (!slots)
        return rt->error ? NULL : reduce_dict(rt, v);
    owned pair[] = {reduce_dict(rt, v), slots};
    return reduce_tuple(rt, pair, 2);
}

static owned state_of(struct runtime *rt, borrowed v, bool whole)
{
    return is_plain(rt, v, "__getstate__")
               ? plain_state(rt, v, whole)
               : object_call_method(rt, v, str_intern_text(rt, "__getstate__"), NULL, 0);
}

owned reduce_get_state(PARAMETERS)
{
    if (!arguments_count(rt, "object.__getstate__", positional, argument_names, 0, 0))
        return NULL;
    return plain_state(rt, self, false);
}

/* --- the arguments of __new__ ----------------------------------------------------------------- */

struct new_arguments {
    owned arguments; /* tuple; NULL: the class has nothing to say */
    owned keywords;  /* dict; NULL: none */
};

static int raise_no_tuple(struct runtime *rt, const char *method, borrowed actual)
{
    exception_raise(rt, &exception_TypeError, "%s should return a tuple, not '%T'", method, actual);
    return -1;
}

/* Takes the pair that __getnewargs_ex__ gave apart. */
static int take_pair(struct runtime *rt, borrowed pair, struct new_arguments *result)
{
    if (!tuple_check(pair))
        return raise_no_tuple(rt, "__getnewargs_ex__", pair);
    if (tuple_count(pair) != 2) {
        exception_raise(rt, &exception_ValueError,
                        "__getnewargs_ex__ should return a tuple of length 2, not %zu",
                        tuple_count(pair));
        return -1;
    }
    borrowed arguments = tuple_item(pair, 0), keywords = tuple_item(pair, 1);
    if (!tuple_check(arguments) || !dict_check(keywords)) {
        exception_raise(rt, &exception_TypeError,
                        "%s item of the tuple returned by __getnewargs_ex__ must be a %s, not '%T'",
                        tuple_check(arguments) ? "second" : "first",
                        tuple_check(arguments) ? "dict" : "tuple",
                        tuple_check(arguments) ? keywords : arguments);
        return -1;
    }
    result->arguments = object_retain(rt, arguments);
    if (dict_count(keywords))
        result->keywords = object_retain(rt, keywords);
    return 0;
}

static int ask_new_arguments(struct runtime *rt, borrowed v, struct new_arguments *result)
{
    *result = (struct new_arguments){0};
    owned method = object_find_special(rt, v, str_intern_text(rt, "__getnewargs_ex__"));
    bool is_pair = method != NULL;
    if (!method && !rt->error)
        method = object_find_special(rt, v, str_intern_text(rt, "__getnewargs__"));
    if (!method)
        return rt->error ? -1 : 0;
    owned answer = object_call_none(rt, method);
    object_release(rt, method);
    if (!answer)
        return -1;
    int outcome = 0;
    if (is_pair)
        outcome = take_pair(rt, answer, result);
    else if (tuple_check(answer))
        result->arguments = object_retain(rt, answer);
    else
        outcome = raise_no_tuple(rt, "__getnewargs__", answer);
    object_release(rt, answer);
    return outcome;
}

/* --- the callables that remake instances ------------------------------------------------------ */

static owned new_object(PARAMETERS)
{
    if (!arguments_count(rt, "__newobj__", positional, argument_names, 1, SIZE_MAX))
        return NULL;
    owned constructor = object_get_attribute(rt, arguments[0], names.new_);
    owned result = constructor ? object_call(rt, constructor, arguments, positional, NULL) : NULL;
    object_release_maybe(rt, constructor);
    return result;
}

static owned new_object_with_keywords(PARAMETERS)
{
    if (!arguments_count(rt, "__newobj_ex__", positional, argument_names, 3, 3))
        return NULL;
    if (!tuple_check(arguments[1]) || !dict_check(arguments[2]))
        return exception_raise(rt, &exception_TypeError,
                               "__newobj_ex__ takes a class, a tuple and a dict");
    owned constructor = object_get_attribute(rt, arguments[0], names.new_);
    owned all = constructor ? prepend(rt, arguments[0], arguments[1]) : NULL;
    owned result = all ? object_call_unpacked(rt, constructor, all, arguments[2]) : NULL;
    object_release_maybe(rt, all);
    object_release_maybe(rt, constructor);
    return result;
}

/* base.__new__(cls, state), then base.__init__ of the result with the state. */
static owned reconstruct(PARAMETERS)
{
    if (!arguments_count(rt, "_reconstructor", positional, argument_names, 3, 3))
        return NULL;
    borrowed base = arguments[1];
    bool is_object = base == &object_type_.header;
    owned constructor = object_get_attribute(rt, base, names.new_);
    if (!constructor)
        return NULL;
    borrowed given[] = {arguments[0], arguments[2]};
    owned result = object_call(rt, constructor, given, is_object ? 1 : 2, NULL);
    object_release(rt, constructor);
    if (!result || is_object)
        return result;
    owned initialize = object_get_attribute(rt, base, names.init);
    borrowed initial[] = {result, arguments[2]};
    owned nothing = initialize ? object_call(rt, initialize, initial, 2, NULL) : NULL;
    object_release_maybe(rt, initialize);
    if (!nothing) {
        object_release(rt, result);
        return NULL;
    }
    object_release(rt, nothing);
    return result;
}

static const struct native_method functions[] = {
    [REDUCE_NEW] = {"__newobj__", new_object, NATIVE_PLAIN, "cls.__new__(cls, *args)"},
    [REDUCE_NEW_WITH_KEYWORDS] = {"__newobj_ex__", new_object_with_keywords, NATIVE_PLAIN,
                                  "cls.__new__(cls, *args, **kwargs)"},
    [REDUCE_RECONSTRUCT] = {"_reconstructor", reconstruct, NATIVE_PLAIN, NULL},
};

/* Immortal, because pickle compares them by identity with what copyreg has under their names. */
static struct native rebuilders[] = {
    {.header = OBJECT_STATIC(&native_function_type), .method = &functions[REDUCE_NEW]},
    {.header = OBJECT_STATIC(&native_function_type),
     .method = &functions[REDUCE_NEW_WITH_KEYWORDS]},
    {.header = OBJECT_STATIC(&native_function_type), .method = &functions[REDUCE_RECONSTRUCT]},
};

borrowed reduce_rebuilder(enum reduce_rebuilder which)
{
    rebuilders[which].module = names.copyreg;
    return &rebuilders[which].header;
}

/* --- reductions ------------------------------------------------------------------------------- */

/* The arguments of the rebuilder that calls __new__ again. */
static owned rebuilder_arguments(struct runtime *rt, borrowed v, const struct new_arguments *given)
{
    borrowed class = &object_type(rt, v)->header;
    if (!given->keywords)
        return prepend(rt, class, given->arguments);
    borrowed all[] = {class, given->arguments, given->keywords};
    return tuple_from(rt, all, 3);
}

static owned iterate_items(struct runtime *rt, borrowed v)
{
    owned items = object_call_method(rt, v, names.items, NULL, 0);
    owned iterator = items ? object_iterate(rt, items) : NULL;
    object_release_maybe(rt, items);
    return iterator;
}

/* Protocol 2 and later. */
static owned reduce_by_new(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    if (type_has_flag(built_in_base(type), TYPE_ABSTRACT) || !type->new)
        return raise_cannot(rt, type);
    struct new_arguments given;
    if (ask_new_arguments(rt, v, &given) < 0)
        return NULL;
    bool is_list = list_check(v), is_dict = dict_check(v);
    bool whole = !given.arguments && !is_list && !is_dict;
    owned parts[] = {
        reduce_rebuilder(given.keywords ? REDUCE_NEW_WITH_KEYWORDS : REDUCE_NEW),
        rebuilder_arguments(rt, v, &given),
        state_of(rt, v, whole),
        is_list ? object_iterate(rt, v) : NONE,
        is_dict ? iterate_items(rt, v) : NONE,
    };
    object_release_maybe(rt, given.arguments);
    object_release_maybe(rt, given.keywords);
    return reduce_tuple(rt, parts, 5);
}

/* Does a class of v keep slots, and none says how they are kept? */
static int has_bare_slots(struct runtime *rt, borrowed v)
{
    if (!is_plain(rt, v, "__getstate__"))
        return false;
    owned slots = object_find_attribute(rt, v, names.slots);
    int result = slots ? object_is_true(rt, slots) : rt->error ? -1 : 0;
    object_release_maybe(rt, slots);
    return result;
}

/* Protocols 0 and 1: (copyreg._reconstructor, (cls, base, base(v) or None)[, state]). */
static owned reduce_by_base(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v), *base = built_in_base(type);
    if (base == type && base != &object_type_)
        return raise_cannot(rt, type);
    int bare_slots = has_bare_slots(rt, v);
    if (bare_slots < 0)
        return NULL;
    if (bare_slots)
        return exception_raise(rt, &exception_TypeError,
                               "a class that defines __slots__ without defining __getstate__ "
                               "cannot be pickled");
    owned copy = base == &object_type_ ? NONE : object_call_one(rt, &base->header, v);
    if (!copy)
        return NULL;
    borrowed all[] = {&type->header, &base->header, copy};
    owned parts[] = {reduce_rebuilder(REDUCE_RECONSTRUCT), tuple_from(rt, all, 3),
                     state_of(rt, v, false)};
    object_release(rt, copy);
    int has_state = parts[2] ? object_is_true(rt, parts[2]) : 0;
    if (parts[2] && has_state == 0) {
        object_release(rt, parts[2]);
        return reduce_tuple(rt, parts, 2);
    }
    return reduce_tuple(rt, parts, 3);
}

owned reduce_plain(PARAMETERS)
{
    if (!arguments_count(rt, "object.__reduce__", positional, argument_names, 0, 0))
        return NULL;
    return reduce_by_base(rt, self);
}

/* A class's own __reduce__ comes before what object would do. */
owned reduce_with_protocol(PARAMETERS)
{
    int64_t protocol;
    if (!arguments_count(rt, "object.__reduce_ex__", positional, argument_names, 1, 1) ||
        !arguments_int(rt, arguments[0], &protocol))
        return NULL;
    if (!is_plain(rt, self, "__reduce__"))
        return object_call_method(rt, self, str_intern_text(rt, "__reduce__"), NULL, 0);
    return protocol >= 2 ? reduce_by_new(rt, self) : reduce_by_base(rt, self);
}
