#include "queries/engine/argument.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* A whole number and nothing behind it; with `unit`, a letter k, M or G may follow. */
static bool read_number(const char *text, bool unit, int64_t *number)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || errno || isspace((unsigned char)*text))
        return false;
    static const char units[] = "kMG";
    const char *found = unit && *end ? strchr(units, *end == 'K' ? 'k' : *end) : NULL;
    if (found) {
        end++;
        if (__builtin_mul_overflow(value, 1LL << (10 * (found - units + 1)), &value))
            return false;
    }
    *number = value;
    return *end == '\0';
}

static bool refuse(const struct query *query, const struct query_parameter *parameter,
                   const char *text, struct error *error)
{
    return error_set(error, ERROR_USAGE, "parameter '%s' of %s takes %s, not '%s'", parameter->name,
                     query->name, query_type_meaning(parameter->type), text);
}

static bool is_last_seq(const char *text)
{
    return strcmp(text, "end") == 0 || strcmp(text, "the end") == 0;
}

/* The number that a value of a type other than glob and text stands for. */
static bool read_value(struct engine *engine, const struct query *query,
                       const struct query_parameter *parameter, const char *text, int64_t *number,
                       struct error *error)
{
    switch (parameter->type) {
    case QUERY_SNAPSHOT:
        return engine_find_snapshot(engine, text, number, error) ||
               error_prefix(error, "parameter '%s' of %s", parameter->name, query->name);
    case QUERY_SEQ:
        if (is_last_seq(text))
            return engine_last_seq(engine, number, error);
        if (read_number(text, false, number) && *number >= 0)
            return true;
        break;
    case QUERY_OBJECT:
        if (read_number(text, false, number) && *number > 0)
            return true;
        break;
    case QUERY_SIZE:
        if (read_number(text, true, number) && *number >= 0)
            return true;
        break;
    default:
        if (read_number(text, false, number))
            return true;
    }
    return refuse(query, parameter, text, error);
}

bool argument_bind(struct engine *engine, const struct query *query,
                   const struct query_parameter *parameter, const char *text,
                   sqlite3_stmt *statement, struct error *error)
{
    char name[128];
    snprintf(name, sizeof name, ":%s", parameter->name);
    int index = sqlite3_bind_parameter_index(statement, name);
    if (index == 0)
        return error_set(error, ERROR_DATA, "%s: the statement does not use its parameter ':%s'",
                         query->source, parameter->name);
    if (!text)
        text = parameter->default_text;
    if (!text)
        return error_set(error, ERROR_USAGE, "%s needs a value for '%s': %s", query->name,
                         parameter->name, parameter->description);
    int code;
    if (strcmp(text, "none") == 0) {
        code = sqlite3_bind_null(statement, index);
    } else if (parameter->type == QUERY_GLOB || parameter->type == QUERY_TEXT) {
        code = sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
    } else {
        int64_t number;
        if (!read_value(engine, query, parameter, text, &number, error))
            return false;
        code = sqlite3_bind_int64(statement, index, number);
    }
    return code == SQLITE_OK || error_set(error, ERROR_INTERNAL, "cannot bind parameter '%s': %s",
                                          parameter->name, sqlite3_errstr(code));
}
