/* What a traced program calls (recorder.h): lanes, definitions, births, snapshots.
 *
 * A message is a slot of a private kind and, behind it, a text in raw slots. It is published slot
 * by slot: a text may be longer than the ring. Definitions are kept as they were sent, so that a
 * forked child can begin its own ledger with the same numbers.
 */
#include "recorder/recorder.h"

#include "base/memory.h"
#include "recorder/fork.h"
#include "recorder/format/file.h"
#include "recorder/format/snapshot.h"
#include "recorder/program.h"
#include "recorder/text.h"

#include <string.h>
#include <unistd.h>

#define TEXT_MAXIMUM 65536 /* bytes of a label or a text; longer ones are cut */
#define LANE_LOOK_US 100   /* between two looks whether a closed lane has been drained */

/* --- the recorder ----------------------------------------------------------------------------- */

struct recorder *program_recorder_new(struct ring_shared *shared,
                                      const struct recorder_options *options)
{
    struct recorder *recorder = memory_zeroed(1, sizeof *recorder);
    recorder->shared = shared;
    recorder->options = *options;
    recorder->roots = 1; /* 'unknown' */
    recorder->texts = text_index_new();
    recorder->functions = text_index_new();
    recorder->scratch = memory_zeroed(RING_LANES, sizeof *recorder->scratch);
    pthread_mutex_init(&recorder->lock, NULL);
    site_index_init(&recorder->sites);
    fork_watch(recorder);
    return recorder;
}

void program_recorder_free(struct recorder *recorder)
{
    fork_forget(recorder);
    site_index_release(&recorder->sites);
    text_index_free(recorder->texts);
    text_index_free(recorder->functions);
    pthread_mutex_destroy(&recorder->lock);
    buffer_release(&recorder->definitions);
    buffer_release(&recorder->inherited);
    memory_free(recorder->scratch);
    memory_free(recorder);
}

/* --- slots ------------------------------------------------------------------------------------ */

static void tell_once(struct recorder *recorder)
{
    if (atomic_exchange(&recorder->has_told, true))
        return;
    bool gave_up = atomic_load(&recorder->shared->writer) == WRITER_GAVE_UP;
    char line[512];
    int size = snprintf(line, sizeof line, "heapledger: %s; the program goes on unrecorded\n",
                        gave_up ? recorder->shared->reason : "the writer of the trace has died");
    if (write(STDERR_FILENO, line, (size_t)size) < 0)
        return; /* then there is nobody to tell */
}

void program_cut_lane(struct recorder_lane *lane)
{
    lane->slots = lane->recorder->scratch + (lane - lane->recorder->lanes);
    lane->published = &lane->recorder->nowhere;
    lane->mask = 0;
    lane->counts = false;
    lane->is_unheard = true;
    atomic_store(&lane->limit, UINT64_MAX);
}

/* Room for `slots` more; after this, lane->slots may be scratch. */
static void make_room(struct recorder_lane *lane, uint64_t slots)
{
    if (!lane->is_unheard &&
        !ring_wait(lane->recorder->shared, lane->shared, lane->position, slots)) {
        tell_once(lane->recorder);
        program_cut_lane(lane);
    }
}

static void put_slot(struct recorder_lane *lane, struct recorder_slot slot)
{
    lane->slots[lane->position & lane->mask] = slot;
    lane->position++;
}

static void publish(struct recorder_lane *lane)
{
    atomic_store_explicit(lane->published, lane->position, memory_order_release);
}

static bool is_stamped(const struct recorder_lane *lane)
{
    return atomic_load(&lane->recorder->shared->is_stamped) && !lane->is_unheard;
}

/* Puts the stamp of the event that comes next, which publishes both. The claim must be seen before
 * the clock is read: hence the exchange (ring.h, order between lanes). */
static void put_stamp(struct recorder_lane *lane)
{
    atomic_exchange(&lane->shared->claim, lane->position + 2);
    put_slot(lane, (struct recorder_slot){.kind = SLOT_STAMP, .oid = ring_stamp()});
}

/* Up to where the lane need not look again. False: stamps have begun, and it looks each time.
 * begin_stamps may be at work: who comes second sees what the other has stored. */
static bool set_limit(struct recorder_lane *lane)
{
    uint64_t consumed = atomic_load_explicit(&lane->shared->consumed, memory_order_acquire);
    atomic_store(&lane->limit, consumed + RING_SLOTS);
    if (!is_stamped(lane))
        return true;
    atomic_store(&lane->limit, 0);
    return false;
}

/* With stamps the limit stays where it is: the position has passed it, for ever. */
void recorder_wait(struct recorder_lane *lane)
{
    make_room(lane, 2);
    if (!lane->is_unheard && (is_stamped(lane) || !set_limit(lane)))
        put_stamp(lane);
}

