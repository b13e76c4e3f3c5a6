/* Runs a script as __main__: what `heapledger run` does in its child (program.h).
 *
 * Read, compile, run; print what was not caught; snapshot `exit`; atexit; the interpreter's end;
 * the recorder's end. The exit code is the one that python3 gives.
 */
#include "runtime/program.h"

#include "base/buffer.h"
#include "runtime/core/gc.h"
#include "runtime/python/compile.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/report.h"
#include "runtime/python/signals.h"
#include "runtime/types/callable.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio_ext.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_INTERRUPTED 130 /* 128 + SIGINT */
#define EXIT_LOST_OUTPUT 120 /* CPython's, where what was printed cannot be written at the end */

/* --- the script ------------------------------------------------------------------------------- */

/* The whole file, owned by the caller (memory_free), with a NUL behind it. */
static char *read_script(const char *path, size_t *size, struct error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        error_set_errno(error, ERROR_NO_INPUT, errno, "cannot read script '%s'", path);
        return NULL;
    }
    char *data = NULL;
    size_t used = 0;
    size_t got;
    do {
        data = memory_resize(data, used + 65536 + 1, 1);
        got = fread(data + used, 1, 65536, file);
        used += got;
    } while (got > 0);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed) {
        error_set_errno(error, ERROR_NO_INPUT, errno, "cannot read script '%s'", path);
        memory_free(data);
        return NULL;
    }
    data[used] = '\0';
    *size = used;
    return data;
}

/* The length of the UTF-8 sequence at `bytes`; 0: it is none. */
static size_t sequence_length(const unsigned char *bytes, size_t left)
{
    size_t length = bytes[0] < 0x80   ? 1
                    : bytes[0] < 0xc2 ? 0
                    : bytes[0] < 0xe0 ? 2
                    : bytes[0] < 0xf0 ? 3
                    : bytes[0] < 0xf5 ? 4
                                      : 0;
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (bytes[0] == 0xe0 && bytes[1] < 0xa0) || (bytes[0] == 0xf0 && bytes[1] < 0x90);
    bool outside = (bytes[0] == 0xed && bytes[1] >= 0xa0) || (bytes[0] == 0xf4 && bytes[1] >= 0x90);
    return overlong || outside ? 0 : length;
}

static bool check_utf8(const char *path, const char *data, size_t size, struct error *error)
{
    size_t line = 1;
    for (size_t at = 0; at < size;) {
        size_t length = sequence_length((const unsigned char *)data + at, size - at);
        if (length == 0)
            return error_set(error, ERROR_DATA, "script '%s' is not UTF-8 (line %zu, byte 0x%02x)",
                             path, line, (unsigned char)data[at]);
        line += data[at] == '\n';
        at += length;
    }
    return true;
}

bool program_check(const char *script, struct error *error)
{
    struct stat status;
    if (stat(script, &status) < 0)
        return error_set_errno(error, ERROR_NO_INPUT, errno, "no script '%s'", script);
    if (S_ISDIR(status.st_mode))
        return error_set(error, ERROR_NO_INPUT, "'%s' is a directory, not a script", script);
    if (!S_ISREG(status.st_mode))
        return error_set(error, ERROR_NO_INPUT, "'%s' is not a regular file", script);
    size_t size;
    char *data = read_script(script, &size, error);
    bool good = data && check_utf8(script, data, size, error);
    memory_free(data);
    return good;
}

/* --- running ---------------------------------------------------------------------------------- */

/* The folder of the script is the first place to look for modules. */
static int set_path(struct runtime *rt, const char *script)
{
    const char *slash = strrchr(script, '/');
    char *real = rt->interpreter->options->deterministic ? NULL : realpath(script, NULL);
    if (real && (slash = strrchr(real, '/')) != NULL)
        script = real;
    owned folder = slash ? str_new(rt, script, slash == script ? 1 : (size_t)(slash - script))
                         : str_from_text(rt, "");
    free(real);
    return folder ? list_append(rt, rt->interpreter->path, folder) : -1;
}

