/* int: reading and printing digits (int.h, int_view.h). */
#include "base/memory.h"
#include "runtime/types/bytes.h"
#include "runtime/types/character.h"
#include "runtime/types/exception.h"
#include "runtime/types/int_view.h"
#include "runtime/types/str.h"

#include <ctype.h>

/* --- printing --------------------------------------------------------------------------------- */

char *int_to_digits(borrowed v, int base)
{
    struct int_view view;
    mpz_srcptr number = int_view(v, &view);
    char *digits = memory_allocate(mpz_sizeinbase(number, base) + 2);
    return mpz_get_str(digits, base, number);
}

/* Writes the digits of `number` so that they end before `end`; gives their start. */
static char *write_backwards(int64_t number, char *end)
{
    uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        *--end = (char)('0' + magnitude % 10);
    while (magnitude /= 10);
    if (number < 0)
        *--end = '-';
    return end;
}

owned int_repr(struct runtime *rt, borrowed self)
{
    int64_t small;
    if (int_small(self, &small)) {
        char digits[24];
        char *start = write_backwards(small, digits + sizeof digits);
        return str_new(rt, start, (size_t)(digits + sizeof digits - start));
    }
    size_t estimate = mpz_sizeinbase(((const struct int_object *)self)->value, 10);
    char *digits = estimate <= (size_t)rt->int_digit_limit + 1 || rt->int_digit_limit == 0
                       ? int_to_digits(self, 10)
                       : NULL;
    size_t count = digits ? strlen(digits) - (*digits == '-') : estimate;
    owned result;
    if (rt->int_digit_limit && count > rt->int_digit_limit)
        result = exception_raise(rt, &exception_ValueError,
                                 "Exceeds the limit (%u digits) for integer string conversion; "
                                 "use sys.set_int_max_str_digits() to increase the limit",
                                 rt->int_digit_limit);
    else
        result = str_from_text(rt, digits);
    memory_free(digits);
    return result;
}

/* --- reading ---------------------------------------------------------------------------------- */

static int digit_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'z' ? c - 'a' + 10
           : c >= 'A' && c <= 'Z' ? c - 'A' + 10
                                  : 99;
}

static int prefix_base(const char *next, const char *end)
{
    if (end - next < 2 || next[0] != '0')
        return 0;
    switch (next[1]) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        return 0;
    }
}

struct literal { /* an int's text, taken apart */
    bool negative;
    int base;
    char *digits; /* owned; without underscores */
    size_t count;
};

/* Takes the text apart by Python's grammar; false where it is no int. `digits` is to be freed on
 * success. */
static bool take_apart(const char *next, const char *end, int base, struct literal *literal)
{
    while (next < end && isspace((unsigned char)*next))
        next++;
    while (end > next && isspace((unsigned char)end[-1]))
        end--;
    literal->negative = next < end && *next == '-';
    if (next < end && (*next == '-' || *next == '+'))
        next++;
    int prefix = prefix_base(next, end);
    bool only_zeros = base == 0 && prefix == 0 && next < end && *next == '0';
    if (prefix != 0 && (base == 0 || base == prefix)) {
        base = prefix;
        next += 2;
        if (next < end && *next == '_')
            next++;
    }
    literal->base = base == 0 ? 10 : base;
    literal->digits = memory_allocate((size_t)(end - next) + 1);
    literal->count = 0;
    char before = '_';
    for (; next < end; before = *next++) {
        if (*next == '_' && before != '_')
            continue;
        if (digit_value(*next) >= literal->base || (only_zeros && *next != '0'))
            break;
        literal->digits[literal->count++] = *next;
    }
    literal->digits[literal->count] = 0;
    if (next == end && before != '_')
        return true;
    memory_free(literal->digits);
    return false;
}

static owned literal_value(struct runtime *rt, const struct literal *literal)
{
    if (literal->base <= 10 && literal->count <= 18) {
        int64_t small = 0;
        for (size_t i = 0; i < literal->count; i++)
            small = small * literal->base + (literal->digits[i] - '0');
        return int_tag(literal->negative ? -small : small);
    }
    bool is_binary = (literal->base & (literal->base - 1)) == 0;
    if (!is_binary && rt->int_digit_limit && literal->count > rt->int_digit_limit)
        return exception_raise(
            rt, &exception_ValueError,
            "Exceeds the limit (%u digits) for integer string conversion: value has "
            "%zu digits; use sys.set_int_max_str_digits() to increase the limit",
            rt->int_digit_limit, literal->count);
    mpz_t number;
    mpz_init_set_str(number, literal->digits, literal->base);
    if (literal->negative)
        mpz_neg(number, number);
    return int_from_owned_mpz(rt, number);
}

/* `shown` is what the message quotes; NULL: the text itself. */
static owned parse(struct runtime *rt, const char *text, size_t size, int base, borrowed shown)
{
    struct literal literal;
    if (!take_apart(text, text + size, base, &literal)) {
        owned quoted = shown ? object_retain(rt, shown) : str_new(rt, text, size);
        if (quoted) {
            exception_raise(rt, &exception_ValueError, "invalid literal for int() with base %d: %R",
                            base, quoted);
            object_release(rt, quoted);
        }
        return NULL;
    }
    owned result = literal_value(rt, &literal);
    memory_free(literal.digits);
    return result;
}

owned int_from_text(struct runtime *rt, const char *text, size_t size, int base)
{
    return parse(rt, text, size, base, NULL);
}

owned int_from_object_text(struct runtime *rt, borrowed text, int base)
{
    if (base != 0 && (base < 2 || base > 36))
        return exception_raise(rt, &exception_ValueError,
                               "int() base must be >= 2 and <= 36, or 0");
    if (!str_check(text)) {
        size_t size;
        const uint8_t *data = bytes_view(text, &size);
        if (!data)
            return exception_raise(rt, &exception_TypeError,
                                   "a bytes-like object is required, not '%T'", text);
        return parse(rt, (const char *)data, size, base, text);
    }
    size_t size = str_length(text);
    if (((const struct str *)text)->ascii)
        return parse(rt, (const char *)((const struct str *)text)->data, size, base, text);
    char *plain = character_plain_digits(text);
    owned result = parse(rt, plain, size, base, text);
    memory_free(plain);
    return result;
}
