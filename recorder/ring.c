/* The memory that program and writer share (ring.h). */
#include "recorder/ring.h"

#include <errno.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PAGE        4096
#define HEADER_SIZE ((sizeof(struct ring_shared) + PAGE - 1) / PAGE * PAGE)
#define LANE_SIZE   (RING_SLOTS * sizeof(struct recorder_slot))
#define TOTAL_SIZE  (HEADER_SIZE + RING_LANES * LANE_SIZE)

#define SPINS          200              /* looks at the ring before sleeping */
#define SLEEP_NS       1000000          /* at most, between two looks */
#define WAKING_ROOM    (RING_SLOTS / 2) /* free slots for which a producer is woken */
#define LOOKS_PER_TEST 4                /* sleeps between two tests whether the writer lives */

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t ring_time(const struct ring_shared *shared)
{
    return now_ns() - shared->start_ns;
}

#if defined(__x86_64__)
uint64_t ring_stamp(void)
{
    unsigned processor;
    return __builtin_ia32_rdtscp(&processor);
}

/* rdtscp waits for what stands before it, and nothing behind it waits for rdtscp. */
uint64_t ring_stamp_between(void)
{
    uint64_t stamp = ring_stamp();
    __builtin_ia32_lfence();
    return stamp;
}
#else
uint64_t ring_stamp(void)
{
    atomic_thread_fence(memory_order_seq_cst);
    return now_ns();
}

uint64_t ring_stamp_between(void)
{
    uint64_t stamp = ring_stamp();
    atomic_thread_fence(memory_order_seq_cst);
    return stamp;
}
#endif

struct recorder_slot *ring_slots(struct ring_shared *shared, size_t lane)
{
    return (struct recorder_slot *)(void *)((char *)shared + HEADER_SIZE + lane * LANE_SIZE);
}

/* --- mapping ---------------------------------------------------------------------------------- */

static void make_alive_mutex(pthread_mutex_t *mutex)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

/* Pages cost memory when they are first touched: lanes that nobody opens are free. */
static struct ring_shared *map(int flags, int descriptor, struct error *error)
{
    void *memory =
        mmap(NULL, TOTAL_SIZE, PROT_READ | PROT_WRITE, flags | MAP_NORESERVE, descriptor, 0);
    if (memory != MAP_FAILED)
        return memory;
    error_set_errno(error, ERROR_INTERNAL, errno, "cannot map the recorder's ring of %zu bytes",
                    (size_t)TOTAL_SIZE);
    return NULL;
}

static struct ring_shared *initialise(struct ring_shared *shared)
{
    if (!shared)
        return NULL;
    shared->magic = RING_MAGIC;
    shared->start_ns = now_ns();
    make_alive_mutex(&shared->alive);
    return shared;
}

struct ring_shared *ring_map_new(struct error *error)
{
    return initialise(map(MAP_SHARED | MAP_ANONYMOUS, -1, error));
}

/* The limit of file sizes holds for memory that has a descriptor, too; beyond it a signal comes. */
static bool may_be_a_file(struct error *error)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur >= TOTAL_SIZE)
        return true;
    return error_set(error, ERROR_INTERNAL,
                     "the recorder's ring of %zu KiB is larger than a file may be here: raise the "
                     "limit (ulimit -f)",
                     (size_t)TOTAL_SIZE >> 10);
}

struct ring_shared *ring_map_new_file(int *descriptor, struct error *error)
{
    if (!may_be_a_file(error))
        return NULL;
    *descriptor = memfd_create(RING_NAME + sizeof "/memfd:" - 1, 0);
    if (*descriptor >= 0 && ftruncate(*descriptor, (off_t)TOTAL_SIZE) == 0) {
        struct ring_shared *shared = initialise(map(MAP_SHARED, *descriptor, error));
        if (shared)
            return shared;
    } else {
        error_set_errno(error, ERROR_INTERNAL, errno, "cannot make the recorder's ring");
    }
    if (*descriptor >= 0)
        close(*descriptor);
    return NULL;
}