/* Makes __main__; borrowed from sys.modules. */
static borrowed make_main(struct runtime *rt, const char *script)
{
    struct interpreter *interpreter = rt->interpreter;
    owned module = module_new(rt, "__main__");
    if (!module)
        return NULL;
    int result = dict_set_copy(rt, interpreter->modules, names.main, module);
    object_release(rt, module);
    if (result < 0)
        return NULL;
    interpreter->main_module = module;
    if (module_set(rt, module, "__annotations__", dict_new(rt)) < 0 ||
        module_set(rt, module, "__builtins__", object_retain(rt, interpreter->builtins)) < 0 ||
        module_set(rt, module, "__file__", str_from_text(rt, script)) < 0 ||
        module_set(rt, module, "__cached__", NONE) < 0 || set_path(rt, script) < 0)
        return NULL;
    return module;
}

/* The path as python3 knows its script: absolute, not resolved. Owned by the caller. A
 * deterministic run keeps it as given, so that the ledger does not depend on where the program
 * lies. */
static char *absolute_path(const char *path)
{
    char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0);
    if (!folder)
        return memory_copy_string(path);
    if (strncmp(path, "./", 2) == 0)
        path += 2;
    char *absolute = memory_format("%s/%s", strcmp(folder, "/") == 0 ? "" : folder, path);
    free(folder);
    return absolute;
}

/* Runs the script; false with what it raised. */
static bool run_script(struct runtime *rt, const char *script)
{
    struct error error = {0};
    size_t size;
    borrowed module = make_main(rt, script);
    if (!module)
        return false;
    char *source = read_script(script, &size, &error);
    if (!source) {
        exception_raise(rt, &exception_OSError, "%s", error.message);
        return false;
    }
    struct compile_options options = {.file_name = script, .sites = rt->interpreter->compile_sites};
    struct code *code = compile_module(rt, source, size, &options);
    memory_free(source);
    owned result = code ? evaluate_code(rt, code, module_dict(module), module_dict(module)) : NULL;
    object_release_maybe(rt, result);
    return result != NULL;
}

static void flush_streams(struct runtime *rt)
{
    borrowed sys = rt->interpreter->sys;
    borrowed stream = sys ? dict_get_text(rt, module_dict(sys), "stdout") : NULL;
    owned result = stream && stream != NONE
                       ? object_call_method(rt, stream, str_intern_text(rt, "flush"), NULL, 0)
                       : NULL;
    object_release_maybe(rt, result);
    exception_clear(rt);
    fflush(stdout);
    fflush(stderr);
}

/* Whether there is a stdout, which the program has not closed. */
static bool is_open(struct runtime *rt, borrowed stream)
{
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    bool has_stdout = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
    owned closed = has_stdout && stream && stream != NONE
                       ? object_find_attribute(rt, stream, str_intern_text(rt, "closed"))
                       : NULL;
    bool is_closed = !closed || object_is_true(rt, closed) != 0;
    object_release_maybe(rt, closed);
    exception_clear(rt);
    return !is_closed;
}

/* The last flush, whose failure is reported and changes the exit code. What cannot be written is
 * dropped, so that nobody tries again. */
static int flush_at_end(struct runtime *rt, int code)
{
    borrowed sys = rt->interpreter->sys;
    borrowed stream = sys ? dict_get_text(rt, module_dict(sys), "stdout") : NULL;
    owned result = is_open(rt, stream)
                       ? object_call_method(rt, stream, str_intern_text(rt, "flush"), NULL, 0)
                       : NONE;
    if (!result) {
        rt->report_unraisable(rt, stream);
        code = EXIT_LOST_OUTPUT;
    }
    object_release_maybe(rt, result);
    exception_clear(rt);
    if (fflush(stdout) != 0)
        __fpurge(stdout);
    clearerr(stdout);
    fflush(stderr);
    return code;
}

/* The exit code of SystemExit; its value is printed where it is no number. */
static int exit_code_of(struct runtime *rt, borrowed exit)
{
    borrowed code = ((struct exception *)exit)->value;
    if (!code || code == NONE)
        return 0;
    if (int_is_tagged(code))
        return (int)(int_untag(code) & 0xff);
    if (code == &bool_true || code == &bool_false)
        return code == &bool_true;
    owned text = object_str(rt, code);
    flush_streams(rt);
    if (text)
        fprintf(stderr, "%s\n", str_utf8(text, NULL));
    object_release_maybe(rt, text);
    exception_clear(rt);
    return 1;
}

