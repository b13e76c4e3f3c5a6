/* A small program is recorded and read back: events, names, snapshots, books, and how it ended. */
#include "base/memory.h"
#include "recorder/format/clock.h"
#include "recorder/format/journal.h"
#include "recorder/format/objects.h"
#include "recorder/format/snapshot.h"
#include "recorder/recorder.h"
#include "tests/folder.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* --- recording -------------------------------------------------------------------------------- */

struct recording {
    char *path;
    struct recorder_outcome outcome;
    struct file file;
};

static struct recorder_lane *open_lane(struct recorder *recorder)
{
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(recorder, &error);
    assert_non_null(lane);
    return lane;
}

static struct recording record(const char *name, const struct recorder_options *given,
                               int (*program)(struct recorder *recorder, void *context),
                               void *context)
{
    struct recording recording = {.path = in_folder(name)};
    struct recorder_options options = *given;
    options.file = recording.path;
    struct error error = {0};
    if (!recorder_run(&options, program, context, &recording.outcome, &error))
        fail_msg("%s", error.message);
    if (!file_open(recording.path, &recording.file, &error))
        fail_msg("%s", error.message);
    return recording;
}

static void forget(struct recording *recording)
{
    file_close(&recording->file);
    memory_free(recording->path);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* All events that pass the filter, one line each: "seq kind oid a b site". */
static void read_events(struct file *file, const struct journal_filter *filter, struct buffer *text)
{
    struct error error = {0};
    const struct event *events;
    size_t count;
    struct journal *journal = journal_open(file, filter, NULL, &error);
    assert_non_null(journal);
    for (;;) {
        if (!journal_next(journal, &events, &count, &error))
            fail_msg("%s", error.message);
        if (count == 0)
            break;
        for (size_t i = 0; i < count; i++)
            buffer_format(text, "%llu %s %llu %lld %lld %u\n", (unsigned long long)events[i].seq,
                          event_descriptions[events[i].kind].text,
                          (unsigned long long)events[i].oid, (long long)events[i].a,
                          (long long)events[i].b, events[i].site);
    }
    journal_close(journal);
}

static void assert_events(struct file *file, const struct journal_filter *filter,
                          const char *expected)
{
    struct buffer text = BUFFER_EMPTY;
    read_events(file, filter, &text);
    assert_string_equal(buffer_text(&text), expected);
    buffer_release(&text);
}

/* The rows of a statement: columns parted by '|', rows by newlines. */
static void assert_rows(struct file *file, const char *sql, const char *expected)
{
    struct error error = {0};
    struct buffer text = BUFFER_EMPTY;
    sqlite3_stmt *statement = file_prepare(file, sql, &error);
    if (!statement)
        fail_msg("%s", error.message);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *value = (const char *)sqlite3_column_text(statement, i);
            buffer_format(&text, "%s%s", i ? "|" : "", value ? value : "NULL");
        }
        buffer_append_byte(&text, '\n');
    }
    sqlite3_finalize(statement);
    assert_string_equal(buffer_text(&text), expected);
    buffer_release(&text);
}

/* Lines "oid type born died fate refcount increfs decrefs", ascending by oid. */
static void assert_objects(struct file *file, const struct objects_filter *filter,
                           const char *expected)
{
    struct error error = {0};
    const struct object_record *records;
    size_t count;
    struct buffer text = BUFFER_EMPTY;
    struct objects *objects = objects_open(file, filter, NULL, &error);
    assert_non_null(objects);
    for (;;) {
        assert_true(objects_next(objects, &records, &count, &error));
        if (count == 0)
            break;
        for (const struct object_record *record = records; record < records + count; record++)
            buffer_format(&text, "%d %u %d %d %u %d %d %d\n", (int)record->oid, record->type,
                          (int)record->born_seq, (int)record->died_seq, record->fate,
                          (int)record->refcount, (int)record->increfs, (int)record->decrefs);
    }
    objects_close(objects);
    assert_string_equal(buffer_text(&text), expected);
    buffer_release(&text);
}

