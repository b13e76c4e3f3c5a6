/* heapledger help [NAME]: what there is, a command, or a stored query. */
#include "cli/command.h"
#include "cli/help.h"
#include "cli/session.h"
#include "queries/engine/suggest.h"

static const struct option *const groups[] = {query_folder_options, NULL};

static int fail_unknown(const char *name, const struct catalogue *catalogue, struct error *error)
{
    struct suggestion suggestion = suggestion_begin(name);
    for (size_t i = 0; commands[i]; i++)
        suggestion_offer(&suggestion, commands[i]->name);
    for (size_t i = 0; i < catalogue->count; i++)
        suggestion_offer(&suggestion, catalogue->items[i]->name);
    if (suggestion.best)
        error_set(error, ERROR_USAGE, "no command and no stored query '%s' (did you mean '%s'?)",
                  name, suggestion.best);
    else
        error_set(error, ERROR_USAGE,
                  "no command and no stored query '%s' ('heapledger help' and 'heapledger queries' "
                  "list them)",
                  name);
    return error->code;
}

static int show_query(const struct arguments *arguments, const char *name,
                      const struct terminal *terminal, struct error *error)
{
    struct catalogue *catalogue = session_load_catalogue(arguments, error);
    if (catalogue == NULL)
        return error->code;
    int code = 0;
    const struct query *query = catalogue_find(catalogue, name);
    if (query) {
        struct buffer page = BUFFER_EMPTY;
        help_append_query(&page, terminal, query);
        help_print(&page, terminal);
    } else {
        code = fail_unknown(name, catalogue, error);
    }
    catalogue_free(catalogue);
    return code;
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct terminal terminal = session_terminal(arguments);
    const char *name = arguments->operands.count > 0 ? arguments->operands.items[0] : NULL;
    const struct command *command = name ? command_find(name) : NULL;
    if (name && command == NULL)
        return show_query(arguments, name, &terminal, error);
    struct buffer page = BUFFER_EMPTY;
    if (command)
        help_append_command(&page, &terminal, command);
    else
        help_append_program(&page, &terminal);
    help_print(&page, &terminal);
    return 0;
}

const struct command command_help = {
    .name = "help",
    .operands = "[NAME]",
    .summary = "explain a command or a stored query",
    .groups = groups,
    .most_operands = 1,
    .run = run,
};
