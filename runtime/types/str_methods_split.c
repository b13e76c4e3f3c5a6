/* str: split, partition, strip, join and their kin (str_parts.h). */
#include "runtime/types/arguments.h"
#include "runtime/types/character.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

static bool is_space_at(borrowed text, size_t place)
{
    return character_is_space(str_character(str_of(text), place));
}

/* Appends text[start:end] to the list; -1: error. */
static int append_part(struct runtime *rt, borrowed list, borrowed text, size_t start, size_t end)
{
    owned part = str_substring(rt, text, start, end);
    return part ? list_append(rt, list, part) : -1;
}

/* --- split ------------------------------------------------------------------------------------ */

struct split {
    borrowed separator; /* NULL: runs of spaces */
    size_t most;        /* cuts at most */
};

static bool read_split(struct runtime *rt, const char *function, const borrowed *arguments,
                       size_t positional, borrowed names, struct split *split)
{
    static const char *const parameters[] = {"sep", "maxsplit", NULL};
    const struct arguments specification = {function, parameters, 0, 0, 2};
    borrowed values[2];
    int64_t most = -1;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[1] && object_index_number(rt, values[1], &most, true) < 0))
        return false;
    split->separator = values[0] == NONE ? NULL : values[0];
    split->most = most < 0 ? SIZE_MAX : (size_t)most;
    if (split->separator && !str_check(split->separator)) {
        exception_raise(rt, &exception_TypeError, "must be str or None, not %T", split->separator);
        return false;
    }
    if (split->separator && str_length(split->separator) == 0) {
        exception_raise(rt, &exception_ValueError, "empty separator");
        return false;
    }
    return true;
}

static int split_spaces(struct runtime *rt, borrowed list, borrowed text, size_t most)
{
    size_t length = str_length(text), place = 0;
    for (;;) {
        while (place < length && is_space_at(text, place))
            place++;
        if (place == length)
            return 0;
        size_t start = place;
        if (most-- == 0)
            return append_part(rt, list, text, start, length);
        while (place < length && !is_space_at(text, place))
            place++;
        if (append_part(rt, list, text, start, place) < 0)
            return -1;
    }
}

static int split_separator(struct runtime *rt, borrowed list, borrowed text, borrowed separator,
                           size_t most)
{
    size_t length = str_length(text), place = 0;
    for (;;) {
        size_t found = most-- ? str_find(text, separator, place, length) : SIZE_MAX;
        if (found == SIZE_MAX)
            return append_part(rt, list, text, place, length);
        if (append_part(rt, list, text, place, found) < 0)
            return -1;
        place = found + str_length(separator);
    }
}

/* From the right; the list is reversed in the end. */
static int split_spaces_last(struct runtime *rt, borrowed list, borrowed text, size_t most)
{
    size_t place = str_length(text);
    for (;;) {
        while (place > 0 && is_space_at(text, place - 1))
            place--;
        if (place == 0)
            return 0;
        size_t end = place;
        if (most-- == 0)
            return append_part(rt, list, text, 0, end);
        while (place > 0 && !is_space_at(text, place - 1))
            place--;
        if (append_part(rt, list, text, place, end) < 0)
            return -1;
    }
}

static int split_separator_last(struct runtime *rt, borrowed list, borrowed text,
                                borrowed separator, size_t most)
{
    size_t end = str_length(text);
    for (;;) {
        size_t found = most-- ? str_find_last(text, separator, 0, end) : SIZE_MAX;
        if (found == SIZE_MAX)
            return append_part(rt, list, text, 0, end);
        if (append_part(rt, list, text, found + str_length(separator), end) < 0)
            return -1;
        end = found;
    }
}

static void reverse(borrowed list)
{
    struct list *parts = (struct list *)list;
    for (size_t i = 0; i < parts->count / 2; i++) {
        borrowed other = parts->items[parts->count - 1 - i];
        parts->items[parts->count - 1 - i] = parts->items[i];
        parts->items[i] = other;
    }
}

