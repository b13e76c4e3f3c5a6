/* The % operator of str and bytes (format.h).
 *
 *     directive := '%' ['(' key ')'] [flags #0- +] [width or '*'] ['.' precision or '*'] [hlL] type
 *
 * The template of bytes is read as Latin-1; what it prints must then be Latin-1 too.
 */
#include "runtime/types/format.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

#include <ctype.h>

struct percent {
    struct runtime *rt;
    borrowed template;
    size_t place;
    borrowed values; /* what stands on the right */
    size_t used;     /* of a tuple's items, or of the one value */
    bool has_keys;
    bool is_bytes;
    struct str_builder out;
};

struct directive {
    bool left, plus, space, alternate, zero;
    int64_t width;     /* -1: none */
    int64_t precision; /* -1: none */
    uint32_t type;
};

/* --- the values ------------------------------------------------------------------------------- */

static bool is_row(const struct percent *percent)
{
    return tuple_check(percent->values);
}

/* Can the value on the right be asked by key? */
static bool is_mapping(const struct percent *percent)
{
    return !is_row(percent) && !str_check(percent->values) &&
           object_type(percent->rt, percent->values)->get_item != NULL;
}

/* The next value, borrowed. */
static borrowed next_value(struct percent *percent)
{
    size_t count = is_row(percent) ? tuple_count(percent->values) : 1;
    if (percent->used >= count)
        return exception_raise(percent->rt, &exception_TypeError,
                               "not enough arguments for format string");
    size_t index = percent->used++;
    return is_row(percent) ? tuple_item(percent->values, index) : percent->values;
}

/* --- reading a directive ---------------------------------------------------------------------- */

static uint32_t peek(const struct percent *percent)
{
    return percent->place < str_length(percent->template)
               ? str_character(str_of(percent->template), percent->place)
               : 0;
}

static int fail_incomplete(struct percent *percent)
{
    exception_raise(percent->rt, &exception_ValueError, "incomplete format");
    return -1;
}

/* Width or precision: digits, or '*' for the next value. */
static int read_count(struct percent *percent, int64_t *count, bool is_width,
                      struct directive *directive)
{
    if (peek(percent) != '*') {
        for (; peek(percent) >= '0' && peek(percent) <= '9'; percent->place++) {
            *count = (*count < 0 ? 0 : *count) * 10 + (peek(percent) - '0');
            if (*count > INT32_MAX) {
                exception_raise(percent->rt, &exception_ValueError,
                                is_width ? "width too big" : "prec too big");
                return -1;
            }
        }
        return 0;
    }
    percent->place++;
    borrowed value = next_value(percent);
    if (!value)
        return -1;
    if (!int_check(percent->rt, value)) {
        exception_raise(percent->rt, &exception_TypeError, "* wants int");
        return -1;
    }
    if (int_get(percent->rt, value, count) < 0)
        return -1;
    if (is_width && *count < 0) {
        directive->left = true;
        *count = -*count;
    }
    if (!is_width && *count < 0)
        *count = 0;
    return 0;
}

static void read_flags(struct percent *percent, struct directive *directive)
{
    for (;; percent->place++) {
        switch (peek(percent)) {
        case '-':
            directive->left = true;
            continue;
        case '+':
            directive->plus = true;
            continue;
        case ' ':
            directive->space = true;
            continue;
        case '#':
            directive->alternate = true;
            continue;
        case '0':
            directive->zero = true;
            continue;
        default:
            return;
        }
    }
}

/* '(key)': the value under it, owned; *found is false where there is no key. NULL with an error. */
static owned read_key(struct percent *percent, bool *found)
{
    *found = peek(percent) == '(';
    if (!*found)
        return NULL;
    if (!is_mapping(percent))
        return exception_raise(percent->rt, &exception_TypeError, "format requires a mapping");
    size_t start = ++percent->place;
    for (int nested = 1; nested > 0; percent->place++) {
        if (percent->place >= str_length(percent->template))
            return exception_raise(percent->rt, &exception_ValueError, "incomplete format key");
        nested += peek(percent) == '(' ? 1 : peek(percent) == ')' ? -1 : 0;
    }
    percent->has_keys = true;
    owned key = str_substring(percent->rt, percent->template, start, percent->place - 1);
    if (key && percent->is_bytes) {
        owned text = key;
        key = str_encode(percent->rt, text, "latin-1", NULL);
        object_release(percent->rt, text);
    }
    owned value = key ? object_get_item(percent->rt, percent->values, key) : NULL;
    object_release_maybe(percent->rt, key);
    return value;
}

static int read_directive(struct percent *percent, struct directive *directive)
{
    directive->width = directive->precision = -1;
    read_flags(percent, directive);
    if (read_count(percent, &directive->width, true, directive) < 0)
        return -1;
    if (peek(percent) == '.') {
        percent->place++;
        directive->precision = 0;
        if (read_count(percent, &directive->precision, false, directive) < 0)
            return -1;
    }
    while (peek(percent) == 'h' || peek(percent) == 'l' || peek(percent) == 'L')
        percent->place++;
    if (percent->place >= str_length(percent->template))
        return fail_incomplete(percent);
    directive->type = peek(percent);
    percent->place++;
    return 0;
}

