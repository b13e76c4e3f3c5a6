/* slice: three references and what they mean for a sequence of some length (slice.h). */
#include "runtime/types/slice.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static struct slice *slice_of(borrowed v)
{
    return (struct slice *)v;
}

owned slice_new(struct runtime *rt, owned start, owned stop, owned step)
{
    owned result = object_new(rt, &slice_type, sizeof(struct slice), slice_type.reported_size);
    if (!result) {
        object_release(rt, start);
        object_release(rt, stop);
        object_release(rt, step);
        return NULL;
    }
    slot_set(rt, result, &slice_of(result)->start, start);
    slot_set(rt, result, &slice_of(result)->stop, stop);
    slot_set(rt, result, &slice_of(result)->step, step);
    gc_track(rt, result);
    return result;
}

/* --- meaning ---------------------------------------------------------------------------------- */

/* One part as a number; None leaves it as it is. -1: TypeError. */
static int read_part(struct runtime *rt, borrowed part, int64_t *number)
{
    if (part == NONE)
        return 0;
    if (!int_is_tagged(part) && !object_type(rt, part)->to_index) {
        exception_raise(rt, &exception_TypeError,
                        "slice indices must be integers or None or have an __index__ method");
        return -1;
    }
    return object_index_number(rt, part, number, true);
}

static int64_t clip(int64_t index, int64_t length, bool backwards)
{
    if (index < 0)
        index += length;
    if (index < 0)
        return backwards ? -1 : 0;
    return index < length ? index : length - backwards;
}

int slice_bounds(struct runtime *rt, borrowed slice, int64_t length, int64_t *start, int64_t *stop,
                 int64_t *step)
{
    const struct slice *parts = slice_of(slice);
    *step = 1;
    if (read_part(rt, parts->step, step) < 0)
        return -1;
    if (*step == 0) {
        exception_raise(rt, &exception_ValueError, "slice step cannot be zero");
        return -1;
    }
    if (*step == INT64_MIN)
        *step = -INT64_MAX;
    bool backwards = *step < 0;
    *start = backwards ? INT64_MAX : 0;
    *stop = backwards ? INT64_MIN : INT64_MAX;
    if (read_part(rt, parts->start, start) < 0 || read_part(rt, parts->stop, stop) < 0)
        return -1;
    *start = clip(*start, length, backwards);
    *stop = clip(*stop, length, backwards);
    return 0;
}

int slice_resolve(struct runtime *rt, borrowed slice, int64_t length, int64_t *start, int64_t *step,
                  int64_t *count)
{
    int64_t stop;
    if (slice_bounds(rt, slice, length, start, &stop, step) < 0)
        return -1;
    if (*step > 0)
        *count = *start < stop ? (stop - *start - 1) / *step + 1 : 0;
    else
        *count = stop < *start ? (*start - stop - 1) / -*step + 1 : 0;
    return 0;
}

/* --- slots ------------------------------------------------------------------------------------ */

static owned construct(struct runtime *rt, struct type *type UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "slice", positional, names, 1, 3))
        return NULL;
    borrowed start = positional > 1 ? arguments[0] : NONE;
    borrowed stop = positional > 1 ? arguments[1] : arguments[0];
    borrowed step = positional > 2 ? arguments[2] : NONE;
    return slice_new(rt, object_retain(rt, start), object_retain(rt, stop),
                     object_retain(rt, step));
}

static int slice_traverse(borrowed self, visit_function visit, void *context)
{
    const struct slice *slice = slice_of(self);
    int status =
        slice->start ? visit(context, slice->start, EDGE_INTERNAL, (uintptr_t) "start") : 0;
    if (status == 0 && slice->stop)
        status = visit(context, slice->stop, EDGE_INTERNAL, (uintptr_t) "stop");
    if (status == 0 && slice->step)
        status = visit(context, slice->step, EDGE_INTERNAL, (uintptr_t) "step");
    return status;
}

static void slice_dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &slice_of(self)->start);
    slot_clear(rt, self, &slice_of(self)->stop);
    slot_clear(rt, self, &slice_of(self)->step);
}

static owned slice_repr(struct runtime *rt, borrowed self)
{
    const struct slice *slice = slice_of(self);
    return str_format(rt, "slice(%R, %R, %R)", slice->start, slice->stop, slice->step);
}

static owned parts_tuple(struct runtime *rt, borrowed self)
{
    return tuple_from(rt, &slice_of(self)->start, 3);
}

static owned slice_compare(struct runtime *rt, borrowed self, borrowed other,
                           enum compare operation)
{
    if (!slice_check(self) || !slice_check(other))
        return NOT_IMPLEMENTED;
    owned left = parts_tuple(rt, self);
    owned right = left ? parts_tuple(rt, other) : NULL;
    owned result = right ? object_compare(rt, left, right, operation) : NULL;
    object_release_maybe(rt, left);
    object_release_maybe(rt, right);
    return result;
}

static owned indices(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed names)
{
    int64_t length, start, stop, step;
    if (!arguments_count(rt, "slice.indices", positional, names, 1, 1) ||
        object_index_number(rt, arguments[0], &length, false) < 0)
        return NULL;
    if (length < 0)
        return exception_raise(rt, &exception_ValueError, "length should not be negative");
    if (slice_bounds(rt, self, length, &start, &stop, &step) < 0)
        return NULL;
    owned parts[3] = {int_new(rt, start), int_new(rt, stop), int_new(rt, step)};
    return tuple_from_owned(rt, parts, 3);
}

static owned reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "slice.__reduce__", positional, names, 0, 0))
        return NULL;
    const struct slice *slice = slice_of(self);
    borrowed fields[] = {slice->start, slice->stop, slice->step};
    owned parts[] = {reduce_class(rt, self), tuple_from(rt, fields, 3)};
    return reduce_tuple(rt, parts, 2);
}

static const struct native_method methods[] = {
    {"__reduce__", reduce, NATIVE_PLAIN, "Return state information for pickling."},
    {"indices", indices, NATIVE_PLAIN, "S.indices(len) -> (start, stop, stride)"},
    {NULL, NULL, 0, NULL},
};

static owned get_start(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &slice_of(self)->start);
}

static owned get_stop(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &slice_of(self)->stop);
}

static owned get_step(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &slice_of(self)->step);
}

static const struct native_attribute attributes[] = {
    {"start", get_start, NULL},
    {"stop", get_stop, NULL},
    {"step", get_step, NULL},
    {NULL, NULL, NULL},
};

struct type slice_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "slice",
    .doc = "slice(stop)\nslice(start, stop[, step])",
    .base = &object_type_,
    .size = sizeof(struct slice),
    .reported_size = 40,
    .flags = TYPE_TRACKED,
    .traverse = slice_traverse,
    .dealloc = slice_dealloc,
    .new = construct,
    .repr = slice_repr,
    .compare = slice_compare,
    .methods = methods,
    .attributes = attributes,
};
