/* The events of a trace in order of seq (journal.h).
 *
 * A chunk is skipped by its row alone: SQLite reads a row's columns from left to right, and `data`,
 * the long one, stands last.
 */
#include "recorder/format/journal.h"

#include "base/memory.h"
#include "recorder/format/chunk.h"
#include "recorder/format/scan.h"
#include "recorder/format/set.h"

struct journal {
    struct file *file; /* borrowed */
    struct scan *scan; /* borrowed, never NULL */
    struct scan own_scan;
    struct journal_filter filter;
    sqlite3_stmt *chunks;      /* owned */
    uint64_t next_seq;         /* where the next chunk must begin; 0: anywhere */
    struct chunk_coder *coder; /* owned */
    struct event *events;      /* owned; room for CHUNK_DECODED_MAXIMUM */
};

enum column { FIRST_SEQ, COUNT, KINDS, MIN_OID, MAX_OID, OID_SET, HOLDER_SET, SITE_SET, DATA };

static const char chunks_sql[] =
    "SELECT first_seq, count, kinds, min_oid, max_oid, oid_set, holder_set, site_set, data"
    " FROM journal"
    " WHERE first_seq >= coalesce((SELECT max(first_seq) FROM journal WHERE first_seq <= ?1), 0)"
    " AND first_seq <= ?2"
    " ORDER BY first_seq";

static int64_t clamp_seq(uint64_t seq)
{
    return seq > INT64_MAX ? INT64_MAX : (int64_t)seq;
}

struct journal *journal_open(struct file *file, const struct journal_filter *filter,
                             struct scan *scan, struct error *error)
{
    sqlite3_stmt *chunks = file_prepare(file, chunks_sql, error);
    if (!chunks)
        return NULL;
    struct journal *journal = memory_zeroed(1, sizeof *journal);
    journal->file = file;
    journal->scan = scan ? scan : &journal->own_scan;
    journal->filter = *filter;
    if (!journal->filter.last_seq)
        journal->filter.last_seq = UINT64_MAX;
    if (!journal->filter.kinds)
        journal->filter.kinds = UINT32_MAX;
    journal->chunks = chunks;
    sqlite3_bind_int64(chunks, 1, clamp_seq(filter->first_seq));
    sqlite3_bind_int64(chunks, 2, clamp_seq(journal->filter.last_seq));
    journal->coder = chunk_coder_new();
    journal->events = memory_allocate(CHUNK_DECODED_MAXIMUM * sizeof *journal->events);
    return journal;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    sqlite3_finalize(journal->chunks);
    chunk_coder_free(journal->coder);
    memory_free(journal->events);
    memory_free(journal);
}

static bool damaged(struct journal *journal, struct error *error)
{
    return error_set(error, ERROR_DATA, "'%s' is damaged: the journal chunk at seq %lld",
                     journal->file->path,
                     (long long)sqlite3_column_int64(journal->chunks, FIRST_SEQ));
}

/* False only where no event of the chunk can pass. */
static bool may_match(struct journal *journal)
{
    const struct journal_filter *filter = &journal->filter;
    sqlite3_stmt *row = journal->chunks;
    if (!((uint32_t)sqlite3_column_int64(row, KINDS) & filter->kinds))
        return false;
    if (filter->by_oid && !scan_may_contain(row, OID_SET, filter->oid))
        return false;
    if (filter->by_holder && !scan_may_contain(row, HOLDER_SET, zigzag_encode(filter->holder)))
        return false;
    if (filter->by_target &&
        !scan_may_contain(row, HOLDER_SET, zigzag_encode((int64_t)filter->target)))
        return false;
    return !filter->by_site || scan_may_contain(row, SITE_SET, filter->site);
}

static inline bool has_party(const struct event *event, int64_t holder)
{
    int64_t value;
    return (event_field(event, ROLE_HOLDER, &value) && value == holder) ||
           (event_field(event, ROLE_FROM, &value) && value == holder);
}

static inline bool has_target(const struct event *event, uint64_t target)
{
    int64_t value;
    return event_field(event, ROLE_TARGET, &value) && (uint64_t)value == target;
}

static bool is_wanted(const struct journal_filter *filter, const struct event *event)
{
    return filter->kinds >> event->kind & 1 && (!filter->by_oid || event->oid == filter->oid) &&
           (!filter->by_site || event->site == filter->site) &&
           (!filter->by_holder || has_party(event, filter->holder)) &&
           (!filter->by_target || has_target(event, filter->target));
}

/* Cuts the chunk to the wanted range, then squeezes out what the other fields rule out. */
static size_t select_events(struct journal *journal, uint64_t first_seq, size_t count,
                            const struct event **first)
{
    const struct journal_filter *filter = &journal->filter;
    size_t begin = filter->first_seq > first_seq ? filter->first_seq - first_seq : 0;
    size_t end = filter->last_seq - first_seq < count ? filter->last_seq - first_seq + 1 : count;
    *first = journal->events + begin;
    if (begin >= end)
        return 0;
    if (filter->kinds == UINT32_MAX && !filter->by_oid && !filter->by_site && !filter->by_holder &&
        !filter->by_target)
        return end - begin;
    size_t kept = begin;
    for (size_t i = begin; i < end; i++)
        if (is_wanted(filter, &journal->events[i]))
            journal->events[kept++] = journal->events[i];
    return kept - begin;
}

/* Reads the row that the statement stands on. */
static bool read_chunk(struct journal *journal, const struct event **events, size_t *count,
                       struct error *error)
{
    sqlite3_stmt *row = journal->chunks;
    int64_t first_seq = sqlite3_column_int64(row, FIRST_SEQ);
    int64_t expected = sqlite3_column_int64(row, COUNT);
    if (first_seq < 1 || expected < 1 || expected > CHUNK_DECODED_MAXIMUM ||
        (journal->next_seq && (uint64_t)first_seq != journal->next_seq) ||
        (!journal->next_seq && !journal->filter.first_seq && first_seq != 1))
        return damaged(journal, error);
    journal->next_seq = (uint64_t)first_seq + (uint64_t)expected;
    if (!may_match(journal)) {
        journal->scan->chunks_skipped++;
        return true;
    }
    journal->scan->chunks_opened++;
    const uint8_t *data = sqlite3_column_blob(row, DATA);
    size_t size = (size_t)sqlite3_column_bytes(row, DATA);
    if (!data || !chunk_decode(journal->coder, data, size, (uint64_t)first_seq, (size_t)expected,
                               journal->events))
        return damaged(journal, error);
    *count = select_events(journal, (uint64_t)first_seq, (size_t)expected, events);
    return true;
}

bool journal_next(struct journal *journal, const struct event **events, size_t *count,
                  struct error *error)
{
    *count = 0;
    while (*count == 0) {
        if (!scan_continue(journal->scan, error))
            return false;
        int result = sqlite3_step(journal->chunks);
        if (result == SQLITE_DONE)
            return true;
        if (result != SQLITE_ROW)
            return file_error(journal->file, error);
        if (!read_chunk(journal, events, count, error))
            return false;
    }
    return true;
}
