/* The module binascii: bytes as text and back (base 64, hexadecimal, quoted-printable, uuencode),
 * and checksums. The class binascii.Error is the self of its functions. */
#include "base/buffer.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

#include <zlib.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names)

static owned finish(struct runtime *rt, struct buffer *out)
{
    owned result = bytes_new(rt, out->bytes, out->size);
    buffer_release(out);
    return result;
}

static owned fail(struct runtime *rt, borrowed error, struct buffer *out, const char *message)
{
    buffer_release(out);
    return exception_raise(rt, (struct type *)error, "%s", message);
}

/* Text of ASCII, or bytes: what the functions a2b_… take. */
static bool read_text(struct runtime *rt, borrowed v, struct span *span)
{
    if (!str_check(v)) {
        if ((span->data = bytes_view(v, &span->size)) != NULL)
            return true;
        exception_raise(rt, &exception_TypeError,
                        "argument should be bytes, buffer or ASCII string, not '%T'", v);
        return false;
    }
    if (!((struct str *)v)->ascii) {
        exception_raise(rt, &exception_ValueError,
                        "string argument should contain only ASCII characters");
        return false;
    }
    span->data = (const uint8_t *)str_utf8(v, &span->size);
    return true;
}

/* --- base 64 ---------------------------------------------------------------------------------- */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint8_t c)
{
    const char *place = c ? strchr(base64, c) : NULL;
    return place ? (int)(place - base64) : -1;
}

FUNCTION(b2a_base64)
{
    static const char *const parameters[] = {"data", "newline", NULL};
    static const struct arguments specification = {"b2a_base64", parameters, 1, 1, 1};
    borrowed values[2];
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !bytes_require(rt, values[0], &in))
        return NULL;
    int newline = values[1] ? object_is_true(rt, values[1]) : 1;
    if (newline < 0)
        return NULL;
    for (size_t i = 0; i < in.size; i += 3) {
        size_t left = in.size - i;
        uint32_t bits = (uint32_t)in.data[i] << 16 |
                        (left > 1 ? (uint32_t)in.data[i + 1] << 8 : 0) |
                        (left > 2 ? in.data[i + 2] : 0u);
        buffer_append_byte(&out, (uint8_t)base64[bits >> 18]);
        buffer_append_byte(&out, (uint8_t)base64[bits >> 12 & 63]);
        buffer_append_byte(&out, left > 1 ? (uint8_t)base64[bits >> 6 & 63] : '=');
        buffer_append_byte(&out, left > 2 ? (uint8_t)base64[bits & 63] : '=');
    }
    if (newline)
        buffer_append_byte(&out, '\n');
    return finish(rt, &out);
}

/* CPython's reader: what is no digit is skipped, unless strict; padding ends it. */
static owned decode_base64(struct runtime *rt, borrowed error, struct span in, bool strict)
{
    struct buffer out = BUFFER_EMPTY;
    unsigned place = 0, pads = 0;
    uint32_t bits = 0;
    bool padding = false;
    if (strict && in.size > 0 && in.data[0] == '=')
        return fail(rt, error, &out, "Leading padding not allowed");
    for (size_t i = 0; i < in.size; i++) {
        if (in.data[i] == '=') {
            padding = true;
            if (place >= 2 && place + ++pads >= 4) {
                if (strict && i + 1 < in.size)
                    return fail(rt, error, &out, "Excess data after padding");
                return finish(rt, &out);
            }
            continue;
        }
        int value = base64_value(in.data[i]);
        if (value < 0) {
            if (strict)
                return fail(rt, error, &out, "Only base64 data is allowed");
            continue;
        }
        if (strict && padding)
            return fail(rt, error, &out, "Discontinuous padding not allowed");
        pads = 0;
        bits = bits << 6 | (uint32_t)value;
        if (place > 0)
            buffer_append_byte(&out, (uint8_t)(bits >> (6 - 2 * place)));
        place = (place + 1) % 4;
    }
    if (place == 0)
        return finish(rt, &out);
    if (place == 1) {
        size_t count = out.size / 3 * 4 + 1;
        buffer_release(&out);
        return exception_raise(rt, (struct type *)error,
                               "Invalid base64-encoded string: number of data characters (%zu) "
                               "cannot be 1 more than a multiple of 4",
                               count);
    }
    return fail(rt, error, &out, "Incorrect padding");
}

