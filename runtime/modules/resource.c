/* The module resource: limits of the process, and what it has used. */
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/record.h"
#include "runtime/types/singletons.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names)

static const char *const fields[] = {
    "ru_utime",  "ru_stime",    "ru_maxrss", "ru_ixrss",   "ru_idrss",   "ru_isrss",
    "ru_minflt", "ru_majflt",   "ru_nswap",  "ru_inblock", "ru_oublock", "ru_msgsnd",
    "ru_msgrcv", "ru_nsignals", "ru_nvcsw",  "ru_nivcsw",  NULL};
static struct record_type usage_type = RECORD_TYPE("resource.struct_rusage", fields);

static owned make_limit(struct runtime *rt, rlim_t limit)
{
    return limit == RLIM_INFINITY ? int_tag(-1) : int_new_unsigned(rt, limit);
}

static owned make_limits(struct runtime *rt, const struct rlimit *limits)
{
    owned pair[2] = {make_limit(rt, limits->rlim_cur), make_limit(rt, limits->rlim_max)};
    return tuple_from_owned(rt, pair, 2);
}

static bool read_resource(struct runtime *rt, borrowed v, __rlimit_resource_t *resource)
{
    int64_t number;
    if (!arguments_int(rt, v, &number))
        return false;
    if (number < 0 || number >= RLIM_NLIMITS) {
        exception_raise(rt, &exception_ValueError, "invalid resource specified");
        return false;
    }
    *resource = (__rlimit_resource_t)number;
    return true;
}

FUNCTION(get_limit)
{
    struct rlimit limits;
    __rlimit_resource_t resource;
    if (!arguments_count(rt, "getrlimit", positional, names, 1, 1) ||
        !read_resource(rt, arguments[0], &resource))
        return NULL;
    return getrlimit(resource, &limits) < 0 ? exception_raise_errno(rt, errno, NULL)
                                            : make_limits(rt, &limits);
}

FUNCTION(set_limit)
{
    __rlimit_resource_t resource;
    int64_t numbers[2];
    if (!arguments_count(rt, "setrlimit", positional, names, 2, 2) ||
        !read_resource(rt, arguments[0], &resource))
        return NULL;
    owned pair = tuple_from_iterable(rt, arguments[1]);
    if (!pair)
        return NULL;
    bool good = tuple_count(pair) == 2 && arguments_int(rt, tuple_item(pair, 0), &numbers[0]) &&
                arguments_int(rt, tuple_item(pair, 1), &numbers[1]);
    object_release(rt, pair);
    if (!good)
        return runtime_has_error(rt)
                   ? NULL
                   : exception_raise(rt, &exception_ValueError, "expected a tuple of 2 integers");
    struct rlimit limits = {numbers[0] < 0 ? RLIM_INFINITY : (rlim_t)numbers[0],
                            numbers[1] < 0 ? RLIM_INFINITY : (rlim_t)numbers[1]};
    if (setrlimit(resource, &limits) == 0)
        return NONE;
    if (errno == EINVAL)
        return exception_raise(rt, &exception_ValueError, "current limit exceeds maximum limit");
    if (errno == EPERM)
        return exception_raise(rt, &exception_ValueError, "not allowed to raise maximum limit");
    return exception_raise_errno(rt, errno, NULL);
}

static owned make_seconds(struct runtime *rt, struct timeval time)
{
    return float_new(rt, (double)time.tv_sec + 1e-6 * (double)time.tv_usec);
}

FUNCTION(get_usage)
{
    struct rusage usage;
    int64_t who;
    if (!arguments_count(rt, "getrusage", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &who))
        return NULL;
    if (getrusage((int)who, &usage) < 0)
        return errno == EINVAL ? exception_raise(rt, &exception_ValueError, "invalid who parameter")
                               : exception_raise_errno(rt, errno, NULL);
    owned items[16] = {make_seconds(rt, usage.ru_utime), make_seconds(rt, usage.ru_stime)};
    const long numbers[14] = {usage.ru_maxrss,  usage.ru_ixrss,  usage.ru_idrss,  usage.ru_isrss,
                              usage.ru_minflt,  usage.ru_majflt, usage.ru_nswap,  usage.ru_inblock,
                              usage.ru_oublock, usage.ru_msgsnd, usage.ru_msgrcv, usage.ru_nsignals,
                              usage.ru_nvcsw,   usage.ru_nivcsw};
    for (size_t i = 0; i < 14; i++)
        items[i + 2] = int_new(rt, numbers[i]);
    return record_new(rt, &usage_type, items);
}

FUNCTION(get_page_size)
{
    (void)arguments;
    return arguments_count(rt, "getpagesize", positional, names, 0, 0)
               ? int_new(rt, sysconf(_SC_PAGESIZE))
               : NULL;
}

static const struct native_method functions[] = {
    {"getrlimit", get_limit, NATIVE_PLAIN, "The soft and the hard limit of a resource."},
    {"setrlimit", set_limit, NATIVE_PLAIN, "Set the limits of a resource."},
    {"getrusage", get_usage, NATIVE_PLAIN, "What the process, or its children, have used."},
    {"getpagesize", get_page_size, NATIVE_PLAIN, NULL},
    {0},
};

int module_fill_resource(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {MODULE_CONSTANT(RLIMIT_AS),
                                                       MODULE_CONSTANT(RLIMIT_CORE),
                                                       MODULE_CONSTANT(RLIMIT_CPU),
                                                       MODULE_CONSTANT(RLIMIT_DATA),
                                                       MODULE_CONSTANT(RLIMIT_FSIZE),
                                                       MODULE_CONSTANT(RLIMIT_MEMLOCK),
                                                       MODULE_CONSTANT(RLIMIT_NOFILE),
                                                       MODULE_CONSTANT(RLIMIT_NPROC),
                                                       MODULE_CONSTANT(RLIMIT_RSS),
                                                       MODULE_CONSTANT(RLIMIT_STACK),
                                                       MODULE_CONSTANT(RLIMIT_MSGQUEUE),
                                                       MODULE_CONSTANT(RLIMIT_NICE),
                                                       MODULE_CONSTANT(RLIMIT_RTPRIO),
                                                       MODULE_CONSTANT(RLIMIT_RTTIME),
                                                       MODULE_CONSTANT(RLIMIT_SIGPENDING),
                                                       MODULE_CONSTANT(RUSAGE_SELF),
                                                       MODULE_CONSTANT(RUSAGE_CHILDREN),
                                                       MODULE_CONSTANT(RUSAGE_THREAD),
                                                       {"RLIM_INFINITY", -1},
                                                       {0}};
    type_ready(rt, &usage_type.type);
    if (module_add_constants(rt, module, constants) < 0)
        return -1;
    if (module_set(rt, module, "struct_rusage", object_retain(rt, &usage_type.type.header)) < 0 ||
        module_set(rt, module, "error", object_retain(rt, &exception_OSError.header)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
