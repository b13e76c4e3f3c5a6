/* Doing things to objects of any type: the slots of a type behind the checks and messages of
 * CPython.
 *
 * Results are owned; int results are 1, 0 or -1 with an error raised.
 */
#ifndef RUNTIME_TYPES_PROTOCOL_H
#define RUNTIME_TYPES_PROTOCOL_H

#include "runtime/core/type.h"

owned object_get_attribute(struct runtime *rt, borrowed v, borrowed name);
/* As above, but absent is NULL without an error. */
owned object_find_attribute(struct runtime *rt, borrowed v, borrowed name);
owned object_get_attribute_text(struct runtime *rt, borrowed v, const char *name);
int object_set_attribute(struct runtime *rt, borrowed v, borrowed name,
                         borrowed value); /* NULL deletes */

/* The slots that most types use. */
owned object_generic_get_attribute(struct runtime *rt, borrowed v, borrowed name);
int object_generic_set_attribute(struct runtime *rt, borrowed v, borrowed name, borrowed value);

/* The special method `name` (an interned str) of v's type, bound to v (never looked up in the
 * instance); NULL without an error if absent. */
owned object_find_special(struct runtime *rt, borrowed v, borrowed name);

owned object_call(struct runtime *rt, borrowed callable, const borrowed *arguments,
                  size_t positional, borrowed names);
owned object_call_none(struct runtime *rt, borrowed callable);
owned object_call_one(struct runtime *rt, borrowed callable, borrowed argument);
/* callable(*arguments, **keywords); keywords: dict or NULL. */
owned object_call_unpacked(struct runtime *rt, borrowed callable, borrowed arguments,
                           borrowed keywords);
/* v.name(*arguments) */
owned object_call_method(struct runtime *rt, borrowed v, borrowed name, const borrowed *arguments,
                         size_t count);
bool object_is_callable(struct runtime *rt, borrowed v);

owned object_repr(struct runtime *rt, borrowed v);                           /* a str */
owned object_str(struct runtime *rt, borrowed v);                            /* a str */
owned object_format(struct runtime *rt, borrowed v, borrowed specification); /* format(); a str */
int object_hash(struct runtime *rt, borrowed v, int64_t *hash);              /* 0, or -1 */

owned object_compare(struct runtime *rt, borrowed left, borrowed right, enum compare operation);
/* Identity first, then ==, as containers compare. */
int object_is_equal(struct runtime *rt, borrowed left, borrowed right);
int object_is_less(struct runtime *rt, borrowed left, borrowed right);
int object_is_true(struct runtime *rt, borrowed v);

owned object_iterate(struct runtime *rt, borrowed v);     /* iter(v) */
owned object_next(struct runtime *rt, borrowed iterator); /* NULL without an error: exhausted */
/* The length, or the hint of __length_hint__, or `otherwise`; -1: error. */
int64_t object_length_hint(struct runtime *rt, borrowed v, int64_t otherwise);
int64_t object_length(struct runtime *rt, borrowed v); /* -1: error */
owned object_get_item(struct runtime *rt, borrowed v, borrowed key);
int object_set_item(struct runtime *rt, borrowed v, borrowed key,
                    borrowed value); /* value NULL deletes */
int object_contains(struct runtime *rt, borrowed container, borrowed value);

int object_is_instance(struct runtime *rt, borrowed v, borrowed class_or_tuple);
int object_is_subclass(struct runtime *rt, borrowed derived, borrowed class_or_tuple);

/* Arithmetic, with CPython's dispatch and messages (number.c). */
owned object_binary(struct runtime *rt, borrowed left, borrowed right, enum binary operation);
owned object_in_place(struct runtime *rt, borrowed left, borrowed right, enum binary operation);
owned object_power(struct runtime *rt, borrowed base, borrowed exponent,
                   borrowed modulus); /* modulus: None or int */
owned object_unary(struct runtime *rt, borrowed v, enum unary operation);
owned object_index(struct runtime *rt, borrowed v); /* operator.index: an int */
/* An index as a C number; clipped to int64 where `clip`, else OverflowError becomes IndexError. */
int object_index_number(struct runtime *rt, borrowed v, int64_t *number, bool clip);

/* sys.getsizeof: with the collector's header of 16 bytes for tracked types, as CPython counts. */
size_t object_reported_size(struct runtime *rt, borrowed v);

/* Enters a native call that may recurse; false with RecursionError raised at the limit. */
bool protocol_enter(struct runtime *rt, const char *where) MUST_CHECK;
static inline void protocol_leave(struct runtime *rt)
{
    rt->depth--;
}

/* Where CPython nests native calls without counting them (the hash of a tuple of tuples of …, an
 * iterator over an iterator over …), so may a program here, as far as the stack of the thread goes.
 * False with RecursionError raised when it is nearly used up. */
extern _Thread_local const char *protocol_stack_limit;
bool protocol_find_stack_limit(struct runtime *rt);
static inline bool protocol_has_stack(struct runtime *rt)
{
    return LIKELY((const char *)__builtin_frame_address(0) > protocol_stack_limit) ||
           protocol_find_stack_limit(rt);
}

/* repr of a container that holds itself: 1 already being printed, 0 entered, -1 error. */
int protocol_repr_enter(struct runtime *rt, borrowed v);
void protocol_repr_leave(struct runtime *rt, borrowed v);

#endif