/* --- printing one value ----------------------------------------------------------------------- */

static void pad(struct percent *percent, uint32_t character, int64_t count)
{
    while (count-- > 0)
        str_builder_character(&percent->out, character);
}

static void put_text(struct percent *percent, borrowed text, const struct directive *directive)
{
    size_t length = str_length(text);
    if (directive->precision >= 0 && (size_t)directive->precision < length)
        length = (size_t)directive->precision;
    int64_t padding = directive->width - (int64_t)length;
    if (!directive->left)
        pad(percent, ' ', padding);
    str_builder_part(&percent->out, text, 0, length);
    if (directive->left)
        pad(percent, ' ', padding);
}

/* A number: [-]prefix digits. Zeros go between the prefix and the digits. */
static void put_number(struct percent *percent, const char *text, const char *prefix,
                       const struct directive *directive)
{
    const char *sign = *text == '-' ? "-" : directive->plus ? "+" : directive->space ? " " : "";
    text += *text == '-';
    int64_t padding = directive->width - (int64_t)(strlen(sign) + strlen(prefix) + strlen(text));
    bool zeros = directive->zero && !directive->left;
    if (!directive->left && !zeros)
        pad(percent, ' ', padding);
    str_builder_text(&percent->out, sign);
    str_builder_text(&percent->out, prefix);
    if (zeros)
        pad(percent, '0', padding);
    str_builder_text(&percent->out, text);
    if (directive->left)
        pad(percent, ' ', padding);
}

static int put_int(struct percent *percent, borrowed v, const struct directive *directive)
{
    struct runtime *rt = percent->rt;
    struct type *type = object_type(rt, v);
    bool is_decimal = strchr("diu", (int)directive->type) != NULL;
    owned number = NULL;
    if (int_check(rt, v))
        number = object_retain(rt, v);
    else if (is_decimal && type->to_int && !str_check(v))
        number = type->to_int(rt, v);
    else if (type->to_index)
        number = object_index(rt, v);
    else
        exception_raise(rt, &exception_TypeError, "%%%c format: %s, not %T", (int)directive->type,
                        is_decimal ? "a real number is required" : "an integer is required", v);
    if (!number)
        return -1;
    int base = directive->type == 'o'                             ? 8
               : directive->type == 'x' || directive->type == 'X' ? 16
                                                                  : 10;
    char *digits = int_to_digits(number, base);
    object_release(rt, number);
    size_t negative = *digits == '-', count = strlen(digits) - negative;
    for (char *next = digits; directive->type == 'X' && *next; next++)
        *next = (char)toupper((unsigned char)*next);
    struct buffer padded = BUFFER_EMPTY;
    buffer_append(&padded, digits, negative);
    for (int64_t i = (int64_t)count; i < directive->precision; i++)
        buffer_append_byte(&padded, '0');
    buffer_append_text(&padded, digits + negative);
    char prefix[3] = {'0', (char)directive->type};
    put_number(percent, buffer_text(&padded), directive->alternate && base != 10 ? prefix : "",
               directive);
    buffer_release(&padded);
    memory_free(digits);
    return 0;
}

static int put_float(struct percent *percent, borrowed v, const struct directive *directive)
{
    double number;
    if (float_get(percent->rt, v, &number) < 0)
        return -1;
    int precision = directive->precision >= 0 ? (int)directive->precision : 6;
    char *text =
        float_format_text(number, (char)directive->type, precision, directive->alternate, false);
    put_number(percent, text, "", directive);
    memory_free(text);
    return 0;
}

static int put_character(struct percent *percent, borrowed v, const struct directive *directive)
{
    struct runtime *rt = percent->rt;
    owned text = NULL;
    int64_t number;
    size_t size;
    const uint8_t *data;
    if (str_check(v) && !percent->is_bytes) {
        if (str_length(v) == 1)
            text = object_retain(rt, v);
        else
            exception_raise(rt, &exception_TypeError, "%%c requires int or char");
    } else if (percent->is_bytes && (data = bytes_view(v, &size)) && size == 1) {
        text = str_from_character(rt, data[0]);
    } else if (!object_type(rt, v)->to_index) {
        exception_raise(rt, &exception_TypeError,
                        percent->is_bytes ? "%%c requires an integer in range(256) or a single byte"
                                          : "%%c requires int or char");
    } else if (object_index_number(rt, v, &number, true) == 0) {
        if (number < 0 || number > (percent->is_bytes ? 255 : 0x10ffff))
            exception_raise(rt, &exception_OverflowError, "%%c arg not in range(%s)",
                            percent->is_bytes ? "256" : "0x110000");
        else
            text = str_from_character(rt, (uint32_t)number);
    }
    if (!text)
        return -1;
    struct directive without_precision = *directive;
    without_precision.precision = -1;
    put_text(percent, text, &without_precision);
    object_release(rt, text);
    return 0;
}

