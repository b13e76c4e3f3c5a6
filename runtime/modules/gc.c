/* The module gc: what Python programs say to the collector. */
#include "runtime/core/gc.h"

#include "base/vector.h"
#include "runtime/modules/modules.h"
#include "runtime/python/generator.h"
#include "runtime/types/arguments.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

static owned enable(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "enable", positional, names, 0, 0))
        return NULL;
    gc_enable(rt, true);
    return NONE;
}

static owned disable(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                     size_t positional, borrowed names)
{
    if (!arguments_count(rt, "disable", positional, names, 0, 0))
        return NULL;
    gc_enable(rt, false);
    return NONE;
}

static owned is_enabled(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    return arguments_count(rt, "isenabled", positional, names, 0, 0) ? bool_of(gc_is_enabled(rt))
                                                                     : NULL;
}

/* A generation from 0 to 2; false with TypeError or ValueError raised. */
static bool read_generation(struct runtime *rt, borrowed v, int *generation)
{
    int64_t number;
    if (!arguments_int(rt, v, &number))
        return false;
    if (number < 0 || number >= GC_GENERATIONS) {
        exception_raise(rt, &exception_ValueError, "invalid generation");
        return false;
    }
    *generation = (int)number;
    return true;
}

static owned collect(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                     size_t positional, borrowed names)
{
    static const char *const parameters[] = {"generation", NULL};
    static const struct arguments specification = {"collect", parameters, 0, 0, SIZE_MAX};
    borrowed values[1];
    int generation = GC_GENERATIONS - 1;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    if (values[0] && !read_generation(rt, values[0], &generation))
        return NULL;
    return int_new(rt, gc_collect(rt, generation, "call"));
}

static owned row_of_three(struct runtime *rt, const int32_t numbers[GC_GENERATIONS])
{
    owned items[GC_GENERATIONS];
    for (size_t i = 0; i < GC_GENERATIONS; i++)
        items[i] = int_new(rt, numbers[i]);
    return tuple_from_owned(rt, items, GC_GENERATIONS);
}

static owned get_count(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    int32_t count[GC_GENERATIONS];
    if (!arguments_count(rt, "get_count", positional, names, 0, 0))
        return NULL;
    gc_get_count(rt, count);
    return row_of_three(rt, count);
}

static owned get_threshold(struct runtime *rt, borrowed self UNUSED,
                           const borrowed *arguments UNUSED, size_t positional, borrowed names)
{
    int32_t threshold[GC_GENERATIONS];
    if (!arguments_count(rt, "get_threshold", positional, names, 0, 0))
        return NULL;
    gc_get_threshold(rt, threshold);
    return row_of_three(rt, threshold);
}

static owned set_threshold(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                           size_t positional, borrowed names)
{
    int32_t threshold[GC_GENERATIONS];
    if (!arguments_count(rt, "set_threshold", positional, names, 1, GC_GENERATIONS))
        return NULL;
    gc_get_threshold(rt, threshold);
    for (size_t i = 0; i < positional; i++) {
        int64_t number;
        if (!arguments_int(rt, arguments[i], &number))
            return NULL;
        threshold[i] = (int32_t)(number < INT32_MIN   ? INT32_MIN
                                 : number > INT32_MAX ? INT32_MAX
                                                      : number);
    }
    gc_set_threshold(rt, threshold);
    return NONE;
}

static owned statistics_of(struct runtime *rt, int generation)
{
    struct gc_statistics statistics = gc_get_statistics(rt, generation);
    owned dict = dict_new(rt);
    if (!dict ||
        dict_set_text(rt, dict, "collections", int_new_unsigned(rt, statistics.collections)) < 0 ||
        dict_set_text(rt, dict, "collected", int_new_unsigned(rt, statistics.collected)) < 0 ||
        dict_set_text(rt, dict, "uncollectable", int_new_unsigned(rt, statistics.uncollectable)) <
            0) {
        object_release_maybe(rt, dict);
        return NULL;
    }
    return dict;
}

