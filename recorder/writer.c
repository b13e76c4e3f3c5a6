/* The writer (writer.h): opening, stepping, committing, ending.
 *
 * How it works. Slots become events with a seq, go through the books, and fill a chunk; a full
 * chunk goes to the press (press.h) and comes back to be inserted. Every COMMIT_NS the unfinished
 * chunk is inserted as well, to be replaced when it has grown, and the transaction is committed:
 * what a reader sees is whole, and what a killed writer loses is the last quarter second. Names are
 * inserted as they come, hence always before the first event that uses them.
 *
 * Memory: the books (books.h), a few chunks of events and of dead objects, and one chunk of each
 * part of a snapshot that is under way.
 */
#include "recorder/writer.h"

#include "base/memory.h"
#include "recorder/format/claim.h"
#include "recorder/reserve.h"
#include "recorder/writer_parts.h"

#define COMMIT_NS  UINT64_C(150000000) /* between two commits; the promise is 250 ms */
#define STEP_SLOTS 65536               /* read in one step, at most about */

/* --- reading and committing ------------------------------------------------------------------- */

static bool read_lanes(struct writer *writer, bool has_ended, uint64_t *read, struct error *error)
{
    struct lanes_run run;
    bool good = true;
    *read = 0;
    while (good && *read < STEP_SLOTS && lanes_next(&writer->lanes, has_ended, &run)) {
        good = writer_take_run(writer, &run, error);
        lanes_consume(&writer->lanes, &run);
        *read += run.count;
    }
    lanes_retire(&writer->lanes);
    writer->is_dirty |= *read > 0;
    return good;
}

/* The transaction that is always open is closed and the next one begun. */
static bool commit(struct writer *writer, struct error *error)
{
    if (!file_execute(&writer->file, "COMMIT; BEGIN", error))
        return false;
    writer->committed = *books_totals(writer->books);
    writer->committed_seq = writer_last_seq(writer);
    writer->commit_ns = ring_time(writer->shared);
    writer->is_dirty = false;
    return true;
}

static bool flush(struct writer *writer, struct error *error)
{
    return writer_flush_chunks(writer, error) && writer_write_progress(writer, error) &&
           commit(writer, error);
}

bool writer_step(struct writer *writer, uint64_t *read, struct error *error)
{
    writer->now_ns = ring_time(writer->shared);
    if (!read_lanes(writer, false, read, error))
        return false;
    bool is_due = writer->is_dirty && writer->now_ns - writer->commit_ns >= COMMIT_NS;
    return !is_due || flush(writer, error);
}

/* --- opening and closing ---------------------------------------------------------------------- */

struct writer *writer_open(struct ring_shared *shared, const struct recorder_options *options,
                           int32_t process, struct error *error)
{
    struct writer *writer = memory_zeroed(1, sizeof *writer);
    if (!file_create(options->file, options->overwrite, &writer->file, error)) {
        memory_free(writer);
        return NULL;
    }
    writer->reserve = reserve_take(options->file);
    writer->shared = shared;
    writer->store.file = &writer->file;
    writer->has_counts = options->level == RECORD_REFS;
    writer->only = options->only ? memory_copy_string(options->only) : NULL;
    writer->books = books_new(writer->has_counts);
    lanes_init(&writer->lanes, shared);
    writer_chunks_init(writer);
    if (file_execute(&writer->file, "BEGIN", error) &&
        writer_write_first_rows(writer, options, process, error) && commit(writer, error)) {
        writer->checkpointer = checkpointer_new(writer->file.database);
        return writer;
    }
    writer_discard(writer);
    return NULL;
}

void writer_free(struct writer *writer)
{
    if (!writer)
        return;
    writer_slots_release(writer);
    writer_chunks_release(writer);
    store_release(&writer->store);
    checkpointer_free(writer->checkpointer);
    file_close(&writer->file);
    reserve_release(writer->reserve);
    books_free(writer->books);
    memory_free(writer->only);
    memory_free(writer);
}

bool writer_file_has_moved(const struct writer *writer)
{
    return file_has_moved(&writer->file);
}

void writer_discard(struct writer *writer)
{
    char *path = memory_copy_string(writer->file.path);
    writer_free(writer);
    claim_remove(path);
    memory_free(path);
}

/* --- the end ---------------------------------------------------------------------------------- */

static bool drain(struct writer *writer, struct error *error)
{
    uint64_t read;
    do {
        writer->now_ns = ring_time(writer->shared);
        if (!read_lanes(writer, true, &read, error))
            return false;
    } while (read);
    return writer_end_snapshots(writer, error);
}

/* So that one file remains. Where that fails the -wal stays, and a reader finds everything in it.
 */
static void leave_wal(struct writer *writer)
{
    struct error ignored;
    store_release(&writer->store); /* there must be no prepared statement */
    writer->store = (struct store){.file = &writer->file};
    checkpointer_free(writer->checkpointer);
    writer->checkpointer = NULL;
    bool in_transaction = !sqlite3_get_autocommit(writer->file.database);
    if ((in_transaction && !file_execute(&writer->file, "COMMIT", &ignored)) ||
        !file_finish(&writer->file, &ignored))
        return;
}

static bool finish(struct writer *writer, bool has_status, struct recorder_outcome *outcome,
                   struct error *error)
{
    return drain(writer, error) && writer_write_books(writer, error) &&
           writer_write_end(writer, has_status, outcome, error) && flush(writer, error);
}

bool writer_is_out_of_memory(struct error *error)
{
    return error_set(error, ERROR_INTERNAL,
                     "the writer of the ledger is out of memory (it needs up to 200 bytes for each "
                     "object that is alive)");
}

bool writer_finish(struct writer *writer, bool has_status, struct recorder_outcome *outcome,
                   struct error *error)
{
    struct memory_guard guard;
    bool good = MEMORY_GUARD(&guard) ? finish(writer, has_status, outcome, error)
                                     : writer_is_out_of_memory(error);
    memory_guard_end(&guard);
    if (!good)
        return false;
    outcome->events = writer_last_seq(writer);
    outcome->objects = books_totals(writer->books)->births;
    leave_wal(writer);
    return true;
}

void writer_abandon(struct writer *writer, const struct error *reason,
                    struct recorder_outcome *outcome)
{
    struct error ignored;
    outcome->incomplete = true;
    outcome->reason = *reason;
    outcome->events = writer->committed_seq;
    outcome->objects = writer->committed.births;
    writer_slots_release(writer); /* their statements would stand in the way of the rollback */
    reserve_release(writer->reserve);
    writer->reserve = -1;
    if (!sqlite3_get_autocommit(writer->file.database) &&
        !file_execute(&writer->file, "ROLLBACK", &ignored))
        return;
    bool is_said = writer_write_end(writer, false, outcome, &ignored);
    (void)is_said; /* else the trace says that it is being recorded */
}

void writer_note_end(struct writer *writer, bool has_status, const struct recorder_outcome *outcome)
{
    struct error ignored;
    if (writer_write_end(writer, has_status, outcome, &ignored))
        leave_wal(writer);
}
