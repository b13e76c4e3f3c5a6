/* A program that begins its own recording: under a writer that waits for it, alone, and after a
 * fork. The program is this file, started again with a word that says what to do. */
#include "base/memory.h"
#include "recorder/format/file.h"
#include "recorder/recorder.h"
#include "tests/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* --- the programs ----------------------------------------------------------------------------- */

/* Two objects, one of which dies. */
static int make_objects(struct recorder *recorder)
{
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(recorder, &error);
    if (!lane)
        return 1;
    uint32_t type = recorder_type(lane, "thing");
    uint32_t function = recorder_function(lane, "make_objects", __FILE__, __LINE__);
    uint32_t site = recorder_site(lane, 0, function, __LINE__);
    recorder_alloc(lane, type, 10, site);
    uint64_t oid = recorder_alloc(lane, type, 20, site);
    recorder_decref(lane, oid, HOLDER_UNKNOWN, site);
    recorder_free(lane, oid, 0, site);
    return 0;
}

static struct recorder *start(const char *file)
{
    struct error error;
    struct recorder *recorder = recorder_start(&(struct recorder_options){.file = file}, &error);
    if (!recorder)
        fprintf(stderr, "%s\n", error.message);
    return recorder;
}

static int be_recorded(const char *file)
{
    struct recorder *recorder = start(file);
    if (!recorder || make_objects(recorder) != 0)
        return 1;
    recorder_stop(recorder);
    return 4;
}

static int be_killed(const char *file)
{
    struct recorder *recorder = start(file);
    if (!recorder || make_objects(recorder) != 0)
        return 1;
    kill(getpid(), SIGKILL);
    return 0;
}

static int leave(const char *file)
{
    struct recorder *recorder = start(file);
    if (!recorder || make_objects(recorder) != 0)
        return 1;
    _exit(9);
}

/* Its table of descriptors has one place left: for the pidfd of the program, in both processes. */
static int leave_with_many_files(const char *file)
{
    struct rlimit limit = {20, 20};
    setrlimit(RLIMIT_NOFILE, &limit);
    int last = 0;
    for (int next; (next = open("/dev/null", O_RDONLY)) >= 0;)
        last = next;
    close(last);
    return leave(file);
}

/* A second program that is started by the first is not taken for it: it records alone. */
static int start_another(const char *file)
{
    struct recorder *recorder = start(NULL);
    if (!recorder || make_objects(recorder) != 0)
        return 1;
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", "recorder_exec", "be_recorded", file, (char *)NULL);
        _exit(1);
    }
    int status;
    waitpid(child, &status, 0);
    recorder_stop(recorder);
    return WEXITSTATUS(status);
}

/* A fork that nobody told the recorder of: the child's events, and its end, are not its parent's.
 */
