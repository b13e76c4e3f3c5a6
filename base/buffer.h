/* A growing run of bytes, and the integer coding that the file format uses.
 *
 * Varint: LEB128, seven bits a byte, low first, at most ten bytes. Zig-zag: 0, -1, 1, -2 … → 0, 1,
 * 2, 3 … Readers never trust what they read: every buffer_read_* returns false at the end of the
 * bytes or at a number that does not fit, and then leaves the cursor where it was.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buffer {
    uint8_t *bytes; /* owned; NULL while capacity is 0 */
    size_t size;
    size_t capacity;
};

#define BUFFER_EMPTY ((struct buffer){0})

void buffer_release(struct buffer *buffer); /* frees the bytes; the buffer is empty again */
void buffer_reserve(struct buffer *buffer, size_t more);
void buffer_append(struct buffer *buffer, const void *bytes, size_t size);
void buffer_append_byte(struct buffer *buffer, uint8_t byte);
void buffer_append_text(struct buffer *buffer, const char *text);
void buffer_append_number(struct buffer *buffer, int64_t number); /* its decimal digits */
void buffer_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
void buffer_format_list(struct buffer *buffer, const char *format, va_list list);
void buffer_varint(struct buffer *buffer, uint64_t number);
void buffer_zigzag(struct buffer *buffer, int64_t number);
/* The bytes as a string: a NUL stands behind them, not counted in size. Owned by the buffer. */
const char *buffer_text(struct buffer *buffer);

/* How many of the `size` bytes of a text in UTF-8 stay where at most `most` may: it is not cut
 * within a character. */
size_t buffer_cut_text(const char *text, size_t size, size_t most);

static inline uint64_t zigzag_encode(int64_t number)
{
    return ((uint64_t)number << 1) ^ (uint64_t)(number >> 63);
}

static inline int64_t zigzag_decode(uint64_t code)
{
    return (int64_t)(code >> 1) ^ -(int64_t)(code & 1);
}

/* A place in bytes that somebody else owns. */
struct cursor {
    const uint8_t *next;
    const uint8_t *end;
};

bool buffer_read_byte(struct cursor *cursor, uint8_t *byte) MUST_CHECK;
bool buffer_read_varint(struct cursor *cursor, uint64_t *number) MUST_CHECK;
bool buffer_read_zigzag(struct cursor *cursor, int64_t *number) MUST_CHECK;
bool buffer_read_bytes(struct cursor *cursor, size_t size,
                       const uint8_t **bytes) MUST_CHECK; /* borrowed */

#endif
