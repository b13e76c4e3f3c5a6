/* The writer (writer.h).
 *
 * How it works. Slots become events with a seq, go through the books, and fill a chunk; a full
 * chunk is coded and inserted. Every COMMIT_NS the unfinished chunk is inserted as well, to be
 * replaced when it has grown, and the transaction is committed: what a reader sees is whole, and
 * what a killed writer loses is the last quarter second. Names are inserted as they come, hence
 * always before the first event that uses them.
 *
 * Lanes are merged by stamps (ring.h) as soon as there is a second one; see merge_lanes.
 *
 * Memory: the books (books.h), one chunk of events, at most one chunk of dead objects, and one
 * chunk of each part of a snapshot that is under way.
 */
#include "recorder/writer.h"

#include "base/embedded.h"
#include "base/memory.h"
#include "recorder/books.h"
#include "recorder/format/snapshot.h"
#include "recorder/press.h"
#include "recorder/store.h"

#include <fnmatch.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COMMIT_NS        UINT64_C(150000000) /* between two commits; the promise is 250 ms */
#define STEP_SLOTS       65536               /* read in one step, at most */
#define CONSUMED_SLOTS   2048 /* read before the program is told that there is room */
#define PRESSING_MAXIMUM 4    /* jobs of the press at a time */
#define LOOK_AHEAD       24   /* slots whose objects are brought into the cache */
#define RECORDER_NAME    "heapledger 1"

/* What the writer knows of a lane. */
struct reader {
    struct ring_lane *lane;
    const struct recorder_slot *slots;
    uint64_t position;         /* slots read */
    uint64_t available;        /* published, when last looked at */
    bool is_quiet;             /* then no stamp was about to be taken */
    uint64_t stamp;            /* of what was read last; 0 before the first */
    struct recorder_slot head; /* of the message whose bytes are being read */
    size_t missing;            /* bytes of it to come; 0: no message is open */
    struct buffer bytes;       /* of it, so far */
    char *label;               /* owned; for the mark, snapshot or gc event that is next */
    uint64_t label_time_ns;
    uint32_t generation;
    bool has_count; /* the count of the next snapshot object came by itself */
    int64_t count;
    struct snapshot_builder *snapshot; /* owned; under way, or NULL */
    char *snapshot_label;              /* owned */
    uint32_t snapshot_id;
    uint64_t snapshot_time_ns;
};

struct writer {
    struct ring_shared *shared; /* borrowed */
    struct file file;
    struct store store;
    struct books *books;
    struct press *press;       /* owned */
    size_t pressing;           /* jobs that it has */
    struct press_job *spare;   /* owned; a job whose array of events can be used again, or NULL */
    struct chunk_coder *coder; /* for the chunk that is not full */
    struct event *events;      /* of the chunk that fills; owned; CHUNK_EVENTS_MAXIMUM */
    size_t count;
    size_t written;     /* of them, how many are in the file */
    uint64_t first_seq; /* of the chunk */
    uint64_t begin_ns;
    uint64_t now_ns;    /* looked at once a step */
    uint64_t commit_ns; /* of the last commit */
    bool is_dirty;      /* something was written since */
    bool filters;       /* there are types without count traffic */
    bool has_counts;
    char *only; /* owned; glob or NULL */
    struct reader readers[RING_LANES];
    struct books_totals committed; /* as of the last commit */
    uint64_t committed_seq;
};

/* --- time ------------------------------------------------------------------------------------- */

static uint64_t time_of(const struct writer *writer, uint64_t time_ns)
{
    return writer->shared->deterministic ? 0 : time_ns;
}

static uint64_t last_seq(const struct writer *writer)
{
    return writer->first_seq + writer->count - 1;
}

/* --- chunks ----------------------------------------------------------------------------------- */

static struct event *new_events(void)
{
    return memory_allocate(CHUNK_EVENTS_MAXIMUM * sizeof(struct event));
}

