/* One interpreter: everything that a running program shares, passed down as `rt`.
 *
 * Several can live in one process; none shares anything with another but immortal objects and
 * built-in types, which never change after runtime_new.
 */
#ifndef RUNTIME_CORE_STATE_H
#define RUNTIME_CORE_STATE_H

#include "base/error.h"

#include <stdatomic.h>
#include <stdint.h>

struct object;
struct type;
struct frame;
struct gc;
struct pools;
struct weak_table;
struct ledger;
struct interpreter;
struct recorder_lane;
struct exception_state;

struct runtime {
    struct recorder_lane *lane;   /* NULL: nothing is recorded */
    uint32_t site;                /* site.id of what is executing now; 0 unknown */
    struct object *error;         /* the exception being raised, an instance, in flight; NULL: none */
    struct exception_state *handled; /* the exceptions being handled, innermost first (exception.h) */
    struct type *tagged_types[4]; /* the type of a tagged reference, by its low two bits */
    struct frame *frame;          /* the innermost running frame; borrowed */
    uint32_t depth;               /* nested evaluations and native calls that may recurse */
    uint32_t depth_limit;         /* sys.setrecursionlimit */
    _Atomic bool interrupted;     /* a signal asks for KeyboardInterrupt */
    uint32_t int_digit_limit;     /* sys.set_int_max_str_digits; 0: none */
    uint32_t type_version;        /* the last version given to a type (type.h) */
    struct gc *gc;                /* core/gc.c */
    struct pools *pools;          /* core/pool.c */
    struct weak_table *weak;      /* core/weakref.c */
    struct ledger *ledger;        /* core/ledger.c: numbers of types, sites, texts, roots */
    struct interpreter *interpreter; /* python/interpreter.h: modules, builtins, options */

    /* What core needs of the floors above it, set by them. */
    void (*raise_memory_error)(struct runtime *rt);
    /* Prints rt->error as CPython's `Exception ignored in: …` and drops it. `where` may be NULL. */
    void (*report_unraisable)(struct runtime *rt, struct object *where);
};

static inline bool runtime_has_error(const struct runtime *rt)
{
    return rt->error != NULL;
}

#endif
