/* The dot commands of the shell. To add one: a function and a line in the table. */
#include "cli/command.h"
#include "cli/help.h"
#include "cli/shell.h"
#include "cli/statement.h"
#include "cli/text.h"
#include "queries/engine/suggest.h"

#include <errno.h>
#include <string.h>

static bool fail_usage(const char *name, struct error *error)
{
    const struct shell_command *command = shell_commands;
    while (strcmp(command->name, name) != 0)
        command++;
    return error_set(error, ERROR_USAGE, "%s takes: %s %s", name, name, command->operands);
}

/* Reads `on` or `off`. */
static bool read_switch(const char *name, const struct words *words, bool *is_on,
                        struct error *error)
{
    bool is_given_on = words->count == 1 && strcmp(words->items[0], "on") == 0;
    bool is_given_off = words->count == 1 && strcmp(words->items[0], "off") == 0;
    if (!is_given_on && !is_given_off)
        return fail_usage(name, error);
    *is_on = is_given_on;
    return true;
}

static bool show_query(struct shell *shell, const char *name, struct error *error)
{
    const struct query *query =
        statement_find_query(engine_catalogue(shell->session.engine), name, error);
    if (query == NULL)
        return false;
    struct buffer page = BUFFER_EMPTY;
    help_append_query(&page, &shell->session.terminal, query);
    help_append_heading(&page, &shell->session.terminal, "statement");
    text_append_lines(&page, query->sql);
    buffer_append_byte(&page, '\n');
    help_print(&page, &shell->session.terminal);
    return true;
}

static bool run_help(struct shell *shell, const struct words *words, const char *rest,
                     struct error *error)
{
    (void)rest;
    if (words->count > 0 && words->items[0][0] != '.')
        return show_query(shell, words->items[0], error);
    enum { HELP_COLUMN = 27 };
    struct buffer page = BUFFER_EMPTY;
    for (const struct shell_command *command = shell_commands; command->name; command++) {
        int width = snprintf(NULL, 0, "%s %s", command->name, command->operands);
        buffer_format(&page, "%s %s%*s%s\n", command->name, command->operands,
                      width < HELP_COLUMN ? HELP_COLUMN - width : 1, "", command->summary);
    }
    buffer_append_text(
        &page, "\nA stored query by name:  survivors --from warm --to exit\n"
               "SQL, up to a semicolon:  SELECT kind, count(*) FROM event GROUP BY kind;\n");
    help_print(&page, &shell->session.terminal);
    return true;
}

static bool run_tables(struct shell *shell, const struct words *words, const char *rest,
                       struct error *error)
{
    (void)rest;
    return shell_show_tables(shell, words->count > 0 ? words->items[0] : "*", error);
}

static bool run_schema(struct shell *shell, const struct words *words, const char *rest,
                       struct error *error)
{
    (void)rest;
    return shell_show_schema(shell, words->count > 0 ? words->items[0] : NULL, error);
}

static bool run_queries(struct shell *shell, const struct words *words, const char *rest,
                        struct error *error)
{
    (void)rest;
    if (words->count > 0)
        return show_query(shell, words->items[0], error);
    struct output output;
    output_open(&output, &shell->session.terminal, formats[0], 0);
    statement_print_queries(&output, engine_catalogue(shell->session.engine));
    output_close(&output);
    return true;
}

static bool run_format(struct shell *shell, const struct words *words, const char *rest,
                       struct error *error)
{
    (void)rest;
    if (words->count == 0) {
        printf("%s\n", shell->session.format->name);
        return true;
    }
    for (size_t i = 0; formats[i]; i++)
        if (strcmp(formats[i]->name, words->items[0]) == 0) {
            shell->session.format = formats[i];
            return true;
        }
    return error_set(error, ERROR_USAGE, "no format '%s' (there are: " FORMAT_NAMES ")",
                     words->items[0]);
}

static bool run_limit(struct shell *shell, const struct words *words, const char *rest,
                      struct error *error)
{
    (void)rest;
    if (words->count == 0) {
        printf("%llu\n", (unsigned long long)shell->session.limit);
        return true;
    }
    return (words->count == 1 && option_read_number(words->items[0], &shell->session.limit)) ||
           fail_usage(".limit", error);
}

static bool run_parameter(struct shell *shell, const struct words *words, const char *rest,
                          struct error *error)
{
    (void)rest;
    if (words->count > 2)
        return fail_usage(".parameter", error);
    struct buffer line = BUFFER_EMPTY;
    for (size_t i = 0; words->count == 0 && i < shell->parameters.count; i++) {
        const struct query_argument *parameter = &shell->parameters.items[i];
        buffer_format(&line, ":%s ", parameter->name);
        text_append(&line, parameter->text, strlen(parameter->text), 0);
        buffer_append_byte(&line, '\n');
    }
    fputs(buffer_text(&line), stdout);
    buffer_release(&line);
    if (words->count == 0)
        return true;
    const char *name = words->items[0] + (words->items[0][0] == ':');
    return shell_set_parameter(shell, name, words->count == 2 ? words->items[1] : NULL) ||
           error_set(error, ERROR_USAGE, "no parameter '%s' ('.parameter' lists them)", name);
}

