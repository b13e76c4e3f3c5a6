/* Slots become events with a seq, rows of names, and snapshots.
 *
 * An event goes through the books and into the chunk. A message is a slot and the bytes behind it;
 * the label of a mark, collection or snapshot is kept until its event comes, which has the seq.
 */
#include "base/memory.h"
#include "recorder/writer_parts.h"

#include <fnmatch.h>
#include <string.h>

/* --- events ----------------------------------------------------------------------------------- */

/* A mark, a collection or a snapshot begins here: its label came before. */
static bool take_place(struct writer *writer, struct writer_lane *heard, const struct event *event,
                       struct error *error)
{
    const char *label = heard->label ? heard->label : "";
    uint64_t time_ns = writer_time(writer, heard->label_time_ns);
    if (event->kind == EVENT_MARK)
        return store_row(&writer->store, STORE_MARK, error, "iitii", event->a, event->seq, label,
                         (int64_t)event->site, time_ns);
    if (event->kind == EVENT_GC)
        return store_row(&writer->store, STORE_COLLECTION, error, "iiitii", event->a, event->seq,
                         (int64_t)heard->generation, label, (int64_t)event->site, time_ns);
    if (heard->snapshot)
        return error_set(error, ERROR_INTERNAL, "snapshot %lld begins before %u has ended",
                         (long long)event->a, heard->snapshot_id);
    heard->snapshot_label = heard->label;
    heard->label = NULL;
    heard->snapshot_id = (uint32_t)event->a;
    heard->snapshot_time_ns = heard->label_time_ns;
    struct snapshot_header header = {
        .id = heard->snapshot_id,
        .seq = event->seq,
        .label = heard->snapshot_label ? heard->snapshot_label : "",
        .last_oid = books_totals(writer->books)->last_oid,
        .time_ns = time_ns,
        .site = event->site,
    };
    heard->snapshot = snapshot_begin(&writer->file, &header);
    /* The row is there from the beginning, as that of an incomplete picture: it may be all. */
    return store_row(&writer->store, STORE_SNAPSHOT, error, "iitiii", header.id, header.seq,
                     header.label, header.last_oid, (int64_t)header.site, header.time_ns);
}

/* Events that may be taken before something is due: a row of the time line, a chunk that is full, a
 * chunk of the dead. Above 0. */
static size_t events_until_due(const struct writer *writer)
{
    size_t least = TIMELINE_STEP - (size_t)(writer_last_seq(writer) % TIMELINE_STEP);
    size_t of_chunk = CHUNK_EVENTS_MAXIMUM - writer->count;
    size_t of_dead = CHUNK_RECORDS_MAXIMUM - books_dead(writer->books)->count;
    least = of_chunk < least ? of_chunk : least;
    return of_dead < least ? of_dead : least;
}

static bool do_what_is_due(struct writer *writer, struct error *error)
{
    uint64_t seq = writer_last_seq(writer);
    if (seq % TIMELINE_STEP == 0 && !writer_write_heap_size(writer, seq, error))
        return false;
    if (books_dead(writer->books)->count >= CHUNK_RECORDS_MAXIMUM &&
        !writer_add_records(writer, books_dead(writer->books), error))
        return false;
    return writer->count < CHUNK_EVENTS_MAXIMUM || writer_finish_chunk(writer, error);
}

static inline bool is_event(const struct recorder_slot *slot)
{
    return slot->kind - 1 < EVENT_KIND_COUNT - 1;
}

/* Puts events behind those of the chunk, up to `most` and to the first slot that is none; a mark,
 * collection or snapshot is the last. */
static size_t copy_events(const struct writer *writer, const struct recorder_slot *slots,
                          size_t most)
{
    struct event *events = &writer->events[writer->count];
    uint64_t seq = writer->first_seq + writer->count;
    size_t count = 0;
    while (count < most && is_event(&slots[count])) {
        const struct recorder_slot *slot = &slots[count];
        events[count] = (struct event){.seq = seq + count,
                                       .oid = slot->oid,
                                       .a = slot->a,
                                       .b = slot->b,
                                       .site = slot->site,
                                       .kind = slot->kind};
        count++;
        if (UNLIKELY(slot->kind >= EVENT_MARK))
            break;
    }
    return count;
}

/* Takes the first slot, which is an event, and those behind it that can be taken with it; gives how
 * many they are, 0 on failure. */
