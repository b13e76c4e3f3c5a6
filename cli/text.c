/* UTF-8 text as a terminal shows it.
 *
 * How it works. Text is walked a character at a time; each character has a printed form (itself or
 * an escape) and a width, which wcwidth knows under any UTF-8 locale. main sets one.
 *
 * What it does not do. No grapheme clusters: a combining mark has width 0 and stays with its base,
 * emoji sequences are as wide as the sum of their parts.
 */
#include "cli/text.h"

#include <ctype.h>
#include <string.h>
#include <wchar.h>

/* One character as it is printed. */
struct glyph {
    size_t size;     /* bytes of the text that it takes */
    size_t width;    /* columns that it takes */
    char escape[12]; /* printed instead of the bytes; empty: the bytes themselves */
};

/* Decodes a UTF-8 character of at least two bytes; gives its size, or 0 where it is not well
 * formed. */
static size_t decode_character(const unsigned char *bytes, size_t size, uint32_t *character)
{
    size_t length = bytes[0] >= 0xf0 ? 4 : bytes[0] >= 0xe0 ? 3 : 2;
    uint32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    if (bytes[0] < 0xc2 || bytes[0] > 0xf4 || length > size)
        return 0;
    *character = bytes[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        *character = *character << 6 | (bytes[i] & 0x3fu);
    }
    bool is_surrogate = *character >= 0xd800 && *character <= 0xdfff;
    return *character < least || *character > 0x10ffff || is_surrogate ? 0 : length;
}

size_t text_character_size(const char *text, size_t size)
{
    uint32_t character;
    const unsigned char *bytes = (const unsigned char *)text;
    return bytes[0] < 0x80 ? 1 : decode_character(bytes, size, &character);
}

static struct glyph escape_glyph(size_t size, const char *format, unsigned value)
{
    struct glyph glyph = {.size = size};
    snprintf(glyph.escape, sizeof glyph.escape, format, value);
    glyph.width = strlen(glyph.escape);
    return glyph;
}

static struct glyph next_glyph(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] == '\n' || bytes[0] == '\t' || bytes[0] == '\r')
        return escape_glyph(1, "\\%c", bytes[0] == '\n' ? 'n' : bytes[0] == '\t' ? 't' : 'r');
    if (bytes[0] < 0x20 || bytes[0] == 0x7f)
        return escape_glyph(1, "\\x%02x", bytes[0]);
    if (bytes[0] < 0x80)
        return (struct glyph){.size = 1, .width = 1};
    uint32_t character = 0;
    size_t length = decode_character(bytes, size, &character);
    if (length == 0)
        return escape_glyph(1, "\\x%02x", bytes[0]);
    int width = wcwidth((wchar_t)character);
    /* Bidirectional controls can show a text as another one. */
    bool is_direction = (character >= 0x202a && character <= 0x202e) ||
                        (character >= 0x2066 && character <= 0x2069);
    if (width < 0 || is_direction)
        return escape_glyph(length, "\\u%04x", character);
    return (struct glyph){.size = length, .width = (size_t)width};
}

/* How many bytes at the beginning are printable ASCII, each a glyph of its own: most text is
 * nothing else. */
static size_t plain_size(const char *text, size_t size)
{
    size_t plain = 0;
    while (plain < size && text[plain] >= 0x20 && text[plain] < 0x7f)
        plain++;
    return plain;
}

size_t text_width(const char *text, size_t size)
{
    size_t plain = plain_size(text, size), width = plain;
    for (size_t at = plain; at < size;) {
        struct glyph glyph = next_glyph(text + at, size - at);
        width += glyph.width;
        at += glyph.size;
    }
    return width;
}

size_t text_append(struct buffer *buffer, const char *text, size_t size, size_t columns)
{
    bool is_cut = columns > 0 && text_width(text, size) > columns;
    size_t room = is_cut ? columns - 1 : SIZE_MAX;
    size_t plain = plain_size(text, size < room ? size : room), width = plain;
    buffer_append(buffer, text, plain);
    for (size_t at = plain; at < size;) {
        struct glyph glyph = next_glyph(text + at, size - at);
        if (width + glyph.width > room)
            break;
        if (glyph.escape[0])
            buffer_append_text(buffer, glyph.escape);
        else
            buffer_append(buffer, text + at, glyph.size);
        width += glyph.width;
        at += glyph.size;
    }
    if (is_cut)
        buffer_append_text(buffer, "…");
    return width + is_cut;
}

void text_append_lines(struct buffer *buffer, const char *text)
{
    for (;;) {
        size_t size = strcspn(text, "\n");
        text_append(buffer, text, size, 0);
        text += size;
        if (*text == '\0')
            break;
        buffer_append_byte(buffer, '\n');
        text++;
    }
}

