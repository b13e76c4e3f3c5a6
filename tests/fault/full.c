/* The file cannot be written any more, or not at all: the program is unharmed, what was committed
 * stays, and the database is never malformed. */
#include "tests/fault/fault.h"

#include "base/memory.h"
#include "recorder/format/file.h"

#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void a_file_size_limit_ends_the_trace_and_not_the_program(void **state)
{
    (void)state;
    char *path = fault_path("limited.db");
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){600000, before.rlim_max});
    struct recorder_outcome outcome;
    struct error error;
    bool good = fault_record(path, &outcome, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_true(good);
    fault_assert_unharmed(&outcome);
    assert_true(outcome.incomplete);
    assert_non_null(strstr(outcome.reason.message, path));
    assert_int_equal(fault_verify(path, "incomplete"), outcome.events);
    assert_true(outcome.events < FAULT_EVENTS);
    memory_free(path);
}

static void a_folder_that_is_not_there_is_said_before_the_program_runs(void **state)
{
    (void)state;
    char *path = fault_path("no/folder.db");
    struct recorder_outcome outcome;
    struct error error;
    assert_false(fault_record(path, &outcome, &error));
    assert_int_equal(error.code, ERROR_CANNOT_CREATE);
    assert_false(atomic_load(&fault_page->finished));
    memory_free(path);
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* Fails write 1, 2, 3, 5, 8 … until the recording needs no more of them. */
static void fail_each_write(const char *name, enum fault_effect effect)
{
    char *path = fault_path(name);
    bool complete = false;
    for (uint64_t nth = 1; !complete; nth += 1 + nth / 3) {
        struct recorder_outcome outcome;
        struct error error;
        fault_after_writes(nth, effect);
        bool good = fault_record(path, &outcome, &error);
        fault_after_writes(0, effect);
        if (!good) {
            assert_false(atomic_load(&fault_page->finished));
            assert_false(exists(path));
            continue;
        }
        fault_assert_unharmed(&outcome);
        complete = !outcome.incomplete;
        struct file file;
        if (complete)
            assert_int_equal(fault_verify(path, "complete"), outcome.events);
        else if (file_open(path, &file, &error)) {
            file_close(&file);
            fault_verify(path, NULL);
        } else {
            fail_msg("%s (write %llu)", error.message, (unsigned long long)nth);
        }
    }
    memory_free(path);
}

static void an_io_error_at_any_write_leaves_a_trace_that_balances(void **state)
{
    (void)state;
    fail_each_write("io.db", FAULT_IO_ERROR);
}

static void a_full_disk_at_any_write_leaves_a_trace_that_balances(void **state)
{
    (void)state;
    fail_each_write("disk.db", FAULT_DISK_FULL);
}

/* A small disk that only this process sees; false where that is not allowed. */
static bool mount_small_disk(const char *folder, int size_kib)
{
    static bool is_alone;
    char options[50];
    snprintf(options, sizeof options, "size=%dk", size_kib);
    is_alone =
        is_alone || ((unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) &&
                     mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
    return is_alone && mount("none", folder, "tmpfs", 0, options) == 0;
}

/* The room that was kept is enough to say in the file that there was none. */
static void a_disk_that_is_full_in_earnest_has_room_for_the_end(void **state)
{
    (void)state;
    char *folder = fault_path("disk"), *path = fault_path("disk/trace.db");
    assert_int_equal(mkdir(folder, 0700), 0);
    /* The file has none of the -wal yet; the -wal is copied when the disk is full. */
    for (int size_kib = 1000; size_kib <= 20000; size_kib += 19000) {
        if (!mount_small_disk(folder, size_kib))
            skip();
        struct recorder_outcome outcome;
        struct error error;
        if (!fault_record_events(path, 40000000, &outcome, &error))
            fail_msg("%s", error.message);
        fault_assert_unharmed(&outcome);
        assert_true(outcome.incomplete);
        assert_int_equal(fault_verify(path, "incomplete"), outcome.events);
        umount(folder);
    }
    memory_free(folder);
    memory_free(path);
}

/* The writer dies in the middle of a write, as in a loss of power: half of the bytes are there. */
static void death_at_any_write_never_leaves_a_malformed_database(void **state)
{
    (void)state;
    char *path = fault_path("power.db");
    for (uint64_t nth = 1;; nth += 1 + nth / 3) {
        fflush(NULL);
        pid_t writer = fork();
        if (writer == 0) {
            struct recorder_outcome outcome;
            struct error error;
            fault_after_writes(nth, FAULT_DEATH);
            _exit(fault_record(path, &outcome, &error) ? 0 : 1);
        }
        int status;
        waitpid(writer, &status, 0);
        struct file file;
        struct error error = {0};
        bool opens = file_open(path, &file, &error);
        if (opens)
            file_close(&file);
        if (opens && WIFEXITED(status)) {
            fault_verify(path, "complete");
            break;
        }
        if (opens)
            fault_verify(path, NULL);
        else if (strstr(error.message, "damaged"))
            fail_msg("write %llu: %s", (unsigned long long)nth, error.message);
    }
    memory_free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fault_setup, fault_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_file_size_limit_ends_the_trace_and_not_the_program),
        TEST(a_folder_that_is_not_there_is_said_before_the_program_runs),
        TEST(an_io_error_at_any_write_leaves_a_trace_that_balances),
        TEST(a_full_disk_at_any_write_leaves_a_trace_that_balances),
        TEST(a_disk_that_is_full_in_earnest_has_room_for_the_end),
        TEST(death_at_any_write_never_leaves_a_malformed_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
