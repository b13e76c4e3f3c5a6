/* The module _struct: numbers as bytes and back, after a format such as '<2i4sd'.
 *
 *     format := [@ = < > !] ( [count] code )*
 *
 * '@' (the default) has the machine's order and alignment; the others are packed. The class
 * struct.error is made with the module and is the self of its functions.
 */
#include "base/buffer.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

enum form {
    FORM_PAD,
    FORM_CHARACTER,
    FORM_BOOL,
    FORM_SIGNED,
    FORM_UNSIGNED,
    FORM_REAL,
    FORM_TEXT,
    FORM_PASCAL
};

struct code {
    char letter;
    enum form form;
    uint8_t native_size; /* and alignment */
    uint8_t packed_size; /* 0: only in native formats */
    const char *name;    /* in messages; NULL: the letter */
};

static const struct code codes[] = {
    {'x', FORM_PAD, 1, 1, NULL},          {'c', FORM_CHARACTER, 1, 1, NULL},
    {'?', FORM_BOOL, 1, 1, NULL},         {'b', FORM_SIGNED, 1, 1, "byte"},
    {'B', FORM_UNSIGNED, 1, 1, "ubyte"},  {'h', FORM_SIGNED, 2, 2, "short"},
    {'H', FORM_UNSIGNED, 2, 2, "ushort"}, {'i', FORM_SIGNED, 4, 4, NULL},
    {'I', FORM_UNSIGNED, 4, 4, NULL},     {'l', FORM_SIGNED, 8, 4, NULL},
    {'L', FORM_UNSIGNED, 8, 4, NULL},     {'q', FORM_SIGNED, 8, 8, NULL},
    {'Q', FORM_UNSIGNED, 8, 8, NULL},     {'n', FORM_SIGNED, 8, 0, NULL},
    {'N', FORM_UNSIGNED, 8, 0, NULL},     {'P', FORM_UNSIGNED, 8, 0, NULL},
    {'f', FORM_REAL, 4, 4, NULL},         {'d', FORM_REAL, 8, 8, NULL},
    {'s', FORM_TEXT, 1, 1, NULL},         {'p', FORM_PASCAL, 1, 1, NULL},
};

struct reader {
    struct runtime *rt;
    struct type *error;
    const char *next;
    bool native;
    bool big;
    size_t offset; /* of the next field */
};

struct field {
    const struct code *code;
    size_t count;  /* of items; of 's' and 'p': bytes of the one item */
    size_t size;   /* of an item */
    size_t offset; /* of the first item */
};

/* --- reading a format ------------------------------------------------------------------------- */

static void start(struct reader *reader, struct runtime *rt, borrowed error, const char *format)
{
    *reader =
        (struct reader){.rt = rt, .error = (struct type *)error, .next = format, .native = true};
    if (*format && strchr("@=<>!", *format)) {
        reader->native = *format == '@';
        reader->big = *format == '>' || *format == '!';
        reader->next++;
    }
}

static const struct code *find_code(const struct reader *reader, char letter)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].letter == letter && (reader->native || codes[i].packed_size))
            return &codes[i];
    return NULL;
}

/* The next field. 1; 0 at the end; -1 struct.error. */
static int next_field(struct reader *reader, struct field *field)
{
    while (*reader->next == ' ' || (*reader->next >= 9 && *reader->next <= 13))
        reader->next++;
    if (!*reader->next)
        return 0;
    bool counted = *reader->next >= '0' && *reader->next <= '9';
    field->count = counted ? 0 : 1;
    for (; *reader->next >= '0' && *reader->next <= '9' && field->count < INT32_MAX; reader->next++)
        field->count = field->count * 10 + (size_t)(*reader->next - '0');
    if (!*reader->next || !(field->code = find_code(reader, *reader->next))) {
        exception_raise(reader->rt, reader->error,
                        *reader->next ? "bad char in struct format"
                                      : "repeat count given without format specifier");
        return -1;
    }
    reader->next++;
    field->size = reader->native ? field->code->native_size : field->code->packed_size;
    if (reader->native)
        reader->offset = (reader->offset + field->size - 1) / field->size * field->size;
    field->offset = reader->offset;
    reader->offset += field->count * field->size;
    return 1;
}

static bool is_one_item(const struct field *field)
{
    return field->code->form == FORM_TEXT || field->code->form == FORM_PASCAL;
}

/* Size in bytes and number of values of a whole format; -1: error. */
static int measure(struct runtime *rt, borrowed error, const char *format, size_t *size,
                   size_t *values)
{
    struct reader reader;
    struct field field;
    int more;
    start(&reader, rt, error, format);
    *values = 0;
    while ((more = next_field(&reader, &field)) > 0)
        *values += field.code->form == FORM_PAD ? 0 : is_one_item(&field) ? 1 : field.count;
    *size = reader.offset;
    return more;
}

