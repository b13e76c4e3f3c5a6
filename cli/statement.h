/* Statements on their way from a text or a name to printed rows. */
#ifndef CLI_STATEMENT_H
#define CLI_STATEMENT_H

#include "cli/session.h"

/* Runs every statement of `sql` and prints their rows. `parameters` are bound to :NAME in each
 * statement that has it: as a number where the text is one. On an error in the SQL, its line with a
 * caret under the place is among the output's notes. */
bool statement_run_sql(struct session *session, struct output *output, const char *sql,
                       const struct query_argument *parameters, size_t count,
                       struct error *error) MUST_CHECK;

/* As statement_run_sql, for the lines of a shell: parameters that a line does not have are passed
 * over. */
bool statement_run_line(struct session *session, struct output *output, const char *sql,
                        const struct query_argument *parameters, size_t count,
                        struct error *error) MUST_CHECK;

/* Runs a stored query: `words` give its parameters by place, `parameters` by name. */
bool statement_run_query(struct session *session, struct output *output, const struct query *query,
                         char *const *words, const struct query_argument *parameters, size_t count,
                         struct error *error) MUST_CHECK;

/* A query of what happened between the snapshots :from and :to says nothing where these are one and
 * the same, and little in a trace that has only one, which some compare with the start of the run:
 * then false, and why. */
bool statement_has_span(struct session *session, const struct query *query,
                        const struct query_argument *arguments, size_t count,
                        struct error *error) MUST_CHECK;

/* The stored query of that name. Otherwise NULL, and `error` asks: did you mean …? */
const struct query *statement_find_query(const struct catalogue *catalogue, const char *name,
                                         struct error *error) MUST_CHECK;

/* The parameters on a command line, in the engine's words. The array is the caller's to free; its
 * strings are the arguments'. */
struct query_argument *statement_list_parameters(const struct arguments *arguments);

/* Prints a list of the stored queries: name, query or check, what it answers. */
void statement_print_queries(struct output *output, const struct catalogue *catalogue);

/* Whether `text` is SQL; otherwise it is taken for the name of a stored query. */
bool statement_is_sql(const char *text);

/* --- rows, for commands that do more with them than print ------------------------------------- */

/* A value of the row that the statement stands at; its bytes are SQLite's, until the next step. */
struct cell statement_cell(sqlite3_stmt *statement, int column);

/* The names of the columns, NULL-terminated: copies, because SQLite's own do not outlive the first
 * step, which may compile the statement anew. Owned by the caller: statement_free_names. */
char **statement_copy_names(sqlite3_stmt *statement);
void statement_free_names(char **names);

#endif
