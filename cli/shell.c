/* What a line of the shell is, and doing it. */
#include "cli/shell.h"

#include "cli/command.h"
#include "cli/help.h"
#include "cli/statement.h"
#include "cli/text.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* A stored query's line has the parameters of `heapledger query`, and its options. */
static const struct option *const line_groups[] = {output_options, NULL};

/* Opens the place that the next rows go to. */
static void open_output(struct shell *shell, struct output *output, const struct format *format,
                        uint64_t limit)
{
    if (shell->file)
        output_open_file(output, shell->file, format, limit);
    else
        output_open(output, &shell->session.terminal, format, limit);
    /* At a prompt the prompt parts the answers, elsewhere a blank line does. */
    output->results = shell->session.terminal.is_terminal ? 0 : shell->answers;
}

static void report_time(const struct shell *shell, const struct output *output, uint64_t start_ns)
{
    if (!shell->has_timer)
        return;
    struct buffer line = BUFFER_EMPTY;
    text_append_count(&line, output->total_rows, "row");
    buffer_append_text(&line, " in ");
    text_append_duration(&line, progress_clock_ns() - start_ns);
    fflush(stdout);
    fprintf(stderr, "%s\n", buffer_text(&line));
    buffer_release(&line);
}

bool shell_run_sql(struct shell *shell, const char *sql, struct error *error)
{
    struct output output;
    uint64_t start_ns = progress_clock_ns();
    engine_resume(shell->session.engine);
    open_output(shell, &output, shell->session.format, shell->session.limit);
    output.has_plan = shell->has_plan;
    bool has_run = statement_run_sql(&shell->session, &output, sql, NULL, 0, error);
    shell->answers += output.results > 0;
    output_close(&output);
    report_time(shell, &output, start_ns);
    return has_run;
}

/* --- stored queries ----------------------------------------------------------------------------*/

static bool run_parsed_query(struct shell *shell, const struct query *query,
                             const struct arguments *arguments, struct error *error)
{
    struct output output;
    struct query_argument *parameters = statement_list_parameters(arguments);
    const char *format = arguments_text(arguments, "format");
    uint64_t start_ns = progress_clock_ns();
    engine_resume(shell->session.engine);
    open_output(shell, &output,
                format ? formats[arguments_choice(arguments, "format", 0)] : shell->session.format,
                arguments_number(arguments, "limit", shell->session.limit));
    output.has_plan = shell->has_plan;
    bool has_run = statement_run_query(&shell->session, &output, query, arguments->operands.items,
                                       parameters, arguments->parameters.count, error);
    shell->answers += output.results > 0;
    output_close(&output);
    report_time(shell, &output, start_ns);
    memory_free(parameters);
    return has_run;
}

static bool run_query(struct shell *shell, const struct query *query, const struct words *words,
                      struct error *error)
{
    const struct command line_command = {.name = query->name,
                                         .groups = line_groups,
                                         .most_operands = ANY_COUNT,
                                         .takes_parameters = true};
    struct arguments arguments;
    bool has_run = false;
    if (arguments_parse(&arguments, &line_command, words->items + 1, error)) {
        if (arguments_has(&arguments, "help")) {
            struct buffer page = BUFFER_EMPTY;
            help_append_query(&page, &shell->session.terminal, query);
            help_print(&page, &shell->session.terminal);
            has_run = true;
        } else {
            has_run = run_parsed_query(shell, query, &arguments, error);
        }
    }
    arguments_release(&arguments);
    return has_run;
}

/* --- lines -------------------------------------------------------------------------------------*/

/* The size of the identifier that a text begins with. */
static size_t name_size(const char *text)
{
    size_t size = 0;
    while (isalnum((unsigned char)text[size]) || text[size] == '_')
        size++;
    return size;
}

/* A line that begins a statement, but with a word that begins none. */
static bool fail_unknown(struct shell *shell, const char *name, struct error *error)
{
    const char *nearest = catalogue_suggest(engine_catalogue(shell->session.engine), name);
    return error_set(error, ERROR_USAGE, "'%s' is neither a stored query nor SQL (%s%s%s)", name,
                     nearest ? "did you mean '" : "'.queries' lists the stored ones",
                     nearest ? nearest : "", nearest ? "'?" : "");
}