static bool insert_job(struct writer *writer, struct press_job *job, struct error *error)
{
    struct chunk_index *index = &job->index;
    if (job->events)
        return store_row(&writer->store, STORE_JOURNAL, error, "iiiiiiibbbb", job->first_seq,
                         (int64_t)job->count, job->begin_ns, job->end_ns, (int64_t)index->kinds,
                         index->min_oid, index->max_oid, &index->oid_set, &index->holder_set,
                         &index->site_set, &job->data);
    return store_row(&writer->store, STORE_OBJECT_CHUNK, error, "iiiiiiibb", (int64_t)job->count,
                     index->min_oid, index->max_oid, job->min_born_seq, job->max_born_seq,
                     job->min_died_seq, job->max_died_seq, &index->oid_set, &job->data);
}

/* Inserts what the press has ready, until at most `most` jobs are under way. */
static bool collect(struct writer *writer, size_t most, struct error *error)
{
    struct press_job *job;
    while ((job = press_take(writer->press, writer->pressing > most))) {
        writer->pressing--;
        bool good = insert_job(writer, job, error);
        if (job->events && !writer->spare)
            writer->spare = job;
        else
            press_job_free(job);
        if (!good)
            return false;
    }
    return true;
}

static bool give(struct writer *writer, struct press_job *job, struct error *error)
{
    press_give(writer->press, job);
    writer->pressing++;
    return collect(writer, PRESSING_MAXIMUM, error);
}

/* A job for the chunk that fills, which is still the writer's. */
static struct press_job chunk_job(struct writer *writer)
{
    return (struct press_job){
        .events = writer->events,
        .count = writer->count,
        .first_seq = writer->first_seq,
        .begin_ns = time_of(writer, writer->begin_ns),
        .end_ns = time_of(writer, writer->now_ns),
    };
}

/* The chunk as it is, to be replaced when it has grown. */
static bool insert_unfinished(struct writer *writer, struct error *error)
{
    struct press_job job = chunk_job(writer);
    press_at_once(writer->coder, &job);
    bool good = insert_job(writer, &job, error);
    buffer_release(&job.data);
    chunk_index_release(&job.index);
    writer->written = writer->count;
    return good;
}

/* Gives the full chunk to the press and begins another, in the array of a chunk that is done. */
static bool finish_chunk(struct writer *writer, struct error *error)
{
    struct press_job *job = writer->spare ? writer->spare : memory_zeroed(1, sizeof *job);
    struct press_job full = chunk_job(writer);
    writer->events = job->events ? job->events : new_events();
    writer->spare = NULL;
    full.data = job->data;
    full.index = job->index;
    *job = full;
    writer->first_seq += writer->count;
    writer->count = writer->written = 0;
    return give(writer, job, error);
}

static bool write_timeline(struct writer *writer, uint64_t seq, struct error *error)
{
    const struct books_totals *totals = books_totals(writer->books);
    bool good = store_row(&writer->store, STORE_TIMELINE, error, "iiiiii", seq,
                          time_of(writer, writer->now_ns), totals->live_objects, totals->live_bytes,
                          totals->step_objects, totals->step_bytes);
    books_begin_step(writer->books);
    return good;
}

/* At most CHUNK_RECORDS_MAXIMUM records, which the caller gives away. */
static bool write_records(struct writer *writer, struct books_records *records, struct error *error)
{
    if (records->count == 0)
        return true;
    struct press_job *job = memory_zeroed(1, sizeof *job);
    job->records = records->items;
    job->count = records->count;
    *records = (struct books_records){0};
    return give(writer, job, error);
}

/* --- events ----------------------------------------------------------------------------------- */

static bool take_place(struct writer *writer, struct reader *reader, const struct event *event,
                       struct error *error)
{
    const char *label = reader->label ? reader->label : "";
    uint64_t time_ns = time_of(writer, reader->label_time_ns);
    if (event->kind == EVENT_MARK)
        return store_row(&writer->store, STORE_MARK, error, "iitii", event->a, event->seq, label,
                         (int64_t)event->site, time_ns);
    if (event->kind == EVENT_GC)
        return store_row(&writer->store, STORE_COLLECTION, error, "iiitii", event->a, event->seq,
                         (int64_t)reader->generation, label, (int64_t)event->site, time_ns);
    if (reader->snapshot)
        return error_set(error, ERROR_INTERNAL, "snapshot %lld begins before %u has ended",
                         (long long)event->a, reader->snapshot_id);
    reader->snapshot_label = reader->label;
    reader->label = NULL;
    reader->snapshot_id = (uint32_t)event->a;
    reader->snapshot_time_ns = reader->label_time_ns;
    struct snapshot_header header = {
        .id = reader->snapshot_id,
        .seq = event->seq,
        .label = reader->snapshot_label ? reader->snapshot_label : "",
        .last_oid = books_totals(writer->books)->last_oid,
        .time_ns = time_ns,
        .site = event->site,
    };
    reader->snapshot = snapshot_begin(&writer->file, &header);
    /* The row is there from the beginning, as that of an incomplete picture: it may be all. */
    return store_row(&writer->store, STORE_SNAPSHOT, error, "iitiii", header.id, header.seq,
                     header.label, header.last_oid, (int64_t)header.site, header.time_ns);
}

