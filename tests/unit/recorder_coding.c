/* What is packed is unpacked, whatever the numbers; damage is refused, never believed. */
#include "base/memory.h"
#include "recorder/format/chunk.h"
#include "recorder/format/objects.h"
#include "recorder/format/set.h"
#include "recorder/format/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t random_state;

static uint64_t random_number(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Small ones, large ones, and those at the edges. */
static uint64_t awkward_number(void)
{
    switch (random_number() % 4) {
    case 0:
        return random_number() % 8;
    case 1:
        return UINT64_MAX - random_number() % 3;
    case 2:
        return (uint64_t)INT64_MIN + random_number() % 3 - 1;
    default:
        return random_number() >> (random_number() % 64);
    }
}

/* --- chunks ----------------------------------------------------------------------------------- */

static void assert_same_events(const struct event *events, const struct event *decoded,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(events[i].seq == decoded[i].seq);
        assert_true(events[i].oid == decoded[i].oid);
        assert_true(events[i].a == decoded[i].a);
        assert_true(events[i].b == decoded[i].b);
        assert_int_equal(events[i].site, decoded[i].site);
        assert_int_equal(events[i].kind, decoded[i].kind);
    }
}

/* Encodes, decodes, compares, and asks the index for every number. */
static void assert_round_trip(const struct event *events, size_t count)
{
    struct chunk_coder *coder = chunk_coder_new();
    struct chunk_index index = {0};
    struct buffer data = BUFFER_EMPTY;
    struct event *decoded = memory_allocate(CHUNK_DECODED_MAXIMUM * sizeof *decoded);
    chunk_encode(coder, events, count, &data, &index);
    assert_true(chunk_decode(coder, data.bytes, data.size, 1, count, decoded));
    assert_same_events(events, decoded, count);
    for (size_t i = 0; i < count; i++) {
        const struct event *event = &events[i];
        int64_t holder;
        assert_true(index.kinds >> event->kind & 1);
        if (event->oid)
            assert_true(set_may_contain(index.oid_set.bytes, index.oid_set.size, event->oid));
        assert_true(set_may_contain(index.site_set.bytes, index.site_set.size, event->site));
        if (event_field(event, ROLE_HOLDER, &holder))
            assert_true(set_may_contain(index.holder_set.bytes, index.holder_set.size,
                                        zigzag_encode(holder)));
    }
    memory_free(decoded);
    buffer_release(&data);
    chunk_index_release(&index);
    chunk_coder_free(coder);
}

static void fill_awkwardly(struct event *events, size_t count)
{
    for (size_t i = 0; i < count; i++)
        events[i] =
            (struct event){.seq = i + 1,
                           .oid = awkward_number(),
                           .a = (int64_t)awkward_number(),
                           .b = (int64_t)awkward_number(),
                           .site = (uint32_t)awkward_number(),
                           .kind = 1 + (uint32_t)(random_number() % (EVENT_KIND_COUNT - 1))};
}

static void no_event_one_event_and_two_come_back(void **state)
{
    (void)state;
    struct event events[2] = {0};
    random_state = 1;
    assert_round_trip(events, 0);
    for (int i = 0; i < 200; i++) {
        fill_awkwardly(events, 2);
        assert_round_trip(events, 1);
        assert_round_trip(events, 2);
    }
}

static void a_full_chunk_of_awkward_numbers_comes_back(void **state)
{
    (void)state;
    struct event *events = memory_allocate(CHUNK_DECODED_MAXIMUM * sizeof *events);
    random_state = 2;
    fill_awkwardly(events, CHUNK_DECODED_MAXIMUM);
    assert_round_trip(events, CHUNK_DECODED_MAXIMUM);
    memory_free(events);
}

/* A loop over a container, as a program makes it: what the predictions are for. */
static void fill_like_a_program(struct event *events, size_t count)
{
    uint64_t oid = 100;
    for (size_t i = 0; i < count; i++) {
        uint64_t round = i / 4;
        uint32_t line = 10 + (uint32_t)(i % 4);
        events[i] = (struct event){.seq = i + 1, .site = line};
        if (i % 4 == 0) {
            events[i].kind = EVENT_ALLOC;
            events[i].oid = ++oid;
            events[i].a = 3;
            events[i].b = 48;
        } else if (i % 4 == 1) {
            events[i].kind = EVENT_MOVE;
            events[i].oid = oid;
            events[i].b = (int64_t)(7 + round / 1000);
        } else {
            events[i].kind = i % 4 == 2 ? EVENT_INCREF : EVENT_DECREF;
            events[i].oid = 1 + round % 5;
        }
    }
}

