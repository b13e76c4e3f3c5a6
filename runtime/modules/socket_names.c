/* The module _socket: addresses, the names of hosts and services, numbers in network order. */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/modules/socket_parts.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/threads.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

/* --- looking up names ------------------------------------------------------------------------- */

/* Raises gaierror, which the module holds. Always NULL. */
static owned raise_lookup(struct runtime *rt, int code)
{
    if (code == EAI_SYSTEM)
        return exception_raise_errno(rt, errno, NULL);
    owned module = import_module(rt, str_intern_text(rt, "_socket"), NULL, NULL, 0);
    owned class = module ? object_get_attribute(rt, module, str_intern_text(rt, "gaierror")) : NULL;
    owned text = class ? str_from_text(rt, gai_strerror(code)) : NULL;
    borrowed arguments[] = {int_tag(code), text};
    owned error = text ? object_call(rt, class, arguments, 2, NULL) : NULL;
    object_release_maybe(rt, text);
    object_release_maybe(rt, class);
    object_release_maybe(rt, module);
    if (error)
        exception_set(rt, error);
    return NULL;
}

/* getaddrinfo(3) without the interpreter lock. NULL: raised. */
static struct addrinfo *look_up(struct runtime *rt, const char *host, const char *service,
                                const struct addrinfo *hints)
{
    struct addrinfo *found = NULL;
    struct thread *thread = threads_leave(rt);
    int code = getaddrinfo(host, service, hints, &found);
    threads_enter(rt, thread);
    if (code == 0)
        return found;
    raise_lookup(rt, code);
    return NULL;
}

/* The text of a host; false: TypeError raised. */
static bool read_host(struct runtime *rt, borrowed v, const char **host)
{
    if (str_check(v)) {
        *host = str_utf8(v, NULL);
    } else if (bytes_check(v)) {
        *host = (const char *)bytes_span(v).data;
    } else {
        exception_raise(rt, &exception_TypeError, "str, bytes or bytearray expected, not %T", v);
        return false;
    }
    return true;
}

/* Fills the address of a host, without its port. '' is any, as in bind(). */
static bool read_internet_host(struct runtime *rt, int family, borrowed v, struct address *address)
{
    const char *host;
    if (!read_host(rt, v, &host))
        return false;
    if (family == AF_INET && strcmp(host, "<broadcast>") == 0)
        host = "255.255.255.255";
    struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_DGRAM};
    hints.ai_flags = *host ? 0 : AI_PASSIVE;
    struct addrinfo *found = look_up(rt, *host ? host : NULL, *host ? NULL : "0", &hints);
    if (!found)
        return false;
    memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
    address->size = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

/* --- addresses -------------------------------------------------------------------------------- */

static bool read_port(struct runtime *rt, const char *function, borrowed v, uint16_t *port)
{
    int64_t number;
    if (!arguments_int(rt, v, &number))
        return false;
    if (number < 0 || number > 65535) {
        exception_raise(rt, &exception_OverflowError, "%s(): port must be 0-65535.", function);
        return false;
    }
    *port = (uint16_t)number;
    return true;
}

/* (host, port), or (host, port, flow information, scope) of IPv6. */
static bool read_internet(struct runtime *rt, const char *function, int family, borrowed v,
                          struct address *address)
{
    bool is_six = family == AF_INET6;
    uint16_t port;
    int64_t flow = 0, scope = 0;
    if (!tuple_check(v)) {
        exception_raise(rt, &exception_TypeError, "%s(): %s address must be tuple, not %T",
                        function, is_six ? "AF_INET6" : "AF_INET", v);
        return false;
    }
    size_t count = tuple_count(v);
    if (is_six ? count < 2 || count > 4 : count != 2) {
        exception_raise(rt, &exception_TypeError,
                        is_six ? "AF_INET6 address must be a tuple (host, port[, flowinfo[, "
                                 "scopeid]])"
                               : "AF_INET address must be a pair (host, port)");
        return false;
    }
    if (!read_port(rt, function, tuple_item(v, 1), &port) ||
        !read_internet_host(rt, family, tuple_item(v, 0), address) ||
        (count > 2 && !arguments_int(rt, tuple_item(v, 2), &flow)) ||
        (count > 3 && !arguments_int(rt, tuple_item(v, 3), &scope)))
        return false;
    if (is_six) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address->storage;
        six->sin6_port = htons(port);
        six->sin6_flowinfo = htonl((uint32_t)flow);
        six->sin6_scope_id = scope ? (uint32_t)scope : six->sin6_scope_id;
    } else {
        ((struct sockaddr_in *)&address->storage)->sin_port = htons(port);
    }
    return true;
}

