/* An object of the runtime: what a reference is, and how references are counted.
 *
 * A reference is one word. Its two low bits say what it is:
 *
 *     …xxx1   an int of 63 bits                       (no object of the ledger)
 *     …xx10   a float whose exponent is not extreme   (no object of the ledger)
 *     …xx00   the address of a struct object
 *
 * Ownership. `borrowed` is a reference that somebody else holds; `owned` is one that the function
 * receives (parameter: stolen, even on failure) or gives away (result: new). Every owned C value is
 * held IN FLIGHT; storing it in an object moves it to that object with slot_set. So each count has
 * one holder, and the holder is the object whose `traverse` visits the pointer.
 *
 * Invariants.
 *  1. count = number of open references. At 0 the object dies at once (object_dispose).
 *  2. Immortal objects (count >= OBJECT_IMMORTAL) are neither counted nor recorded.
 *  3. A holder's traverse visits exactly the references that it holds, each as often as it holds
 * it.
 *  4. An object is tracked by the collector only while all its fields are valid to traverse.
 */
#ifndef RUNTIME_CORE_OBJECT_H
#define RUNTIME_CORE_OBJECT_H

#include "runtime/core/ledger.h"
#include "runtime/core/state.h"

#include <stdint.h>
#include <string.h>

struct type;

struct object {
    uint32_t count;    /* strong references */
    uint32_t gc_index; /* place in the collector's tables; 0: not tracked */
    struct type *type; /* held by the object where the type is a heap type */
    uint64_t number;   /* low 48 bits: the oid, signed (roots are negative); high 16: object_flag */
};

typedef struct object *borrowed;
typedef struct object *owned;

#define OBJECT_IMMORTAL UINT32_C(0x40000000)
#define IN_FLIGHT       ((const struct object *)0)

enum object_flag {
    OBJECT_FINALIZED = 1 << 0, /* its finalizer ran: never again */
    OBJECT_FROZEN = 1 << 1,    /* in the permanent generation */
    OBJECT_DYING = 1 << 2,     /* object_dispose is at work on it */
    OBJECT_HAS_WEAK = 1 << 3,  /* the table of weak references has an entry for it */
    OBJECT_LARGE = 1 << 4,     /* its block is too large for the pools */
    /* bits 8 to 15 belong to the collector */
};

/* Static initialiser of the header of an immortal object. */
#define OBJECT_STATIC(type_address)                                                                \
    {                                                                                              \
        OBJECT_IMMORTAL, 0, (type_address), 0                                                      \
    }

static inline bool object_is_pointer(borrowed v)
{
    return ((uintptr_t)v & 3) == 0;
}

/* Is v a pointer to an object whose references are counted? v must not be NULL. */
static inline bool object_is_counted(borrowed v)
{
    return object_is_pointer(v) && v->count < OBJECT_IMMORTAL;
}

static inline struct type *object_type(struct runtime *rt, borrowed v)
{
    return object_is_pointer(v) ? v->type : rt->tagged_types[(uintptr_t)v & 3];
}

/* The oid of an object, 0 IN_FLIGHT, negative for a root. */
static inline int64_t object_number(const struct object *holder)
{
    return holder ? (int64_t)(holder->number << 16) >> 16 : 0;
}

static inline bool object_has_flag(borrowed v, enum object_flag flag)
{
    return (v->number >> 48 & flag) != 0;
}

static inline void object_set_flag(borrowed v, enum object_flag flag)
{
    v->number |= (uint64_t)flag << 48;
}

static inline void object_clear_flag(borrowed v, enum object_flag flag)
{
    v->number &= ~((uint64_t)flag << 48);
}

/* --- counting --------------------------------------------------------------------------------- */

/* The count of v fell to 0: finalizer, weak references, its own references, its memory. */
void object_dispose(struct runtime *rt, borrowed v) __attribute__((noinline));

static inline void object_incref(struct runtime *rt, borrowed v, const struct object *holder)
{
    if (!object_is_counted(v))
        return;
    v->count++;
    if (UNLIKELY(rt->lane != NULL))
        ledger_incref(rt, v, holder);
}

