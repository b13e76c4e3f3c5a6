/* str: the constructor, the methods about layout and encoding, and the table of all methods. */
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/format.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

/* --- str(object, encoding, errors) ------------------------------------------------------------ */

static owned decode_object(struct runtime *rt, borrowed v, borrowed encoding, borrowed errors)
{
    size_t size;
    const uint8_t *data = bytes_view(v, &size);
    if (!data && str_check(v))
        return exception_raise(rt, &exception_TypeError, "decoding str is not supported");
    if (!data)
        return exception_raise(rt, &exception_TypeError,
                               "decoding to str: need a bytes-like object, %T found", v);
    return str_decode(rt, data, size, encoding ? str_utf8(encoding, NULL) : NULL,
                      errors ? str_utf8(errors, NULL) : NULL);
}

/* An instance of a class derived from str; steals `text`. */
static owned derive(struct runtime *rt, struct type *type, owned text)
{
    if (!text || type == &str_type)
        return text;
    const struct str *source = str_of(text);
    owned result = str_allocate_type(rt, type, source->length,
                                     str_bound(source->data, source->width, 0, source->length));
    if (result)
        memcpy(str_of(result)->data, source->data, source->length * source->width);
    object_release(rt, text);
    return result;
}

owned str_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                    size_t positional, borrowed names)
{
    static const char *const parameters[] = {"object", "encoding", "errors", NULL};
    static const struct arguments specification = {"str", parameters, 0, 0, 3};
    borrowed values[3];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    for (int i = 1; i < 3; i++)
        if (values[i] && !str_check(values[i]))
            return exception_raise(rt, &exception_TypeError,
                                   "str() argument '%s' must be str, not %T", parameters[i],
                                   values[i]);
    owned text;
    if (!values[0])
        text = str_empty();
    else if (values[1] || values[2])
        text = decode_object(rt, values[0], values[1], values[2]);
    else
        text = object_str(rt, values[0]);
    return derive(rt, type, text);
}

/* --- layout ----------------------------------------------------------------------------------- */

static owned pad(struct runtime *rt, borrowed self, int64_t left, int64_t right, uint32_t fill)
{
    if (left <= 0 && right <= 0)
        return str_plain(rt, self);
    struct str_builder builder = STR_BUILDER_EMPTY;
    while (left-- > 0)
        str_builder_character(&builder, fill);
    str_builder_append(&builder, self);
    while (right-- > 0)
        str_builder_character(&builder, fill);
    return str_builder_finish(rt, &builder);
}

/* The arguments (width[, fill]): how much is missing to the width. */
static bool read_padding(struct runtime *rt, const char *function, borrowed self,
                         const borrowed *arguments, size_t positional, borrowed names,
                         int64_t *missing, uint32_t *fill)
{
    int64_t width;
    *fill = ' ';
    if (!arguments_count(rt, function, positional, names, 1, 2) ||
        object_index_number(rt, arguments[0], &width, true) < 0)
        return false;
    if (positional == 2) {
        if (!str_check(arguments[1])) {
            exception_raise(rt, &exception_TypeError,
                            "The fill character must be a unicode character, not %T", arguments[1]);
            return false;
        }
        if (str_length(arguments[1]) != 1) {
            exception_raise(rt, &exception_TypeError,
                            "The fill character must be exactly one character long");
            return false;
        }
        *fill = str_character(str_of(arguments[1]), 0);
    }
    *missing = width - (int64_t)str_length(self);
    return true;
}

static owned center(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                    borrowed names)
{
    int64_t missing;
    uint32_t fill;
    if (!read_padding(rt, "center", self, arguments, positional, names, &missing, &fill))
        return NULL;
    if (missing <= 0)
        return str_plain(rt, self);
    int64_t width = missing + (int64_t)str_length(self);
    int64_t left = missing / 2 + (missing & width & 1);
    return pad(rt, self, left, missing - left, fill);
}

static owned left_justify(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    int64_t missing;
    uint32_t fill;
    if (!read_padding(rt, "ljust", self, arguments, positional, names, &missing, &fill))
        return NULL;
    return pad(rt, self, 0, missing, fill);
}

static owned right_justify(struct runtime *rt, borrowed self, const borrowed *arguments,
                           size_t positional, borrowed names)
{
    int64_t missing;
    uint32_t fill;
    if (!read_padding(rt, "rjust", self, arguments, positional, names, &missing, &fill))
        return NULL;
    return pad(rt, self, missing, 0, fill);
}

