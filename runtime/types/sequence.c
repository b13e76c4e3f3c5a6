/* What list and tuple share: searching, comparing, printing, the count of a repetition. */
#include "runtime/types/sequence.h"

#include "runtime/types/arguments.h"
#include "runtime/types/compare.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

/* As object_is_equal, for an item that Python code may take out of its sequence meanwhile. */
static int is_equal_item(struct runtime *rt, borrowed item, borrowed value)
{
    if (item == value)
        return 1;
    if (int_is_tagged(item) && int_is_tagged(value))
        return 0;
    owned held = object_retain(rt, item);
    int equal = object_is_equal(rt, held, value);
    object_release(rt, held);
    return equal;
}

int64_t sequence_find(struct runtime *rt, borrowed sequence, borrowed value, size_t start,
                      size_t stop)
{
    for (size_t i = start; i < stop && i < sequence_size(sequence); i++) {
        int equal = is_equal_item(rt, sequence_items(sequence)[i], value);
        if (equal != 0)
            return equal > 0 ? (int64_t)i : -2;
    }
    return -1;
}

int sequence_contains(struct runtime *rt, borrowed sequence, borrowed value)
{
    int64_t place = sequence_find(rt, sequence, value, 0, SIZE_MAX);
    return place == -2 ? -1 : place >= 0;
}

owned sequence_count(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    int64_t count = 0;
    if (!arguments_count(rt, list_check(self) ? "list.count" : "tuple.count", positional,
                         argument_names, 1, 1))
        return NULL;
    for (size_t i = 0; i < sequence_size(self); i++) {
        int equal = is_equal_item(rt, sequence_items(self)[i], arguments[0]);
        if (equal < 0)
            return NULL;
        count += equal;
    }
    return int_new(rt, count);
}

/* A bound of index(): negative ones count from the end. */
static bool read_bound(struct runtime *rt, borrowed v, size_t size, size_t *bound)
{
    int64_t number;
    if (object_index_number(rt, v, &number, true) < 0)
        return false;
    if (number < 0)
        number = number + (int64_t)size < 0 ? 0 : number + (int64_t)size;
    *bound = (size_t)number;
    return true;
}

owned sequence_index(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed argument_names)
{
    size_t start = 0, stop = SIZE_MAX;
    if (!arguments_count(rt, "index", positional, argument_names, 1, 3) ||
        (positional > 1 && !read_bound(rt, arguments[1], sequence_size(self), &start)) ||
        (positional > 2 && !read_bound(rt, arguments[2], sequence_size(self), &stop)))
        return NULL;
    int64_t place = sequence_find(rt, self, arguments[0], start, stop);
    if (place >= 0)
        return int_new(rt, place);
    if (place == -1 && list_check(self))
        exception_raise(rt, &exception_ValueError, "%R is not in list", arguments[0]);
    else if (place == -1)
        exception_raise(rt, &exception_ValueError, "tuple.index(x): x not in tuple");
    return NULL;
}

owned sequence_compare(struct runtime *rt, borrowed left, borrowed right, enum compare operation)
{
    bool equality = operation == COMPARE_EQ || operation == COMPARE_NE;
    if (equality && sequence_size(left) != sequence_size(right))
        return bool_of(operation == COMPARE_NE);
    for (size_t i = 0; i < sequence_size(left) && i < sequence_size(right); i++) {
        borrowed a = sequence_items(left)[i], b = sequence_items(right)[i];
        if (a == b)
            continue;
        object_retain(rt, a);
        object_retain(rt, b);
        int equal = object_is_equal(rt, a, b);
        owned result = NULL;
        if (equal == 0)
            result =
                equality ? bool_of(operation == COMPARE_NE) : object_compare(rt, a, b, operation);
        object_release(rt, a);
        object_release(rt, b);
        if (equal <= 0)
            return result;
    }
    return bool_of(compare_holds(sequence_size(left) < sequence_size(right)
                                     ? -1
                                     : sequence_size(left) > sequence_size(right),
                                 operation));
}

int sequence_repetition(struct runtime *rt, borrowed left, borrowed right, uint32_t type_flag,
                        borrowed *sequence, size_t *times)
{
    bool is_left = object_is_pointer(left) && (left->type->flags & type_flag) != 0;
    borrowed factor = is_left ? right : left;
    int64_t number;
    *sequence = is_left ? left : right;
    if (!object_type(rt, factor)->to_index)
        return 0;
    if (object_index_number(rt, factor, &number, false) < 0) {
        if (exception_matches(rt, &exception_IndexError)) {
            exception_clear(rt);
            exception_raise(rt, &exception_OverflowError,
                            "cannot fit '%T' into an index-sized integer", factor);
        }
        return -1;
    }
    *times = number < 0 ? 0 : (size_t)number;
    return 1;
}

owned sequence_repr(struct runtime *rt, borrowed self, const char *open, const char *close,
                    const char *recursive)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    int entered = protocol_repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : str_from_text(rt, recursive);
    str_builder_text(&text, open);
    for (size_t i = 0; i < sequence_size(self); i++) {
        if (i > 0)
            str_builder_text(&text, ", ");
        owned item = object_retain(rt, sequence_items(self)[i]);
        int status = str_builder_repr(rt, &text, item);
        object_release(rt, item);
        if (status < 0) {
            str_builder_release(&text);
            protocol_repr_leave(rt, self);
            return NULL;
        }
    }
    protocol_repr_leave(rt, self);
    str_builder_text(&text, close);
    return str_builder_finish(rt, &text);
}

int64_t sequence_place(struct runtime *rt, borrowed index, size_t size, const char *message)
{
    int64_t place;
    if (LIKELY(int_is_tagged(index)))
        place = int_untag(index);
    else if (object_index_number(rt, index, &place, false) < 0)
        return -1;
    if (place < 0)
        place += (int64_t)size;
    if (LIKELY(place >= 0 && (size_t)place < size))
        return place;
    exception_raise(rt, &exception_IndexError, "%s", message);
    return -1;
}

owned sequence_bad_index(struct runtime *rt, borrowed self, borrowed index)
{
    return exception_raise(rt, &exception_TypeError,
                           "%s indices must be integers or slices, not %T",
                           list_check(self) ? "list" : "tuple", index);
}
