/* Statements on their way from a text or a name to printed rows.
 *
 * How it works. Every row goes from SQLite to a format as soon as it is there; the progress line is
 * wiped before the first one. A statement without columns prints nothing.
 */
#include "cli/statement.h"

#include "base/vector.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/plan.h"
#include "cli/text.h"
#include "recorder/format/file.h"

#include <errno.h>
#include <string.h>

/* --- rows ------------------------------------------------------------------------------------- */

struct cell statement_cell(sqlite3_stmt *statement, int column)
{
    struct cell cell = {.kind = CELL_NULL};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        cell.kind = CELL_INTEGER;
        cell.integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        cell.kind = CELL_REAL;
        cell.real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_TEXT:
        cell.kind = CELL_TEXT;
        cell.bytes = (const char *)sqlite3_column_text(statement, column);
        cell.size = (size_t)sqlite3_column_bytes(statement, column);
        break;
    case SQLITE_BLOB:
        cell.kind = CELL_BLOB;
        cell.bytes = sqlite3_column_blob(statement, column);
        cell.size = (size_t)sqlite3_column_bytes(statement, column);
        break;
    }
    return cell;
}

char **statement_copy_names(sqlite3_stmt *statement)
{
    int count = sqlite3_column_count(statement);
    char **names = memory_zeroed((size_t)count + 1, sizeof *names);
    for (int i = 0; i < count; i++)
        names[i] = memory_copy_string(sqlite3_column_name(statement, i));
    return names;
}

void statement_free_names(char **names)
{
    for (size_t i = 0; names[i]; i++)
        memory_free(names[i]);
    memory_free(names);
}

/* Runs the statement to its end, or until nobody wants another row. */
static bool print_rows(struct session *session, struct output *output, sqlite3_stmt *statement,
                       struct error *error)
{
    int count = sqlite3_column_count(statement);
    struct cell *cells = memory_zeroed((size_t)count + 1, sizeof *cells);
    char **names = statement_copy_names(statement);
    bool is_wanted = true;
    error->code = ERROR_NONE;
    progress_begin(&session->progress);
    while (is_wanted && engine_step(session->engine, statement, error)) {
        progress_end(&session->progress);
        if (output->names == NULL)
            output_begin(output, (const char *const *)names, (size_t)count);
        for (int i = 0; i < count; i++)
            cells[i] = statement_cell(statement, i);
        is_wanted = output_row(output, cells);
    }
    progress_end(&session->progress);
    if (output->names == NULL && count > 0 && error->code == ERROR_NONE && !output->hides_empty)
        output_begin(output, (const char *const *)names, (size_t)count);
    if (output->names)
        output_end(output);
    statement_free_names(names);
    memory_free(cells);
    return error->code == ERROR_NONE;
}

/* The rows, or what the user wants to see in their place or before them. */
static bool run_statement(struct session *session, struct output *output, sqlite3_stmt *statement,
                          struct error *error)
{
    bool is_plan = sqlite3_stmt_isexplain(statement) == 2;
    if (is_plan)
        return plan_print(session, output, statement, error);
    if (output->has_plan && !plan_print_sql(session, output, sqlite3_sql(statement), error))
        return false;
    if (print_rows(session, output, statement, error))
        return true;
    if (sqlite3_errcode(engine_database(session->engine)) == SQLITE_READONLY)
        error_set(error, ERROR_DATA, "a trace is read only, and this statement would change it");
    return false;
}

/* --- SQL -------------------------------------------------------------------------------------- */

/* Notes the line of `sql` that holds `offset`, and a caret below the place. */
static void show_place(struct output *output, const char *sql, int offset)
{
    if (offset < 0 || (size_t)offset > strlen(sql))
        return;
    const char *place = sql + offset, *start = place;
    while (start > sql && start[-1] != '\n')
        start--;
    enum { BEFORE = 60, LINE = 100 };
    bool is_cut = place - start > BEFORE;
    if (is_cut)
        for (start = place - BEFORE; (*start & 0xc0) == 0x80;)
            start++; /* not amidst a character */
    struct buffer *notes = &output->notes;
    buffer_append_text(notes, is_cut ? "  …" : "  ");
    text_append(notes, start, strcspn(start, "\n"), LINE);
    buffer_append_text(notes, is_cut ? "\n   " : "\n  ");
    text_repeat(notes, " ", text_width(start, (size_t)(place - start)));
    buffer_append_text(notes, "^\n");
}

