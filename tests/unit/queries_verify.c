/* Verify: a trace whose books balance, and for each invariant one in which it fails. */
#include "queries/engine/verify.h"
#include "tests/queries/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Verifies the finished world and releases it. */
static void verify(struct world *world, struct verify_report *report)
{
    struct error error = {0};
    world_finish(world);
    struct engine *engine = engine_open(world->path, NULL, &error);
    if (!engine || !verify_trace(engine, report, &error))
        fail_msg("%s", error.message);
    engine_close(engine);
    world_release(world);
}

/* Only this invariant failed, with this word and message, for this object. */
static void expect_failure(const struct verify_report *report, enum verify_invariant invariant,
                           const char *word, const char *message)
{
    assert_false(report->balances);
    for (int i = 1; i < VERIFY_INVARIANT_COUNT; i++)
        if (i != (int)invariant && report->results[i].failures > 0)
            fail_msg("invariant %d fails too: %s", i, report->results[i].first.message);
    const struct verify_result *result = &report->results[invariant];
    assert_int_not_equal(result->failures, 0);
    assert_string_equal(result->first.word, word);
    assert_string_equal(result->first.message, message);
}

/* Every invariant holds. */
static void expect_balance(const struct verify_report *report)
{
    for (int i = 1; i < VERIFY_INVARIANT_COUNT; i++)
        if (report->results[i].failures > 0)
            fail_msg("invariant %d: %s %llu at seq %llu (%s): %s", i, report->results[i].first.word,
                     (unsigned long long)report->results[i].first.oid,
                     (unsigned long long)report->results[i].first.seq,
                     report->results[i].first.source, report->results[i].first.message);
    assert_true(report->balances);
}

static void an_empty_run_balances(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    verify(&world, &report);
    expect_balance(&report);
    assert_int_equal(report.events, 0);
}

/* A list, held by the globals, that holds a string twice; a cycle that a collection breaks. */
static void a_correct_run_balances_and_every_invariant_is_checked(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    int64_t globals = recorder_root(world.lane, "module globals");
    uint64_t list = world_new(&world, "list", 64, line);
    world_give(&world, list, globals, EDGE_GLOBAL, world_text(&world, "cache"), line);
    uint64_t string = world_new(&world, "str", 50, line);
    world_hold(&world, string, (int64_t)list, EDGE_INDEX, 0, line);
    world_give(&world, string, (int64_t)list, EDGE_INDEX, 1, line);
    uint64_t weak = world_new(&world, "weakref", 40, line);
    uint64_t node = world_new(&world, "node", 80, line);
    world_event(&world, EVENT_WEAK_NEW, weak, (int64_t)node, 0, line);
    world_give(&world, node, (int64_t)node, EDGE_ATTRIBUTE, world_text(&world, "self"), line);
    world_snapshot(&world, "middle");
    uint32_t collection = recorder_collection_begin(world.lane, 2, "call", line);
    world_event(&world, EVENT_VERDICT, node, collection, FATE_COLLECTED, line);
    world_event(&world, EVENT_WEAK_CLEAR, weak, (int64_t)node, 0, line);
    world_event(&world, EVENT_WEAK_CALL, weak, (int64_t)node, 0, line);
    world_drop(&world, node, (int64_t)node, line);
    world_free(&world, node, line);
    recorder_collection_end(world.lane, collection,
                            &(struct recorder_collection){.generation = 2, .trigger = "call"});
    world_event(&world, EVENT_RESIZE, list, 128, 0, line);
    world_object(&world, list)->size = 128;
    recorder_mark(world.lane, "done", line);
    world_snapshot(&world, "exit");
    verify(&world, &report);
    expect_balance(&report);
    for (int i = 1; i < VERIFY_INVARIANT_COUNT; i++) {
        assert_int_not_equal(report.results[i].checked, 0);
        assert_string_equal(report.results[i].reason, "");
    }
    assert_int_equal(report.snapshots, 2);
    assert_int_equal(report.collections, 1);
}

static void an_object_that_is_freed_twice_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    world_drop(&world, list, HOLDER_IN_FLIGHT, line);
    world_free(&world, list, line);
    world_free(&world, list, world_line(&world, "again", 9));
    verify(&world, &report);
    expect_failure(&report, VERIFY_IDENTITY, "invalid", "is freed a second time");
    const struct verify_failure *failure = &report.results[VERIFY_IDENTITY].first;
    assert_int_equal(failure->oid, list);
    assert_int_equal(failure->seq, 4);
    assert_string_equal(failure->type, "list");
    assert_string_equal(failure->source, "world.py:9 in again");
}

