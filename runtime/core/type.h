/* A type: the slots through which everything is done to its objects.
 *
 * Built-in types are static, immortal structs, completed once by type_ready. Classes (heap types)
 * are objects of the ledger. A slot that is NULL is inherited from the base when the type is made
 * ready; for a class, a slot whose special method is defined in Python calls that method.
 *
 * Conventions of all slots: arguments are borrowed, results owned in flight; failure is NULL, -1 or
 * false with rt->error set. NotImplemented is a result like any other.
 */
#ifndef RUNTIME_CORE_TYPE_H
#define RUNTIME_CORE_TYPE_H

#include "runtime/core/object.h"

#include <stddef.h>

/* Called for each reference that an object holds. `name` is an index for EDGE_INDEX, a C string for
 * EDGE_INTERNAL, else the key or name object (borrowed, may be tagged). Not 0 stops the traversal.
 */
typedef int (*visit_function)(void *context, borrowed referent, enum edge_label label,
                              uintptr_t name);

/* A native function. `names` is NULL or a tuple of str: the names of the last arguments, which
 * stand behind the `positional` ones. The caller keeps all arguments alive. */
typedef owned (*native_function)(struct runtime *rt, borrowed self, const borrowed *arguments,
                                 size_t positional, borrowed names);

enum compare { COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_NE, COMPARE_GT, COMPARE_GE };

enum binary {
    BINARY_ADD,
    BINARY_SUBTRACT,
    BINARY_MULTIPLY,
    BINARY_TRUE_DIVIDE,
    BINARY_FLOOR_DIVIDE,
    BINARY_REMAINDER,
    BINARY_POWER,
    BINARY_LSHIFT,
    BINARY_RSHIFT,
    BINARY_AND,
    BINARY_OR,
    BINARY_XOR,
    BINARY_MATRIX_MULTIPLY,
    BINARY_DIVMOD,
    BINARY_COUNT
};

enum unary { UNARY_NEGATIVE, UNARY_POSITIVE, UNARY_INVERT, UNARY_ABSOLUTE, UNARY_COUNT };

struct native_method { /* a NULL name ends a table */
    const char *name;
    native_function function;
    int flags;       /* enum native_flag */
    const char *doc; /* or NULL */
};

enum native_flag { NATIVE_PLAIN = 0, NATIVE_STATIC = 1, NATIVE_CLASS = 2 };

struct exported_memory { /* memory that an object gives to others to read, and to write where it
                            says so */
    void *data;          /* never NULL */
    size_t size;         /* bytes */
    size_t item_size;    /* bytes */
    const char *format;  /* of one item, as the module struct writes it */
    bool is_readonly;
};

struct native_attribute { /* a computed attribute; a NULL name ends a table */
    const char *name;
    owned (*get)(struct runtime *rt, borrowed self);
    int (*set)(struct runtime *rt, borrowed self,
               borrowed value); /* value NULL deletes; NULL: read-only */
};

enum type_flag {
    TYPE_TRACKED = 1 << 0, /* its objects can be in a cycle: the collector tracks them */
    TYPE_HEAP = 1 << 1,    /* a class: counted, held by its instances */
    TYPE_BASE = 1 << 2,    /* may be subclassed */
    TYPE_READY = 1 << 3,
    TYPE_ABSTRACT = 1 << 4,    /* cannot be instantiated from Python */
    TYPE_METHOD_LIKE = 1 << 5, /* calling it with self first equals calling the bound method */
    TYPE_WEAKREF = 1 << 7,     /* its objects begin with a struct weakref */
    TYPE_PART = 1 << 6, /* a frame of a generator: untracked and held once, it is a part of its
                           holder, and what it holds counts as held by that */
    TYPE_INT = 1 << 8,  /* int or a subclass; likewise below: fast isinstance */
    TYPE_FLOAT = 1 << 9,
    TYPE_STR = 1 << 10,
    TYPE_BYTES = 1 << 11,
    TYPE_TUPLE = 1 << 12,
    TYPE_LIST = 1 << 13,
    TYPE_DICT = 1 << 14,
    TYPE_SET = 1 << 15,          /* set or frozenset */
    TYPE_EXCEPTION = 1 << 16,    /* BaseException */
    TYPE_TYPE = 1 << 17,         /* type: a metaclass */
    TYPE_BORN_TRACKED = 1 << 18, /* a class whose built-in base is not tracked: all that its objects
                                    hold are fields that classes added, empty at birth */
    TYPE_SEQUENCE = 1 << 19,     /* matches sequence patterns, as list and tuple do */
    TYPE_MAPPING = 1 << 20,      /* matches mapping patterns, as dict does */
};