static bool bind_parameter(sqlite3_stmt *statement, int place, const char *text)
{
    char *end;
    errno = 0;
    bool is_number = *text && text[strspn(text, "0123456789+-.eE")] == '\0';
    long long integer = strtoll(text, &end, 10);
    if (is_number && *end == '\0' && errno == 0)
        return sqlite3_bind_int64(statement, place, integer) == SQLITE_OK;
    double real = strtod(text, &end);
    if (is_number && *end == '\0')
        return sqlite3_bind_double(statement, place, real) == SQLITE_OK;
    return sqlite3_bind_text(statement, place, text, -1, SQLITE_TRANSIENT) == SQLITE_OK;
}

/* Marks in `used` which parameters the statement has; each must have a value. */
static bool bind_parameters(struct session *session, sqlite3_stmt *statement,
                            const struct query_argument *parameters, size_t count, bool *used,
                            struct error *error)
{
    for (int place = 1; place <= sqlite3_bind_parameter_count(statement); place++) {
        const char *name = sqlite3_bind_parameter_name(statement, place);
        bool is_bound = false;
        for (size_t i = 0; name && i < count; i++)
            if (strcmp(name + 1, parameters[i].name) == 0)
                used[i] = is_bound = bind_parameter(statement, place, parameters[i].text);
        if (!is_bound && name == NULL)
            return error_set(error, ERROR_USAGE,
                             "the SQL has a parameter without a name (:x takes the value of %sx)",
                             session->is_shell ? ".parameter " : "--");
        if (!is_bound)
            return error_set(error, ERROR_USAGE, "the SQL needs a value for '%s' (%s%s VALUE)",
                             name, session->is_shell ? ".parameter " : "--", name + 1);
    }
    return true;
}

static bool run_statements(struct session *session, struct output *output, const char *sql,
                           const struct query_argument *parameters, size_t count, bool *used,
                           struct error *error)
{
    while (*sql) {
        const char *rest = sql;
        error->code = ERROR_NONE;
        sqlite3_stmt *statement = engine_prepare(session->engine, sql, &rest, error);
        if (statement == NULL && error->code != ERROR_NONE) {
            show_place(output, sql, sqlite3_error_offset(engine_database(session->engine)));
            return false;
        }
        if (statement == NULL)
            return true; /* only blanks and comments were left */
        bool has_run = bind_parameters(session, statement, parameters, count, used, error) &&
                       run_statement(session, output, statement, error);
        sqlite3_finalize(statement);
        if (!has_run)
            return false;
        sql = rest;
    }
    return true;
}

bool statement_run_sql(struct session *session, struct output *output, const char *sql,
                       const struct query_argument *parameters, size_t count, struct error *error)
{
    bool *used = memory_zeroed(count + 1, sizeof *used);
    bool has_run = run_statements(session, output, sql, parameters, count, used, error);
    for (size_t i = 0; has_run && i < count; i++)
        if (!used[i])
            has_run =
                error_set(error, ERROR_USAGE, "the SQL has no parameter ':%s'", parameters[i].name);
    memory_free(used);
    return has_run;
}

bool statement_run_line(struct session *session, struct output *output, const char *sql,
                        const struct query_argument *parameters, size_t count, struct error *error)
{
    bool *used = memory_zeroed(count + 1, sizeof *used);
    bool has_run = run_statements(session, output, sql, parameters, count, used, error);
    memory_free(used);
    return has_run;
}

bool statement_is_sql(const char *text)
{
    return text[strcspn(text, " \t\n;(")] != '\0';
}

/* --- stored queries --------------------------------------------------------------------------- */

const struct query *statement_find_query(const struct catalogue *catalogue, const char *name,
                                         struct error *error)
{
    const struct query *query = catalogue_find(catalogue, name);
    if (query)
        return query;
    const char *nearest = catalogue_suggest(catalogue, name);
    if (nearest)
        error_set(error, ERROR_USAGE, "no stored query '%s' (did you mean '%s'?)", name, nearest);
    else
        error_set(error, ERROR_USAGE, "no stored query '%s' ('heapledger queries' lists them)",
                  name);
    return NULL;
}

/* A query without rows may have been asked for a type that the trace does not have. */
static void note_unknown_type(struct session *session, struct output *output, const char *glob)
{
    sqlite3 *database = engine_database(session->engine);
    if (nearest_exists(database, "SELECT 1 FROM type WHERE name GLOB ?1", glob))
        return;
    char *question = nearest_ask(database, "SELECT name FROM type", glob);
    message_append(&output->notes, "no type matches '%s'%s", glob, question);
    memory_free(question);
}

