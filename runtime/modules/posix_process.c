/* Processes that begin and end, for posix.c: fork, its hooks, exec, _exit.
 *
 * A child leaves its parent's recording and begins its own; the thread that forked is its only one,
 * and its main thread. The hooks of register_at_fork are a list of (before, in the parent, in the
 * child), held by the interpreter.
 */
#include "base/memory.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/posix_parts.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>
#include <unistd.h>

#define NATIVE                                                                                     \
    struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED, size_t positional, \
        borrowed names

/* --- fork ------------------------------------------------------------------------------------- */

enum hook { HOOK_BEFORE, HOOK_PARENT, HOOK_CHILD, HOOK_COUNT };

static owned register_at_fork(NATIVE)
{
    static const char *const parameters[] = {"before", "after_in_parent", "after_in_child", NULL};
    static const struct arguments specification = {"register_at_fork", parameters, 0, 0, 0};
    struct interpreter *interpreter = rt->interpreter;
    borrowed values[HOOK_COUNT];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    bool any = false;
    for (size_t i = 0; i < HOOK_COUNT; i++) {
        if (values[i] && !object_is_callable(rt, values[i]))
            return exception_raise(rt, &exception_TypeError, "'%s' must be callable, not %T",
                                   parameters[i], values[i]);
        any |= values[i] != NULL;
        values[i] = values[i] ? values[i] : NONE;
    }
    if (!any)
        return exception_raise(rt, &exception_TypeError, "At least one argument is required.");
    if (!interpreter->fork_hooks)
        slot_set(rt, ledger_root(rt, ROOT_RUNTIME), &interpreter->fork_hooks, list_new(rt, 1));
    owned entry = tuple_from(rt, values, HOOK_COUNT);
    return entry && list_append(rt, interpreter->fork_hooks, entry) == 0 ? NONE : NULL;
}

/* What a hook raises is reported. Those before a fork run newest first. */
static void run_hooks(struct runtime *rt, enum hook hook)
{
    borrowed hooks = rt->interpreter->fork_hooks;
    size_t count = hooks ? ((struct list *)hooks)->count : 0;
    for (size_t i = 0; i < count && i < ((struct list *)hooks)->count; i++) {
        size_t place = hook == HOOK_BEFORE ? count - 1 - i : i;
        owned function =
            object_retain(rt, tuple_item(((struct list *)hooks)->items[place], (size_t)hook));
        owned result = function == NONE ? NONE : object_call_none(rt, function);
        if (!result)
            rt->report_unraisable(rt, function);
        object_release_maybe(rt, result);
        object_release(rt, function);
    }
}

/* threading forgets the threads that the child does not have. */
static void tell_threading(struct runtime *rt)
{
    borrowed module = dict_get_text(rt, rt->interpreter->modules, "threading");
    owned result =
        module ? object_call_method(rt, module, str_intern_text(rt, "_after_fork"), NULL, 0) : NONE;
    object_release_maybe(rt, result);
    exception_clear(rt);
}

static owned do_fork(NATIVE)
{
    struct error error = {0};
    if (!arguments_count(rt, "fork", positional, names, 0, 0))
        return NULL;
    run_hooks(rt, HOOK_BEFORE);
    threads_before_fork(rt);
    pid_t process = fork();
    int failure = errno;
    threads_after_fork(rt, process == 0);
    if (process == 0) {
        rt->interpreter->is_forked = true;
        if (rt->lane && !ledger_after_fork(rt, &error))
            fprintf(stderr, "heapledger: the child is not recorded: %s\n", error.message);
        tell_threading(rt);
    }
    run_hooks(rt, process == 0 ? HOOK_CHILD : HOOK_PARENT);
    return process < 0 ? exception_raise_errno(rt, failure, NULL) : int_new(rt, process);
}

/* --- the end ---------------------------------------------------------------------------------- */

/* A child writes its trace itself: it is to be finished before the process is another, or none. */
static void finish_recording(struct runtime *rt)
{
    if (rt->interpreter->is_forked && rt->lane) {
        recorder_stop(rt->lane->recorder);
        rt->lane = NULL;
    }
}

