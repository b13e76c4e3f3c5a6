/* The virtual tables against the plain lists of a random world, at many moments of its run. */
#include "queries/engine/engine.h"
#include "queries/engine/verify.h"
#include "tests/queries/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { STEPS = 4000, MOMENTS = 8 };

/* The lists as they were at some moment. */
struct moment {
    uint64_t seq;
    uint32_t snapshot; /* 0: none was taken */
    size_t reference_count;
    struct world_reference *references; /* owned */
    size_t object_count;                /* born so far */
    int64_t *counts;                    /* by oid - 1; -1: dead; owned */
};

struct run {
    struct world world;
    struct moment moments[MOMENTS];
    struct engine *engine;
    uint64_t random;
};

static uint32_t pick(struct run *run, size_t below)
{
    run->random = run->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((run->random >> 33) % below);
}

static void note_moment(struct run *run, struct moment *moment, bool snapshot)
{
    struct world *world = &run->world;
    moment->snapshot = snapshot ? world_snapshot(world, "moment") : 0;
    moment->seq = world->seq;
    moment->reference_count = world->references.count;
    moment->references =
        memory_resize(NULL, world->references.count + 1, sizeof *moment->references);
    memcpy(moment->references, world->references.items,
           world->references.count * sizeof *moment->references);
    moment->object_count = world->objects.count;
    moment->counts = memory_resize(NULL, world->objects.count + 1, sizeof *moment->counts);
    for (size_t i = 0; i < world->objects.count; i++)
        moment->counts[i] = world->objects.items[i].died_seq ? -1 : world->objects.items[i].count;
}

/* A living object, or 0. */
static uint64_t pick_object(struct run *run)
{
    struct world *world = &run->world;
    for (int i = 0; i < 20 && world->objects.count > 0; i++) {
        uint64_t oid = 1 + pick(run, world->objects.count);
        if (!world_object(world, oid)->died_seq)
            return oid;
    }
    return 0;
}

/* Drops what a dying object holds, and what dies of it: a plain dealloc. */
static void die(struct world *world, uint64_t oid, uint32_t site)
{
    for (size_t i = world->references.count; i-- > 0;) {
        struct world_reference reference = world->references.items[i];
        if (reference.holder != (int64_t)oid)
            continue;
        world_drop(world, reference.oid, reference.holder, site);
        if (world_object(world, reference.oid)->count == 0 && reference.oid != oid)
            die(world, reference.oid, site);
        i = world->references.count;
    }
    if (!world_object(world, oid)->died_seq && world_object(world, oid)->count == 0)
        world_free(world, oid, site);
}

static void take_step(struct run *run, const uint32_t *sites, int64_t root)
{
    struct world *world = &run->world;
    uint32_t site = sites[pick(run, 4)];
    uint64_t oid = pick_object(run);
    if (oid == 0 || pick(run, 3) == 0) {
        static const char *const types[] = {"list", "dict", "str"};
        oid = world_new(world, types[pick(run, 3)], 16 * (1 + pick(run, 8)), site);
        if (pick(run, 2))
            world_give(world, oid, root, EDGE_GLOBAL, world_text(world, "name"), site);
        return;
    }
    uint64_t other = pick_object(run);
    if (pick(run, 2) && other != oid) {
        world_hold(world, oid, (int64_t)other, EDGE_INDEX, pick(run, 5), site);
        return;
    }
    for (size_t i = 0; i < world->references.count; i++)
        if (world->references.items[i].oid == oid) {
            world_drop(world, oid, world->references.items[i].holder, site);
            break;
        }
    if (world_object(world, oid)->count == 0)
        die(world, oid, site);
}

static int begin_run(void **state)
{
    struct run *run = memory_zeroed(1, sizeof *run);
    struct error error = {0};
    run->random = 42;
    world_begin(&run->world, NULL);
    uint32_t sites[4];
    for (uint32_t i = 0; i < 4; i++)
        sites[i] = world_line(&run->world, i % 2 ? "put" : "get", 10 + i);
    int64_t root = recorder_root(run->world.lane, "module globals");
    for (int step = 0, moment = 0; moment < MOMENTS; step++) {
        take_step(run, sites, root);
        if (step % (STEPS / MOMENTS) == STEPS / MOMENTS - 1) {
            note_moment(run, &run->moments[moment], moment % 2 == 0);
            moment++;
        }
    }
    world_finish(&run->world);
    run->engine = engine_open(run->world.path, NULL, &error);
    if (!run->engine)
        fail_msg("%s", error.message);
    *state = run;
    return 0;
}

static int end_run(void **state)
{
    struct run *run = *state;
    engine_close(run->engine);
    world_release(&run->world);
    for (int i = 0; i < MOMENTS; i++) {
        memory_free(run->moments[i].references);
        memory_free(run->moments[i].counts);
    }
    memory_free(run);
    return 0;
}

