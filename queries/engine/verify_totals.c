/* Invariant 7: the tables of totals equal what the events add up to.
 *
 * How it works. The sums are made during the replay, in arrays by type and by site, as schema.sql
 * defines the columns: run, type_balance, site_balance, heap_size, and for each snapshot
 * snapshot_type and snapshot_site. At the end a table of comparisons reads each book row by row,
 * and says which column of which row differs. A book must also have a row for everything that its
 * sums have.
 *
 * A trace whose books are not written yet (run.books_seq) is checked without those that come at the
 * end.
 *
 * Memory: 80 bytes a site and 48 a type, 24 a row of heap_size.
 */
#include "queries/engine/connection.h"
#include "queries/engine/names.h"
#include "queries/engine/verification.h"

#include "base/memory.h"
#include "base/vector.h"

#include <string.h>

struct type_sums {
    int64_t births, deaths, born_bytes, live_objects, live_bytes;
};

struct site_sums {
    int64_t births, born_bytes, live_objects, live_bytes, increfs, decrefs, moves, opened, closed;
};

struct point { /* a row of heap_size */
    uint64_t seq;
    int64_t objects, bytes;
};

struct verify_totals {
    struct {
        VECTOR_OF(struct type_sums);
    } types; /* by type.id */
    struct {
        VECTOR_OF(struct site_sums);
    } sites; /* by site.id; 0 is unknown */
    struct {
        VECTOR_OF(struct point);
    } timeline;
    size_t next_point;
    int64_t objects, bytes; /* alive */
    int64_t births;
    int64_t peak_objects, peak_bytes;
    uint64_t peak_seq;
    int64_t marks;
};

/* --- sums ------------------------------------------------------------------------------------- */

/* Rows up to and with `number`, the new ones zero. Count is the capacity here. */
static void grow_sums(void **items, size_t *count, size_t size, size_t number)
{
    size_t grown = vector_grown(*count, number + 1);
    *items = memory_resize(*items, grown, size);
    memset((char *)*items + *count * size, 0, (grown - *count) * size);
    *count = grown;
}

/* The sums of a type; NULL where the trace does not define it. */
static struct type_sums *type_sums(struct verification *verification, uint32_t type)
{
    struct verify_totals *totals = verification->totals;
    if (type >= totals->types.count) {
        if (!names_type(connection_names(verification->engine), type))
            return NULL;
        grow_sums((void **)&totals->types.items, &totals->types.count, sizeof(struct type_sums),
                  type);
    }
    return &totals->types.items[type];
}

/* The sums of a site; NULL where the trace does not define it. Site 0 is the unknown one. */
static struct site_sums *site_sums(struct verification *verification, uint32_t site)
{
    struct verify_totals *totals = verification->totals;
    if (site >= totals->sites.count) {
        if (site && !names_site(connection_names(verification->engine), site))
            return NULL;
        grow_sums((void **)&totals->sites.items, &totals->sites.count, sizeof(struct site_sums),
                  site);
    }
    return &totals->sites.items[site];
}

static void change_live(struct verification *verification, const struct heap_object *object,
                        int objects, int64_t bytes)
{
    struct verify_totals *totals = verification->totals;
    struct type_sums *type = type_sums(verification, object->type);
    struct site_sums *site = site_sums(verification, object->site);
    totals->objects += objects;
    totals->bytes += bytes;
    if (type) {
        type->live_objects += objects;
        type->live_bytes += bytes;
    }
    if (site) {
        site->live_objects += objects;
        site->live_bytes += bytes;
    }
}

static void take_birth(struct verification *verification, const struct heap_object *object)
{
    struct type_sums *type = type_sums(verification, object->type);
    struct site_sums *site = site_sums(verification, object->site);
    verification->totals->births++;
    if (type) {
        type->births++;
        type->born_bytes += (int64_t)object->size;
    }
    if (site) {
        site->births++;
        site->born_bytes += (int64_t)object->size;
    }
    change_live(verification, object, 1, (int64_t)object->size);
}

static void take_death(struct verification *verification, const struct heap_object *object)
{
    struct type_sums *type = type_sums(verification, object->type);
    if (type)
        type->deaths++;
    change_live(verification, object, -1, -(int64_t)object->size);
}

