/* The collector: generations, cycles, resurrection, weak references, freezing. gc_check walks the
 * invariants after each step. */
#include "runtime/core/gc.h"
#include "runtime/core/weakref.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define FULL (GC_GENERATIONS - 1)

static int start(void **state)
{
    static const struct program_options options = {.script = "test.py", .gc_disabled = true};
    *state = interpreter_new(&options, NULL);
    gc_collect(*state, FULL, "call");
    return 0;
}

static int stop(void **state)
{
    gc_check(*state);
    interpreter_free(*state);
    return 0;
}

static int64_t collect(struct runtime *rt)
{
    int64_t found = gc_collect(rt, FULL, "call");
    gc_check(rt);
    return found;
}

/* A list that holds itself, and `more` others that hold themselves too. */
static owned make_cycle(struct runtime *rt, size_t more)
{
    owned list = list_new(rt, 0);
    list_append(rt, list, object_retain(rt, list));
    if (more)
        list_append(rt, list, make_cycle(rt, more - 1));
    return list;
}

/* class NAME: pass */
static owned make_class(struct runtime *rt, const char *name)
{
    borrowed object_class = &object_type_.header;
    owned bases = tuple_from(rt, &object_class, 1);
    owned namespace = dict_new(rt);
    owned class =
        class_new(rt, &type_type, str_intern_text(rt, name), bases, namespace, NULL, NULL);
    object_release(rt, namespace);
    object_release(rt, bases);
    return class;
}

static void nothing_is_found_where_nothing_is_lost(void **state)
{
    assert_int_equal(collect(*state), 0);
}

static void a_list_that_holds_itself_is_found(void **state)
{
    struct runtime *rt = *state;
    owned list = make_cycle(rt, 0);
    assert_int_equal(collect(rt), 0);
    object_release(rt, list);
    assert_int_equal(collect(rt), 1);
}

static void what_a_cycle_holds_goes_with_it(void **state)
{
    struct runtime *rt = *state;
    object_release(rt, make_cycle(rt, 99));
    assert_int_equal(collect(rt), 100);
}

static void what_a_living_object_reaches_lives(void **state)
{
    struct runtime *rt = *state;
    owned outer = list_new(rt, 0);
    list_append(rt, outer, make_cycle(rt, 3));
    assert_int_equal(collect(rt), 0);
    object_release(rt, outer);
    assert_int_equal(collect(rt), 4);
}

/* The holder is younger than what it holds: it is found late. */
static void order_in_the_table_does_not_matter(void **state)
{
    struct runtime *rt = *state;
    owned inner = make_cycle(rt, 10);
    owned outer = list_new(rt, 0);
    list_append(rt, outer, inner);
    assert_int_equal(collect(rt), 0);
    object_release(rt, outer);
    assert_int_equal(collect(rt), 11);
}

static int count_one(void *context, UNUSED borrowed v)
{
    ++*(size_t *)context;
    return 0;
}

static size_t count_generation(struct runtime *rt, int generation)
{
    size_t count = 0;
    gc_each(rt, generation, count_one, &count);
    return count;
}

static void survivors_grow_old(void **state)
{
    struct runtime *rt = *state;
    gc_collect(rt, FULL, "call");
    size_t old = count_generation(rt, 2);
    owned list = list_new(rt, 0);
    assert_int_equal(count_generation(rt, 0), 1);
    gc_collect(rt, 0, "call");
    assert_int_equal(count_generation(rt, 0), 0);
    assert_int_equal(count_generation(rt, 1), 1);
    gc_collect(rt, 1, "call");
    assert_int_equal(count_generation(rt, 1), 0);
    assert_int_equal(count_generation(rt, 2), old + 1);
    gc_check(rt);
    object_release(rt, list);
}

