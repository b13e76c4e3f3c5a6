/* Headers of stored queries, read; and words that are nearly right. */
#include "queries/engine/query.h"
#include "queries/engine/suggest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char whole[] = "-- growth: which types grew\n"
                            "--\n"
                            "-- Objects of each type at :from and at :to.\n"
                            "--\n"
                            "-- :from  snapshot  the earlier snapshot, its number\n"
                            "--                  or label (default: the first)\n"
                            "-- :least size      at least so many bytes\n"
                            "-- empty: nothing grew, or nothing\n"
                            "--        was looked at\n"
                            "-- returns: type TEXT, objects INTEGER,\n"
                            "--          share REAL\n"
                            "SELECT 1 AS type, 2 AS objects, 3.0 AS share\n"
                            "WHERE :from < :least;\n\n";

static void a_whole_header_gives_all_its_parts(void **state)
{
    (void)state;
    struct error error;
    struct query *query = query_parse("queries/growth.sql", whole, QUERY_STOCK, &error);
    assert_non_null(query);
    assert_string_equal(query->name, "growth");
    assert_string_equal(query->title, "which types grew");
    assert_int_equal(query->parameter_count, 2);
    assert_string_equal(query->parameters[0].name, "from");
    assert_int_equal(query->parameters[0].type, QUERY_SNAPSHOT);
    assert_string_equal(query->parameters[0].description,
                        "the earlier snapshot, its number or label (default: the first)");
    assert_string_equal(query->parameters[0].default_text, "the first");
    assert_int_equal(query->parameters[1].type, QUERY_SIZE);
    assert_null(query->parameters[1].default_text);
    assert_string_equal(query->empty, "nothing grew, or nothing was looked at");
    assert_int_equal(query->column_count, 3);
    assert_string_equal(query->columns[2].name, "share");
    assert_string_equal(query->columns[2].type, "REAL");
    assert_string_equal(query->sql,
                        "SELECT 1 AS type, 2 AS objects, 3.0 AS share\nWHERE :from < :least");
    assert_non_null(strstr(query->help, "growth: which types grew\n\nObjects of each type"));
    assert_false(query->is_check);
    query_free(query);
}

static void a_file_in_the_folder_checks_is_a_check(void **state)
{
    (void)state;
    struct error error;
    const char *text = "-- no_cycles: nothing\n-- Prose.\n-- returns: oid INTEGER\nSELECT 1 AS oid";
    static const struct {
        const char *path;
        bool is_check;
    } cases[] = {{"queries/checks/no_cycles.sql", true},
                 {"checks/no_cycles", true},
                 {"/home/me/checks/no_cycles.sql", true},
                 {"mychecks/no_cycles.sql", false},
                 {"checks/deeper/no_cycles.sql", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct query *query = query_parse(cases[i].path, text, QUERY_FOLDER, &error);
        assert_non_null(query);
        assert_int_equal(query->is_check, cases[i].is_check);
        query_free(query);
    }
}

static void a_header_that_is_wrong_says_what_and_where(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"SELECT 1", "x.sql:1: no header: a stored query begins with '-- x: what it answers'"},
        {"-- y: title\nSELECT 1", "x.sql:1: the header must begin with '-- x: what it answers'"},
        {"-- x:\nSELECT 1", "x.sql:1: no title after 'x:'"},
        {"-- x: t\n-- returns: a TEXT\nSELECT 1", "x.sql: the header says nothing but its title"},
        {"-- x: t\n-- Prose.\nSELECT 1",
         "x.sql: the header does not say what it returns ('-- returns: name TYPE, ...')"},
        {"-- x: t\n-- Prose.\n--\n-- :a  string  what\n-- returns: a TEXT\nSELECT 1",
         "x.sql:4: no such parameter type (snapshot, object, seq, glob, integer, size, text): "
         "'string'"},
        {"-- x: t\n-- Prose.\n--\n-- :a  text\n-- returns: a TEXT\nSELECT 1",
         "x.sql:4: a parameter is ':name  type  description', not ':a  text'"},
        {"-- x: t\n-- Prose.\n--\n-- :a  text  one\n-- :a  text  two\n-- returns: a TEXT\nSELECT 1",
         "x.sql:5: a second parameter 'a'"},
        {"-- x: t\n-- Prose.\n--\n-- empty: one\n-- empty: two\n-- returns: a TEXT\nSELECT 1",
         "x.sql:5: one line says what no row means, not 'empty: two'"},
        {"-- x: t\n-- Prose.\n-- returns: a TEXT, a INTEGER\nSELECT 1",
         "x.sql:3: a second column 'a'"},
        {"-- x: t\n-- Prose.\n-- returns: a\nSELECT 1",
         "x.sql:3: a column is 'name TYPE', not 'a'"},
        {"-- x: t\n-- Prose.\n-- returns: a TEXT b TEXT\nSELECT 1",
         "x.sql:3: columns are separated by commas, here is 'b TEXT'"},
        {"-- x: t\n-- Prose.\n-- returns: a TEXT\n;\n", "x.sql: no statement after the header"},
        {"", "x.sql:1: no header: a stored query begins with '-- x: what it answers'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        assert_null(query_parse("x.sql", cases[i].text, QUERY_FOLDER, &error));
        assert_int_equal(error.code, ERROR_DATA);
        assert_string_equal(error.message, cases[i].message);
    }
}

static void distances_count_letters_to_change(void **state)
{
    (void)state;
    assert_int_equal(suggestion_distance("", ""), 0);
    assert_int_equal(suggestion_distance("growth", "growth"), 0);
    assert_int_equal(suggestion_distance("grwoth", "growth"), 1);
    assert_int_equal(suggestion_distance("growt", "growth"), 1);
    assert_int_equal(suggestion_distance("", "abc"), 3);
    assert_int_equal(suggestion_distance("kitten", "sitting"), 3);
}

static void the_nearest_word_is_suggested_and_no_far_one(void **state)
{
    (void)state;
    static const char *const known[] = {"growth", "growth_sites", "survivors", "referrers"};
    static const struct {
        const char *typed;
        const char *best;
    } cases[] = {{"grwoth", "growth"},
                 {"survivor", "survivors"},
                 {"refer", "referrers"},
                 {"xyz", NULL},
                 {"", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct suggestion suggestion = suggestion_begin(cases[i].typed);
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            suggestion_offer(&suggestion, known[k]);
        if (cases[i].best)
            assert_string_equal(suggestion.best, cases[i].best);
        else
            assert_null(suggestion.best);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_header_gives_all_its_parts),
        cmocka_unit_test(a_file_in_the_folder_checks_is_a_check),
        cmocka_unit_test(a_header_that_is_wrong_says_what_and_where),
        cmocka_unit_test(distances_count_letters_to_change),
        cmocka_unit_test(the_nearest_word_is_suggested_and_no_far_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
