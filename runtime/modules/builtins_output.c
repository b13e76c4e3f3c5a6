/* print, input, open.
 *
 * What is printed lies in the buffer of stdout until that is full, the program ends, or something
 * is written to stderr (whoever writes there flushes stdout first).
 */
#include "base/memory.h"
#include "runtime/modules/builtins.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/stream.h"

#include <fcntl.h>

/* --- print ------------------------------------------------------------------------------------ */

/* Writes a str to a file of ours, or through the write method of another. */
static int write_text(struct runtime *rt, borrowed file, borrowed text)
{
    if (object_is_pointer(file) && file->type == &text_stream_type) {
        if (((struct stream *)file)->handle == stderr && fflush(stdout) != 0)
            clearerr(stdout);
        return stream_write(rt, file, text);
    }
    owned result = object_call_method(rt, file, names.write, &text, 1);
    object_release_maybe(rt, result);
    return result ? 0 : -1;
}

static int write_value(struct runtime *rt, borrowed file, borrowed v)
{
    owned text = object_str(rt, v);
    if (!text)
        return -1;
    int status = write_text(rt, file, text);
    object_release(rt, text);
    return status;
}

/* sep and end: a str, or None for the default. */
static bool check_text(struct runtime *rt, const char *name, borrowed *v, const char *otherwise)
{
    if (!*v || *v == NONE)
        *v = str_intern_text(rt, otherwise);
    else if (!str_check(*v))
        exception_raise(rt, &exception_TypeError, "%s must be None or a string, not %T", name, *v);
    return !runtime_has_error(rt);
}

static int print_values(struct runtime *rt, borrowed file, const borrowed *values, size_t count,
                        borrowed separator, borrowed end)
{
    for (size_t i = 0; i < count; i++) {
        if ((i > 0 && write_text(rt, file, separator) < 0) || write_value(rt, file, values[i]) < 0)
            return -1;
    }
    return write_text(rt, file, end);
}

static int flush(struct runtime *rt, borrowed file)
{
    if (object_is_pointer(file) && file->type == &text_stream_type)
        return stream_flush(rt, file);
    owned result = object_call_method(rt, file, str_intern_text(rt, "flush"), NULL, 0);
    object_release_maybe(rt, result);
    return result ? 0 : -1;
}

static owned print(BUILTIN_PARAMETERS)
{
    static const char *const parameter_names[] = {"sep", "end", "file", "flush", NULL};
    static const struct arguments specification = {.function = "print", .names = parameter_names};
    borrowed values[4] = {NULL, NULL, NULL, NULL};
    if (argument_names &&
        !arguments_unpack(rt, &specification, arguments + positional, 0, argument_names, values))
        return NULL;
    borrowed file = values[2] && values[2] != NONE ? values[2] : builtins_sys(rt, "stdout");
    if (!file)
        return exception_raise(rt, &exception_RuntimeError, "lost sys.stdout");
    if (file == NONE)
        return NONE;
    int flushing = values[3] ? object_is_true(rt, values[3]) : 0;
    if (flushing < 0 || !check_text(rt, "sep", &values[0], " ") ||
        !check_text(rt, "end", &values[1], "\n"))
        return NULL;
    object_retain(rt, file);
    int status = print_values(rt, file, arguments, positional, values[0], values[1]);
    if (status == 0 && flushing)
        status = flush(rt, file);
    object_release(rt, file);
    return status < 0 ? NULL : NONE;
}

/* --- input ------------------------------------------------------------------------------------ */

/* A line of sys.stdin, which may be any object with readline. */
static owned read_line(struct runtime *rt)
{
    borrowed file = builtins_sys(rt, "stdin");
    if (!file)
        return exception_raise(rt, &exception_RuntimeError, "input(): lost sys.stdin");
    if (stream_check(file))
        return stream_read_line(rt, file, -1);
    return object_call_method(rt, file, str_intern_text(rt, "readline"), NULL, 0);
}