static void a_young_collection_leaves_old_garbage(void **state)
{
    struct runtime *rt = *state;
    owned list = make_cycle(rt, 0);
    gc_collect(rt, FULL, "call");
    object_release(rt, list);
    assert_int_equal(gc_collect(rt, 0, "call"), 0);
    assert_int_equal(gc_collect(rt, 1, "call"), 0);
    assert_int_equal(collect(rt), 1);
}

static void the_threshold_collects_generation_0(void **state)
{
    struct runtime *rt = *state;
    static const int32_t often[] = {10, 1000, 1000};
    gc_collect(rt, FULL, "call");
    gc_set_threshold(rt, often);
    gc_enable(rt, true);
    uint64_t before = gc_get_statistics(rt, 0).collections;
    owned keep = list_new(rt, 0);
    for (int i = 0; i < 55; i++)
        list_append(rt, keep, list_new(rt, 0));
    gc_enable(rt, false);
    assert_int_equal(gc_get_statistics(rt, 0).collections - before, 5);
    gc_check(rt);
    object_release(rt, keep);
}

static void a_tuple_of_atoms_is_forgotten(void **state)
{
    struct runtime *rt = *state;
    borrowed items[] = {int_tag(1), int_tag(2)};
    owned tuple = tuple_from(rt, items, 2);
    assert_true(gc_is_tracked(tuple));
    collect(rt);
    assert_false(gc_is_tracked(tuple));
    object_release(rt, tuple);
}

static void a_dict_is_tracked_once_it_holds_a_container(void **state)
{
    struct runtime *rt = *state;
    owned dict = dict_new(rt);
    dict_set(rt, dict, int_tag(1), int_tag(1));
    assert_false(gc_is_tracked(dict));
    dict_set(rt, dict, int_tag(2), list_new(rt, 0));
    assert_true(gc_is_tracked(dict));
    dict_delete(rt, dict, int_tag(2));
    collect(rt);
    assert_false(gc_is_tracked(dict));
    object_release(rt, dict);
}

static void a_weak_reference_to_garbage_is_dead_and_calls_back(void **state)
{
    struct runtime *rt = *state;
    owned heard = list_new(rt, 0);
    owned append = object_find_attribute(rt, heard, str_intern_text(rt, "append"));
    owned class = make_class(rt, "C");
    owned v = class_instance_new(rt, (struct type *)class);
    assert_int_equal(object_set_attribute(rt, v, str_intern_text(rt, "me"), v), 0);
    owned weak = weakref_new(rt, &weakref_type, v, append, false);
    object_release(rt, v);
    assert_non_null(((struct weakref *)weak)->target);
    assert_int_equal(collect(rt), 2);
    assert_null(((struct weakref *)weak)->target);
    assert_int_equal(((struct list *)heard)->count, 1);
    object_release(rt, weak);
    object_release(rt, append);
    object_release(rt, heard);
    object_release(rt, class);
}

static owned risen; /* what rise() kept */

static void rise(struct runtime *rt, borrowed v)
{
    if (!risen)
        risen = object_retain(rt, v);
}

static void a_finalizer_runs_once_and_may_bring_its_object_back(void **state)
{
    struct runtime *rt = *state;
    owned class = make_class(rt, "Phoenix");
    ((struct type *)class)->finalize = rise;
    owned v = class_instance_new(rt, (struct type *)class);
    object_set_attribute(rt, v, str_intern_text(rt, "me"), v);
    object_release(rt, v);
    assert_int_equal(collect(rt), 0);
    assert_ptr_equal(risen, v);
    assert_true(object_has_flag(v, OBJECT_FINALIZED));
    object_release(rt, risen);
    assert_int_equal(collect(rt), 2);
    risen = NULL;
    object_release(rt, class);
}