/* The slow half of take_event: once in some thousand events, or for the rare kinds. */
static bool settle_event(struct writer *writer, struct reader *reader, const struct event *event,
                         struct error *error)
{
    if (event->kind >= EVENT_MARK && !take_place(writer, reader, event, error))
        return false;
    if (event->seq % TIMELINE_STEP == 0 && !write_timeline(writer, event->seq, error))
        return false;
    if (books_dead(writer->books)->count >= CHUNK_RECORDS_MAXIMUM &&
        !write_records(writer, books_dead(writer->books), error))
        return false;
    return writer->count < CHUNK_EVENTS_MAXIMUM || finish_chunk(writer, error);
}

static inline bool take_event(struct writer *writer, struct reader *reader,
                              const struct recorder_slot *slot, struct error *error)
{
    struct event *event = &writer->events[writer->count];
    *event = (struct event){.seq = writer->first_seq + writer->count,
                            .oid = slot->oid,
                            .a = slot->a,
                            .b = slot->b,
                            .site = slot->site,
                            .kind = slot->kind};
    if (UNLIKELY(writer->filters) && !books_wants(writer->books, event))
        return true;
    if (writer->count++ == 0)
        writer->begin_ns = writer->now_ns;
    books_enter(writer->books, event);
    if (LIKELY(event->kind < EVENT_MARK && writer->count < CHUNK_EVENTS_MAXIMUM &&
               event->seq % TIMELINE_STEP != 0 && event->kind != EVENT_FREE))
        return true;
    return settle_event(writer, reader, event, error);
}

/* --- slots that are no events
 * ---------------------------------------------------------------------- */

static bool is_wanted_type(const struct writer *writer, const char *name)
{
    return writer->has_counts && (!writer->only || fnmatch(writer->only, name, 0) == 0);
}

static void keep_label(struct reader *reader)
{
    memory_free(reader->label);
    reader->label = memory_copy_bytes(reader->bytes.bytes, reader->bytes.size);
    reader->label_time_ns = (uint64_t)reader->head.b;
    reader->generation = reader->head.site;
}

static bool end_collection(struct writer *writer, struct reader *reader, struct error *error)
{
    struct ring_figures figures;
    memcpy(&figures, reader->bytes.bytes, sizeof figures);
    return store_row(&writer->store, STORE_COLLECTION_END, error, "iiiiii", reader->head.oid,
                     last_seq(writer), figures.examined, figures.collected, figures.uncollectable,
                     time_of(writer, figures.pause_ns));
}

/* A message is whole: its head and its bytes. */
static bool take_message(struct writer *writer, struct reader *reader, struct error *error)
{
    const struct recorder_slot *head = &reader->head;
    struct store *store = &writer->store;
    const char *text = buffer_text(&reader->bytes);
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
        return end_collection(writer, reader, error);
    default:
        keep_label(reader);
        return true;
    }
}

static bool begin_message(struct writer *writer, struct reader *reader,
                          const struct recorder_slot *slot, struct error *error)
{
    reader->head = *slot;
    reader->bytes.size = 0;
    reader->missing = ring_message_size(slot);
    return reader->missing || take_message(writer, reader, error);
}

static bool take_bytes(struct writer *writer, struct reader *reader,
                       const struct recorder_slot *slot, struct error *error)
{
    size_t part = reader->missing < sizeof *slot ? reader->missing : sizeof *slot;
    buffer_append(&reader->bytes, slot, part);
    reader->missing -= part;
    return reader->missing || take_message(writer, reader, error);
}

