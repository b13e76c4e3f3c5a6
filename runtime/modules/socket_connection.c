/* Connections: the addresses of a socket, waiting for a connection, making and ending one. */
#include "runtime/modules/socket_parts.h"

#include "runtime/core/gc.h"
#include "runtime/python/signals.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#include <poll.h>
#include <unistd.h>

SOCKET_METHOD(bind)
{
    struct address address;
    if (!arguments_count(rt, "bind", positional, names, 1, 1) ||
        !socket_address_read(rt, "bind", socket_of(self)->family, arguments[0], &address))
        return NULL;
    return bind(socket_of(self)->descriptor, (struct sockaddr *)&address.storage, address.size) < 0
               ? socket_fail(rt)
               : NONE;
}

SOCKET_METHOD(listen)
{
    int64_t backlog = 128;
    if (!arguments_count(rt, "listen", positional, names, 0, 1) ||
        (positional && !arguments_int(rt, arguments[0], &backlog)))
        return NULL;
    return listen(socket_of(self)->descriptor, backlog < 0 ? 0 : (int)backlog) < 0 ? socket_fail(rt)
                                                                                   : NONE;
}

/* _accept(): (descriptor, address) */
SOCKET_METHOD(accept)
{
    struct socket *socket = socket_of(self);
    if (!arguments_count(rt, "_accept", positional, names, 0, 0))
        return NULL;
    double until = socket_wait_deadline(socket);
    for (;;) {
        struct address address = {.size = sizeof address.storage};
        if (socket_wait_until(rt, socket, POLLIN, until) < 0)
            return NULL;
        int descriptor = accept4(socket->descriptor, (struct sockaddr *)&address.storage,
                                 &address.size, SOCK_CLOEXEC);
        if (descriptor >= 0) {
            owned name = socket_address_new(rt, &address);
            borrowed both[] = {int_tag(descriptor), name};
            owned result = name ? tuple_from(rt, both, 2) : NULL;
            object_release_maybe(rt, name);
            if (!result)
                close(descriptor);
            return result;
        }
        if (socket_wait_again(rt, socket) < 0)
            return NULL;
    }
}

/* Waits for a connection under way; gives its error number, 0 for none, -1 raised. */
static int finish_connection(struct runtime *rt, struct socket *self)
{
    return socket_wait_until(rt, self, POLLOUT, socket_wait_deadline(self)) < 0
               ? -1
               : socket_option_number(self->descriptor, SO_ERROR);
}

/* Connects; gives the error number, 0 for none, -1 raised. */
static int start_connection(struct runtime *rt, struct socket *self, const struct address *address)
{
    struct thread *thread = threads_leave(rt);
    int status =
        connect(self->descriptor, (const struct sockaddr *)&address->storage, address->size);
    int error = errno;
    threads_enter(rt, thread);
    if (status == 0)
        return 0;
    if (error == EINTR && signals_run(rt) < 0)
        return -1;
    if (error == EINTR || (error == EINPROGRESS && self->timeout > 0))
        return finish_connection(rt, self);
    return error;
}

SOCKET_METHOD(connect)
{
    struct address address;
    if (!arguments_count(rt, "connect", positional, names, 1, 1) ||
        !socket_address_read(rt, "connect", socket_of(self)->family, arguments[0], &address))
        return NULL;
    int error = start_connection(rt, socket_of(self), &address);
    return error == 0 ? NONE : error < 0 ? NULL : exception_raise_errno(rt, error, NULL);
}

SOCKET_METHOD(connect_ex)
{
    struct address address;
    if (!arguments_count(rt, "connect_ex", positional, names, 1, 1) ||
        !socket_address_read(rt, "connect_ex", socket_of(self)->family, arguments[0], &address))
        return NULL;
    int error = start_connection(rt, socket_of(self), &address);
    if (error < 0 && exception_matches(rt, &exception_TimeoutError)) {
        exception_clear(rt);
        error = EAGAIN;
    }
    return error < 0 ? NULL : int_tag(error);
}

SOCKET_METHOD(shutdown)
{
    int64_t how;
    if (!arguments_count(rt, "shutdown", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &how))
        return NULL;
    return shutdown(socket_of(self)->descriptor, (int)how) < 0 ? socket_fail(rt) : NONE;
}

static owned name_of(struct runtime *rt, borrowed self,
                     int (*get)(int, struct sockaddr *restrict, socklen_t *restrict))
{
    struct address address = {.size = sizeof address.storage};
    return get(socket_of(self)->descriptor, (struct sockaddr *)&address.storage, &address.size) < 0
               ? socket_fail(rt)
               : socket_address_new(rt, &address);
}

SOCKET_METHOD(getsockname)
{
    return arguments_count(rt, "getsockname", positional, names, 0, 0)
               ? name_of(rt, self, getsockname)
               : NULL;
}

SOCKET_METHOD(getpeername)
{
    return arguments_count(rt, "getpeername", positional, names, 0, 0)
               ? name_of(rt, self, getpeername)
               : NULL;
}
