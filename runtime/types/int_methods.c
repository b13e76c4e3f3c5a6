/* int: the constructor, the methods and the attributes (int_view.h declares the tables). */
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/format.h"
#include "runtime/types/int_view.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* --- int(x, base) ----------------------------------------------------------------------------- */

static bool is_text(borrowed v)
{
    return str_check(v) || bytes_check(v) || (object_is_pointer(v) && v->type == &bytearray_type);
}

/* A special method's result, which must be an int. */
static owned require_int(struct runtime *rt, owned v, const char *method)
{
    if (!v || int_check(rt, v))
        return v;
    exception_raise(rt, &exception_TypeError, "%s returned non-int (type %T)", method, v);
    object_release(rt, v);
    return NULL;
}

static owned convert(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    if (type->to_int)
        return require_int(rt, type->to_int(rt, v), "__int__");
    if (type->to_index)
        return require_int(rt, type->to_index(rt, v), "__index__");
    owned truncate = object_find_special(rt, v, names.trunc);
    if (truncate) {
        owned result = object_call_none(rt, truncate);
        object_release(rt, truncate);
        return require_int(rt, result, "__trunc__");
    }
    if (rt->error)
        return NULL;
    if (is_text(v) || type->get_memory)
        return int_from_object_text(rt, v, 10);
    return exception_raise(
        rt, &exception_TypeError,
        "int() argument must be a string, a bytes-like object or a real number, not '%T'", v);
}

static owned convert_based(struct runtime *rt, borrowed text, borrowed base)
{
    int64_t number;
    if (object_index_number(rt, base, &number, true) < 0)
        return NULL;
    if (!text)
        return exception_raise(rt, &exception_TypeError, "int() missing string argument");
    if (!is_text(text))
        return exception_raise(rt, &exception_TypeError,
                               "int() can't convert non-string with explicit base");
    return int_from_object_text(rt, text, number < 0 || number > 36 ? 1 : (int)number);
}

/* An instance of a class derived from int; steals `value`. */
static owned derive(struct runtime *rt, struct type *type, owned value)
{
    if (!value || type == &int_type)
        return value && object_type(rt, value) != &int_type ? int_plain(rt, value) : value;
    owned result = object_new(rt, type, type->size, int_type.size_of(rt, value));
    if (result)
        int_get_mpz(value, ((struct int_object *)result)->value);
    object_release(rt, value);
    return result;
}

owned int_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                    size_t positional, borrowed names_given)
{
    static const char *const parameters[] = {"", "base", NULL};
    static const struct arguments specification = {"int", parameters, 0, 1, 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, names_given, values))
        return NULL;
    owned value = values[1]   ? convert_based(rt, values[0], values[1])
                  : values[0] ? convert(rt, values[0])
                              : int_tag(0);
    return derive(rt, type, value);
}

/* --- methods ---------------------------------------------------------------------------------- */

static owned bit_length(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                        size_t positional, borrowed names_given)
{
    if (!arguments_count(rt, "int.bit_length", positional, names_given, 0, 0))
        return NULL;
    struct int_view view;
    mpz_srcptr number = int_view(self, &view);
    return int_tag(mpz_sgn(number) ? (int64_t)mpz_sizeinbase(number, 2) : 0);
}

static owned bit_count(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names_given)
{
    if (!arguments_count(rt, "int.bit_count", positional, names_given, 0, 0))
        return NULL;
    struct int_view view;
    mpz_srcptr number = int_view(self, &view);
    mp_limb_t *limbs = (mp_limb_t *)mpz_limbs_read(number);
    mpz_t magnitude;
    mpz_roinit_n(magnitude, limbs, (mp_size_t)mpz_size(number));
    return int_tag((int64_t)mpz_popcount(magnitude));
}

static owned conjugate(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names_given)
{
    return arguments_count(rt, "int.conjugate", positional, names_given, 0, 0) ? int_plain(rt, self)
                                                                               : NULL;
}

static owned as_integer_ratio(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                              size_t positional, borrowed names_given)
{
    if (!arguments_count(rt, "int.as_integer_ratio", positional, names_given, 0, 0))
        return NULL;
    owned parts[2] = {int_plain(rt, self), int_tag(1)};
    return parts[0] ? tuple_from_owned(rt, parts, 2) : NULL;
}

