/* The tables of dict and set, deque and list.sort against naive models under thousands of
 * random steps. */
#include "runtime/python/interpreter.h"
#include "runtime/types/deque.h"
#include "runtime/types/dict.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/set_table.h"
#include "runtime/types/singletons.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define STEPS 20000
#define KEYS  300

static uint64_t random_state = 88172645463325252;

static size_t random_below(size_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)(random_state % limit);
}

/* Keys with few different hashes among them: multiples of a large power of two collide. */
static borrowed key_of(size_t number)
{
    return int_tag((int64_t)(number % 3 == 0 ? number << 20 : number));
}

static int start(void **state)
{
    static const struct program_options options = {.script = "tables"};
    *state = interpreter_new(&options, NULL);
    type_ready(*state, &deque_type);
    return 0;
}

static int stop(void **state)
{
    interpreter_free(*state);
    return 0;
}

/* --- dict ------------------------------------------------------------------------------------- */

struct pairs { /* the naive dict: pairs in order of insertion */
    size_t keys[KEYS];
    int64_t values[KEYS];
    size_t count;
};

static size_t pairs_find(const struct pairs *pairs, size_t key)
{
    size_t i = 0;
    while (i < pairs->count && pairs->keys[i] != key)
        i++;
    return i;
}

static void pairs_remove(struct pairs *pairs, size_t place)
{
    for (size_t i = place; i + 1 < pairs->count; i++) {
        pairs->keys[i] = pairs->keys[i + 1];
        pairs->values[i] = pairs->values[i + 1];
    }
    pairs->count--;
}

static void check_same_pairs(borrowed dict, const struct pairs *pairs)
{
    size_t position = 0, i = 0;
    borrowed key, value;
    assert_int_equal(dict_count(dict), pairs->count);
    while (dict_next(dict, &position, &key, &value)) {
        assert_ptr_equal(key, key_of(pairs->keys[i]));
        assert_int_equal(int_untag(value), pairs->values[i]);
        i++;
    }
    assert_int_equal(i, pairs->count);
}

static void an_empty_dict_has_no_table(void **state)
{
    struct runtime *rt = *state;
    owned dict = dict_new(rt);
    assert_int_equal(dict_table_reported_size((struct dict *)dict), 48);
    assert_null(dict_get(rt, dict, key_of(1)));
    assert_int_equal(dict_contains(rt, dict, key_of(1)), 0);
    dict_clear(rt, dict);
    object_release(rt, dict);
}

static void a_dict_does_what_a_row_of_pairs_does(void **state)
{
    struct runtime *rt = *state;
    static struct pairs pairs;
    owned dict = dict_new(rt);
    for (size_t step = 0; step < STEPS; step++) {
        size_t key = random_below(KEYS), place = pairs_find(&pairs, key), action = random_below(20);
        bool is_there = place < pairs.count;
        assert_int_equal(dict_contains(rt, dict, key_of(key)), is_there);
        if (action < 11) {
            if (!is_there)
                pairs.keys[pairs.count++] = key;
            pairs.values[place] = (int64_t)step;
            assert_int_equal(dict_set(rt, dict, key_of(key), int_tag((int64_t)step)), 0);
        } else if (action < 18 && is_there) {
            assert_int_equal(int_untag(dict_take(rt, dict, key_of(key))), pairs.values[place]);
            pairs_remove(&pairs, place);
        } else if (action == 18 && pairs.count > 0) {
            struct dict_entry last = dict_table_take_last(rt, (struct dict *)dict);
            assert_ptr_equal(last.key, key_of(pairs.keys[pairs.count - 1]));
            pairs.count--;
        } else if (action == 19 && pairs.count > 0) {
            struct dict_entry first = dict_table_take_first(rt, (struct dict *)dict);
            assert_ptr_equal(first.key, key_of(pairs.keys[0]));
            pairs_remove(&pairs, 0);
        }
        if (step % 97 == 0)
            check_same_pairs(dict, &pairs);
        if (random_below(2000) == 0) {
            dict_clear(rt, dict);
            pairs.count = 0;
        }
    }
    check_same_pairs(dict, &pairs);
    owned copy = dict_copy(rt, dict);
    check_same_pairs(copy, &pairs);
    object_release(rt, copy);
    object_release(rt, dict);
}

/* --- set -------------------------------------------------------------------------------------- */

static void check_same_members(struct runtime *rt, borrowed set, const bool *members)
{
    size_t count = 0, position = 0, walked = 0;
    borrowed value;
    for (size_t i = 0; i < KEYS; i++) {
        assert_int_equal(set_contains(rt, set, key_of(i)), members[i]);
        count += members[i];
    }
    assert_int_equal(set_count(set), count);
    while (set_next(set, &position, &value))
        walked++;
    assert_int_equal(walked, count);
}

