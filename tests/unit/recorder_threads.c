/* Several threads record at once: nothing is lost, each thread's order stands, and an object that
 * goes from hand to hand is never closed before it was opened. */
#include "base/memory.h"
#include "recorder/format/journal.h"
#include "recorder/format/objects.h"
#include "recorder/process.h"
#include "recorder/program.h"
#include "recorder/recorder.h"
#include "tests/folder.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define THREADS 4
#define ROUNDS  20000

/* Objects that threads throw to one another: 0 is an empty place. */
static _Atomic uint64_t places[8];

struct worker {
    pthread_t thread;
    struct recorder *recorder;
    uint32_t type;
    uint32_t site; /* every event of this thread has it */
    uint64_t events;
};

/* Ends both references of an object that another thread may have begun. */
static void end_object(struct worker *worker, struct recorder_lane *lane, uint64_t oid)
{
    if (!oid)
        return;
    recorder_decref(lane, oid, HOLDER_UNKNOWN, worker->site);
    recorder_decref(lane, oid, HOLDER_IN_FLIGHT, worker->site);
    recorder_free(lane, oid, 0, worker->site);
    worker->events += 3;
}

/* Puts a fresh object where another thread takes it, and ends the one that was there. */
static void exchange_object(struct worker *worker, struct recorder_lane *lane,
                            _Atomic uint64_t *place)
{
    uint64_t oid = recorder_alloc(lane, worker->type, 16, worker->site);
    recorder_incref(lane, oid, HOLDER_UNKNOWN, worker->site);
    worker->events += 2;
    end_object(worker, lane, atomic_exchange(place, oid));
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(worker->recorder, &error);
    if (!lane)
        return NULL;
    for (uint64_t i = 0; i < ROUNDS; i++)
        exchange_object(worker, lane, &places[(i * 7 + worker->site) % 8]);
    recorder_lane_close(lane);
    return worker;
}

/* What is left in the places is freed by the first lane. */
static uint64_t clear_places(struct recorder_lane *lane, uint32_t site)
{
    struct worker cleaner = {.site = site};
    for (size_t i = 0; i < 8; i++)
        end_object(&cleaner, lane, atomic_exchange(&places[i], 0));
    return cleaner.events;
}

static int throw_to_one_another(struct recorder *recorder, void *context)
{
    (void)context;
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(recorder, &error);
    uint32_t type = recorder_type(lane, "ball");
    uint32_t function = recorder_function(lane, "work", "threads.c", 1);
    struct worker workers[THREADS];
    for (uint32_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.recorder = recorder, .type = type};
        workers[i].site = recorder_site(lane, 0, function, 10 + i);
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    uint64_t events = 0;
    bool good = true;
    for (uint32_t i = 0; i < THREADS; i++) {
        void *result;
        pthread_join(workers[i].thread, &result);
        good = good && result;
        events += workers[i].events;
    }
    events += clear_places(lane, 0);
    uint32_t count = (uint32_t)events;
    recorder_emit(lane, EVENT_FINALIZE, 0, 0, 0, count); /* tells how many there were before it */
    recorder_stop(recorder);
    return good ? 0 : 1;
}

/* By how far each object has come, which its events must follow. */
static const uint32_t life[] = {EVENT_ALLOC, EVENT_INCREF, EVENT_DECREF, EVENT_DECREF, EVENT_FREE};

/* Every event of every thread is there, and each object's life is in order. */
static void assert_lives(const char *path)
{
    struct file file;
    struct file_run run;
    struct error error = {0};
    if (!file_open(path, &file, &error))
        fail_msg("%s", error.message);
    assert_true(file_read_run(&file, &run, &error));
    uint8_t *stages = memory_zeroed(run.objects + 1, 1);
    struct journal *journal = journal_open(&file, &(struct journal_filter){0}, NULL, &error);
    const struct event *events;
    size_t count;
    uint64_t seen = 0;
    while (journal_next(journal, &events, &count, &error) && count)
        for (size_t i = 0; i < count; i++) {
            if (events[i].kind == EVENT_FINALIZE) {
                assert_int_equal(events[i].site, seen);
                continue;
            }
            assert_true(events[i].oid >= 1 && events[i].oid <= run.objects);
            assert_int_equal(events[i].kind, life[stages[events[i].oid]++]);
            seen++;
        }
    journal_close(journal);
    assert_int_equal(seen + 1, run.events);
    for (uint64_t oid = 1; oid <= run.objects; oid++)
        assert_int_equal(stages[oid], 5);
    memory_free(stages);
    file_close(&file);
}