static inline void object_decref(struct runtime *rt, borrowed v, const struct object *holder)
{
    if (!object_is_counted(v))
        return;
    if (UNLIKELY(rt->lane != NULL))
        ledger_decref(rt, v, holder);
    if (--v->count == 0)
        object_dispose(rt, v);
}

/* The reference that `from` holds is now held by `to`; the count stays. */
static inline void object_move(struct runtime *rt, borrowed v, const struct object *from,
                               const struct object *to)
{
    if (UNLIKELY(rt->lane != NULL) && object_is_counted(v))
        ledger_move(rt, v, from, to);
}

/* A new reference in flight to what the caller borrows. */
static inline owned object_retain(struct runtime *rt, borrowed v)
{
    object_incref(rt, v, IN_FLIGHT);
    return v;
}

/* Ends a reference in flight. */
static inline void object_release(struct runtime *rt, owned v)
{
    object_decref(rt, v, IN_FLIGHT);
}

/* As object_release; NULL is fine. */
static inline void object_release_maybe(struct runtime *rt, owned v)
{
    if (v)
        object_release(rt, v);
}

/* --- slots: a field of `holder` that stores one reference or NULL ----------------------------- */

/* Steals `value` (may be NULL) into the slot; what was there is released afterwards, so that the
 * slot is valid when finalizers run. */
static inline void slot_set(struct runtime *rt, const struct object *holder, borrowed *slot,
                            owned value)
{
    borrowed old = *slot;
    if (value)
        object_move(rt, value, IN_FLIGHT, holder);
    *slot = value;
    if (old)
        object_decref(rt, old, holder);
}

/* As slot_set with a reference that the caller only borrows. */
static inline void slot_copy(struct runtime *rt, const struct object *holder, borrowed *slot,
                             borrowed value)
{
    borrowed old = *slot;
    if (value)
        object_incref(rt, value, holder);
    *slot = value;
    if (old)
        object_decref(rt, old, holder);
}

static inline void slot_clear(struct runtime *rt, const struct object *holder, borrowed *slot)
{
    borrowed old = *slot;
    *slot = NULL;
    if (old)
        object_decref(rt, old, holder);
}

/* Takes the reference out of the slot, in flight; NULL where it was empty. */
static inline owned slot_take(struct runtime *rt, const struct object *holder, borrowed *slot)
{
    borrowed old = *slot;
    *slot = NULL;
    if (old)
        object_move(rt, old, holder, IN_FLIGHT);
    return old;
}

/* A new reference in flight to what is in the slot; NULL where it is empty. */
static inline owned slot_get(struct runtime *rt, const borrowed *slot)
{
    return *slot ? object_retain(rt, *slot) : NULL;
}

/* --- birth and death -------------------------------------------------------------------------- */

/* A new object of `type`: block_size bytes from the pools (at least type->size), zeroed behind the
 * header, count 1 in flight, not yet tracked (call gc_track when its fields are valid), but for a
 * TYPE_BORN_TRACKED one.
 * `reported_size` is what sys.getsizeof says. An instance of a heap type takes a reference to its
 * type. May collect first where the type is TYPE_TRACKED. NULL with MemoryError raised. */
owned object_new(struct runtime *rt, struct type *type, size_t block_size,
                 size_t reported_size) MUST_CHECK;

/* As object_new, but immortal and from the system's allocator; never collects, never NULL. */
owned object_new_immortal(struct type *type, size_t block_size);

void tracing_resized(struct runtime *rt, const struct object *object, size_t reported_size);

/* The object's reported size has changed (a list grew). */
static inline void object_resized(struct runtime *rt, borrowed v, size_t reported_size)
{
    if (UNLIKELY(rt->lane != NULL) && v->count < OBJECT_IMMORTAL)
        ledger_resize(rt, v, reported_size);
    if (UNLIKELY(rt->tracing != NULL))
        tracing_resized(rt, v, reported_size);
}

#endif
