/* "Did you mean": which known word a mistyped one most resembles. */
#ifndef QUERIES_ENGINE_SUGGEST_H
#define QUERIES_ENGINE_SUGGEST_H

#include <stddef.h>

/* A search for the word most like `typed`: offer every known word, then read `best`. */
struct suggestion {
    const char *typed;
    const char *best; /* NULL until a word is close enough */
    size_t distance;  /* of best */
};

struct suggestion suggestion_begin(const char *typed);
void suggestion_offer(struct suggestion *suggestion, const char *known);

/* Letters, of either case, to insert, delete, replace or swap with a neighbour to make `left` of
 * `right`. */
size_t suggestion_distance(const char *left, const char *right);

#endif