static owned zero_fill(struct runtime *rt, borrowed self, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    int64_t width;
    if (!arguments_count(rt, "str.zfill", positional, names, 1, 1) ||
        object_index_number(rt, arguments[0], &width, true) < 0)
        return NULL;
    size_t length = str_length(self);
    int64_t missing = width - (int64_t)length;
    if (missing <= 0)
        return str_plain(rt, self);
    uint32_t first = length ? str_character(str_of(self), 0) : 0;
    size_t sign = first == '+' || first == '-';
    struct str_builder builder = STR_BUILDER_EMPTY;
    str_builder_part(&builder, self, 0, sign);
    while (missing-- > 0)
        str_builder_character(&builder, '0');
    str_builder_part(&builder, self, sign, length);
    return str_builder_finish(rt, &builder);
}

static owned expand_tabs(struct runtime *rt, borrowed self, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    static const char *const parameters[] = {"tabsize", NULL};
    static const struct arguments specification = {"expandtabs", parameters, 0, 0, 1};
    borrowed value;
    int64_t size = 8;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, &value) ||
        (value && object_index_number(rt, value, &size, true) < 0))
        return NULL;
    struct str_builder builder = STR_BUILDER_EMPTY;
    int64_t column = 0;
    for (size_t i = 0; i < str_length(self); i++) {
        uint32_t c = str_character(str_of(self), i);
        int64_t count = c == '\t' ? (size > 0 ? size - column % size : 0) : 1;
        column = c == '\n' || c == '\r' ? 0 : column + count;
        while (count-- > 0)
            str_builder_character(&builder, c == '\t' ? ' ' : c);
    }
    return str_builder_finish(rt, &builder);
}

/* --- translate -------------------------------------------------------------------------------- */

/* Appends what the table gives for c: nothing, a character or a text. -1: error. */
static int append_translated(struct runtime *rt, struct str_builder *builder, uint32_t c,
                             borrowed table)
{
    owned value = object_get_item(rt, table, int_tag(c));
    if (!value) {
        if (!exception_matches(rt, &exception_LookupError))
            return -1;
        exception_clear(rt);
        str_builder_character(builder, c);
        return 0;
    }
    int status = 0;
    int64_t number;
    if (str_check(value)) {
        str_builder_append(builder, value);
    } else if (value != NONE && !int_check(rt, value)) {
        exception_raise(rt, &exception_TypeError,
                        "character mapping must return integer, None or str");
        status = -1;
    } else if (value != NONE) {
        if (int_get(rt, value, &number) < 0 || number < 0 || number > 0x10ffff) {
            exception_clear(rt);
            exception_raise(rt, &exception_ValueError,
                            "character mapping must be in range(0x110000)");
            status = -1;
        } else {
            str_builder_character(builder, (uint32_t)number);
        }
    }
    object_release(rt, value);
    return status;
}

STR_METHOD(translate)
{
    if (!arguments_count(rt, "str.translate", positional, names, 1, 1))
        return NULL;
    struct str_builder builder = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < str_length(self); i++)
        if (append_translated(rt, &builder, str_character(str_of(self), i), arguments[0]) < 0) {
            str_builder_release(&builder);
            return NULL;
        }
    return str_builder_finish(rt, &builder);
}

/* maketrans(dict): keys that are characters become their numbers. */
static int copy_table(struct runtime *rt, borrowed table, borrowed source)
{
    size_t position = 0;
    borrowed key, value;
    while (dict_next(source, &position, &key, &value)) {
        if (str_check(key) && str_length(key) != 1) {
            exception_raise(rt, &exception_ValueError,
                            "string keys in translate table must be of length 1");
            return -1;
        }
        if (!str_check(key) && !int_check(rt, key)) {
            exception_raise(rt, &exception_TypeError,
                            "keys in translate table must be strings or integers");
            return -1;
        }
        borrowed number = str_check(key) ? int_tag(str_character(str_of(key), 0)) : key;
        if (dict_set_copy(rt, table, number, value) < 0)
            return -1;
    }
    return 0;
}

/* maketrans(from, to[, dropped]) */
static int pair_characters(struct runtime *rt, borrowed table, const borrowed *arguments,
                           size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!str_check(arguments[i])) {
            exception_raise(
                rt, &exception_TypeError,
                i == 0 ? "first maketrans argument must be a string if there is a second argument"
                       : "maketrans() argument %zu must be str, not %T",
                i + 1, arguments[i]);
            return -1;
        }
    if (str_length(arguments[0]) != str_length(arguments[1])) {
        exception_raise(rt, &exception_ValueError,
                        "the first two maketrans arguments must have equal length");
        return -1;
    }
    for (size_t i = 0; i < str_length(arguments[0]); i++)
        if (dict_set(rt, table, int_tag(str_character(str_of(arguments[0]), i)),
                     int_tag(str_character(str_of(arguments[1]), i))) < 0)
            return -1;
    for (size_t i = 0; count == 3 && i < str_length(arguments[2]); i++)
        if (dict_set(rt, table, int_tag(str_character(str_of(arguments[2]), i)), NONE) < 0)
            return -1;
    return 0;
}