static void an_object_that_is_used_after_its_death_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    world_drop(&world, list, HOLDER_IN_FLIGHT, line);
    world_free(&world, list, line);
    world_event(&world, EVENT_FINALIZE, list, 0, 0, line);
    verify(&world, &report);
    expect_failure(&report, VERIFY_IDENTITY, "invalid", "is used after it was freed");
}

static void a_decref_without_its_incref_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    uint64_t item = world_new(&world, "str", 50, line);
    world_drop(&world, item, (int64_t)list, world_line(&world, "pop", 7));
    verify(&world, &report);
    expect_failure(&report, VERIFY_PAIRING, "invalid",
                   "loses a reference that its holder never had");
    const struct verify_failure *failure = &report.results[VERIFY_PAIRING].first;
    assert_true(failure->has_holder);
    assert_string_equal(failure->holder_name, "list 1");
    assert_string_equal(failure->source, "world.py:7 in pop");
}

static void an_object_that_is_freed_while_it_is_held_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    uint64_t item = world_new(&world, "str", 50, line);
    world_give(&world, item, (int64_t)list, EDGE_INDEX, 0, world_line(&world, "append", 5));
    world_free(&world, item, line);
    verify(&world, &report);
    expect_failure(&report, VERIFY_DEATH, "invalid", "is freed while it is referenced");
    const struct verify_failure *failure = &report.results[VERIFY_DEATH].first;
    assert_string_equal(failure->holder_name, "list 1");
    assert_string_equal(failure->source, "world.py:5 in append");
}

static void what_a_dead_object_still_holds_is_leaked(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    uint64_t item = world_new(&world, "str", 50, line);
    world_give(&world, item, (int64_t)list, EDGE_INDEX, 0, line);
    world_drop(&world, list, HOLDER_IN_FLIGHT, line);
    world_free(&world, list, line);
    verify(&world, &report);
    expect_failure(&report, VERIFY_DEATH, "leaked", "is still held by an object that is freed");
    assert_int_equal(report.results[VERIFY_DEATH].first.oid, item);
}

static void a_snapshot_that_shows_another_edge_is_skewed(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    uint64_t other = world_new(&world, "list", 64, line);
    uint64_t item = world_new(&world, "str", 50, line);
    world_give(&world, item, (int64_t)list, EDGE_INDEX, 0, line);
    world.references.items[world.references.count - 1].holder = (int64_t)other;
    world_snapshot(&world, "wrong");
    verify(&world, &report);
    expect_failure(&report, VERIFY_SNAPSHOTS, "skewed",
                   "the snapshot shows a reference that the ledger does not have");
    assert_int_equal(report.results[VERIFY_SNAPSHOTS].failures, 2);
}

static void a_snapshot_that_lacks_an_edge_is_skewed(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    uint64_t item = world_new(&world, "str", 50, line);
    world_give(&world, item, (int64_t)list, EDGE_INDEX, 0, line);
    world.references.count--;
    world_snapshot(&world, "wrong");
    verify(&world, &report);
    expect_failure(&report, VERIFY_SNAPSHOTS, "skewed",
                   "the ledger has an open reference that snapshot 1 does not show");
}

static void an_object_of_a_snapshot_that_is_dead_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    world_drop(&world, list, HOLDER_IN_FLIGHT, line);
    world_free(&world, list, line);
    world_object(&world, list)->died_seq = 0;
    world_snapshot(&world, "wrong");
    verify(&world, &report);
    expect_failure(&report, VERIFY_SNAPSHOTS, "invalid",
                   "is in the snapshot and not alive in the ledger");
}

static void a_collection_of_something_reachable_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    uint64_t item = world_new(&world, "node", 50, line);
    world_give(&world, item, (int64_t)list, EDGE_INDEX, 0, line);
    uint32_t collection = recorder_collection_begin(world.lane, 0, "threshold", line);
    world_event(&world, EVENT_VERDICT, item, collection, FATE_COLLECTED, line);
    recorder_collection_end(world.lane, collection,
                            &(struct recorder_collection){.trigger = "threshold"});
    verify(&world, &report);
    expect_failure(&report, VERIFY_REACHABILITY, "invalid",
                   "is condemned by collection 1 while something alive refers to it");
    assert_string_equal(report.results[VERIFY_REACHABILITY].first.holder_name, "list 1");
}

