/* An interpreter, made and taken down.
 *
 * interpreter_new: memory model → services of the types → hooks → every built-in type → the modules
 * builtins and sys. interpreter_free gives back what interpreter_end (the program's teardown) left.
 */
#include "runtime/python/interpreter.h"

#include "runtime/core/gc.h"
#include "runtime/core/weakref.h"
#include "runtime/python/evaluate.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/frame.h"
#include "runtime/python/generator.h"
#include "runtime/python/report.h"
#include "runtime/python/sites.h"
#include "runtime/python/threads.h"
#include "runtime/types/bytes.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/complex.h"
#include "runtime/types/containers.h"
#include "runtime/types/dict.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/mapping_proxy.h"
#include "runtime/types/memory_view.h"
#include "runtime/types/module.h"
#include "runtime/types/names.h"
#include "runtime/types/services.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <unistd.h>

/* --- making it -------------------------------------------------------------------------------- */

static void make_types_ready(struct runtime *rt)
{
    static struct type *const types[] = {
        &object_type_,
        &type_type,
        &super_type,
        &none_type,
        &not_implemented_type,
        &ellipsis_type,
        &int_type,
        &bool_type,
        &float_type,
        &complex_type,
        &str_type,
        &str_iterator_type,
        &bytes_type,
        &bytearray_type,
        &memory_view_type,
        &managed_buffer_type,
        &bytes_iterator_type,
        &slice_type,
        &range_type,
        &range_iterator_type,
        &native_function_type,
        &method_descriptor_type,
        &class_method_descriptor_type,
        &slot_wrapper_type,
        &method_wrapper_type,
        &attribute_descriptor_type,
        &member_descriptor_type,
        &method_type,
        &property_type,
        &class_method_type,
        &static_method_type,
        &cell_type,
        &mapping_proxy_type,
        &weakref_type,
        &weak_proxy_type,
        &weak_callable_proxy_type,
        &module_type,
        &code_type,
        &frame_type,
        &traceback_type,
        &function_type,
        &generator_type,
        &coroutine_type,
        &coroutine_wrapper_type,
        &async_generator_type,
        &async_generator_send_type,
        &async_generator_throw_type,
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        type_ready(rt, types[i]);
    container_types_ready(rt);
    for (size_t i = 0; exception_type_at(i); i++)
        type_ready(rt, exception_type_at(i));
}

/* super() without arguments: the class and the first argument of the running function. */
static bool find_super(struct runtime *rt, borrowed *type, borrowed *self)
{
    const struct frame *frame = rt->frame;
    const struct code *code = frame ? frame->code : NULL;
    if (!code || code->argument_count == 0) {
        exception_raise(rt, &exception_RuntimeError,
                        frame ? "super(): no arguments" : "super(): no current frame");
        return false;
    }
    *self = frame->slots[0];
    if (*self && object_is_pointer(*self) && (*self)->type == &cell_type)
        *self = ((struct cell *)*self)->content;
    if (!*self) {
        exception_raise(rt, &exception_RuntimeError, "super(): arg[0] deleted");
        return false;
    }
    size_t first = (size_t)code->local_count + code->cell_count;
    for (size_t i = first; i < first + code->free_count; i++) {
        if (code->variables[i] != names.class_)
            continue;
        *type = ((struct cell *)frame->slots[i])->content;
        if (!*type)
            exception_raise(rt, &exception_RuntimeError, "super(): empty __class__ cell");
        return *type != NULL;
    }
    exception_raise(rt, &exception_RuntimeError, "super(): __class__ cell not found");
    return false;
}

/* The module whose code is running. */
static borrowed caller_module(struct runtime *rt)
{
    borrowed globals = rt->frame ? rt->frame->globals : NULL;
    int64_t place = globals ? dict_find_str(globals, names.name) : -1;
    return place < 0 ? NULL : ((struct dict *)globals)->entries[place].value;
}

static void each_root(struct runtime *rt,
                      void (*visit)(void *context, int root, borrowed v, const char *name),
                      void *context)
{
    const struct interpreter *interpreter = rt->interpreter;
    visit(context, ROOT_MODULES, interpreter->modules, "sys.modules");
    visit(context, ROOT_MODULES, interpreter->path, "sys.path");
    visit(context, ROOT_MODULES, interpreter->builtins, "builtins");
    visit(context, ROOT_MODULES, interpreter->sys, "sys");
    visit(context, ROOT_RUNTIME, interpreter->fork_hooks, "os.register_at_fork");
    visit(context, ROOT_RUNTIME, interpreter->handled.value, "the exception being handled");
    visit(context, ROOT_RUNTIME, interpreter->async_first, "sys.get_asyncgen_hooks().firstiter");
    visit(context, ROOT_RUNTIME, interpreter->async_finalizer,
          "sys.get_asyncgen_hooks().finalizer");
    threads_each_handled(rt, visit, context);
}

static void connect(struct runtime *rt)
{
    rt->tagged_types[1] = rt->tagged_types[3] = &int_type;
    rt->tagged_types[2] = &float_type;
    rt->int_digit_limit = INT_DEFAULT_DIGIT_LIMIT;
    rt->raise_memory_error = exception_raise_memory_error;
    rt->report_unraisable = report_unraisable;
    rt->find_super = find_super;
    rt->caller_module = caller_module;
    rt->call_codec = codec_call;
    rt->each_root = each_root;
    rt->handled = &rt->interpreter->handled;
    rt->interpreter->handled.holder = ledger_root(rt, ROOT_RUNTIME);
}

static void configure_collector(struct runtime *rt, const struct program_options *options)
{
    if (options->gc_threshold_given)
        gc_set_threshold(rt, options->gc_threshold);
    if (options->gc_disabled)
        gc_enable(rt, false);
    gc_set_legacy_finalizers(rt, options->legacy_finalizers);
}

static int fill_module(struct runtime *rt, borrowed module, const char *name)
{
    const struct native_module *native = native_modules;
    while (strcmp(native->name, name) != 0)
        native++;
    return native->fill(rt, module);
}

/* Makes a native module and enters it in sys.modules; borrowed, NULL with an error. */
static borrowed add_native_module(struct runtime *rt, const char *name)
{
    owned module = module_new(rt, name);
    if (!module)
        return NULL;
    if (dict_set_copy(rt, rt->interpreter->modules, str_intern_text(rt, name), module) < 0 ||
        fill_module(rt, module, name) < 0) {
        object_release(rt, module);
        return NULL;
    }
    borrowed result = module;
    object_release(rt, module); /* sys.modules holds it */
    return result;
}

/* sys.modules, sys.path, builtins, sys; false with an error raised. */
static bool make_modules(struct runtime *rt)
{
    struct interpreter *interpreter = rt->interpreter;
    const struct object *root = ledger_root(rt, ROOT_MODULES);
    slot_set(rt, root, &interpreter->modules, dict_new(rt));
    slot_set(rt, root, &interpreter->path, list_new(rt, 0));
    borrowed builtins = add_native_module(rt, "builtins");
    if (!builtins)
        return false;
    slot_copy(rt, root, &interpreter->builtins, builtins);
    interpreter->builtins_dict = module_dict(builtins);
    size_t position = 0;
    for (borrowed name, value; dict_next(interpreter->builtins_dict, &position, &name, &value);)
        vector_push(&interpreter->first_builtins, name);
    borrowed sys = add_native_module(rt, "sys");
    slot_copy(rt, root, &interpreter->sys, sys);
    return sys != NULL;
}

struct runtime *interpreter_new(const struct program_options *options, struct recorder_lane *lane)
{
    struct runtime *rt = state_new(lane);
    services_connect(rt);
    rt->interpreter = memory_zeroed(1, sizeof *rt->interpreter);
    rt->interpreter->options = options;
    rt->interpreter->compile_sites = lane != NULL;
    rt->interpreter->sites = sites_new();
    rt->interpreter->directory = getcwd(NULL, 0);
    rt->interpreter->next_snapshot =
        options->snapshot_every > 0 ? options->snapshot_every : UINT64_MAX;
    connect(rt);
    make_types_ready(rt);
    configure_collector(rt, options);
    if (!make_modules(rt)) {
        report_exception(rt, rt->error);
        exception_clear(rt);
    }
    return rt;
}

/* --- taking it down --------------------------------------------------------------------------- */

/* Removes every module from sys.modules; weak references to them, in the order of import. */
static owned remove_modules(struct runtime *rt)
{
    borrowed modules = rt->interpreter->modules;
    owned weak = list_new(rt, 0);
    size_t position = 0;
    borrowed name;
    borrowed module;
    while (dict_next(modules, &position, &name, &module)) {
        if (!type_is_subtype(object_type(rt, module), &module_type))
            continue;
        owned reference = weakref_new(rt, &weakref_type, module, NULL, true);
        if (!reference || list_append(rt, weak, reference) < 0)
            exception_clear(rt);
    }
    owned all = dict_keys(rt, modules);
    for (size_t i = 0; all && i < ((struct list *)all)->count; i++)
        if (dict_set_copy(rt, modules, ((struct list *)all)->items[i], NONE) < 0)
            exception_clear(rt);
    object_release_maybe(rt, all);
    dict_clear(rt, modules);
    return weak;
}

static bool is_first_builtin(const struct interpreter *interpreter, borrowed name)
{
    for (size_t i = 0; i < interpreter->first_builtins.count; i++)
        if (interpreter->first_builtins.items[i] == name)
            return true;
    return false;
}

/* The program's own values die when builtins has its first ones again, so that their finalizers
 * find these. */
static void restore_builtins(struct runtime *rt)
{
    struct interpreter *interpreter = rt->interpreter;
    struct {
        VECTOR_OF(borrowed);
    } added = {0}, values = {0};
    size_t position = 0;
    for (borrowed name, value; dict_next(interpreter->builtins_dict, &position, &name, &value);) {
        bool is_first = is_first_builtin(interpreter, name);
        if (!is_first)
            vector_push(&added, object_retain(rt, name));
        if (!is_first || (object_is_counted(value) && value->type != &native_function_type &&
                          value->type != &str_type))
            vector_push(&values, object_retain(rt, value));
    }
    for (size_t i = 0; i < added.count; i++) {
        object_release_maybe(rt, dict_take(rt, interpreter->builtins_dict, added.items[i]));
        object_release(rt, added.items[i]);
    }
    if (values.count > added.count && fill_module(rt, interpreter->builtins, "builtins") < 0)
        exception_clear(rt);
    for (size_t i = 0; i < values.count; i++)
        object_release(rt, values.items[i]);
    vector_release(&added);
    vector_release(&values);
}

static bool begins_with_underscore(borrowed name, bool single)
{
    if (!str_check(name) || str_length(name) == 0 || str_character((struct str *)name, 0) != '_')
        return false;
    return !single || str_length(name) == 1 || str_character((struct str *)name, 1) != '_';
}

/* Sets the names of a module to None: first those with one underscore, then all but __builtins__.
 */
static void clear_module_dict(struct runtime *rt, borrowed dict)
{
    for (int pass = 1; pass <= 2; pass++) {
        owned all = dict_keys(rt, dict);
        for (size_t i = 0; all && i < ((struct list *)all)->count; i++) {
            borrowed name = ((struct list *)all)->items[i];
            bool wanted = pass == 1 ? begins_with_underscore(name, true)
                                    : !(str_check(name) && str_equal(name, names.builtins));
            if (wanted && dict_get(rt, dict, name) != NONE &&
                dict_set_copy(rt, dict, name, NONE) < 0)
                exception_clear(rt);
        }
        object_release_maybe(rt, all);
    }
}

/* The modules that something still holds lose their names, the last one imported first. */
static void clear_surviving_modules(struct runtime *rt, borrowed weak)
{
    const struct list *list = (struct list *)weak;
    for (size_t i = list->count; i-- > 0;) {
        borrowed module = ((struct weakref *)list->items[i])->target;
        if (!module || module == rt->interpreter->builtins || module == rt->interpreter->sys)
            continue;
        object_incref(rt, module, IN_FLIGHT);
        if (module_dict(module))
            clear_module_dict(rt, module_dict(module));
        object_release(rt, module);
    }
}

/* What sys keeps of the program's last moments goes first; the standard streams are the first ones
 * again. */
static void clear_special_names(struct runtime *rt)
{
    static const char *const special[] = {"path",       "argv",           "last_type",
                                          "last_value", "last_traceback", "meta_path"};
    static const char *const streams[][2] = {
        {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
    borrowed dict = module_dict(rt->interpreter->sys);
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (dict_get_text(rt, dict, special[i]) && dict_set_text(rt, dict, special[i], NONE) < 0)
            exception_clear(rt);
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        borrowed original = dict_get_text(rt, dict, streams[i][1]);
        owned stream = object_retain(rt, original ? original : NONE);
        if (dict_set_text(rt, dict, streams[i][0], stream) < 0)
            exception_clear(rt);
    }
}

/* What nobody could free keeps its list, which then says who holds it. */
static void release_collector_lists(struct runtime *rt)
{
    const struct object *root = ledger_root(rt, ROOT_GARBAGE);
    slot_clear(rt, root, gc_callbacks_slot(rt));
    borrowed garbage = *gc_garbage_slot(rt);
    if (garbage && ((struct list *)garbage)->count == 0)
        slot_clear(rt, root, gc_garbage_slot(rt));
}

void interpreter_end(struct runtime *rt)
{
    struct interpreter *interpreter = rt->interpreter;
    const struct object *root = ledger_root(rt, ROOT_MODULES);
    threads_close(rt);
    interpreter->is_ending = true;
    if (gc_is_enabled(rt))
        gc_collect(rt, GC_GENERATIONS - 1, "exit");
    if (interpreter->sys)
        clear_special_names(rt);
    interpreter->has_lost_modules = true;
    owned weak = remove_modules(rt);
    restore_builtins(rt);
    gc_collect(rt, GC_GENERATIONS - 1, "exit");
    clear_surviving_modules(rt, weak);
    object_release(rt, weak);
    slot_clear(rt, root, &interpreter->path);
    if (interpreter->sys)
        clear_module_dict(rt, module_dict(interpreter->sys));
    slot_clear(rt, ledger_root(rt, ROOT_RUNTIME), &interpreter->async_first);
    slot_clear(rt, ledger_root(rt, ROOT_RUNTIME), &interpreter->async_finalizer);
    clear_module_dict(rt, interpreter->builtins_dict);
    slot_clear(rt, root, &interpreter->builtins);
    slot_clear(rt, root, &interpreter->modules);
    slot_clear(rt, ledger_root(rt, ROOT_RUNTIME), &interpreter->fork_hooks);
    gc_collect(rt, GC_GENERATIONS - 1, "exit");
    release_collector_lists(rt);
    /* sys.stderr is None meanwhile: what finalizers raise that run so late is not printed. */
    slot_clear(rt, root, &interpreter->sys);
}

/* What the evaluator keeps beside the program's code, which is immortal. */
static void release_code(struct runtime *rt, struct code *code)
{
    frame_release_free(rt, code);
    sites_release(code);
    memory_free(code->caches);
    code->caches = NULL;
    code->function_id = 0;
}

void interpreter_free(struct runtime *rt)
{
    struct interpreter *interpreter = rt->interpreter;
    for (size_t i = 0; i < interpreter->codes.count; i++)
        release_code(rt, interpreter->codes.items[i]);
    vector_release(&interpreter->codes);
    vector_release(&interpreter->first_builtins);
    sites_free(interpreter->sites);
    state_free(rt);
    free(interpreter->directory);
    memory_free(interpreter->installed_library);
    memory_free(interpreter);
}