static sqlite3_stmt *prepare(struct run *run, const char *sql)
{
    struct error error = {0};
    sqlite3_stmt *statement = engine_prepare(run->engine, sql, NULL, &error);
    if (!statement)
        fail_msg("%s: %s", sql, error.message);
    return statement;
}

static bool step(struct run *run, sqlite3_stmt *statement)
{
    struct error error = {0};
    bool is_row = engine_step(run->engine, statement, &error);
    if (error.code != ERROR_NONE)
        fail_msg("%s", error.message);
    return is_row;
}

/* The one number that a query returns; %lld in it are `one` and `two`. */
static int64_t ask(struct run *run, const char *format, int64_t one, int64_t two)
{
    char *sql = sqlite3_mprintf(format, one, two);
    sqlite3_stmt *statement = prepare(run, sql);
    assert_true(step(run, statement));
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return number;
}

static void the_run_balances(void **state)
{
    struct run *run = *state;
    struct verify_report report;
    struct error error = {0};
    if (!verify_trace(run->engine, &report, &error))
        fail_msg("%s", error.message);
    for (int i = 1; i < VERIFY_INVARIANT_COUNT; i++)
        if (report.results[i].failures)
            fail_msg("%d: %s", i, report.results[i].first.message);
    assert_int_equal(report.events, run->world.seq);
}

static void event_has_every_event_once_and_in_order(void **state)
{
    struct run *run = *state;
    sqlite3_stmt *statement = prepare(run, "SELECT seq FROM event");
    int64_t expected = 1;
    for (; step(run, statement); expected++)
        assert_int_equal(sqlite3_column_int64(statement, 0), expected);
    sqlite3_finalize(statement);
    assert_int_equal(expected, (int64_t)run->world.seq + 1);
}

/* A filter finds what a search through all events finds: `+column` keeps SQLite from using the
 * filter. */
static void every_filter_of_event_finds_what_a_full_search_finds(void **state)
{
    struct run *run = *state;
    static const char *const conditions[] = {
        "%soid = %lld",
        "%sholder = %lld",
        "%sfrom_holder = %lld - 10",
        "%ssite = %lld %% 5",
        "%sseq = %lld",
        "%sseq < %lld * 40",
        "%sseq >= %lld * 40",
        "%sseq > %lld.5",
        "%skind = CASE %lld %% 4 WHEN 0 THEN 'alloc' WHEN 1 THEN 'decref' WHEN 2 THEN 'free' END",
        "%stype = 'list' AND seq < %lld * 9",
        "%soid BETWEEN %lld AND 30",
        "%skind IN ('incref', 'move') AND oid = %lld",
    };
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        for (int64_t number = -3; number < 60; number += 7) {
            char *with = sqlite3_mprintf(conditions[i], "", number);
            char *without = sqlite3_mprintf(conditions[i], "+", number);
            char *sql =
                sqlite3_mprintf("SELECT (SELECT coalesce(sum(seq * 7), -1) FROM event WHERE %s)"
                                " = (SELECT coalesce(sum(seq * 7), -1) FROM event WHERE %s)",
                                with, without);
            sqlite3_stmt *statement = prepare(run, sql);
            if (!step(run, statement) || !sqlite3_column_int(statement, 0))
                fail_msg("%s", sql);
            sqlite3_finalize(statement);
            sqlite3_free(sql);
            sqlite3_free(with);
            sqlite3_free(without);
        }
}

static void object_has_the_life_of_every_object(void **state)
{
    struct run *run = *state;
    sqlite3_stmt *statement = prepare(
        run, "SELECT oid, type_id, size, born_seq, born_site, coalesce(died_seq, 0), refcount,"
             " fate FROM object ORDER BY oid");
    for (size_t i = 0; i < run->world.objects.count; i++) {
        const struct world_object *object = &run->world.objects.items[i];
        assert_true(step(run, statement));
        assert_int_equal(sqlite3_column_int64(statement, 0), object->oid);
        assert_int_equal(sqlite3_column_int64(statement, 1), object->type);
        assert_int_equal(sqlite3_column_int64(statement, 2), object->size);
        assert_int_equal(sqlite3_column_int64(statement, 3), object->born_seq);
        assert_int_equal(sqlite3_column_int64(statement, 4), object->born_site);
        assert_int_equal(sqlite3_column_int64(statement, 5), object->died_seq);
        assert_int_equal(sqlite3_column_int64(statement, 6), object->count);
        assert_string_equal((const char *)sqlite3_column_text(statement, 7),
                            object->died_seq ? "freed" : "alive");
    }
    assert_false(step(run, statement));
    sqlite3_finalize(statement);
}

