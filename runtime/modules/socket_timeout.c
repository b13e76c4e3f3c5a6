/* Timeouts of sockets: None for ever, 0 for not at all, else seconds; and the one that new sockets
 * get, an attribute of the module _socket.
 *
 * A socket with a timeout has a descriptor that does not block, as other processes see it.
 */
#include "runtime/modules/socket_parts.h"

#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <fcntl.h>
#include <math.h>

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

/* --- of a socket ------------------------------------------------------------------------------ */

int socket_timeout_apply(struct runtime *rt, struct socket *self)
{
    int flags = fcntl(self->descriptor, F_GETFL);
    int wanted = self->timeout < 0 ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    if (flags >= 0 && (flags == wanted || fcntl(self->descriptor, F_SETFL, wanted) == 0))
        return 0;
    socket_fail(rt);
    return -1;
}

SOCKET_METHOD(settimeout)
{
    double timeout;
    if (!arguments_count(rt, "settimeout", positional, names, 1, 1) ||
        !socket_timeout_read(rt, arguments[0], &timeout))
        return NULL;
    socket_of(self)->timeout = timeout;
    return socket_timeout_apply(rt, socket_of(self)) < 0 ? NULL : NONE;
}

SOCKET_METHOD(gettimeout)
{
    return arguments_count(rt, "gettimeout", positional, names, 0, 0)
               ? socket_timeout_new(rt, socket_of(self)->timeout)
               : NULL;
}

SOCKET_METHOD(setblocking)
{
    int blocks;
    if (!arguments_count(rt, "setblocking", positional, names, 1, 1) ||
        (blocks = object_is_true(rt, arguments[0])) < 0)
        return NULL;
    socket_of(self)->timeout = blocks ? -1 : 0;
    return socket_timeout_apply(rt, socket_of(self)) < 0 ? NULL : NONE;
}

SOCKET_METHOD(getblocking)
{
    return arguments_count(rt, "getblocking", positional, names, 0, 0)
               ? bool_of(socket_of(self)->timeout != 0)
               : NULL;
}

/* --- of new sockets --------------------------------------------------------------------------- */

/* The timeout of new sockets, an attribute of the module: None or a float. */
static owned find_default(struct runtime *rt)
{
    owned module = import_module(rt, str_intern_text(rt, "_socket"), NULL, NULL, 0);
    owned value =
        module ? object_get_attribute(rt, module, str_intern_text(rt, "_default_timeout")) : NULL;
    object_release_maybe(rt, module);
    return value;
}

bool socket_timeout_default(struct runtime *rt, double *timeout)
{
    owned value = find_default(rt);
    bool done = value && socket_timeout_read(rt, value, timeout);
    object_release_maybe(rt, value);
    return done;
}

SOCKET_FUNCTION(get_default_timeout)
{
    return arguments_count(rt, "getdefaulttimeout", positional, names, 0, 0) ? find_default(rt)
                                                                             : NULL;
}

SOCKET_FUNCTION(set_default_timeout)
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

const struct native_method socket_timeout_functions[] = {
    {"getdefaulttimeout", get_default_timeout, NATIVE_PLAIN, "The timeout of new sockets."},
    {"setdefaulttimeout", set_default_timeout, NATIVE_PLAIN, "Set the timeout of new sockets."},
    {0},
};
