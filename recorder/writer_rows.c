/* The rows that the writer writes at the beginning, on the way and at the end. */
#include "base/embedded.h"
#include "base/memory.h"
#include "recorder/writer_parts.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define RECORDER_NAME "heapledger 1"

/* --- the beginning ---------------------------------------------------------------------------- */

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

bool writer_write_first_rows(struct writer *writer, const struct recorder_options *options,
                             int32_t process, struct error *error)
{
    if (!write_run(writer, options, process, error))
        return false;
    for (const struct embedded_file *query = options->queries; query && query->name; query++)
        if (!write_query(writer, query, error))
            return false;
    return true;
}

/* --- on the way ------------------------------------------------------------------------------- */

bool writer_write_heap_size(struct writer *writer, uint64_t seq, struct error *error)
{
    const struct books_totals *totals = books_totals(writer->books);
    bool good = store_row(&writer->store, STORE_HEAP_SIZE, error, "iiiiii", seq,
                          writer_time(writer, writer->now_ns), totals->live_objects,
                          totals->live_bytes, totals->step_objects, totals->step_bytes);
    books_begin_step(writer->books);
    return good;
}

bool writer_write_progress(struct writer *writer, struct error *error)
{
    const struct books_totals *totals = books_totals(writer->books);
    return store_row(&writer->store, STORE_RUN_PROGRESS, error, "iiiiiiii", writer_last_seq(writer),
                     totals->births, totals->live_objects, totals->live_bytes, totals->peak_seq,
                     totals->peak_objects, totals->peak_bytes, (int64_t)totals->has_holders);
}

/* --- the end ---------------------------------------------------------------------------------- */

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
    return writer_add_records(survivors->writer, &survivors->records, survivors->error);
}

static bool write_survivors(struct writer *writer, struct error *error)
{
    struct survivors survivors = {.writer = writer, .error = error};
    bool good = books_each_survivor(writer->books, add_survivor, &survivors) &&
                writer_add_records(writer, &survivors.records, error);
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
    struct snapshot_header header = {.seq = writer_last_seq(writer), .label = ""};
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

bool writer_write_books(struct writer *writer, struct error *error)
{
    return writer_add_records(writer, books_dead(writer->books), error) &&
           write_survivors(writer, error) && write_open_references(writer, error) &&
           write_balances(writer, error) &&
           (writer_last_seq(writer) == 0 ||
            writer_write_heap_size(writer, writer_last_seq(writer), error));
}

bool writer_write_end(struct writer *writer, bool has_status,
                      const struct recorder_outcome *outcome, struct error *error)
{
    const char *state = outcome->incomplete ? "incomplete" : "complete";
    const char *reason = outcome->incomplete ? outcome->reason.message : NULL;
    uint64_t duration_ns = writer_time(writer, ring_time(writer->shared));
    uint64_t books_seq = outcome->incomplete ? 0 : writer_last_seq(writer);
    if (!has_status)
        return store_row(&writer->store, STORE_RUN_END, error, "ttnnnii", state, reason,
                         duration_ns, books_seq);
    return store_row(&writer->store, STORE_RUN_END, error, "tttiiii", state, reason,
                     outcome->signal ? "signal" : "exit", (int64_t)outcome->exit_code,
                     (int64_t)outcome->signal, duration_ns, books_seq);
}
