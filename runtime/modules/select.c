/* The module select: waiting until files can be read or written. */
#include "base/memory.h"
#include "base/vector.h"
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/python/signals.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <time.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

/* The descriptor of an int, or of an object with fileno(). */
static bool read_descriptor(struct runtime *rt, borrowed v, int *descriptor)
{
    int64_t number = -1;
    owned result = int_check(rt, v)
                       ? object_retain(rt, v)
                       : object_call_method(rt, v, str_intern_text(rt, "fileno"), NULL, 0);
    if (!result && exception_matches(rt, &exception_AttributeError))
        exception_raise(rt, &exception_TypeError,
                        "argument must be an int, or have a fileno() method.");
    bool good = result && arguments_int(rt, result, &number);
    object_release_maybe(rt, result);
    if (good && number < 0) {
        exception_raise(rt, &exception_ValueError,
                        "file descriptor cannot be a negative integer (%lld)", (long long)number);
        good = false;
    }
    *descriptor = (int)number;
    return good;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* poll(2) without the interpreter lock, again after a signal. seconds < 0: for ever. -1: raised. */
static int wait_for(struct runtime *rt, struct pollfd *files, size_t count, double seconds)
{
    double until = seconds < 0 ? INFINITY : now() + seconds;
    for (;;) {
        double left = until - now();
        int milliseconds = isinf(until) ? -1
                           : left <= 0  ? 0
                           : left > 1e6 ? 1000000000
                                        : (int)ceil(left * 1e3);
        struct thread *thread = threads_leave(rt);
        int ready = poll(files, count, milliseconds);
        threads_enter(rt, thread);
        int again = ready < 0 ? signals_retry(rt) : 0;
        if (again == 0 && ready < 0)
            exception_raise_errno(rt, errno, NULL);
        if (again <= 0)
            return again < 0 ? -1 : ready;
    }
}

/* --- select ----------------------------------------------------------------------------------- */

struct files {
    VECTOR_OF(struct pollfd);
};

static bool add_files(struct runtime *rt, borrowed list, short events, struct files *files)
{
    for (size_t i = 0; i < tuple_count(list); i++) {
        int descriptor;
        if (!read_descriptor(rt, tuple_item(list, i), &descriptor))
            return false;
        vector_push(files, (struct pollfd){descriptor, events, 0});
    }
    return true;
}

/* Those of `list` that are ready; their places in files begin at *next. */
static owned pick_ready(struct runtime *rt, borrowed list, const struct files *files, size_t *next,
                        short events)
{
    owned result = list_new(rt, 0);
    for (size_t i = 0; result && i < tuple_count(list); i++) {
        const struct pollfd *file = &files->items[(*next)++];
        if ((file->revents & events) &&
            list_append(rt, result, object_retain(rt, tuple_item(list, i))) < 0) {
            object_release(rt, result);
            return NULL;
        }
    }
    return result;
}

static const short wanted[3] = {POLLIN, POLLOUT, POLLPRI};
static const short answers[3] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};

static owned select_among(struct runtime *rt, owned *lists, double seconds)
{
    struct files files = {0};
    owned results[3] = {0};
    bool good = true;
    for (int i = 0; good && i < 3; i++)
        good = add_files(rt, lists[i], wanted[i], &files);
    good = good && wait_for(rt, files.items, files.count, seconds) >= 0;
    for (size_t i = 0; good && i < files.count; i++) {
        if (files.items[i].revents & POLLNVAL) {
            exception_raise_errno(rt, EBADF, NULL);
            good = false;
        }
    }
    size_t next = 0;
    for (int i = 0; good && i < 3; i++)
        good = (results[i] = pick_ready(rt, lists[i], &files, &next, answers[i])) != NULL;
    vector_release(&files);
    if (good)
        return tuple_from_owned(rt, results, 3);
    for (int i = 0; i < 3; i++)
        object_release_maybe(rt, results[i]);
    return NULL;
}

FUNCTION(do_select)
{
    double seconds = -1;
    if (!arguments_count(rt, "select", positional, names, 3, 4))
        return NULL;
    if (positional > 3 && arguments[3] != NONE) {
        if (!arguments_float(rt, arguments[3], &seconds))
            return NULL;
        if (seconds < 0)
            return exception_raise(rt, &exception_ValueError, "timeout must be non-negative");
    }
    owned lists[3] = {0};
    bool good = true;
    for (int i = 0; good && i < 3; i++)
        good = (lists[i] = tuple_from_iterable(rt, arguments[i])) != NULL;
    owned result = good ? select_among(rt, lists, seconds) : NULL;
    for (int i = 0; i < 3; i++)
        object_release_maybe(rt, lists[i]);
    return result;
}

/* --- poll ------------------------------------------------------------------------------------- */

struct poll_object {
    struct object header;
    struct {
        VECTOR_OF(struct pollfd);
    } files;
};

static struct type poll_type;

static struct pollfd *find_file(struct poll_object *object, int descriptor)
{
    for (size_t i = 0; i < object->files.count; i++) {
        if (object->files.items[i].fd == descriptor)
            return &object->files.items[i];
    }
    return NULL;
}

