/* Format specifications (format.h): parsing one, and printing int, float, complex and str by it.
 *
 * A number is laid out in four parts, each of which may be empty:
 *
 *     padding | sign and prefix | digits, grouped, with leading zeros | rest (".5e+10", "%") |
 * padding
 */
#include "runtime/types/format.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/types/complex.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"

#include <ctype.h>
#include <math.h>

struct specification {
    uint32_t fill;
    char align;            /* '<' '>' '^' '=' */
    char sign;             /* '-' '+' ' ', 0: none given */
    bool no_negative_zero; /* z */
    bool alternate;        /* # */
    int64_t width;         /* -1: none */
    char grouping;         /* ',' '_', 0: none */
    int64_t precision;     /* -1: none */
    uint32_t type;         /* 0: none */
};

/* --- parsing ---------------------------------------------------------------------------------- */

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

struct reader {
    const struct str *text;
    size_t next;
};

static uint32_t peek(const struct reader *reader, size_t ahead)
{
    size_t place = reader->next + ahead;
    return place < reader->text->length ? str_character(reader->text, place) : 0;
}

static bool accept(struct reader *reader, uint32_t c)
{
    if (reader->next >= reader->text->length || peek(reader, 0) != c)
        return false;
    reader->next++;
    return true;
}

/* Digits as a number, -1 where there are none; -2 and MemoryError where nothing so long can be
 * made. */
static int64_t read_count(struct runtime *rt, struct reader *reader)
{
    int64_t count = -1;
    while (peek(reader, 0) >= '0' && peek(reader, 0) <= '9') {
        count = (count < 0 ? 0 : count) * 10 + (int64_t)(peek(reader, 0) - '0');
        if (count > INT32_MAX) {
            rt->raise_memory_error(rt);
            return -2;
        }
        reader->next++;
    }
    return count;
}

static void read_layout(struct reader *reader, struct specification *specification,
                        char default_align)
{
    *specification = (struct specification){.fill = ' ', .align = default_align, .precision = -1};
    bool fill_given = false, align_given = true;
    if (reader->text->length - reader->next >= 2 && is_align(peek(reader, 1))) {
        specification->fill = peek(reader, 0);
        specification->align = (char)peek(reader, 1);
        reader->next += 2;
        fill_given = true;
    } else if (is_align(peek(reader, 0))) {
        specification->align = (char)peek(reader, 0);
        reader->next++;
    } else {
        align_given = false;
    }
    uint32_t sign = peek(reader, 0);
    if (sign == '+' || sign == '-' || sign == ' ') {
        specification->sign = (char)sign;
        reader->next++;
    }
    specification->no_negative_zero = accept(reader, 'z');
    specification->alternate = accept(reader, '#');
    if (!fill_given && peek(reader, 0) == '0') {
        specification->fill = '0';
        if (!align_given && default_align == '>')
            specification->align = '=';
        reader->next++;
    }
}

static int read_grouping(struct runtime *rt, struct reader *reader,
                         struct specification *specification)
{
    if (accept(reader, ','))
        specification->grouping = ',';
    if (accept(reader, '_')) {
        if (specification->grouping) {
            exception_raise(rt, &exception_ValueError, "Cannot specify both ',' and '_'.");
            return -1;
        }
        specification->grouping = '_';
    }
    if (peek(reader, 0) == ',' && specification->grouping == '_') {
        exception_raise(rt, &exception_ValueError, "Cannot specify both ',' and '_'.");
        return -1;
    }
    return 0;
}

/* Which types of number can be grouped. */
static int check_grouping(struct runtime *rt, const struct specification *specification)
{
    uint32_t type = specification->type;
    if (!specification->grouping || type == 0 || (type < 128 && strchr("deEfFgG%", (int)type)))
        return 0;
    if (specification->grouping == '_' && type < 128 && strchr("boxX", (int)type))
        return 0;
    owned shown = str_from_character(rt, type);
    if (shown)
        exception_raise(rt, &exception_ValueError, "Cannot specify '%c' with '%U'.",
                        specification->grouping, shown);
    object_release_maybe(rt, shown);
    return -1;
}

