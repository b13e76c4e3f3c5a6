/* str.format and format_map (format.h).
 *
 *     template := (literal | '{{' | '}}' | '{' field ['!' conversion] [':' specification] '}')*
 *     field    := [number | name] ('.' name | '[' number or text ']')*
 *
 * A specification may contain fields of its own, one level deep.
 */
#include "runtime/types/exception.h"
#include "runtime/types/format.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

enum numbering { NUMBERING_UNKNOWN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL };

struct template
{
    struct runtime *rt;
    borrowed text;
    const borrowed *arguments; /* NULL: format_map */
    size_t positional;
    borrowed names;   /* tuple or NULL */
    borrowed mapping; /* or NULL */
    enum numbering numbering;
    int64_t next; /* automatic number */
};

static uint32_t at(const struct template *template, size_t place)
{
    return str_character(str_of(template->text), place);
}

static int fail(struct template *template, const char *message)
{
    exception_raise(template->rt, &exception_ValueError, "%s", message);
    return -1;
}

/* The number that [start, end) spells; -1: it is none. */
static int64_t number_of(const struct template *template, size_t start, size_t end)
{
    int64_t number = start < end ? 0 : -1;
    for (; start < end && number < INT32_MAX; start++) {
        uint32_t c = at(template, start);
        if (c < '0' || c > '9')
            return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

/* --- fields ----------------------------------------------------------------------------------- */

static owned positional_argument(struct template *template, int64_t number)
{
    if (!template->arguments)
        return exception_raise(template->rt, &exception_ValueError,
                               "Format string contains positional fields");
    if ((size_t)number >= template->positional)
        return exception_raise(template->rt, &exception_IndexError,
                               "Replacement index %lld out of range for positional args tuple",
                               (long long)number);
    return object_retain(template->rt, template->arguments[number]);
}

static owned named_argument(struct template *template, size_t start, size_t end)
{
    owned name = str_substring(template->rt, template->text, start, end);
    owned result = NULL;
    if (name && template->mapping) {
        result = object_get_item(template->rt, template->mapping, name);
    } else if (name) {
        for (size_t i = 0; !result && template->names && i < tuple_count(template->names); i++)
            if (str_equal(tuple_item(template->names, i), name))
                result = object_retain(template->rt, template->arguments[template->positional + i]);
        if (!result)
            exception_raise_value(template->rt, &exception_KeyError, name);
    }
    object_release_maybe(template->rt, name);
    return result;
}

static int use_numbering(struct template *template, enum numbering numbering)
{
    if (template->numbering != NUMBERING_UNKNOWN && template->numbering != numbering)
        return fail(
            template,
            numbering == NUMBERING_MANUAL
                ? "cannot switch from automatic field numbering to manual field specification"
                : "cannot switch from manual field specification to automatic field numbering");
    template->numbering = numbering;
    return 0;
}

/* The first part of a field: what its name stands for. */
static owned argument(struct template *template, size_t start, size_t end)
{
    int64_t number = number_of(template, start, end);
    if (start == end) {
        if (use_numbering(template, NUMBERING_AUTOMATIC) < 0)
            return NULL;
        return positional_argument(template, template->next++);
    }
    if (number < 0)
        return named_argument(template, start, end);
    return use_numbering(template, NUMBERING_MANUAL) < 0 ? NULL
                                                         : positional_argument(template, number);
}

static owned get_attribute(struct template *template, borrowed v, size_t start, size_t end)
{
    owned name = str_substring(template->rt, template->text, start, end);
    owned result = name ? object_get_attribute(template->rt, v, name) : NULL;
    object_release_maybe(template->rt, name);
    return result;
}

static owned get_item(struct template *template, borrowed v, size_t start, size_t end)
{
    int64_t number = number_of(template, start, end);
    owned key =
        number >= 0 ? int_tag(number) : str_substring(template->rt, template->text, start, end);
    owned result = key ? object_get_item(template->rt, v, key) : NULL;
    object_release_maybe(template->rt, key);
    return result;
}

/* One '.name' or '[key]' that starts at *place; moves behind it. */
static owned follow(struct template *template, borrowed v, size_t *place, size_t end)
{
    size_t start = *place + 1, stop = start;
    if (at(template, *place) == '.') {
        while (stop < end && at(template, stop) != '.' && at(template, stop) != '[')
            stop++;
        *place = stop;
        if (start < stop)
            return get_attribute(template, v, start, stop);
    } else if (at(template, *place) == '[') {
        while (stop < end && at(template, stop) != ']')
            stop++;
        if (stop == end) {
            fail(template, "Missing ']' in format string");
            return NULL;
        }
        *place = stop + 1;
        if (start < stop)
            return get_item(template, v, start, stop);
    } else {
        fail(template, "Only '.' or '[' may follow ']' in format field specifier");
        return NULL;
    }
    fail(template, "Empty attribute in format string");
    return NULL;
}

static owned field_value(struct template *template, size_t start, size_t end)
{
    size_t place = start;
    while (place < end && at(template, place) != '.' && at(template, place) != '[')
        place++;
    owned value = argument(template, start, place);
    while (value && place < end) {
        owned next = follow(template, value, &place, end);
        object_release(template->rt, value);
        value = next;
    }
    return value;
}

static owned convert(struct template *template, owned value, uint32_t conversion)
{
    owned result = NULL;
    struct runtime *rt = template->rt;
    if (conversion == 'r')
        result = object_repr(rt, value);
    else if (conversion == 's')
        result = object_str(rt, value);
    else if (conversion == 'a')
        result = format_ascii(rt, value);
    else if (conversion > 32 && conversion < 127)
        exception_raise(rt, &exception_ValueError, "Unknown conversion specifier %c",
                        (int)conversion);
    else
        exception_raise(rt, &exception_ValueError, "Unknown conversion specifier \\x%x",
                        conversion);
    object_release(rt, value);
    return result;
}

/* --- the template ----------------------------------------------------------------------------- */

static int render(struct template *template, size_t start, size_t end, int depth,
                  struct str_builder *builder);

/* The end of the field that starts at `place`, behind its '{': the place of the matching '}'. */
static int find_field_end(struct template *template, size_t place, size_t end, size_t *field_end)
{
    int nested = 1;
    bool in_brackets = false, in_name = true;
    for (; place < end; place++) {
        uint32_t c = at(template, place);
        if (in_name && c == '[')
            in_brackets = true;
        else if (in_name && c == ']')
            in_brackets = false;
        if (in_brackets)
            continue;
        if (c == ':' || c == '!')
            in_name = false;
        if (c == '{' && in_name)
            return fail(template, "unexpected '{' in field name");
        nested += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (nested == 0) {
            *field_end = place;
            return 0;
        }
    }
    return fail(template, "expected '}' before end of string");
}

/* Prints one field, the text between its braces. */
static int render_field(struct template *template, size_t start, size_t end, int depth,
                        struct str_builder *builder)
{
    struct runtime *rt = template->rt;
    size_t name_end = start;
    bool in_brackets = false;
    for (; name_end < end; name_end++) {
        uint32_t c = at(template, name_end);
        in_brackets = c == '[' || (in_brackets && c != ']');
        if (!in_brackets && (c == '!' || c == ':'))
            break;
    }
    size_t specification_start = name_end;
    uint32_t conversion = 0;
    if (name_end < end && at(template, name_end) == '!') {
        if (name_end + 1 >= end) /* '!}': the brace is taken for the conversion */
            return fail(template, end + 1 == str_length(template->text)
                                      ? "unmatched '{' in format spec"
                                      : "expected ':' after conversion specifier");
        conversion = at(template, name_end + 1);
        specification_start = name_end + 2;
        if (specification_start < end && at(template, specification_start) != ':')
            return fail(template, "expected ':' after conversion specifier");
    }
    owned value = field_value(template, start, name_end);
    if (value && conversion)
        value = convert(template, value, conversion);
    if (!value)
        return -1;
    struct str_builder specification = STR_BUILDER_EMPTY;
    if (specification_start < end &&
        render(template, specification_start + 1, end, depth - 1, &specification) < 0) {
        str_builder_release(&specification);
        object_release(rt, value);
        return -1;
    }
    owned text = str_builder_finish(rt, &specification);
    owned printed = text ? object_format(rt, value, text) : NULL;
    if (printed)
        str_builder_append(builder, printed);
    object_release_maybe(rt, printed);
    object_release_maybe(rt, text);
    object_release(rt, value);
    return printed ? 0 : -1;
}

static int render(struct template *template, size_t start, size_t end, int depth,
                  struct str_builder *builder)
{
    for (size_t place = start; place < end;) {
        uint32_t c = at(template, place);
        size_t plain = place;
        while (plain < end && (c = at(template, plain)) != '{' && c != '}')
            plain++;
        str_builder_part(builder, template->text, place, plain);
        place = plain;
        if (place == end)
            return 0;
        if (place + 1 < end && at(template, place + 1) == c) {
            str_builder_character(builder, c);
            place += 2;
            continue;
        }
        if (c == '}')
            return fail(template, "Single '}' encountered in format string");
        if (place + 1 >= end)
            return fail(template, "Single '{' encountered in format string");
        if (depth == 0)
            return fail(template, "Max string recursion exceeded");
        size_t field_end;
        if (find_field_end(template, place + 1, end, &field_end) < 0 ||
            render_field(template, place + 1, field_end, depth, builder) < 0)
            return -1;
        place = field_end + 1;
    }
    return 0;
}

owned format_template(struct runtime *rt, borrowed text, const borrowed *arguments,
                      size_t positional, borrowed names, borrowed mapping)
{
    static const borrowed none[1];
    if (!arguments && !mapping)
        arguments = none;
    struct template template = {.rt = rt,
                                .text = text,
                                .arguments = arguments,
                                .positional = positional,
                                .names = names,
                                .mapping = mapping};
    struct str_builder builder = STR_BUILDER_EMPTY;
    if (render(&template, 0, str_length(text), 2, &builder) == 0)
        return str_builder_finish(rt, &builder);
    str_builder_release(&builder);
    return NULL;
}
