#include "queries/engine/engine.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/vector.h"
#include "queries/engine/argument.h"
#include "queries/engine/connection.h"
#include "queries/engine/epochs.h"
#include "queries/engine/heap_graph.h"
#include "queries/engine/names.h"
#include "queries/engine/object_types.h"
#include "queries/engine/scalar.h"
#include "queries/engine/stored_function.h"
#include "queries/engine/suggest.h"
#include "queries/engine/tables.h"
#include "recorder/format/file.h"

#include <stdatomic.h>
#include <string.h>

/* Steps of SQLite's machine between two looks at the clock of the hook. */
enum { STEPS_BETWEEN_CHECKS = 20000 };

struct engine {
    struct file file;
    bool is_borrowed; /* the connection is somebody else's */
    struct scan scan;
    struct names *names;
    struct object_types *types;
    struct epochs *epochs;
    struct heap_graph *graphs[2]; /* the last two that were built; shared with their users */
    struct catalogue *catalogue;
    struct {
        VECTOR_OF(struct table *);
    } functions; /* of the stored queries */
    engine_progress *progress;
    void *progress_context;
    atomic_bool is_cancelled;
    int depth;             /* nested statements of stored queries */
    struct error kept;     /* of a virtual table; code ERROR_NONE: none */
    bool lacks_references; /* see engine.h; of the statement that was prepared last */
    const char *only_type; /* likewise; kept_only_type, or NULL */
    char *kept_only_type;  /* owned; of table run; NULL: not read, or every type */
};

sqlite3 *engine_database(struct engine *engine)
{
    return engine->file.database;
}

struct file *engine_file(struct engine *engine)
{
    return &engine->file;
}

const struct catalogue *engine_catalogue(const struct engine *engine)
{
    return engine->catalogue;
}

struct scan *connection_scan(struct engine *engine)
{
    return &engine->scan;
}

struct names *connection_names(struct engine *engine)
{
    return engine->names;
}

struct object_types *connection_types(struct engine *engine)
{
    return engine->types;
}

struct epochs *connection_epochs(struct engine *engine)
{
    return engine->epochs;
}

struct heap_graph **connection_graphs(struct engine *engine)
{
    return engine->graphs;
}

int connection_enter(struct engine *engine)
{
    return ++engine->depth;
}

void connection_leave(struct engine *engine)
{
    engine->depth--;
}

/* --- cancelling and progress ------------------------------------------------------------------ */

void engine_cancel(struct engine *engine)
{
    atomic_store(&engine->is_cancelled, true);
}

bool engine_is_cancelled(const struct engine *engine)
{
    return atomic_load(&engine->is_cancelled);
}

void engine_resume(struct engine *engine)
{
    atomic_store(&engine->is_cancelled, false);
}

static bool ask_cancelled(void *engine)
{
    return engine_is_cancelled(engine);
}

static int interrupt_when_cancelled(void *engine)
{
    return engine_is_cancelled(engine);
}

static bool fail_cancelled(struct error *error)
{
    return error_set(error, ERROR_CHECK, "cancelled");
}

bool engine_progress_step(struct engine *engine, const char *work, uint64_t done, uint64_t total,
                          struct error *error)
{
    if (!engine)
        return true;
    if (engine->progress)
        engine->progress(engine->progress_context, work, done, total);
    return !engine_is_cancelled(engine) || fail_cancelled(error);
}

/* --- errors ----------------------------------------------------------------------------------- */

void connection_keep_error(struct engine *engine, const struct error *error)
{
    engine->kept = *error;
}

bool connection_fail(struct engine *engine, struct error *error)
{
    if (engine_is_cancelled(engine)) {
        engine->kept.code = ERROR_NONE;
        return fail_cancelled(error);
    }
    if (engine->kept.code != ERROR_NONE) {
        *error = engine->kept;
        engine->kept.code = ERROR_NONE;
        return false;
    }
    int code = sqlite3_errcode(engine->file.database);
    if ((code & 0xff) == SQLITE_ERROR)
        return error_set(error, ERROR_DATA, "%s", sqlite3_errmsg(engine->file.database));
    return file_error(&engine->file, error);
}

