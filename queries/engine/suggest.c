#include "queries/engine/suggest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_WORD = 63 };

struct suggestion suggestion_begin(const char *typed)
{
    return (struct suggestion){.typed = typed};
}

/* Upper and lower case are one: who types PAGE means Page. */
static bool is_same(char left, char right)
{
    return tolower((unsigned char)left) == tolower((unsigned char)right);
}

/* Optimal string alignment over three rows: the one before last, the last, and this. */
size_t suggestion_distance(const char *left, const char *right)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t width = strlen(right);
    if (strlen(left) > LONGEST_WORD || width > LONGEST_WORD)
        return LONGEST_WORD + 1;
    for (size_t j = 0; j <= width; j++)
        rows[0][j] = j;
    for (size_t i = 1; left[i - 1]; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            size_t best = above[j - 1] + !is_same(left[i - 1], right[j - 1]);
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            bool is_swap = i > 1 && j > 1 && is_same(left[i - 1], right[j - 2]) &&
                           is_same(left[i - 2], right[j - 1]);
            if (is_swap && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[strlen(left) % 3][width];
}

/* A word is close enough when a third of its letters, and at least one, would have to change; a
 * word that begins with what was typed is as close as one change. */
void suggestion_offer(struct suggestion *suggestion, const char *known)
{
    size_t length = strlen(suggestion->typed);
    size_t distance = suggestion_distance(suggestion->typed, known);
    if (length >= 3 && distance > 1 && strncasecmp(suggestion->typed, known, length) == 0)
        distance = 1;
    size_t allowed = length / 3 > 1 ? length / 3 : 1;
    if (distance > allowed || (suggestion->best && distance >= suggestion->distance))
        return;
    suggestion->best = known;
    suggestion->distance = distance;
}
