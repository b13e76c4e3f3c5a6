/* The books, against a plain list of open references: few holders, many holders, births and deaths.
 */
#include "base/memory.h"
#include "recorder/books.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SITES 8

/* What the books should know, kept as simply as possible. */
struct reference {
    uint64_t oid;
    int64_t holder;
    uint64_t seq;
    uint32_t site;
};

struct model {
    struct books *books;
    struct {
        VECTOR_OF(struct reference);
    } open; /* in order of opening */
    uint64_t opened[SITES], closed[SITES];
    uint64_t seq;
};

static void model_begin(struct model *model)
{
    *model = (struct model){.books = books_new(true)};
    books_add_type(model->books, 1, true);
    for (uint32_t i = 1; i < SITES; i++)
        books_add_site(model->books, i, 0, i);
}

static void model_end(struct model *model)
{
    books_free(model->books);
    vector_release(&model->open);
}

static void enter(struct model *model, enum event_kind kind, uint64_t oid, int64_t a, int64_t b,
                  uint32_t site)
{
    books_enter(model->books, &(struct event){++model->seq, oid, a, b, site, kind}, 1);
}

static void note_open(struct model *model, uint64_t oid, int64_t holder, uint32_t site)
{
    vector_push(&model->open, (struct reference){oid, holder, model->seq, site});
    model->opened[site]++;
}

/* The newest of (oid, holder) ends; false: there is none. */
static bool note_close(struct model *model, uint64_t oid, int64_t holder)
{
    for (size_t i = model->open.count; i-- > 0;) {
        struct reference *reference = &model->open.items[i];
        if (reference->oid != oid || reference->holder != holder)
            continue;
        model->closed[reference->site]++;
        memmove(reference, reference + 1, (--model->open.count - i) * sizeof *reference);
        return true;
    }
    return false;
}

static void give_birth(struct model *model, uint64_t oid, uint32_t site)
{
    enter(model, EVENT_ALLOC, oid, 1, 16, site);
    note_open(model, oid, HOLDER_IN_FLIGHT, site);
}

static void hold(struct model *model, uint64_t oid, int64_t holder, uint32_t site)
{
    enter(model, EVENT_INCREF, oid, holder, 0, site);
    note_open(model, oid, holder, site);
}

static void let_go(struct model *model, uint64_t oid, int64_t holder)
{
    enter(model, EVENT_DECREF, oid, holder, 0, 1);
    note_close(model, oid, holder);
}

static bool count_reference(void *context, uint64_t oid, int64_t holder, uint64_t seq,
                            uint32_t site)
{
    struct model *model = context;
    for (size_t i = 0; i < model->open.count; i++) {
        const struct reference *reference = &model->open.items[i];
        if (reference->oid == oid && reference->holder == holder && reference->seq == seq &&
            reference->site == site) {
            model->open.items[i] = model->open.items[--model->open.count];
            return true;
        }
    }
    return false;
}

/* The totals agree, and the open references are the same ones. Uses the model up. */
static void assert_agrees(struct model *model)
{
    const struct books_sites *sites = books_sites(model->books);
    for (size_t i = 0; i < SITES && i < sites->count; i++) {
        assert_int_equal(sites->items[i].opened, model->opened[i]);
        assert_int_equal(sites->items[i].closed, model->closed[i]);
    }
    assert_true(books_each_reference(model->books, count_reference, model));
    assert_int_equal(model->open.count, 0);
}

static void references_of_one_holder_end_newest_first(void **state)
{
    (void)state;
    struct model model;
    model_begin(&model);
    give_birth(&model, 1, 1);
    hold(&model, 1, 7, 2);
    hold(&model, 1, 7, 3);
    let_go(&model, 1, 7);
    assert_int_equal(books_sites(model.books)->items[3].closed, 1);
    assert_agrees(&model);
    model_end(&model);
}

static void an_end_without_a_beginning_changes_no_balance(void **state)
{
    (void)state;
    struct model model;
    model_begin(&model);
    give_birth(&model, 1, 1);
    let_go(&model, 1, 99);
    let_go(&model, 2, 0);
    assert_agrees(&model);
    model_end(&model);
}

/* Objects with up to some hundred holders, which come and go at random. */
static void many_holders_agree_with_a_plain_list(void **state)
{
    (void)state;
    struct model model;
    model_begin(&model);
    srand(1);
    enum { OBJECTS = 5, HOLDERS = 150 };
    for (uint64_t oid = 1; oid <= OBJECTS; oid++)
        give_birth(&model, oid, 1);
    for (int i = 0; i < 20000; i++) {
        uint64_t oid = (uint64_t)(rand() % OBJECTS) + 1;
        int64_t holder = rand() % (oid == 1 ? 3 : HOLDERS) + 10;
        if (rand() % 100 < 52)
            hold(&model, oid, holder, (uint32_t)(rand() % (SITES - 1)) + 1);
        else
            let_go(&model, oid, holder);
    }
    assert_agrees(&model);
    model_end(&model);
}

