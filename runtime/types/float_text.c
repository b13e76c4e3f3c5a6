/* float: printing and reading (float.h, float_parts.h).
 *
 * The C library's printf and strtod round correctly; the shortest digits come from
 * float_shortest.c.
 */
#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/types/bytes.h"
#include "runtime/types/character.h"
#include "runtime/types/exception.h"
#include "runtime/types/float_parts.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <ctype.h>
#include <math.h>
#include <strings.h>

/* --- printing --------------------------------------------------------------------------------- */

/* Lays out digits·10^exponent as repr() does: without exponent where the first digit stands at
 * 10^-4 to 10^15. No whole number below 1e16 comes here: all its digits are its shortest text. */
static void lay_out(bool negative, uint64_t number, int exponent, char buffer[32])
{
    for (; number % 10 == 0; exponent++)
        number /= 10;
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    exponent += count - 1; /* now that of the first digit */
    const char *sign = negative ? "-" : "";
    if (exponent < -4 || exponent >= 16)
        snprintf(buffer, 32, "%s%c%s%se%+03d", sign, digits[0], count > 1 ? "." : "", digits + 1,
                 exponent);
    else if (exponent < 0)
        snprintf(buffer, 32, "%s0.%.*s%s", sign, -exponent - 1, "0000", digits);
    else
        snprintf(buffer, 32, "%s%.*s.%s", sign, exponent + 1, digits, digits + exponent + 1);
}

static const char *name_of_extreme(double number)
{
    return isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
}

void float_repr_text(double number, char buffer[32])
{
    if (!isfinite(number)) {
        snprintf(buffer, 32, "%s", name_of_extreme(number));
    } else if (number == floor(number) && fabs(number) < 1e16) {
        snprintf(buffer, 32, "%s%lld.0", signbit(number) ? "-" : "", (long long)fabs(number));
    } else {
        int exponent;
        uint64_t digits = float_shortest(number, &exponent);
        lay_out(signbit(number), digits, exponent, buffer);
    }
}

owned float_repr(struct runtime *rt, borrowed self)
{
    char text[32];
    float_repr_text(float_value(self), text);
    return str_new(rt, text, strlen(text));
}

/* "%.*f" for the usual numbers, in whole numbers of 128 bits: c·2^-q times 10^precision, rounded to
 * even as printf does. False: not one of them. */
static bool format_fixed(double number, int precision, char buffer[64])
{
    __extension__ typedef unsigned __int128 wide;
    static const uint64_t tens[] = {1,      10,      100,      1000,      10000,
                                    100000, 1000000, 10000000, 100000000, 1000000000};
    double magnitude = fabs(number);
    if (precision > 9 || magnitude >= 1e9)
        return false;
    int exponent;
    uint64_t c = (uint64_t)(frexp(magnitude, &exponent) * 0x1p53);
    int shift = 53 - exponent; /* magnitude = c / 2^shift, and c < 2^53 */
    wide product = (wide)c * tens[precision];
    uint64_t whole = 0;
    if (shift < 100) { /* else it is far below a half */
        wide rest = product & (((wide)1 << shift) - 1), half = (wide)1 << (shift - 1);
        whole = (uint64_t)(product >> shift);
        whole += rest > half || (rest == half && (whole & 1));
    }
    const char *sign = signbit(number) ? "-" : "";
    uint64_t integer = whole / tens[precision], fraction = whole % tens[precision];
    if (precision == 0)
        snprintf(buffer, 64, "%s%llu", sign, (unsigned long long)integer);
    else
        snprintf(buffer, 64, "%s%llu.%0*llu", sign, (unsigned long long)integer, precision,
                 (unsigned long long)fraction);
    return true;
}

char *float_format_text(double number, char code, int precision, bool alternate, bool sign)
{
    const char *plus = sign && !signbit(number) ? "+" : "";
    if (!isfinite(number)) {
        char *text =
            memory_format("%s%s", isnan(number) && sign ? "+" : plus, name_of_extreme(number));
        for (char *next = text; isupper((unsigned char)code) && *next; next++)
            *next = (char)toupper((unsigned char)*next);
        return text;
    }
    if (code == 'r') {
        char text[32];
        float_repr_text(number, text);
        size_t digits = strcspn(text, "e");
        const char *point = alternate && !memchr(text, '.', digits) ? "." : "";
        return memory_format("%s%.*s%s%s", plus, (int)digits, text, point, text + digits);
    }
    char format[8], small[64];
    if (code == 'f' && !alternate && format_fixed(number, precision, small))
        return memory_format("%s%s", plus, small);
    snprintf(format, sizeof format, "%%%s.*%c", alternate ? "#" : "", code);
    int size = snprintf(small, sizeof small, format, precision, number);
    size_t sign_size = strlen(plus);
    char *text = memory_allocate(sign_size + (size_t)size + 1);
    memcpy(text, plus, sign_size);
    if ((size_t)size < sizeof small)
        memcpy(text + sign_size, small, (size_t)size + 1);
    else
        snprintf(text + sign_size, (size_t)size + 1, format, precision, number);
    return text;
}

