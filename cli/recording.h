/* What the commands that record have in common: options, the name of the file, the closing line. */
#ifndef CLI_RECORDING_H
#define CLI_RECORDING_H

#include "cli/arguments.h"
#include "recorder/recorder.h"

/* --output, --force, --record, --only, --deterministic, --quiet. */
extern const struct option recording_options[];

/* Whether the options of a command that has these go together. */
bool recording_check(const struct arguments *arguments, struct error *error) MUST_CHECK;

/* What to record and where, for a command that has these options and whose operands are a program
 * and its arguments. The file is heapledger-PROGRAM.PID.db in the current folder where --output
 * names none; never the program itself. The arguments must outlive the options, which
 * recording_release empties, in either case. */
bool recording_prepare(struct recorder_options *options, const struct arguments *arguments,
                       struct error *error) MUST_CHECK;
void recording_release(struct recorder_options *options);

/* Says on stderr what was recorded and what to type next, unless --quiet; and always when the
 * recording is incomplete. Gives the program's exit code. */
int recording_finish(const struct recorder_options *options, const struct arguments *arguments,
                     const struct recorder_outcome *outcome);

#endif
