/* range: an arithmetic progression of int64 numbers (slice.h).
 *
 * Bounds that do not fit 64 bits are refused with OverflowError; CPython would take them.
 */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/protocol.h"
#include "runtime/types/reduce.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

struct range {
    struct object header;
    int64_t start;
    int64_t stop;
    int64_t step;
    uint64_t count;
};

static struct range *range_of(borrowed v)
{
    return (struct range *)v;
}

/* The difference of the bounds always fits an uint64_t; so does each step's magnitude. */
static uint64_t count_of(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0)
        return start < stop ? ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step + 1 : 0;
    return stop < start ? ((uint64_t)start - (uint64_t)stop - 1) / -(uint64_t)step + 1 : 0;
}

owned range_new(struct runtime *rt, int64_t start, int64_t stop, int64_t step)
{
    owned result = object_new(rt, &range_type, sizeof(struct range), range_type.reported_size);
    if (!result)
        return NULL;
    struct range *range = range_of(result);
    range->start = start;
    range->stop = stop;
    range->step = step;
    range->count = count_of(start, stop, step);
    return result;
}

/* The number at a place that is known to be inside, or one step outside. */
static int64_t number_at(const struct range *range, int64_t place)
{
    return (int64_t)((uint64_t)range->start + (uint64_t)place * (uint64_t)range->step);
}

/* --- slots ------------------------------------------------------------------------------------ */

static bool read_bound(struct runtime *rt, borrowed v, int64_t *number)
{
    if (int_is_tagged(v)) {
        *number = int_untag(v);
        return true;
    }
    owned index = object_index(rt, v);
    if (!index)
        return false;
    int status = int_get(rt, index, number);
    object_release(rt, index);
    return status == 0;
}

static owned construct(struct runtime *rt, struct type *type UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    int64_t start = 0, stop, step = 1;
    if (!arguments_count(rt, "range", positional, names, 1, 3))
        return NULL;
    if (positional > 1 && !read_bound(rt, arguments[0], &start))
        return NULL;
    if (!read_bound(rt, arguments[positional > 1], &stop))
        return NULL;
    if (positional > 2 && !read_bound(rt, arguments[2], &step))
        return NULL;
    if (step == 0)
        return exception_raise(rt, &exception_ValueError, "range() arg 3 must not be zero");
    return range_new(rt, start, stop, step);
}

static owned range_repr(struct runtime *rt, borrowed self)
{
    const struct range *range = range_of(self);
    if (range->step == 1)
        return str_format(rt, "range(%lld, %lld)", (long long)range->start, (long long)range->stop);
    return str_format(rt, "range(%lld, %lld, %lld)", (long long)range->start,
                      (long long)range->stop, (long long)range->step);
}

static bool is_equal(const struct range *a, const struct range *b)
{
    if (a->count != b->count)
        return false;
    return a->count == 0 || (a->start == b->start && (a->count == 1 || a->step == b->step));
}

static owned range_compare(struct runtime *rt UNUSED, borrowed self, borrowed other,
                           enum compare operation)
{
    if (!object_is_pointer(other) || other->type != &range_type || self->type != &range_type ||
        (operation != COMPARE_EQ && operation != COMPARE_NE))
        return NOT_IMPLEMENTED;
    return bool_of(is_equal(range_of(self), range_of(other)) == (operation == COMPARE_EQ));
}

static int range_hash(struct runtime *rt, borrowed self, int64_t *hash)
{
    const struct range *range = range_of(self);
    owned parts[3] = {int_new_unsigned(rt, range->count),
                      range->count > 0 ? int_new(rt, range->start) : NONE,
                      range->count > 1 ? int_new(rt, range->step) : NONE};
    owned key = tuple_from_owned(rt, parts, 3);
    if (!key)
        return -1;
    int status = object_hash(rt, key, hash);
    object_release(rt, key);
    return status;
}

static int64_t range_length(struct runtime *rt, borrowed self)
{
    uint64_t count = range_of(self)->count;
    if (count <= INT64_MAX)
        return (int64_t)count;
    exception_raise(rt, &exception_OverflowError, "Python int too large to convert to C ssize_t");
    return -1;
}

static int range_to_bool(struct runtime *rt UNUSED, borrowed self)
{
    return range_of(self)->count != 0;
}

static owned range_get_item(struct runtime *rt, borrowed self, borrowed key)
{
    const struct range *range = range_of(self);
    int64_t length = range_length(rt, self), index, stop, step;
    if (length < 0)
        return NULL;
    if (slice_check(key)) {
        if (slice_bounds(rt, key, length, &index, &stop, &step) < 0)
            return NULL;
        return range_new(rt, number_at(range, index), number_at(range, stop), range->step * step);
    }
    if (!int_is_tagged(key) && !object_type(rt, key)->to_index)
        return exception_raise(rt, &exception_TypeError,
                               "range indices must be integers or slices, not %T", key);
    if (object_index_number(rt, key, &index, true) < 0)
        return NULL;
    if (index < 0)
        index += length;
    if (index < 0 || index >= length)
        return exception_raise(rt, &exception_IndexError, "range object index out of range");
    return int_new(rt, number_at(range, index));
}

/* The place of a number; -1: it is not there. */
static int64_t place_of(const struct range *range, int64_t number)
{
    bool up = range->step > 0;
    if (range->count == 0 || (up ? number < range->start : number > range->start))
        return -1;
    uint64_t distance =
        up ? (uint64_t)number - (uint64_t)range->start : (uint64_t)range->start - (uint64_t)number;
    uint64_t step = up ? (uint64_t)range->step : -(uint64_t)range->step;
    return distance % step == 0 && distance / step < range->count ? (int64_t)(distance / step) : -1;
}

