/* The facade for C programs: objects, holds, a class of one's own, weak references, collections. */
#include "runtime/runtime.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* --- misuse ----------------------------------------------------------------------------------- */

static struct object *text, *list;

static void append_to_text(struct runtime *rt)
{
    runtime_list_append(rt, text, text);
}

static void set_in_list(struct runtime *rt)
{
    runtime_dict_set(rt, list, "key", text);
}

static void set_without_key(struct runtime *rt)
{
    runtime_dict_set(rt, runtime_dict_new(rt), NULL, text);
}

#ifndef __SANITIZE_ADDRESS__ /* the sanitizer is faster to say it */
static void release_twice(struct runtime *rt)
{
    runtime_release(rt, text);
    runtime_release(rt, text);
}
#endif

static void hold_nothing(struct runtime *rt)
{
    runtime_hold(rt, NULL);
}

static void ask_no_weak_reference(struct runtime *rt)
{
    runtime_weak_get(rt, text);
}

static void ask_fields_of_a_list(struct runtime *rt)
{
    (void)rt;
    runtime_fields(list);
}

static void make_a_class_without_a_name(struct runtime *rt)
{
    static const struct runtime_class_description description = {.size = 8};
    runtime_class_new(rt, &description);
}

static void make_a_class_that_cannot_die(struct runtime *rt)
{
    static const struct runtime_class_description description = {
        .name = "Node", .size = sizeof(struct node), .traverse = traverse};
    runtime_class_new(rt, &description);
}

static void take_a_snapshot_without_a_label(struct runtime *rt)
{
    runtime_snapshot(rt, NULL);
}

/* The process that does it is ended by SIGABRT, and says which call and why. */
static void assert_misuse(struct runtime *rt, void (*misuse)(struct runtime *rt), const char *said)
{
    int ends[2];
    char output[512] = {0};
    assert_return_code(pipe(ends), errno);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        misuse(rt);
        _exit(0);
    }
    close(ends[1]);
    size_t size = 0;
    for (ssize_t got; (got = read(ends[0], output + size, sizeof output - 1 - size)) > 0;)
        size += (size_t)got;
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(output, said));
}

static void misuse_ends_the_program_with_a_sentence(void **state)
{
    struct runtime *rt = *state;
    static const struct {
        void (*misuse)(struct runtime *rt);
        const char *said;
    } rows[] = {
        {append_to_text, "runtime_list_append: this is no list"},
        {set_in_list, "runtime_dict_set: this is no dict"},
        {set_without_key, "runtime_dict_set: there is no key"},
#ifndef __SANITIZE_ADDRESS__
        {release_twice, "runtime_release: this object has no reference left"},
#endif
        {hold_nothing, "runtime_hold: there is no object"},
        {ask_no_weak_reference, "runtime_weak_get: this is no weak reference"},
        {ask_fields_of_a_list, "runtime_fields: this is no object of a class of yours"},
        {make_a_class_without_a_name, "runtime_class_new: a class has a name"},
        {make_a_class_that_cannot_die,
         "runtime_class_new: a class with slots has clear and dealloc"},
        {take_a_snapshot_without_a_label, "runtime_snapshot: a snapshot has a label"},
    };
    text = runtime_text_new(rt, "long enough to be an object");
    list = runtime_list_new(rt);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_misuse(rt, rows[i].misuse, rows[i].said);
    runtime_release(rt, text);
    runtime_release(rt, list);
}

static void two_runtimes_in_one_process_know_nothing_of_each_other(void **state)
{
    struct runtime *rt = *state;
    struct error error;
    struct runtime *other = runtime_start(NULL, &error);
    struct object *here = runtime_list_new(rt), *there = runtime_list_new(other);
    runtime_list_append(rt, here, here);
    runtime_list_append(other, there, there);
    runtime_release(rt, here);
    runtime_release(other, there);
    assert_int_equal(runtime_collect(rt), 1);
    assert_int_equal(runtime_collect(other), 1);
    runtime_stop(other);
    here = runtime_text_new(rt, "the first one goes on");
    assert_int_equal(runtime_count(here), 1);
    runtime_release(rt, here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_hold_is_one_more_reference, start, stop),
        cmocka_unit_test_setup_teardown(a_list_holds_its_items, start, stop),
        cmocka_unit_test_setup_teardown(a_dict_finds_values_by_text, start, stop),
        cmocka_unit_test_setup_teardown(text_that_is_not_utf8_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_cycle_of_own_objects_is_collected, start, stop),
        cmocka_unit_test_setup_teardown(misuse_ends_the_program_with_a_sentence, start, stop),
        cmocka_unit_test_setup_teardown(two_runtimes_in_one_process_know_nothing_of_each_other,
                                        start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
