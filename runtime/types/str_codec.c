/* Text to bytes and back: UTF-8, ASCII, Latin-1, UTF-16 and UTF-32 (str_codec.h, str_parts.h).
 *
 * A codec is a pair of functions for one character; what happens where they fail is the business of
 * the error handler, which is the same for all.
 */
#include "runtime/types/str_codec.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"

#include <ctype.h>

/* --- the codecs ------------------------------------------------------------------------------- */

struct codec {
    const char *name; /* as messages show it */
    /* Reads one character; 0: bad, with the reason and the number of bad bytes. */
    size_t (*read)(const uint8_t *data, size_t size, uint32_t *character, const char **problem,
                   size_t *bad_size);
    /* Writes one character (4 bytes at most); 0: it has no code. */
    size_t (*write)(uint32_t character, uint8_t *out);
    const char *unwritable; /* why write fails */
};

static bool is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

static size_t bad(const char **problem, const char *reason, size_t *bad_size, size_t size)
{
    *problem = reason;
    *bad_size = size;
    return 0;
}

/* Is byte i of the sequence that starts with `lead` a good continuation? The second byte excludes
 * overlong forms, surrogates and what lies beyond U+10FFFF. */
static bool continues(uint8_t lead, size_t i, uint8_t byte)
{
    if ((byte & 0xc0) != 0x80)
        return false;
    if (i > 1)
        return true;
    return lead == 0xe0   ? byte >= 0xa0
           : lead == 0xed ? byte < 0xa0
           : lead == 0xf0 ? byte >= 0x90
           : lead == 0xf4 ? byte < 0x90
                          : true;
}

size_t str_codec_read(const uint8_t *data, size_t size, uint32_t *character, const char **problem,
                      size_t *bad_size)
{
    uint8_t lead = data[0];
    if (lead < 0x80) {
        *character = lead;
        return 1;
    }
    if (lead < 0xc2 || lead > 0xf4)
        return bad(problem, "invalid start byte", bad_size, 1);
    size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t c = lead & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (i >= size)
            return bad(problem, "unexpected end of data", bad_size, i);
        if (!continues(lead, i, data[i]))
            return bad(problem, "invalid continuation byte", bad_size, i);
        c = c << 6 | (data[i] & 0x3f);
    }
    *character = c;
    return length;
}

/* UTF-8 of any code point, surrogates too. */
static size_t write_any(uint32_t c, uint8_t *out)
{
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (uint8_t)(0xc0 | c >> 6);
        out[1] = (uint8_t)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (uint8_t)(0xe0 | c >> 12);
        out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        out[2] = (uint8_t)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | c >> 18);
    out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
    out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
    out[3] = (uint8_t)(0x80 | (c & 0x3f));
    return 4;
}

size_t str_codec_write(uint32_t c, uint8_t *out)
{
    return is_surrogate(c) ? 0 : write_any(c, out);
}

static size_t read_ascii(const uint8_t *data, size_t size UNUSED, uint32_t *character,
                         const char **problem, size_t *bad_size)
{
    *character = data[0];
    return data[0] < 128 ? 1 : bad(problem, "ordinal not in range(128)", bad_size, 1);
}

static size_t write_ascii(uint32_t c, uint8_t *out)
{
    *out = (uint8_t)c;
    return c < 128;
}

static size_t read_latin(const uint8_t *data, size_t size UNUSED, uint32_t *character,
                         const char **problem UNUSED, size_t *bad_size UNUSED)
{
    *character = data[0];
    return 1;
}

static size_t write_latin(uint32_t c, uint8_t *out)
{
    *out = (uint8_t)c;
    return c < 256;
}

static uint32_t unit_at(const uint8_t *data, size_t bytes, bool big)
{
    uint32_t unit = 0;
    for (size_t i = 0; i < bytes; i++)
        unit |= (uint32_t)data[i] << 8 * (big ? bytes - 1 - i : i);
    return unit;
}

