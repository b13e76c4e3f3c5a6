/* Callables that are not Python functions: native functions, bound methods, and the descriptors
 * property, classmethod, staticmethod; and cells. */
#ifndef RUNTIME_TYPES_CALLABLE_H
#define RUNTIME_TYPES_CALLABLE_H

#include "runtime/core/type.h"

extern struct type native_function_type;         /* builtin_function_or_method: len, [].append */
extern struct type method_descriptor_type;       /* list.append: unbound, checks the type of self */
extern struct type class_method_descriptor_type; /* dict.fromkeys: binds to the class */
extern struct type slot_wrapper_type;            /* object.__init__: a slot as a function */
extern struct type method_wrapper_type;          /* [].__len__: a slot wrapper bound to an object */
extern struct type attribute_descriptor_type;    /* getset_descriptor, from native_attribute */
extern struct type member_descriptor_type;       /* a field of __slots__ */
extern struct type method_type;                  /* bound method */
extern struct type property_type;
extern struct type class_method_type;
extern struct type static_method_type;
extern struct type cell_type;

struct native { /* native_function_type and method_descriptor_type */
    struct object header;
    const struct native_method *method; /* static */
    borrowed self;                      /* held; NULL: a plain function */
    borrowed module;                    /* str, held, or NULL: its __module__ */
    struct type *owner; /* of a method descriptor: the type whose method it is; not held */
};

struct method {
    struct object header;
    borrowed function; /* held */
    borrowed self;     /* held */
};

struct cell {
    struct object header;
    borrowed content; /* held; NULL: empty */
};

struct attribute_descriptor {
    struct object header;
    const struct native_attribute *attribute; /* static */
    struct type *owner;                       /* held where it is a class */
};

struct member_descriptor {
    struct object header;
    borrowed name;      /* interned str */
    struct type *owner; /* the class with these __slots__; held */
    size_t offset;      /* of the field in the block of its instances */
};

owned native_new(struct runtime *rt, const struct native_method *method, borrowed self,
                 borrowed module);
owned native_new_descriptor(struct runtime *rt, const struct native_method *method,
                            struct type *owner); /* immortal */
/* For a built-in type (then immortal) or a class. */
owned attribute_descriptor_new(struct runtime *rt, const struct native_attribute *attribute,
                               struct type *owner);
owned member_descriptor_new(struct runtime *rt, borrowed name, struct type *owner, size_t offset);
owned method_new(struct runtime *rt, borrowed function, borrowed self);
owned cell_new(struct runtime *rt, owned content); /* content may be NULL; stolen */
owned static_method_new(struct runtime *rt, borrowed callable);
owned class_method_new(struct runtime *rt, borrowed callable);
owned static_method_new_immortal(borrowed callable); /* of an immortal one: for built-in types */

#endif