static bool run_timer(struct shell *shell, const struct words *words, const char *rest,
                      struct error *error)
{
    (void)rest;
    return read_switch(".timer", words, &shell->has_timer, error);
}

static bool run_explain(struct shell *shell, const struct words *words, const char *rest,
                        struct error *error)
{
    if (words->count <= 1)
        return read_switch(".explain", words, &shell->has_plan, error);
    char *sql = memory_format("EXPLAIN QUERY PLAN %s", rest);
    bool has_run = shell_run_sql(shell, sql, error);
    memory_free(sql);
    return has_run;
}

static bool close_file(struct shell *shell, struct error *error)
{
    FILE *file = shell->file;
    shell->file = NULL;
    if (file == NULL)
        return true;
    bool has_failed = ferror(file) != 0;
    if (fclose(file) != 0 || has_failed)
        return error_set_errno(error, ERROR_IO, errno ? errno : EIO,
                               "not every row reached the output file");
    return true;
}

static bool run_output(struct shell *shell, const struct words *words, const char *rest,
                       struct error *error)
{
    (void)rest;
    if (words->count > 1)
        return fail_usage(".output", error);
    if (!close_file(shell, error))
        return false;
    if (words->count == 0 || strcmp(words->items[0], "stdout") == 0)
        return true;
    if (session_is_trace(&shell->session, words->items[0]))
        return error_set(error, ERROR_CANNOT_CREATE, "'%s' is the trace itself", words->items[0]);
    shell->file = fopen(words->items[0], "w");
    return shell->file || error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot create '%s'",
                                          words->items[0]);
}

static bool run_read(struct shell *shell, const struct words *words, const char *rest,
                     struct error *error)
{
    (void)rest;
    if (words->count != 1)
        return fail_usage(".read", error);
    if (shell->reading == DEEPEST_READING)
        return error_set(error, ERROR_DATA,
                         "'%s' is not read: the files read one another without end",
                         words->items[0]);
    FILE *file = fopen(words->items[0], "r");
    if (file == NULL)
        return error_set_errno(error, ERROR_NO_INPUT, errno, "cannot read '%s'", words->items[0]);
    shell->next_file = file;
    shell->next_name = memory_copy_string(words->items[0]);
    return true;
}

static bool run_quit(struct shell *shell, const struct words *words, const char *rest,
                     struct error *error)
{
    (void)words;
    (void)rest;
    (void)error;
    shell->is_over = true;
    return true;
}

const struct shell_command shell_commands[] = {
    {".help", "[QUERY]", "this list, or a stored query's page", NULL, run_help},
    {".tables", "[GLOB]", "the tables", NULL, run_tables},
    {".schema", "[TABLE]", "the columns of the tables, or of one", NULL, run_schema},
    {".queries", "[QUERY]", "the stored queries, or one whole", NULL, run_queries},
    {".format", "[FORMAT]", "how rows are printed: " FORMAT_NAMES, FORMAT_NAMES, run_format},
    {".limit", "[N]", "print at most N rows of a result; 0: all", NULL, run_limit},
    {".parameter", "[NAME [VALUE]]", "the value of :NAME in SQL; without one it is forgotten", NULL,
     run_parameter},
    {".timer", "on|off", "say how long each statement took", "on,off", run_timer},
    {".output", "[FILE]", "write rows to FILE, or again to the screen", NULL, run_output},
    {".read", "FILE", "do what the lines of FILE say", NULL, run_read},
    {".explain", "on|off|SQL", "show the plan of each statement, or of one", "on,off", run_explain},
    {".quit", "", "leave (so does Ctrl-D)", NULL, run_quit},
    {0},
};

/* What sqlite3's shell calls them. */
static const char *const synonyms[][2] = {{".exit", ".quit"}, {".mode", ".format"}};

const struct shell_command *shell_find_command(const char *name, struct error *error)
{
    const struct shell_command *found = NULL;
    struct suggestion suggestion = suggestion_begin(name);
    size_t size = strlen(name), count = 0;
    for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++)
        if (strcmp(synonyms[i][0], name) == 0)
            name = synonyms[i][1];
    for (const struct shell_command *command = shell_commands; command->name; command++) {
        if (strcmp(command->name, name) == 0)
            return command;
        if (size > 1 && strncmp(command->name, name, size) == 0) {
            found = command;
            count++;
        }
        suggestion_offer(&suggestion, command->name);
    }
    if (count == 1)
        return found;
    if (suggestion.best)
        error_set(error, ERROR_USAGE, "no command '%s' (did you mean '%s'?)", name,
                  suggestion.best);
    else
        error_set(error, ERROR_USAGE, "no command '%s' ('.help' lists them)", name);
    return NULL;
}
