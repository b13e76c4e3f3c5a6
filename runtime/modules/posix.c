/* The module posix: what os takes from C: processes, the environment, folders and files by name. */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/posix_parts.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define NATIVE                                                                                     \
    struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED, size_t positional, \
        borrowed names

/* --- processes -------------------------------------------------------------------------------- */

static owned wait_for(struct runtime *rt, pid_t process, int options)
{
    int status = 0;
    pid_t ended;
    do
        ended = waitpid(process, &status, options);
    while (ended < 0 && errno == EINTR);
    if (ended < 0)
        return exception_raise_errno(rt, errno, NULL);
    owned pair[2] = {int_new(rt, ended), int_new(rt, status)};
    return tuple_from_owned(rt, pair, 2);
}

static owned do_waitpid(NATIVE)
{
    int64_t process, options;
    if (!arguments_count(rt, "waitpid", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &process) || !arguments_int(rt, arguments[1], &options))
        return NULL;
    return wait_for(rt, (pid_t)process, (int)options);
}

static owned do_wait(NATIVE)
{
    return arguments_count(rt, "wait", positional, names, 0, 0) ? wait_for(rt, -1, 0) : NULL;
}

static owned do_kill(NATIVE)
{
    int64_t process, signal_number;
    if (!arguments_count(rt, "kill", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &process) ||
        !arguments_int(rt, arguments[1], &signal_number))
        return NULL;
    return kill((pid_t)process, (int)signal_number) < 0 ? exception_raise_errno(rt, errno, NULL)
                                                        : NONE;
}

#define STATUS_FUNCTION(name, text, expression)                                                    \
    static owned name(NATIVE)                                                                      \
    {                                                                                              \
        int64_t status;                                                                            \
        if (!arguments_count(rt, text, positional, names, 1, 1) ||                                 \
            !arguments_int(rt, arguments[0], &status))                                             \
            return NULL;                                                                           \
        int s = (int)status;                                                                       \
        return expression;                                                                         \
    }
STATUS_FUNCTION(exit_status, "WEXITSTATUS", int_new(rt, WEXITSTATUS(s)))
STATUS_FUNCTION(was_exit, "WIFEXITED", bool_of(WIFEXITED(s)))
STATUS_FUNCTION(was_signal, "WIFSIGNALED", bool_of(WIFSIGNALED(s)))
STATUS_FUNCTION(term_signal, "WTERMSIG", int_new(rt, WTERMSIG(s)))
STATUS_FUNCTION(exit_code, "waitstatus_to_exitcode",
                int_new(rt, WIFSIGNALED(s) ? -WTERMSIG(s) : WEXITSTATUS(s)))

static owned get_process(NATIVE)
{
    return arguments_count(rt, "getpid", positional, names, 0, 0) ? int_new(rt, getpid()) : NULL;
}

static owned get_parent(NATIVE)
{
    return arguments_count(rt, "getppid", positional, names, 0, 0) ? int_new(rt, getppid()) : NULL;
}

static owned count_processors(NATIVE)
{
    return arguments_count(rt, "cpu_count", positional, names, 0, 0)
               ? int_new(rt, sysconf(_SC_NPROCESSORS_ONLN))
               : NULL;
}

/* --- descriptors ------------------------------------------------------------------------------ */

static owned make_pipe(NATIVE)
{
    int ends[2];
    if (!arguments_count(rt, "pipe", positional, names, 0, 0))
        return NULL;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return exception_raise_errno(rt, errno, NULL);
    owned pair[2] = {int_new(rt, ends[0]), int_new(rt, ends[1])};
    return tuple_from_owned(rt, pair, 2);
}

static owned do_close(NATIVE)
{
    int64_t descriptor;
    if (!arguments_count(rt, "close", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &descriptor))
        return NULL;
    return close((int)descriptor) < 0 ? exception_raise_errno(rt, errno, NULL) : NONE;
}

static owned do_read(NATIVE)
{
    int64_t descriptor, size;
    if (!arguments_count(rt, "read", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &descriptor) || !arguments_int(rt, arguments[1], &size))
        return NULL;
    if (size < 0)
        return exception_raise_errno(rt, EINVAL, NULL);
    uint8_t *data = memory_allocate((size_t)size);
    ssize_t got;
    do
        got = read((int)descriptor, data, (size_t)size);
    while (got < 0 && errno == EINTR);
    owned result =
        got < 0 ? exception_raise_errno(rt, errno, NULL) : bytes_new(rt, data, (size_t)got);
    memory_free(data);
    return result;
}

