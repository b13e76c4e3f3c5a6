/* What the files of the writer share: its struct, and the calls between them.
 *
 * writer.c drives: opening, stepping, committing, ending. writer_slots.c turns slots into events,
 * names and snapshots. writer_chunks.c packs and inserts what comes by the million. writer_rows.c
 * writes the rows at the beginning and the end.
 */
#ifndef RECORDER_WRITER_PARTS_H
#define RECORDER_WRITER_PARTS_H

#include "base/buffer.h"
#include "recorder/books.h"
#include "recorder/checkpointer.h"
#include "recorder/format/snapshot.h"
#include "recorder/lanes.h"
#include "recorder/press.h"
#include "recorder/store.h"
#include "recorder/writer.h"

/* What the writer has heard in a lane and cannot use yet. */
struct writer_lane {
    struct recorder_slot head; /* of the message whose bytes are being read */
    size_t missing;            /* bytes of it to come; 0: no message is open */
    struct buffer bytes;       /* of it, so far */
    char *label;               /* owned; for the mark, snapshot or gc event that is next */
    uint64_t label_time_ns;
    uint32_t generation;
    bool has_count; /* the count of the next snapshot object came by itself */
    int64_t count;
    struct snapshot_builder *snapshot; /* owned; under way, or NULL */
    char *snapshot_label;              /* owned */
    uint32_t snapshot_id;
    uint64_t snapshot_time_ns;
};

struct writer {
    struct ring_shared *shared; /* borrowed */
    struct file file;
    int reserve;                       /* reserve.h */
    struct checkpointer *checkpointer; /* owned */
    struct store store;
    struct lanes lanes;
    struct writer_lane heard[RING_LANES];
    struct books *books;       /* owned */
    struct press *press;       /* owned */
    size_t pressing;           /* jobs that it has */
    struct press_job *spare;   /* owned; a job whose array of events can be used again, or NULL */
    struct chunk_coder *coder; /* owned; for the chunk that is not full */
    struct event *events;      /* owned; of the chunk that fills; CHUNK_EVENTS_MAXIMUM */
    size_t count;              /* of them */
    size_t written;            /* of them, how many are in the file */
    uint64_t first_seq;        /* of the chunk */
    uint64_t begin_ns;         /* when its first event was read */
    uint64_t now_ns;           /* looked at once a step */
    uint64_t commit_ns;        /* of the last commit */
    bool is_dirty;             /* something was read since */
    bool has_counts;           /* incref, decref and move are recorded, of some types at least */
    struct {
        VECTOR_OF(struct snapshot_edge);
    } garbage;               /* edges of the chunk that fills; at most CHUNK_RECORDS_MAXIMUM */
    size_t garbage_written;  /* of them, how many are in the file */
    uint64_t garbage_chunks; /* before that chunk */
    char *only;              /* owned; glob of these types, or NULL */
    struct books_totals committed; /* as of the last commit */
    uint64_t committed_seq;
};

static inline uint64_t writer_last_seq(const struct writer *writer)
{
    return writer->first_seq + writer->count - 1;
}

/* 0 in a deterministic recording. */
static inline uint64_t writer_time(const struct writer *writer, uint64_t time_ns)
{
    return writer->shared->deterministic ? 0 : time_ns;
}

/* --- writer_chunks.c -------------------------------------------------------------------------- */

void writer_chunks_init(struct writer *writer);
void writer_chunks_release(struct writer *writer);
/* Gives the full chunk of events to the press, and begins the next. */
bool writer_finish_chunk(struct writer *writer, struct error *error) MUST_CHECK;
/* Inserts what the press has, and the chunk as it is, to be replaced when it has grown. */
bool writer_flush_chunks(struct writer *writer, struct error *error) MUST_CHECK;
/* Packs at most CHUNK_RECORDS_MAXIMUM records of objects, which are taken from the caller. */
bool writer_add_records(struct writer *writer, struct books_records *records,
                        struct error *error) MUST_CHECK;

/* An edge among the condemned. */
bool writer_add_garbage(struct writer *writer, const struct snapshot_edge *edge,
                        struct error *error) MUST_CHECK;

/* --- writer_slots.c --------------------------------------------------------------------------- */

bool writer_take_run(struct writer *writer, const struct lanes_run *run,
                     struct error *error) MUST_CHECK;
/* Ends the snapshots that the program could not end. */
bool writer_end_snapshots(struct writer *writer, struct error *error) MUST_CHECK;
void writer_slots_release(struct writer *writer);

/* --- writer_rows.c ---------------------------------------------------------------------------- */

bool writer_write_first_rows(struct writer *writer, const struct recorder_options *options,
                             int32_t process, struct error *error) MUST_CHECK;
bool writer_write_heap_size(struct writer *writer, uint64_t seq, struct error *error) MUST_CHECK;
/* The counters of `run`. */
bool writer_write_progress(struct writer *writer, struct error *error) MUST_CHECK;
/* All that is said at the end of the run: survivors, open references, balances. */
bool writer_write_books(struct writer *writer, struct error *error) MUST_CHECK;
/* How it ended. */
bool writer_write_end(struct writer *writer, bool has_status,
                      const struct recorder_outcome *outcome, struct error *error) MUST_CHECK;

#endif
