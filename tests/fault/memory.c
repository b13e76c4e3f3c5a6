/* The writer runs out of memory, at each of its allocations in turn: the program is unharmed, and
 * what was committed stays. */
#include "tests/fault/fault.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* What a memory guard jumps over is lost, by its contract: no leak to report. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

static void a_lack_of_memory_at_any_allocation_ends_the_trace_and_not_the_program(void **state)
{
    (void)state;
    char *path = fault_path("memory.db");
    bool complete = false;
    for (uint64_t nth = 1; !complete; nth += 1 + nth / 8) {
        struct recorder_outcome outcome;
        struct error error;
        memory_fail_after(nth);
        bool good = fault_record(path, &outcome, &error);
        memory_fail_after(0);
        if (!good) /* it was the trace that could not be begun */
            continue;
        fault_assert_unharmed(&outcome);
        complete = !outcome.incomplete;
        assert_int_equal(fault_verify(path, complete ? "complete" : "incomplete"), outcome.events);
    }
    memory_free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fault_setup, fault_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_lack_of_memory_at_any_allocation_ends_the_trace_and_not_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
