/* The program's half of a recording, as the other files of the recorder see it. */
#ifndef RECORDER_PROGRAM_H
#define RECORDER_PROGRAM_H

#include "base/buffer.h"
#include "recorder/ring.h"
#include "recorder/site.h"

struct text_index; /* texts interned */

struct recorder {
    struct ring_shared *shared; /* owned */
    pthread_mutex_t lock;       /* for definitions, and for opening and closing lanes */
    struct recorder_lane lanes[RING_LANES];
    bool lane_used[RING_LANES];
    struct site_index sites;
    struct text_index *texts, *functions; /* owned */
    struct buffer definitions;            /* all slots and texts sent so far, for a forked child */
    uint32_t types, roots;                /* ids given so far */
    _Atomic uint32_t marks, collections, snapshots; /* likewise */
    _Atomic uint64_t objects;                       /* the last oid given */
    struct buffer inherited;       /* likewise, of the process that forked this one; not sent yet */
    struct recorder_slot *scratch; /* owned; where lanes write once the writer is gone */
    _Atomic bool has_told;         /* the one line on stderr has been printed */
    bool is_alone; /* its writer is a process of its own, which recorder_stop waits for */
    _Atomic uint64_t nowhere; /* where a lane publishes that nobody reads */
    bool is_inherited;        /* by a forked child: the ring is its parent's, and is left alone */
    struct recorder *next;    /* fork.c's own */
    struct recorder_options options; /* for the recording of a forked child; strings borrowed */
};

/* The recorder takes the memory over. */
struct recorder *program_recorder_new(struct ring_shared *shared,
                                      const struct recorder_options *options);
/* As recorder_start where no writer waits. */
struct recorder *program_start_alone(const struct recorder_options *options,
                                     struct error *error) MUST_CHECK;
/* From now on the lane writes into one slot of its own, for ever. */
void program_cut_lane(struct recorder_lane *lane);
/* Frees it, not the memory that it shares. */
void program_recorder_free(struct recorder *recorder);

#endif