FUNCTION(a2b_base64)
{
    static const char *const parameters[] = {"data", "strict_mode", NULL};
    static const struct arguments specification = {"a2b_base64", parameters, 1, 1, 1};
    borrowed values[2];
    struct span in;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !read_text(rt, values[0], &in))
        return NULL;
    int strict = values[1] ? object_is_true(rt, values[1]) : 0;
    return strict < 0 ? NULL : decode_base64(rt, self, in, strict > 0);
}

/* --- hexadecimal ------------------------------------------------------------------------------ */

FUNCTION(hexlify)
{
    struct span in;
    if (!arguments_count(rt, "hexlify", positional, NULL, 1, 3) ||
        !bytes_require(rt, arguments[0], &in))
        return NULL;
    owned data = bytes_new(rt, in.data, in.size); /* bytes.hex knows separators */
    owned method = data ? object_get_attribute_text(rt, data, "hex") : NULL;
    owned text = method ? object_call(rt, method, arguments + 1, positional - 1, names) : NULL;
    size_t size;
    const char *utf8 = text ? str_utf8(text, &size) : NULL;
    owned result = utf8 ? bytes_new(rt, utf8, size) : NULL;
    object_release_maybe(rt, text);
    object_release_maybe(rt, method);
    object_release_maybe(rt, data);
    return result;
}

static int hex_value(uint8_t c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

FUNCTION(unhexlify)
{
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_count(rt, "unhexlify", positional, names, 1, 1) ||
        !read_text(rt, arguments[0], &in))
        return NULL;
    if (in.size % 2)
        return fail(rt, self, &out, "Odd-length string");
    for (size_t i = 0; i < in.size; i += 2) {
        int high = hex_value(in.data[i]), low = hex_value(in.data[i + 1]);
        if (high < 0 || low < 0)
            return fail(rt, self, &out, "Non-hexadecimal digit found");
        buffer_append_byte(&out, (uint8_t)(high << 4 | low));
    }
    return finish(rt, &out);
}

/* --- quoted-printable ------------------------------------------------------------------------- */

FUNCTION(a2b_qp)
{
    static const char *const parameters[] = {"data", "header", NULL};
    static const struct arguments specification = {"a2b_qp", parameters, 1, 0, 2};
    borrowed values[2];
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !read_text(rt, values[0], &in))
        return NULL;
    bool header = values[1] && object_is_true(rt, values[1]) > 0;
    for (size_t i = 0; i < in.size; i++) {
        uint8_t c = in.data[i];
        uint8_t next = i + 1 < in.size ? in.data[i + 1] : 0;
        int high = hex_value(next), low = i + 2 < in.size ? hex_value(in.data[i + 2]) : -1;
        if (c != '=') {
            buffer_append_byte(&out, header && c == '_' ? ' ' : c);
        } else if (i + 1 >= in.size) {
            break;
        } else if (next == '\n' || next == '\r') { /* a soft end of line */
            while (i < in.size && in.data[i] != '\n')
                i++;
        } else if (next == '=') {
            buffer_append_byte(&out, '=');
            i++;
        } else if (high >= 0 && low >= 0) {
            buffer_append_byte(&out, (uint8_t)(high << 4 | low));
            i += 2;
        } else {
            buffer_append_byte(&out, '=');
        }
    }
    return finish(rt, &out);
}

struct quoted { /* the options of b2a_qp */
    bool tabs, text, header;
};