static void every_thread_is_heard_and_every_object_balances(void **state)
{
    (void)state;
    char *path = in_folder("threads.db");
    struct recorder_outcome outcome;
    struct error error = {0};
    if (!recorder_run(&(struct recorder_options){.file = path, .overwrite = true},
                      throw_to_one_another, NULL, &outcome, &error))
        fail_msg("%s", error.message);
    assert_int_equal(outcome.exit_code, 0);
    assert_lives(path);
    memory_free(path);
}

/* --- both ends of the ring in one process ----------------------------------------------------- */

struct reader {
    struct ring_shared *shared;
    struct recorder_options options;
};

static bool has_stopped(void *context)
{
    struct reader *reader = context;
    return atomic_load(&reader->shared->is_stopped);
}

static void *write_trace(void *context)
{
    struct reader *reader = context;
    struct recorder_outcome outcome = {0};
    struct error error;
    ring_writer_begins(reader->shared);
    struct writer *writer = writer_open(reader->shared, &reader->options, 1, &error);
    ring_writer_reads(reader->shared);
    bool good = writer && process_pump(writer, has_stopped, reader, &error) &&
                writer_finish(writer, false, &outcome, &error);
    writer_free(writer);
    ring_writer_ends(reader->shared);
    return good ? reader : NULL;
}

/* ThreadSanitizer does not look from one process into another. */
static void program_and_writer_agree_in_one_process(void **state)
{
    (void)state;
    char *path = in_folder("together.db");
    struct error error = {0};
    struct reader reader = {.shared = ring_map_new(&error), .options = {.file = path}};
    ring_describe(reader.shared, &reader.options);
    pthread_t thread;
    void *result;
    pthread_create(&thread, NULL, write_trace, &reader);
    while (atomic_load(&reader.shared->writer) == WRITER_STARTING)
        usleep(100);
    struct recorder *recorder = program_recorder_new(reader.shared, &reader.options);
    recorder->is_alone = true; /* recorder_stop waits for the writer */
    assert_int_equal(throw_to_one_another(recorder, NULL), 0);
    pthread_join(thread, &result);
    assert_non_null(result);
    assert_lives(path);
    memory_free(path);
}

/* More threads, one after another, than there are lanes. */
static void *open_and_close(void *context)
{
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(context, &error);
    if (!lane)
        return NULL;
    recorder_mark(lane, "here", 0);
    recorder_lane_close(lane);
    return context;
}

static int many_threads(struct recorder *recorder, void *context)
{
    (void)context;
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(recorder, &error);
    recorder_mark(lane, "first", 0);
    for (int i = 0; i < 500; i++) {
        pthread_t thread;
        void *result;
        pthread_create(&thread, NULL, open_and_close, recorder);
        pthread_join(thread, &result);
        if (!result)
            return 1;
    }
    recorder_stop(recorder);
    return 0;
}

static void a_lane_is_used_again_when_its_thread_has_gone(void **state)
{
    (void)state;
    char *path = in_folder("many.db");
    struct recorder_outcome outcome;
    struct error error = {0};
    assert_true(recorder_run(&(struct recorder_options){.file = path}, many_threads, NULL, &outcome,
                             &error));
    assert_int_equal(outcome.exit_code, 0);
    assert_int_equal(outcome.events, 501);
    memory_free(path);
}

/* The last lane is as good as the first; beyond it one has to be closed first. */
static int take_every_lane(struct recorder *recorder, void *context)
{
    (void)context;
    struct error error;
    struct recorder_lane *lane = NULL, *next;
    int count = 0, most;
    for (; (next = recorder_lane_open(recorder, &error)); count++) {
        lane = next;
        recorder_mark(lane, "here", 0);
    }
    if (sscanf(error.message, "more than %d threads", &most) != 1 || most != count)
        return 0;
    recorder_lane_close(lane);
    lane = recorder_lane_open(recorder, &error);
    if (!lane)
        return 0;
    recorder_mark(lane, "again", 0);
    recorder_stop(recorder);
    return count;
}

static void as_many_threads_record_as_there_are_lanes(void **state)
{
    (void)state;
    char *path = in_folder("lanes.db");
    struct recorder_outcome outcome;
    struct error error = {0};
    assert_true(recorder_run(&(struct recorder_options){.file = path}, take_every_lane, NULL,
                             &outcome, &error));
    assert_true(outcome.exit_code >= 8);
    assert_int_equal(outcome.events, outcome.exit_code + 1);
    memory_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_thread_is_heard_and_every_object_balances),
        cmocka_unit_test(program_and_writer_agree_in_one_process),
        cmocka_unit_test(a_lane_is_used_again_when_its_thread_has_gone),
        cmocka_unit_test(as_many_threads_record_as_there_are_lanes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
