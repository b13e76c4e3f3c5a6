/* The catalogue: every stock query is what its header says, runs, and is a function in SQL;
 * arguments are checked; folders of the user come in their order. */
#include "queries/engine/engine.h"
#include "tests/queries/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>

#include <cmocka.h>

struct fixture {
    struct world world;
    struct engine *engine;
};

static int begin(void **state)
{
    struct fixture *fixture = memory_zeroed(1, sizeof *fixture);
    struct world *world = &fixture->world;
    struct error error = {0};
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    unsetenv("HEAPLEDGER_QUERIES");
    world_begin(world, NULL);
    world->tells_contents = true;
    uint32_t line = world_line(world, "main", 3);
    int64_t globals = recorder_root(world->lane, "module globals");
    uint64_t dict = world_new(world, "dict", 64, line);
    world_give(world, dict, globals, EDGE_GLOBAL, world_text(world, "cache"), line);
    world_snapshot(world, "warm");
    uint32_t render = world_line(world, "render", 12), serve = world_line(world, "serve", 20);
    for (int i = 0; i < 60; i++) {
        uint64_t page = world_new(world, "Page", 80, render);
        world_give(world, page, (int64_t)dict, EDGE_KEY, world_text(world, "/page/1"), serve);
    }
    world_snapshot(world, "end");
    world_finish(world);
    fixture->engine = engine_open(world->path, NULL, &error);
    if (!fixture->engine)
        fail_msg("%s", error.message);
    sqlite3_stmt *attach = engine_prepare(fixture->engine, "ATTACH ?1 AS baseline", NULL, &error);
    sqlite3_bind_text(attach, 1, world->path, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(attach), SQLITE_DONE);
    sqlite3_finalize(attach);
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    engine_close(fixture->engine);
    world_release(&fixture->world);
    memory_free(fixture);
    return 0;
}

static void every_stock_query_is_what_its_header_says(void **state)
{
    struct fixture *fixture = *state;
    const struct catalogue *catalogue = engine_catalogue(fixture->engine);
    assert_true(catalogue->count > 40);
    for (size_t i = 0; i < catalogue->count; i++) {
        struct error error = {0};
        if (!engine_check_query(fixture->engine, catalogue->items[i], &error))
            fail_msg("%s", error.message);
    }
}

/* Steps a statement to its end; each value has the type that the header declares, or is NULL. */
static void run(struct engine *engine, const struct query *query, sqlite3_stmt *statement)
{
    struct error error = {0};
    while (engine_step(engine, statement, &error))
        for (size_t i = 0; i < query->column_count; i++) {
            static const char *const names[] = {"", "INTEGER", "REAL", "TEXT", "BLOB", "NULL"};
            int type = sqlite3_column_type(statement, (int)i);
            if (type != SQLITE_NULL && strcmp(names[type], query->columns[i].type) != 0)
                fail_msg("%s: column %s is %s, not %s", query->name, query->columns[i].name,
                         names[type], query->columns[i].type);
        }
    if (error.code != ERROR_NONE)
        fail_msg("%s: %s", query->name, error.message);
}

static void every_stock_query_runs_with_its_defaults(void **state)
{
    struct fixture *fixture = *state;
    const struct catalogue *catalogue = engine_catalogue(fixture->engine);
    for (size_t i = 0; i < catalogue->count; i++) {
        struct error error = {0};
        const struct query *query = catalogue->items[i];
        struct query_argument arguments[8];
        size_t count = 0;
        for (size_t k = 0; k < query->parameter_count; k++)
            if (!query->parameters[k].default_text)
                arguments[count++] = (struct query_argument){query->parameters[k].name, "2"};
        sqlite3_stmt *statement =
            engine_prepare_query(fixture->engine, query->name, arguments, count, &error);
        if (!statement)
            fail_msg("%s: %s", query->name, error.message);
        run(fixture->engine, query, statement);
        sqlite3_finalize(statement);
    }
}

