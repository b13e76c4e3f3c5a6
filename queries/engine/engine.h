/* A trace, open for questions: its file, the virtual tables over it, and every stored query as a
 * table-valued function.
 *
 * Order of calls. engine_open, then statements by engine_prepare (SQL) or engine_prepare_query (a
 * stored query with named arguments), which the caller steps and finalizes; engine_close last.
 *
 *     struct engine *engine = engine_open("run.db", NULL, &error);
 *     sqlite3_stmt *statement = engine_prepare_query(
 *         engine, "growth", (struct query_argument[]){{"from", "warm"}}, 1, &error);
 *     while (engine_step(engine, statement, &error)) …
 *
 * A statement can be cancelled while it runs: engine_cancel may be called from a signal handler,
 * and the running statement, search or replay then ends with the error "cancelled".
 *
 * The trace is opened read only, and nothing in it is trusted.
 */
#ifndef QUERIES_ENGINE_ENGINE_H
#define QUERIES_ENGINE_ENGINE_H

#include "base/error.h"
#include "queries/engine/catalogue.h"

#include <sqlite3.h>
#include <stdint.h>

struct engine;
struct file; /* recorder/format/file.h */

/* How far a long piece of work has come; called some times a second. */
typedef void engine_progress(void *context, const char *work, uint64_t done, uint64_t total);

struct engine_options {
    const char *const *folders; /* --queries, NULL-terminated; NULL: none */
    engine_progress *progress;  /* NULL: none */
    void *progress_context;     /* borrowed */
};

/* Opens a trace. `options` may be NULL. The engine is the caller's to close; NULL on failure. */
struct engine *engine_open(const char *path, const struct engine_options *options,
                           struct error *error) MUST_CHECK;
void engine_close(
    struct engine *engine); /* NULL is fine; every statement must be finalized before */

/* As engine_open for a connection that something else opened (the loadable extension): its main
 * database must be a trace. engine_close leaves the connection open. */
struct engine *engine_attach(sqlite3 *database, struct error *error) MUST_CHECK;

/* The connection, with everything registered. Borrowed. */
sqlite3 *engine_database(struct engine *engine);
/* The open trace. Borrowed. */
struct file *engine_file(struct engine *engine);
/* Every stored query that can be asked of this trace, its own included. Borrowed. */
const struct catalogue *engine_catalogue(const struct engine *engine);

/* --- statements ------------------------------------------------------------------------------- */

/* A value for a parameter of a stored query. Strings are borrowed. */
struct query_argument {
    const char *name; /* without the colon */
    const char *text;
};

/* The first statement of `sql`; *rest, where wanted, is what follows it. NULL on failure, and also,
 * without an error (code ERROR_NONE), where there is no statement but only blanks and comments. */
sqlite3_stmt *engine_prepare(struct engine *engine, const char *sql, const char **rest,
                             struct error *error) MUST_CHECK;

/* A stored query, its parameters checked and bound. NULL on failure: a name or a value that is
 * wrong is an ERROR_USAGE that names the parameter and what it takes. */
sqlite3_stmt *engine_prepare_query(struct engine *engine, const char *name,
                                   const struct query_argument *arguments, size_t count,
                                   struct error *error) MUST_CHECK;

/* One row further: true while there is a row. False at the end, and with `error` set on failure
 * (set its code to ERROR_NONE before the first call). */
bool engine_step(struct engine *engine, sqlite3_stmt *statement, struct error *error) MUST_CHECK;

/* Whether the statement of a stored query compiles, uses every parameter of its header and no
 * other, and returns the columns that the header declares. */
bool engine_check_query(struct engine *engine, const struct query *query,
                        struct error *error) MUST_CHECK;

/* --- names ------------------------------------------------------------------------------------ */

/* The snapshot that `text` names: its number, its label (the last that bears it), or `first` or
 * `last`. The error lists the snapshots that there are. */
bool engine_find_snapshot(struct engine *engine, const char *text, int64_t *snapshot,
                          struct error *error) MUST_CHECK;

/* The last seq of the trace as it stands now. */
bool engine_last_seq(struct engine *engine, int64_t *seq, struct error *error) MUST_CHECK;

/* What the statement that was prepared last asked of the recording: whether it failed because the
 * trace has no references, or no holders of them; and the glob of the only types whose references
 * it found there, NULL where they were all, or none was asked for. */
bool engine_lacks_references(const struct engine *engine);
const char *engine_only_type(const struct engine *engine);

/* --- cancelling and progress ------------------------------------------------------------------ */

void engine_cancel(struct engine *engine); /* async-signal-safe */
bool engine_is_cancelled(const struct engine *engine);
void engine_resume(struct engine *engine); /* after a cancelled statement, before the next */

/* For work inside the engine: tells the progress hook, and fails where the work was cancelled.
 * Cheap, but meant to be called once in some thousand steps. */
bool engine_progress_step(struct engine *engine, const char *work, uint64_t done, uint64_t total,
                          struct error *error) MUST_CHECK;

#endif