/* What %s prints for bytes: a buffer, or what __bytes__ gives. */
static owned bytes_text(struct percent *percent, borrowed v)
{
    size_t size;
    const uint8_t *data = bytes_view(v, &size);
    if (data)
        return str_decode(percent->rt, data, size, "latin-1", NULL);
    return exception_raise(
        percent->rt, &exception_TypeError,
        "%%b requires a bytes-like object, or an object that implements __bytes__, not "
        "'%T'",
        v);
}

static int put_printed(struct percent *percent, borrowed v, const struct directive *directive)
{
    owned text;
    if (directive->type == 'a' || (directive->type == 'r' && percent->is_bytes))
        text = format_ascii(percent->rt, v);
    else if (directive->type == 'r')
        text = object_repr(percent->rt, v);
    else
        text = percent->is_bytes ? bytes_text(percent, v) : object_str(percent->rt, v);
    if (!text)
        return -1;
    put_text(percent, text, directive);
    object_release(percent->rt, text);
    return 0;
}

static int put_value(struct percent *percent, borrowed v, const struct directive *directive)
{
    uint32_t type = directive->type;
    if (type == 's' || type == 'r' || type == 'a' || (type == 'b' && percent->is_bytes))
        return put_printed(percent, v, directive);
    if (type == 'c')
        return put_character(percent, v, directive);
    if (type < 128 && strchr("diuoxX", (int)type))
        return put_int(percent, v, directive);
    if (type < 128 && strchr("eEfFgG", (int)type))
        return put_float(percent, v, directive);
    owned shown = str_from_character(percent->rt, type > 31 && type < 127 ? type : '?');
    if (shown)
        exception_raise(percent->rt, &exception_ValueError,
                        "unsupported format character '%U' (0x%x) at index %zu", shown, type,
                        percent->place - 1);
    object_release_maybe(percent->rt, shown);
    return -1;
}

/* --- the template ----------------------------------------------------------------------------- */

/* One directive, behind its '%'. */
static int put_directive(struct percent *percent)
{
    bool found;
    struct directive directive = {0};
    owned value = read_key(percent, &found);
    if (found && !value)
        return -1;
    int status = read_directive(percent, &directive);
    if (status == 0 && directive.type == '%') {
        str_builder_character(&percent->out, '%');
    } else if (status == 0) {
        borrowed shown = found ? value : next_value(percent);
        status = shown ? put_value(percent, shown, &directive) : -1;
    }
    object_release_maybe(percent->rt, value);
    return status;
}

static int render(struct percent *percent)
{
    size_t length = str_length(percent->template);
    while (percent->place < length) {
        size_t plain = str_find_character(percent->template, '%', percent->place, length);
        plain = plain == SIZE_MAX ? length : plain;
        str_builder_part(&percent->out, percent->template, percent->place, plain);
        percent->place = plain + 1;
        if (plain < length && put_directive(percent) < 0)
            return -1;
    }
    size_t count = is_row(percent) ? tuple_count(percent->values) : 1;
    bool all_used = percent->used >= count || percent->has_keys || is_mapping(percent);
    if (all_used)
        return 0;
    exception_raise(percent->rt, &exception_TypeError,
                    "not all arguments converted during %s formatting",
                    percent->is_bytes ? "bytes" : "string");
    return -1;
}

owned format_percent(struct runtime *rt, borrowed template, borrowed values)
{
    struct percent percent = {.rt = rt, .template = template, .values = values};
    if (render(&percent) == 0)
        return str_builder_finish(rt, &percent.out);
    str_builder_release(&percent.out);
    return NULL;
}

owned format_percent_bytes(struct runtime *rt, const uint8_t *template, size_t size,
                           borrowed values)
{
    owned text = str_decode(rt, template, size, "latin-1", NULL);
    if (!text)
        return NULL;
    struct percent percent = {.rt = rt, .template = text, .values = values, .is_bytes = true};
    owned printed = render(&percent) == 0 ? str_builder_finish(rt, &percent.out) : NULL;
    str_builder_release(&percent.out);
    object_release(rt, text);
    owned result = printed ? str_encode(rt, printed, "latin-1", NULL) : NULL;
    object_release_maybe(rt, printed);
    return result;
}

owned format_ascii(struct runtime *rt, borrowed v)
{
    owned printed = object_repr(rt, v);
    if (!printed || str_of(printed)->ascii)
        return printed;
    struct str_builder builder = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < str_length(printed); i++) {
        uint32_t c = str_character(str_of(printed), i);
        char text[16];
        if (c < 128) {
            str_builder_character(&builder, c);
            continue;
        }
        snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        str_builder_text(&builder, text);
    }
    object_release(rt, printed);
    return str_builder_finish(rt, &builder);
}
