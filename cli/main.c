/* heapledger: finds the command and runs it.
 *
 * Libraries return an error; here is the one place that prints it and turns it into the exit code.
 */
#include "cli/command.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/session.h"
#include "cli/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int print_error(const struct error *error)
{
    message_print("%s", error->message);
    return (int)error->code;
}

static int print_usage(void)
{
    struct terminal terminal = terminal_look(COLOR_AUTO);
    struct buffer page = BUFFER_EMPTY;
    help_append_program(&page, &terminal);
    fputs(buffer_text(&page), stderr);
    buffer_release(&page);
    return ERROR_USAGE;
}

static void show_command_help(const struct command *command, const struct arguments *arguments)
{
    if (command->help && command->help(arguments))
        return;
    struct terminal terminal = session_terminal(arguments);
    struct buffer page = BUFFER_EMPTY;
    help_append_command(&page, &terminal, command);
    help_print(&page, &terminal);
}

static int run_command(const struct command *command, char *const *words)
{
    struct error error = {0};
    struct arguments arguments;
    int code = 0;
    if (!arguments_parse(&arguments, command, words, &error))
        code = (int)error.code;
    else if (arguments_has(&arguments, "help"))
        show_command_help(command, &arguments);
    else
        code = command->run(&arguments, &error);
    arguments_release(&arguments);
    return error.code != ERROR_NONE ? print_error(&error) : code;
}

/* A word that is no command may be what one would be given. */
static int fail_unknown(const char *word)
{
    struct error error = {0};
    const char *ending = strrchr(word, '.');
    if (word[0] == '-')
        error_set(&error, ERROR_USAGE,
                  "no option '%s' before a command (here are --help and --version; "
                  "a command's options follow it)",
                  word);
    else if (strcmp(word, "version") == 0)
        error_set(&error, ERROR_USAGE, "no command 'version' (did you mean '--version'?)");
    else if (ending && strcmp(ending, ".py") == 0)
        error_set(&error, ERROR_USAGE, "no command '%s' (did you mean 'heapledger run %s'?)", word,
                  word);
    else if (ending && strcmp(ending, ".db") == 0)
        error_set(&error, ERROR_USAGE, "no command '%s' (did you mean 'heapledger shell %s'?)",
                  word, word);
    else
        (void)command_unknown(word, &error);
    return print_error(&error);
}

/* What was printed must have arrived: a full disk is an error, not a short answer. Where the
 * command has said so itself, once is enough. */
static int finish(int code)
{
    bool has_failed = ferror(stdout) != 0;
    errno = 0;
    if ((fflush(stdout) == 0 && !has_failed) || code == ERROR_IO)
        return code;
    struct error error = {0};
    if (errno)
        error_set_errno(&error, ERROR_IO, errno, "cannot write to stdout");
    else
        error_set(&error, ERROR_IO, "cannot write all of the answer to stdout");
    return print_error(&error);
}

static int dispatch(char *const *words)
{
    if (words[0] == NULL)
        return print_usage();
    if (strcmp(words[0], "-h") == 0 || strcmp(words[0], "--help") == 0)
        return run_command(&command_help, words + 1);
    if (strcmp(words[0], "--version") == 0) {
        printf("heapledger %s\n", HEAPLEDGER_VERSION);
        return 0;
    }
    const struct command *command = command_find(words[0]);
    return command ? run_command(command, words + 1) : fail_unknown(words[0]);
}

/* Where a standard descriptor is closed, the next file that is opened would get its number, and be
 * read or written by mistake. Its place is taken, so that using it fails. */
static void occupy_descriptors(void)
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int count, char **words)
{
    occupy_descriptors();
    terminal_init_locale();
    return finish(dispatch(count > 0 ? words + 1 : words));
}
