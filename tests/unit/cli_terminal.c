/* What a person sees: heapledger on a terminal, typed at and read back.
 *
 * How it works. Each test starts the program, which lies in the folder above this one, on a
 * pseudo-terminal of a given size, types keys, and waits until the screen has shown an expected
 * text. Nothing sleeps; what does not come within ten seconds fails.
 */
#include "base/buffer.h"
#include "base/embedded.h"
#include "base/memory.h"
#include "tests/folder.h"

#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE_MS = 10000 };

static char program[4096];

static const char TINY_SQL[] =
    "INSERT INTO run (id, recorder, program, arguments, directory, process_id, level, has_holders,"
    " deterministic, started_unix_ns, state, events, objects, live_objects, live_bytes, peak_seq,"
    " peak_objects, peak_bytes, books_seq)"
    " VALUES (1, 'test', 'shop.py', '[]', '/', 1, 'refs', 1, 0, 0, 'complete', 0, 0, 0, 0, 0, 0, "
    "0, 0);"
    "INSERT INTO type VALUES (1, 'dict'), (2, 'Session');"
    "INSERT INTO snapshot VALUES (1, 0, 'warm', 1, 1, 1, 0, 1, 0, 0, 0, 0), (2, 0, 'end', 1, 1, 1, "
    "0, 1, 0, 0, 0, 0);"
    "INSERT INTO snapshot_type VALUES (1, 2, 5, 500, 5), (2, 2, 105, 10500, 105);";

/* --- a program on a terminal ------------------------------------------------------------------ */

struct terminal_test {
    int descriptor;
    pid_t process;
    struct buffer screen; /* everything that was shown */
    bool is_in_escape;    /* what comes next belongs to an escape sequence */
    size_t seen;          /* as far as expect has looked */
};

static struct terminal_test start(unsigned short columns, unsigned short lines, const char *pager,
                                  const char *const *words)
{
    struct terminal_test test = {0};
    struct winsize size = {.ws_col = columns, .ws_row = lines};
    test.process = forkpty(&test.descriptor, NULL, NULL, &size);
    if (test.process == 0) {
        setenv("TERM", "xterm", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        setenv("HOME", folder, 1);
        setenv("NO_COLOR", "1", 1);
        setenv("PAGER", pager, 1);
        unsetenv("XDG_STATE_HOME");
        if (chdir(folder) == 0)
            execv(program, (char *const *)words);
        _exit(127);
    }
    return test;
}

static struct terminal_test start_shell(void)
{
    const char *const words[] = {"heapledger", "shell", "tiny.db", NULL};
    return start(80, 24, "", words);
}

static void type(struct terminal_test *test, const char *keys)
{
    size_t size = strlen(keys);
    assert_int_equal(write(test->descriptor, keys, size), (ssize_t)size);
}

/* Leaves out the escape sequences, and the returns, with which the line editor moves the cursor. */
static void append_visible(struct terminal_test *test, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool is_final = bytes[i] >= '@' && bytes[i] <= '~' && bytes[i] != '[';
        if (bytes[i] == '\x1b')
            test->is_in_escape = true;
        else if (!test->is_in_escape && bytes[i] != '\r')
            buffer_append_byte(&test->screen, (uint8_t)bytes[i]);
        else if (is_final)
            test->is_in_escape = false;
    }
}

/* Reads what comes; false where nothing does in time, or the program has closed the terminal. */
static bool read_more(struct terminal_test *test)
{
    char block[4096];
    struct pollfd ready = {.fd = test->descriptor, .events = POLLIN};
    if (poll(&ready, 1, PATIENCE_MS) <= 0)
        return false;
    ssize_t size = read(test->descriptor, block, sizeof block);
    if (size <= 0)
        return false;
    append_visible(test, block, (size_t)size);
    return true;
}

/* Waits until the text is shown, behind what was expected before. */
static void expect(struct terminal_test *test, const char *text)
{
    for (;;) {
        const char *place = strstr(buffer_text(&test->screen) + test->seen, text);
        if (place) {
            test->seen = (size_t)(place - buffer_text(&test->screen)) + strlen(text);
            return;
        }
        if (!read_more(test))
            fail_msg("'%s' was not shown; the screen was:\n%s", text, buffer_text(&test->screen));
    }
}

