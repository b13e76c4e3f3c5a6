/* Items of a memoryview: one letter of the module struct's native formats each. */
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/memory_view.h"
#include "runtime/types/protocol.h"

enum item_form { ITEM_SIGNED, ITEM_UNSIGNED, ITEM_REAL, ITEM_BOOL, ITEM_CHARACTER };

static const struct item_kind {
    char letter;
    uint8_t size;
    enum item_form form;
} kinds[] = {
    {'B', 1, ITEM_UNSIGNED}, {'b', 1, ITEM_SIGNED},   {'c', 1, ITEM_CHARACTER},
    {'?', 1, ITEM_BOOL},     {'h', 2, ITEM_SIGNED},   {'H', 2, ITEM_UNSIGNED},
    {'i', 4, ITEM_SIGNED},   {'I', 4, ITEM_UNSIGNED}, {'l', 8, ITEM_SIGNED},
    {'L', 8, ITEM_UNSIGNED}, {'q', 8, ITEM_SIGNED},   {'Q', 8, ITEM_UNSIGNED},
    {'n', 8, ITEM_SIGNED},   {'N', 8, ITEM_UNSIGNED}, {'P', 8, ITEM_UNSIGNED},
    {'f', 4, ITEM_REAL},     {'d', 8, ITEM_REAL},
};

/* NULL: no native format of one letter. */
static const struct item_kind *find_kind(const char *format)
{
    if (*format == '@')
        format++;
    for (size_t i = 0; format[0] && !format[1] && i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].letter == format[0])
            return &kinds[i];
    return NULL;
}

size_t memory_view_format_size(const char *format)
{
    const struct item_kind *kind = find_kind(format);
    return kind ? kind->size : 0;
}

static owned raise_unknown(struct runtime *rt, const char *format)
{
    return exception_raise(rt, &exception_NotImplementedError,
                           "memoryview: format %s not supported", format);
}

static owned read_number(struct runtime *rt, const struct item_kind *kind, const uint8_t *place)
{
    uint64_t bits = 0;
    memcpy(&bits, place, kind->size);
    if (kind->form == ITEM_UNSIGNED)
        return int_new_unsigned(rt, bits);
    unsigned unused = 64 - 8u * kind->size;
    return int_new(rt, (int64_t)(bits << unused) >> unused);
}

static double read_real(const struct item_kind *kind, const uint8_t *place)
{
    float small;
    double number;
    if (kind->size == sizeof number) {
        memcpy(&number, place, sizeof number);
        return number;
    }
    memcpy(&small, place, sizeof small);
    return (double)small;
}

owned memory_view_read(struct runtime *rt, const char *format, const uint8_t *place)
{
    const struct item_kind *kind = find_kind(format);
    if (!kind)
        return raise_unknown(rt, format);
    switch (kind->form) {
    case ITEM_REAL:
        return float_new(rt, read_real(kind, place));
    case ITEM_BOOL:
        return bool_of(*place != 0);
    case ITEM_CHARACTER:
        return bytes_new(rt, place, 1);
    default:
        return read_number(rt, kind, place);
    }
}

static int refuse(struct runtime *rt, const char *format, struct type *error, const char *what)
{
    exception_raise(rt, error, "memoryview: invalid %s for format '%s'", what, format);
    return -1;
}

static int write_number(struct runtime *rt, const char *format, const struct item_kind *kind,
                        uint8_t *place, borrowed value)
{
    owned index = object_index(rt, value);
    if (!index) {
        exception_clear(rt);
        return refuse(rt, format, &exception_TypeError, "type");
    }
    struct int_view view;
    mpz_srcptr number = int_view(index, &view);
    size_t bits = 8u * kind->size;
    bool negative = mpz_sgn(number) < 0;
    uint64_t low = mpz_get_ui(number);
    bool fits;
    if (kind->form == ITEM_UNSIGNED)
        fits = !negative && mpz_sizeinbase(number, 2) <= bits;
    else if (negative) /* -2^(bits-1) is the least */
        fits = mpz_sizeinbase(number, 2) < bits ||
               (mpz_sizeinbase(number, 2) == bits && low == UINT64_C(1) << (bits - 1));
    else
        fits = mpz_sgn(number) == 0 || mpz_sizeinbase(number, 2) < bits;
    object_release(rt, index);
    if (!fits)
        return refuse(rt, format, &exception_ValueError, "value");
    if (negative)
        low = -low;
    memcpy(place, &low, kind->size);
    return 0;
}

static int write_real(struct runtime *rt, const char *format, const struct item_kind *kind,
                      uint8_t *place, borrowed value)
{
    double number;
    if (float_get(rt, value, &number) < 0) {
        exception_clear(rt);
        return refuse(rt, format, &exception_TypeError, "type");
    }
    float small = (float)number;
    if (kind->size == sizeof number)
        memcpy(place, &number, sizeof number);
    else
        memcpy(place, &small, sizeof small);
    return 0;
}

int memory_view_write(struct runtime *rt, const char *format, uint8_t *place, borrowed value)
{
    const struct item_kind *kind = find_kind(format);
    size_t size;
    const uint8_t *data;
    int truth;
    if (!kind) {
        raise_unknown(rt, format);
        return -1;
    }
    switch (kind->form) {
    case ITEM_REAL:
        return write_real(rt, format, kind, place, value);
    case ITEM_BOOL:
        if ((truth = object_is_true(rt, value)) < 0)
            return -1;
        *place = truth > 0;
        return 0;
    case ITEM_CHARACTER:
        data = bytes_check(value) ? bytes_view(value, &size) : NULL;
        if (!data)
            return refuse(rt, format, &exception_TypeError, "type");
        if (size != 1)
            return refuse(rt, format, &exception_ValueError, "value");
        *place = *data;
        return 0;
    default:
        return write_number(rt, format, kind, place, value);
    }
}
