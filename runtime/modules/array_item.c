/* One item of an array: the kinds that there are, and reading and writing one as its kind says. */
#include "runtime/modules/array_parts.h"

#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int_view.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"

static const struct array_kind kinds[] = {
    {'b', 1, ARRAY_SIGNED, "signed char"},
    {'B', 1, ARRAY_UNSIGNED, "unsigned byte integer"},
    {'u', 4, ARRAY_TEXT, ""},
    {'h', 2, ARRAY_SIGNED, "signed short integer"},
    {'H', 2, ARRAY_UNSIGNED, "unsigned short"},
    {'i', 4, ARRAY_SIGNED, "signed integer"},
    {'I', 4, ARRAY_UNSIGNED, "unsigned int"},
    {'l', 8, ARRAY_SIGNED, "signed long"},
    {'L', 8, ARRAY_UNSIGNED, "unsigned long"},
    {'q', 8, ARRAY_SIGNED, "signed long long"},
    {'Q', 8, ARRAY_UNSIGNED, "unsigned long long"},
    {'f', 4, ARRAY_REAL, "float"},
    {'d', 8, ARRAY_REAL, "double"},
};

const struct array_kind *array_item_kind(struct runtime *rt, borrowed code)
{
    if (!str_check(code) || str_length(code) != 1) {
        exception_raise(rt, &exception_TypeError,
                        "array() argument 1 must be a unicode character, not %T", code);
        return NULL;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_character(str_of(code), 0) == (uint32_t)kinds[i].code)
            return &kinds[i];
    exception_raise(rt, &exception_ValueError,
                    "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    return NULL;
}

owned array_item_read(struct runtime *rt, const struct array *array, size_t index)
{
    const struct array_kind *kind = array->kind;
    const uint8_t *place = array->data + index * kind->size;
    if (kind->form == ARRAY_REAL) {
        float single;
        double number;
        if (kind->size == 4) {
            memcpy(&single, place, 4);
            return float_new(rt, (double)single);
        }
        memcpy(&number, place, 8);
        return float_new(rt, number);
    }
    uint64_t bits = 0;
    memcpy(&bits, place, kind->size);
    if (kind->form == ARRAY_TEXT)
        return str_from_character(rt, (uint32_t)bits);
    if (kind->form == ARRAY_UNSIGNED)
        return int_new_unsigned(rt, bits);
    unsigned unused = 64 - 8u * kind->size;
    return int_new(rt, (int64_t)(bits << unused) >> unused);
}

/* The bits of a whole number; -1: TypeError or OverflowError. */
static int encode_int(struct runtime *rt, const struct array_kind *kind, borrowed v, uint64_t *bits)
{
    owned index = object_index(rt, v);
    if (!index)
        return -1;
    struct int_view view;
    mpz_srcptr number = int_view(index, &view);
    bool is_signed = kind->form == ARRAY_SIGNED, negative = mpz_sgn(number) < 0;
    size_t width = 8u * kind->size - is_signed;
    mpz_t magnitude; /* of a negative number one less, as two's complement has it */
    mpz_init(magnitude);
    if (negative)
        mpz_com(magnitude, number);
    else
        mpz_set(magnitude, number);
    bool fits = mpz_sgn(magnitude) == 0 || mpz_sizeinbase(magnitude, 2) <= width;
    *bits = negative ? ~mpz_get_ui(magnitude) : mpz_get_ui(magnitude);
    mpz_clear(magnitude);
    object_release(rt, index);
    if (fits && (is_signed || !negative))
        return 0;
    exception_raise(rt, &exception_OverflowError, "%s is %s", kind->name,
                    negative ? "less than minimum" : "greater than maximum");
    return -1;
}

int array_item_write(struct runtime *rt, const struct array_kind *kind, borrowed v, uint8_t *place)
{
    uint64_t bits = 0;
    if (kind->form == ARRAY_REAL) {
        double number;
        if (float_get(rt, v, &number) < 0)
            return -1;
        float single = (float)number;
        memcpy(place, kind->size == 4 ? (const void *)&single : (const void *)&number, kind->size);
        return 0;
    }
    if (kind->form == ARRAY_TEXT) {
        if (!str_check(v) || str_length(v) != 1) {
            exception_raise(rt, &exception_TypeError,
                            "array item must be a unicode character, not %T", v);
            return -1;
        }
        bits = str_character(str_of(v), 0);
    } else if (encode_int(rt, kind, v, &bits) < 0) {
        return -1;
    }
    memcpy(place, &bits, kind->size);
    return 0;
}
