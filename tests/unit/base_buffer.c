/* The byte buffer and its integer coding, and the sorting of numbers. */
#include "base/buffer.h"
#include "base/memory.h"
#include "base/sort.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const uint64_t edges[] = {0,
                                 1,
                                 127,
                                 128,
                                 16383,
                                 16384,
                                 UINT32_MAX,
                                 INT64_MAX,
                                 UINT64_MAX,
                                 UINT64_MAX - 1,
                                 UINT64_C(1) << 63};
#define EDGES (sizeof edges / sizeof *edges)

static void an_empty_buffer_is_an_empty_text(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    assert_string_equal(buffer_text(&buffer), "");
    assert_int_equal(buffer.size, 0);
    buffer_release(&buffer);
    assert_null(buffer.bytes);
}

static void text_is_appended_and_formatted(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    buffer_append_text(&buffer, "a");
    buffer_append_byte(&buffer, '-');
    for (int i = 0; i < 100; i++)
        buffer_format(&buffer, "%d,", i % 10);
    assert_int_equal(buffer.size, 202);
    assert_memory_equal(buffer_text(&buffer), "a-0,1,2,3,4,5,6,7,8,9,0,", 24);
    buffer_release(&buffer);
}

static void numbers_are_appended_as_digits(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    for (const int64_t *number = (const int64_t[]){0, 7, -10, INT64_MAX, INT64_MIN, 1};
         *number != 1; number++) {
        buffer_append_number(&buffer, *number);
        buffer_append_byte(&buffer, ' ');
    }
    assert_string_equal(buffer_text(&buffer), "0 7 -10 9223372036854775807 -9223372036854775808 ");
    buffer_release(&buffer);
}

static void every_varint_comes_back(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    for (size_t i = 0; i < EDGES; i++) {
        buffer_varint(&buffer, edges[i]);
        buffer_zigzag(&buffer, (int64_t)edges[i]);
    }
    struct cursor cursor = {buffer.bytes, buffer.bytes + buffer.size};
    for (size_t i = 0; i < EDGES; i++) {
        uint64_t number;
        int64_t signed_number;
        assert_true(buffer_read_varint(&cursor, &number));
        assert_true(number == edges[i]);
        assert_true(buffer_read_zigzag(&cursor, &signed_number));
        assert_true(signed_number == (int64_t)edges[i]);
    }
    assert_ptr_equal(cursor.next, cursor.end);
    buffer_release(&buffer);
}

static void a_varint_that_is_cut_short_is_refused(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    buffer_varint(&buffer, UINT64_MAX);
    for (size_t size = 0; size < buffer.size; size++) {
        struct cursor cursor = {buffer.bytes, buffer.bytes + size};
        uint64_t number;
        assert_false(buffer_read_varint(&cursor, &number));
        assert_ptr_equal(cursor.next, buffer.bytes);
    }
    buffer_release(&buffer);
}

static void a_varint_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    static const uint8_t too_large[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2};
    static const uint8_t too_long[] = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
                                       0x80, 0x80, 0x80, 0x80, 0};
    uint64_t number;
    assert_false(
        buffer_read_varint(&(struct cursor){too_large, too_large + sizeof too_large}, &number));
    assert_false(
        buffer_read_varint(&(struct cursor){too_long, too_long + sizeof too_long}, &number));
}

static void bytes_beyond_the_end_are_refused(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {1, 2, 3};
    struct cursor cursor = {bytes, bytes + 3};
    const uint8_t *found;
    uint8_t byte;
    assert_false(buffer_read_bytes(&cursor, 4, &found));
    assert_true(buffer_read_bytes(&cursor, 3, &found));
    assert_false(buffer_read_byte(&cursor, &byte));
}

static void numbers_are_sorted(void **state)
{
    (void)state;
    sort_numbers(NULL, 0);
    uint64_t numbers[1000], random = 1;
    for (size_t i = 0; i < 1000; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        numbers[i] = i < EDGES ? edges[i] : random >> (i % 64);
    }
    sort_numbers(numbers, 1000);
    for (size_t i = 1; i < 1000; i++)
        assert_true(numbers[i - 1] <= numbers[i]);
}

static void an_allocation_fails_when_a_test_wants_it(void **state)
{
    (void)state;
    memory_fail_after(2);
    void *first = memory_try_allocate(8);
    assert_non_null(first);
    assert_null(memory_try_allocate(8));
    void *third = memory_try_allocate(8);
    assert_non_null(third);
    assert_null(memory_try_resize(first, SIZE_MAX, 2));
    memory_free(first);
    memory_free(third);
}

static void an_error_is_one_sentence_that_says_where(void **state)
{
    (void)state;
    struct error error = {0};
    assert_false(error_set(&error, ERROR_DATA, "'%s' is damaged", "a.db"));
    assert_false(error_prefix(&error, "snapshot %d", 3));
    assert_int_equal(error.code, ERROR_DATA);
    assert_string_equal(error.message, "snapshot 3: 'a.db' is damaged");
    assert_false(error_set_errno(&error, ERROR_NO_INPUT, 2, "cannot read '%s'", "b"));
    assert_string_equal(error.message, "cannot read 'b': No such file or directory");
    char endless[2000];
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = 0;
    assert_false(error_set(&error, ERROR_DATA, "%s", endless));
    assert_false(error_prefix(&error, "%s", endless));
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_buffer_is_an_empty_text),
        cmocka_unit_test(text_is_appended_and_formatted),
        cmocka_unit_test(numbers_are_appended_as_digits),
        cmocka_unit_test(every_varint_comes_back),
        cmocka_unit_test(a_varint_that_is_cut_short_is_refused),
        cmocka_unit_test(a_varint_that_does_not_fit_is_refused),
        cmocka_unit_test(bytes_beyond_the_end_are_refused),
        cmocka_unit_test(numbers_are_sorted),
        cmocka_unit_test(an_allocation_fails_when_a_test_wants_it),
        cmocka_unit_test(an_error_is_one_sentence_that_says_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
