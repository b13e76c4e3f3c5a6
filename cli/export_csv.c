/* export --to csv FOLDER: a file TABLE.csv for each table of the trace, event, object and reference
 * too.
 *
 * How it works. The files are written into a folder of their own beside the one that is asked for,
 * and moved there when all are whole; so a folder has all tables, and of one trace.
 */
#include "cli/export.h"
#include "cli/statement.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern const struct format format_csv;

static bool write_rows(const struct export_request *request, struct output *output,
                       const char *select, struct error *error)
{
    sqlite3_stmt *row = engine_prepare(request->session->engine, select, NULL, error);
    if (row == NULL)
        return false;
    int count = sqlite3_column_count(row);
    char **names = statement_copy_names(row);
    struct cell *cells = memory_zeroed((size_t)count + 1, sizeof *cells);
    error->code = ERROR_NONE;
    output_begin(output, (const char *const *)names, (size_t)count);
    while (export_step(request, row, error)) {
        for (int i = 0; i < count; i++)
            cells[i] = statement_cell(row, i);
        if (!output_row(output, cells))
            break;
    }
    output_end(output);
    statement_free_names(names);
    memory_free(cells);
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

static bool write_table(const struct export_request *request, const char *folder,
                        const struct export_table *table, struct error *error)
{
    struct output output;
    struct export_file file;
    char *path = memory_format("%s/%s.csv", folder, table->name);
    bool is_written = export_file_open(&file, request, path, error);
    if (is_written) {
        output_open_file(&output, file.stream, &format_csv, 0);
        is_written = write_rows(request, &output, table->select, error);
        output_close(&output);
        is_written = export_file_close(&file, is_written, error);
    }
    memory_free(path);
    return is_written;
}

/* Nothing is in the way of the tables, or it may be replaced. */
static bool check_folder(const struct export_request *request, const struct export_tables *tables,
                         struct error *error)
{
    struct stat facts;
    bool is_free = true;
    if (stat(request->path, &facts) == 0 && !S_ISDIR(facts.st_mode))
        return error_set(error, ERROR_CANNOT_CREATE, "'%s' is no folder, which csv needs",
                         request->path);
    for (size_t i = 0; is_free && !request->overwrite && i < tables->count; i++) {
        char *path = memory_format("%s/%s.csv", request->path, tables->items[i].name);
        is_free = stat(path, &facts) != 0 ||
                  error_set(error, ERROR_CANNOT_CREATE, "'%s' exists (--force replaces it)", path);
        memory_free(path);
    }
    return is_free;
}

/* Moves each table from the folder `from` to its place, or removes it there. */
static bool move_tables(const struct export_request *request, const char *from,
                        const struct export_tables *tables, bool is_whole, struct error *error)
{
    for (size_t i = 0; i < tables->count; i++) {
        char *old = memory_format("%s/%s.csv", from, tables->items[i].name);
        char *new = memory_format("%s/%s.csv", request->path, tables->items[i].name);
        if (is_whole && rename(old, new) != 0)
            is_whole =
                error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot create '%s'", new);
        if (!is_whole)
            unlink(old);
        memory_free(old);
        memory_free(new);
    }
    return is_whole;
}

static bool write_tables(const struct export_request *request, const struct export_tables *tables,
                         struct error *error)
{
    size_t size = strlen(request->path);
    while (size > 1 && request->path[size - 1] == '/')
        size--;
    char *folder = memory_format("%.*s.%ld.part", (int)size, request->path, (long)getpid());
    bool is_written =
        mkdir(folder, 0777) == 0 || error_set_errno(error, ERROR_CANNOT_CREATE, errno,
                                                    "cannot make the folder '%s'", request->path);
    if (is_written) {
        for (size_t i = 0; is_written && i < tables->count; i++)
            is_written = write_table(request, folder, &tables->items[i], error);
        if (is_written && mkdir(request->path, 0777) != 0 && errno != EEXIST)
            is_written = error_set_errno(error, ERROR_CANNOT_CREATE, errno,
                                         "cannot make the folder '%s'", request->path);
        is_written = move_tables(request, folder, tables, is_written, error);
        rmdir(folder);
    }
    memory_free(folder);
    return is_written;
}

static bool run(const struct export_request *request, struct error *error)
{
    struct export_tables tables;
    bool is_written = export_list_tables(request, &tables, error) &&
                      check_folder(request, &tables, error) &&
                      write_tables(request, &tables, error);
    export_tables_release(&tables);
    return is_written;
}

const struct exporter export_csv = {"csv", 0, run};
