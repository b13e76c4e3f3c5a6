/* Invariant 5: what a collection condemns is unreachable when the collection begins.
 *
 * How it works. All verdicts of the trace are read first, sorted by collection. At the event of a
 * collection, its condemned objects are marked, and every open reference to one of them is looked
 * at: its holder must be condemned too. A set that nobody outside refers to is unreachable from the
 * roots, and this is just what the collector had to prove; no search from the roots is needed.
 *
 * Memory: 16 bytes a verdict. Time: a look at every open reference for each collection that
 * condemns something.
 */
#include "queries/engine/connection.h"
#include "queries/engine/verification.h"
#include "recorder/format/journal.h"

#include "base/memory.h"
#include "base/vector.h"

struct verdict {
    uint64_t collection;
    uint64_t oid;
};

struct verify_collections {
    VECTOR_OF(struct verdict); /* sorted by collection, then oid */
};

static int compare(const void *left, const void *right)
{
    const struct verdict *a = left, *b = right;
    if (a->collection != b->collection)
        return a->collection < b->collection ? -1 : 1;
    return a->oid < b->oid ? -1 : a->oid > b->oid;
}

bool verify_collections_begin(struct verification *verification, struct error *error)
{
    struct verify_collections *verdicts = memory_zeroed(1, sizeof *verdicts);
    verification->collections = verdicts;
    struct engine *engine = verification->engine;
    struct journal_filter filter = {.last_seq = verification->run.events,
                                    .kinds = UINT32_C(1) << EVENT_VERDICT};
    const struct event *events;
    size_t count;
    struct journal *journal =
        journal_open(engine_file(engine), &filter, connection_scan(engine), error);
    bool is_good = journal != NULL;
    while (is_good && (is_good = journal_next(journal, &events, &count, error)) && count)
        for (size_t i = 0; i < count; i++)
            if (events[i].b != FATE_FROZEN)
                vector_push(verdicts, (struct verdict){(uint64_t)events[i].a, events[i].oid});
    journal_close(journal);
    if (verdicts->count > 0)
        qsort(verdicts->items, verdicts->count, sizeof *verdicts->items, compare);
    return is_good;
}

void verify_collections_end(struct verification *verification)
{
    if (!verification->collections)
        return;
    vector_release(verification->collections);
    memory_free(verification->collections);
}

/* The verdicts of one collection: where they begin, and how many they are. */
static const struct verdict *find_verdicts(const struct verify_collections *verdicts, uint64_t id,
                                           size_t *count)
{
    size_t low = 0, high = verdicts->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (verdicts->items[middle].collection < id)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < verdicts->count && verdicts->items[low + *count].collection == id)
        ++*count;
    return *count ? &verdicts->items[low] : NULL;
}

static void mark(struct verification *verification, const struct verdict *verdicts, size_t count,
                 bool on, uint64_t seq)
{
    for (size_t i = 0; i < count; i++) {
        struct heap_object *object = heap_find(&verification->heap, verdicts[i].oid);
        if (object)
            object->flags =
                on ? object->flags | HEAP_MARKED : object->flags & ~(uint32_t)HEAP_MARKED;
        else if (on)
            verification_fail(verification, VERIFY_REACHABILITY, "invalid",
                              &(struct verification_subject){.seq = seq, .oid = verdicts[i].oid},
                              "is condemned by collection %llu and was not alive when it began",
                              (unsigned long long)verdicts[i].collection);
    }
}

static bool is_marked(const struct heap *heap, int64_t number)
{
    const struct heap_object *object = number > 0 ? heap_find(heap, (uint64_t)number) : NULL;
    return object && object->flags & HEAP_MARKED;
}

/* Every reference into the condemned set comes from the set. */
static void check_references(struct verification *verification, uint64_t lowest, uint64_t highest,
                             uint64_t id, uint64_t seq)
{
    const struct heap *heap = &verification->heap;
    for (uint32_t i = 0; i < heap->references.used; i++) {
        const struct heap_reference *reference = &heap->references.nodes[i];
        if (reference->oid < lowest || reference->oid > highest ||
            !is_marked(heap, (int64_t)reference->oid))
            continue;
        verification_check(verification, VERIFY_REACHABILITY);
        if (is_marked(heap, reference->holder))
            continue;
        struct verification_subject subject = {.seq = seq,
                                               .oid = reference->oid,
                                               .site = reference->site,
                                               .has_holder = true,
                                               .holder = reference->holder};
        verification_fail(verification, VERIFY_REACHABILITY, "invalid", &subject,
                          "is condemned by collection %llu while something alive refers to it",
                          (unsigned long long)id);
    }
}

void verify_collection(struct verification *verification, uint64_t id, uint64_t seq)
{
    size_t count;
    const struct verdict *verdicts = find_verdicts(verification->collections, id, &count);
    if (!verdicts || !verification->heap.has_references || !verification->run.has_holders)
        return;
    mark(verification, verdicts, count, true, seq);
    check_references(verification, verdicts[0].oid, verdicts[count - 1].oid, id, seq);
    mark(verification, verdicts, count, false, seq);
}
