/* The module posix: what os takes from C. Here are processes and the environment; posix_file.c has
 * files and folders by name, posix_descriptor.c open files, posix_system.c users and the machine.
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/posix_parts.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/signals.h"
#include "runtime/python/threads.h"
#include "runtime/types/dict.h"
#include "runtime/types/module.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

extern char **environ;

/* --- processes -------------------------------------------------------------------------------- */

static owned wait_for(struct runtime *rt, pid_t process, int options)
{
    int status = 0, again;
    pid_t ended;
    do {
        struct thread *thread = threads_leave(rt);
        ended = waitpid(process, &status, options);
        threads_enter(rt, thread);
        again = ended < 0 ? signals_retry(rt) : 0;
    } while (again > 0);
    if (ended < 0)
        return again < 0 ? NULL : posix_fail(rt, NULL);
    owned pair[2] = {int_new(rt, ended), int_new(rt, status)};
    return tuple_from_owned(rt, pair, 2);
}

POSIX_FUNCTION(do_waitpid)
{
    int64_t process, options;
    if (!arguments_count(rt, "waitpid", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &process) || !arguments_int(rt, arguments[1], &options))
        return NULL;
    return wait_for(rt, (pid_t)process, (int)options);
}

POSIX_FUNCTION(do_wait)
{
    return arguments_count(rt, "wait", positional, names, 0, 0) ? wait_for(rt, -1, 0) : NULL;
}

POSIX_FUNCTION(do_kill)
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
    POSIX_FUNCTION(name)                                                                           \
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
STATUS_FUNCTION(was_stop, "WIFSTOPPED", bool_of(WIFSTOPPED(s)))
STATUS_FUNCTION(stop_signal, "WSTOPSIG", int_new(rt, WSTOPSIG(s)))
STATUS_FUNCTION(was_continued, "WIFCONTINUED", bool_of(WIFCONTINUED(s)))
STATUS_FUNCTION(was_dumped, "WCOREDUMP", bool_of(WCOREDUMP(s)))
STATUS_FUNCTION(exit_code, "waitstatus_to_exitcode",
                int_new(rt, WIFSIGNALED(s) ? -WTERMSIG(s) : WEXITSTATUS(s)))

POSIX_FUNCTION(get_process)
{
    return arguments_count(rt, "getpid", positional, names, 0, 0) ? int_new(rt, getpid()) : NULL;
}

POSIX_FUNCTION(get_parent)
{
    return arguments_count(rt, "getppid", positional, names, 0, 0) ? int_new(rt, getppid()) : NULL;
}

POSIX_FUNCTION(count_processors)
{
    return arguments_count(rt, "cpu_count", positional, names, 0, 0)
               ? int_new(rt, sysconf(_SC_NPROCESSORS_ONLN))
               : NULL;
}

/* --- environment ------------------------------------------------------------------------------ */

POSIX_FUNCTION(do_putenv)
{
    struct posix_path name = {0}, value = {0};
    if (!arguments_count(rt, "putenv", positional, names, 2, 2))
        return NULL;
    owned result = NULL;
    if (posix_path_read(rt, NULL, arguments[0], false, &name) &&
        posix_path_read(rt, NULL, arguments[1], false, &value))
        result = setenv(name.name, value.name, 1) < 0 ? posix_fail(rt, NULL) : NONE;
    posix_path_release(rt, &name);
    posix_path_release(rt, &value);
    return result;
}

POSIX_FUNCTION(do_unsetenv)
{
    struct posix_path name;
    if (!arguments_count(rt, "unsetenv", positional, names, 1, 1))
        return NULL;
    owned result = NULL;
    if (posix_path_read(rt, NULL, arguments[0], false, &name))
        result = unsetenv(name.name) < 0 ? posix_fail(rt, NULL) : NONE;
    posix_path_release(rt, &name);
    return result;
}

