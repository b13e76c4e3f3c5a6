/* The writer as a process: the parent of the program (recorder_run, recorder_exec).
 *
 * Order. The parent takes the mutex `alive` and forks; the child waits. The parent makes the file
 * and says that it reads, or refuses and the child leaves without having run anything. Then the
 * parent reads until waitpid says that the child has ended, however it did; what the child
 * published is in shared memory and outlives it.
 *
 * Signals. Ctrl-C and Ctrl-\ reach the whole foreground group: they are the program's, and the
 * writer ignores them. SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 that reach the writer are passed on.
 * SIGXFSZ becomes a write that fails.
 */
#include "recorder/process.h"

#include "base/memory.h"
#include "recorder/format/file.h"
#include "recorder/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define IDLE_FIRST_NS 20000   /* between two looks at a ring with little in it */
#define IDLE_LAST_NS  1000000 /* it doubles up to this where there is nothing */
/* Slots: who reads close behind the program takes from it the cache lines that it writes. */
#define WORTH_READING (RING_SLOTS / 8)

/* --- pumping ---------------------------------------------------------------------------------- */

static bool pump(struct writer *writer, bool (*has_ended)(void *context), void *context,
                 struct error *error)
{
    long idle_ns = IDLE_FIRST_NS;
    bool ended = false;
    for (;;) {
        uint64_t read;
        if (!writer_step(writer, &read, error))
            return false;
        if (read)
            idle_ns = IDLE_FIRST_NS;
        if (read >= WORTH_READING || (read && ended))
            continue;
        if (ended)
            return true;
        if (!read)
            ended = has_ended(context);
        if (!ended)
            nanosleep(&(struct timespec){.tv_nsec = idle_ns}, NULL);
        idle_ns = idle_ns * 2 < IDLE_LAST_NS ? idle_ns * 2 : IDLE_LAST_NS;
    }
}

bool process_pump(struct writer *writer, bool (*has_ended)(void *context), void *context,
                  struct error *error)
{
    struct memory_guard guard;
    bool good = MEMORY_GUARD(&guard) ? pump(writer, has_ended, context, error)
                                     : writer_is_out_of_memory(error);
    memory_guard_end(&guard);
    return good;
}

/* --- signals ---------------------------------------------------------------------------------- */

static volatile sig_atomic_t child_process;

static void pass_on(int signal)
{
    int saved = errno;
    kill((pid_t)child_process, signal);
    errno = saved;
}

static const struct {
    int signal;
    void (*handler)(int);
} signal_rules[] = {
    {SIGINT, SIG_IGN}, {SIGQUIT, SIG_IGN}, {SIGXFSZ, SIG_IGN}, {SIGTERM, pass_on},
    {SIGHUP, pass_on}, {SIGUSR1, pass_on}, {SIGUSR2, pass_on},
};

#define SIGNAL_RULES (sizeof signal_rules / sizeof *signal_rules)

static void set_signals(pid_t child, struct sigaction before[SIGNAL_RULES])
{
    child_process = child;
    for (size_t i = 0; i < SIGNAL_RULES; i++) {
        struct sigaction action = {.sa_handler = signal_rules[i].handler, .sa_flags = SA_RESTART};
        sigaction(signal_rules[i].signal, &action, &before[i]);
    }
}

static void restore_signals(const struct sigaction before[SIGNAL_RULES])
{
    for (size_t i = 0; i < SIGNAL_RULES; i++)
        sigaction(signal_rules[i].signal, &before[i], NULL);
}

/* --- the child -------------------------------------------------------------------------------- */

struct child {
    pid_t process;
    bool has_ended;
    int status; /* as from waitpid */
};

static bool child_has_ended(void *context)
{
    struct child *child = context;
    if (!child->has_ended)
        child->has_ended = waitpid(child->process, &child->status, WNOHANG) == child->process;
    return child->has_ended;
}

static void wait_for_child(struct child *child)
{
    while (!child->has_ended)
        if (waitpid(child->process, &child->status, 0) == child->process || errno != EINTR)
            child->has_ended = true;
}