/* Waits for the end, and gives the exit code. */
static int finish(struct terminal_test *test)
{
    int status = 0;
    while (read_more(test))
        ;
    close(test->descriptor); /* a program that still runs gets SIGHUP */
    assert_int_equal(waitpid(test->process, &status, 0), test->process);
    buffer_release(&test->screen);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void leave_shell(struct terminal_test *test)
{
    expect(test, "heapledger> ");
    type(test, "\x04");
    assert_int_equal(finish(test), 0);
}

/* --- the shell -------------------------------------------------------------------------------- */

static void tab_completes_queries_parameters_and_snapshots(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "grow\t");
    expect(&test, "growth");
    type(&test, " --fr\t");
    expect(&test, "--from");
    type(&test, "w\t--to e\t\r");
    expect(&test, "warm");
    expect(&test, "Session");
    expect(&test, "100");
    leave_shell(&test);
}

static void tab_lists_what_is_possible(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "SELECT * FROM snapshot_\t\t");
    expect(&test, "snapshot_object");
    expect(&test, "snapshot_type");
    type(&test, "ty\t\r");
    expect(&test, "snapshot_type");
    type(&test, ";\r");
    expect(&test, "10500");
    leave_shell(&test);
}

static void a_statement_may_have_several_lines(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "SELECT 6 *\r");
    expect(&test, "...> ");
    type(&test, "7 AS answer;\r");
    expect(&test, "answer\n");
    expect(&test, "42\n");
    leave_shell(&test);
}

static void control_c_drops_a_half_typed_statement(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "SELECT nonsense\r");
    expect(&test, "...> ");
    type(&test, "and more\x03");
    expect(&test, "^C");
    expect(&test, "heapledger> ");
    type(&test, "SELECT 6 * 7 AS answer;\r");
    expect(&test, "42\n");
    leave_shell(&test);
}

static void control_c_stops_a_query_and_not_the_shell(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "WITH n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n;\r");
    expect(&test, "running the query: "); /* after a second */
    type(&test, "\x03");
    expect(&test, "cancelled");
    expect(&test, "heapledger> ");
    type(&test, "SELECT 6 * 7 AS answer;\r");
    expect(&test, "42\n");
    leave_shell(&test);
}

static void an_error_leaves_the_shell_open(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "SELECT nam FROM type;\r");
    expect(&test, "no such column: nam");
    type(&test, "grwoth\r");
    expect(&test, "did you mean 'growth'?");
    leave_shell(&test);
}

static void tab_completes_the_names_of_files(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, ".read tin\t");
    expect(&test, ".read tiny.db ");
    type(&test, "\x03");
    expect(&test, "^C");
    leave_shell(&test);
}

static void a_comment_begins_no_statement(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "-- which types grew?\r");
    expect(&test, "heapledger> ");
    type(&test, "growth --limit 1\r");
    expect(&test, "Session");
    leave_shell(&test);
}

static void the_history_outlives_the_shell(void **state)
{
    (void)state;
    struct terminal_test test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "SELECT 'remembered' AS word;\r");
    expect(&test, "remembered\n");
    leave_shell(&test);
    test = start_shell();
    expect(&test, "heapledger> ");
    type(&test, "\x1b[A"); /* the arrow up */
    expect(&test, "SELECT 'remembered'");
    type(&test, "\r");
    expect(&test, "remembered\n");
    leave_shell(&test);
}

/* --- answers ---------------------------------------------------------------------------------- */

static void a_long_answer_goes_through_the_pager(void **state)
{
    (void)state;
    const char *const words[] = {
        "heapledger", "query", "tiny.db",
        "WITH n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 50) SELECT x FROM n",
        NULL};
    struct terminal_test test = start(80, 24, "sed s/^/paged/", words);
    expect(&test, "paged 1\n");
    expect(&test, "paged50\n");
    assert_int_equal(finish(&test), 0);
}

static void a_short_answer_does_not(void **state)
{
    (void)state;
    const char *const words[] = {"heapledger", "query", "tiny.db", "growth", NULL};
    struct terminal_test test = start(80, 24, "sed s/^/paged/", words);
    expect(&test, "Session");
    assert_null(strstr(buffer_text(&test.screen), "paged"));
    assert_int_equal(finish(&test), 0);
}

static void info_says_on_a_terminal_what_to_ask_next(void **state)
{
    (void)state;
    const char *const words[] = {"heapledger", "info", "tiny.db", NULL};
    struct terminal_test test = start(80, 24, "", words);
    expect(&test, "snapshots     2");
    expect(&test, "next: heapledger query tiny.db suspects");
    assert_int_equal(finish(&test), 0);
}