static owned make_environment(struct runtime *rt)
{
    owned dict = dict_new(rt);
    for (char **entry = environ; dict && *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        if (!equals)
            continue;
        char *text = memory_copy_bytes(*entry, (size_t)(equals - *entry));
        owned name = posix_name_new(rt, text, false);
        owned value = name ? posix_name_new(rt, equals + 1, false) : NULL;
        memory_free(text);
        if (!value || dict_set(rt, dict, name, value) < 0)
            exception_clear(rt);
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
    {"WIFSTOPPED", was_stop, NATIVE_PLAIN, NULL},
    {"WSTOPSIG", stop_signal, NATIVE_PLAIN, NULL},
    {"WIFCONTINUED", was_continued, NATIVE_PLAIN, NULL},
    {"WCOREDUMP", was_dumped, NATIVE_PLAIN, NULL},
    {"waitstatus_to_exitcode", exit_code, NATIVE_PLAIN, NULL},
    {"getpid", get_process, NATIVE_PLAIN, "Return the current process id."},
    {"getppid", get_parent, NATIVE_PLAIN, "Return the parent's process id."},
    {"cpu_count", count_processors, NATIVE_PLAIN, NULL},
    {"putenv", do_putenv, NATIVE_PLAIN, NULL},
    {"unsetenv", do_unsetenv, NATIVE_PLAIN, NULL},
    {0},
};

int module_fill_posix(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {MODULE_CONSTANT(WNOHANG),
                                                       MODULE_CONSTANT(WUNTRACED),
                                                       MODULE_CONSTANT(WCONTINUED),
                                                       MODULE_CONSTANT(F_OK),
                                                       MODULE_CONSTANT(R_OK),
                                                       MODULE_CONSTANT(W_OK),
                                                       MODULE_CONSTANT(X_OK),
                                                       MODULE_CONSTANT(O_RDONLY),
                                                       MODULE_CONSTANT(O_WRONLY),
                                                       MODULE_CONSTANT(O_RDWR),
                                                       MODULE_CONSTANT(O_APPEND),
                                                       MODULE_CONSTANT(O_CREAT),
                                                       MODULE_CONSTANT(O_EXCL),
                                                       MODULE_CONSTANT(O_TRUNC),
                                                       MODULE_CONSTANT(O_NONBLOCK),
                                                       MODULE_CONSTANT(O_CLOEXEC),
                                                       MODULE_CONSTANT(O_NOFOLLOW),
                                                       MODULE_CONSTANT(O_DIRECTORY),
                                                       MODULE_CONSTANT(O_SYNC),
                                                       MODULE_CONSTANT(O_NOCTTY),
                                                       MODULE_CONSTANT(O_PATH),
                                                       MODULE_CONSTANT(O_TMPFILE),
                                                       MODULE_CONSTANT(O_DSYNC),
                                                       MODULE_CONSTANT(O_NDELAY),
                                                       MODULE_CONSTANT(EX_OK),
                                                       MODULE_CONSTANT(EX_USAGE),
                                                       MODULE_CONSTANT(EX_DATAERR),
                                                       MODULE_CONSTANT(EX_NOINPUT),
                                                       MODULE_CONSTANT(EX_UNAVAILABLE),
                                                       MODULE_CONSTANT(EX_SOFTWARE),
                                                       MODULE_CONSTANT(EX_OSERR),
                                                       MODULE_CONSTANT(EX_CANTCREAT),
                                                       MODULE_CONSTANT(EX_IOERR),
                                                       MODULE_CONSTANT(EX_TEMPFAIL),
                                                       MODULE_CONSTANT(EX_NOPERM),
                                                       MODULE_CONSTANT(EX_CONFIG),
                                                       {0}};
    static const struct native_method *const tables[] = {
        functions, posix_process_functions, posix_file_functions, posix_descriptor_functions,
        posix_system_functions};
    if (module_add_constants(rt, module, constants) < 0)
        return -1;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (module_add_functions(rt, module, tables[i]) < 0)
            return -1;
    }
    return module_set(rt, module, "_environment", make_environment(rt));
}
