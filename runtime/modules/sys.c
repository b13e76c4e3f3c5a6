/* The module sys: what a program can ask and set of its interpreter. */
#include "runtime/modules/modules.h"
#include "runtime/modules/sys_info.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/frame.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/report.h"
#include "runtime/types/arguments.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/stream.h"
#include "runtime/types/tuple.h"

/* The count of an immortal object, as PEP 683 gives it. */
#define IMMORTAL_COUNT 4294967295

static owned get_reference_count(struct runtime *rt, borrowed self UNUSED,
                                 const borrowed *arguments, size_t positional, borrowed names)
{
    if (!arguments_count(rt, "getrefcount", positional, names, 1, 1))
        return NULL;
    return int_new(rt,
                   object_is_counted(arguments[0]) ? (int64_t)arguments[0]->count : IMMORTAL_COUNT);
}

/* The size of an object in bytes; where its class has a __sizeof__ of its own, what that says and
 * the collector's header. With an error raised the result has no meaning. */
static size_t measure(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    borrowed method = type_has_flag(type, TYPE_HEAP)
                          ? type_lookup(rt, type, str_intern_text(rt, "__sizeof__"))
                          : NULL;
    if (!method || object_type(rt, method) != &function_type)
        return object_reported_size(rt, v);
    owned result = object_call_one(rt, method, v);
    int64_t size = 0;
    if (result && arguments_int(rt, result, &size) && size < 0)
        exception_raise(rt, &exception_ValueError, "__sizeof__() should return >= 0");
    object_release_maybe(rt, result);
    return (size_t)size + (type_has_flag(type, TYPE_TRACKED) ? 16 : 0);
}

static owned get_size_of(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    static const char *const parameters[] = {"object", "default", NULL};
    static const struct arguments specification = {"getsizeof", parameters, 1, 0, SIZE_MAX};
    borrowed values[2];
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    size_t size = measure(rt, values[0]);
    if (runtime_has_error(rt)) {
        if (!values[1] || !exception_matches(rt, &exception_TypeError))
            return NULL;
        exception_clear(rt);
        return object_retain(rt, values[1]);
    }
    return int_new_unsigned(rt, size);
}

static owned leave(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                   size_t positional, borrowed names)
{
    if (!arguments_count(rt, "exit", positional, names, 0, 1))
        return NULL;
    return exception_raise_value(rt, &exception_SystemExit, positional ? arguments[0] : NULL);
}

static owned intern(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                    size_t positional, borrowed names)
{
    if (!arguments_count(rt, "intern", positional, names, 1, 1))
        return NULL;
    if (!object_is_pointer(arguments[0]) || arguments[0]->type != &str_type)
        return exception_raise(rt, &exception_TypeError,
                               str_check(arguments[0]) ? "can't intern %T"
                                                       : "intern() argument must be str, not %T",
                               arguments[0]);
    return str_intern(rt, arguments[0]);
}

static owned get_recursion_limit(struct runtime *rt, borrowed self UNUSED,
                                 const borrowed *arguments UNUSED, size_t positional,
                                 borrowed names)
{
    return arguments_count(rt, "getrecursionlimit", positional, names, 0, 0)
               ? int_new(rt, rt->depth_limit)
               : NULL;
}

static owned set_recursion_limit(struct runtime *rt, borrowed self UNUSED,
                                 const borrowed *arguments, size_t positional, borrowed names)
{
    int64_t limit;
    if (!arguments_count(rt, "setrecursionlimit", positional, names, 1, 1) ||
        !arguments_int(rt, arguments[0], &limit))
        return NULL;
    if (limit < 1)
        return exception_raise(rt, &exception_ValueError,
                               "recursion limit must be greater or equal than 1");
    if (limit <= rt->depth)
        return exception_raise(rt, &exception_RecursionError,
                               "cannot set the recursion limit to %lld at the recursion depth %u: "
                               "the limit is too low",
                               (long long)limit, rt->depth);
    rt->depth_limit = limit > INT32_MAX ? INT32_MAX : (uint32_t)limit;
    return NONE;
}