static void assert_edges(struct file *file, uint64_t snapshot, const struct snapshot_filter *filter,
                         const char *expected)
{
    struct error error = {0};
    const struct snapshot_edge *edges;
    size_t count;
    struct buffer text = BUFFER_EMPTY;
    struct snapshot_scan *scan = snapshot_edges_open(file, snapshot, filter, NULL, &error);
    assert_non_null(scan);
    for (;;) {
        assert_true(snapshot_edges_next(scan, &edges, &count, &error));
        if (count == 0)
            break;
        for (const struct snapshot_edge *edge = edges; edge < edges + count; edge++)
            buffer_format(&text, "%d -> %d label %u %d opened %d at %u\n", (int)edge->holder,
                          (int)edge->oid, edge->label, (int)edge->value, (int)edge->opened_seq,
                          edge->site);
    }
    snapshot_scan_close(scan);
    assert_string_equal(buffer_text(&text), expected);
    buffer_release(&text);
}

/* --- programs --------------------------------------------------------------------------------- */

static int do_nothing(struct recorder *recorder, void *context)
{
    (void)context;
    recorder_stop(recorder);
    return 0;
}

/* A list that holds a node, which dies; a picture in between. */
static int hold_and_let_go(struct recorder *recorder, void *context)
{
    (void)context;
    struct recorder_lane *lane = open_lane(recorder);
    uint32_t list = recorder_type(lane, "list"), node = recorder_type(lane, "Node");
    int64_t globals = recorder_root(lane, "globals of __main__");
    uint32_t function = recorder_function(lane, "main", "program.py", 1);
    uint32_t birth = recorder_site(lane, 0, function, 2),
             store = recorder_site(lane, 0, function, 3);
    uint64_t cache = recorder_alloc(lane, list, 56, birth);
    recorder_move(lane, cache, HOLDER_IN_FLIGHT, globals, birth);
    uint64_t held = recorder_alloc(lane, node, 48, store);
    recorder_incref(lane, held, (int64_t)cache, store);
    recorder_decref(lane, held, HOLDER_IN_FLIGHT, store);
    recorder_emit(lane, EVENT_RESIZE, cache, 88, 0, store);
    recorder_snapshot_begin(lane, "warm", store);
    recorder_snapshot_object(lane, cache, list, 88, 1, 0x1000);
    recorder_snapshot_object(lane, held, node, 48, 1, 0x2000);
    recorder_snapshot_edge(lane, globals, cache, EDGE_GLOBAL, recorder_text(lane, "cache", 5));
    recorder_snapshot_edge(lane, (int64_t)cache, held, EDGE_INDEX, 0);
    recorder_snapshot_end(lane);
    recorder_mark(lane, "dropping", birth);
    recorder_decref(lane, held, (int64_t)cache, birth);
    recorder_free(lane, held, 0, birth);
    recorder_stop(recorder);
    return 7;
}

/* --- tests ------------------------------------------------------------------------------------ */

static void an_empty_run_makes_an_empty_ledger(void **state)
{
    (void)state;
    struct recording recording =
        record("empty.db", &(struct recorder_options){.program = "p"}, do_nothing, NULL);
    assert_int_equal(recording.outcome.exit_code, 0);
    assert_events(&recording.file, &(struct journal_filter){0}, "");
    assert_objects(&recording.file, &(struct objects_filter){0}, "");
    assert_rows(&recording.file,
                "SELECT program, state, ended, exit_code, events, objects, books_seq FROM run",
                "p|complete|exit|0|0|0|0\n");
    forget(&recording);
}

static const char held_events[] = "1 alloc 1 1 56 1\n"
                                  "2 move 1 0 -2 1\n"
                                  "3 alloc 2 2 48 2\n"
                                  "4 incref 2 1 0 2\n"
                                  "5 decref 2 0 0 2\n"
                                  "6 resize 1 88 0 2\n"
                                  "7 snapshot 0 1 0 2\n"
                                  "8 mark 0 1 0 1\n"
                                  "9 decref 2 1 0 1\n"
                                  "10 free 2 0 0 1\n";