/* One slot that is no event. */
static void send_slot(struct recorder_lane *lane, struct recorder_slot slot)
{
    make_room(lane, 2);
    if (is_stamped(lane))
        put_stamp(lane);
    put_slot(lane, slot);
    publish(lane);
}

/* A slot and the bytes that belong to it. */
static void send_message(struct recorder_lane *lane, struct recorder_slot head, const void *bytes,
                         size_t size)
{
    send_slot(lane, head);
    for (size_t sent = 0; sent < size; sent += sizeof(struct recorder_slot)) {
        struct recorder_slot raw = {0};
        size_t part = size - sent < sizeof raw ? size - sent : sizeof raw;
        memcpy(&raw, (const char *)bytes + sent, part);
        make_room(lane, 1);
        put_slot(lane, raw);
        publish(lane);
    }
}

/* A message that is kept; the caller holds the lock. */
static void define(struct recorder_lane *lane, struct recorder_slot head, const void *bytes,
                   size_t size)
{
    buffer_append(&lane->recorder->definitions, &head, sizeof head);
    buffer_append(&lane->recorder->definitions, bytes, size);
    send_message(lane, head, bytes, size);
}

/* In a forked child: what its parent had defined, through the first lane. */
static void send_inherited(struct recorder_lane *lane)
{
    struct buffer inherited = lane->recorder->inherited;
    lane->recorder->inherited = BUFFER_EMPTY;
    struct cursor cursor = {inherited.bytes, inherited.bytes + inherited.size};
    const uint8_t *bytes;
    while (buffer_read_bytes(&cursor, sizeof(struct recorder_slot), &bytes)) {
        struct recorder_slot head;
        memcpy(&head, bytes, sizeof head);
        size_t size = ring_message_size(&head);
        if (buffer_read_bytes(&cursor, size, &bytes))
            define(lane, head, bytes, size);
    }
    buffer_release(&inherited);
}

static size_t name_size(const char *name)
{
    return buffer_cut_text(name, strlen(name), NAME_MAXIMUM);
}

static void send_text(struct recorder_lane *lane, struct recorder_slot head, const char *text)
{
    size_t size = buffer_cut_text(text, strlen(text), TEXT_MAXIMUM);
    head.a = (int64_t)size;
    send_message(lane, head, text, size);
}

static void lock(struct recorder_lane *lane)
{
    pthread_mutex_lock(&lane->recorder->lock);
}

static void unlock(struct recorder_lane *lane)
{
    pthread_mutex_unlock(&lane->recorder->lock);
}

/* --- lanes ------------------------------------------------------------------------------------ */

/* A lane that is not in use: fresh, or closed and drained. NULL: none. `*closed`: another will be,
 * when the writer has drained it. */
static struct ring_lane *find_lane(struct recorder *recorder, size_t *number, bool *closed)
{
    bool gone = recorder->is_inherited || ring_writer_is_gone(recorder->shared);
    *closed = false;
    for (size_t i = 0; i < RING_LANES; i++) {
        struct ring_lane *lane = &recorder->shared->lanes[i];
        if (recorder->lane_used[i])
            continue;
        *closed = true;
        *number = i;
        if (gone || atomic_load(&lane->state) == LANE_FREE)
            return lane;
    }
    return NULL;
}

/* As find_lane, with the lock held; lets go of it while it waits. */
static struct ring_lane *wait_for_lane(struct recorder *recorder, size_t *number)
{
    bool closed;
    struct ring_lane *lane;
    while (!(lane = find_lane(recorder, number, &closed)) && closed) {
        pthread_mutex_unlock(&recorder->lock);
        usleep(LANE_LOOK_US);
        pthread_mutex_lock(&recorder->lock);
    }
    return lane;
}

/* The others look at is_stamped at their next event (ring.h, order between lanes). */
static void begin_stamps(struct recorder *recorder)
{
    atomic_store(&recorder->shared->is_stamped, 1);
    for (size_t i = 0; i < RING_LANES; i++)
        if (recorder->lane_used[i] && !recorder->lanes[i].is_unheard)
            atomic_store(&recorder->lanes[i].limit, 0);
}

static void connect(struct recorder_lane *lane)
{
    struct recorder *recorder = lane->recorder;
    lane->slots = ring_slots(recorder->shared, (size_t)(lane - recorder->lanes));
    lane->mask = RING_SLOTS - 1;
    lane->position = atomic_load(&lane->shared->published);
    atomic_store(&lane->limit, lane->position);
    lane->published = &lane->shared->published;
    lane->counts = recorder->shared->level == RECORD_REFS;
    atomic_store(&lane->shared->state, LANE_OPEN);
    if (atomic_fetch_add(&recorder->shared->lane_count, 1) > 0)
        begin_stamps(recorder);
}