static bool take_snapshot_object(struct writer *writer, struct reader *reader,
                                 const struct recorder_slot *slot, struct error *error)
{
    struct snapshot_object object = {
        .oid = slot->oid,
        .size = (uint64_t)slot->a,
        .count = reader->has_count ? reader->count : (int64_t)(slot->kind >> SLOT_KIND_BITS),
        .address = writer->shared->deterministic ? 0 : (uint64_t)slot->b,
        .type = slot->site,
    };
    reader->has_count = false;
    if (!books_find(writer->books, object.oid, &object.born_seq, &object.site))
        object.born_seq = object.site = 0;
    return !reader->snapshot || snapshot_add_object(reader->snapshot, &object, error);
}

static bool take_snapshot_edge(struct writer *writer, struct reader *reader,
                               const struct recorder_slot *slot, struct error *error)
{
    struct snapshot_edge edge = {
        .holder = slot->a,
        .oid = slot->oid,
        .value = (uint64_t)slot->b,
        .label = slot->site,
    };
    if (!books_claim_reference(writer->books, edge.oid, edge.holder, reader->snapshot_id,
                               &edge.opened_seq, &edge.site))
        edge.opened_seq = edge.site = 0;
    return !reader->snapshot || snapshot_add_edge(reader->snapshot, &edge, error);
}

static bool end_snapshot(struct writer *writer, struct reader *reader, uint64_t time_ns,
                         bool complete, struct error *error)
{
    struct snapshot_builder *snapshot = reader->snapshot;
    if (!snapshot)
        return true;
    reader->snapshot = NULL;
    bool good = snapshot_end(snapshot, time_of(writer, time_ns - reader->snapshot_time_ns),
                             complete, error);
    memory_free(reader->snapshot_label);
    reader->snapshot_label = NULL;
    return good;
}

static bool take_private(struct writer *writer, struct reader *reader,
                         const struct recorder_slot *slot, struct error *error)
{
    switch (slot->kind & ((1u << SLOT_KIND_BITS) - 1)) {
    case SLOT_STAMP:
        reader->stamp = slot->oid;
        return true;
    case SLOT_SITE:
        writer->is_dirty = true;
        books_add_site(writer->books, (uint32_t)slot->oid, (uint32_t)slot->a, (uint32_t)slot->b);
        return store_row(&writer->store, STORE_SITE, error, "iiii", slot->oid, slot->a, slot->b,
                         (int64_t)slot->site);
    case SLOT_SNAPSHOT_COUNT:
        reader->has_count = true;
        reader->count = slot->a;
        return true;
    case SLOT_SNAPSHOT_OBJECT:
        return take_snapshot_object(writer, reader, slot, error);
    case SLOT_SNAPSHOT_EDGE:
        return take_snapshot_edge(writer, reader, slot, error);
    case SLOT_SNAPSHOT_END:
        return end_snapshot(writer, reader, (uint64_t)slot->b, true, error);
    default:
        writer->is_dirty = true;
        return begin_message(writer, reader, slot, error);
    }
}

static inline bool take_slot(struct writer *writer, struct reader *reader,
                             const struct recorder_slot *slot, struct error *error)
{
    if (UNLIKELY(reader->missing))
        return take_bytes(writer, reader, slot, error);
    if (LIKELY(slot->kind < EVENT_KIND_COUNT))
        return slot->kind == EVENT_NONE || take_event(writer, reader, slot, error);
    return take_private(writer, reader, slot, error);
}

/* --- lanes ------------------------------------------------------------------------------------ */

static const struct recorder_slot *next_slot(const struct reader *reader)
{
    return &reader->slots[reader->position & (RING_SLOTS - 1)];
}

static void release_slots(struct reader *reader)
{
    atomic_store_explicit(&reader->lane->consumed, reader->position, memory_order_release);
}

/* The slots ahead are published up to `end`; what stands there is an oid, or any number. */
static inline void look_ahead(const struct writer *writer, const struct reader *reader,
                              uint64_t end)
{
    if (reader->position + LOOK_AHEAD >= end)
        return;
    const struct recorder_slot *slots = reader->slots;
    books_prefetch(writer->books, slots[(reader->position + LOOK_AHEAD) & (RING_SLOTS - 1)].oid,
                   slots[(reader->position + LOOK_AHEAD / 2) & (RING_SLOTS - 1)].oid);
}

