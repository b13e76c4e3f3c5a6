/* What the files of the evaluator share: inline caches, and the slow halves of instructions.
 *
 * evaluate.c is the loop. Every function here borrows its arguments and gives an owned result, NULL
 * or -1 with an error, unless it says otherwise.
 */
#ifndef RUNTIME_PYTHON_EVALUATE_INTERNAL_H
#define RUNTIME_PYTHON_EVALUATE_INTERNAL_H

#include "runtime/python/evaluate.h"
#include "runtime/python/frame.h"

/* What an instruction remembers. A cache is valid while the type (or dict) that it names has the
 * version that it remembers; versions of types are never given twice. */
enum cache_kind {
    CACHE_EMPTY,
    CACHE_INSTANCE, /* the value is in the instance's dict, probably at entry `place` */
    CACHE_SLOT,     /* a field of __slots__, `place` bytes into the block */
    CACHE_CLASS,    /* `value` from the class, where the instance has no such name */
    CACHE_METHOD,   /* as CACHE_CLASS, and it binds as a method */
    CACHE_PROPERTY, /* `value` is the getter, a Python function */
    CACHE_TYPE,     /* the object is a class; `value` is what is found in it */
    CACHE_MODULE,   /* the object is a module; its dict has the name, probably at entry `place` */
    CACHE_GLOBAL,   /* entry `place` of globals */
    CACHE_BUILTIN,  /* entry `place` of builtins; not in the globals `value` at `version` */
    CACHE_CONSTRUCTOR, /* the class has a plain __new__; `value` is its __init__, a Python function
                        */
};

struct code_cache {
    uint32_t version;
    uint32_t place;
    borrowed value; /* held by the type or whatever `version` belongs to */
    uint32_t kind;  /* enum cache_kind */
};

/* Before the first frame of a code object: its caches, and what the evaluator wants to know of it.
 */
void evaluate_prepare(struct runtime *rt, struct code *code);

/* --- evaluate.c ------------------------------------------------------------------------------- */

/* Runs the frame (stolen) until it returns, yields or raises; `raising`: rt->error is raised in it
 * at its current instruction. */
owned evaluate_frame(struct runtime *rt, struct frame *frame, bool raising);

/* --- evaluate_call.c -------------------------------------------------------------------------- */

enum argument_mode {
    ARGUMENTS_MOVED, /* stolen: in flight, become the frame's */
    ARGUMENTS_COPIED /* borrowed */
};

/* A frame of the function (stolen) with its parameters bound; `names` as in native_function. */
struct frame *evaluate_bind(struct runtime *rt, owned function, borrowed *arguments,
                            size_t positional, borrowed names, enum argument_mode mode);

/* callable(*arguments, **keywords); keywords may be NULL. */
owned evaluate_call_unpacked(struct runtime *rt, borrowed callable, borrowed arguments,
                             borrowed keywords);

/* What __init__ of `class` is where a call of the class can run it in the loop; NULL: it cannot. */
borrowed evaluate_constructor(struct runtime *rt, borrowed class, struct code_cache *cache);

/* For DICT_MERGE and CALL_FUNCTION_EX: checks what stands behind * and **. */
owned evaluate_star_tuple(struct runtime *rt, borrowed callable, borrowed iterable);
int evaluate_merge_keywords(struct runtime *rt, borrowed callable, borrowed dict, borrowed mapping);

/* --- evaluate_attribute.c --------------------------------------------------------------------- */

owned evaluate_load_attribute(struct runtime *rt, borrowed object, borrowed name,
                              struct code_cache *cache);
/* Steals `value` only on success. */
int evaluate_store_attribute(struct runtime *rt, borrowed object, borrowed name, borrowed value,
                             struct code_cache *cache);
/* LOAD_METHOD: replaces stack[0] (in flight) by method and stack[1] = self, or by NULL and the
 * attribute. */
int evaluate_load_method(struct runtime *rt, borrowed *stack, borrowed name,
                         struct code_cache *cache);
/* LOAD_GLOBAL; NULL with NameError. */
owned evaluate_load_global(struct runtime *rt, struct frame *frame, borrowed name,
                           struct code_cache *cache);

