/* The state of one verification, shared by its parts: verify.c replays and asks each part in turn.
 *
 * A part has the checks of one invariant, keeps what it must remember, and reports through
 * verification_check and verification_fail.
 */
#ifndef QUERIES_ENGINE_VERIFICATION_H
#define QUERIES_ENGINE_VERIFICATION_H

#include "queries/engine/heap.h"
#include "queries/engine/verify.h"
#include "recorder/format/file.h"

struct verify_weak;
struct verify_collections;
struct verify_totals;

struct verification {
    struct engine *engine;
    struct verify_report *report;
    struct heap heap;
    struct file_run run;
    uint64_t marked;          /* live objects that the snapshot under comparison shows */
    struct verify_weak *weak; /* owned */
    struct verify_collections *collections; /* owned */
    struct verify_totals *totals;           /* owned */
};

/* What a failure is about. Zero in a field: it has none. */
struct verification_subject {
    uint64_t seq;
    uint64_t oid;
    uint32_t site;
    bool has_holder;
    int64_t holder;
};

/* Counts a comparison that was made. */
static inline void verification_check(struct verification *verification,
                                      enum verify_invariant invariant)
{
    verification->report->results[invariant].checked++;
}

/* Counts a failure, and keeps it where it is the first of its invariant. */
void verification_fail(struct verification *verification, enum verify_invariant invariant,
                       const char *word, const struct verification_subject *subject,
                       const char *format, ...) PRINTF_LIKE(5, 6);

/* Says that an invariant could not be checked, or not wholly. */
void verification_excuse(struct verification *verification, enum verify_invariant invariant,
                         const char *reason);

/* --- 4 and 8: snapshots (verify_snapshots.c) -------------------------------------------------- */

/* Compares snapshot `id` with the heap, right after its event. */
bool verify_snapshot(struct verification *verification, uint64_t id, uint64_t seq,
                     struct error *error) MUST_CHECK;

/* --- 5: collections (verify_collections.c) ---------------------------------------------------- */

bool verify_collections_begin(struct verification *verification, struct error *error) MUST_CHECK;
/* A collection begins: what it condemns must be unreachable now. */
void verify_collection(struct verification *verification, uint64_t id, uint64_t seq);
void verify_collections_end(struct verification *verification);

/* --- 6: weak references (verify_weak.c) ------------------------------------------------------- */

void verify_weak_begin(struct verification *verification);
/* Before the event is applied to the heap; only weak_* and free matter. */
void verify_weak_event(struct verification *verification, const struct event *event);
void verify_weak_end(struct verification *verification);

/* --- 7: totals (verify_totals.c) -------------------------------------------------------------- */

bool verify_totals_begin(struct verification *verification, struct error *error) MUST_CHECK;
/* After the event was applied. `before` is the object as it was before a free or a resize; its oid
 * is 0 where it was not alive. */
void verify_totals_event(struct verification *verification, const struct event *event,
                         const struct heap_object *before);
/* Compares the sums with the tables. */
bool verify_totals_end(struct verification *verification, struct error *error) MUST_CHECK;
void verify_totals_free(struct verification *verification);

#endif
