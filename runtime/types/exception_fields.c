/* The exceptions that carry more than their arguments: what their constructors keep, how they read.
 *
 * A field is a slot of the object with an attribute of its own; setting it is free, deleting it
 * makes it None, as with CPython's members. The constructors and texts are CPython's.
 */
#include "runtime/types/bytes.h"
#include "runtime/types/exception_types.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <errno.h>

enum syntax_field {
    SYNTAX_MSG,
    SYNTAX_FILENAME,
    SYNTAX_LINENO,
    SYNTAX_OFFSET,
    SYNTAX_TEXT,
    SYNTAX_END_LINENO,
    SYNTAX_END_OFFSET,
    SYNTAX_PRINT
};
enum unicode_field { UNICODE_ENCODING, UNICODE_OBJECT, UNICODE_START, UNICODE_END, UNICODE_REASON };
enum os_field { OS_FILENAME2 };

/* A getter and a setter for one slot. */
#define FIELD(NAME, SLOT)                                                                          \
    static owned get_##NAME(struct runtime *rt, borrowed self)                                     \
    {                                                                                              \
        return object_retain(rt, (SLOT) ? (SLOT) : NONE);                                          \
    }                                                                                              \
    static int set_##NAME(struct runtime *rt, borrowed self, borrowed value)                       \
    {                                                                                              \
        slot_copy(rt, self, &(SLOT), value);                                                       \
        return 0;                                                                                  \
    }
#define BASE(SLOT)   ((struct exception *)self)->SLOT
#define EXTRA(INDEX) ((struct exception_extended *)self)->fields[INDEX]
#define ROW(TEXT, NAME)                                                                            \
    {                                                                                              \
        TEXT, get_##NAME, set_##NAME                                                               \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL                                                                           \
    }

FIELD(value, BASE(value))
FIELD(detail, BASE(detail))
FIELD(path, BASE(path))
FIELD(field0, EXTRA(0))
FIELD(field1, EXTRA(1))
FIELD(field2, EXTRA(2))
FIELD(field3, EXTRA(3))
FIELD(field4, EXTRA(4))
FIELD(field5, EXTRA(5))
FIELD(field6, EXTRA(6))
FIELD(field7, EXTRA(7))

const struct native_attribute exception_fields_exit_attributes[] = {ROW("code", value), END};
const struct native_attribute exception_fields_stop_attributes[] = {ROW("value", value), END};
const struct native_attribute exception_fields_attribute_attributes[] = {ROW("name", value),
                                                                         ROW("obj", detail), END};
const struct native_attribute exception_fields_name_attributes[] = {ROW("name", value), END};
const struct native_attribute exception_fields_import_attributes[] = {
    ROW("msg", detail), ROW("name", value), ROW("path", path), END};
const struct native_attribute exception_fields_os_attributes[] = {
    ROW("errno", value), ROW("strerror", detail), ROW("filename", path), ROW("filename2", field0),
    END};
const struct native_attribute exception_fields_syntax_attributes[] = {
    ROW("msg", field0),
    ROW("filename", field1),
    ROW("lineno", field2),
    ROW("offset", field3),
    ROW("text", field4),
    ROW("end_lineno", field5),
    ROW("end_offset", field6),
    ROW("print_file_and_line", field7),
    END};
const struct native_attribute exception_fields_unicode_attributes[] = {
    ROW("encoding", field0), ROW("object", field1), ROW("start", field2),
    ROW("end", field3),      ROW("reason", field4), END};

/* Only the keywords `allowed` (NULL-terminated) may be given; each goes into its slot. */
static int take_keywords(struct runtime *rt, borrowed self, const borrowed *values, borrowed given,
                         const char *const *allowed, borrowed *const *slots)
{
    for (size_t i = 0; given && i < tuple_count(given); i++) {
        size_t which = 0;
        while (allowed[which] && !str_equal_text(tuple_item(given, i), allowed[which]))
            which++;
        if (!allowed[which]) {
            exception_raise(rt, &exception_TypeError,
                            "'%U' is an invalid keyword argument for %s()", tuple_item(given, i),
                            self->type->name);
            return -1;
        }
        slot_copy(rt, self, slots[which], values[i]);
    }
    return 0;
}

