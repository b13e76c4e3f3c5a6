/* Pictures of the heap: objects and edges, packed by column, read with a filter and written.
 *
 * Objects and edges come in the order in which the program told them. An edge knows the event that
 * opened its reference, as the writer pairs the edge with its open references by (oid, holder);
 * where a holder has several to one object they are paired in any order. opened_seq is 0 where the
 * program told an edge that its ledger does not have.
 *
 * Of objects whose contents the program tells (strings), those with a content that others have too
 * are known, and how their text begins: content.h.
 *
 * Snapshot 0 is the end of the run: no objects, and as edges all references that are open then,
 * those in flight (holder 0) too. It is there when run.books_seq is the last seq. To it
 * belongs the garbage: the labelled edges among what collections condemned, as they told it.
 */
#ifndef RECORDER_FORMAT_SNAPSHOT_H
#define RECORDER_FORMAT_SNAPSHOT_H

#include "base/buffer.h"
#include "recorder/format/event.h"
#include "recorder/format/file.h"

struct snapshot_object {
    uint64_t oid;
    uint64_t size;     /* bytes */
    int64_t count;     /* the reference count that the program read in its header */
    uint64_t address;  /* 0 where deterministic or replayed */
    uint64_t born_seq; /* 0: not known */
    uint32_t type;
    uint32_t site; /* where it was born */
};

struct snapshot_edge {
    int64_t holder;
    uint64_t oid;
    uint64_t value;      /* of the label: an index, or text.id */
    uint64_t opened_seq; /* the event that opened the reference */
    uint32_t label;      /* enum edge_label (event.h) */
    uint32_t site;       /* of that event */
};

#define CONTENT_TEXT_MAXIMUM 64 /* bytes of a text that are kept */

/* An object whose contents are equal to those of others of its type. */
struct snapshot_content {
    uint64_t oid;
    uint64_t content; /* 1, 2, 3 …: the same for equal ones */
    const char *text; /* how it begins, `size` bytes, at the first object of a content; borrowed */
    size_t size;      /* 0 at the others */
};

/* Which of them. Zero means all; with both set, both must hold. */
struct snapshot_filter {
    bool by_oid, by_holder; /* by_holder is for edges */
    uint64_t oid;
    int64_t holder;
};

struct snapshot_scan;

/* A scan is owned by the caller and borrows `file` and `scan`. NULL on failure. */
struct snapshot_scan *snapshot_objects_open(struct file *file, uint64_t snapshot,
                                            const struct snapshot_filter *filter, struct scan *scan,
                                            struct error *error) MUST_CHECK;
struct snapshot_scan *snapshot_edges_open(struct file *file, uint64_t snapshot,
                                          const struct snapshot_filter *filter, struct scan *scan,
                                          struct error *error) MUST_CHECK;
/* The labelled edges of all garbage, read with snapshot_edges_next; their opened_seq and site are
 * 0.
 */
struct snapshot_scan *snapshot_garbage_open(struct file *file, struct scan *scan,
                                            struct error *error) MUST_CHECK;
struct snapshot_scan *snapshot_contents_open(struct file *file, uint64_t snapshot,
                                             struct scan *scan, struct error *error) MUST_CHECK;
/* Whether the program told contents at a snapshot: then it told those of all objects that have
 * some.
 */
bool snapshot_has_contents(struct file *file, uint64_t snapshot, bool *has_contents,
                           struct error *error) MUST_CHECK;
/* The next batch, borrowed until the next call; at the end count is 0. Each only for its own scan.
 */
bool snapshot_objects_next(struct snapshot_scan *snapshot, const struct snapshot_object **objects,
                           size_t *count, struct error *error) MUST_CHECK;
bool snapshot_edges_next(struct snapshot_scan *snapshot, const struct snapshot_edge **edges,
                         size_t *count, struct error *error) MUST_CHECK;
bool snapshot_contents_next(struct snapshot_scan *snapshot,
                            const struct snapshot_content **contents, size_t *count,
                            struct error *error) MUST_CHECK;
void snapshot_scan_close(struct snapshot_scan *snapshot); /* NULL is fine */

/* --- writing: the recorder's writer, and `heapledger snapshot` after the run ------------------ */

/* What the row of `snapshot` says beside its totals. */
struct snapshot_header {
    uint64_t id; /* 0: the open references at the end, which have no row */
    uint64_t seq;
    const char *label; /* borrowed until the end */
    uint64_t last_oid;
    uint64_t time_ns;
    uint32_t site;
    bool replayed;
};

struct snapshot_builder; /* keeps one chunk of objects, one of edges, and the totals by type and
                            site */

struct snapshot_builder *snapshot_begin(struct file *file, const struct snapshot_header *header);
bool snapshot_add_object(struct snapshot_builder *builder, const struct snapshot_object *object,
                         struct error *error) MUST_CHECK;
/* Contents are told in this snapshot; before the first object. */
void snapshot_tells_contents(struct snapshot_builder *builder);
/* The contents of the object that was added last: a hash that is the same for equal ones, and how
 * its text begins. Nothing happens where contents are not told. */
void snapshot_add_content(struct snapshot_builder *builder, uint64_t hash, const char *text,
                          size_t size);
bool snapshot_add_edge(struct snapshot_builder *builder, const struct snapshot_edge *edge,
                       struct error *error) MUST_CHECK;
/* Writes what is left, the totals and the row (in place of one with the same id), in the
 * transaction that the caller has open; frees the builder, also on failure. `complete` is false
 * where the program ended half way. */
bool snapshot_end(struct snapshot_builder *builder, uint64_t pause_ns, bool complete,
                  struct error *error) MUST_CHECK;

/* Frees the builder; what it has written is left to the caller's rollback. */
void snapshot_abandon(struct snapshot_builder *builder);

/* --- coding, for tests and fuzzing: false is damage; at most 65,536 at a time ----------------- */

void snapshot_encode_objects(const struct snapshot_object *objects, size_t count,
                             struct buffer *data);
bool snapshot_decode_objects(const uint8_t *bytes, size_t size, size_t count,
                             struct snapshot_object *objects) MUST_CHECK;
void snapshot_encode_edges(const struct snapshot_edge *edges, size_t count, struct buffer *data);
bool snapshot_decode_edges(const uint8_t *bytes, size_t size, size_t count,
                           struct snapshot_edge *edges) MUST_CHECK;
void snapshot_encode_contents(const struct snapshot_content *contents, size_t count,
                              struct buffer *data);
/* The texts lie in `raw`, which the caller releases. */
bool snapshot_decode_contents(const uint8_t *bytes, size_t size, size_t count,
                              struct snapshot_content *contents, struct buffer *raw) MUST_CHECK;

#endif
