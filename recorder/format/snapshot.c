/* Reading pictures of the heap, and their coding (snapshot.h); snapshot_builder.c writes them. */
#include "recorder/format/snapshot.h"

#include "base/memory.h"
#include "recorder/format/column.h"
#include "recorder/format/pack.h"
#include "recorder/format/scan.h"

#define OBJECT_COLUMNS 7
#define EDGE_COLUMNS   6
#define CONTENT_COLUMNS                                                                            \
    (3 + CONTENT_TEXT_MAXIMUM / COLUMN_VARINT_WIDTH + 1) /* with the room of the texts */

/* --- coding ----------------------------------------------------------------------------------- */

static void pack_columns(struct buffer *raw, struct buffer *data)
{
    struct packer *packer = pack_new();
    pack_compress(packer, raw->bytes, raw->size, data);
    pack_free(packer);
    buffer_release(raw);
}

void snapshot_encode_objects(const struct snapshot_object *objects, size_t count,
                             struct buffer *data)
{
    struct buffer raw = BUFFER_EMPTY;
    const struct snapshot_object *object;
    COLUMN_WRITE(&raw, object, objects, count, object->oid);
    COLUMN_WRITE(&raw, object, objects, count, object->size);
    COLUMN_WRITE(&raw, object, objects, count, object->count);
    COLUMN_WRITE(&raw, object, objects, count, object->address);
    COLUMN_WRITE(&raw, object, objects, count, object->born_seq);
    COLUMN_WRITE(&raw, object, objects, count, object->type);
    COLUMN_WRITE(&raw, object, objects, count, object->site);
    pack_columns(&raw, data);
}

static bool read_objects(struct cursor *cursor, size_t count, struct snapshot_object *objects)
{
    struct snapshot_object *object;
    COLUMN_READ(cursor, object, objects, count, value, object->oid = value);
    COLUMN_READ(cursor, object, objects, count, value, object->size = value);
    COLUMN_READ(cursor, object, objects, count, value, object->count = (int64_t)value);
    COLUMN_READ(cursor, object, objects, count, value, object->address = value);
    COLUMN_READ(cursor, object, objects, count, value, object->born_seq = value);
    COLUMN_READ(cursor, object, objects, count, value, object->type = (uint32_t)value);
    COLUMN_READ(cursor, object, objects, count, value, object->site = (uint32_t)value);
    return cursor->next == cursor->end;
}

void snapshot_encode_edges(const struct snapshot_edge *edges, size_t count, struct buffer *data)
{
    struct buffer raw = BUFFER_EMPTY;
    const struct snapshot_edge *edge;
    COLUMN_WRITE(&raw, edge, edges, count, edge->holder);
    COLUMN_WRITE(&raw, edge, edges, count, edge->oid);
    COLUMN_WRITE(&raw, edge, edges, count, edge->value);
    COLUMN_WRITE(&raw, edge, edges, count, edge->opened_seq);
    COLUMN_WRITE(&raw, edge, edges, count, edge->label);
    COLUMN_WRITE(&raw, edge, edges, count, edge->site);
    pack_columns(&raw, data);
}

static bool read_edges(struct cursor *cursor, size_t count, struct snapshot_edge *edges)
{
    struct snapshot_edge *edge;
    COLUMN_READ(cursor, edge, edges, count, value, edge->holder = (int64_t)value);
    COLUMN_READ(cursor, edge, edges, count, value, edge->oid = value);
    COLUMN_READ(cursor, edge, edges, count, value, edge->value = value);
    COLUMN_READ(cursor, edge, edges, count, value, edge->opened_seq = value);
    COLUMN_READ(cursor, edge, edges, count, value, edge->label = (uint32_t)value);
    COLUMN_READ(cursor, edge, edges, count, value, edge->site = (uint32_t)value);
    return cursor->next == cursor->end;
}

/* Three columns, and behind them the texts. */
void snapshot_encode_contents(const struct snapshot_content *contents, size_t count,
                              struct buffer *data)
{
    struct buffer raw = BUFFER_EMPTY;
    const struct snapshot_content *content;
    COLUMN_WRITE(&raw, content, contents, count, content->oid);
    COLUMN_WRITE(&raw, content, contents, count, content->content);
    COLUMN_WRITE(&raw, content, contents, count, content->size);
    for (content = contents; content < contents + count; content++)
        buffer_append(&raw, content->text, content->size);
    pack_columns(&raw, data);
}

static bool read_contents(struct cursor *cursor, size_t count, struct snapshot_content *contents)
{
    struct snapshot_content *content;
    COLUMN_READ(cursor, content, contents, count, value, content->oid = value);
    COLUMN_READ(cursor, content, contents, count, value, content->content = value);
    COLUMN_READ(cursor, content, contents, count, value, content->size = (size_t)value);
    for (content = contents; content < contents + count; content++) {
        const uint8_t *text;
        if (content->size > CONTENT_TEXT_MAXIMUM ||
            !buffer_read_bytes(cursor, content->size, &text))
            return false;
        content->text = (const char *)text;
    }
    return cursor->next == cursor->end;
}