/* Must the byte at `i` be written as =XX? `column`: how much stands in the line so far. */
static bool must_quote(struct span in, size_t i, size_t column, struct quoted options)
{
    uint8_t c = in.data[i];
    bool last = i + 1 == in.size;
    uint8_t next = last ? 0 : in.data[i + 1];
    if (c > 126 || c == '=' || (options.header && c == '_') ||
        (c == '.' && column == 0 && (next == '\n' || next == '\r' || next == 0)))
        return true;
    if (c == '\r' || c == '\n')
        return !options.text;
    if (c == ' ' || c == '\t')
        return last || options.tabs;
    return c < 33;
}

/* A blank at the end of a line is written as =20. */
static void protect_blank(struct buffer *out)
{
    uint8_t last = out->size ? out->bytes[out->size - 1] : 0;
    if (last == ' ' || last == '\t') {
        out->size--;
        buffer_format(out, "=%02X", last);
    }
}

FUNCTION(b2a_qp)
{
    static const char *const parameters[] = {"data", "quotetabs", "istext", "header", NULL};
    static const struct arguments specification = {"b2a_qp", parameters, 1, 0, 4};
    borrowed values[4];
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !bytes_require(rt, values[0], &in))
        return NULL;
    struct quoted options = {values[1] && object_is_true(rt, values[1]) > 0,
                             !values[2] || object_is_true(rt, values[2]) > 0,
                             values[3] && object_is_true(rt, values[3]) > 0};
    const uint8_t *end = memchr(in.data, '\n', in.size);
    bool crlf = end && end > in.data && end[-1] == '\r';
    size_t column = 0;
    for (size_t i = 0; i < in.size; i++) {
        uint8_t c = in.data[i];
        bool is_end = c == '\n' || (c == '\r' && i + 1 < in.size && in.data[i + 1] == '\n');
        if (must_quote(in, i, column, options)) {
            if (column + 3 >= 76) {
                buffer_append_text(&out, crlf ? "=\r\n" : "=\n");
                column = 0;
            }
            buffer_format(&out, "=%02X", c);
            column += 3;
        } else if (options.text && is_end) {
            protect_blank(&out);
            buffer_append_text(&out, crlf ? "\r\n" : "\n");
            i += c == '\r';
            column = 0;
        } else {
            if (column + 1 >= 76 && i + 1 < in.size && in.data[i + 1] != '\n') {
                buffer_append_text(&out, crlf ? "=\r\n" : "=\n");
                column = 0;
            }
            buffer_append_byte(&out, options.header && c == ' ' ? '_' : c);
            column++;
        }
    }
    return finish(rt, &out);
}

/* --- uuencode --------------------------------------------------------------------------------- */

FUNCTION(b2a_uu)
{
    static const char *const parameters[] = {"data", "backtick", NULL};
    static const struct arguments specification = {"b2a_uu", parameters, 1, 1, 1};
    borrowed values[2];
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !bytes_require(rt, values[0], &in))
        return NULL;
    if (in.size > 45)
        return fail(rt, self, &out, "At most 45 bytes at once");
    char zero = values[1] && object_is_true(rt, values[1]) > 0 ? '`' : ' ';
    buffer_append_byte(&out, (uint8_t)(in.size ? ' ' + in.size : (size_t)zero));
    for (size_t i = 0; i < in.size; i += 3) {
        uint32_t bits = 0;
        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (i + j < in.size ? in.data[i + j] : 0u);
        for (int shift = 18; shift >= 0; shift -= 6)
            buffer_append_byte(&out, (uint8_t)((bits >> shift & 63) ? ' ' + (bits >> shift & 63)
                                                                    : (uint32_t)zero));
    }
    buffer_append_byte(&out, '\n');
    return finish(rt, &out);
}

