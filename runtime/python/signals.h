/* Signals that the program handles: Ctrl-C, and those that the module signal sets a handler for.
 *
 * The signal's own handler only remembers it and sets rt->interrupted; the evaluator calls the
 * program's handler (signals_run) in the main thread, between two instructions. Calls that block
 * are ended by a signal (EINTR) and go on after the handler, unless it raised.
 */
#ifndef RUNTIME_PYTHON_SIGNALS_H
#define RUNTIME_PYTHON_SIGNALS_H

#include "runtime/core/object.h"

/* The program runs: Ctrl-C is heard, where the process does not ignore it. */
void signals_start(struct runtime *rt);
void signals_stop(void);

/* Hears a signal from now on. -1 with errno set. */
int signals_listen(int number) MUST_CHECK;

/* Calls the handlers of the signals that came, which are in the dict _handlers of the module
 * _signal; Ctrl-C without one raises KeyboardInterrupt. 0, or -1 raised. */
int signals_run(struct runtime *rt) MUST_CHECK;

/* A blocking call has ended early (errno): 1 to call it again, 0 with errno as it is where it
 * failed otherwise, -1 with what a handler raised. */
int signals_retry(struct runtime *rt) MUST_CHECK;

#endif
