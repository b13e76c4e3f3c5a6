/* What a fork of the program does to its recordings (fork.h). */
#include "recorder/fork.h"

#include "base/memory.h"
#include "recorder/detached.h"
#include "recorder/program.h"

#include <string.h>
#include <unistd.h>

/* All recordings of this process: the handlers of a fork are given nothing. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct recorder *first;

/* --- in the moment of the fork ---------------------------------------------------------------- */

static void hold_still(void)
{
    pthread_mutex_lock(&lock);
    for (struct recorder *recorder = first; recorder; recorder = recorder->next)
        pthread_mutex_lock(&recorder->lock);
}

static void go_on(void)
{
    for (struct recorder *recorder = first; recorder; recorder = recorder->next)
        pthread_mutex_unlock(&recorder->lock);
    pthread_mutex_unlock(&lock);
}

/* The child has one thread, and it is in here: nobody else uses the lanes. */
static void go_on_in_child(void)
{
    for (struct recorder *recorder = first; recorder; recorder = recorder->next) {
        recorder->is_inherited = true;
        for (size_t i = 0; i < RING_LANES; i++)
            if (recorder->lane_used[i])
                program_cut_lane(&recorder->lanes[i]);
    }
    go_on();
}

static void install(void)
{
    pthread_atfork(hold_still, go_on, go_on_in_child);
}

void fork_watch(struct recorder *recorder)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    pthread_mutex_lock(&lock);
    recorder->next = first;
    first = recorder;
    pthread_mutex_unlock(&lock);
}

void fork_forget(struct recorder *recorder)
{
    pthread_mutex_lock(&lock);
    struct recorder **link = &first;
    while (*link != recorder)
        link = &(*link)->next;
    *link = recorder->next;
    pthread_mutex_unlock(&lock);
}

/* --- after it --------------------------------------------------------------------------------- */

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
    struct recorder *recorder = program_start_alone(&options, error);
    if (recorder) {
        recorder->options.file = recorder->options.parent_file = NULL;
        inherit_numbers(recorder, parent);
    }
    memory_free(file);
    memory_free(parent_file);
    ring_unmap(parent->shared);
    program_recorder_free(parent);
    return recorder;
}