static const char *format_text(struct runtime *rt, borrowed format)
{
    size_t size;
    const uint8_t *data = bytes_view(format, &size);
    if (data)
        return (const char *)data;
    if (str_check(format))
        return str_utf8(format, NULL);
    exception_raise(rt, &exception_TypeError,
                    "Struct() argument 1 must be a str or bytes object, not %T", format);
    return NULL;
}

/* --- packing ---------------------------------------------------------------------------------- */

static void put_bits(const struct reader *reader, uint8_t *place, uint64_t bits, size_t size)
{
    for (size_t i = 0; i < size; i++)
        place[i] = (uint8_t)(bits >> 8 * (reader->big ? size - 1 - i : i));
}

static int raise_range(const struct reader *reader, const struct field *field)
{
    bool is_signed = field->code->form == FORM_SIGNED;
    unsigned bits = 8 * (unsigned)field->size;
    if (field->size == 8 || (field->code->letter == 'I' || field->code->letter == 'L')) {
        exception_raise(reader->rt, reader->error, "argument out of range");
        return -1;
    }
    long long most = is_signed ? (1LL << (bits - 1)) - 1 : (1LL << bits) - 1,
              least = is_signed ? -most - 1 : 0;
    if (field->code->name)
        exception_raise(reader->rt, reader->error, "%s format requires %lld <= number <= %lld",
                        field->code->name, least, most);
    else
        exception_raise(reader->rt, reader->error, "'%c' format requires %lld <= number <= %lld",
                        field->code->letter, least, most);
    return -1;
}

static int pack_int(const struct reader *reader, const struct field *field, borrowed v,
                    uint8_t *place)
{
    struct runtime *rt = reader->rt;
    if (!int_check(rt, v) && !object_type(rt, v)->to_index) {
        exception_raise(rt, reader->error, "required argument is not an integer");
        return -1;
    }
    owned index = object_index(rt, v);
    if (!index)
        return -1;
    struct int_view view;
    mpz_srcptr number = int_view(index, &view);
    bool is_signed = field->code->form == FORM_SIGNED, negative = mpz_sgn(number) < 0;
    mpz_t magnitude;
    mpz_init(magnitude);
    if (negative)
        mpz_com(magnitude, number);
    else
        mpz_set(magnitude, number);
    size_t width = 8 * field->size - is_signed;
    bool fits =
        (is_signed || !negative) && (!mpz_sgn(magnitude) || mpz_sizeinbase(magnitude, 2) <= width);
    put_bits(reader, place, negative ? ~mpz_get_ui(magnitude) : mpz_get_ui(magnitude), field->size);
    mpz_clear(magnitude);
    object_release(rt, index);
    return fits ? 0 : raise_range(reader, field);
}

static int pack_real(const struct reader *reader, const struct field *field, borrowed v,
                     uint8_t *place)
{
    double number;
    if (float_get(reader->rt, v, &number) < 0) {
        exception_clear(reader->rt);
        exception_raise(reader->rt, reader->error, "required argument is not a float");
        return -1;
    }
    uint64_t bits = 0;
    float single = (float)number;
    memcpy(&bits, field->size == 4 ? (const void *)&single : (const void *)&number, field->size);
    put_bits(reader, place, bits, field->size);
    return 0;
}

static int pack_text(const struct reader *reader, const struct field *field, borrowed v,
                     uint8_t *place)
{
    size_t size;
    const uint8_t *data = bytes_view(v, &size);
    if (!data) {
        exception_raise(reader->rt, reader->error, "argument for '%c' must be a bytes object",
                        field->code->letter);
        return -1;
    }
    bool counted = field->code->form == FORM_PASCAL; /* the first byte says how many follow */
    if (field->count == 0)
        return 0;
    size_t room = field->count - counted;
    size = size < room ? size : room;
    if (counted)
        place[0] = (uint8_t)(size < 255 ? size : 255);
    memcpy(place + counted, data, size);
    return 0;
}

static int pack_item(const struct reader *reader, const struct field *field, borrowed v,
                     uint8_t *place)
{
    size_t size;
    const uint8_t *data;
    int truth;
    switch (field->code->form) {
    case FORM_CHARACTER:
        data = bytes_view(v, &size);
        if (!data || size != 1) {
            exception_raise(reader->rt, reader->error,
                            "char format requires a bytes object of length 1");
            return -1;
        }
        *place = *data;
        return 0;
    case FORM_BOOL:
        truth = object_is_true(reader->rt, v);
        *place = truth > 0;
        return truth < 0 ? -1 : 0;
    case FORM_REAL:
        return pack_real(reader, field, v, place);
    case FORM_TEXT:
    case FORM_PASCAL:
        return pack_text(reader, field, v, place);
    default:
        return pack_int(reader, field, v, place);
    }
}