static owned input(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "input", positional, argument_names, 0, 1))
        return NULL;
    borrowed output = builtins_sys(rt, "stdout");
    if (!output)
        return exception_raise(rt, &exception_RuntimeError, "input(): lost sys.stdout");
    if ((positional > 0 && write_value(rt, output, arguments[0]) < 0) || flush(rt, output) < 0)
        return NULL;
    owned line = read_line(rt);
    if (runtime_has_error(rt))
        return NULL;
    if (!line || str_length(line) == 0) {
        object_release_maybe(rt, line);
        return exception_raise(rt, &exception_EOFError, "EOF when reading a line");
    }
    size_t length = str_length(line);
    if (str_character((struct str *)line, length - 1) != '\n')
        return line;
    owned text = str_substring(rt, line, 0, length - 1);
    object_release(rt, line);
    return text;
}

/* --- open ------------------------------------------------------------------------------------- */

enum open_parameter {
    OPEN_FILE,
    OPEN_MODE,
    OPEN_BUFFERING,
    OPEN_ENCODING,
    OPEN_ERRORS,
    OPEN_NEWLINE,
    OPEN_CLOSEFD,
    OPEN_OPENER,
    OPEN_PARAMETERS
};

static const char *const open_parameter_names[] = {
    "file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener", NULL};

/* Is it a name of UTF-8, or of the part of it that is ASCII? Other encodings are not there. */
static bool is_known_encoding(const char *name)
{
    static const char *const known[] = {"utf-8", "utf8",  "UTF-8",   "UTF8",
                                        "utf_8", "ascii", "us-ascii"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i]) == 0)
            return true;
    }
    return false;
}

/* What open(2) is asked for, for a program's own opener. */
static int64_t flags_of(const char *mode)
{
    bool both = strchr(mode, '+') != NULL;
    int64_t flags = O_CLOEXEC | (both ? O_RDWR : strchr(mode, 'r') ? O_RDONLY : O_WRONLY);
    if (strchr(mode, 'w'))
        flags |= O_CREAT | O_TRUNC;
    else if (strchr(mode, 'x'))
        flags |= O_CREAT | O_EXCL;
    else if (strchr(mode, 'a'))
        flags |= O_CREAT | O_APPEND;
    return flags;
}

/* A stream over the descriptor that opener(file, flags) gives. */
static owned open_by(struct runtime *rt, borrowed opener, borrowed name, const char *mode)
{
    borrowed arguments[2] = {name, int_tag(flags_of(mode))};
    owned descriptor = object_call(rt, opener, arguments, 2, NULL);
    if (descriptor && !int_check(rt, descriptor)) {
        object_release(rt, descriptor);
        return exception_raise(rt, &exception_TypeError, "expected integer from opener");
    }
    owned file = descriptor ? stream_open(rt, descriptor, mode) : NULL;
    object_release_maybe(rt, descriptor);
    if (file)
        slot_copy(rt, file, &((struct stream *)file)->name, name);
    return file;
}

/* A file of the runtime itself. */
static owned open_plain(struct runtime *rt, const borrowed *values, const char *mode)
{
    borrowed encoding = values[OPEN_ENCODING], opener = values[OPEN_OPENER];
    owned v = opener && opener != NONE ? open_by(rt, opener, values[OPEN_FILE], mode)
                                       : stream_open(rt, values[OPEN_FILE], mode);
    if (!v)
        return NULL;
    struct stream *file = (struct stream *)v;
    if (encoding && encoding != NONE)
        file->encoding = "utf-8";
    if (values[OPEN_NEWLINE] && values[OPEN_NEWLINE] != NONE)
        file->keeps_newlines = true;
    if (values[OPEN_CLOSEFD] && !object_is_true(rt, values[OPEN_CLOSEFD]))
        file->is_shared = true;
    if (values[OPEN_BUFFERING] == int_tag(1))
        setvbuf(file->handle, NULL, _IOLBF, 0);
    else if (values[OPEN_BUFFERING] == int_tag(0))
        setvbuf(file->handle, NULL, _IONBF, 0);
    return v;
}

