/* Memory of objects: pools, the order of dying, deep structures, lookups in types. */
#include "runtime/core/gc.h"
#include "runtime/core/pool.h"
#include "runtime/core/weakref.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int start(void **state)
{
    static const struct program_options options = {.script = "test.py", .gc_disabled = true};
    *state = interpreter_new(&options, NULL);
    return 0;
}

static int stop(void **state)
{
    interpreter_free(*state);
    return 0;
}

/* class NAME(base): pass */
static owned make_class(struct runtime *rt, const char *name, borrowed base)
{
    owned bases = tuple_from(rt, &base, 1);
    owned namespace = dict_new(rt);
    owned class =
        class_new(rt, &type_type, str_intern_text(rt, name), bases, namespace, NULL, NULL);
    object_release(rt, namespace);
    object_release(rt, bases);
    return class;
}

/* --- pools ------------------------------------------------------------------------------------ */

static int count_block(void *context, UNUSED borrowed v)
{
    ++*(size_t *)context;
    return 0;
}

static size_t count_blocks(struct pools *pools)
{
    size_t count = 0;
    pool_each(pools, count_block, &count);
    return count;
}

static struct object *take(struct pools *pools, size_t size)
{
    bool large;
    struct object *block = pool_allocate(pools, size, &large);
    block->type = &object_type_;
    block->number = large ? (uint64_t)OBJECT_LARGE << 48 : 0;
    return block;
}

static void an_empty_pool_has_no_blocks(UNUSED void **state)
{
    struct pools *pools = pool_open();
    assert_int_equal(count_blocks(pools), 0);
    pool_close(pools);
}

static void a_freed_block_is_the_next_to_be_given_away(UNUSED void **state)
{
    struct pools *pools = pool_open();
    struct object *first = take(pools, 40), *second = take(pools, 40);
    pool_free(pools, first);
    assert_int_equal(count_blocks(pools), 1);
    assert_ptr_equal(take(pools, 40), first);
    assert_int_equal(count_blocks(pools), 2);
    assert_true((char *)second - (char *)first == 40);
    pool_close(pools);
}

static void every_size_gets_room_enough(UNUSED void **state)
{
    struct pools *pools = pool_open();
    size_t made = 0;
    for (size_t size = sizeof(struct object); size < 3000; size += 7, made++) {
        struct object *block = take(pools, size);
        assert_true(pool_block_size(block) >= size);
        assert_int_equal((uintptr_t)block % 8, 0);
        memset(block + 1, 0xFF, size - sizeof *block);
    }
    assert_int_equal(count_blocks(pools), made);
    pool_close(pools);
}

static void empty_pages_serve_other_sizes(UNUSED void **state)
{
    enum { COUNT = 100000 };
    struct pools *pools = pool_open();
    struct object **blocks = memory_allocate(COUNT * sizeof *blocks);
    size_t arenas = 0;
    for (size_t round = 0; round < 4; round++) {
        for (size_t i = 0; i < COUNT; i++)
            blocks[i] = take(pools, 32 + 8 * round);
        arenas = pools->arena_count > arenas ? pools->arena_count : arenas;
        assert_int_equal(count_blocks(pools), COUNT);
        for (size_t i = 0; i < COUNT; i++)
            pool_free(pools, blocks[i]);
        assert_int_equal(count_blocks(pools), 0);
    }
    assert_true(arenas <= COUNT * 56 / (2 << 20) + 2);
    assert_true(pools->arena_count <= 4); /* each of the four sizes keeps a page */
    memory_free(blocks);
    pool_close(pools);
}

/* --- dying ------------------------------------------------------------------------------------ */

static void a_list_nested_a_million_deep_dies(void **state)
{
    struct runtime *rt = *state;
    owned list = list_new(rt, 0);
    for (int i = 0; i < 1000000; i++) {
        owned outer = list_new(rt, 1);
        list_append(rt, outer, list);
        list = outer;
    }
    size_t before = count_blocks(rt->pools);
    object_release(rt, list);
    assert_int_equal(before - count_blocks(rt->pools), 1000001);
}

