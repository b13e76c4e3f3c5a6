/* export --to dot FILE: a drawing for Graphviz.
 *
 * With --object, the object and those that hold it, twelve steps up at most: nodes are objects,
 * edges have the label of the reference. Without it, the whole snapshot by type: a node a type,
 * with its objects and bytes, and an edge for all references from objects of one type to objects of
 * another.
 */
#include "cli/export.h"
#include "cli/text.h"

#include <string.h>

static const char TYPE_NODE_SQL[] =
    "SELECT name, objects, bytes FROM snapshot_type JOIN type ON type.id = type_id"
    " WHERE snapshot_id = ?1 ORDER BY bytes DESC, name";

/* Materialized, so that SQLite indexes the objects once and does not open a chunk for each edge. */
static const char TYPE_EDGE_SQL[] =
    "WITH o AS MATERIALIZED (SELECT oid, type FROM snapshot_object(?1))"
    " SELECT CASE WHEN r.holder > 0 THEN h.type ELSE holder_name(r.holder) END AS holder,"
    " o.type AS held, count(*), r.holder < 0"
    " FROM reference(?1) AS r"
    " JOIN o ON o.oid = r.oid"
    " LEFT JOIN o AS h ON h.oid = r.holder"
    " GROUP BY 1, 2 ORDER BY 1, 2";

static const char REFERRER_SQL[] = "SELECT holder, holder_name(holder), label, oid, "
                                   "holder_name(oid) FROM referrer_tree(?2, ?1, 12)"
                                   " LIMIT 2000";

/* A text in quotes, as DOT takes it. */
static void print_quoted(FILE *file, const char *text)
{
    fputc('"', file);
    for (; text && *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', file);
        if (*text == '\n')
            fputs("\\n", file);
        else
            fputc((unsigned char)*text < 0x20 ? ' ' : *text, file);
    }
    fputc('"', file);
}

static const char *column(sqlite3_stmt *row, int place)
{
    return (const char *)sqlite3_column_text(row, place);
}

static bool write_types(const struct export_request *request, FILE *file, struct error *error)
{
    sqlite3_stmt *row = export_prepare(request, TYPE_NODE_SQL, error);
    while (row && engine_step(request->session->engine, row, error)) {
        struct buffer label = BUFFER_EMPTY;
        buffer_format(&label, "%s\n", column(row, 0));
        text_append_count(&label, (uint64_t)sqlite3_column_int64(row, 1), "object");
        buffer_append_byte(&label, '\n');
        text_append_size(&label, (uint64_t)sqlite3_column_int64(row, 2));
        fputs("  ", file);
        print_quoted(file, column(row, 0));
        fputs(" [label=", file);
        print_quoted(file, buffer_text(&label));
        fputs("];\n", file);
        buffer_release(&label);
    }
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

static bool write_type_edges(const struct export_request *request, FILE *file, struct error *error)
{
    sqlite3_stmt *row = export_prepare(request, TYPE_EDGE_SQL, error);
    while (row && engine_step(request->session->engine, row, error)) {
        if (sqlite3_column_int(row, 3)) {
            fputs("  ", file);
            print_quoted(file, column(row, 0));
            fputs(" [shape=ellipse];\n", file);
        }
        fputs("  ", file);
        print_quoted(file, column(row, 0));
        fputs(" -> ", file);
        print_quoted(file, column(row, 1));
        fprintf(file, " [label=\"%lld\"];\n", sqlite3_column_int64(row, 2));
    }
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

static void write_object_node(FILE *file, long long number, const char *name)
{
    fprintf(file, "  n%s%lld [%slabel=", number < 0 ? "_" : "", number < 0 ? -number : number,
            number < 0 ? "shape=ellipse, " : "");
    print_quoted(file, name);
    fputs("];\n", file);
}

static bool write_referrers(const struct export_request *request, FILE *file, struct error *error)
{
    sqlite3_stmt *row = export_prepare(request, REFERRER_SQL, error);
    if (row)
        sqlite3_bind_int64(row, 2, (int64_t)request->object);
    while (row && engine_step(request->session->engine, row, error)) {
        long long holder = sqlite3_column_int64(row, 0), held = sqlite3_column_int64(row, 3);
        write_object_node(file, held, column(row, 4));
        write_object_node(file, holder, column(row, 1));
        fprintf(file, "  n%s%lld -> n%lld [label=", holder < 0 ? "_" : "",
                holder < 0 ? -holder : holder, held);
        print_quoted(file, column(row, 2));
        fputs("];\n", file);
    }
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

static bool run(const struct export_request *request, struct error *error)
{
    FILE *file = export_needs_snapshot(request, error) ? export_create(request, error) : NULL;
    if (file == NULL)
        return false;
    fputs("digraph heap {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n", file);
    bool is_written = request->object ? write_referrers(request, file, error)
                                      : write_types(request, file, error) &&
                                            write_type_edges(request, file, error);
    fputs("}\n", file);
    return export_close(request, file, error) && is_written;
}

const struct exporter export_dot = {"dot", run};