/* Text in an encoding that the files of C do not read, or with another handling of errors: the same
 * file of bytes, with io.TextIOWrapper around it. */
static owned open_wrapped(struct runtime *rt, const borrowed *values, const char *mode)
{
    char *binary_mode = memory_format("%sb", mode);
    owned file = open_plain(rt, values, binary_mode);
    owned module = file ? import_module(rt, str_intern_text(rt, "io"), NULL, NULL, 0) : NULL;
    borrowed arguments[4] = {file, values[OPEN_ENCODING] ? values[OPEN_ENCODING] : NONE,
                             values[OPEN_ERRORS] ? values[OPEN_ERRORS] : NONE,
                             values[OPEN_NEWLINE] ? values[OPEN_NEWLINE] : NONE};
    owned result =
        module ? object_call_method(rt, module, str_intern_text(rt, "TextIOWrapper"), arguments, 4)
               : NULL;
    if (result && object_set_attribute(rt, result, str_intern_text(rt, "mode"),
                                       values[OPEN_MODE] ? values[OPEN_MODE]
                                                         : str_intern_text(rt, "r")) < 0) {
        object_release(rt, result);
        result = NULL;
    }
    memory_free(binary_mode);
    object_release_maybe(rt, module);
    object_release_maybe(rt, file);
    return result;
}

/* Bytes have no encoding. */
static bool check_binary(struct runtime *rt, const borrowed *values, const char *mode)
{
    static const struct {
        enum open_parameter parameter;
        const char *complaint;
    } texts[] = {{OPEN_ENCODING, "binary mode doesn't take an encoding argument"},
                 {OPEN_ERRORS, "binary mode doesn't take an errors argument"},
                 {OPEN_NEWLINE, "binary mode doesn't take a newline argument"}};
    for (size_t i = 0; strchr(mode, 'b') && i < sizeof texts / sizeof *texts; i++) {
        if (values[texts[i].parameter] && values[texts[i].parameter] != NONE) {
            exception_raise(rt, &exception_ValueError, "%s", texts[i].complaint);
            return false;
        }
    }
    return true;
}

static bool needs_wrapper(const borrowed *values, const char *mode)
{
    borrowed encoding = values[OPEN_ENCODING], errors = values[OPEN_ERRORS],
             newline = values[OPEN_NEWLINE];
    if (strchr(mode, 'b'))
        return false;
    return (newline && str_check(newline) && str_utf8(newline, NULL)[0] == '\r') ||
           (encoding && str_check(encoding) && !is_known_encoding(str_utf8(encoding, NULL))) ||
           (errors && str_check(errors) && !str_equal_text(errors, "strict"));
}

static owned open_file(BUILTIN_PARAMETERS)
{
    static const struct arguments specification = {
        .function = "open", .names = open_parameter_names, .required = 1, .positional = 8};
    borrowed values[OPEN_PARAMETERS];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    borrowed mode = values[OPEN_MODE];
    if (mode && !str_check(mode))
        return exception_raise(rt, &exception_TypeError,
                               "open() argument 'mode' must be str, not %T", mode);
    const char *text = mode ? str_utf8(mode, NULL) : "r";
    if (!check_binary(rt, values, text))
        return NULL;
    return needs_wrapper(values, text) ? open_wrapped(rt, values, text)
                                       : open_plain(rt, values, text);
}

const struct native_method builtins_output[] = {
    {"print", print, NATIVE_PLAIN, "Prints the values to a stream, or to sys.stdout by default."},
    {"input", input, NATIVE_PLAIN, "Read a string from standard input."},
    {"open", open_file, NATIVE_PLAIN, "Open file and return a stream."},
    {0},
};
