/* How two traces differ: event by event, and in their books. */
#include "cli/difference.h"

#include "recorder/format/journal.h"

#include <string.h>

/* --- ledgers ---------------------------------------------------------------------------------- */

/* Tables of names and places, in an order that recording gives them. Paths and times are left out.
 */
static const struct {
    const char *what;
    const char *sql;
} name_tables[] = {
    {"the types", "SELECT id, name, 0 FROM type ORDER BY id"},
    {"the functions", "SELECT id, name, line FROM function ORDER BY id"},
    {"the sites", "SELECT id, parent_id || ' ' || function_id, line FROM site ORDER BY id"},
    {"the roots", "SELECT id, name, 0 FROM root ORDER BY id"},
    {"the marks", "SELECT seq, label, site_id FROM mark ORDER BY id"},
    {"the collections", "SELECT seq, trigger, collected FROM collection ORDER BY id"},
    {"the snapshots", "SELECT seq, label, edges FROM snapshot WHERE NOT replayed ORDER BY id"},
};

static bool is_same_row(sqlite3_stmt *old, sqlite3_stmt *new)
{
    const char *old_text = (const char *)sqlite3_column_text(old, 1);
    const char *new_text = (const char *)sqlite3_column_text(new, 1);
    return sqlite3_column_int64(old, 0) == sqlite3_column_int64(new, 0) &&
           sqlite3_column_int64(old, 2) == sqlite3_column_int64(new, 2) &&
           strcmp(old_text ? old_text : "", new_text ? new_text : "") == 0;
}

/* Whether both give the same rows. */
static bool compare_rows(struct engine *old, struct engine *new, const char *sql, bool *is_equal,
                         struct error *error)
{
    error->code = ERROR_NONE;
    sqlite3_stmt *old_row = engine_prepare(old, sql, NULL, error);
    sqlite3_stmt *new_row = old_row ? engine_prepare(new, sql, NULL, error) : NULL;
    bool has_row = new_row != NULL;
    *is_equal = true;
    while (has_row && *is_equal) {
        has_row = engine_step(old, old_row, error);
        if (error->code != ERROR_NONE)
            break;
        *is_equal = has_row == engine_step(new, new_row, error) &&
                    (!has_row || is_same_row(old_row, new_row));
        if (error->code != ERROR_NONE)
            break;
    }
    sqlite3_finalize(old_row);
    sqlite3_finalize(new_row);
    return error->code == ERROR_NONE;
}

/* One of the two journals, an event at a time. */
struct event_stream {
    struct journal *journal;
    const struct event *events;
    size_t count;
    size_t next;
};

/* After this there is a next event, or the stream has ended and count is 0. */
static bool fill_stream(struct event_stream *stream, struct error *error)
{
    if (stream->next < stream->count)
        return true;
    stream->next = 0;
    return journal_next(stream->journal, &stream->events, &stream->count, error);
}

static bool is_same_event(const struct event *old, const struct event *new)
{
    return old->kind == new->kind && old->oid == new->oid && old->a == new->a && old->b == new->b &&
           old->site == new->site;
}

static bool compare_streams(struct engine *engine, struct event_stream *old,
                            struct event_stream *new, struct ledger_difference *difference,
                            struct error *error)
{
    for (uint64_t seq = 1;; seq++) {
        if (!fill_stream(old, error) || !fill_stream(new, error))
            return false;
        bool is_over = old->count == 0 || new->count == 0;
        if (is_over && old->count == new->count)
            return true;
        if (is_over || !is_same_event(&old->events[old->next], &new->events[new->next])) {
            *difference = (struct ledger_difference){.what = "an event", .seq = seq};
            return true;
        }
        old->next++;
        new->next++;
        if (seq % 65536 == 0 &&
            !engine_progress_step(engine, "comparing the events", seq, 0, error))
            return false;
    }
}

static bool compare_events(struct engine *old, struct engine *new,
                           struct ledger_difference *difference, struct error *error)
{
    struct scan old_scan = {0}, new_scan = {0};
    struct journal_filter all = {0};
    struct event_stream old_stream = {.journal =
                                          journal_open(engine_file(old), &all, &old_scan, error)};
    struct event_stream new_stream = {
        .journal =
            old_stream.journal ? journal_open(engine_file(new), &all, &new_scan, error) : NULL};
    bool is_compared =
        new_stream.journal && compare_streams(old, &old_stream, &new_stream, difference, error);
    journal_close(old_stream.journal);
    journal_close(new_stream.journal);
    return is_compared;
}

bool difference_of_ledgers(struct engine *old, struct engine *new,
                           struct ledger_difference *difference, struct error *error)
{
    *difference = (struct ledger_difference){.is_equal = true};
    if (!compare_events(old, new, difference, error) || !difference->is_equal)
        return error->code == ERROR_NONE;
    for (size_t i = 0; i < sizeof name_tables / sizeof name_tables[0]; i++) {
        if (!compare_rows(old, new, name_tables[i].sql, &difference->is_equal, error))
            return false;
        if (!difference->is_equal) {
            difference->what = name_tables[i].what;
            return true;
        }
    }
    return true;
}

/* --- books ------------------------------------------------------------------------------------ */

static int compare_keys(const void *left, const void *right)
{
    return strcmp(((const struct difference_row *)left)->key,
                  ((const struct difference_row *)right)->key);
}

/* Appends what one trace answers. */
static bool load_answers(struct engine *engine, const char *sql, int numbers, bool is_new,
                         struct difference_rows *rows, struct error *error)
{
    error->code = ERROR_NONE;
    sqlite3_stmt *answer = engine_prepare(engine, sql, NULL, error);
    while (answer && engine_step(engine, answer, error)) {
        const char *key = (const char *)sqlite3_column_text(answer, 0);
        struct difference_row row = {.key = memory_copy_string(key ? key : "?")};
        for (int i = 0; i < numbers; i++)
            (is_new ? row.new : row.old)[i] = sqlite3_column_int64(answer, i + 1);
        vector_push(rows, row);
    }
    sqlite3_finalize(answer);
    return error->code == ERROR_NONE;
}

/* After this there is one row a key. */
static void join_rows(struct difference_rows *rows)
{
    size_t kept = 0;
    if (rows->count > 0)
        qsort(rows->items, rows->count, sizeof *rows->items, compare_keys);
    for (size_t i = 0; i < rows->count; i++) {
        struct difference_row *row = &rows->items[i];
        struct difference_row *last = kept > 0 ? &rows->items[kept - 1] : NULL;
        if (last == NULL || strcmp(last->key, row->key) != 0) {
            rows->items[kept++] = *row;
            continue;
        }
        for (size_t number = 0; number < 3; number++) {
            last->old[number] += row->old[number];
            last->new[number] += row->new[number];
        }
        memory_free(row->key);
    }
    rows->count = kept;
}

bool difference_of_answers(struct engine *old, struct engine *new, const char *sql, int numbers,
                           struct difference_rows *rows, struct error *error)
{
    *rows = (struct difference_rows){0};
    bool is_loaded = load_answers(old, sql, numbers, false, rows, error) &&
                     load_answers(new, sql, numbers, true, rows, error);
    join_rows(rows);
    return is_loaded;
}

void difference_rows_release(struct difference_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        memory_free(rows->items[i].key);
    vector_release(rows);
}
