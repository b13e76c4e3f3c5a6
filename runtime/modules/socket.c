/* The module _socket: sockets of the system, under the socket module of the installed library.
 *
 * How it works. A call that may block first waits with poll(2), without the interpreter lock, until
 * the descriptor is ready or the socket's timeout is over, and then asks the system without waiting
 * (MSG_DONTWAIT). So a socket that waits for ever keeps a descriptor that blocks, as other
 * processes expect it, and no call holds the lock while it waits. A signal is heard on the way.
 *
 * There are no ancillary data (recvmsg, sendmsg) and no families beyond internet and local ones.
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/socket_parts.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/signals.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#define METHOD(name)                                                                               \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

static struct socket *socket_of(borrowed v)
{
    return (struct socket *)v;
}

static owned fail(struct runtime *rt)
{
    return exception_raise_errno(rt, errno, NULL);
}

/* --- timeouts --------------------------------------------------------------------------------- */

bool socket_timeout_read(struct runtime *rt, borrowed v, double *timeout)
{
    *timeout = -1;
    if (v == NONE)
        return true;
    if (!arguments_float(rt, v, timeout))
        return false;
    if (isnan(*timeout)) {
        exception_raise(rt, &exception_ValueError, "Invalid value NaN (not a number)");
        return false;
    }
    if (*timeout < 0) {
        exception_raise(rt, &exception_ValueError, "Timeout value out of range");
        return false;
    }
    return true;
}

owned socket_timeout_new(struct runtime *rt, double timeout)
{
    return timeout < 0 ? NONE : float_new(rt, timeout);
}

/* The timeout of new sockets, an attribute of the module: None or a float. */
static owned find_default_timeout(struct runtime *rt)
{
    owned module = import_module(rt, str_intern_text(rt, "_socket"), NULL, NULL, 0);
    owned value =
        module ? object_get_attribute(rt, module, str_intern_text(rt, "_default_timeout")) : NULL;
    object_release_maybe(rt, module);
    return value;
}

static bool default_timeout(struct runtime *rt, double *timeout)
{
    owned value = find_default_timeout(rt);
    bool done = value && socket_timeout_read(rt, value, timeout);
    object_release_maybe(rt, value);
    return done;
}

/* Makes the descriptor block or not, as the timeout asks. */
static int apply_timeout(struct runtime *rt, struct socket *self)
{
    int flags = fcntl(self->descriptor, F_GETFL);
    int wanted = self->timeout < 0 ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    if (flags >= 0 && (flags == wanted || fcntl(self->descriptor, F_SETFL, wanted) == 0))
        return 0;
    fail(rt);
    return -1;
}

/* --- waiting ---------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* When a call that begins now has waited long enough. */
static double deadline(const struct socket *self)
{
    return self->timeout < 0 ? INFINITY : now() + self->timeout;
}

/* Waits until the socket is ready for the events. -1: raised, TimeoutError too. */
static int wait_until(struct runtime *rt, struct socket *self, short events, double until)
{
    if (self->timeout == 0 || self->descriptor < 0) /* poll would wait; the call itself fails */
        return 0;
    for (;;) {
        struct pollfd file = {.fd = self->descriptor, .events = events};
        double left = until - now();
        int milliseconds = isinf(until) ? -1 : left <= 0 ? 0 : (int)ceil(fmin(left, 1e6) * 1e3);
        struct thread *thread = threads_leave(rt);
        int ready = poll(&file, 1, milliseconds);
        threads_enter(rt, thread);
        if (ready > 0)
            return 0;
        int again = ready < 0 ? signals_retry(rt) : 0;
        if (again < 0)
            return -1;
        if (again > 0)
            continue;
        if (ready < 0)
            fail(rt);
        else
            exception_raise(rt, &exception_TimeoutError, "timed out");
        return -1;
    }
}

