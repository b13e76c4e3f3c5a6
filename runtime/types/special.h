/* Special methods: which slot each stands for, and how each is called. */
#ifndef RUNTIME_TYPES_SPECIAL_H
#define RUNTIME_TYPES_SPECIAL_H

#include "runtime/core/type.h"

enum special_kind { /* the signature of the slot, and how a special method's arguments map to it */
                    SPECIAL_UNARY,
                    SPECIAL_BINARY,       /* slot(self, argument) */
                    SPECIAL_REFLECTED,    /* slot(argument, self) */
                    SPECIAL_POWER_MODULO, /* no method of its own: __pow__ with three arguments */
                    SPECIAL_HASH,
                    SPECIAL_CALL,
                    SPECIAL_INIT,
                    SPECIAL_FINALIZE,
                    SPECIAL_HOOK, /* __getattr__: only classes have it */
                    SPECIAL_GET_ATTRIBUTE,
                    SPECIAL_SET_ATTRIBUTE,
                    SPECIAL_DELETE_ATTRIBUTE,
                    SPECIAL_COMPARE,
                    SPECIAL_DESCRIPTOR_GET,
                    SPECIAL_DESCRIPTOR_SET,
                    SPECIAL_DESCRIPTOR_DELETE,
                    SPECIAL_NEXT,
                    SPECIAL_LENGTH,
                    SPECIAL_SET_ITEM,
                    SPECIAL_DELETE_ITEM,
                    SPECIAL_CONTAINS,
                    SPECIAL_BOOL,
};

typedef void (*special_slot)(void); /* any slot; cast to its kind before it is called */

struct special {
    const borrowed *name; /* in `names` */
    enum special_kind kind;
    size_t offset;        /* of the slot in struct type */
    special_slot generic; /* for classes: calls the method */
};

extern const struct special specials[]; /* ends with a NULL name */

static inline special_slot *special_slot_of(const struct special *special, const struct type *type)
{
    return (special_slot *)(void *)((char *)(uintptr_t)type + special->offset);
}

/* The comparison that a name of kind SPECIAL_COMPARE stands for. */
enum compare special_comparison(const struct special *special);

/* The generic slot of __new__, which is no special method of the instance. */
owned special_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                  size_t positional, borrowed argument_names);

struct slot_wrapper { /* object.__init__, list.__len__: immortal */
    struct object header;
    const struct special *special;
    struct type *owner; /* a built-in type, whose slot is called */
};

owned slot_wrapper_new(const struct special *special, struct type *owner);

#endif
