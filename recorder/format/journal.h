/* The events of a trace, read in order of seq, in batches; chunks that cannot match are not opened.
 *
 *     struct journal *journal = journal_open(&file, &(struct journal_filter){.oid = 17}, NULL,
 * &error); while (journal_next(journal, &events, &count, &error) && count) …
 *     journal_close(journal);
 *
 * The reader sees the trace as it was at its first batch, also while the writer adds to it.
 */
#ifndef RECORDER_FORMAT_JOURNAL_H
#define RECORDER_FORMAT_JOURNAL_H

#include "recorder/format/event.h"
#include "recorder/format/file.h"

#include <stddef.h>

/* Which events. Zero in every field means all of them; the fields are combined with AND. */
struct journal_filter {
    uint64_t first_seq; /* from here on */
    uint64_t last_seq;  /* up to and with; 0: to the end */
    uint32_t kinds;     /* bit 1 << kind of each wanted kind; 0: all */
    bool by_oid, by_holder, by_target, by_site;
    uint64_t oid;    /* event.oid */
    int64_t holder;  /* the holder or the from_holder */
    uint64_t target; /* of a weak reference */
    uint32_t site;
};

struct journal;

/* The journal is owned by the caller and borrows `file` and `scan`. NULL on failure. */
struct journal *journal_open(struct file *file, const struct journal_filter *filter,
                             struct scan *scan, struct error *error) MUST_CHECK;

/* Gives the next events that pass the filter, borrowed until the next call; at the end count is 0.
 * A batch is what matches in one chunk. False: damaged, cancelled, or an I/O error. */
bool journal_next(struct journal *journal, const struct event **events, size_t *count,
                  struct error *error) MUST_CHECK;

void journal_close(struct journal *journal); /* NULL is fine */

#endif
