/* One interpreter: everything that a running program shares, passed down as `rt`.
 *
 * Several can live in one process; none shares anything with another but immortal objects and
 * built-in types, which never change after runtime_new.
 */
#ifndef RUNTIME_CORE_STATE_H
#define RUNTIME_CORE_STATE_H

#include "base/error.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct runtime;
struct object;
struct type;
struct frame;
struct gc;
struct pools;
struct weak_table;
struct ledger;
struct interpreter;
struct recorder_lane;
struct disposal;
struct type_cache;
struct printing;
struct tracing;

struct label_text {   /* what an edge of a snapshot is called */
    const char *text; /* borrowed from the name object, or `buffer` */
    size_t size;
    bool fixed;   /* the name is an immortal object: its address stands for its text */
    bool is_text; /* the name is a str; else the text is how it is written, shortened */
    char buffer[96];
};

struct content_text { /* what a str or bytes says, for finding those that are equal */
    uint64_t hash;    /* the same for equal ones */
    size_t size;      /* bytes of text */
    char text[64];    /* how it begins; no NUL */
};

/* What core asks of the types, which it does not know. One constant table (types/services.c). */
struct services {
    /* The value of an interned name in a dict, borrowed; NULL if absent. Calls nothing. */
    struct object *(*find_name)(struct object *dict, struct object *name);
    /* type_ready's part that needs tuples, dicts and descriptors. */
    void (*complete_type)(struct runtime *rt, struct type *type);
    /* Raises TypeError: cannot create weak reference to '…' object. */
    void (*raise_unreferenceable)(struct runtime *rt, struct object *target);
    /* callback(reference); what it raises is reported. */
    void (*call_weak_callback)(struct runtime *rt, struct object *callback,
                               struct object *reference);
    /* An exact tuple or dict that holds nothing that could be in a cycle. */
    bool (*is_atomic)(struct object *v);
    /* gc.garbage.append(v); makes the list where it is not there yet. */
    void (*append_garbage)(struct runtime *rt, struct object *v);
    /* Calls each of gc.callbacks with ("start" or "stop", {"generation": …}). */
    void (*call_collector_callbacks)(struct runtime *rt, const char *phase, int generation,
                                     int64_t collected, int64_t uncollectable);
    /* The text of an attribute name or a dict key; calls nothing. */
    void (*label_text)(struct object *name, struct label_text *label);
    /* The contents of a str or bytes; false for anything else. Calls nothing. */
    bool (*content_text)(struct object *v, struct content_text *content);
};
struct exception_state;

struct runtime {
    struct recorder_lane *lane; /* NULL: nothing is recorded */
    uint32_t site;              /* site.id of what is executing now; 0 unknown */
    struct object *error;       /* the exception being raised, an instance, in flight; NULL: none */
    struct exception_state
        *handled;                  /* the exceptions being handled, innermost first (exception.h) */
    struct type *tagged_types[4];  /* the type of a tagged reference, by its low two bits */
    struct frame *frame;           /* the innermost running frame; borrowed */
    uint32_t depth;                /* nested evaluations and native calls that may recurse */
    uint32_t depth_limit;          /* sys.setrecursionlimit */
    _Atomic bool interrupted;      /* the evaluator is to look up: Ctrl-C, or a thread that waits */
    _Atomic bool signalled;        /* a signal came that the program handles, such as Ctrl-C */
    bool is_raising_memory_error;  /* its exception is being made */
    uint32_t int_digit_limit;      /* sys.set_int_max_str_digits; 0: none */
    uint32_t type_version;         /* the last version given to a type (type.h) */
    struct gc *gc;                 /* core/gc.c */
    struct tracing *tracing;       /* core/tracing.c; NULL: off */
    struct pools *pools;           /* core/pool.c */
    struct weak_table *weak;       /* core/weakref.c */
    struct ledger *ledger;         /* core/ledger.c: numbers of types, sites, texts, roots */
    struct disposal *disposal;     /* core/object.c: dead objects that wait for their turn */
    struct type_cache *type_cache; /* core/type.c */
    struct printing *printing;     /* types/protocol_value.c: containers whose repr is being made */
    const struct services
        *services; /* set by services_connect, before the first type is made ready */
    struct interpreter *interpreter; /* python/interpreter.h: modules, builtins, options */

    /* What core needs of the floors above it, set by them. */
    void (*raise_memory_error)(struct runtime *rt);
    /* Prints rt->error as CPython's `Exception ignored in: …` and drops it. `where` may be NULL. */
    void (*report_unraisable)(struct runtime *rt, struct object *where);
    /* super() without arguments: the class (from the cell __class__) and the first argument of the
     * running function, both borrowed. False with RuntimeError raised. Set by the evaluator. */
    bool (*find_super)(struct runtime *rt, struct object **type, struct object **self);
    /* __name__ of the globals of the running function, borrowed; NULL: there is none. Set by the
     * evaluator. */
    struct object *(*caller_module)(struct runtime *rt);
    /* `operation` ("encode", "decode") of an encoding that the types do not know themselves, by the
     * codecs that the program can import. A str or bytes; NULL with LookupError or another raised.
     * Set by the interpreter. */
    struct object *(*call_codec)(struct runtime *rt, const char *operation, struct object *v,
                                 const char *encoding, const char *errors);
    /* Calls visit for each reference that a named root (an enum root) holds, ROOT_GARBAGE excepted;
     * `name` is a C string. Set by the interpreter. */
    void (*each_root)(struct runtime *rt,
                      void (*visit)(void *context, int root, struct object *v, const char *name),
                      void *context);
};

/* The memory model of an interpreter, empty: pools, collector, weak references, ledger. `lane` may
 * be NULL. The caller connects the floors above (services_connect, the hooks) and makes types
 * ready. */
struct runtime *state_new(struct recorder_lane *lane);

/* Gives back all memory of objects, dead or alive, without running anything of theirs. */
void state_free(struct runtime *rt);

static inline bool runtime_has_error(const struct runtime *rt)
{
    return rt->error != NULL;
}

#endif
