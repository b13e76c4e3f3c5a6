/* Waiting until a socket is ready, without the interpreter lock.
 *
 * A call that may block asks for its deadline, and then, until it is served: waits with poll(2),
 * and asks the system without waiting (MSG_DONTWAIT). So a socket that waits for ever keeps a
 * descriptor that blocks, as other processes expect it, and no call holds the lock while it waits.
 * A signal is heard on the way.
 */
#include "runtime/modules/socket_parts.h"

#include "runtime/python/signals.h"
#include "runtime/python/threads.h"

#include <math.h>
#include <poll.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double socket_wait_deadline(const struct socket *self)
{
    return self->timeout < 0 ? INFINITY : now() + self->timeout;
}

int socket_wait_until(struct runtime *rt, struct socket *self, short events, double until)
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
            socket_fail(rt);
        else
            exception_raise(rt, &exception_TimeoutError, "timed out");
        return -1;
    }
}

int socket_wait_again(struct runtime *rt, const struct socket *self)
{
    if (self->timeout != 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return 1;
    int again = signals_retry(rt);
    if (again == 0)
        socket_fail(rt);
    return again > 0 ? 1 : -1;
}