/* --- scanning --------------------------------------------------------------------------------- */

struct snapshot_scan {
    struct file *file; /* borrowed */
    struct scan *scan; /* borrowed, never NULL */
    struct scan own_scan;
    struct snapshot_filter filter;
    uint64_t snapshot;
    sqlite3_stmt *chunks; /* owned */
    struct packer *packer;
    struct buffer raw;
    void *batch; /* owned; room for a chunk of objects or of edges */
};

enum chunk_column { NUMBER, COUNT, MIN_OID, MAX_OID, OID_SET, HOLDER_SET, DATA };

static const char chunks_sql[] = "SELECT number, count, min_oid, max_oid, oid_set, holder_set, data"
                                 " FROM snapshot_chunk WHERE snapshot_id = ?1 AND part = ?2"
                                 " AND number > 0 ORDER BY number";

static struct snapshot_scan *open_part(struct file *file, uint64_t snapshot, const char *part,
                                       size_t width, const struct snapshot_filter *filter,
                                       struct scan *scan, struct error *error)
{
    sqlite3_stmt *chunks = file_prepare(file, chunks_sql, error);
    if (!chunks)
        return NULL;
    sqlite3_bind_int64(chunks, 1, (int64_t)snapshot);
    sqlite3_bind_text(chunks, 2, part, -1, SQLITE_STATIC);
    struct snapshot_scan *opened = memory_zeroed(1, sizeof *opened);
    opened->file = file;
    opened->scan = scan ? scan : &opened->own_scan;
    opened->filter = *filter;
    opened->snapshot = snapshot;
    opened->chunks = chunks;
    opened->packer = pack_new();
    opened->batch = memory_allocate(COLUMN_RECORDS_MAXIMUM * width);
    return opened;
}

struct snapshot_scan *snapshot_objects_open(struct file *file, uint64_t snapshot,
                                            const struct snapshot_filter *filter, struct scan *scan,
                                            struct error *error)
{
    return open_part(file, snapshot, "object", sizeof(struct snapshot_object), filter, scan, error);
}

struct snapshot_scan *snapshot_edges_open(struct file *file, uint64_t snapshot,
                                          const struct snapshot_filter *filter, struct scan *scan,
                                          struct error *error)
{
    return open_part(file, snapshot, "edge", sizeof(struct snapshot_edge), filter, scan, error);
}

struct snapshot_scan *snapshot_garbage_open(struct file *file, struct scan *scan,
                                            struct error *error)
{
    return open_part(file, 0, "garbage", sizeof(struct snapshot_edge), &(struct snapshot_filter){0},
                     scan, error);
}

struct snapshot_scan *snapshot_contents_open(struct file *file, uint64_t snapshot,
                                             struct scan *scan, struct error *error)
{
    return open_part(file, snapshot, "content", sizeof(struct snapshot_content),
                     &(struct snapshot_filter){0}, scan, error);
}

bool snapshot_has_contents(struct file *file, uint64_t snapshot, bool *has_contents,
                           struct error *error)
{
    sqlite3_stmt *statement = file_prepare(file,
                                           "SELECT 1 FROM snapshot_chunk WHERE snapshot_id = ?1"
                                           " AND part = 'content' AND number = 0",
                                           error);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, (int64_t)snapshot);
    int result = sqlite3_step(statement);
    *has_contents = result == SQLITE_ROW;
    bool is_good = result == SQLITE_ROW || result == SQLITE_DONE || file_error(file, error);
    sqlite3_finalize(statement);
    return is_good;
}

void snapshot_scan_close(struct snapshot_scan *snapshot)
{
    if (!snapshot)
        return;
    sqlite3_finalize(snapshot->chunks);
    pack_free(snapshot->packer);
    buffer_release(&snapshot->raw);
    memory_free(snapshot->batch);
    memory_free(snapshot);
}

static bool may_match(struct snapshot_scan *snapshot)
{
    const struct snapshot_filter *filter = &snapshot->filter;
    if (filter->by_oid && !scan_may_contain(snapshot->chunks, OID_SET, filter->oid))
        return false;
    return !filter->by_holder ||
           scan_may_contain(snapshot->chunks, HOLDER_SET, zigzag_encode(filter->holder));
}

static bool damaged(struct snapshot_scan *snapshot, struct error *error)
{
    return error_set(error, ERROR_DATA, "'%s' is damaged: chunk %lld of snapshot %llu",
                     snapshot->file->path,
                     (long long)sqlite3_column_int64(snapshot->chunks, NUMBER),
                     (unsigned long long)snapshot->snapshot);
}

