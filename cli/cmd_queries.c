/* heapledger queries [NAME]: the stored queries, a line each, or one of them whole. */
#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/statement.h"

#include <string.h>

static const struct option *const groups[] = {output_options, query_folder_options, NULL};

static void list_queries(const struct arguments *arguments, const struct catalogue *catalogue)
{
    struct terminal terminal = session_terminal(arguments);
    struct output output;
    output_open(&output, &terminal, formats[arguments_choice(arguments, "format", 0)],
                arguments_number(arguments, "limit", 0));
    statement_print_queries(&output, catalogue);
    output_close(&output);
}

/* As it stands in its file, so that it can be copied and changed. */
static void show_query(const struct query *query)
{
    const char *line = query->help;
    while (*line) {
        size_t size = strcspn(line, "\n");
        printf(size > 0 ? "-- %.*s\n" : "--\n", (int)size, line);
        line += size + (line[size] == '\n');
    }
    printf("%s\n", query->sql);
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct catalogue *catalogue = session_load_catalogue(arguments, error);
    if (catalogue == NULL)
        return error->code;
    if (arguments->operands.count == 0) {
        list_queries(arguments, catalogue);
    } else {
        const struct query *query =
            statement_find_query(catalogue, arguments->operands.items[0], error);
        if (query)
            show_query(query);
    }
    catalogue_free(catalogue);
    return error->code;
}

const struct command command_queries = {
    .name = "queries",
    .operands = "[NAME]",
    .summary = "list the stored queries, or print one whole",
    .description =
        "Later ones replace earlier ones of the same name: those that come with heapledger; "
        "the folder heapledger/queries in $XDG_CONFIG_HOME (~/.config); "
        "$HEAPLEDGER_QUERIES; the folders of --queries.",
    .groups = groups,
    .most_operands = 1,
    .run = run,
};
