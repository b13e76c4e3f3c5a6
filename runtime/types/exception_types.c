/* The exception types: BaseException, the ones with fields of their own, and the plain rest.
 *
 * Every type of exceptions.def is defined here, exception groups excepted (exception_group.c). Most
 * differ by name only; OSError, SystemExit, StopIteration, KeyError, ImportError, AttributeError,
 * NameError, SyntaxError and the Unicode errors have constructors, attributes and texts of their
 * own (exception_fields.c).
 */
#include "runtime/types/exception_types.h"

#include "runtime/core/gc.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <stddef.h>

static struct exception *as_exception(borrowed self)
{
    return (struct exception *)self;
}

/* --- life ------------------------------------------------------------------------------------- */

owned exception_types_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                          size_t positional, borrowed argument_names UNUSED)
{
    owned self = object_new(rt, type, type->size, type->reported_size);
    if (!self)
        return NULL;
    owned tuple = tuple_from(rt, arguments, positional);
    if (!tuple) {
        object_release(rt, self);
        return NULL;
    }
    slot_set(rt, self, &as_exception(self)->arguments, tuple);
    gc_track(rt, self);
    return self;
}

int exception_types_set_arguments(struct runtime *rt, borrowed self, const borrowed *arguments,
                                  size_t count)
{
    borrowed old = as_exception(self)->arguments;
    if (old && tuple_count(old) == count &&
        (count == 0 ||
         memcmp(((struct tuple *)old)->items, arguments, count * sizeof *arguments) == 0))
        return 0; /* as exception_types_new left it */
    owned tuple = tuple_from(rt, arguments, count);
    if (!tuple)
        return -1;
    slot_set(rt, self, &as_exception(self)->arguments, tuple);
    return 0;
}

static int exception_init(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    if (argument_names && tuple_count(argument_names) > 0) {
        exception_raise(rt, &exception_TypeError, "%s() takes no keyword arguments",
                        self->type->name);
        return -1;
    }
    return exception_types_set_arguments(rt, self, arguments, positional);
}

#define VISIT(field, name)                                                                         \
    if (exception->field &&                                                                        \
        (result = visit(context, exception->field, EDGE_INTERNAL, (uintptr_t)name)) != 0)          \
    return result

int exception_types_traverse(borrowed self, visit_function visit, void *context)
{
    const struct exception *exception = as_exception(self);
    int result;
    VISIT(dict, "__dict__");
    VISIT(arguments, "args");
    VISIT(traceback, "__traceback__");
    VISIT(context, "__context__");
    VISIT(cause, "__cause__");
    VISIT(value, "value");
    VISIT(detail, "detail");
    VISIT(path, "path");
    return 0;
}

int exception_types_clear(struct runtime *rt, borrowed self)
{
    struct exception *exception = as_exception(self);
    slot_clear(rt, self, &exception->dict);
    slot_clear(rt, self, &exception->arguments);
    slot_clear(rt, self, &exception->traceback);
    slot_clear(rt, self, &exception->cause);
    slot_clear(rt, self, &exception->context);
    slot_clear(rt, self, &exception->value);
    slot_clear(rt, self, &exception->detail);
    slot_clear(rt, self, &exception->path);
    return 0;
}

static void exception_dealloc(struct runtime *rt, borrowed self)
{
    exception_types_clear(rt, self);
}

static int extended_traverse(borrowed self, visit_function visit, void *context)
{
    const struct exception_extended *exception = (struct exception_extended *)self;
    int result = exception_types_traverse(self, visit, context);
    for (size_t i = 0; i < sizeof exception->fields / sizeof *exception->fields && result == 0; i++)
        if (exception->fields[i])
            result = visit(context, exception->fields[i], EDGE_INTERNAL, (uintptr_t) "field");
    return result;
}

static int extended_clear(struct runtime *rt, borrowed self)
{
    struct exception_extended *exception = (struct exception_extended *)self;
    for (size_t i = 0; i < sizeof exception->fields / sizeof *exception->fields; i++)
        slot_clear(rt, self, &exception->fields[i]);
    return exception_types_clear(rt, self);
}

static void extended_dealloc(struct runtime *rt, borrowed self)
{
    extended_clear(rt, self);
}

/* --- text ------------------------------------------------------------------------------------- */

owned exception_types_str(struct runtime *rt, borrowed self)
{
    borrowed arguments = as_exception(self)->arguments;
    size_t count = arguments ? tuple_count(arguments) : 0;
    if (count == 0)
        return str_from_text(rt, "");
    return count == 1 ? object_str(rt, tuple_item(arguments, 0)) : object_repr(rt, arguments);
}