static owned do_write(NATIVE)
{
    int64_t descriptor;
    if (!arguments_count(rt, "write", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &descriptor))
        return NULL;
    if (!object_is_pointer(arguments[1]) || !type_has_flag(arguments[1]->type, TYPE_BYTES))
        return exception_raise(rt, &exception_TypeError,
                               "a bytes-like object is required, not '%T'", arguments[1]);
    const struct bytes *data = (struct bytes *)arguments[1];
    ssize_t written = write((int)descriptor, data->data, data->size);
    return written < 0 ? exception_raise_errno(rt, errno, NULL) : int_new(rt, written);
}

/* --- names of files --------------------------------------------------------------------------- */

/* The one path among the arguments; NULL with an error. */
static const char *path_argument(struct runtime *rt, const char *function, borrowed v)
{
    if (str_check(v))
        return str_utf8(v, NULL);
    exception_raise(rt, &exception_TypeError, "%s: path should be string, not %T", function, v);
    return NULL;
}

#define PATH_FUNCTION(name, text, call)                                                            \
    static owned name(NATIVE)                                                                      \
    {                                                                                              \
        if (!arguments_count(rt, text, positional, names, 1, 1))                                   \
            return NULL;                                                                           \
        const char *path = path_argument(rt, text, arguments[0]);                                  \
        if (!path)                                                                                 \
            return NULL;                                                                           \
        return (call) < 0 ? exception_raise_errno(rt, errno, path) : NONE;                         \
    }
PATH_FUNCTION(do_unlink, "unlink", unlink(path))
PATH_FUNCTION(do_rmdir, "rmdir", rmdir(path))
PATH_FUNCTION(do_chdir, "chdir", chdir(path))
PATH_FUNCTION(do_mkdir, "mkdir", mkdir(path, 0777))

static owned do_rename(NATIVE)
{
    if (!arguments_count(rt, "rename", positional, names, 2, 2))
        return NULL;
    const char *from = path_argument(rt, "rename", arguments[0]);
    const char *to = from ? path_argument(rt, "rename", arguments[1]) : NULL;
    if (!to)
        return NULL;
    return rename(from, to) < 0 ? exception_raise_errno(rt, errno, from) : NONE;
}

static owned get_folder(NATIVE)
{
    char path[PATH_MAX];
    if (!arguments_count(rt, "getcwd", positional, names, 0, 0))
        return NULL;
    return getcwd(path, sizeof path) ? str_from_text(rt, path)
                                     : exception_raise_errno(rt, errno, NULL);
}

static owned list_folder(NATIVE)
{
    if (!arguments_count(rt, "listdir", positional, names, 0, 1))
        return NULL;
    const char *path = positional ? path_argument(rt, "listdir", arguments[0]) : ".";
    DIR *folder = path ? opendir(path) : NULL;
    if (!folder)
        return path ? exception_raise_errno(rt, errno, path) : NULL;
    owned list = list_new(rt, 0);
    for (const struct dirent *entry; list && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        owned name = str_from_text(rt, entry->d_name);
        if (!name || list_append(rt, list, name) < 0) {
            object_release(rt, list);
            list = NULL;
        }
    }
    closedir(folder);
    return list;
}

/* (mode, inode, device, links, user, group, size, accessed, modified, changed) */
static owned get_status(NATIVE)
{
    struct stat status;
    if (!arguments_count(rt, "stat", positional, names, 1, 2))
        return NULL;
    const char *path = path_argument(rt, "stat", arguments[0]);
    if (!path)
        return NULL;
    bool follow = positional < 2 || object_is_true(rt, arguments[1]) == 1;
    if ((follow ? stat(path, &status) : lstat(path, &status)) < 0)
        return exception_raise_errno(rt, errno, path);
    owned parts[10] = {
        int_new(rt, status.st_mode),
        int_new_unsigned(rt, status.st_ino),
        int_new_unsigned(rt, status.st_dev),
        int_new_unsigned(rt, status.st_nlink),
        int_new(rt, status.st_uid),
        int_new(rt, status.st_gid),
        int_new(rt, status.st_size),
        float_new(rt, (double)status.st_atim.tv_sec + 1e-9 * (double)status.st_atim.tv_nsec),
        float_new(rt, (double)status.st_mtim.tv_sec + 1e-9 * (double)status.st_mtim.tv_nsec),
        float_new(rt, (double)status.st_ctim.tv_sec + 1e-9 * (double)status.st_ctim.tv_nsec),
    };
    return tuple_from_owned(rt, parts, 10);
}

