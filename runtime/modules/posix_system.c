/* Users, groups and the machine, for the module posix. */
#include "base/memory.h"
#include "runtime/modules/posix_parts.h"
#include "runtime/types/bytes.h"
#include "runtime/types/float.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

#define GET_FUNCTION(name, text, call)                                                             \
    POSIX_FUNCTION(name)                                                                           \
    {                                                                                              \
        return arguments_count(rt, text, positional, names, 0, 0) ? int_new(rt, call) : NULL;      \
    }
GET_FUNCTION(get_user, "getuid", getuid())
GET_FUNCTION(get_effective_user, "geteuid", geteuid())
GET_FUNCTION(get_group, "getgid", getgid())
GET_FUNCTION(get_effective_group, "getegid", getegid())
GET_FUNCTION(get_process_group, "getpgrp", getpgrp())

#define SET_FUNCTION(name, text, call, result)                                                     \
    POSIX_FUNCTION(name)                                                                           \
    {                                                                                              \
        int64_t number;                                                                            \
        if (!arguments_count(rt, text, positional, names, 1, 1) ||                                 \
            !arguments_int(rt, arguments[0], &number))                                             \
            return NULL;                                                                           \
        errno = 0;                                                                                 \
        int64_t status = (call);                                                                   \
        return status == -1 && errno ? posix_fail(rt, NULL) : (result);                            \
    }
SET_FUNCTION(set_mask, "umask", umask((mode_t)number), int_new(rt, status))
SET_FUNCTION(set_user, "setuid", setuid((uid_t)number), NONE)
SET_FUNCTION(set_group, "setgid", setgid((gid_t)number), NONE)
SET_FUNCTION(be_nice, "nice", nice((int)number), int_new(rt, status))
SET_FUNCTION(get_group_of, "getpgid", getpgid((pid_t)number), int_new(rt, status))
SET_FUNCTION(get_session, "getsid", getsid((pid_t)number), int_new(rt, status))
SET_FUNCTION(get_configuration, "sysconf", sysconf((int)number), int_new(rt, status))

POSIX_FUNCTION(set_session)
{
    if (!arguments_count(rt, "setsid", positional, names, 0, 0))
        return NULL;
    return setsid() < 0 ? posix_fail(rt, NULL) : NONE;
}

POSIX_FUNCTION(set_process_group)
{
    int64_t process, group;
    if (!arguments_count(rt, "setpgid", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &process) || !arguments_int(rt, arguments[1], &group))
        return NULL;
    return setpgid((pid_t)process, (pid_t)group) < 0 ? posix_fail(rt, NULL) : NONE;
}

POSIX_FUNCTION(kill_group)
{
    int64_t group, number;
    if (!arguments_count(rt, "killpg", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &group) || !arguments_int(rt, arguments[1], &number))
        return NULL;
    return killpg((pid_t)group, (int)number) < 0 ? posix_fail(rt, NULL) : NONE;
}