/* Expands the next chunk that may match; at the end *count is 0. */
static bool next_chunk(struct snapshot_scan *snapshot, size_t columns, size_t *count,
                       struct error *error)
{
    *count = 0;
    for (;;) {
        if (!scan_continue(snapshot->scan, error))
            return false;
        int result = sqlite3_step(snapshot->chunks);
        if (result == SQLITE_DONE)
            return true;
        if (result != SQLITE_ROW)
            return file_error(snapshot->file, error);
        if (may_match(snapshot))
            break;
        snapshot->scan->chunks_skipped++;
    }
    snapshot->scan->chunks_opened++;
    int64_t expected = sqlite3_column_int64(snapshot->chunks, COUNT);
    const uint8_t *data = sqlite3_column_blob(snapshot->chunks, DATA);
    size_t size = (size_t)sqlite3_column_bytes(snapshot->chunks, DATA);
    *count = expected > 0 && expected <= COLUMN_RECORDS_MAXIMUM ? (size_t)expected : 0;
    if (*count && data &&
        pack_expand(snapshot->packer, data, size, *count * columns * COLUMN_VARINT_WIDTH,
                    &snapshot->raw))
        return true;
    return damaged(snapshot, error);
}

static size_t squeeze_objects(const struct snapshot_filter *filter, struct snapshot_object *objects,
                              size_t count)
{
    if (!filter->by_oid)
        return count;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (objects[i].oid == filter->oid)
            objects[kept++] = objects[i];
    return kept;
}

bool snapshot_objects_next(struct snapshot_scan *snapshot, const struct snapshot_object **objects,
                           size_t *count, struct error *error)
{
    struct snapshot_object *batch = snapshot->batch;
    *objects = batch;
    do {
        if (!next_chunk(snapshot, OBJECT_COLUMNS, count, error))
            return false;
        if (*count == 0)
            return true;
        struct cursor cursor = {snapshot->raw.bytes, snapshot->raw.bytes + snapshot->raw.size};
        if (!read_objects(&cursor, *count, batch))
            return damaged(snapshot, error);
        *count = squeeze_objects(&snapshot->filter, batch, *count);
    } while (*count == 0);
    return true;
}

bool snapshot_decode_objects(const uint8_t *bytes, size_t size, size_t count,
                             struct snapshot_object *objects)
{
    struct packer *packer = pack_new();
    struct buffer raw = BUFFER_EMPTY;
    bool good =
        count <= COLUMN_RECORDS_MAXIMUM &&
        pack_expand(packer, bytes, size, count * OBJECT_COLUMNS * COLUMN_VARINT_WIDTH, &raw) &&
        read_objects(&(struct cursor){raw.bytes, raw.bytes + raw.size}, count, objects);
    buffer_release(&raw);
    pack_free(packer);
    return good;
}

static size_t squeeze_edges(const struct snapshot_filter *filter, struct snapshot_edge *edges,
                            size_t count)
{
    if (!filter->by_oid && !filter->by_holder)
        return count;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if ((!filter->by_oid || edges[i].oid == filter->oid) &&
            (!filter->by_holder || edges[i].holder == filter->holder))
            edges[kept++] = edges[i];
    return kept;
}

bool snapshot_edges_next(struct snapshot_scan *snapshot, const struct snapshot_edge **edges,
                         size_t *count, struct error *error)
{
    struct snapshot_edge *batch = snapshot->batch;
    *edges = batch;
    do {
        if (!next_chunk(snapshot, EDGE_COLUMNS, count, error))
            return false;
        if (*count == 0)
            return true;
        struct cursor cursor = {snapshot->raw.bytes, snapshot->raw.bytes + snapshot->raw.size};
        if (!read_edges(&cursor, *count, batch))
            return damaged(snapshot, error);
        *count = squeeze_edges(&snapshot->filter, batch, *count);
    } while (*count == 0);
    return true;
}

bool snapshot_decode_edges(const uint8_t *bytes, size_t size, size_t count,
                           struct snapshot_edge *edges)
{
    struct packer *packer = pack_new();
    struct buffer raw = BUFFER_EMPTY;
    bool good =
        count <= COLUMN_RECORDS_MAXIMUM &&
        pack_expand(packer, bytes, size, count * EDGE_COLUMNS * COLUMN_VARINT_WIDTH, &raw) &&
        read_edges(&(struct cursor){raw.bytes, raw.bytes + raw.size}, count, edges);
    buffer_release(&raw);
    pack_free(packer);
    return good;
}

bool snapshot_contents_next(struct snapshot_scan *snapshot,
                            const struct snapshot_content **contents, size_t *count,
                            struct error *error)
{
    *contents = snapshot->batch;
    if (!next_chunk(snapshot, CONTENT_COLUMNS, count, error))
        return false;
    struct cursor cursor = {snapshot->raw.bytes, snapshot->raw.bytes + snapshot->raw.size};
    return *count == 0 || read_contents(&cursor, *count, snapshot->batch) ||
           damaged(snapshot, error);
}

bool snapshot_decode_contents(const uint8_t *bytes, size_t size, size_t count,
                              struct snapshot_content *contents, struct buffer *raw)
{
    struct packer *packer = pack_new();
    bool good =
        count <= COLUMN_RECORDS_MAXIMUM &&
        pack_expand(packer, bytes, size, count * CONTENT_COLUMNS * COLUMN_VARINT_WIDTH, raw) &&
        read_contents(&(struct cursor){raw->bytes, raw->bytes + raw->size}, count, contents);
    pack_free(packer);
    return good;
}
