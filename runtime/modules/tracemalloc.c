/* The module _tracemalloc: the native half of tracemalloc (runtime/lib/tracemalloc.py).
 *
 * The place of a birth is a traceback: the innermost `limit` frames, interned as a path in a tree
 * whose nodes are (parent, code, line). Node 0 is the empty traceback; a traceback is read from its
 * node towards the root, newest frame first.
 */
#include "base/vector.h"
#include "runtime/core/gc.h"
#include "runtime/core/tracing.h"
#include "runtime/modules/modules.h"
#include "runtime/python/frame.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define LIMIT_MAX 65535

struct node {
    const struct code *code;
    uint32_t line;
    uint32_t parent;
};

struct places { /* rt->tracing->context */
    struct {
        VECTOR_OF(struct node);
    } nodes;
    uint32_t *index; /* open addressing: node numbers, 0 free */
    size_t capacity; /* a power of two, more than twice the nodes */
    uint32_t limit;  /* frames of a traceback */
};

/* --- places ----------------------------------------------------------------------------------- */

static uint32_t *find_node(const struct places *places, const struct node *node)
{
    uint64_t key = (uint64_t)(uintptr_t)node->code ^ (uint64_t)node->line << 44 ^
                   (uint64_t)node->parent * UINT64_C(0x9E3779B97F4A7C15);
    size_t i = (size_t)(key * UINT64_C(0xBF58476D1CE4E5B9) >> 24);
    for (;; i++) {
        uint32_t *place = &places->index[i & (places->capacity - 1)];
        const struct node *known = &places->nodes.items[*place];
        if (*place == 0 || (known->code == node->code && known->line == node->line &&
                            known->parent == node->parent))
            return place;
    }
}

static void grow_index(struct places *places)
{
    memory_free(places->index);
    places->capacity = places->capacity ? places->capacity * 2 : 1024;
    places->index = memory_zeroed(places->capacity, sizeof *places->index);
    for (uint32_t i = 1; i < places->nodes.count; i++)
        *find_node(places, &places->nodes.items[i]) = i;
}

static uint32_t intern_node(struct places *places, struct node node)
{
    if (places->nodes.count * 2 >= places->capacity)
        grow_index(places);
    uint32_t *place = find_node(places, &node);
    if (*place == 0) {
        *place = (uint32_t)places->nodes.count;
        vector_push(&places->nodes, node);
    }
    return *place;
}

/* The innermost `left` frames from this one outwards, outermost first. */
static uint32_t intern_frames(struct places *places, const struct frame *frame, uint32_t left)
{
    const struct frame *frames[64];
    uint32_t node = 0;
    uint32_t count = 0;
    for (; frame && count < left && count < 64; frame = frame->back)
        frames[count++] = frame;
    if (frame &&
        count < left) /* a block at a time, so that no stack is needed for long tracebacks */
        node = intern_frames(places, frame, left - count);
    while (count-- > 0)
        node = intern_node(places,
                           (struct node){frames[count]->code, frame_line(frames[count]), node});
    return node;
}

static uint32_t here(struct runtime *rt, void *context)
{
    struct places *places = context;
    return intern_frames(places, rt->frame, places->limit);
}

static struct places *places_new(uint32_t limit)
{
    struct places *places = memory_zeroed(1, sizeof *places);
    places->limit = limit;
    vector_push(&places->nodes, (struct node){0});
    return places;
}

static void places_free(void *context)
{
    struct places *places = context;
    vector_release(&places->nodes);
    memory_free(places->index);
    memory_free(places);
}

/* ((file, line), …), newest first: a tuple. */
static owned new_traceback(struct runtime *rt, const struct places *places, uint32_t place)
{
    size_t count = 0;
    for (uint32_t node = place; node; node = places->nodes.items[node].parent)
        count++;
    owned traceback = tuple_new(rt, count);
    for (size_t i = 0; traceback && i < count; i++) {
        const struct node *node = &places->nodes.items[place];
        owned items[] = {object_retain(rt, node->code->file_name), int_new(rt, node->line)};
        owned frame = tuple_from_owned(rt, items, 2);
        if (!frame) {
            object_release(rt, traceback);
            return NULL;
        }
        tuple_fill(rt, traceback, i, frame);
        place = node->parent;
    }
    return traceback;
}

/* --- functions -------------------------------------------------------------------------------- */

static owned start(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                   size_t positional, borrowed names)
{
    static const char *const parameters[] = {"nframe", NULL};
    static const struct arguments specification = {"start", parameters, 0, 0, SIZE_MAX};
    borrowed values[1];
    int64_t limit = 1;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[0] && !arguments_int(rt, values[0], &limit)))
        return NULL;
    if (limit < 1 || limit > LIMIT_MAX)
        return exception_raise(rt, &exception_ValueError,
                               "the number of frames must be in range [1; %d]", LIMIT_MAX);
    if (!rt->tracing)
        tracing_start(rt, here, places_new((uint32_t)limit), places_free);
    return NONE;
}

static owned stop(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                  size_t positional, borrowed names)
{
    if (!arguments_count(rt, "stop", positional, names, 0, 0))
        return NULL;
    tracing_stop(rt);
    return NONE;
}

static owned is_tracing(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    return arguments_count(rt, "is_tracing", positional, names, 0, 0) ? bool_of(rt->tracing != NULL)
                                                                      : NULL;
}

static owned clear_traces(struct runtime *rt, borrowed self UNUSED,
                          const borrowed *arguments UNUSED, size_t positional, borrowed names)
{
    if (!arguments_count(rt, "clear_traces", positional, names, 0, 0))
        return NULL;
    tracing_clear(rt);
    return NONE;
}