static int refuse_keywords(struct runtime *rt, borrowed self, borrowed given)
{
    if (!given || tuple_count(given) == 0)
        return 0;
    exception_raise(rt, &exception_TypeError, "%s() takes no keyword arguments", self->type->name);
    return -1;
}

/* --- SystemExit, StopIteration, AttributeError, NameError, KeyError --------------------------- */

EXCEPTION_INIT(exit)
{
    if (refuse_keywords(rt, self, argument_names) < 0 ||
        exception_types_set_arguments(rt, self, arguments, positional) < 0)
        return -1;
    if (positional == 1)
        slot_copy(rt, self, &BASE(value), arguments[0]);
    else if (positional > 1)
        slot_copy(rt, self, &BASE(value), BASE(arguments));
    return 0;
}

EXCEPTION_INIT(stop)
{
    if (refuse_keywords(rt, self, argument_names) < 0 ||
        exception_types_set_arguments(rt, self, arguments, positional) < 0)
        return -1;
    slot_copy(rt, self, &BASE(value), positional > 0 ? arguments[0] : NONE);
    return 0;
}

EXCEPTION_INIT(attribute)
{
    static const char *const allowed[] = {"name", "obj", NULL};
    borrowed *const slots[] = {&BASE(value), &BASE(detail)};
    return exception_types_set_arguments(rt, self, arguments, positional) < 0
               ? -1
               : take_keywords(rt, self, arguments + positional, argument_names, allowed, slots);
}

EXCEPTION_INIT(name)
{
    static const char *const allowed[] = {"name", NULL};
    borrowed *const slots[] = {&BASE(value)};
    return exception_types_set_arguments(rt, self, arguments, positional) < 0
               ? -1
               : take_keywords(rt, self, arguments + positional, argument_names, allowed, slots);
}

owned exception_fields_str_key(struct runtime *rt, borrowed self)
{
    borrowed arguments = BASE(arguments);
    if (arguments && tuple_count(arguments) == 1)
        return object_repr(rt, tuple_item(arguments, 0));
    return exception_types_str(rt, self);
}

/* --- ImportError ------------------------------------------------------------------------------ */

EXCEPTION_INIT(import)
{
    static const char *const allowed[] = {"name", "path", NULL};
    borrowed *const slots[] = {&BASE(value), &BASE(path)};
    if (exception_types_set_arguments(rt, self, arguments, positional) < 0 ||
        take_keywords(rt, self, arguments + positional, argument_names, allowed, slots) < 0)
        return -1;
    if (positional == 1)
        slot_copy(rt, self, &BASE(detail), arguments[0]);
    return 0;
}

owned exception_fields_str_import(struct runtime *rt, borrowed self)
{
    borrowed message = BASE(detail);
    return message && str_check(message) ? object_retain(rt, message)
                                         : exception_types_str(rt, self);
}

/* --- OSError ---------------------------------------------------------------------------------- */

/* The subclass that stands for an error number. */
static struct type *type_of_errno(int64_t number)
{
    switch (number) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
        return &exception_BlockingIOError;
    case ECONNABORTED:
        return &exception_ConnectionAbortedError;
    case ECONNREFUSED:
        return &exception_ConnectionRefusedError;
    case EPIPE:
    case ESHUTDOWN:
        return &exception_BrokenPipeError;
    case ECHILD:
        return &exception_ChildProcessError;
    case ECONNRESET:
        return &exception_ConnectionResetError;
    case EEXIST:
        return &exception_FileExistsError;
    case ENOENT:
        return &exception_FileNotFoundError;
    case EISDIR:
        return &exception_IsADirectoryError;
    case ENOTDIR:
        return &exception_NotADirectoryError;
    case EINTR:
        return &exception_InterruptedError;
    case EACCES:
    case EPERM:
        return &exception_PermissionError;
    case ESRCH:
        return &exception_ProcessLookupError;
    case ETIMEDOUT:
        return &exception_TimeoutError;
    default:
        return &exception_OSError;
    }
}