static int parse(struct runtime *rt, borrowed text, borrowed v, char default_align,
                 struct specification *specification)
{
    struct reader reader = {str_of(text), 0};
    read_layout(&reader, specification, default_align);
    if ((specification->width = read_count(rt, &reader)) == -2 ||
        read_grouping(rt, &reader, specification) < 0)
        return -1;
    if (accept(&reader, '.')) {
        specification->precision = read_count(rt, &reader);
        if (specification->precision == -1)
            exception_raise(rt, &exception_ValueError, "Format specifier missing precision");
        if (specification->precision < 0)
            return -1;
    }
    if (reader.next + 1 < reader.text->length) {
        exception_raise(rt, &exception_ValueError,
                        "Invalid format specifier '%U' for object of type '%T'", text, v);
        return -1;
    }
    specification->type = peek(&reader, 0);
    return check_grouping(rt, specification);
}

static owned raise_unknown(struct runtime *rt, uint32_t type, borrowed v)
{
    if (type > 32 && type < 128)
        return exception_raise(rt, &exception_ValueError,
                               "Unknown format code '%c' for object of type '%T'", (int)type, v);
    return exception_raise(rt, &exception_ValueError,
                           "Unknown format code '\\x%x' for object of type '%T'", type, v);
}

/* --- layout ----------------------------------------------------------------------------------- */

static void repeat(struct str_builder *builder, uint32_t character, int64_t count)
{
    while (count-- > 0)
        str_builder_character(builder, character);
}

/* How much of the padding stands on the left. */
static int64_t left_padding(const struct specification *specification, int64_t padding)
{
    return specification->align == '<' ? 0 : specification->align == '^' ? padding / 2 : padding;
}

/* Digits from the right in groups, zeros in front until `least` characters are there. */
static void group_digits(struct buffer *out, const char *digits, size_t count, char separator,
                         size_t group, int64_t least)
{
    struct buffer reversed = BUFFER_EMPTY;
    for (size_t i = 0; i < count || (int64_t)reversed.size < least; i++) {
        if (separator && i > 0 && i % group == 0)
            buffer_append_byte(&reversed, (uint8_t)separator);
        buffer_append_byte(&reversed, (uint8_t)(i < count ? digits[count - 1 - i] : '0'));
    }
    while (reversed.size)
        buffer_append_byte(out, reversed.bytes[--reversed.size]);
    buffer_release(&reversed);
}

static owned join_parts(struct runtime *rt, const char *sign, const char *prefix,
                        const char *digits)
{
    char small[128];
    size_t sizes[3] = {strlen(sign), strlen(prefix), strlen(digits)};
    if (sizes[0] + sizes[1] + sizes[2] > sizeof small)
        return str_format(rt, "%s%s%s", sign, prefix, digits);
    memcpy(small, sign, sizes[0]);
    memcpy(small + sizes[0], prefix, sizes[1]);
    memcpy(small + sizes[0] + sizes[1], digits, sizes[2]);
    return str_new(rt, small, sizes[0] + sizes[1] + sizes[2]);
}