/* Remembers that the answer rests on the references of some types only, if it does. */
static bool note_only_type(struct engine *engine, struct error *error)
{
    sqlite3_stmt *statement = file_prepare(&engine->file, "SELECT only_type FROM run", error);
    if (!statement)
        return false;
    const char *only_type = sqlite3_step(statement) == SQLITE_ROW
                                ? (const char *)sqlite3_column_text(statement, 0)
                                : NULL;
    if (only_type && !engine->kept_only_type)
        engine->kept_only_type = memory_copy_string(only_type);
    sqlite3_finalize(statement);
    engine->only_type = engine->kept_only_type;
    return true;
}

bool connection_require_references(struct engine *engine, bool needs_holders, struct error *error)
{
    struct file_run run;
    if (!file_read_run(&engine->file, &run, error))
        return false;
    bool has_holders = run.has_holders || run.objects == 0;
    if (run.has_counts && (has_holders || !needs_holders))
        return note_only_type(engine, error);
    engine->lacks_references = true;
    if (!run.has_counts)
        return error_set(error, ERROR_DATA,
                         "'%s' records lifetimes only, no references: record it without "
                         "--record lifetimes",
                         engine->file.path);
    return error_set(error, ERROR_DATA,
                     "'%s' does not say who holds a reference: its program knows no holders",
                     engine->file.path);
}

bool engine_lacks_references(const struct engine *engine)
{
    return engine->lacks_references;
}

const char *engine_only_type(const struct engine *engine)
{
    return engine->only_type;
}

/* --- opening ---------------------------------------------------------------------------------- */

/* The questions that the trace carries. One that does not parse is left out: it may come from a
 * newer program, and must not keep the trace from being read. */
static bool load_trace_queries(struct engine *engine, struct error *error)
{
    sqlite3_stmt *statement = file_prepare(&engine->file, "SELECT name, text FROM query", error);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        const char *text = (const char *)sqlite3_column_text(statement, 1);
        struct error ignored;
        struct query *query = name && text ? query_parse(name, text, QUERY_TRACE, &ignored) : NULL;
        if (query)
            catalogue_add(engine->catalogue, query, false);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || connection_fail(engine, error);
}

/* A query with the name of a table is refused, where it is the user's; one that a trace carries
 * goes without a function. */
static bool register_functions(struct engine *engine, struct error *error)
{
    for (size_t i = 0; i < engine->catalogue->count; i++) {
        const struct query *query = engine->catalogue->items[i];
        if (tables_have(query->name) && query->origin == QUERY_TRACE)
            continue;
        if (tables_have(query->name))
            return error_set(error, ERROR_DATA, "%s: '%s' is a table; give the query another name",
                             query->source, query->name);
        struct table *table = stored_function_new(query);
        vector_push(&engine->functions, table);
        if (!table_register(engine, table, error))
            return false;
    }
    return true;
}

/* A table of the file's own would stand before ours: a stranger's trace would change what a name
 * means. */
static bool check_names(struct engine *engine, struct error *error)
{
    sqlite3_stmt *statement =
        engine_prepare(engine,
                       "SELECT name FROM main.sqlite_schema WHERE lower(name) IN"
                       " (SELECT lower(name) FROM pragma_module_list) LIMIT 1",
                       NULL, error);
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        error_set(error, ERROR_DATA, "'%s' is not a trace (it has '%s', which no trace has)",
                  engine->file.path, sqlite3_column_text(statement, 0));
    else if (code != SQLITE_DONE)
        connection_fail(engine, error);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE;
}