static void every_stock_query_is_a_function(void **state)
{
    struct fixture *fixture = *state;
    const struct catalogue *catalogue = engine_catalogue(fixture->engine);
    for (size_t i = 0; i < catalogue->count; i++) {
        struct error error = {0};
        const struct query *query = catalogue->items[i];
        char sql[1024];
        int size = snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"(", query->name);
        for (size_t k = 0; k < query->parameter_count; k++) {
            const char *text = query->parameters[k].default_text;
            size += snprintf(sql + size, sizeof sql - (size_t)size, "%s'%s'", k ? ", " : "",
                             text ? text : "2");
        }
        snprintf(sql + size, sizeof sql - (size_t)size, ")");
        sqlite3_stmt *statement = engine_prepare(fixture->engine, sql, NULL, &error);
        if (!statement)
            fail_msg("%s: %s", sql, error.message);
        assert_true(engine_step(fixture->engine, statement, &error));
        sqlite3_finalize(statement);
    }
}

/* What the first row of `sql` says, its columns with | between them; or the error. */
static const char *answer(struct engine *engine, const char *sql)
{
    static char text[2048];
    struct error error = {0};
    sqlite3_stmt *statement = engine_prepare(engine, sql, NULL, &error);
    size_t size = 0;
    *text = '\0';
    if (statement && engine_step(engine, statement, &error))
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *value = (const char *)sqlite3_column_text(statement, i);
            size += (size_t)snprintf(text + size, sizeof text - size, "%s%s", i ? "|" : "",
                                     value ? value : "NULL");
        }
    if (error.code != ERROR_NONE)
        snprintf(text, sizeof text, "%s", error.message);
    sqlite3_finalize(statement);
    return text;
}

static void functions_take_arguments_by_place_and_by_name(void **state)
{
    struct fixture *fixture = *state;
    struct engine *engine = fixture->engine;
    assert_string_equal(answer(engine, "SELECT type, growth FROM growth('warm', 'end')"),
                        "Page|60");
    assert_string_equal(answer(engine, "SELECT type, growth FROM growth(1, 2, 'D*')"), "");
    assert_string_equal(
        answer(engine,
               "SELECT type, growth FROM growth WHERE \"to\" = 'warm' AND \"from\" = 'end'"),
        "dict|0");
    assert_string_equal(answer(engine, "SELECT type FROM growth WHERE type_parameter = 'P*'"),
                        "Page");
    assert_string_equal(answer(engine, "SELECT \"from\", type FROM growth('warm')"), "warm|Page");
}

static void functions_compose(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(
        answer(fixture->engine,
               "SELECT s.type, r.name, r.label, r.source FROM survivors('warm', 'end') AS s"
               " JOIN referrers(s.oid, 'end') AS r WHERE s.age >= 0"),
        "Page|dict 1|['/page/1']|world.py:20 in serve");
}

static void the_sentence_of_a_suspect_says_what_where_and_who(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(
        answer(fixture->engine, "SELECT suspect FROM suspects('warm', 'end')"),
        "dict 1 holds 60 young Page objects, the last as ['/page/1']; it is reached by"
        " module globals: cache; stored by world.py:20 in serve; 495.9 objects in 1000 events");
    assert_string_equal(
        answer(fixture->engine, "SELECT suspect FROM suspects('end', 'end', 10, 100)"), "");
}

static void wrong_arguments_name_the_parameter_and_what_it_takes(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *query;
        struct query_argument argument;
        const char *message;
    } cases[] = {
        {"growth", {"from", "cold"}, "no snapshot 'cold' in '%s' (it has: 1 warm, 2 end)"},
        {"growth",
         {"form", "warm"},
         "growth has no parameter 'form' (it has: from, to, type); did you mean 'from'?"},
        {"history",
         {"object", "x"},
         "parameter 'object' of history takes an object number, not 'x'"},
        {"history",
         {"object", "0"},
         "parameter 'object' of history takes an object number, not '0'"},
        {"open_references", {"seq", "-1"}, NULL},
        {"timeline",
         {"steps", "2.5"},
         "parameter 'steps' of timeline takes a whole number, not '2.5'"},
        {"peak_below",
         {"bytes", "1T"},
         "parameter 'bytes' of peak_below takes a number of bytes, such as 300, 64k or 10M, not "
         "'1T'"},
        {"grwoth", {"from", "warm"}, "no stored query 'grwoth'; did you mean 'growth'?"},
        {"xyzzy", {"from", "warm"}, "no stored query 'xyzzy' ('heapledger queries' lists them)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        assert_null(
            engine_prepare_query(fixture->engine, cases[i].query, &cases[i].argument, 1, &error));
        assert_int_equal(error.code, ERROR_USAGE);
        if (!cases[i].message)
            continue;
        char expected[512];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(expected, sizeof expected, cases[i].message, fixture->world.path);
#pragma GCC diagnostic pop
        assert_non_null(strstr(error.message, expected));
    }
}