static void a_weak_reference_that_outlives_its_object_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t node = world_new(&world, "node", 64, line);
    uint64_t weak = world_new(&world, "weakref", 40, line);
    world_event(&world, EVENT_WEAK_NEW, weak, (int64_t)node, 0, line);
    world_drop(&world, node, HOLDER_IN_FLIGHT, line);
    world_free(&world, node, line);
    verify(&world, &report);
    expect_failure(&report, VERIFY_WEAKNESS, "invalid",
                   "is freed while a weak reference to it is not cleared");
}

static void a_callback_before_the_reference_is_cleared_is_invalid(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t node = world_new(&world, "node", 64, line);
    uint64_t weak = world_new(&world, "weakref", 40, line);
    world_event(&world, EVENT_WEAK_NEW, weak, (int64_t)node, 0, line);
    world_event(&world, EVENT_WEAK_CALL, weak, (int64_t)node, 0, line);
    verify(&world, &report);
    expect_failure(&report, VERIFY_WEAKNESS, "invalid", "calls back before it is cleared");
}

static void a_count_in_the_header_that_differs_is_skewed(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    world_drop(&world, list, HOLDER_IN_FLIGHT, line);
    world_free_saying(&world, list, 1, line);
    verify(&world, &report);
    expect_failure(&report, VERIFY_HEADERS, "skewed",
                   "its header says 1 when it is freed, its balance is 0");
}

/* The totals are the writer's own: they are falsified in the finished file. */
static void totals_that_differ_from_the_events_are_skewed(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        const char *message;
    } cases[] = {
        {"UPDATE run SET live_objects = 7", "run 1 says live_objects 7, the events add up to 1"},
        {"UPDATE type_balance SET deaths = 5",
         "type_balance 1 says deaths 5, the events add up to 1"},
        {"UPDATE site_balance SET closed = closed + 1 WHERE site_id = 1",
         "site_balance 1 says closed 3, the events add up to 2"},
        {"DELETE FROM site_balance", "site_balance has 0 rows, the events need 1"},
        {"UPDATE heap_size SET bytes = 1",
         "heap_size has 1 objects of 1 bytes, the events add up to 1 of 64"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world;
        struct verify_report report;
        struct error error = {0};
        world_begin(&world, NULL);
        uint32_t line = world_line(&world, "main", 3);
        uint64_t list = world_new(&world, "list", 64, line);
        int64_t globals = recorder_root(world.lane, "module globals");
        world_give(&world, list, globals, EDGE_GLOBAL, world_text(&world, "list"), line);
        world_drop(&world, list, globals, line);
        world_free(&world, list, line);
        world_new(&world, "list", 64, line);
        world_finish(&world);
        sqlite3 *database;
        assert_int_equal(sqlite3_open(world.path, &database), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, cases[i].sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(database);
        struct engine *engine = engine_open(world.path, NULL, &error);
        assert_non_null(engine);
        assert_true(verify_trace(engine, &report, &error));
        expect_failure(&report, VERIFY_TOTALS, "skewed", cases[i].message);
        engine_close(engine);
        world_release(&world);
    }
}

/* A program without holders: its references pair by object, and the reason says so. */
static void unknown_holders_pair_by_object_and_it_is_said(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    world_hold(&world, list, HOLDER_UNKNOWN, EDGE_UNKNOWN, 0, line);
    world_snapshot(&world, "middle");
    world_drop(&world, list, HOLDER_UNKNOWN, line);
    world_drop(&world, list, HOLDER_UNKNOWN, line);
    world_free(&world, list, line);
    verify(&world, &report);
    expect_balance(&report);
    assert_string_equal(report.results[VERIFY_PAIRING].reason,
                        "the program knows no holders: references are paired by object alone");
}

static void lifetimes_alone_are_checked_as_far_as_they_go(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, &(struct recorder_options){.level = RECORD_LIFETIMES});
    uint32_t line = world_line(&world, "main", 3);
    uint64_t list = world_new(&world, "list", 64, line);
    recorder_incref(world.lane, list, HOLDER_IN_FLIGHT, line);
    recorder_decref(world.lane, list, HOLDER_IN_FLIGHT, line);
    world_free(&world, list, line);
    verify(&world, &report);
    expect_balance(&report);
    assert_int_equal(report.results[VERIFY_IDENTITY].checked, 2);
    assert_string_equal(report.results[VERIFY_PAIRING].reason,
                        "the trace records lifetimes only, no references");
}