/* Lays out a number. `text` is [-]digits rest; `prefix` stands between sign and digits. */
static owned lay_out_number(struct runtime *rt, const char *text, const char *prefix, size_t group,
                            const struct specification *specification)
{
    bool negative = *text == '-';
    text += negative;
    char sign[2] = {negative                                                   ? '-'
                    : specification->sign == '+' || specification->sign == ' ' ? specification->sign
                                                                               : 0};
    size_t digits = 0;
    while (isxdigit((unsigned char)text[digits]) &&
           (group == 4 || isdigit((unsigned char)text[digits])))
        digits++;
    const char *rest = text + digits;
    int64_t fixed = (int64_t)(strlen(sign) + strlen(prefix) + strlen(rest));
    bool zeros = specification->fill == '0' && specification->align == '=';
    if (!specification->grouping && specification->width <= fixed + (int64_t)digits)
        return join_parts(rt, sign, prefix, text);
    struct buffer grouped = BUFFER_EMPTY;
    group_digits(&grouped, text, digits, digits ? specification->grouping : 0, group,
                 zeros ? specification->width - fixed : 0);
    int64_t padding = specification->width - fixed - (int64_t)grouped.size;
    padding = padding < 0 ? 0 : padding;

    struct str_builder builder = STR_BUILDER_EMPTY;
    int64_t left = left_padding(specification, padding);
    bool inside = specification->align == '=';
    repeat(&builder, specification->fill, inside ? 0 : left);
    str_builder_text(&builder, sign);
    str_builder_text(&builder, prefix);
    repeat(&builder, specification->fill, inside ? left : 0);
    str_builder_text(&builder, buffer_text(&grouped));
    str_builder_text(&builder, rest);
    repeat(&builder, specification->fill, padding - left);
    buffer_release(&grouped);
    return str_builder_finish(rt, &builder);
}

static owned lay_out_text(struct runtime *rt, borrowed text,
                          const struct specification *specification)
{
    size_t length = str_length(text);
    if (specification->precision >= 0 && (size_t)specification->precision < length)
        length = (size_t)specification->precision;
    int64_t padding = specification->width - (int64_t)length;
    if (padding <= 0)
        return str_substring(rt, text, 0, length);
    int64_t left = left_padding(specification, padding);
    struct str_builder builder = STR_BUILDER_EMPTY;
    repeat(&builder, specification->fill, left);
    str_builder_part(&builder, text, 0, length);
    repeat(&builder, specification->fill, padding - left);
    return str_builder_finish(rt, &builder);
}

/* --- str -------------------------------------------------------------------------------------- */

static owned format_str(struct runtime *rt, borrowed v, borrowed text)
{
    struct specification specification;
    if (parse(rt, text, v, '<', &specification) < 0)
        return NULL;
    if (specification.type != 0 && specification.type != 's')
        return raise_unknown(rt, specification.type, v);
    if (specification.grouping)
        return exception_raise(rt, &exception_ValueError, "Cannot specify '%c' with 's'.",
                               specification.grouping);
    if (specification.sign == ' ')
        return exception_raise(rt, &exception_ValueError,
                               "Space not allowed in string format specifier");
    if (specification.sign)
        return exception_raise(rt, &exception_ValueError,
                               "Sign not allowed in string format specifier");
    if (specification.no_negative_zero)
        return exception_raise(rt, &exception_ValueError,
                               "Negative zero coercion (z) not allowed in string format specifier");
    if (specification.alternate)
        return exception_raise(rt, &exception_ValueError,
                               "Alternate form (#) not allowed in string format specifier");
    if (specification.align == '=')
        return exception_raise(rt, &exception_ValueError,
                               "'=' alignment not allowed in string format specifier");
    return lay_out_text(rt, v, &specification);
}

/* --- float ------------------------------------------------------------------------------------ */

/* A precision without a type: significant digits as for 'g', but always with a point or an
 * exponent. */
static char *format_general(double number, int precision, bool alternate)
{
    if (precision == 0)
        precision = 1;
    char *scientific = float_format_text(number, 'e', precision - 1, alternate, false);
    const char *exponent = strchr(scientific, 'e');
    if (exponent && atoi(exponent + 1) >= precision - 1 && isfinite(number) &&
        atoi(exponent + 1) >= -4) {
        /* One digit fewer than 'g' would allow: 123.0 to three digits is 1.23e+02. */
        size_t mantissa = (size_t)(exponent - scientific);
        while (!alternate && strchr(scientific, '.') && mantissa > 1 &&
               scientific[mantissa - 1] == '0')
            mantissa--;
        if (!alternate && scientific[mantissa - 1] == '.')
            mantissa--;
        char *text = memory_format("%.*s%s", (int)mantissa, scientific, exponent);
        memory_free(scientific);
        return text;
    }
    memory_free(scientific);
    char *text = float_format_text(number, 'g', precision, alternate, false);
    if (!isfinite(number) || strpbrk(text, ".e"))
        return text;
    char *pointed = memory_format("%s.0", text);
    memory_free(text);
    return pointed;
}