STR_METHOD(maketrans)
{
    (void)self;
    if (!arguments_count(rt, "maketrans", positional, names, 1, 3))
        return NULL;
    if (positional == 1 && !dict_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "if you give only one argument to maketrans it must be a dict");
    owned table = dict_new(rt);
    if (!table)
        return NULL;
    int status = positional == 1 ? copy_table(rt, table, arguments[0])
                                 : pair_characters(rt, table, arguments, positional);
    if (status == 0)
        return table;
    object_release(rt, table);
    return NULL;
}

/* --- encoding and formatting ------------------------------------------------------------------ */

static owned encode(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                    borrowed names)
{
    static const char *const parameters[] = {"encoding", "errors", NULL};
    static const struct arguments specification = {"encode", parameters, 0, 0, 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    for (int i = 0; i < 2; i++)
        if (values[i] && !str_check(values[i]))
            return exception_raise(rt, &exception_TypeError,
                                   "encode() argument '%s' must be str, not %T", parameters[i],
                                   values[i]);
    return str_encode(rt, self, values[0] ? str_utf8(values[0], NULL) : NULL,
                      values[1] ? str_utf8(values[1], NULL) : NULL);
}

static owned format(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                    borrowed names)
{
    return format_template(rt, self, arguments, positional, names, NULL);
}

static owned format_map(struct runtime *rt, borrowed self, const borrowed *arguments,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "str.format_map", positional, names, 1, 1))
        return NULL;
    return format_template(rt, self, NULL, 0, NULL, arguments[0]);
}

static owned format_by(struct runtime *rt, borrowed self, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    return arguments_count(rt, "str.__format__", positional, names, 1, 1)
               ? format_method(rt, self, arguments[0])
               : NULL;
}

static owned new_arguments(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                           size_t positional, borrowed names)
{
    if (!arguments_count(rt, "str.__getnewargs__", positional, names, 0, 0))
        return NULL;
    owned text = str_plain(rt, self);
    return text ? tuple_from_owned(rt, &text, 1) : NULL;
}

#define METHOD(name, doc)                                                                          \
    {                                                                                              \
#name, str_method_##name, NATIVE_PLAIN, doc                                                \
    }

const struct native_method str_methods[] = {
    METHOD(find, "S.find(sub[, start[, end]]) -> int"),
    METHOD(rfind, NULL),
    METHOD(index, NULL),
    METHOD(rindex, NULL),
    METHOD(count, "S.count(sub[, start[, end]]) -> int"),
    METHOD(startswith, "S.startswith(prefix[, start[, end]]) -> bool"),
    METHOD(endswith, "S.endswith(suffix[, start[, end]]) -> bool"),
    METHOD(replace, "Return a copy with all occurrences of substring old replaced by new."),
    METHOD(removeprefix, NULL),
    METHOD(removesuffix, NULL),
    METHOD(split,
           "Return a list of the substrings in the string, using sep as the separator string."),
    METHOD(rsplit, NULL),
    METHOD(splitlines, NULL),
    METHOD(partition, NULL),
    METHOD(rpartition, NULL),
    METHOD(strip, "Return a copy of the string with leading and trailing whitespace removed."),
    METHOD(lstrip, NULL),
    METHOD(rstrip, NULL),
    METHOD(join, "Concatenate any number of strings."),
    METHOD(upper, "Return a copy of the string converted to uppercase."),
    METHOD(lower, "Return a copy of the string converted to lowercase."),
    METHOD(title, NULL),
    METHOD(capitalize, NULL),
    METHOD(swapcase, NULL),
    METHOD(casefold, NULL),
    METHOD(isalpha, NULL),
    METHOD(isdigit, NULL),
    METHOD(isdecimal, NULL),
    METHOD(isnumeric, NULL),
    METHOD(isalnum, NULL),
    METHOD(isspace, NULL),
    METHOD(isupper, NULL),
    METHOD(islower, NULL),
    METHOD(istitle, NULL),
    METHOD(isascii, NULL),
    METHOD(isprintable, NULL),
    METHOD(isidentifier, NULL),
    METHOD(translate, NULL),
    {"maketrans", str_method_maketrans, NATIVE_STATIC, NULL},
    {"center", center, NATIVE_PLAIN, NULL},
    {"ljust", left_justify, NATIVE_PLAIN, NULL},
    {"rjust", right_justify, NATIVE_PLAIN, NULL},
    {"zfill", zero_fill, NATIVE_PLAIN, NULL},
    {"expandtabs", expand_tabs, NATIVE_PLAIN, NULL},
    {"encode", encode, NATIVE_PLAIN, NULL},
    {"format", format, NATIVE_PLAIN, "S.format(*args, **kwargs) -> str"},
    {"format_map", format_map, NATIVE_PLAIN, NULL},
    {"__format__", format_by, NATIVE_PLAIN, NULL},
    {"__getnewargs__", new_arguments, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};
