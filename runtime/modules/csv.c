/* The module _csv: dialects, and what makes readers (csv_reader.c) and writers (csv_writer.c).
 *
 * The dict _dialects of the module has those that are registered, _limit the longest field.
 */
#include "runtime/modules/csv_parts.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names)

borrowed csv_find(struct runtime *rt, const char *name)
{
    borrowed module = dict_get_text(rt, rt->interpreter->modules, "_csv");
    return module ? dict_get_text(rt, module_dict(module), name) : NULL;
}

owned csv_fail(struct runtime *rt, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    owned message = str_format_list(rt, format, list);
    va_end(list);
    borrowed class = message ? csv_find(rt, "Error") : NULL;
    if (class)
        exception_raise_value(rt, (struct type *)class, message);
    object_release_maybe(rt, message);
    return NULL;
}

/* --- dialects --------------------------------------------------------------------------------- */

enum option {
    DELIMITER,
    DOUBLE_QUOTE,
    ESCAPE,
    LINE_END,
    QUOTE,
    QUOTING,
    SKIP_SPACE,
    STRICT,
    OPTION_COUNT,
    DIALECT = OPTION_COUNT, /* not an option, but given like one */
    PARAMETER_COUNT
};

static const char *const option_names[] = {
    "delimiter", "doublequote",      "escapechar", "lineterminator", "quotechar",
    "quoting",   "skipinitialspace", "strict",     "dialect",        NULL};

static struct csv_dialect *dialect_of(borrowed v)
{
    return (struct csv_dialect *)v;
}

/* A text of one character; None is none where that is allowed. */
static bool read_character(struct runtime *rt, borrowed v, const char *name, bool or_none,
                           uint32_t *character)
{
    if (or_none && v == NONE) {
        *character = CSV_NONE;
        return true;
    }
    if (!str_check(v))
        exception_raise(rt, &exception_TypeError, "\"%s\" must be string%s, not %T", name,
                        or_none ? " or None" : "", v);
    else if (str_length(v) != 1)
        exception_raise(rt, &exception_TypeError, "\"%s\" must be a 1-character string", name);
    else
        *character = str_character((struct str *)v, 0);
    return !runtime_has_error(rt);
}

static bool read_truth(struct runtime *rt, borrowed v, bool *truth)
{
    int result = v ? object_is_true(rt, v) : 1;
    *truth = v ? result > 0 : *truth;
    return result >= 0;
}

static bool read_quoting(struct runtime *rt, borrowed v, struct csv_dialect *dialect)
{
    int64_t number;
    if (!v)
        return true;
    if (!int_check(rt, v)) {
        exception_raise(rt, &exception_TypeError, "\"quoting\" must be an integer");
        return false;
    }
    if (!arguments_int(rt, v, &number))
        return false;
    if (number < CSV_MINIMAL || number > CSV_NEVER) {
        exception_raise(rt, &exception_TypeError, "bad \"quoting\" value");
        return false;
    }
    dialect->quoting = (enum csv_quoting)number;
    return true;
}

static bool read_options(struct runtime *rt, struct csv_dialect *dialect, const borrowed *values)
{
    if ((values[DELIMITER] &&
         !read_character(rt, values[DELIMITER], "delimiter", false, &dialect->delimiter)) ||
        (values[ESCAPE] &&
         !read_character(rt, values[ESCAPE], "escapechar", true, &dialect->escape)) ||
        (values[QUOTE] && !read_character(rt, values[QUOTE], "quotechar", true, &dialect->quote)) ||
        !read_truth(rt, values[DOUBLE_QUOTE], &dialect->double_quote) ||
        !read_truth(rt, values[SKIP_SPACE], &dialect->skip_space) ||
        !read_truth(rt, values[STRICT], &dialect->strict) ||
        !read_quoting(rt, values[QUOTING], dialect))
        return false;
    if (values[LINE_END] && !str_check(values[LINE_END])) {
        exception_raise(rt, &exception_TypeError, "\"lineterminator\" must be a string");
        return false;
    }
    if (values[LINE_END])
        slot_copy(rt, &dialect->header, &dialect->line_end, values[LINE_END]);
    if (values[QUOTE] == NONE && !values[QUOTING])
        dialect->quoting = CSV_NEVER;
    if (dialect->quoting != CSV_NEVER && dialect->quote == CSV_NONE) {
        exception_raise(rt, &exception_TypeError, "quotechar must be set if quoting enabled");
        return false;
    }
    return true;
}