static void an_argument_that_must_be_given_is_asked_for(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {0};
    assert_null(engine_prepare_query(fixture->engine, "history", NULL, 0, &error));
    assert_string_equal(error.message, "history needs a value for 'object': the object's number");
    assert_string_equal(answer(fixture->engine, "SELECT seq FROM history"),
                        "history() needs a value for 'object'");
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void a_folder_of_the_user_adds_and_replaces(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {0};
    char folder[] = "/tmp/heapledger-queries-XXXXXX", path[64], checks[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/growth.sql", folder);
    write_file(path, "-- growth: mine\n-- Prose.\n-- returns: a INTEGER\nSELECT 7 AS a");
    snprintf(checks, sizeof checks, "%s/checks", folder);
    mkdir(checks, 0700);
    struct engine_options options = {.folders = (const char *[]){folder, NULL}};
    struct engine *engine = engine_open(fixture->world.path, &options, &error);
    assert_non_null(engine);
    assert_string_equal(answer(engine, "SELECT a FROM growth"), "7");
    assert_int_equal(catalogue_find(engine_catalogue(engine), "growth")->origin, QUERY_FOLDER);
    engine_close(engine);
    write_file(path, "SELECT 7");
    assert_null(engine_open(fixture->world.path, &options, &error));
    assert_int_equal(error.code, ERROR_DATA);
    unlink(path);
    rmdir(checks);
    rmdir(folder);
    assert_null(engine_open(fixture->world.path, &options, &error));
    assert_int_equal(error.code, ERROR_NO_INPUT);
}

static void a_query_that_asks_itself_ends_with_an_error(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {0};
    char folder[] = "/tmp/heapledger-queries-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/ouroboros.sql", folder);
    write_file(path,
               "-- ouroboros: itself\n-- Prose.\n-- returns: a INTEGER\nSELECT a FROM ouroboros");
    struct engine_options options = {.folders = (const char *[]){folder, NULL}};
    struct engine *engine = engine_open(fixture->world.path, &options, &error);
    assert_non_null(engine);
    assert_non_null(strstr(answer(engine, "SELECT a FROM ouroboros"), "one asks itself"));
    engine_close(engine);
    unlink(path);
    rmdir(folder);
}

static void a_query_cannot_take_the_name_of_a_virtual_table(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {0};
    char folder[] = "/tmp/heapledger-queries-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/event.sql", folder);
    write_file(path, "-- event: mine\n-- Prose.\n-- returns: a INTEGER\nSELECT 7 AS a");
    struct engine_options options = {.folders = (const char *[]){folder, NULL}};
    assert_null(engine_open(fixture->world.path, &options, &error));
    assert_int_equal(error.code, ERROR_DATA);
    assert_non_null(strstr(error.message, "event.sql: 'event' is a table"));
    unlink(path);
    rmdir(folder);
}

static void a_cancelled_statement_ends_and_the_next_one_runs(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {0};
    sqlite3_stmt *statement = engine_prepare(
        fixture->engine,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n",
        NULL, &error);
    assert_non_null(statement);
    engine_cancel(fixture->engine);
    assert_false(engine_step(fixture->engine, statement, &error));
    assert_string_equal(error.message, "cancelled");
    sqlite3_finalize(statement);
    engine_resume(fixture->engine);
    assert_string_equal(answer(fixture->engine, "SELECT count(*) FROM snapshot"), "2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stock_query_is_what_its_header_says),
        cmocka_unit_test(every_stock_query_runs_with_its_defaults),
        cmocka_unit_test(every_stock_query_is_a_function),
        cmocka_unit_test(functions_take_arguments_by_place_and_by_name),
        cmocka_unit_test(functions_compose),
        cmocka_unit_test(the_sentence_of_a_suspect_says_what_where_and_who),
        cmocka_unit_test(wrong_arguments_name_the_parameter_and_what_it_takes),
        cmocka_unit_test(an_argument_that_must_be_given_is_asked_for),
        cmocka_unit_test(a_folder_of_the_user_adds_and_replaces),
        cmocka_unit_test(a_query_that_asks_itself_ends_with_an_error),
        cmocka_unit_test(a_query_cannot_take_the_name_of_a_virtual_table),
        cmocka_unit_test(a_cancelled_statement_ends_and_the_next_one_runs),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