/* Increfs that end at once, as most do, among those that do not quite. */
static void pairs_of_increfs_and_decrefs_come_back(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    struct event *events = memory_allocate(COUNT * sizeof *events);
    random_state = 9;
    for (size_t i = 0; i < COUNT; i++) {
        events[i] = (struct event){.seq = i + 1,
                                   .oid = random_number() % 50,
                                   .a = (int64_t)(random_number() % 4) - 2,
                                   .site = (uint32_t)(random_number() % 3),
                                   .kind = EVENT_INCREF};
        if (i == 0 || events[i - 1].kind != EVENT_INCREF || random_number() % 8 == 0)
            continue;
        events[i] = events[i - 1];
        events[i].seq = i + 1;
        events[i].site += random_number() % 16 ? 3 : 0;
        events[i].kind = random_number() % 16 ? EVENT_DECREF : EVENT_MOVE;
        events[i].oid += random_number() % 16 == 0;
        events[i].a += random_number() % 16 == 0;
        events[i].b = random_number() % 16 == 0;
    }
    assert_round_trip(events, COUNT);
    memory_free(events);
}

static void a_regular_program_takes_less_than_half_a_byte_an_event(void **state)
{
    (void)state;
    struct event *events = memory_allocate(CHUNK_DECODED_MAXIMUM * sizeof *events);
    fill_like_a_program(events, CHUNK_DECODED_MAXIMUM);
    assert_round_trip(events, CHUNK_DECODED_MAXIMUM);
    struct chunk_coder *coder = chunk_coder_new();
    struct chunk_index index = {0};
    struct buffer data = BUFFER_EMPTY;
    chunk_encode(coder, events, CHUNK_DECODED_MAXIMUM, &data, &index);
    assert_true(data.size < CHUNK_DECODED_MAXIMUM / 2);
    buffer_release(&data);
    chunk_index_release(&index);
    chunk_coder_free(coder);
    memory_free(events);
}

static void a_damaged_chunk_is_refused_or_decoded_within_its_bounds(void **state)
{
    (void)state;
    enum { COUNT = 500 };
    struct event events[COUNT];
    struct event *decoded = memory_allocate(CHUNK_DECODED_MAXIMUM * sizeof *decoded);
    struct chunk_coder *coder = chunk_coder_new();
    struct chunk_index index = {0};
    struct buffer data = BUFFER_EMPTY;
    random_state = 3;
    fill_awkwardly(events, COUNT);
    chunk_encode(coder, events, COUNT, &data, &index);
    assert_false(chunk_decode(coder, data.bytes, data.size, 1, COUNT + 1, decoded));
    for (size_t size = 0; size < data.size; size += 7)
        assert_false(chunk_decode(coder, data.bytes, size, 1, COUNT, decoded));
    size_t accepted = 0;
    for (int i = 0; i < 3000; i++) {
        size_t place = random_number() % data.size;
        uint8_t before = data.bytes[place];
        data.bytes[place] = (uint8_t)random_number();
        accepted += data.bytes[place] != before &&
                    chunk_decode(coder, data.bytes, data.size, 1, COUNT, decoded);
        data.bytes[place] = before;
    }
    assert_true(accepted < 30);
    buffer_release(&data);
    chunk_index_release(&index);
    chunk_coder_free(coder);
    memory_free(decoded);
}

/* --- sets ------------------------------------------------------------------------------------- */

static void an_empty_set_contains_nothing(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    set_encode(&buffer, NULL, 0, 100);
    assert_int_equal(buffer.size, 0);
    assert_false(set_may_contain(NULL, 0, 0));
}

static void a_small_set_is_exact(void **state)
{
    (void)state;
    uint64_t numbers[] = {7, 1, 2, 3, 7, 1000000, UINT64_MAX, 0};
    struct buffer buffer = BUFFER_EMPTY;
    set_encode(&buffer, numbers, 8, 100);
    static const uint64_t members[] = {0, 1, 2, 3, 7, 1000000, UINT64_MAX};
    static const uint64_t others[] = {4, 6, 8, 999999, 1000001, UINT64_MAX - 1};
    for (size_t i = 0; i < 7; i++)
        assert_true(set_may_contain(buffer.bytes, buffer.size, members[i]));
    for (size_t i = 0; i < 6; i++)
        assert_false(set_may_contain(buffer.bytes, buffer.size, others[i]));
    buffer_release(&buffer);
}

static void a_large_set_keeps_to_its_budget_and_misses_no_member(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    uint64_t *numbers = memory_allocate(COUNT * sizeof *numbers);
    uint64_t *copy = memory_allocate(COUNT * sizeof *copy);
    random_state = 4;
    for (size_t i = 0; i < COUNT; i++)
        numbers[i] = copy[i] = random_number() >> 30;
    struct buffer buffer = BUFFER_EMPTY;
    set_encode(&buffer, numbers, COUNT, 2000);
    assert_true(buffer.size <= 2000);
    for (size_t i = 0; i < COUNT; i++)
        assert_true(set_may_contain(buffer.bytes, buffer.size, copy[i]));
    buffer_release(&buffer);
    memory_free(numbers);
    memory_free(copy);
}

/* --- records ---------------------------------------------------------------------------------- */