static bool take_words(struct shell *shell, const char *line, const struct query *query,
                       struct error *error)
{
    struct words words;
    char *copy = memory_copy_string(line);
    size_t size = strlen(copy);
    while (size > 0 && (isspace((unsigned char)copy[size - 1]) || copy[size - 1] == ';'))
        copy[--size] = '\0'; /* people end a query like a statement */
    bool has_run = words_split(&words, copy, error) && run_query(shell, query, &words, error);
    words_release(&words);
    memory_free(copy);
    return has_run;
}

static bool take_dot(struct shell *shell, const char *line, struct error *error)
{
    struct words words;
    bool has_run = false;
    if (words_split(&words, line, error)) {
        const struct shell_command *command = shell_find_command(words.items[0], error);
        struct words operands = {.items = words.items + 1, .count = words.count - 1};
        const char *rest = line + strcspn(line, " \t");
        has_run = command && command->run(shell, &operands, rest + strspn(rest, " \t"), error);
    }
    words_release(&words);
    return has_run;
}

static bool take_sql(struct shell *shell, const char *line, struct error *error)
{
    buffer_append_text(&shell->statement, line);
    buffer_append_byte(&shell->statement, '\n');
    if (!sqlite3_complete(buffer_text(&shell->statement)))
        return true;
    return shell_take_end(shell, error);
}

bool shell_take_end(struct shell *shell, struct error *error)
{
    struct buffer statement = shell->statement;
    shell->statement = BUFFER_EMPTY;
    bool has_run = shell_run_sql(shell, buffer_text(&statement), error);
    buffer_release(&statement);
    return has_run;
}

/* Words that people type to leave or to be helped, without the dot. */
static const char *find_plain_command(const char *line)
{
    static const char *const words[][2] = {{"help", ".help"}, {"quit", ".quit"}, {"exit", ".quit"}};
    size_t size = name_size(line);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i][0]) == size && strncmp(words[i][0], line, size) == 0 &&
            line[size + strspn(line + size, " \t;")] == '\0')
            return words[i][1];
    return NULL;
}

static bool begin_line(struct shell *shell, const char *line, struct error *error)
{
    if (*line == '\0' || *line == '#')
        return true;
    if (*line == '.')
        return take_dot(shell, line, error);
    const char *plain = find_plain_command(line);
    if (plain)
        return take_dot(shell, plain, error);
    size_t size = name_size(line);
    char *name = memory_copy_bytes(line, size);
    const struct query *query = catalogue_find(engine_catalogue(shell->session.engine), name);
    bool has_run;
    if (query)
        has_run = take_words(shell, line, query, error);
    else if (size > 0 && !sqlite3_keyword_check(name, (int)size))
        has_run = fail_unknown(shell, name, error);
    else
        has_run = take_sql(shell, line, error);
    memory_free(name);
    return has_run;
}

bool shell_take_line(struct shell *shell, const char *line, struct error *error)
{
    error->code = ERROR_NONE;
    if (shell->statement.size > 0)
        return take_sql(shell, line, error);
    return begin_line(shell, line + strspn(line, " \t"), error);
}

bool shell_take_file(struct shell *shell, FILE *file, const char *name, struct error *error)
{
    char *line = NULL;
    size_t capacity = 0, number = 0;
    bool is_good = true;
    errno = 0;
    while (is_good && !shell->is_over) {
        ssize_t size = getline(&line, &capacity, file);
        if (size < 0)
            break;
        number++;
        if (size > 0 && line[size - 1] == '\n')
            line[size - 1] = '\0';
        is_good =
            shell_take_line(shell, line, error) || error_prefix(error, "%s:%zu", name, number);
    }
    free(line);
    if (is_good && ferror(file))
        return error_set_errno(error, ERROR_IO, errno, "cannot read '%s'", name);
    if (is_good && !shell->is_over && shell->statement.size > 0)
        is_good = shell_take_end(shell, error) || error_prefix(error, "%s:%zu", name, number);
    return is_good;
}
