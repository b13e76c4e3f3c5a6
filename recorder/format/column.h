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
        for (record = (records); record < (records) + (count); record++) {                         \
            uint64_t value_ = (uint64_t)(expression);                                              \
            buffer_zigzag((buffer), (int64_t)(value_ - above_));                                   \
            above_ = value_;                                                                       \
        }                                                                                          \
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
