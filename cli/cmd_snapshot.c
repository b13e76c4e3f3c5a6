/* heapledger snapshot TRACE --at SEQ: takes a snapshot after the run.
 *
 * How it works. The journal is replayed up to the event; what is alive then, and every open
 * reference that is not in flight, is written as the recorder writes a snapshot. The journal does
 * not know what an edge is called: its label is that of the same reference (the one that the same
 * event opened) in the nearest snapshot before or behind, and unknown where neither has it.
 * Addresses are not known.
 */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/session.h"
#include "cli/text.h"
#include "queries/engine/heap.h"
#include "recorder/format/clock.h"
#include "recorder/format/snapshot.h"

#include <string.h>

static const struct option snapshot_options[] = {
    {"at", 0, OPTION_NUMBER, "SEQ", "the event after which the heap is taken"},
    {"label", 0, OPTION_TEXT, "LABEL", "what the snapshot is called (default: seq SEQ)"},
    {0},
};
static const struct option *const groups[] = {snapshot_options, query_folder_options, NULL};

/* What an edge was called in a snapshot of the program's own. */
struct known_label {
    uint64_t opened_seq;
    uint64_t value;
    uint32_t label;
};

/* The heap after an event, on its way into the file. */
struct picture {
    struct session *session;
    uint64_t seq;
    struct heap heap;
    struct {
        VECTOR_OF(struct known_label); /* in order of opened_seq */
    } labels;
};

/* --- labels ----------------------------------------------------------------------------------- */

static int compare_labels(const void *left, const void *right)
{
    uint64_t a = ((const struct known_label *)left)->opened_seq;
    uint64_t b = ((const struct known_label *)right)->opened_seq;
    return (a > b) - (a < b);
}

static bool load_labels(struct picture *picture, uint64_t snapshot, struct error *error)
{
    const struct snapshot_edge *edges;
    size_t count = 0;
    struct scan scan = {0};
    struct snapshot_scan *open =
        snapshot_edges_open(engine_file(picture->session->engine), snapshot,
                            &(struct snapshot_filter){0}, &scan, error);
    bool is_read = open != NULL;
    while (is_read && (is_read = snapshot_edges_next(open, &edges, &count, error)) && count > 0)
        for (size_t i = 0; i < count; i++)
            if (edges[i].opened_seq > 0 && edges[i].opened_seq <= picture->seq)
                vector_push(&picture->labels, (struct known_label){edges[i].opened_seq,
                                                                   edges[i].value, edges[i].label});
    snapshot_scan_close(open);
    return is_read;
}

/* From the nearest snapshots on either side that the program itself took. */
static bool load_neighbours(struct picture *picture, struct error *error)
{
    static const char sql[] = "SELECT id FROM (SELECT id FROM snapshot WHERE seq <= ?1 AND NOT "
                              "replayed ORDER BY seq DESC LIMIT 1)"
                              " UNION ALL "
                              "SELECT id FROM (SELECT id FROM snapshot WHERE seq > ?1 AND NOT "
                              "replayed ORDER BY seq LIMIT 1)";
    sqlite3_stmt *row = engine_prepare(picture->session->engine, sql, NULL, error);
    bool is_loaded = row != NULL;
    error->code = ERROR_NONE;
    if (row)
        sqlite3_bind_int64(row, 1, (int64_t)picture->seq);
    while (is_loaded && engine_step(picture->session->engine, row, error))
        is_loaded = load_labels(picture, (uint64_t)sqlite3_column_int64(row, 0), error);
    sqlite3_finalize(row);
    if (picture->labels.count > 0)
        qsort(picture->labels.items, picture->labels.count, sizeof *picture->labels.items,
              compare_labels);
    return is_loaded && error->code == ERROR_NONE;
}

static const struct known_label *find_label(const struct picture *picture, uint64_t opened_seq)
{
    struct known_label key = {.opened_seq = opened_seq};
    if (picture->labels.count == 0)
        return NULL;
    return bsearch(&key, picture->labels.items, picture->labels.count, sizeof key, compare_labels);
}

/* --- objects and edges, in order -------------------------------------------------------------- */

static int compare_objects(const void *left, const void *right)
{
    uint64_t a = (*(const struct heap_object *const *)left)->oid;
    uint64_t b = (*(const struct heap_object *const *)right)->oid;
    return (a > b) - (a < b);
}

static int compare_references(const void *left, const void *right)
{
    const struct heap_reference *a = *(const struct heap_reference *const *)left;
    const struct heap_reference *b = *(const struct heap_reference *const *)right;
    if (a->holder != b->holder)
        return a->holder < b->holder ? -1 : 1;
    return (a->opened_seq > b->opened_seq) - (a->opened_seq < b->opened_seq);
}