/* The list has room for twelve parts at first, as in CPython: sys.getsizeof shows it. */
STR_METHOD(split)
{
    struct split split;
    if (!read_split(rt, "split", arguments, positional, names, &split))
        return NULL;
    owned list = list_new(rt, split.most < 12 ? split.most + 1 : 12);
    if (!list)
        return NULL;
    int status = split.separator ? split_separator(rt, list, self, split.separator, split.most)
                                 : split_spaces(rt, list, self, split.most);
    if (status == 0)
        return list;
    object_release(rt, list);
    return NULL;
}

STR_METHOD(rsplit)
{
    struct split split;
    if (!read_split(rt, "rsplit", arguments, positional, names, &split))
        return NULL;
    owned list = list_new(rt, split.most < 12 ? split.most + 1 : 12);
    if (!list)
        return NULL;
    int status = split.separator ? split_separator_last(rt, list, self, split.separator, split.most)
                                 : split_spaces_last(rt, list, self, split.most);
    reverse(list);
    if (status == 0)
        return list;
    object_release(rt, list);
    return NULL;
}

STR_METHOD(splitlines)
{
    static const char *const parameters[] = {"keepends", NULL};
    static const struct arguments specification = {"splitlines", parameters, 0, 0, 1};
    borrowed value;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, &value))
        return NULL;
    int keep_ends = value ? object_is_true(rt, value) : 0;
    owned list = keep_ends < 0 ? NULL : list_new(rt, 0);
    size_t length = str_length(self);
    for (size_t place = 0; list && place < length;) {
        size_t end = place;
        while (end < length && !character_is_line_end(str_character(str_of(self), end)))
            end++;
        size_t next = end;
        if (next < length)
            next += str_character(str_of(self), next) == '\r' && next + 1 < length &&
                            str_character(str_of(self), next + 1) == '\n'
                        ? 2
                        : 1;
        if (append_part(rt, list, self, place, keep_ends ? next : end) < 0) {
            object_release(rt, list);
            return NULL;
        }
        place = next;
    }
    return list;
}

/* --- partition -------------------------------------------------------------------------------- */

static owned make_three(struct runtime *rt, owned first, owned second, owned third)
{
    owned parts[3] = {first, second, third};
    if (first && second && third)
        return tuple_from_owned(rt, parts, 3);
    for (size_t i = 0; i < 3; i++)
        object_release_maybe(rt, parts[i]);
    return NULL;
}

static bool read_separator(struct runtime *rt, const char *function, const borrowed *arguments,
                           size_t positional, borrowed names)
{
    if (!arguments_count(rt, function, positional, names, 1, 1))
        return false;
    if (!str_check(arguments[0]))
        exception_raise(rt, &exception_TypeError, "must be str, not %T", arguments[0]);
    else if (str_length(arguments[0]) == 0)
        exception_raise(rt, &exception_ValueError, "empty separator");
    return !rt->error;
}

static owned cut(struct runtime *rt, borrowed self, borrowed separator, size_t place)
{
    return make_three(rt, str_substring(rt, self, 0, place), object_retain(rt, separator),
                      str_substring(rt, self, place + str_length(separator), str_length(self)));
}

STR_METHOD(partition)
{
    if (!read_separator(rt, "partition", arguments, positional, names))
        return NULL;
    size_t place = str_find(self, arguments[0], 0, str_length(self));
    if (place == SIZE_MAX)
        return make_three(rt, str_plain(rt, self), str_empty(), str_empty());
    return cut(rt, self, arguments[0], place);
}

STR_METHOD(rpartition)
{
    if (!read_separator(rt, "rpartition", arguments, positional, names))
        return NULL;
    size_t place = str_find_last(self, arguments[0], 0, str_length(self));
    if (place == SIZE_MAX)
        return make_three(rt, str_empty(), str_empty(), str_plain(rt, self));
    return cut(rt, self, arguments[0], place);
}

