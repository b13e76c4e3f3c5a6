/* Options of a socket, which are the system's: getsockopt(2) and setsockopt(2). */
#include "runtime/modules/socket_parts.h"

#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"

int socket_option_number(int descriptor, int option)
{
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(descriptor, SOL_SOCKET, option, &value, &size) < 0 ? -1 : value;
}

/* getsockopt(level, option[, size]): an int, or so many bytes */
SOCKET_METHOD(getsockopt)
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
        return socket_fail(rt);
    return size ? bytes_new(rt, data, length) : int_tag(number);
}

SOCKET_METHOD(setsockopt)
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
               ? socket_fail(rt)
               : NONE;
}
