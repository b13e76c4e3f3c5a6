/* Writing a picture of the heap (snapshot.h): chunks as they fill, totals by type and by site at
 * the end.
 *
 * The totals are kept in one open-addressing table keyed by (type, site); those by type
 * are summed from it at the end.
 */
#include "recorder/format/snapshot.h"

#include "base/memory.h"
#include "recorder/format/content.h"
#include "recorder/format/set.h"

struct total {
    uint64_t objects; /* 0: an empty place */
    uint64_t bytes;
    uint64_t count;
    uint32_t type;
    uint32_t site;
};

/* A part: the chunk that fills. */
struct part {
    const char *name;
    uint64_t number; /* of that chunk */
    size_t count;    /* in it */
};

struct snapshot_builder {
    struct file *file; /* borrowed */
    struct snapshot_header header;
    uint64_t objects, edges, bytes;
    struct part object_part, edge_part, content_part;
    struct snapshot_object *object_chunk; /* owned; CHUNK_RECORDS_MAXIMUM */
    struct snapshot_edge *edge_chunk;     /* likewise */
    uint64_t *numbers;                    /* scratch for the sets */
    struct total *totals;                 /* owned; a power of two */
    size_t total_count, total_capacity;
    uint64_t last_oid;         /* the object that was added last, */
    uint32_t last_type;        /* and its type */
    struct contents *contents; /* owned; NULL: none were told */
    sqlite3_stmt *insert;      /* owned; prepared when it is first needed */
};

struct snapshot_builder *snapshot_begin(struct file *file, const struct snapshot_header *header)
{
    struct snapshot_builder *builder = memory_zeroed(1, sizeof *builder);
    builder->file = file;
    builder->header = *header;
    builder->object_part = (struct part){.name = "object", .number = 1};
    builder->edge_part = (struct part){.name = "edge", .number = 1};
    builder->content_part = (struct part){.name = "content"};
    builder->object_chunk = memory_allocate(CHUNK_RECORDS_MAXIMUM * sizeof *builder->object_chunk);
    builder->edge_chunk = memory_allocate(CHUNK_RECORDS_MAXIMUM * sizeof *builder->edge_chunk);
    builder->numbers = memory_allocate(CHUNK_RECORDS_MAXIMUM * sizeof *builder->numbers);
    builder->total_capacity = 256;
    builder->totals = memory_zeroed(builder->total_capacity, sizeof *builder->totals);
    return builder;
}

void snapshot_abandon(struct snapshot_builder *builder)
{
    sqlite3_finalize(builder->insert);
    memory_free(builder->object_chunk);
    memory_free(builder->edge_chunk);
    memory_free(builder->numbers);
    memory_free(builder->totals);
    contents_free(builder->contents);
    memory_free(builder);
}

/* --- totals ----------------------------------------------------------------------------------- */

static struct total *place_of(struct total *totals, size_t capacity, uint32_t type, uint32_t site)
{
    uint64_t hash = ((uint64_t)type << 32 | site) * UINT64_C(0x9E3779B97F4A7C15);
    size_t place = hash >> 32;
    for (;; place++) {
        struct total *total = &totals[place & (capacity - 1)];
        if (!total->objects || (total->type == type && total->site == site))
            return total;
    }
}

static void grow_totals(struct snapshot_builder *builder)
{
    size_t capacity = builder->total_capacity * 2;
    struct total *totals = memory_zeroed(capacity, sizeof *totals);
    for (size_t i = 0; i < builder->total_capacity; i++) {
        struct total *old = &builder->totals[i];
        if (old->objects)
            *place_of(totals, capacity, old->type, old->site) = *old;
    }
    memory_free(builder->totals);
    builder->totals = totals;
    builder->total_capacity = capacity;
}

static void add_to_totals(struct snapshot_builder *builder, const struct snapshot_object *object)
{
    struct total *total =
        place_of(builder->totals, builder->total_capacity, object->type, object->site);
    if (!total->objects++) {
        total->type = object->type;
        total->site = object->site;
        builder->total_count++;
    }
    total->bytes += object->size;
    total->count += (uint64_t)object->count;
    builder->objects++;
    builder->bytes += object->size;
    if (builder->total_count * 4 > builder->total_capacity * 3)
        grow_totals(builder);
}

/* --- chunks ----------------------------------------------------------------------------------- */

static bool run_once(struct snapshot_builder *builder, sqlite3_stmt *statement, struct error *error)
{
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    return result == SQLITE_DONE || file_error(builder->file, error);
}

static bool prepare_insert(struct snapshot_builder *builder, struct error *error)
{
    if (builder->insert)
        return true;
    builder->insert = file_prepare(builder->file,
                                   "INSERT INTO snapshot_chunk (snapshot_id, part, number, count,"
                                   " min_oid, max_oid, oid_set, holder_set, data)"
                                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                                   error);
    return builder->insert;
}

