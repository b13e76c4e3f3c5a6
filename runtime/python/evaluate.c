/* The bytecode machine.
 *
 * One C function runs Python frames; a call from Python to Python changes the frame and goes on in
 * the same loop. Only what C code in between starts (a key function of sort, __del__, a generator's
 * next from a built-in) enters the loop again: such a frame is an entry, and its end returns to C.
 *
 * Who holds what.
 *  1. What lies on a running frame's stack is in flight; variables are held by the frame.
 *  2. A call to Python moves its arguments from the caller's stack to the new frame; a call to C
 * lends them and drops them afterwards, the callable first, then the arguments from left to right.
 *  3. When a generator's frame stops, what is left on its stack is held by the frame until it goes
 * on.
 *  4. `frame` itself is in flight, or held by its generator.
 *
 * frame->pc is always the instruction being executed; the local pc is the next one. While the frame
 * waits for a call, frame->stack_depth is what its stack holds.
 */
#include "runtime/core/gc.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/python/evaluate_operator.h"
#include "runtime/python/generator.h"
#include "runtime/python/interpreter.h"
#include "runtime/python/sites.h"
#include "runtime/python/threads.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/slice.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <assert.h>

/* Entered by a frame that is to run; its back is the running frame. False: RecursionError. */
static inline bool enter_frame(struct runtime *rt, struct frame *frame)
{
    frame->back = rt->frame;
    frame->state = FRAME_RUNNING;
    rt->frame = frame;
    if (UNLIKELY(rt->lane != NULL))
        sites_enter(rt, frame);
    if (UNLIKELY(++rt->depth > rt->depth_limit)) {
        exception_raise(rt, &exception_RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    return true;
}

/* The frame has returned or raised: its caller runs again, and it is finished. */
static inline void leave_frame(struct runtime *rt, struct frame *frame)
{
    rt->depth--;
    if (UNLIKELY(rt->lane != NULL)) {
        sites_leave(rt, frame);
        if (frame->back)
            sites_return(rt, frame->back);
    }
    rt->frame = frame->back;
    if (UNLIKELY(frame->generator != NULL))
        generator_end(rt, (struct generator *)frame->generator);
    else
        frame_finish(rt, frame);
}

/* A frame that runs `constructor`, the __init__ of the instance's class, for a CALL. Each argument
 * is held once more: CPython has packed them into a tuple. NULL with an error. */
static inline struct frame *construct(struct runtime *rt, borrowed constructor, borrowed instance,
                                      borrowed *arguments, size_t count)
{
    const struct code *code = ((struct function *)constructor)->code;
    struct frame *frame;
    if (LIKELY(code->is_simple && count + 1 == code->argument_count)) {
        frame = frame_new(rt, ((struct function *)constructor)->code,
                          object_retain(rt, constructor), NULL);
        if (UNLIKELY(!frame))
            return NULL;
        slot_copy(rt, &frame->header, &frame->slots[0], instance);
        for (size_t i = 0; i < count; i++)
            slot_copy(rt, &frame->header, &frame->slots[i + 1], arguments[i]);
    } else {
        borrowed class = arguments[-1];
        arguments[-1] = instance; /* the place of the class serves as that of self */
        frame = evaluate_bind(rt, object_retain(rt, constructor), arguments - 1, count + 1, NULL,
                              ARGUMENTS_COPIED);
        arguments[-1] = class;
        if (UNLIKELY(!frame))
            return NULL;
    }
    for (size_t i = 0; i < count; i++)
        object_incref(rt, arguments[i], IN_FLIGHT);
    frame->constructs = true;
    return frame;
}

/* What a CALL that ran __init__ took, beside the instance, is dropped: its arguments (each twice,
 * as CPython's tuple of arguments holds them too), the class. `stack` is where NULL and the class
 * lie. */
static void drop_constructor_call(struct runtime *rt, borrowed *stack, size_t count)
{
    for (size_t i = 0; i < count; i++)
        object_release(rt, stack[2 + i]);
    object_release(rt, stack[1]);
    for (size_t i = 0; i < count; i++)
        object_release(rt, stack[2 + i]);
}

int evaluate_interrupt(struct runtime *rt)
{
    atomic_store(&rt->interrupted, false);
    threads_yield(rt);
    if (!threads_is_main(rt) || !atomic_exchange(&rt->keyboard_interrupt, false))
        return 0;
    exception_raise_value(rt, &exception_KeyboardInterrupt, NULL);
    return -1;
}

/* Does CPython pack the arguments of this callable into a tuple, which then holds them too? So it
 * does for classes and for instances with __call__; for what is built in, no program can see it. */
static inline bool packs_arguments(borrowed callable)
{
    return object_is_pointer(callable) &&
           (type_has_flag(callable->type, TYPE_HEAP) ||
            (class_check(callable) && type_has_flag((struct type *)callable, TYPE_HEAP)));
}

#define TOP()          (sp[-1])
#define SECOND()       (sp[-2])
#define PEEK(i)        (sp[-(ptrdiff_t)(i)])
#define POP()          (*--sp)
#define PUSH(v)        (*sp++ = (v))
#define VARIABLES()    (frame->slots)
#define STACK_BASE()   (frame->slots + frame_variable_count(frame->code))
#define NAME_OPERAND() (frame->code->names[argument])
#define CACHE()        (&frame->code->caches[frame->pc - frame->code->instructions])
#define JUMP_TO(index) (pc = frame->code->instructions + (index))
#define SAVE_STACK()   (frame->stack_depth = (uint32_t)(sp - STACK_BASE()))

#define OPERATION(NAME) operation_##NAME:
#define NEXT()                                                                                     \
    do {                                                                                           \
        uint32_t word = *pc;                                                                       \
        frame->pc = pc++;                                                                          \
        argument = word >> 8;                                                                      \
        goto *targets[word & 0xff];                                                                \
    } while (0)

/* Replaces the two operands on top by the result, or raises. */
#define FINISH_BINARY(result_expression)                                                           \
    do {                                                                                           \
        owned result = (result_expression);                                                        \
        borrowed right_operand = POP();                                                            \
        borrowed left_operand = POP();                                                             \
        object_release(rt, left_operand);                                                          \
        object_release(rt, right_operand);                                                         \
        if (UNLIKELY(!result))                                                                     \
            goto error;                                                                            \
        PUSH(result);                                                                              \
        NEXT();                                                                                    \
    } while (0)

/* Jumps by the truth of the top, which it pops. */
#define POP_JUMP_IF(condition)                                                                     \
    do {                                                                                           \
        borrowed v = POP();                                                                        \
        bool truth = v == &bool_true;                                                              \
        if (UNLIKELY(!truth && v != &bool_false)) {                                                \
            int result = evaluate_truth(rt, v);                                                    \
            object_release(rt, v);                                                                 \
            if (result < 0)                                                                        \
                goto error;                                                                        \
            truth = result > 0;                                                                    \
        }                                                                                          \
        if (truth == (condition))                                                                  \
            JUMP_TO(argument);                                                                     \
        NEXT();                                                                                    \
    } while (0)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"

owned evaluate_frame(struct runtime *rt, struct frame *frame, bool raising)
{
    static const void *const targets[OPCODE_COUNT] = {
#define OPCODE(NAME, effect) &&operation_##NAME,
#include "runtime/python/opcode.def"
#undef OPCODE
    };
    const uint32_t *pc;
    borrowed *sp;
    uint32_t argument;
    borrowed keyword_names = NULL;
    uint32_t site_outside = rt->site;
    bool is_resumed = frame->state == FRAME_SUSPENDED;

    frame->is_entry = true;
    sp = STACK_BASE() + frame->stack_depth;
    pc = frame->pc + (is_resumed && (*frame->pc & 0xff) != OP_YIELD_FROM);
    if (UNLIKELY(!enter_frame(rt, frame)))
        goto unwind_frame;
    if (UNLIKELY(raising)) {
        pc = frame->pc + 1;
        goto error;
    }
    NEXT();

    /* --- stack, constants, variables
     * -------------------------------------------------------------- */

    OPERATION(NOP)
    {
        NEXT();
    }
    OPERATION(LINE)
    {
        if (LIKELY(rt->lane != NULL))
            sites_line(rt, frame, argument);
        NEXT();
    }
    OPERATION(POP_TOP)
    {
        object_release(rt, POP());
        NEXT();
    }
    OPERATION(COPY)
    {
        borrowed v = PEEK(argument);
        if (v)
            object_incref(rt, v, IN_FLIGHT);
        PUSH(v);
        NEXT();
    }
    OPERATION(SWAP)
    {
        borrowed v = TOP();
        TOP() = PEEK(argument);
        PEEK(argument) = v;
        NEXT();
    }
    OPERATION(PUSH_NULL)
    {
        PUSH(NULL);
        NEXT();
    }
    OPERATION(LOAD_CONST)
    {
        PUSH(frame->code->constants[argument]); /* immortal */
        NEXT();
    }
    OPERATION(LOAD_FAST)
    {
        borrowed v = VARIABLES()[argument];
        if (UNLIKELY(!v))
            goto unbound;
        object_incref(rt, v, IN_FLIGHT);
        PUSH(v);
        NEXT();
    }
    OPERATION(STORE_FAST)
    {
        slot_set(rt, &frame->header, &VARIABLES()[argument], POP());
        NEXT();
    }
    OPERATION(DELETE_FAST)
    {
        if (UNLIKELY(!VARIABLES()[argument]))
            goto unbound;
        slot_clear(rt, &frame->header, &VARIABLES()[argument]);
        NEXT();
    }
    OPERATION(LOAD_NAME)
    {
        owned v = evaluate_load_name(rt, frame, NAME_OPERAND());
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(STORE_NAME)
    {
        owned v = POP();
        int result = evaluate_store_name(rt, frame, NAME_OPERAND(), v);
        object_release(rt, v);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(DELETE_NAME)
    {
        if (UNLIKELY(evaluate_delete_name(rt, frame, NAME_OPERAND()) < 0))
            goto error;
        NEXT();
    }
    OPERATION(LOAD_GLOBAL)
    {
        const struct code_cache *cache = CACHE();
        const struct dict *globals = (const struct dict *)frame->globals;
        const struct dict *dict = globals;
        if (cache->kind == CACHE_BUILTIN) {
            if (UNLIKELY(globals->version != cache->version || &globals->header != cache->value))
                goto load_global;
            dict = (const struct dict *)frame->builtins;
        }
        const struct dict_entry *entry = &dict->entries[cache->place];
        if (UNLIKELY(cache->kind == CACHE_EMPTY || cache->place >= dict->used ||
                     entry->key != NAME_OPERAND()))
            goto load_global;
        object_incref(rt, entry->value, IN_FLIGHT);
        PUSH(entry->value);
        NEXT();
    }
load_global : {
    owned v = evaluate_load_global(rt, frame, NAME_OPERAND(), CACHE());
    if (UNLIKELY(!v))
        goto error;
    PUSH(v);
    NEXT();
}
    OPERATION(STORE_GLOBAL)
    {
        if (UNLIKELY(dict_set(rt, frame->globals, NAME_OPERAND(), POP()) < 0))
            goto error;
        NEXT();
    }
    OPERATION(DELETE_GLOBAL)
    {
        if (UNLIKELY(evaluate_delete_global(rt, frame, NAME_OPERAND()) < 0))
            goto error;
        NEXT();
    }
    OPERATION(MAKE_CELL)
    {
        borrowed *variable = &VARIABLES()[argument];
        owned cell = cell_new(rt, slot_take(rt, &frame->header, variable));
        if (UNLIKELY(!cell))
            goto error;
        slot_set(rt, &frame->header, variable, cell);
        NEXT();
    }
    OPERATION(COPY_FREE_VARS)
    {
        borrowed closure = ((struct function *)frame->function)->closure;
        borrowed *first = VARIABLES() + frame->code->local_count + frame->code->cell_count;
        for (uint32_t i = 0; i < argument; i++)
            slot_copy(rt, &frame->header, &first[i], tuple_item(closure, i));
        NEXT();
    }
    OPERATION(LOAD_CLOSURE)
    {
        borrowed cell = VARIABLES()[argument];
        object_incref(rt, cell, IN_FLIGHT);
        PUSH(cell);
        NEXT();
    }
    OPERATION(LOAD_DEREF)
    {
        borrowed v = ((struct cell *)VARIABLES()[argument])->content;
        if (UNLIKELY(!v))
            goto unbound;
        object_incref(rt, v, IN_FLIGHT);
        PUSH(v);
        NEXT();
    }
    OPERATION(STORE_DEREF)
    {
        struct cell *cell = (struct cell *)VARIABLES()[argument];
        slot_set(rt, &cell->header, &cell->content, POP());
        NEXT();
    }
    OPERATION(DELETE_DEREF)
    {
        struct cell *cell = (struct cell *)VARIABLES()[argument];
        if (UNLIKELY(!cell->content))
            goto unbound;
        slot_clear(rt, &cell->header, &cell->content);
        NEXT();
    }
    OPERATION(LOAD_CLASSDEREF)
    {
        owned v = evaluate_load_class_dereference(rt, frame, argument);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }

    /* --- attributes
     * ------------------------------------------------------------------------------- */

    OPERATION(LOAD_ATTR)
    {
        borrowed object = TOP();
        struct code_cache *cache = CACHE();
        if (LIKELY(object_is_pointer(object)) && object->type->version == cache->version) {
            if (LIKELY(cache->kind == CACHE_INSTANCE)) {
                const struct dict *dict = (const struct dict *)*object_dict_slot(object);
                if (LIKELY(dict && cache->place < dict->used &&
                           dict->entries[cache->place].key == NAME_OPERAND())) {
                    borrowed v = dict->entries[cache->place].value;
                    object_incref(rt, v, IN_FLIGHT);
                    TOP() = v;
                    object_release(rt, object);
                    NEXT();
                }
            } else if (cache->kind == CACHE_SLOT) {
                borrowed v = *(borrowed *)(void *)((char *)object + cache->place);
                if (LIKELY(v != NULL)) {
                    object_incref(rt, v, IN_FLIGHT);
                    TOP() = v;
                    object_release(rt, object);
                    NEXT();
                }
            } else if (cache->kind == CACHE_PROPERTY) {
                struct frame *callee = frame_new(rt, ((struct function *)cache->value)->code,
                                                 object_retain(rt, cache->value), NULL);
                if (UNLIKELY(!callee))
                    goto error;
                slot_copy(rt, &callee->header, &callee->slots[0], object);
                SAVE_STACK();
                frame = callee;
                goto start_frame;
            }
        }
        owned v = evaluate_load_attribute(rt, object, NAME_OPERAND(), cache);
        if (UNLIKELY(!v))
            goto error;
        TOP() = v;
        object_release(rt, object);
        NEXT();
    }
    OPERATION(STORE_ATTR)
    {
        borrowed object = TOP();
        borrowed value = SECOND();
        struct code_cache *cache = CACHE();
        if (LIKELY(object_is_pointer(object)) && object->type->version == cache->version &&
            cache->kind == CACHE_INSTANCE) {
            struct dict *dict = (struct dict *)*object_dict_slot(object);
            if (LIKELY(dict && cache->place < dict->used &&
                       dict->entries[cache->place].key == NAME_OPERAND())) {
                sp -= 2;
                dict_set_at(rt, &dict->header, cache->place, value);
                object_release(rt, object);
                NEXT();
            }
        }
        int result = evaluate_store_attribute(rt, object, NAME_OPERAND(), value, cache);
        sp -= 2;
        object_release(rt, value);
        object_release(rt, object);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(DELETE_ATTR)
    {
        borrowed object = POP();
        int result = object_set_attribute(rt, object, NAME_OPERAND(), NULL);
        object_release(rt, object);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(LOAD_METHOD)
    {
        borrowed object = TOP();
        struct code_cache *cache = CACHE();
        if (LIKELY(cache->kind == CACHE_METHOD &&
                   object_type(rt, object)->version == cache->version)) {
            borrowed *slot = object_is_pointer(object) ? object_dict_slot(object) : NULL;
            if (LIKELY(!slot || !*slot || dict_find_str(*slot, NAME_OPERAND()) < 0)) {
                TOP() = object_retain(rt, cache->value);
                PUSH(object);
                NEXT();
            }
        }
        if (UNLIKELY(evaluate_load_method(rt, sp - 1, NAME_OPERAND(), cache) < 0))
            goto error;
        sp++;
        NEXT();
    }

    /* --- calls
     * ------------------------------------------------------------------------------------ */

    OPERATION(KW_NAMES)
    {
        keyword_names = frame->code->constants[argument];
        NEXT();
    }
    OPERATION(CALL)
    {
        borrowed *base = sp - argument - 2;
        borrowed *arguments = base + 2;
        size_t count = argument;
        borrowed callable = base[0];
        if (callable) {
            arguments--;
            count++;
        } else {
            callable = base[1];
            if (object_is_pointer(callable) && callable->type == &method_type) {
                const struct method *method = (const struct method *)callable;
                base[0] = object_retain(rt, method->function);
                base[1] = object_retain(rt, method->self);
                object_release(rt, callable);
                callable = base[0];
                arguments--;
                count++;
            }
        }
        struct type *type = object_type(rt, callable);
        if (type == &function_type) {
            struct code *code = ((struct function *)callable)->code;
            struct frame *callee;
            if (LIKELY(code->is_simple && count == code->argument_count && !keyword_names)) {
                callee = frame_new(rt, code, callable, NULL);
                if (UNLIKELY(!callee)) {
                    *(arguments - 1) = NULL; /* frame_new took it */
                    goto error;
                }
                for (size_t i = 0; i < count; i++) {
                    object_move(rt, arguments[i], IN_FLIGHT, &callee->header);
                    callee->slots[i] = arguments[i];
                }
            } else {
                borrowed given_names = keyword_names;
                size_t named = given_names ? tuple_count(given_names) : 0;
                keyword_names = NULL;
                callee = evaluate_bind(rt, callable, arguments, count - named, given_names,
                                       ARGUMENTS_MOVED);
                if (UNLIKELY(!callee)) {
                    sp = base;
                    goto error;
                }
            }
            sp = base;
            SAVE_STACK();
            frame = callee;
            goto start_frame;
        }
        if (type == &type_type && !base[0] && !keyword_names) {
            borrowed constructor = evaluate_constructor(rt, callable, CACHE());
            if (constructor) {
                owned instance = class_instance_new(rt, (struct type *)callable);
                if (UNLIKELY(!instance))
                    goto error;
                struct frame *callee = construct(rt, constructor, instance, arguments, count);
                if (UNLIKELY(!callee)) {
                    object_release(rt, instance);
                    goto error;
                }
                PUSH(instance);
                SAVE_STACK();
                frame = callee;
                goto start_frame;
            }
            if (runtime_has_error(rt))
                goto error;
        }
        borrowed given_names = keyword_names;
        size_t named = given_names ? tuple_count(given_names) : 0;
        keyword_names = NULL;
        owned result;
        if (type == &native_function_type) {
            const struct native *native = (const struct native *)callable;
            result =
                native->method->function(rt, native->self, arguments, count - named, given_names);
        } else if (type == &method_descriptor_type && count > named &&
                   object_type(rt, arguments[0]) == ((const struct native *)callable)->owner) {
            const struct native *native = (const struct native *)callable;
            result = native->method->function(rt, arguments[0], arguments + 1, count - named - 1,
                                              given_names);
        } else {
            bool packs = packs_arguments(callable);
            for (size_t i = 0; packs && i < count; i++)
                object_incref(rt, arguments[i], IN_FLIGHT);
            result = object_call(rt, callable, arguments, count - named, given_names);
            for (size_t i = 0; packs && i < count; i++)
                object_release(rt, arguments[i]);
        }
        object_release(rt, callable);
        for (size_t i = 0; i < count; i++)
            object_release(rt, arguments[i]);
        sp = base;
        if (UNLIKELY(!result))
            goto error;
        PUSH(result);
        if (UNLIKELY(atomic_load_explicit(&rt->interrupted, memory_order_relaxed)) &&
            evaluate_interrupt(rt) < 0)
            goto error;
        NEXT();
    }
    OPERATION(CALL_FUNCTION_EX)
    {
        borrowed keywords = argument & 1 ? TOP() : NULL;
        borrowed *base = sp - (keywords ? 4 : 3); /* NULL callable arguments [keywords] */
        if (object_type(rt, base[2]) != &tuple_type) {
            owned tuple = evaluate_star_tuple(rt, base[1], base[2]);
            if (UNLIKELY(!tuple))
                goto error;
            object_release(rt, base[2]);
            base[2] = tuple;
        }
        owned result = evaluate_call_unpacked(rt, base[1], base[2], keywords);
        object_release(rt, base[1]);
        object_release(rt, base[2]);
        object_release_maybe(rt, keywords);
        sp = base;
        if (UNLIKELY(!result))
            goto error;
        PUSH(result);
        NEXT();
    }
    OPERATION(MAKE_FUNCTION)
    {
        owned v = function_new(rt, (struct code *)POP(), frame->globals);
        if (UNLIKELY(!v))
            goto error;
        struct function *function = (struct function *)v;
        if (argument & 8)
            slot_set(rt, v, &function->closure, POP());
        if (argument & 4)
            slot_set(rt, v, &function->annotations, POP());
        if (argument & 2)
            slot_set(rt, v, &function->keyword_defaults, POP());
        if (argument & 1)
            slot_set(rt, v, &function->defaults, POP());
        PUSH(v);
        NEXT();
    }
    OPERATION(RETURN_VALUE)
    {
        owned result = POP();
        struct frame *finished = frame;
        bool is_entry = frame->is_entry;
        assert(sp == STACK_BASE());
        if (UNLIKELY(frame->constructs && result != NONE)) {
            exception_raise(rt, &exception_TypeError, "__init__() should return None, not '%T'",
                            result);
            object_release(rt, result);
            goto unwind_frame;
        }
        bool constructs = frame->constructs;
        bool is_generator = frame->generator != NULL;
        frame = frame->back;
        leave_frame(rt, finished);
        if (is_entry) {
            rt->site = site_outside;
            return result;
        }
        pc = frame->pc + 1;
        sp = STACK_BASE() + frame->stack_depth;
        argument = *frame->pc >> 8;
        if (UNLIKELY(constructs)) {
            borrowed instance = POP();
            sp -= argument + 2;
            drop_constructor_call(rt, sp, argument);
            PUSH(instance);
        } else if (UNLIKELY(is_generator)) { /* a for loop has come to the end of its generator */
            object_release(rt, result);
            object_release(rt, POP());
            JUMP_TO(argument);
        } else if (UNLIKELY((*frame->pc & 0xff) == OP_LOAD_ATTR)) { /* a property */
            borrowed object = TOP();
            TOP() = result;
            object_release(rt, object);
        } else {
            PUSH(result);
        }
        NEXT();
    }

    /* --- generators
     * ------------------------------------------------------------------------------- */

    OPERATION(RETURN_GENERATOR)
    {
        struct frame *suspended = frame;
        bool is_entry = frame->is_entry;
        frame = frame->back;
        rt->depth--;
        rt->frame = frame;
        if (UNLIKELY(rt->lane != NULL)) {
            sites_leave(rt, suspended);
            if (frame)
                sites_return(rt, frame);
        }
        owned generator = generator_new(rt, suspended);
        if (is_entry) {
            rt->site = site_outside;
            return generator;
        }
        pc = frame->pc + 1;
        sp = STACK_BASE() + frame->stack_depth;
        if (UNLIKELY(!generator))
            goto error;
        PUSH(generator);
        NEXT();
    }
    OPERATION(YIELD_VALUE)
    {
        owned value = POP();
        struct frame *suspended = frame;
        bool is_entry = frame->is_entry;
        size_t depth = (size_t)(sp - STACK_BASE());
        frame = frame->back;
        rt->depth--;
        rt->frame = frame;
        if (UNLIKELY(rt->lane != NULL)) {
            sites_leave(rt, suspended);
            if (frame)
                sites_return(rt, frame);
        }
        generator_suspend(rt, (struct generator *)suspended->generator, depth);
        if (is_entry) {
            rt->site = site_outside;
            return value;
        }
        pc = frame->pc + 1;
        sp = STACK_BASE() + frame->stack_depth;
        PUSH(value);
        NEXT();
    }
    OPERATION(GET_YIELD_FROM_ITER)
    {
        borrowed object = TOP();
        if (object_type(rt, object) != &generator_type) {
            owned iterator = object_iterate(rt, object);
            if (UNLIKELY(!iterator))
                goto error;
            TOP() = iterator;
            object_release(rt, object);
        }
        NEXT();
    }
    OPERATION(YIELD_FROM)
    {
        owned sent = POP();
        owned result = NULL;
        owned value = generator_delegate(rt, TOP(), sent, &result);
        object_release(rt, sent);
        if (value) {
            PUSH(value);
            goto operation_YIELD_VALUE;
        }
        if (UNLIKELY(!result))
            goto error;
        borrowed iterator = TOP();
        TOP() = result;
        object_release(rt, iterator);
        NEXT();
    }

    /* --- operators
     * -------------------------------------------------------------------------------- */

    OPERATION(BINARY_OP)
    {
        borrowed left = SECOND();
        borrowed right = TOP();
        owned quick = evaluate_binary_quick(left, right, argument & (OPCODE_IN_PLACE - 1));
        if (LIKELY(quick != NULL)) { /* tagged operands: nothing to release */
            sp--;
            TOP() = quick;
            NEXT();
        }
        if ((argument & (OPCODE_IN_PLACE - 1)) == BINARY_ADD && evaluate_both_texts(left, right)) {
            /* In `text += more` the variable lets go first, so that the text can grow in place. */
            uint32_t next = *pc;
            if ((next & 0xff) == OP_STORE_FAST && VARIABLES()[next >> 8] == left &&
                left->count == 2)
                slot_clear(rt, &frame->header, &VARIABLES()[next >> 8]);
            sp -= 2;
            owned sum = str_append(rt, left, right);
            object_release(rt, right);
            if (UNLIKELY(!sum))
                goto error;
            PUSH(sum);
            NEXT();
        }
        if (argument & OPCODE_IN_PLACE)
            FINISH_BINARY(object_in_place(rt, left, right, argument & (OPCODE_IN_PLACE - 1)));
        FINISH_BINARY(object_binary(rt, left, right, argument));
    }
    OPERATION(UNARY_OP)
    {
        borrowed v = TOP();
        owned result = object_unary(rt, v, argument);
        if (UNLIKELY(!result))
            goto error;
        TOP() = result;
        object_release(rt, v);
        NEXT();
    }
    OPERATION(UNARY_NOT)
    {
        borrowed v = TOP();
        int truth = evaluate_truth(rt, v);
        if (UNLIKELY(truth < 0))
            goto error;
        TOP() = truth ? &bool_false : &bool_true;
        object_release(rt, v);
        NEXT();
    }
    OPERATION(COMPARE_OP)
    {
        borrowed left = SECOND();
        borrowed right = TOP();
        int quick = evaluate_compare_quick(left, right, argument);
        if (LIKELY(quick >= 0)) {
            sp -= 2;
            uint32_t next = *pc & 0xff;
            if (LIKELY(next == OP_POP_JUMP_IF_FALSE || next == OP_POP_JUMP_IF_TRUE)) {
                frame->pc = pc;
                uint32_t target = *pc++ >> 8;
                if (quick == (next == OP_POP_JUMP_IF_TRUE))
                    JUMP_TO(target);
            } else {
                PUSH(quick ? &bool_true : &bool_false);
            }
            NEXT();
        }
        FINISH_BINARY(object_compare(rt, left, right, argument));
    }
    OPERATION(IS_OP)
    {
        bool is_same = SECOND() == TOP();
        FINISH_BINARY(is_same != (argument != 0) ? &bool_true : &bool_false);
    }
    OPERATION(CONTAINS_OP)
    {
        int found = object_contains(rt, TOP(), SECOND());
        FINISH_BINARY(found < 0                         ? NULL
                      : (found != 0) != (argument != 0) ? &bool_true
                                                        : &bool_false);
    }
    OPERATION(BINARY_SUBSCR)
    {
        borrowed container = SECOND();
        borrowed key = TOP();
        borrowed item = evaluate_item_quick(container, key);
        if (LIKELY(item != NULL))
            FINISH_BINARY(object_retain(rt, item));
        FINISH_BINARY(object_get_item(rt, container, key));
    }
    OPERATION(STORE_SUBSCR)
    {
        borrowed key = TOP();
        borrowed container = SECOND();
        borrowed value = PEEK(3);
        sp -= 3;
        borrowed *place = evaluate_list_place(container, key);
        if (place) {
            slot_set(rt, container, place, value);
            object_release(rt, container);
            NEXT();
        }
        int result = object_set_item(rt, container, key, value);
        object_release(rt, value);
        object_release(rt, container);
        object_release(rt, key);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(DELETE_SUBSCR)
    {
        borrowed key = TOP();
        borrowed container = SECOND();
        int result = object_set_item(rt, container, key, NULL);
        sp -= 2;
        object_release(rt, container);
        object_release(rt, key);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }

    /* --- building
     * --------------------------------------------------------------------------------- */

    OPERATION(BUILD_SLICE)
    {
        owned step = argument == 3 ? POP() : NONE;
        owned stop = POP();
        owned start = POP();
        owned v = slice_new(rt, start, stop, step);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(BUILD_TUPLE)
    {
        sp -= argument;
        owned v = tuple_from_owned(rt, sp, argument);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(BUILD_LIST)
    {
        sp -= argument;
        owned v = list_from_owned(rt, sp, argument);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(BUILD_SET)
    {
        sp -= argument;
        owned v = evaluate_build_set(rt, sp, argument);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(BUILD_MAP)
    {
        sp -= 2 * argument;
        owned v = evaluate_build_map(rt, sp, argument);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(BUILD_CONST_KEY_MAP)
    {
        owned keys = POP();
        sp -= argument;
        owned v = evaluate_build_map_constant_keys(rt, sp, argument, keys);
        object_release(rt, keys);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(BUILD_STRING)
    {
        sp -= argument;
        owned v = evaluate_build_string(rt, sp, argument);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(LIST_APPEND)
    {
        owned v = POP();
        if (UNLIKELY(list_append(rt, PEEK(argument), v) < 0))
            goto error;
        NEXT();
    }
    OPERATION(SET_ADD)
    {
        owned v = POP();
        int result = set_add(rt, PEEK(argument), v);
        object_release(rt, v);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(MAP_ADD)
    {
        owned value = POP();
        owned key = POP();
        int result = dict_set(rt, PEEK(argument), key, value);
        object_release(rt, key);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(LIST_EXTEND)
    {
        owned v = POP();
        int result = evaluate_extend_list(rt, PEEK(argument), v);
        object_release(rt, v);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(SET_UPDATE)
    {
        owned v = POP();
        int result = set_update(rt, PEEK(argument), v);
        object_release(rt, v);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(DICT_UPDATE)
    {
        owned v = POP();
        int result = evaluate_update_dict(rt, PEEK(argument), v);
        object_release(rt, v);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(DICT_MERGE)
    {
        owned v = POP();
        int result = evaluate_merge_keywords(rt, PEEK(argument + 2), PEEK(argument), v);
        object_release(rt, v);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }
    OPERATION(LIST_TO_TUPLE)
    {
        borrowed list = TOP();
        owned v = tuple_from(rt, ((struct list *)list)->items, ((struct list *)list)->count);
        if (UNLIKELY(!v))
            goto error;
        TOP() = v;
        object_release(rt, list);
        NEXT();
    }
    OPERATION(FORMAT_VALUE)
    {
        owned specification = argument & 4 ? POP() : NULL;
        owned value = POP();
        owned v = evaluate_format(rt, value, specification, argument & 3);
        object_release(rt, value);
        object_release_maybe(rt, specification);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(UNPACK_SEQUENCE)
    {
        owned sequence = POP();
        int result = evaluate_unpack(rt, sequence, sp, argument);
        object_release(rt, sequence);
        if (UNLIKELY(result < 0))
            goto error;
        sp += argument;
        NEXT();
    }
    OPERATION(UNPACK_EX)
    {
        size_t before = argument & 0xff;
        size_t after = argument >> 8;
        owned sequence = POP();
        int result = evaluate_unpack_starred(rt, sequence, sp, before, after);
        object_release(rt, sequence);
        if (UNLIKELY(result < 0))
            goto error;
        sp += before + 1 + after;
        NEXT();
    }

    /* --- iteration and jumps
     * ---------------------------------------------------------------------- */

    OPERATION(GET_ITER)
    {
        borrowed object = TOP();
        owned iterator = object_iterate(rt, object);
        TOP() = iterator;
        if (UNLIKELY(!iterator)) {
            TOP() = object;
            goto error;
        }
        object_release(rt, object);
        NEXT();
    }
    OPERATION(FOR_ITER)
    {
        borrowed iterator = TOP();
        struct type *type = object_type(rt, iterator);
        owned item;
        if (type == &range_iterator_type) {
            item = evaluate_next_of_range(rt, (struct range_iterator *)iterator);
        } else if (type == &list_iterator_type || type == &tuple_iterator_type) {
            item = evaluate_next_of_sequence(rt, (struct sequence_iterator *)iterator, type);
        } else if (type == &generator_type) {
            struct frame *inner = ((struct generator *)iterator)->frame;
            if (LIKELY(inner && inner->state == FRAME_SUSPENDED)) {
                SAVE_STACK();
                generator_resume(rt, (struct generator *)iterator);
                frame = inner;
                frame->is_entry = false;
                frame->slots[frame_variable_count(frame->code) + frame->stack_depth++] = NONE;
                goto resume_frame;
            }
            item = type->next(rt, iterator);
        } else {
            item = type->next ? type->next(rt, iterator) : object_next(rt, iterator);
        }
        if (LIKELY(item != NULL)) {
            PUSH(item);
            NEXT();
        }
        if (UNLIKELY(runtime_has_error(rt))) {
            if (!exception_matches(rt, &exception_StopIteration))
                goto error;
            exception_clear(rt);
        }
        sp--;
        object_release(rt, iterator);
        JUMP_TO(argument);
        NEXT();
    }
    OPERATION(JUMP)
    {
        JUMP_TO(argument);
        NEXT();
    }
    OPERATION(JUMP_BACKWARD)
    {
        JUMP_TO(argument);
        if (UNLIKELY(atomic_load_explicit(&rt->interrupted, memory_order_relaxed)) &&
            evaluate_interrupt(rt) < 0)
            goto error;
        NEXT();
    }
    OPERATION(POP_JUMP_IF_FALSE)
    {
        POP_JUMP_IF(false);
    }
    OPERATION(POP_JUMP_IF_TRUE)
    {
        POP_JUMP_IF(true);
    }
    OPERATION(POP_JUMP_IF_NONE)
    {
        borrowed v = POP();
        if (v == NONE)
            JUMP_TO(argument);
        object_release(rt, v);
        NEXT();
    }
    OPERATION(POP_JUMP_IF_NOT_NONE)
    {
        borrowed v = POP();
        if (v != NONE)
            JUMP_TO(argument);
        object_release(rt, v);
        NEXT();
    }
    OPERATION(JUMP_IF_FALSE_OR_POP)
    {
        int truth = evaluate_truth(rt, TOP());
        if (UNLIKELY(truth < 0))
            goto error;
        if (truth)
            object_release(rt, POP());
        else
            JUMP_TO(argument);
        NEXT();
    }
    OPERATION(JUMP_IF_TRUE_OR_POP)
    {
        int truth = evaluate_truth(rt, TOP());
        if (UNLIKELY(truth < 0))
            goto error;
        if (truth)
            JUMP_TO(argument);
        else
            object_release(rt, POP());
        NEXT();
    }

    /* --- classes and imports
     * ---------------------------------------------------------------------- */

    OPERATION(LOAD_BUILD_CLASS)
    {
        owned v = evaluate_load_build_class(rt, frame);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(SETUP_ANNOTATIONS)
    {
        if (UNLIKELY(evaluate_setup_annotations(rt, frame) < 0))
            goto error;
        NEXT();
    }
    OPERATION(IMPORT_NAME)
    {
        owned names_wanted = POP();
        owned level = POP();
        owned v = evaluate_import(rt, frame, NAME_OPERAND(), names_wanted, level);
        object_release(rt, names_wanted);
        object_release(rt, level);
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(IMPORT_FROM)
    {
        owned v = evaluate_import_from(rt, TOP(), NAME_OPERAND());
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(IMPORT_STAR)
    {
        owned module = POP();
        int result = evaluate_import_star(rt, frame, module);
        object_release(rt, module);
        if (UNLIKELY(result < 0))
            goto error;
        NEXT();
    }

    /* --- exceptions
     * ------------------------------------------------------------------------------- */

    OPERATION(LOAD_ASSERTION_ERROR)
    {
        PUSH(&exception_AssertionError.header);
        NEXT();
    }
    OPERATION(RAISE_VARARGS)
    {
        owned cause = argument == 2 ? POP() : NULL;
        owned exception = argument >= 1 ? POP() : NULL;
        if (evaluate_raise(rt, exception, cause))
            goto unwind;
        goto error;
    }
    OPERATION(RERAISE)
    {
        if (argument) {
            borrowed instruction = PEEK(argument + 1);
            frame->pc = frame->code->instructions + int_untag(instruction);
        }
        exception_restore(rt, POP());
        goto unwind;
    }
    OPERATION(PUSH_EXC_INFO)
    {
        struct exception_state *state = rt->handled;
        borrowed exception = TOP();
        owned previous = slot_take(rt, state->holder, &state->value);
        TOP() = previous ? previous : NONE;
        slot_copy(rt, state->holder, &state->value, exception);
        PUSH(exception);
        NEXT();
    }
    OPERATION(POP_EXCEPT)
    {
        struct exception_state *state = rt->handled;
        owned previous = POP();
        slot_set(rt, state->holder, &state->value, previous == NONE ? NULL : previous);
        NEXT();
    }
    OPERATION(CHECK_EXC_MATCH)
    {
        owned type = POP();
        int result = exception_matches_any(rt, TOP(), type);
        object_release(rt, type);
        if (UNLIKELY(result < 0))
            goto error;
        PUSH(result ? &bool_true : &bool_false);
        NEXT();
    }
    OPERATION(BEFORE_WITH)
    {
        borrowed manager = TOP();
        owned enter;
        owned exit;
        if (UNLIKELY(evaluate_find_context(rt, manager, &enter, &exit) < 0))
            goto error;
        TOP() = exit;
        object_release(rt, manager);
        owned entered = object_call_none(rt, enter);
        object_release(rt, enter);
        if (UNLIKELY(!entered))
            goto error;
        PUSH(entered);
        NEXT();
    }
    OPERATION(WITH_EXCEPT_START)
    {
        owned v = evaluate_exit_context(rt, PEEK(4), TOP());
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }

    /* --- match
     * ------------------------------------------------------------------------------------ */

    OPERATION(GET_LEN)
    {
        int64_t length = object_length(rt, TOP());
        if (UNLIKELY(length < 0))
            goto error;
        PUSH(int_tag(length));
        NEXT();
    }
    OPERATION(MATCH_MAPPING)
    {
        borrowed v = evaluate_is_mapping(rt, TOP()) ? &bool_true : &bool_false;
        PUSH(v);
        NEXT();
    }
    OPERATION(MATCH_SEQUENCE)
    {
        borrowed v = evaluate_is_sequence(rt, TOP()) ? &bool_true : &bool_false;
        PUSH(v);
        NEXT();
    }
    OPERATION(MATCH_KEYS)
    {
        owned v = evaluate_match_keys(rt, SECOND(), TOP());
        if (UNLIKELY(!v))
            goto error;
        PUSH(v);
        NEXT();
    }
    OPERATION(MATCH_CLASS)
    {
        owned names_wanted = POP();
        owned type = POP();
        borrowed subject = TOP();
        owned v = evaluate_match_class(rt, subject, type, argument, names_wanted);
        object_release(rt, names_wanted);
        object_release(rt, type);
        if (UNLIKELY(!v))
            goto error;
        TOP() = v;
        object_release(rt, subject);
        NEXT();
    }

    /* --- a frame begins or goes on
     * ---------------------------------------------------------------- */

start_frame:
    sp = STACK_BASE();
    pc = frame->pc;
    if (UNLIKELY(!enter_frame(rt, frame)))
        goto unwind_frame;
    if (UNLIKELY(atomic_load_explicit(&rt->interrupted, memory_order_relaxed)) &&
        evaluate_interrupt(rt) < 0) {
        pc++;
        goto error;
    }
    NEXT();

resume_frame:
    sp = STACK_BASE() + frame->stack_depth;
    pc = frame->pc + ((*frame->pc & 0xff) != OP_YIELD_FROM);
    if (UNLIKELY(!enter_frame(rt, frame)))
        goto unwind_frame;
    NEXT();

    /* --- something was raised
     * --------------------------------------------------------------------- */

unbound:
    evaluate_raise_unbound(rt, frame->code, argument);

error:
    assert(runtime_has_error(rt));
    keyword_names = NULL;
    traceback_add(rt, frame);

unwind : { /* the exception looks for a handler in this frame */
    uint32_t instruction = (uint32_t)(pc - frame->code->instructions) - 1;
    const struct code_handler *handler = evaluate_find_handler(frame->code, instruction);
    if (!handler)
        goto unwind_frame;
    borrowed *floor = STACK_BASE() + handler->depth;
    while (sp > floor)
        object_release_maybe(rt, POP());
    if (handler->push_last)
        PUSH(int_tag((int64_t)frame_instruction(frame)));
    PUSH(exception_take(rt));
    JUMP_TO(handler->target);
    NEXT();
}

unwind_frame : { /* it goes on to the caller */
    struct frame *finished = frame;
    bool is_entry = frame->is_entry;
    bool constructs = frame->constructs;
    bool is_generator = frame->generator != NULL;
    while (sp > STACK_BASE())
        object_release_maybe(rt, POP());
    frame = frame->back;
    leave_frame(rt, finished);
    if (is_generator)
        generator_convert_stop(rt);
    if (is_entry) {
        rt->site = site_outside;
        return NULL;
    }
    pc = frame->pc + 1;
    sp = STACK_BASE() + frame->stack_depth;
    if (constructs) {
        size_t count = *frame->pc >> 8;
        object_release(rt, POP());
        sp -= count + 2;
        drop_constructor_call(rt, sp, count);
    }
    goto error;
}
}

#pragma GCC diagnostic pop
