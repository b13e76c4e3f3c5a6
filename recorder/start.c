/* A program that begins its own recording: with a writer that waits for it, or with one of its own.
 */
#include "base/memory.h"
#include "recorder/detached.h"
#include "recorder/process.h"
#include "recorder/program.h"

#include <string.h>
#include <unistd.h>

struct recorder *program_start_alone(const struct recorder_options *options, struct error *error)
{
    REQUIRE(options->file, "a recording that nobody else writes needs a file");
    struct ring_shared *shared = ring_map_new(error);
    if (!shared)
        return NULL;
    ring_describe(shared, options);
    if (!detached_start(shared, options, error)) {
        ring_unmap(shared);
        return NULL;
    }
    struct recorder *recorder = program_recorder_new(shared, options);
    recorder->is_alone = true;
    return recorder;
}

/* A program between the writer and this one may have closed the descriptor, and its number may be
 * another file's now: then nobody waits for this program. */
static bool is_ring(int descriptor)
{
    char *link = memory_format("/proc/self/fd/%d", descriptor), name[64] = "";
    bool is_read = readlink(link, name, sizeof name - 1) > 0;
    memory_free(link);
    return is_read && strncmp(name, RING_NAME, sizeof RING_NAME - 1) == 0;
}

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
    if (!is_ring(descriptor))
        return NULL;
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
    return failed ? NULL : program_start_alone(options, error);
}

void recorder_stop(struct recorder *recorder)
{
    if (!recorder->is_inherited) {
        atomic_store(&recorder->shared->is_stopped, 1);
        if (recorder->is_alone)
            detached_wait(recorder->shared);
    }
    ring_unmap(recorder->shared);
    program_recorder_free(recorder);
}