POSIX_FUNCTION(get_groups)
{
    gid_t groups[1024];
    if (!arguments_count(rt, "getgroups", positional, names, 0, 0))
        return NULL;
    int count = getgroups(1024, groups);
    if (count < 0)
        return posix_fail(rt, NULL);
    owned list = list_new(rt, (size_t)count);
    for (int i = 0; list && i < count; i++) {
        if (list_append(rt, list, int_tag(groups[i])) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

POSIX_FUNCTION(get_login)
{
    char name[256];
    if (!arguments_count(rt, "getlogin", positional, names, 0, 0))
        return NULL;
    if ((errno = getlogin_r(name, sizeof name)) != 0)
        return posix_fail(rt, NULL);
    return posix_name_new(rt, name, false);
}

POSIX_FUNCTION(get_machine)
{
    struct utsname machine;
    if (!arguments_count(rt, "uname", positional, names, 0, 0))
        return NULL;
    if (uname(&machine) < 0)
        return posix_fail(rt, NULL);
    owned parts[5] = {str_from_text(rt, machine.sysname), str_from_text(rt, machine.nodename),
                      str_from_text(rt, machine.release), str_from_text(rt, machine.version),
                      str_from_text(rt, machine.machine)};
    return tuple_from_owned(rt, parts, 5);
}

/* (user, system, those of children, elapsed) in seconds */
POSIX_FUNCTION(get_times)
{
    struct tms used;
    if (!arguments_count(rt, "times", positional, names, 0, 0))
        return NULL;
    double ticks = (double)sysconf(_SC_CLK_TCK);
    clock_t elapsed = times(&used);
    double seconds[5] = {(double)used.tms_utime, (double)used.tms_stime, (double)used.tms_cutime,
                         (double)used.tms_cstime, (double)elapsed};
    owned parts[5];
    for (int i = 0; i < 5; i++)
        parts[i] = float_new(rt, seconds[i] / ticks);
    return tuple_from_owned(rt, parts, 5);
}

POSIX_FUNCTION(get_load)
{
    double load[3];
    if (!arguments_count(rt, "getloadavg", positional, names, 0, 0))
        return NULL;
    if (getloadavg(load, 3) != 3)
        return exception_raise(rt, &exception_OSError, "Load averages are unobtainable");
    owned parts[3] = {float_new(rt, load[0]), float_new(rt, load[1]), float_new(rt, load[2])};
    return tuple_from_owned(rt, parts, 3);
}

POSIX_FUNCTION(count_usable)
{
    cpu_set_t set;
    if (!arguments_count(rt, "_usable_cpus", positional, names, 0, 0))
        return NULL;
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return posix_fail(rt, NULL);
    owned list = list_new(rt, 0);
    for (size_t i = 0; list && i < CPU_SETSIZE; i++) {
        if (CPU_ISSET(i, &set) && list_append(rt, list, int_tag((int64_t)i)) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

POSIX_FUNCTION(get_random)
{
    int64_t size;
    if (!arguments_count(rt, "urandom", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &size))
        return NULL;
    if (size < 0)
        return exception_raise(rt, &exception_ValueError, "negative argument not allowed");
    owned result = bytes_new(rt, NULL, (size_t)size);
    for (size_t done = 0; result && done < (size_t)size;) {
        ssize_t got = getrandom(((struct bytes *)result)->data + done, (size_t)size - done, 0);
        if (got < 0 && errno != EINTR) {
            object_release(rt, result);
            return posix_fail(rt, NULL);
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return result;
}

POSIX_FUNCTION(explain_error)
{
    int64_t number;
    if (!arguments_count(rt, "strerror", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &number))
        return NULL;
    return str_from_text(rt, strerror((int)number));
}

POSIX_FUNCTION(run_command)
{
    struct posix_path command;
    if (!arguments_count(rt, "system", positional, names, 1, 1))
        return NULL;
    owned result = posix_path_read(rt, "system", arguments[0], false, &command)
                       ? int_new(rt, system(command.name))
                       : NULL;
    posix_path_release(rt, &command);
    return result;
}

POSIX_FUNCTION(do_abort)
{
    if (!arguments_count(rt, "abort", positional, names, 0, 0))
        return NULL;
    abort();
}

const struct native_method posix_system_functions[] = {
    {"getuid", get_user, NATIVE_PLAIN, "Return the current process's user id."},
    {"geteuid", get_effective_user, NATIVE_PLAIN, NULL},
    {"getgid", get_group, NATIVE_PLAIN, "Return the current process's group id."},
    {"getegid", get_effective_group, NATIVE_PLAIN, NULL},
    {"getgroups", get_groups, NATIVE_PLAIN, NULL},
    {"getlogin", get_login, NATIVE_PLAIN, "Return the actual login name."},
    {"getpgrp", get_process_group, NATIVE_PLAIN, NULL},
    {"getpgid", get_group_of, NATIVE_PLAIN, NULL},
    {"getsid", get_session, NATIVE_PLAIN, NULL},
    {"setsid", set_session, NATIVE_PLAIN, NULL},
    {"setpgid", set_process_group, NATIVE_PLAIN, NULL},
    {"setuid", set_user, NATIVE_PLAIN, NULL},
    {"setgid", set_group, NATIVE_PLAIN, NULL},
    {"umask", set_mask, NATIVE_PLAIN, "Set the current numeric umask."},
    {"nice", be_nice, NATIVE_PLAIN, NULL},
    {"killpg", kill_group, NATIVE_PLAIN, "Kill a process group with a signal."},
    {"_uname", get_machine, NATIVE_PLAIN, NULL},
    {"_times", get_times, NATIVE_PLAIN, NULL},
    {"getloadavg", get_load, NATIVE_PLAIN, NULL},
    {"_usable_cpus", count_usable, NATIVE_PLAIN, NULL},
    {"_sysconf", get_configuration, NATIVE_PLAIN, NULL},
    {"urandom", get_random, NATIVE_PLAIN, "Random bytes suitable for cryptographic use."},
    {"strerror", explain_error, NATIVE_PLAIN, "Translate an error code to a message string."},
    {"system", run_command, NATIVE_PLAIN, "Execute the command in a subshell."},
    {"abort", do_abort, NATIVE_PLAIN, "Abort the interpreter immediately."},
    {0},
};