/* Writes a chunk and empties it. Frees what the buffers hold. */
static bool insert_chunk(struct snapshot_builder *builder, struct part *part,
                         const uint64_t bounds[2], struct buffer *oid_set,
                         struct buffer *holder_set, struct buffer *data, struct error *error)
{
    bool good = prepare_insert(builder, error);
    if (good) {
        sqlite3_stmt *insert = builder->insert;
        sqlite3_bind_int64(insert, 1, (int64_t)builder->header.id);
        sqlite3_bind_text(insert, 2, part->name, -1, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 3, (int64_t)part->number++);
        sqlite3_bind_int64(insert, 4, (int64_t)part->count);
        sqlite3_bind_int64(insert, 5, (int64_t)bounds[0]);
        sqlite3_bind_int64(insert, 6, (int64_t)bounds[1]);
        sqlite3_bind_blob64(insert, 7, oid_set->bytes, oid_set->size, SQLITE_STATIC);
        sqlite3_bind_blob64(insert, 8, holder_set->bytes, holder_set->size, SQLITE_STATIC);
        sqlite3_bind_blob64(insert, 9, data->bytes, data->size, SQLITE_STATIC);
        good = run_once(builder, insert, error);
        sqlite3_clear_bindings(insert);
    }
    part->count = 0;
    buffer_release(oid_set);
    buffer_release(holder_set);
    buffer_release(data);
    return good;
}

static bool write_objects(struct snapshot_builder *builder, struct error *error)
{
    size_t count = builder->object_part.count;
    struct buffer oid_set = BUFFER_EMPTY, holder_set = BUFFER_EMPTY, data = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++)
        builder->numbers[i] = builder->object_chunk[i].oid;
    set_encode(&oid_set, builder->numbers, count, SET_BUDGET);
    snapshot_encode_objects(builder->object_chunk, count, &data);
    uint64_t bounds[2] = {builder->numbers[0], builder->numbers[count - 1]};
    return insert_chunk(builder, &builder->object_part, bounds, &oid_set, &holder_set, &data,
                        error);
}

static bool write_edges(struct snapshot_builder *builder, struct error *error)
{
    size_t count = builder->edge_part.count;
    struct buffer oid_set = BUFFER_EMPTY, holder_set = BUFFER_EMPTY, data = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++)
        builder->numbers[i] = zigzag_encode(builder->edge_chunk[i].holder);
    set_encode(&holder_set, builder->numbers, count, SET_BUDGET);
    for (size_t i = 0; i < count; i++)
        builder->numbers[i] = builder->edge_chunk[i].oid;
    set_encode(&oid_set, builder->numbers, count, SET_BUDGET);
    snapshot_encode_edges(builder->edge_chunk, count, &data);
    uint64_t bounds[2] = {builder->numbers[0], builder->numbers[count - 1]};
    return insert_chunk(builder, &builder->edge_part, bounds, &oid_set, &holder_set, &data, error);
}

bool snapshot_add_object(struct snapshot_builder *builder, const struct snapshot_object *object,
                         struct error *error)
{
    builder->object_chunk[builder->object_part.count++] = *object;
    add_to_totals(builder, object);
    builder->last_oid = object->oid;
    builder->last_type = object->type;
    return builder->object_part.count < CHUNK_RECORDS_MAXIMUM || write_objects(builder, error);
}

bool snapshot_add_edge(struct snapshot_builder *builder, const struct snapshot_edge *edge,
                       struct error *error)
{
    builder->edge_chunk[builder->edge_part.count++] = *edge;
    builder->edges++;
    return builder->edge_part.count < CHUNK_RECORDS_MAXIMUM || write_edges(builder, error);
}

void snapshot_tells_contents(struct snapshot_builder *builder)
{
    if (!builder->contents)
        builder->contents = contents_new();
}

void snapshot_add_content(struct snapshot_builder *builder, uint64_t hash, const char *text,
                          size_t size)
{
    if (builder->contents)
        contents_add(builder->contents, builder->last_oid, builder->last_type, hash, text, size);
}

/* Number 0 has no objects: that it is there says that contents were told. */
static bool write_contents(struct snapshot_builder *builder, struct error *error)
{
    struct part *part = &builder->content_part;
    struct buffer none = BUFFER_EMPTY, data = BUFFER_EMPTY;
    struct content_list list;
    uint64_t bounds[2] = {0, 0};
    buffer_reserve(&data, 1); /* the column is never NULL */
    bool good = insert_chunk(builder, part, bounds, &none, &none, &data, error);
    contents_list(builder->contents, &list);
    for (size_t start = 0; good && start < list.count; start += CHUNK_RECORDS_MAXIMUM) {
        size_t rest = list.count - start;
        part->count = rest < CHUNK_RECORDS_MAXIMUM ? rest : CHUNK_RECORDS_MAXIMUM;
        bounds[0] = list.items[start].oid;
        bounds[1] = list.items[start + part->count - 1].oid;
        snapshot_encode_contents(list.items + start, part->count, &data);
        good = insert_chunk(builder, part, bounds, &none, &none, &data, error);
    }
    vector_release(&list);
    return good;
}