static borrowed or_none(borrowed v)
{
    return v ? v : NONE;
}

static owned exc_info(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                      size_t positional, borrowed names)
{
    if (!arguments_count(rt, "exc_info", positional, names, 0, 0))
        return NULL;
    borrowed handled = exception_handled(rt);
    borrowed traceback = handled ? ((struct exception *)handled)->traceback : NULL;
    borrowed items[] = {handled ? &handled->type->header : NONE, or_none(handled),
                        or_none(traceback)};
    return tuple_from(rt, items, 3);
}

static owned exception(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,
                       size_t positional, borrowed names)
{
    if (!arguments_count(rt, "exception", positional, names, 0, 0))
        return NULL;
    return object_retain(rt, or_none(exception_handled(rt)));
}

static owned get_frame(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                       size_t positional, borrowed names)
{
    int64_t depth = 0;
    if (!arguments_count(rt, "_getframe", positional, names, 0, 1) ||
        (positional && !arguments_int(rt, arguments[0], &depth)))
        return NULL;
    struct frame *frame = rt->frame;
    for (; frame && depth > 0; depth--)
        frame = frame->back;
    if (!frame)
        return exception_raise(rt, &exception_ValueError, "call stack is not deep enough");
    return object_retain(rt, &frame->header);
}

/* excepthook(type, value, traceback): prints the exception as an uncaught one. */
static owned except_hook(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                         size_t positional, borrowed names)
{
    if (!arguments_count(rt, "excepthook", positional, names, 3, 3))
        return NULL;
    if (exception_check(arguments[1]))
        report_exception(rt, arguments[1]);
    return NONE;
}

/* unraisablehook(args): prints what no code can catch, as when no hook is set. */
static owned unraisable_hook(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                             size_t positional, borrowed names)
{
    if (!arguments_count(rt, "unraisablehook", positional, names, 1, 1))
        return NULL;
    borrowed parts = arguments[0];
    if (!tuple_check(parts) || tuple_count(parts) != 5 || !exception_check(tuple_item(parts, 1)))
        return exception_raise(rt, &exception_TypeError,
                               "sys.unraisablehook argument type must be UnraisableHookArgs");
    borrowed message = tuple_item(parts, 3), where = tuple_item(parts, 4);
    report_unraisable_print(rt,
                            str_check(message) ? str_utf8(message, NULL) : "Exception ignored in",
                            where == NONE ? NULL : where, tuple_item(parts, 1));
    return NONE;
}

static owned get_allocated_blocks(struct runtime *rt, borrowed self UNUSED,
                                  const borrowed *arguments UNUSED, size_t positional,
                                  borrowed names)
{
    if (!arguments_count(rt, "getallocatedblocks", positional, names, 0, 0))
        return NULL;
    return int_new_unsigned(rt, sys_info_live_objects(rt));
}

/* displayhook(value): what the mode 'single' of compile() does with the value of an expression. */
static owned display_hook(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                          size_t positional, borrowed names)
{
    if (!arguments_count(rt, "displayhook", positional, names, 1, 1))
        return NULL;
    borrowed value = arguments[0], builtins = rt->interpreter->builtins_dict;
    if (value == NONE)
        return NONE;
    borrowed stream = dict_get_text(rt, module_dict(rt->interpreter->sys), "stdout");
    owned text = dict_set_text(rt, builtins, "_", NONE) < 0 ? NULL : str_format(rt, "%R\n", value);
    owned written = NULL;
    if (text && !stream)
        exception_raise(rt, &exception_RuntimeError, "lost sys.stdout");
    else if (text)
        written = object_call_method(rt, stream, str_intern_text(rt, "write"), &text, 1);
    object_release_maybe(rt, text);
    object_release_maybe(rt, written);
    if (!written || dict_set_text(rt, builtins, "_", object_retain(rt, value)) < 0)
        return NULL;
    return NONE;
}

