/* What the tables say often: texts, numbers that may be unknown, the arguments snapshot and seq. */
#ifndef QUERIES_ENGINE_VALUE_H
#define QUERIES_ENGINE_VALUE_H

#include "queries/engine/table.h"

/* A text that outlives the statement; NULL for NULL. */
static inline void value_show_text(sqlite3_context *result, const char *text)
{
    if (text)
        sqlite3_result_text(result, text, -1, SQLITE_STATIC);
}

/* A text that is copied; NULL where it is empty. */
static inline void value_show_copy(sqlite3_context *result, const char *text)
{
    if (*text)
        sqlite3_result_text(result, text, -1, SQLITE_TRANSIENT);
}

/* A number; NULL for 0, which stands for unknown. */
static inline void value_show_number(sqlite3_context *result, uint64_t number)
{
    if (number)
        sqlite3_result_int64(result, (int64_t)number);
}

/* Whether a column must equal one whole number, and which. */
static inline bool value_find_number(const struct table_request *request, int column,
                                     int64_t *number)
{
    struct table_bounds bounds = table_find_bounds(request, column);
    *number = bounds.low;
    return bounds.low == bounds.high;
}

/* Whether the constraints on some column exclude every row. */
static inline bool value_is_impossible(const struct table_request *request, int columns)
{
    for (int column = 0; column < columns; column++) {
        struct table_bounds bounds = table_find_bounds(request, column);
        if (bounds.low > bounds.high)
            return true;
    }
    return false;
}

/* A point in the run, from the arguments `snapshot` (a number or a label) and `seq`, of which at
 * most one may be given. */
struct value_moment {
    int64_t snapshot; /* -1: not by snapshot */
    int64_t seq;      /* -1: not by seq; both: the end of the run */
};
bool value_find_moment(struct engine *engine, const char *table, sqlite3_value *snapshot,
                       sqlite3_value *seq, struct value_moment *moment,
                       struct error *error) MUST_CHECK;

#endif
