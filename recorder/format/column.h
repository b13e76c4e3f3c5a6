/* Columns of numbers in a packed chunk of records: each number as its difference to the one above.
 *
 * A chunk of records is its columns one behind the other, packed as one (pack.h). What a column is
 * the difference to is said where the records are encoded; this is the shared half of that code.
 */
#ifndef RECORDER_FORMAT_COLUMN_H
#define RECORDER_FORMAT_COLUMN_H

#include "base/buffer.h"

#define COLUMN_RECORDS_MAXIMUM 65536 /* a reader accepts no longer chunk */

/* Writes EXPRESSION, made of record->FIELDs, for all records as differences to the record before.
 */
#define COLUMN_WRITE(buffer, record, records, count, expression)                                   \
    do {                                                                                           \
        uint64_t above_ = 0;                                                                       \
        uint8_t *next_ = column_begin((buffer), (count));                                          \
        for (record = (records); record < (records) + (count); record++) {                         \
            uint64_t value_ = (uint64_t)(expression);                                              \
            next_ = column_put(next_, value_ - above_);                                            \
            above_ = value_;                                                                       \
        }                                                                                          \
        (buffer)->size = (size_t)(next_ - (buffer)->bytes);                                        \
    } while (0)

/* The inverse: runs STATEMENT for each record with the number in the uint64_t `value`. Makes the
 * calling function return false at the end of the bytes. */
#define COLUMN_READ(cursor, record, records, count, value, statement)                              \
    do {                                                                                           \
        uint64_t value = 0;                                                                        \
        for (record = (records); record < (records) + (count); record++) {                         \
            if (!column_step((cursor), &value))                                                    \
                return false;                                                                      \
            statement;                                                                             \
        }                                                                                          \
    } while (0)

#define COLUMN_VARINT_WIDTH 10 /* bytes of a number, at most */

/* Room for a column, and where it begins. */
static inline uint8_t *column_begin(struct buffer *buffer, size_t count)
{
    buffer_reserve(buffer, count * COLUMN_VARINT_WIDTH + 1);
    return buffer->bytes + buffer->size;
}

static inline uint8_t *column_put(uint8_t *next, uint64_t difference)
{
    uint64_t code = zigzag_encode((int64_t)difference);
    while (UNLIKELY(code >= 0x80)) {
        *next++ = (uint8_t)(code | 0x80);
        code >>= 7;
    }
    *next++ = (uint8_t)code;
    return next;
}

static inline bool column_step(struct cursor *cursor, uint64_t *value)
{
    uint64_t code;
    if (LIKELY(cursor->next < cursor->end && *cursor->next < 0x80))
        code = *cursor->next++;
    else if (!buffer_read_varint(cursor, &code))
        return false;
    *value += (uint64_t)zigzag_decode(code);
    return true;
}

#endif
