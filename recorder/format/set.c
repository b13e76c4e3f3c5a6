/* Sets of numbers as runs of blocks (set.h). */
#include "recorder/format/set.h"

#include "base/sort.h"

static void write_runs(struct buffer *buffer, const uint64_t *numbers, size_t count, unsigned shift)
{
    buffer_varint(buffer, shift);
    uint64_t next = 0; /* the first block that the run before has not covered */
    for (size_t i = 0; i < count;) {
        uint64_t first = numbers[i] >> shift, last = first;
        while (++i < count && numbers[i] >> shift <= last + 1)
            last = numbers[i] >> shift;
        buffer_varint(buffer, first - next);
        buffer_varint(buffer, last - first);
        next = last + 1;
    }
}

void set_encode(struct buffer *buffer, uint64_t *numbers, size_t count, size_t budget)
{
    if (count == 0)
        return;
    sort_numbers(numbers, count);
    size_t start = buffer->size;
    for (unsigned shift = 0; shift < 64; shift++) {
        buffer->size = start;
        write_runs(buffer, numbers, count, shift);
        if (buffer->size - start <= budget)
            return;
    }
}

bool set_may_contain(const uint8_t *bytes, size_t size, uint64_t number)
{
    struct cursor cursor = {bytes, bytes + size};
    uint64_t shift, gap, length;
    if (size == 0)
        return false;
    if (!buffer_read_varint(&cursor, &shift) || shift > 63)
        return true;
    number >>= shift;
    uint64_t next = 0;
    while (cursor.next < cursor.end) {
        if (!buffer_read_varint(&cursor, &gap) || !buffer_read_varint(&cursor, &length))
            return true;
        uint64_t first = next + gap;
        if (number < first)
            return false;
        if (number - first <= length)
            return true;
        next = first + length + 1;
    }
    return false;
}
