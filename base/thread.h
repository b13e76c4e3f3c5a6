/* Threads that work beside the one that was there first. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Runs work(context) in a thread that takes no signal: these are for the threads that expect them.
 * False: there is no thread to be had. The caller joins it. */
bool thread_start(pthread_t *thread, void *(*work)(void *context), void *context);

#endif
