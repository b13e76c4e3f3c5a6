/* The module _signal: handlers of signals, which python/signals.c calls. The dict _handlers has
 * what each signal is handled by: a callable, 0 (SIG_DFL) or 1 (SIG_IGN), or None for what is not
 * Python's. */
#include "runtime/modules/modules.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/signals.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/callable.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

/* _handlers of the module, borrowed. */
static borrowed find_handlers(struct runtime *rt)
{
    borrowed module = dict_get_text(rt, rt->interpreter->modules, "_signal");
    return module ? dict_get_text(rt, module_dict(module), "_handlers") : NULL;
}

static bool read_signal(struct runtime *rt, borrowed v, int *number)
{
    int64_t value;
    if (!arguments_int(rt, v, &value))
        return false;
    if (value < 1 || value >= NSIG) {
        exception_raise(rt, &exception_ValueError, "signal number out of range");
        return false;
    }
    *number = (int)value;
    return true;
}

/* Lets the system do with the signal what `handler` says. -1: errno. */
static int install(borrowed handler, int number)
{
    if (!int_is_tagged(handler))
        return signals_listen(number);
    struct sigaction action = {.sa_handler = int_untag(handler) ? SIG_IGN : SIG_DFL};
    return sigaction(number, &action, NULL);
}

/* signal(number, handler): the handler before. */
FUNCTION(set_handler)
{
    int number;
    if (!arguments_count(rt, "signal", positional, names, 2, 2) ||
        !read_signal(rt, arguments[0], &number))
        return NULL;
    if (!threads_is_main(rt))
        return exception_raise(rt, &exception_ValueError,
                               "signal only works in main thread of the main interpreter");
    borrowed handler = arguments[1], handlers = find_handlers(rt);
    owned index = int_check(rt, handler) ? object_index(rt, handler) : object_retain(rt, handler);
    if (!index || !handlers)
        return NULL;
    bool known = index == int_tag(0) || index == int_tag(1);
    if (!known && !object_is_callable(rt, index)) {
        object_release(rt, index);
        return exception_raise(
            rt, &exception_TypeError,
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    borrowed before = dict_get(rt, handlers, int_tag(number));
    owned old = object_retain(rt, before ? before : NONE);
    if (install(index, number) < 0) {
        object_release(rt, index);
        object_release(rt, old);
        return exception_raise_errno(rt, errno, NULL);
    }
    if (dict_set(rt, handlers, int_tag(number), index) == 0)
        return old;
    object_release(rt, old);
    return NULL;
}

FUNCTION(get_handler)
{
    int number;
    if (!arguments_count(rt, "getsignal", positional, names, 1, 1) ||
        !read_signal(rt, arguments[0], &number))
        return NULL;
    borrowed handlers = find_handlers(rt);
    borrowed handler = handlers ? dict_get(rt, handlers, int_tag(number)) : NULL;
    return handler ? object_retain(rt, handler) : runtime_has_error(rt) ? NULL : NONE;
}

FUNCTION(default_handler)
{
    if (!arguments_count(rt, "default_int_handler", positional, names, 2, 2))
        return NULL;
    return exception_raise_value(rt, &exception_KeyboardInterrupt, NULL);
}

FUNCTION(raise_signal)
{
    int number;
    if (!arguments_count(rt, "raise_signal", positional, names, 1, 1) ||
        !read_signal(rt, arguments[0], &number))
        return NULL;
    if (raise(number) != 0)
        return exception_raise_errno(rt, errno, NULL);
    return atomic_load(&rt->interrupted) && evaluate_interrupt(rt) < 0 ? NULL : NONE;
}

FUNCTION(set_alarm)
{
    int64_t seconds;
    if (!arguments_count(rt, "alarm", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &seconds))
        return NULL;
    return int_new(rt, alarm((unsigned)seconds));
}

static owned make_timer(struct runtime *rt, const struct itimerval *timer)
{
    owned pair[2] = {
        float_new(rt, (double)timer->it_value.tv_sec + 1e-6 * (double)timer->it_value.tv_usec),
        float_new(rt,
                  (double)timer->it_interval.tv_sec + 1e-6 * (double)timer->it_interval.tv_usec)};
    return tuple_from_owned(rt, pair, 2);
}

static struct timeval time_of(double seconds)
{
    double whole = floor(seconds);
    return (struct timeval){(time_t)whole, (suseconds_t)((seconds - whole) * 1e6)};
}

/* setitimer(which, seconds, interval=0) */
FUNCTION(set_timer)
{
    int64_t which;
    double seconds, interval = 0;
    struct itimerval old;
    if (!arguments_count(rt, "setitimer", positional, names, 2, 3) ||
        !arguments_int(rt, arguments[0], &which) || !arguments_float(rt, arguments[1], &seconds) ||
        (positional > 2 && !arguments_float(rt, arguments[2], &interval)))
        return NULL;
    struct itimerval timer = {.it_value = time_of(seconds), .it_interval = time_of(interval)};
    return setitimer((__itimer_which_t)which, &timer, &old) < 0
               ? exception_raise_errno(rt, errno, NULL)
               : make_timer(rt, &old);
}

FUNCTION(get_timer)
{
    int64_t which;
    struct itimerval timer;
    if (!arguments_count(rt, "getitimer", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &which))
        return NULL;
    return getitimer((__itimer_which_t)which, &timer) < 0 ? exception_raise_errno(rt, errno, NULL)
                                                          : make_timer(rt, &timer);
}

FUNCTION(do_pause)
{
    if (!arguments_count(rt, "pause", positional, names, 0, 0))
        return NULL;
    struct thread *thread = threads_leave(rt);
    pause();
    threads_enter(rt, thread);
    return atomic_load(&rt->interrupted) && evaluate_interrupt(rt) < 0 ? NULL : NONE;
}

FUNCTION(explain_signal)
{
    int number;
    if (!arguments_count(rt, "strsignal", positional, names, 1, 1) ||
        !read_signal(rt, arguments[0], &number))
        return NULL;
    const char *text = strsignal(number);
    return text ? str_from_text(rt, text) : NONE;
}

FUNCTION(interrupt_calls)
{
    int number;
    if (!arguments_count(rt, "siginterrupt", positional, names, 2, 2) ||
        !read_signal(rt, arguments[0], &number))
        return NULL;
    return NONE; /* calls that a signal ended go on after its handler in any case */
}

/* --- sets of signals -------------------------------------------------------------------------- */

static owned make_set(struct runtime *rt, const sigset_t *set)
{
    owned result = set_new(rt, NULL);
    for (int number = 1; result && number < NSIG; number++) {
        if (sigismember(set, number) == 1 && set_add(rt, result, int_tag(number)) < 0) {
            object_release(rt, result);
            return NULL;
        }
    }
    return result;
}

FUNCTION(get_valid)
{
    sigset_t set;
    if (!arguments_count(rt, "valid_signals", positional, names, 0, 0))
        return NULL;
    sigfillset(&set);
    return make_set(rt, &set);
}

FUNCTION(get_pending)
{
    sigset_t set;
    if (!arguments_count(rt, "sigpending", positional, names, 0, 0))
        return NULL;
    return sigpending(&set) < 0 ? exception_raise_errno(rt, errno, NULL) : make_set(rt, &set);
}

/* pthread_sigmask(how, signals): the mask before. */
FUNCTION(set_mask)
{
    int64_t how;
    sigset_t set, old;
    sigemptyset(&set);
    if (!arguments_count(rt, "pthread_sigmask", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[0], &how))
        return NULL;
    owned items = tuple_from_iterable(rt, arguments[1]);
    for (size_t i = 0; items && i < tuple_count(items); i++) {
        int number;
        if (!read_signal(rt, tuple_item(items, i), &number)) {
            object_release(rt, items);
            return NULL;
        }
        sigaddset(&set, number);
    }
    if (!items)
        return NULL;
    object_release(rt, items);
    if ((errno = pthread_sigmask((int)how, &set, &old)) != 0)
        return exception_raise_errno(rt, errno, NULL);
    if (atomic_load(&rt->interrupted) && evaluate_interrupt(rt) < 0)
        return NULL;
    return make_set(rt, &old);
}

/* --- the module ------------------------------------------------------------------------------- */

static const struct native_method functions[] = {
    {"signal", set_handler, NATIVE_PLAIN, "Set the action for the given signal."},
    {"getsignal", get_handler, NATIVE_PLAIN, "Return the current action for the given signal."},
    {"raise_signal", raise_signal, NATIVE_PLAIN, "Send a signal to the executing process."},
    {"alarm", set_alarm, NATIVE_PLAIN, "Arrange for SIGALRM to arrive after so many seconds."},
    {"setitimer", set_timer, NATIVE_PLAIN, "Set a timer."},
    {"getitimer", get_timer, NATIVE_PLAIN, "Return the current value of a timer."},
    {"pause", do_pause, NATIVE_PLAIN, "Wait until a signal arrives."},
    {"strsignal", explain_signal, NATIVE_PLAIN, "The system description of a signal."},
    {"siginterrupt", interrupt_calls, NATIVE_PLAIN, NULL},
    {"valid_signals", get_valid, NATIVE_PLAIN, "All signals of this system."},
    {"sigpending", get_pending, NATIVE_PLAIN, NULL},
    {"pthread_sigmask", set_mask, NATIVE_PLAIN, "Fetch and change the calling thread's mask."},
    {0},
};

static const struct native_method default_method = {
    "default_int_handler", default_handler, NATIVE_PLAIN,
    "The default handler for SIGINT: raises KeyboardInterrupt."};

/* What the signals are handled by before the program says anything. */
static owned make_handlers(struct runtime *rt, borrowed default_function)
{
    owned handlers = dict_new(rt);
    for (int number = 1; handlers && number < NSIG; number++) {
        struct sigaction action;
        borrowed handler = NONE;
        if (sigaction(number, NULL, &action) == 0)
            handler = action.sa_handler == SIG_DFL   ? int_tag(0)
                      : action.sa_handler == SIG_IGN ? int_tag(1)
                      : number == SIGINT             ? default_function
                                                     : NONE;
        if (dict_set_copy(rt, handlers, int_tag(number), handler) < 0) {
            object_release(rt, handlers);
            return NULL;
        }
    }
    return handlers;
}

int module_fill_signal(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {MODULE_CONSTANT(SIGABRT),
                                                       MODULE_CONSTANT(SIGALRM),
                                                       MODULE_CONSTANT(SIGBUS),
                                                       MODULE_CONSTANT(SIGCHLD),
                                                       MODULE_CONSTANT(SIGCLD),
                                                       MODULE_CONSTANT(SIGCONT),
                                                       MODULE_CONSTANT(SIGFPE),
                                                       MODULE_CONSTANT(SIGHUP),
                                                       MODULE_CONSTANT(SIGILL),
                                                       MODULE_CONSTANT(SIGINT),
                                                       MODULE_CONSTANT(SIGIO),
                                                       MODULE_CONSTANT(SIGIOT),
                                                       MODULE_CONSTANT(SIGKILL),
                                                       MODULE_CONSTANT(SIGPIPE),
                                                       MODULE_CONSTANT(SIGPOLL),
                                                       MODULE_CONSTANT(SIGPROF),
                                                       MODULE_CONSTANT(SIGPWR),
                                                       MODULE_CONSTANT(SIGQUIT),
                                                       MODULE_CONSTANT(SIGSEGV),
                                                       MODULE_CONSTANT(SIGSTKFLT),
                                                       MODULE_CONSTANT(SIGSTOP),
                                                       MODULE_CONSTANT(SIGSYS),
                                                       MODULE_CONSTANT(SIGTERM),
                                                       MODULE_CONSTANT(SIGTRAP),
                                                       MODULE_CONSTANT(SIGTSTP),
                                                       MODULE_CONSTANT(SIGTTIN),
                                                       MODULE_CONSTANT(SIGTTOU),
                                                       MODULE_CONSTANT(SIGURG),
                                                       MODULE_CONSTANT(SIGUSR1),
                                                       MODULE_CONSTANT(SIGUSR2),
                                                       MODULE_CONSTANT(SIGVTALRM),
                                                       MODULE_CONSTANT(SIGWINCH),
                                                       MODULE_CONSTANT(SIGXCPU),
                                                       MODULE_CONSTANT(SIGXFSZ),
                                                       MODULE_CONSTANT(SIG_BLOCK),
                                                       MODULE_CONSTANT(SIG_UNBLOCK),
                                                       MODULE_CONSTANT(SIG_SETMASK),
                                                       MODULE_CONSTANT(ITIMER_REAL),
                                                       MODULE_CONSTANT(ITIMER_VIRTUAL),
                                                       MODULE_CONSTANT(ITIMER_PROF),
                                                       MODULE_CONSTANT(NSIG),
                                                       {"SIG_DFL", 0},
                                                       {"SIG_IGN", 1},
                                                       {0}};
    owned default_function = native_new(rt, &default_method, NULL, NULL);
    owned handlers = default_function ? make_handlers(rt, default_function) : NULL;
    if (module_set(rt, module, "default_int_handler", default_function) < 0 ||
        module_set(rt, module, "_handlers", handlers) < 0 ||
        module_set(rt, module, "SIGRTMIN", int_tag(SIGRTMIN)) < 0 ||
        module_set(rt, module, "SIGRTMAX", int_tag(SIGRTMAX)) < 0 ||
        module_set(rt, module, "ItimerError", object_retain(rt, &exception_OSError.header)) < 0)
        return -1;
    if (module_add_constants(rt, module, constants) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
