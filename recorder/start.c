/* A program that begins its own recording: with a writer that waits for it, or with a thread.
 *
 * The thread is the same writer as the process of recorder_run, on the same ring. What it cannot do
 * is outlive the program: a program that dies without recorder_stop loses what was not committed,
 * and its trace says `recording`.
 */
#include "base/memory.h"
#include "recorder/process.h"
#include "recorder/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* The writer's thread, and what it shares with the program's threads. */
struct drain {
    pthread_t thread;
    struct ring_shared *shared;      /* borrowed */
    struct recorder_options options; /* strings borrowed until the thread has made the file */
    struct error error; /* why the file could not be made; set before `writer` is REFUSED */
};

/* --- the thread ------------------------------------------------------------------------------- */

static bool program_has_stopped(void *context)
{
    struct drain *drain = context;
    return atomic_load(&drain->shared->is_stopped);
}

static void write_trace(struct drain *drain, struct writer *writer)
{
    struct recorder_outcome outcome = {0};
    struct error reason;
    if (!process_pump(writer, program_has_stopped, drain, &reason) ||
        !writer_finish(writer, false, &outcome, &reason)) {
        ring_writer_gives_up(drain->shared, reason.message);
        writer_abandon(writer, &reason, &outcome);
    }
    writer_free(writer);
}

static void *drain_lanes(void *context)
{
    struct drain *drain = context;
    ring_writer_begins(drain->shared);
    struct writer *writer = writer_open(drain->shared, &drain->options, getpid(), &drain->error);
    if (writer) {
        ring_writer_reads(drain->shared);
        write_trace(drain, writer);
    } else {
        ring_writer_refuses(drain->shared);
    }
    ring_writer_ends(drain->shared);
    return NULL;
}

/* The program's signals are for the program's threads. */
static bool start_thread(struct drain *drain, struct error *error)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int result = pthread_create(&drain->thread, NULL, drain_lanes, drain);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == 0 ||
           error_set_errno(error, ERROR_INTERNAL, result, "cannot start the writer's thread");
}

/* The thread has not taken the mutex yet when this begins to wait: it waits for the state alone. */
static bool wait_for_file(struct drain *drain, struct error *error)
{
    while (atomic_load(&drain->shared->writer) == WRITER_STARTING)
        usleep(100);
    if (atomic_load(&drain->shared->writer) != WRITER_REFUSED)
        return true;
    pthread_join(drain->thread, NULL);
    *error = drain->error;
    return false;
}

static struct recorder *start_alone(const struct recorder_options *options, struct error *error)
{
    REQUIRE(options->file, "a recording that nobody else writes needs a file");
    struct ring_shared *shared = ring_map_new(error);
    if (!shared)
        return NULL;
    ring_describe(shared, options);
    struct drain *drain = memory_zeroed(1, sizeof *drain);
    drain->shared = shared;
    drain->options = *options;
    if (!start_thread(drain, error) || !wait_for_file(drain, error)) {
        memory_free(drain);
        ring_unmap(shared);
        return NULL;
    }
    struct recorder *recorder = program_recorder_new(shared, options);
    recorder->drain = drain;
    return recorder;
}

/* --- joining ---------------------------------------------------------------------------------- */

/* The ring of the writer that waits for this program; NULL with no error: nobody waits. The
 * variable goes, so that programs which this one starts are not taken for it. */
static struct ring_shared *join(bool *failed, struct error *error)
{
    const char *number = getenv(PROCESS_VARIABLE);
    *failed = false;
    if (!number)
        return NULL;
    int descriptor = atoi(number);
    unsetenv(PROCESS_VARIABLE);
    struct ring_shared *shared = ring_map_file(descriptor, error);
    *failed = !shared;
    if (!shared)
        return NULL;
    int32_t nobody = 0;
    if (atomic_compare_exchange_strong(&shared->joined, &nobody, (int32_t)getpid())) {
        close(descriptor);
        return shared;
    }
    ring_unmap(shared);
    return NULL;
}

struct recorder *recorder_start(const struct recorder_options *options, struct error *error)
{
    bool failed;
    struct ring_shared *shared = join(&failed, error);
    if (shared)
        return program_recorder_new(shared, options);
    return failed ? NULL : start_alone(options, error);
}

void recorder_stop(struct recorder *recorder)
{
    atomic_store(&recorder->shared->is_stopped, 1);
    if (recorder->drain) {
        pthread_join(recorder->drain->thread, NULL);
        memory_free(recorder->drain);
    }
    ring_unmap(recorder->shared);
    program_recorder_free(recorder);
}

/* --- fork ------------------------------------------------------------------------------------- */

/* a.db → a.PID.db */
static char *child_file(const char *parent)
{
    size_t size = strlen(parent);
    if (size > 3 && strcmp(parent + size - 3, ".db") == 0)
        size -= 3;
    return memory_format("%.*s.%d.db", (int)size, parent, (int)getpid());
}

static void exchange(void *one, void *other, size_t size)
{
    char kept[64];
    REQUIRE(size <= sizeof kept, "a small struct");
    memcpy(kept, one, size);
    memcpy(one, other, size);
    memcpy(other, kept, size);
}

/* Numbers go on where the parent's were at the fork. */
static void inherit_numbers(struct recorder *recorder, struct recorder *parent)
{
    exchange(&recorder->texts, &parent->texts, sizeof recorder->texts);
    exchange(&recorder->functions, &parent->functions, sizeof recorder->functions);
    exchange(&recorder->sites, &parent->sites, sizeof recorder->sites);
    recorder->types = parent->types;
    recorder->roots = parent->roots;
    atomic_store(&recorder->objects, atomic_load(&parent->objects));
    recorder->inherited = parent->definitions;
    parent->definitions = BUFFER_EMPTY;
}

struct recorder *recorder_after_fork(struct recorder *parent, struct error *error)
{
    char *parent_file = memory_copy_string(parent->shared->file), *file = child_file(parent_file);
    struct recorder_options options = parent->options;
    options.file = file;
    options.parent_file = parent_file;
    options.level = parent->shared->level;
    options.deterministic = parent->shared->deterministic;
    struct recorder *recorder = start_alone(&options, error);
    if (recorder) {
        recorder->options.file = recorder->options.parent_file = NULL;
        inherit_numbers(recorder, parent);
    }
    memory_free(file);
    memory_free(parent_file);
    memory_free(parent->drain);
    ring_unmap(parent->shared);
    program_recorder_free(parent);
    return recorder;
}