/* The place of an equal item, whatever its type; -1 absent, -2 error. */
static int64_t find(struct runtime *rt, borrowed self, borrowed value)
{
    const struct range *range = range_of(self);
    if (int_is_tagged(value))
        return place_of(range, int_untag(value));
    int64_t number;
    if (int_check(rt, value) && !type_has_flag(value->type, TYPE_HEAP)) {
        if (int_get(rt, value, &number) == 0)
            return place_of(range, number);
        exception_clear(rt);
        return -1;
    }
    for (uint64_t i = 0; i < range->count; i++) {
        owned item = int_new(rt, number_at(range, (int64_t)i));
        int equal = item ? object_is_equal(rt, item, value) : -1;
        object_release_maybe(rt, item);
        if (equal != 0)
            return equal < 0 ? -2 : (int64_t)i;
    }
    return -1;
}

static int range_contains(struct runtime *rt, borrowed self, borrowed value)
{
    int64_t place = find(rt, self, value);
    return place == -2 ? -1 : place >= 0;
}

/* --- iterating -------------------------------------------------------------------------------- */

static owned new_iterator(struct runtime *rt, int64_t start, int64_t step, uint64_t count)
{
    owned result = object_new(rt, &range_iterator_type, sizeof(struct range_iterator),
                              range_iterator_type.reported_size);
    if (!result)
        return NULL;
    struct range_iterator *iterator = (struct range_iterator *)result;
    iterator->next = start;
    iterator->step = step;
    iterator->left = count;
    return result;
}

static owned range_iterate(struct runtime *rt, borrowed self)
{
    const struct range *range = range_of(self);
    return new_iterator(rt, range->start, range->step, range->count);
}

static owned iterator_next(struct runtime *rt, borrowed self)
{
    struct range_iterator *iterator = (struct range_iterator *)self;
    if (iterator->left == 0)
        return NULL;
    int64_t number = iterator->next;
    iterator->left--;
    iterator->next = (int64_t)((uint64_t)number + (uint64_t)iterator->step);
    return int_new(rt, number);
}

static owned iterator_length_hint(struct runtime *rt, borrowed self,
                                  const borrowed *arguments UNUSED, size_t positional,
                                  borrowed names)
{
    if (!arguments_count(rt, "__length_hint__", positional, names, 0, 0))
        return NULL;
    return int_new_unsigned(rt, ((struct range_iterator *)self)->left);
}

static const struct native_method iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

struct type range_iterator_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "range_iterator",
    .base = &object_type_,
    .size = sizeof(struct range_iterator),
    .reported_size = 32,
    .flags = TYPE_ABSTRACT,
    .iterate = iterator_itself,
    .next = iterator_next,
    .methods = iterator_methods,
};

/* --- methods ---------------------------------------------------------------------------------- */

static owned reversed(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "__reversed__", positional, names, 0, 0))
        return NULL;
    const struct range *range = range_of(self);
    return new_iterator(rt, number_at(range, (int64_t)range->count - 1), -range->step,
                        range->count);
}

static owned count_equal(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    if (!arguments_count(rt, "range.count", positional, names, 1, 1))
        return NULL;
    int there = range_contains(rt, self, arguments[0]);
    return there < 0 ? NULL : int_tag(there);
}

static owned index_of(struct runtime *rt, borrowed self, const borrowed *arguments,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "range.index", positional, names, 1, 1))
        return NULL;
    int64_t place = find(rt, self, arguments[0]);
    if (place == -1)
        return exception_raise(rt, &exception_ValueError, "%R is not in range", arguments[0]);
    return place < 0 ? NULL : int_tag(place);
}

static owned reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "range.__reduce__", positional, names, 0, 0))
        return NULL;
    const struct range *range = range_of(self);
    owned numbers[] = {int_new(rt, range->start), int_new(rt, range->stop),
                       int_new(rt, range->step)};
    owned parts[] = {reduce_class(rt, self), reduce_tuple(rt, numbers, 3)};
    return reduce_tuple(rt, parts, 2);
}

static const struct native_method methods[] = {
    {"__reversed__", reversed, NATIVE_PLAIN, NULL},
    {"__reduce__", reduce, NATIVE_PLAIN, NULL},
    {"count", count_equal, NATIVE_PLAIN, NULL},
    {"index", index_of, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static owned get_start(struct runtime *rt, borrowed self)
{
    return int_new(rt, range_of(self)->start);
}

static owned get_stop(struct runtime *rt, borrowed self)
{
    return int_new(rt, range_of(self)->stop);
}

static owned get_step(struct runtime *rt, borrowed self)
{
    return int_new(rt, range_of(self)->step);
}

static const struct native_attribute attributes[] = {
    {"start", get_start, NULL},
    {"stop", get_stop, NULL},
    {"step", get_step, NULL},
    {NULL, NULL, NULL},
};

struct type range_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "range",
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object",
    .base = &object_type_,
    .flags = TYPE_SEQUENCE,
    .size = sizeof(struct range),
    .reported_size = 48,
    .new = construct,
    .repr = range_repr,
    .hash = range_hash,
    .compare = range_compare,
    .iterate = range_iterate,
    .length = range_length,
    .get_item = range_get_item,
    .contains = range_contains,
    .to_bool = range_to_bool,
    .methods = methods,
    .attributes = attributes,
};
