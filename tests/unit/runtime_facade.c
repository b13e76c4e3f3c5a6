/* The facade for C programs: objects, holds, a class of one's own, weak references, collections. */
#include "runtime/runtime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int start(void **state)
{
    struct error error;
    *state = runtime_start(NULL, &error);
    return *state ? 0 : -1;
}

static int stop(void **state)
{
    runtime_stop(*state);
    return 0;
}

static void a_hold_is_one_more_reference(void **state)
{
    struct runtime *rt = *state;
    struct object *list = runtime_list_new(rt);
    assert_int_equal(runtime_count(list), 1);
    runtime_hold(rt, list);
    assert_int_equal(runtime_count(list), 2);
    runtime_release(rt, list);
    runtime_release(rt, list);
}

static void a_list_holds_its_items(void **state)
{
    struct runtime *rt = *state;
    struct object *outer = runtime_list_new(rt), *inner = runtime_list_new(rt);
    runtime_list_append(rt, outer, inner);
    assert_int_equal(runtime_count(inner), 2);
    assert_int_equal(runtime_list_count(outer), 1);
    assert_ptr_equal(runtime_list_get(outer, 0), inner);
    assert_null(runtime_list_get(outer, 1));
    runtime_release(rt, inner);
    runtime_release(rt, outer);
}

static void a_dict_finds_values_by_text(void **state)
{
    struct runtime *rt = *state;
    struct object *dict = runtime_dict_new(rt), *text = runtime_text_new(rt, "välue");
    runtime_dict_set(rt, dict, "key", text);
    assert_ptr_equal(runtime_dict_get(rt, dict, "key"), text);
    assert_null(runtime_dict_get(rt, dict, "other"));
    runtime_dict_remove(rt, dict, "key");
    runtime_dict_remove(rt, dict, "key");
    assert_null(runtime_dict_get(rt, dict, "key"));
    runtime_release(rt, text);
    runtime_release(rt, dict);
}

static void text_that_is_not_utf8_is_refused(void **state)
{
    assert_null(runtime_text_new(*state, "\xFF"));
}

struct node {
    struct object *next;
};

static int deaths, finalizations;

static struct node *node_of(struct object *v)
{
    return runtime_fields(v);
}

static int traverse(struct object *self, struct runtime_visitor *visitor)
{
    return runtime_visit(visitor, node_of(self)->next, "next");
}

static void clear(struct runtime *rt, struct object *self)
{
    runtime_set(rt, self, &node_of(self)->next, NULL);
}

static void dealloc(struct runtime *rt, struct object *self)
{
    clear(rt, self);
    deaths++;
}

static void finalize(struct runtime *rt, struct object *self)
{
    (void)rt;
    (void)self;
    finalizations++;
}

static void a_cycle_of_own_objects_is_collected(void **state)
{
    struct runtime *rt = *state;
    static const struct runtime_class_description description = {
        "Node", sizeof(struct node), traverse, clear, dealloc, finalize};
    struct runtime_class *class = runtime_class_new(rt, &description);
    struct object *first = runtime_object_new(rt, class), *second = runtime_object_new(rt, class);
    runtime_set(rt, first, &node_of(first)->next, runtime_hold(rt, second));
    runtime_set(rt, second, &node_of(second)->next, runtime_hold(rt, first));
    struct object *weak = runtime_weak_new(rt, first);
    struct object *again = runtime_weak_get(rt, weak);
    assert_ptr_equal(again, first);
    runtime_release(rt, again);
    runtime_release(rt, second);
    assert_int_equal(runtime_collect(rt), 0);
    runtime_release(rt, first);
    assert_int_equal(deaths, 0);
    assert_int_equal(runtime_collect(rt), 2);
    assert_int_equal(deaths, 2);
    assert_int_equal(finalizations, 2);
    assert_null(runtime_weak_get(rt, weak));
    runtime_release(rt, weak);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_hold_is_one_more_reference, start, stop),
        cmocka_unit_test_setup_teardown(a_list_holds_its_items, start, stop),
        cmocka_unit_test_setup_teardown(a_dict_finds_values_by_text, start, stop),
        cmocka_unit_test_setup_teardown(text_that_is_not_utf8_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_cycle_of_own_objects_is_collected, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