static owned do_exit(NATIVE)
{
    int64_t status;
    if (!arguments_count(rt, "_exit", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &status))
        return NULL;
    finish_recording(rt);
    _exit((int)status);
}

/* The texts of a list or tuple of str, NULL behind the last; owned by the caller, the texts by the
 * objects. NULL with TypeError or ValueError raised. */
static char **texts_of(struct runtime *rt, borrowed sequence, const char *function)
{
    if (!tuple_check(sequence) && !list_check(sequence)) {
        exception_raise(rt, &exception_TypeError, "%s() arg 2 must be a tuple or list", function);
        return NULL;
    }
    bool is_tuple = tuple_check(sequence);
    size_t count = is_tuple ? tuple_count(sequence) : ((struct list *)sequence)->count;
    if (count == 0) {
        exception_raise(rt, &exception_ValueError, "%s() arg 2 must not be empty", function);
        return NULL;
    }
    char **texts = memory_zeroed(count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        borrowed item = is_tuple ? tuple_item(sequence, i) : ((struct list *)sequence)->items[i];
        if (!str_check(item)) {
            memory_free(texts);
            exception_raise(rt, &exception_TypeError,
                            "expected str, bytes or os.PathLike object, not %T", item);
            return NULL;
        }
        texts[i] = (char *)(uintptr_t)str_utf8(item, NULL);
    }
    return texts;
}

/* NAME=VALUE for each item of a dict of str; owned by the caller, as are the texts. */
static char **environment_of(borrowed dict)
{
    char **texts = memory_zeroed(((struct dict *)dict)->count + 1, sizeof *texts);
    size_t position = 0, count = 0;
    for (borrowed name, value; dict_next(dict, &position, &name, &value);)
        if (str_check(name) && str_check(value))
            texts[count++] = memory_format("%s=%s", str_utf8(name, NULL), str_utf8(value, NULL));
    return texts;
}

static owned execute(struct runtime *rt, const char *function, const borrowed *arguments,
                     borrowed environment)
{
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "%s: path should be string, bytes or os.PathLike, not %T", function,
                               arguments[0]);
    const char *path = str_utf8(arguments[0], NULL);
    if (access(path, X_OK) < 0) /* found out while the recording can still go on */
        return exception_raise_errno(rt, errno, NULL);
    char **texts = texts_of(rt, arguments[1], function);
    if (!texts)
        return NULL;
    char **variables = environment ? environment_of(environment) : NULL;
    finish_recording(rt);
    execve(path, texts, variables ? variables : environ);
    int failure = errno;
    for (size_t i = 0; variables && variables[i]; i++)
        memory_free(variables[i]);
    memory_free(variables);
    memory_free(texts);
    return exception_raise_errno(rt, failure, NULL);
}

static owned do_execv(NATIVE)
{
    return arguments_count(rt, "execv", positional, names, 2, 2)
               ? execute(rt, "execv", arguments, NULL)
               : NULL;
}

static owned do_execve(NATIVE)
{
    if (!arguments_count(rt, "execve", positional, names, 3, 3))
        return NULL;
    if (!dict_check(arguments[2]))
        return exception_raise(rt, &exception_TypeError,
                               "execve: environment must be a mapping object");
    return execute(rt, "execve", arguments, arguments[2]);
}

const struct native_method posix_process_functions[] = {
    {"fork", do_fork, NATIVE_PLAIN, "Fork a child process."},
    {"register_at_fork", register_at_fork, NATIVE_PLAIN,
     "Register callables to be called when forking a new process."},
    {"_exit", do_exit, NATIVE_PLAIN, "Exit to the system with specified status, without clean-up."},
    {"execv", do_execv, NATIVE_PLAIN, "Execute an executable path with arguments."},
    {"execve", do_execve, NATIVE_PLAIN,
     "Execute an executable path with arguments and environment."},
    {0},
};
