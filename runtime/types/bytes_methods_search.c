/* bytes and bytearray: finding, replacing, splitting, joining (bytes_parts.h). */
#include "base/buffer.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence_range.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

size_t bytes_find(struct span text, struct span part, size_t start, size_t end)
{
    if (start > end || part.size > end - start)
        return SIZE_MAX;
    const uint8_t *found = memmem(text.data + start, end - start, part.data, part.size);
    return found ? (size_t)(found - text.data) : SIZE_MAX;
}

size_t bytes_find_last(struct span text, struct span part, size_t start, size_t end)
{
    if (start > end || part.size > end - start)
        return SIZE_MAX;
    for (size_t place = end - part.size + 1; place-- > start;)
        if (memcmp(text.data + place, part.data, part.size) == 0)
            return place;
    return SIZE_MAX;
}

/* --- find, index, count ----------------------------------------------------------------------- */

struct search {
    struct span text;
    struct span part;
    uint8_t byte; /* what part points to where a number is searched */
    size_t start;
    size_t end;
};

static bool read_search(struct runtime *rt, const char *function, borrowed self,
                        const borrowed *arguments, size_t positional, borrowed names,
                        struct search *search)
{
    search->text = bytes_span(self);
    if (!arguments_count(rt, function, positional, names, 1, 3) ||
        !sequence_range(rt, arguments + 1, positional - 1, search->text.size, &search->start,
                        &search->end))
        return false;
    search->part = bytes_span(arguments[0]);
    if (search->part.data)
        return true;
    if (!int_is_tagged(arguments[0]) && !object_type(rt, arguments[0])->to_index) {
        exception_raise(rt, &exception_TypeError,
                        "argument should be integer or bytes-like object, not '%T'", arguments[0]);
        return false;
    }
    search->part = (struct span){&search->byte, 1};
    return bytes_byte(rt, arguments[0], &search->byte);
}

static owned place_result(struct runtime *rt, size_t place, bool must_exist)
{
    if (place == SIZE_MAX && must_exist)
        return exception_raise(rt, &exception_ValueError, "subsection not found");
    return int_tag(place == SIZE_MAX ? -1 : (int64_t)place);
}

BYTES_METHOD(find)
{
    struct search s;
    if (!read_search(rt, "find", self, arguments, positional, names, &s))
        return NULL;
    return place_result(rt, bytes_find(s.text, s.part, s.start, s.end), false);
}

BYTES_METHOD(rfind)
{
    struct search s;
    if (!read_search(rt, "rfind", self, arguments, positional, names, &s))
        return NULL;
    return place_result(rt, bytes_find_last(s.text, s.part, s.start, s.end), false);
}

BYTES_METHOD(index)
{
    struct search s;
    if (!read_search(rt, "index", self, arguments, positional, names, &s))
        return NULL;
    return place_result(rt, bytes_find(s.text, s.part, s.start, s.end), true);
}

BYTES_METHOD(rindex)
{
    struct search s;
    if (!read_search(rt, "rindex", self, arguments, positional, names, &s))
        return NULL;
    return place_result(rt, bytes_find_last(s.text, s.part, s.start, s.end), true);
}

BYTES_METHOD(count)
{
    struct search s;
    if (!read_search(rt, "count", self, arguments, positional, names, &s))
        return NULL;
    if (s.part.size == 0)
        return int_tag(s.start <= s.end ? (int64_t)(s.end - s.start) + 1 : 0);
    int64_t count = 0;
    for (size_t place = s.start; (place = bytes_find(s.text, s.part, place, s.end)) != SIZE_MAX;
         count++)
        place += s.part.size;
    return int_tag(count);
}

/* --- the ends --------------------------------------------------------------------------------- */

static bool has_end(struct span text, struct span part, size_t start, size_t end, bool at_end)
{
    return start <= end && part.size <= end - start &&
           memcmp(text.data + (at_end ? end - part.size : start), part.data, part.size) == 0;
}