/* --- evaluate_name.c -------------------------------------------------------------------------- */

owned evaluate_load_name(struct runtime *rt, struct frame *frame, borrowed name);
int evaluate_store_name(struct runtime *rt, struct frame *frame, borrowed name, borrowed value);
int evaluate_delete_name(struct runtime *rt, struct frame *frame, borrowed name);
int evaluate_delete_global(struct runtime *rt, struct frame *frame, borrowed name);
owned evaluate_load_class_dereference(struct runtime *rt, struct frame *frame, size_t variable);
owned evaluate_raise_unbound(struct runtime *rt, const struct code *code,
                             size_t variable);                     /* NULL */
owned evaluate_raise_undefined(struct runtime *rt, borrowed name); /* NULL */
int evaluate_display(struct runtime *rt, borrowed value);          /* sys.displayhook(value) */
int evaluate_setup_annotations(struct runtime *rt, struct frame *frame);
owned evaluate_load_build_class(struct runtime *rt, struct frame *frame);

/* --- evaluate_import.c ------------------------------------------------------------------------ */

owned evaluate_import(struct runtime *rt, struct frame *frame, borrowed name, borrowed fromlist,
                      borrowed level);
owned evaluate_import_from(struct runtime *rt, borrowed module, borrowed name);
int evaluate_import_star(struct runtime *rt, struct frame *frame, borrowed module);

/* --- evaluate_sequence.c: building, unpacking, text, matching --------------------------------- */

/* Unpacks into stack[0 … count-1], the last item first. */
int evaluate_unpack(struct runtime *rt, borrowed sequence, borrowed *stack, size_t count);
int evaluate_unpack_starred(struct runtime *rt, borrowed sequence, borrowed *stack, size_t before,
                            size_t after);
owned evaluate_build_map(struct runtime *rt, borrowed *stack, size_t pairs);
owned evaluate_build_map_constant_keys(struct runtime *rt, borrowed *stack, size_t count,
                                       borrowed keys);
owned evaluate_build_set(struct runtime *rt, borrowed *stack, size_t count);
owned evaluate_build_string(struct runtime *rt, borrowed *stack, size_t count);
owned evaluate_format(struct runtime *rt, borrowed value, borrowed specification,
                      unsigned conversion);
int evaluate_extend_list(struct runtime *rt, borrowed list, borrowed iterable);
int evaluate_update_dict(struct runtime *rt, borrowed dict, borrowed mapping);
owned evaluate_match_keys(struct runtime *rt, borrowed mapping, borrowed keys);
owned evaluate_match_class(struct runtime *rt, borrowed subject, borrowed type, size_t positional,
                           borrowed names);
bool evaluate_is_mapping(struct runtime *rt, borrowed v);
bool evaluate_is_sequence(struct runtime *rt, borrowed v);

/* --- evaluate_async.c ------------------------------------------------------------------------- */

/* What `await v` runs. */
owned evaluate_await_iterator(struct runtime *rt, borrowed v);
/* GET_AWAITABLE: the same, and a coroutine that something else awaits is refused. */
owned evaluate_awaitable(struct runtime *rt, borrowed v, uint32_t where);
owned evaluate_async_iterator(struct runtime *rt, borrowed v);
owned evaluate_async_next(struct runtime *rt, borrowed iterator);
/* async with: the bound methods __aenter__ and __aexit__ (owned). */
int evaluate_find_async_context(struct runtime *rt, borrowed manager, owned *enter, owned *exit);

/* --- evaluate_exception.c --------------------------------------------------------------------- */

/* raise; raise exc; raise exc from cause (both stolen, may be NULL). True: the exception goes on as
 * it was, without a new traceback entry. */
bool evaluate_raise(struct runtime *rt, owned exception, owned cause);
/* with: the bound methods __enter__ and __exit__ (owned). */
int evaluate_find_context(struct runtime *rt, borrowed manager, owned *enter, owned *exit);
owned evaluate_exit_context(struct runtime *rt, borrowed exit, borrowed exception);
/* The handler of the innermost try around the instruction; NULL: none. */
const struct code_handler *evaluate_find_handler(const struct code *code, uint32_t instruction);

#endif