static bool read_local(struct runtime *rt, borrowed v, struct address *address)
{
    struct sockaddr_un *local = (struct sockaddr_un *)&address->storage;
    struct span path;
    if (str_check(v))
        path.data = (const uint8_t *)str_utf8(v, &path.size);
    else if (!bytes_require(rt, v, &path))
        return false;
    if (path.size >= sizeof local->sun_path) {
        exception_raise(rt, &exception_OSError, "AF_UNIX path too long");
        return false;
    }
    *local = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(local->sun_path, path.data, path.size);
    bool is_abstract = path.size > 0 && path.data[0] == 0;
    address->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.size + !is_abstract);
    return true;
}

bool socket_address_read(struct runtime *rt, const char *function, int family, borrowed v,
                         struct address *address)
{
    switch (family) {
    case AF_INET:
    case AF_INET6:
        return read_internet(rt, function, family, v, address);
    case AF_UNIX:
        return read_local(rt, v, address);
    default:
        exception_raise(rt, &exception_OSError, "%s(): unsupported address family", function);
        return false;
    }
}

/* A tuple of the items, which are stolen; NULL: one is, or an error. */
static owned make_tuple(struct runtime *rt, owned *items, size_t count)
{
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        whole &= items[i] != NULL;
    owned result = whole ? tuple_from(rt, items, count) : NULL;
    for (size_t i = 0; i < count; i++)
        object_release_maybe(rt, items[i]);
    return result;
}

owned socket_address_new(struct runtime *rt, const struct address *address)
{
    char host[INET6_ADDRSTRLEN];
    const struct sockaddr_in *four = (const struct sockaddr_in *)&address->storage;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address->storage;
    const struct sockaddr_un *local = (const struct sockaddr_un *)&address->storage;
    size_t size = address->size - offsetof(struct sockaddr_un, sun_path);
    if (address->size == 0)
        return NONE;
    if (address->storage.ss_family == AF_INET) {
        inet_ntop(AF_INET, &four->sin_addr, host, sizeof host);
        owned items[] = {str_from_text(rt, host), int_tag(ntohs(four->sin_port))};
        return make_tuple(rt, items, 2);
    }
    if (address->storage.ss_family == AF_INET6) {
        inet_ntop(AF_INET6, &six->sin6_addr, host, sizeof host);
        owned items[] = {str_from_text(rt, host), int_tag(ntohs(six->sin6_port)),
                         int_tag(ntohl(six->sin6_flowinfo)), int_tag(six->sin6_scope_id)};
        return make_tuple(rt, items, 4);
    }
    if (address->storage.ss_family != AF_UNIX)
        return NONE;
    if (address->size > offsetof(struct sockaddr_un, sun_path) && local->sun_path[0] == 0)
        return bytes_new(rt, local->sun_path, size);
    return address->size > offsetof(struct sockaddr_un, sun_path)
               ? str_new(rt, local->sun_path, strnlen(local->sun_path, size))
               : str_from_text(rt, "");
}

/* --- functions: hosts and services ------------------------------------------------------------ */

/* One found address as getaddrinfo() lists it. */
static owned make_entry(struct runtime *rt, const struct addrinfo *found)
{
    struct address address = {.size = found->ai_addrlen};
    memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
    owned items[] = {int_tag(found->ai_family), int_tag(found->ai_socktype),
                     int_tag(found->ai_protocol),
                     str_from_text(rt, found->ai_canonname ? found->ai_canonname : ""),
                     socket_address_new(rt, &address)};
    return make_tuple(rt, items, 5);
}

/* A service as text: a name, or a number, for which `number` has room. NULL in *text: none. */
static bool read_service(struct runtime *rt, borrowed v, char number[24], const char **text)
{
    int64_t port;
    *text = NULL;
    if (v == NONE)
        return true;
    if (str_check(v) || bytes_check(v))
        return read_host(rt, v, text);
    if (!int_check(rt, v)) {
        exception_raise(rt, &exception_OSError, "Int or String expected");
        return false;
    }
    if (!arguments_int(rt, v, &port))
        return false;
    snprintf(number, 24, "%lld", (long long)port);
    *text = number;
    return true;
}

