/* The life of every object, one record each.
 *
 * How it works. The writer packs the record of an object when it dies, and of the survivors at the
 * end, 65,536 to a chunk, sorted by oid in the chunk. A trace whose books are not complete (it is
 * being recorded, or its writer was killed) is replayed from the journal instead: the same records,
 * more slowly, in memory in proportion to the objects.
 *
 * Records come in batches, ascending by oid within a batch, in no order between batches.
 */
#ifndef RECORDER_FORMAT_OBJECTS_H
#define RECORDER_FORMAT_OBJECTS_H

#include "base/buffer.h"
#include "recorder/format/file.h"

enum object_fate {
    OBJECT_ALIVE,
    OBJECT_FREED,     /* its count reached 0 */
    OBJECT_COLLECTED, /* the collector found it unreachable before */
};

struct object_record {
    uint64_t oid;
    uint64_t size; /* bytes, the last that was told */
    uint64_t born_seq;
    uint64_t died_seq; /* 0: alive at the end */
    int64_t refcount;  /* the balance at the end or at death: 1 + increfs - decrefs */
    uint64_t increfs;  /* incref events; the reference of its birth is not among them */
    uint64_t decrefs;
    uint32_t type;
    uint32_t born_site;
    uint32_t died_site; /* 0: alive or unknown */
    uint32_t fate;      /* enum object_fate */
};

/* Which objects. Zero in every field means all of them. */
struct objects_filter {
    uint64_t first_oid, last_oid;   /* last 0: no bound */
    uint64_t first_born, last_born; /* born_seq; last 0: no bound */
    uint64_t alive_at;              /* born at or before this seq and not dead at it; 0: any */
    bool only_alive;                /* alive at the end */
};

struct objects;

/* The scan is owned by the caller and borrows `file` and `scan`. NULL on failure. */
struct objects *objects_open(struct file *file, const struct objects_filter *filter,
                             struct scan *scan, struct error *error) MUST_CHECK;
/* The next records that pass the filter, borrowed until the next call; at the end count is 0. */
bool objects_next(struct objects *objects, const struct object_record **records, size_t *count,
                  struct error *error) MUST_CHECK;
void objects_close(struct objects *objects); /* NULL is fine */

/* --- for the writer and for tests ------------------------------------------------------------- */

/* Appends `count` records, sorted by oid, to `data`. */
void objects_encode(const struct object_record *records, size_t count, struct buffer *data);
/* False: the bytes are damaged. `records` has room for `count`, at most 65,536. */
bool objects_decode(const uint8_t *bytes, size_t size, size_t count,
                    struct object_record *records) MUST_CHECK;

#endif