/* Reads slots up to `end`; the program gets its room back piece by piece. */
static bool read_slots(struct writer *writer, struct reader *reader, uint64_t end,
                       struct error *error)
{
    bool good = true;
    while (good && reader->position < end) {
        uint64_t stop =
            end - reader->position < CONSUMED_SLOTS ? end : reader->position + CONSUMED_SLOTS;
        for (; good && reader->position < stop; reader->position++) {
            look_ahead(writer, reader, end);
            good = take_slot(writer, reader, next_slot(reader), error);
        }
        release_slots(reader);
    }
    return good;
}

/* Looks how far the lane may be read. The claim is read first: a lane that is quiet then takes its
 * next stamp after the clock that the caller has read before. */
static void look_at(struct reader *reader)
{
    uint64_t claim = atomic_load(&reader->lane->claim);
    reader->available = atomic_load_explicit(&reader->lane->published, memory_order_acquire);
    reader->is_quiet = reader->available >= claim;
}

/* A closed lane that is drained can be opened again. */
static void retire(struct reader *reader)
{
    if (atomic_load(&reader->lane->state) != LANE_CLOSED ||
        reader->position != atomic_load(&reader->lane->published))
        return;
    reader->missing = 0;
    atomic_store(&reader->lane->state, LANE_FREE);
}

static bool is_empty(const struct reader *reader)
{
    return reader->position == reader->available;
}

/* The stamp of what comes next in a lane that is not empty. */
static uint64_t next_stamp(const struct reader *reader)
{
    const struct recorder_slot *slot = next_slot(reader);
    return !reader->missing && slot->kind == SLOT_STAMP ? slot->oid : reader->stamp;
}

/* The lane that has the least stamp, and up to which stamp it may be read: to the least of the
 * others, and not beyond what an empty lane may still publish. NULL: nothing may be read now. */
static struct reader *choose(struct writer *writer, uint64_t clock, uint64_t *limit)
{
    struct reader *chosen = NULL;
    uint64_t least = UINT64_MAX;
    *limit = UINT64_MAX;
    for (struct reader *reader = writer->readers; reader < writer->readers + RING_LANES; reader++) {
        uint64_t stamp =
            is_empty(reader) ? (reader->is_quiet ? clock : reader->stamp) : next_stamp(reader);
        if (!is_empty(reader) && (!chosen || stamp < least)) {
            if (chosen && least < *limit)
                *limit = least;
            chosen = reader;
            least = stamp;
        } else if (stamp < *limit) {
            *limit = stamp;
        }
    }
    return chosen && least <= *limit ? chosen : NULL;
}

/* Reads all lanes in the order of their stamps, as far as that is certain. When the program has
 * ended nothing more can come, and everything is. */
static bool merge_lanes(struct writer *writer, bool has_ended, uint64_t *read, struct error *error)
{
    uint64_t clock = has_ended ? UINT64_MAX : ring_stamp();
    for (size_t i = 0; i < RING_LANES; i++) {
        look_at(&writer->readers[i]);
        writer->readers[i].is_quiet |= has_ended;
    }
    uint64_t limit;
    struct reader *reader;
    while (*read < STEP_SLOTS && (reader = choose(writer, clock, &limit))) {
        uint64_t before = reader->position;
        bool good = true;
        do {
            good = take_slot(writer, reader, next_slot(reader), error);
            reader->position++;
        } while (good && !is_empty(reader) && next_stamp(reader) <= limit &&
                 reader->position - before < CONSUMED_SLOTS);
        release_slots(reader);
        *read += reader->position - before;
        if (!good)
            return false;
    }
    return true;
}

static bool read_only_lane(struct writer *writer, uint64_t *read, struct error *error)
{
    struct reader *reader = &writer->readers[0];
    look_at(reader);
    uint64_t end = reader->available;
    if (end - reader->position > STEP_SLOTS)
        end = reader->position + STEP_SLOTS;
    *read = end - reader->position;
    return read_slots(writer, reader, end, error);
}

