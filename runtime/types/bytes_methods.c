/* bytes and bytearray: decoding, hex, ASCII cases and classes, layout (bytes_parts.h). */
#include "base/buffer.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str_parts.h"

BYTES_METHOD(decode)
{
    static const char *const parameters[] = {"encoding", "errors", NULL};
    static const struct arguments specification = {"decode", parameters, 0, 0, 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    for (int i = 0; i < 2; i++)
        if (values[i] && !str_check(values[i]))
            return exception_raise(rt, &exception_TypeError,
                                   "decode() argument '%s' must be str, not %T", parameters[i],
                                   values[i]);
    struct span span = bytes_span(self);
    return str_decode(rt, span.data, span.size, values[0] ? str_utf8(values[0], NULL) : NULL,
                      values[1] ? str_utf8(values[1], NULL) : NULL);
}

/* --- hex -------------------------------------------------------------------------------------- */

BYTES_METHOD(hex)
{
    static const char *const parameters[] = {"sep", "bytes_per_sep", NULL};
    static const struct arguments specification = {"hex", parameters, 0, 0, 2};
    borrowed values[2];
    int64_t group = 1;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[1] && object_index_number(rt, values[1], &group, true) < 0))
        return NULL;
    if (values[0] && (!str_check(values[0]) || str_length(values[0]) != 1))
        return exception_raise(rt, &exception_ValueError, "sep must be length 1.");
    struct span span = bytes_span(self);
    struct str_builder builder = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < span.size; i++) {
        /* Groups are counted from the right, where negative from the left. */
        size_t place = group >= 0 ? span.size - i : i;
        if (i > 0 && values[0] && group != 0 && place % (size_t)(group < 0 ? -group : group) == 0)
            str_builder_append(&builder, values[0]);
        char text[3];
        snprintf(text, sizeof text, "%02x", span.data[i]);
        str_builder_text(&builder, text);
    }
    return str_builder_finish(rt, &builder);
}

static int hex_value(uint32_t c)
{
    return c >= '0' && c <= '9'                 ? (int)(c - '0')
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (int)((c | 32) - 'a' + 10)
                                                : -1;
}

BYTES_METHOD(fromhex)
{
    if (!arguments_count(rt, "fromhex", positional, names, 1, 1))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "fromhex() argument must be str, not %T",
                               arguments[0]);
    const struct str *text = str_of(arguments[0]);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < text->length;) {
        uint32_t c = str_character(text, i);
        if (c == ' ' || (c >= 9 && c <= 13)) {
            i++;
            continue;
        }
        int high = hex_value(c),
            low = i + 1 < text->length ? hex_value(str_character(text, i + 1)) : -1;
        if (high < 0 || low < 0) {
            buffer_release(&out);
            return exception_raise(rt, &exception_ValueError,
                                   "non-hexadecimal number found in fromhex() arg at position %zu",
                                   high < 0 ? i : i + 1);
        }
        buffer_append_byte(&out, (uint8_t)(high << 4 | low));
        i += 2;
    }
    owned value = bytes_new(rt, out.bytes ? out.bytes : (const uint8_t *)"", out.size);
    buffer_release(&out);
    if (!value || self == &bytes_type.header)
        return value;
    owned result = object_call_one(rt, self, value);
    object_release(rt, value);
    return result;
}

/* --- ASCII cases ------------------------------------------------------------------------------ */

