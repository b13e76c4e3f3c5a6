/* The shell: statements and stored queries typed at a prompt, or read from a pipe.
 *
 * A line is one of three things. A dot command (.help) ends with its line. A stored query by name,
 * with its parameters as on the command line (survivors --from warm), ends with its line. All else
 * is SQL and ends where a semicolon closes the statement, lines later perhaps; a dot command
 * between these lines is done at once.
 *
 *     cmd_shell.c        the command: from a terminal or a pipe, line after line
 *     shell.c            what a line is
 *     shell_commands.c   the dot commands; what they do to lines (.read, .quit) shell.c does
 *     shell_run.c        SQL and stored queries, run and printed
 *     shell_schema.c     .tables and .schema: which tables there are, and their columns
 *     shell_complete.c   what Tab offers
 *     shell_editor.c     the line editor: prompt, history, completion
 *     shell_keys.c       its keys, and the signals that come while it waits
 */
#ifndef CLI_SHELL_H
#define CLI_SHELL_H

#include "cli/session.h"
#include "cli/words.h"

enum { DEEPEST_READING = 16 };

struct shell {
    struct session session;
    struct buffer statement; /* SQL that no semicolon has closed yet */
    enum color_choice color; /* of --color */
    FILE *file;              /* of .output; NULL: stdout */
    uint64_t answers;        /* that were given */
    struct {
        VECTOR_OF(struct query_argument);
    } parameters; /* of .parameter, for :NAME in SQL; their texts are owned */
    bool has_timer;
    bool has_plan;   /* .explain on: each statement's plan is printed before its rows */
    bool is_over;    /* .quit */
    int reading;     /* files of .read that are open, one inside the other */
    FILE *next_file; /* of .read: its lines come before the next one; owned */
    char *next_name; /* of that file, owned */
};

/* Does what a line says, or keeps it as part of a statement. An error concerns this line or the
 * statement that it ends; the shell can go on. */
bool shell_take_line(struct shell *shell, const char *line, struct error *error) MUST_CHECK;

/* The input has ended: runs what no semicolon has closed. */
bool shell_take_end(struct shell *shell, struct error *error) MUST_CHECK;

/* Lines from a file; the error names the line. */
bool shell_take_file(struct shell *shell, FILE *file, const char *name,
                     struct error *error) MUST_CHECK;

/* Runs SQL, or a stored query with the words of its line (its name is the first), and prints the
 * rows where the shell's output goes. */
bool shell_run_sql(struct shell *shell, const char *sql, struct error *error) MUST_CHECK;
bool shell_run_query(struct shell *shell, const struct query *query, const struct words *words,
                     struct error *error) MUST_CHECK;

/* Sets a parameter, or with a NULL value forgets it: false where there is none of that name. */
bool shell_set_parameter(struct shell *shell, const char *name, const char *value);

/* --- dot commands ----------------------------------------------------------------------------- */

struct shell_command {
    const char *name;     /* with its dot */
    const char *operands; /* for .help */
    const char *summary;
    const char *choices; /* for completion: "on,off", or NULL */
    /* `words` are the operands, `rest` the same as one text. */
    bool (*run)(struct shell *shell, const struct words *words, const char *rest,
                struct error *error);
};

/* Ended by a NULL name. */
extern const struct shell_command shell_commands[];

/* By its name, or the beginning of only one. NULL, and `error`, where there is none. */
const struct shell_command *shell_find_command(const char *name, struct error *error);

/* --- names, for .tables and completion -------------------------------------------------------- */

/* Calls offer(context, name) for each row of a query that gives a name; `argument` is bound to ?1
 * where it is not NULL. What fails gives no name. */
void shell_each_name(struct shell *shell, const char *sql, const char *argument,
                     void (*offer)(void *context, const char *name), void *context);

/* Plain tables, packed tables (event, object, reference …), without stored queries. */
void shell_each_table(struct shell *shell, void (*offer)(void *context, const char *name),
                      void *context);

bool shell_show_tables(struct shell *shell, const char *pattern, struct error *error) MUST_CHECK;
bool shell_show_schema(struct shell *shell, const char *table, struct error *error) MUST_CHECK;

/* --- the line editor -------------------------------------------------------------------------- */

/* Lines from the terminal until the end. Gives the exit code. */
int shell_edit_lines(struct shell *shell);

/* What could stand at the end of `line` (the text before the cursor). */
struct shell_completion {
    size_t start;     /* where the word begins that is completed */
    char ending;      /* what follows a completed word: ' ', a closing quote, 0 */
    bool ignore_case; /* matches may differ in case from what was typed */
    struct {
        VECTOR_OF(char *); /* owned */
    } matches;
};
void shell_complete(struct shell *shell, const char *line, struct shell_completion *completion);
void shell_completion_release(struct shell_completion *completion);

#endif