static bool read_lanes(struct writer *writer, bool has_ended, uint64_t *read, struct error *error)
{
    *read = 0;
    bool good = atomic_load(&writer->shared->is_stamped)
                    ? merge_lanes(writer, has_ended, read, error)
                    : read_only_lane(writer, read, error);
    for (size_t i = 0; good && i < RING_LANES; i++)
        retire(&writer->readers[i]);
    writer->is_dirty |= *read > 0;
    return good;
}

/* --- commits ---------------------------------------------------------------------------------- */

static bool write_progress(struct writer *writer, struct error *error)
{
    const struct books_totals *totals = books_totals(writer->books);
    return store_row(&writer->store, STORE_RUN_PROGRESS, error, "iiiiiiii", last_seq(writer),
                     totals->births, totals->live_objects, totals->live_bytes, totals->peak_seq,
                     totals->peak_objects, totals->peak_bytes, (int64_t)totals->has_holders);
}

/* The transaction that is always open is closed and the next one begun. */
static bool commit(struct writer *writer, struct error *error)
{
    if (!file_execute(&writer->file, "COMMIT; BEGIN", error))
        return false;
    writer->committed = *books_totals(writer->books);
    writer->committed_seq = last_seq(writer);
    writer->commit_ns = ring_time(writer->shared);
    writer->is_dirty = false;
    return true;
}

bool writer_commit(struct writer *writer, struct error *error)
{
    if (!collect(writer, 0, error) ||
        (writer->count > writer->written && !insert_unfinished(writer, error)))
        return false;
    return write_progress(writer, error) && commit(writer, error);
}

bool writer_step(struct writer *writer, uint64_t *read, struct error *error)
{
    writer->now_ns = ring_time(writer->shared);
    if (!read_lanes(writer, false, read, error))
        return false;
    bool is_due = writer->is_dirty && writer->now_ns - writer->commit_ns >= COMMIT_NS;
    return !is_due || writer_commit(writer, error);
}

/* --- open ------------------------------------------------------------------------------------- */

static void write_json_text(struct buffer *json, const char *text)
{
    buffer_append_byte(json, '"');
    for (const unsigned char *next = (const unsigned char *)text; *next; next++) {
        if (*next == '"' || *next == '\\')
            buffer_format(json, "\\%c", *next);
        else if (*next < 0x20)
            buffer_format(json, "\\u%04x", *next);
        else
            buffer_append_byte(json, *next);
    }
    buffer_append_byte(json, '"');
}

static void write_json_arguments(struct buffer *json, const char *const *arguments)
{
    buffer_append_byte(json, '[');
    for (size_t i = 0; arguments && arguments[i]; i++) {
        if (i)
            buffer_append_byte(json, ',');
        write_json_text(json, arguments[i]);
    }
    buffer_append_byte(json, ']');
}

static uint64_t wall_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static bool write_run(struct writer *writer, const struct recorder_options *options,
                      int32_t process, struct error *error)
{
    bool hides = options->deterministic;
    char *directory = hides ? NULL : getcwd(NULL, 0);
    struct buffer arguments = BUFFER_EMPTY;
    write_json_arguments(&arguments, options->arguments);
    bool good =
        store_row(&writer->store, STORE_RUN, error, "ttttitttii", RECORDER_NAME,
                  options->program ? options->program : "", buffer_text(&arguments),
                  directory ? directory : "", (int64_t)(hides ? 0 : process), options->parent_file,
                  options->level == RECORD_REFS ? "refs" : "lifetimes", options->only,
                  (int64_t)options->deterministic, (int64_t)(hides ? 0 : wall_clock_ns()));
    buffer_release(&arguments);
    free(directory);
    return good && store_row(&writer->store, STORE_ROOT, error, "it", HOLDER_UNKNOWN, "unknown");
}

/* queries/growth.sql → growth; queries/checks/no_cycles.sql → checks/no_cycles */
static bool write_query(struct writer *writer, const struct embedded_file *query,
                        struct error *error)
{
    static const char folder[] = "queries/", suffix[] = ".sql";
    const char *name = query->name;
    if (strncmp(name, folder, sizeof folder - 1) == 0)
        name += sizeof folder - 1;
    size_t size = strlen(name);
    if (size >= sizeof suffix && strcmp(name + size - (sizeof suffix - 1), suffix) == 0)
        size -= sizeof suffix - 1;
    return store_row(&writer->store, STORE_QUERY, error, "ss", name, size, query->text,
                     query->size);
}