FUNCTION(a2b_uu)
{
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_count(rt, "a2b_uu", positional, names, 1, 1) ||
        !read_text(rt, arguments[0], &in))
        return NULL;
    size_t wanted = in.size ? (in.data[0] - ' ') & 63u : 32;
    uint32_t bits = 0;
    size_t i = 1;
    for (unsigned have = 0; out.size < wanted; i++) {
        uint8_t c = i < in.size ? in.data[i] : '\n';
        bool is_blank = c == '\n' || c == '\r' || i >= in.size;
        if (!is_blank && (c < ' ' || c > ' ' + 64))
            return fail(rt, self, &out, "Illegal char");
        bits = bits << 6 | (is_blank ? 0 : (c - ' ') & 63u);
        have += 6;
        if (have >= 8) {
            have -= 8;
            buffer_append_byte(&out, (uint8_t)(bits >> have));
        }
    }
    for (; i < in.size; i++) {
        uint8_t c = in.data[i];
        if (c != ' ' && c != '`' && c != '\n' && c != '\r')
            return fail(rt, self, &out, "Trailing garbage");
    }
    return finish(rt, &out);
}

/* --- checksums -------------------------------------------------------------------------------- */

FUNCTION(crc_32)
{
    struct span in;
    owned start = NULL;
    if (!arguments_count(rt, "crc32", positional, names, 1, 2) ||
        !bytes_require(rt, arguments[0], &in))
        return NULL;
    uint64_t value = 0;
    if (positional > 1) {
        int64_t number;
        if (!(start = object_index(rt, arguments[1])))
            return NULL;
        int status = int_get(rt, start, &number);
        object_release(rt, start);
        if (status < 0)
            return NULL;
        value = (uint64_t)number;
    }
    return int_tag((int64_t)crc32_z((uint32_t)value, in.data, in.size));
}

FUNCTION(crc_hqx)
{
    struct span in;
    int64_t crc;
    if (!arguments_count(rt, "crc_hqx", positional, names, 2, 2) ||
        !bytes_require(rt, arguments[0], &in) || !arguments_int(rt, arguments[1], &crc))
        return NULL;
    uint32_t value = (uint32_t)crc & 0xffff;
    for (size_t i = 0; i < in.size; i++) { /* x¹⁶ + x¹² + x⁵ + 1 */
        value ^= (uint32_t)in.data[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            value = (value & 0x8000 ? value << 1 ^ 0x1021 : value << 1) & 0xffff;
    }
    return int_tag(value);
}

static const struct native_method functions[] = {
    {"b2a_base64", b2a_base64, NATIVE_PLAIN, "Base64-code line of data."},
    {"a2b_base64", a2b_base64, NATIVE_PLAIN, "Decode a line of base64 data."},
    {"hexlify", hexlify, NATIVE_PLAIN, "Hexadecimal representation of binary data."},
    {"b2a_hex", hexlify, NATIVE_PLAIN, "Hexadecimal representation of binary data."},
    {"unhexlify", unhexlify, NATIVE_PLAIN, "Binary data of hexadecimal representation."},
    {"a2b_hex", unhexlify, NATIVE_PLAIN, "Binary data of hexadecimal representation."},
    {"a2b_qp", a2b_qp, NATIVE_PLAIN, "Decode a string of qp-encoded data."},
    {"b2a_qp", b2a_qp, NATIVE_PLAIN, "Encode a string using quoted-printable encoding."},
    {"b2a_uu", b2a_uu, NATIVE_PLAIN, "Uuencode line of data."},
    {"a2b_uu", a2b_uu, NATIVE_PLAIN, "Decode a line of uuencoded data."},
    {"crc32", crc_32, NATIVE_PLAIN, "Compute CRC-32 incrementally."},
    {"crc_hqx", crc_hqx, NATIVE_PLAIN, "Compute CRC-CCITT incrementally."},
    {0},
};

int module_fill_binascii(struct runtime *rt, borrowed module)
{
    owned incomplete = error_class_new(rt, "binascii", "Incomplete", &exception_Exception);
    if (module_set(rt, module, "Incomplete", incomplete) < 0)
        return -1;
    return error_class_define(
        rt, module, error_class_new(rt, "binascii", "Error", &exception_ValueError), functions);
}
