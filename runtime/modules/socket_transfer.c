/* Receiving and sending. There are no ancillary data (recvmsg, sendmsg). */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/socket_parts.h"
#include "runtime/python/signals.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#include <poll.h>

/* --- receiving -------------------------------------------------------------------------------- */

/* Receives at most `size` bytes; `address`: from where, or NULL. -1: raised. */
static ssize_t receive(struct runtime *rt, struct socket *self, void *data, size_t size, int flags,
                       struct address *address)
{
    double until = socket_wait_deadline(self);
    for (;;) {
        if (socket_wait_until(rt, self, POLLIN, until) < 0)
            return -1;
        if (address)
            address->size = sizeof address->storage;
        ssize_t count = recvfrom(self->descriptor, data, size, flags | MSG_DONTWAIT,
                                 address ? (struct sockaddr *)&address->storage : NULL,
                                 address ? &address->size : NULL);
        if (count >= 0)
            return count;
        if (socket_wait_again(rt, self) < 0)
            return -1;
    }
}

/* (value, address), of a count or of bytes, which are stolen. */
static owned with_address(struct runtime *rt, owned value, const struct address *address)
{
    owned name = value ? socket_address_new(rt, address) : NULL;
    borrowed both[] = {value, name};
    owned result = name ? tuple_from(rt, both, 2) : NULL;
    object_release_maybe(rt, name);
    object_release_maybe(rt, value);
    return result;
}

/* (size[, flags]) → bytes */
static owned receive_bytes(struct runtime *rt, borrowed self, const char *name,
                           const borrowed *arguments, size_t positional, borrowed names,
                           struct address *address)
{
    int64_t size, flags = 0;
    if (!arguments_count(rt, name, positional, names, 1, 2) ||
        !arguments_int(rt, arguments[0], &size) ||
        (positional > 1 && !arguments_int(rt, arguments[1], &flags)))
        return NULL;
    if (size < 0)
        return exception_raise(rt, &exception_ValueError, "negative buffersize in %s", name);
    uint8_t *data = memory_allocate((size_t)size + 1);
    ssize_t count = receive(rt, socket_of(self), data, (size_t)size, (int)flags, address);
    owned result = count < 0 ? NULL : bytes_new(rt, data, (size_t)count);
    memory_free(data);
    return result;
}

SOCKET_METHOD(recv)
{
    return receive_bytes(rt, self, "recv", arguments, positional, names, NULL);
}

SOCKET_METHOD(recvfrom)
{
    struct address address = {0};
    owned data = receive_bytes(rt, self, "recvfrom", arguments, positional, names, &address);
    return data ? with_address(rt, data, &address) : NULL;
}

/* (buffer[, size[, flags]]) → the count of bytes; -1: raised */
static ssize_t receive_into(struct runtime *rt, borrowed self, const char *name,
                            const borrowed *arguments, size_t positional, borrowed names,
                            struct address *address)
{
    static const char *const parameters[] = {"buffer", "nbytes", "flags", NULL};
    const struct arguments specification = {name, parameters, 1, 0, 3};
    borrowed values[3];
    int64_t size = 0, flags = 0;
    struct exported_memory memory = {0};
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[1] && !arguments_int(rt, values[1], &size)) ||
        (values[2] && !arguments_int(rt, values[2], &flags)))
        return -1;
    const struct type *type = object_type(rt, values[0]);
    if (!type->get_memory || !type->get_memory(values[0], &memory) || memory.is_readonly) {
        exception_raise(rt, &exception_TypeError,
                        "%s() argument 1 must be read-write bytes-like object, not %T", name,
                        values[0]);
        return -1;
    }
    if (size < 0 || (size_t)size > memory.size) {
        exception_raise(rt, &exception_ValueError,
                        size < 0 ? "negative buffersize in %s"
                                 : "nbytes is greater than the length of the buffer",
                        name);
        return -1;
    }
    if (type->count_exports)
        type->count_exports(values[0], 1);
    ssize_t count = receive(rt, socket_of(self), memory.data, size ? (size_t)size : memory.size,
                            (int)flags, address);
    if (type->count_exports)
        type->count_exports(values[0], -1);
    return count;
}

SOCKET_METHOD(recv_into)
{
    ssize_t count = receive_into(rt, self, "recv_into", arguments, positional, names, NULL);
    return count < 0 ? NULL : int_tag(count);
}

SOCKET_METHOD(recvfrom_into)
{
    struct address address = {0};
    ssize_t count = receive_into(rt, self, "recvfrom_into", arguments, positional, names, &address);
    return count < 0 ? NULL : with_address(rt, int_tag(count), &address);
}

/* --- sending ---------------------------------------------------------------------------------- */

/* Sends what the system takes at once. -1: raised. */
static ssize_t send_some(struct runtime *rt, struct socket *self, struct span data, int flags,
                         const struct address *address, double until)
{
    for (;;) {
        if (socket_wait_until(rt, self, POLLOUT, until) < 0)
            return -1;
        ssize_t count =
            sendto(self->descriptor, data.data, data.size, flags | MSG_DONTWAIT | MSG_NOSIGNAL,
                   address ? (const struct sockaddr *)&address->storage : NULL,
                   address ? address->size : 0);
        if (count >= 0)
            return count;
        if (socket_wait_again(rt, self) < 0)
            return -1;
    }
}

/* (data[, flags]) */
static bool read_data(struct runtime *rt, const char *name, const borrowed *arguments,
                      size_t positional, borrowed names, struct span *data, int64_t *flags)
{
    *flags = 0;
    return arguments_count(rt, name, positional, names, 1, 2) &&
           bytes_require(rt, arguments[0], data) &&
           (positional < 2 || arguments_int(rt, arguments[1], flags));
}

SOCKET_METHOD(send)
{
    struct span data;
    int64_t flags;
    if (!read_data(rt, "send", arguments, positional, names, &data, &flags))
        return NULL;
    struct socket *socket = socket_of(self);
    ssize_t count = send_some(rt, socket, data, (int)flags, NULL, socket_wait_deadline(socket));
    return count < 0 ? NULL : int_tag(count);
}

SOCKET_METHOD(sendall)
{
    struct span data;
    int64_t flags;
    if (!read_data(rt, "sendall", arguments, positional, names, &data, &flags))
        return NULL;
    struct socket *socket = socket_of(self);
    double until = socket_wait_deadline(socket);
    do {
        ssize_t count = send_some(rt, socket, data, (int)flags, NULL, until);
        if (count < 0 || signals_run(rt) < 0)
            return NULL;
        data.data += count;
        data.size -= (size_t)count;
    } while (data.size > 0);
    return NONE;
}

/* sendto(data[, flags], address) */
SOCKET_METHOD(sendto)
{
    struct span data;
    int64_t flags = 0;
    struct address address;
    struct socket *socket = socket_of(self);
    if (!arguments_count(rt, "sendto", positional, names, 2, 3) ||
        !bytes_require(rt, arguments[0], &data) ||
        (positional > 2 && !arguments_int(rt, arguments[1], &flags)) ||
        !socket_address_read(rt, "sendto", socket->family, arguments[positional - 1], &address))
        return NULL;
    ssize_t count = send_some(rt, socket, data, (int)flags, &address, socket_wait_deadline(socket));
    return count < 0 ? NULL : int_tag(count);
}
