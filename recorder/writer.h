/* The writer: reads the lanes, keeps the books, writes the file.
 *
 * Order of calls: writer_open, then writer_step again and again, then writer_finish or
 * writer_abandon; writer_free at the end. All by one thread, which holds the ring's mutex `alive`.
 */
#ifndef RECORDER_WRITER_H
#define RECORDER_WRITER_H

#include "recorder/ring.h"

struct writer;

/* Makes the file with its first rows. NULL on failure: nothing is left behind. Owned by the caller.
 */
struct writer *writer_open(struct ring_shared *shared, const struct recorder_options *options,
                           int32_t process, struct error *error) MUST_CHECK;

/* Reads what there is, up to a bound, and commits when it is time. *read is how many slots there
 * were. False: the file cannot be written any more; give up. */
bool writer_step(struct writer *writer, uint64_t *read, struct error *error) MUST_CHECK;

/* The program has ended and every lane is empty: the books, the last row of `run`, one file. What
 * the trace says is in `outcome`, whose numbers of events and objects this sets. has_status: how
 * the program ended is known. */
bool writer_finish(struct writer *writer, bool has_status, struct recorder_outcome *outcome,
                   struct error *error) MUST_CHECK;

/* The error of a writer whose memory guard was hit (base/memory.h); false. It can be abandoned. */
bool writer_is_out_of_memory(struct error *error);

/* The file has failed: rolls back to the last commit and, where that can still be written, says in
 * the file that it is incomplete, and why. */
void writer_abandon(struct writer *writer, const struct error *reason,
                    struct recorder_outcome *outcome);

/* How the program ended after that, if it can still be written: then one file, if there is room. */
void writer_note_end(struct writer *writer, bool has_status,
                     const struct recorder_outcome *outcome);

/* The file is no longer where it was made. */
bool writer_file_has_moved(const struct writer *writer);

/* The trace was made and the program could not be started: the file is removed. Frees the writer.
 */
void writer_discard(struct writer *writer);

void writer_free(struct writer *writer); /* closes the file; NULL is fine */

#endif
