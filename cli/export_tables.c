/* The tables of a trace as an export has them: the plain ones as they are, the packed ones
 * unpacked.
 *
 * How it works. Columns are read from the database, so that an export has every column that the
 * tables have. The edges at the end of the run have the snapshot 0, as in the trace itself.
 */
#include "cli/export.h"

#include <string.h>

static const char PLAIN_SQL[] =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    " AND name NOT IN ('journal', 'object_chunk', 'snapshot_chunk') ORDER BY name";

static const char COLUMN_SQL[] = "SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden = 0";

/* The columns of a table: as a definition, and as a list behind `prefix`. */
struct column_lists {
    struct buffer definition;
    struct buffer names;
};

static bool read_columns(const struct export_request *request, const char *table,
                         const char *prefix, struct column_lists *lists, struct error *error)
{
    *lists = (struct column_lists){0};
    sqlite3_stmt *statement = engine_prepare(request->session->engine, COLUMN_SQL, NULL, error);
    if (statement == NULL)
        return false;
    error->code = ERROR_NONE;
    sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    while (engine_step(request->session->engine, statement, error)) {
        char *name = sqlite3_mprintf("\"%w\"", sqlite3_column_text(statement, 0));
        const char *type = (const char *)sqlite3_column_text(statement, 1);
        const char *comma = lists->names.size > 0 ? ", " : "";
        buffer_format(&lists->definition, "%s%s %s", comma, name, type ? type : "");
        buffer_format(&lists->names, "%s%s%s", comma, prefix, name);
        sqlite3_free(name);
    }
    sqlite3_finalize(statement);
    if (error->code == ERROR_NONE && lists->names.size == 0)
        error_set(error, ERROR_DATA, "the trace has no table '%s'", table);
    return error->code == ERROR_NONE;
}

static void release_columns(struct column_lists *lists)
{
    buffer_release(&lists->definition);
    buffer_release(&lists->names);
}

static bool add_table(const struct export_request *request, struct export_tables *tables,
                      const char *name, const char *order, struct error *error)
{
    struct column_lists lists;
    bool is_read = read_columns(request, name, "", &lists, error);
    if (is_read) {
        char *select =
            sqlite3_mprintf("SELECT %s FROM \"%w\"%s", buffer_text(&lists.names), name, order);
        vector_push(tables,
                    (struct export_table){memory_copy_string(name),
                                          memory_copy_string(buffer_text(&lists.definition)),
                                          memory_copy_string(select)});
        sqlite3_free(select);
    }
    release_columns(&lists);
    return is_read;
}

/* A table-valued function of a snapshot becomes a table of all snapshots. */
static bool add_snapshot_table(const struct export_request *request, struct export_tables *tables,
                               const char *name, bool has_end, struct error *error)
{
    struct column_lists lists, alone;
    bool is_read = read_columns(request, name, "t.", &lists, error);
    alone = (struct column_lists){0};
    is_read = is_read && read_columns(request, name, "", &alone, error);
    if (is_read) {
        char *end = has_end ? memory_format(" UNION ALL SELECT 0, %s FROM %s",
                                            buffer_text(&alone.names), name)
                            : memory_copy_string("");
        struct export_table table = {
            .name = memory_copy_string(name),
            .columns = memory_format("snapshot INTEGER, %s", buffer_text(&lists.definition)),
            .select =
                memory_format("SELECT s.id AS snapshot, %s FROM snapshot AS s JOIN %s(s.id) AS t%s",
                              buffer_text(&lists.names), name, end),
        };
        vector_push(tables, table);
        memory_free(end);
    }
    release_columns(&lists);
    release_columns(&alone);
    return is_read;
}

static bool add_plain_tables(const struct export_request *request, struct export_tables *tables,
                             struct error *error)
{
    sqlite3_stmt *statement = engine_prepare(request->session->engine, PLAIN_SQL, NULL, error);
    if (statement == NULL)
        return false;
    bool is_added = true;
    error->code = ERROR_NONE;
    while (is_added && engine_step(request->session->engine, statement, error))
        is_added =
            add_table(request, tables, (const char *)sqlite3_column_text(statement, 0), "", error);
    sqlite3_finalize(statement);
    return is_added && error->code == ERROR_NONE;
}

bool export_list_tables(const struct export_request *request, struct export_tables *tables,
                        struct error *error)
{
    *tables = (struct export_tables){0};
    return add_plain_tables(request, tables, error) &&
           add_table(request, tables, "event", " ORDER BY seq", error) &&
           add_table(request, tables, "object", "", error) &&
           add_snapshot_table(request, tables, "snapshot_object", false, error) &&
           add_snapshot_table(request, tables, "reference", true, error);
}

void export_tables_release(struct export_tables *tables)
{
    for (size_t i = 0; i < tables->count; i++) {
        memory_free(tables->items[i].name);
        memory_free(tables->items[i].columns);
        memory_free(tables->items[i].select);
    }
    vector_release(tables);
}
