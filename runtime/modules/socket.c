/* The module _socket: sockets of the system, under the socket module of the installed library.
 *
 * Here are the functions that make or end sockets, the errors and the constants. The rest is in the
 * files socket_*.c (socket_parts.h).
 *
 * There are no families beyond internet and local ones.
 */
#include "runtime/core/gc.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/socket_parts.h"
#include "runtime/types/arguments.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

SOCKET_FUNCTION(make_pair)
{
    int64_t numbers[3] = {AF_UNIX, SOCK_STREAM, 0};
    int descriptors[2];
    if (!arguments_count(rt, "socketpair", positional, names, 0, 3))
        return NULL;
    for (size_t i = 0; i < positional; i++)
        if (!arguments_int(rt, arguments[i], &numbers[i]))
            return NULL;
    if (socketpair((int)numbers[0], (int)numbers[1] | SOCK_CLOEXEC, (int)numbers[2], descriptors) <
        0)
        return socket_fail(rt);
    owned first = socket_new(rt, descriptors[0], (int)numbers[0], (int)numbers[1], (int)numbers[2]);
    owned second = NULL;
    if (first)
        second = socket_new(rt, descriptors[1], (int)numbers[0], (int)numbers[1], (int)numbers[2]);
    else
        close(descriptors[1]);
    borrowed both[] = {first, second};
    owned result = second ? tuple_from(rt, both, 2) : NULL;
    object_release_maybe(rt, first);
    object_release_maybe(rt, second);
    return result;
}

SOCKET_FUNCTION(duplicate)
{
    int64_t descriptor;
    if (!arguments_count(rt, "dup", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &descriptor))
        return NULL;
    int copy = fcntl((int)descriptor, F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? socket_fail(rt) : int_tag(copy);
}

SOCKET_FUNCTION(close_descriptor)
{
    int64_t descriptor;
    if (!arguments_count(rt, "close", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &descriptor))
        return NULL;
    return close((int)descriptor) < 0 && errno != ECONNRESET ? socket_fail(rt) : NONE;
}

static const struct native_method functions[] = {
    {"socketpair", make_pair, NATIVE_PLAIN, "Two sockets that are connected."},
    {"dup", duplicate, NATIVE_PLAIN, "A copy of a descriptor."},
    {"close", close_descriptor, NATIVE_PLAIN, "Close a descriptor."},
    {0},
};

static int add_errors(struct runtime *rt, borrowed module)
{
    return module_set(rt, module, "error", object_retain(rt, &exception_OSError.header)) |
           module_set(rt, module, "timeout", object_retain(rt, &exception_TimeoutError.header)) |
           module_set(rt, module, "gaierror",
                      error_class_new(rt, "socket", "gaierror", &exception_OSError)) |
           module_set(rt, module, "herror",
                      error_class_new(rt, "socket", "herror", &exception_OSError));
}

int module_fill_socket(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {
#define CONSTANT(name) {#name, name},
#include "runtime/modules/socket_constants.def"
#undef CONSTANT
        {0}};
    type_ready(rt, &socket_type);
    if (module_add_constants(rt, module, constants) < 0 ||
        module_add_functions(rt, module, functions) < 0 ||
        module_add_functions(rt, module, socket_timeout_functions) < 0 ||
        module_add_functions(rt, module, socket_names_functions) < 0 ||
        add_errors(rt, module) < 0 || module_set(rt, module, "_default_timeout", NONE) < 0 ||
        module_set(rt, module, "has_ipv6", &bool_true) < 0 ||
        module_set(rt, module, "SocketType", object_retain(rt, &socket_type.header)) < 0)
        return -1;
    return module_set(rt, module, "socket", object_retain(rt, &socket_type.header));
}
