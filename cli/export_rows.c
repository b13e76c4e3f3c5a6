/* export --to rows FILE.db: the trace as plain SQLite tables, event, object and reference too, for
 * programs that can load no extension.
 *
 * How it works. Every table is read through the engine and inserted into a new database, in one
 * transaction. The file is no trace any more, and does not
 * say so.
 */
#include "cli/export.h"

#include <string.h>

/* A new database in the making. */
struct target {
    sqlite3 *database;
    const char *path;
};

static bool fail(const struct target *target, struct error *error)
{
    int code = sqlite3_errcode(target->database) & 0xff;
    return error_set(error, code == SQLITE_CANTOPEN ? ERROR_CANNOT_CREATE : ERROR_IO,
                     "cannot write '%s': %s", target->path, sqlite3_errmsg(target->database));
}

static bool execute(const struct target *target, const char *sql, struct error *error)
{
    return sqlite3_exec(target->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
           fail(target, error);
}

static bool create_table(const struct target *target, const struct export_table *table,
                         struct error *error)
{
    char *sql = sqlite3_mprintf("CREATE TABLE \"%w\" (%s)", table->name, table->columns);
    bool is_created = execute(target, sql, error);
    sqlite3_free(sql);
    return is_created;
}

static sqlite3_stmt *prepare_insert(const struct target *target, const char *name, int count,
                                    struct error *error)
{
    sqlite3_stmt *statement = NULL;
    struct buffer sql = BUFFER_EMPTY;
    char *start = sqlite3_mprintf("INSERT INTO \"%w\" VALUES (", name);
    buffer_append_text(&sql, start);
    for (int i = 0; i < count; i++)
        buffer_append_text(&sql, i == 0 ? "?" : ", ?");
    buffer_append_text(&sql, ")");
    if (sqlite3_prepare_v2(target->database, buffer_text(&sql), -1, &statement, NULL) != SQLITE_OK)
        fail(target, error);
    sqlite3_free(start);
    buffer_release(&sql);
    return statement;
}

/* Inserts every row that `rows` gives. */
static bool copy_rows(const struct export_request *request, const struct target *target,
                      sqlite3_stmt *rows, sqlite3_stmt *insert, struct error *error)
{
    int count = sqlite3_column_count(rows);
    error->code = ERROR_NONE;
    while (export_step(request, rows, error)) {
        for (int i = 0; i < count; i++)
            sqlite3_bind_value(insert, i + 1, sqlite3_column_value(rows, i));
        int code = sqlite3_step(insert);
        sqlite3_reset(insert);
        if (code != SQLITE_DONE)
            return fail(target, error);
    }
    return error->code == ERROR_NONE;
}

static bool copy_table(const struct export_request *request, const struct target *target,
                       const struct export_table *table, struct error *error)
{
    if (!create_table(target, table, error))
        return false;
    sqlite3_stmt *rows = engine_prepare(request->session->engine, table->select, NULL, error);
    sqlite3_stmt *insert =
        rows ? prepare_insert(target, table->name, sqlite3_column_count(rows), error) : NULL;
    bool is_copied = insert && copy_rows(request, target, rows, insert, error);
    sqlite3_finalize(rows);
    sqlite3_finalize(insert);
    return is_copied;
}

static bool fill(const struct export_request *request, const struct target *target,
                 struct error *error)
{
    static const char indexes[] = "CREATE INDEX event_oid ON event (oid, seq);"
                                  "CREATE INDEX object_oid ON object (oid);"
                                  "CREATE INDEX reference_oid ON reference (snapshot, oid);"
                                  "CREATE INDEX reference_holder ON reference (snapshot, holder);";
    struct export_tables tables;
    bool is_filled =
        execute(target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN", error) &&
        export_list_tables(request, &tables, error);
    if (!is_filled)
        return false;
    for (size_t i = 0; is_filled && i < tables.count; i++)
        is_filled = copy_table(request, target, &tables.items[i], error);
    export_tables_release(&tables);
    return is_filled && execute(target, indexes, error) && execute(target, "COMMIT", error);
}

static bool run(const struct export_request *request, struct error *error)
{
    struct target target = {.path = request->path};
    struct export_file file;
    if (!export_file_open(&file, request, request->path, error))
        return false;
    bool is_written = file.temporary || error_set(error, ERROR_CANNOT_CREATE,
                                                  "'%s' is not a regular file", request->path);
    if (is_written) {
        is_written =
            (sqlite3_open(file.temporary, &target.database) == SQLITE_OK || fail(&target, error)) &&
            fill(request, &target, error);
        sqlite3_close(target.database);
    }
    return export_file_close(&file, is_written, error);
}

const struct exporter export_rows = {"rows", 0, run};