/* sys.last_type, last_value, last_traceback: they keep an uncaught exception until the end. */
static void remember_uncaught(struct runtime *rt, borrowed error)
{
    borrowed sys = rt->interpreter->sys;
    borrowed traceback = ((struct exception *)error)->traceback;
    if (module_set(rt, sys, "last_type", object_retain(rt, &error->type->header)) < 0 ||
        module_set(rt, sys, "last_value", object_retain(rt, error)) < 0 ||
        module_set(rt, sys, "last_traceback", object_retain(rt, traceback ? traceback : NONE)) < 0)
        exception_clear(rt);
}

/* The program's own sys.excepthook, borrowed; NULL where it has set none. */
static borrowed own_hook(struct runtime *rt)
{
    borrowed hook = dict_get_text(rt, module_dict(rt->interpreter->sys), "excepthook");
    return hook && object_type(rt, hook) != &native_function_type ? hook : NULL;
}

/* Shows an exception that nobody caught: by the program's hook, or as usual. */
static void show_uncaught(struct runtime *rt, borrowed error)
{
    borrowed hook = own_hook(rt);
    if (hook) {
        borrowed traceback = ((struct exception *)error)->traceback;
        borrowed arguments[] = {&error->type->header, error, traceback ? traceback : NONE};
        owned result = object_call(rt, hook, arguments, 3, NULL);
        if (result) {
            object_release(rt, result);
            return;
        }
        owned failure = exception_take(rt);
        fputs("Error in sys.excepthook:\n", stderr);
        report_exception(rt, failure);
        fputs("\nOriginal exception was:\n", stderr);
        object_release(rt, failure);
    }
    report_exception(rt, error);
}

/* The exit code for what the script raised, which is printed. */
static int handle_uncaught(struct runtime *rt)
{
    owned error = exception_take(rt);
    int code = 1;
    if (type_is_subtype(error->type, &exception_SystemExit)) {
        code = exit_code_of(rt, error);
    } else {
        flush_streams(rt);
        remember_uncaught(rt, error);
        show_uncaught(rt, error);
        if (type_is_subtype(error->type, &exception_KeyboardInterrupt))
            code = EXIT_INTERRUPTED;
    }
    object_release(rt, error);
    return code;
}

/* Calls a function of a module, if the program has imported it. */
static void call_if_imported(struct runtime *rt, const char *module_name, const char *function_name)
{
    borrowed module = dict_get_text(rt, rt->interpreter->modules, module_name);
    owned function =
        module ? object_find_attribute(rt, module, str_intern_text(rt, function_name)) : NULL;
    owned result = function ? object_call_none(rt, function) : NULL;
    if (function && !result)
        rt->report_unraisable(rt, function);
    exception_clear(rt);
    object_release_maybe(rt, result);
    object_release_maybe(rt, function);
}

int program_run(const struct program_options *options, struct recorder *recorder)
{
    struct error error = {0};
    struct recorder_lane *lane = recorder ? recorder_lane_open(recorder, &error) : NULL;
    if (recorder && !lane) {
        fprintf(stderr, "heapledger: %s\n", error.message);
        return error.code;
    }
    struct runtime *rt = interpreter_new(options, lane);
    signals_start(rt);
    char *script = options->deterministic ? memory_copy_string(options->script)
                                          : absolute_path(options->script);
    int code = run_script(rt, script) ? 0 : handle_uncaught(rt);
    memory_free(script);
    ledger_snapshot(rt, "exit");
    call_if_imported(rt, "threading", "_shutdown");
    call_if_imported(rt, "atexit", "_run_exitfuncs");
    code = flush_at_end(rt, code);
    signals_stop();
    interpreter_end(rt);
    if (fflush(stdout) != 0)
        __fpurge(stdout);
    clearerr(stdout);
    recorder = rt->lane ? rt->lane->recorder : NULL; /* after a fork the child has one of its own */
    interpreter_free(rt);
    if (recorder)
        recorder_stop(recorder);
    return code;
}