static owned exception_repr(struct runtime *rt, borrowed self)
{
    borrowed arguments = as_exception(self)->arguments;
    size_t count = arguments ? tuple_count(arguments) : 0;
    if (count == 0)
        return str_format(rt, "%s()", self->type->name);
    if (count == 1)
        return str_format(rt, "%s(%R)", self->type->name, tuple_item(arguments, 0));
    return str_format(rt, "%s%R", self->type->name, arguments);
}

/* --- attributes ------------------------------------------------------------------------------- */

static int refuse(struct runtime *rt, const char *message)
{
    exception_raise(rt, &exception_TypeError, "%s", message);
    return -1;
}

static owned get_args(struct runtime *rt, borrowed self)
{
    borrowed arguments = as_exception(self)->arguments;
    return arguments ? object_retain(rt, arguments) : tuple_new(rt, 0);
}

static int set_args(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value)
        return refuse(rt, "args may not be deleted");
    owned tuple = tuple_from_iterable(rt, value);
    if (!tuple)
        return -1;
    slot_set(rt, self, &as_exception(self)->arguments, tuple);
    return 0;
}

static owned get_or_none(struct runtime *rt, borrowed value)
{
    return object_retain(rt, value ? value : NONE);
}

static owned get_traceback(struct runtime *rt, borrowed self)
{
    return get_or_none(rt, as_exception(self)->traceback);
}

/* The traceback type belongs to the floor above, so it is known by its name here. */
static bool is_traceback(struct runtime *rt, borrowed value)
{
    return strcmp(object_type(rt, value)->name, "traceback") == 0;
}

static int set_traceback(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value)
        return refuse(rt, "__traceback__ may not be deleted");
    if (value != NONE && !is_traceback(rt, value))
        return refuse(rt, "__traceback__ must be a traceback or None");
    slot_copy(rt, self, &as_exception(self)->traceback, value == NONE ? NULL : value);
    return 0;
}

static owned get_context(struct runtime *rt, borrowed self)
{
    return get_or_none(rt, as_exception(self)->context);
}

static int set_context(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value)
        return refuse(rt, "__context__ may not be deleted");
    if (value != NONE && !exception_check(value))
        return refuse(rt, "exception context must be None or derive from BaseException");
    slot_copy(rt, self, &as_exception(self)->context, value == NONE ? NULL : value);
    return 0;
}

static owned get_cause(struct runtime *rt, borrowed self)
{
    return get_or_none(rt, as_exception(self)->cause);
}

static int set_cause(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value)
        return refuse(rt, "__cause__ may not be deleted");
    if (value != NONE && !exception_check(value))
        return refuse(rt, "exception cause must be None or derive from BaseException");
    slot_copy(rt, self, &as_exception(self)->cause, value == NONE ? NULL : value);
    as_exception(self)->suppress_context = true;
    return 0;
}

static owned get_suppress_context(struct runtime *rt UNUSED, borrowed self)
{
    return as_exception(self)->suppress_context ? &bool_true : &bool_false;
}

static int set_suppress_context(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value)
        return refuse(rt, "can't delete numeric/char attribute");
    if (value != &bool_true && value != &bool_false)
        return refuse(rt, "attribute value type must be bool");
    as_exception(self)->suppress_context = value == &bool_true;
    return 0;
}

static owned get_dict(struct runtime *rt, borrowed self)
{
    borrowed *slot = &as_exception(self)->dict;
    if (!*slot) {
        owned dict = dict_new(rt);
        if (!dict)
            return NULL;
        slot_set(rt, self, slot, dict);
    }
    return object_retain(rt, *slot);
}

static int set_dict(struct runtime *rt, borrowed self, borrowed value)
{
    if (!value)
        return refuse(rt, "cannot delete __dict__");
    if (!dict_check(value)) {
        exception_raise(rt, &exception_TypeError,
                        "__dict__ must be set to a dictionary, not a '%T'", value);
        return -1;
    }
    slot_copy(rt, self, &as_exception(self)->dict, value);
    return 0;
}

static const struct native_attribute exception_attributes[] = {
    {"__dict__", get_dict, set_dict},
    {"args", get_args, set_args},
    {"__traceback__", get_traceback, set_traceback},
    {"__context__", get_context, set_context},
    {"__cause__", get_cause, set_cause},
    {"__suppress_context__", get_suppress_context, set_suppress_context},
    {NULL, NULL, NULL},
};

/* --- methods ---------------------------------------------------------------------------------- */

static bool takes_one(struct runtime *rt, const char *method, size_t positional)
{
    if (positional != 1)
        exception_raise(rt, &exception_TypeError,
                        "BaseException.%s() takes exactly one argument (%zu given)", method,
                        positional);
    return positional == 1;
}

