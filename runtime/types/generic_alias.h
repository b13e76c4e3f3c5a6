/* list[int]: a built-in class with type arguments, as annotations write it. */
#ifndef RUNTIME_TYPES_GENERIC_ALIAS_H
#define RUNTIME_TYPES_GENERIC_ALIAS_H

#include "runtime/core/type.h"
#include "runtime/types/str.h"

extern struct type generic_alias_type;

struct generic_alias {
    struct object header;
    borrowed origin;    /* held: the class */
    borrowed arguments; /* held: a tuple */
};

owned generic_alias_new(struct runtime *rt, borrowed origin,
                        borrowed item); /* item: one, or a tuple */

/* Writes a class as an annotation writes it: int, collections.deque, ... */
int generic_alias_write_part(struct runtime *rt, struct str_builder *text, borrowed v);

/* The class method __class_getitem__ of every class that can be written so. */
owned generic_alias_of_class(struct runtime *rt, borrowed self, const borrowed *arguments,
                             size_t positional, borrowed names);
#define GENERIC_ALIAS_METHOD                                                                       \
    {                                                                                              \
        "__class_getitem__", generic_alias_of_class, NATIVE_CLASS, "See PEP 585"                   \
    }

#endif
