/* Speed of the recorder, each number beside its baseline of the same run.
 * usage: recorder loop|room|rows|snapshot|memory|lookup FOLDER [COUNT]   prints one line
 *
 * loop      COUNT increfs and decrefs in a C loop, from the calls to the last commit
 * rows      COUNT events of the same fields as rows of a plain table: the baseline of loop
 * room      what an event costs the program while the ring has room
 * snapshot  how long the program stands still for COUNT objects and twice as many edges
 * memory    what the writer takes for COUNT live objects with two references each
 * lookup    all events of one object, and a range of seq, in a trace of COUNT events
 */
#include "recorder/recorder.h"
#include "base/memory.h"
#include "recorder/format/journal.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define OBJECTS 1000 /* that the loop touches */
#define SITES   64

static uint64_t wanted; /* COUNT */
static char *path;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Of this process and of those that it has waited for: what a busy machine cannot stretch much. */
static double cpu_seconds(void)
{
    double sum = 0;
    for (int i = 0; i < 2; i++) {
        struct rusage usage;
        getrusage(i ? RUSAGE_CHILDREN : RUSAGE_SELF, &usage);
        sum += (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    }
    return sum;
}

/* --- programs --------------------------------------------------------------------------------- */

struct world {
    struct recorder_lane *lane;
    uint32_t type;
    uint32_t sites[SITES];
    uint64_t objects[OBJECTS];
    uint64_t random;
};

static uint64_t next_random(struct world *world)
{
    world->random = world->random * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return world->random >> 33;
}

static void begin(struct world *world, struct recorder *recorder)
{
    struct error error;
    world->lane = recorder_lane_open(recorder, &error);
    world->random = 1;
    world->type = recorder_type(world->lane, "node");
    uint32_t function = recorder_function(world->lane, "work", "bench.c", 1);
    for (uint32_t i = 0; i < SITES; i++)
        world->sites[i] = recorder_site(world->lane, 0, function, i + 1);
    for (size_t i = 0; i < OBJECTS; i++)
        world->objects[i] = recorder_alloc(world->lane, world->type, 48, world->sites[0]);
}

/* One incref and one decref: of a random object, by one of some holders, at one of some sites. */
static inline void touch(struct world *world)
{
    uint64_t random = next_random(world);
    uint64_t oid = world->objects[random % OBJECTS];
    int64_t holder = (int64_t)world->objects[(random >> 10) % 16];
    uint32_t site = (uint32_t)(random >> 14) % (SITES / 2);
    recorder_incref(world->lane, oid, holder, world->sites[site]);
    recorder_decref(world->lane, oid, holder, world->sites[SITES / 2 + site]);
}

static int loop(struct recorder *recorder, void *context)
{
    struct world world;
    (void)context;
    begin(&world, recorder);
    for (uint64_t i = 0; i < wanted / 2; i++)
        touch(&world);
    recorder_stop(recorder);
    return 0;
}

/* Bursts of a quarter of the ring, with time for the writer in between. */
static int emit_with_room(struct recorder *recorder, void *context)
{
    struct world world;
    double spent = 0;
    const uint64_t burst = 8192;
    (void)context;
    begin(&world, recorder);
    for (uint64_t i = 0; i < wanted; i += burst) {
        usleep(3000);
        double start = seconds();
        for (uint64_t j = 0; j < burst / 2; j++) {
            recorder_incref(world.lane, world.objects[j % OBJECTS], 0, world.sites[j % SITES]);
            recorder_decref(world.lane, world.objects[j % OBJECTS], 0, world.sites[j % SITES]);
        }
        spent += seconds() - start;
    }
    printf("%.2f ns an event to the program, while the ring has room\n",
           spent * 1e9 / (double)wanted);
    fflush(stdout);
    recorder_stop(recorder);
    return 0;
}

/* COUNT objects, each held by two others. */
static uint64_t fill_heap(struct world *world)
{
    uint64_t first = world->objects[OBJECTS - 1] + 1;
    for (uint64_t i = 0; i < wanted; i++) {
        uint64_t oid = recorder_alloc(world->lane, world->type, 48, world->sites[i % SITES]);
        recorder_move(world->lane, oid, 0, (int64_t)(i ? oid - 1 : 1), world->sites[1]);
        recorder_incref(world->lane, oid, (int64_t)world->objects[i % OBJECTS], world->sites[2]);
    }
    return first;
}

static int take_picture(struct recorder *recorder, void *context)
{
    struct world world;
    (void)context;
    begin(&world, recorder);
    uint64_t first = fill_heap(&world);
    usleep(500000);
    double start = seconds();
    recorder_snapshot_begin(world.lane, "bench", world.sites[0]);
    for (uint64_t i = 0; i < wanted; i++) {
        recorder_snapshot_object(world.lane, first + i, world.type, 48, 2, 0x10000 + i * 48);
        recorder_snapshot_edge(world.lane, (int64_t)(i ? first + i - 1 : 1), first + i,
                               EDGE_ATTRIBUTE, 1);
        recorder_snapshot_edge(world.lane, (int64_t)world.objects[i % OBJECTS], first + i,
                               EDGE_INDEX, i);
    }
    recorder_snapshot_end(world.lane);
    printf("%.3f s pause for a snapshot of %llu objects and %llu edges\n", seconds() - start,
           (unsigned long long)wanted, (unsigned long long)wanted * 2);
    fflush(stdout);
    recorder_stop(recorder);
    return 0;
}

static int fill(struct recorder *recorder, void *context)
{
    struct world world;
    (void)context;
    begin(&world, recorder);
    fill_heap(&world);
    recorder_stop(recorder);
    return 0;
}

/* Objects are born and die; the long trace of `lookup`. */
static int live_and_die(struct recorder *recorder, void *context)
{
    struct world world;
    (void)context;
    begin(&world, recorder);
    for (uint64_t events = 0; events < wanted; events += 8) {
        uint64_t random = next_random(&world);
        size_t place = random % OBJECTS;
        uint32_t site = world.sites[(random >> 10) % SITES];
        uint64_t fresh = recorder_alloc(world.lane, world.type, 48, site);
        recorder_incref(world.lane, fresh, 0, site);
        recorder_move(world.lane, fresh, 0, 1, site);
        recorder_decref(world.lane, fresh, 0, site);
        recorder_incref(world.lane, world.objects[place], 0, site);
        recorder_decref(world.lane, world.objects[place], 0, site);
        if (place == 0) /* object 1 holds the others */
            continue;
        recorder_decref(world.lane, world.objects[place], place < events ? 1 : 0, site);
        recorder_free(world.lane, world.objects[place], 0, site);
        world.objects[place] = fresh;
    }
    recorder_stop(recorder);
    return 0;
}

/* --- measuring -------------------------------------------------------------------------------- */

static struct recorder_outcome record(int (*program)(struct recorder *, void *))
{
    struct recorder_options options = {.file = path, .overwrite = true, .program = "bench"};
    struct recorder_outcome outcome;
    struct error error;
    if (!recorder_run(&options, program, NULL, &outcome, &error)) {
        fprintf(stderr, "recorder: %s\n", error.message);
        exit(error.code);
    }
    return outcome;
}

static void measure_loop(void)
{
    double start = seconds(), cpu = cpu_seconds();
    struct recorder_outcome outcome = record(loop);
    double spent = seconds() - start, events = (double)outcome.events;
    printf(
        "%.1f M events/s from the calls to the last commit, %.2f bytes and %.1f ns of CPU time an"
        " event (%llu events)\n",
        events / spent / 1e6, (double)outcome.file_size / events,
        (cpu_seconds() - cpu) * 1e9 / events, (unsigned long long)outcome.events);
}

static void insert_rows(sqlite3 *database)
{
    sqlite3_stmt *insert;
    sqlite3_prepare_v2(database,
                       "INSERT INTO event (seq, kind, oid, holder, site) VALUES (?, ?, ?, ?, ?)",
                       -1, &insert, NULL);
    struct world world = {.random = 1};
    sqlite3_exec(database, "BEGIN", NULL, NULL, NULL);
    for (uint64_t i = 0; i < wanted; i++) {
        uint64_t random = next_random(&world);
        sqlite3_bind_int64(insert, 1, (int64_t)i + 1);
        sqlite3_bind_int64(insert, 2, (int64_t)(i % 2) + EVENT_INCREF);
        sqlite3_bind_int64(insert, 3, (int64_t)(random % OBJECTS));
        sqlite3_bind_int64(insert, 4, (int64_t)(random >> 10) % 16);
        sqlite3_bind_int64(insert, 5, (int64_t)(random >> 14) % SITES);
        sqlite3_step(insert);
        sqlite3_reset(insert);
        if (i % 65536 == 65535)
            sqlite3_exec(database, "COMMIT; BEGIN", NULL, NULL, NULL);
    }
    sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    sqlite3_finalize(insert);
}

static void measure_rows(void)
{
    sqlite3 *database;
    unlink(path);
    sqlite3_open(path, &database);
    sqlite3_exec(database,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE event"
                 " (seq INTEGER PRIMARY KEY, kind INTEGER, oid INTEGER, holder INTEGER,"
                 " site INTEGER)",
                 NULL, NULL, NULL);
    double start = seconds(), cpu = cpu_seconds();
    insert_rows(database);
    printf("%.2f M events/s as rows of a plain table, %.0f ns of CPU time an event\n",
           (double)wanted / (seconds() - start) / 1e6,
           (cpu_seconds() - cpu) * 1e9 / (double)wanted);
    sqlite3_close(database);
}

static long resident_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void measure_memory(void)
{
    uint64_t count = wanted;
    wanted = 1;
    record(fill);
    long before = resident_kib();
    wanted = count;
    record(fill);
    printf("%.0f bytes of the writer's memory a live object with two references\n",
           (double)(resident_kib() - before) * 1024 / (double)count);
}

/* Reads what the filter lets through. */
static void look_up(const char *what, const struct journal_filter *filter)
{
    struct file file;
    struct error error;
    struct scan scan = {0};
    const struct event *events;
    size_t count, total = 0;
    double start = seconds();
    if (!file_open(path, &file, &error))
        exit(1);
    struct journal *journal = journal_open(&file, filter, &scan, &error);
    while (journal && journal_next(journal, &events, &count, &error) && count)
        total += count;
    journal_close(journal);
    file_close(&file);
    printf("%.3f s for %s: %zu events, %llu chunks opened, %llu passed over\n", seconds() - start,
           what, total, (unsigned long long)scan.chunks_opened,
           (unsigned long long)scan.chunks_skipped);
}

static void measure_lookup(void)
{
    struct recorder_outcome outcome = record(live_and_die);
    printf("%llu events, %.2f bytes each\n", (unsigned long long)outcome.events,
           (double)outcome.file_size / (double)outcome.events);
    look_up("oid = the middle one",
            &(struct journal_filter){.by_oid = true, .oid = outcome.objects / 2});
    look_up("1000 seqs in the middle",
            &(struct journal_filter){.first_seq = outcome.events / 2,
                                     .last_seq = outcome.events / 2 + 999});
    look_up("all events, decoded", &(struct journal_filter){0});
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 3) {
        fprintf(stderr, "usage: recorder loop|room|rows|snapshot|memory|lookup FOLDER [COUNT]\n");
        return ERROR_USAGE;
    }
    const char *what = arguments[1];
    wanted = argument_count > 3 ? strtoull(arguments[3], NULL, 10) : 1000000;
    path = memory_format("%s/recorder.db", arguments[2]);
    if (strcmp(what, "loop") == 0)
        measure_loop();
    else if (strcmp(what, "rows") == 0)
        measure_rows();
    else if (strcmp(what, "room") == 0)
        record(emit_with_room);
    else if (strcmp(what, "snapshot") == 0)
        record(take_picture);
    else if (strcmp(what, "memory") == 0)
        measure_memory();
    else if (strcmp(what, "lookup") == 0)
        measure_lookup();
    unlink(path);
    memory_free(path);
    return 0;
}