static int fork_carelessly(const char *file)
{
    struct error error;
    struct recorder *recorder = start(file);
    struct recorder_lane *lane = recorder ? recorder_lane_open(recorder, &error) : NULL;
    if (!lane)
        return 1;
    recorder_mark(lane, "before", 0);
    pid_t child = fork();
    recorder_mark(lane, child ? "parent" : "child", 0);
    if (child == 0) {
        struct recorder_lane *another = recorder_lane_open(recorder, &error);
        for (int i = 0; another && i < 100000; i++) /* more than a ring holds */
            recorder_incref(i % 2 ? lane : another, 1, 0, 0);
        recorder_lane_close(lane);
        recorder_stop(recorder);
        _exit(another ? 4 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    recorder_mark(lane, "after", 0);
    recorder_stop(recorder);
    return WEXITSTATUS(status);
}

static int be_a_program(const char *what, const char *file)
{
    if (strcmp(what, "be_recorded") == 0)
        return be_recorded(file);
    if (strcmp(what, "be_killed") == 0)
        return be_killed(file);
    if (strcmp(what, "leave") == 0)
        return leave(file);
    if (strcmp(what, "leave_with_many_files") == 0)
        return leave_with_many_files(file);
    if (strcmp(what, "start_another") == 0)
        return start_another(file);
    if (strcmp(what, "fork_carelessly") == 0)
        return fork_carelessly(file);
    return 0; /* links no recorder */
}

/* --- the tests -------------------------------------------------------------------------------- */

/* The first row of a statement: columns parted by '|'. */
static void assert_row(const char *path, const char *sql, const char *expected)
{
    struct file file;
    struct error error = {0};
    if (!file_open(path, &file, &error))
        fail_msg("%s", error.message);
    sqlite3_stmt *statement = file_prepare(&file, sql, &error);
    if (!statement)
        fail_msg("%s", error.message);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    char text[1000] = "";
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *value = (const char *)sqlite3_column_text(statement, i);
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", i ? "|" : "", value ? value : "NULL");
    }
    assert_string_equal(text, expected);
    sqlite3_finalize(statement);
    file_close(&file);
}

static struct recorder_outcome execute(const char *path, const char *what, const char *file)
{
    char *const argv[] = {"/proc/self/exe", (char *)what, (char *)file, NULL};
    struct recorder_outcome outcome;
    struct error error;
    if (!recorder_exec(&(struct recorder_options){.file = path}, argv, &outcome, &error))
        fail_msg("%s", error.message);
    return outcome;
}

/* Without a writer that waits. Exit code, or 128 and the signal. */
static int run_alone(const char *what, const char *file)
{
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", "recorder_exec", what, file, (char *)NULL);
        _exit(1);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void a_program_joins_the_writer_that_waits_for_it(void **state)
{
    (void)state;
    char *path = in_folder("joined.db"), *unused = in_folder("unused.db");
    struct recorder_outcome outcome = execute(path, "be_recorded", unused);
    assert_int_equal(outcome.exit_code, 4);
    assert_int_equal(outcome.events, 4);
    assert_row(path, "SELECT state, ended, exit_code, events, live_objects, has_holders FROM run",
               "complete|exit|4|4|1|0");
    assert_row(path, "SELECT function, line > 0 FROM site", "make_objects|1");
    struct stat status;
    assert_int_not_equal(stat(unused, &status), 0);
    memory_free(path);
    memory_free(unused);
}

static void a_killed_program_is_recorded_to_its_last_event(void **state)
{
    (void)state;
    char *path = in_folder("killed.db");
    struct recorder_outcome outcome = execute(path, "be_killed", NULL);
    assert_int_equal(outcome.exit_code, 137);
    assert_row(path, "SELECT state, ended, signal, events FROM run", "complete|signal|9|4");
    memory_free(path);
}

static void a_program_without_a_recorder_leaves_an_empty_trace(void **state)
{
    (void)state;
    char *path = in_folder("empty.db");
    struct recorder_outcome outcome = execute(path, "nothing", NULL);
    assert_int_equal(outcome.exit_code, 0);
    assert_int_equal(outcome.events, 0);
    memory_free(path);
}

static void a_program_that_is_not_there_leaves_no_file(void **state)
{
    (void)state;
    char *path = in_folder("nothing.db");
    char *const argv[] = {"/no/such/program", NULL};
    struct recorder_outcome outcome;
    struct error error;
    assert_false(recorder_exec(&(struct recorder_options){.file = path}, argv, &outcome, &error));
    assert_int_equal(error.code, ERROR_NO_INPUT);
    assert_string_equal(error.message, "cannot run '/no/such/program': No such file or directory");
    struct stat status;
    assert_int_not_equal(stat(path, &status), 0);
    memory_free(path);
}

static void a_program_that_a_recorded_one_starts_records_alone(void **state)
{
    (void)state;
    char *path = in_folder("first.db"), *second = in_folder("second.db");
    struct recorder_outcome outcome = execute(path, "start_another", second);
    assert_int_equal(outcome.exit_code, 4);
    assert_int_equal(outcome.events, 4);
    assert_row(second, "SELECT state, events FROM run", "complete|4");
    memory_free(path);
    memory_free(second);
}

/* --- fork ------------------------------------------------------------------------------------- */

/* The child goes on in a ledger of its own, with the numbers that it knows. */
static int fork_and_go_on(struct recorder *recorder, void *context)
{
    (void)context;
    struct error error;
    struct recorder_lane *lane = recorder_lane_open(recorder, &error);
    uint32_t type = recorder_type(lane, "thing");
    uint32_t function = recorder_function(lane, "main", "fork.c", 1);
    uint32_t site = recorder_site(lane, 0, function, 2);
    uint64_t oid = recorder_alloc(lane, type, 10, site);
    pid_t child = fork();
    if (child != 0) {
        int status;
        waitpid(child, &status, 0);
        recorder_decref(lane, oid, HOLDER_IN_FLIGHT, site);
        recorder_free(lane, oid, 0, site);
        recorder_stop(recorder);
        return WEXITSTATUS(status);
    }
    recorder = recorder_after_fork(recorder, &error);
    lane = recorder ? recorder_lane_open(recorder, &error) : NULL;
    if (!lane)
        _exit(1);
    recorder_inherit(lane, oid, type, 10);
    uint64_t own = recorder_alloc(lane, type, 20, site);
    recorder_decref(lane, oid, HOLDER_IN_FLIGHT, site);
    recorder_free(lane, oid, 0, site);
    recorder_stop(recorder);
    char *name = in_folder("child");
    FILE *file = fopen(name, "w");
    fprintf(file, "%d", (int)getpid());
    fclose(file);
    memory_free(name);
    _exit(own == oid + 1 ? 6 : 2);
}

static char *child_path(void)
{
    int process = 0;
    char *name = in_folder("child");
    FILE *file = fopen(name, "r");
    assert_int_equal(fscanf(file, "%d", &process), 1);
    fclose(file);
    memory_free(name);
    return memory_format("%s/parent.%d.db", folder, process);
}

static void a_forked_child_has_a_ledger_of_its_own(void **state)
{
    (void)state;
    char *path = in_folder("parent.db");
    struct recorder_outcome outcome;
    struct error error;
    assert_true(recorder_run(&(struct recorder_options){.file = path}, fork_and_go_on, NULL,
                             &outcome, &error));
    assert_int_equal(outcome.exit_code, 6);
    assert_row(path, "SELECT state, events, live_objects, parent_file FROM run",
               "complete|3|0|NULL");
    char *child = child_path();
    char *expected = memory_format("complete|4|1|%s", path);
    assert_row(child, "SELECT state, events, live_objects, parent_file FROM run", expected);
    assert_row(child, "SELECT function, line FROM site WHERE id = 1", "main|2");
    assert_row(child, "SELECT name FROM type", "thing");
    memory_free(expected);
    memory_free(child);
    memory_free(path);
}

static void a_forked_child_leaves_its_parents_ledger_alone(void **state)
{
    (void)state;
    char *path = in_folder("careless.db"), *alone = in_folder("careless_alone.db");
    static const char rows[] = "SELECT group_concat(label), max(seq) FROM mark";
    struct recorder_outcome outcome = execute(path, "fork_carelessly", NULL);
    assert_int_equal(outcome.exit_code, 4);
    assert_row(path, rows, "before,parent,after|3");
    assert_int_equal(run_alone("fork_carelessly", alone), 4);
    assert_row(alone, rows, "before,parent,after|3");
    memory_free(path);
    memory_free(alone);
}

/* --- alone ------------------------------------------------------------------------------------ */

/* However a program ends that nobody records, its own writer finishes the trace soon. */
static void assert_recorded_alone(const char *what, int code)
{
    char *path = memory_format("%s/alone_%s.db", folder, what);
    assert_int_equal(run_alone(what, path), code);
    struct stat status;
    char *wal = memory_format("%s-wal", path);
    for (int i = 0; i < 5000 && stat(wal, &status) == 0; i++)
        usleep(2000);
    assert_row(path, "SELECT state, ended, events, live_objects FROM run", "complete|NULL|4|1");
    memory_free(wal);
    memory_free(path);
}

static void a_program_that_dies_alone_is_recorded_to_its_last_event(void **state)
{
    (void)state;
    assert_recorded_alone("be_recorded", 4);
    assert_recorded_alone("be_killed", 128 + SIGKILL);
    assert_recorded_alone("leave", 9);
    assert_recorded_alone("leave_with_many_files", 9);
}

static void a_file_that_cannot_be_made_is_said_to_a_program_alone(void **state)
{
    (void)state;
    struct error error = {0};
    char *path = in_folder("no/such/folder.db");
    assert_null(recorder_start(&(struct recorder_options){.file = path}, &error));
    assert_int_equal(error.code, ERROR_CANNOT_CREATE);
    assert_non_null(strstr(error.message, "No such file or directory"));
    memory_free(path);
}

/* It has no child that it could wait for, and whoever reads its output hears its end. */
static void a_writer_of_its_own_is_no_child_and_holds_no_pipe(void **state)
{
    (void)state;
    char *path = in_folder("pipe.db");
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    struct recorder *recorder = start(path);
    assert_non_null(recorder);
    close(ends[1]);
    char byte;
    assert_int_equal(read(ends[0], &byte, 1), 0);
    assert_int_equal(waitpid(-1, &status, WNOHANG), -1);
    recorder_stop(recorder);
    close(ends[0]);
    memory_free(path);
}

int main(int argument_count, char **arguments)
{
    if (argument_count > 1)
        return be_a_program(arguments[1], argument_count > 2 ? arguments[2] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_joins_the_writer_that_waits_for_it),
        cmocka_unit_test(a_killed_program_is_recorded_to_its_last_event),
        cmocka_unit_test(a_program_without_a_recorder_leaves_an_empty_trace),
        cmocka_unit_test(a_program_that_is_not_there_leaves_no_file),
        cmocka_unit_test(a_program_that_a_recorded_one_starts_records_alone),
        cmocka_unit_test(a_forked_child_has_a_ledger_of_its_own),
        cmocka_unit_test(a_forked_child_leaves_its_parents_ledger_alone),
        cmocka_unit_test(a_program_that_dies_alone_is_recorded_to_its_last_event),
        cmocka_unit_test(a_file_that_cannot_be_made_is_said_to_a_program_alone),
        cmocka_unit_test(a_writer_of_its_own_is_no_child_and_holds_no_pipe),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