static borrowed watched; /* a weak reference */
static bool alive_in_finalizer;

static void look(UNUSED struct runtime *rt, borrowed v)
{
    alive_in_finalizer = ((struct weakref *)watched)->target == v && v->count == 1;
}

static void finalizers_come_before_weak_references_die(void **state)
{
    struct runtime *rt = *state;
    owned class = make_class(rt, "C", &object_type_.header);
    ((struct type *)class)->finalize = look;
    owned v = class_instance_new(rt, (struct type *)class);
    watched = weakref_new(rt, &weakref_type, v, NULL, true);
    uint32_t count = class->count;
    object_release(rt, v);
    assert_true(alive_in_finalizer);
    assert_null(((struct weakref *)watched)->target);
    assert_int_equal(class->count, count - 1);
    object_release(rt, watched);
    object_release(rt, class);
}

static void a_reference_without_callback_is_shared(void **state)
{
    struct runtime *rt = *state;
    owned class = make_class(rt, "C", &object_type_.header);
    owned first = weakref_new(rt, &weakref_type, class, NULL, true);
    owned second = weakref_new(rt, &weakref_type, class, NULL, true);
    assert_ptr_equal(first, second);
    owned other = weakref_new(rt, &weakref_type, class, class, false);
    assert_ptr_not_equal(first, other);
    assert_ptr_equal(weakref_first(rt, class), first);
    object_release(rt, first);
    object_release(rt, second);
    assert_ptr_equal(weakref_first(rt, class), other);
    object_release(rt, other);
    assert_null(weakref_first(rt, class));
    object_release(rt, class);
}

/* --- types ------------------------------------------------------------------------------------ */

static void a_lookup_sees_every_change_of_a_base(void **state)
{
    struct runtime *rt = *state;
    owned base = make_class(rt, "Base", &object_type_.header);
    owned derived = make_class(rt, "Derived", base);
    struct type *type = (struct type *)derived;
    borrowed name = str_intern_text(rt, "x");
    assert_null(type_lookup(rt, type, name));
    uint32_t version = type->version;
    assert_int_not_equal(version, 0);
    object_set_attribute(rt, base, name, int_tag(1));
    assert_int_not_equal(type->version, version);
    assert_ptr_equal(type_lookup(rt, type, name), int_tag(1));
    object_set_attribute(rt, derived, name, int_tag(2));
    assert_ptr_equal(type_lookup(rt, type, name), int_tag(2));
    object_set_attribute(rt, derived, name, NULL);
    assert_ptr_equal(type_lookup(rt, type, name), int_tag(1));
    object_release(rt, derived);
    object_release(rt, base);
}

static void a_dead_class_leaves_its_base(void **state)
{
    struct runtime *rt = *state;
    owned base = make_class(rt, "Base", &object_type_.header);
    owned derived = make_class(rt, "Derived", base);
    assert_int_equal(((struct type *)base)->subclass_count, 1);
    object_release(rt, derived);
    assert_true(gc_collect(rt, GC_GENERATIONS - 1, "call") >= 3);
    assert_int_equal(((struct type *)base)->subclass_count, 0);
    object_release(rt, base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_pool_has_no_blocks),
        cmocka_unit_test(a_freed_block_is_the_next_to_be_given_away),
        cmocka_unit_test(every_size_gets_room_enough),
        cmocka_unit_test(empty_pages_serve_other_sizes),
        cmocka_unit_test_setup_teardown(a_list_nested_a_million_deep_dies, start, stop),
        cmocka_unit_test_setup_teardown(finalizers_come_before_weak_references_die, start, stop),
        cmocka_unit_test_setup_teardown(a_reference_without_callback_is_shared, start, stop),
        cmocka_unit_test_setup_teardown(a_lookup_sees_every_change_of_a_base, start, stop),
        cmocka_unit_test_setup_teardown(a_dead_class_leaves_its_base, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
