/* libruntime: reference-counted objects with a cycle collector, for C programs; every count change
 * is recorded.
 *
 * Order of calls. runtime_start; then objects, holds and releases; runtime_stop. One thread at a
 * time uses a runtime.
 *
 * Ownership, in fixed words. Parameters are borrowed: the caller keeps its reference. A result is
 * `new` where the comment says so: it is held in flight, and the caller ends it with
 * runtime_release, or gives it away; otherwise a result is borrowed from the object it came out of.
 * A parameter that is `stolen` takes the caller's reference in flight, even where the function
 * fails. Types say it too: runtime_owned is a reference of one's own, a new result or a stolen
 * parameter; struct object * is borrowed. Both are one pointer. In a build with
 * -DRUNTIME_CHECK_OWNERSHIP runtime_owned is a struct of its own, so that a borrowed reference that
 * is given away, or an owned one that is dropped where a borrowed one is wanted, does not compile:
 * runtime_borrow gives the pointer of an owned reference, RUNTIME_NOTHING is the owned NULL.
 *
 * A reference that an object keeps is stored in a slot: a field of the object that its traverse
 * visits. runtime_set moves a reference into a slot, so that the ledger knows who holds it.
 *
 * Calls that record something know the line they are called from. Misuse (what is no list, an
 * object without a reference left, no name) ends the program with a sentence that names the call.
 */
#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(default)

struct runtime;
struct object;
struct recorder;
struct runtime_class;
struct runtime_visitor;

#ifdef RUNTIME_CHECK_OWNERSHIP
typedef struct {
    struct object *object;
} runtime_owned;
#define RUNTIME_NOTHING ((runtime_owned){0})
static inline struct object *runtime_borrow(runtime_owned v)
{
    return v.object;
}
#else
typedef struct object *runtime_owned;
#define RUNTIME_NOTHING ((runtime_owned)0)
static inline struct object *runtime_borrow(runtime_owned v)
{
    return v;
}
#endif

/* A runtime that records into `recorder` (borrowed; NULL: nothing is recorded). NULL with `error`
 * set. */
struct runtime *runtime_start(struct recorder *recorder, struct error *error) MUST_CHECK;

/* Collects a last time, takes the snapshot 'exit', and gives back every object. */
void runtime_stop(struct runtime *rt);

/* --- references ------------------------------------------------------------------------------- */

/* A new reference, held in flight, to an object that is only borrowed. Gives the object. */
runtime_owned runtime_hold(struct runtime *rt, struct object *v);

/* Ends a reference that is held in flight (v: stolen); NULL is fine. */
void runtime_release(struct runtime *rt, runtime_owned v);

/* How many references to the object are open. Immortal objects: a very large number. */
uint32_t runtime_count(const struct object *v);

/* Puts `v` (stolen; NULL empties the slot) into a slot of `holder`; what was there is released. */
void runtime_set(struct runtime *rt, struct object *holder, struct object **slot, runtime_owned v);

/* --- built-in objects ------------------------------------------------------------------------- */

struct object *runtime_none(void);                                    /* borrowed, immortal */
runtime_owned runtime_int_new(struct runtime *rt, int64_t number);    /* new */
runtime_owned runtime_float_new(struct runtime *rt, double number);   /* new */
runtime_owned runtime_text_new(struct runtime *rt, const char *utf8); /* new; NULL: not UTF-8 */
runtime_owned runtime_list_new(struct runtime *rt);                   /* new */
runtime_owned runtime_dict_new(struct runtime *rt);                   /* new */

void runtime_list_append(struct runtime *rt, struct object *list,
                         struct object *item); /* item: borrowed */
struct object *runtime_list_get(const struct object *list,
                                size_t index); /* borrowed; NULL: outside */
size_t runtime_list_count(const struct object *list);
void runtime_dict_set(struct runtime *rt, struct object *dict, const char *key,
                      struct object *value); /* value: borrowed */
struct object *runtime_dict_get(struct runtime *rt, struct object *dict,
                                const char *key); /* borrowed; NULL: absent */
void runtime_dict_remove(struct runtime *rt, struct object *dict,
                         const char *key); /* no effect where absent */

