#include "queries/engine/value.h"

static bool is_given(sqlite3_value *value)
{
    return value && sqlite3_value_type(value) != SQLITE_NULL;
}

bool value_find_moment(struct engine *engine, const char *table, sqlite3_value *snapshot,
                       sqlite3_value *seq, struct value_moment *moment, struct error *error)
{
    *moment = (struct value_moment){-1, -1};
    if (is_given(snapshot) && is_given(seq))
        return error_set(error, ERROR_USAGE, "%s() takes a snapshot or a seq, not both", table);
    if (is_given(snapshot))
        return engine_find_snapshot(engine, (const char *)sqlite3_value_text(snapshot),
                                    &moment->snapshot, error);
    if (!is_given(seq))
        return true;
    if (sqlite3_value_numeric_type(seq) != SQLITE_INTEGER || sqlite3_value_int64(seq) < 0)
        return error_set(error, ERROR_USAGE, "%s() takes an event's number as seq, not '%s'", table,
                         (const char *)sqlite3_value_text(seq));
    moment->seq = sqlite3_value_int64(seq);
    return true;
}
