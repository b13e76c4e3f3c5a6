/* Answers of the shell: SQL and stored queries, printed where its output goes. */
#include "cli/command.h"
#include "cli/help.h"
#include "cli/shell.h"
#include "cli/statement.h"
#include "cli/text.h"

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

bool shell_set_parameter(struct shell *shell, const char *name, const char *value)
{
    struct query_argument *items = shell->parameters.items;
    size_t place = 0;
    while (place < shell->parameters.count && strcmp(items[place].name, name) != 0)
        place++;
    bool is_known = place < shell->parameters.count;
    if (is_known) {
        memory_free((char *)items[place].name);
        memory_free((char *)items[place].text);
        items[place] = items[--shell->parameters.count];
    }
    if (value)
        vector_push(&shell->parameters,
                    (struct query_argument){memory_copy_string(name), memory_copy_string(value)});
    return is_known || value;
}

static void report_time(const struct shell *shell, const struct output *output, uint64_t start_ns)
{
    if (!shell->has_timer)
        return;
    struct buffer line = BUFFER_EMPTY;
    text_append_count(&line, output->total_rows, "row");
    buffer_append_text(&line, " in ");
    text_append_duration(&line, progress_clock_ns() - start_ns - output->waited_ns);
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
    bool has_run = statement_run_line(&shell->session, &output, sql, shell->parameters.items,
                                      shell->parameters.count, error);
    shell->answers += output.results > 0;
    output_close(&output);
    if (has_run)
        report_time(shell, &output, start_ns);
    return has_run;
}

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
    if (has_run)
        report_time(shell, &output, start_ns);
    memory_free(parameters);
    return has_run;
}

bool shell_run_query(struct shell *shell, const struct query *query, const struct words *words,
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