static size_t take_events(struct writer *writer, struct writer_lane *heard,
                          const struct recorder_slot *slots, size_t count, struct error *error)
{
    size_t most = writer->only ? 1 : events_until_due(writer);
    size_t taken = copy_events(writer, slots, count < most ? count : most);
    const struct event *events = &writer->events[writer->count];
    const struct event *last = &events[taken - 1];
    if (UNLIKELY(writer->only) && !books_wants(writer->books, events))
        return taken;
    if (writer->count == 0)
        writer->begin_ns = writer->now_ns;
    writer->count += taken;
    books_enter(writer->books, events, taken);
    bool good = (last->kind < EVENT_MARK || take_place(writer, heard, last, error)) &&
                do_what_is_due(writer, error);
    return good ? taken : 0;
}

/* --- slots that are no events ----------------------------------------------------------------- */

static bool is_wanted_type(const struct writer *writer, const char *name)
{
    return writer->has_counts && (!writer->only || fnmatch(writer->only, name, 0) == 0);
}

static void keep_label(struct writer_lane *heard)
{
    memory_free(heard->label);
    heard->label = memory_copy_bytes(heard->bytes.bytes, heard->bytes.size);
    heard->label_time_ns = (uint64_t)heard->head.b;
    heard->generation = heard->head.site;
}

static bool end_collection(struct writer *writer, struct writer_lane *heard, struct error *error)
{
    struct ring_figures figures;
    memcpy(&figures, heard->bytes.bytes, sizeof figures);
    return store_row(&writer->store, STORE_COLLECTION_END, error, "iiiiii", heard->head.oid,
                     writer_last_seq(writer), figures.examined, figures.collected,
                     figures.uncollectable, writer_time(writer, figures.pause_ns));
}

/* A message is whole: its head and its bytes. */
static bool take_message(struct writer *writer, struct writer_lane *heard, struct error *error)
{
    const struct recorder_slot *head = &heard->head;
    struct store *store = &writer->store;
    const char *text = buffer_text(&heard->bytes);
    size_t size = (size_t)head->a;
    switch (head->kind) {
    case SLOT_TYPE:
        books_add_type(writer->books, (uint32_t)head->oid, is_wanted_type(writer, text));
        return store_row(store, STORE_TYPE, error, "it", head->oid, text);
    case SLOT_FUNCTION:
        return store_row(store, STORE_FUNCTION, error, "issi", head->oid, text, size, text + size,
                         (size_t)head->b, (int64_t)head->site);
    case SLOT_TEXT:
        return store_row(store, STORE_TEXT, error, "is", head->oid, text, size);
    case SLOT_ROOT:
        return store_row(store, STORE_ROOT, error, "is", -(int64_t)head->oid, text, size);
    case SLOT_COLLECTION_END:
        return end_collection(writer, heard, error);
    case SLOT_SNAPSHOT_CONTENT:
        if (heard->snapshot)
            snapshot_add_content(heard->snapshot, head->oid, text, size);
        return true;
    default:
        keep_label(heard);
        return true;
    }
}

static bool begin_message(struct writer *writer, struct writer_lane *heard,
                          const struct recorder_slot *slot, struct error *error)
{
    heard->head = *slot;
    heard->bytes.size = 0;
    heard->missing = ring_message_size(slot);
    return heard->missing || take_message(writer, heard, error);
}

static bool take_bytes(struct writer *writer, struct writer_lane *heard,
                       const struct recorder_slot *slot, struct error *error)
{
    size_t part = heard->missing < sizeof *slot ? heard->missing : sizeof *slot;
    buffer_append(&heard->bytes, slot, part);
    heard->missing -= part;
    return heard->missing || take_message(writer, heard, error);
}

static bool take_snapshot_object(struct writer *writer, struct writer_lane *heard,
                                 const struct recorder_slot *slot, struct error *error)
{
    struct snapshot_object object = {
        .oid = slot->oid,
        .size = (uint64_t)slot->a,
        .count = heard->has_count ? heard->count : (int64_t)(slot->kind >> SLOT_KIND_BITS),
        .address = writer->shared->deterministic ? 0 : (uint64_t)slot->b,
        .type = slot->site,
    };
    heard->has_count = false;
    if (!books_find(writer->books, object.oid, &object.born_seq, &object.site))
        object.born_seq = object.site = 0;
    return !heard->snapshot || snapshot_add_object(heard->snapshot, &object, error);
}

