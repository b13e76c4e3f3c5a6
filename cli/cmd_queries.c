/* heapledger queries [NAME]: the stored queries, a line each, or one of them whole. */
#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/statement.h"

#include <string.h>

static const struct option *const groups[] = {output_options, query_folder_options, NULL};

static void list_queries(const struct arguments *arguments, const struct catalogue *catalogue)
{
    static const char *const names[] = {"query", "kind", "answers"};
    struct terminal terminal =
        terminal_look((enum color_choice)arguments_choice(arguments, "color", COLOR_AUTO));
    struct output output;
    output_open(&output, &terminal, formats[arguments_choice(arguments, "format", 0)],
                arguments_number(arguments, "limit", 0));
    output_begin(&output, names, 3);
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct query *query = catalogue->items[i];
        const char *kind = query->is_check ? "check" : "query";
        if (!output_row(&output, (struct cell[]){cell_text(query->name), cell_text(kind),
                                                 cell_text(query->title)}))
            break;
    }
    output_end(&output);
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
    const char **folders = arguments_texts(arguments, "queries");
    struct catalogue *catalogue = catalogue_load(folders, error);
    memory_free(folders);
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