static bool register_everything(struct engine *engine, const char *const *folders,
                                struct error *error)
{
    engine->scan = (struct scan){.is_cancelled = ask_cancelled, .context = engine};
    engine->names = names_new(&engine->file);
    engine->types = object_types_new(engine);
    engine->epochs = epochs_new(engine);
    if (!engine->is_borrowed) /* a host has its own way to interrupt */
        sqlite3_progress_handler(engine->file.database, STEPS_BETWEEN_CHECKS,
                                 interrupt_when_cancelled, engine);
    engine->catalogue = catalogue_load(folders, error);
    return engine->catalogue && load_trace_queries(engine, error) &&
           tables_register(engine, error) && scalar_register(engine, error) &&
           register_functions(engine, error) && check_names(engine, error);
}

struct engine *engine_open(const char *path, const struct engine_options *options,
                           struct error *error)
{
    struct engine *engine = memory_zeroed(1, sizeof *engine);
    if (options) {
        engine->progress = options->progress;
        engine->progress_context = options->progress_context;
    }
    if (file_open(path, &engine->file, error) &&
        register_everything(engine, options ? options->folders : NULL, error))
        return engine;
    engine_close(engine);
    return NULL;
}

struct engine *engine_attach(sqlite3 *database, struct error *error)
{
    struct engine *engine = memory_zeroed(1, sizeof *engine);
    engine->is_borrowed = true;
    if (file_borrow(database, &engine->file, error) && register_everything(engine, NULL, error))
        return engine;
    engine_close(engine);
    return NULL;
}

void engine_close(struct engine *engine)
{
    if (!engine)
        return;
    names_free(engine->names);
    object_types_free(engine->types);
    epochs_free(engine->epochs);
    heap_graph_release(engine->graphs[0]);
    heap_graph_release(engine->graphs[1]);
    if (engine->is_borrowed)
        file_forget(&engine->file);
    else
        file_close(&engine->file);
    for (size_t i = 0; i < engine->functions.count; i++)
        stored_function_free(engine->functions.items[i]);
    vector_release(&engine->functions);
    catalogue_free(engine->catalogue);
    memory_free(engine->kept_only_type);
    memory_free(engine);
}

/* --- statements ------------------------------------------------------------------------------- */

sqlite3_stmt *engine_prepare(struct engine *engine, const char *sql, const char **rest,
                             struct error *error)
{
    sqlite3_stmt *statement = NULL;
    error->code = ERROR_NONE;
    engine->lacks_references = false;
    engine->only_type = NULL;
    if (sqlite3_prepare_v2(engine->file.database, sql, -1, &statement, rest) != SQLITE_OK)
        connection_fail(engine, error);
    return statement;
}

/* The line of the file at which SQLite did not understand the statement. It says where for most
 * mistakes; for a name that it does not know, the message ends with that name. */
static int find_mistake(struct engine *engine, const struct query *query)
{
    const char *end = strrchr(sqlite3_errmsg(engine->file.database), ' ');
    const char *word = end ? strstr(query->sql, end + 1) : NULL;
    int offset = sqlite3_error_offset(engine->file.database);
    size_t before = offset >= 0 ? (size_t)offset : word ? (size_t)(word - query->sql) : 0;
    int line = query->sql_line;
    for (const char *next = query->sql; *next && next < query->sql + before; next++)
        line += *next == '\n';
    return line;
}

sqlite3_stmt *connection_compile(struct engine *engine, const struct query *query,
                                 struct error *error)
{
    sqlite3_stmt *statement = engine_prepare(engine, query->sql, NULL, error);
    if (statement)
        return statement;
    if (error->code == ERROR_NONE)
        error_set(error, ERROR_DATA, "%s: no statement after the header", query->source);
    else
        error_prefix(error, "%s:%d", query->source, find_mistake(engine, query));
    return NULL;
}

static const char *find_argument(const struct query_argument *arguments, size_t count,
                                 const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(arguments[i].name, name) == 0)
            return arguments[i].text;
    return NULL;
}

