/* What the parts of the engine share with each other and with nobody else. */
#ifndef QUERIES_ENGINE_CONNECTION_H
#define QUERIES_ENGINE_CONNECTION_H

#include "queries/engine/engine.h"

/* Keeps the error of a virtual table, of which SQLite passes on only the message. */
void connection_keep_error(struct engine *engine, const struct error *error);

/* Fills `error` from the connection: the kept error, "cancelled", or what SQLite says. Returns false. */
bool connection_fail(struct engine *engine, struct error *error);

/* Reads the value of a parameter, given as a text or as a value of SQL, and binds what the statement
 * gets for it. `value` NULL: the default. */
bool connection_bind(struct engine *engine, const struct query *query, size_t parameter,
                     const char *text, sqlite3_stmt *statement, struct error *error) MUST_CHECK;

#endif
