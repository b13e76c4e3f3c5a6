/* Classes: type objects at run time. `object`, `type`, class statements, super, isinstance's
 * ground. */
#ifndef RUNTIME_TYPES_CLASS_H
#define RUNTIME_TYPES_CLASS_H

#include "runtime/core/type.h"

extern struct type object_type_; /* the class `object` */
extern struct type type_type;    /* the class `type` */
extern struct type super_type;

static inline bool class_check(borrowed v) /* is v a type or class? */
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_TYPE);
}

/* type(name, bases, namespace): C3 order, __slots__, __set_name__, __init_subclass__(**keywords).
 */
owned class_new(struct runtime *rt, struct type *metatype, borrowed name, borrowed bases,
                borrowed namespace, const borrowed *keyword_values, borrowed keyword_names);

/* __build_class__'s part after the body has run: picks the metaclass and calls it. */
struct type *class_best_metatype(struct runtime *rt, struct type *metatype,
                                 borrowed bases); /* NULL: TypeError */

/* For the interpreter: is type's call exactly the default one (new, then init)? And a class whose
 * instances get __init__ from Python: the function, borrowed, or NULL. */
bool class_has_plain_new(struct type *type);

/* An instance without calling __init__: object.__new__(type). */
owned class_instance_new(struct runtime *rt, struct type *type);

/* Every attribute name of v, sorted: dir(v). A list. */
owned class_dir(struct runtime *rt, borrowed v);

/* The weak reference types, made ready with the others. */
extern struct type weakref_type; /* weakref.ref, 'weakref.ReferenceType' */
extern struct type weak_proxy_type;
extern struct type weak_callable_proxy_type;

#endif
