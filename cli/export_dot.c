/* export --to dot FILE: a drawing for Graphviz.
 *
 * With --object, the object and those that hold it, twelve steps up at most: nodes are objects,
 * edges have the label of the reference. Without it, the whole snapshot by type: a node a type,
 * with its objects and bytes, and an edge for all references from objects of one type to objects of
 * another.
 *
 * A drawing with too much in it helps nobody, and Graphviz takes minutes for it: only the largest
 * types, the strongest edges and the nearest holders are drawn, and it is said what is missing.
 */
#include "cli/export.h"
#include "cli/message.h"
#include "cli/text.h"

#include <string.h>

enum { MOST_TYPES = 60, MOST_TYPE_EDGES = 240, MOST_REFERRERS = 300 };

#define DRAWN_SQL                                                                                  \
    "drawn AS (SELECT name, sum(objects) AS objects, sum(bytes) AS bytes"                          \
    " FROM snapshot_type JOIN type ON type.id = type_id WHERE snapshot_id = ?1"                    \
    " GROUP BY name ORDER BY 3 DESC, name LIMIT ?2)"

/* Two classes may have one name: they share a node. */
static const char TYPE_NODE_SQL[] = "WITH " DRAWN_SQL " SELECT name, objects, bytes FROM drawn";

static const char TYPE_COUNT_SQL[] =
    "SELECT count(DISTINCT name) FROM snapshot_type JOIN type ON type.id = type_id"
    " WHERE snapshot_id = ?1";

/* Materialized, and joined in this order, so that SQLite indexes the objects once and opens each
 * chunk of edges once. */
static const char TYPE_EDGE_SQL[] =
    "WITH " DRAWN_SQL ", o AS MATERIALIZED (SELECT oid, type FROM snapshot_object(?1)"
    " WHERE type IN (SELECT name FROM drawn))"
    " SELECT CASE WHEN r.holder > 0 THEN h.type ELSE holder_name(r.holder) END AS holder,"
    " o.type AS held, count(*) AS edges, r.holder < 0 AS is_root"
    " FROM reference(?1) AS r"
    " CROSS JOIN o ON o.oid = r.oid"
    " LEFT JOIN o AS h ON h.oid = r.holder"
    " WHERE r.holder <= 0 OR h.oid NOTNULL"
    " GROUP BY 1, 2, 4 ORDER BY 3 DESC, 1, 2";

static const char REFERRER_SQL[] = "SELECT holder, holder_name(holder), label, oid, "
                                   "holder_name(oid) FROM referrer_tree(?2, ?1, 12)";

static const char IS_ALIVE_SQL[] = "SELECT 1 FROM snapshot_object(?1) WHERE oid = ?2";

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

/* A statement with ?1 bound to the snapshot, ?2 to a number. */
static sqlite3_stmt *prepare(const struct export_request *request, const char *sql, int64_t number,
                             struct error *error)
{
    sqlite3_stmt *statement = export_prepare(request, sql, error);
    if (statement)
        sqlite3_bind_int64(statement, 2, number);
    return statement;
}

static void write_type(FILE *file, sqlite3_stmt *row)
{
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

static bool write_types(const struct export_request *request, FILE *file, struct error *error)
{
    sqlite3_stmt *row = prepare(request, TYPE_NODE_SQL, MOST_TYPES, error);
    while (row && engine_step(request->session->engine, row, error))
        write_type(file, row);
    sqlite3_finalize(row);
    row = error->code == ERROR_NONE ? export_prepare(request, TYPE_COUNT_SQL, error) : NULL;
    if (row && engine_step(request->session->engine, row, error) &&
        sqlite3_column_int64(row, 0) > MOST_TYPES)
        message_print("drawn are the %d largest of %lld types", MOST_TYPES,
                      sqlite3_column_int64(row, 0));
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

/* A root may have the name of a type: its node is another one. */
static void print_holder(FILE *file, const char *name, bool is_root)
{
    char *node = memory_format("%s%s", is_root ? "root " : "", name ? name : "?");
    print_quoted(file, node);
    memory_free(node);
}

static bool write_type_edges(const struct export_request *request, FILE *file, struct error *error)
{
    sqlite3_stmt *row = prepare(request, TYPE_EDGE_SQL, MOST_TYPES, error);
    long long count = 0;
    while (row && engine_step(request->session->engine, row, error)) {
        if (count++ >= MOST_TYPE_EDGES)
            continue;
        bool is_root = sqlite3_column_int(row, 3);
        if (is_root) {
            fputs("  ", file);
            print_holder(file, column(row, 0), true);
            fputs(" [shape=ellipse, label=", file);
            print_quoted(file, column(row, 0));
            fputs("];\n", file);
        }
        fputs("  ", file);
        print_holder(file, column(row, 0), is_root);
        fputs(" -> ", file);
        print_quoted(file, column(row, 1));
        fprintf(file, " [label=\"%lld\"];\n", sqlite3_column_int64(row, 2));
    }
    sqlite3_finalize(row);
    if (count > MOST_TYPE_EDGES)
        message_print("drawn are the %d strongest of %lld edges between types", MOST_TYPE_EDGES,
                      count);
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
    sqlite3_stmt *row = prepare(request, REFERRER_SQL, (int64_t)request->object, error);
    long long count = 0;
    while (row && engine_step(request->session->engine, row, error)) {
        if (count++ >= MOST_REFERRERS)
            continue;
        long long holder = sqlite3_column_int64(row, 0), held = sqlite3_column_int64(row, 3);
        if (count == 1) /* the others were holders before */
            write_object_node(file, held, column(row, 4));
        write_object_node(file, holder, column(row, 1));
        fprintf(file, "  n%s%lld -> n%lld [label=", holder < 0 ? "_" : "",
                holder < 0 ? -holder : holder, held);
        print_quoted(file, column(row, 2));
        fputs("];\n", file);
    }
    sqlite3_finalize(row);
    if (count > MOST_REFERRERS)
        message_print("drawn are the %d nearest of %lld references", MOST_REFERRERS, count);
    return error->code == ERROR_NONE;
}

static bool write_drawing(const struct export_request *request, FILE *file, struct error *error)
{
    fputs("digraph heap {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n", file);
    bool is_written = request->object ? write_referrers(request, file, error)
                                      : write_types(request, file, error) &&
                                            write_type_edges(request, file, error);
    fputs("}\n", file);
    return is_written;
}

static bool check_object(const struct export_request *request, struct error *error)
{
    sqlite3_stmt *row = prepare(request, IS_ALIVE_SQL, (int64_t)request->object, error);
    bool is_alive = row && engine_step(request->session->engine, row, error);
    sqlite3_finalize(row);
    return is_alive || error->code != ERROR_NONE
               ? is_alive
               : error_set(error, ERROR_USAGE, "no object %llu in snapshot %lld of '%s'",
                           (unsigned long long)request->object, (long long)request->snapshot,
                           request->session->path);
}

static bool run(const struct export_request *request, struct error *error)
{
    return export_needs_snapshot(request, error) &&
           (request->object == 0 || check_object(request, error)) &&
           export_text(request, write_drawing, error);
}

const struct exporter export_dot = {"dot", EXPORT_AT | EXPORT_OBJECT | EXPORT_TO_STDOUT, run};