struct ring_shared *ring_map_file(int descriptor, struct error *error)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0 || (uint64_t)status.st_size != TOTAL_SIZE) {
        error_set(error, ERROR_INTERNAL,
                  "the writer that started this program has another version of the recorder");
        return NULL;
    }
    struct ring_shared *shared = map(MAP_SHARED, descriptor, error);
    if (shared && shared->magic != RING_MAGIC) {
        ring_unmap(shared);
        error_set(error, ERROR_INTERNAL, "the descriptor of the recorder's ring is something else");
        return NULL;
    }
    return shared;
}

void ring_describe(struct ring_shared *shared, const struct recorder_options *options)
{
    shared->level = options->level;
    shared->deterministic = options->deterministic;
    char *folder = options->file[0] == '/' ? NULL : getcwd(NULL, 0);
    snprintf(shared->file, sizeof shared->file, "%s%s%s", folder ? folder : "", folder ? "/" : "",
             options->file);
    free(folder);
}

void ring_unmap(struct ring_shared *shared)
{
    munmap(shared, TOTAL_SIZE);
}

/* --- waiting ---------------------------------------------------------------------------------- */

/* Invariant 4: who can take the mutex, or is told that its holder died, knows. */
bool ring_writer_has_ended(struct ring_shared *shared)
{
    int result = pthread_mutex_trylock(&shared->alive);
    if (result == EBUSY)
        return false;
    if (result == EOWNERDEAD)
        pthread_mutex_consistent(&shared->alive);
    if (result == 0 || result == EOWNERDEAD)
        pthread_mutex_unlock(&shared->alive);
    return true;
}

bool ring_writer_is_gone(struct ring_shared *shared)
{
    return atomic_load(&shared->writer) == WRITER_GAVE_UP || ring_writer_has_ended(shared);
}

static void pause_briefly(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

static bool has_room(const struct ring_lane *lane, uint64_t position, uint64_t slots)
{
    return position + slots - atomic_load(&lane->consumed) <= RING_SLOTS;
}

static void call_futex(_Atomic uint32_t *word, int operation, uint32_t value,
                       const struct timespec *most)
{
    syscall(SYS_futex, word, operation, value, most, NULL, 0);
}

/* Either this thread sees that there is room, or ring_consume that it is asleep. */
static void sleep_until_room(struct ring_lane *lane, uint64_t position, uint64_t slots)
{
    atomic_store(&lane->is_asleep, 1);
    if (!has_room(lane, position, slots))
        call_futex(&lane->is_asleep, FUTEX_WAIT, 1, &(struct timespec){.tv_nsec = SLEEP_NS});
    atomic_store(&lane->is_asleep, 0);
}

bool ring_wait(struct ring_shared *shared, struct ring_lane *lane, uint64_t position,
               uint64_t slots)
{
    for (unsigned look = 0; !has_room(lane, position, slots); look++) {
        if (look < SPINS) {
            pause_briefly();
            continue;
        }
        if (look % LOOKS_PER_TEST == 0 && ring_writer_is_gone(shared))
            return false;
        sleep_until_room(lane, position, slots);
    }
    return true;
}

/* --- the writer ------------------------------------------------------------------------------- */

void ring_consume(struct ring_lane *lane, uint64_t position)
{
    atomic_store(&lane->consumed, position);
    if (LIKELY(!atomic_load(&lane->is_asleep)))
        return;
    if (RING_SLOTS - (atomic_load(&lane->published) - position) < WAKING_ROOM)
        return;
    atomic_store(&lane->is_asleep, 0);
    call_futex(&lane->is_asleep, FUTEX_WAKE, 1, NULL);
}

void ring_writer_begins(struct ring_shared *shared)
{
    pthread_mutex_lock(&shared->alive);
}

void ring_writer_reads(struct ring_shared *shared)
{
    atomic_store(&shared->writer, WRITER_READS);
}

void ring_writer_refuses(struct ring_shared *shared, const struct error *reason)
{
    shared->refusal = (int32_t)reason->code;
    snprintf(shared->reason, sizeof shared->reason, "%s", reason->message);
    atomic_store(&shared->writer, WRITER_REFUSED);
}

void ring_writer_ends(struct ring_shared *shared)
{
    pthread_mutex_unlock(&shared->alive);
}

void ring_writer_gives_up(struct ring_shared *shared, const char *reason)
{
    snprintf(shared->reason, sizeof shared->reason, "%s", reason);
    atomic_store(&shared->writer, WRITER_GAVE_UP);
}