/* The traffic of references, by the site of the event, and of the event that opened what ends. */
static void take_traffic(struct verification *verification, const struct event *event)
{
    struct site_sums *site = site_sums(verification, event->site);
    if (!site)
        return;
    site->increfs += event->kind == EVENT_INCREF;
    site->decrefs += event->kind == EVENT_DECREF;
    site->moves += event->kind == EVENT_MOVE;
    site->opened += event->kind != EVENT_DECREF;
    if (event->kind != EVENT_DECREF && event->kind != EVENT_MOVE)
        return;
    if (!verification->heap.has_closed)
        return;
    struct site_sums *opener = site_sums(verification, verification->heap.closed_site);
    if (opener)
        opener->closed++;
}

static void check_timeline(struct verification *verification, uint64_t seq)
{
    struct verify_totals *totals = verification->totals;
    if (totals->bytes > totals->peak_bytes) {
        totals->peak_bytes = totals->bytes;
        totals->peak_objects = totals->objects;
        totals->peak_seq = seq;
    }
    if (totals->next_point == totals->timeline.count ||
        totals->timeline.items[totals->next_point].seq != seq)
        return;
    const struct point *point = &totals->timeline.items[totals->next_point++];
    verification_check(verification, VERIFY_TOTALS);
    if (point->objects != totals->objects || point->bytes != totals->bytes)
        verification_fail(
            verification, VERIFY_TOTALS, "skewed", &(struct verification_subject){.seq = seq},
            "heap_size has %lld objects of %lld bytes, the events add up to %lld of %lld",
            (long long)point->objects, (long long)point->bytes, (long long)totals->objects,
            (long long)totals->bytes);
}

void verify_totals_event(struct verification *verification, const struct event *event,
                         const struct heap_object *before)
{
    struct verify_totals *totals = verification->totals;
    const struct heap_object *object;
    switch (event->kind) {
    case EVENT_ALLOC:
        object = heap_find(&verification->heap, event->oid);
        if (object && object->born_seq == event->seq)
            take_birth(verification, object);
        break;
    case EVENT_FREE:
        if (before->oid)
            take_death(verification, before);
        break;
    case EVENT_RESIZE:
        if (before->oid)
            change_live(verification, before, 0, event->a - (int64_t)before->size);
        break;
    case EVENT_MARK:
        totals->marks++;
        break;
    default:
        break;
    }
    if (event->kind == EVENT_INCREF || event->kind == EVENT_DECREF || event->kind == EVENT_MOVE ||
        (event->kind == EVENT_ALLOC && heap_counts(&verification->heap, (uint32_t)event->a)))
        take_traffic(verification, event);
    check_timeline(verification, event->seq);
}

/* --- comparisons ------------------------------------------------------------------------------ */

enum { MOST_COLUMNS = 10 };

/* A table whose rows are compared with sums: its first column is the key, the others are named. */
struct book {
    const char *table;
    const char *sql;
    const char *columns[MOST_COLUMNS];
    /* The sums for a key, in the order of the columns; false where there are none. */
    bool (*find)(struct verification *verification, int64_t key, int64_t *sums);
};

static bool find_type(struct verification *verification, int64_t key, int64_t *sums)
{
    const struct verify_totals *totals = verification->totals;
    if (key < 0 || (size_t)key >= totals->types.count)
        return false;
    memcpy(sums, &totals->types.items[key], sizeof totals->types.items[key]);
    return true;
}

static bool find_site(struct verification *verification, int64_t key, int64_t *sums)
{
    const struct verify_totals *totals = verification->totals;
    if (key < 0 || (size_t)key >= totals->sites.count)
        return false;
    memcpy(sums, &totals->sites.items[key], sizeof totals->sites.items[key]);
    return true;
}

static bool find_run(struct verification *verification, UNUSED int64_t key, int64_t *sums)
{
    const struct verify_totals *totals = verification->totals;
    const struct verify_report *report = verification->report;
    const int64_t all[MOST_COLUMNS] = {(int64_t)report->events,
                                       totals->births,
                                       totals->objects,
                                       totals->bytes,
                                       (int64_t)totals->peak_seq,
                                       totals->peak_objects,
                                       totals->peak_bytes,
                                       totals->marks,
                                       (int64_t)report->snapshots,
                                       (int64_t)report->collections};
    memcpy(sums, all, sizeof all);
    return true;
}

static const struct book books[] = {
    {"run",
     "SELECT id, events, objects, live_objects, live_bytes, peak_seq, peak_objects, peak_bytes,"
     " (SELECT count(*) FROM mark), (SELECT count(*) FROM snapshot WHERE NOT replayed),"
     " (SELECT count(*) FROM collection) FROM run",
     {"events", "objects", "live_objects", "live_bytes", "peak_seq", "peak_objects", "peak_bytes",
      "marks", "snapshots", "collections"},
     find_run},
    {"type_balance",
     "SELECT type_id, births, deaths, born_bytes, live_objects, live_bytes FROM type_balance",
     {"births", "deaths", "born_bytes", "live_objects", "live_bytes"},
     find_type},
    {"site_balance",
     "SELECT site_id, births, born_bytes, live_objects, live_bytes, increfs, decrefs, moves, "
     "opened,"
     " closed FROM site_balance",
     {"births", "born_bytes", "live_objects", "live_bytes", "increfs", "decrefs", "moves", "opened",
      "closed"},
     find_site},
};