/* The error for a parameter that the query does not have. */
static bool refuse_parameter(const struct query *query, const char *name, struct error *error)
{
    struct buffer list = BUFFER_EMPTY;
    struct suggestion suggestion = suggestion_begin(name);
    for (size_t i = 0; i < query->parameter_count; i++) {
        buffer_format(&list, "%s%s", i ? ", " : "", query->parameters[i].name);
        suggestion_offer(&suggestion, query->parameters[i].name);
    }
    error_set(error, ERROR_USAGE, "%s has no parameter '%s' (it has: %s)", query->name, name,
              query->parameter_count ? buffer_text(&list) : "none");
    buffer_release(&list);
    size_t size = strlen(error->message);
    if (suggestion.best)
        snprintf(error->message + size, sizeof error->message - size, "; did you mean '%s'?",
                 suggestion.best);
    return false;
}

static bool refuse_query(struct engine *engine, const char *name, struct error *error)
{
    const char *near = catalogue_suggest(engine->catalogue, name);
    if (near)
        return error_set(error, ERROR_USAGE, "no stored query '%s'; did you mean '%s'?", name,
                         near);
    return error_set(error, ERROR_USAGE, "no stored query '%s' ('heapledger queries' lists them)",
                     name);
}

static bool bind_all(struct engine *engine, const struct query *query,
                     const struct query_argument *arguments, size_t count, sqlite3_stmt *statement,
                     struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!query_find_parameter(query, arguments[i].name))
            return refuse_parameter(query, arguments[i].name, error);
    for (size_t i = 0; i < query->parameter_count; i++) {
        const struct query_parameter *parameter = &query->parameters[i];
        const char *text = find_argument(arguments, count, parameter->name);
        if (!argument_bind(engine, query, parameter, text, statement, error))
            return false;
    }
    return true;
}

sqlite3_stmt *engine_prepare_query(struct engine *engine, const char *name,
                                   const struct query_argument *arguments, size_t count,
                                   struct error *error)
{
    const struct query *query = catalogue_find(engine->catalogue, name);
    if (!query) {
        refuse_query(engine, name, error);
        return NULL;
    }
    sqlite3_stmt *statement = connection_compile(engine, query, error);
    if (!statement || bind_all(engine, query, arguments, count, statement, error))
        return statement;
    sqlite3_finalize(statement);
    return NULL;
}

bool engine_step(struct engine *engine, sqlite3_stmt *statement, struct error *error)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        connection_fail(engine, error);
    return code == SQLITE_ROW;
}

static bool check_columns(const struct query *query, sqlite3_stmt *statement, struct error *error)
{
    size_t count = (size_t)sqlite3_column_count(statement);
    for (size_t i = 0; i < count && i < query->column_count; i++) {
        const char *name = sqlite3_column_name(statement, (int)i);
        if (strcmp(name, query->columns[i].name) != 0)
            return error_set(error, ERROR_DATA,
                             "%s: column %zu is '%s' in the statement and '%s' in the header",
                             query->source, i + 1, name, query->columns[i].name);
    }
    return count == query->column_count ||
           error_set(error, ERROR_DATA, "%s: %zu columns in the statement, %zu in the header",
                     query->source, count, query->column_count);
}

static bool check_parameters(const struct query *query, sqlite3_stmt *statement,
                             struct error *error)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
        const char *name = sqlite3_bind_parameter_name(statement, i);
        if (!name || *name != ':' || !query_find_parameter(query, name + 1))
            return error_set(error, ERROR_DATA, "%s: the header does not declare parameter '%s'",
                             query->source, name ? name : "?");
    }
    for (size_t i = 0; i < query->parameter_count; i++) {
        char name[128];
        snprintf(name, sizeof name, ":%s", query->parameters[i].name);
        if (sqlite3_bind_parameter_index(statement, name) == 0)
            return error_set(error, ERROR_DATA, "%s: the statement does not use its parameter '%s'",
                             query->source, name);
    }
    return true;
}

bool engine_check_query(struct engine *engine, const struct query *query, struct error *error)
{
    sqlite3_stmt *statement = connection_compile(engine, query, error);
    if (!statement)
        return false;
    bool is_good =
        check_columns(query, statement, error) && check_parameters(query, statement, error);
    sqlite3_finalize(statement);
    return is_good;
}

/* --- names ------------------------------------------------------------------------------------ */

