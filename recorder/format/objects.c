/* The life of every object (objects.h).
 *
 * Columns of a chunk, each as differences to the record above: oid, type, size, born_seq,
 * born_site, the life's length, died_site, fate, refcount, increfs, and what decrefs lack of 1 +
 * increfs - refcount.
 */
#include "recorder/format/objects.h"

#include "base/memory.h"
#include "base/vector.h"
#include "recorder/format/column.h"
#include "recorder/format/journal.h"
#include "recorder/format/pack.h"
#include "recorder/format/scan.h"

#define COLUMNS 11
/* How far an oid may run ahead of the births so far: threads take numbers before their events are
 * in order. */
#define OID_LEAD_MAXIMUM 65536

/* --- coding ----------------------------------------------------------------------------------- */

static uint64_t missing_decrefs(const struct object_record *record)
{
    return 1 + record->increfs - (uint64_t)record->refcount - record->decrefs;
}

void objects_encode(const struct object_record *records, size_t count, struct buffer *data)
{
    struct buffer raw = BUFFER_EMPTY;
    buffer_reserve(&raw, count * COLUMNS * 2);
    const struct object_record *record;
    COLUMN_WRITE(&raw, record, records, count, record->oid);
    COLUMN_WRITE(&raw, record, records, count, record->type);
    COLUMN_WRITE(&raw, record, records, count, record->size);
    COLUMN_WRITE(&raw, record, records, count, record->born_seq);
    COLUMN_WRITE(&raw, record, records, count, record->born_site);
    COLUMN_WRITE(&raw, record, records, count, record->died_seq - record->born_seq);
    COLUMN_WRITE(&raw, record, records, count, record->died_site);
    COLUMN_WRITE(&raw, record, records, count, record->fate);
    COLUMN_WRITE(&raw, record, records, count, record->refcount);
    COLUMN_WRITE(&raw, record, records, count, record->increfs);
    COLUMN_WRITE(&raw, record, records, count, missing_decrefs(record));
    struct packer *packer = pack_new();
    pack_compress(packer, raw.bytes, raw.size, data);
    pack_free(packer);
    buffer_release(&raw);
}

static bool read_columns(struct cursor *cursor, size_t count, struct object_record *records)
{
    struct object_record *record;
    COLUMN_READ(cursor, record, records, count, value, record->oid = value);
    COLUMN_READ(cursor, record, records, count, value, record->type = (uint32_t)value);
    COLUMN_READ(cursor, record, records, count, value, record->size = value);
    COLUMN_READ(cursor, record, records, count, value, record->born_seq = value);
    COLUMN_READ(cursor, record, records, count, value, record->born_site = (uint32_t)value);
    COLUMN_READ(cursor, record, records, count, value, record->died_seq = record->born_seq + value);
    COLUMN_READ(cursor, record, records, count, value, record->died_site = (uint32_t)value);
    COLUMN_READ(cursor, record, records, count, value, record->fate = (uint32_t)value);
    COLUMN_READ(cursor, record, records, count, value, record->refcount = (int64_t)value);
    COLUMN_READ(cursor, record, records, count, value, record->increfs = value);
    COLUMN_READ(cursor, record, records, count, value,
                record->decrefs = 1 + record->increfs - (uint64_t)record->refcount - value);
    return cursor->next == cursor->end;
}

static bool decode(struct packer *packer, struct buffer *raw, const uint8_t *bytes, size_t size,
                   size_t count, struct object_record *records)
{
    if (count > COLUMN_RECORDS_MAXIMUM ||
        !pack_expand(packer, bytes, size, count * COLUMNS * COLUMN_VARINT_WIDTH, raw))
        return false;
    struct cursor cursor = {raw->bytes, raw->bytes + raw->size};
    return read_columns(&cursor, count, records);
}

bool objects_decode(const uint8_t *bytes, size_t size, size_t count, struct object_record *records)
{
    struct packer *packer = pack_new();
    struct buffer raw = BUFFER_EMPTY;
    bool good = decode(packer, &raw, bytes, size, count, records);
    buffer_release(&raw);
    pack_free(packer);
    return good;
}

/* --- scanning --------------------------------------------------------------------------------- */

struct objects {
    struct file *file; /* borrowed */
    struct scan *scan; /* borrowed, never NULL */
    struct scan own_scan;
    struct objects_filter filter;
    sqlite3_stmt *chunks; /* owned; NULL: the journal is replayed */
    struct packer *packer;
    struct buffer raw;
    struct object_record *batch; /* owned; room for a chunk; NULL while replaying */
    struct {
        VECTOR_OF(struct object_record);
    } replayed;       /* records of oid 1, 2, 3 …; born_seq 0: not seen */
    size_t delivered; /* of the replayed ones */
};