static const struct native_method functions[] = {
    {"getrefcount", get_reference_count, NATIVE_PLAIN,
     "Return the reference count of object, one higher than you might expect."},
    {"getsizeof", get_size_of, NATIVE_PLAIN, "Return the size of object in bytes."},
    {"exit", leave, NATIVE_PLAIN, "Exit the interpreter by raising SystemExit(status)."},
    {"intern", intern, NATIVE_PLAIN, "Intern the given string."},
    {"getrecursionlimit", get_recursion_limit, NATIVE_PLAIN,
     "Return the current value of the recursion limit."},
    {"setrecursionlimit", set_recursion_limit, NATIVE_PLAIN,
     "Set the maximum depth of the Python interpreter stack to n."},
    {"exc_info", exc_info, NATIVE_PLAIN,
     "Return the type, value and traceback of the exception being handled."},
    {"exception", exception, NATIVE_PLAIN, "Return the exception being handled, or None."},
    {"_getframe", get_frame, NATIVE_PLAIN, "Return a frame object from the call stack."},
    {"excepthook", except_hook, NATIVE_PLAIN,
     "Handle an exception by displaying it with a traceback on sys.stderr."},
    {"displayhook", display_hook, NATIVE_PLAIN,
     "Print an object to sys.stdout and also save it in builtins._"},
    {"unraisablehook", unraisable_hook, NATIVE_PLAIN,
     "Handle an unraisable exception by displaying it on sys.stderr."},
    {"getallocatedblocks", get_allocated_blocks, NATIVE_PLAIN,
     "Return the number of memory blocks currently allocated."},
    {0},
};

static int add_streams(struct runtime *rt, borrowed module)
{
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    FILE *const streams[] = {stdin, stdout, stderr};
    for (size_t i = 0; i < 3; i++) {
        owned file = stream_new_standard(rt, streams[i]);
        char original[16];
        snprintf(original, sizeof original, "__%s__", names[i]);
        if (!file || module_set(rt, module, original, object_retain(rt, file)) < 0 ||
            module_set(rt, module, names[i], file) < 0)
            return -1;
    }
    return 0;
}

/* sys.argv: the script as given, then its arguments. */
static owned new_argument_list(struct runtime *rt)
{
    const struct program_options *options = rt->interpreter->options;
    owned list = list_new(rt, (size_t)options->argument_count + 1);
    for (int i = -1; list && i < options->argument_count; i++) {
        owned text = str_from_text(rt, i < 0 ? options->script : options->arguments[i]);
        if (!text || list_append(rt, list, text) < 0) {
            object_release(rt, list);
            return NULL;
        }
    }
    return list;
}

/* sys.__excepthook__ and its like, with which a program sets the hooks back. */
static int keep_original_hooks(struct runtime *rt, borrowed module)
{
    static const char *const hooks[][2] = {{"excepthook", "__excepthook__"},
                                           {"unraisablehook", "__unraisablehook__"},
                                           {"displayhook", "__displayhook__"}};
    borrowed dict = module_dict(module);
    int status = 0;
    for (size_t i = 0; status == 0 && i < sizeof hooks / sizeof *hooks; i++)
        status = module_set(rt, module, hooks[i][1],
                            object_retain(rt, dict_get_text(rt, dict, hooks[i][0])));
    return status;
}

int module_fill_sys(struct runtime *rt, borrowed module)
{
    struct interpreter *interpreter = rt->interpreter;
    if (module_set(rt, module, "modules", object_retain(rt, interpreter->modules)) < 0 ||
        module_set(rt, module, "path", object_retain(rt, interpreter->path)) < 0 ||
        module_set(rt, module, "argv", new_argument_list(rt)) < 0 || add_streams(rt, module) < 0 ||
        sys_info_fill(rt, module) < 0 || sys_async_fill(rt, module) < 0 ||
        sys_hooks_fill(rt, module) < 0)
        return -1;
    return module_add_functions(rt, module, functions) < 0 ? -1 : keep_original_hooks(rt, module);
}