static void a_set_does_what_a_row_of_flags_does(void **state)
{
    struct runtime *rt = *state;
    bool members[KEYS] = {false};
    owned set = set_new(rt, NULL);
    for (size_t step = 0; step < STEPS; step++) {
        size_t key = random_below(KEYS);
        if (random_below(5) < 3) {
            assert_int_equal(set_add(rt, set, key_of(key)), 0);
            members[key] = true;
        } else {
            assert_int_equal(set_discard(rt, set, key_of(key)), members[key]);
            members[key] = false;
        }
        if (step % 487 == 0)
            check_same_members(rt, set, members);
        if (random_below(3000) == 0) {
            set_table_clear(rt, (struct set *)set);
            memset(members, 0, sizeof members);
        }
    }
    check_same_members(rt, set, members);
    object_release(rt, set);
}

static void operations_on_sets_are_those_of_flags(void **state)
{
    struct runtime *rt = *state;
    for (size_t round = 0; round < 200; round++) {
        bool left[KEYS] = {false}, right[KEYS] = {false}, expected[KEYS];
        owned a = set_new(rt, NULL), b = set_new(rt, NULL);
        for (size_t i = 0; i < round; i++) {
            size_t first = random_below(KEYS), second = random_below(KEYS);
            left[first] = right[second] = true;
            assert_int_equal(set_add(rt, a, key_of(first)), 0);
            assert_int_equal(set_add(rt, b, key_of(second)), 0);
        }
        owned results[] = {set_difference(rt, a, b), set_intersection(rt, a, b),
                           set_symmetric_difference(rt, a, b), set_copy(rt, a)};
        assert_int_equal(set_update(rt, results[3], b), 0);
        for (size_t i = 0; i < 4; i++) {
            for (size_t key = 0; key < KEYS; key++)
                expected[key] = i == 0   ? left[key] && !right[key]
                                : i == 1 ? left[key] && right[key]
                                : i == 2 ? left[key] != right[key]
                                         : left[key] || right[key];
            check_same_members(rt, results[i], expected);
            object_release(rt, results[i]);
        }
        set_table_swap(rt, (struct set *)a, (struct set *)b);
        check_same_members(rt, a, right);
        check_same_members(rt, b, left);
        object_release(rt, a);
        object_release(rt, b);
    }
}

/* --- deque and list --------------------------------------------------------------------------- */

static void a_deque_does_what_a_row_does(void **state)
{
    struct runtime *rt = *state;
    int64_t row[STEPS * 2 + 1];
    size_t first = STEPS, end = STEPS;
    owned v = object_call_none(rt, &deque_type.header);
    struct deque *deque = (struct deque *)v;
    for (size_t step = 0; step < STEPS; step++) {
        borrowed item = int_tag((int64_t)step);
        switch (random_below(5)) {
        case 0:
        case 1:
            row[end++] = (int64_t)step;
            assert_int_equal(deque_append(rt, deque, item), 0);
            break;
        case 2:
            row[--first] = (int64_t)step;
            assert_int_equal(deque_append_left(rt, deque, item), 0);
            break;
        case 3:
            if (end > first)
                assert_int_equal(int_untag(deque_pop(rt, deque)), row[--end]);
            break;
        default:
            if (end > first)
                assert_int_equal(int_untag(deque_pop_left(rt, deque)), row[first++]);
        }
        assert_int_equal(deque->count, end - first);
    }
    for (size_t i = 0; i < deque->count; i++)
        assert_int_equal(int_untag(*deque_slot(deque, i)), row[first + i]);
    object_release(rt, v);
}

static void a_sorted_list_is_in_order(void **state)
{
    struct runtime *rt = *state;
    for (size_t round = 0; round < 300; round++) {
        size_t count = random_below(400), kinds = 1 + random_below(count + 1);
        owned list = list_new(rt, 0);
        int64_t sum = 0, previous = INT64_MIN;
        for (size_t i = 0; i < count; i++) {
            int64_t number = (int64_t)(i % 7 ? random_below(kinds) : i);
            sum += number;
            assert_int_equal(list_append(rt, list, int_tag(number)), 0);
        }
        assert_int_equal(list_sort(rt, list, NONE, false), 0);
        for (size_t i = 0; i < count; i++) {
            int64_t number = int_untag(((struct list *)list)->items[i]);
            assert_true(previous <= number);
            previous = number;
            sum -= number;
        }
        assert_int_equal(sum, 0);
        object_release(rt, list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_dict_has_no_table),
        cmocka_unit_test(a_dict_does_what_a_row_of_pairs_does),
        cmocka_unit_test(a_set_does_what_a_row_of_flags_does),
        cmocka_unit_test(operations_on_sets_are_those_of_flags),
        cmocka_unit_test(a_deque_does_what_a_row_does),
        cmocka_unit_test(a_sorted_list_is_in_order),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
