/* A trace is queried while it is being recorded: each look sees a whole ledger that balances, and a
 * longer one than the look before. */
#include "tests/fault/fault.h"

#include "base/memory.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static pid_t start_recording(const char *path)
{
    fflush(NULL);
    pid_t writer = fork();
    if (writer != 0)
        return writer;
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* a test that fails leaves nobody behind */
    struct recorder_outcome outcome;
    struct error error;
    _exit(recorder_run(&(struct recorder_options){.file = path}, fault_program, NULL, &outcome,
                       &error)
              ? outcome.exit_code
              : 1);
}

/* Looks until the ledger has grown so many times. */
static void watch_it_grow(const char *path, unsigned times)
{
    uint64_t before = 0;
    for (unsigned grown = 0, looks = 0; grown < times; looks++) {
        uint64_t events = fault_verify(path, "recording");
        assert_true(events >= before);
        grown += events > before;
        before = events;
        assert_true(looks < 1000);
        usleep(20000);
    }
}

static void a_reader_sees_a_whole_and_growing_ledger(void **state)
{
    (void)state;
    char *path = fault_path("live.db"), *wal = fault_path("live.db-wal");
    atomic_store(&fault_page->is_slow, 1);
    atomic_store(&fault_page->limit, 10000000);
    pid_t writer = start_recording(path);
    while (!atomic_load(&fault_page->emitted))
        usleep(1000);
    usleep(300000); /* the first commit */
    watch_it_grow(path, 6);
    kill(atomic_load(&fault_page->program), SIGTERM);
    int status;
    waitpid(writer, &status, 0);
    assert_int_equal(WEXITSTATUS(status), 128 + SIGTERM);
    fault_verify(path, "complete");
    struct stat found;
    assert_int_not_equal(stat(wal, &found), 0);
    memory_free(path);
    memory_free(wal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reader_sees_a_whole_and_growing_ledger, fault_setup,
                                        fault_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