static bool write_first_rows(struct writer *writer, const struct recorder_options *options,
                             int32_t process, struct error *error)
{
    if (!file_execute(&writer->file, "BEGIN", error) || !write_run(writer, options, process, error))
        return false;
    for (const struct embedded_file *query = options->queries; query && query->name; query++)
        if (!write_query(writer, query, error))
            return false;
    return commit(writer, error);
}

struct writer *writer_open(struct ring_shared *shared, const struct recorder_options *options,
                           int32_t process, struct error *error)
{
    struct writer *writer = memory_zeroed(1, sizeof *writer);
    if (!file_create(options->file, options->overwrite, &writer->file, error)) {
        memory_free(writer);
        return NULL;
    }
    writer->shared = shared;
    writer->store.file = &writer->file;
    writer->has_counts = options->level == RECORD_REFS;
    writer->only = options->only ? memory_copy_string(options->only) : NULL;
    writer->filters = writer->only;
    writer->books = books_new(writer->has_counts);
    writer->coder = chunk_coder_new();
    writer->press = press_new();
    writer->events = new_events();
    writer->first_seq = 1;
    for (size_t i = 0; i < RING_LANES; i++) {
        writer->readers[i].lane = &shared->lanes[i];
        writer->readers[i].slots = ring_slots(shared, i);
    }
    if (write_first_rows(writer, options, process, error))
        return writer;
    writer_discard(writer);
    return NULL;
}

void writer_free(struct writer *writer)
{
    if (!writer)
        return;
    for (size_t i = 0; i < RING_LANES; i++) {
        struct reader *reader = &writer->readers[i];
        buffer_release(&reader->bytes);
        memory_free(reader->label);
        memory_free(reader->snapshot_label);
        if (reader->snapshot)
            snapshot_abandon(reader->snapshot);
    }
    press_free(writer->press);
    press_job_free(writer->spare);
    store_release(&writer->store);
    file_close(&writer->file);
    books_free(writer->books);
    chunk_coder_free(writer->coder);
    memory_free(writer->events);
    memory_free(writer->only);
    memory_free(writer);
}

/* --- the end ---------------------------------------------------------------------------------- */

static bool drain(struct writer *writer, struct error *error)
{
    uint64_t read;
    do {
        writer->now_ns = ring_time(writer->shared);
        if (!read_lanes(writer, true, &read, error))
            return false;
    } while (read);
    for (size_t i = 0; i < RING_LANES; i++)
        if (!end_snapshot(writer, &writer->readers[i], writer->now_ns, false, error))
            return false;
    return true;
}

/* Survivors go through a chunk of records; CHUNK_RECORDS_MAXIMUM at a time. */
struct survivors {
    struct writer *writer;
    struct books_records records;
    struct error *error;
};

static bool add_survivor(void *context, const struct object_record *record)
{
    struct survivors *survivors = context;
    vector_push(&survivors->records, *record);
    if (survivors->records.count < CHUNK_RECORDS_MAXIMUM)
        return true;
    return write_records(survivors->writer, &survivors->records, survivors->error);
}

static bool write_survivors(struct writer *writer, struct error *error)
{
    struct survivors survivors = {.writer = writer, .error = error};
    bool good = books_each_survivor(writer->books, add_survivor, &survivors) &&
                write_records(writer, &survivors.records, error);
    vector_release(&survivors.records);
    return good;
}

struct open_references {
    struct snapshot_builder *builder;
    struct error *error;
};

static bool add_open_reference(void *context, uint64_t oid, int64_t holder, uint64_t opened_seq,
                               uint32_t site)
{
    struct open_references *open = context;
    struct snapshot_edge edge = {
        .holder = holder, .oid = oid, .opened_seq = opened_seq, .site = site};
    return snapshot_add_edge(open->builder, &edge, open->error);
}

static bool write_open_references(struct writer *writer, struct error *error)
{
    struct snapshot_header header = {.seq = last_seq(writer), .label = ""};
    struct open_references open = {snapshot_begin(&writer->file, &header), error};
    if (books_each_reference(writer->books, add_open_reference, &open))
        return snapshot_end(open.builder, 0, true, error);
    snapshot_abandon(open.builder);
    return false;
}

