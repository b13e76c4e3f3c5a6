/* The time of a seq: exact where the trace has it, interpolated between these places elsewhere.
 *
 * The known places are the ends of journal chunks, marks, collections and snapshots; 16 bytes each.
 */
#ifndef RECORDER_FORMAT_CLOCK_H
#define RECORDER_FORMAT_CLOCK_H

#include "recorder/format/file.h"

#include <stddef.h>

struct clock_point {
    uint64_t seq;
    uint64_t time_ns;
};

struct clock {
    struct clock_point *points; /* owned, ascending by seq, times never fall */
    size_t count;
};

/* Owned by the caller: clock_release. */
bool clock_load(struct file *file, struct clock *clock, struct error *error) MUST_CHECK;
void clock_release(struct clock *clock);

/* Nanoseconds since the start of the run. */
uint64_t clock_time(const struct clock *clock, uint64_t seq);

#endif
