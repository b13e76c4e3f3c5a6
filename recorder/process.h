/* How a writer is driven until its program has ended: its parent process, or a detached one. */
#ifndef RECORDER_PROCESS_H
#define RECORDER_PROCESS_H

#include "recorder/writer.h"

/* Reads until nothing is left and has_ended(context) says that nothing more comes; asked only while
 * there is nothing to read. False: the file cannot be written any more. */
bool process_pump(struct writer *writer, bool (*has_ended)(void *context), void *context,
                  struct error *error) MUST_CHECK;

/* The environment variable by which recorder_exec hands the ring's descriptor to the program. */
#define PROCESS_VARIABLE "HEAPLEDGER_RECORDER"

#endif