static owned match_end(struct runtime *rt, const char *function, borrowed self,
                       const borrowed *arguments, size_t positional, borrowed names, bool at_end)
{
    struct span text = bytes_span(self);
    size_t start, end;
    if (!arguments_count(rt, function, positional, names, 1, 3) ||
        !sequence_range(rt, arguments + 1, positional - 1, text.size, &start, &end))
        return NULL;
    struct span part = bytes_span(arguments[0]);
    if (part.data)
        return bool_of(has_end(text, part, start, end, at_end));
    if (!tuple_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "%s first arg must be bytes or a tuple of bytes, not %T", function,
                               arguments[0]);
    for (size_t i = 0; i < tuple_count(arguments[0]); i++) {
        if (!bytes_require(rt, tuple_item(arguments[0], i), &part))
            return NULL;
        if (has_end(text, part, start, end, at_end))
            return &bool_true;
    }
    return &bool_false;
}

BYTES_METHOD(startswith)
{
    return match_end(rt, "startswith", self, arguments, positional, names, false);
}

BYTES_METHOD(endswith)
{
    return match_end(rt, "endswith", self, arguments, positional, names, true);
}

static owned remove_affix(struct runtime *rt, const char *function, borrowed self,
                          const borrowed *arguments, size_t positional, borrowed names, bool at_end)
{
    struct span text = bytes_span(self), part;
    if (!arguments_count(rt, function, positional, names, 1, 1) ||
        !bytes_require(rt, arguments[0], &part))
        return NULL;
    size_t removed = has_end(text, part, 0, text.size, at_end) ? part.size : 0;
    return bytes_new_like(rt, self, text.data + (at_end ? 0 : removed), text.size - removed);
}

BYTES_METHOD(removeprefix)
{
    return remove_affix(rt, "removeprefix", self, arguments, positional, names, false);
}

BYTES_METHOD(removesuffix)
{
    return remove_affix(rt, "removesuffix", self, arguments, positional, names, true);
}

/* --- replace and join ------------------------------------------------------------------------- */

static owned finish(struct runtime *rt, borrowed self, struct buffer *out)
{
    owned result =
        bytes_new_like(rt, self, out->bytes ? out->bytes : (const uint8_t *)"", out->size);
    buffer_release(out);
    return result;
}

BYTES_METHOD(replace)
{
    struct span text = bytes_span(self), part, with;
    int64_t most = -1;
    if (!arguments_count(rt, "replace", positional, names, 2, 3) ||
        !bytes_require(rt, arguments[0], &part) || !bytes_require(rt, arguments[1], &with) ||
        (positional == 3 && object_index_number(rt, arguments[2], &most, true) < 0))
        return NULL;
    struct buffer out = BUFFER_EMPTY;
    size_t place = 0;
    for (; most != 0; most--) {
        size_t found = bytes_find(text, part, place, text.size);
        if (found == SIZE_MAX)
            break;
        buffer_append(&out, text.data + place, found - place);
        buffer_append(&out, with.data, with.size);
        place = found + part.size;
        if (part.size > 0)
            continue;
        if (place == text.size) /* an empty part stands before each byte and at the end */
            break;
        buffer_append_byte(&out, text.data[place++]);
    }
    buffer_append(&out, text.data + place, text.size - place);
    return finish(rt, self, &out);
}

BYTES_METHOD(join)
{
    if (!arguments_count(rt, "join", positional, names, 1, 1))
        return NULL;
    owned list = list_from_iterable(rt, arguments[0]);
    if (!list)
        return NULL;
    struct buffer out = BUFFER_EMPTY;
    const struct list *items = (const struct list *)list;
    for (size_t i = 0; i < items->count && !rt->error; i++) {
        struct span part = bytes_span(items->items[i]), separator = bytes_span(self);
        if (!part.data)
            exception_raise(rt, &exception_TypeError,
                            "sequence item %zu: expected a bytes-like object, %T found", i,
                            items->items[i]);
        if (i > 0)
            buffer_append(&out, separator.data, separator.size);
        buffer_append(&out, part.data, part.size);
    }
    object_release(rt, list);
    if (!rt->error)
        return finish(rt, self, &out);
    buffer_release(&out);
    return NULL;
}

