/* Invariants 4 and 8 at a snapshot: its objects, sizes, counts and edges against the ledger.
 *
 * How it works. The objects of the snapshot are looked up one by one. The edges are compared as two
 * multisets of (holder, oid), by the sum of a keyed 128-bit hash over each: equal sums prove equal
 * multisets but for a chance of one in 2^64, against a key that is drawn anew in each run. Only
 * where the sums differ are the edges looked up one by one, to name the first that is wrong.
 *
 * References in flight are no edges of a snapshot, and a holder that the snapshot left out says
 * nothing.
 */
#include "queries/engine/connection.h"
#include "queries/engine/verification.h"
#include "recorder/format/snapshot.h"

#include "base/memory.h"

#include <string.h>
#include <sys/random.h>

struct sum {
    uint64_t low, high;
    uint64_t count;
};

struct keys {
    uint64_t low, high;
};

static uint64_t mix(uint64_t number)
{
    number = (number ^ (number >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    number = (number ^ (number >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    return number ^ (number >> 32);
}

static void add(struct sum *sum, const struct keys *keys, int64_t holder, uint64_t oid)
{
    uint64_t pair = mix((uint64_t)holder ^ keys->low) + oid;
    sum->low += mix(pair ^ keys->high);
    sum->high += mix(pair * 3 ^ keys->low);
    sum->count++;
}

static void check_object(struct verification *verification, const struct snapshot_object *seen,
                         uint64_t seq)
{
    struct heap_object *object = heap_find(&verification->heap, seen->oid);
    struct verification_subject subject = {.seq = seq, .oid = seen->oid, .site = seen->site};
    verification_check(verification, VERIFY_SNAPSHOTS);
    if (!object) {
        verification_fail(verification, VERIFY_SNAPSHOTS, "invalid", &subject,
                          "is in the snapshot and not alive in the ledger");
        return;
    }
    verification->marked += !(object->flags & HEAP_MARKED);
    object->flags |= HEAP_MARKED;
    if (seen->size != object->size)
        verification_fail(verification, VERIFY_SNAPSHOTS, "skewed", &subject,
                          "the snapshot says %llu bytes, the ledger %llu",
                          (unsigned long long)seen->size, (unsigned long long)object->size);
    if (!heap_counts(&verification->heap, object->type))
        return;
    verification_check(verification, VERIFY_HEADERS);
    if (seen->count == object->count)
        return;
    verification_fail(verification, VERIFY_SNAPSHOTS, "skewed", &subject,
                      "the snapshot counts %lld references, the ledger %d", (long long)seen->count,
                      object->count);
    verification_fail(verification, VERIFY_HEADERS, "skewed", &subject,
                      "its header says %lld in the snapshot, its balance is %d",
                      (long long)seen->count, object->count);
}

static bool check_objects(struct verification *verification, uint64_t id, uint64_t seq,
                          struct error *error)
{
    const struct snapshot_object *objects;
    size_t count;
    struct engine *engine = verification->engine;
    struct snapshot_scan *scan = snapshot_objects_open(
        engine_file(engine), id, &(struct snapshot_filter){0}, connection_scan(engine), error);
    bool is_good = scan != NULL;
    while (is_good && (is_good = snapshot_objects_next(scan, &objects, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            check_object(verification, &objects[i], seq);
    snapshot_scan_close(scan);
    return is_good;
}

/* Whether the ledger should have the reference of an edge: of any, where the snapshot shows all
 * objects and all are counted. */
static bool is_comparable(const struct verification *verification, int64_t holder, uint64_t oid)
{
    if (verification->marked == verification->heap.objects.count && !verification->heap.only_type)
        return holder != HOLDER_IN_FLIGHT;
    const struct heap_object *object = heap_find(&verification->heap, oid);
    if (holder == HOLDER_IN_FLIGHT || (object && !heap_counts(&verification->heap, object->type)))
        return false;
    if (holder < 0)
        return true;
    const struct heap_object *owner = heap_find(&verification->heap, (uint64_t)holder);
    return owner && owner->flags & HEAP_MARKED;
}

/* Calls `visit` for every edge of the snapshot. */
static bool each_edge(struct verification *verification, uint64_t id,
                      void (*visit)(struct verification *, const struct snapshot_edge *, void *),
                      void *context, struct error *error)
{
    const struct snapshot_edge *edges;
    size_t count;
    struct engine *engine = verification->engine;
    struct snapshot_scan *scan = snapshot_edges_open(
        engine_file(engine), id, &(struct snapshot_filter){0}, connection_scan(engine), error);
    bool is_good = scan != NULL;
    while (is_good && (is_good = snapshot_edges_next(scan, &edges, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            visit(verification, &edges[i], context);
    snapshot_scan_close(scan);
    return is_good;
}

struct addition {
    struct sum sum;
    struct keys keys;
};

static void add_edge(struct verification *verification, const struct snapshot_edge *edge,
                     void *context)
{
    struct addition *addition = context;
    verification_check(verification, VERIFY_SNAPSHOTS);
    if (is_comparable(verification, edge->holder, edge->oid))
        add(&addition->sum, &addition->keys, edge->holder, edge->oid);
}

static void add_references(const struct verification *verification, struct addition *addition)
{
    const struct heap *heap = &verification->heap;
    for (uint32_t i = 0; i < heap->references.used; i++) {
        const struct heap_reference *reference = &heap->references.nodes[i];
        if (reference->oid && is_comparable(verification, reference->holder, reference->oid))
            add(&addition->sum, &addition->keys, reference->holder, reference->oid);
    }
}

/* --- naming the difference -------------------------------------------------------------------- */

/* The references that edges account for, one bit a node of the heap's pool. */
struct account {
    uint64_t seq;
    bool *is_seen;
};

/* Marks one reference of the edge that no edge has marked yet. */
static void account_for(struct verification *verification, const struct snapshot_edge *edge,
                        void *context)
{
    struct account *account = context;
    const struct heap *heap = &verification->heap;
    if (!is_comparable(verification, edge->holder, edge->oid))
        return;
    const struct heap_reference *reference = heap_find_reference(heap, edge->oid, edge->holder);
    uint32_t node = reference ? (uint32_t)(reference - heap->references.nodes) : HEAP_END;
    while (node != HEAP_END) {
        reference = &heap->references.nodes[node];
        bool is_same = reference->oid == edge->oid && reference->holder == edge->holder;
        if (is_same && !account->is_seen[node]) {
            account->is_seen[node] = true;
            return;
        }
        node = reference->next;
    }
    verification_fail(verification, VERIFY_SNAPSHOTS, "skewed",
                      &(struct verification_subject){.seq = account->seq,
                                                     .oid = edge->oid,
                                                     .site = edge->site,
                                                     .has_holder = true,
                                                     .holder = edge->holder},
                      "the snapshot shows a reference that the ledger does not have");
}

static bool name_differences(struct verification *verification, uint64_t id, uint64_t seq,
                             struct error *error)
{
    const struct heap *heap = &verification->heap;
    struct account account = {.seq = seq,
                              .is_seen = memory_zeroed((size_t)heap->references.used + 1, 1)};
    bool is_good = each_edge(verification, id, account_for, &account, error);
    for (uint32_t i = 0; i < heap->references.used && is_good; i++) {
        const struct heap_reference *reference = &heap->references.nodes[i];
        if (reference->oid && !account.is_seen[i] &&
            is_comparable(verification, reference->holder, reference->oid))
            verification_fail(verification, VERIFY_SNAPSHOTS, "skewed",
                              &(struct verification_subject){.seq = reference->opened_seq,
                                                             .oid = reference->oid,
                                                             .site = reference->site,
                                                             .has_holder = true,
                                                             .holder = reference->holder},
                              "the ledger has an open reference that snapshot %llu does not show",
                              (unsigned long long)id);
    }
    memory_free(account.is_seen);
    return is_good;
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool check_edges(struct verification *verification, uint64_t id, uint64_t seq,
                        struct error *error)
{
    struct addition edges = {0}, references;
    if (getrandom(&edges.keys, sizeof edges.keys, 0) != (ssize_t)sizeof edges.keys)
        return error_set(error, ERROR_INTERNAL, "no random numbers on this machine");
    references = edges;
    if (!each_edge(verification, id, add_edge, &edges, error))
        return false;
    add_references(verification, &references);
    if (memcmp(&edges.sum, &references.sum, sizeof edges.sum) == 0)
        return true;
    return name_differences(verification, id, seq, error);
}

static void clear_marks(struct heap *heap)
{
    for (size_t i = 0; i < (size_t)1 << heap->objects.bits; i++)
        heap->objects.slots[i].flags &= ~(uint32_t)HEAP_MARKED;
}

/* A snapshot that the program did not live to finish cannot be compared. */
static bool is_complete(struct verification *verification, uint64_t id, bool *complete,
                        struct error *error)
{
    sqlite3_stmt *statement = file_prepare(engine_file(verification->engine),
                                           "SELECT complete FROM snapshot WHERE id = ?1", error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, (int64_t)id);
    *complete = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0);
    return sqlite3_finalize(statement) == SQLITE_OK || connection_fail(verification->engine, error);
}

bool verify_snapshot(struct verification *verification, uint64_t id, uint64_t seq,
                     struct error *error)
{
    bool complete;
    if (!is_complete(verification, id, &complete, error))
        return false;
    if (!complete) {
        verification_excuse(verification, VERIFY_SNAPSHOTS,
                            "a snapshot was not finished when the program ended");
        return true;
    }
    verification->marked = 0;
    bool is_good = check_objects(verification, id, seq, error);
    if (is_good && verification->heap.has_references && verification->run.has_holders)
        is_good = check_edges(verification, id, seq, error);
    clear_marks(&verification->heap);
    return is_good;
}
