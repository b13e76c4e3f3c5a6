/* The module _posixsubprocess: fork and exec, for subprocess.
 *
 * The child records nothing: its lane is gone before it does anything. What goes wrong there is
 * told to the parent through the pipe errpipe_write, as "OSError:errno in hexadecimal:what failed".
 */
#include "base/memory.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/posix_parts.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum argument { /* of fork_exec */
                ARGUMENTS,
                EXECUTABLES,
                CLOSE_FDS,
                PASS_FDS,
                FOLDER,
                ENVIRONMENT,
                STDIN_READ,
                STDIN_WRITE,
                STDOUT_READ,
                STDOUT_WRITE,
                STDERR_READ,
                STDERR_WRITE,
                PROBLEM_READ,
                PROBLEM_WRITE,
                RESTORE_SIGNALS,
                NEW_SESSION,
                GROUP_TO_SET,
                GROUP,
                EXTRA_GROUPS,
                USER,
                MASK,
                PREPARE,
                ALLOW_VFORK,
                ARGUMENT_COUNT
};

struct start { /* all that the child needs, read before the fork */
    char **arguments, **executables, **environment; /* NULL-terminated, owned; the texts too */
    char *folder;                                   /* owned or NULL */
    int *passed;                                    /* descriptors to keep, ascending; owned */
    size_t passed_count;
    gid_t *groups; /* owned or NULL */
    size_t group_count;
    int64_t numbers[ARGUMENT_COUNT];
    bool close_others, set_group, set_user, set_groups;
    borrowed prepare; /* a callable, or NULL */
};

static void free_texts(char **texts)
{
    for (char **next = texts; next && *next; next++)
        memory_free(*next);
    memory_free(texts);
}

static void release_start(struct start *start)
{
    free_texts(start->arguments);
    free_texts(start->executables);
    free_texts(start->environment);
    memory_free(start->folder);
    memory_free(start->passed);
    memory_free(start->groups);
}

/* --- reading the arguments -------------------------------------------------------------------- */

/* The paths of a sequence; NULL with an error raised. */
static char **read_texts(struct runtime *rt, borrowed sequence)
{
    owned items = tuple_from_iterable(rt, sequence);
    if (!items)
        return NULL;
    size_t count = tuple_count(items);
    char **texts = memory_zeroed(count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        struct posix_path path;
        if (posix_path_read(rt, NULL, tuple_item(items, i), false, &path))
            texts[i] = memory_copy_string(path.name);
        posix_path_release(rt, &path);
        if (!texts[i]) {
            free_texts(texts);
            texts = NULL;
            break;
        }
    }
    object_release(rt, items);
    return texts;
}

/* The ints of a sequence, in an array of the caller's; false: raised. */
static bool read_ints(struct runtime *rt, borrowed sequence, int64_t **numbers, size_t *count)
{
    owned items = tuple_from_iterable(rt, sequence);
    if (!items)
        return false;
    *count = tuple_count(items);
    *numbers = memory_zeroed(*count + 1, sizeof **numbers);
    bool good = true;
    for (size_t i = 0; good && i < *count; i++)
        good = arguments_int(rt, tuple_item(items, i), &(*numbers)[i]);
    object_release(rt, items);
    return good;
}

static bool read_passed(struct runtime *rt, borrowed v, struct start *start)
{
    int64_t *numbers = NULL;
    bool good = read_ints(rt, v, &numbers, &start->passed_count);
    start->passed = memory_zeroed(start->passed_count + 1, sizeof *start->passed);
    for (size_t i = 0; good && i < start->passed_count; i++) {
        start->passed[i] = (int)numbers[i];
        if (numbers[i] < 0 || (i > 0 && numbers[i] <= numbers[i - 1])) {
            exception_raise(rt, &exception_ValueError, "bad value(s) in fds_to_keep");
            good = false;
        }
    }
    memory_free(numbers);
    return good;
}

static bool read_groups(struct runtime *rt, borrowed v, struct start *start)
{
    int64_t *numbers = NULL;
    if (v == NONE)
        return true;
    bool good = read_ints(rt, v, &numbers, &start->group_count);
    start->groups = memory_zeroed(start->group_count + 1, sizeof *start->groups);
    for (size_t i = 0; good && i < start->group_count; i++)
        start->groups[i] = (gid_t)numbers[i];
    start->set_groups = true;
    memory_free(numbers);
    return good;
}

static bool read_start(struct runtime *rt, const borrowed *arguments, struct start *start)
{
    for (size_t i = STDIN_READ; i <= GROUP_TO_SET; i++) {
        int truth = i == RESTORE_SIGNALS || i == NEW_SESSION ? object_is_true(rt, arguments[i]) : 0;
        if (truth < 0)
            return false;
        if (i == RESTORE_SIGNALS || i == NEW_SESSION)
            start->numbers[i] = truth;
        else if (!arguments_int(rt, arguments[i], &start->numbers[i]))
            return false;
    }
    start->set_group = arguments[GROUP] != NONE;
    start->set_user = arguments[USER] != NONE;
    if ((start->set_group && !arguments_int(rt, arguments[GROUP], &start->numbers[GROUP])) ||
        (start->set_user && !arguments_int(rt, arguments[USER], &start->numbers[USER])) ||
        !arguments_int(rt, arguments[MASK], &start->numbers[MASK]) ||
        !read_passed(rt, arguments[PASS_FDS], start) ||
        !read_groups(rt, arguments[EXTRA_GROUPS], start))
        return false;
    start->close_others = object_is_true(rt, arguments[CLOSE_FDS]) > 0;
    start->prepare = arguments[PREPARE] == NONE ? NULL : arguments[PREPARE];
    if (arguments[FOLDER] != NONE) {
        struct posix_path path;
        if (posix_path_read(rt, NULL, arguments[FOLDER], false, &path))
            start->folder = memory_copy_string(path.name);
        posix_path_release(rt, &path);
        if (!start->folder)
            return false;
    }
    start->arguments = read_texts(rt, arguments[ARGUMENTS]);
    start->executables = start->arguments ? read_texts(rt, arguments[EXECUTABLES]) : NULL;
    if (start->executables && arguments[ENVIRONMENT] != NONE)
        start->environment = read_texts(rt, arguments[ENVIRONMENT]);
    return start->executables && !runtime_has_error(rt);
}

