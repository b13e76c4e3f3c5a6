/* What the commands that record have in common: the name of the file, and the closing line. */
#ifndef CLI_RECORDING_H
#define CLI_RECORDING_H

#include "recorder/recorder.h"

/* `given`, or heapledger-PROGRAM.PID.db in the current folder. Owned by the caller. */
char *recording_file_name(const char *given, const char *program);

/* Says on stderr what was recorded and what to type next; and always, also where `quiet`, when the
 * recording is incomplete. */
void recording_report(const char *file, const struct recorder_outcome *outcome, bool quiet);

#endif
