/* Sets of numbers as runs of blocks (set.h). */
#include "recorder/format/set.h"

#include "base/memory.h"

#define DIGIT_BITS 8
#define DIGITS     (1u << DIGIT_BITS)

/* One pass of a radix sort: stable, by the digit at `shift`. */
static void sort_by_digit(const uint64_t *from, uint64_t *to, size_t count, unsigned shift)
{
    size_t places[DIGITS] = {0};
    for (size_t i = 0; i < count; i++)
        places[(from[i] >> shift) % DIGITS]++;
    size_t place = 0;
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        size_t size = places[digit];
        places[digit] = place;
        place += size;
    }
    for (size_t i = 0; i < count; i++)
        to[places[(from[i] >> shift) % DIGITS]++] = from[i];
}

/* Radix sort that passes over digits in which all numbers agree. */
static void sort(uint64_t *numbers, size_t count)
{
    uint64_t differing = 0;
    for (size_t i = 1; i < count; i++)
        differing |= numbers[i] ^ numbers[0];
    uint64_t *other = memory_allocate(count * sizeof *numbers);
    uint64_t *from = numbers, *to = other;
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        if ((differing >> shift) % DIGITS == 0)
            continue;
        sort_by_digit(from, to, count, shift);
        uint64_t *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != numbers)
        memcpy(numbers, from, count * sizeof *numbers);
    memory_free(other);
}

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
    sort(numbers, count);
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