static void every_event_is_read_back(void **state)
{
    (void)state;
    struct recording recording =
        record("held.db", &(struct recorder_options){0}, hold_and_let_go, NULL);
    assert_int_equal(recording.outcome.exit_code, 7);
    assert_int_equal(recording.outcome.events, 10);
    assert_int_equal(recording.outcome.objects, 2);
    assert_events(&recording.file, &(struct journal_filter){0}, held_events);
    forget(&recording);
}

static void a_filter_lets_through_what_it_names(void **state)
{
    (void)state;
    struct recording recording =
        record("filter.db", &(struct recorder_options){0}, hold_and_let_go, NULL);
    struct file *file = &recording.file;
    assert_events(file, &(struct journal_filter){.first_seq = 6, .last_seq = 7},
                  "6 resize 1 88 0 2\n7 snapshot 0 1 0 2\n");
    assert_events(file,
                  &(struct journal_filter){.by_oid = true, .oid = 1, .by_site = true, .site = 1},
                  "1 alloc 1 1 56 1\n2 move 1 0 -2 1\n");
    assert_events(file, &(struct journal_filter){.by_holder = true, .holder = -2},
                  "2 move 1 0 -2 1\n");
    assert_events(file, &(struct journal_filter){.kinds = 1u << EVENT_FREE}, "10 free 2 0 0 1\n");
    assert_events(file, &(struct journal_filter){.by_oid = true, .oid = 99}, "");
    forget(&recording);
}

static void names_stand_in_plain_tables(void **state)
{
    (void)state;
    struct recording recording =
        record("names.db", &(struct recorder_options){0}, hold_and_let_go, NULL);
    struct file *file = &recording.file;
    assert_rows(file, "SELECT id, name FROM type ORDER BY id", "1|list\n2|Node\n");
    assert_rows(file, "SELECT id, name FROM root ORDER BY id DESC",
                "-1|unknown\n-2|globals of __main__\n");
    assert_rows(file, "SELECT id, parent_id, function, file, line FROM site ORDER BY id",
                "1|0|main|program.py|2\n2|0|main|program.py|3\n");
    assert_rows(file, "SELECT id, text FROM text", "1|cache\n");
    assert_rows(file, "SELECT id, seq, label, site_id FROM mark", "1|8|dropping|1\n");
    forget(&recording);
}

/* "aéé…", so that a character begins at each odd byte. */
static int give_long_names(struct recorder *recorder, void *context)
{
    (void)context;
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(recorder, &error);
    if (!lane)
        return 1;
    char name[10001] = "a";
    for (size_t i = 1; i + 2 < sizeof name; i += 2)
        memcpy(name + i, "é", 2);
    uint32_t type = recorder_type(lane, name);
    uint32_t function = recorder_function(lane, name, name, 1);
    return recorder_function(lane, name, name, 1) != function || type == 0;
}

static void a_name_out_of_all_measure_is_cut_between_two_characters(void **state)
{
    (void)state;
    struct recording recording =
        record("long.db", &(struct recorder_options){0}, give_long_names, NULL);
    static const char size[] = "SELECT length(CAST(name AS BLOB)), substr(name, -1) FROM type"
                               " UNION ALL SELECT length(CAST(name AS BLOB)), substr(file, -1)"
                               " FROM function";
    char expected[100];
    snprintf(expected, sizeof expected, "%d|é\n%d|é\n", NAME_MAXIMUM - 1, NAME_MAXIMUM - 1);
    assert_rows(&recording.file, size, expected);
    forget(&recording);
}