/* -1: ValueError. */
static int is_little(struct runtime *rt, borrowed order)
{
    if (!str_check(order)) {
        exception_raise(rt, &exception_TypeError, "argument 'byteorder' must be str, not %T",
                        order);
        return -1;
    }
    if (str_equal_text(order, "little"))
        return 1;
    if (str_equal_text(order, "big"))
        return 0;
    exception_raise(rt, &exception_ValueError, "byteorder must be either 'little' or 'big'");
    return -1;
}

/* Writes the two's complement of `number` into size bytes; false where it does not fit. */
static bool write_bytes(mpz_srcptr number, bool is_signed, bool little, uint8_t *data, size_t size)
{
    mpz_t code;
    mpz_init(code);
    if (mpz_sgn(number) < 0)
        mpz_com(code, number);
    else
        mpz_set(code, number);
    size_t bits = (mpz_sgn(code) ? mpz_sizeinbase(code, 2) : 0) + is_signed;
    bool fits = bits <= size * 8 || (mpz_sgn(number) == 0 && size == 0);
    if (fits && size) {
        memset(data, 0, size);
        size_t written = (mpz_sgn(code) ? mpz_sizeinbase(code, 2) + 7 : 0) / 8;
        mpz_export(little ? data : data + size - written, NULL, little ? -1 : 1, 1, 0, 0, code);
        for (size_t i = 0; mpz_sgn(number) < 0 && i < size; i++)
            data[i] = (uint8_t)~data[i];
    }
    mpz_clear(code);
    return fits;
}

static owned to_bytes(struct runtime *rt, borrowed self, const borrowed *arguments,
                      size_t positional, borrowed names_given)
{
    static const char *const parameters[] = {"length", "byteorder", "signed", NULL};
    static const struct arguments specification = {"to_bytes", parameters, 0, 0, 2};
    borrowed values[3];
    if (!arguments_unpack(rt, &specification, arguments, positional, names_given, values))
        return NULL;
    int64_t size = 1;
    if (values[0] && !arguments_int(rt, values[0], &size))
        return NULL;
    int little = values[1] ? is_little(rt, values[1]) : 0;
    int is_signed = values[2] ? object_is_true(rt, values[2]) : 0;
    if (little < 0 || is_signed < 0)
        return NULL;
    if (size < 0)
        return exception_raise(rt, &exception_ValueError, "length argument must be non-negative");
    struct int_view view;
    mpz_srcptr number = int_view(self, &view);
    if (mpz_sgn(number) < 0 && !is_signed)
        return exception_raise(rt, &exception_OverflowError,
                               "can't convert negative int to unsigned");
    owned result = bytes_new(rt, NULL, (size_t)size);
    if (!result ||
        write_bytes(number, is_signed, little, ((struct bytes *)result)->data, (size_t)size))
        return result;
    object_release(rt, result);
    return exception_raise(rt, &exception_OverflowError, "int too big to convert");
}

static owned from_data(struct runtime *rt, const uint8_t *data, size_t size, bool little,
                       bool is_signed)
{
    mpz_t number;
    mpz_init(number);
    mpz_import(number, size, little ? -1 : 1, 1, 0, 0, data);
    if (is_signed && size && data[little ? size - 1 : 0] & 0x80) {
        mpz_t modulus;
        mpz_init(modulus);
        mpz_setbit(modulus, size * 8);
        mpz_sub(number, number, modulus);
        mpz_clear(modulus);
    }
    return int_from_owned_mpz(rt, number);
}

static owned from_bytes(struct runtime *rt, borrowed self, const borrowed *arguments,
                        size_t positional, borrowed names_given)
{
    static const char *const parameters[] = {"bytes", "byteorder", "signed", NULL};
    static const struct arguments specification = {"from_bytes", parameters, 1, 0, 2};
    borrowed values[3];
    if (!arguments_unpack(rt, &specification, arguments, positional, names_given, values))
        return NULL;
    int little = values[1] ? is_little(rt, values[1]) : 0;
    int is_signed = values[2] ? object_is_true(rt, values[2]) : 0;
    if (little < 0 || is_signed < 0)
        return NULL;
    if (str_check(values[0]))
        return exception_raise(rt, &exception_TypeError, "cannot convert '%T' object to bytes",
                               values[0]);
    owned data = bytes_from_object(rt, values[0]);
    if (!data)
        return NULL;
    size_t size;
    const uint8_t *view = bytes_view(data, &size);
    owned value = from_data(rt, view, size, little, is_signed);
    object_release(rt, data);
    if (!value || self == &int_type.header)
        return value;
    owned result = object_call_one(rt, self, value);
    object_release(rt, value);
    return result;
}