/* --- the end ---------------------------------------------------------------------------------- */

static bool write_site_totals(struct snapshot_builder *builder, struct error *error)
{
    sqlite3_stmt *insert = file_prepare(builder->file,
                                        "INSERT INTO snapshot_site (snapshot_id, site_id, type_id,"
                                        " objects, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
                                        error);
    bool good = insert;
    for (size_t i = 0; good && i < builder->total_capacity; i++) {
        const struct total *total = &builder->totals[i];
        if (!total->objects)
            continue;
        sqlite3_bind_int64(insert, 1, (int64_t)builder->header.id);
        sqlite3_bind_int64(insert, 2, total->site);
        sqlite3_bind_int64(insert, 3, total->type);
        sqlite3_bind_int64(insert, 4, (int64_t)total->objects);
        sqlite3_bind_int64(insert, 5, (int64_t)total->bytes);
        good = run_once(builder, insert, error);
    }
    sqlite3_finalize(insert);
    return good;
}

static int compare_types(const void *left, const void *right)
{
    const struct total *a = left, *b = right;
    return (a->type > b->type) - (a->type < b->type);
}

/* Destroys the table: its places are sorted by type and neighbours are summed. */
static bool write_type_totals(struct snapshot_builder *builder, struct error *error)
{
    sqlite3_stmt *insert = file_prepare(builder->file,
                                        "INSERT INTO snapshot_type (snapshot_id, type_id, objects,"
                                        " bytes, count) VALUES (?1, ?2, ?3, ?4, ?5)",
                                        error);
    bool good = insert;
    struct total *totals = builder->totals;
    size_t count = 0;
    for (size_t i = 0; i < builder->total_capacity; i++)
        if (totals[i].objects)
            totals[count++] = totals[i];
    qsort(totals, count, sizeof *totals, compare_types);
    for (size_t i = 0; good && i < count;) {
        struct total sum = totals[i];
        while (++i < count && totals[i].type == sum.type) {
            sum.objects += totals[i].objects;
            sum.bytes += totals[i].bytes;
            sum.count += totals[i].count;
        }
        sqlite3_bind_int64(insert, 1, (int64_t)builder->header.id);
        sqlite3_bind_int64(insert, 2, sum.type);
        sqlite3_bind_int64(insert, 3, (int64_t)sum.objects);
        sqlite3_bind_int64(insert, 4, (int64_t)sum.bytes);
        sqlite3_bind_int64(insert, 5, (int64_t)sum.count);
        good = run_once(builder, insert, error);
    }
    sqlite3_finalize(insert);
    return good;
}

static bool write_row(struct snapshot_builder *builder, uint64_t pause_ns, bool complete,
                      struct error *error)
{
    const struct snapshot_header *header = &builder->header;
    sqlite3_stmt *insert = file_prepare(
        builder->file,
        "INSERT OR REPLACE INTO snapshot (id, seq, label, objects, edges, bytes, last_oid,"
        " complete, replayed, site_id, time_ns, pause_ns)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        error);
    if (!insert)
        return false;
    sqlite3_bind_int64(insert, 1, (int64_t)header->id);
    sqlite3_bind_int64(insert, 2, (int64_t)header->seq);
    sqlite3_bind_text(insert, 3, header->label, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 4, (int64_t)builder->objects);
    sqlite3_bind_int64(insert, 5, (int64_t)builder->edges);
    sqlite3_bind_int64(insert, 6, (int64_t)builder->bytes);
    sqlite3_bind_int64(insert, 7, (int64_t)header->last_oid);
    sqlite3_bind_int(insert, 8, complete);
    sqlite3_bind_int(insert, 9, header->replayed);
    sqlite3_bind_int64(insert, 10, header->site);
    sqlite3_bind_int64(insert, 11, (int64_t)header->time_ns);
    sqlite3_bind_int64(insert, 12, (int64_t)pause_ns);
    bool good = run_once(builder, insert, error);
    sqlite3_finalize(insert);
    return good;
}

bool snapshot_end(struct snapshot_builder *builder, uint64_t pause_ns, bool complete,
                  struct error *error)
{
    bool good = (!builder->object_part.count || write_objects(builder, error)) &&
                (!builder->edge_part.count || write_edges(builder, error)) &&
                (!builder->contents || write_contents(builder, error));
    if (builder->header.id)
        good = good && write_site_totals(builder, error) && write_type_totals(builder, error) &&
               write_row(builder, pause_ns, complete, error);
    snapshot_abandon(builder);
    return good;
}