static owned get_traced_memory(struct runtime *rt, borrowed self UNUSED,
                               const borrowed *arguments UNUSED, size_t positional, borrowed names)
{
    if (!arguments_count(rt, "get_traced_memory", positional, names, 0, 0))
        return NULL;
    owned items[] = {int_new_unsigned(rt, rt->tracing ? rt->tracing->bytes : 0),
                     int_new_unsigned(rt, rt->tracing ? rt->tracing->peak : 0)};
    return tuple_from_owned(rt, items, 2);
}

static owned reset_peak(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "reset_peak", positional, names, 0, 0))
        return NULL;
    if (rt->tracing)
        rt->tracing->peak = rt->tracing->bytes;
    return NONE;
}

static owned get_traceback_limit(struct runtime *rt, borrowed self UNUSED,
                                 const borrowed *arguments UNUSED, size_t positional,
                                 borrowed names)
{
    if (!arguments_count(rt, "get_traceback_limit", positional, names, 0, 0))
        return NULL;
    return int_new(rt, rt->tracing ? ((struct places *)rt->tracing->context)->limit : 1);
}

static owned get_tracemalloc_memory(struct runtime *rt, borrowed self UNUSED,
                                    const borrowed *arguments UNUSED, size_t positional,
                                    borrowed names)
{
    if (!arguments_count(rt, "get_tracemalloc_memory", positional, names, 0, 0))
        return NULL;
    if (!rt->tracing)
        return int_new(rt, 0);
    const struct places *places = rt->tracing->context;
    return int_new_unsigned(rt, rt->tracing->capacity * sizeof *rt->tracing->table +
                                    places->capacity * sizeof *places->index +
                                    places->nodes.capacity * sizeof *places->nodes.items);
}

static owned get_object_traceback(struct runtime *rt, borrowed self UNUSED,
                                  const borrowed *arguments, size_t positional, borrowed names)
{
    if (!arguments_count(rt, "_get_object_traceback", positional, names, 1, 1))
        return NULL;
    const struct trace *trace =
        object_is_pointer(arguments[0]) ? tracing_find(rt, arguments[0]) : NULL;
    return trace ? new_traceback(rt, rt->tracing->context, trace->place) : NONE;
}

/* One (domain, size, traceback, frames that there were) a trace; tracebacks of one place are one
 * tuple. */
static int append_traces(struct runtime *rt, borrowed list, const struct tracing *tracing)
{
    const struct places *places = tracing->context;
    borrowed *tracebacks = memory_zeroed(places->nodes.count, sizeof *tracebacks);
    int result = 0;
    for (size_t i = 0; i < tracing->capacity && result == 0; i++) {
        const struct trace *trace = &tracing->table[i];
        if (!trace->object)
            continue;
        borrowed *traceback = &tracebacks[trace->place];
        if (!*traceback)
            *traceback = new_traceback(rt, places, trace->place);
        owned items[] = {int_new(rt, 0), int_new_unsigned(rt, trace->size),
                         *traceback ? object_retain(rt, *traceback) : NONE,
                         int_new_unsigned(rt, *traceback ? tuple_count(*traceback) : 0)};
        owned row = *traceback ? tuple_from_owned(rt, items, 4) : NULL;
        result = row ? list_append(rt, list, row) : -1;
    }
    for (size_t i = 0; i < places->nodes.count; i++)
        object_release_maybe(rt, tracebacks[i]);
    memory_free(tracebacks);
    return result;
}

/* The table must stand still meanwhile: what is made here is not traced, and nothing is collected.
 */
static owned get_traces(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "_get_traces", positional, names, 0, 0))
        return NULL;
    struct tracing *tracing = rt->tracing;
    bool was_enabled = gc_is_enabled(rt);
    gc_enable(rt, false);
    rt->tracing = NULL;
    owned list = list_new(rt, tracing ? tracing->count : 0);
    if (list && tracing && append_traces(rt, list, tracing) < 0) {
        object_release(rt, list);
        list = NULL;
    }
    rt->tracing = tracing;
    gc_enable(rt, was_enabled);
    return list;
}

static const struct native_method functions[] = {
    {"start", start, NATIVE_PLAIN, "Start tracing Python memory allocations."},
    {"stop", stop, NATIVE_PLAIN, "Stop tracing Python memory allocations."},
    {"is_tracing", is_tracing, NATIVE_PLAIN,
     "Return True if the module is tracing Python memory allocations."},
    {"clear_traces", clear_traces, NATIVE_PLAIN,
     "Clear traces of memory blocks allocated by Python."},
    {"get_traced_memory", get_traced_memory, NATIVE_PLAIN,
     "Get the current size and peak size of memory blocks traced."},
    {"reset_peak", reset_peak, NATIVE_PLAIN, "Set the peak size to the current size."},
    {"get_traceback_limit", get_traceback_limit, NATIVE_PLAIN,
     "Get the maximum number of frames stored in the traceback of a trace."},
    {"get_tracemalloc_memory", get_tracemalloc_memory, NATIVE_PLAIN,
     "Get the memory usage in bytes of the tracemalloc module."},
    {"_get_object_traceback", get_object_traceback, NATIVE_PLAIN,
     "Get the traceback where the object was allocated."},
    {"_get_traces", get_traces, NATIVE_PLAIN,
     "Get a list of (domain, size, traceback, nframe) of all traces."},
    {0},
};

int module_fill_tracemalloc(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
