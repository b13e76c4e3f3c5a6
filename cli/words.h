/* A line of the shell as words: parted by blanks, quoted by '…' or "…", a backslash takes the next
 * character as it is. */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

#include "base/error.h"
#include "base/vector.h"

struct words {
    VECTOR_OF(char *); /* owned; items[count] is NULL */
};

/* Release the words in either case. */
bool words_split(struct words *words, const char *line, struct error *error) MUST_CHECK;
void words_release(struct words *words);

/* The last word of an unfinished line, with what came before it; for completion. */
struct words_end {
    size_t start;  /* where it begins in the line, behind its quote */
    size_t before; /* words before it */
    char quote;    /* the quote that it stands in, or 0 */
};
struct words_end words_find_end(const char *line);

#endif
