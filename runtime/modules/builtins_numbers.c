/* Built-in functions on numbers and characters. */
#include "runtime/modules/builtins.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

static owned take_absolute(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "abs", positional, argument_names, 1, 1))
        return NULL;
    return object_unary(rt, arguments[0], UNARY_ABSOLUTE);
}

static owned divide_modulo(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "divmod", positional, argument_names, 2, 2))
        return NULL;
    return object_binary(rt, arguments[0], arguments[1], BINARY_DIVMOD);
}

static owned raise_to_power(BUILTIN_PARAMETERS)
{
    static const char *const parameter_names[] = {"base", "exp", "mod", NULL};
    static const struct arguments specification = {
        .function = "pow", .names = parameter_names, .required = 2, .positional = 3};
    borrowed values[3];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    return object_power(rt, values[0], values[1], values[2] ? values[2] : NONE);
}

static owned round_number(BUILTIN_PARAMETERS)
{
    static const char *const parameter_names[] = {"number", "ndigits", NULL};
    static const struct arguments specification = {
        .function = "round", .names = parameter_names, .required = 1, .positional = 2};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    owned method = object_find_special(rt, values[0], names.round_);
    if (!method)
        return runtime_has_error(rt)
                   ? NULL
                   : exception_raise(rt, &exception_TypeError,
                                     "type %T doesn't define __round__ method", values[0]);
    owned result = values[1] && values[1] != NONE ? object_call_one(rt, method, values[1])
                                                  : object_call_none(rt, method);
    object_release(rt, method);
    return result;
}

/* An int in another base: bin, oct, hex. */
static owned format_int(struct runtime *rt, const char *function, const char *specification,
                        const borrowed *arguments, size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, function, positional, argument_names, 1, 1))
        return NULL;
    owned number = object_index(rt, arguments[0]);
    if (!number)
        return NULL;
    owned text = object_format(rt, number, str_intern_text(rt, specification));
    object_release(rt, number);
    return text;
}

static owned format_binary(BUILTIN_PARAMETERS)
{
    return format_int(rt, "bin", "#b", arguments, positional, argument_names);
}

static owned format_octal(BUILTIN_PARAMETERS)
{
    return format_int(rt, "oct", "#o", arguments, positional, argument_names);
}

static owned format_hexadecimal(BUILTIN_PARAMETERS)
{
    return format_int(rt, "hex", "#x", arguments, positional, argument_names);
}

static owned make_character(BUILTIN_PARAMETERS)
{
    int64_t code;
    if (!arguments_count(rt, "chr", positional, argument_names, 1, 1) ||
        !arguments_int(rt, arguments[0], &code))
        return NULL;
    if (code < 0 || code > 0x10ffff)
        return exception_raise(rt, &exception_ValueError, "chr() arg not in range(0x110000)");
    return str_from_character(rt, (uint32_t)code);
}

static owned get_code_point(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "ord", positional, argument_names, 1, 1))
        return NULL;
    borrowed v = arguments[0];
    if (!str_check(v) && !bytes_check(v))
        return exception_raise(rt, &exception_TypeError,
                               "ord() expected string of length 1, but %T found", v);
    size_t length = str_check(v) ? str_length(v) : ((struct bytes *)v)->size;
    if (length != 1)
        return exception_raise(rt, &exception_TypeError,
                               "ord() expected a character, but string of length %zu found",
                               length);
    return int_tag(str_check(v) ? str_character((struct str *)v, 0) : ((struct bytes *)v)->data[0]);
}

const struct native_method builtins_numbers[] = {
    {"abs", take_absolute, NATIVE_PLAIN, "Return the absolute value of the argument."},
    {"divmod", divide_modulo, NATIVE_PLAIN, "Return the tuple (x//y, x%y)."},
    {"pow", raise_to_power, NATIVE_PLAIN,
     "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."},
    {"round", round_number, NATIVE_PLAIN, "Round a number to a given precision."},
    {"bin", format_binary, NATIVE_PLAIN, "Return the binary representation of an integer."},
    {"oct", format_octal, NATIVE_PLAIN, "Return the octal representation of an integer."},
    {"hex", format_hexadecimal, NATIVE_PLAIN,
     "Return the hexadecimal representation of an integer."},
    {"chr", make_character, NATIVE_PLAIN, "Return a Unicode string of one character."},
    {"ord", get_code_point, NATIVE_PLAIN,
     "Return the Unicode code point for a one-character string."},
    {0},
};