static owned resolve(NATIVE)
{
    char resolved[PATH_MAX];
    if (!arguments_count(rt, "_realpath", positional, names, 1, 1))
        return NULL;
    const char *path = path_argument(rt, "realpath", arguments[0]);
    if (!path)
        return NULL;
    return realpath(path, resolved) ? str_from_text(rt, resolved) : object_retain(rt, arguments[0]);
}

/* --- environment ------------------------------------------------------------------------------ */

static owned do_putenv(NATIVE)
{
    if (!arguments_count(rt, "putenv", positional, names, 2, 2))
        return NULL;
    const char *name = path_argument(rt, "putenv", arguments[0]);
    const char *value = name ? path_argument(rt, "putenv", arguments[1]) : NULL;
    if (!value)
        return NULL;
    return setenv(name, value, 1) < 0 ? exception_raise_errno(rt, errno, NULL) : NONE;
}

static owned do_unsetenv(NATIVE)
{
    if (!arguments_count(rt, "unsetenv", positional, names, 1, 1))
        return NULL;
    const char *name = path_argument(rt, "unsetenv", arguments[0]);
    if (!name)
        return NULL;
    return unsetenv(name) < 0 ? exception_raise_errno(rt, errno, NULL) : NONE;
}

static owned make_environment(struct runtime *rt)
{
    owned dict = dict_new(rt);
    for (char **entry = environ; dict && *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        if (!equals)
            continue;
        owned name = str_new(rt, *entry, (size_t)(equals - *entry));
        owned value = name ? str_from_text(rt, equals + 1) : NULL;
        if (!value || dict_set(rt, dict, name, value) < 0)
            exception_clear(rt); /* a name or value that is not UTF-8 is left out */
        object_release_maybe(rt, name);
    }
    return dict;
}

/* --- the module ------------------------------------------------------------------------------- */

static const struct native_method functions[] = {
    {"waitpid", do_waitpid, NATIVE_PLAIN, "Wait for completion of a given child process."},
    {"wait", do_wait, NATIVE_PLAIN, "Wait for completion of a child process."},
    {"kill", do_kill, NATIVE_PLAIN, "Kill a process with a signal."},
    {"WEXITSTATUS", exit_status, NATIVE_PLAIN, NULL},
    {"WIFEXITED", was_exit, NATIVE_PLAIN, NULL},
    {"WIFSIGNALED", was_signal, NATIVE_PLAIN, NULL},
    {"WTERMSIG", term_signal, NATIVE_PLAIN, NULL},
    {"waitstatus_to_exitcode", exit_code, NATIVE_PLAIN, NULL},
    {"getpid", get_process, NATIVE_PLAIN, "Return the current process id."},
    {"getppid", get_parent, NATIVE_PLAIN, "Return the parent's process id."},
    {"cpu_count", count_processors, NATIVE_PLAIN, NULL},
    {"pipe", make_pipe, NATIVE_PLAIN, "Create a pipe."},
    {"close", do_close, NATIVE_PLAIN, "Close a file descriptor."},
    {"read", do_read, NATIVE_PLAIN, "Read from a file descriptor."},
    {"write", do_write, NATIVE_PLAIN, "Write bytes to a file descriptor."},
    {"unlink", do_unlink, NATIVE_PLAIN, "Remove a file."},
    {"remove", do_unlink, NATIVE_PLAIN, "Remove a file."},
    {"rmdir", do_rmdir, NATIVE_PLAIN, "Remove a directory."},
    {"chdir", do_chdir, NATIVE_PLAIN, "Change the current working directory."},
    {"_mkdir", do_mkdir, NATIVE_PLAIN, NULL},
    {"rename", do_rename, NATIVE_PLAIN, "Rename a file or directory."},
    {"replace", do_rename, NATIVE_PLAIN, "Rename a file or directory."},
    {"getcwd", get_folder, NATIVE_PLAIN, "Return the current working directory."},
    {"listdir", list_folder, NATIVE_PLAIN, "Return the names of the files in a directory."},
    {"_stat", get_status, NATIVE_PLAIN, NULL},
    {"_realpath", resolve, NATIVE_PLAIN, NULL},
    {"putenv", do_putenv, NATIVE_PLAIN, NULL},
    {"unsetenv", do_unsetenv, NATIVE_PLAIN, NULL},
    {0},
};

int module_fill_posix(struct runtime *rt, borrowed module)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"WNOHANG", WNOHANG}, {"F_OK", F_OK}, {"R_OK", R_OK}, {"W_OK", W_OK}, {"X_OK", X_OK}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (module_set(rt, module, constants[i].name, int_tag(constants[i].value)) < 0)
            return -1;
    }
    if (module_set(rt, module, "_environment", make_environment(rt)) < 0)
        return -1;
    if (module_add_functions(rt, module, posix_process_functions) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
