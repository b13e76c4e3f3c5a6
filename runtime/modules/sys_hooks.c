/* The functions of sys that only ask or set how the interpreter is: encodings, threads' turns,
 * hooks that programs may look for. There is no tracing of lines (settrace): it can only be
 * switched off. */
#include "runtime/modules/sys_info.h"

#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

#define ANSWER(name, text, answer)                                                                 \
    FUNCTION(name)                                                                                 \
    {                                                                                              \
        return arguments_count(rt, text, positional, names, 0, 0) ? (answer) : NULL;               \
    }
ANSWER(get_encoding, "getdefaultencoding", str_intern_text(rt, "utf-8"))
ANSWER(get_file_encoding, "getfilesystemencoding", str_intern_text(rt, "utf-8"))
ANSWER(get_file_errors, "getfilesystemencodeerrors", str_intern_text(rt, "surrogateescape"))
ANSWER(is_finalizing, "is_finalizing", bool_of(rt->interpreter->is_ending))
ANSWER(get_switch_interval, "getswitchinterval", float_new(rt, 0.005))
ANSWER(get_trace, "gettrace", NONE)
ANSWER(get_profile, "getprofile", NONE)

FUNCTION(set_switch_interval)
{
    double seconds;
    if (!arguments_count(rt, "setswitchinterval", positional, names, 1, 1) ||
        !arguments_float(rt, arguments[0], &seconds))
        return NULL;
    return seconds > 0 ? NONE
                       : exception_raise(rt, &exception_ValueError,
                                         "switch interval must be strictly positive");
}

/* How many digits int() reads and str() writes; 0: any number. */
FUNCTION(get_digit_limit)
{
    return arguments_count(rt, "get_int_max_str_digits", positional, names, 0, 0)
               ? int_tag(rt->int_digit_limit)
               : NULL;
}

FUNCTION(set_digit_limit)
{
    static const char *const parameters[] = {"maxdigits", NULL};
    static const struct arguments specification = {"set_int_max_str_digits", parameters, 1, 0, 1};
    borrowed value;
    int64_t limit;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, &value) ||
        !arguments_int(rt, value, &limit))
        return NULL;
    if (limit != 0 && (limit < INT_LEAST_DIGIT_LIMIT || limit > INT32_MAX))
        return exception_raise(rt, &exception_ValueError, "maxdigits must be 0 or larger than %d",
                               INT_LEAST_DIGIT_LIMIT);
    rt->int_digit_limit = (uint32_t)limit;
    return NONE;
}

static owned set_no_hook(struct runtime *rt, const char *function, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    if (!arguments_count(rt, function, positional, names, 1, 1))
        return NULL;
    return arguments[0] == NONE ? NONE
                                : exception_raise(rt, &exception_NotImplementedError,
                                                  "heapledger has no sys.%s", function);
}

FUNCTION(set_trace)
{
    return set_no_hook(rt, "settrace", arguments, positional, names);
}

FUNCTION(set_profile)
{
    return set_no_hook(rt, "setprofile", arguments, positional, names);
}

FUNCTION(audit) /* nobody listens */
{
    return arguments_count(rt, "audit", positional, names, 1, SIZE_MAX) ? NONE : NULL;
}

static const struct native_method functions[] = {
    {"getdefaultencoding", get_encoding, NATIVE_PLAIN, "The encoding of str.encode by default."},
    {"getfilesystemencoding", get_file_encoding, NATIVE_PLAIN, "The encoding of file names."},
    {"getfilesystemencodeerrors", get_file_errors, NATIVE_PLAIN, NULL},
    {"is_finalizing", is_finalizing, NATIVE_PLAIN, "Return True if Python is exiting."},
    {"getswitchinterval", get_switch_interval, NATIVE_PLAIN, NULL},
    {"setswitchinterval", set_switch_interval, NATIVE_PLAIN, NULL},
    {"get_int_max_str_digits", get_digit_limit, NATIVE_PLAIN, NULL},
    {"set_int_max_str_digits", set_digit_limit, NATIVE_PLAIN, NULL},
    {"gettrace", get_trace, NATIVE_PLAIN, NULL},
    {"settrace", set_trace, NATIVE_PLAIN, NULL},
    {"getprofile", get_profile, NATIVE_PLAIN, NULL},
    {"setprofile", set_profile, NATIVE_PLAIN, NULL},
    {"audit", audit, NATIVE_PLAIN, NULL},
    {"addaudithook", audit, NATIVE_PLAIN, NULL},
    {0},
};

int sys_hooks_fill(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
