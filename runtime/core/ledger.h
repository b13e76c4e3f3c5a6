/* The runtime's entries in the ledger: the only place that knows the recorder.
 *
 * Every count change names its holder: the object that stores the pointer, IN_FLIGHT for a
 * reference on an evaluation stack or in a C local, or one of the named roots of the runtime. The
 * calls here are the slow halves of object.h; nothing else calls them.
 */
#ifndef RUNTIME_CORE_LEDGER_H
#define RUNTIME_CORE_LEDGER_H

#include "recorder/recorder.h"

struct runtime;
struct object;
struct type;

/* Named roots: holders that are no objects of the heap. Each is a `struct object` in the runtime
 * (runtime_root) whose number is negative, so that it can stand wherever a holder is expected. */
enum root {
    ROOT_MODULES,  /* sys.modules and the globals of the main program */
    ROOT_INTERNED, /* the table of interned strings */
    ROOT_RUNTIME,  /* whatever else the runtime itself keeps */
    ROOT_GARBAGE,  /* gc.garbage and gc.callbacks */
    ROOT_COUNT
};

/* Connects the runtime to a lane (NULL: nothing is recorded) and defines the roots. Again after a
 * fork: the lane is then one of the child's own recording. */
void ledger_open(struct runtime *rt, struct recorder_lane *lane);
void ledger_close(struct runtime *rt);

/* In the child of a fork of a recorded program: leaves the parent's recording alone and begins one
 * of its own with all that lives. False: the child goes on unrecorded, and `error` says why. */
bool ledger_after_fork(struct runtime *rt, struct error *error) MUST_CHECK;

/* The holder that stands for a root. */
const struct object *ledger_root(struct runtime *rt, enum root root);

void ledger_alloc(struct runtime *rt, struct object *object,
                  uint64_t size); /* gives it its number */
void ledger_inherit(struct runtime *rt,
                    struct object *object); /* after a fork: it has its number */
void ledger_free(struct runtime *rt, struct object *object);
void ledger_incref(struct runtime *rt, const struct object *object, const struct object *holder);
void ledger_decref(struct runtime *rt, const struct object *object, const struct object *holder);
void ledger_move(struct runtime *rt, const struct object *object, const struct object *from,
                 const struct object *to);
void ledger_resize(struct runtime *rt, const struct object *object, uint64_t size);

/* Events without a count: finalize, resurrect, weak_*, verdict. `target` may be NULL. */
void ledger_note(struct runtime *rt, enum event_kind kind, const struct object *object,
                 const struct object *target);
void ledger_verdict(struct runtime *rt, const struct object *object, uint32_t collection,
                    enum event_fate fate);

/* A reference of one that was condemned to another, named as object_traverse names it. */
void ledger_garbage_edge(struct runtime *rt, const struct object *holder, struct object *referent,
                         enum edge_label label, uintptr_t name);

/* A collection begins and ends; the number that verdicts name, 0 unrecorded. */
uint32_t ledger_collection_begin(struct runtime *rt, uint32_t generation, const char *trigger);
void ledger_collection_end(struct runtime *rt, uint32_t id,
                           const struct recorder_collection *figures);

/* Walks every live object and records it with its labelled edges; gives snapshot.id, 0 unrecorded.
 */
uint32_t ledger_snapshot(struct runtime *rt, const char *label);

/* The program's own label in the stream; gives mark.id, 0 unrecorded. */
uint32_t ledger_mark(struct runtime *rt, const char *label);

#endif
