/* The writer as a process of its own (detached.h). */
#include "recorder/detached.h"

#include "recorder/process.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOK_US        100   /* between two looks at the other process */
#define LOOKS_TO_START 50000 /* 5 s: then a writer that does not hold the mutex never began */

/* --- the writer's process --------------------------------------------------------------------- */

struct program {
    struct ring_shared *shared; /* borrowed */
    int descriptor;             /* a pidfd */
};

static bool program_has_ended(void *context)
{
    struct program *program = context;
    struct pollfd ended = {.fd = program->descriptor, .events = POLLIN};
    return atomic_load(&program->shared->is_stopped) || poll(&ended, 1, 0) > 0;
}

/* What ends the program is no business of the writer, which ends when the program has. The
 * program's handlers would run its code here. */
static void leave_signals(void)
{
    static const int ignored[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
    sigset_t none;
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
}

/* Nobody shall wait for the end of a pipe that is open here. The pidfd is kept, and stands where
 * the three streams were: the table of descriptors may be full, and have no place for another. */
static void leave_descriptors(struct program *program)
{
    for (int i = 0; i < 3; i++)
        dup2(program->descriptor, i);
    program->descriptor = 0;
    close_range(3, ~0u, 0);
}

static void write_trace(struct program *program, struct writer *writer)
{
    struct recorder_outcome outcome = {0};
    struct error reason;
    if (!process_pump(writer, program_has_ended, program, &reason) ||
        !writer_finish(writer, false, &outcome, &reason)) {
        ring_writer_gives_up(program->shared, reason.message);
        writer_abandon(writer, &reason, &outcome);
        writer_note_end(writer, false, &outcome);
    }
    writer_free(writer);
}

static void be_the_writer(struct program *program, const struct recorder_options *options,
                          pid_t process)
{
    struct ring_shared *shared = program->shared;
    struct error error;
    ring_writer_begins(shared);
    setsid();
    leave_signals();
    leave_descriptors(program);
    struct writer *writer = writer_open(shared, options, process, &error);
    if (writer) {
        ring_writer_reads(shared);
        write_trace(program, writer);
    } else {
        ring_writer_refuses(shared, &error);
    }
    ring_writer_ends(shared);
}

/* --- the program's process -------------------------------------------------------------------- */

/* In the process in the middle: never returns. */
static void fork_again(struct program *program, const struct recorder_options *options,
                       pid_t process)
{
    pid_t writer = fork();
    if (writer == 0)
        be_the_writer(program, options, process);
    _exit(writer < 0 ? ERROR_INTERNAL : 0);
}

static bool fork_writer(struct program *program, const struct recorder_options *options,
                        struct error *error)
{
    pid_t process = getpid(), middle = fork();
    if (middle == 0)
        fork_again(program, options, process);
    int status = 0;
    while (middle > 0 && waitpid(middle, &status, 0) < 0 && errno == EINTR)
        continue; /* a program that ignores SIGCHLD has no status to read: 0 */
    if (middle < 0 || status != 0)
        return error_set_errno(error, ERROR_INTERNAL, middle < 0 ? errno : EAGAIN,
                               "cannot start the writer's process");
    return true;
}

static bool wait_for_file(struct ring_shared *shared, struct error *error)
{
    for (unsigned looks = 0; atomic_load(&shared->writer) == WRITER_STARTING; looks++) {
        if (looks > LOOKS_TO_START && ring_writer_has_ended(shared))
            return error_set(error, ERROR_INTERNAL, "the writer's process has died as it began");
        usleep(LOOK_US);
    }
    if (atomic_load(&shared->writer) != WRITER_REFUSED)
        return true;
    return error_set(error, (enum error_code)shared->refusal, "%s", shared->reason);
}

bool detached_start(struct ring_shared *shared, const struct recorder_options *options,
                    struct error *error)
{
    struct program program = {.shared = shared, .descriptor = pidfd_open(getpid(), 0)};
    if (program.descriptor < 0)
        return error_set_errno(error, ERROR_INTERNAL, errno, "cannot start the writer's process");
    bool good = fork_writer(&program, options, error);
    close(program.descriptor);
    return good && wait_for_file(shared, error);
}

void detached_wait(struct ring_shared *shared)
{
    while (!ring_writer_has_ended(shared))
        usleep(LOOK_US);
}