struct type {
    struct object header;
    const char *name;     /* 'list'; of a class: its __name__, owned by the type */
    const char *doc;      /* or NULL */
    size_t size;          /* bytes of a block, without items */
    size_t reported_size; /* sys.getsizeof of an empty object, without what classes add */
    size_t
        added_size; /* bytes that classes add to that: slots, __dict__, room for weak references */
    uint32_t flags; /* enum type_flag */
    uint32_t version; /* changes whenever a lookup in the type could; 0: none given yet */
    uint32_t index;   /* 1, 2, 3 … in order of creation in this process; names it to the ledger */
    uint32_t dict_offset;         /* of the slot of the instance's __dict__ in the block; 0: none */
    uint32_t derived_dict_offset; /* str, bytes, tuple, whose blocks end in items: the field where
                                     instances of classes derived from them keep __dict__; 0: it
                                     goes behind the block */
    bool has_weak_references;     /* its objects can be referenced weakly */
    bool own_order; /* its metaclass's mro() made the order, which may name classes that are no
                       bases */

    struct type *base;        /* best base; NULL only for object */
    struct type *second_base; /* of a built-in type with two bases; or NULL */
    borrowed bases;           /* tuple; held */
    borrowed mro;             /* tuple, begins with the type itself; held */
    borrowed dict;            /* dict of the type's own attributes; held */
    borrowed qualified_name;  /* str of a class; held; NULL for a built-in */
    borrowed module_name;     /* unused by built-ins */
    struct type **order;      /* mro as an array, owned; order_count types, the type itself first
                                 unless own_order; none before a class has its order */
    struct type **subclasses; /* the direct subclasses of a class, oldest first, and the classes
                                 whose own_order names it; owned, not held */
    struct type *const *base_items; /* the base_count items of bases */
    uint32_t base_count;
    uint32_t order_count;
    uint32_t subclass_count;
    borrowed slot_names; /* tuple of str: __slots__ that have a field in the block; held; or NULL */
    const borrowed *slot_items; /* its slot_count items */
    uint32_t slot_count;
    uint32_t slot_offset;   /* of the first such field */
    uint32_t fields_offset; /* of a class: where the block of its built-in base ends; from there to
                               `size` every word is a reference that a class added: a slot, or
                               __dict__ */

    /* memory: of what the built-in type itself has in the block; what classes add to it (slots,
     * __dict__) and the reference to the class are handled by core */
    int (*traverse)(borrowed self, visit_function visit, void *context);
    int (*clear)(struct runtime *rt, borrowed self); /* drops references that may close a cycle */
    void (*dealloc)(struct runtime *rt,
                    borrowed self); /* drops all references and private memory, not the block */
    void (*finalize)(struct runtime *rt,
                     borrowed self); /* may resurrect; leaves rt->error as it was */

    /* behaviour */
    owned (*new)(struct runtime *rt, struct type *type, const borrowed *arguments,
                 size_t positional, borrowed names);
    int (*init)(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                borrowed names);
    native_function call;
    owned (*repr)(struct runtime *rt, borrowed self);
    owned (*str)(struct runtime *rt, borrowed self);
    int (*hash)(struct runtime *rt, borrowed self, int64_t *hash); /* NULL: unhashable */
    owned (*compare)(struct runtime *rt, borrowed self, borrowed other, enum compare operation);
    owned (*get_attribute)(struct runtime *rt, borrowed self, borrowed name);
    int (*set_attribute)(struct runtime *rt, borrowed self, borrowed name,
                         borrowed value); /* NULL deletes */
    owned (*descriptor_get)(struct runtime *rt, borrowed self, borrowed instance,
                            borrowed owner); /* instance may be NULL */
    int (*descriptor_set)(struct runtime *rt, borrowed self, borrowed instance, borrowed value);
    owned (*iterate)(struct runtime *rt, borrowed self);
    owned (*next)(struct runtime *rt, borrowed self); /* NULL without an error: exhausted */

