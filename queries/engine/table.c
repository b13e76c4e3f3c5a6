#include "queries/engine/table.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "queries/engine/connection.h"

#include <string.h>

/* What SQLite holds of a table while it is connected. */
struct connected_table {
    sqlite3_vtab base;
    const struct table *table;
    struct engine *engine;
};

/* What SQLite hands us back when it connects a module. Freed with the connection. */
struct module_context {
    const struct table *table;
    struct engine *engine;
};

static const char *const comparison_words[TABLE_COMPARISON_COUNT] = {
    [TABLE_EQUAL] = "=", [TABLE_ABOVE] = ">",    [TABLE_AT_LEAST] = ">=",
    [TABLE_BELOW] = "<", [TABLE_AT_MOST] = "<=",
};

/* Hands our error to SQLite, and keeps its code for engine_step. */
static int report(struct engine *engine, sqlite3_vtab *base, const struct error *error)
{
    sqlite3_free(base->zErrMsg);
    base->zErrMsg = sqlite3_mprintf("%s", error->message);
    connection_keep_error(engine, error);
    return SQLITE_ERROR;
}

/* --- connecting ------------------------------------------------------------------------------- */

static int connect_table(sqlite3 *database, void *context, UNUSED int count,
                         UNUSED const char *const *words, sqlite3_vtab **result, char **message)
{
    const struct module_context *module = context;
    const struct table *table = module->table;
    struct buffer declaration = BUFFER_EMPTY;
    buffer_append_text(&declaration, "CREATE TABLE x(");
    for (size_t i = 0; i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        buffer_format(&declaration, "%s\"%s\" %s%s", i ? ", " : "", column->name, column->type,
                      column->use & COLUMN_ARGUMENT ? " HIDDEN" : "");
    }
    buffer_append_text(&declaration, ")");
    int code = sqlite3_declare_vtab(database, buffer_text(&declaration));
    buffer_release(&declaration);
    if (code != SQLITE_OK) {
        *message = sqlite3_mprintf("%s", sqlite3_errmsg(database));
        return code;
    }
    struct connected_table *connected = memory_zeroed(1, sizeof *connected);
    connected->table = table;
    connected->engine = module->engine;
    *result = &connected->base;
    return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *base)
{
    memory_free(base);
    return SQLITE_OK;
}

/* --- planning --------------------------------------------------------------------------------- */

/* Our word for SQLite's operator, or TABLE_COMPARISON_COUNT. */
static enum table_comparison comparison_of(unsigned char op)
{
    switch (op) {
    case SQLITE_INDEX_CONSTRAINT_EQ:
        return TABLE_EQUAL;
    case SQLITE_INDEX_CONSTRAINT_GT:
        return TABLE_ABOVE;
    case SQLITE_INDEX_CONSTRAINT_GE:
        return TABLE_AT_LEAST;
    case SQLITE_INDEX_CONSTRAINT_LT:
        return TABLE_BELOW;
    case SQLITE_INDEX_CONSTRAINT_LE:
        return TABLE_AT_MOST;
    default:
        return TABLE_COMPARISON_COUNT;
    }
}

/* False where the value of an argument is not known in this plan. In *missing, the required
 * argument that is not given at all; NULL: none. */