/* --- split ------------------------------------------------------------------------------------ */

static bool is_space(uint8_t byte)
{
    return byte == ' ' || (byte >= 9 && byte <= 13);
}

static int append_part(struct runtime *rt, owned list, borrowed self, size_t start, size_t end)
{
    owned part = bytes_new_like(rt, self, bytes_span(self).data + start, end - start);
    return part ? list_append(rt, list, part) : -1;
}

struct split {
    struct span separator; /* data NULL: runs of spaces */
    size_t most;
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
    split->most = most < 0 ? SIZE_MAX : (size_t)most;
    split->separator = (struct span){NULL, 0};
    if (!values[0] || values[0] == NONE)
        return true;
    if (!bytes_require(rt, values[0], &split->separator))
        return false;
    if (split->separator.size > 0)
        return true;
    exception_raise(rt, &exception_ValueError, "empty separator");
    return false;
}

/* Where the next part, looked for from `place`, starts and ends, and where to look on. */
static bool next_part(struct span text, const struct split *split, size_t most, size_t *place,
                      size_t *start, size_t *end)
{
    if (split->separator.data) {
        if (*place > text.size)
            return false;
        size_t found = most ? bytes_find(text, split->separator, *place, text.size) : SIZE_MAX;
        *start = *place;
        *end = found == SIZE_MAX ? text.size : found;
        *place = *end + split->separator.size;
        return true;
    }
    while (*place < text.size && is_space(text.data[*place]))
        ++*place;
    if (*place == text.size)
        return false;
    *start = *place;
    *end = text.size;
    if (most == 0) {
        *place = text.size;
        return true;
    }
    while (*place < text.size && !is_space(text.data[*place]))
        ++*place;
    *end = *place;
    return true;
}