SOCKET_FUNCTION(get_address_info)
{
    static const char *const parameters[] = {"host",  "port",  "family", "type",
                                             "proto", "flags", NULL};
    static const struct arguments specification = {"getaddrinfo", parameters, 2, 0, 6};
    borrowed values[6];
    int64_t numbers[4] = {0};
    const char *host = NULL, *service;
    char number[24];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[0] != NONE && !read_host(rt, values[0], &host)) ||
        !read_service(rt, values[1], number, &service))
        return NULL;
    for (size_t i = 0; i < 4; i++)
        if (values[i + 2] && !arguments_int(rt, values[i + 2], &numbers[i]))
            return NULL;
    struct addrinfo hints = {.ai_family = (int)numbers[0],
                             .ai_socktype = (int)numbers[1],
                             .ai_protocol = (int)numbers[2],
                             .ai_flags = (int)numbers[3]};
    struct addrinfo *found = look_up(rt, host, service, &hints);
    owned list = found ? list_new(rt, 0) : NULL;
    for (const struct addrinfo *next = found; list && next; next = next->ai_next) {
        owned entry = make_entry(rt, next);
        if (!entry || list_append(rt, list, entry) < 0) {
            object_release(rt, list);
            list = NULL;
        }
    }
    if (found)
        freeaddrinfo(found);
    return list;
}

SOCKET_FUNCTION(get_name_info)
{
    char host[NI_MAXHOST], service[NI_MAXSERV];
    struct address address;
    int64_t flags;
    if (!arguments_count(rt, "getnameinfo", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[1], &flags))
        return NULL;
    int family = tuple_check(arguments[0]) && tuple_count(arguments[0]) > 2 ? AF_INET6 : AF_INET;
    if (!socket_address_read(rt, "getnameinfo", family, arguments[0], &address))
        return NULL;
    struct thread *thread = threads_leave(rt);
    int code = getnameinfo((struct sockaddr *)&address.storage, address.size, host, sizeof host,
                           service, sizeof service, (int)flags);
    threads_enter(rt, thread);
    if (code != 0)
        return raise_lookup(rt, code);
    owned items[] = {str_from_text(rt, host), str_from_text(rt, service)};
    return make_tuple(rt, items, 2);
}

SOCKET_FUNCTION(get_host_name)
{
    char name[256];
    if (!arguments_count(rt, "gethostname", positional, names, 0, 0))
        return NULL;
    return gethostname(name, sizeof name) < 0 ? exception_raise_errno(rt, errno, NULL)
                                              : str_from_text(rt, name);
}

/* The first IPv4 address of a host. */
SOCKET_FUNCTION(get_host_by_name)
{
    struct address address;
    if (!arguments_count(rt, "gethostbyname", positional, names, 1, 1) ||
        !read_internet_host(rt, AF_INET, arguments[0], &address))
        return NULL;
    owned pair = socket_address_new(rt, &address);
    owned host = pair ? object_retain(rt, tuple_item(pair, 0)) : NULL;
    object_release_maybe(rt, pair);
    return host;
}

/* (name, aliases, addresses) of the host with an address. */
SOCKET_FUNCTION(get_host_by_address)
{
    char name[NI_MAXHOST];
    struct address address;
    if (!arguments_count(rt, "gethostbyaddr", positional, names, 1, 1) ||
        !read_internet_host(rt, AF_INET, arguments[0], &address))
        return NULL;
    struct thread *thread = threads_leave(rt);
    int code = getnameinfo((struct sockaddr *)&address.storage, address.size, name, sizeof name,
                           NULL, 0, NI_NAMEREQD);
    threads_enter(rt, thread);
    if (code != 0)
        return raise_lookup(rt, code);
    owned pair = socket_address_new(rt, &address);
    owned addresses = pair ? list_new(rt, 1) : NULL;
    if (addresses && list_append(rt, addresses, object_retain(rt, tuple_item(pair, 0))) < 0) {
        object_release(rt, addresses);
        addresses = NULL;
    }
    object_release_maybe(rt, pair);
    owned items[] = {str_from_text(rt, name), list_new(rt, 0), addresses};
    return make_tuple(rt, items, 3);
}

SOCKET_FUNCTION(get_service_by_name)
{
    if (!arguments_count(rt, "getservbyname", positional, names, 1, 2))
        return NULL;
    const struct servent *found = getservbyname(
        str_utf8(arguments[0], NULL), positional > 1 ? str_utf8(arguments[1], NULL) : NULL);
    return found ? int_tag(ntohs((uint16_t)found->s_port))
                 : exception_raise(rt, &exception_OSError, "service/proto not found");
}

SOCKET_FUNCTION(get_protocol_by_name)
{
    if (!arguments_count(rt, "getprotobyname", positional, names, 1, 1))
        return NULL;
    const struct protoent *found = getprotobyname(str_utf8(arguments[0], NULL));
    return found ? int_tag(found->p_proto)
                 : exception_raise(rt, &exception_OSError, "protocol not found");
}

/* --- functions: numbers ----------------------------------------------------------------------- */