static void note_status(const struct child *child, struct recorder_outcome *outcome)
{
    if (WIFSIGNALED(child->status)) {
        outcome->signal = WTERMSIG(child->status);
        outcome->exit_code = 128 + outcome->signal;
    } else {
        outcome->exit_code = WEXITSTATUS(child->status);
    }
}

/* --- the parent ------------------------------------------------------------------------------- */

/* The file has failed: the program is told, runs to its end, and keeps its exit code. */
static void give_up(struct ring_shared *shared, struct writer *writer, const struct error *reason,
                    struct child *child, struct recorder_outcome *outcome)
{
    ring_writer_gives_up(shared, reason->message);
    writer_abandon(writer, reason, outcome);
    wait_for_child(child);
    note_status(child, outcome);
    writer_note_end(writer, true, outcome);
}

/* Writes until the child has ended. The child may have failed to start its program: then
 * `start_error` has a number, and nothing is kept. */
static void write_trace(struct ring_shared *shared, const char *file, struct writer *writer,
                        struct child *child, struct recorder_outcome *outcome)
{
    struct error reason;
    if (process_pump(writer, child_has_ended, child, &reason)) {
        note_status(child, outcome);
        if (!writer_finish(writer, true, outcome, &reason))
            give_up(shared, writer, &reason, child, outcome);
    } else {
        give_up(shared, writer, &reason, child, outcome);
    }
    outcome->has_moved = writer_file_has_moved(writer);
    writer_free(writer);
    outcome->file_size = file_size(file);
}

/* Waits for the byte that says that execve failed; its end says that it did not. */
static int read_start_error(int descriptor)
{
    int number = 0;
    ssize_t got;
    do
        got = read(descriptor, &number, sizeof number);
    while (got < 0 && errno == EINTR);
    return got == sizeof number ? number : 0;
}

/* The parent's half. `start` is a pipe from a child that executes another program, or -1. */
static bool supervise(struct ring_shared *shared, const struct recorder_options *options,
                      pid_t process, int start, int *start_error, struct recorder_outcome *outcome,
                      struct error *error)
{
    struct child child = {.process = process};
    struct writer *writer = writer_open(shared, options, process, error);
    if (!writer) {
        ring_writer_refuses(shared, error);
        wait_for_child(&child);
        return false;
    }
    ring_writer_reads(shared);
    *start_error = start < 0 ? 0 : read_start_error(start);
    if (*start_error) {
        wait_for_child(&child);
        writer_discard(writer);
        return false;
    }
    write_trace(shared, options->file, writer, &child, outcome);
    return true;
}

/* In the child: returns when the trace has been made. Where the writer refuses, nothing is to be
 * run; where it was killed, the program runs unrecorded. */
static void wait_for_writer(struct ring_shared *shared, pid_t parent)
{
    while (atomic_load(&shared->writer) == WRITER_STARTING && getppid() == parent)
        nanosleep(&(struct timespec){.tv_nsec = IDLE_FIRST_NS}, NULL);
    if (atomic_load(&shared->writer) == WRITER_REFUSED)
        _exit(ERROR_INTERNAL);
}

/* Forks and becomes the writer. run_child never returns. */
static bool fork_and_write(struct ring_shared *shared, const struct recorder_options *options,
                           void (*run_child)(struct ring_shared *shared, void *context),
                           void *context, const int start[2], int *start_error,
                           struct recorder_outcome *outcome, struct error *error)
{
    *outcome = (struct recorder_outcome){0};
    *start_error = 0;
    fflush(NULL); /* or both processes would write what is buffered now */
    pid_t parent = getpid(), process = fork();
    if (process < 0)
        return error_set_errno(error, ERROR_INTERNAL, errno, "cannot start a process");
    if (process == 0) {
        wait_for_writer(shared, parent);
        run_child(shared, context);
        _exit(ERROR_INTERNAL);
    }
    ring_writer_begins(shared);
    struct sigaction before[SIGNAL_RULES];
    set_signals(process, before);
    if (start[1] >= 0)
        close(start[1]);
    bool good = supervise(shared, options, process, start[0], start_error, outcome, error);
    restore_signals(before);
    ring_writer_ends(shared);
    return good;
}