/* Nor is there anything to say of an object that was never born. */
static void note_unknown_object(struct session *session, struct output *output, const char *oid)
{
    struct file_run run;
    struct error ignored;
    if (file_read_run(engine_file(session->engine), &run, &ignored) &&
        strtoull(oid, NULL, 10) > run.objects)
        message_append(&output->notes, "no object %s in '%s' (it has %llu)", oid, session->path,
                       (unsigned long long)run.objects);
}

/* Why a query may have no rows. */
static void note_unknown(struct session *session, struct output *output, const struct query *query,
                         const struct query_argument *arguments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct query_parameter *parameter = query_find_parameter(query, arguments[i].name);
        if (parameter && parameter->type == QUERY_GLOB && strstr(parameter->name, "type"))
            note_unknown_type(session, output, arguments[i].text);
        else if (parameter && parameter->type == QUERY_OBJECT)
            note_unknown_object(session, output, arguments[i].text);
    }
}

/* The snapshot that a parameter of a query stands for; false where it has none of that name, or no
 * snapshot as its value. */
static bool find_snapshot(struct session *session, const struct query *query, const char *name,
                          const struct query_argument *arguments, size_t count, int64_t *snapshot)
{
    struct error ignored;
    const struct query_parameter *parameter = query_find_parameter(query, name);
    if (parameter == NULL || parameter->type != QUERY_SNAPSHOT)
        return false;
    const char *text = parameter->default_text;
    for (size_t i = 0; i < count; i++)
        if (strcmp(arguments[i].name, name) == 0)
            text = arguments[i].text;
    return text && engine_find_snapshot(session->engine, text, snapshot, &ignored);
}

bool statement_has_span(struct session *session, const struct query *query,
                        const struct query_argument *arguments, size_t count, struct error *error)
{
    int64_t from, to;
    if (!find_snapshot(session, query, "from", arguments, count, &from) ||
        !find_snapshot(session, query, "to", arguments, count, &to) || from != to)
        return true;
    struct error ignored;
    int64_t first, last;
    bool is_only = engine_find_snapshot(session->engine, "first", &first, &ignored) &&
                   engine_find_snapshot(session->engine, "last", &last, &ignored) && first == last;
    return error_set(error, ERROR_USAGE,
                     is_only ? "%s has no snapshot but %lld to compare (heapledger help snapshot)"
                             : "%s compares snapshot %lld with itself",
                     query->name, (long long)to);
}

bool statement_run_query(struct session *session, struct output *output, const struct query *query,
                         char *const *words, const struct query_argument *parameters, size_t count,
                         struct error *error)
{
    struct {
        VECTOR_OF(struct query_argument);
    } all = {0};
    for (size_t i = 0; words && words[i]; i++) {
        if (i == query->parameter_count) {
            vector_release(&all);
            return error_set(error, ERROR_USAGE,
                             "'%s' is one value too many for '%s' (it takes %zu)", words[i],
                             query->name, query->parameter_count);
        }
        vector_push(&all, (struct query_argument){query->parameters[i].name, words[i]});
    }
    for (size_t i = 0; i < count; i++)
        vector_push(&all, parameters[i]);
    sqlite3_stmt *statement =
        engine_prepare_query(session->engine, query->name, all.items, all.count, error);
    bool has_run = statement && run_statement(session, output, statement, error);
    sqlite3_finalize(statement);
    if (has_run && output->rows == 0)
        note_unknown(session, output, query, all.items, all.count);
    if (has_run && output->rows == 0 && query->empty && all.count == 0)
        message_append(&output->notes, "%s", query->empty);
    struct error nothing;
    if (has_run && !statement_has_span(session, query, all.items, all.count, &nothing))
        message_append(&output->notes, "%s", nothing.message);
    vector_release(&all);
    return has_run;
}

struct query_argument *statement_list_parameters(const struct arguments *arguments)
{
    size_t count = arguments->parameters.count;
    struct query_argument *list = memory_zeroed(count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct query_argument){arguments->parameters.items[i].name,
                                          arguments->parameters.items[i].value};
    return list;
}

void statement_print_queries(struct output *output, const struct catalogue *catalogue)
{
    static const char *const names[] = {"query", "kind", "answers"};
    output_begin(output, names, 3);
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct query *query = catalogue->items[i];
        const char *kind = query->is_check ? "check" : "query";
        if (!output_row(output, (struct cell[]){cell_text(query->name), cell_text(kind),
                                                cell_text(query->title)}))
            break;
    }
    output_end(output);
}