static bool take_snapshot_edge(struct writer *writer, struct writer_lane *heard,
                               const struct recorder_slot *slot, struct error *error)
{
    struct snapshot_edge edge = {
        .holder = slot->a,
        .oid = slot->oid,
        .value = (uint64_t)slot->b,
        .label = slot->site,
    };
    if (!books_claim_reference(writer->books, edge.oid, edge.holder, heard->snapshot_id,
                               &edge.opened_seq, &edge.site))
        edge.opened_seq = edge.site = 0;
    books_note_holder(writer->books, edge.holder);
    return !heard->snapshot || snapshot_add_edge(heard->snapshot, &edge, error);
}

static bool end_snapshot(struct writer *writer, struct writer_lane *heard, uint64_t time_ns,
                         bool complete, struct error *error)
{
    struct snapshot_builder *snapshot = heard->snapshot;
    if (!snapshot)
        return true;
    heard->snapshot = NULL;
    bool good = snapshot_end(snapshot, writer_time(writer, time_ns - heard->snapshot_time_ns),
                             complete, error);
    memory_free(heard->snapshot_label);
    heard->snapshot_label = NULL;
    return good;
}

static bool take_private(struct writer *writer, struct writer_lane *heard,
                         const struct recorder_slot *slot, struct error *error)
{
    switch (slot->kind & ((1u << SLOT_KIND_BITS) - 1)) {
    case SLOT_STAMP:
        return true; /* lanes.c has read it */
    case SLOT_SITE:
        books_add_site(writer->books, (uint32_t)slot->oid, (uint32_t)slot->a, (uint32_t)slot->b);
        return store_row(&writer->store, STORE_SITE, error, "iiii", slot->oid, slot->a, slot->b,
                         (int64_t)slot->site);
    case SLOT_SNAPSHOT_COUNT:
        heard->has_count = true;
        heard->count = slot->a;
        return true;
    case SLOT_SNAPSHOT_OBJECT:
        return take_snapshot_object(writer, heard, slot, error);
    case SLOT_SNAPSHOT_EDGE:
        return take_snapshot_edge(writer, heard, slot, error);
    case SLOT_SNAPSHOT_CONTENTS:
        if (heard->snapshot)
            snapshot_tells_contents(heard->snapshot);
        return true;
    case SLOT_GARBAGE_EDGE:
        return writer_add_garbage(writer,
                                  &(struct snapshot_edge){.holder = slot->a,
                                                          .oid = slot->oid,
                                                          .value = (uint64_t)slot->b,
                                                          .label = slot->site},
                                  error);
    case SLOT_SNAPSHOT_END:
        return end_snapshot(writer, heard, (uint64_t)slot->b, true, error);
    default:
        return begin_message(writer, heard, slot, error);
    }
}

static bool take_other(struct writer *writer, struct writer_lane *heard,
                       const struct recorder_slot *slot, struct error *error)
{
    if (heard->missing)
        return take_bytes(writer, heard, slot, error);
    return slot->kind == EVENT_NONE || take_private(writer, heard, slot, error);
}

/* --- runs ------------------------------------------------------------------------------------- */

bool writer_take_run(struct writer *writer, const struct lanes_run *run, struct error *error)
{
    struct writer_lane *heard = &writer->heard[run->lane];
    for (size_t i = 0, taken; i < run->count; i += taken) {
        const struct recorder_slot *slot = &run->slots[i];
        if (LIKELY(!heard->missing && is_event(slot)))
            taken = take_events(writer, heard, slot, run->count - i, error);
        else
            taken = take_other(writer, heard, slot, error);
        if (!taken)
            return false;
    }
    return true;
}

bool writer_end_snapshots(struct writer *writer, struct error *error)
{
    for (size_t i = 0; i < RING_LANES; i++)
        if (!end_snapshot(writer, &writer->heard[i], writer->now_ns, false, error))
            return false;
    return true;
}

void writer_slots_release(struct writer *writer)
{
    for (size_t i = 0; i < RING_LANES; i++) {
        struct writer_lane *heard = &writer->heard[i];
        if (heard->snapshot)
            snapshot_abandon(heard->snapshot);
        buffer_release(&heard->bytes);
        memory_free(heard->label);
        memory_free(heard->snapshot_label);
        *heard = (struct writer_lane){0};
    }
}