static void put_unit(uint8_t *out, uint32_t unit, size_t bytes, bool big)
{
    for (size_t i = 0; i < bytes; i++)
        out[i] = (uint8_t)(unit >> 8 * (big ? bytes - 1 - i : i));
}

static size_t read_utf16(const uint8_t *data, size_t size, bool big, uint32_t *character,
                         const char **problem, size_t *bad_size)
{
    if (size < 2)
        return bad(problem, "truncated data", bad_size, size);
    uint32_t unit = unit_at(data, 2, big);
    *character = unit;
    if (!is_surrogate(unit))
        return 2;
    if (unit >= 0xdc00)
        return bad(problem, "illegal encoding", bad_size, 2);
    if (size < 4)
        return bad(problem, "unexpected end of data", bad_size, size);
    uint32_t low = unit_at(data + 2, 2, big);
    if (low < 0xdc00 || low > 0xdfff)
        return bad(problem, "illegal UTF-16 surrogate", bad_size, 2);
    *character = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    return 4;
}

static size_t read_utf16_little(const uint8_t *data, size_t size, uint32_t *character,
                                const char **problem, size_t *bad_size)
{
    return read_utf16(data, size, false, character, problem, bad_size);
}

static size_t read_utf16_big(const uint8_t *data, size_t size, uint32_t *character,
                             const char **problem, size_t *bad_size)
{
    return read_utf16(data, size, true, character, problem, bad_size);
}

static size_t write_utf16(uint32_t c, bool big, uint8_t *out)
{
    if (is_surrogate(c))
        return 0;
    if (c < 0x10000) {
        put_unit(out, c, 2, big);
        return 2;
    }
    put_unit(out, 0xd800 + ((c - 0x10000) >> 10), 2, big);
    put_unit(out + 2, 0xdc00 + ((c - 0x10000) & 0x3ff), 2, big);
    return 4;
}

static size_t write_utf16_little(uint32_t c, uint8_t *out)
{
    return write_utf16(c, false, out);
}

static size_t write_utf16_big(uint32_t c, uint8_t *out)
{
    return write_utf16(c, true, out);
}

static size_t read_utf32(const uint8_t *data, size_t size, bool big, uint32_t *character,
                         const char **problem, size_t *bad_size)
{
    if (size < 4)
        return bad(problem, "truncated data", bad_size, size);
    *character = unit_at(data, 4, big);
    if (*character > 0x10ffff || is_surrogate(*character))
        return bad(problem, "code point not in range(0x110000)", bad_size, 4);
    return 4;
}

static size_t read_utf32_little(const uint8_t *data, size_t size, uint32_t *character,
                                const char **problem, size_t *bad_size)
{
    return read_utf32(data, size, false, character, problem, bad_size);
}

static size_t read_utf32_big(const uint8_t *data, size_t size, uint32_t *character,
                             const char **problem, size_t *bad_size)
{
    return read_utf32(data, size, true, character, problem, bad_size);
}

static size_t write_utf32_little(uint32_t c, uint8_t *out)
{
    put_unit(out, c, 4, false);
    return is_surrogate(c) ? 0 : 4;
}

static size_t write_utf32_big(uint32_t c, uint8_t *out)
{
    put_unit(out, c, 4, true);
    return is_surrogate(c) ? 0 : 4;
}

static const char no_surrogates[] = "surrogates not allowed";
static const struct codec utf8 = {"utf-8", str_codec_read, str_codec_write, no_surrogates};
static const struct codec ascii = {"ascii", read_ascii, write_ascii, "ordinal not in range(128)"};
static const struct codec latin = {"latin-1", read_latin, write_latin, "ordinal not in range(256)"};
static const struct codec utf16_little = {"utf-16-le", read_utf16_little, write_utf16_little,
                                          no_surrogates};
static const struct codec utf16_big = {"utf-16-be", read_utf16_big, write_utf16_big, no_surrogates};
static const struct codec utf32_little = {"utf-32-le", read_utf32_little, write_utf32_little,
                                          no_surrogates};
static const struct codec utf32_big = {"utf-32-be", read_utf32_big, write_utf32_big, no_surrogates};

