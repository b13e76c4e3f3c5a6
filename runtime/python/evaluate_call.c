/* Calling Python functions: arguments are bound to parameters, with CPython's complaints.
 *
 * evaluate_bind fills the variables of a new frame: positional arguments, *args, keywords,
 * **kwargs, then defaults. The plain case (as many positional arguments as parameters) is in the
 * loop itself.
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

struct binding { /* one call on its way into a frame */
    struct frame *frame;
    const struct code *code;
    const struct function *function;
    borrowed *arguments; /* taken ones are NULL where they are moved */
    size_t positional;
    borrowed names; /* tuple of str, or NULL */
    enum argument_mode mode;
};

static size_t parameter_count(const struct code *code)
{
    return (size_t)code->argument_count + code->keyword_only_count;
}

/* --- complaints ------------------------------------------------------------------------------- */

/* 'a', 'b', and 'c' */
static void list_names(struct str_builder *text, const borrowed *missing, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            str_builder_text(text, i + 1 < count ? ", " : count == 2 ? " and " : ", and ");
        str_builder_character(text, '\'');
        str_builder_append(text, missing[i]);
        str_builder_character(text, '\'');
    }
}

static bool raise_missing(struct runtime *rt, const struct binding *call, const borrowed *missing,
                          size_t count, const char *kind)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    list_names(&text, missing, count);
    owned list = str_builder_finish(rt, &text);
    if (!list)
        return false;
    exception_raise(rt, &exception_TypeError, "%U() missing %zu required %s argument%s: %U",
                    call->function->qualified_name, count, kind, count == 1 ? "" : "s", list);
    object_release(rt, list);
    return false;
}

/* Complains where parameters first ≤ i < end have no value. */
static bool check_missing(struct runtime *rt, const struct binding *call, size_t first, size_t end,
                          const char *kind)
{
    borrowed *missing = memory_allocate((end - first) * sizeof *missing);
    size_t count = 0;
    for (size_t i = first; i < end; i++)
        if (!call->frame->slots[i])
            missing[count++] = call->code->variables[i];
    bool complete = count == 0 || raise_missing(rt, call, missing, count, kind);
    memory_free(missing);
    return complete;
}

static bool raise_too_many(struct runtime *rt, const struct binding *call)
{
    const struct code *code = call->code;
    size_t least = code->argument_count;
    size_t keyword_only = 0;
    char takes[64];
    char extra[96] = "";
    for (size_t i = code->argument_count; i < parameter_count(code); i++)
        keyword_only += call->frame->slots[i] != NULL;
    if (call->function->defaults)
        least -= tuple_count(call->function->defaults);
    if (least != code->argument_count)
        snprintf(takes, sizeof takes, "from %zu to %u", least, code->argument_count);
    else
        snprintf(takes, sizeof takes, "%u", code->argument_count);
    if (keyword_only > 0)
        snprintf(extra, sizeof extra, " positional argument%s (and %zu keyword-only argument%s)",
                 call->positional == 1 ? "" : "s", keyword_only, keyword_only == 1 ? "" : "s");
    bool plural = least != code->argument_count || code->argument_count != 1;
    exception_raise(rt, &exception_TypeError,
                    "%U() takes %s positional argument%s but %zu%s %s given",
                    call->function->qualified_name, takes, plural ? "s" : "", call->positional,
                    extra, call->positional == 1 && keyword_only == 0 ? "was" : "were");
    return false;
}

/* Which of the keywords name positional-only parameters, if any: TypeError. */
static bool raise_positional_only(struct runtime *rt, const struct binding *call)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < call->code->positional_only_count; i++)
        for (size_t j = 0; j < tuple_count(call->names); j++) {
            if (!str_equal(call->code->variables[i], tuple_item(call->names, j)))
                continue;
            if (text.length > 0)
                str_builder_text(&text, ", ");
            str_builder_append(&text, tuple_item(call->names, j));
        }
    bool found = text.length > 0;
    owned list = str_builder_finish(rt, &text);
    if (found && list)
        exception_raise(rt, &exception_TypeError,
                        "%U() got some positional-only arguments passed as keyword arguments: '%U'",
                        call->function->qualified_name, list);
    object_release_maybe(rt, list);
    return found;
}

/* --- binding ---------------------------------------------------------------------------------- */

/* The index-th argument as an owned value in flight. */
static owned take_argument(struct runtime *rt, const struct binding *call, size_t index)
{
    owned v = call->arguments[index];
    if (call->mode == ARGUMENTS_COPIED)
        return object_retain(rt, v);
    call->arguments[index] = NULL;
    return v;
}

static void set_variable(struct runtime *rt, const struct binding *call, size_t variable,
                         owned value)
{
    slot_set(rt, &call->frame->header, &call->frame->slots[variable], value);
}

