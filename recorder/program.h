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
    struct drain *drain;           /* owned; recorder_start alone: the writer's thread */
    struct recorder_options options; /* for the recording of a forked child; strings borrowed */
};

/* The recorder takes the memory over. */
struct recorder *program_recorder_new(struct ring_shared *shared,
                                      const struct recorder_options *options);
/* Frees it, not the memory that it shares. */
void program_recorder_free(struct recorder *recorder);

#endif