FUNCTION(make_poll)
{
    return arguments_count(rt, "poll", positional, names, 0, 0)
               ? object_new(rt, &poll_type, sizeof(struct poll_object), 64)
               : NULL;
}

static owned set_events(struct runtime *rt, const char *function, borrowed self,
                        const borrowed *arguments, size_t positional, borrowed names,
                        bool only_known)
{
    struct poll_object *object = (struct poll_object *)self;
    int descriptor;
    int64_t events = POLLIN | POLLPRI | POLLOUT;
    if (!arguments_count(rt, function, positional, names, only_known ? 2 : 1, 2) ||
        !read_descriptor(rt, arguments[0], &descriptor) ||
        (positional > 1 && !arguments_int(rt, arguments[1], &events)))
        return NULL;
    struct pollfd *file = find_file(object, descriptor);
    if (!file && only_known)
        return exception_raise_errno(rt, ENOENT, NULL);
    if (file)
        file->events = (short)events;
    else
        vector_push(&object->files, (struct pollfd){descriptor, (short)events, 0});
    return NONE;
}

FUNCTION(register_file)
{
    return set_events(rt, "register", self, arguments, positional, names, false);
}

FUNCTION(modify_file)
{
    return set_events(rt, "modify", self, arguments, positional, names, true);
}

FUNCTION(unregister_file)
{
    struct poll_object *object = (struct poll_object *)self;
    int descriptor;
    if (!arguments_count(rt, "unregister", positional, names, 1, 1) ||
        !read_descriptor(rt, arguments[0], &descriptor))
        return NULL;
    struct pollfd *file = find_file(object, descriptor);
    if (!file)
        return exception_raise_value(rt, &exception_KeyError, int_tag(descriptor));
    *file = object->files.items[--object->files.count];
    return NONE;
}

FUNCTION(wait_in_poll)
{
    struct poll_object *object = (struct poll_object *)self;
    double milliseconds = -1;
    if (!arguments_count(rt, "poll", positional, names, 0, 1) ||
        (positional && arguments[0] != NONE && !arguments_float(rt, arguments[0], &milliseconds)))
        return NULL;
    size_t count = object->files.count; /* another thread may change them meanwhile */
    struct pollfd *files = memory_allocate(count * sizeof *files);
    if (count)
        memcpy(files, object->files.items, count * sizeof *files);
    int ready = wait_for(rt, files, count, milliseconds < 0 ? -1 : milliseconds / 1e3);
    owned list = ready < 0 ? NULL : list_new(rt, 0);
    for (size_t i = 0; list && i < count; i++) {
        if (!files[i].revents)
            continue;
        owned pair[2] = {int_tag(files[i].fd), int_tag(files[i].revents)};
        owned item = tuple_from_owned(rt, pair, 2);
        if (!item || list_append(rt, list, item) < 0) {
            object_release(rt, list);
            list = NULL;
        }
    }
    memory_free(files);
    return list;
}

static void dealloc_poll(struct runtime *rt UNUSED, borrowed self)
{
    vector_release(&((struct poll_object *)self)->files);
}

static const struct native_method poll_methods[] = {
    {"register", register_file, NATIVE_PLAIN, "Register a file descriptor."},
    {"modify", modify_file, NATIVE_PLAIN, "Modify an already registered file descriptor."},
    {"unregister", unregister_file, NATIVE_PLAIN, "Remove a file descriptor."},
    {"poll", wait_in_poll, NATIVE_PLAIN, "Wait; gives (descriptor, event) of those ready."},
    {0},
};

static struct type poll_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "select.poll",
    .base = &object_type_,
    .size = sizeof(struct poll_object),
    .reported_size = 64,
    .flags = TYPE_ABSTRACT,
    .dealloc = dealloc_poll,
    .methods = poll_methods,
};

static const struct native_method functions[] = {
    {"select", do_select, NATIVE_PLAIN, "Wait until files are ready: three lists of them."},
    {"poll", make_poll, NATIVE_PLAIN, "A set of files to wait for."},
    {0},
};

int module_fill_select(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {MODULE_CONSTANT(POLLIN),
                                                       MODULE_CONSTANT(POLLOUT),
                                                       MODULE_CONSTANT(POLLPRI),
                                                       MODULE_CONSTANT(POLLERR),
                                                       MODULE_CONSTANT(POLLHUP),
                                                       MODULE_CONSTANT(POLLNVAL),
                                                       MODULE_CONSTANT(POLLRDNORM),
                                                       MODULE_CONSTANT(POLLRDBAND),
                                                       MODULE_CONSTANT(POLLWRNORM),
                                                       MODULE_CONSTANT(POLLWRBAND),
                                                       MODULE_CONSTANT(POLLRDHUP),
                                                       {"PIPE_BUF", 4096},
                                                       {0}};
    type_ready(rt, &poll_type);
    if (module_add_constants(rt, module, constants) < 0 ||
        module_set(rt, module, "error", object_retain(rt, &exception_OSError.header)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