static void a_pager_that_is_left_early_ends_an_endless_query(void **state)
{
    (void)state;
    const char *const words[] = {
        "heapledger", "query", "tiny.db",
        "WITH n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n", NULL};
    struct terminal_test test = start(80, 24, "head -5", words);
    expect(&test, "3\n");
    assert_int_equal(finish(&test), 0);
}

static void a_narrow_terminal_cuts_the_widest_column(void **state)
{
    (void)state;
    const char *const words[] = {"heapledger", "query", "tiny.db",
                                 "SELECT 1 AS one, 'a text that is much too long for this' AS text",
                                 NULL};
    struct terminal_test test = start(30, 24, "", words);
    expect(&test, "  1  a text that is much too …\n");
    assert_int_equal(finish(&test), 0);
}

static void a_terminal_that_is_too_narrow_gets_a_line_a_value(void **state)
{
    (void)state;
    const char *const words[] = {"heapledger", "query", "tiny.db", "growth", NULL};
    struct terminal_test test = start(30, 24, "", words);
    expect(&test, "type          Session\n");
    expect(&test, "bytes_growth  10000\n");
    assert_int_equal(finish(&test), 0);
}

static void what_a_trace_holds_does_not_steer_the_terminal(void **state)
{
    (void)state;
    static const char *const formats[] = {"table", "csv", "json", "jsonl", "markdown"};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        const char *const words[] = {
            "heapledger", "query",
            "tiny.db",    "SELECT char(27) || '[5n' || char(155) || '5n' AS text",
            "--format",   formats[i],
            NULL};
        struct terminal_test test = start(80, 24, "", words);
        expect(&test, "[5n");
        expect(&test, "5n");
        while (read_more(&test))
            ;
        assert_null(strstr(buffer_text(&test.screen), "\xc2\x9b"));
        assert_int_equal(finish(&test), 0);
    }
}

static void control_c_ends_a_query_by_its_signal(void **state)
{
    (void)state;
    const char *const words[] = {
        "heapledger", "query", "tiny.db",
        "WITH n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n", NULL};
    struct terminal_test test = start(80, 24, "", words);
    expect(&test, "running the query: ");
    type(&test, "\x03");
    assert_int_equal(finish(&test), 130);
}

/* --- one folder for all ----------------------------------------------------------------------- */

static int make_trace(void **state)
{
    sqlite3 *database = NULL;
    char path[sizeof folder + 16];
    ssize_t size = readlink("/proc/self/exe", program, sizeof program - 32);
    if (size <= 0 || make_folder(state) != 0)
        return -1;
    program[size] = '\0';
    strcat(dirname(program), "/../heapledger");
    snprintf(path, sizeof path, "%s/tiny.db", folder);
    bool is_made = sqlite3_open(path, &database) == SQLITE_OK &&
                   sqlite3_exec(database, embedded_schema[0].text, NULL, NULL, NULL) == SQLITE_OK &&
                   sqlite3_exec(database, TINY_SQL, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(database);
    return is_made ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tab_completes_queries_parameters_and_snapshots),
        cmocka_unit_test(tab_lists_what_is_possible),
        cmocka_unit_test(a_statement_may_have_several_lines),
        cmocka_unit_test(control_c_drops_a_half_typed_statement),
        cmocka_unit_test(control_c_stops_a_query_and_not_the_shell),
        cmocka_unit_test(an_error_leaves_the_shell_open),
        cmocka_unit_test(tab_completes_the_names_of_files),
        cmocka_unit_test(a_comment_begins_no_statement),
        cmocka_unit_test(the_history_outlives_the_shell),
        cmocka_unit_test(a_long_answer_goes_through_the_pager),
        cmocka_unit_test(a_short_answer_does_not),
        cmocka_unit_test(info_says_on_a_terminal_what_to_ask_next),
        cmocka_unit_test(a_pager_that_is_left_early_ends_an_endless_query),
        cmocka_unit_test(a_narrow_terminal_cuts_the_widest_column),
        cmocka_unit_test(a_terminal_that_is_too_narrow_gets_a_line_a_value),
        cmocka_unit_test(what_a_trace_holds_does_not_steer_the_terminal),
        cmocka_unit_test(control_c_ends_a_query_by_its_signal),
    };
    return cmocka_run_group_tests(tests, make_trace, remove_folder);
}