static owned exception_with_traceback(struct runtime *rt, borrowed self, const borrowed *arguments,
                                      size_t positional, borrowed argument_names UNUSED)
{
    if (!takes_one(rt, "with_traceback", positional) || set_traceback(rt, self, arguments[0]) < 0)
        return NULL;
    return object_retain(rt, self);
}

static owned exception_add_note(struct runtime *rt, borrowed self, const borrowed *arguments,
                                size_t positional, borrowed argument_names UNUSED)
{
    if (!takes_one(rt, "add_note", positional))
        return NULL;
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "note must be a str, not '%T'",
                               arguments[0]);
    borrowed name = str_intern_text(rt, "__notes__");
    owned notes = object_find_attribute(rt, self, name);
    if (!notes) {
        if (runtime_has_error(rt) || !(notes = list_new(rt, 0)))
            return NULL;
        if (object_set_attribute(rt, self, name, notes) < 0) {
            object_release(rt, notes);
            return NULL;
        }
    }
    int result = -1;
    if (list_check(notes))
        result = list_append(rt, notes, object_retain(rt, arguments[0]));
    else
        exception_raise(rt, &exception_TypeError, "Cannot add note: __notes__ is not a list");
    object_release(rt, notes);
    return result < 0 ? NULL : NONE;
}

static owned exception_reduce(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                              size_t positional UNUSED, borrowed argument_names UNUSED)
{
    const struct exception *exception = as_exception(self);
    borrowed parts[3] = {&self->type->header, exception->arguments, exception->dict};
    return tuple_from(rt, parts, exception->dict ? 3 : 2);
}

static owned exception_set_state(struct runtime *rt, borrowed self, const borrowed *arguments,
                                 size_t positional, borrowed argument_names UNUSED)
{
    if (!takes_one(rt, "__setstate__", positional))
        return NULL;
    if (arguments[0] == NONE)
        return NONE;
    if (!dict_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "state is not a dictionary");
    size_t position = 0;
    borrowed key;
    borrowed value;
    while (dict_next(arguments[0], &position, &key, &value))
        if (object_set_attribute(rt, self, key, value) < 0)
            return NULL;
    return NONE;
}

