/* What the files socket*.c share: the socket object, addresses, waiting. */
#ifndef RUNTIME_MODULES_SOCKET_PARTS_H
#define RUNTIME_MODULES_SOCKET_PARTS_H

#include "runtime/core/type.h"

#include <sys/socket.h>

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

/* Sockets of a descriptor, with the timeout that new sockets have. */
owned socket_new(struct runtime *rt, int descriptor, int family, int type, int protocol);

/* What the program gives as the address of a socket of this family; function: for messages. Looks
 * up names. False: TypeError, OverflowError, OSError or gaierror raised. */
bool socket_address_read(struct runtime *rt, const char *function, int family, borrowed v,
                         struct address *address) MUST_CHECK;

/* An address as the program sees it; None where it has none, or is of another family. */
owned socket_address_new(struct runtime *rt, const struct address *address);

/* Names, numbers and the functions of the module (socket_names.c). */
extern const struct native_method socket_names_functions[];

/* A timeout as None or a number of seconds; false: TypeError or ValueError raised. */
bool socket_timeout_read(struct runtime *rt, borrowed v, double *timeout) MUST_CHECK;
owned socket_timeout_new(struct runtime *rt, double timeout);

#endif
