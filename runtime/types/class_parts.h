/* What the files that make up classes share (class*.c). */
#ifndef RUNTIME_TYPES_CLASS_PARTS_H
#define RUNTIME_TYPES_CLASS_PARTS_H

#include "runtime/types/class.h"

/* type_ready's part above core: bases, mro, and a dict with descriptors for all that the type has.
 */
void class_complete_builtin(struct runtime *rt, struct type *type);

/* type.__instancecheck__ and __subclasscheck__ */
int class_is_instance(struct runtime *rt, borrowed v, borrowed class);
int class_is_subclass(struct runtime *rt, borrowed derived, borrowed class);

/* A new, sorted list of what an iterable gives. */
owned class_sorted(struct runtime *rt, borrowed iterable);

/* --- special methods (class_slots.c) ---------------------------------------------------------- */

/* Sets every slot of a class by what its special methods are now. */
void class_update_slots(struct runtime *rt, struct type *type);

/* `name` of the class has changed: its slots and those of its subclasses follow. */
void class_update_slot(struct runtime *rt, struct type *type, borrowed name);

/* __new__ of every built-in type: a native function with this method, and the type as self. */
extern const struct native_method class_new_method;

/* Puts the slot wrappers of a built-in type into its dict. */
void class_add_wrappers(struct runtime *rt, struct type *type);

/* --- order (class_order.c) -------------------------------------------------------------------- */

/* The C3 linearisation over the bases: an array, owned. NULL with TypeError raised.
 */
struct type **class_make_order(struct runtime *rt, struct type *type, borrowed bases,
                               uint32_t *count);

/* --- bases (class_bases.c) -------------------------------------------------------------------- */

/* The base whose layout contains those of all others. NULL with TypeError raised. */
struct type *class_best_base(struct runtime *rt, borrowed bases);

/* Have instances of both the same fields at the same places? False with TypeError raised, which
 * names the attribute that is assigned. */
bool class_check_layout(struct runtime *rt, const struct type *old, const struct type *new,
                        const char *attribute);

/* Gives a class its order and __mro__: C3 over its bases, or what its metaclass's mro() says. */
int class_set_order(struct runtime *rt, struct type *type);

/* Is `base` one of the direct bases of `type`? */
bool class_has_base(const struct type *type, const struct type *base);

/* type.__bases__ = value */
int class_set_bases(struct runtime *rt, borrowed v, borrowed value);

/* --- attributes (class_attributes.c) ---------------------------------------------------------- */

owned class_get_attribute(struct runtime *rt, borrowed class, borrowed name);
int class_set_attribute(struct runtime *rt, borrowed class, borrowed name, borrowed value);
owned class_get_dict(struct runtime *rt, borrowed v); /* v.__dict__ of an instance */
int class_set_dict(struct runtime *rt, borrowed v, borrowed value);
/* The methods __dir__ of type and object. */
owned class_dir_of_type(struct runtime *rt, borrowed v, const borrowed *arguments,
                        size_t positional, borrowed argument_names);
owned class_dir_of_object(struct runtime *rt, borrowed v, const borrowed *arguments,
                          size_t positional, borrowed argument_names);
extern const struct native_attribute class_type_attributes[];
extern const struct native_method class_type_methods[];

#endif