owned exception_fields_new_os(struct runtime *rt, struct type *type, const borrowed *arguments,
                              size_t positional, borrowed argument_names)
{
    if (type == &exception_OSError && positional >= 2 && positional <= 5 &&
        int_is_tagged(arguments[0]))
        type = type_of_errno(int_untag(arguments[0]));
    return exception_types_new(rt, type, arguments, positional, argument_names);
}

EXCEPTION_INIT(os)
{
    if (refuse_keywords(rt, self, argument_names) < 0)
        return -1;
    bool parsed = positional >= 2 && positional <= 5;
    bool has_file = parsed && positional >= 3 && arguments[2] != NONE;
    if (parsed) {
        slot_copy(rt, self, &BASE(value), arguments[0]);
        slot_copy(rt, self, &BASE(detail), arguments[1]);
    }
    if (has_file) {
        slot_copy(rt, self, &BASE(path), arguments[2]);
        if (positional == 5)
            slot_copy(rt, self, &EXTRA(OS_FILENAME2), arguments[4]);
    }
    return exception_types_set_arguments(rt, self, arguments, has_file ? 2 : positional);
}

owned exception_fields_str_os(struct runtime *rt, borrowed self)
{
    borrowed number = BASE(value) ? BASE(value) : NONE;
    borrowed text = BASE(detail) ? BASE(detail) : NONE;
    if (BASE(path) && EXTRA(OS_FILENAME2))
        return str_format(rt, "[Errno %S] %S: %R -> %R", number, text, BASE(path),
                          EXTRA(OS_FILENAME2));
    if (BASE(path))
        return str_format(rt, "[Errno %S] %S: %R", number, text, BASE(path));
    if (BASE(value) && BASE(detail))
        return str_format(rt, "[Errno %S] %S", number, text);
    return exception_types_str(rt, self);
}

/* --- SyntaxError ------------------------------------------------------------------------------ */

EXCEPTION_INIT(syntax)
{
    if (refuse_keywords(rt, self, argument_names) < 0 ||
        exception_types_set_arguments(rt, self, arguments, positional) < 0)
        return -1;
    if (positional >= 1)
        slot_copy(rt, self, &EXTRA(SYNTAX_MSG), arguments[0]);
    if (positional != 2)
        return 0;
    owned place = tuple_from_iterable(rt, arguments[1]);
    if (!place)
        return -1;
    size_t count = tuple_count(place);
    int result = -1;
    if (count < 4)
        exception_raise(rt, &exception_TypeError,
                        "function missing required argument 'filename' (pos 1)");
    else if (count > 6)
        exception_raise(rt, &exception_TypeError, "function takes at most 6 arguments (%zu given)",
                        count);
    else if (count == 5)
        exception_raise(rt, &exception_TypeError,
                        "end_offset must be provided when end_lineno is provided");
    else {
        for (size_t i = 0; i < count; i++)
            slot_copy(rt, self, &EXTRA(SYNTAX_FILENAME + i), tuple_item(place, i));
        result = 0;
    }
    object_release(rt, place);
    return result;
}

owned exception_fields_str_syntax(struct runtime *rt, borrowed self)
{
    borrowed message = EXTRA(SYNTAX_MSG) ? EXTRA(SYNTAX_MSG) : NONE;
    borrowed file = EXTRA(SYNTAX_FILENAME);
    borrowed line = EXTRA(SYNTAX_LINENO);
    bool has_line = line && int_is_tagged(line);
    if (!file || !str_check(file))
        return has_line ? str_format(rt, "%S (line %S)", message, line) : object_str(rt, message);
    const char *name = str_utf8(file, NULL);
    const char *slash = strrchr(name, '/');
    name = slash ? slash + 1 : name;
    return has_line ? str_format(rt, "%S (%s, line %S)", message, name, line)
                    : str_format(rt, "%S (%s)", message, name);
}