/* -0, -0.00 and the like lose their sign. */
static void drop_negative_zero(char *text)
{
    if (*text != '-')
        return;
    for (const char *next = text + 1; *next && *next != 'e' && *next != 'E' && *next != '%'; next++)
        if (*next != '0' && *next != '.')
            return;
    memmove(text, text + 1, strlen(text));
}

static owned format_double(struct runtime *rt, double number, borrowed v,
                           const struct specification *specification)
{
    uint32_t type = specification->type;
    if (type > 127 || (type != 0 && !strchr("eEfFgGn%", (int)type)))
        return raise_unknown(rt, type, v);
    int precision = specification->precision >= 0 ? (int)specification->precision : 6;
    char *text;
    if (type == 0 && specification->precision < 0)
        text = float_format_text(number, 'r', 0, specification->alternate, false);
    else if (type == 0)
        text = format_general(number, precision, specification->alternate);
    else if (type == '%')
        text = float_format_text(number * 100, 'f', precision, specification->alternate, false);
    else
        text = float_format_text(number, type == 'n' ? 'g' : (char)type, precision,
                                 specification->alternate, false);
    if (specification->no_negative_zero)
        drop_negative_zero(text);
    if (type == '%') {
        char *complete = memory_format("%s%%", text);
        memory_free(text);
        text = complete;
    }
    owned result = lay_out_number(rt, text, "", 3, specification);
    memory_free(text);
    return result;
}

/* --- complex ---------------------------------------------------------------------------------- */

/* One part of it without padding. */
static owned format_part(struct runtime *rt, double number, char type,
                         const struct specification *whole, char sign)
{
    struct specification specification = *whole;
    specification.fill = ' ';
    specification.align = '<';
    specification.width = -1;
    specification.sign = sign;
    int precision = whole->precision < 0 ? 6 : (int)whole->precision;
    char *text = type == 'r' ? complex_part_text(number, whole->alternate, false)
                             : float_format_text(number, type, precision, whole->alternate, false);
    if (whole->no_negative_zero)
        drop_negative_zero(text);
    owned result = lay_out_number(rt, text, "", 3, &specification);
    memory_free(text);
    return result;
}

static owned format_complex(struct runtime *rt, borrowed v, borrowed text)
{
    struct specification specification;
    struct complex_number number = complex_value(v);
    if (parse(rt, text, v, '>', &specification) < 0)
        return NULL;
    uint32_t type = specification.type;
    if (type > 127 || (type != 0 && !strchr("eEfFgGn", (int)type)))
        return raise_unknown(rt, type, v);
    if (specification.fill == '0')
        return exception_raise(rt, &exception_ValueError,
                               "Zero padding is not allowed in complex format specifier");
    if (specification.align == '=')
        return exception_raise(rt, &exception_ValueError,
                               "'=' alignment flag is not allowed in complex format specifier");
    bool alone = type == 0 && number.real == 0 && !signbit(number.real);
    char code = type == 'n' ? 'g' : type ? (char)type : specification.precision < 0 ? 'r' : 'g';
    owned real = alone ? names.empty
                       : format_part(rt, number.real, code, &specification, specification.sign);
    owned imaginary = real ? format_part(rt, number.imaginary, code, &specification,
                                         alone ? specification.sign : '+')
                           : NULL;
    bool brackets = type == 0 && !alone;
    owned whole =
        imaginary ? str_format(rt, brackets ? "(%U%Uj)" : "%U%Uj", real, imaginary) : NULL;
    object_release_maybe(rt, real);
    object_release_maybe(rt, imaginary);
    specification.precision = -1;
    owned result = whole ? lay_out_text(rt, whole, &specification) : NULL;
    object_release_maybe(rt, whole);
    return result;
}

/* --- int -------------------------------------------------------------------------------------- */