/* --- strip ------------------------------------------------------------------------------------ */

static bool strips(borrowed characters, uint32_t c)
{
    if (!characters)
        return character_is_space(c);
    return str_find_character(characters, c, 0, str_length(characters)) != SIZE_MAX;
}

static owned strip(struct runtime *rt, const char *function, borrowed self,
                   const borrowed *arguments, size_t positional, borrowed names, bool left,
                   bool right)
{
    if (!arguments_count(rt, function, positional, names, 0, 1))
        return NULL;
    borrowed characters = positional && arguments[0] != NONE ? arguments[0] : NULL;
    if (characters && !str_check(characters))
        return exception_raise(rt, &exception_TypeError, "%s arg must be None or str", function);
    size_t start = 0, end = str_length(self);
    while (left && start < end && strips(characters, str_character(str_of(self), start)))
        start++;
    while (right && end > start && strips(characters, str_character(str_of(self), end - 1)))
        end--;
    return str_substring(rt, self, start, end);
}

STR_METHOD(strip)
{
    return strip(rt, "strip", self, arguments, positional, names, true, true);
}

STR_METHOD(lstrip)
{
    return strip(rt, "lstrip", self, arguments, positional, names, true, false);
}

STR_METHOD(rstrip)
{
    return strip(rt, "rstrip", self, arguments, positional, names, false, true);
}

/* --- join ------------------------------------------------------------------------------------- */

/* Copies a text to a place of a new one; gives the place behind it. */
static size_t put_text(borrowed result, size_t place, borrowed text)
{
    const struct str *source = str_of(text);
    str_copy_characters(str_of(result)->data, str_of(result)->width, place, source->data,
                        source->width, 0, source->length);
    return place + source->length;
}

static owned join_items(struct runtime *rt, borrowed separator, const borrowed *items, size_t count)
{
    if (count == 1 && object_is_pointer(items[0]) && items[0]->type == &str_type)
        return object_retain(rt, items[0]);
    size_t length = 0, separator_length = str_length(separator);
    uint32_t bound = count > 1 ? str_largest(str_of(separator)) : 127;
    for (size_t i = 0; i < count; i++) {
        if (!str_check(items[i]))
            return exception_raise(rt, &exception_TypeError,
                                   "sequence item %zu: expected str instance, %T found", i,
                                   items[i]);
        length += str_length(items[i]) + (i > 0 ? separator_length : 0);
        bound |= str_largest(str_of(items[i]));
    }
    owned result = length ? str_allocate(rt, length, bound) : str_empty();
    size_t place = 0;
    for (size_t i = 0; result && length && i < count; i++) {
        if (i > 0)
            place = put_text(result, place, separator);
        place = put_text(result, place, items[i]);
    }
    return result;
}

owned str_join(struct runtime *rt, borrowed separator, borrowed iterable)
{
    if (object_is_pointer(iterable) && iterable->type == &list_type)
        return join_items(rt, separator, ((struct list *)iterable)->items,
                          ((struct list *)iterable)->count);
    if (object_is_pointer(iterable) && iterable->type == &tuple_type)
        return join_items(rt, separator, ((struct tuple *)iterable)->items, tuple_count(iterable));
    if (!object_type(rt, iterable)->iterate && !object_type(rt, iterable)->get_item)
        return exception_raise(rt, &exception_TypeError, "can only join an iterable");
    owned list = list_from_iterable(rt, iterable);
    if (!list)
        return NULL;
    owned result =
        join_items(rt, separator, ((struct list *)list)->items, ((struct list *)list)->count);
    object_release(rt, list);
    return result;
}

STR_METHOD(join)
{
    return arguments_count(rt, "str.join", positional, names, 1, 1)
               ? str_join(rt, self, arguments[0])
               : NULL;
}