static const struct native_method exception_methods[] = {
    {"with_traceback", exception_with_traceback, NATIVE_PLAIN,
     "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note", exception_add_note, NATIVE_PLAIN,
     "Exception.add_note(note) --\n    add a note to the exception"},
    {"__reduce__", exception_reduce, NATIVE_PLAIN, NULL},
    {"__setstate__", exception_set_state, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

/* --- the types -------------------------------------------------------------------------------- */

#define TYPE_BEGIN(NAME, BASE, STRUCT, REPORTED, TRAVERSE)                                         \
    struct type exception_##NAME = {.header = OBJECT_STATIC(&type_type),                           \
                                    .name = #NAME,                                                 \
                                    .base = BASE,                                                  \
                                    .size = sizeof(struct STRUCT),                                 \
                                    .reported_size = REPORTED,                                     \
                                    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_EXCEPTION,            \
                                    .dict_offset = offsetof(struct exception, dict),               \
                                    .has_weak_references = false,                                  \
                                    .traverse = TRAVERSE##_traverse,
#define PLAIN(NAME, BASE)                                                                          \
    TYPE_BEGIN(NAME, &exception_##BASE, exception, 72, exception_types).clear =                    \
        exception_types_clear,                                                                     \
                                                       .dealloc = exception_dealloc                \
    }                                                                                              \
    ;
#define FIELDS(NAME, BASE, REPORTED, ...)                                                          \
    TYPE_BEGIN(NAME, &exception_##BASE, exception, REPORTED, exception_types).clear =              \
        exception_types_clear,                                                                     \
                                                             .dealloc = exception_dealloc,         \
                                                             __VA_ARGS__                           \
    }                                                                                              \
    ;
#define EXTENDED(NAME, BASE, REPORTED, ...)                                                        \
    TYPE_BEGIN(NAME, &exception_##BASE, exception_extended, REPORTED, extended).clear =            \
        extended_clear,                                                                            \
                                                                      .dealloc = extended_dealloc, \
                                                                      __VA_ARGS__                  \
    }                                                                                              \
    ;

TYPE_BEGIN(BaseException, &object_type_, exception, 72, exception_types)
    .clear = exception_types_clear,
   .dealloc = exception_dealloc, .doc = "Common base class for all exceptions",
   .new = exception_types_new, .init = exception_init, .repr = exception_repr,
   .str = exception_types_str, .attributes = exception_attributes, .methods = exception_methods,
}
;

PLAIN(Exception, BaseException)
PLAIN(GeneratorExit, BaseException)
PLAIN(KeyboardInterrupt, BaseException)
FIELDS(SystemExit, BaseException, 80, .init = exception_fields_init_exit,
       .attributes = exception_fields_exit_attributes)
PLAIN(ArithmeticError, Exception)
PLAIN(FloatingPointError, ArithmeticError)
PLAIN(OverflowError, ArithmeticError)
PLAIN(ZeroDivisionError, ArithmeticError)
PLAIN(AssertionError, Exception)
FIELDS(AttributeError, Exception, 88, .init = exception_fields_init_attribute,
       .attributes = exception_fields_attribute_attributes)
PLAIN(BufferError, Exception)
PLAIN(EOFError, Exception)
FIELDS(ImportError, Exception, 96, .init = exception_fields_init_import,
       .str = exception_fields_str_import, .attributes = exception_fields_import_attributes)
FIELDS(ModuleNotFoundError, ImportError, 96, .doc = "Module not found.")
PLAIN(LookupError, Exception)
PLAIN(IndexError, LookupError)
FIELDS(KeyError, LookupError, 72, .str = exception_fields_str_key)
PLAIN(MemoryError, Exception)
FIELDS(NameError, Exception, 80, .init = exception_fields_init_name,
       .attributes = exception_fields_name_attributes)
FIELDS(UnboundLocalError, NameError, 80, .doc = "Local name referenced but not bound to a value.")
EXTENDED(OSError, Exception, 112, .new = exception_fields_new_os, .init = exception_fields_init_os,
         .str = exception_fields_str_os, .attributes = exception_fields_os_attributes)
#define OS(NAME, BASE) EXTENDED(NAME, BASE, 112, .doc = NULL)
OS(BlockingIOError, OSError)
OS(ChildProcessError, OSError)
OS(ConnectionError, OSError)
OS(BrokenPipeError, ConnectionError)
OS(ConnectionAbortedError, ConnectionError)
OS(ConnectionRefusedError, ConnectionError)
OS(ConnectionResetError, ConnectionError)
OS(FileExistsError, OSError)
OS(FileNotFoundError, OSError)
OS(InterruptedError, OSError)
OS(IsADirectoryError, OSError)
OS(NotADirectoryError, OSError)
OS(PermissionError, OSError)
OS(ProcessLookupError, OSError)
OS(TimeoutError, OSError)
PLAIN(ReferenceError, Exception)
PLAIN(RuntimeError, Exception)
PLAIN(NotImplementedError, RuntimeError)
PLAIN(RecursionError, RuntimeError)
FIELDS(StopIteration, Exception, 80, .init = exception_fields_init_stop,
       .attributes = exception_fields_stop_attributes)
PLAIN(StopAsyncIteration, Exception)
EXTENDED(SyntaxError, Exception, 136, .init = exception_fields_init_syntax,
         .str = exception_fields_str_syntax, .attributes = exception_fields_syntax_attributes)
EXTENDED(IndentationError, SyntaxError, 136, .doc = "Improper indentation.")
EXTENDED(TabError, IndentationError, 136, .doc = "Improper mixture of spaces and tabs.")
PLAIN(SystemError, Exception)
PLAIN(TypeError, Exception)
PLAIN(ValueError, Exception)
PLAIN(UnicodeError, ValueError)
EXTENDED(UnicodeDecodeError, UnicodeError, 112, .init = exception_fields_init_decode,
         .str = exception_fields_str_decode, .attributes = exception_fields_unicode_attributes)
EXTENDED(UnicodeEncodeError, UnicodeError, 112, .init = exception_fields_init_encode,
         .str = exception_fields_str_encode, .attributes = exception_fields_unicode_attributes)
PLAIN(Warning, Exception)
PLAIN(BytesWarning, Warning)
PLAIN(DeprecationWarning, Warning)
PLAIN(EncodingWarning, Warning)
PLAIN(FutureWarning, Warning)
PLAIN(ImportWarning, Warning)
PLAIN(PendingDeprecationWarning, Warning)
PLAIN(ResourceWarning, Warning)
PLAIN(RuntimeWarning, Warning)
PLAIN(SyntaxWarning, Warning)
PLAIN(UnicodeWarning, Warning)
PLAIN(UserWarning, Warning)

struct type *exception_type_at(size_t index)
{
    static struct type *const types[] = {
        &exception_BaseException,
#define EXCEPTION(name, base) &exception_##name,
#include "runtime/types/exceptions.def"
#undef EXCEPTION
    };
    return index < sizeof types / sizeof *types ? types[index] : NULL;
}