static void object_records_come_back(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    struct object_record *records = memory_zeroed(COUNT, sizeof *records);
    struct object_record *decoded = memory_zeroed(COUNT, sizeof *decoded);
    random_state = 5;
    for (size_t i = 0; i < COUNT; i++)
        records[i] = (struct object_record){
            awkward_number(),           awkward_number(),           awkward_number(),
            awkward_number(),           (int64_t)awkward_number(),  awkward_number(),
            awkward_number(),           (uint32_t)awkward_number(), (uint32_t)awkward_number(),
            (uint32_t)awkward_number(), (uint32_t)(i % 3)};
    struct buffer data = BUFFER_EMPTY;
    objects_encode(records, COUNT, &data);
    assert_true(objects_decode(data.bytes, data.size, COUNT, decoded));
    assert_memory_equal(records, decoded, COUNT * sizeof *records);
    assert_false(objects_decode(data.bytes, data.size, COUNT - 1, decoded));
    assert_false(objects_decode(data.bytes, data.size - 1, COUNT, decoded));
    assert_false(objects_decode(data.bytes, data.size, SIZE_MAX, decoded));
    buffer_release(&data);
    memory_free(records);
    memory_free(decoded);
}

static void snapshot_objects_and_edges_come_back(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    struct snapshot_object *objects = memory_zeroed(COUNT, sizeof *objects);
    struct snapshot_object *objects_back = memory_zeroed(COUNT, sizeof *objects);
    struct snapshot_edge *edges = memory_zeroed(COUNT, sizeof *edges);
    struct snapshot_edge *edges_back = memory_zeroed(COUNT, sizeof *edges);
    random_state = 6;
    for (size_t i = 0; i < COUNT; i++) {
        objects[i] = (struct snapshot_object){awkward_number(),          awkward_number(),
                                              (int64_t)awkward_number(), awkward_number(),
                                              awkward_number(),          (uint32_t)awkward_number(),
                                              (uint32_t)awkward_number()};
        edges[i] = (struct snapshot_edge){(int64_t)awkward_number(),  awkward_number(),
                                          awkward_number(),           awkward_number(),
                                          (uint32_t)awkward_number(), (uint32_t)awkward_number()};
    }
    struct buffer data = BUFFER_EMPTY;
    snapshot_encode_objects(objects, COUNT, &data);
    assert_true(snapshot_decode_objects(data.bytes, data.size, COUNT, objects_back));
    assert_memory_equal(objects, objects_back, COUNT * sizeof *objects);
    assert_false(snapshot_decode_objects(data.bytes, data.size, COUNT - 1, objects_back));
    data.size = 0;
    snapshot_encode_edges(edges, COUNT, &data);
    assert_true(snapshot_decode_edges(data.bytes, data.size, COUNT, edges_back));
    assert_memory_equal(edges, edges_back, COUNT * sizeof *edges);
    assert_false(snapshot_decode_edges(data.bytes, data.size - 1, COUNT, edges_back));
    buffer_release(&data);
    memory_free(objects);
    memory_free(objects_back);
    memory_free(edges);
    memory_free(edges_back);
}

static void contents_of_a_snapshot_come_back(void **state)
{
    (void)state;
    struct snapshot_content contents[] = {
        {.oid = 7, .content = 1, .text = "a text", .size = 6},
        {.oid = 9, .content = 2, .text = "", .size = 0},
        {.oid = UINT64_MAX, .content = 1},
        {.oid = 3, .content = 2},
        {.oid = 4,
         .content = UINT32_MAX,
         .text = "0123456789012345678901234567890123456789012345678901234567890123",
         .size = CONTENT_TEXT_MAXIMUM},
    };
    enum { CONTENTS = sizeof contents / sizeof *contents };
    struct snapshot_content back[CONTENTS];
    struct buffer data = BUFFER_EMPTY, raw = BUFFER_EMPTY;
    snapshot_encode_contents(contents, CONTENTS, &data);
    assert_true(snapshot_decode_contents(data.bytes, data.size, CONTENTS, back, &raw));
    for (size_t i = 0; i < CONTENTS; i++) {
        assert_int_equal(back[i].oid, contents[i].oid);
        assert_int_equal(back[i].content, contents[i].content);
        assert_int_equal(back[i].size, contents[i].size);
        if (back[i].size > 0)
            assert_memory_equal(back[i].text, contents[i].text, back[i].size);
    }
    assert_false(snapshot_decode_contents(data.bytes, data.size, CONTENTS - 1, back, &raw));
    assert_false(snapshot_decode_contents(data.bytes, data.size - 1, CONTENTS, back, &raw));
    buffer_release(&data);
    buffer_release(&raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_event_one_event_and_two_come_back),
        cmocka_unit_test(a_full_chunk_of_awkward_numbers_comes_back),
        cmocka_unit_test(pairs_of_increfs_and_decrefs_come_back),
        cmocka_unit_test(a_regular_program_takes_less_than_half_a_byte_an_event),
        cmocka_unit_test(a_damaged_chunk_is_refused_or_decoded_within_its_bounds),
        cmocka_unit_test(an_empty_set_contains_nothing),
        cmocka_unit_test(a_small_set_is_exact),
        cmocka_unit_test(a_large_set_keeps_to_its_budget_and_misses_no_member),
        cmocka_unit_test(object_records_come_back),
        cmocka_unit_test(snapshot_objects_and_edges_come_back),
        cmocka_unit_test(contents_of_a_snapshot_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
