#include "queries/engine/stored_function.h"

#include "base/memory.h"
#include "queries/engine/argument.h"
#include "queries/engine/connection.h"

#include <string.h>

struct function_cursor {
    struct table_cursor base;
    sqlite3_stmt *statement; /* owned */
};

static char *parameter_column(const struct query *query, const char *name)
{
    for (size_t i = 0; i < query->column_count; i++)
        if (strcmp(query->columns[i].name, name) == 0)
            return memory_format("%s_parameter", name);
    return memory_copy_string(name);
}

static bool step(struct function_cursor *cursor, struct error *error)
{
    int depth = connection_enter(cursor->base.engine);
    if (depth > FUNCTION_DEEPEST) {
        connection_leave(cursor->base.engine);
        return error_set(error, ERROR_DATA,
                         "%s: stored queries are nested %d deep; one asks itself",
                         cursor->base.table->name, depth);
    }
    int code = sqlite3_step(cursor->statement);
    connection_leave(cursor->base.engine);
    cursor->base.is_at_end = code != SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return true;
    connection_fail(cursor->base.engine, error);
    return error_prefix(error, "%s", cursor->base.table->name);
}

/* The value that a call gives to a parameter, as text; NULL: none. */
static const char *find_text(const struct table_request *request, const struct query *query,
                             size_t parameter)
{
    sqlite3_value *value = table_find_equal(request, (int)(query->column_count + parameter));
    if (!value)
        return NULL;
    const unsigned char *text = sqlite3_value_text(value);
    return text ? (const char *)text : "none";
}

static bool filter_rows(struct table_cursor *base, const struct table_request *request,
                        struct error *error)
{
    struct function_cursor *cursor = (struct function_cursor *)base;
    const struct query *query = base->table->context;
    cursor->statement = connection_compile(base->engine, query, error);
    if (!cursor->statement)
        return false;
    for (size_t i = 0; i < query->parameter_count; i++)
        if (!argument_bind(base->engine, query, &query->parameters[i], find_text(request, query, i),
                           cursor->statement, error))
            return false;
    return step(cursor, error);
}

static bool next_row(struct table_cursor *base, struct error *error)
{
    return step((struct function_cursor *)base, error);
}

static void read_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    struct function_cursor *cursor = (struct function_cursor *)base;
    sqlite3_result_value(result, sqlite3_column_value(cursor->statement, column));
}

static void reset(struct table_cursor *base)
{
    sqlite3_finalize(((struct function_cursor *)base)->statement);
}

struct table *stored_function_new(const struct query *query)
{
    size_t count = query->column_count + query->parameter_count;
    struct table_column *columns = memory_zeroed(count, sizeof *columns);
    for (size_t i = 0; i < query->column_count; i++)
        columns[i] = (struct table_column){.name = memory_copy_string(query->columns[i].name),
                                           .type = query->columns[i].type};
    for (size_t i = 0; i < query->parameter_count; i++)
        columns[query->column_count + i] = (struct table_column){
            .name = parameter_column(query, query->parameters[i].name),
            .type = "",
            .use = COLUMN_ARGUMENT | (query->parameters[i].default_text ? 0U : COLUMN_REQUIRED),
        };
    struct table *table = memory_zeroed(1, sizeof *table);
    *table = (struct table){.name = query->name,
                            .columns = columns,
                            .column_count = count,
                            .cursor_size = sizeof(struct function_cursor),
                            .context = query,
                            .filter = filter_rows,
                            .next = next_row,
                            .column = read_column,
                            .reset = reset};
    return table;
}

void stored_function_free(struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        memory_free((char *)(uintptr_t)table->columns[i].name);
    memory_free((struct table_column *)(uintptr_t)table->columns);
    memory_free(table);
}
