/* What the fault tests share (fault.h). */
#include "tests/fault/fault.h"

#include "base/memory.h"
#include "queries/engine/engine.h"
#include "queries/engine/verify.h"
#include "recorder/format/file.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct fault_page *fault_page;

static char folder[64];

unsigned fault_rounds(unsigned brief, unsigned full)
{
    return getenv("HEAPLEDGER_LONG") ? full : brief;
}

int fault_setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/recorder-fault-XXXXXX");
    if (!fault_page)
        fault_page = mmap(NULL, sizeof *fault_page, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(fault_page, 0, sizeof *fault_page);
    return mkdtemp(folder) ? 0 : -1;
}

int fault_teardown(void **state)
{
    (void)state;
    char *command = memory_format("rm -rf '%s'", folder);
    int result = system(command);
    memory_free(command);
    return result;
}

char *fault_path(const char *name)
{
    return memory_format("%s/%s", folder, name);
}

/* --- the program ------------------------------------------------------------------------------ */

#define LIVE 200 /* objects that the program holds */

struct world {
    struct recorder_lane *lane;
    uint32_t list, node;
    uint32_t sites[4];
    int64_t globals;
    uint64_t cache;
    uint64_t held[LIVE];
    uint64_t events;
};

/* Counted when it has been published, never before. */
static void count(struct world *world)
{
    world->events++;
    atomic_store(&fault_page->emitted, world->events);
}

static void begin(struct world *world, struct recorder *recorder)
{
    struct error error;
    struct recorder_lane *lane = world->lane = recorder_lane_open(recorder, &error);
    world->list = recorder_type(lane, "list");
    world->node = recorder_type(lane, "Node");
    world->globals = recorder_root(lane, "globals");
    uint32_t function = recorder_function(lane, "work", "fault.c", 1);
    for (uint32_t i = 0; i < 4; i++)
        world->sites[i] = recorder_site(lane, 0, function, 10 + i);
    world->cache = recorder_alloc(lane, world->list, 56, world->sites[0]);
    count(world);
    recorder_move(lane, world->cache, HOLDER_IN_FLIGHT, world->globals, world->sites[0]);
    count(world);
}

/* The object at a place of the cache dies, and a new one is stored there. */
static void replace(struct world *world, size_t place)
{
    struct recorder_lane *lane = world->lane;
    uint64_t fresh = recorder_alloc(lane, world->node, 48, world->sites[1]);
    count(world);
    uint64_t old = world->held[place];
    if (old) {
        recorder_decref(lane, old, (int64_t)world->cache, world->sites[2]);
        count(world);
        recorder_free(lane, old, 0, world->sites[2]);
        count(world);
    }
    recorder_move(lane, fresh, HOLDER_IN_FLIGHT, (int64_t)world->cache, world->sites[3]);
    count(world);
    world->held[place] = fresh;
}

static void take_picture(struct world *world)
{
    struct recorder_lane *lane = world->lane;
    recorder_snapshot_begin(lane, "step", world->sites[0]);
    count(world);
    recorder_snapshot_object(lane, world->cache, world->list, 56, 1, 0);
    recorder_snapshot_edge(lane, world->globals, world->cache, EDGE_GLOBAL, 0);
    for (size_t i = 0; i < LIVE; i++) {
        if (!world->held[i])
            continue;
        recorder_snapshot_object(lane, world->held[i], world->node, 48, 1, 0);
        recorder_snapshot_edge(lane, (int64_t)world->cache, world->held[i], EDGE_INDEX, i);
    }
    recorder_snapshot_end(lane);
}

int fault_program(struct recorder *recorder, void *context)
{
    struct world world = {0};
    (void)context;
    atomic_store(&fault_page->program, getpid());
    begin(&world, recorder);
    uint64_t limit = atomic_load(&fault_page->limit), random = 1;
    for (uint64_t round = 0; !limit || world.events < limit; round++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        replace(&world, (random >> 33) % LIVE);
        if (round % 5000 == 4999)
            take_picture(&world);
        if (round % 1000 == 999 && atomic_load(&fault_page->is_slow))
            usleep(10000);
    }
    recorder_stop(recorder);
    atomic_store(&fault_page->finished, 1);
    return 5;
}

bool fault_record(const char *path, struct recorder_outcome *outcome, struct error *error)
{
    return fault_record_events(path, FAULT_EVENTS, outcome, error);
}

bool fault_record_events(const char *path, uint64_t events, struct recorder_outcome *outcome,
                         struct error *error)
{
    atomic_store(&fault_page->limit, events);
    atomic_store(&fault_page->finished, 0);
    int kept = dup(STDERR_FILENO);
    if (!freopen("/dev/null", "w", stderr))
        fail();
    struct recorder_options options = {.file = path, .overwrite = true};
    bool good = recorder_run(&options, fault_program, NULL, outcome, error);
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    return good;
}