/* Full detail for one type only: the others are checked in their lifetimes, and that is said. */
static void full_detail_for_one_type_is_checked_for_that_type(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report;
    world_begin(&world, &(struct recorder_options){.only = "li*"});
    uint32_t line = world_line(&world, "main", 3);
    int64_t globals = recorder_root(world.lane, "module globals");
    uint64_t list = world_new(&world, "list", 64, line);
    uint64_t text = world_new(&world, "str", 50, line);
    world_give(&world, list, globals, EDGE_GLOBAL, world_text(&world, "list"), line);
    world_give(&world, text, (int64_t)list, EDGE_INDEX, 0, line);
    uint64_t other = world_new(&world, "str", 50, line);
    world_drop(&world, other, HOLDER_IN_FLIGHT, line);
    world_free(&world, other, line);
    world_snapshot(&world, "end");
    verify(&world, &report);
    expect_balance(&report);
    assert_string_equal(report.results[VERIFY_PAIRING].reason,
                        "only objects of some types have their references recorded (--only)");
}

/* A reader of a trace that is still being recorded sees books that balance up to some event. */
static void a_trace_that_grows_balances_as_far_as_it_goes(void **state)
{
    (void)state;
    struct world world;
    struct verify_report report = {0};
    struct error error = {0};
    world_begin(&world, NULL);
    uint32_t line = world_line(&world, "main", 3);
    int64_t globals = recorder_root(world.lane, "module globals");
    uint64_t kept = world_new(&world, "list", 64, line);
    world_give(&world, kept, globals, EDGE_GLOBAL, world_text(&world, "kept"), line);
    for (int tries = 0; tries < 100 && report.events == 0; tries++) {
        for (int i = 0; i < 1000; i++) {
            uint64_t item = world_new(&world, "str", 50, line);
            world_drop(&world, item, HOLDER_IN_FLIGHT, line);
            world_free(&world, item, line);
        }
        usleep(100000);
        struct engine *engine = engine_open(world.path, NULL, &error);
        if (engine && !verify_trace(engine, &report, &error))
            fail_msg("%s", error.message);
        engine_close(engine);
    }
    assert_int_not_equal(report.events, 0);
    expect_balance(&report);
    verify(&world, &report);
    expect_balance(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_run_balances),
        cmocka_unit_test(a_correct_run_balances_and_every_invariant_is_checked),
        cmocka_unit_test(an_object_that_is_freed_twice_is_invalid),
        cmocka_unit_test(an_object_that_is_used_after_its_death_is_invalid),
        cmocka_unit_test(a_decref_without_its_incref_is_invalid),
        cmocka_unit_test(an_object_that_is_freed_while_it_is_held_is_invalid),
        cmocka_unit_test(what_a_dead_object_still_holds_is_leaked),
        cmocka_unit_test(a_snapshot_that_shows_another_edge_is_skewed),
        cmocka_unit_test(a_snapshot_that_lacks_an_edge_is_skewed),
        cmocka_unit_test(an_object_of_a_snapshot_that_is_dead_is_invalid),
        cmocka_unit_test(a_collection_of_something_reachable_is_invalid),
        cmocka_unit_test(a_weak_reference_that_outlives_its_object_is_invalid),
        cmocka_unit_test(a_callback_before_the_reference_is_cleared_is_invalid),
        cmocka_unit_test(a_count_in_the_header_that_differs_is_skewed),
        cmocka_unit_test(totals_that_differ_from_the_events_are_skewed),
        cmocka_unit_test(unknown_holders_pair_by_object_and_it_is_said),
        cmocka_unit_test(a_trace_that_grows_balances_as_far_as_it_goes),
        cmocka_unit_test(full_detail_for_one_type_is_checked_for_that_type),
        cmocka_unit_test(lifetimes_alone_are_checked_as_far_as_they_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
