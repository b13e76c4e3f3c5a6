/* Built-in functions on code and namespaces: eval, exec, compile, globals, locals, __import__,
 * __build_class__, exit. */
#include "base/memory.h"
#include "runtime/modules/builtins.h"
#include "runtime/python/compile.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/frame.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* --- eval, exec, compile ---------------------------------------------------------------------- */

/* Code from a str or bytes (is_expression: as for eval), or the code object itself. */
static struct code *code_from(struct runtime *rt, const char *function, borrowed source,
                              const char *file_name, bool is_expression, bool is_interactive)
{
    struct compile_options options = {.file_name = file_name,
                                      .sites = rt->interpreter->compile_sites,
                                      .is_interactive = is_interactive};
    const char *text;
    size_t size;
    if (object_type(rt, source) == &code_type)
        return (struct code *)source;
    if (bytes_check(source)) {
        text = (const char *)((struct bytes *)source)->data;
        size = ((struct bytes *)source)->size;
    } else if (str_check(source)) {
        text = str_utf8(source, &size);
    } else {
        exception_raise(rt, &exception_TypeError,
                        "%s() arg 1 must be a string, bytes or code object", function);
        return NULL;
    }
    while (is_expression && size > 0 && (*text == ' ' || *text == '\t'))
        text++, size--;
    return is_expression ? compile_expression(rt, text, size, &options)
                         : compile_module(rt, text, size, &options);
}

/* The namespaces of eval and exec: arguments 2 and 3, by default the caller's. Results are owned.
 */
static bool take_namespaces(struct runtime *rt, const char *function, const borrowed *arguments,
                            size_t positional, owned *globals, owned *locals)
{
    bool own_globals = positional > 1 && arguments[1] != NONE;
    bool own_locals = positional > 2 && arguments[2] != NONE;
    *globals = *locals = NULL;
    if (own_globals && !dict_check(arguments[1])) {
        exception_raise(rt, &exception_TypeError, "%s() globals must be a dict, not %T", function,
                        arguments[1]);
        return false;
    }
    *globals = object_retain(rt, own_globals ? arguments[1] : rt->frame->globals);
    *locals = own_locals    ? object_retain(rt, arguments[2])
              : own_globals ? object_retain(rt, *globals)
                            : builtins_locals(rt);
    if (*locals && !dict_get_text(rt, *globals, "__builtins__") &&
        dict_set_text(rt, *globals, "__builtins__", object_retain(rt, rt->interpreter->builtins)) ==
            0)
        return true;
    return *locals && !runtime_has_error(rt);
}

static owned run(struct runtime *rt, const char *function, bool is_expression,
                 const borrowed *arguments, size_t positional, borrowed argument_names)
{
    owned globals = NULL, locals = NULL, result = NULL;
    if (!arguments_count(rt, function, positional, argument_names, 1, 3))
        return NULL;
    if (take_namespaces(rt, function, arguments, positional, &globals, &locals)) {
        struct code *code = code_from(rt, function, arguments[0], "<string>", is_expression, false);
        if (code && code->free_count > 0)
            exception_raise(rt, &exception_TypeError,
                            "code object passed to %s() may not contain free variables", function);
        else if (code)
            result = evaluate_code(rt, code, globals, locals);
    }
    object_release_maybe(rt, globals);
    object_release_maybe(rt, locals);
    return result;
}

static owned evaluate(BUILTIN_PARAMETERS)
{
    return run(rt, "eval", true, arguments, positional, argument_names);
}

static owned execute(BUILTIN_PARAMETERS)
{
    owned result = run(rt, "exec", false, arguments, positional, argument_names);
    object_release_maybe(rt, result);
    return result ? NONE : NULL;
}

static owned compile_text(BUILTIN_PARAMETERS)
{
    static const char *const parameter_names[] = {"source",       "filename", "mode", "flags",
                                                  "dont_inherit", "optimize", NULL};
    static const struct arguments specification = {
        .function = "compile", .names = parameter_names, .required = 3, .positional = 6};
    borrowed values[6];
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values))
        return NULL;
    if (!str_check(values[1]) || !str_check(values[2]))
        return exception_raise(rt, &exception_TypeError,
                               "compile() arguments 'filename' and 'mode' must be str");
    bool is_expression = str_equal_text(values[2], "eval");
    bool is_interactive = str_equal_text(values[2], "single");
    if (!is_expression && !is_interactive && !str_equal_text(values[2], "exec"))
        return exception_raise(rt, &exception_ValueError,
                               "compile() mode must be 'exec', 'eval' or 'single'");
    struct code *code = code_from(rt, "compile", values[0], str_utf8(values[1], NULL),
                                  is_expression, is_interactive);
    return (owned)code;
}

/* --- namespaces, import ----------------------------------------------------------------------- */

