/* heapledger run SCRIPT.py: runs a Python program on the instrumented runtime and records it. */
#include "cli/command.h"
#include "cli/recording.h"
#include "recorder/recorder.h"
#include "runtime/program.h"

#include <string.h>
#include <unistd.h>

static const struct option run_options[] = {
    {"no-trace", 0, OPTION_FLAG, NULL, "run the program without recording it"},
    {"snapshot-every", 0, OPTION_NUMBER, "N", "take a snapshot each N events"},
    {"snapshot-on", 0, OPTION_TEXT, "CALL",
     "take a snapshot at each entry of this function (a qualified name; may be given again)"},
    {"gc-threshold", 0, OPTION_TEXT, "A,B,C", "as gc.set_threshold"},
    {"no-gc", 0, OPTION_FLAG, NULL, "as gc.disable"},
    {"legacy-finalizers", 0, OPTION_FLAG, NULL,
     "__del__ in a cycle makes it uncollectable, as before PEP 442"},
    {0},
};
static const struct option *const groups[] = {recording_options, run_options, NULL};

static bool read_thresholds(const char *text, struct program_options *options, struct error *error)
{
    const char *next = text;
    options->gc_threshold_given = true;
    for (size_t i = 0; i < 3; i++) {
        char *end;
        unsigned long number = strtoul(next, &end, 10);
        bool is_number = *next >= '0' && *next <= '9' && number <= INT32_MAX;
        if (!is_number || *end != (i < 2 ? ',' : '\0'))
            return error_set(
                error, ERROR_USAGE,
                "'%s' is no value for '--gc-threshold' (it takes three numbers: 700,10,10)", text);
        options->gc_threshold[i] = (int32_t)number;
        next = end + 1;
    }
    return true;
}

static int run_program(struct recorder *recorder, void *context)
{
    return program_run(context, recorder);
}

static int record(const struct arguments *arguments, struct program_options *program,
                  struct error *error)
{
    struct recorder_options options;
    struct recorder_outcome outcome;
    int code = ERROR_INTERNAL;
    if (recording_prepare(&options, arguments, error) &&
        recorder_run(&options, run_program, program, &outcome, error))
        code = recording_finish(&options, arguments, &outcome);
    recording_release(&options);
    return code;
}

static bool check_output(const struct arguments *arguments, struct error *error)
{
    static const char *const vain[] = {"output",         "force",       "record", "only",
                                       "snapshot-every", "snapshot-on", NULL};
    for (size_t i = 0; arguments_has(arguments, "no-trace") && vain[i]; i++)
        if (arguments_has(arguments, vain[i]))
            return error_set(error, ERROR_USAGE,
                             "'--no-trace' records nothing, so '--%s' is in vain", vain[i]);
    return recording_check(arguments, error);
}

static int run(const struct arguments *arguments, struct error *error)
{
    const char **snapshot_on = arguments_texts(arguments, "snapshot-on");
    const char *thresholds = arguments_text(arguments, "gc-threshold");
    struct program_options options = {
        .script = arguments->operands.items[0],
        .argument_count = (int)arguments->operands.count - 1,
        .arguments = arguments->operands.items + 1,
        .snapshot_every = arguments_number(arguments, "snapshot-every", 0),
        .snapshot_on = snapshot_on,
        .gc_disabled = arguments_has(arguments, "no-gc"),
        .legacy_finalizers = arguments_has(arguments, "legacy-finalizers"),
        .deterministic = arguments_has(arguments, "deterministic"),
    };
    int code = 0;
    bool is_ready = check_output(arguments, error) &&
                    (thresholds == NULL || read_thresholds(thresholds, &options, error)) &&
                    program_check(options.script, error);
    if (is_ready)
        code = arguments_has(arguments, "no-trace") ? program_run(&options, NULL)
                                                    : record(arguments, &options, error);
    memory_free(snapshot_on);
    return code;
}

const struct command command_run = {
    .name = "run",
    .operands = "SCRIPT.py [ARG...]",
    .summary = "run a Python program and record its memory",
    .description =
        "Options stand before SCRIPT.py; every word after it is the program's. The exit code is "
        "the "
        "program's own, 128 + N where signal N killed it. A last snapshot, labelled 'exit', is "
        "taken "
        "before the program's objects are torn down; the program itself can take others: import "
        "heapledger; heapledger.snapshot('warm').\n\n"
        "Modules that heapledger does not have itself are imported from the library of an "
        "installed "
        "Python 3.11: the folder that $HEAPLEDGER_PYTHON_LIBRARY names, else /usr/lib/python3.11, "
        "/usr/local/lib/python3.11, or that of a python3.11 on $PATH.",
    .examples = "  heapledger run -o run.db server.py --port 8080\n"
                "  heapledger run --snapshot-on Server.handle server.py\n",
    .groups = groups,
    .least_operands = 1,
    .most_operands = ANY_COUNT,
    .passes_rest = true,
    .run = run,
};
