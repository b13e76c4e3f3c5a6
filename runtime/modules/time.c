/* The module time: clocks and sleep. */
#include "runtime/modules/modules.h"
#include "runtime/modules/time_parts.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/signals.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <errno.h>
#include <math.h>
#include <time.h>

#define NANOSECONDS 1000000000

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * NANOSECONDS + now.tv_nsec;
}

/* Each clock as seconds in a float, and as nanoseconds in an int. */
#define CLOCK(function, name, clock)                                                               \
    static owned function(struct runtime *rt, borrowed self UNUSED,                                \
                          const borrowed *arguments UNUSED, size_t positional,                     \
                          borrowed argument_names)                                                 \
    {                                                                                              \
        if (!arguments_count(rt, name, positional, argument_names, 0, 0))                          \
            return NULL;                                                                           \
        return float_new(rt, (double)read_clock(clock) / NANOSECONDS);                             \
    }                                                                                              \
    static owned function##_ns(struct runtime *rt, borrowed self UNUSED,                           \
                               const borrowed *arguments UNUSED, size_t positional,                \
                               borrowed argument_names)                                            \
    {                                                                                              \
        if (!arguments_count(rt, name "_ns", positional, argument_names, 0, 0))                    \
            return NULL;                                                                           \
        return int_new(rt, read_clock(clock));                                                     \
    }

CLOCK(clock_time, "time", CLOCK_REALTIME)
CLOCK(clock_monotonic, "monotonic", CLOCK_MONOTONIC)
CLOCK(clock_perf_counter, "perf_counter", CLOCK_MONOTONIC)
CLOCK(clock_process_time, "process_time", CLOCK_PROCESS_CPUTIME_ID)
CLOCK(clock_thread_time, "thread_time", CLOCK_THREAD_CPUTIME_ID)

static owned clock_sleep(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    double seconds;
    if (!arguments_count(rt, "sleep", positional, names, 1, 1) ||
        !arguments_float(rt, arguments[0], &seconds))
        return NULL;
    if (isnan(seconds))
        return exception_raise(rt, &exception_ValueError, "Invalid value NaN (not a number)");
    if (seconds < 0)
        return exception_raise(rt, &exception_ValueError, "sleep length must be non-negative");
    if (seconds > 1e9)
        return exception_raise(rt, &exception_OverflowError,
                               "timestamp too large to convert to C _PyTime_t");
    double whole = floor(seconds);
    struct timespec left = {(time_t)whole, (long)((seconds - whole) * NANOSECONDS)};
    int again;
    do {
        struct thread *thread = threads_leave(rt);
        int status = nanosleep(&left, &left);
        threads_enter(rt, thread);
        again = status < 0 ? signals_retry(rt) : 0;
    } while (again > 0);
    return again < 0 ? NULL : NONE;
}

/* strptime(text, format): the library's _strptime does it. */
static owned parse_time(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "strptime", positional, names, 1, 2))
        return NULL;
    owned module = import_module(rt, str_intern_text(rt, "_strptime"), NULL, NULL, 0);
    owned result = module ? object_call_method(rt, module, str_intern_text(rt, "_strptime_time"),
                                               arguments, positional)
                          : NULL;
    object_release_maybe(rt, module);
    return result;
}

static owned get_clock(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    int64_t clock;
    struct timespec time;
    if (!arguments_count(rt, "clock_gettime", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &clock))
        return NULL;
    if (clock_gettime((clockid_t)clock, &time) < 0)
        return exception_raise_errno(rt, errno, NULL);
    return float_new(rt, (double)time.tv_sec + (double)time.tv_nsec / NANOSECONDS);
}

static const struct native_method functions[] = {
    {"time", clock_time, NATIVE_PLAIN, "Seconds since the Epoch, a float."},
    {"time_ns", clock_time_ns, NATIVE_PLAIN, "Nanoseconds since the Epoch, an int."},
    {"monotonic", clock_monotonic, NATIVE_PLAIN, "A clock that never goes backward."},
    {"monotonic_ns", clock_monotonic_ns, NATIVE_PLAIN, "The monotonic clock in nanoseconds."},
    {"perf_counter", clock_perf_counter, NATIVE_PLAIN, "A clock for measuring short durations."},
    {"perf_counter_ns", clock_perf_counter_ns, NATIVE_PLAIN, "perf_counter in nanoseconds."},
    {"process_time", clock_process_time, NATIVE_PLAIN, "Processor time of this process."},
    {"process_time_ns", clock_process_time_ns, NATIVE_PLAIN, "process_time in nanoseconds."},
    {"thread_time", clock_thread_time, NATIVE_PLAIN, "Processor time of this thread."},
    {"thread_time_ns", clock_thread_time_ns, NATIVE_PLAIN, "thread_time in nanoseconds."},
    {"clock_gettime", get_clock, NATIVE_PLAIN, "The time of a clock, a float."},
    {"strptime", parse_time, NATIVE_PLAIN, "A text read after a format, as struct_time."},
    {"sleep", clock_sleep, NATIVE_PLAIN, "Wait so many seconds."},
    {0},
};

int module_fill_time(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {MODULE_CONSTANT(CLOCK_REALTIME),
                                                       MODULE_CONSTANT(CLOCK_MONOTONIC),
                                                       MODULE_CONSTANT(CLOCK_MONOTONIC_RAW),
                                                       MODULE_CONSTANT(CLOCK_BOOTTIME),
                                                       MODULE_CONSTANT(CLOCK_PROCESS_CPUTIME_ID),
                                                       MODULE_CONSTANT(CLOCK_THREAD_CPUTIME_ID),
                                                       {0}};
    if (module_add_constants(rt, module, constants) < 0 || time_calendar_fill(rt, module) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