/* --- recorder_run ----------------------------------------------------------------------------- */

struct run {
    const struct recorder_options *options;
    int (*program)(struct recorder *recorder, void *context);
    void *context;
};

static void run_program(struct ring_shared *shared, void *context)
{
    struct run *run = context;
    exit(run->program(program_recorder_new(shared, run->options), run->context));
}

bool recorder_run(const struct recorder_options *options,
                  int (*program)(struct recorder *recorder, void *context), void *context,
                  struct recorder_outcome *outcome, struct error *error)
{
    struct ring_shared *shared = ring_map_new(error);
    if (!shared)
        return false;
    ring_describe(shared, options);
    struct run run = {options, program, context};
    int start_error;
    bool good = fork_and_write(shared, options, run_program, &run, (const int[2]){-1, -1},
                               &start_error, outcome, error);
    ring_unmap(shared);
    return good;
}

/* --- recorder_exec ---------------------------------------------------------------------------- */

struct execution {
    char *const *argv;
    int ring;     /* descriptor of the shared memory */
    int start[2]; /* closed by a successful execve */
};

static void execute(struct ring_shared *shared, void *context)
{
    struct execution *execution = context;
    char number[16];
    (void)shared;
    snprintf(number, sizeof number, "%d", execution->ring);
    setenv(PROCESS_VARIABLE, number, 1);
    close(execution->start[0]);
    execvp(execution->argv[0], execution->argv);
    int failure = errno;
    if (write(execution->start[1], &failure, sizeof failure) < 0)
        _exit(ERROR_INTERNAL);
    _exit(ERROR_NO_INPUT);
}

/* A folder, too, has the permission that is asked for. Sets errno. */
static bool can_run(const char *file)
{
    struct stat status;
    if (access(file, X_OK) != 0 || stat(file, &status) != 0)
        return false;
    errno = EACCES;
    return S_ISREG(status.st_mode);
}

/* Is there a program that execvp would find? Asked before the file is made, because that may
 * replace a trace, which a slip of the hand must not cost. */
static bool find_program(const char *name, struct error *error)
{
    const char *folder = getenv("PATH");
    if (strchr(name, '/'))
        return can_run(name) ||
               error_set_errno(error, ERROR_NO_INPUT, errno, "cannot run '%s'", name);
    if (!folder)
        folder = "/bin:/usr/bin";
    for (;;) {
        size_t size = strcspn(folder, ":");
        char *file = memory_format("%.*s%s%s", (int)size, folder, size ? "/" : "", name);
        bool found = can_run(file);
        memory_free(file);
        if (found)
            return true;
        if (!folder[size])
            return error_set_errno(error, ERROR_NO_INPUT, ENOENT, "cannot run '%s'", name);
        folder += size + 1;
    }
}

bool recorder_exec(const struct recorder_options *options, char *const *argv,
                   struct recorder_outcome *outcome, struct error *error)
{
    struct execution execution = {.argv = argv};
    if (!find_program(argv[0], error))
        return false;
    if (pipe2(execution.start, O_CLOEXEC) != 0)
        return error_set_errno(error, ERROR_INTERNAL, errno, "cannot make a pipe");
    struct ring_shared *shared = ring_map_new_file(&execution.ring, error);
    if (!shared) {
        close(execution.start[0]);
        close(execution.start[1]);
        return false;
    }
    ring_describe(shared, options);
    int start_error;
    bool good = fork_and_write(shared, options, execute, &execution, execution.start, &start_error,
                               outcome, error);
    outcome->has_joined = atomic_load(&shared->joined) != 0;
    if (start_error)
        error_set_errno(error, ERROR_NO_INPUT, start_error, "cannot run '%s'", argv[0]);
    close(execution.start[0]);
    close(execution.ring);
    ring_unmap(shared);
    return good;
}
