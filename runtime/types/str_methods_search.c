/* str: find, index, count, startswith, replace and their kin (str_parts.h). */
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence_range.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

/* The arguments (part[, start[, end]]) of a searching method; false: TypeError. */
static bool read_search(struct runtime *rt, const char *function, borrowed self,
                        const borrowed *arguments, size_t positional, borrowed names, size_t *start,
                        size_t *end)
{
    if (!arguments_count(rt, function, positional, names, 1, 3))
        return false;
    if (str_check(arguments[0]))
        return sequence_range(rt, arguments + 1, positional - 1, str_length(self), start, end);
    exception_raise(rt, &exception_TypeError, "must be str, not %T", arguments[0]);
    return false;
}

static owned place_result(struct runtime *rt, size_t place, bool must_exist)
{
    if (place == SIZE_MAX && must_exist)
        return exception_raise(rt, &exception_ValueError, "substring not found");
    return int_tag(place == SIZE_MAX ? -1 : (int64_t)place);
}

STR_METHOD(find)
{
    size_t start, end;
    if (!read_search(rt, "find", self, arguments, positional, names, &start, &end))
        return NULL;
    return place_result(rt, str_find(self, arguments[0], start, end), false);
}

STR_METHOD(rfind)
{
    size_t start, end;
    if (!read_search(rt, "rfind", self, arguments, positional, names, &start, &end))
        return NULL;
    return place_result(rt, str_find_last(self, arguments[0], start, end), false);
}

STR_METHOD(index)
{
    size_t start, end;
    if (!read_search(rt, "index", self, arguments, positional, names, &start, &end))
        return NULL;
    return place_result(rt, str_find(self, arguments[0], start, end), true);
}

STR_METHOD(rindex)
{
    size_t start, end;
    if (!read_search(rt, "rindex", self, arguments, positional, names, &start, &end))
        return NULL;
    return place_result(rt, str_find_last(self, arguments[0], start, end), true);
}

STR_METHOD(count)
{
    size_t start, end;
    if (!read_search(rt, "count", self, arguments, positional, names, &start, &end))
        return NULL;
    return int_tag((int64_t)str_count(self, arguments[0], start, end, SIZE_MAX));
}

/* --- the ends of a text ----------------------------------------------------------------------- */

static bool matches(borrowed text, borrowed part, size_t start, size_t end, bool at_end)
{
    size_t length = str_length(part);
    return start <= end && length <= end - start &&
           str_has_at(text, part, at_end ? end - length : start);
}

static owned match_end(struct runtime *rt, const char *function, borrowed self,
                       const borrowed *arguments, size_t positional, borrowed names, bool at_end)
{
    size_t start, end;
    if (!arguments_count(rt, function, positional, names, 1, 3) ||
        !sequence_range(rt, arguments + 1, positional - 1, str_length(self), &start, &end))
        return NULL;
    if (str_check(arguments[0]))
        return bool_of(matches(self, arguments[0], start, end, at_end));
    if (!tuple_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "%s first arg must be str or a tuple of str, not %T", function,
                               arguments[0]);
    for (size_t i = 0; i < tuple_count(arguments[0]); i++) {
        borrowed part = tuple_item(arguments[0], i);
        if (!str_check(part))
            return exception_raise(rt, &exception_TypeError,
                                   "tuple for %s must only contain str, not %T", function, part);
        if (matches(self, part, start, end, at_end))
            return &bool_true;
    }
    return &bool_false;
}

STR_METHOD(startswith)
{
    return match_end(rt, "startswith", self, arguments, positional, names, false);
}

STR_METHOD(endswith)
{
    return match_end(rt, "endswith", self, arguments, positional, names, true);
}

static bool read_affix(struct runtime *rt, const char *function, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, function, positional, names, 1, 1))
        return false;
    if (str_check(arguments[0]))
        return true;
    exception_raise(rt, &exception_TypeError, "%s() argument must be str, not %T", function,
                    arguments[0]);
    return false;
}

STR_METHOD(removeprefix)
{
    if (!read_affix(rt, "removeprefix", arguments, positional, names))
        return NULL;
    size_t length = str_length(self);
    bool there = matches(self, arguments[0], 0, length, false);
    return str_substring(rt, self, there ? str_length(arguments[0]) : 0, length);
}

STR_METHOD(removesuffix)
{
    if (!read_affix(rt, "removesuffix", arguments, positional, names))
        return NULL;
    size_t length = str_length(self);
    bool there = matches(self, arguments[0], 0, length, true);
    return str_substring(rt, self, 0, there ? length - str_length(arguments[0]) : length);
}

/* --- replace ---------------------------------------------------------------------------------- */

/* An empty part stands before each character and at the end. */
static owned interleave(struct runtime *rt, borrowed self, borrowed with, size_t most)
{
    struct str_builder builder = STR_BUILDER_EMPTY;
    size_t length = str_length(self), place = 0;
    for (; most > 0; most--) {
        str_builder_append(&builder, with);
        if (place == length)
            break;
        str_builder_character(&builder, str_character(str_of(self), place++));
    }
    str_builder_part(&builder, self, place, length);
    return str_builder_finish(rt, &builder);
}

static owned replace(struct runtime *rt, borrowed self, borrowed part, borrowed with, size_t most)
{
    size_t length = str_length(self), place = 0;
    if (most == 0)
        return str_plain(rt, self);
    if (str_length(part) == 0)
        return interleave(rt, self, with, most);
    size_t found = str_find(self, part, 0, length);
    if (found == SIZE_MAX)
        return str_plain(rt, self);
    struct str_builder builder = STR_BUILDER_EMPTY;
    for (; found != SIZE_MAX && most > 0; most--) {
        str_builder_part(&builder, self, place, found);
        str_builder_append(&builder, with);
        place = found + str_length(part);
        found = str_find(self, part, place, length);
    }
    str_builder_part(&builder, self, place, length);
    return str_builder_finish(rt, &builder);
}

STR_METHOD(replace)
{
    if (!arguments_count(rt, "replace", positional, names, 2, 3))
        return NULL;
    for (size_t i = 0; i < 2; i++)
        if (!str_check(arguments[i]))
            return exception_raise(rt, &exception_TypeError,
                                   "replace() argument %zu must be str, not %T", i + 1,
                                   arguments[i]);
    int64_t most = -1;
    if (positional == 3 && object_index_number(rt, arguments[2], &most, true) < 0)
        return NULL;
    return replace(rt, self, arguments[0], arguments[1], most < 0 ? SIZE_MAX : (size_t)most);
}
