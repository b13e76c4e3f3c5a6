/* Open files by their descriptors, for the module posix. */
#include "base/memory.h"
#include "runtime/modules/posix_parts.h"
#include "runtime/python/signals.h"
#include "runtime/python/threads.h"
#include "runtime/types/bytes.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* `count` arguments, all int. */
static bool read_numbers(struct runtime *rt, const char *function, const borrowed *arguments,
                         size_t positional, borrowed names, size_t count, int64_t *numbers)
{
    if (!arguments_count(rt, function, positional, names, count, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!arguments_int(rt, arguments[i], &numbers[i]))
            return false;
    }
    return true;
}

/* A call whose arguments are ints n[0], n[1] …, and whose result says -1 for an error. */
#define NUMBER_FUNCTION(name, text, count, call, result)                                           \
    POSIX_FUNCTION(name)                                                                           \
    {                                                                                              \
        int64_t n[3] = {0};                                                                        \
        if (!read_numbers(rt, text, arguments, positional, names, count, n))                       \
            return NULL;                                                                           \
        int64_t status = (call);                                                                   \
        return status < 0 ? posix_fail(rt, NULL) : (result);                                       \
    }
NUMBER_FUNCTION(do_close, "close", 1, close((int)n[0]), NONE)
NUMBER_FUNCTION(do_dup, "dup", 1, fcntl((int)n[0], F_DUPFD_CLOEXEC, 0), int_new(rt, status))
NUMBER_FUNCTION(do_dup2, "dup2", 3, dup3((int)n[0], (int)n[1], n[2] ? 0 : O_CLOEXEC),
                int_new(rt, status))
NUMBER_FUNCTION(do_lseek, "lseek", 3, lseek((int)n[0], n[1], (int)n[2]), int_new(rt, status))
NUMBER_FUNCTION(do_ftruncate, "ftruncate", 2, ftruncate((int)n[0], n[1]), NONE)
NUMBER_FUNCTION(do_fsync, "fsync", 1, fsync((int)n[0]), NONE)
NUMBER_FUNCTION(do_fchmod, "fchmod", 2, fchmod((int)n[0], (mode_t)n[1]), NONE)
NUMBER_FUNCTION(do_fchdir, "fchdir", 1, fchdir((int)n[0]), NONE)
NUMBER_FUNCTION(do_isatty, "isatty", 1, isatty((int)n[0]), bool_of(status > 0))
NUMBER_FUNCTION(get_inheritable, "get_inheritable", 1, fcntl((int)n[0], F_GETFD),
                bool_of(!(status & FD_CLOEXEC)))
NUMBER_FUNCTION(set_inheritable, "set_inheritable", 2,
                fcntl((int)n[0], F_SETFD, n[1] ? 0 : FD_CLOEXEC), NONE)
NUMBER_FUNCTION(get_blocking, "get_blocking", 1, fcntl((int)n[0], F_GETFL),
                bool_of(!(status & O_NONBLOCK)))
NUMBER_FUNCTION(set_blocking, "set_blocking", 2,
                fcntl((int)n[0], F_SETFL,
                      n[1] ? fcntl((int)n[0], F_GETFL) & ~O_NONBLOCK
                           : fcntl((int)n[0], F_GETFL) | O_NONBLOCK),
                NONE)

POSIX_FUNCTION(make_pipe)
{
    int ends[2];
    if (!arguments_count(rt, "pipe", positional, names, 0, 0))
        return NULL;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return posix_fail(rt, NULL);
    owned pair[2] = {int_new(rt, ends[0]), int_new(rt, ends[1])};
    return tuple_from_owned(rt, pair, 2);
}

POSIX_FUNCTION(do_open)
{
    struct posix_path path;
    int64_t flags, mode = 0777;
    if (!arguments_count(rt, "open", positional, names, 2, 3) ||
        !arguments_int(rt, arguments[1], &flags) ||
        (positional > 2 && !arguments_int(rt, arguments[2], &mode)))
        return NULL;
    owned result = NULL;
    if (posix_path_read(rt, "open", arguments[0], false, &path)) {
        int descriptor = open(path.name, (int)flags | O_CLOEXEC, (mode_t)mode);
        result = descriptor < 0 ? posix_fail(rt, &path) : int_new(rt, descriptor);
    }
    posix_path_release(rt, &path);
    return result;
}