/* --- UnicodeDecodeError, UnicodeEncodeError --------------------------------------------------- */

static int init_unicode(struct runtime *rt, borrowed self, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    if (refuse_keywords(rt, self, argument_names) < 0 ||
        exception_types_set_arguments(rt, self, arguments, positional) < 0)
        return -1;
    if (positional != 5) {
        exception_raise(rt, &exception_TypeError, "function takes exactly 5 arguments (%zu given)",
                        positional);
        return -1;
    }
    for (size_t i = 0; i < 5; i++)
        slot_copy(rt, self, &EXTRA(i), arguments[i]);
    return 0;
}

EXCEPTION_INIT(decode)
{
    return init_unicode(rt, self, arguments, positional, argument_names);
}

EXCEPTION_INIT(encode)
{
    return init_unicode(rt, self, arguments, positional, argument_names);
}

/* The range that the error names, within `length`; false where the fields do not say. */
static bool unicode_range(borrowed self, size_t length, int64_t *start, int64_t *end)
{
    borrowed first = EXTRA(UNICODE_START);
    borrowed last = EXTRA(UNICODE_END);
    if (!first || !last || !int_is_tagged(first) || !int_is_tagged(last) || !EXTRA(UNICODE_REASON))
        return false;
    *start = int_untag(first);
    *end = int_untag(last);
    return *start >= 0 && *start < (int64_t)length;
}

owned exception_fields_str_decode(struct runtime *rt, borrowed self)
{
    borrowed object = EXTRA(UNICODE_OBJECT);
    bool is_bytes = object && object_is_pointer(object) && type_has_flag(object->type, TYPE_BYTES);
    const struct bytes *bytes = is_bytes ? (const struct bytes *)object : NULL;
    int64_t start;
    int64_t end;
    if (!unicode_range(self, bytes ? bytes->size : 0, &start, &end))
        return exception_types_str(rt, self);
    if (end == start + 1) {
        char text[8];
        snprintf(text, sizeof text, "0x%02x", bytes->data[start]);
        return str_format(rt, "'%S' codec can't decode byte %s in position %lld: %S",
                          EXTRA(UNICODE_ENCODING), text, (long long)start, EXTRA(UNICODE_REASON));
    }
    return str_format(rt, "'%S' codec can't decode bytes in position %lld-%lld: %S",
                      EXTRA(UNICODE_ENCODING), (long long)start, (long long)(end - 1),
                      EXTRA(UNICODE_REASON));
}

owned exception_fields_str_encode(struct runtime *rt, borrowed self)
{
    borrowed object = EXTRA(UNICODE_OBJECT);
    int64_t start;
    int64_t end;
    if (!unicode_range(self, object && str_check(object) ? str_length(object) : 0, &start, &end))
        return exception_types_str(rt, self);
    if (end == start + 1) {
        char text[16];
        uint32_t character = str_character((const struct str *)object, (size_t)start);
        const char *form = character <= 0xff     ? "\\x%02x"
                           : character <= 0xffff ? "\\u%04x"
                                                 : "\\U%08x";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, sizeof text, form, character);
#pragma GCC diagnostic pop
        return str_format(rt, "'%S' codec can't encode character '%s' in position %lld: %S",
                          EXTRA(UNICODE_ENCODING), text, (long long)start, EXTRA(UNICODE_REASON));
    }
    return str_format(rt, "'%S' codec can't encode characters in position %lld-%lld: %S",
                      EXTRA(UNICODE_ENCODING), (long long)start, (long long)(end - 1),
                      EXTRA(UNICODE_REASON));
}