static const struct alias {
    const char *name; /* lower case, '-' for '_' and ' ' */
    const struct codec *codec;
    size_t mark; /* bytes of a byte order mark that is written first and understood in front; 0:
                    none */
} aliases[] = {
    {"utf-8", &utf8, 0},
    {"utf8", &utf8, 0},
    {"u8", &utf8, 0},
    {"utf", &utf8, 0},
    {"utf-8-sig", &utf8, 3},
    {"ascii", &ascii, 0},
    {"us-ascii", &ascii, 0},
    {"646", &ascii, 0},
    {"latin-1", &latin, 0},
    {"latin1", &latin, 0},
    {"latin", &latin, 0},
    {"iso-8859-1", &latin, 0},
    {"iso8859-1", &latin, 0},
    {"8859", &latin, 0},
    {"l1", &latin, 0},
    {"utf-16", &utf16_little, 2},
    {"utf16", &utf16_little, 2},
    {"utf-16-le", &utf16_little, 0},
    {"utf-16le", &utf16_little, 0},
    {"utf-16-be", &utf16_big, 0},
    {"utf-16be", &utf16_big, 0},
    {"utf-32", &utf32_little, 4},
    {"utf32", &utf32_little, 4},
    {"utf-32-le", &utf32_little, 0},
    {"utf-32le", &utf32_little, 0},
    {"utf-32-be", &utf32_big, 0},
    {"utf-32be", &utf32_big, 0},
};

/* NULL: it is none of these. */
static const struct alias *find_codec(const char *encoding)
{
    char name[32];
    snprintf(name, sizeof name, "%s", encoding);
    for (char *next = name; *next; next++)
        *next = *next == '_' || *next == ' ' ? '-' : (char)tolower((unsigned char)*next);
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        if (strcmp(aliases[i].name, name) == 0)
            return &aliases[i];
    return NULL;
}

/* --- error handlers --------------------------------------------------------------------------- */

enum handler {
    HANDLER_STRICT,
    HANDLER_IGNORE,
    HANDLER_REPLACE,
    HANDLER_BACKSLASH,
    HANDLER_CHARREF,
    HANDLER_ESCAPE,
    HANDLER_PASS,
    HANDLER_COUNT
};

/* HANDLER_COUNT: LookupError. */
static enum handler find_handler(struct runtime *rt, const char *errors)
{
    static const char *const handlers[HANDLER_COUNT] = {
        "strict",          "ignore",        "replace", "backslashreplace", "xmlcharrefreplace",
        "surrogateescape", "surrogatepass",
    };
    for (enum handler i = 0; errors && i < HANDLER_COUNT; i++)
        if (strcmp(errors, handlers[i]) == 0)
            return i;
    if (!errors)
        return HANDLER_STRICT;
    exception_raise(rt, &exception_LookupError, "unknown error handler name '%s'", errors);
    return HANDLER_COUNT;
}

/* --- decoding --------------------------------------------------------------------------------- */

/* Raises type(encoding, object, start, end, reason); steals `object`, which may be NULL. Always -1.
 */
static int raise_unicode(struct runtime *rt, struct type *type, const char *encoding, owned object,
                         size_t start, size_t end, const char *reason)
{
    owned name = str_from_text(rt, encoding), why = str_from_text(rt, reason);
    if (object && name && why) {
        borrowed arguments[] = {name, object, int_tag((int64_t)start), int_tag((int64_t)end), why};
        owned error = object_call(rt, &type->header, arguments, 5, NULL);
        if (error)
            exception_set(rt, error);
    }
    object_release_maybe(rt, object);
    object_release_maybe(rt, name);
    object_release_maybe(rt, why);
    return -1;
}