static void a_snapshot_knows_who_holds_what_and_since_when(void **state)
{
    (void)state;
    struct recording recording =
        record("snapshot.db", &(struct recorder_options){0}, hold_and_let_go, NULL);
    struct file *file = &recording.file;
    assert_rows(file,
                "SELECT id, seq, label, objects, edges, bytes, last_oid, complete, site_id"
                " FROM snapshot",
                "1|7|warm|2|2|136|2|1|2\n");
    assert_edges(file, 1, &(struct snapshot_filter){0},
                 "-2 -> 1 label 6 1 opened 2 at 1\n"
                 "1 -> 2 label 4 0 opened 4 at 2\n");
    assert_edges(file, 1, &(struct snapshot_filter){.by_holder = true, .holder = 1},
                 "1 -> 2 label 4 0 opened 4 at 2\n");
    assert_rows(file, "SELECT type_id, objects, bytes, count FROM snapshot_type ORDER BY type_id",
                "1|1|88|1\n2|1|48|1\n");
    assert_rows(file, "SELECT site_id, type_id, objects, bytes FROM snapshot_site ORDER BY site_id",
                "1|1|1|88\n2|2|1|48\n");
    forget(&recording);
}

static void the_books_add_up(void **state)
{
    (void)state;
    struct recording recording =
        record("books.db", &(struct recorder_options){0}, hold_and_let_go, NULL);
    struct file *file = &recording.file;
    assert_objects(file, &(struct objects_filter){0},
                   "2 2 3 10 1 0 1 2\n"
                   "1 1 1 0 0 1 0 0\n");
    assert_objects(file, &(struct objects_filter){.alive_at = 9, .first_oid = 2},
                   "2 2 3 10 1 0 1 2\n");
    assert_objects(file, &(struct objects_filter){.only_alive = true}, "1 1 1 0 0 1 0 0\n");
    assert_rows(file,
                "SELECT site_id, births, live_objects, live_bytes, increfs, decrefs, moves, opened,"
                " closed FROM site_balance ORDER BY site_id",
                "1|1|1|88|0|1|1|2|1\n"
                "2|1|0|0|1|1|0|2|2\n");
    assert_rows(file, "SELECT type_id, births, deaths, live_objects, live_bytes FROM type_balance",
                "1|1|0|1|88\n2|1|1|0|0\n");
    assert_rows(file,
                "SELECT peak_seq, peak_objects, peak_bytes, live_objects, has_holders FROM run",
                "6|2|136|1|1\n");
    assert_edges(file, 0, &(struct snapshot_filter){0}, "-2 -> 1 label 0 0 opened 2 at 1\n");
    forget(&recording);
}

/* Two functions each take a reference; one of them forgets to release it. No holders are known. */
static int forget_a_release(struct recorder *recorder, void *context)
{
    (void)context;
    struct recorder_lane *lane = open_lane(recorder);
    uint32_t type = recorder_type(lane, "picture");
    uint32_t work = recorder_function(lane, "work", "p.c", 1);
    uint32_t show = recorder_function(lane, "show", "p.c", 20);
    uint32_t load = recorder_site(lane, 0, work, 2), call = recorder_site(lane, 0, work, 3);
    uint32_t release = recorder_site(lane, 0, work, 4), hold = recorder_site(lane, call, show, 21);
    uint64_t oid = recorder_alloc(lane, type, 16, load);
    recorder_incref(lane, oid, HOLDER_UNKNOWN, hold);
    recorder_decref(lane, oid, HOLDER_UNKNOWN, release);
    recorder_stop(recorder);
    return 0;
}

static void a_release_ends_the_reference_that_its_own_function_took(void **state)
{
    (void)state;
    struct recording recording =
        record("frames.db", &(struct recorder_options){0}, forget_a_release, NULL);
    assert_rows(&recording.file,
                "SELECT function, line, opened, closed FROM site_balance"
                " JOIN site ON site.id = site_id WHERE opened > 0 ORDER BY line",
                "work|2|1|1\nshow|21|1|0\n");
    assert_rows(&recording.file, "SELECT has_holders FROM run", "0\n");
    forget(&recording);
}

/* Sites and types that were never defined, as a faulty program may name them. */
static int name_what_is_not_defined(struct recorder *recorder, void *context)
{
    (void)context;
    struct recorder_lane *lane = open_lane(recorder);
    uint64_t oid = recorder_alloc(lane, UINT32_MAX, 16, UINT32_MAX);
    recorder_decref(lane, oid, HOLDER_IN_FLIGHT, UINT32_MAX - 1);
    recorder_free(lane, oid, 0, 0);
    recorder_stop(recorder);
    return 0;
}