/* --- the child -------------------------------------------------------------------------------- */

/* descriptor becomes `target`, and is inherited. -1: errno. */
static int place(int64_t descriptor, int target)
{
    if (descriptor == target)
        return fcntl(target, F_SETFD, 0);
    return descriptor < 0 ? 0 : dup2((int)descriptor, target);
}

/* The ends of the pipes that are the child's become 0, 1, 2. A low one in the way moves up first.
 */
static int place_streams(struct start *start)
{
    int64_t *n = start->numbers;
    if (n[STDOUT_WRITE] == 0 && (n[STDOUT_WRITE] = fcntl(0, F_DUPFD_CLOEXEC, 3)) < 0)
        return -1;
    while (n[STDERR_WRITE] == 0 || n[STDERR_WRITE] == 1)
        if ((n[STDERR_WRITE] = fcntl((int)n[STDERR_WRITE], F_DUPFD_CLOEXEC, 3)) < 0)
            return -1;
    return place(n[STDIN_READ], 0) < 0 || place(n[STDOUT_WRITE], 1) < 0 ||
                   place(n[STDERR_WRITE], 2) < 0
               ? -1
               : 0;
}

/* Closes all descriptors above 2 but those to keep. */
static void close_others(const struct start *start)
{
    unsigned next = 3;
    for (size_t i = 0; i < start->passed_count; i++) {
        unsigned kept = (unsigned)start->passed[i];
        if (kept > next)
            close_range(next, kept - 1, 0);
        next = kept >= next ? kept + 1 : next;
    }
    close_range(next, ~0u, 0);
}

static int take_identity(const struct start *start)
{
    const int64_t *n = start->numbers;
    if (n[MASK] >= 0)
        umask((mode_t)n[MASK]);
    if (n[RESTORE_SIGNALS]) {
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
    }
    if ((n[NEW_SESSION] && setsid() < 0) ||
        (n[GROUP_TO_SET] >= 0 && setpgid(0, (pid_t)n[GROUP_TO_SET]) < 0) ||
        (start->set_groups && setgroups(start->group_count, start->groups) < 0) ||
        (start->set_group && setregid((gid_t)n[GROUP], (gid_t)n[GROUP]) < 0) ||
        (start->set_user && setreuid((uid_t)n[USER], (uid_t)n[USER]) < 0))
        return -1;
    return 0;
}

_Noreturn static void tell_and_exit(int64_t pipe, const char *kind, int failure, const char *what)
{
    char text[128];
    int size = snprintf(text, sizeof text, "%s:%x:%s", kind, (unsigned)failure, what);
    ssize_t written = write((int)pipe, text, (size_t)size);
    _exit(written < 0 ? 254 : 255);
}

_Noreturn static void run_child(struct runtime *rt, struct start *start)
{
    int64_t pipe = start->numbers[PROBLEM_WRITE];
    rt->lane = NULL;
    for (size_t i = 0; i < start->passed_count; i++) {
        if (start->passed[i] != pipe)
            fcntl(start->passed[i], F_SETFD, 0);
    }
    if (place_streams(start) < 0)
        tell_and_exit(pipe, "OSError", errno, "noexec");
    if (start->folder && chdir(start->folder) < 0)
        tell_and_exit(pipe, "OSError", errno, "noexec");
    if (take_identity(start) < 0)
        tell_and_exit(pipe, "OSError", errno, "noexec");
    if (start->prepare && !object_call_none(rt, start->prepare))
        tell_and_exit(pipe, "SubprocessError", 0, "Exception occurred in preexec_fn.");
    if (start->close_others)
        close_others(start);
    int failure = 0;
    for (char **executable = start->executables; *executable; executable++) {
        execve(*executable, start->arguments, start->environment ? start->environment : environ);
        if (errno != ENOENT && errno != ENOTDIR && failure == 0)
            failure = errno;
    }
    tell_and_exit(pipe, "OSError", failure ? failure : errno, "");
}

POSIX_FUNCTION(fork_exec)
{
    struct start start = {0};
    if (!arguments_count(rt, "fork_exec", positional, names, ARGUMENT_COUNT, ARGUMENT_COUNT))
        return NULL;
    pid_t process = -1;
    int failure = 0;
    if (read_start(rt, arguments, &start)) {
        process = fork();
        failure = errno;
        if (process == 0)
            run_child(rt, &start);
    }
    release_start(&start);
    if (process >= 0)
        return int_new(rt, process);
    return runtime_has_error(rt) ? NULL : exception_raise_errno(rt, failure, NULL);
}

static const struct native_method functions[] = {
    {"fork_exec", fork_exec, NATIVE_PLAIN, "Starts a program in a child process."},
    {0},
};

int module_fill_posixsubprocess(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