static void append_json_byte(struct buffer *buffer, unsigned char byte)
{
    switch (byte) {
    case '"':
        buffer_append_text(buffer, "\\\"");
        break;
    case '\\':
        buffer_append_text(buffer, "\\\\");
        break;
    case '\n':
        buffer_append_text(buffer, "\\n");
        break;
    case '\r':
        buffer_append_text(buffer, "\\r");
        break;
    case '\t':
        buffer_append_text(buffer, "\\t");
        break;
    default:
        if (byte < 0x20 || byte == 0x7f)
            buffer_format(buffer, "\\u%04x", byte);
        else
            buffer_append_byte(buffer, byte);
    }
}

void text_append_json(struct buffer *buffer, const char *bytes, size_t size)
{
    buffer_append_byte(buffer, '"');
    for (size_t at = 0; at < size;) {
        size_t length = text_character_size(bytes + at, size - at);
        if (length == 0)
            buffer_append_text(buffer, "\xef\xbf\xbd");
        else if (length == 1)
            append_json_byte(buffer, (unsigned char)bytes[at]);
        else if (length == 2 && bytes[at] == '\xc2' && (unsigned char)bytes[at + 1] < 0xa0)
            buffer_format(buffer, "\\u%04x",
                          (unsigned char)bytes[at + 1]); /* a control character */
        else
            buffer_append(buffer, bytes + at, length);
        at += length ? length : 1;
    }
    buffer_append_byte(buffer, '"');
}

void text_repeat(struct buffer *buffer, const char *piece, size_t columns)
{
    size_t size = strlen(piece);
    if (columns == 0)
        return;
    buffer_reserve(buffer, columns * size);
    if (size == 1)
        memset(buffer->bytes + buffer->size, *piece, columns);
    for (size_t i = 0; size > 1 && i < columns; i++)
        memcpy(buffer->bytes + buffer->size + i * size, piece, size);
    buffer->size += columns * size;
}

void text_wrap(struct buffer *buffer, const char *text, size_t indent, size_t columns)
{
    size_t column = indent;
    while (*text) {
        if (*text == '\n') {
            buffer_append_byte(buffer, '\n');
            if (text[1] && text[1] != '\n')
                text_repeat(buffer, " ", indent);
            column = indent;
            text++;
            continue;
        }
        size_t spaces = strspn(text, " ");
        size_t size = strcspn(text + spaces, " \n");
        size_t width = text_width(text + spaces, size);
        if (column > indent && column + spaces + width > columns) {
            buffer_append_byte(buffer, '\n');
            text_repeat(buffer, " ", indent);
            column = indent;
        } else {
            text_repeat(buffer, " ", spaces);
            column += spaces;
        }
        buffer_append(buffer, text + spaces, size);
        column += width;
        text += spaces + size;
    }
}

/* In $'…', which shells know, a control character has a spelling. */
static void append_dollar_quoted(struct buffer *buffer, const char *word)
{
    buffer_append_text(buffer, "$'");
    for (; *word; word++)
        if (iscntrl((unsigned char)*word))
            buffer_format(buffer, "\\x%02x", (unsigned char)*word);
        else
            buffer_format(buffer, *word == '\'' || *word == '\\' ? "\\%c" : "%c", *word);
    buffer_append_byte(buffer, '\'');
}

void text_append_argument(struct buffer *buffer, const char *word)
{
    static const char harmless[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-=,:@%";
    const char *control = word;
    while (*control && !iscntrl((unsigned char)*control))
        control++;
    if (*control) {
        append_dollar_quoted(buffer, word);
        return;
    }
    if (word[0] && word[strspn(word, harmless)] == '\0') {
        buffer_append_text(buffer, word);
        return;
    }
    buffer_append_byte(buffer, '\'');
    for (; *word; word++)
        if (*word == '\'')
            buffer_append_text(buffer, "'\\''");
        else
            buffer_append_byte(buffer, (uint8_t)*word);
    buffer_append_byte(buffer, '\'');
}

void text_append_number(struct buffer *buffer, uint64_t number)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            buffer_append_byte(buffer, ',');
        buffer_append_byte(buffer, (uint8_t)digits[i]);
    }
}

void text_append_size(struct buffer *buffer, uint64_t size)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (size < 10000) {
        text_append_count(buffer, size, "byte");
        return;
    }
    double scaled = (double)size / 1024;
    size_t unit = 0;
    for (; scaled >= 1023.95; unit++)
        scaled /= 1024;
    buffer_format(buffer, "%.1f %s", scaled, units[unit]);
}

void text_append_duration(struct buffer *buffer, uint64_t duration_ns)
{
    double ns = (double)duration_ns;
    if (ns >= 9.995e9)
        buffer_format(buffer, "%.1f s", ns / 1e9);
    else if (ns >= 999.5e6)
        buffer_format(buffer, "%.2f s", ns / 1e9);
    else if (ns >= 999.5e3)
        buffer_format(buffer, ns >= 9.995e6 ? "%.0f ms" : "%.1f ms", ns / 1e6);
    else
        buffer_format(buffer, "%.0f µs", ns / 1e3);
}

void text_append_count(struct buffer *buffer, uint64_t count, const char *noun)
{
    text_append_number(buffer, count);
    buffer_format(buffer, count == 1 ? " %s" : " %ss", noun);
}