POSIX_FUNCTION(do_read)
{
    int64_t n[2];
    if (!read_numbers(rt, "read", arguments, positional, names, 2, n))
        return NULL;
    if (n[1] < 0) {
        errno = EINVAL;
        return posix_fail(rt, NULL);
    }
    uint8_t *data = memory_try_allocate((size_t)n[1] + 1);
    if (!data) {
        rt->raise_memory_error(rt);
        return NULL;
    }
    ssize_t got;
    int again;
    do {
        struct thread *thread = threads_leave(rt);
        got = read((int)n[0], data, (size_t)n[1]);
        threads_enter(rt, thread);
        again = got < 0 ? signals_retry(rt) : 0;
    } while (again > 0);
    owned result = got >= 0    ? bytes_new(rt, data, (size_t)got)
                   : again < 0 ? NULL
                               : posix_fail(rt, NULL);
    memory_free(data);
    return result;
}

POSIX_FUNCTION(do_write)
{
    int64_t descriptor;
    struct span data;
    if (!arguments_count(rt, "write", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &descriptor) || !bytes_require(rt, arguments[1], &data))
        return NULL;
    ssize_t written;
    int again;
    do {
        struct thread *thread = threads_leave(rt);
        written = write((int)descriptor, data.data, data.size);
        threads_enter(rt, thread);
        again = written < 0 ? signals_retry(rt) : 0;
    } while (again > 0);
    return written >= 0 ? int_new(rt, written) : again < 0 ? NULL : posix_fail(rt, NULL);
}

POSIX_FUNCTION(get_terminal_size)
{
    struct winsize size;
    int64_t descriptor = STDOUT_FILENO;
    if (!arguments_count(rt, "get_terminal_size", positional, names, 0, 1) ||
        (positional && !arguments_int(rt, arguments[0], &descriptor)))
        return NULL;
    if (ioctl((int)descriptor, TIOCGWINSZ, &size) < 0)
        return posix_fail(rt, NULL);
    owned pair[2] = {int_tag(size.ws_col), int_tag(size.ws_row)};
    return tuple_from_owned(rt, pair, 2);
}

const struct native_method posix_descriptor_functions[] = {
    {"pipe", make_pipe, NATIVE_PLAIN, "Create a pipe."},
    {"_open", do_open, NATIVE_PLAIN, NULL},
    {"close", do_close, NATIVE_PLAIN, "Close a file descriptor."},
    {"read", do_read, NATIVE_PLAIN, "Read from a file descriptor."},
    {"write", do_write, NATIVE_PLAIN, "Write bytes to a file descriptor."},
    {"dup", do_dup, NATIVE_PLAIN, "Duplicate a file descriptor."},
    {"_dup2", do_dup2, NATIVE_PLAIN, NULL},
    {"lseek", do_lseek, NATIVE_PLAIN, "Set the position of a file descriptor."},
    {"ftruncate", do_ftruncate, NATIVE_PLAIN, "Truncate the file of a descriptor."},
    {"fsync", do_fsync, NATIVE_PLAIN, "Force write of a descriptor to disk."},
    {"fchmod", do_fchmod, NATIVE_PLAIN, "Change the access permissions of a descriptor's file."},
    {"fchdir", do_fchdir, NATIVE_PLAIN, "Change to the directory of a descriptor."},
    {"isatty", do_isatty, NATIVE_PLAIN, "Is the file descriptor connected to a terminal?"},
    {"get_inheritable", get_inheritable, NATIVE_PLAIN, NULL},
    {"set_inheritable", set_inheritable, NATIVE_PLAIN, NULL},
    {"get_blocking", get_blocking, NATIVE_PLAIN, NULL},
    {"set_blocking", set_blocking, NATIVE_PLAIN, NULL},
    {"_terminal_size", get_terminal_size, NATIVE_PLAIN, NULL},
    {0},
};
