/* Searching in text (str_parts.h).
 *
 * One-character parts and texts of one byte a character use the C library; what is left compares at
 * each place where the first character fits.
 */
#include "runtime/types/str_parts.h"

bool str_has_at(borrowed v, borrowed part, size_t place)
{
    const struct str *text = str_of(v), *wanted = str_of(part);
    if (place > text->length || wanted->length > text->length - place ||
        wanted->width > text->width)
        return false;
    if (text->width == wanted->width)
        return memcmp(text->data + place * text->width, wanted->data,
                      wanted->length * wanted->width) == 0;
    for (size_t i = 0; i < wanted->length; i++)
        if (str_character(text, place + i) != str_character(wanted, i))
            return false;
    return true;
}

size_t str_find_character(borrowed v, uint32_t character, size_t start, size_t end)
{
    const struct str *text = str_of(v);
    if (start >= end || str_width_of(character) > text->width)
        return SIZE_MAX;
    if (text->width == 1) {
        const uint8_t *found = memchr(text->data + start, (int)character, end - start);
        return found ? (size_t)(found - text->data) : SIZE_MAX;
    }
    for (size_t i = start; i < end; i++)
        if (str_character(text, i) == character)
            return i;
    return SIZE_MAX;
}

size_t str_find(borrowed v, borrowed part, size_t start, size_t end)
{
    const struct str *text = str_of(v), *wanted = str_of(part);
    if (start > end || wanted->length > end - start)
        return SIZE_MAX;
    if (wanted->length == 0)
        return start;
    if (wanted->width > text->width)
        return SIZE_MAX;
    if (text->width == 1) {
        const uint8_t *found =
            memmem(text->data + start, end - start, wanted->data, wanted->length);
        return found ? (size_t)(found - text->data) : SIZE_MAX;
    }
    uint32_t first = str_character(wanted, 0);
    size_t last = end - wanted->length;
    for (size_t place = start; place <= last; place++) {
        place = str_find_character(v, first, place, last + 1);
        if (place == SIZE_MAX || str_has_at(v, part, place))
            return place;
    }
    return SIZE_MAX;
}

size_t str_find_last(borrowed v, borrowed part, size_t start, size_t end)
{
    size_t length = str_length(part);
    if (start > end || length > end - start)
        return SIZE_MAX;
    for (size_t place = end - length + 1; place-- > start;)
        if (str_has_at(v, part, place))
            return place;
    return SIZE_MAX;
}

size_t str_count(borrowed text, borrowed part, size_t start, size_t end, size_t most)
{
    size_t length = str_length(part);
    if (start > end)
        return 0;
    if (length == 0)
        return end - start + 1 < most ? end - start + 1 : most;
    size_t count = 0;
    while (count < most && (start = str_find(text, part, start, end)) != SIZE_MAX) {
        count++;
        start += length;
    }
    return count;
}
