/* The press: a thread that packs what the writer has gathered, while the writer reads on.
 *
 * How it works. The writer gives a job, a full chunk of events or of dead objects, and takes it
 * back pressed, in the order of giving. A writer that has to wait presses what the thread has not
 * begun. Jobs and their arrays are used again and again. The thread begins with the first job: a
 * short run has none.
 */
#ifndef RECORDER_PRESS_H
#define RECORDER_PRESS_H

#include "recorder/format/chunk.h"
#include "recorder/format/objects.h"

/* One of the two arrays has `count` items; the other is NULL. */
struct press_job {
    struct event *events; /* owned */
    uint64_t first_seq;
    uint64_t begin_ns, end_ns;
    struct object_record *records; /* owned; sorted by oid when pressed */
    size_t count;
    /* the result */
    struct buffer data;
    struct chunk_index index; /* of events; of records only its oids */
    uint64_t min_born_seq, max_born_seq, min_died_seq, max_died_seq; /* of records */
    bool is_lost; /* there was no memory to press it: nothing above is right */
    /* the press's own */
    enum press_state { PRESS_RAW, PRESS_IN_HAND, PRESS_DONE } state;
    struct press_job *next;
};

struct press;

struct press *press_new(void);        /* owned by the caller */
void press_free(struct press *press); /* waits for the thread; drops what was not taken */

/* The press takes the job over. */
void press_give(struct press *press, struct press_job *job);
/* The oldest job that was given, pressed; the caller owns it. NULL: none is under way, or, without
 * a coder, it is not ready. With a coder, which it uses, it waits. */
struct press_job *press_take(struct press *press, struct chunk_coder *coder);

/* Presses without the thread. */
void press_at_once(struct chunk_coder *coder, struct press_job *job);

void press_job_free(struct press_job *job); /* NULL is fine */

#endif
