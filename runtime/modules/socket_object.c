/* The type _socket.socket: a descriptor with its family, type, protocol and timeout.
 *
 * Its methods are in the files that socket_parts.h names; here are how a socket is made, how it
 * ends, and what it says of itself.
 */
#include "runtime/modules/socket_parts.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <unistd.h>

#define METHOD(name)                                                                               \
    static owned name(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,         \
                      size_t positional, borrowed names)

owned socket_new(struct runtime *rt, int descriptor, int family, int type, int protocol)
{
    double timeout;
    struct socket *self =
        socket_timeout_default(rt, &timeout)
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
    if (timeout < 0 || socket_timeout_apply(rt, self) == 0)
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
        socket_fail(rt);
        return -1;
    }
    static const int options[] = {SO_DOMAIN, SO_TYPE, SO_PROTOCOL};
    for (size_t i = 0; i < 3; i++)
        if (numbers[i] < 0)
            numbers[i] = socket_option_number((int)descriptor, options[i]);
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
    if (!socket_timeout_default(rt, &self->timeout))
        return -1;
    if (values[3] && values[3] != NONE) {
        if (adopt(rt, self, values[3], numbers) < 0)
            return -1;
    } else {
        for (size_t i = 0; i < 3; i++)
            numbers[i] = numbers[i] < 0 ? usual[i] : numbers[i];
        self->descriptor = socket((int)numbers[0], (int)numbers[1] | SOCK_CLOEXEC, (int)numbers[2]);
        if (self->descriptor < 0) {
            socket_fail(rt);
            return -1;
        }
    }
    self->family = (int)numbers[0];
    self->type = (int)numbers[1] & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    self->protocol = (int)numbers[2];
    if (numbers[1] & SOCK_NONBLOCK)
        self->timeout = 0;
    return self->timeout < 0 ? 0 : socket_timeout_apply(rt, self);
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
    return descriptor >= 0 && close(descriptor) < 0 && errno != ECONNRESET ? socket_fail(rt) : NONE;
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
    {"bind", socket_method_bind, NATIVE_PLAIN, "Bind the socket to a local address."},
    {"listen", socket_method_listen, NATIVE_PLAIN, "Enable a server to accept connections."},
    {"_accept", socket_method_accept, NATIVE_PLAIN, "Wait for an incoming connection."},
    {"connect", socket_method_connect, NATIVE_PLAIN, "Connect the socket to a remote address."},
    {"connect_ex", socket_method_connect_ex, NATIVE_PLAIN, "As connect(), with an error number."},
    {"shutdown", socket_method_shutdown, NATIVE_PLAIN,
     "Shut down one or both halves of the connection."},
    {"getsockname", socket_method_getsockname, NATIVE_PLAIN, "Return the socket's own address."},
    {"getpeername", socket_method_getpeername, NATIVE_PLAIN, "Return the remote address."},
    {"recv", socket_method_recv, NATIVE_PLAIN, "Receive up to buffersize bytes."},
    {"recvfrom", socket_method_recvfrom, NATIVE_PLAIN, "Receive bytes, and from where they come."},
    {"recv_into", socket_method_recv_into, NATIVE_PLAIN, "Receive bytes into a buffer."},
    {"recvfrom_into", socket_method_recvfrom_into, NATIVE_PLAIN, NULL},
    {"send", socket_method_send, NATIVE_PLAIN, "Send data; gives the count of bytes sent."},
    {"sendall", socket_method_sendall, NATIVE_PLAIN, "Send all the data."},
    {"sendto", socket_method_sendto, NATIVE_PLAIN, "Send data to an address."},
    {"getsockopt", socket_method_getsockopt, NATIVE_PLAIN, "Get a socket option."},
    {"setsockopt", socket_method_setsockopt, NATIVE_PLAIN, "Set a socket option."},
    {"settimeout", socket_method_settimeout, NATIVE_PLAIN, "Set how long calls wait."},
    {"gettimeout", socket_method_gettimeout, NATIVE_PLAIN, "Return how long calls wait."},
    {"setblocking", socket_method_setblocking, NATIVE_PLAIN, "Say whether calls wait."},
    {"getblocking", socket_method_getblocking, NATIVE_PLAIN, "Return whether calls wait."},
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
