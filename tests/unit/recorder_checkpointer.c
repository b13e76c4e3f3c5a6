/* What is committed comes into the file while the writer goes on, and the -wal stays short. */
#include "recorder/checkpointer.h"

#include "base/memory.h"
#include "tests/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cmocka.h>

#define PAGE   512 /* small, so that little is written */
#define COMMIT 100 /* rows, of a page or two each */
#ifdef SMALL_LIMITS
#define WAL_PAGES 512
#else
#define WAL_PAGES 8192
#endif

static void run(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

static sqlite3 *open_database(const char *path)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    run(database, "PRAGMA page_size = 512; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
                  "CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY, text BLOB)");
    return database;
}

static void commit_rows(sqlite3 *database, int count)
{
    run(database, "BEGIN");
    for (int i = 0; i < count; i++)
        run(database, "INSERT INTO run (text) VALUES (randomblob(512))");
    run(database, "COMMIT");
}

static int64_t size_of(const char *path, const char *end)
{
    struct stat status;
    char *name = memory_format("%s%s", path, end);
    int64_t size = stat(name, &status) == 0 ? status.st_size : 0;
    memory_free(name);
    return size;
}

static int count_rows(sqlite3 *database)
{
    sqlite3_stmt *statement;
    sqlite3_prepare_v2(database, "SELECT count(*) FROM run", -1, &statement, NULL);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int count = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return count;
}

static void the_wal_stays_short_and_the_file_grows(void **state)
{
    (void)state;
    char *path = in_folder("short.db");
    sqlite3 *database = open_database(path);
    struct checkpointer *checkpointer = checkpointer_new(database);
    int64_t longest = 0;
    int commits = WAL_PAGES * 4 / COMMIT;
    for (int i = 0; i < commits; i++) {
        commit_rows(database, COMMIT);
        int64_t size = size_of(path, "-wal");
        longest = size > longest ? size : longest;
    }
    assert_true(longest < (WAL_PAGES + 4 * COMMIT) * (PAGE + 24));
    assert_true(size_of(path, "") > WAL_PAGES * PAGE);
    checkpointer_free(checkpointer);
    assert_int_equal(count_rows(database), commits * COMMIT);
    run(database, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    assert_int_equal(size_of(path, "-wal"), 0);
    sqlite3_close(database);
    memory_free(path);
}

/* Instead of the C library's: what this says is free of the disk, in bytes; -1: the truth. */
static int64_t free_bytes = -1;

int statvfs(const char *restrict path, struct statvfs *restrict disk)
{
    struct statfs truth;
    int result = statfs(path, &truth);
    *disk = (struct statvfs){.f_frsize = 1,
                             .f_bavail = (fsblkcnt_t)truth.f_bavail * (fsblkcnt_t)truth.f_bsize};
    if (free_bytes >= 0)
        disk->f_bavail = (fsblkcnt_t)free_bytes;
    return result;
}

static void the_wal_begins_again_sooner_on_a_disk_that_is_short(void **state)
{
    (void)state;
    char *path = in_folder("disk.db");
    sqlite3 *database = open_database(path);
    struct checkpointer *checkpointer = checkpointer_new(database);
    int64_t longest = 0;
    free_bytes = 1;
    for (int i = 0; i < WAL_PAGES / COMMIT; i++) {
        commit_rows(database, COMMIT);
        int64_t size = size_of(path, "-wal");
        longest = size > longest ? size : longest;
    }
    free_bytes = -1;
    assert_true(longest < (WAL_PAGES / 4 + 4 * COMMIT) * (PAGE + 24));
    checkpointer_free(checkpointer);
    sqlite3_close(database);
    memory_free(path);
}

static void a_reader_sees_what_it_saw_and_keeps_nobody_waiting(void **state)
{
    (void)state;
    char *path = in_folder("read.db");
    sqlite3 *database = open_database(path), *reader = open_database(path);
    struct checkpointer *checkpointer = checkpointer_new(database);
    commit_rows(database, COMMIT);
    run(reader, "BEGIN");
    assert_int_equal(count_rows(reader), COMMIT);
    int commits = WAL_PAGES * 2 / COMMIT + 1;
    for (int i = 0; i < commits; i++)
        commit_rows(database, COMMIT);
    assert_int_equal(count_rows(reader), COMMIT);
    run(reader, "COMMIT");
    assert_int_equal(count_rows(reader), (commits + 1) * COMMIT);
    checkpointer_free(checkpointer);
    sqlite3_close(reader);
    run(database, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA integrity_check");
    assert_int_equal(count_rows(database), (commits + 1) * COMMIT);
    sqlite3_close(database);
    memory_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wal_stays_short_and_the_file_grows),
        cmocka_unit_test(the_wal_begins_again_sooner_on_a_disk_that_is_short),
        cmocka_unit_test(a_reader_sees_what_it_saw_and_keeps_nobody_waiting),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