struct recorder_lane *recorder_lane_open(struct recorder *recorder, struct error *error)
{
    size_t number;
    pthread_mutex_lock(&recorder->lock);
    struct ring_lane *shared = wait_for_lane(recorder, &number);
    if (!shared) {
        pthread_mutex_unlock(&recorder->lock);
        error_set(error, ERROR_INTERNAL, "more than %d threads record at the same time",
                  RING_LANES);
        return NULL;
    }
    struct recorder_lane *lane = &recorder->lanes[number];
    recorder->lane_used[number] = true;
    *lane = (struct recorder_lane){.recorder = recorder, .shared = shared};
    if (recorder->is_inherited)
        program_cut_lane(lane);
    else
        connect(lane);
    send_inherited(lane);
    pthread_mutex_unlock(&recorder->lock);
    return lane;
}

void recorder_lane_close(struct recorder_lane *lane)
{
    struct recorder *recorder = lane->recorder;
    pthread_mutex_lock(&recorder->lock);
    if (!recorder->is_inherited)
        atomic_store(&lane->shared->state, LANE_CLOSED);
    recorder->lane_used[lane - recorder->lanes] = false;
    pthread_mutex_unlock(&recorder->lock);
}

/* --- definitions ------------------------------------------------------------------------------ */

static void define_name(struct recorder_lane *lane, struct recorder_slot head, const char *name)
{
    size_t size = name_size(name);
    head.a = (int64_t)size;
    define(lane, head, name, size);
}

uint32_t recorder_type(struct recorder_lane *lane, const char *name)
{
    lock(lane);
    uint32_t id = ++lane->recorder->types;
    define_name(lane, (struct recorder_slot){.kind = SLOT_TYPE, .oid = id}, name);
    unlock(lane);
    return id;
}

/* Interned by name, file and line as one text. */
uint32_t recorder_function(struct recorder_lane *lane, const char *name, const char *file,
                           uint32_t line)
{
    size_t of_name = name_size(name), of_file = name_size(file), size = of_name + of_file;
    char *key = memory_allocate(size + sizeof line);
    memcpy(key, name, of_name);
    memcpy(key + of_name, file, of_file);
    memcpy(key + size, &line, sizeof line);
    bool is_new;
    lock(lane);
    uint32_t id = text_intern(lane->recorder->functions, key, size + sizeof line, &is_new);
    struct recorder_slot head = {.kind = SLOT_FUNCTION,
                                 .oid = id,
                                 .a = (int64_t)of_name,
                                 .b = (int64_t)of_file,
                                 .site = line};
    if (is_new)
        define(lane, head, key, size);
    unlock(lane);
    memory_free(key);
    return id;
}

int64_t recorder_root(struct recorder_lane *lane, const char *name)
{
    lock(lane);
    uint32_t id = ++lane->recorder->roots;
    define_name(lane, (struct recorder_slot){.kind = SLOT_ROOT, .oid = id}, name);
    unlock(lane);
    return -(int64_t)id;
}

uint32_t recorder_text(struct recorder_lane *lane, const char *text, size_t size)
{
    bool is_new;
    size = buffer_cut_text(text, size, TEXT_MAXIMUM);
    lock(lane);
    uint32_t id = text_intern(lane->recorder->texts, text, size, &is_new);
    if (is_new)
        define(lane, (struct recorder_slot){.kind = SLOT_TEXT, .oid = id, .a = (int64_t)size}, text,
               size);
    unlock(lane);
    return id;
}

/* Another thread may have added it between the first look and the lock. */
static uint32_t add_site(struct recorder_lane *lane, uint32_t parent, uint32_t function,
                         uint32_t line)
{
    struct site_index *sites = &lane->recorder->sites;
    uint32_t id = site_find(sites, parent, function, line);
    if (id)
        return id;
    struct recorder_slot head = {
        .kind = SLOT_SITE, .oid = sites->count + 1, .a = parent, .b = function, .site = line};
    define(lane, head, NULL, 0);
    return site_add(sites, parent, function, line);
}

uint32_t recorder_site(struct recorder_lane *lane, uint32_t parent, uint32_t function,
                       uint32_t line)
{
    uint32_t id = site_find(&lane->recorder->sites, parent, function, line);
    if (LIKELY(id))
        return id;
    lock(lane);
    id = add_site(lane, parent, function, line);
    unlock(lane);
    return id;
}

/* --- events ----------------------------------------------------------------------------------- */