/* After a call that failed (errno): 1 to wait and call again, -1 raised. */
static int call_again(struct runtime *rt, const struct socket *self)
{
    if (self->timeout != 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return 1;
    int again = signals_retry(rt);
    if (again == 0)
        fail(rt);
    return again > 0 ? 1 : -1;
}

/* --- life ------------------------------------------------------------------------------------- */

owned socket_new(struct runtime *rt, int descriptor, int family, int type, int protocol)
{
    double timeout;
    struct socket *self =
        default_timeout(rt, &timeout)
            ? (struct socket *)object_new(rt, &socket_type, sizeof *self, socket_type.reported_size)
            : NULL;
    if (!self) {
        close(descriptor);
        return NULL;
    }
    self->descriptor = descriptor;
    self->family = family;
    self->type = type;
    self->protocol = protocol;
    self->timeout = timeout;
    if (timeout < 0 || apply_timeout(rt, self) == 0)
        return &self->header;
    object_release(rt, &self->header);
    return NULL;
}

static owned construct(struct runtime *rt, struct type *type, const borrowed *arguments UNUSED,
                       size_t positional UNUSED, borrowed names UNUSED)
{
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (v) {
        socket_of(v)->descriptor = -1;
        socket_of(v)->timeout = -1;
    }
    if (v && type_has_flag(type, TYPE_TRACKED))
        gc_track(rt, v);
    return v;
}

static int option_of(int descriptor, int option)
{
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(descriptor, SOL_SOCKET, option, &value, &size) < 0 ? -1 : value;
}

/* Takes over a descriptor; what is not said of it, the system says. */
static int adopt(struct runtime *rt, struct socket *self, borrowed v, int64_t *numbers)
{
    int64_t descriptor;
    struct address address = {.size = sizeof address.storage};
    if (!arguments_int(rt, v, &descriptor))
        return -1;
    if (descriptor < 0) {
        exception_raise(rt, &exception_ValueError, "negative file descriptor");
        return -1;
    }
    if (getsockname((int)descriptor, (struct sockaddr *)&address.storage, &address.size) < 0) {
        fail(rt);
        return -1;
    }
    static const int options[] = {SO_DOMAIN, SO_TYPE, SO_PROTOCOL};
    for (size_t i = 0; i < 3; i++)
        if (numbers[i] < 0)
            numbers[i] = option_of((int)descriptor, options[i]);
    self->descriptor = (int)descriptor;
    return 0;
}

/* socket(family, type, proto, fileno) */
static int initialize(struct runtime *rt, borrowed v, const borrowed *arguments, size_t positional,
                      borrowed names)
{
    static const char *const parameters[] = {"family", "type", "proto", "fileno", NULL};
    static const struct arguments specification = {"socket", parameters, 0, 0, 4};
    static const int usual[] = {AF_INET, SOCK_STREAM, 0};
    struct socket *self = socket_of(v);
    borrowed values[4];
    int64_t numbers[3] = {-1, -1, -1};
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return -1;
    for (size_t i = 0; i < 3; i++)
        if (values[i] && !arguments_int(rt, values[i], &numbers[i]))
            return -1;
    if (!default_timeout(rt, &self->timeout))
        return -1;
    if (values[3] && values[3] != NONE) {
        if (adopt(rt, self, values[3], numbers) < 0)
            return -1;
    } else {
        for (size_t i = 0; i < 3; i++)
            numbers[i] = numbers[i] < 0 ? usual[i] : numbers[i];
        self->descriptor = socket((int)numbers[0], (int)numbers[1] | SOCK_CLOEXEC, (int)numbers[2]);
        if (self->descriptor < 0) {
            fail(rt);
            return -1;
        }
    }
    self->family = (int)numbers[0];
    self->type = (int)numbers[1] & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    self->protocol = (int)numbers[2];
    if (numbers[1] & SOCK_NONBLOCK)
        self->timeout = 0;
    return self->timeout < 0 ? 0 : apply_timeout(rt, self);
}

static void dealloc(struct runtime *rt UNUSED, borrowed self)
{
    if (socket_of(self)->descriptor >= 0)
        close(socket_of(self)->descriptor);
}

static owned repr(struct runtime *rt, borrowed v)
{
    const struct socket *self = socket_of(v);
    return str_format(rt, "<socket object, fd=%d, family=%d, type=%d, proto=%d>", self->descriptor,
                      self->family, self->type, self->protocol);
}

METHOD(close_socket)
{
    int descriptor = socket_of(self)->descriptor;
    if (!arguments_count(rt, "close", positional, names, 0, 0))
        return NULL;
    socket_of(self)->descriptor = -1;
    return descriptor >= 0 && close(descriptor) < 0 && errno != ECONNRESET ? fail(rt) : NONE;
}

METHOD(detach)
{
    int descriptor = socket_of(self)->descriptor;
    if (!arguments_count(rt, "detach", positional, names, 0, 0))
        return NULL;
    socket_of(self)->descriptor = -1;
    return int_tag(descriptor);
}

METHOD(get_descriptor)
{
    return arguments_count(rt, "fileno", positional, names, 0, 0)
               ? int_tag(socket_of(self)->descriptor)
               : NULL;
}

/* --- connections ------------------------------------------------------------------------------ */

METHOD(bind_socket)
{
    struct address address;
    if (!arguments_count(rt, "bind", positional, names, 1, 1) ||
        !socket_address_read(rt, "bind", socket_of(self)->family, arguments[0], &address))
        return NULL;
    return bind(socket_of(self)->descriptor, (struct sockaddr *)&address.storage, address.size) < 0
               ? fail(rt)
               : NONE;
}

METHOD(listen_socket)
{
    int64_t backlog = 128;
    if (!arguments_count(rt, "listen", positional, names, 0, 1) ||
        (positional && !arguments_int(rt, arguments[0], &backlog)))
        return NULL;
    return listen(socket_of(self)->descriptor, backlog < 0 ? 0 : (int)backlog) < 0 ? fail(rt)
                                                                                   : NONE;
}

/* _accept(): (descriptor, address) */
METHOD(accept_connection)
{
    struct socket *socket = socket_of(self);
    if (!arguments_count(rt, "_accept", positional, names, 0, 0))
        return NULL;
    double until = deadline(socket);
    for (;;) {
        struct address address = {.size = sizeof address.storage};
        if (wait_until(rt, socket, POLLIN, until) < 0)
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
        if (call_again(rt, socket) < 0)
            return NULL;
    }
}

/* Waits for a connection under way; gives its error number, 0 for none, -1 raised. */
static int finish_connection(struct runtime *rt, struct socket *self)
{
    return wait_until(rt, self, POLLOUT, deadline(self)) < 0
               ? -1
               : option_of(self->descriptor, SO_ERROR);
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

METHOD(connect_socket)
{
    struct address address;
    if (!arguments_count(rt, "connect", positional, names, 1, 1) ||
        !socket_address_read(rt, "connect", socket_of(self)->family, arguments[0], &address))
        return NULL;
    int error = start_connection(rt, socket_of(self), &address);
    return error == 0 ? NONE : error < 0 ? NULL : exception_raise_errno(rt, error, NULL);
}

METHOD(connect_for_number)
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

METHOD(shut_down)
{
    int64_t how;
    if (!arguments_count(rt, "shutdown", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &how))
        return NULL;
    return shutdown(socket_of(self)->descriptor, (int)how) < 0 ? fail(rt) : NONE;
}

static owned name_of(struct runtime *rt, borrowed self,
                     int (*get)(int, struct sockaddr *restrict, socklen_t *restrict))
{
    struct address address = {.size = sizeof address.storage};
    return get(socket_of(self)->descriptor, (struct sockaddr *)&address.storage, &address.size) < 0
               ? fail(rt)
               : socket_address_new(rt, &address);
}

METHOD(get_own_name)
{
    return arguments_count(rt, "getsockname", positional, names, 0, 0)
               ? name_of(rt, self, getsockname)
               : NULL;
}

METHOD(get_peer_name)
{
    return arguments_count(rt, "getpeername", positional, names, 0, 0)
               ? name_of(rt, self, getpeername)
               : NULL;
}

/* --- receiving -------------------------------------------------------------------------------- */

/* Receives at most `size` bytes; `address`: from where, or NULL. -1: raised. */
static ssize_t receive(struct runtime *rt, struct socket *self, void *data, size_t size, int flags,
                       struct address *address)
{
    double until = deadline(self);
    for (;;) {
        if (wait_until(rt, self, POLLIN, until) < 0)
            return -1;
        if (address)
            address->size = sizeof address->storage;
        ssize_t count = recvfrom(self->descriptor, data, size, flags | MSG_DONTWAIT,
                                 address ? (struct sockaddr *)&address->storage : NULL,
                                 address ? &address->size : NULL);
        if (count >= 0)
            return count;
        if (call_again(rt, self) < 0)
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

METHOD(receive_some)
{
    return receive_bytes(rt, self, "recv", arguments, positional, names, NULL);
}

METHOD(receive_from)
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

METHOD(receive_into_buffer)
{
    ssize_t count = receive_into(rt, self, "recv_into", arguments, positional, names, NULL);
    return count < 0 ? NULL : int_tag(count);
}

METHOD(receive_from_into_buffer)
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
        if (wait_until(rt, self, POLLOUT, until) < 0)
            return -1;
        ssize_t count =
            sendto(self->descriptor, data.data, data.size, flags | MSG_DONTWAIT | MSG_NOSIGNAL,
                   address ? (const struct sockaddr *)&address->storage : NULL,
                   address ? address->size : 0);
        if (count >= 0)
            return count;
        if (call_again(rt, self) < 0)
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

METHOD(send_data)
{
    struct span data;
    int64_t flags;
    if (!read_data(rt, "send", arguments, positional, names, &data, &flags))
        return NULL;
    struct socket *socket = socket_of(self);
    ssize_t count = send_some(rt, socket, data, (int)flags, NULL, deadline(socket));
    return count < 0 ? NULL : int_tag(count);
}

METHOD(send_all)
{
    struct span data;
    int64_t flags;
    if (!read_data(rt, "sendall", arguments, positional, names, &data, &flags))
        return NULL;
    struct socket *socket = socket_of(self);
    double until = deadline(socket);
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
METHOD(send_to)
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
    ssize_t count = send_some(rt, socket, data, (int)flags, &address, deadline(socket));
    return count < 0 ? NULL : int_tag(count);
}

/* --- options ---------------------------------------------------------------------------------- */

/* getsockopt(level, option[, size]): an int, or so many bytes */
METHOD(get_option)
{
    int64_t level, option, size = 0;
    int number = 0;
    uint8_t data[1024];
    if (!arguments_count(rt, "getsockopt", positional, names, 2, 3) ||
        !arguments_int(rt, arguments[0], &level) || !arguments_int(rt, arguments[1], &option) ||
        (positional > 2 && !arguments_int(rt, arguments[2], &size)))
        return NULL;
    if (size < 0 || size > (int64_t)sizeof data)
        return exception_raise(rt, &exception_OSError, "getsockopt buflen out of range");
    socklen_t length = size ? (socklen_t)size : sizeof number;
    void *place = size ? (void *)data : &number;
    if (getsockopt(socket_of(self)->descriptor, (int)level, (int)option, place, &length) < 0)
        return fail(rt);
    return size ? bytes_new(rt, data, length) : int_tag(number);
}

METHOD(set_option)
{
    int64_t level, option, value;
    struct span data;
    if (!arguments_count(rt, "setsockopt", positional, names, 3, 3) ||
        !arguments_int(rt, arguments[0], &level) || !arguments_int(rt, arguments[1], &option))
        return NULL;
    int number;
    if (int_check(rt, arguments[2])) {
        if (!arguments_int(rt, arguments[2], &value))
            return NULL;
        number = (int)value;
        data = (struct span){(const uint8_t *)&number, sizeof number};
    } else if (!bytes_require(rt, arguments[2], &data)) {
        return NULL;
    }
    return setsockopt(socket_of(self)->descriptor, (int)level, (int)option, data.data,
                      (socklen_t)data.size) < 0
               ? fail(rt)
               : NONE;
}

METHOD(set_timeout)
{
    double timeout;
    if (!arguments_count(rt, "settimeout", positional, names, 1, 1) ||
        !socket_timeout_read(rt, arguments[0], &timeout))
        return NULL;
    socket_of(self)->timeout = timeout;
    return apply_timeout(rt, socket_of(self)) < 0 ? NULL : NONE;
}

METHOD(get_timeout)
{
    return arguments_count(rt, "gettimeout", positional, names, 0, 0)
               ? socket_timeout_new(rt, socket_of(self)->timeout)
               : NULL;
}

METHOD(set_blocking)
{
    int blocks;
    if (!arguments_count(rt, "setblocking", positional, names, 1, 1) ||
        (blocks = object_is_true(rt, arguments[0])) < 0)
        return NULL;
    socket_of(self)->timeout = blocks ? -1 : 0;
    return apply_timeout(rt, socket_of(self)) < 0 ? NULL : NONE;
}

METHOD(get_blocking)
{
    return arguments_count(rt, "getblocking", positional, names, 0, 0)
               ? bool_of(socket_of(self)->timeout != 0)
               : NULL;
}

/* --- the type --------------------------------------------------------------------------------- */

static owned get_family(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(socket_of(self)->family);
}

static owned get_type(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(socket_of(self)->type);
}

static owned get_protocol(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(socket_of(self)->protocol);
}

static owned get_timeout_attribute(struct runtime *rt, borrowed self)
{
    return socket_timeout_new(rt, socket_of(self)->timeout);
}

static const struct native_attribute attributes[] = {
    {"family", get_family, NULL},
    {"type", get_type, NULL},
    {"proto", get_protocol, NULL},
    {"timeout", get_timeout_attribute, NULL},
    {0},
};

static const struct native_method methods[] = {
    {"close", close_socket, NATIVE_PLAIN, "Close the socket."},
    {"detach", detach, NATIVE_PLAIN, "Close the object without closing the descriptor."},
    {"fileno", get_descriptor, NATIVE_PLAIN, "Return the descriptor."},
    {"bind", bind_socket, NATIVE_PLAIN, "Bind the socket to a local address."},
    {"listen", listen_socket, NATIVE_PLAIN, "Enable a server to accept connections."},
    {"_accept", accept_connection, NATIVE_PLAIN, "Wait for an incoming connection."},
    {"connect", connect_socket, NATIVE_PLAIN, "Connect the socket to a remote address."},
    {"connect_ex", connect_for_number, NATIVE_PLAIN, "As connect(), with an error number."},
    {"shutdown", shut_down, NATIVE_PLAIN, "Shut down one or both halves of the connection."},
    {"getsockname", get_own_name, NATIVE_PLAIN, "Return the socket's own address."},
    {"getpeername", get_peer_name, NATIVE_PLAIN, "Return the remote address."},
    {"recv", receive_some, NATIVE_PLAIN, "Receive up to buffersize bytes."},
    {"recvfrom", receive_from, NATIVE_PLAIN, "Receive bytes, and from where they come."},
    {"recv_into", receive_into_buffer, NATIVE_PLAIN, "Receive bytes into a buffer."},
    {"recvfrom_into", receive_from_into_buffer, NATIVE_PLAIN, NULL},
    {"send", send_data, NATIVE_PLAIN, "Send data; gives the count of bytes sent."},
    {"sendall", send_all, NATIVE_PLAIN, "Send all the data."},
    {"sendto", send_to, NATIVE_PLAIN, "Send data to an address."},
    {"getsockopt", get_option, NATIVE_PLAIN, "Get a socket option."},
    {"setsockopt", set_option, NATIVE_PLAIN, "Set a socket option."},
    {"settimeout", set_timeout, NATIVE_PLAIN, "Set how long calls wait."},
    {"gettimeout", get_timeout, NATIVE_PLAIN, "Return how long calls wait."},
    {"setblocking", set_blocking, NATIVE_PLAIN, "Say whether calls wait."},
    {"getblocking", get_blocking, NATIVE_PLAIN, "Return whether calls wait."},
    {0},
};

struct type socket_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "_socket.socket",
    .base = &object_type_,
    .size = sizeof(struct socket),
    .reported_size = sizeof(struct socket),
    .flags = TYPE_BASE,
    .new = construct,
    .init = initialize,
    .dealloc = dealloc,
    .repr = repr,
    .methods = methods,
    .attributes = attributes,
};

/* --- the module ------------------------------------------------------------------------------- */

METHOD(make_pair)
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
        return fail(rt);
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

METHOD(duplicate)
{
    int64_t descriptor;
    if (!arguments_count(rt, "dup", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &descriptor))
        return NULL;
    int copy = fcntl((int)descriptor, F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? fail(rt) : int_tag(copy);
}

METHOD(close_descriptor)
{
    int64_t descriptor;
    if (!arguments_count(rt, "close", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &descriptor))
        return NULL;
    return close((int)descriptor) < 0 && errno != ECONNRESET ? fail(rt) : NONE;
}

METHOD(get_default_timeout)
{
    return arguments_count(rt, "getdefaulttimeout", positional, names, 0, 0)
               ? find_default_timeout(rt)
               : NULL;
}

METHOD(set_default_timeout)
{
    double timeout;
    if (!arguments_count(rt, "setdefaulttimeout", positional, names, 1, 1) ||
        !socket_timeout_read(rt, arguments[0], &timeout))
        return NULL;
    owned module = import_module(rt, str_intern_text(rt, "_socket"), NULL, NULL, 0);
    int status =
        module ? module_set(rt, module, "_default_timeout", socket_timeout_new(rt, timeout)) : -1;
    object_release_maybe(rt, module);
    return status < 0 ? NULL : NONE;
}

static const struct native_method functions[] = {
    {"socketpair", make_pair, NATIVE_PLAIN, "Two sockets that are connected."},
    {"dup", duplicate, NATIVE_PLAIN, "A copy of a descriptor."},
    {"close", close_descriptor, NATIVE_PLAIN, "Close a descriptor."},
    {"getdefaulttimeout", get_default_timeout, NATIVE_PLAIN, "The timeout of new sockets."},
    {"setdefaulttimeout", set_default_timeout, NATIVE_PLAIN, "Set the timeout of new sockets."},
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
        module_add_functions(rt, module, socket_names_functions) < 0 ||
        add_errors(rt, module) < 0 || module_set(rt, module, "_default_timeout", NONE) < 0 ||
        module_set(rt, module, "has_ipv6", &bool_true) < 0 ||
        module_set(rt, module, "SocketType", object_retain(rt, &socket_type.header)) < 0)
        return -1;
    return module_set(rt, module, "socket", object_retain(rt, &socket_type.header));
}
