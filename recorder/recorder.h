/* librecorder: every count change of a reference-counted program, streamed into a ledger file.
 *
 * How it works. A thread of the program owns a lane: the producing end of a ring in shared memory.
 * An event is one slot of 32 bytes, written and published without a lock or a system call. The
 * writer, in another process where possible, drains the lanes into one SQLite file. A full ring
 * makes the program wait; no event is dropped. When the writer dies, the program goes on unrecorded
 * after one line on stderr: its lanes then write into a scratch ring that nobody reads.
 *
 * Order of calls. recorder_run, recorder_exec or recorder_start makes a recorder;
 * recorder_lane_open a lane for each thread; then definitions and events in any order, as long as a
 * definition comes before the first event that names it. recorder_stop ends it.
 *
 * What it does not do. It knows nothing of the program's objects: the program numbers them with
 * recorder_alloc, names holders if it has them (HOLDER_UNKNOWN otherwise), and walks its own heap
 * for a snapshot.
 */
#ifndef RECORDER_RECORDER_H
#define RECORDER_RECORDER_H

#include "base/error.h"
#include "recorder/format/event.h"

#include <stddef.h>
#include <stdint.h>

/* A position that program and writer look at. In C++ it is another type of the same bytes. */
#ifdef __cplusplus
#include <atomic>
#define RECORDER_POSITION      std::atomic<uint64_t>
#define RECORDER_ORDER(suffix) std::memory_order_##suffix
extern "C" {
#else
#include <stdatomic.h>
#define RECORDER_POSITION      _Atomic uint64_t
#define RECORDER_ORDER(suffix) memory_order_##suffix
#endif

#pragma GCC visibility push(default)

struct recorder; /* one recording: its shared memory and, in the writer, its file */
struct ring_lane;

enum recorder_level {
    RECORD_REFS,      /* everything */
    RECORD_LIFETIMES, /* no incref, decref, move */
};

/* What to record and where. Zero is a good default for every field but `file`. Strings are
 * borrowed until recorder_stop. */
struct recorder_options {
    const char *file; /* the ledger to create */
    bool overwrite;   /* replace an existing file; otherwise it is refused */
    enum recorder_level level;
    const char *only;             /* glob of type names with full detail; NULL: all */
    bool deterministic;           /* zero times, addresses and process ids */
    const char *program;          /* what is run, for table run */
    const char *const *arguments; /* NULL-terminated, without the program; NULL: none */
    const char *parent_file;      /* the ledger of the process that forked this one, or NULL */
    const struct embedded_file *queries; /* stored questions to copy into the file, or NULL */
};

/* How a recording ended. */
struct recorder_outcome {
    int exit_code;       /* the program's own; 128 + signal where a signal killed it */
    int signal;          /* that signal, or 0 */
    uint64_t events;     /* in the file */
    uint64_t objects;    /* births */
    uint64_t file_size;  /* bytes */
    bool has_joined;     /* recorder_exec: the program called recorder_start */
    bool has_moved;      /* the file was removed, or renamed, before it was finished */
    bool incomplete;     /* the writer had to give up before the program ended */
    struct error reason; /* then why: set only where incomplete */
};

/* Forks. The child calls program(recorder, context) and exits with what it returns; the parent
 * writes the ledger until the child has ended, and returns. False: nothing could be started,
 * `error` says why and the program did not run. */
bool recorder_run(const struct recorder_options *options,
                  int (*program)(struct recorder *recorder, void *context), void *context,
                  struct recorder_outcome *outcome, struct error *error) MUST_CHECK;

/* As recorder_run for another executable (argv, NULL-terminated, looked up in PATH) that calls
 * recorder_start itself. */
bool recorder_exec(const struct recorder_options *options, char *const *argv,
                   struct recorder_outcome *outcome, struct error *error) MUST_CHECK;

/* A program that links librecorder begins its recording: under recorder_exec it joins the writer
 * that waits for it (options->file is then ignored), alone it forks a writer, which is no child of
 * the program and outlives it: what the program published reaches the file however it ends. Call
 * it early: the writer keeps the memory as it is now, and no other thread should be inside SQLite.
 * The recorder is owned by the caller; recorder_stop ends and frees it. NULL on failure. */
struct recorder *recorder_start(const struct recorder_options *options,
                                struct error *error) MUST_CHECK;

/* Ends the recording in this program and frees the recorder with its lanes. A writer that
 * recorder_start forked has finished its file then; the others do that once the program has ended.
 */
void recorder_stop(struct recorder *recorder);

/* After fork() in the child of a recorded program, whose events go nowhere from the fork on: begins
 * a recording of its own, in `NAME.PID.db` beside the parent's file, with a writer of its own.
 * Frees `parent` with its lanes, in the child only. Names, sites and texts keep their numbers; the
 * ledger of objects begins empty, so the program then tells it what it inherited: recorder_inherit
 * for each living object, an incref for each reference beyond the first. NULL on failure. */
struct recorder *recorder_after_fork(struct recorder *parent, struct error *error) MUST_CHECK;

/* --- lanes ------------------------------------------------------------------------------------ */

struct recorder_slot { /* what lies in the ring; a reader sees a struct event */
    uint64_t oid;
    int64_t a;
    int64_t b;
    uint32_t site;
    uint32_t kind;
};

struct recorder_lane {
    struct recorder_slot *slots;
    uint64_t mask;           /* slots - 1 */
    uint64_t position;       /* slots written so far */
    RECORDER_POSITION limit; /* the position at which to look for room again; 0: at each event */
    RECORDER_POSITION *published; /* shared with the writer: position, as far as it may read */
    bool counts;                  /* incref, decref and move are wanted (RECORD_REFS) */
    struct recorder *recorder;
    struct ring_lane *shared; /* the recorder's own */
    bool is_unheard; /* the writer is gone, or this is a forked child: the slots are scratch */
};

/* A lane of the calling thread; owned by the recorder, closed by recorder_lane_close or at the end.
 */
struct recorder_lane *recorder_lane_open(struct recorder *recorder, struct error *error) MUST_CHECK;
void recorder_lane_close(struct recorder_lane *lane);

/* The slow side of recorder_emit: waits for room, or gives up on a writer that has died; stamps the
 * event where there are several lanes. */
void recorder_wait(struct recorder_lane *lane) __attribute__((cold));

static inline void recorder_emit(struct recorder_lane *lane, enum event_kind kind, uint64_t oid,
                                 int64_t a, int64_t b, uint32_t site)
{
    struct recorder_slot slot = {oid, a, b, site, kind};
    if (UNLIKELY(lane->position >= atomic_load_explicit(&lane->limit, RECORDER_ORDER(relaxed))))
        recorder_wait(lane);
    lane->slots[lane->position & lane->mask] = slot;
    lane->position++;
    atomic_store_explicit(lane->published, lane->position, RECORDER_ORDER(release));
}

/* --- definitions: each gives a number that events name ---------------------------------------- */

uint32_t recorder_type(struct recorder_lane *lane, const char *name); /* type.id */
/* The same name, file and line (its first) give the same number. */
uint32_t recorder_function(struct recorder_lane *lane, const char *name, const char *file,
                           uint32_t line);                                         /* function.id */
uint32_t recorder_text(struct recorder_lane *lane, const char *text, size_t size); /* label texts */
int64_t recorder_root(struct recorder_lane *lane, const char *name); /* a negative holder */
/* A node of the call tree: `function` (its id), called from site `parent` (0: none), is at `line`
 * of its file. The same four give the same number. */
uint32_t recorder_site(struct recorder_lane *lane, uint32_t parent, uint32_t function,
                       uint32_t line);

/* --- events ----------------------------------------------------------------------------------- */

/* A birth: count 1, held in flight. Gives the object's number, never 0, never reused. */
uint64_t recorder_alloc(struct recorder_lane *lane, uint32_t type, uint64_t size, uint32_t site);

/* A birth before the recording began: the object keeps the number that it has. Only after
 * recorder_after_fork. */
void recorder_inherit(struct recorder_lane *lane, uint64_t oid, uint32_t type, uint64_t size);

/* A death. `count` is what the program reads in the object's header now. */
static inline void recorder_free(struct recorder_lane *lane, uint64_t oid, int64_t count,
                                 uint32_t site)
{
    recorder_emit(lane, EVENT_FREE, oid, count, 0, site);
}

static inline void recorder_incref(struct recorder_lane *lane, uint64_t oid, int64_t holder,
                                   uint32_t site)
{
    if (LIKELY(lane->counts))
        recorder_emit(lane, EVENT_INCREF, oid, holder, 0, site);
}

static inline void recorder_decref(struct recorder_lane *lane, uint64_t oid, int64_t holder,
                                   uint32_t site)
{
    if (LIKELY(lane->counts))
        recorder_emit(lane, EVENT_DECREF, oid, holder, 0, site);
}

static inline void recorder_move(struct recorder_lane *lane, uint64_t oid, int64_t from, int64_t to,
                                 uint32_t site)
{
    if (LIKELY(lane->counts))
        recorder_emit(lane, EVENT_MOVE, oid, from, to, site);
}

/* enter, leave, resize, weak_*, finalize, resurrect and verdict have no call of their own:
 * recorder_emit with the fields of event.def. */

/* The program's own label in the stream; gives mark.id. */
uint32_t recorder_mark(struct recorder_lane *lane, const char *label, uint32_t site);

/* A collection: the gc event, then verdicts and frees, then its figures. */
struct recorder_collection {
    uint32_t generation;
    const char *trigger; /* 'threshold', 'call', 'exit': a word for collection.trigger */
    uint64_t examined;   /* objects looked at */
    uint64_t collected;
    uint64_t uncollectable;
    uint64_t pause_ns;
};
uint32_t recorder_collection_begin(struct recorder_lane *lane, uint32_t generation,
                                   const char *trigger, uint32_t site); /* collection.id */
void recorder_collection_end(struct recorder_lane *lane, uint32_t id,
                             const struct recorder_collection *figures);

/* Between begin and end: a reference from one condemned object to another, with the label that a
 * snapshot would give it. From these a reader knows the labels in a cycle of garbage; a program may
 * leave them out. */
void recorder_garbage_edge(struct recorder_lane *lane, int64_t holder, uint64_t oid,
                           enum edge_label label, uint64_t value);

/* A snapshot: begin, one object each, one edge each open reference that is not in flight, end.
 * An object's edges may come at any time between begin and end. */
uint32_t recorder_snapshot_begin(struct recorder_lane *lane, const char *label,
                                 uint32_t site); /* snapshot.id */
void recorder_snapshot_object(struct recorder_lane *lane, uint64_t oid, uint32_t type,
                              uint64_t size, int64_t count, uint64_t address);
/* Once behind begin, where the program tells the contents of its strings (or whatever else can be
 * equal): a reader then knows that what was not told has none. */
void recorder_snapshot_contents(struct recorder_lane *lane);
/* The contents of the object that was told last: a hash that is the same for equal ones (all 64
 * bits count), and how the text begins, in UTF-8. */
void recorder_snapshot_content(struct recorder_lane *lane, uint64_t hash, const char *text,
                               size_t size);
void recorder_snapshot_edge(struct recorder_lane *lane, int64_t holder, uint64_t oid,
                            enum edge_label label, uint64_t value);
void recorder_snapshot_end(struct recorder_lane *lane);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