/* A number of `bits` bits. */
static bool read_number(struct runtime *rt, const char *function, const borrowed *arguments,
                        size_t positional, borrowed names, unsigned bits, uint32_t *number)
{
    int64_t value;
    if (!arguments_count(rt, function, positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &value))
        return false;
    if (value < 0) {
        exception_raise(rt, &exception_OverflowError,
                        "%s: can't convert negative Python int to C %u-bit unsigned integer",
                        function, bits);
    } else if (value >> bits) {
        exception_raise(rt, &exception_OverflowError,
                        "%s: Python int too large to convert to C %u-bit unsigned integer",
                        function, bits);
    }
    *number = (uint32_t)value;
    return !runtime_has_error(rt);
}

#define SWAP(identifier, name, bits, swap)                                                         \
    SOCKET_FUNCTION(identifier)                                                                    \
    {                                                                                              \
        uint32_t number;                                                                           \
        return read_number(rt, name, arguments, positional, names, bits, &number) ? int_tag(swap)  \
                                                                                  : NULL;          \
    }

SWAP(short_to_network, "htons", 16, htons((uint16_t)number))
SWAP(short_to_host, "ntohs", 16, ntohs((uint16_t)number))
SWAP(long_to_network, "htonl", 32, htonl(number))
SWAP(long_to_host, "ntohl", 32, ntohl(number))

SOCKET_FUNCTION(text_to_address)
{
    int64_t family = AF_INET;
    uint8_t packed[16];
    bool has_family = positional == 2;
    if (!arguments_count(rt, "inet_pton", positional, names, 1, 2) ||
        (has_family && !arguments_int(rt, arguments[0], &family)))
        return NULL;
    const char *text;
    if (!read_host(rt, arguments[has_family], &text))
        return NULL;
    if (!has_family && inet_aton(text, (struct in_addr *)(void *)packed))
        return bytes_new(rt, packed, 4);
    if (has_family && family != AF_INET && family != AF_INET6)
        return exception_raise_errno(rt, EAFNOSUPPORT, NULL);
    if (has_family && inet_pton((int)family, text, packed) == 1)
        return bytes_new(rt, packed, family == AF_INET ? 4 : 16);
    return exception_raise(rt, &exception_OSError, "illegal IP address string passed to inet_%s",
                           has_family ? "pton" : "aton");
}

SOCKET_FUNCTION(address_to_text)
{
    int64_t family = AF_INET;
    char text[INET6_ADDRSTRLEN];
    struct span packed;
    bool has_family = positional == 2;
    if (!arguments_count(rt, "inet_ntop", positional, names, 1, 2) ||
        (has_family && !arguments_int(rt, arguments[0], &family)) ||
        !bytes_require(rt, arguments[has_family], &packed))
        return NULL;
    if (family != AF_INET && family != AF_INET6)
        return exception_raise(rt, &exception_ValueError, "unknown address family %lld",
                               (long long)family);
    if (packed.size != (family == AF_INET ? 4 : 16))
        return has_family ? exception_raise(rt, &exception_ValueError,
                                            "invalid length of packed IP address string")
                          : exception_raise(rt, &exception_OSError,
                                            "packed IP wrong length for inet_ntoa");
    inet_ntop((int)family, packed.data, text, sizeof text);
    return str_from_text(rt, text);
}

const struct native_method socket_names_functions[] = {
    {"getaddrinfo", get_address_info, NATIVE_PLAIN, "The addresses of a host and service."},
    {"getnameinfo", get_name_info, NATIVE_PLAIN, "The host and service of an address."},
    {"gethostname", get_host_name, NATIVE_PLAIN, "The name of this host."},
    {"gethostbyname", get_host_by_name, NATIVE_PLAIN, "The address of a host."},
    {"gethostbyaddr", get_host_by_address, NATIVE_PLAIN, "The name of an address's host."},
    {"getservbyname", get_service_by_name, NATIVE_PLAIN, "The port of a service."},
    {"getprotobyname", get_protocol_by_name, NATIVE_PLAIN, "The number of a protocol."},
    {"htons", short_to_network, NATIVE_PLAIN, "16 bits from host to network order."},
    {"ntohs", short_to_host, NATIVE_PLAIN, "16 bits from network to host order."},
    {"htonl", long_to_network, NATIVE_PLAIN, "32 bits from host to network order."},
    {"ntohl", long_to_host, NATIVE_PLAIN, "32 bits from network to host order."},
    {"inet_aton", text_to_address, NATIVE_PLAIN, "An IPv4 address as four bytes."},
    {"inet_pton", text_to_address, NATIVE_PLAIN, "An address of a family as bytes."},
    {"inet_ntoa", address_to_text, NATIVE_PLAIN, "Four bytes as an IPv4 address."},
    {"inet_ntop", address_to_text, NATIVE_PLAIN, "Bytes as an address of a family."},
    {0},
};