static void a_number_out_of_nowhere_does_no_harm(void **state)
{
    (void)state;
    struct recording recording =
        record("nowhere.db", &(struct recorder_options){0}, name_what_is_not_defined, NULL);
    assert_events(&recording.file, &(struct journal_filter){0},
                  "1 alloc 1 4294967295 16 4294967295\n"
                  "2 decref 1 0 0 4294967294\n"
                  "3 free 1 0 0 0\n");
    forget(&recording);
}

/* Some hundred thousand events, so that the ring wraps, chunks fill and objects die by the
 * thousand. */
static int churn(struct recorder *recorder, void *context)
{
    const uint64_t *rounds = context;
    struct recorder_lane *lane = open_lane(recorder);
    uint32_t type = recorder_type(lane, "int");
    uint32_t function = recorder_function(lane, "churn", "churn.py", 1);
    uint32_t site = recorder_site(lane, 0, function, 2);
    for (uint64_t i = 0; i < *rounds; i++) {
        uint64_t oid = recorder_alloc(lane, type, i % 100, site);
        recorder_incref(lane, oid, HOLDER_UNKNOWN, site);
        recorder_decref(lane, oid, HOLDER_UNKNOWN, site);
        recorder_decref(lane, oid, HOLDER_IN_FLIGHT, site);
        recorder_free(lane, oid, 0, site);
    }
    recorder_stop(recorder);
    return 0;
}

static void a_full_ring_makes_the_program_wait_and_nothing_is_lost(void **state)
{
    (void)state;
    uint64_t rounds = 100000;
    struct recording recording = record("churn.db", &(struct recorder_options){0}, churn, &rounds);
    assert_int_equal(recording.outcome.events, 5 * rounds);
    struct error error;
    const struct event *events;
    size_t count;
    uint64_t seq = 0;
    struct journal *journal =
        journal_open(&recording.file, &(struct journal_filter){0}, NULL, &error);
    while (journal_next(journal, &events, &count, &error) && count)
        for (size_t i = 0; i < count; i++, seq++) {
            static const uint32_t kinds[] = {EVENT_ALLOC, EVENT_INCREF, EVENT_DECREF, EVENT_DECREF,
                                             EVENT_FREE};
            assert_int_equal(events[i].seq, seq + 1);
            assert_int_equal(events[i].oid, seq / 5 + 1);
            assert_int_equal(events[i].kind, kinds[seq % 5]);
        }
    assert_int_equal(seq, 5 * rounds);
    journal_close(journal);
    assert_rows(&recording.file, "SELECT sum(count), min(min_oid), max(max_oid) FROM object_chunk",
                "100000|1|100000\n");
    assert_rows(&recording.file, "SELECT live_objects, has_holders FROM run", "0|0\n");
    forget(&recording);
}

static void chunks_that_cannot_match_stay_closed(void **state)
{
    (void)state;
    uint64_t rounds = 100000;
    struct recording recording = record("skip.db", &(struct recorder_options){0}, churn, &rounds);
    struct error error;
    const struct event *events;
    size_t count, total = 0;
    struct scan scan = {0};
    struct journal_filter filter = {.by_oid = true, .oid = 50000};
    struct journal *journal = journal_open(&recording.file, &filter, &scan, &error);
    while (journal_next(journal, &events, &count, &error) && count)
        total += count;
    journal_close(journal);
    assert_int_equal(total, 5);
    assert_true(scan.chunks_opened <= 2);
    assert_true(scan.chunks_skipped >= 6);
    forget(&recording);
}

static int die(struct recorder *recorder, void *context)
{
    const int *signal = context;
    struct recorder_lane *lane = open_lane(recorder);
    uint32_t type = recorder_type(lane, "int");
    for (int i = 0; i < 1000; i++)
        recorder_alloc(lane, type, 8, 0);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    raise(*signal);
    return 0;
}