/* What the handler puts for bad bytes; -1: error raised. */
static int handle_bad_bytes(struct str_builder *builder, enum handler handler, const uint8_t *data,
                            size_t size)
{
    switch (handler) {
    case HANDLER_IGNORE:
        return 0;
    case HANDLER_REPLACE:
        str_builder_character(builder, 0xfffd);
        return 0;
    case HANDLER_BACKSLASH:
        for (size_t i = 0; i < size; i++) {
            char text[8];
            snprintf(text, sizeof text, "\\x%02x", data[i]);
            str_builder_text(builder, text);
        }
        return 0;
    case HANDLER_ESCAPE:
        for (size_t i = 0; i < size; i++) {
            if (data[i] < 128)
                return -1;
            str_builder_character(builder, 0xdc00u + data[i]);
        }
        return 0;
    default:
        return -1;
    }
}

static int decode(struct runtime *rt, struct str_builder *builder, const struct codec *codec,
                  const uint8_t *data, size_t size, enum handler handler)
{
    for (size_t at = 0; at < size;) {
        uint32_t character;
        const char *problem;
        size_t bad_size;
        size_t used = codec->read(data + at, size - at, &character, &problem, &bad_size);
        if (used) {
            str_builder_character(builder, character);
            at += used;
            continue;
        }
        if (handle_bad_bytes(builder, handler, data + at, bad_size) < 0)
            return raise_unicode(rt, &exception_UnicodeDecodeError, codec->name,
                                 bytes_new(rt, data, size), at, at + bad_size, problem);
        at += bad_size;
    }
    return 0;
}

/* A byte order mark decides between the two orders and is no character. */
static const struct codec *skip_mark(const struct alias *alias, const uint8_t **data, size_t *size)
{
    const struct codec *codec = alias->codec;
    const uint8_t *start = *data;
    if (alias->mark == 0 || *size < alias->mark)
        return codec;
    bool little = alias->mark == 3   ? memcmp(start, "\xef\xbb\xbf", 3) == 0
                  : alias->mark == 2 ? memcmp(start, "\xff\xfe", 2) == 0
                                     : memcmp(start, "\xff\xfe\0\0", 4) == 0;
    bool big = alias->mark == 2   ? memcmp(start, "\xfe\xff", 2) == 0
               : alias->mark == 4 ? memcmp(start, "\0\0\xfe\xff", 4) == 0
                                  : false;
    if (little || big) {
        *data += alias->mark;
        *size -= alias->mark;
    }
    return !big ? codec : alias->mark == 2 ? &utf16_big : &utf32_big;
}

/* An encoding that is not in the table: one of the program's codecs. */
static owned call_codec(struct runtime *rt, const char *operation, borrowed v, const char *encoding,
                        const char *errors)
{
    if (!rt->call_codec)
        return exception_raise(rt, &exception_LookupError, "unknown encoding: %s", encoding);
    return rt->call_codec(rt, operation, v, encoding, errors);
}

owned str_decode(struct runtime *rt, const uint8_t *data, size_t size, const char *encoding,
                 const char *errors)
{
    const struct alias *alias = find_codec(encoding ? encoding : "utf-8");
    if (!alias) {
        owned bytes = bytes_new(rt, data, size);
        owned result = bytes ? call_codec(rt, "decode", bytes, encoding, errors) : NULL;
        object_release_maybe(rt, bytes);
        return result;
    }
    enum handler handler = find_handler(rt, errors);
    if (handler == HANDLER_COUNT)
        return NULL;
    const struct codec *codec = skip_mark(alias, &data, &size);
    struct str_builder builder = STR_BUILDER_EMPTY;
    if (decode(rt, &builder, codec, data, size, handler) < 0) {
        str_builder_release(&builder);
        return NULL;
    }
    return str_builder_finish(rt, &builder);
}

/* --- encoding --------------------------------------------------------------------------------- */

