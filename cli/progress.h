/* One line on stderr about work that takes longer than a second, with an estimate, wiped when it
 * ends.
 *
 * Shown only where stderr is a terminal that can wipe a line (TERM is not dumb). progress_show has
 * the signature of the engine's hook.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool is_wanted;       /* stderr is a terminal and nothing else is being written to it */
    bool is_shown;        /* a line stands on the terminal */
    uint64_t start_ns;    /* of the work */
    uint64_t latest_ns;   /* when the line was last written */
    uint64_t estimate_ns; /* and when it was, with an estimate: for a second no other is shown */
};

uint64_t progress_clock_ns(void); /* monotonic */

void progress_begin(struct progress *progress);
/* `context` is the struct progress; total 0 where nobody knows. */
void progress_show(void *context, const char *work, uint64_t done, uint64_t total);
/* Wipes the line. */
void progress_end(struct progress *progress);

#endif
