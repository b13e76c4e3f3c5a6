/* Every stored query as a table-valued function, so that questions compose:
 *     SELECT type, count(*) FROM survivors('warm', 'end') WHERE age > 1000 GROUP BY type
 *
 * How it works. The columns of the table are those that the query's header declares; its parameters
 * are hidden columns, in the order of the header, so that they can be given by position, or by name
 * with
 * `=`. A parameter that has the name of a column is called NAME_parameter:
 *     SELECT type, growth FROM growth WHERE type_parameter = 'Session*' AND "from" = 'warm'
 * A call compiles the query's statement anew, binds its parameters and steps it.
 *
 * Invariants:
 *  1. Calls are nested at most FUNCTION_DEEPEST deep: a query that asks itself ends with an error.
 */
#ifndef QUERIES_ENGINE_STORED_FUNCTION_H
#define QUERIES_ENGINE_STORED_FUNCTION_H

#include "queries/engine/engine.h"
#include "queries/engine/table.h"

enum { FUNCTION_DEEPEST = 32 };

/* The table of a query, to be registered; borrows the query. The caller's to free. */
struct table *stored_function_new(const struct query *query);
void stored_function_free(struct table *table);

#endif
