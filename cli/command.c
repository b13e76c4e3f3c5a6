/* The table of commands. To add one: its file, two lines here, its test. */
#include "cli/command.h"

#include "queries/engine/suggest.h"

#include <string.h>

extern const struct command command_run, command_record, command_query, command_shell,
    command_queries, command_info, command_verify, command_check, command_diff, command_export,
    command_snapshot;

const struct command *const commands[] = {
    &command_run,      &command_record, &command_query, &command_shell, &command_queries,
    &command_info,     &command_verify, &command_check, &command_diff,  &command_export,
    &command_snapshot, &command_help,   NULL,
};

const struct command *command_find(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

bool command_unknown(const char *name, struct error *error)
{
    struct suggestion suggestion = suggestion_begin(name);
    for (size_t i = 0; commands[i]; i++)
        suggestion_offer(&suggestion, commands[i]->name);
    if (suggestion.best)
        return error_set(error, ERROR_USAGE, "no command '%s' (did you mean '%s'?)", name,
                         suggestion.best);
    return error_set(error, ERROR_USAGE, "no command '%s' ('heapledger help' lists them)", name);
}
