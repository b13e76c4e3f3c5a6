/* What the files socket*.c share: the socket object, addresses, timeouts, waiting. */
#ifndef RUNTIME_MODULES_SOCKET_PARTS_H
#define RUNTIME_MODULES_SOCKET_PARTS_H

#include "runtime/core/type.h"
#include "runtime/types/exception.h"

#include <errno.h>
#include <sys/socket.h>

#define SOCKET_FUNCTION(name)                                                                      \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

extern struct type socket_type;

struct socket {
    struct object header;
    int descriptor; /* -1: closed */
    int family;
    int type;
    int protocol;
    double timeout; /* seconds; 0: never waits; negative: waits for ever */
};

struct address { /* of any family */
    struct sockaddr_storage storage;
    socklen_t size;
};

static inline struct socket *socket_of(borrowed v)
{
    return (struct socket *)v;
}

/* OSError for errno. Always NULL. */
static inline owned socket_fail(struct runtime *rt)
{
    return exception_raise_errno(rt, errno, NULL);
}

/* Sockets of a descriptor, with the timeout that new sockets have (socket_object.c). */
owned socket_new(struct runtime *rt, int descriptor, int family, int type, int protocol);

/* Addresses, names and numbers (socket_names.c). */

/* What the program gives as the address of a socket of this family; function: for messages. Looks
 * up names. False: TypeError, OverflowError, OSError or gaierror raised. */
bool socket_address_read(struct runtime *rt, const char *function, int family, borrowed v,
                         struct address *address) MUST_CHECK;
/* An address as the program sees it; None where it has none, or is of another family. */
owned socket_address_new(struct runtime *rt, const struct address *address);
extern const struct native_method socket_names_functions[];

/* Timeouts (socket_timeout.c). */

/* A timeout as None or a number of seconds; false: TypeError or ValueError raised. */
bool socket_timeout_read(struct runtime *rt, borrowed v, double *timeout) MUST_CHECK;
owned socket_timeout_new(struct runtime *rt, double timeout);
/* That of new sockets; false: raised. */
bool socket_timeout_default(struct runtime *rt, double *timeout) MUST_CHECK;
/* Makes the descriptor block or not, as the timeout asks. -1: OSError raised. */
int socket_timeout_apply(struct runtime *rt, struct socket *self);
extern const struct native_method socket_timeout_functions[];

/* Waiting (socket_wait.c). */

/* When a call that begins now has waited long enough: a time of the monotonic clock in seconds,
 * infinity for never. */
double socket_wait_deadline(const struct socket *self);
/* Waits until the socket is ready for the events of poll(2). -1: raised, TimeoutError too. */
int socket_wait_until(struct runtime *rt, struct socket *self, short events, double until);
/* After a call that failed (errno): 1 to wait and call again, -1 raised. */
int socket_wait_again(struct runtime *rt, const struct socket *self);

/* A number among the options of SOL_SOCKET; -1: there is none (socket_option.c). */
int socket_option_number(int descriptor, int option);

#define SOCKET_METHOD(name)                                                                        \
    owned socket_method_##name(struct runtime *rt, borrowed self,                                  \
                               const borrowed *arguments UNUSED, size_t positional,                \
                               borrowed names)
/* socket_connection.c */
SOCKET_METHOD(bind);
SOCKET_METHOD(listen);
SOCKET_METHOD(accept);
SOCKET_METHOD(connect);
SOCKET_METHOD(connect_ex);
SOCKET_METHOD(shutdown);
SOCKET_METHOD(getsockname);
SOCKET_METHOD(getpeername);
/* socket_transfer.c */
SOCKET_METHOD(recv);
SOCKET_METHOD(recvfrom);
SOCKET_METHOD(recv_into);
SOCKET_METHOD(recvfrom_into);
SOCKET_METHOD(send);
SOCKET_METHOD(sendall);
SOCKET_METHOD(sendto);
/* socket_option.c */
SOCKET_METHOD(getsockopt);
SOCKET_METHOD(setsockopt);
/* socket_timeout.c */
SOCKET_METHOD(settimeout);
SOCKET_METHOD(gettimeout);
SOCKET_METHOD(setblocking);
SOCKET_METHOD(getblocking);

#endif
