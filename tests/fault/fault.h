/* What the fault tests share: a program that keeps exact books while anything may end it, a trace
 * that is verified, and a file system that fails on command. */
#ifndef TESTS_FAULT_FAULT_H
#define TESTS_FAULT_FAULT_H

#include "recorder/recorder.h"

#include <sys/types.h>

/* How many times a test is repeated: `brief`, or `full` where HEAPLEDGER_LONG is set. */
unsigned fault_rounds(unsigned brief, unsigned full);

/* A folder for the test's traces; removed by fault_teardown. */
int fault_setup(void **state);
int fault_teardown(void **state);
char *fault_path(const char *name); /* owned by the caller */

/* Shared by the test and the processes that it starts; zero at the beginning of each test. */
struct fault_page {
    _Atomic uint64_t emitted; /* events that the program has emitted */
    _Atomic uint64_t limit;   /* the program stops after so many; 0: never */
    _Atomic int is_slow;      /* the program sleeps a little each thousand rounds */
    _Atomic int finished;     /* the program came to its own end */
    _Atomic pid_t program;
};
extern struct fault_page *fault_page;

/* A program for recorder_run: births, references that move, a snapshot now and then, deaths. It
 * ends after fault_page->limit events with exit code 5. */
int fault_program(struct recorder *recorder, void *context);

/* Records fault_program up to FAULT_EVENTS, with its one line on stderr hidden: recorder_run. */
#define FAULT_EVENTS 300000
bool fault_record(const char *path, struct recorder_outcome *outcome, struct error *error);
/* Likewise, up to another number of them. */
bool fault_record_events(const char *path, uint64_t events, struct recorder_outcome *outcome,
                         struct error *error);

/* Fails the test unless the program came to its own end, with its own exit code. */
void fault_assert_unharmed(const struct recorder_outcome *outcome);

/* Sends a signal to a process from a process of its own, after so many microseconds. */
void fault_kill_later(pid_t process, int signal, useconds_t delay);

/* Opens the trace, proves that its books balance, and gives the number of its events;
 * fails the test otherwise. `state` is what run.state must say, or NULL. */
uint64_t fault_verify(const char *path, const char *state);

/* A file system that fails: from the nth write on (1 is the first), for ever, with this effect. The
 * counting begins with this call, in this process. 0 switches it off. */
enum fault_effect { FAULT_IO_ERROR, FAULT_DISK_FULL, FAULT_DEATH };
void fault_after_writes(uint64_t nth, enum fault_effect effect);

#endif