static owned make_dialect(struct runtime *rt, const borrowed *values)
{
    struct csv_dialect *dialect =
        (struct csv_dialect *)object_new(rt, &csv_dialect_type, sizeof *dialect, sizeof *dialect);
    if (!dialect)
        return NULL;
    dialect->delimiter = ',';
    dialect->quote = '"';
    dialect->escape = CSV_NONE;
    dialect->double_quote = true;
    slot_set(rt, &dialect->header, &dialect->line_end, str_from_text(rt, "\r\n"));
    if (read_options(rt, dialect, values))
        return &dialect->header;
    object_release(rt, &dialect->header);
    return NULL;
}

/* Fills the values that are not given from the attributes of `source`; they are held in `held`. */
static bool take_attributes(struct runtime *rt, borrowed source, borrowed *values, owned *held)
{
    for (size_t i = 0; source && i < OPTION_COUNT; i++) {
        if (values[i])
            continue;
        held[i] = object_find_attribute(rt, source, str_intern_text(rt, option_names[i]));
        if (!held[i] && runtime_has_error(rt))
            return false;
        values[i] = held[i];
    }
    return true;
}

owned csv_dialect_new(struct runtime *rt, borrowed source, const borrowed *given, borrowed names)
{
    borrowed values[PARAMETER_COUNT];
    owned held[OPTION_COUNT] = {0};
    static const struct arguments specification = {"Dialect", option_names, 0, 0, 0};
    if (!arguments_unpack(rt, &specification, given, 0, names, values))
        return NULL;
    source = source ? source : values[DIALECT];
    if (source && str_check(source)) {
        borrowed dialects = csv_find(rt, "_dialects");
        source = dialects ? dict_get(rt, dialects, source) : NULL;
        if (!source)
            return runtime_has_error(rt) ? NULL : csv_fail(rt, "unknown dialect");
    }
    bool any = false;
    for (size_t i = 0; i < OPTION_COUNT; i++)
        any = any || values[i];
    if (source && !any && object_is_pointer(source) && source->type == &csv_dialect_type)
        return object_retain(rt, source);
    owned result = take_attributes(rt, source == NONE ? NULL : source, values, held)
                       ? make_dialect(rt, values)
                       : NULL;
    for (size_t i = 0; i < OPTION_COUNT; i++)
        object_release_maybe(rt, held[i]);
    return result;
}

/* Dialect(dialect=None, **options) */
static owned construct(struct runtime *rt, struct type *type UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "Dialect", positional, NULL, 0, 1))
        return NULL;
    return csv_dialect_new(rt, positional ? arguments[0] : NULL, arguments + positional, names);
}

static owned make_character(struct runtime *rt, uint32_t character)
{
    return character == CSV_NONE ? NONE : str_from_character(rt, character);
}

static owned get_delimiter(struct runtime *rt, borrowed self)
{
    return make_character(rt, dialect_of(self)->delimiter);
}

static owned get_quote(struct runtime *rt, borrowed self)
{
    return make_character(rt, dialect_of(self)->quote);
}

static owned get_escape(struct runtime *rt, borrowed self)
{
    return make_character(rt, dialect_of(self)->escape);
}

static owned get_line_end(struct runtime *rt, borrowed self)
{
    return object_retain(rt, dialect_of(self)->line_end);
}

static owned get_quoting(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(dialect_of(self)->quoting);
}

static owned get_double_quote(struct runtime *rt UNUSED, borrowed self)
{
    return bool_of(dialect_of(self)->double_quote);
}

static owned get_skip_space(struct runtime *rt UNUSED, borrowed self)
{
    return bool_of(dialect_of(self)->skip_space);
}

static owned get_strict(struct runtime *rt UNUSED, borrowed self)
{
    return bool_of(dialect_of(self)->strict);
}

static int traverse(borrowed self, visit_function visit, void *context)
{
    const struct csv_dialect *dialect = dialect_of(self);
    ITERATOR_VISIT(dialect->line_end);
    return 0;
}

static void dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &dialect_of(self)->line_end);
}

static const struct native_attribute dialect_attributes[] = {
    {"delimiter", get_delimiter, NULL},
    {"doublequote", get_double_quote, NULL},
    {"escapechar", get_escape, NULL},
    {"lineterminator", get_line_end, NULL},
    {"quotechar", get_quote, NULL},
    {"quoting", get_quoting, NULL},
    {"skipinitialspace", get_skip_space, NULL},
    {"strict", get_strict, NULL},
    {0},
};

struct type csv_dialect_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "_csv.Dialect",
    .doc = "CSV dialect",
    .base = &object_type_,
    .size = sizeof(struct csv_dialect),
    .reported_size = sizeof(struct csv_dialect),
    .new = construct,
    .traverse = traverse,
    .dealloc = dealloc,
    .attributes = dialect_attributes,
};

/* --- functions -------------------------------------------------------------------------------- */