owned builtins_locals(struct runtime *rt)
{
    borrowed locals = frame_get_locals(rt, rt->frame);
    return locals ? object_retain(rt, locals) : NULL;
}

static owned get_globals(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "globals", positional, argument_names, 0, 0))
        return NULL;
    return object_retain(rt, rt->frame->globals);
}

static owned get_locals(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "locals", positional, argument_names, 0, 0))
        return NULL;
    return builtins_locals(rt);
}

static owned import_name(BUILTIN_PARAMETERS)
{
    static const char *const parameter_names[] = {"name",     "globals", "locals",
                                                  "fromlist", "level",   NULL};
    static const struct arguments specification = {
        .function = "__import__", .names = parameter_names, .required = 1, .positional = 5};
    borrowed values[5];
    int64_t level = 0;
    if (!arguments_unpack(rt, &specification, arguments, positional, argument_names, values) ||
        (values[4] && !arguments_int(rt, values[4], &level)))
        return NULL;
    if (!str_check(values[0]))
        return exception_raise(rt, &exception_TypeError, "module name must be a string");
    return import_module(rt, values[0], values[1] ? values[1] : rt->frame->globals, values[3],
                         level);
}

static owned leave_program(BUILTIN_PARAMETERS)
{
    if (!arguments_count(rt, "exit", positional, argument_names, 0, 1))
        return NULL;
    return exception_raise_value(rt, &exception_SystemExit, positional > 0 ? arguments[0] : NULL);
}

/* --- __build_class__ -------------------------------------------------------------------------- */

/* The bases of a class statement: what is no class is asked for its __mro_entries__. A tuple. */
static owned resolve_bases(struct runtime *rt, borrowed bases)
{
    owned resolved = list_new(rt, 0);
    for (size_t i = 0; resolved && i < tuple_count(bases); i++) {
        borrowed base = tuple_item(bases, i);
        owned method =
            class_check(base) ? NULL : object_find_attribute(rt, base, names.mro_entries);
        int status = runtime_has_error(rt) ? -1 : 0;
        if (method) {
            owned entries = object_call_one(rt, method, bases);
            status = entries ? list_extend(rt, resolved, entries) : -1;
            object_release_maybe(rt, entries);
            object_release(rt, method);
        } else if (status == 0) {
            status = list_append(rt, resolved, object_retain(rt, base));
        }
        if (status < 0) {
            object_release(rt, resolved);
            return NULL;
        }
    }
    owned tuple = resolved ? tuple_from_iterable(rt, resolved) : NULL;
    object_release_maybe(rt, resolved);
    return tuple;
}

/* A class statement on its way to its class. */
struct class_statement {
    borrowed body; /* function */
    borrowed name;
    owned original_bases; /* tuple, as written */
    owned bases;          /* tuple, resolved */
    owned metaclass;
    owned namespace;      /* mapping */
    owned keyword_names;  /* tuple, without metaclass; NULL: none */
    owned keyword_values; /* tuple */
};

static void release_statement(struct runtime *rt, struct class_statement *statement)
{
    object_release_maybe(rt, statement->original_bases);
    object_release_maybe(rt, statement->bases);
    object_release_maybe(rt, statement->metaclass);
    object_release_maybe(rt, statement->namespace);
    object_release_maybe(rt, statement->keyword_names);
    object_release_maybe(rt, statement->keyword_values);
}

/* Takes metaclass=… out of the keywords; the rest is passed on. */
static bool take_keywords(struct runtime *rt, struct class_statement *statement,
                          const borrowed *values, borrowed keyword_names)
{
    size_t count = keyword_names ? tuple_count(keyword_names) : 0;
    owned name_list = list_new(rt, count), value_list = list_new(rt, count);
    bool made = name_list && value_list;
    for (size_t i = 0; made && i < count; i++) {
        if (str_equal(tuple_item(keyword_names, i), names.metaclass))
            statement->metaclass = object_retain(rt, values[i]);
        else
            made = list_append(rt, name_list, tuple_item(keyword_names, i)) == 0 &&
                   list_append(rt, value_list, object_retain(rt, values[i])) == 0;
    }
    if (made && ((struct list *)name_list)->count > 0) {
        statement->keyword_names = tuple_from_iterable(rt, name_list);
        statement->keyword_values = tuple_from_iterable(rt, value_list);
        made = statement->keyword_names && statement->keyword_values;
    }
    object_release_maybe(rt, name_list);
    object_release_maybe(rt, value_list);
    return made;
}

/* The metaclass: the one that is given, else that of the bases; the most derived of all. */
static bool choose_metaclass(struct runtime *rt, struct class_statement *statement)
{
    borrowed chosen = statement->metaclass;
    if (!chosen)
        chosen = tuple_count(statement->bases) > 0
                     ? &object_type(rt, tuple_item(statement->bases, 0))->header
                     : &type_type.header;
    if (class_check(chosen))
        chosen = (borrowed)class_best_metatype(rt, (struct type *)chosen, statement->bases);
    if (!chosen)
        return false;
    object_retain(rt, chosen);
    object_release_maybe(rt, statement->metaclass);
    statement->metaclass = chosen;
    return true;
}

