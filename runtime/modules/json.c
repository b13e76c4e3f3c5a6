/* The module _json: dumps and loads of lib/json.py, in C. */
#include "runtime/modules/json_parts.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/singletons.h"

static borrowed given(borrowed v)
{
    return v == NONE ? NULL : v;
}

/* encode(object, indent, item_separator, key_separator, default, sort_keys, ensure_ascii,
 * allow_nan, skipkeys) */
static owned encode(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "encode", positional, names, 9, 9))
        return NULL;
    struct json_style style = {.indent = given(arguments[1]),
                               .item_separator = arguments[2],
                               .key_separator = arguments[3],
                               .fallback = given(arguments[4]),
                               .sort_keys = arguments[5] == &bool_true,
                               .ascii_only = arguments[6] == &bool_true,
                               .allow_nan = arguments[7] == &bool_true,
                               .skip_keys = arguments[8] == &bool_true};
    if ((style.indent && !str_check(style.indent)) || !str_check(style.item_separator) ||
        !str_check(style.key_separator))
        return exception_raise(rt, &exception_TypeError, "indent and separators must be str");
    struct str_builder builder = STR_BUILDER_EMPTY;
    if (json_encode(rt, &builder, arguments[0], &style) == 0)
        return str_builder_finish(rt, &builder);
    str_builder_release(&builder);
    return NULL;
}

/* decode(text, error, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant,
 * strict[, start]): the value that is the text; or the one that begins at `start`, and where it
 * ends. */
static owned decode(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                    size_t positional, borrowed names)
{
    int64_t start = 0;
    if (!arguments_count(rt, "decode", positional, names, 8, 9) ||
        (positional == 9 && !arguments_int(rt, arguments[8], &start)))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "decode() argument 1 must be str, not %T",
                               arguments[0]);
    struct json_hooks hooks = {.error = arguments[1],
                               .object = given(arguments[2]),
                               .pairs = given(arguments[3]),
                               .real = given(arguments[4]),
                               .whole = given(arguments[5]),
                               .constant = given(arguments[6]),
                               .is_strict =
                                   arguments[7] != &bool_false && arguments[7] != int_tag(0)};
    return positional == 9 ? json_decode_from(rt, arguments[0], start, &hooks)
                           : json_decode(rt, arguments[0], &hooks);
}

static const struct native_method functions[] = {
    {"encode", encode, NATIVE_PLAIN, NULL},
    {"decode", decode, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

int module_fill_json(struct runtime *rt, borrowed module)
{
    return module_add_functions(rt, module, functions);
}