static bool add_objects(const struct picture *picture, struct snapshot_builder *builder,
                        struct error *error)
{
    struct {
        VECTOR_OF(const struct heap_object *);
    } objects = {0};
    bool is_added = true;
    for (size_t i = 0; i < (size_t)1 << picture->heap.objects.bits; i++)
        if (picture->heap.objects.slots[i].oid)
            vector_push(&objects, &picture->heap.objects.slots[i]);
    if (objects.count > 0)
        qsort(objects.items, objects.count, sizeof *objects.items, compare_objects);
    for (size_t i = 0; is_added && i < objects.count; i++) {
        const struct heap_object *object = objects.items[i];
        struct snapshot_object record = {.oid = object->oid,
                                         .size = object->size,
                                         .count = object->count,
                                         .born_seq = object->born_seq,
                                         .type = object->type,
                                         .site = object->site};
        is_added = snapshot_add_object(builder, &record, error);
    }
    vector_release(&objects);
    return is_added;
}

static bool add_edges(const struct picture *picture, struct snapshot_builder *builder,
                      struct error *error)
{
    struct {
        VECTOR_OF(const struct heap_reference *);
    } references = {0};
    bool is_added = true;
    for (size_t i = 0; i < picture->heap.references.used; i++)
        if (picture->heap.references.nodes[i].oid &&
            picture->heap.references.nodes[i].holder != HOLDER_IN_FLIGHT)
            vector_push(&references, &picture->heap.references.nodes[i]);
    if (references.count > 0)
        qsort(references.items, references.count, sizeof *references.items, compare_references);
    for (size_t i = 0; is_added && i < references.count; i++) {
        const struct heap_reference *reference = references.items[i];
        const struct known_label *known = find_label(picture, reference->opened_seq);
        struct snapshot_edge record = {.holder = reference->holder,
                                       .oid = reference->oid,
                                       .opened_seq = reference->opened_seq,
                                       .site = reference->site,
                                       .label = known ? known->label : EDGE_UNKNOWN,
                                       .value = known ? known->value : 0};
        is_added = snapshot_add_edge(builder, &record, error);
    }
    vector_release(&references);
    return is_added;
}

/* --- the file --------------------------------------------------------------------------------- */

static uint64_t find_last_oid(const struct heap *heap)
{
    for (size_t word = heap->born_size; word-- > 0;)
        if (heap->born[word])
            return word * 64 + 63 - (uint64_t)__builtin_clzll(heap->born[word]);
    return 0;
}

static bool find_next_id(struct file *file, uint64_t *id, struct error *error)
{
    sqlite3_stmt *row = file_prepare(file, "SELECT coalesce(max(id), 0) + 1 FROM snapshot", error);
    bool is_found = row && sqlite3_step(row) == SQLITE_ROW;
    if (is_found)
        *id = (uint64_t)sqlite3_column_int64(row, 0);
    else if (row)
        file_error(file, error);
    sqlite3_finalize(row);
    return is_found;
}

static bool find_time(struct file *file, uint64_t seq, uint64_t *time_ns, struct error *error)
{
    struct clock clock;
    if (!clock_load(file, &clock, error))
        return false;
    *time_ns = clock_time(&clock, seq);
    clock_release(&clock);
    return true;
}

static bool write_snapshot(const struct picture *picture, struct file *file, const char *label,
                           struct error *error)
{
    struct snapshot_header header = {.seq = picture->seq,
                                     .label = label,
                                     .last_oid = find_last_oid(&picture->heap),
                                     .replayed = true};
    if (!find_next_id(file, &header.id, error) ||
        !find_time(file, picture->seq, &header.time_ns, error))
        return false;
    struct snapshot_builder *builder = snapshot_begin(file, &header);
    if (add_objects(picture, builder, error) && add_edges(picture, builder, error))
        return snapshot_end(builder, 0, true, error);
    snapshot_abandon(builder);
    return false;
}

static bool write_file(const struct picture *picture, const char *label, struct error *error)
{
    struct file file;
    if (!file_open_to_write(picture->session->path, &file, error))
        return false;
    bool is_written = file_execute(&file, "BEGIN IMMEDIATE", error) &&
                      write_snapshot(picture, &file, label, error) &&
                      file_execute(&file, "COMMIT", error);
    file_close(&file); /* rolls back what was not committed */
    return is_written;
}

/* --- the command ------------------------------------------------------------------------------ */