static owned format_code_point(struct runtime *rt, borrowed v, struct specification *specification)
{
    int64_t number;
    if (specification->sign)
        return exception_raise(rt, &exception_ValueError,
                               "Sign not allowed with integer format specifier 'c'");
    if (specification->alternate)
        return exception_raise(rt, &exception_ValueError,
                               "Alternate form (#) not allowed with integer format specifier 'c'");
    if (int_get(rt, v, &number) < 0)
        return NULL;
    if (number < 0 || number > 0x10ffff)
        return exception_raise(rt, &exception_OverflowError, "%%c arg not in range(0x110000)");
    owned text = str_from_character(rt, (uint32_t)number);
    if (!text)
        return NULL;
    owned result = lay_out_text(rt, text, specification);
    object_release(rt, text);
    return result;
}

static owned format_digits(struct runtime *rt, borrowed v,
                           const struct specification *specification)
{
    uint32_t type = specification->type;
    int base = type == 'b' ? 2 : type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
    char *digits = int_to_digits(v, base);
    for (char *next = digits; type == 'X' && *next; next++)
        *next = (char)toupper((unsigned char)*next);
    char prefix[3] = {'0', (char)type};
    bool prefixed = specification->alternate && base != 10;
    owned result =
        lay_out_number(rt, digits, prefixed ? prefix : "", base == 10 ? 3 : 4, specification);
    memory_free(digits);
    return result;
}

static owned format_int(struct runtime *rt, borrowed v, borrowed text)
{
    struct specification specification;
    if (parse(rt, text, v, '>', &specification) < 0)
        return NULL;
    uint32_t type = specification.type;
    if (type != 0 && type < 128 && strchr("eEfFgG%", (int)type)) {
        double number;
        return int_get_double(rt, v, &number) < 0 ? NULL
                                                  : format_double(rt, number, v, &specification);
    }
    if (type > 127 || (type != 0 && !strchr("bcdoxXn", (int)type)))
        return raise_unknown(rt, type, v);
    if (specification.precision >= 0)
        return exception_raise(rt, &exception_ValueError,
                               "Precision not allowed in integer format specifier");
    if (specification.no_negative_zero)
        return exception_raise(
            rt, &exception_ValueError,
            "Negative zero coercion (z) not allowed in integer format specifier");
    return type == 'c' ? format_code_point(rt, v, &specification)
                       : format_digits(rt, v, &specification);
}

/* --- the functions of the header -------------------------------------------------------------- */

owned format_method(struct runtime *rt, borrowed v, borrowed specification)
{
    if (!str_check(specification))
        return exception_raise(rt, &exception_TypeError,
                               "__format__() argument must be str, not %T", specification);
    if (str_length(specification) == 0)
        return object_str(rt, v);
    if (str_check(v))
        return format_str(rt, v, specification);
    if (int_check(rt, v))
        return format_int(rt, v, specification);
    if (complex_check(v))
        return format_complex(rt, v, specification);
    struct specification parsed;
    if (parse(rt, specification, v, '>', &parsed) < 0)
        return NULL;
    return format_double(rt, float_value(v), v, &parsed);
}

owned object_format(struct runtime *rt, borrowed v, borrowed specification)
{
    if (!specification)
        specification = names.empty;
    struct type *type = object_type(rt, v);
    bool has_none = str_length(specification) == 0;
    if (type == &str_type)
        return has_none ? object_retain(rt, v) : format_str(rt, v, specification);
    if (type == &int_type || type == &float_type)
        return format_method(rt, v, specification);
    owned method = object_find_special(rt, v, names.format_);
    if (!method)
        return rt->error ? NULL
                         : exception_raise(rt, &exception_TypeError,
                                           "Type %T doesn't define __format__", v);
    owned result = object_call_one(rt, method, specification);
    object_release(rt, method);
    if (result && !str_check(result)) {
        exception_raise(rt, &exception_TypeError, "__format__ must return a str, not %T", result);
        object_release(rt, result);
        return NULL;
    }
    return result;
}