static void write_escape(char text[16], uint32_t c)
{
    snprintf(text, 16, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

/* For the whole run of characters without a code that starts at `at`. */
static int raise_encode(struct runtime *rt, const struct codec *codec, struct str *text, size_t at)
{
    uint8_t ignored[4];
    size_t end = at + 1;
    while (end < text->length && codec->write(str_character(text, end), ignored) == 0)
        end++;
    return raise_unicode(rt, &exception_UnicodeEncodeError, codec->name,
                         object_retain(rt, &text->header), at, end, codec->unwritable);
}

/* What the handler puts for a character without a code; -1: the handler cannot help. */
static int handle_bad_character(struct buffer *out, const struct codec *codec, enum handler handler,
                                uint32_t c)
{
    char text[16] = "";
    uint8_t code[4];
    switch (handler) {
    case HANDLER_IGNORE:
        return 0;
    case HANDLER_REPLACE:
        strcpy(text, "?");
        break;
    case HANDLER_BACKSLASH:
        write_escape(text, c);
        break;
    case HANDLER_CHARREF:
        snprintf(text, sizeof text, "&#%u;", c);
        break;
    case HANDLER_ESCAPE:
        if (c < 0xdc80 || c > 0xdcff)
            return -1;
        buffer_append_byte(out, (uint8_t)(c - 0xdc00));
        return 0;
    case HANDLER_PASS:
        if (codec != &utf8 || !is_surrogate(c))
            return -1;
        buffer_append(out, code, write_any(c, code));
        return 0;
    default:
        return -1;
    }
    for (const char *next = text; *next; next++)
        buffer_append(out, code, codec->write((uint8_t)*next, code));
    return 0;
}

static int encode(struct runtime *rt, struct buffer *out, const struct codec *codec,
                  struct str *text, enum handler handler)
{
    for (size_t i = 0; i < text->length; i++) {
        uint8_t code[4];
        uint32_t c = str_character(text, i);
        size_t size = codec->write(c, code);
        if (size)
            buffer_append(out, code, size);
        else if (handle_bad_character(out, codec, handler, c) < 0)
            return raise_encode(rt, codec, text, i);
    }
    return 0;
}

owned str_encode(struct runtime *rt, borrowed v, const char *encoding, const char *errors)
{
    struct str *text = str_of(v);
    const struct alias *alias = find_codec(encoding ? encoding : "utf-8");
    if (!alias)
        return call_codec(rt, "encode", v, encoding, errors);
    enum handler handler = find_handler(rt, errors);
    if (handler == HANDLER_COUNT)
        return NULL;
    bool plain = alias->codec == &utf8 || alias->codec == &ascii || alias->codec == &latin;
    if (text->ascii && plain && alias->mark == 0)
        return bytes_new(rt, text->data, text->length);
    struct buffer out = BUFFER_EMPTY;
    if (alias->mark)
        buffer_append(&out, alias->mark == 3 ? "\xef\xbb\xbf" : "\xff\xfe\0\0", alias->mark);
    owned result = encode(rt, &out, alias->codec, text, handler) < 0
                       ? NULL
                       : bytes_new(rt, out.bytes ? out.bytes : (const uint8_t *)"", out.size);
    buffer_release(&out);
    return result;
}

/* --- UTF-8 inside the runtime ----------------------------------------------------------------- */

void str_codec_append_utf8(struct str_builder *builder, const uint8_t *data, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint8_t lead = data[at];
        size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        uint32_t c = lead < 0x80 ? lead : lead & (0x7fu >> length);
        for (size_t i = 1; i < length && at + i < size; i++)
            c = c << 6 | (data[at + i] & 0x3f);
        str_builder_character(builder, c);
        at += length;
    }
}

char *str_codec_utf8(const struct str *text, size_t *size)
{
    uint8_t *data = memory_allocate(text->length * 4 + 1);
    size_t used = 0;
    for (size_t i = 0; i < text->length; i++)
        used += write_any(str_character(text, i), data + used);
    data[used] = 0;
    *size = used;
    return memory_resize(data, used + 1, 1);
}

static size_t utf8_size(const struct str *text)
{
    size_t size = 0;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = str_character(text, i);
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return size;
}

const char *str_utf8(borrowed v, size_t *size)
{
    struct str *text = str_of(v);
    if (text->ascii) {
        if (size)
            *size = text->length;
        return (const char *)text->data;
    }
    size_t computed;
    if (!text->utf8)
        text->utf8 = str_codec_utf8(text, &computed);
    if (size)
        *size = utf8_size(text);
    return text->utf8;
}
