/* A growing run of bytes and its integer coding (buffer.h). */
#include "base/buffer.h"

#include "base/memory.h"

#define VARINT_MAXIMUM 10 /* bytes of the longest number */

void buffer_release(struct buffer *buffer)
{
    memory_free(buffer->bytes);
    *buffer = BUFFER_EMPTY;
}

void buffer_reserve(struct buffer *buffer, size_t more)
{
    if (LIKELY(buffer->capacity - buffer->size >= more))
        return;
    size_t needed = buffer->size + more;
    size_t grown = buffer->capacity + buffer->capacity / 2;
    if (grown < needed)
        grown = needed;
    if (grown < 64)
        grown = 64;
    buffer->bytes = memory_resize(buffer->bytes, grown, 1);
    buffer->capacity = grown;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t size)
{
    if (size == 0)
        return;
    buffer_reserve(buffer, size);
    memcpy(buffer->bytes + buffer->size, bytes, size);
    buffer->size += size;
}

void buffer_append_byte(struct buffer *buffer, uint8_t byte)
{
    buffer_reserve(buffer, 1);
    buffer->bytes[buffer->size++] = byte;
}

void buffer_append_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_append_number(struct buffer *buffer, int64_t number)
{
    char digits[20]; /* of INT64_MIN, with its sign */
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        digits[--at] = '-';
    buffer_append(buffer, digits + at, sizeof digits - at);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    buffer_format_list(buffer, format, list);
    va_end(list);
}

void buffer_format_list(struct buffer *buffer, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    int size = vsnprintf(NULL, 0, format, list);
    if (size > 0) {
        buffer_reserve(buffer, (size_t)size + 1);
        vsnprintf((char *)buffer->bytes + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
}

void buffer_varint(struct buffer *buffer, uint64_t number)
{
    buffer_reserve(buffer, VARINT_MAXIMUM);
    uint8_t *next = buffer->bytes + buffer->size;
    while (number >= 0x80) {
        *next++ = (uint8_t)(number | 0x80);
        number >>= 7;
    }
    *next++ = (uint8_t)number;
    buffer->size = (size_t)(next - buffer->bytes);
}

void buffer_zigzag(struct buffer *buffer, int64_t number)
{
    buffer_varint(buffer, zigzag_encode(number));
}

const char *buffer_text(struct buffer *buffer)
{
    buffer_reserve(buffer, 1);
    buffer->bytes[buffer->size] = 0;
    return (const char *)buffer->bytes;
}

size_t buffer_cut_text(const char *text, size_t size, size_t most)
{
    if (size <= most)
        return size;
    while (most && (text[most] & 0xC0) == 0x80)
        most--;
    return most;
}

bool buffer_read_byte(struct cursor *cursor, uint8_t *byte)
{
    if (cursor->next == cursor->end)
        return false;
    *byte = *cursor->next++;
    return true;
}

bool buffer_read_varint(struct cursor *cursor, uint64_t *number)
{
    uint64_t result = 0;
    const uint8_t *next = cursor->next;
    for (unsigned shift = 0; shift < 70 && next < cursor->end; shift += 7) {
        uint64_t byte = *next++;
        if (shift == 63 && byte > 1)
            return false;
        result |= (byte & 0x7f) << shift;
        if (byte < 0x80) {
            *number = result;
            cursor->next = next;
            return true;
        }
    }
    return false;
}

bool buffer_read_zigzag(struct cursor *cursor, int64_t *number)
{
    uint64_t code;
    if (!buffer_read_varint(cursor, &code))
        return false;
    *number = zigzag_decode(code);
    return true;
}

bool buffer_read_bytes(struct cursor *cursor, size_t size, const uint8_t **bytes)
{
    if ((size_t)(cursor->end - cursor->next) < size)
        return false;
    *bytes = cursor->next;
    cursor->next += size;
    return true;
}
