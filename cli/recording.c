/* What the commands that record have in common. */
#include "cli/recording.h"

#include "base/buffer.h"
#include "base/embedded.h"
#include "base/memory.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/text.h"
#include "recorder/format/file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct option recording_options[] = {
    {"output", 'o', OPTION_TEXT, "FILE", "the trace to make (default: heapledger-PROGRAM.PID.db)"},
    {"force", 'f', OPTION_FLAG, NULL, "replace FILE where it exists"},
    {"record", 0, OPTION_CHOICE, "refs,lifetimes",
     "how much: every reference; or births, deaths, collections and snapshots only"},
    {"only", 0, OPTION_TEXT, "TYPE", "record references only for types that match this glob"},
    {"deterministic", 0, OPTION_FLAG, NULL,
     "zero times, addresses and process ids: two runs give the same trace"},
    {"quiet", 'q', OPTION_FLAG, NULL, "do not print the closing line"},
    {0},
};

static char *name_file(const char *program)
{
    const char *slash = strrchr(program, '/');
    const char *name = slash ? slash + 1 : program;
    size_t size = strlen(name);
    if (size > 3 && strcmp(name + size - 3, ".py") == 0)
        size -= 3;
    return memory_format("heapledger-%.*s.%ld.db", (int)size, name, (long)getpid());
}

/* A trace needs a file, and --force must not replace what is about to run by it. */
static bool check_file(const char *file, const char *program, struct error *error)
{
    struct stat trace, script;
    if (strcmp(file, "-") == 0)
        return error_set(error, ERROR_USAGE,
                         "a trace cannot go to stdout (-o names a file; ./- is one too)");
    bool is_program = stat(file, &trace) == 0 && stat(program, &script) == 0 &&
                      trace.st_dev == script.st_dev && trace.st_ino == script.st_ino;
    return !is_program || error_set(error, ERROR_CANNOT_CREATE,
                                    "'%s' is the program itself (-o names another file)", file);
}

bool recording_check(const struct arguments *arguments, struct error *error)
{
    bool has_references = arguments_choice(arguments, "record", 0) == 0;
    return has_references || !arguments_has(arguments, "only") ||
           error_set(error, ERROR_USAGE,
                     "'--record lifetimes' records no references, so '--only' is in vain");
}

bool recording_prepare(struct recorder_options *options, const struct arguments *arguments,
                       struct error *error)
{
    const char *given = arguments_text(arguments, "output");
    char *const *program = arguments->operands.items;
    *options = (struct recorder_options){
        .file = given ? memory_copy_string(given) : name_file(program[0]),
        .overwrite = arguments_has(arguments, "force"),
        .level = arguments_choice(arguments, "record", 0) == 0 ? RECORD_REFS : RECORD_LIFETIMES,
        .only = arguments_text(arguments, "only"),
        .deterministic = arguments_has(arguments, "deterministic"),
        .program = program[0],
        .arguments = (const char *const *)program + 1,
        .queries = embedded_queries,
    };
    return check_file(options->file, program[0], error);
}

void recording_release(struct recorder_options *options)
{
    memory_free((char *)options->file);
}

static void append_summary(struct buffer *line, const char *file,
                           const struct recorder_outcome *outcome)
{
    text_append_count(line, outcome->events, "event");
    buffer_append_text(line, " of ");
    text_append_count(line, outcome->objects, "object");
    buffer_format(line, " in %s (", file);
    text_append_size(line, outcome->file_size);
    buffer_append_text(line, "); next: heapledger info ");
    text_append_argument(line, file);
}

/* A name that nothing in the program has is most likely a slip of the pen. */
static void note_names(const struct recorder_options *options, const struct arguments *arguments)
{
    struct file file;
    struct error ignored;
    const char **calls = arguments_texts(arguments, "snapshot-on");
    bool is_named = options->only || calls[0];
    if (!is_named || !file_open(options->file, &file, &ignored)) {
        memory_free(calls);
        return;
    }
    if (options->only &&
        !nearest_exists(file.database, "SELECT 1 FROM type WHERE name GLOB ?1", options->only)) {
        char *question = nearest_ask(file.database, "SELECT name FROM type", options->only);
        message_print("no type matches '--only %s'%s: no reference was recorded", options->only,
                      question);
        memory_free(question);
    }
    for (size_t i = 0; calls[i]; i++) {
        if (nearest_exists(file.database, "SELECT 1 FROM snapshot WHERE label = ?1", calls[i]))
            continue;
        char *question = nearest_ask(file.database, "SELECT name FROM function", calls[i]);
        message_print("no call of '%s'%s: '--snapshot-on' took no snapshot there", calls[i],
                      question);
        memory_free(question);
    }
    memory_free(calls);
    file_close(&file);
}

int recording_finish(const struct recorder_options *options, const struct arguments *arguments,
                     const struct recorder_outcome *outcome)
{
    struct buffer summary = BUFFER_EMPTY;
    bool is_quiet = arguments_has(arguments, "quiet");
    append_summary(&summary, options->file, outcome);
    if (outcome->signal && !is_quiet)
        message_print("the program was killed by signal %d (%s)", outcome->signal,
                      strsignal(outcome->signal));
    if (outcome->incomplete)
        message_print("the trace is incomplete: %s", outcome->reason.message);
    note_names(options, arguments);
    if (outcome->has_moved)
        message_print("the trace is no longer '%s': it was removed or renamed as it was written",
                      options->file);
    else if (!is_quiet)
        message_print("%s", buffer_text(&summary));
    buffer_release(&summary);
    return outcome->exit_code;
}