    /* containers */
    int64_t (*length)(struct runtime *rt, borrowed self); /* -1: error */
    owned (*get_item)(struct runtime *rt, borrowed self, borrowed key);
    int (*set_item)(struct runtime *rt, borrowed self, borrowed key,
                    borrowed value); /* NULL deletes */
    int (*contains)(struct runtime *rt, borrowed self, borrowed value);
    size_t (*size_of)(
        struct runtime *rt,
        borrowed self); /* sys.getsizeof without the collector's header; NULL: reported_size */

    /* memory: false: it has none in one piece. While exports are counted, it may not move */
    bool (*get_memory)(borrowed self, struct exported_memory *buffer);
    void (*count_exports)(borrowed self, int change); /* NULL: it never moves */

    /* numbers: binary slots are called with the operands in source order; either may be of this
     * type */
    owned (*binary[BINARY_COUNT])(struct runtime *rt, borrowed left, borrowed right);
    owned (*in_place[BINARY_COUNT])(struct runtime *rt, borrowed left, borrowed right);
    owned (*power_modulo)(struct runtime *rt, borrowed base, borrowed exponent, borrowed modulus);
    owned (*unary[UNARY_COUNT])(struct runtime *rt, borrowed self);
    int (*to_bool)(struct runtime *rt, borrowed self);
    owned (*to_int)(struct runtime *rt, borrowed self);
    owned (*to_float)(struct runtime *rt, borrowed self);
    owned (*to_index)(struct runtime *rt, borrowed self);

    const struct native_method *methods;
    const struct native_attribute *attributes;
};

static inline bool type_has_flag(const struct type *type, enum type_flag flag)
{
    return (type->flags & flag) != 0;
}

/* Completes a built-in type: base, mro, dict with its methods and attributes and slot wrappers,
 * inherited slots. Idempotent. The interpreter calls it once for each built-in type. */
void type_ready(struct runtime *rt, struct type *type);

/* What `name` (an interned str) is in the type or its bases, by mro; borrowed, NULL without an
 * error if absent. Cached by (version, name). */
borrowed type_lookup(struct runtime *rt, struct type *type, borrowed name);

/* The type's attributes have changed: it and its subclasses have no version until the next lookup.
 * A version that is not 0 names one state of one type, for ever: caches compare it and nothing
 * else. */
void type_modified(struct runtime *rt, struct type *type);

bool type_is_subtype(const struct type *type, const struct type *base);

struct type_cache *type_cache_open(void);
void type_cache_close(struct type_cache *cache);

/* The next type.index of this process. */
uint32_t type_next_index(void);

/* Fills the slots of `type` that are NULL from `base`, sizes and inherited flags too. */
void type_inherit(struct type *type, const struct type *base);

/* A class has been made: it is a subclass of its bases and known to the runtime. */
void type_register(struct runtime *rt, struct type *type);
/* The order of a class is this, copied; `own`: the metaclass's mro() made it. */
void type_set_order(struct runtime *rt, struct type *type, struct type *const *order,
                    uint32_t count, bool own);
/* A class dies or loses its bases. */
void type_unregister(struct runtime *rt, struct type *type);
/* The i-th of all living classes, oldest first; NULL behind the last. */
struct type *type_each(struct runtime *rt, size_t i);

/* What the built-in part of the object holds, what classes added, and its class. */
int object_traverse(borrowed v, visit_function visit, void *context);

/* Drops references that may close a cycle. -1 with an error raised. */
int object_clear(struct runtime *rt, borrowed v);

/* The slot of the instance's __dict__; NULL where instances of its type have none. */
static inline borrowed *object_dict_slot(borrowed v)
{
    uint32_t offset = v->type->dict_offset;
    return offset ? (borrowed *)(void *)((char *)v + offset) : NULL;
}

#endif
