/* heapledger shell TRACE: ask one question after the other. */
#include "cli/command.h"
#include "cli/shell.h"

#include <unistd.h>

static const struct option *const groups[] = {output_options, query_folder_options, NULL};

static int read_pipe(struct shell *shell, struct error *error)
{
    if (shell_take_file(shell, stdin, "stdin", error))
        return 0;
    session_die_if_cancelled(&shell->session);
    return (int)error->code;
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct shell shell = {.color =
                              (enum color_choice)arguments_choice(arguments, "color", COLOR_AUTO)};
    if (!session_open(&shell.session, arguments, arguments->operands.items[0], error))
        return (int)error->code;
    shell.session.is_shell = true;
    bool is_interactive = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    int code = is_interactive ? shell_edit_lines(&shell) : read_pipe(&shell, error);
    if (shell.file)
        fclose(shell.file);
    buffer_release(&shell.statement);
    while (shell.parameters.count > 0)
        (void)shell_set_parameter(&shell, shell.parameters.items[0].name, NULL);
    vector_release(&shell.parameters);
    session_close(&shell.session);
    return code;
}

const struct command command_shell = {
    .name = "shell",
    .operands = "TRACE",
    .summary = "ask a trace questions at a prompt",
    .description =
        "Takes SQL, stored queries by name with their parameters, and dot commands ('.help' lists "
        "them). Tab completes names, Ctrl-C stops the running query, Ctrl-D leaves. Lines from a "
        "pipe "
        "are taken without prompts; the first error ends the shell, with its exit code.",
    .examples = "  heapledger shell run.db\n"
                "  echo 'growth --from warm' | heapledger shell run.db --format csv\n",
    .groups = groups,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