/* pack(format, values…) */
static owned pack(struct runtime *rt, borrowed error, const borrowed *arguments, size_t positional,
                  borrowed names)
{
    if (!arguments_count(rt, "pack", positional, names, 1, SIZE_MAX))
        return NULL;
    const char *format = format_text(rt, arguments[0]);
    size_t size, values;
    if (!format || measure(rt, error, format, &size, &values) < 0)
        return NULL;
    if (values != positional - 1)
        return exception_raise(rt, (struct type *)error,
                               "pack expected %zu items for packing (got %zu)", values,
                               positional - 1);
    owned result = bytes_new(rt, NULL, size);
    if (!result)
        return NULL;
    uint8_t *data = ((struct bytes *)result)->data;
    memset(data, 0, size);
    struct reader reader;
    struct field field;
    start(&reader, rt, error, format);
    const borrowed *next = arguments + 1;
    while (next_field(&reader, &field) > 0) {
        size_t items = field.code->form == FORM_PAD ? 0 : is_one_item(&field) ? 1 : field.count;
        for (size_t i = 0; i < items; i++)
            if (pack_item(&reader, &field, *next++, data + field.offset + i * field.size) < 0) {
                object_release(rt, result);
                return NULL;
            }
    }
    return result;
}

/* --- unpacking -------------------------------------------------------------------------------- */

static owned unpack_item(const struct reader *reader, const struct field *field,
                         const uint8_t *place)
{
    struct runtime *rt = reader->rt;
    if (field->code->form == FORM_TEXT)
        return bytes_new(rt, place, field->count);
    if (field->code->form == FORM_PASCAL) {
        size_t size = field->count ? place[0] : 0;
        return bytes_new(rt, place + 1,
                         size < field->count ? size
                         : field->count      ? field->count - 1
                                             : 0);
    }
    if (field->code->form == FORM_CHARACTER)
        return bytes_new(rt, place, 1);
    uint64_t bits = 0;
    for (size_t i = 0; i < field->size; i++)
        bits |= (uint64_t)place[i] << 8 * (reader->big ? field->size - 1 - i : i);
    unsigned unused = 64 - 8 * (unsigned)field->size;
    float single;
    double number;
    switch (field->code->form) {
    case FORM_BOOL:
        return bool_of(bits != 0);
    case FORM_SIGNED:
        return int_new(rt, (int64_t)(bits << unused) >> unused);
    case FORM_REAL:
        memcpy(&single, &bits, sizeof single);
        memcpy(&number, &bits, sizeof number);
        return float_new(rt, field->size == 4 ? (double)single : number);
    default:
        return int_new_unsigned(rt, bits);
    }
}

/* unpack(format, data, offset): a tuple; the caller has checked that the data is long enough. */
static owned unpack(struct runtime *rt, borrowed error, const borrowed *arguments,
                    size_t positional, borrowed names)
{
    size_t size, needed, values;
    int64_t offset;
    if (!arguments_count(rt, "unpack", positional, names, 3, 3) ||
        !arguments_int(rt, arguments[2], &offset))
        return NULL;
    const char *format = format_text(rt, arguments[0]);
    if (!format || measure(rt, error, format, &needed, &values) < 0)
        return NULL;
    const uint8_t *data = bytes_view(arguments[1], &size);
    if (!data)
        return exception_raise(rt, &exception_TypeError,
                               "a bytes-like object is required, not '%T'", arguments[1]);
    if (offset < 0 || (size_t)offset > size || size - (size_t)offset < needed)
        return exception_raise(rt, (struct type *)error, "unpack requires a buffer of %zu bytes",
                               needed);
    owned list = list_new(rt, values);
    struct reader reader;
    struct field field;
    start(&reader, rt, error, format);
    while (list && next_field(&reader, &field) > 0) {
        size_t items = field.code->form == FORM_PAD ? 0 : is_one_item(&field) ? 1 : field.count;
        for (size_t i = 0; list && i < items; i++) {
            owned item =
                unpack_item(&reader, &field, data + offset + field.offset + i * field.size);
            if (!item || list_append(rt, list, item) < 0) {
                object_release(rt, list);
                return NULL;
            }
        }
    }
    owned result = list ? tuple_from_iterable(rt, list) : NULL;
    object_release_maybe(rt, list);
    return result;
}

static owned calculate_size(struct runtime *rt, borrowed error, const borrowed *arguments,
                            size_t positional, borrowed names)
{
    size_t size, values;
    if (!arguments_count(rt, "calcsize", positional, names, 1, 1))
        return NULL;
    const char *format = format_text(rt, arguments[0]);
    if (!format || measure(rt, error, format, &size, &values) < 0)
        return NULL;
    return int_tag((int64_t)size);
}

static const struct native_method functions[] = {
    {"pack", pack, NATIVE_PLAIN, NULL},
    {"unpack", unpack, NATIVE_PLAIN, NULL},
    {"calcsize", calculate_size, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

int module_fill_struct(struct runtime *rt, borrowed module)
{
    return error_class_define(
        rt, module, error_class_new(rt, "struct", "error", &exception_Exception), functions);
}
