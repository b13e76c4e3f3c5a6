/* The values of a stored query's parameters: texts, checked by the type of the parameter and bound.
 *
 * A value that is missing takes the default of the header. Besides plain values a default, or a
 * value, may be one of these words: for a snapshot `first` or `last` (also `the first`, `the
 * last`), for a seq `end` (also `the end`), and for every type `none`, which binds NULL.
 */
#ifndef QUERIES_ENGINE_ARGUMENT_H
#define QUERIES_ENGINE_ARGUMENT_H

#include "queries/engine/engine.h"

/* Binds parameter `parameter` of `query` in its compiled statement. `text` NULL: the default. */
bool argument_bind(struct engine *engine, const struct query *query,
                   const struct query_parameter *parameter, const char *text,
                   sqlite3_stmt *statement, struct error *error) MUST_CHECK;

#endif