/* --- classes of your own ---------------------------------------------------------------------- */

/* What objects of a class do. `self` is borrowed; its fields are at runtime_fields(self). */
struct runtime_class_description {
    const char *name;
    size_t size; /* bytes of the fields, zeroed at birth */
    /* Visits every slot (runtime_visit); not 0 from it ends the walk and is returned. NULL: there
     * are no slots; else clear and dealloc are there too. */
    int (*traverse)(struct object *self, struct runtime_visitor *visitor);
    void (*clear)(struct runtime *rt,
                  struct object *self); /* empties the slots; called for garbage */
    void (*dealloc)(struct runtime *rt,
                    struct object *self); /* empties the slots, frees private memory */
    void (*finalize)(struct runtime *rt,
                     struct object *self); /* once in its life; may bring it back */
};

/* Lives as long as the process. */
struct runtime_class *runtime_class_new(struct runtime *rt,
                                        const struct runtime_class_description *description);

runtime_owned runtime_object_new(struct runtime *rt,
                                 struct runtime_class *class); /* new; NULL: no memory */
void *runtime_fields(struct object *self); /* of an object of such a class, and of no other */

/* Called by traverse for each slot, `label` is the slot's name and lives for ever. */
int runtime_visit(struct runtime_visitor *visitor, struct object *referent,
                  const char *label); /* NULL is fine */

/* --- weak references, collections, snapshots -------------------------------------------------- */

runtime_owned runtime_weak_new(struct runtime *rt,
                               struct object *target);                   /* new; NULL: cannot be */
runtime_owned runtime_weak_get(struct runtime *rt, struct object *weak); /* new; NULL: it is dead */
int64_t runtime_collect(struct runtime *rt); /* how many unreachable objects were found */
void runtime_snapshot(struct runtime *rt, const char *label);

/* --- where a call comes from ------------------------------------------------------------------ */

/* What follows happens at this line; the texts live for ever. */
void runtime_enter(struct runtime *rt, const char *function, const char *file, uint32_t line);

#define RUNTIME_CALL(rt, call)                                                                     \
    __extension__({                                                                                \
        runtime_enter((rt), __func__, __FILE__, __LINE__);                                         \
        call;                                                                                      \
    })

#ifndef RUNTIME_IMPLEMENTATION
#define runtime_hold(rt, v)                 RUNTIME_CALL(rt, runtime_hold(rt, v))
#define runtime_release(rt, v)              RUNTIME_CALL(rt, runtime_release(rt, v))
#define runtime_set(rt, holder, slot, v)    RUNTIME_CALL(rt, runtime_set(rt, holder, slot, v))
#define runtime_int_new(rt, number)         RUNTIME_CALL(rt, runtime_int_new(rt, number))
#define runtime_float_new(rt, number)       RUNTIME_CALL(rt, runtime_float_new(rt, number))
#define runtime_text_new(rt, utf8)          RUNTIME_CALL(rt, runtime_text_new(rt, utf8))
#define runtime_list_new(rt)                RUNTIME_CALL(rt, runtime_list_new(rt))
#define runtime_dict_new(rt)                RUNTIME_CALL(rt, runtime_dict_new(rt))
#define runtime_list_append(rt, list, item) RUNTIME_CALL(rt, runtime_list_append(rt, list, item))
#define runtime_dict_set(rt, dict, key, value)                                                     \
    RUNTIME_CALL(rt, runtime_dict_set(rt, dict, key, value))
#define runtime_dict_remove(rt, dict, key) RUNTIME_CALL(rt, runtime_dict_remove(rt, dict, key))
#define runtime_object_new(rt, class)      RUNTIME_CALL(rt, runtime_object_new(rt, class))
#define runtime_weak_new(rt, target)       RUNTIME_CALL(rt, runtime_weak_new(rt, target))
#define runtime_weak_get(rt, weak)         RUNTIME_CALL(rt, runtime_weak_get(rt, weak))
#define runtime_collect(rt)                RUNTIME_CALL(rt, runtime_collect(rt))
#define runtime_snapshot(rt, label)        RUNTIME_CALL(rt, runtime_snapshot(rt, label))
#endif

#pragma GCC visibility pop

#endif
