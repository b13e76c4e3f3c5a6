/* The writer's end of the lanes: which slots may be read next, in an order that is right for all.
 *
 *     while (lanes_next(&lanes, has_ended, &run)) { … read run.slots … lanes_consume(&lanes, &run);
 * }
 *
 * While there is one lane, a run is what it has published. From the second one on, lanes are merged
 * by their stamps (ring.h): a run goes on in one lane as far as no other has, or can still publish,
 * something with a smaller stamp.
 *
 * Invariant 1. What was read has no larger stamp than anything that is read later.
 */
#ifndef RECORDER_LANES_H
#define RECORDER_LANES_H

#include "recorder/ring.h"

struct lanes_reader {
    struct ring_lane *lane;            /* borrowed */
    const struct recorder_slot *slots; /* borrowed */
    uint64_t position;                 /* slots read */
    uint64_t available;                /* published, when last looked at */
    bool is_quiet;                     /* then no stamp was about to be taken */
    uint64_t stamp;                    /* of what was read last; 0 before the first */
    uint64_t raw;                      /* slots to come that are bytes of a message */
};

struct lanes {
    struct ring_shared *shared; /* borrowed */
    struct lanes_reader readers[RING_LANES];
    size_t count;   /* of them, that were ever open when the lanes were looked at */
    uint64_t clock; /* read before that */
    bool is_fresh;  /* they have been looked at since something was read to its end */
};

/* Slots of one lane, one behind the other in memory. */
struct lanes_run {
    size_t lane;
    const struct recorder_slot *slots;
    size_t count;
};

void lanes_init(struct lanes *lanes, struct ring_shared *shared);

/* The next run; false: there is nothing that may be read now. When the program has ended, nothing
 * more can come, and everything may. */
bool lanes_next(struct lanes *lanes, bool has_ended, struct lanes_run *run) MUST_CHECK;

/* The run has been read: the program gets the room back. */
void lanes_consume(struct lanes *lanes, const struct lanes_run *run);

/* Lanes that were closed and are drained can be opened again. */
void lanes_retire(struct lanes *lanes);

#endif
