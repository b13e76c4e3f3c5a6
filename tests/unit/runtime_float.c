/* The tagging of floats: a tagged word reads back as the same bits, and says so when it cannot. */
#include "runtime/types/float.h"
#include "runtime/types/int.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static double from_bits(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static uint64_t to_bits(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

/* Where the number is tagged: its tag, and all its bits back. */
static void check(double number)
{
    borrowed tagged = float_try_tag(number);
    if (!tagged)
        return;
    assert_true(float_is_tagged(tagged));
    assert_false(object_is_pointer(tagged));
    assert_false(int_is_tagged(tagged));
    assert_int_equal(to_bits(float_untag(tagged)), to_bits(number));
}

static void zero_has_a_code_of_its_own(void **state)
{
    (void)state;
    assert_int_equal((uintptr_t)float_try_tag(0.0), FLOAT_ZERO_TAG);
    assert_int_equal(to_bits(float_untag(float_try_tag(0.0))), 0);
    assert_null(float_try_tag(from_bits(UINT64_C(0x3000000000000000))));
}

static void usual_numbers_are_tagged(void **state)
{
    static const double numbers[] = {1,     -1,     0.1,  -0.1,  3.14159,
                                     1e-70, -1e-70, 1e70, -1e70, 123456789.123};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_non_null(float_try_tag(numbers[i]));
        check(numbers[i]);
    }
}

static void extreme_numbers_are_not(void **state)
{
    static const double numbers[] = {-0.0,   INFINITY, -INFINITY, NAN,     1e300,   -1e300,
                                     1e-300, -1e-300,  5e-324,    0x1p257, 0x1p-256};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_null(float_try_tag(numbers[i]));
}

/* Every exponent and sign with the mantissas at the edges of the word. */
static void every_exponent_keeps_its_bits(void **state)
{
    static const uint64_t mantissas[] = {0,
                                         1,
                                         2,
                                         3,
                                         4,
                                         7,
                                         8,
                                         UINT64_C(0x8000000000000),
                                         UINT64_C(0xfffffffffffff),
                                         UINT64_C(0x5555555555555),
                                         UINT64_C(0xaaaaaaaaaaaaa)};
    (void)state;
    size_t tagged = 0;
    for (uint64_t high = 0; high < 4096; high++)
        for (size_t i = 0; i < sizeof mantissas / sizeof *mantissas; i++) {
            double number = from_bits(high << 52 | mantissas[i]);
            check(number);
            tagged += float_try_tag(number) != NULL;
        }
    /* 512 of 2048 exponents, both signs; 0.0 joins, and 0x3000000000000000 leaves. */
    assert_int_equal(tagged, 2 * 512 * (sizeof mantissas / sizeof *mantissas));
}

static void two_numbers_never_share_a_code(void **state)
{
    (void)state;
    uint64_t bits = 1;
    for (int i = 0; i < 1000000; i++) {
        bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        check(from_bits(bits));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zero_has_a_code_of_its_own),
        cmocka_unit_test(usual_numbers_are_tagged),
        cmocka_unit_test(extreme_numbers_are_not),
        cmocka_unit_test(every_exponent_keeps_its_bits),
        cmocka_unit_test(two_numbers_never_share_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