FUNCTION(make_reader)
{
    if (!arguments_count(rt, "reader", positional, NULL, 1, 2))
        return NULL;
    owned dialect =
        csv_dialect_new(rt, positional > 1 ? arguments[1] : NULL, arguments + positional, names);
    return dialect ? csv_reader_new(rt, arguments[0], dialect) : NULL;
}

FUNCTION(make_writer)
{
    if (!arguments_count(rt, "writer", positional, NULL, 1, 2))
        return NULL;
    owned dialect =
        csv_dialect_new(rt, positional > 1 ? arguments[1] : NULL, arguments + positional, names);
    return dialect ? csv_writer_new(rt, arguments[0], dialect) : NULL;
}

FUNCTION(register_dialect)
{
    borrowed dialects = csv_find(rt, "_dialects");
    if (!dialects || !arguments_count(rt, "register_dialect", positional, NULL, 1, 2))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "dialect name must be a string");
    owned dialect =
        csv_dialect_new(rt, positional > 1 ? arguments[1] : NULL, arguments + positional, names);
    return dialect && dict_set(rt, dialects, arguments[0], dialect) == 0 ? NONE : NULL;
}

FUNCTION(unregister_dialect)
{
    borrowed dialects = csv_find(rt, "_dialects");
    if (!dialects || !arguments_count(rt, "unregister_dialect", positional, names, 1, 1))
        return NULL;
    owned old = dict_take(rt, dialects, arguments[0]);
    if (!old)
        return runtime_has_error(rt) ? NULL : csv_fail(rt, "unknown dialect");
    object_release(rt, old);
    return NONE;
}

FUNCTION(get_dialect)
{
    borrowed dialects = csv_find(rt, "_dialects");
    if (!dialects || !arguments_count(rt, "get_dialect", positional, names, 1, 1))
        return NULL;
    borrowed found = dict_get(rt, dialects, arguments[0]);
    return found                   ? object_retain(rt, found)
           : runtime_has_error(rt) ? NULL
                                   : csv_fail(rt, "unknown dialect");
}

FUNCTION(list_dialects)
{
    (void)arguments;
    borrowed dialects = csv_find(rt, "_dialects");
    return dialects && arguments_count(rt, "list_dialects", positional, names, 0, 0)
               ? dict_keys(rt, dialects)
               : NULL;
}

FUNCTION(field_size_limit)
{
    borrowed limit = csv_find(rt, "_limit");
    if (!limit || !arguments_count(rt, "field_size_limit", positional, names, 0, 1))
        return NULL;
    owned old = object_retain(rt, limit);
    if (positional == 0)
        return old;
    if (!int_check(rt, arguments[0]))
        exception_raise(rt, &exception_TypeError, "limit must be an integer");
    else if (dict_set_text(rt, module_dict(dict_get_text(rt, rt->interpreter->modules, "_csv")),
                           "_limit", object_retain(rt, arguments[0])) == 0)
        return old;
    object_release(rt, old);
    return NULL;
}

static const struct native_method functions[] = {
    {"reader", make_reader, NATIVE_PLAIN, "The rows of lines, as lists of texts."},
    {"writer", make_writer, NATIVE_PLAIN, "Writes rows to a file."},
    {"register_dialect", register_dialect, NATIVE_PLAIN, NULL},
    {"unregister_dialect", unregister_dialect, NATIVE_PLAIN, NULL},
    {"get_dialect", get_dialect, NATIVE_PLAIN, NULL},
    {"list_dialects", list_dialects, NATIVE_PLAIN, NULL},
    {"field_size_limit", field_size_limit, NATIVE_PLAIN, NULL},
    {0},
};

int module_fill_csv(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {{"QUOTE_MINIMAL", CSV_MINIMAL},
                                                       {"QUOTE_ALL", CSV_ALL},
                                                       {"QUOTE_NONNUMERIC", CSV_NONNUMERIC},
                                                       {"QUOTE_NONE", CSV_NEVER},
                                                       {"_limit", 128 * 1024},
                                                       {0}};
    static const struct native_method none[] = {{0}};
    type_ready(rt, &csv_dialect_type);
    type_ready(rt, &csv_reader_type);
    type_ready(rt, &csv_writer_type);
    if (module_add_constants(rt, module, constants) < 0 ||
        module_set(rt, module, "__version__", str_from_text(rt, "1.0")) < 0 ||
        module_set(rt, module, "_dialects", dict_new(rt)) < 0 ||
        module_set(rt, module, "Dialect", object_retain(rt, &csv_dialect_type.header)) < 0 ||
        error_class_define(rt, module, error_class_new(rt, "_csv", "Error", &exception_Exception),
                           none) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
