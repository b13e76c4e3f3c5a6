/* Signals that the program handles (signals.h). */
#include "runtime/python/signals.h"

#include "runtime/python/evaluate.h"
#include "runtime/python/frame.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"

#include <errno.h>
#include <signal.h>

/* A signal handler is given nothing, so the program that it interrupts, and what came, have to be
 * known by globals. */
static _Atomic(struct runtime *) interrupted_runtime;
static _Atomic bool arrived[NSIG];

static void remember_signal(int number)
{
    struct runtime *rt = atomic_load(&interrupted_runtime);
    if (!rt)
        return;
    atomic_store(&arrived[number], true);
    atomic_store(&rt->signalled, true);
    atomic_store(&rt->interrupted, true);
}

int signals_listen(int number)
{
    struct sigaction action = {.sa_handler = remember_signal};
    return sigaction(number, &action, NULL);
}

void signals_start(struct runtime *rt)
{
    struct sigaction old;
    atomic_store(&interrupted_runtime, rt);
    if (sigaction(SIGINT, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
        (void)!signals_listen(SIGINT);
    signal(SIGPIPE, SIG_IGN);
}

void signals_stop(void)
{
    atomic_store(&interrupted_runtime, NULL);
}

/* The program's handler of a signal, borrowed; NULL: it has none. */
static borrowed find_handler(struct runtime *rt, int number)
{
    borrowed module = dict_get_text(rt, rt->interpreter->modules, "_signal");
    borrowed handlers = module ? dict_get_text(rt, module_dict(module), "_handlers") : NULL;
    borrowed handler =
        handlers && dict_check(handlers) ? dict_get(rt, handlers, int_tag(number)) : NULL;
    return handler && !int_is_tagged(handler) && handler != NONE ? handler : NULL;
}

static int handle(struct runtime *rt, int number)
{
    borrowed handler = find_handler(rt, number);
    if (!handler) {
        if (number == SIGINT)
            exception_raise_value(rt, &exception_KeyboardInterrupt, NULL);
        return runtime_has_error(rt) ? -1 : 0;
    }
    object_incref(rt, handler, IN_FLIGHT);
    borrowed arguments[2] = {int_tag(number), rt->frame ? &rt->frame->header : NONE};
    owned result = object_call(rt, handler, arguments, 2, NULL);
    object_release_maybe(rt, result);
    object_release(rt, handler);
    return result ? 0 : -1;
}

int signals_run(struct runtime *rt)
{
    for (int number = 1; number < NSIG; number++) {
        if (!atomic_exchange(&arrived[number], false) || handle(rt, number) == 0)
            continue;
        atomic_store(&rt->signalled, true); /* others may have come too */
        atomic_store(&rt->interrupted, true);
        return -1;
    }
    return 0;
}

int signals_retry(struct runtime *rt)
{
    if (errno != EINTR)
        return 0;
    return atomic_load(&rt->interrupted) && evaluate_interrupt(rt) < 0 ? -1 : 1;
}
