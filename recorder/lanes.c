/* The writer's end of the lanes (lanes.h). */
#include "recorder/lanes.h"

#define RUN_SLOTS 512 /* of a run, at most: then the program is told that there is room */

void lanes_init(struct lanes *lanes, struct ring_shared *shared)
{
    *lanes = (struct lanes){.shared = shared};
    for (size_t i = 0; i < RING_LANES; i++) {
        lanes->readers[i].lane = &shared->lanes[i];
        lanes->readers[i].slots = ring_slots(shared, i);
    }
}

/* Looks how far the lane may be read. The claim is read first: a lane that is quiet then takes its
 * next stamp after the clock that was read before. */
static void look_at(struct lanes_reader *reader)
{
    uint64_t claim = atomic_load(&reader->lane->claim);
    reader->available = atomic_load_explicit(&reader->lane->published, memory_order_acquire);
    reader->is_quiet = reader->available >= claim;
}

static const struct recorder_slot *slot_at(const struct lanes_reader *reader, uint64_t position)
{
    return &reader->slots[position & (RING_SLOTS - 1)];
}

static bool is_empty(const struct lanes_reader *reader)
{
    return reader->position == reader->available;
}

/* Slots up to `end`, cut where the ring begins again. */
static struct lanes_run run_to(const struct lanes *lanes, const struct lanes_reader *reader,
                               uint64_t end)
{
    uint64_t place = reader->position & (RING_SLOTS - 1), count = end - reader->position;
    if (count > RING_SLOTS - place)
        count = RING_SLOTS - place;
    return (struct lanes_run){(size_t)(reader - lanes->readers), slot_at(reader, reader->position),
                              count < RUN_SLOTS ? count : RUN_SLOTS};
}

/* --- merging ---------------------------------------------------------------------------------- */

static bool is_stamp(const struct lanes_reader *reader, uint64_t position)
{
    return !reader->raw && slot_at(reader, position)->kind == SLOT_STAMP;
}

/* The stamp of what comes next, or before which nothing can come any more. */
static uint64_t next_stamp(const struct lanes *lanes, const struct lanes_reader *reader)
{
    if (is_empty(reader))
        return reader->is_quiet ? lanes->clock : reader->stamp;
    return is_stamp(reader, reader->position) ? slot_at(reader, reader->position)->oid
                                              : reader->stamp;
}

/* The lane that has the least stamp, and up to which stamp it may be read. NULL: none may. */
static struct lanes_reader *choose(struct lanes *lanes, uint64_t *limit)
{
    struct lanes_reader *chosen = NULL;
    uint64_t least = UINT64_MAX;
    *limit = UINT64_MAX;
    for (struct lanes_reader *reader = lanes->readers; reader < lanes->readers + lanes->count;
         reader++) {
        uint64_t stamp = next_stamp(lanes, reader);
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

/* After this the reader knows the slot: whether it is a stamp, and what bytes follow it. */
static void pass_slot(struct lanes_reader *reader, const struct recorder_slot *slot)
{
    if (reader->raw)
        reader->raw--;
    else if (slot->kind == SLOT_STAMP)
        reader->stamp = slot->oid;
    else
        reader->raw = ring_raw_slots(slot);
}

/* How far the chosen lane may be read: up to its first stamp beyond the limit. The reader is a
 * copy, which passes the slots ahead of the real one. */
static uint64_t find_end(struct lanes_reader ahead, uint64_t limit)
{
    uint64_t most = ahead.position + RUN_SLOTS;
    while (!is_empty(&ahead) && ahead.position < most) {
        const struct recorder_slot *slot = slot_at(&ahead, ahead.position);
        if (is_stamp(&ahead, ahead.position) && slot->oid > limit)
            break;
        pass_slot(&ahead, slot);
        ahead.position++;
    }
    return ahead.position;
}

static size_t count_opened(const struct lanes *lanes)
{
    uint32_t openings = atomic_load(&lanes->shared->lane_count);
    return openings < RING_LANES ? openings : RING_LANES;
}

/* A lane that is opened behind this takes its first stamp after the clock that was read. */
static void look_at_all(struct lanes *lanes, bool has_ended)
{
    lanes->clock = has_ended ? UINT64_MAX : ring_stamp_between();
    lanes->count = count_opened(lanes);
    for (size_t i = 0; i < lanes->count; i++) {
        look_at(&lanes->readers[i]);
        lanes->readers[i].is_quiet |= has_ended;
    }
    lanes->is_fresh = true;
}

static bool next_merged(struct lanes *lanes, bool has_ended, struct lanes_run *run)
{
    uint64_t limit;
    struct lanes_reader *reader = lanes->is_fresh ? choose(lanes, &limit) : NULL;
    if (!reader) {
        look_at_all(lanes, has_ended);
        reader = choose(lanes, &limit);
    }
    if (!reader)
        return false;
    *run = run_to(lanes, reader, find_end(*reader, limit));
    return true;
}

/* --- reading ---------------------------------------------------------------------------------- */

bool lanes_next(struct lanes *lanes, bool has_ended, struct lanes_run *run)
{
    if (atomic_load(&lanes->shared->is_stamped))
        return next_merged(lanes, has_ended, run);
    struct lanes_reader *reader = &lanes->readers[0];
    if (is_empty(reader))
        look_at(reader);
    *run = run_to(lanes, reader, reader->available);
    return run->count > 0;
}

/* What the messages in a run need to be merged is noted also while there is one lane: another may
 * come while half a message has been read. */
void lanes_consume(struct lanes *lanes, const struct lanes_run *run)
{
    struct lanes_reader *reader = &lanes->readers[run->lane];
    for (size_t i = 0; i < run->count; i++)
        if (UNLIKELY(reader->raw || run->slots[i].kind >= SLOT_STAMP))
            pass_slot(reader, &run->slots[i]);
    reader->position += run->count;
    ring_consume(reader->lane, reader->position);
}

void lanes_retire(struct lanes *lanes)
{
    size_t count = count_opened(lanes);
    for (struct lanes_reader *reader = lanes->readers; reader < lanes->readers + count; reader++) {
        if (atomic_load(&reader->lane->state) != LANE_CLOSED ||
            reader->position != atomic_load(&reader->lane->published))
            continue;
        reader->raw = 0;
        atomic_store(&reader->lane->state, LANE_FREE);
    }
}