static void legacy_finalizers_make_a_cycle_uncollectable(void **state)
{
    struct runtime *rt = *state;
    owned class = make_class(rt, "Old");
    ((struct type *)class)->finalize = rise;
    risen = class; /* a finalizer that ran would be seen: it must not */
    owned v = class_instance_new(rt, (struct type *)class);
    object_set_attribute(rt, v, str_intern_text(rt, "me"), v);
    object_release(rt, v);
    gc_set_legacy_finalizers(rt, true);
    assert_int_equal(collect(rt), 2);
    borrowed garbage = *gc_garbage_slot(rt);
    assert_int_equal(((struct list *)garbage)->count, 1);
    assert_ptr_equal(((struct list *)garbage)->items[0], v);
    assert_false(object_has_flag(v, OBJECT_FINALIZED));
    gc_set_legacy_finalizers(rt, false);
    slot_clear(rt, ledger_root(rt, ROOT_GARBAGE), gc_garbage_slot(rt));
    assert_int_equal(collect(rt), 2);
    risen = NULL;
    object_release(rt, class);
}

static void what_is_frozen_is_not_collected(void **state)
{
    struct runtime *rt = *state;
    object_release(rt, make_cycle(rt, 0));
    gc_freeze(rt);
    assert_int_equal(collect(rt), 0);
    assert_true(gc_freeze_count(rt) > 0);
    gc_unfreeze(rt);
    assert_int_equal(gc_freeze_count(rt), 0);
    assert_int_equal(collect(rt), 1);
}

/* Births, deaths, links and collections at random: every cycle is found in the end. */
static void a_random_graph_is_collected_whole(void **state)
{
    struct runtime *rt = *state;
    enum { NAMES = 40, STEPS = 20000 };
    borrowed names_of[NAMES] = {NULL};
    uint64_t random = 42;
    for (int step = 0; step < STEPS; step++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
        size_t a = random >> 33 & 31, b = random >> 40 & 31;
        switch (random >> 60) {
        case 0:
        case 1:
        case 2:
        case 3:
            object_release_maybe(rt, names_of[a]);
            names_of[a] = list_new(rt, 0);
            break;
        case 4:
        case 5:
            object_release_maybe(rt, names_of[a]);
            names_of[a] = NULL;
            break;
        case 6:
            gc_collect(rt, (int)(random >> 50) % GC_GENERATIONS, "call");
            break;
        default:
            if (names_of[a] && names_of[b])
                list_append(rt, names_of[a], object_retain(rt, names_of[b]));
        }
    }
    gc_check(rt);
    for (int i = 0; i < NAMES; i++)
        object_release_maybe(rt, names_of[i]);
    collect(rt);
    assert_int_equal(collect(rt), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_found_where_nothing_is_lost, start, stop),
        cmocka_unit_test_setup_teardown(a_list_that_holds_itself_is_found, start, stop),
        cmocka_unit_test_setup_teardown(what_a_cycle_holds_goes_with_it, start, stop),
        cmocka_unit_test_setup_teardown(what_a_living_object_reaches_lives, start, stop),
        cmocka_unit_test_setup_teardown(order_in_the_table_does_not_matter, start, stop),
        cmocka_unit_test_setup_teardown(survivors_grow_old, start, stop),
        cmocka_unit_test_setup_teardown(a_young_collection_leaves_old_garbage, start, stop),
        cmocka_unit_test_setup_teardown(the_threshold_collects_generation_0, start, stop),
        cmocka_unit_test_setup_teardown(a_tuple_of_atoms_is_forgotten, start, stop),
        cmocka_unit_test_setup_teardown(a_dict_is_tracked_once_it_holds_a_container, start, stop),
        cmocka_unit_test_setup_teardown(a_weak_reference_to_garbage_is_dead_and_calls_back, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_finalizer_runs_once_and_may_bring_its_object_back, start,
                                        stop),
        cmocka_unit_test_setup_teardown(legacy_finalizers_make_a_cycle_uncollectable, start, stop),
        cmocka_unit_test_setup_teardown(what_is_frozen_is_not_collected, start, stop),
        cmocka_unit_test_setup_teardown(a_random_graph_is_collected_whole, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
