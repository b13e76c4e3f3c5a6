/* heapledger export TRACE --to FORMAT OUT: a trace for other tools. */
#include "cli/command.h"
#include "cli/export.h"

#include <string.h>

extern const struct exporter export_rows, export_csv, export_heapsnapshot, export_dot,
    export_folded;

const struct exporter *const exporters[] = {
    &export_rows, &export_csv, &export_heapsnapshot, &export_dot, &export_folded, NULL,
};

static const struct option export_options[] = {
    {"to", 0, OPTION_CHOICE, EXPORTER_NAMES, "what to make"},
    {"at", 0, OPTION_TEXT, "SNAPSHOT",
     "for heapsnapshot, dot and folded: which snapshot, by number or label (default: the last)"},
    {"object", 0, OPTION_NUMBER, "OID", "for dot: draw what holds this object"},
    {"weigh", 0, OPTION_CHOICE, "bytes,objects,born_bytes,births",
     "for folded: what is alive in the snapshot, or was born in the whole run"},
    {"force", 'f', OPTION_FLAG, NULL, "replace what exists"},
    {0},
};
static const struct option *const groups[] = {export_options, query_folder_options, NULL};

bool export_needs_snapshot(const struct export_request *request, struct error *error)
{
    return request->snapshot > 0 ||
           error_set(error, ERROR_DATA, "'%s' has no snapshot to export", request->session->path);
}

bool export_step(const struct export_request *request, sqlite3_stmt *row, struct error *error)
{
    enum { ROWS_A_LOOK = 1024 };
    if (++*request->rows % ROWS_A_LOOK == 0)
        progress_show(&request->session->progress, "exporting", *request->rows, request->total);
    return engine_step(request->session->engine, row, error);
}

/* How many rows the exporter will read, which is how long it will take. */
static uint64_t count_rows(struct export_request *request, bool is_whole_trace)
{
    static const char whole_sql[] =
        "SELECT events + objects + (SELECT coalesce(sum(objects + edges), 0) FROM snapshot)"
        " FROM run WHERE ?1 NOTNULL";
    static const char snapshot_sql[] = "SELECT objects + edges FROM snapshot WHERE id = ?1";
    struct error ignored = {0};
    sqlite3_stmt *row =
        export_prepare(request, is_whole_trace ? whole_sql : snapshot_sql, &ignored);
    int64_t count = row && engine_step(request->session->engine, row, &ignored)
                        ? sqlite3_column_int64(row, 0)
                        : 0;
    sqlite3_finalize(row);
    return count > 0 ? (uint64_t)count : 0;
}

sqlite3_stmt *export_prepare(const struct export_request *request, const char *sql,
                             struct error *error)
{
    error->code = ERROR_NONE;
    sqlite3_stmt *statement = engine_prepare(request->session->engine, sql, NULL, error);
    if (statement)
        sqlite3_bind_int64(statement, 1, request->snapshot);
    return statement;
}

/* The snapshot of --at; 0 where none is asked for and there is none. */
static bool choose_snapshot(struct export_request *request, const char *at, struct error *error)
{
    struct error ignored;
    if (at)
        return engine_find_snapshot(request->session->engine, at, &request->snapshot, error);
    if (!engine_find_snapshot(request->session->engine, "last", &request->snapshot, &ignored))
        request->snapshot = 0;
    return true;
}

static bool export(struct session *session, const struct arguments *arguments, struct error *error)
{
    const struct exporter *exporter = exporters[arguments_choice(arguments, "to", 0)];
    uint64_t rows = 0;
    struct export_request request = {
        .rows = &rows,
        .session = session,
        .path = arguments->operands.items[1],
        .overwrite = arguments_has(arguments, "force"),
        .object = arguments_number(arguments, "object", 0),
        .weigh = arguments_text(arguments, "weigh"),
    };
    if (!choose_snapshot(&request, arguments_text(arguments, "at"), error))
        return false;
    request.total = count_rows(&request, !(exporter->takes & EXPORT_AT));
    progress_begin(&session->progress);
    bool is_exported = exporter->run(&request, error);
    progress_end(&session->progress);
    return is_exported;
}

/* An option that the exporter does not know is a misunderstanding: says what it is for. */
static bool check_option(const struct arguments *arguments, const struct exporter *exporter,
                         const char *option, unsigned flag, struct error *error)
{
    if (!arguments_has(arguments, option) || (exporter->takes & flag))
        return true;
    struct buffer names = BUFFER_EMPTY;
    for (size_t i = 0; exporters[i]; i++)
        if (exporters[i]->takes & flag)
            buffer_format(&names, "%s%s", names.size > 0 ? ", " : "", exporters[i]->name);
    error_set(error, ERROR_USAGE, "'--%s' means nothing for '--to %s' (it is for: %s)", option,
              exporter->name, buffer_text(&names));
    buffer_release(&names);
    return false;
}

static bool check_options(const struct arguments *arguments, struct error *error)
{
    if (!arguments_has(arguments, "to"))
        return error_set(error, ERROR_USAGE,
                         "'export' needs '--to' (one of: rows, csv, heapsnapshot, dot, folded)");
    const struct exporter *exporter = exporters[arguments_choice(arguments, "to", 0)];
    bool is_stdout = strcmp(arguments->operands.items[1], "-") == 0;
    if (is_stdout && !(exporter->takes & EXPORT_TO_STDOUT))
        return error_set(error, ERROR_USAGE, "'--to %s' cannot go to stdout (name what to make)",
                         exporter->name);
    return check_option(arguments, exporter, "at", EXPORT_AT, error) &&
           check_option(arguments, exporter, "object", EXPORT_OBJECT, error) &&
           check_option(arguments, exporter, "weigh", EXPORT_WEIGH, error);
}

static int run(const struct arguments *arguments, struct error *error)
{
    struct session session;
    if (!check_options(arguments, error) ||
        !session_open(&session, arguments, arguments->operands.items[0], error))
        return (int)error->code;
    bool is_exported = export(&session, arguments, error);
    if (!is_exported)
        session_die_if_cancelled(&session);
    session_close(&session);
    return is_exported ? 0 : (int)error->code;
}

const struct command command_export = {
    .name = "export",
    .operands = "TRACE --to FORMAT OUT",
    .summary = "write a trace for other tools",
    .description =
        "rows: a database with plain tables, for SQLite clients that can load no extension. csv: a "
        "folder with a file a table. heapsnapshot: a snapshot as V8 writes it, for Chrome DevTools "
        "and "
        "memlab. dot: what holds an object, or the types of a snapshot, for Graphviz. folded: call "
        "stacks with bytes or objects, for flame graphs. OUT may be - for the last three.",
    .examples = "  heapledger export run.db --to heapsnapshot --at warm warm.heapsnapshot\n"
                "  heapledger export run.db --to folded - | flamegraph.pl > flame.svg\n",
    .groups = groups,
    .least_operands = 2,
    .most_operands = 2,
    .run = run,
};
