/* The memory that program and writer share: a ring of slots for each thread, and a few flags.
 *
 *     ┌ struct ring_shared ┬ lane 0 … lane 127 ┬ slots of lane 0 │ slots of lane 1 │ … ┐
 *
 * How it works. A lane has one producer, a thread of the program, and one consumer, the writer. The
 * producer fills slots and moves `published`, the writer reads them and moves `consumed`; both only
 * grow, and the slot of position p is p modulo the ring's size. Nothing is locked, and nobody makes
 * a system call while there is room and something to read. A producer that finds no room sleeps
 * until a part of the ring is free again, so that it is not woken for every slot. Definitions
 * (names, sites, labels) travel in the same ring, before the first event that uses them: a slot of
 * a private kind, then the text in raw slots.
 *
 * Order between lanes. While there is one lane its order is the order. From the moment that a
 * second one opens, each event is preceded by a stamp slot with the processor's clock, and the
 * writer merges by stamps. A lane says in `claim` that it is about to take a stamp, so that the
 * writer never runs ahead of a thread that was interrupted between stamp and publication.
 *
 * Invariants
 * 1. consumed <= published <= consumed + RING_SLOTS, at all times, for each lane.
 * 2. A slot below `published` does not change before `consumed` has passed it.
 * 3. In a lane stamps never fall; where event x of one thread happened before event y of another,
 * and the threads agreed on that through memory, stamp(x) <= stamp(y), and x is merged first.
 * 4. The writer holds the robust mutex `alive` as long as it lives and reads: a program that waits
 *    can always tell, however the writer died.
 */
#ifndef RECORDER_RING_H
#define RECORDER_RING_H

#include "recorder/recorder.h"

#include <pthread.h>

#ifdef SMALL_LIMITS
#define RING_SLOTS 64
#define RING_LANES 8
#else
#define RING_SLOTS 32768 /* 1 MiB a lane; a power of two */
#define RING_LANES 128   /* threads that record at the same time */
#endif

#define RING_LINE 64 /* bytes of a cache line */

/* Kinds of slots that are no events. The low byte of slot.kind is the kind, the rest belongs to it.
 */
enum slot_kind {
    SLOT_STAMP = 128, /* oid: the clock */
    SLOT_TYPE,        /* oid: id, a: bytes of the name, which follows */
    SLOT_FUNCTION,    /* oid: id, a: bytes of the name, b: of the file; both follow; site: line */
    SLOT_TEXT,        /* oid: id, a: bytes, which follow */
    SLOT_ROOT,        /* oid: -id, a: bytes of the name, which follows */
    SLOT_SITE,        /* oid: id, a: parent, b: function, site: line */
    SLOT_LABEL,   /* of the mark or snapshot event that is next; a: bytes, which follow; b: time */
    SLOT_TRIGGER, /* of the gc event that is next; likewise; site: generation */
    SLOT_COLLECTION_END,  /* oid: id, a: bytes of a struct ring_figures, which follows */
    SLOT_SNAPSHOT_COUNT,  /* a: the count of the next object, where it does not fit beside its kind
                           */
    SLOT_SNAPSHOT_OBJECT, /* oid, a: size, b: address, site: type, beside the kind: count */
    SLOT_SNAPSHOT_EDGE,   /* oid, a: holder, b: value of the label, site: label */
    SLOT_SNAPSHOT_END,    /* b: time */
    SLOT_SNAPSHOT_CONTENTS, /* they are told */
    SLOT_SNAPSHOT_CONTENT, /* of the object before it; oid: hash, a: bytes of its text, which follow
                            */
    SLOT_GARBAGE_EDGE,     /* as SLOT_SNAPSHOT_EDGE */
};

#define SLOT_KIND_BITS   8
#define SLOT_BESIDE_NONE 0xffffffu /* count in a slot of its own */

/* Bytes that follow a slot which is no event. */
static inline size_t ring_message_size(const struct recorder_slot *head)
{
    switch (head->kind) {
    case SLOT_FUNCTION:
        return (size_t)head->a + (size_t)head->b;
    case SLOT_TYPE:
    case SLOT_TEXT:
    case SLOT_ROOT:
    case SLOT_LABEL:
    case SLOT_TRIGGER:
    case SLOT_COLLECTION_END:
    case SLOT_SNAPSHOT_CONTENT:
        return (size_t)head->a;
    default:
        return 0;
    }
}

