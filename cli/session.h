/* A trace, open for the questions of one command: its engine, and the place that answers go to.
 *
 * While a session is open, Ctrl-C cancels what the engine is doing; the command then ends with the
 * error "cancelled", and the shell goes on.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "base/error.h"
#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "queries/engine/engine.h"

struct session {
    struct engine *engine;
    const char *path; /* of the trace; borrowed */
    struct terminal terminal;
    const struct format *format;
    uint64_t limit; /* as in struct output */
    struct progress progress;
    bool is_shell; /* what a message advises is typed there */
};

/* --format, --limit; --queries, for every command that answers questions of a trace. */
extern const struct option output_options[];
extern const struct option query_folder_options[];

/* The terminal, under the --color that was given. */
struct terminal session_terminal(const struct arguments *arguments);

/* The stored queries, without a trace, for a command that has query_folder_options. The catalogue
 * is the caller's to free; NULL on failure. */
struct catalogue *session_load_catalogue(const struct arguments *arguments,
                                         struct error *error) MUST_CHECK;

/* Opens the trace at `path`, for a command that has query_folder_options, and output_options where
 * the format is not to be `table`. */
bool session_open(struct session *session, const struct arguments *arguments, const char *path,
                  struct error *error) MUST_CHECK;
void session_close(struct session *session);

/* Whether a path leads to the trace itself, which must not be overwritten by answers about it. */
bool session_is_trace(const struct session *session, const char *path);

/* Where Ctrl-C has ended the work, ends the program by the same signal, as a shell expects. */
void session_die_if_cancelled(struct session *session);

#endif