static owned get_stats(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "get_stats", positional, names, 0, 0))
        return NULL;
    owned list = list_new(rt, GC_GENERATIONS);
    for (int generation = 0; list && generation < GC_GENERATIONS; generation++) {
        owned row = statistics_of(rt, generation);
        if (!row || list_append(rt, list, row) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

/* --- looking at the heap ---------------------------------------------------------------------- */

struct found { /* borrowed objects, gathered while nothing may be allocated */
    VECTOR_OF(borrowed);
};

static owned list_of_found(struct runtime *rt, struct found *found)
{
    for (size_t i = 0; i < found->count; i++)
        object_retain(rt, found->items[i]);
    owned list = list_from_owned(rt, found->items, found->count);
    vector_release(found);
    return list;
}

static int add_object(void *context, borrowed v)
{
    struct found *found = context;
    vector_push(found, v);
    return 0;
}

static owned get_objects(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    static const char *const parameters[] = {"generation", NULL};
    static const struct arguments specification = {"get_objects", parameters, 0, 0, SIZE_MAX};
    borrowed values[1];
    int generation = -1;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    if (values[0] && values[0] != NONE) {
        int64_t number;
        if (!arguments_int(rt, values[0], &number))
            return NULL;
        if (number < -1 || number >= GC_GENERATIONS) /* -1: all, as in CPython */
            return exception_raise(
                rt, &exception_ValueError,
                number < -1 ? "generation parameter cannot be negative"
                            : "generation parameter must be less than the number of available "
                              "generations (3)");
        generation = (int)number;
    }
    struct found found = {0};
    gc_each(rt, generation, add_object, &found);
    return list_of_found(rt, &found);
}

/* The references of v as the collector sees them. As in CPython a generator that is running does
 * not show its variables. */
static int each_reference(borrowed v, visit_function visit, void *context)
{
    return v->type == &generator_type && generator_is_running(v)
               ? object_traverse(v, visit, context)
               : gc_traverse(v, visit, context);
}

struct referents {
    struct found found;
    bool
        without_keys; /* CPython's collector does not look at the keys of a dict that are all str */
};

static int add_referent(void *context, borrowed referent, enum edge_label label,
                        uintptr_t name UNUSED)
{
    struct referents *referents = context;
    if (label != EDGE_DICT_KEY || !referents->without_keys)
        vector_push(&referents->found, referent);
    return 0;
}

static owned get_referents(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                           size_t positional, borrowed names)
{
    if (!arguments_count(rt, "get_referents", positional, names, 0, SIZE_MAX))
        return NULL;
    struct referents referents = {0};
    for (size_t i = 0; i < positional; i++) {
        referents.without_keys =
            dict_check(arguments[i]) && ((struct dict *)arguments[i])->only_str_keys;
        if (type_has_flag(object_type(rt, arguments[i]), TYPE_TRACKED))
            each_reference(arguments[i], add_referent, &referents);
    }
    return list_of_found(rt, &referents.found);
}

struct referrer_search {
    const borrowed *targets;
    size_t target_count;
    struct found found;
};

static int is_target(void *context, borrowed referent, enum edge_label label UNUSED,
                     uintptr_t name UNUSED)
{
    const struct referrer_search *search = context;
    for (size_t i = 0; i < search->target_count; i++)
        if (search->targets[i] == referent)
            return 1;
    return 0;
}

static int add_referrer(void *context, borrowed v)
{
    struct referrer_search *search = context;
    if (each_reference(v, is_target, search))
        vector_push(&search->found, v);
    return 0;
}

static owned get_referrers(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                           size_t positional, borrowed names)
{
    if (!arguments_count(rt, "get_referrers", positional, names, 0, SIZE_MAX))
        return NULL;
    struct referrer_search search = {arguments, positional, {0}};
    gc_each(rt, -1, add_referrer, &search);
    return list_of_found(rt, &search.found);
}

/* A dict of atoms waits outside the collector's tables (dict_track), but counts as tracked for
 * programs. */
static bool counts_as_tracked(borrowed v)
{
    return gc_is_tracked(v) || (object_is_counted(v) && v->type == &dict_type);
}

static owned is_tracked(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                        size_t positional, borrowed names)
{
    return arguments_count(rt, "is_tracked", positional, names, 1, 1)
               ? bool_of(counts_as_tracked(arguments[0]))
               : NULL;
}

static owned is_finalized(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    if (!arguments_count(rt, "is_finalized", positional, names, 1, 1))
        return NULL;
    return bool_of(object_is_pointer(arguments[0]) &&
                   object_has_flag(arguments[0], OBJECT_FINALIZED));
}

/* --- debugging and the permanent generation --------------------------------------------------- */

static owned set_debug(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    int64_t flags;
    if (!arguments_count(rt, "set_debug", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &flags))
        return NULL;
    gc_set_debug(rt, (int)flags);
    return NONE;
}

static owned get_debug(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    return arguments_count(rt, "get_debug", positional, names, 0, 0) ? int_new(rt, gc_get_debug(rt))
                                                                     : NULL;
}

static owned freeze(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "freeze", positional, names, 0, 0))
        return NULL;
    gc_freeze(rt);
    return NONE;
}