static void a_killed_program_leaves_a_whole_trace_that_says_so(void **state)
{
    (void)state;
    int signal = SIGKILL;
    struct recording recording = record("killed.db", &(struct recorder_options){0}, die, &signal);
    assert_int_equal(recording.outcome.exit_code, 137);
    assert_int_equal(recording.outcome.signal, SIGKILL);
    assert_rows(&recording.file, "SELECT state, ended, exit_code, signal, events, objects FROM run",
                "complete|signal|137|9|1000|1000\n");
    forget(&recording);
}

/* Says how far it came, then kills its writer, and goes on to its own exit code. */
static int kill_the_writer(struct recorder *recorder, void *context)
{
    (void)context;
    struct recorder_lane *lane = open_lane(recorder);
    uint32_t type = recorder_type(lane, "int");
    for (int i = 0; i < 1000; i++)
        recorder_alloc(lane, type, 8, 0);
    usleep(400000);
    kill(getppid(), SIGKILL);
    char *said = in_folder("said");
    if (!freopen(said, "w", stderr)) /* the one line */
        return 1;
    for (int i = 0; i < 1000000; i++)
        recorder_alloc(lane, type, 8, 0);
    char *finished = in_folder("finished");
    FILE *file = fopen(finished, "w");
    fclose(file);
    memory_free(finished);
    memory_free(said);
    return 0;
}

static void assert_file_says(const char *name, const char *expected)
{
    char *path = in_folder(name), text[1000] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_int_equal(size, strlen(text));
    assert_string_equal(text, expected);
    memory_free(path);
}

static void a_killed_writer_leaves_the_program_unharmed_and_a_trace_that_opens(void **state)
{
    (void)state;
    char *path = in_folder("orphan.db"), *finished = in_folder("finished");
    pid_t writer = fork();
    if (writer == 0) {
        struct recorder_outcome outcome;
        struct error error;
        bool good = recorder_run(&(struct recorder_options){.file = path}, kill_the_writer, NULL,
                                 &outcome, &error);
        _exit(good ? 1 : 2);
    }
    struct stat status;
    for (int i = 0; i < 1000 && stat(finished, &status) != 0; i++)
        usleep(10000);
    assert_int_equal(stat(finished, &status), 0);
    struct file file;
    struct error error = {0};
    if (!file_open(path, &file, &error))
        fail_msg("%s", error.message);
    assert_rows(&file, "SELECT state, events, objects FROM run", "recording|1000|1000\n");
    assert_file_says("said", "heapledger: the writer of the trace has died;"
                             " the program goes on unrecorded\n");
    struct objects *objects = objects_open(&file, &(struct objects_filter){0}, NULL, &error);
    const struct object_record *records;
    size_t count;
    assert_true(objects_next(objects, &records, &count, &error));
    assert_int_equal(count, 1000);
    objects_close(objects);
    file_close(&file);
    memory_free(path);
    memory_free(finished);
}

static void an_existing_file_is_refused(void **state)
{
    (void)state;
    char *path = in_folder("twice.db");
    struct recorder_options options = {.file = path};
    struct recorder_outcome outcome;
    struct error error;
    assert_true(recorder_run(&options, do_nothing, NULL, &outcome, &error));
    assert_false(recorder_run(&options, do_nothing, NULL, &outcome, &error));
    assert_int_equal(error.code, ERROR_CANNOT_CREATE);
    assert_non_null(strstr(error.message, "exists already"));
    options.overwrite = true;
    assert_true(recorder_run(&options, do_nothing, NULL, &outcome, &error));
    memory_free(path);
}

static void lifetimes_leave_the_count_traffic_out(void **state)
{
    (void)state;
    uint64_t rounds = 10;
    struct recording recording = record(
        "lifetimes.db", &(struct recorder_options){.level = RECORD_LIFETIMES}, churn, &rounds);
    assert_int_equal(recording.outcome.events, 20);
    assert_rows(&recording.file, "SELECT level, live_objects FROM run", "lifetimes|0\n");
    forget(&recording);
}

