/* "Did you mean" for what a trace holds: the names of types, functions and so on. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <sqlite3.h>
#include <stdbool.h>

/* Whether `sql`, with `text` as its ?1, gives a row. */
bool nearest_exists(sqlite3 *database, const char *sql, const char *text);

/* Of the names that `sql` gives the one most like `typed`, as words that end a sentence: " (did you
 * mean 'Page'?)"; "" where none is. Owned by the caller. */
char *nearest_ask(sqlite3 *database, const char *sql, const char *typed);

#endif