static bool bind_positional(struct runtime *rt, const struct binding *call)
{
    size_t count = call->positional;
    size_t taken = count < call->code->argument_count ? count : call->code->argument_count;
    for (size_t i = 0; i < taken; i++)
        set_variable(rt, call, i, take_argument(rt, call, i));
    if (!(call->code->flags & CODE_VARARGS))
        return true;
    owned rest = tuple_new(rt, count - taken);
    if (!rest)
        return false;
    for (size_t i = taken; i < count; i++)
        tuple_fill(rt, rest, i - taken, take_argument(rt, call, i));
    if (count > taken)
        gc_track(rt, rest);
    set_variable(rt, call, parameter_count(call->code), rest);
    return true;
}

/* The parameter that a keyword names; parameter_count where there is none. */
static size_t find_parameter(const struct code *code, borrowed name)
{
    size_t count = parameter_count(code);
    for (size_t i = code->positional_only_count; i < count; i++)
        if (code->variables[i] == name)
            return i;
    for (size_t i = code->positional_only_count; i < count; i++)
        if (str_equal(code->variables[i], name))
            return i;
    return count;
}

static bool bind_keyword(struct runtime *rt, const struct binding *call, size_t index,
                         borrowed extra)
{
    borrowed name = tuple_item(call->names, index);
    borrowed function_name = call->function->qualified_name;
    if (!str_check(name)) {
        exception_raise(rt, &exception_TypeError, "%U() keywords must be strings", function_name);
        return false;
    }
    size_t parameter = find_parameter(call->code, name);
    if (parameter < parameter_count(call->code)) {
        if (!call->frame->slots[parameter]) {
            set_variable(rt, call, parameter, take_argument(rt, call, call->positional + index));
            return true;
        }
        exception_raise(rt, &exception_TypeError, "%U() got multiple values for argument '%S'",
                        function_name, name);
        return false;
    }
    if (extra)
        return dict_set(rt, extra, name, take_argument(rt, call, call->positional + index)) == 0;
    if (call->code->positional_only_count == 0 || !raise_positional_only(rt, call))
        exception_raise(rt, &exception_TypeError, "%U() got an unexpected keyword argument '%S'",
                        function_name, name);
    return false;
}

static bool bind_keywords(struct runtime *rt, const struct binding *call)
{
    const struct code *code = call->code;
    borrowed extra = NULL;
    if (code->flags & CODE_VARKEYWORDS) {
        extra = dict_new(rt);
        if (!extra)
            return false;
        set_variable(rt, call, parameter_count(code) + ((code->flags & CODE_VARARGS) != 0), extra);
    }
    for (size_t i = 0; call->names && i < tuple_count(call->names); i++)
        if (!bind_keyword(rt, call, i, extra))
            return false;
    return true;
}

static bool bind_defaults(struct runtime *rt, const struct binding *call)
{
    const struct code *code = call->code;
    borrowed defaults = call->function->defaults;
    borrowed keyword_defaults = call->function->keyword_defaults;
    size_t default_count = defaults ? tuple_count(defaults) : 0;
    size_t required =
        default_count < code->argument_count ? code->argument_count - default_count : 0;
    borrowed *slots = call->frame->slots;
    bool missing = false;
    for (size_t i = call->positional; i < required; i++)
        missing |= !slots[i];
    if (missing)
        return check_missing(rt, call, 0, required, "positional");
    for (size_t i = required; i < code->argument_count; i++)
        if (!slots[i])
            slot_copy(rt, &call->frame->header, &slots[i],
                      tuple_item(defaults, i + default_count - code->argument_count));
    for (size_t i = code->argument_count; i < parameter_count(code); i++) {
        if (slots[i])
            continue;
        borrowed value =
            keyword_defaults ? dict_get(rt, keyword_defaults, code->variables[i]) : NULL;
        if (value)
            slot_copy(rt, &call->frame->header, &slots[i], value);
        else
            missing = true;
    }
    return !missing ||
           check_missing(rt, call, code->argument_count, parameter_count(code), "keyword-only");
}

static bool bind_all(struct runtime *rt, const struct binding *call)
{
    if (!bind_positional(rt, call) || !bind_keywords(rt, call))
        return false;
    if (call->positional > call->code->argument_count && !(call->code->flags & CODE_VARARGS))
        return raise_too_many(rt, call);
    return bind_defaults(rt, call);
}