/* And the slots that they fill. */
static inline uint64_t ring_raw_slots(const struct recorder_slot *head)
{
    return (ring_message_size(head) + sizeof *head - 1) / sizeof *head;
}

struct ring_figures {
    uint64_t examined, collected, uncollectable, pause_ns;
};

enum ring_lane_state { LANE_FREE, LANE_OPEN, LANE_CLOSED }; /* closed: free once it is drained */

struct ring_lane {
    _Alignas(RING_LINE) _Atomic uint64_t published; /* slots the writer may read */
    _Atomic uint64_t claim; /* while published is below it: a stamp is taken, or about to be */
    _Alignas(RING_LINE) _Atomic uint64_t consumed; /* slots the writer has read */
    _Atomic uint32_t state;                        /* enum ring_lane_state */
    _Atomic uint32_t is_asleep; /* a futex: the program waits until there is room */
};

/* refused: there will be no trace, and the program shall not run */
enum ring_writer_state { WRITER_STARTING, WRITER_READS, WRITER_REFUSED, WRITER_GAVE_UP };

#define RING_PATH 1024

struct ring_shared {
    uint64_t magic;    /* RING_MAGIC: under recorder_exec, that both sides agree */
    uint64_t start_ns; /* monotonic clock at the start of the run */
    uint32_t level;    /* enum recorder_level */
    bool deterministic;
    pthread_mutex_t alive;       /* held by the writer */
    _Atomic uint32_t writer;     /* enum ring_writer_state */
    _Atomic uint32_t is_stamped; /* a second lane has been opened */
    _Atomic uint32_t is_stopped; /* the program has said that nothing more comes */
    _Atomic int32_t joined;      /* process that joined through recorder_exec; 0: nobody yet */
    _Atomic uint32_t
        lane_count;       /* openings of lanes; a lane of this number or above never was open */
    char file[RING_PATH]; /* the trace, as a whole path; its forked children lie beside it */
    int32_t refusal;      /* enum error_code: why the trace could not be made */
    char reason[1024];    /* that, or why the writer gave up; whole before `writer` says so */
    struct ring_lane lanes[RING_LANES];
};

#define RING_MAGIC UINT64_C(0x33474e4952474c48) /* also the version of this layout */

#define RING_NAME "/memfd:heapledger" /* of the file, as the kernel shows it */

/* Owned by the caller: ring_unmap. NULL on failure. With a descriptor, the memory is in a file of
 * no name that another program can map. */
struct ring_shared *ring_map_new(struct error *error) MUST_CHECK;
struct ring_shared *ring_map_new_file(int *descriptor, struct error *error) MUST_CHECK;
struct ring_shared *ring_map_file(int descriptor, struct error *error) MUST_CHECK;
void ring_unmap(struct ring_shared *shared);
/* Before the recording begins: what both sides know of it. */
void ring_describe(struct ring_shared *shared, const struct recorder_options *options);

struct recorder_slot *ring_slots(struct ring_shared *shared, size_t lane);

/* Nanoseconds since the start of the run. */
uint64_t ring_time(const struct ring_shared *shared);

/* The clock of the stamps. Not before any memory access that stands before it in the program. */
uint64_t ring_stamp(void);
/* Nor after any that stands behind it. */
uint64_t ring_stamp_between(void);

/* --- the program's side ----------------------------------------------------------------------- */

/* Waits until `slots` more fit behind `position`. False: the writer has died or given up. */
bool ring_wait(struct ring_shared *shared, struct ring_lane *lane, uint64_t position,
               uint64_t slots) MUST_CHECK;

/* The writer has ended, however it did; is_gone: or it has given up. */
bool ring_writer_has_ended(struct ring_shared *shared);
bool ring_writer_is_gone(struct ring_shared *shared);

/* --- the writer's side ------------------------------------------------------------------------ */

/* The slots before `position` have been read. */
void ring_consume(struct ring_lane *lane, uint64_t position);

void ring_writer_begins(struct ring_shared *shared); /* by the thread that will read */
void ring_writer_reads(struct ring_shared *shared);  /* the trace has been made */
void ring_writer_refuses(struct ring_shared *shared, const struct error *reason);
void ring_writer_ends(struct ring_shared *shared); /* the same thread; it read everything */
void ring_writer_gives_up(struct ring_shared *shared, const char *reason);

#endif