enum chunk_column { ID, COUNT, MIN_OID, MAX_OID, OID_SET, DATA };

static const char chunks_sql[] =
    "SELECT id, count, min_oid, max_oid, oid_set, data FROM object_chunk"
    " WHERE max_oid >= ?1 AND min_oid <= ?2"
    " AND max_born_seq >= ?3 AND min_born_seq <= ?4"
    " AND (max_died_seq = 0 OR max_died_seq >= ?5)"
    " AND (NOT ?6 OR min_died_seq = 0)"
    " ORDER BY id";

static int64_t upper_bound(uint64_t number)
{
    return number == 0 || number > INT64_MAX ? INT64_MAX : (int64_t)number;
}

static void bind_filter(struct objects *objects)
{
    const struct objects_filter *filter = &objects->filter;
    uint64_t last_born = filter->last_born;
    if (filter->alive_at && (!last_born || filter->alive_at < last_born))
        last_born = filter->alive_at;
    sqlite3_bind_int64(objects->chunks, 1, (int64_t)filter->first_oid);
    sqlite3_bind_int64(objects->chunks, 2, upper_bound(filter->last_oid));
    sqlite3_bind_int64(objects->chunks, 3, (int64_t)filter->first_born);
    sqlite3_bind_int64(objects->chunks, 4, upper_bound(last_born));
    sqlite3_bind_int64(objects->chunks, 5, (int64_t)filter->alive_at);
    sqlite3_bind_int(objects->chunks, 6, filter->only_alive);
}

static bool is_wanted(const struct objects_filter *filter, const struct object_record *record)
{
    return record->oid >= filter->first_oid &&
           (!filter->last_oid || record->oid <= filter->last_oid) &&
           record->born_seq >= filter->first_born &&
           (!filter->last_born || record->born_seq <= filter->last_born) &&
           (!filter->alive_at || (record->born_seq <= filter->alive_at &&
                                  (!record->died_seq || record->died_seq > filter->alive_at))) &&
           (!filter->only_alive || !record->died_seq);
}

/* --- replay ----------------------------------------------------------------------------------- */

static struct object_record *record_of(struct objects *objects, uint64_t oid)
{
    return oid - 1 < objects->replayed.count ? &objects->replayed.items[oid - 1] : NULL;
}

static bool add_birth(struct objects *objects, const struct event *event, uint64_t births)
{
    if (event->oid == 0 || event->oid > births + OID_LEAD_MAXIMUM)
        return false;
    while (objects->replayed.count < event->oid)
        vector_push(&objects->replayed, (struct object_record){0});
    *record_of(objects, event->oid) = (struct object_record){
        .oid = event->oid,
        .type = (uint32_t)event->a,
        .size = (uint64_t)event->b,
        .born_seq = event->seq,
        .born_site = event->site,
        .refcount = 1,
    };
    return true;
}

static void apply(struct object_record *record, const struct event *event)
{
    switch (event->kind) {
    case EVENT_INCREF:
        record->increfs++;
        record->refcount++;
        break;
    case EVENT_DECREF:
        record->decrefs++;
        record->refcount--;
        break;
    case EVENT_RESIZE:
        record->size = (uint64_t)event->a;
        break;
    case EVENT_VERDICT:
        if (event->b == FATE_COLLECTED)
            record->fate = OBJECT_COLLECTED;
        break;
    case EVENT_RESURRECT:
        record->fate = OBJECT_ALIVE;
        break;
    case EVENT_FREE:
        record->died_seq = event->seq;
        record->died_site = event->site;
        if (record->fate == OBJECT_ALIVE)
            record->fate = OBJECT_FREED;
        break;
    default:
        break;
    }
}

static bool replay_events(struct objects *objects, struct journal *journal, struct error *error)
{
    const struct event *events;
    size_t count;
    uint64_t births = 0;
    while (journal_next(journal, &events, &count, error)) {
        if (count == 0)
            return true;
        for (const struct event *event = events; event < events + count; event++) {
            struct object_record *record = record_of(objects, event->oid);
            if (event->kind != EVENT_ALLOC && record && record->oid)
                apply(record, event);
            else if (event->kind == EVENT_ALLOC && !add_birth(objects, event, ++births))
                return error_set(error, ERROR_DATA, "'%s' is damaged: object %llu at seq %llu",
                                 objects->file->path, (unsigned long long)event->oid,
                                 (unsigned long long)event->seq);
        }
    }
    return false;
}