static owned unfreeze(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "unfreeze", positional, names, 0, 0))
        return NULL;
    gc_unfreeze(rt);
    return NONE;
}

static owned get_freeze_count(struct runtime *rt, borrowed self UNUSED,
                              const borrowed *arguments UNUSED, size_t positional, borrowed names)
{
    return arguments_count(rt, "get_freeze_count", positional, names, 0, 0)
               ? int_new_unsigned(rt, gc_freeze_count(rt))
               : NULL;
}

static const struct native_method functions[] = {
    {"enable", enable, NATIVE_PLAIN, "Enable automatic garbage collection."},
    {"disable", disable, NATIVE_PLAIN, "Disable automatic garbage collection."},
    {"isenabled", is_enabled, NATIVE_PLAIN,
     "Returns true if automatic garbage collection is enabled."},
    {"collect", collect, NATIVE_PLAIN,
     "Run the garbage collector.\n\nThe number of unreachable objects is returned."},
    {"get_count", get_count, NATIVE_PLAIN,
     "Return a three-tuple of the current collection counts."},
    {"get_threshold", get_threshold, NATIVE_PLAIN, "Return the current collection thresholds."},
    {"set_threshold", set_threshold, NATIVE_PLAIN, "Set the collection thresholds."},
    {"get_stats", get_stats, NATIVE_PLAIN,
     "Return a list of dictionaries containing per-generation statistics."},
    {"get_objects", get_objects, NATIVE_PLAIN,
     "Return a list of objects tracked by the collector."},
    {"get_referents", get_referents, NATIVE_PLAIN,
     "Return the list of objects that are directly referred to by 'objs'."},
    {"get_referrers", get_referrers, NATIVE_PLAIN,
     "Return the list of objects that directly refer to any of 'objs'."},
    {"is_tracked", is_tracked, NATIVE_PLAIN,
     "Returns true if the object is tracked by the garbage collector."},
    {"is_finalized", is_finalized, NATIVE_PLAIN,
     "Returns true if the object has been already finalized by the GC."},
    {"set_debug", set_debug, NATIVE_PLAIN, "Set the garbage collection debugging flags."},
    {"get_debug", get_debug, NATIVE_PLAIN, "Get the garbage collection debugging flags."},
    {"freeze", freeze, NATIVE_PLAIN,
     "Freeze all current tracked objects and ignore them for future collections."},
    {"unfreeze", unfreeze, NATIVE_PLAIN, "Unfreeze all objects in the permanent generation."},
    {"get_freeze_count", get_freeze_count, NATIVE_PLAIN,
     "Return the number of objects in the permanent generation."},
    {0},
};

/* A list that the collector and the module share: in the slot, held by ROOT_GARBAGE. */
static int add_shared_list(struct runtime *rt, borrowed module, const char *name, borrowed *slot)
{
    if (!*slot) {
        owned list = list_new(rt, 0);
        if (!list)
            return -1;
        slot_set(rt, ledger_root(rt, ROOT_GARBAGE), slot, list);
    }
    return module_set(rt, module, name, object_retain(rt, *slot));
}

int module_fill_gc(struct runtime *rt, borrowed module)
{
    static const struct {
        const char *name;
        int value;
    } flags[] = {
        {"DEBUG_STATS", GC_DEBUG_STATS},
        {"DEBUG_COLLECTABLE", GC_DEBUG_COLLECTABLE},
        {"DEBUG_UNCOLLECTABLE", GC_DEBUG_UNCOLLECTABLE},
        {"DEBUG_SAVEALL", GC_DEBUG_SAVEALL},
        {"DEBUG_LEAK", GC_DEBUG_LEAK},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (module_set(rt, module, flags[i].name, int_new(rt, flags[i].value)) < 0)
            return -1;
    if (add_shared_list(rt, module, "garbage", gc_garbage_slot(rt)) < 0 ||
        add_shared_list(rt, module, "callbacks", gc_callbacks_slot(rt)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
