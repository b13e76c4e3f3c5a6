/* complex and text: repr, and the constructor with what it reads. */
#include "base/memory.h"
#include "runtime/types/arguments.h"
#include "runtime/types/character.h"
#include "runtime/types/complex.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

char *complex_part_text(double number, bool alternate, bool sign)
{
    char *text = float_format_text(number, 'r', 0, false, sign);
    size_t size = strlen(text);
    if (size > 2 && strcmp(text + size - 2, ".0") == 0)
        text[size - (alternate ? 1 : 2)] = 0;
    return text;
}

owned complex_repr(struct runtime *rt, borrowed self)
{
    struct complex_number value = complex_value(self);
    bool alone = value.real == 0 && !signbit(value.real);
    char *imaginary = complex_part_text(value.imaginary, false, !alone);
    char *real = alone ? NULL : complex_part_text(value.real, false, false);
    owned text =
        alone ? str_format(rt, "%sj", imaginary) : str_format(rt, "(%s%sj)", real, imaginary);
    memory_free(imaginary);
    memory_free(real);
    return text;
}

/* --- from text -------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *at)
{
    while (isspace((unsigned char)*at))
        at++;
    return at;
}

/* Reads a decimal number, inf or nan at *at, with an optional sign; false: there is none. */
static bool read_number(const char **at, double *number)
{
    const char *start = *at, *digits = start + (*start == '+' || *start == '-');
    bool is_number = isdigit((unsigned char)digits[0]) ||
                     (digits[0] == '.' && isdigit((unsigned char)digits[1]));
    bool is_hexadecimal = digits[0] == '0' && (digits[1] | 32) == 'x';
    bool is_word = strncasecmp(digits, "inf", 3) == 0 || strncasecmp(digits, "nan", 3) == 0;
    if (is_hexadecimal || (!is_number && !is_word))
        return false;
    char *end;
    *number = strtod(start, &end);
    *at = end;
    return end > start;
}

static double read_sign(const char **at)
{
    double sign = **at == '-' ? -1 : 1;
    *at += **at == '+' || **at == '-';
    return sign;
}

static bool accept_unit(const char **at)
{
    bool found = **at == 'j' || **at == 'J';
    *at += found;
    return found;
}

/* The number, or its two parts. */
static bool read_parts(const char **at, struct complex_number *value)
{
    double first;
    *value = (struct complex_number){0, 0};
    if (!read_number(at, &first)) {
        value->imaginary = read_sign(at);
        return accept_unit(at);
    }
    if (accept_unit(at)) {
        value->imaginary = first;
        return true;
    }
    value->real = first;
    if (**at != '+' && **at != '-')
        return true;
    if (!read_number(at, &value->imaginary))
        value->imaginary = read_sign(at);
    return accept_unit(at);
}

static bool read_complex(const char *at, struct complex_number *value)
{
    at = skip_blanks(at);
    bool bracket = *at == '(';
    at = skip_blanks(at + bracket);
    if (!read_parts(&at, value))
        return false;
    at = skip_blanks(at);
    if (bracket && *at != ')')
        return false;
    at = skip_blanks(at + bracket);
    return *at == 0;
}

/* A copy without the underscores that stand between digits; NULL: one stands elsewhere. */
static char *drop_underscores(const char *text, size_t size)
{
    char *copy = memory_allocate(size + 1);
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '_') {
            copy[used++] = text[i];
        } else if (i == 0 || !isdigit((unsigned char)text[i - 1]) ||
                   !isdigit((unsigned char)text[i + 1])) {
            memory_free(copy);
            return NULL;
        }
    }
    copy[used] = 0;
    return copy;
}

static int parse(struct runtime *rt, borrowed text, struct complex_number *value)
{
    char *plain = character_plain_digits(text);
    size_t size = str_length(text);
    bool is_text = strlen(plain) == size;
    char *copy = drop_underscores(plain, size);
    memory_free(plain);
    if (!copy) {
        exception_raise(rt, &exception_ValueError, "could not convert string to complex: %R", text);
        return -1;
    }
    bool read = is_text && read_complex(copy, value);
    memory_free(copy);
    if (!read)
        exception_raise(rt, &exception_ValueError, "complex() arg is a malformed string");
    return read ? 0 : -1;
}

/* --- the constructor -------------------------------------------------------------------------- */

static bool is_number(struct runtime *rt, borrowed v)
{
    const struct type *type = object_type(rt, v);
    return complex_check(v) || type->to_float || type->to_index;
}

/* Is it a number, or has it __complex__? */
static int has_value(struct runtime *rt, borrowed v)
{
    if (is_number(rt, v))
        return 1;
    owned method = object_find_special(rt, v, str_intern_text(rt, "__complex__"));
    object_release_maybe(rt, method);
    return method ? 1 : runtime_has_error(rt) ? -1 : 0;
}

/* real + imaginary * 1j, each of which may be complex itself. */
static int combine(struct runtime *rt, borrowed real, borrowed imaginary,
                   struct complex_number *value)
{
    struct complex_number second;
    int known = has_value(rt, real);
    if (known == 0)
        exception_raise(rt, &exception_TypeError,
                        "complex() first argument must be a string or a number, not '%T'", real);
    if (known <= 0)
        return -1;
    if (imaginary && !is_number(rt, imaginary)) {
        exception_raise(rt, &exception_TypeError,
                        "complex() second argument must be a number, not '%T'", imaginary);
        return -1;
    }
    if (complex_get(rt, real, value) < 0)
        return -1;
    if (!imaginary)
        return 0;
    if (complex_check(imaginary)) {
        second = complex_value(imaginary);
        value->real -= second.imaginary;
    } else if (float_get(rt, imaginary, &second.real) < 0) {
        return -1;
    }
    value->imaginary = value->imaginary == 0 ? second.real : value->imaginary + second.real;
    return 0;
}

owned complex_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                        size_t positional, borrowed names)
{
    static const char *const parameters[] = {"real", "imag", NULL};
    static const struct arguments specification = {"complex", parameters, 0, 0, 2};
    borrowed values[2];
    struct complex_number value = {0, 0};
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    borrowed real = values[0] ? values[0] : int_tag(0);
    if (!values[1] && type == &complex_type && object_is_pointer(real) &&
        real->type == &complex_type)
        return object_retain(rt, real);
    if (str_check(real) && values[1])
        return exception_raise(rt, &exception_TypeError,
                               "complex() can't take second arg if first is a string");
    if (values[1] && str_check(values[1]))
        return exception_raise(rt, &exception_TypeError, "complex() second arg can't be a string");
    int result = str_check(real) ? parse(rt, real, &value) : combine(rt, real, values[1], &value);
    owned self = result < 0 ? NULL : object_new(rt, type, type->size, type->reported_size);
    if (self)
        ((struct complex_object *)self)->value = value;
    return self;
}