static bool write_balances(struct writer *writer, struct error *error)
{
    const struct books_sites *sites = books_sites(writer->books);
    const struct books_types *types = books_types(writer->books);
    bool good = true;
    for (size_t i = 0; good && i < sites->count; i++) {
        const struct books_site *site = &sites->items[i];
        if (site->births || site->increfs || site->decrefs || site->moves)
            good = store_row(&writer->store, STORE_SITE_BALANCE, error, "iiiiiiiiii", (int64_t)i,
                             site->births, site->born_bytes, site->live_objects, site->live_bytes,
                             site->increfs, site->decrefs, site->moves, site->opened, site->closed);
    }
    for (size_t i = 0; good && i < types->count; i++) {
        const struct books_type *type = &types->items[i];
        if (type->births)
            good = store_row(&writer->store, STORE_TYPE_BALANCE, error, "iiiiii", (int64_t)i,
                             type->births, type->deaths, type->born_bytes, type->live_objects,
                             type->live_bytes);
    }
    return good;
}

static bool write_books(struct writer *writer, struct error *error)
{
    return write_records(writer, books_dead(writer->books), error) &&
           write_survivors(writer, error) && write_open_references(writer, error) &&
           write_balances(writer, error) &&
           (last_seq(writer) == 0 || write_timeline(writer, last_seq(writer), error));
}

static bool write_end(struct writer *writer, bool has_status,
                      const struct recorder_outcome *outcome, struct error *error)
{
    const char *state = outcome->incomplete ? "incomplete" : "complete";
    const char *reason = outcome->incomplete ? outcome->reason.message : NULL;
    uint64_t duration_ns = time_of(writer, ring_time(writer->shared));
    uint64_t books_seq = outcome->incomplete ? 0 : last_seq(writer);
    if (!has_status)
        return store_row(&writer->store, STORE_RUN_END, error, "ttnnnii", state, reason,
                         duration_ns, books_seq);
    return store_row(&writer->store, STORE_RUN_END, error, "tttiiii", state, reason,
                     outcome->signal ? "signal" : "exit", (int64_t)outcome->exit_code,
                     (int64_t)outcome->signal, duration_ns, books_seq);
}

/* So that one file remains. Where that fails the -wal stays, and a reader finds everything in it.
 */
static void leave_wal(struct writer *writer)
{
    struct error ignored;
    store_release(&writer->store); /* there must be no prepared statement */
    writer->store = (struct store){.file = &writer->file};
    bool in_transaction = !sqlite3_get_autocommit(writer->file.database);
    if ((in_transaction && !file_execute(&writer->file, "COMMIT", &ignored)) ||
        !file_finish(&writer->file, &ignored))
        return;
}

bool writer_finish(struct writer *writer, bool has_status, struct recorder_outcome *outcome,
                   struct error *error)
{
    if (!drain(writer, error) || !write_books(writer, error) ||
        !write_end(writer, has_status, outcome, error) || !writer_commit(writer, error))
        return false;
    outcome->events = last_seq(writer);
    outcome->objects = books_totals(writer->books)->births;
    leave_wal(writer);
    return true;
}

void writer_abandon(struct writer *writer, const struct error *reason,
                    struct recorder_outcome *outcome)
{
    struct error ignored;
    outcome->incomplete = true;
    outcome->reason = *reason;
    outcome->events = writer->committed_seq;
    outcome->objects = writer->committed.births;
    for (size_t i = 0; i < RING_LANES; i++) {
        if (writer->readers[i].snapshot)
            snapshot_abandon(writer->readers[i].snapshot);
        writer->readers[i].snapshot = NULL;
    }
    if (!sqlite3_get_autocommit(writer->file.database) &&
        !file_execute(&writer->file, "ROLLBACK", &ignored))
        return;
    writer_note_end(writer, false, outcome);
}

void writer_note_end(struct writer *writer, bool has_status, const struct recorder_outcome *outcome)
{
    struct error ignored;
    if (!write_end(writer, has_status, outcome, &ignored))
        return; /* then the trace says that it is being recorded */
    leave_wal(writer);
}

void writer_discard(struct writer *writer)
{
    char *path = memory_copy_string(writer->file.path);
    writer_free(writer);
    file_remove(path);
    memory_free(path);
}
