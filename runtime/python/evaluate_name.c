/* Names of module and class bodies, and variables that have no value. */
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/callable.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

/* A new reference to mapping[name]; NULL without an error if absent. */
static owned find_in(struct runtime *rt, borrowed mapping, borrowed name)
{
    if (object_type(rt, mapping) == &dict_type) {
        borrowed value = dict_get(rt, mapping, name);
        return value ? object_retain(rt, value) : NULL;
    }
    owned value = object_get_item(rt, mapping, name);
    if (!value && exception_matches(rt, &exception_KeyError))
        exception_clear(rt);
    return value;
}

owned evaluate_raise_undefined(struct runtime *rt, borrowed name)
{
    exception_raise(rt, &exception_NameError, "name '%U' is not defined", name);
    if (runtime_has_error(rt) && exception_matches(rt, &exception_NameError))
        slot_copy(rt, rt->error, &((struct exception *)rt->error)->value, name);
    return NULL;
}

static owned load_global_name(struct runtime *rt, struct frame *frame, borrowed name)
{
    owned value = find_in(rt, frame->globals, name);
    if (!value && !runtime_has_error(rt))
        value = find_in(rt, frame->builtins, name);
    return value || runtime_has_error(rt) ? value : evaluate_raise_undefined(rt, name);
}

owned evaluate_load_name(struct runtime *rt, struct frame *frame, borrowed name)
{
    owned value = frame->locals ? find_in(rt, frame->locals, name) : NULL;
    return value || runtime_has_error(rt) ? value : load_global_name(rt, frame, name);
}

int evaluate_store_name(struct runtime *rt, struct frame *frame, borrowed name, borrowed value)
{
    borrowed locals = frame->locals ? frame->locals : frame->globals;
    return object_type(rt, locals) == &dict_type ? dict_set_copy(rt, locals, name, value)
                                                 : object_set_item(rt, locals, name, value);
}

/* An absent key in a namespace is an undefined name. */
static int undefined_if_absent(struct runtime *rt, int result, borrowed name)
{
    if (result < 0 && exception_matches(rt, &exception_KeyError)) {
        exception_clear(rt);
        evaluate_raise_undefined(rt, name);
    }
    return result;
}

int evaluate_delete_name(struct runtime *rt, struct frame *frame, borrowed name)
{
    borrowed locals = frame->locals ? frame->locals : frame->globals;
    return undefined_if_absent(rt, object_set_item(rt, locals, name, NULL), name);
}

int evaluate_delete_global(struct runtime *rt, struct frame *frame, borrowed name)
{
    return undefined_if_absent(rt, dict_delete(rt, frame->globals, name), name);
}

owned evaluate_load_class_dereference(struct runtime *rt, struct frame *frame, size_t variable)
{
    owned value = find_in(rt, frame->locals, frame->code->variables[variable]);
    if (value || runtime_has_error(rt))
        return value;
    borrowed content = ((struct cell *)frame->slots[variable])->content;
    return content ? object_retain(rt, content) : evaluate_raise_unbound(rt, frame->code, variable);
}

owned evaluate_raise_unbound(struct runtime *rt, const struct code *code, size_t variable)
{
    borrowed name = code->variables[variable];
    if (variable < (size_t)code->local_count + code->cell_count)
        return exception_raise(
            rt, &exception_UnboundLocalError,
            "cannot access local variable '%U' where it is not associated with a value", name);
    return exception_raise(rt, &exception_NameError,
                           "cannot access free variable '%U' where it is not associated with a "
                           "value in enclosing scope",
                           name);
}

int evaluate_display(struct runtime *rt, borrowed value)
{
    borrowed sys = rt->interpreter->sys;
    owned hook = sys ? object_find_attribute(rt, sys, str_intern_text(rt, "displayhook")) : NULL;
    if (!hook) {
        if (!runtime_has_error(rt))
            exception_raise(rt, &exception_RuntimeError, "lost sys.displayhook");
        return -1;
    }
    owned result = object_call_one(rt, hook, value);
    object_release(rt, hook);
    object_release_maybe(rt, result);
    return result ? 0 : -1;
}

int evaluate_setup_annotations(struct runtime *rt, struct frame *frame)
{
    borrowed locals = frame->locals ? frame->locals : frame->globals;
    owned annotations = find_in(rt, locals, names.annotations);
    if (!annotations && !runtime_has_error(rt)) {
        annotations = dict_new(rt);
        if (annotations && object_set_item(rt, locals, names.annotations, annotations) < 0) {
            object_release(rt, annotations);
            return -1;
        }
    }
    if (!annotations)
        return -1;
    object_release(rt, annotations);
    return 0;
}

owned evaluate_load_build_class(struct runtime *rt, struct frame *frame)
{
    borrowed function = dict_get(rt, frame->builtins, names.build_class);
    if (!function)
        return exception_raise(rt, &exception_NameError, "__build_class__ not found");
    return object_retain(rt, function);
}
