/* Sorting whole numbers (sort.h). */
#include "base/sort.h"

#include "base/memory.h"

#include <stdbool.h>
#include <string.h>

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

void sort_numbers(uint64_t *numbers, size_t count)
{
    uint64_t differing = 0;
    bool is_sorted = true;
    for (size_t i = 1; i < count; i++) {
        differing |= numbers[i] ^ numbers[0];
        is_sorted = is_sorted && numbers[i - 1] <= numbers[i];
    }
    if (is_sorted)
        return;
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