static bool check_seq(struct session *session, uint64_t seq, struct error *error)
{
    struct file_run run;
    if (!file_read_run(engine_file(session->engine), &run, error))
        return false;
    if (!run.is_finished)
        return error_set(error, ERROR_DATA,
                         "'%s' is still being recorded, or its end was lost: it takes no snapshot",
                         session->path);
    if (seq == 0 || seq > run.events)
        return error_set(error, ERROR_USAGE, "no event %llu in '%s' (it has 1 to %llu)",
                         (unsigned long long)seq, session->path, (unsigned long long)run.events);
    return true;
}

/* A label goes before a number, so what names a snapshot already would be taken from it. */
static bool check_label(struct session *session, const char *label, struct error *error)
{
    sqlite3_stmt *row = engine_prepare(
        session->engine,
        "SELECT id FROM snapshot WHERE label = ?1 OR CAST(id AS TEXT) = ?1 LIMIT 1", NULL, error);
    error->code = ERROR_NONE;
    if (label[0] == '\0')
        error_set(error, ERROR_USAGE, "'--label' needs a name");
    if (row)
        sqlite3_bind_text(row, 1, label, -1, SQLITE_STATIC);
    if (row && error->code == ERROR_NONE && engine_step(session->engine, row, error))
        error_set(error, ERROR_CANNOT_CREATE,
                  "'%s' names snapshot %lld of '%s' already (--label names another)", label,
                  sqlite3_column_int64(row, 0), session->path);
    sqlite3_finalize(row);
    return row && error->code == ERROR_NONE;
}

static bool take_snapshot(struct session *session, uint64_t seq, const char *label,
                          struct error *error)
{
    struct picture picture = {.session = session, .seq = seq};
    progress_begin(&session->progress);
    bool is_taken = check_seq(session, seq, error) && check_label(session, label, error) &&
                    load_neighbours(&picture, error);
    if (is_taken) {
        is_taken = heap_begin(&picture.heap, session->engine, error) &&
                   heap_replay(&picture.heap, session->engine, seq, true, error) &&
                   write_file(&picture, label, error);
        heap_release(&picture.heap);
    }
    progress_end(&session->progress);
    vector_release(&picture.labels);
    return is_taken;
}

/* Says what was taken, and what may be asked of it next. */
static bool report(struct session *session, const char *label, struct error *error)
{
    struct buffer line = BUFFER_EMPTY;
    sqlite3_stmt *row = engine_prepare(
        session->engine, "SELECT id, objects, bytes FROM snapshot WHERE label = ?1", NULL, error);
    if (row == NULL)
        return false;
    error->code = ERROR_NONE;
    sqlite3_bind_text(row, 1, label, -1, SQLITE_STATIC);
    if (engine_step(session->engine, row, error)) {
        buffer_format(&line, "snapshot %lld '%s' has ", sqlite3_column_int64(row, 0), label);
        text_append_count(&line, (uint64_t)sqlite3_column_int64(row, 1), "object");
        buffer_append_text(&line, " (");
        text_append_size(&line, (uint64_t)sqlite3_column_int64(row, 2));
        buffer_append_text(&line, "); next: heapledger query ");
        text_append_argument(&line, session->path);
        buffer_append_text(&line, " growth --from ");
        text_append_argument(&line, label);
        message_print("%s", buffer_text(&line));
    }
    sqlite3_finalize(row);
    buffer_release(&line);
    return error->code == ERROR_NONE;
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct session session;
    if (!arguments_has(arguments, "at")) {
        error_set(error, ERROR_USAGE, "'snapshot' needs '--at SEQ'");
        return (int)error->code;
    }
    if (!session_open(&session, arguments, arguments->operands.items[0], error))
        return (int)error->code;
    uint64_t seq = arguments_number(arguments, "at", 0);
    const char *given = arguments_text(arguments, "label");
    char *label =
        given ? memory_copy_string(given) : memory_format("seq %llu", (unsigned long long)seq);
    bool is_taken = take_snapshot(&session, seq, label, error) && report(&session, label, error);
    if (!is_taken)
        session_die_if_cancelled(&session);
    memory_free(label);
    session_close(&session);
    return is_taken ? 0 : (int)error->code;
}

const struct command command_snapshot = {
    .name = "snapshot",
    .operands = "TRACE --at SEQ",
    .summary = "take a snapshot after the run",
    .description =
        "Replays the trace up to an event and adds the heap as it stood then to the trace, as if "
        "the "
        "program had taken a snapshot there. Labels of edges come from the snapshots around it; "
        "addresses are not known.",
    .examples = "  heapledger snapshot run.db --at 20000 --label before-login\n"
                "  heapledger query run.db growth --from before-login --to exit\n",
    .groups = groups,
    .least_operands = 1,
    .most_operands = 1,
    .run = run,
};