static void object_at_a_seq_has_what_was_alive_then_with_its_count(void **state)
{
    struct run *run = *state;
    for (int i = 0; i < MOMENTS; i++) {
        const struct moment *moment = &run->moments[i];
        char *sql = sqlite3_mprintf("SELECT oid, refcount FROM object(%lld) ORDER BY oid",
                                    (int64_t)moment->seq);
        sqlite3_stmt *statement = prepare(run, sql);
        for (size_t oid = 1; oid <= moment->object_count; oid++) {
            if (moment->counts[oid - 1] < 0)
                continue;
            assert_true(step(run, statement));
            assert_int_equal(sqlite3_column_int64(statement, 0), oid);
            assert_int_equal(sqlite3_column_int64(statement, 1), moment->counts[oid - 1]);
        }
        assert_false(step(run, statement));
        sqlite3_finalize(statement);
        sqlite3_free(sql);
    }
}

/* Numbers of a reference by which lists are compared, in any order. */
static int64_t fold(int64_t holder, int64_t oid, int64_t seq, int64_t site)
{
    return ((holder + 17) * 31 + oid) * 101 + seq * 7 + site;
}

static int64_t fold_moment(const struct moment *moment, bool in_flight)
{
    int64_t sum = 0;
    for (size_t i = 0; i < moment->reference_count; i++) {
        const struct world_reference *reference = &moment->references[i];
        if (in_flight || reference->holder != 0)
            sum += fold(reference->holder, (int64_t)reference->oid, (int64_t)reference->opened_seq,
                        reference->site);
    }
    return sum;
}

static void reference_at_any_moment_has_what_was_open_then(void **state)
{
    struct run *run = *state;
    static const char sum[] =
        "SELECT sum(((holder + 17) * 31 + oid) * 101 + opened_seq * 7 + site)";
    for (int i = 0; i < MOMENTS; i++) {
        const struct moment *moment = &run->moments[i];
        char *by_seq = sqlite3_mprintf("%s FROM reference WHERE seq = %%lld", sum);
        assert_int_equal(ask(run, by_seq, (int64_t)moment->seq, 0), fold_moment(moment, true));
        sqlite3_free(by_seq);
        if (!moment->snapshot)
            continue;
        char *by_snapshot = sqlite3_mprintf("%s FROM reference(%%lld)", sum);
        assert_int_equal(ask(run, by_snapshot, moment->snapshot, 0), fold_moment(moment, false));
        sqlite3_free(by_snapshot);
    }
    char *end = sqlite3_mprintf("%s FROM reference", sum);
    int64_t expected = 0;
    for (size_t i = 0; i < run->world.references.count; i++) {
        const struct world_reference *reference = &run->world.references.items[i];
        expected += fold(reference->holder, (int64_t)reference->oid, (int64_t)reference->opened_seq,
                         reference->site);
    }
    assert_int_equal(ask(run, end, 0, 0), expected);
    sqlite3_free(end);
}

static void filters_of_reference_find_what_a_full_search_finds(void **state)
{
    struct run *run = *state;
    for (int64_t number = -2; number < 200; number += 3) {
        assert_true(ask(run,
                        "SELECT (SELECT count(*) FROM reference(1) WHERE oid = %lld) ="
                        " (SELECT count(*) FROM reference(1) WHERE +oid = %lld)",
                        number, number));
        assert_true(ask(run,
                        "SELECT (SELECT count(*) FROM reference WHERE holder = %lld) ="
                        " (SELECT count(*) FROM reference WHERE +holder = %lld)",
                        number, number));
    }
}

/* What a plain walk over the open references reaches from the roots and what is in flight. */
static void node_knows_what_is_reachable_and_what_is_retained(void **state)
{
    struct run *run = *state;
    const struct moment *moment = &run->moments[MOMENTS - 1];
    bool *met = memory_zeroed(moment->object_count + 1, 1);
    bool changed = true;
    while (changed) {
        changed = false;
        for (size_t i = 0; i < moment->reference_count; i++) {
            const struct world_reference *reference = &moment->references[i];
            bool is_from = reference->holder <= 0 || met[reference->holder];
            if (is_from && !met[reference->oid])
                changed = met[reference->oid] = true;
        }
    }
    sqlite3_stmt *statement =
        prepare(run, "SELECT oid, reachable FROM node WHERE oid > 0 ORDER BY oid");
    while (step(run, statement))
        assert_int_equal(sqlite3_column_int(statement, 1), met[sqlite3_column_int64(statement, 0)]);
    sqlite3_finalize(statement);
    memory_free(met);
    assert_int_equal(
        ask(run, "SELECT sum(retained) FROM node WHERE dominator IS NULL AND reachable", 0, 0),
        ask(run, "SELECT sum(size) FROM node WHERE reachable", 0, 0));
    assert_int_equal(
        ask(run, "SELECT sum(retained) FROM node WHERE outermost_of_type AND type = 'list'", 0, 0),
        ask(run,
            "WITH RECURSIVE held(oid) AS (SELECT oid FROM node WHERE type = 'list' AND reachable"
            " UNION SELECT n.oid FROM held JOIN node AS n ON n.dominator = held.oid)"
            " SELECT sum(size) FROM node WHERE oid IN (SELECT oid FROM held)",
            0, 0));
}