static bool is_upper(uint8_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(uint8_t c)
{
    return is_upper(c) || is_lower(c);
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(uint8_t c)
{
    return is_letter(c) || is_digit(c);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static bool is_ascii(uint8_t c)
{
    return c < 128;
}

enum letter_case { CASE_UPPER, CASE_LOWER, CASE_SWAP, CASE_CAPITALIZE, CASE_TITLE };

static owned convert(struct runtime *rt, const char *function, borrowed self, size_t positional,
                     borrowed names, enum letter_case letter_case)
{
    struct span span = bytes_span(self);
    owned result = arguments_count(rt, function, positional, names, 0, 0)
                       ? bytes_new_like(rt, self, span.data, span.size)
                       : NULL;
    bool inside = false;
    for (size_t i = 0; result && i < span.size; i++) {
        uint8_t c = span.data[i];
        bool up = letter_case == CASE_UPPER || (letter_case == CASE_SWAP && is_lower(c)) ||
                  ((letter_case == CASE_CAPITALIZE || letter_case == CASE_TITLE) && !inside);
        if (is_letter(c))
            bytes_fill(result)[i] = (uint8_t)(up ? c & ~32 : c | 32);
        inside = letter_case == CASE_CAPITALIZE || is_letter(c);
    }
    return result;
}

#define CASE_METHOD(name, letter_case)                                                             \
    BYTES_METHOD(name)                                                                             \
    {                                                                                              \
        (void)arguments;                                                                           \
        return convert(rt, #name, self, positional, names, letter_case);                           \
    }

CASE_METHOD(upper, CASE_UPPER)
CASE_METHOD(lower, CASE_LOWER)
CASE_METHOD(swapcase, CASE_SWAP)
CASE_METHOD(capitalize, CASE_CAPITALIZE)
CASE_METHOD(title, CASE_TITLE)

static bool all_are(struct span span, bool (*is)(uint8_t c))
{
    for (size_t i = 0; i < span.size; i++)
        if (!is(span.data[i]))
            return false;
    return span.size > 0;
}

#define CLASS_METHOD(name, result)                                                                 \
    BYTES_METHOD(name)                                                                             \
    {                                                                                              \
        (void)arguments;                                                                           \
        struct span span = bytes_span(self);                                                       \
        return arguments_count(rt, #name, positional, names, 0, 0) ? bool_of(result) : NULL;       \
    }

static bool has_only_case(struct span span, bool (*wanted)(uint8_t), bool (*other)(uint8_t))
{
    bool found = false;
    for (size_t i = 0; i < span.size; i++) {
        if (other(span.data[i]))
            return false;
        found |= wanted(span.data[i]);
    }
    return found;
}

CLASS_METHOD(isalpha, all_are(span, is_letter))
CLASS_METHOD(isdigit, all_are(span, is_digit))
CLASS_METHOD(isalnum, all_are(span, is_alphanumeric))
CLASS_METHOD(isspace, all_are(span, is_space))
CLASS_METHOD(isascii, span.size == 0 || all_are(span, is_ascii))
CLASS_METHOD(isupper, has_only_case(span, is_upper, is_lower))
CLASS_METHOD(islower, has_only_case(span, is_lower, is_upper))

/* --- layout ----------------------------------------------------------------------------------- */

enum justify { JUSTIFY_LEFT, JUSTIFY_CENTER, JUSTIFY_RIGHT };

static owned justify(struct runtime *rt, const char *function, borrowed self,
                     const borrowed *arguments, size_t positional, borrowed names,
                     enum justify where)
{
    struct span span = bytes_span(self), fill = {(const uint8_t *)" ", 1};
    int64_t width;
    if (!arguments_count(rt, function, positional, names, 1, 2) ||
        object_index_number(rt, arguments[0], &width, true) < 0)
        return NULL;
    if (positional == 2) {
        fill = bytes_span(arguments[1]);
        if (!fill.data || fill.size != 1)
            return exception_raise(rt, &exception_TypeError,
                                   "%s() argument 2 must be a byte string of length 1, not %T",
                                   function, arguments[1]);
    }
    int64_t missing = width - (int64_t)span.size;
    if (missing <= 0)
        return bytes_new_like(rt, self, span.data, span.size);
    int64_t left = where == JUSTIFY_LEFT    ? 0
                   : where == JUSTIFY_RIGHT ? missing
                                            : missing / 2 + (missing & width & 1);
    owned result = bytes_new_like(rt, self, NULL, (size_t)width);
    if (result) {
        memset(bytes_fill(result), fill.data[0], (size_t)width);
        memcpy(bytes_fill(result) + left, span.data, span.size);
    }
    return result;
}

BYTES_METHOD(center)
{
    return justify(rt, "center", self, arguments, positional, names, JUSTIFY_CENTER);
}

BYTES_METHOD(ljust)
{
    return justify(rt, "ljust", self, arguments, positional, names, JUSTIFY_LEFT);
}

BYTES_METHOD(rjust)
{
    return justify(rt, "rjust", self, arguments, positional, names, JUSTIFY_RIGHT);
}

BYTES_METHOD(zfill)
{
    struct span span = bytes_span(self);
    int64_t width;
    if (!arguments_count(rt, "zfill", positional, names, 1, 1) ||
        object_index_number(rt, arguments[0], &width, true) < 0)
        return NULL;
    size_t size = width > (int64_t)span.size ? (size_t)width : span.size;
    size_t sign = span.size && (span.data[0] == '-' || span.data[0] == '+');
    owned result = bytes_new_like(rt, self, NULL, size);
    if (result && size) {
        memset(bytes_fill(result), '0', size);
        memcpy(bytes_fill(result), span.data, sign);
        memcpy(bytes_fill(result) + size - span.size + sign, span.data + sign, span.size - sign);
    }
    return result;
}

/* --- translate -------------------------------------------------------------------------------- */

BYTES_METHOD(translate)
{
    static const char *const parameters[] = {"table", "delete", NULL};
    static const struct arguments specification = {"translate", parameters, 1, 1, 2};
    borrowed values[2];
    struct span span = bytes_span(self), table = {NULL, 0}, dropped = {NULL, 0};
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[0] != NONE && !bytes_require(rt, values[0], &table)) ||
        (values[1] && !bytes_require(rt, values[1], &dropped)))
        return NULL;
    if (table.data && table.size != 256)
        return exception_raise(rt, &exception_ValueError,
                               "translation table must be 256 characters long");
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < span.size; i++)
        if (!dropped.size || !memchr(dropped.data, span.data[i], dropped.size))
            buffer_append_byte(&out, table.data ? table.data[span.data[i]] : span.data[i]);
    owned result = bytes_new_like(rt, self, out.bytes ? out.bytes : (const uint8_t *)"", out.size);
    buffer_release(&out);
    return result;
}

BYTES_METHOD(maketrans)
{
    (void)self;
    struct span from, to;
    if (!arguments_count(rt, "maketrans", positional, names, 2, 2) ||
        !bytes_require(rt, arguments[0], &from) || !bytes_require(rt, arguments[1], &to))
        return NULL;
    if (from.size != to.size)
        return exception_raise(rt, &exception_ValueError,
                               "maketrans arguments must have same length");
    owned result = bytes_new(rt, NULL, 256);
    for (size_t i = 0; result && i < 256; i++)
        bytes_fill(result)[i] = (uint8_t)i;
    for (size_t i = 0; result && i < from.size; i++)
        bytes_fill(result)[from.data[i]] = to.data[i];
    return result;
}
