/* export --to csv FOLDER: a file TABLE.csv for each table of the trace, event, object and reference
 * too. */
#include "cli/export.h"
#include "cli/statement.h"

#include <errno.h>
#include <sys/stat.h>

extern const struct format format_csv;

static bool write_table(const struct export_request *request, const struct export_table *table,
                        struct error *error)
{
    struct export_request part = *request;
    struct output output;
    char *path = memory_format("%s/%s.csv", request->path, table->name);
    part.path = path;
    FILE *file = export_create(&part, error);
    bool is_written = false;
    if (file) {
        output_open_file(&output, file, &format_csv, 0);
        is_written = statement_run_sql(request->session, &output, table->select, NULL, 0, error);
        output_close(&output);
        is_written = export_close(&part, file, error) && is_written;
    }
    memory_free(path);
    return is_written;
}

static bool run(const struct export_request *request, struct error *error)
{
    struct export_tables tables;
    if (mkdir(request->path, 0777) != 0 && errno != EEXIST)
        return error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot make the folder '%s'",
                               request->path);
    bool is_written = export_list_tables(request, &tables, error);
    for (size_t i = 0; is_written && i < tables.count; i++)
        is_written = write_table(request, &tables.items[i], error);
    export_tables_release(&tables);
    return is_written;
}

const struct exporter export_csv = {"csv", run};