static void paths_are_made_of_open_references_from_a_root_to_the_object(void **state)
{
    struct run *run = *state;
    assert_int_equal(
        ask(run, "SELECT count(*) FROM node AS n CROSS JOIN path(n.oid) AS p WHERE n.oid > 0", 0,
            0),
        ask(run, "SELECT sum(distance) FROM node WHERE oid > 0", 0, 0));
    assert_int_equal(
        ask(run,
            "SELECT count(*) FROM node AS n CROSS JOIN path(n.oid) AS p WHERE n.oid > 0"
            " AND (p.opened_seq IS NULL OR NOT EXISTS (SELECT 1 FROM reference AS r"
            " WHERE r.holder = p.holder AND r.oid = p.oid"
            " AND r.opened_seq = p.opened_seq))",
            0, 0),
        0);
    assert_int_equal(
        ask(run,
            "SELECT count(*) FROM node AS n CROSS JOIN path(n.oid) AS p WHERE n.oid > 0"
            " AND (p.step = 1) <> (p.holder <= 0)",
            0, 0),
        0);
}

static void the_tree_of_paths_has_every_reachable_object_once(void **state)
{
    struct run *run = *state;
    assert_int_equal(ask(run, "SELECT sum(objects) FROM path_tree('list') WHERE depth = 0", 0, 0),
                     ask(run, "SELECT count(*) FROM node WHERE reachable AND type = 'list'", 0, 0));
    assert_int_equal(ask(run, "SELECT count(*) FROM path_tree WHERE oid > 0", 0, 0),
                     ask(run, "SELECT count(*) FROM node WHERE reachable AND oid > 0", 0, 0));
    assert_int_equal(
        ask(run, "SELECT count(*) FROM path_tree('list', NULL, 5) WHERE objects < 5", 0, 0), 0);
}

static void pending_cycles_are_the_unreachable_components(void **state)
{
    struct run *run = *state;
    for (int i = 0; i < MOMENTS; i++) {
        int64_t seq = (int64_t)run->moments[i].seq;
        assert_int_equal(ask(run, "SELECT total(objects) FROM pending_cycle(NULL, %lld)", seq, 0),
                         ask(run,
                             "SELECT count(*) FROM node(NULL, %lld)"
                             " WHERE NOT reachable AND component_size > 1",
                             seq, 0));
    }
}

/* An object and its referrers at every depth: what a walk against the references finds. */
static void the_tree_of_referrers_follows_each_holder_once(void **state)
{
    struct run *run = *state;
    for (int64_t oid = 1; oid < 1400; oid += 31)
        assert_int_equal(ask(run,
                             "SELECT count(DISTINCT holder) FROM referrer_tree(%lld, NULL, 1000)"
                             " WHERE holder > 0 AND holder <> %lld",
                             oid, oid),
                         ask(run,
                             "WITH RECURSIVE up(oid) AS (SELECT %lld UNION SELECT r.holder FROM up"
                             " JOIN reference AS r ON r.oid = up.oid WHERE r.holder > 0)"
                             " SELECT count(*) FROM up WHERE oid <> %lld",
                             oid, oid));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_run_balances),
        cmocka_unit_test(event_has_every_event_once_and_in_order),
        cmocka_unit_test(every_filter_of_event_finds_what_a_full_search_finds),
        cmocka_unit_test(object_has_the_life_of_every_object),
        cmocka_unit_test(object_at_a_seq_has_what_was_alive_then_with_its_count),
        cmocka_unit_test(reference_at_any_moment_has_what_was_open_then),
        cmocka_unit_test(filters_of_reference_find_what_a_full_search_finds),
        cmocka_unit_test(node_knows_what_is_reachable_and_what_is_retained),
        cmocka_unit_test(paths_are_made_of_open_references_from_a_root_to_the_object),
        cmocka_unit_test(the_tree_of_paths_has_every_reachable_object_once),
        cmocka_unit_test(pending_cycles_are_the_unreachable_components),
        cmocka_unit_test(the_tree_of_referrers_follows_each_holder_once),
    };
    return cmocka_run_group_tests(tests, begin_run, end_run);
}
