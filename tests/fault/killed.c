/* Program or writer is killed at random moments: nothing that was published is lost, nobody hangs.
 */
#include "tests/fault/fault.h"

#include "base/memory.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const int deaths[] = {SIGKILL, SIGSEGV, SIGABRT, SIGALRM};

static void leave(int signal)
{
    (void)signal;
    _exit(9);
}

/* Ends itself after some microseconds: by a signal, or for SIGALRM by _exit(9) in its handler. */
static int end_soon(struct recorder *recorder, void *context)
{
    const int *signal_number = context;
    useconds_t delay = (useconds_t)(rand() % 60000) + 1;
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    signal(SIGSEGV, SIG_DFL); /* cmocka would catch them */
    signal(SIGABRT, SIG_DFL);
    if (*signal_number == SIGALRM) {
        signal(SIGALRM, leave);
        ualarm(delay, 0);
    } else {
        fault_kill_later(getpid(), *signal_number, delay);
    }
    return fault_program(recorder, NULL);
}

static void assert_ended(const struct recorder_outcome *outcome, int signal_number)
{
    bool leaves = signal_number == SIGALRM;
    assert_int_equal(outcome->signal, leaves ? 0 : signal_number);
    assert_int_equal(outcome->exit_code, leaves ? 9 : 128 + signal_number);
}

static void every_event_up_to_the_death_of_the_program_is_in_the_trace(void **state)
{
    (void)state;
    unsigned rounds = fault_rounds(20, 200);
    char *path = fault_path("killed.db");
    for (unsigned i = 0; i < rounds; i++) {
        int signal_number = deaths[i % 4];
        srand(i);
        atomic_store(&fault_page->emitted, 0);
        struct recorder_outcome outcome;
        struct error error;
        struct recorder_options options = {.file = path, .overwrite = true};
        assert_true(recorder_run(&options, end_soon, &signal_number, &outcome, &error));
        assert_ended(&outcome, signal_number);
        /* One event may have been published and not yet counted. */
        uint64_t emitted = atomic_load(&fault_page->emitted);
        uint64_t found = fault_verify(path, "complete");
        assert_true(found == emitted || found == emitted + 1);
    }
    memory_free(path);
}

/* Runs the recording in a process that can be killed. */
static pid_t start_writer(const char *path)
{
    pid_t writer = fork();
    if (writer != 0)
        return writer;
    if (!freopen("/dev/null", "w", stderr)) /* the program's one line */
        _exit(1);
    struct recorder_outcome outcome;
    struct error error;
    struct recorder_options options = {.file = path, .overwrite = true};
    _exit(recorder_run(&options, fault_program, NULL, &outcome, &error) ? outcome.exit_code : 1);
}

static void wait_until(const _Atomic int *flag)
{
    for (int i = 0; i < 6000 && !atomic_load(flag); i++)
        usleep(10000);
    assert_true(atomic_load(flag));
}

static void a_program_outlives_its_writer_and_the_trace_opens(void **state)
{
    (void)state;
    unsigned rounds = fault_rounds(5, 50);
    char *path = fault_path("orphan.db");
    for (unsigned i = 0; i < rounds; i++) {
        srand(i);
        memset(fault_page, 0, sizeof *fault_page);
        atomic_store(&fault_page->limit, 20000000);
        pid_t writer = start_writer(path);
        wait_until(&fault_page->program);
        usleep((useconds_t)(rand() % 700000));
        kill(writer, SIGKILL);
        int status;
        waitpid(writer, &status, 0);
        assert_true(WIFSIGNALED(status));
        wait_until(&fault_page->finished);
        fault_verify(path, "recording");
    }
    memory_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_event_up_to_the_death_of_the_program_is_in_the_trace,
                                        fault_setup, fault_teardown),
        cmocka_unit_test_setup_teardown(a_program_outlives_its_writer_and_the_trace_opens,
                                        fault_setup, fault_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