static owned whole(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                   size_t positional, borrowed names_given)
{
    return arguments_count(rt, "int.__trunc__", positional, names_given, 0, 0) ? int_plain(rt, self)
                                                                               : NULL;
}

/* round(number, -digits): to the nearest multiple of 10**digits, ties to the even one. */
static owned round_to(struct runtime *rt, mpz_srcptr number, uint64_t digits)
{
    mpz_t unit, result, rest;
    mpz_init(unit);
    mpz_init(result);
    mpz_init(rest);
    if (digits <= mpz_sizeinbase(number, 10) + 1) { /* else it rounds to 0 */
        mpz_ui_pow_ui(unit, 10, digits);
        mpz_fdiv_qr(result, rest, number, unit);
        mpz_mul_2exp(rest, rest, 1);
        int order = mpz_cmp(rest, unit);
        if (order > 0 || (order == 0 && mpz_odd_p(result)))
            mpz_add_ui(result, result, 1);
        mpz_mul(result, result, unit);
    }
    mpz_clear(unit);
    mpz_clear(rest);
    return int_from_owned_mpz(rt, result);
}

static owned round_int(struct runtime *rt, borrowed self, const borrowed *arguments,
                       size_t positional, borrowed names_given)
{
    if (!arguments_count(rt, "__round__", positional, names_given, 0, 1))
        return NULL;
    if (positional == 0 || arguments[0] == NONE)
        return int_plain(rt, self);
    int64_t digits;
    if (object_index_number(rt, arguments[0], &digits, true) < 0)
        return NULL;
    if (digits >= 0)
        return int_plain(rt, self);
    struct int_view view;
    return round_to(rt, int_view(self, &view), -(uint64_t)digits);
}

static owned format_int(struct runtime *rt, borrowed self, const borrowed *arguments,
                        size_t positional, borrowed names_given)
{
    if (!arguments_count(rt, "__format__", positional, names_given, 1, 1))
        return NULL;
    return format_method(rt, self, arguments[0]);
}

static owned new_arguments(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                           size_t positional, borrowed names_given)
{
    if (!arguments_count(rt, "int.__getnewargs__", positional, names_given, 0, 0))
        return NULL;
    owned value = int_plain(rt, self);
    return value ? tuple_from_owned(rt, &value, 1) : NULL;
}

const struct native_method int_methods[] = {
    {"bit_length", bit_length, NATIVE_PLAIN,
     "Number of bits necessary to represent self in binary."},
    {"bit_count", bit_count, NATIVE_PLAIN, "Number of ones in the binary representation of self."},
    {"conjugate", conjugate, NATIVE_PLAIN, NULL},
    {"as_integer_ratio", as_integer_ratio, NATIVE_PLAIN, NULL},
    {"to_bytes", to_bytes, NATIVE_PLAIN, "Return an array of bytes representing an integer."},
    {"from_bytes", from_bytes, NATIVE_CLASS, "Return the integer represented by the given bytes."},
    {"__trunc__", whole, NATIVE_PLAIN, NULL},
    {"__floor__", whole, NATIVE_PLAIN, NULL},
    {"__ceil__", whole, NATIVE_PLAIN, NULL},
    {"__round__", round_int, NATIVE_PLAIN, NULL},
    {"__format__", format_int, NATIVE_PLAIN, NULL},
    {"__getnewargs__", new_arguments, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

static owned get_numerator(struct runtime *rt, borrowed self)
{
    return int_plain(rt, self);
}

static owned get_denominator(struct runtime *rt UNUSED, borrowed self UNUSED)
{
    return int_tag(1);
}

static owned get_imaginary(struct runtime *rt UNUSED, borrowed self UNUSED)
{
    return int_tag(0);
}

const struct native_attribute int_attributes[] = {
    {"real", get_numerator, NULL},
    {"imag", get_imaginary, NULL},
    {"numerator", get_numerator, NULL},
    {"denominator", get_denominator, NULL},
    {NULL, NULL, NULL},
};