/* metaclass(first, second[, third], **keywords), or of the callable `function` in its place. */
static owned call_with_keywords(struct runtime *rt, struct class_statement *statement,
                                borrowed function, borrowed third)
{
    size_t positional = third ? 3 : 2;
    size_t count = statement->keyword_values ? tuple_count(statement->keyword_values) : 0;
    borrowed few[16], *values = count + positional > 16
                                    ? memory_allocate((count + positional) * sizeof *values)
                                    : few;
    values[0] = statement->name;
    values[1] = statement->bases;
    if (third)
        values[2] = third;
    for (size_t i = 0; i < count; i++)
        values[positional + i] = tuple_item(statement->keyword_values, i);
    owned result = object_call(rt, function, values, positional, statement->keyword_names);
    if (values != few)
        memory_free(values);
    return result;
}

static bool prepare_namespace(struct runtime *rt, struct class_statement *statement)
{
    owned prepare = NULL;
    if (statement->metaclass != &type_type.header)
        prepare = object_find_attribute(rt, statement->metaclass, names.prepare);
    if (prepare) {
        statement->namespace = call_with_keywords(rt, statement, prepare, NULL);
        object_release(rt, prepare);
    } else if (!runtime_has_error(rt)) {
        statement->namespace = dict_new(rt);
    }
    return statement->namespace != NULL;
}

/* Runs the body and makes the class. */
static owned finish_class(struct runtime *rt, struct class_statement *statement)
{
    owned cell = evaluate_class_body(rt, statement->body, statement->namespace);
    if (!cell)
        return NULL;
    owned class = NULL;
    bool was_resolved = statement->bases != statement->original_bases;
    if (!was_resolved ||
        object_set_item(rt, statement->namespace, str_intern_text(rt, "__orig_bases__"),
                        statement->original_bases) == 0)
        class = call_with_keywords(rt, statement, statement->metaclass, statement->namespace);
    borrowed known = cell->type == &cell_type ? ((struct cell *)cell)->content : class;
    if (class && class_check(class) && known != class) {
        if (known)
            exception_raise(rt, &exception_TypeError, "__class__ set to %R defining %R as %R",
                            known, statement->name, class);
        else
            exception_raise(rt, &exception_RuntimeError,
                            "__class__ not set defining %R as %R. Was __classcell__ propagated to "
                            "type.__new__?",
                            statement->name, class);
        object_release(rt, class);
        class = NULL;
    }
    object_release(rt, cell);
    return class;
}

/* Do any of the bases need __mro_entries__? */
static bool are_classes(borrowed bases)
{
    for (size_t i = 0; i < tuple_count(bases); i++) {
        if (!class_check(tuple_item(bases, i)))
            return false;
    }
    return true;
}

static owned build_class(BUILTIN_PARAMETERS)
{
    if (positional < 2)
        return exception_raise(rt, &exception_TypeError, "__build_class__: not enough arguments");
    struct class_statement statement = {.body = arguments[0], .name = arguments[1]};
    owned class = NULL;
    statement.original_bases = tuple_from(rt, arguments + 2, positional - 2);
    if (statement.original_bases)
        statement.bases = are_classes(statement.original_bases)
                              ? object_retain(rt, statement.original_bases)
                              : resolve_bases(rt, statement.original_bases);
    if (statement.bases && take_keywords(rt, &statement, arguments + positional, argument_names) &&
        choose_metaclass(rt, &statement) && prepare_namespace(rt, &statement))
        class = finish_class(rt, &statement);
    release_statement(rt, &statement);
    return class;
}

const struct native_method builtins_code[] = {
    {"eval", evaluate, NATIVE_PLAIN,
     "Evaluate the given source in the context of globals and locals."},
    {"exec", execute, NATIVE_PLAIN,
     "Execute the given source in the context of globals and locals."},
    {"compile", compile_text, NATIVE_PLAIN,
     "Compile source into a code object that can be executed by exec() or eval()."},
    {"globals", get_globals, NATIVE_PLAIN,
     "Return the dictionary containing the current scope's global variables."},
    {"locals", get_locals, NATIVE_PLAIN,
     "Return a dictionary containing the current scope's local variables."},
    {"exit", leave_program, NATIVE_PLAIN, NULL},
    {"quit", leave_program, NATIVE_PLAIN, NULL},
    {"__import__", import_name, NATIVE_PLAIN, "Import a module."},
    {"__build_class__", build_class, NATIVE_PLAIN,
     "Internal helper function used by the class statement."},
    {0},
};
