/* export --to folded FILE: call stacks and a weight each, as flame graph tools read them.
 *
 *     <module> (server.py:40);serve (server.py:31);render (server.py:22) 51200
 *
 * The weight is of the objects that were born at the stack: bytes or objects alive in a snapshot,
 * or over the whole run born_bytes or births.
 */
#include "cli/export.h"

#include <string.h>

static const char LIVE_BYTES_SQL[] =
    "SELECT site_id, sum(bytes) FROM snapshot_site WHERE snapshot_id = ?1 GROUP BY site_id";
static const char LIVE_OBJECTS_SQL[] =
    "SELECT site_id, sum(objects) FROM snapshot_site WHERE snapshot_id = ?1 GROUP BY site_id";
static const char BORN_BYTES_SQL[] = "SELECT site_id, born_bytes FROM site_balance WHERE "
                                     "born_bytes > 0 AND ?1 NOTNULL ORDER BY site_id";
static const char BIRTHS_SQL[] =
    "SELECT site_id, births FROM site_balance WHERE births > 0 AND ?1 NOTNULL ORDER BY site_id";

/* A node of the call tree. */
struct site_node {
    int64_t parent;
    char *frame; /* owned; NULL: no such site */
};

struct site_tree {
    VECTOR_OF(struct site_node); /* by site id */
};

enum { SITES_MAXIMUM = 1 << 24, DEEPEST_STACK = 1 << 16 };

/* A frame's name; the characters that part frames and weights are replaced. */
static char *name_frame(sqlite3_stmt *row)
{
    const char *function = (const char *)sqlite3_column_text(row, 2);
    const char *file = (const char *)sqlite3_column_text(row, 3);
    const char *slash = file ? strrchr(file, '/') : NULL;
    char *frame =
        memory_format("%s (%s:%d)", function ? function : "?",
                      slash ? slash + 1 : (file ? file : "?"), sqlite3_column_int(row, 4));
    for (char *byte = frame; *byte; byte++)
        if (*byte == ';' || (unsigned char)*byte < 0x20)
            *byte = ':';
    return frame;
}

static bool load_sites(const struct export_request *request, struct site_tree *tree,
                       struct error *error)
{
    static const char sql[] =
        "SELECT id, parent_id, function, file, line FROM site WHERE ?1 NOTNULL ORDER BY id";
    sqlite3_stmt *row = export_prepare(request, sql, error);
    while (row && engine_step(request->session->engine, row, error)) {
        int64_t id = sqlite3_column_int64(row, 0);
        if (id <= 0 || id > SITES_MAXIMUM) {
            error_set(error, ERROR_DATA, "'%s' is damaged: a site has the number %lld",
                      request->session->path, (long long)id);
            break;
        }
        while (tree->count <= (size_t)id)
            vector_push(tree, (struct site_node){0});
        tree->items[id] = (struct site_node){sqlite3_column_int64(row, 1), name_frame(row)};
    }
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

/* Prints the stack of a site, the outermost call first. Damaged parents may form a ring. */
static void print_stack(const struct site_tree *tree, int64_t site, FILE *file)
{
    struct {
        VECTOR_OF(const char *);
    } frames = {0};
    while (site > 0 && (size_t)site < tree->count && tree->items[site].frame &&
           frames.count < DEEPEST_STACK) {
        vector_push(&frames, tree->items[site].frame);
        site = tree->items[site].parent;
    }
    if (frames.count == 0)
        fputs("(unknown)", file);
    for (size_t i = frames.count; i-- > 0;)
        fprintf(file, "%s%s", frames.items[i], i > 0 ? ";" : "");
    vector_release(&frames);
}

static bool print_stacks(const struct export_request *request, const char *sql,
                         const struct site_tree *tree, FILE *file, struct error *error)
{
    sqlite3_stmt *row = export_prepare(request, sql, error);
    while (row && engine_step(request->session->engine, row, error)) {
        if (sqlite3_column_int64(row, 1) <= 0)
            continue;
        print_stack(tree, sqlite3_column_int64(row, 0), file);
        fprintf(file, " %lld\n", (long long)sqlite3_column_int64(row, 1));
    }
    sqlite3_finalize(row);
    return error->code == ERROR_NONE;
}

static const char *choose_sql(const struct export_request *request)
{
    const char *weigh = request->weigh ? request->weigh : "bytes";
    return strcmp(weigh, "objects") == 0      ? LIVE_OBJECTS_SQL
           : strcmp(weigh, "born_bytes") == 0 ? BORN_BYTES_SQL
           : strcmp(weigh, "births") == 0     ? BIRTHS_SQL
                                              : LIVE_BYTES_SQL;
}

static bool write_stacks(const struct export_request *request, FILE *file, struct error *error)
{
    struct site_tree tree = {0};
    bool is_written = load_sites(request, &tree, error) &&
                      print_stacks(request, choose_sql(request), &tree, file, error);
    for (size_t i = 0; i < tree.count; i++)
        memory_free(tree.items[i].frame);
    vector_release(&tree);
    return is_written;
}

static bool run(const struct export_request *request, struct error *error)
{
    const char *sql = choose_sql(request);
    bool is_live = sql == LIVE_BYTES_SQL || sql == LIVE_OBJECTS_SQL;
    return (!is_live || export_needs_snapshot(request, error)) &&
           export_text(request, write_stacks, error);
}

const struct exporter export_folded = {"folded", EXPORT_AT | EXPORT_WEIGH | EXPORT_TO_STDOUT, run};
