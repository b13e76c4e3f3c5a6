/* Threads of the program: real ones, one at a time. Who holds the interpreter lock runs.
 *
 * How it works. What struct runtime says of the running thread (its frame, exception, site, depth,
 * deaths under way) is put aside when the lock is given away and put back when it is taken again.
 * The evaluator asks for the lock's sake only when rt->interrupted is set: a thread that has waited
 * SWITCH_INTERVAL sets it, and the holder then steps aside until another has run. There is no lock
 * until the program starts its first thread.
 *
 * Invariants.
 *  1. Objects, counts and the ledger's lane are touched only by the thread that holds the lock, so
 *     that the ledger is one stream, as with one thread.
 *  2. Blocking calls stand between threads_leave and threads_enter and touch no object.
 */
#ifndef RUNTIME_PYTHON_THREADS_H
#define RUNTIME_PYTHON_THREADS_H

#include "runtime/core/object.h"

struct threads;
struct thread;

/* Runs callable(*arguments, **keywords) in a new thread; keywords may be NULL. What it raises and
 * does not catch is reported. False: RuntimeError raised. Gives the thread's number. */
bool threads_start(struct runtime *rt, borrowed callable, borrowed arguments, borrowed keywords,
                   uint64_t *number) MUST_CHECK;

/* Gives the lock away before a blocking call; the result goes to threads_enter afterwards. NULL
 * where there is but one thread: then nothing happens. */
struct thread *threads_leave(struct runtime *rt);
void threads_enter(struct runtime *rt, struct thread *thread);

/* Lets others run, if any wait; called by the evaluator where rt->interrupted was set. */
void threads_yield(struct runtime *rt);

bool threads_is_main(const struct runtime *rt); /* is the thread that runs the one that began? */
uint64_t threads_number(void);                  /* of the calling thread: threading.get_ident() */
size_t threads_count(const struct runtime *rt); /* alive */

/* Calls visit for each exception that a thread beside the main one is handling, as each_root does.
 */
void threads_each_handled(struct runtime *rt,
                          void (*visit)(void *context, int root, borrowed v, const char *name),
                          void *context);

/* Around fork(): nobody else is in the middle of giving or taking the lock; the child has one
 * thread, its main one. */
void threads_before_fork(struct runtime *rt);
void threads_after_fork(struct runtime *rt, bool is_child);

/* The interpreter ends: threads that still run (daemons) never get the lock again. */
void threads_close(struct runtime *rt);

#endif