void fault_assert_unharmed(const struct recorder_outcome *outcome)
{
    assert_true(atomic_load(&fault_page->finished));
    assert_int_equal(outcome->exit_code, 5);
}

void fault_kill_later(pid_t process, int signal, useconds_t delay)
{
    pid_t middle = fork();
    if (middle == 0) {
        if (fork() == 0) {
            usleep(delay);
            kill(process, signal);
        }
        _exit(0);
    }
    waitpid(middle, NULL, 0);
}

/* --- verifying -------------------------------------------------------------------------------- */

static void assert_state(struct engine *engine, const char *state)
{
    sqlite3_stmt *statement;
    assert_int_equal(
        sqlite3_prepare_v2(engine_database(engine), "SELECT state FROM run", -1, &statement, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), state);
    sqlite3_finalize(statement);
}

uint64_t fault_verify(const char *path, const char *state)
{
    struct error error = {0};
    struct verify_report report;
    struct engine *engine = engine_open(path, NULL, &error);
    if (!engine || !verify_trace(engine, &report, &error))
        fail_msg("%s", error.message);
    for (int i = 1; i < VERIFY_INVARIANT_COUNT; i++)
        if (report.results[i].failures)
            fail_msg("invariant %d at seq %llu: %s", i,
                     (unsigned long long)report.results[i].first.seq,
                     report.results[i].first.message);
    if (state)
        assert_state(engine, state);
    engine_close(engine);
    return report.events;
}

/* --- a file system that fails ----------------------------------------------------------------- */

static sqlite3_vfs *real_system;
static sqlite3_vfs failing_system;
static _Atomic uint64_t
    writes_left; /* 0: nothing fails; the writer has a thread that writes, too */
static _Atomic bool has_failed;
static enum fault_effect failure_effect;

/* The real file lies right behind this. */
struct failing_file {
    sqlite3_file base;
    sqlite3_file *real;
};

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct failing_file *)file)->real;
}

/* SQLITE_OK where the next write may be made. */
static int next_write(void)
{
    if (writes_left && --writes_left == 0)
        has_failed = true;
    if (!has_failed)
        return SQLITE_OK;
    if (failure_effect == FAULT_DEATH)
        raise(SIGKILL);
    return failure_effect == FAULT_DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int fail_close(sqlite3_file *file)
{
    return real_of(file)->pMethods->xClose(real_of(file));
}

static int fail_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    return real_of(file)->pMethods->xRead(real_of(file), bytes, size, offset);
}

/* A write that is cut off by death leaves half of its bytes. */
static int fail_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    if (writes_left == 1 && failure_effect == FAULT_DEATH)
        real_of(file)->pMethods->xWrite(real_of(file), bytes, size / 2, offset);
    int result = next_write();
    return result ? result : real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

static int fail_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int result = next_write();
    return result ? result : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int fail_sync(sqlite3_file *file, int flags)
{
    int result = next_write();
    return result ? result : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int fail_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int fail_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int fail_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int fail_check_lock(sqlite3_file *file, int *result)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}

static int fail_control(sqlite3_file *file, int operation, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int fail_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int fail_characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int fail_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}

static int fail_shm_lock(sqlite3_file *file, int offset, int count_of, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count_of, flags);
}

static void fail_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int fail_shm_unmap(sqlite3_file *file, int delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods failing_methods = {
    .iVersion = 2,
    .xClose = fail_close,
    .xRead = fail_read,
    .xWrite = fail_write,
    .xTruncate = fail_truncate,
    .xSync = fail_sync,
    .xFileSize = fail_size,
    .xLock = fail_lock,
    .xUnlock = fail_unlock,
    .xCheckReservedLock = fail_check_lock,
    .xFileControl = fail_control,
    .xSectorSize = fail_sector_size,
    .xDeviceCharacteristics = fail_characteristics,
    .xShmMap = fail_shm_map,
    .xShmLock = fail_shm_lock,
    .xShmBarrier = fail_shm_barrier,
    .xShmUnmap = fail_shm_unmap,
};

static int fail_open(sqlite3_vfs *system, const char *name, sqlite3_file *file, int flags, int *out)
{
    (void)system;
    struct failing_file *failing = (struct failing_file *)file;
    failing->real = (sqlite3_file *)(failing + 1);
    int result = real_system->xOpen(real_system, name, failing->real, flags, out);
    failing->base.pMethods = result == SQLITE_OK ? &failing_methods : NULL;
    return result;
}

void fault_after_writes(uint64_t nth, enum fault_effect effect)
{
    if (!real_system) {
        real_system = sqlite3_vfs_find(NULL);
        failing_system = *real_system;
        failing_system.zName = "failing";
        failing_system.szOsFile += (int)sizeof(struct failing_file);
        failing_system.xOpen = fail_open;
        sqlite3_vfs_register(&failing_system, 1);
    }
    writes_left = nth;
    has_failed = false;
    failure_effect = effect;
}
