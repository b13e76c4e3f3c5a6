/* What the parts of the engine share with each other and with nobody else.
 *
 * `file` and `scan` are what the readers of recorder/format take; `scan` asks whether the statement
 * was cancelled and counts the chunks that were opened. `names` are the types, sites and roots of
 * the trace.
 */
#ifndef QUERIES_ENGINE_CONNECTION_H
#define QUERIES_ENGINE_CONNECTION_H

#include "queries/engine/engine.h"
#include "recorder/format/file.h"

struct names;
struct object_types;
struct epochs;
struct heap_graph;

struct scan *connection_scan(struct engine *engine);
struct names *connection_names(struct engine *engine);
struct object_types *connection_types(struct engine *engine);
struct epochs *connection_epochs(struct engine *engine);
/* The two graphs that were used last (heap_graph.h), the newest first; NULL: none. */
struct heap_graph **connection_graphs(struct engine *engine);

/* The statement of a stored query. NULL on failure; the message names the file. */
sqlite3_stmt *connection_compile(struct engine *engine, const struct query *query,
                                 struct error *error) MUST_CHECK;

/* Keeps the error of a virtual table, of which SQLite passes on only the message. */
void connection_keep_error(struct engine *engine, const struct error *error);

/* Fills `error` from the connection: the kept error, "cancelled", or what SQLite says. Returns
 * false. */
bool connection_fail(struct engine *engine, struct error *error);

/* Fails where the trace records no references, or, where they are needed, no holders. */
bool connection_require_references(struct engine *engine, bool needs_holders,
                                   struct error *error) MUST_CHECK;

/* Around a step of a nested statement: how deep it is now. */
int connection_enter(struct engine *engine);
void connection_leave(struct engine *engine);

#endif