struct frame *evaluate_bind(struct runtime *rt, owned function, borrowed *arguments,
                            size_t positional, borrowed argument_names, enum argument_mode mode)
{
    struct binding call = {
        .code = ((struct function *)function)->code,
        .function = (struct function *)function,
        .arguments = arguments,
        .positional = positional,
        .names = argument_names,
        .mode = mode,
    };
    call.frame = frame_new(rt, ((struct function *)function)->code, function, NULL);
    if (LIKELY(call.frame && bind_all(rt, &call)))
        return call.frame;
    if (call.frame)
        frame_finish(rt, call.frame);
    size_t count = positional + (argument_names ? tuple_count(argument_names) : 0);
    for (size_t i = 0; mode == ARGUMENTS_MOVED && i < count; i++)
        object_release_maybe(rt, arguments[i]);
    return NULL;
}

void evaluate_prepare(struct runtime *rt, struct code *code)
{
    code->caches = memory_zeroed(code->instruction_count, sizeof *code->caches);
    code->is_simple =
        code->keyword_only_count == 0 && !(code->flags & (CODE_VARARGS | CODE_VARKEYWORDS));
    vector_push(&rt->interpreter->codes, code);
}

/* --- calls from C ----------------------------------------------------------------------------- */

owned evaluate_function(struct runtime *rt, borrowed function, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    struct frame *frame = evaluate_bind(rt, object_retain(rt, function), (borrowed *)arguments,
                                        positional, argument_names, ARGUMENTS_COPIED);
    return frame ? evaluate_frame(rt, frame, false) : NULL;
}

owned evaluate_code(struct runtime *rt, struct code *code, borrowed globals, borrowed locals)
{
    struct frame *frame = frame_new(rt, code, NULL, globals);
    if (!frame)
        return NULL;
    slot_copy(rt, &frame->header, &frame->locals, locals ? locals : globals);
    return evaluate_frame(rt, frame, false);
}

owned evaluate_class_body(struct runtime *rt, borrowed function, borrowed namespace)
{
    struct frame *frame =
        frame_new(rt, ((struct function *)function)->code, object_retain(rt, function), NULL);
    if (!frame)
        return NULL;
    slot_copy(rt, &frame->header, &frame->locals, namespace);
    return evaluate_frame(rt, frame, false);
}

/* --- * and ** --------------------------------------------------------------------------------- */

/* How messages name a callable: module.function(), or what str() says of it. */
static owned describe(struct runtime *rt, borrowed callable)
{
    owned name = object_find_attribute(rt, callable, names.qualname);
    owned module = name ? object_find_attribute(rt, callable, names.module) : NULL;
    owned text = NULL;
    if (name && module && str_check(module) && !str_equal_text(module, "builtins"))
        text = str_format(rt, "%S.%S()", module, name);
    else if (name)
        text = str_format(rt, "%S()", name);
    else if (!runtime_has_error(rt))
        text = object_str(rt, callable);
    object_release_maybe(rt, name);
    object_release_maybe(rt, module);
    return text;
}

owned evaluate_star_tuple(struct runtime *rt, borrowed callable, borrowed iterable)
{
    if (!object_type(rt, iterable)->iterate && !object_type(rt, iterable)->get_item) {
        owned name = describe(rt, callable);
        if (name)
            exception_raise(rt, &exception_TypeError,
                            "%U argument after * must be an iterable, not %T", name, iterable);
        object_release_maybe(rt, name);
        return NULL;
    }
    return tuple_from_iterable(rt, iterable);
}

int evaluate_merge_keywords(struct runtime *rt, borrowed callable, borrowed dict, borrowed mapping)
{
    return dict_merge_unique(rt, dict, mapping, callable);
}

owned evaluate_call_unpacked(struct runtime *rt, borrowed callable, borrowed arguments,
                             borrowed keywords)
{
    if (!keywords || object_type(rt, keywords) == &dict_type)
        return object_call_unpacked(rt, callable, arguments, keywords);
    owned dict = dict_new(rt);
    owned result = NULL;
    if (dict && evaluate_merge_keywords(rt, callable, dict, keywords) == 0)
        result = object_call_unpacked(rt, callable, arguments, dict);
    object_release_maybe(rt, dict);
    return result;
}

/* --- classes ---------------------------------------------------------------------------------- */

borrowed evaluate_constructor(struct runtime *rt, borrowed class, struct code_cache *cache)
{
    struct type *type = (struct type *)class;
    if (LIKELY(cache->kind == CACHE_CONSTRUCTOR && cache->version == type->version))
        return cache->value;
    borrowed init = NULL;
    if (type_has_flag(type, TYPE_HEAP) && class_has_plain_new(type)) {
        init = type_lookup(rt, type, names.init);
        if (init && (!object_is_pointer(init) || init->type != &function_type ||
                     ((struct function *)init)->code->flags & CODE_RESUMABLE))
            init = NULL;
    }
    if (type->version != 0)
        *cache =
            (struct code_cache){.version = type->version, .kind = CACHE_CONSTRUCTOR, .value = init};
    return init;
}