/* What was condemned and still lives is alive. */
static void settle_fates(struct objects *objects)
{
    for (size_t i = 0; i < objects->replayed.count; i++)
        if (!objects->replayed.items[i].died_seq)
            objects->replayed.items[i].fate = OBJECT_ALIVE;
}

static bool replay(struct objects *objects, struct error *error)
{
    struct journal_filter filter = {
        .kinds = 1u << EVENT_ALLOC | 1u << EVENT_FREE | 1u << EVENT_INCREF | 1u << EVENT_DECREF |
                 1u << EVENT_RESIZE | 1u << EVENT_VERDICT | 1u << EVENT_RESURRECT};
    struct journal *journal = journal_open(objects->file, &filter, objects->scan, error);
    bool good = journal && replay_events(objects, journal, error);
    journal_close(journal);
    settle_fates(objects);
    return good;
}

/* --- the iterator ----------------------------------------------------------------------------- */

struct objects *objects_open(struct file *file, const struct objects_filter *filter,
                             struct scan *scan, struct error *error)
{
    struct file_run run;
    if (!file_read_run(file, &run, error))
        return NULL;
    struct objects *objects = memory_zeroed(1, sizeof *objects);
    objects->file = file;
    objects->scan = scan ? scan : &objects->own_scan;
    objects->filter = *filter;
    bool good;
    if (run.is_finished) {
        objects->packer = pack_new();
        objects->batch = memory_allocate(COLUMN_RECORDS_MAXIMUM * sizeof *objects->batch);
        objects->chunks = file_prepare(file, chunks_sql, error);
        good = objects->chunks;
        if (good)
            bind_filter(objects);
    } else {
        good = replay(objects, error);
    }
    if (good)
        return objects;
    objects_close(objects);
    return NULL;
}

void objects_close(struct objects *objects)
{
    if (!objects)
        return;
    sqlite3_finalize(objects->chunks);
    pack_free(objects->packer);
    buffer_release(&objects->raw);
    memory_free(objects->batch);
    vector_release(&objects->replayed);
    memory_free(objects);
}

static size_t squeeze(const struct objects_filter *filter, struct object_record *records,
                      size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (records[i].oid && is_wanted(filter, &records[i]))
            records[kept++] = records[i];
    return kept;
}

/* All at once: they are in memory already. */
static void deliver_replayed(struct objects *objects, const struct object_record **records,
                             size_t *count)
{
    *records = objects->replayed.items;
    *count = objects->delivered
                 ? 0
                 : squeeze(&objects->filter, objects->replayed.items, objects->replayed.count);
    objects->delivered = objects->replayed.count;
}

static bool read_chunk(struct objects *objects, size_t *count, struct error *error)
{
    sqlite3_stmt *row = objects->chunks;
    const struct objects_filter *filter = &objects->filter;
    if (filter->first_oid && filter->first_oid == filter->last_oid &&
        !scan_may_contain(row, OID_SET, filter->first_oid)) {
        objects->scan->chunks_skipped++;
        return true;
    }
    objects->scan->chunks_opened++;
    int64_t expected = sqlite3_column_int64(row, COUNT);
    const uint8_t *data = sqlite3_column_blob(row, DATA);
    size_t size = (size_t)sqlite3_column_bytes(row, DATA);
    if (expected < 1 || expected > COLUMN_RECORDS_MAXIMUM || !data ||
        !decode(objects->packer, &objects->raw, data, size, (size_t)expected, objects->batch))
        return error_set(error, ERROR_DATA, "'%s' is damaged: object chunk %lld",
                         objects->file->path, (long long)sqlite3_column_int64(row, ID));
    *count = squeeze(filter, objects->batch, (size_t)expected);
    return true;
}

bool objects_next(struct objects *objects, const struct object_record **records, size_t *count,
                  struct error *error)
{
    *count = 0;
    if (!objects->chunks) {
        deliver_replayed(objects, records, count);
        return true;
    }
    *records = objects->batch;
    while (*count == 0) {
        if (!scan_continue(objects->scan, error))
            return false;
        int result = sqlite3_step(objects->chunks);
        if (result == SQLITE_DONE)
            return true;
        if (result != SQLITE_ROW)
            return file_error(objects->file, error);
        if (!read_chunk(objects, count, error))
            return false;
    }
    return true;
}