/* Increfs and decrefs at random, many of them one behind the other; of an object that is not there,
 * too. */
static void fill_like_a_program(struct event *events, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool ends = i > 0 && events[i - 1].kind == EVENT_INCREF && rand() % 2;
        events[i] = (struct event){.seq = i + 1,
                                   .oid = ends ? events[i - 1].oid : (uint64_t)(rand() % 6) + 1,
                                   .a = ends ? events[i - 1].a : rand() % 30 - 2,
                                   .site = (uint32_t)(rand() % (SITES - 1)) + 1,
                                   .kind = ends || rand() % 2 ? EVENT_DECREF : EVENT_INCREF};
        if (i < 5)
            events[i] = (struct event){i + 1, i + 1, 1, 16, 1, EVENT_ALLOC};
    }
}

static bool list_reference(void *context, uint64_t oid, int64_t holder, uint64_t seq, uint32_t site)
{
    struct model *model = context;
    vector_push(&model->open, (struct reference){oid, holder, seq, site});
    return true;
}

static void events_entered_together_are_as_those_entered_one_by_one(void **state)
{
    (void)state;
    enum { EVENTS = 30000 };
    struct model together, one_by_one;
    struct event *events = memory_allocate(EVENTS * sizeof *events);
    srand(2);
    fill_like_a_program(events, EVENTS);
    model_begin(&together);
    model_begin(&one_by_one);
    for (size_t i = 0; i < EVENTS; i++)
        books_enter(one_by_one.books, &events[i], 1);
    for (size_t i = 0, count; i < EVENTS; i += count) {
        count = (size_t)rand() % 700;
        count = count < EVENTS - i ? count : EVENTS - i;
        books_enter(together.books, &events[i], count);
    }
    const struct books_sites *sites = books_sites(together.books);
    assert_int_equal(sites->count, books_sites(one_by_one.books)->count);
    assert_memory_equal(sites->items, books_sites(one_by_one.books)->items,
                        sites->count * sizeof *sites->items);
    assert_true(books_each_reference(one_by_one.books, list_reference, &together));
    assert_true(together.open.count > 0);
    assert_true(books_each_reference(together.books, count_reference, &together));
    assert_int_equal(together.open.count, 0);
    model_end(&together);
    model_end(&one_by_one);
    memory_free(events);
}

static void the_dead_leave_records_and_the_living_are_found(void **state)
{
    (void)state;
    struct model model;
    model_begin(&model);
    enum { OBJECTS = 30000 };
    for (uint64_t oid = 1; oid <= OBJECTS; oid++) {
        give_birth(&model, oid, 1);
        if (oid % 3 == 0)
            continue;
        let_go(&model, oid, HOLDER_IN_FLIGHT);
        enter(&model, EVENT_FREE, oid, 0, 0, 2);
    }
    assert_int_equal(books_dead(model.books)->count, OBJECTS / 3 * 2);
    assert_int_equal(books_totals(model.books)->live_objects, OBJECTS / 3);
    for (uint64_t oid = 1; oid <= OBJECTS; oid++) {
        uint64_t born_seq;
        uint32_t born_site;
        assert_int_equal(books_find(model.books, oid, &born_seq, &born_site), oid % 3 == 0);
    }
    const struct object_record *first = books_dead(model.books)->items;
    assert_int_equal(first->oid, 1);
    assert_int_equal(first->refcount, 0);
    assert_int_equal(first->fate, OBJECT_FREED);
    assert_agrees(&model);
    model_end(&model);
}

/* A thousand references of one holder to one object: each claim answers, and quickly. */
static void edges_claim_the_references_that_they_show(void **state)
{
    (void)state;
    struct model model;
    model_begin(&model);
    give_birth(&model, 1, 1);
    for (int i = 0; i < 1000; i++)
        hold(&model, 1, 7, 2);
    hold(&model, 1, 8, 3);
    uint64_t seq, other;
    uint32_t site;
    assert_true(books_claim_reference(model.books, 1, 8, 1, &seq, &site));
    assert_int_equal(site, 3);
    assert_true(books_claim_reference(model.books, 1, 7, 1, &seq, &site));
    assert_true(books_claim_reference(model.books, 1, 7, 1, &other, &site));
    assert_int_not_equal(seq, other);
    for (int i = 0; i < 998; i++)
        assert_true(books_claim_reference(model.books, 1, 7, 1, &seq, &site));
    assert_false(books_claim_reference(model.books, 1, 9, 1, &seq, &site));
    assert_false(books_claim_reference(model.books, 2, 7, 1, &seq, &site));
    assert_agrees(&model);
    model_end(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_of_one_holder_end_newest_first),
        cmocka_unit_test(an_end_without_a_beginning_changes_no_balance),
        cmocka_unit_test(many_holders_agree_with_a_plain_list),
        cmocka_unit_test(events_entered_together_are_as_those_entered_one_by_one),
        cmocka_unit_test(the_dead_leave_records_and_the_living_are_found),
        cmocka_unit_test(edges_claim_the_references_that_they_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
