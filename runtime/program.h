/* Runs a Python program on the instrumented runtime: what `heapledger run` calls in its child. */
#ifndef RUNTIME_PROGRAM_H
#define RUNTIME_PROGRAM_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct recorder;

/* Zero is the default of every field but `script`. Strings are borrowed. */
struct program_options {
    const char *script; /* path of the .py file */
    int argument_count;
    char *const *arguments;  /* sys.argv[1:] */
    uint64_t snapshot_every; /* take a snapshot each so many events; 0: never */
    const char *const
        *snapshot_on; /* NULL-terminated qualified names of functions; a snapshot at each entry */
    bool gc_threshold_given;
    int32_t gc_threshold[3];
    bool gc_disabled;
    bool legacy_finalizers; /* __del__ in a cycle makes it uncollectable, as before PEP 442 */
    bool deterministic;     /* the ledger depends on the program and its arguments alone */
};

/* Looks at the script before anything is forked or created: it must exist, be a regular file and be
 * UTF-8. False: ERROR_NO_INPUT or ERROR_DATA, and `error` says which. */
bool program_check(const char *script, struct error *error) MUST_CHECK;

/* Runs the program to its end: snapshot `exit`, teardown, last collection. Gives the exit code that
 * python3 would give. `recorder` is NULL for an unrecorded run; it is stopped before returning. */
int program_run(const struct program_options *options, struct recorder *recorder);

#endif