uint64_t recorder_alloc(struct recorder_lane *lane, uint32_t type, uint64_t size, uint32_t site)
{
    uint64_t oid = atomic_fetch_add_explicit(&lane->recorder->objects, 1, memory_order_relaxed) + 1;
    recorder_emit(lane, EVENT_ALLOC, oid, (int64_t)type, (int64_t)size, site);
    return oid;
}

void recorder_inherit(struct recorder_lane *lane, uint64_t oid, uint32_t type, uint64_t size)
{
    recorder_emit(lane, EVENT_ALLOC, oid, (int64_t)type, (int64_t)size, 0);
}

uint32_t recorder_mark(struct recorder_lane *lane, const char *label, uint32_t site)
{
    uint32_t id = atomic_fetch_add(&lane->recorder->marks, 1) + 1;
    int64_t time_ns = (int64_t)ring_time(lane->recorder->shared);
    send_text(lane, (struct recorder_slot){.kind = SLOT_LABEL, .oid = id, .b = time_ns}, label);
    recorder_emit(lane, EVENT_MARK, 0, id, 0, site);
    return id;
}

uint32_t recorder_collection_begin(struct recorder_lane *lane, uint32_t generation,
                                   const char *trigger, uint32_t site)
{
    uint32_t id = atomic_fetch_add(&lane->recorder->collections, 1) + 1;
    int64_t time_ns = (int64_t)ring_time(lane->recorder->shared);
    struct recorder_slot head = {.kind = SLOT_TRIGGER, .oid = id, .b = time_ns, .site = generation};
    send_text(lane, head, trigger);
    recorder_emit(lane, EVENT_GC, 0, id, 0, site);
    return id;
}

void recorder_collection_end(struct recorder_lane *lane, uint32_t id,
                             const struct recorder_collection *figures)
{
    struct ring_figures sent = {figures->examined, figures->collected, figures->uncollectable,
                                figures->pause_ns};
    struct recorder_slot head = {.kind = SLOT_COLLECTION_END, .oid = id, .a = sizeof sent};
    send_message(lane, head, &sent, sizeof sent);
}

void recorder_garbage_edge(struct recorder_lane *lane, int64_t holder, uint64_t oid,
                           enum edge_label label, uint64_t value)
{
    if (LIKELY(lane->counts))
        recorder_emit(lane, (enum event_kind)SLOT_GARBAGE_EDGE, oid, holder, (int64_t)value, label);
}

/* --- snapshots -------------------------------------------------------------------------------- */

uint32_t recorder_snapshot_begin(struct recorder_lane *lane, const char *label, uint32_t site)
{
    uint32_t id = atomic_fetch_add(&lane->recorder->snapshots, 1) + 1;
    int64_t time_ns = (int64_t)ring_time(lane->recorder->shared);
    send_text(lane, (struct recorder_slot){.kind = SLOT_LABEL, .oid = id, .b = time_ns}, label);
    recorder_emit(lane, EVENT_SNAPSHOT, 0, id, 0, site);
    return id;
}

void recorder_snapshot_object(struct recorder_lane *lane, uint64_t oid, uint32_t type,
                              uint64_t size, int64_t count, uint64_t address)
{
    uint32_t beside = SLOT_BESIDE_NONE;
    if (LIKELY(count >= 0 && count < SLOT_BESIDE_NONE))
        beside = (uint32_t)count;
    else
        send_slot(lane, (struct recorder_slot){.kind = SLOT_SNAPSHOT_COUNT, .a = count});
    recorder_emit(lane, (enum event_kind)(SLOT_SNAPSHOT_OBJECT | beside << SLOT_KIND_BITS), oid,
                  (int64_t)size, (int64_t)address, type);
}

void recorder_snapshot_edge(struct recorder_lane *lane, int64_t holder, uint64_t oid,
                            enum edge_label label, uint64_t value)
{
    recorder_emit(lane, (enum event_kind)SLOT_SNAPSHOT_EDGE, oid, holder, (int64_t)value, label);
}

void recorder_snapshot_contents(struct recorder_lane *lane)
{
    send_slot(lane, (struct recorder_slot){.kind = SLOT_SNAPSHOT_CONTENTS});
}

void recorder_snapshot_content(struct recorder_lane *lane, uint64_t hash, const char *text,
                               size_t size)
{
    size = buffer_cut_text(text, size, CONTENT_TEXT_MAXIMUM);
    struct recorder_slot head = {.kind = SLOT_SNAPSHOT_CONTENT, .oid = hash, .a = (int64_t)size};
    send_message(lane, head, text, size);
}

/* The pause is what the program waited: the picture ends when the program has told it. */
void recorder_snapshot_end(struct recorder_lane *lane)
{
    int64_t time_ns = (int64_t)ring_time(lane->recorder->shared);
    send_slot(lane, (struct recorder_slot){.kind = SLOT_SNAPSHOT_END, .b = time_ns});
}
