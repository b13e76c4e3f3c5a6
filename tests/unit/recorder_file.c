/* What a trace is, and what is refused with which words and which code. */
#include "base/memory.h"
#include "recorder/format/file.h"
#include "tests/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void write_bytes(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

/* A whole trace with an empty run, changed by some SQL. */
static char *make_trace(const char *name, const char *sql)
{
    char *path = in_folder(name);
    struct file file;
    struct error error = {0};
    if (!file_create(path, true, &file, &error) || !file_finish(&file, &error))
        fail_msg("%s", error.message);
    file_close(&file);
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    static const char run[] =
        "INSERT INTO run (id, recorder, program, arguments, directory, process_id, level,"
        " has_holders, deterministic, started_unix_ns, state, events, objects, live_objects,"
        " live_bytes, peak_seq, peak_objects, peak_bytes, books_seq)"
        " VALUES (1, 't', 'p', '[]', '', 0, 'refs', 1, 0, 0, 'complete', 0, 0, 0, 0, 0, 0, 0, 0)";
    assert_int_equal(sqlite3_exec(database, run, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    return path;
}

/* Frees the path. */
static void assert_refused(char *path, enum error_code code, const char *words)
{
    struct file file;
    struct error error = {0};
    assert_false(file_open(path, &file, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.message, words))
        fail_msg("'%s' does not say '%s'", error.message, words);
    memory_free(path);
}

static void a_trace_opens_and_tells_its_run(void **state)
{
    (void)state;
    char *path = make_trace("good.db", "");
    struct file file;
    struct file_run run;
    struct error error = {0};
    if (!file_open(path, &file, &error))
        fail_msg("%s", error.message);
    assert_true(file_read_run(&file, &run, &error));
    assert_true(run.is_finished);
    assert_true(run.has_counts);
    file_close(&file);
    memory_free(path);
}

static void a_trace_is_opened_to_be_read_only(void **state)
{
    (void)state;
    char *path = make_trace("readonly.db", "");
    struct file file;
    struct error error = {0};
    assert_true(file_open(path, &file, &error));
    assert_false(file_execute(&file, "DELETE FROM run", &error));
    assert_false(file_execute(&file, "SELECT load_extension('x')", &error));
    file_close(&file);
    assert_true(file_open_to_write(path, &file, &error));
    assert_true(file_execute(&file, "UPDATE run SET program = 'q'", &error));
    file_close(&file);
    memory_free(path);
}

static void what_is_not_there_is_no_input(void **state)
{
    (void)state;
    assert_refused(in_folder("nothing.db"), ERROR_NO_INPUT, "no such file");
    assert_refused(memory_copy_string(folder), ERROR_NO_INPUT, "is a directory");
}

static void what_is_no_trace_is_refused(void **state)
{
    (void)state;
    char *path = in_folder("text.db");
    static char text[4096] = "this is not a database";
    write_bytes(path, text, 0);
    assert_refused(memory_copy_string(path), ERROR_DATA, "is empty");
    write_bytes(path, text, 50);
    assert_refused(memory_copy_string(path), ERROR_DATA, "only 50 bytes");
    write_bytes(path, text, sizeof text);
    assert_refused(path, ERROR_DATA, "is not a trace");
    assert_refused(make_trace("other.db", "PRAGMA application_id = 1"), ERROR_DATA,
                   "not a trace of heapledger");
    assert_refused(make_trace("empty-run.db", "DELETE FROM run"), ERROR_DATA, "has no run");
}

static void a_newer_version_is_refused_by_its_number(void **state)
{
    (void)state;
    assert_refused(make_trace("newer.db", "PRAGMA user_version = 9"), ERROR_DATA,
                   "format version 9");
}

static void a_truncated_trace_says_how_much_is_missing(void **state)
{
    (void)state;
    char *path = make_trace("cut.db", "");
    assert_int_equal(truncate(path, 8192), 0);
    assert_refused(path, ERROR_DATA, "is truncated (8192 bytes of");
}

static void a_schema_that_computes_is_refused(void **state)
{
    (void)state;
    assert_refused(make_trace("view.db", "ALTER TABLE mark RENAME TO m; CREATE VIEW mark AS"
                                         " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                                         " FROM n) SELECT i AS id FROM n"),
                   ERROR_DATA, "it has 'mark', which no trace has");
    assert_refused(make_trace("trigger.db", "CREATE TRIGGER t AFTER INSERT ON mark BEGIN"
                                            " DELETE FROM run; END"),
                   ERROR_DATA, "it has 't'");
    assert_refused(make_trace("virtual.db", "CREATE VIRTUAL TABLE v USING fts5(x)"), ERROR_DATA,
                   "it has 'v'");
    assert_refused(make_trace("hidden.db", "CREATE TABLE v(x); PRAGMA writable_schema = ON;"
                                           " UPDATE sqlite_schema SET rootpage = 0, sql ="
                                           " 'CREATE /**/ VIRTUAL TABLE v USING fts5(x)'"
                                           " WHERE name = 'v'"),
                   ERROR_DATA, "it has 'v'");
    assert_refused(make_trace("generated.db", "ALTER TABLE mark ADD COLUMN huge TEXT"
                                              " AS (hex(zeroblob(id << 20)))"),
                   ERROR_DATA, "it has 'mark'");
}

/* Writes more than the cache holds, and is gone before the end. */
static void leave_half_a_change(const char *path)
{
    pid_t process = fork();
    if (process == 0) {
        sqlite3 *database;
        sqlite3_open(path, &database);
        sqlite3_exec(database,
                     "PRAGMA cache_size = 1; BEGIN; DELETE FROM run;"
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)"
                     " INSERT INTO mark SELECT i, i, 'half', 0, 0 FROM n",
                     NULL, NULL, NULL);
        _exit(0);
    }
    waitpid(process, NULL, 0);
}

static void half_a_change_is_taken_back(void **state)
{
    (void)state;
    char *path = make_trace("half.db", ""), *journal = in_folder("half.db-journal");
    struct stat status;
    leave_half_a_change(path);
    assert_int_equal(stat(journal, &status), 0);
    assert_true(status.st_size > 0);
    struct file file;
    struct error error = {0};
    if (!file_open(path, &file, &error))
        fail_msg("%s", error.message);
    sqlite3_stmt *count = file_prepare(&file, "SELECT count(*) FROM mark", &error);
    assert_int_equal(sqlite3_step(count), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(count, 0), 0);
    sqlite3_finalize(count);
    file_close(&file);
    memory_free(journal);
    memory_free(path);
}

/* As somebody who is not root, whom no folder stops. */
static int open_as_nobody(const char *path)
{
    struct file file;
    struct error error = {0};
    pid_t process = fork();
    if (process == 0) {
        if (getuid() == 0 && setuid(65534) != 0)
            _exit(2);
        _exit(file_open(path, &file, &error) ? 7 : 1);
    }
    int status;
    waitpid(process, &status, 0);
    return WEXITSTATUS(status);
}

/* A reader that looks on as the recording ends keeps the trace in WAL mode, which SQLite reads only
 * where it can write. */
static void a_finished_trace_is_read_where_nothing_can_be_written(void **state)
{
    (void)state;
    char *closed = in_folder("closed %?#"), *path = memory_format("%s/wal.db", closed);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(mkdir(closed, 0755), 0);
    memory_free(make_trace("closed %?#/wal.db", "PRAGMA journal_mode = WAL"));
    assert_int_equal(chmod(closed, 0555), 0);
    assert_int_equal(open_as_nobody(path), 7);
    assert_int_equal(chmod(closed, 0755), 0);
    memory_free(closed);
    memory_free(path);
}

static void numbers_that_cannot_be_are_damage(void **state)
{
    (void)state;
    static const char words[] = "the numbers in its row of run";
    assert_refused(make_trace("negative.db", "UPDATE run SET events = -1"), ERROR_DATA, words);
    assert_refused(make_trace("many.db", "UPDATE run SET objects = 1 << 61"), ERROR_DATA, words);
    assert_refused(make_trace("late.db", "UPDATE run SET books_seq = 1"), ERROR_DATA, words);
}

static void an_output_that_cannot_be_made_is_said(void **state)
{
    (void)state;
    char *path = in_folder("no/such/folder.db");
    struct file file;
    struct error error = {0};
    assert_false(file_create(path, false, &file, &error));
    assert_int_equal(error.code, ERROR_CANNOT_CREATE);
    assert_non_null(strstr(error.message, "No such file or directory"));
    memory_free(path);
}

/* Frees the path, after it was tried to replace what is there. */
static void assert_not_replaced(char *path, const char *words)
{
    struct file file;
    struct error error = {0};
    assert_false(file_create(path, true, &file, &error));
    assert_int_equal(error.code, ERROR_CANNOT_CREATE);
    if (!strstr(error.message, words))
        fail_msg("'%s' does not say '%s'", error.message, words);
    struct stat status;
    assert_int_equal(lstat(path, &status), 0); /* it is still there */
    memory_free(path);
}

static void only_a_trace_is_replaced(void **state)
{
    (void)state;
    char *path = in_folder("program.py");
    write_bytes(path, "print('my work')", 16);
    assert_not_replaced(path, "only a trace is replaced");
    assert_not_replaced(memory_copy_string(folder), "is a directory");
    path = in_folder("pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_not_replaced(path, "is not a regular file");
    path = in_folder("dangling.db");
    assert_int_equal(symlink("nowhere/x.db", path), 0);
    assert_not_replaced(path, "leads nowhere");
    path = make_trace("was.db", "");
    memory_free(path);
    memory_free(make_trace("was.db", "")); /* a trace is */
}

/* Asked from another process: a process does not see its own locks. */
static void a_trace_that_is_being_recorded_is_not_replaced(void **state)
{
    (void)state;
    char *path = in_folder("busy.db");
    struct file file, other;
    struct error error = {0};
    assert_true(file_create(path, true, &file, &error));
    pid_t process = fork();
    if (process == 0)
        _exit(!file_create(path, true, &other, &error) && strstr(error.message, "is in use") ? 7
                                                                                             : 1);
    int status;
    waitpid(process, &status, 0);
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_true(file_execute(&file, "DELETE FROM mark", &error));
    assert_true(file_finish(&file, &error));
    file_close(&file);
    memory_free(path);
}

static void a_link_is_followed(void **state)
{
    (void)state;
    char *path = make_trace("target.db", ""), *link = in_folder("link.db");
    assert_int_equal(symlink("target.db", link), 0);
    struct file file, reader;
    struct error error = {0};
    assert_true(file_create(link, true, &file, &error));
    assert_true(file_execute(&file, "INSERT INTO type VALUES (1, 'in the -wal')", &error));
    assert_false(file_open(link, &reader, &error)); /* it finds the -wal: not "is truncated" */
    assert_non_null(strstr(error.message, "has no run"));
    assert_true(file_finish(&file, &error));
    file_close(&file);
    struct stat status;
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    memory_free(link);
    memory_free(path);
}

/* SQLite would take these for a URI and for a database in memory. */
static void any_name_is_the_name_of_a_file(void **state)
{
    (void)state;
    static const char *const names[] = {"file:x.db", ":memory:",      "a?mode=ro&b.db",
                                        "-x.db",     "two\nlines.db", "\xff\xfe.db"};
    char *before = getcwd(NULL, 0);
    assert_int_equal(chdir(folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct file file;
        struct stat status;
        struct error error = {0};
        assert_true(file_create(names[i], false, &file, &error));
        assert_true(file_finish(&file, &error));
        file_close(&file);
        assert_int_equal(stat(names[i], &status), 0);
        assert_true(status.st_size > 0);
    }
    assert_int_equal(chdir(before), 0);
    free(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trace_opens_and_tells_its_run),
        cmocka_unit_test(a_trace_is_opened_to_be_read_only),
        cmocka_unit_test(what_is_not_there_is_no_input),
        cmocka_unit_test(what_is_no_trace_is_refused),
        cmocka_unit_test(a_newer_version_is_refused_by_its_number),
        cmocka_unit_test(a_truncated_trace_says_how_much_is_missing),
        cmocka_unit_test(a_schema_that_computes_is_refused),
        cmocka_unit_test(half_a_change_is_taken_back),
        cmocka_unit_test(a_finished_trace_is_read_where_nothing_can_be_written),
        cmocka_unit_test(numbers_that_cannot_be_are_damage),
        cmocka_unit_test(an_output_that_cannot_be_made_is_said),
        cmocka_unit_test(only_a_trace_is_replaced),
        cmocka_unit_test(a_trace_that_is_being_recorded_is_not_replaced),
        cmocka_unit_test(a_link_is_followed),
        cmocka_unit_test(any_name_is_the_name_of_a_file),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
