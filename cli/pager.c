/* Results on a terminal, through a pager where they are longer than it.
 *
 * How it works. The stream is a stdio cookie whose write function counts lines. While the pager
 * runs, SIGPIPE is ignored, so that a user who leaves it early ends the writing and not the
 * program; SIGINT is the pager's affair and the running query's (see session.h), and pager_close
 * waits through it.
 */
#include "cli/pager.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "cli/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct pager {
    FILE *stream;
    struct buffer held; /* what was written while the pager is not needed */
    size_t lines;       /* that may still be held back */
    size_t columns;     /* of the terminal: longer lines take several of its lines */
    size_t column;      /* bytes of the line that is not yet ended */
    pid_t process;      /* the pager; 0: not started */
    int pipe;           /* its input */
    bool was_left;
    uint64_t waited_ns;           /* for the pager to take what is written, and to be left */
    struct sigaction pipe_action; /* of SIGPIPE, before */
};

static void write_all(struct pager *pager, int file, const char *bytes, size_t size)
{
    uint64_t start_ns = progress_clock_ns();
    while (size > 0 && !pager->was_left) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno != EINTR)
            pager->was_left = true;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    pager->waited_ns += progress_clock_ns() - start_ns;
}

/* Where none can be started, the terminal scrolls. */
static void start_pager(struct pager *pager)
{
    static const char usual[] = "command -v less > /dev/null && exec less; exec cat";
    const char *command = getenv("PAGER");
    char *const words[] = {"sh", "-c", (char *)(command ? command : usual), NULL};
    int ends[2];
    posix_spawn_file_actions_t actions;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return;
    setenv("LESS", "FRX", 0);
    setenv("LESSCHARSET", "utf-8", 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    bool is_started = posix_spawn(&pager->process, "/bin/sh", &actions, NULL, words, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (is_started) {
        pager->pipe = ends[1];
        sigaction(SIGPIPE, &(struct sigaction){.sa_handler = SIG_IGN}, &pager->pipe_action);
    } else {
        pager->process = 0;
        close(ends[1]);
    }
}

static void let_go(struct pager *pager)
{
    write_all(pager, pager->process ? pager->pipe : STDOUT_FILENO, (const char *)pager->held.bytes,
              pager->held.size);
    buffer_release(&pager->held);
}

static void count_lines(struct pager *pager, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size && pager->lines > 0; i++) {
        pager->column = bytes[i] == '\n' ? 0 : pager->column + 1;
        if (bytes[i] == '\n' || pager->column % pager->columns == 0)
            pager->lines--;
    }
}

static ssize_t write_cookie(void *cookie, const char *bytes, size_t size)
{
    struct pager *pager = cookie;
    if (pager->lines > 0) {
        buffer_append(&pager->held, bytes, size);
        count_lines(pager, bytes, size);
        if (pager->lines == 0) {
            start_pager(pager);
            let_go(pager);
        }
    } else {
        write_all(pager, pager->process ? pager->pipe : STDOUT_FILENO, bytes, size);
    }
    return (ssize_t)size;
}

struct pager *pager_open(const struct terminal *terminal)
{
    struct pager *pager = memory_zeroed(1, sizeof *pager);
    const char *command = getenv("PAGER");
    bool is_wanted =
        terminal->is_terminal && isatty(STDIN_FILENO) && !(command && command[0] == '\0');
    pager->stream = stdout;
    if (is_wanted) {
        pager->lines = terminal->lines > 2 ? terminal->lines - 1 : 1;
        pager->columns = terminal->columns;
        pager->stream = fopencookie(pager, "w", (cookie_io_functions_t){.write = write_cookie});
    }
    return pager;
}

FILE *pager_stream(struct pager *pager)
{
    return pager->stream;
}

bool pager_was_left(const struct pager *pager)
{
    return pager->was_left;
}

uint64_t pager_close(struct pager *pager)
{
    uint64_t waited_ns;
    if (pager->stream != stdout)
        fclose(pager->stream);
    else
        fflush(stdout);
    if (pager->process) {
        uint64_t start_ns = progress_clock_ns();
        close(pager->pipe);
        while (waitpid(pager->process, NULL, 0) < 0 && errno == EINTR)
            ;
        pager->waited_ns += progress_clock_ns() - start_ns;
        sigaction(SIGPIPE, &pager->pipe_action, NULL);
    } else {
        let_go(pager);
    }
    waited_ns = pager->waited_ns;
    memory_free(pager);
    return waited_ns;
}
