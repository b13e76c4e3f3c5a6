/* .tables and .schema: which tables there are, and their columns.
 *
 * How it works. The plain tables are those of the trace's schema. The packed ones, and the graph
 * functions, are modules of SQLite that the engine has registered: those of this connection less
 * those that any connection has, and less the stored queries, which are modules too.
 */
#include "cli/shell.h"

#include "cli/text.h"

#include <string.h>

static const char PLAIN_SQL[] = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
                                "LIKE 'sqlite_%' ORDER BY name";
static const char MODULE_SQL[] = "SELECT name FROM pragma_module_list ORDER BY name";

void shell_each_name(struct shell *shell, const char *sql, const char *argument,
                     void (*offer)(void *context, const char *name), void *context)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(engine_database(shell->session.engine), sql, -1, &statement, NULL) !=
        SQLITE_OK)
        return;
    if (argument)
        sqlite3_bind_text(statement, 1, argument, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        if (name)
            offer(context, name);
    }
    sqlite3_finalize(statement);
}

/* Modules that are heapledger's own and no stored query, passed on. */
struct module_filter {
    struct shell *shell;
    sqlite3 *plain; /* a connection that has only SQLite's own modules */
    void (*offer)(void *context, const char *name);
    void *context;
};

static bool has_module(sqlite3 *database, const char *name)
{
    sqlite3_stmt *statement = NULL;
    static const char sql[] = "SELECT 1 FROM pragma_module_list WHERE name = ?1";
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        return false;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    bool is_there = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return is_there;
}

static void offer_module(void *context, const char *name)
{
    const struct module_filter *filter = context;
    bool is_query = catalogue_find(engine_catalogue(filter->shell->session.engine), name) != NULL;
    if (!is_query && strncmp(name, "pragma_", 7) != 0 && !has_module(filter->plain, name))
        filter->offer(filter->context, name);
}

static void each_module(struct shell *shell, void (*offer)(void *context, const char *name),
                        void *context)
{
    struct module_filter filter = {.shell = shell, .offer = offer, .context = context};
    if (sqlite3_open(":memory:", &filter.plain) == SQLITE_OK)
        shell_each_name(shell, MODULE_SQL, NULL, offer_module, &filter);
    sqlite3_close(filter.plain);
}

void shell_each_table(struct shell *shell, void (*offer)(void *context, const char *name),
                      void *context)
{
    each_module(shell, offer, context);
    shell_each_name(shell, PLAIN_SQL, NULL, offer, context);
}

/* --- .tables ---------------------------------------------------------------------------------- */

/* Names side by side in a line that fits the terminal. */
struct name_list {
    struct buffer text;
    const char *pattern;
    size_t columns;
    size_t column;
    size_t count;
};

static void append_name(void *context, const char *name)
{
    enum { FIELD = 20 };
    struct name_list *list = context;
    if (sqlite3_strglob(list->pattern, name) != 0)
        return;
    size_t width = text_width(name, strlen(name));
    if (list->column > 0 && list->column + width >= list->columns) {
        buffer_append_byte(&list->text, '\n');
        list->column = 0;
    }
    size_t blank = FIELD - width % FIELD;
    text_append(&list->text, name, strlen(name), 0);
    text_repeat(&list->text, " ", blank);
    list->column += width + blank;
    list->count++;
}

/* Prints the names that were appended, without blanks at the ends of lines. */
static void print_names(struct name_list *list)
{
    const char *text = buffer_text(&list->text);
    while (*text) {
        size_t size = strcspn(text, "\n"), trimmed = size;
        while (trimmed > 0 && text[trimmed - 1] == ' ')
            trimmed--;
        printf("%.*s\n", (int)trimmed, text);
        text += size + (text[size] == '\n');
    }
    buffer_release(&list->text);
    list->column = 0;
}

bool shell_show_tables(struct shell *shell, const char *pattern, struct error *error)
{
    struct name_list list = {.pattern = pattern,
                             .columns = terminal_text_columns(&shell->session.terminal)};
    each_module(shell, append_name, &list);
    print_names(&list);
    shell_each_name(shell, PLAIN_SQL, NULL, append_name, &list);
    print_names(&list);
    return list.count > 0 ||
           error_set(error, ERROR_USAGE, "no table matches '%s' ('.tables' lists them)", pattern);
}

/* --- .schema ---------------------------------------------------------------------------------- */

static void print_definition(void *context, const char *sql)
{
    struct buffer text = BUFFER_EMPTY;
    (void)context;
    text_append_lines(&text, sql);
    printf("%s;\n", buffer_text(&text));
    buffer_release(&text);
}

static void note_definition(void *is_printed, const char *sql)
{
    print_definition(NULL, sql);
    *(bool *)is_printed = true;
}

/* Appends "name TYPE" to a list, on a new line where this one is full. */
static void append_column(struct buffer *list, size_t *width, size_t columns, const char *name,
                          const char *type)
{
    size_t size = strlen(name) + 1 + strlen(type);
    bool is_first = list->size == 0;
    bool is_full = !is_first && *width + size + 3 > columns;
    buffer_append_text(list, is_first ? "" : is_full ? ",\n  " : ", ");
    buffer_format(list, "%s%s%s", name, *type ? " " : "", type);
    *width = (is_full ? 2 : *width + 2) + size;
}

/* A module has no CREATE TABLE in the file: its name, what it takes in parentheses, then its
 * columns. */
static bool print_columns(struct shell *shell, const char *name)
{
    static const char sql[] = "SELECT name, type, hidden FROM pragma_table_xinfo(?1)";
    struct buffer visible = BUFFER_EMPTY, hidden = BUFFER_EMPTY;
    size_t columns = terminal_text_columns(&shell->session.terminal), width = 2, unlimited = 0;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(engine_database(shell->session.engine), sql, -1, &statement, NULL) !=
        SQLITE_OK)
        return false;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *column = (const char *)sqlite3_column_text(statement, 0);
        const char *type = (const char *)sqlite3_column_text(statement, 1);
        if (sqlite3_column_int(statement, 2))
            append_column(&hidden, &unlimited, SIZE_MAX, column, type ? type : "");
        else
            append_column(&visible, &width, columns, column, type ? type : "");
    }
    sqlite3_finalize(statement);
    bool is_there = visible.size > 0;
    if (is_there && hidden.size > 0)
        printf("%s(%s)\n  %s\n", name, buffer_text(&hidden), buffer_text(&visible));
    else if (is_there)
        printf("%s\n  %s\n", name, buffer_text(&visible));
    buffer_release(&visible);
    buffer_release(&hidden);
    return is_there;
}

static void print_module(void *context, const char *name)
{
    (void)print_columns(context, name);
}

bool shell_show_schema(struct shell *shell, const char *table, struct error *error)
{
    static const char one_sql[] =
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    static const char all_sql[] =
        "SELECT sql FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    if (table == NULL) {
        each_module(shell, print_module, shell);
        shell_each_name(shell, all_sql, NULL, print_definition, NULL);
        return true;
    }
    bool is_plain = false;
    shell_each_name(shell, one_sql, table, note_definition, &is_plain);
    return is_plain || print_columns(shell, table) ||
           error_set(error, ERROR_USAGE, "no table '%s' ('.tables' lists them)", table);
}