static void only_one_type_keeps_its_count_traffic(void **state)
{
    (void)state;
    struct recording recording =
        record("only.db", &(struct recorder_options){.only = "N*"}, hold_and_let_go, NULL);
    assert_events(&recording.file, &(struct journal_filter){.by_oid = true, .oid = 1},
                  "1 alloc 1 1 56 1\n5 resize 1 88 0 2\n");
    assert_events(&recording.file, &(struct journal_filter){.by_oid = true, .oid = 2},
                  "2 alloc 2 2 48 2\n3 incref 2 1 0 2\n4 decref 2 0 0 2\n"
                  "8 decref 2 1 0 1\n9 free 2 0 0 1\n");
    assert_rows(&recording.file, "SELECT only_type FROM run", "N*\n");
    forget(&recording);
}

static void a_deterministic_recording_is_the_same_twice(void **state)
{
    (void)state;
    struct recorder_options options = {.deterministic = true};
    struct recording first = record("same1.db", &options, hold_and_let_go, NULL);
    struct recording second = record("same2.db", &options, hold_and_let_go, NULL);
    static const char sql[] = "SELECT hex(data), begin_ns, end_ns FROM journal"
                              " UNION ALL SELECT hex(data), 0, 0 FROM snapshot_chunk"
                              " UNION ALL SELECT process_id, started_unix_ns, duration_ns FROM run";
    struct error error;
    sqlite3_stmt *one = file_prepare(&first.file, sql, &error);
    sqlite3_stmt *two = file_prepare(&second.file, sql, &error);
    while (sqlite3_step(one) == SQLITE_ROW) {
        assert_int_equal(sqlite3_step(two), SQLITE_ROW);
        for (int i = 0; i < 3; i++)
            assert_string_equal((const char *)sqlite3_column_text(one, i),
                                (const char *)sqlite3_column_text(two, i));
    }
    sqlite3_finalize(one);
    sqlite3_finalize(two);
    forget(&first);
    forget(&second);
}

static void a_writer_of_its_own_writes_for_a_program_that_started_alone(void **state)
{
    (void)state;
    char *path = in_folder("alone.db");
    struct error error = {0};
    struct recorder *recorder = recorder_start(&(struct recorder_options){.file = path}, &error);
    if (!recorder)
        fail_msg("%s", error.message);
    assert_int_equal(hold_and_let_go(recorder, NULL), 7);
    struct file file;
    if (!file_open(path, &file, &error))
        fail_msg("%s", error.message);
    assert_events(&file, &(struct journal_filter){0}, held_events);
    assert_rows(&file, "SELECT state, ended FROM run", "complete|NULL\n");
    file_close(&file);
    memory_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_run_makes_an_empty_ledger),
        cmocka_unit_test(every_event_is_read_back),
        cmocka_unit_test(a_filter_lets_through_what_it_names),
        cmocka_unit_test(names_stand_in_plain_tables),
        cmocka_unit_test(a_name_out_of_all_measure_is_cut_between_two_characters),
        cmocka_unit_test(a_snapshot_knows_who_holds_what_and_since_when),
        cmocka_unit_test(the_books_add_up),
        cmocka_unit_test(a_release_ends_the_reference_that_its_own_function_took),
        cmocka_unit_test(a_number_out_of_nowhere_does_no_harm),
        cmocka_unit_test(a_full_ring_makes_the_program_wait_and_nothing_is_lost),
        cmocka_unit_test(chunks_that_cannot_match_stay_closed),
        cmocka_unit_test(a_killed_program_leaves_a_whole_trace_that_says_so),
        cmocka_unit_test(a_killed_writer_leaves_the_program_unharmed_and_a_trace_that_opens),
        cmocka_unit_test(an_existing_file_is_refused),
        cmocka_unit_test(lifetimes_leave_the_count_traffic_out),
        cmocka_unit_test(only_one_type_keeps_its_count_traffic),
        cmocka_unit_test(a_deterministic_recording_is_the_same_twice),
        cmocka_unit_test(a_writer_of_its_own_writes_for_a_program_that_started_alone),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