static void compare_row(struct verification *verification, const struct book *book,
                        sqlite3_stmt *row)
{
    int64_t sums[MOST_COLUMNS] = {0};
    int64_t key = sqlite3_column_int64(row, 0);
    bool is_known = book->find(verification, key, sums);
    bool by_site = book->find == find_site;
    for (int i = 0; i < MOST_COLUMNS && book->columns[i]; i++) {
        if (!verification->run.has_holders && strcmp(book->columns[i], "closed") == 0)
            continue; /* which one ended is the recorder's best guess */
        int64_t value = sqlite3_column_int64(row, i + 1);
        verification_check(verification, VERIFY_TOTALS);
        if (is_known && value == sums[i])
            continue;
        verification_fail(verification, VERIFY_TOTALS, "skewed",
                          &(struct verification_subject){.site = by_site ? (uint32_t)key : 0},
                          "%s %lld says %s %lld, the events add up to %lld", book->table,
                          (long long)key, book->columns[i], (long long)value, (long long)sums[i]);
    }
}

static bool compare_book(struct verification *verification, const struct book *book, size_t *rows,
                         struct error *error)
{
    sqlite3_stmt *statement = file_prepare(engine_file(verification->engine), book->sql, error);
    if (!statement)
        return false;
    int code;
    for (*rows = 0; (code = sqlite3_step(statement)) == SQLITE_ROW; ++*rows)
        compare_row(verification, book, statement);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || connection_fail(verification->engine, error);
}

/* How many rows of sums have anything in them. */
static size_t count_used(const void *items, size_t count, size_t size)
{
    static const char zeros[sizeof(struct site_sums)];
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        used += memcmp((const char *)items + i * size, zeros, size) != 0;
    return used;
}

static void compare_rows(struct verification *verification, const char *table, size_t rows,
                         size_t used)
{
    verification_check(verification, VERIFY_TOTALS);
    if (rows < used)
        verification_fail(verification, VERIFY_TOTALS, "skewed", &(struct verification_subject){0},
                          "%s has %zu rows, the events need %zu", table, rows, used);
}

bool verify_totals_end(struct verification *verification, struct error *error)
{
    const struct verify_totals *totals = verification->totals;
    size_t rows;
    if (!compare_book(verification, &books[0], &rows, error))
        return false;
    if (!verification->run.is_finished) {
        verification_excuse(
            verification, VERIFY_TOTALS,
            "the trace is not finished: its books by type and site are not written");
        return true;
    }
    if (!verification->run.has_holders && verification->heap.has_references &&
        verification->run.objects > 0)
        verification_excuse(verification, VERIFY_TOTALS,
                            "which line's references ended is a guess without holders");
    if (!compare_book(verification, &books[1], &rows, error))
        return false;
    compare_rows(verification, books[1].table, rows,
                 count_used(totals->types.items, totals->types.count, sizeof(struct type_sums)));
    if (!compare_book(verification, &books[2], &rows, error))
        return false;
    compare_rows(verification, books[2].table, rows,
                 count_used(totals->sites.items, totals->sites.count, sizeof(struct site_sums)));
    return true;
}

/* --- beginning and end ------------------------------------------------------------------------ */

bool verify_totals_begin(struct verification *verification, struct error *error)
{
    struct verify_totals *totals = memory_zeroed(1, sizeof *totals);
    verification->totals = totals;
    sqlite3_stmt *statement =
        file_prepare(engine_file(verification->engine),
                     "SELECT seq, objects, bytes FROM heap_size ORDER BY seq", error);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        vector_push(&totals->timeline, (struct point){(uint64_t)sqlite3_column_int64(statement, 0),
                                                      sqlite3_column_int64(statement, 1),
                                                      sqlite3_column_int64(statement, 2)});
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || connection_fail(verification->engine, error);
}

void verify_totals_free(struct verification *verification)
{
    struct verify_totals *totals = verification->totals;
    if (!totals)
        return;
    vector_release(&totals->types);
    vector_release(&totals->sites);
    vector_release(&totals->timeline);
    memory_free(totals);
}
