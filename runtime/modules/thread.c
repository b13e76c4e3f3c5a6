/* The module _thread: the native half of threading (runtime/lib/threading.py).
 *
 * A lock is a flag that only the holder of the interpreter lock looks at; who finds it set steps
 * aside for a moment and looks again, so that Ctrl-C and other threads are heard meanwhile.
 */
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <math.h>
#include <time.h>

#define LONGEST_PAUSE_NS 1000000
#define TIMEOUT_MAX      9223372036.0

struct lock {
    struct object header;
    bool locked;
};

static struct type lock_type;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Waits without the interpreter lock, longer each time. -1: Ctrl-C. */
static int step_aside(struct runtime *rt, long *pause_ns)
{
    struct timespec pause = {0, *pause_ns};
    struct thread *thread = threads_leave(rt);
    nanosleep(&pause, NULL);
    threads_enter(rt, thread);
    *pause_ns = *pause_ns * 2 < LONGEST_PAUSE_NS ? *pause_ns * 2 : LONGEST_PAUSE_NS;
    return atomic_load(&rt->interrupted) ? evaluate_interrupt(rt) : 0;
}

/* timeout < 0: for ever. 1 taken, 0 not in time, -1 an exception. */
static int take_lock(struct runtime *rt, struct lock *lock, bool blocking, double timeout)
{
    double until = timeout < 0 ? INFINITY : now() + timeout;
    long pause_ns = 20000;
    while (lock->locked) {
        if (!blocking || now() >= until)
            return 0;
        if (step_aside(rt, &pause_ns) < 0)
            return -1;
    }
    lock->locked = true;
    return 1;
}

static owned lock_acquire(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    static const char *const parameters[] = {"blocking", "timeout", NULL};
    static const struct arguments specification = {"acquire", parameters, 0, 0, SIZE_MAX};
    borrowed values[2];
    double timeout = -1;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[1] && !arguments_float(rt, values[1], &timeout)))
        return NULL;
    int blocking = values[0] ? object_is_true(rt, values[0]) : 1;
    if (blocking < 0)
        return NULL;
    if (!blocking && values[1] && timeout != -1)
        return exception_raise(rt, &exception_ValueError,
                               "can't specify a timeout for a non-blocking call");
    if (timeout < 0 && timeout != -1)
        return exception_raise(rt, &exception_ValueError, "timeout value must be positive");
    int taken = take_lock(rt, (struct lock *)self, blocking, timeout);
    return taken < 0 ? NULL : bool_of(taken);
}

static owned lock_release(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                          size_t positional, borrowed names)
{
    struct lock *lock = (struct lock *)self;
    if (!arguments_count(rt, "release", positional, names, 0, 0))
        return NULL;
    if (!lock->locked)
        return exception_raise(rt, &exception_RuntimeError, "release unlocked lock");
    lock->locked = false;
    return NONE;
}

static owned lock_exit(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                       size_t positional UNUSED, borrowed names UNUSED)
{
    return lock_release(rt, self, NULL, 0, NULL);
}

static owned lock_locked(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed names)
{
    return arguments_count(rt, "locked", positional, names, 0, 0)
               ? bool_of(((struct lock *)self)->locked)
               : NULL;
}

/* In the child of a fork: who held the lock may not be there to release it. */
static owned lock_reset(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names)
{
    if (!arguments_count(rt, "_at_fork_reinit", positional, names, 0, 0))
        return NULL;
    ((struct lock *)self)->locked = false;
    return NONE;
}

static owned lock_repr(struct runtime *rt, borrowed self)
{
    char address[32];
    snprintf(address, sizeof address, "%p", (void *)self);
    return str_format(rt, "<%s _thread.lock object at %s>",
                      ((struct lock *)self)->locked ? "locked" : "unlocked", address);
}

static const struct native_method lock_methods[] = {
    {"acquire", lock_acquire, NATIVE_PLAIN, "Lock the lock, waiting for it where it is locked."},
    {"release", lock_release, NATIVE_PLAIN, "Release the lock."},
    {"locked", lock_locked, NATIVE_PLAIN, "Is the lock locked?"},
    {"_at_fork_reinit", lock_reset, NATIVE_PLAIN, "Unlock the lock, whoever held it."},
    {"__enter__", lock_acquire, NATIVE_PLAIN, "Lock the lock."},
    {"__exit__", lock_exit, NATIVE_PLAIN, "Release the lock."},
    {0},
};

static struct type lock_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "_thread.lock",
    .doc = "A lock object is a synchronization primitive.",
    .base = &object_type_,
    .size = sizeof(struct lock),
    .reported_size = 40,
    .flags = TYPE_ABSTRACT | TYPE_TRACKED, /* it holds nothing, but CPython counts it */
    .has_weak_references = true,
    .repr = lock_repr,
    .methods = lock_methods,
};

static owned allocate_lock(struct runtime *rt, borrowed self UNUSED,
                           const borrowed *arguments UNUSED, size_t positional, borrowed names)
{
    if (!arguments_count(rt, "allocate_lock", positional, names, 0, 0))
        return NULL;
    owned lock = object_new(rt, &lock_type, sizeof(struct lock), lock_type.reported_size);
    if (lock)
        gc_track(rt, lock);
    return lock;
}

static owned start_new_thread(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                              size_t positional, borrowed names)
{
    uint64_t number;
    if (!arguments_count(rt, "start_new_thread", positional, names, 2, 3))
        return NULL;
    if (!object_is_callable(rt, arguments[0]))
        return exception_raise(rt, &exception_TypeError, "first arg must be callable");
    if (!tuple_check(arguments[1]))
        return exception_raise(rt, &exception_TypeError, "2nd arg must be a tuple");
    if (positional > 2 && !dict_check(arguments[2]))
        return exception_raise(rt, &exception_TypeError, "optional 3rd arg must be a dictionary");
    return threads_start(rt, arguments[0], arguments[1], positional > 2 ? arguments[2] : NULL,
                         &number)
               ? int_new_unsigned(rt, number)
               : NULL;
}

static owned get_ident(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    return arguments_count(rt, "get_ident", positional, names, 0, 0)
               ? int_new_unsigned(rt, threads_number())
               : NULL;
}

static owned get_count(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    return arguments_count(rt, "_count", positional, names, 0, 0)
               ? int_new_unsigned(rt, threads_count(rt) - 1)
               : NULL;
}

static const struct native_method functions[] = {
    {"allocate_lock", allocate_lock, NATIVE_PLAIN, "Create a new lock object."},
    {"start_new_thread", start_new_thread, NATIVE_PLAIN,
     "Start a new thread and return its identifier."},
    {"get_ident", get_ident, NATIVE_PLAIN,
     "Return a non-zero integer that uniquely identifies the current thread."},
    {"_count", get_count, NATIVE_PLAIN, "Return the number of threads that were started."},
    {0},
};

int module_fill_thread(struct runtime *rt, borrowed module)
{
    type_ready(rt, &lock_type);
    if (module_set(rt, module, "LockType", &lock_type.header) < 0 ||
        module_set(rt, module, "error", &exception_RuntimeError.header) < 0 ||
        module_set(rt, module, "TIMEOUT_MAX", float_new(rt, TIMEOUT_MAX)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
