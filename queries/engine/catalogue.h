/* The stored queries that can be asked, by name.
 *
 * How it works. Queries are loaded folder after folder; a query replaces the one of its name that
 * was loaded before. The order is: those compiled in, the user's config folder
 * ($XDG_CONFIG_HOME/heapledger/queries, ~/.config without it), $HEAPLEDGER_QUERIES, and the folders
 * of
 * --queries. Those that a trace carries are added last, and only under names that nobody has taken:
 * a trace from a stranger never changes what a name means.
 *
 * Invariants:
 *  1. Names are distinct, and `queries` is sorted by name.
 */
#ifndef QUERIES_ENGINE_CATALOGUE_H
#define QUERIES_ENGINE_CATALOGUE_H

#include "base/vector.h"
#include "queries/engine/query.h"

struct catalogue {
    VECTOR_OF(struct query *); /* items, count; owned, sorted by name */
};

/* The stock queries, those of the user's folders (see above) and of `folders` (NULL-terminated, may
 * be NULL). A user's folder that does not exist is skipped, one of `folders` is an error, and so is
 * a file that is no stored query. The catalogue is the caller's to free; NULL on failure. */
struct catalogue *catalogue_load(const char *const *folders, struct error *error) MUST_CHECK;
void catalogue_free(struct catalogue *catalogue); /* NULL is fine */

/* Adds one query, which the catalogue then owns: in place of the one of that name, or, where
 * `replace` is false and there is one, not at all (the query is then freed). */
void catalogue_add(struct catalogue *catalogue, struct query *query, bool replace);

/* The query of that name, NULL where there is none. */
struct query *catalogue_find(const struct catalogue *catalogue, const char *name);

/* The name most like `name` among the queries, for "did you mean"; NULL where none is like it. */
const char *catalogue_suggest(const struct catalogue *catalogue, const char *name);

#endif