static bool check_arguments(const struct table *table, const sqlite3_index_info *info,
                            const struct table_column **missing)
{
    *missing = NULL;
    for (int column = 0; column < (int)table->column_count; column++) {
        if (!(table->columns[column].use & COLUMN_ARGUMENT))
            continue;
        bool is_given = false, is_usable = false;
        for (int i = 0; i < info->nConstraint; i++) {
            if (info->aConstraint[i].iColumn != column ||
                info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
                continue;
            is_given = true;
            is_usable |= info->aConstraint[i].usable != 0;
        }
        if (is_given && !is_usable)
            return false;
        if (!is_given && table->columns[column].use & COLUMN_REQUIRED)
            *missing = &table->columns[column];
    }
    return true;
}

/* A plan that fails when it runs. SQLite also asks for plans with some of the constraints left out,
 * of which it then takes the cheapest: only when no other is left is an argument really missing. */
static int plan_failure(const struct table_column *missing, sqlite3_index_info *info)
{
    info->idxStr = sqlite3_mprintf("?%s", missing->name);
    info->needToFreeIdxStr = 1;
    info->estimatedCost = 1e18;
    info->estimatedRows = INT64_C(1) << 50;
    return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

/* Takes a constraint into the plan, if the table can use it. The share of rows that it leaves. */
static double take_constraint(const struct table *table, sqlite3_index_info *info, int index,
                              int *count, struct buffer *plan)
{
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[index];
    enum table_comparison comparison = comparison_of(constraint->op);
    if (!constraint->usable || constraint->iColumn < 0 || comparison == TABLE_COMPARISON_COUNT ||
        *count == TABLE_MOST_CONSTRAINTS)
        return 1;
    const struct table_column *column = &table->columns[constraint->iColumn];
    unsigned needed = comparison == TABLE_EQUAL ? COLUMN_EQUAL | COLUMN_ARGUMENT : COLUMN_RANGE;
    if (!(column->use & needed))
        return 1;
    (*count)++;
    info->aConstraintUsage[index].argvIndex = *count;
    info->aConstraintUsage[index].omit = (column->use & COLUMN_ARGUMENT) != 0;
    buffer_format(plan, "%s%s%s", plan->size ? " " : "", column->name,
                  comparison_words[comparison]);
    if (column->use & COLUMN_ARGUMENT)
        return 1;
    return comparison == TABLE_EQUAL ? column->share : 0.25;
}

static bool is_ordered(const struct table *table, const sqlite3_index_info *info)
{
    if (info->nOrderBy != 1 || info->aOrderBy[0].desc || info->aOrderBy[0].iColumn < 0)
        return false;
    return (table->columns[info->aOrderBy[0].iColumn].use & COLUMN_ORDER) != 0;
}

static int plan_query(sqlite3_vtab *base, sqlite3_index_info *info)
{
    struct connected_table *connected = (struct connected_table *)base;
    const struct table *table = connected->table;
    const struct table_column *missing;
    if (!check_arguments(table, info, &missing))
        return SQLITE_CONSTRAINT;
    if (missing)
        return plan_failure(missing, info);
    struct buffer plan = BUFFER_EMPTY;
    double rows = table->estimate ? table->estimate(connected->engine) : 1000;
    int count = 0;
    for (int i = 0; i < info->nConstraint; i++)
        rows *= take_constraint(table, info, i, &count, &plan);
    info->idxNum = (int)(uint32_t)((info->colUsed & 0x7fffffff) |
                                   (info->colUsed >> 31 ? UINT32_C(0x80000000) : 0));
    info->idxStr = sqlite3_mprintf("%s", buffer_text(&plan));
    info->needToFreeIdxStr = 1;
    info->orderByConsumed = is_ordered(table, info);
    info->estimatedRows = (sqlite3_int64)rows + 1;
    info->estimatedCost = rows + 20;
    buffer_release(&plan);
    return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

/* --- running ---------------------------------------------------------------------------------- */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **result)
{
    struct connected_table *connected = (struct connected_table *)base;
    struct table_cursor *cursor = memory_zeroed(1, connected->table->cursor_size);
    cursor->table = connected->table;
    cursor->engine = connected->engine;
    cursor->is_at_end = true;
    *result = &cursor->base;
    return SQLITE_OK;
}

static void forget_arguments(struct table_cursor *cursor)
{
    if (!cursor->arguments)
        return;
    for (size_t i = 0; i < cursor->table->column_count; i++)
        sqlite3_value_free(cursor->arguments[i]);
    memory_free(cursor->arguments);
    cursor->arguments = NULL;
}

static void reset_cursor(struct table_cursor *cursor)
{
    if (cursor->table->reset)
        cursor->table->reset(cursor);
    memset(cursor + 1, 0, cursor->table->cursor_size - sizeof *cursor);
    forget_arguments(cursor);
    cursor->is_at_end = false;
    cursor->row = 0;
    cursor->salt = 0;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    reset_cursor((struct table_cursor *)base);
    memory_free(base);
    return SQLITE_OK;
}

/* The column that a word of the plan names, its operator, and the next word. */
static const char *read_constraint(const struct table *table, const char *word,
                                   struct table_constraint *constraint)
{
    size_t name_size = strcspn(word, "=<>");
    size_t word_size = strspn(word + name_size, "=<>");
    for (size_t i = 0; i < table->column_count; i++)
        if (strlen(table->columns[i].name) == name_size &&
            memcmp(table->columns[i].name, word, name_size) == 0)
            constraint->column = (int)i;
    for (enum table_comparison i = 0; i < TABLE_COMPARISON_COUNT; i++)
        if (strlen(comparison_words[i]) == word_size &&
            memcmp(comparison_words[i], word + name_size, word_size) == 0)
            constraint->comparison = i;
    word += name_size + word_size;
    return word + (*word == ' ');
}

/* Keeps a copy of an argument, which its hidden column shows. */
static void keep_argument(struct table_cursor *cursor, const struct table_constraint *constraint)
{
    if (!cursor->arguments)
        cursor->arguments = memory_zeroed(cursor->table->column_count, sizeof *cursor->arguments);
    sqlite3_value_free(cursor->arguments[constraint->column]);
    cursor->arguments[constraint->column] = sqlite3_value_dup(constraint->value);
    const unsigned char *text = sqlite3_value_text(cursor->arguments[constraint->column]);
    uint64_t hash = (uint64_t)constraint->column;
    for (; text && *text; text++)
        hash = (hash ^ *text) * UINT64_C(0x100000001B3);
    cursor->salt += hash * UINT64_C(0x9E3779B97F4A7C15);
}

static int filter_rows(sqlite3_vtab_cursor *base, int columns, const char *plan, int count,
                       sqlite3_value **values)
{
    struct table_cursor *cursor = (struct table_cursor *)base;
    struct table_request request = {.count = (size_t)count, .columns = (uint32_t)columns};
    struct error error = {0};
    reset_cursor(cursor);
    if (*plan == '?') {
        error_set(&error, ERROR_USAGE, "%s() needs a value for '%s'", cursor->table->name,
                  plan + 1);
        return report(cursor->engine, base->pVtab, &error);
    }
    for (int i = 0; i < count; i++) {
        struct table_constraint *constraint = &request.constraints[i];
        plan = read_constraint(cursor->table, plan, constraint);
        constraint->value = values[i];
        if (cursor->table->columns[constraint->column].use & COLUMN_ARGUMENT)
            keep_argument(cursor, constraint);
    }
    if (cursor->table->filter(cursor, &request, &error))
        return SQLITE_OK;
    return report(cursor->engine, base->pVtab, &error);
}

static int next_row(sqlite3_vtab_cursor *base)
{
    struct table_cursor *cursor = (struct table_cursor *)base;
    struct error error = {0};
    cursor->row++;
    if (cursor->table->next(cursor, &error))
        return SQLITE_OK;
    return report(cursor->engine, base->pVtab, &error);
}

static int is_past_end(sqlite3_vtab_cursor *base)
{
    return ((struct table_cursor *)base)->is_at_end;
}

static int read_column(sqlite3_vtab_cursor *base, sqlite3_context *result, int column)
{
    struct table_cursor *cursor = (struct table_cursor *)base;
    if (!(cursor->table->columns[column].use & COLUMN_ARGUMENT))
        cursor->table->column(cursor, column, result);
    else if (cursor->arguments && cursor->arguments[column])
        sqlite3_result_value(result, cursor->arguments[column]);
    return SQLITE_OK;
}

static int read_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
    const struct table_cursor *cursor = (struct table_cursor *)base;
    uint64_t identity =
        cursor->table->identity ? cursor->table->identity(cursor) : (uint64_t)cursor->row + 1;
    *rowid = (sqlite3_int64)(identity + cursor->salt);
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .iVersion = 2,
    .xConnect = connect_table, /* no xCreate: the table exists by its name alone */
    .xBestIndex = plan_query,
    .xDisconnect = disconnect_table,
    .xDestroy = disconnect_table,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter_rows,
    .xNext = next_row,
    .xEof = is_past_end,
    .xColumn = read_column,
    .xRowid = read_rowid,
};

bool table_register(struct engine *engine, const struct table *table, struct error *error)
{
    struct module_context *context = memory_zeroed(1, sizeof *context);
    *context = (struct module_context){.table = table, .engine = engine};
    sqlite3 *database = engine_database(engine);
    if (sqlite3_create_module_v2(database, table->name, &module, context, memory_free) == SQLITE_OK)
        return true;
    return error_set(error, ERROR_INTERNAL, "cannot register table '%s': %s", table->name,
                     sqlite3_errmsg(database));
}

/* --- for filters ------------------------------------------------------------------------------ */

sqlite3_value *table_find_equal(const struct table_request *request, int column)
{
    for (size_t i = 0; i < request->count; i++)
        if (request->constraints[i].column == column &&
            request->constraints[i].comparison == TABLE_EQUAL)
            return request->constraints[i].value;
    return NULL;
}

static void narrow(struct table_bounds *bounds, int64_t low, int64_t high)
{
    if (low > bounds->low)
        bounds->low = low;
    if (high < bounds->high)
        bounds->high = high;
}

struct table_bounds table_find_bounds(const struct table_request *request, int column)
{
    const struct table_bounds nothing = {.low = 1, .high = 0};
    struct table_bounds bounds = {.low = INT64_MIN, .high = INT64_MAX};
    for (size_t i = 0; i < request->count; i++) {
        const struct table_constraint *constraint = &request->constraints[i];
        if (constraint->column != column)
            continue;
        int type = sqlite3_value_numeric_type(constraint->value);
        if (type == SQLITE_NULL)
            return nothing; /* no comparison with NULL is true */
        if (type != SQLITE_INTEGER)
            continue; /* SQLite checks the rows itself */
        int64_t value = sqlite3_value_int64(constraint->value);
        switch (constraint->comparison) {
        case TABLE_EQUAL:
            narrow(&bounds, value, value);
            break;
        case TABLE_ABOVE:
            narrow(&bounds, value == INT64_MAX ? value : value + 1, INT64_MAX);
            break;
        case TABLE_AT_LEAST:
            narrow(&bounds, value, INT64_MAX);
            break;
        case TABLE_BELOW:
            narrow(&bounds, INT64_MIN, value == INT64_MIN ? value : value - 1);
            break;
        default:
            narrow(&bounds, INT64_MIN, value);
        }
    }
    return bounds;
}