/* The list has room for twelve parts at first, as in CPython: sys.getsizeof shows it. */
BYTES_METHOD(split)
{
    struct split split;
    if (!read_split(rt, "split", arguments, positional, names, &split))
        return NULL;
    owned list = list_new(rt, split.most < 12 ? split.most + 1 : 12);
    size_t place = 0, start, end, most = split.most;
    while (list && next_part(bytes_span(self), &split, most, &place, &start, &end)) {
        most -= most > 0;
        if (append_part(rt, list, self, start, end) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

/* The last part before *place; the mirror of next_part. *done where it is the first of the text. */
static bool last_part(struct span text, const struct split *split, size_t most, size_t *place,
                      size_t *start, size_t *end)
{
    if (split->separator.data) {
        if (*place == SIZE_MAX)
            return false;
        size_t found = most ? bytes_find_last(text, split->separator, 0, *place) : SIZE_MAX;
        *end = *place;
        *start = found == SIZE_MAX ? 0 : found + split->separator.size;
        *place = found;
        return true;
    }
    while (*place > 0 && is_space(text.data[*place - 1]))
        --*place;
    if (*place == 0)
        return false;
    *end = *place;
    *start = 0;
    if (most == 0) {
        *place = 0;
        return true;
    }
    while (*place > 0 && !is_space(text.data[*place - 1]))
        --*place;
    *start = *place;
    return true;
}

BYTES_METHOD(rsplit)
{
    struct split split;
    if (!read_split(rt, "rsplit", arguments, positional, names, &split))
        return NULL;
    owned list = list_new(rt, split.most < 12 ? split.most + 1 : 12);
    size_t place = bytes_span(self).size, start, end, most = split.most;
    while (list && last_part(bytes_span(self), &split, most, &place, &start, &end)) {
        most -= most > 0;
        if (append_part(rt, list, self, start, end) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    struct list *parts = (struct list *)list;
    for (size_t i = 0; list && i < parts->count / 2; i++) {
        borrowed other = parts->items[parts->count - 1 - i];
        parts->items[parts->count - 1 - i] = parts->items[i];
        parts->items[i] = other;
    }
    return list;
}

BYTES_METHOD(splitlines)
{
    static const char *const parameters[] = {"keepends", NULL};
    static const struct arguments specification = {"splitlines", parameters, 0, 0, 1};
    borrowed value;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, &value))
        return NULL;
    int keep_ends = value ? object_is_true(rt, value) : 0;
    owned list = keep_ends < 0 ? NULL : list_new(rt, 0);
    struct span text = bytes_span(self);
    for (size_t place = 0; list && place < text.size;) {
        size_t end = place;
        while (end < text.size && text.data[end] != '\n' && text.data[end] != '\r')
            end++;
        size_t next = end + (end < text.size);
        if (next < text.size && text.data[end] == '\r' && text.data[next] == '\n')
            next++;
        if (append_part(rt, list, self, place, keep_ends ? next : end) < 0) {
            object_release(rt, list);
            return NULL;
        }
        place = next;
    }
    return list;
}

static owned partition(struct runtime *rt, const char *function, borrowed self,
                       const borrowed *arguments, size_t positional, borrowed names, bool last)
{
    struct span text = bytes_span(self), part;
    if (!arguments_count(rt, function, positional, names, 1, 1) ||
        !bytes_require(rt, arguments[0], &part))
        return NULL;
    if (part.size == 0)
        return exception_raise(rt, &exception_ValueError, "empty separator");
    size_t place =
        last ? bytes_find_last(text, part, 0, text.size) : bytes_find(text, part, 0, text.size);
    bool found = place != SIZE_MAX;
    size_t head = found ? place : last ? 0 : text.size, tail = found ? place + part.size : head;
    owned parts[3] = {bytes_new_like(rt, self, text.data, head),
                      bytes_new_like(rt, self, part.data, found ? part.size : 0),
                      bytes_new_like(rt, self, text.data + tail, text.size - tail)};
    if (parts[0] && parts[1] && parts[2])
        return tuple_from_owned(rt, parts, 3);
    for (int i = 0; i < 3; i++)
        object_release_maybe(rt, parts[i]);
    return NULL;
}

BYTES_METHOD(partition)
{
    return partition(rt, "partition", self, arguments, positional, names, false);
}

BYTES_METHOD(rpartition)
{
    return partition(rt, "rpartition", self, arguments, positional, names, true);
}

/* --- strip ------------------------------------------------------------------------------------ */

static owned strip(struct runtime *rt, const char *function, borrowed self,
                   const borrowed *arguments, size_t positional, borrowed names, bool left,
                   bool right)
{
    struct span text = bytes_span(self), set = {(const uint8_t *)" \t\n\r\f\v", 6};
    if (!arguments_count(rt, function, positional, names, 0, 1) ||
        (positional && arguments[0] != NONE && !bytes_require(rt, arguments[0], &set)))
        return NULL;
    size_t start = 0, end = text.size;
    while (left && start < end && memchr(set.data, text.data[start], set.size))
        start++;
    while (right && end > start && memchr(set.data, text.data[end - 1], set.size))
        end--;
    return bytes_new_like(rt, self, text.data + start, end - start);
}

BYTES_METHOD(strip)
{
    return strip(rt, "strip", self, arguments, positional, names, true, true);
}

BYTES_METHOD(lstrip)
{
    return strip(rt, "lstrip", self, arguments, positional, names, true, false);
}

BYTES_METHOD(rstrip)
{
    return strip(rt, "rstrip", self, arguments, positional, names, false, true);
}
