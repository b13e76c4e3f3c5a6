/* heapledger record -- PROGRAM: records a program that links the recorder library. */
#include "cli/command.h"
#include "cli/recording.h"

static const struct option *const groups[] = {recording_options, NULL};

static int run(const struct arguments *arguments, struct error *error)
{
    struct recorder_options options = {0};
    struct recorder_outcome outcome;
    int code = ERROR_INTERNAL;
    if (recording_check(arguments, error) && recording_prepare(&options, arguments, error) &&
        recorder_exec(&options, arguments->operands.items, &outcome, error)) {
        if (!outcome.has_joined && !arguments_has(arguments, "quiet"))
            fprintf(stderr,
                    "heapledger: '%s' never called recorder_start (recorder/recorder.h): nothing "
                    "was recorded\n",
                    arguments->operands.items[0]);
        code = recording_finish(&options, arguments, &outcome);
    }
    recording_release(&options);
    return code;
}

const struct command command_record = {
    .name = "record",
    .operands = "[--] PROGRAM [ARG...]",
    .summary = "run a program that links the recorder library, and record it",
    .description =
        "PROGRAM is looked up in PATH and calls recorder_start of recorder/recorder.h; its events "
        "are written by this process, whatever happens to the program. The exit code is the "
        "program's own, 128 + N where signal N killed it.",
    .examples = "  heapledger record -o run.db -- ./server --port 8080\n",
    .groups = groups,
    .least_operands = 1,
    .most_operands = ANY_COUNT,
    .passes_rest = true,
    .run = run,
};