owned float_hex(struct runtime *rt, double number)
{
    if (!isfinite(number))
        return str_from_text(rt, name_of_extreme(number));
    const char *sign = signbit(number) ? "-" : "";
    if (number == 0)
        return str_format(rt, "%s0x0.0p+0", sign);
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    int exponent = (int)(bits >> 52 & 0x7ff);
    return str_format(rt, "%s0x%d.%013llxp%+d", sign, exponent != 0,
                      (unsigned long long)(bits & 0xfffffffffffff),
                      exponent ? exponent - 1023 : -1022);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool is_extreme_name(const char *text)
{
    text += *text == '+' || *text == '-';
    return strcasecmp(text, "inf") == 0 || strcasecmp(text, "infinity") == 0 ||
           strcasecmp(text, "nan") == 0;
}

/* Copies digits to `out` without the underscores that stand between two of them. False: a misplaced
 * one. */
static bool take_digits(const char **next, const char *end, struct buffer *out, size_t *count)
{
    char before = 0;
    for (; *next < end; before = *(*next)++) {
        if (**next == '_') {
            if (!isdigit((unsigned char)before))
                return false;
            continue;
        }
        if (!isdigit((unsigned char)**next))
            break;
        buffer_append_byte(out, (uint8_t) * *next);
        ++*count;
    }
    return before != '_';
}

/* [sign] digits [. digits] [e [sign] digits], with underscores, into `out` without them. */
static bool take_number(const char *next, const char *end, struct buffer *out)
{
    size_t digits = 0, exponent_digits = 0;
    if (next < end && (*next == '-' || *next == '+'))
        buffer_append_byte(out, (uint8_t)*next++);
    if (!take_digits(&next, end, out, &digits))
        return false;
    if (next < end && *next == '.') {
        buffer_append_byte(out, (uint8_t)*next++);
        if (!take_digits(&next, end, out, &digits))
            return false;
    }
    if (digits == 0)
        return false;
    if (next < end && (*next == 'e' || *next == 'E')) {
        buffer_append_byte(out, (uint8_t)*next++);
        if (next < end && (*next == '-' || *next == '+'))
            buffer_append_byte(out, (uint8_t)*next++);
        if (!take_digits(&next, end, out, &exponent_digits) || exponent_digits == 0)
            return false;
    }
    return next == end;
}

/* Reads text (spaces around it are fine); false where it is no number. */
static bool read_number(const char *text, size_t size, double *number)
{
    const char *end = text + size;
    while (text < end && isspace((unsigned char)*text))
        text++;
    while (end > text && isspace((unsigned char)end[-1]))
        end--;
    struct buffer plain = BUFFER_EMPTY;
    bool ok = take_number(text, end, &plain);
    if (!ok) {
        plain.size = 0;
        buffer_append(&plain, text, (size_t)(end - text));
        ok = strlen(buffer_text(&plain)) == plain.size && is_extreme_name(buffer_text(&plain));
    }
    if (ok)
        *number = strtod(buffer_text(&plain), NULL);
    buffer_release(&plain);
    return ok;
}

owned float_from_object_text(struct runtime *rt, borrowed text)
{
    double number = 0;
    bool ok;
    if (!str_check(text)) {
        size_t size;
        const uint8_t *data = bytes_view(text, &size);
        if (!data)
            return exception_raise(rt, &exception_TypeError,
                                   "a bytes-like object is required, not '%T'", text);
        ok = read_number((const char *)data, size, &number);
    } else {
        char *plain = character_plain_digits(text);
        ok = read_number(plain, str_length(text), &number);
        memory_free(plain);
    }
    if (!ok)
        return exception_raise(rt, &exception_ValueError, "could not convert string to float: %R",
                               text);
    return float_new(rt, number);
}

/* [sign] [0x] hex digits [. hex digits] [p [sign] digits] */
static bool is_hexadecimal(const char *next)
{
    next += *next == '+' || *next == '-';
    if (next[0] == '0' && (next[1] == 'x' || next[1] == 'X'))
        next += 2;
    size_t digits = strspn(next, "0123456789abcdefABCDEF");
    next += digits;
    if (*next == '.') {
        size_t fraction = strspn(++next, "0123456789abcdefABCDEF");
        digits += fraction;
        next += fraction;
    }
    if (digits && (*next == 'p' || *next == 'P')) {
        next++;
        next += *next == '+' || *next == '-';
        size_t exponent = strspn(next, "0123456789");
        next += exponent;
        return exponent && *next == 0;
    }
    return digits && *next == 0;
}

int float_from_hex(struct runtime *rt, borrowed text, double *number)
{
    char *plain = memory_copy_string(str_utf8(text, NULL));
    char *start = plain + strspn(plain, " \t\n\r\f\v");
    size_t size = strlen(start);
    while (size && isspace((unsigned char)start[size - 1]))
        start[--size] = 0;
    int status = 0;
    if (is_extreme_name(start)) {
        *number = strtod(start, NULL);
    } else if (is_hexadecimal(start)) {
        bool negative = *start == '-';
        start += *start == '-' || *start == '+';
        bool prefixed = start[0] == '0' && (start[1] == 'x' || start[1] == 'X');
        char *complete = memory_format("%s0x%s", negative ? "-" : "", start + (prefixed ? 2 : 0));
        *number = strtod(complete, NULL);
        memory_free(complete);
        if (isinf(*number)) {
            exception_raise(rt, &exception_OverflowError,
                            "hexadecimal value too large to represent as a float");
            status = -1;
        }
    } else {
        exception_raise(rt, &exception_ValueError, "invalid hexadecimal floating-point string");
        status = -1;
    }
    memory_free(plain);
    return status;
}