/* "1 warm, 2 warm, … 9 end": all, or the first and the last of them; only those of a label where
 * that is not NULL. */
static void list_snapshots(struct engine *engine, const char *label, struct buffer *list)
{
    enum { SHOWN_FIRST = 12, SHOWN_LAST = 4 };
    static const char sql[] =
        "SELECT id, label, count(*) OVER () AS total, row_number() OVER (ORDER BY seq, id) AS place"
        " FROM snapshot WHERE label = coalesce(?1, label) ORDER BY seq, id";
    struct error ignored;
    sqlite3_stmt *row = file_prepare(&engine->file, sql, &ignored);
    if (row)
        sqlite3_bind_text(row, 1, label, -1, SQLITE_STATIC);
    while (row && sqlite3_step(row) == SQLITE_ROW) {
        int64_t total = sqlite3_column_int64(row, 2), place = sqlite3_column_int64(row, 3);
        if (total <= SHOWN_FIRST + SHOWN_LAST || place <= SHOWN_FIRST || place > total - SHOWN_LAST)
            buffer_format(list, "%s%lld %s", list->size ? ", " : "", sqlite3_column_int64(row, 0),
                          (const char *)sqlite3_column_text(row, 1));
        else if (place == SHOWN_FIRST + 1)
            buffer_append_text(list, ", …");
    }
    sqlite3_finalize(row);
}

static bool refuse_snapshot(struct engine *engine, const char *text, struct error *error)
{
    struct buffer list = BUFFER_EMPTY;
    list_snapshots(engine, NULL, &list);
    if (list.size > 0)
        error_set(error, ERROR_USAGE, "no snapshot '%s' in '%s' (it has: %s)", text,
                  engine->file.path, buffer_text(&list));
    else
        error_set(error, ERROR_USAGE,
                  "no snapshot in '%s' ('heapledger snapshot' takes one after the run)",
                  engine->file.path);
    buffer_release(&list);
    return false;
}

static bool refuse_label(struct engine *engine, const char *label, struct error *error)
{
    struct buffer list = BUFFER_EMPTY;
    list_snapshots(engine, label, &list);
    error_set(error, ERROR_USAGE, "several snapshots in '%s' are called '%s': take a number (%s)",
              engine->file.path, label, buffer_text(&list));
    buffer_release(&list);
    return false;
}

/* A label goes before a number, which goes before the words first and last. */
bool engine_find_snapshot(struct engine *engine, const char *text, int64_t *snapshot,
                          struct error *error)
{
    static const char sql[] =
        "SELECT coalesce((SELECT max(id) FROM snapshot WHERE label = ?1),"
        "                (SELECT id FROM snapshot WHERE id = CAST(?1 AS INTEGER)"
        "                                           AND CAST(id AS TEXT) = ?1),"
        "                CASE WHEN ?1 IN ('first', 'the first')"
        "                     THEN (SELECT id FROM snapshot ORDER BY seq, id LIMIT 1)"
        "                     WHEN ?1 IN ('last', 'the last')"
        "                     THEN (SELECT id FROM snapshot ORDER BY seq DESC, id DESC LIMIT 1)"
        "                END),"
        "       (SELECT count(*) FROM snapshot WHERE label = ?1)";
    sqlite3_stmt *statement = file_prepare(&engine->file, sql, error);
    if (!statement)
        return false;
    sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    bool is_there = code == SQLITE_ROW && sqlite3_column_type(statement, 0) == SQLITE_INTEGER;
    bool is_ambiguous = is_there && sqlite3_column_int64(statement, 1) > 1;
    if (is_there)
        *snapshot = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW)
        return connection_fail(engine, error);
    if (is_ambiguous)
        return refuse_label(engine, text, error);
    return is_there || refuse_snapshot(engine, text, error);
}

bool engine_last_seq(struct engine *engine, int64_t *seq, struct error *error)
{
    struct file_run run;
    if (!file_read_run(&engine->file, &run, error))
        return false;
    *seq = (int64_t)run.events;
    return true;
}
