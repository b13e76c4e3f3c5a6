/* What the scans over packed data share: cancelling, and skipping by a set in a row. */
#ifndef RECORDER_FORMAT_SCAN_H
#define RECORDER_FORMAT_SCAN_H

#include "recorder/format/file.h"
#include "recorder/format/set.h"

/* False, with an error, where the caller of the scan has cancelled it. */
static inline bool scan_continue(const struct scan *scan, struct error *error)
{
    return !scan->is_cancelled || !scan->is_cancelled(scan->context) ||
           error_set(error, ERROR_CHECK, "interrupted");
}

/* The set in a column of the current row; a NULL may contain anything. */
static inline bool scan_may_contain(sqlite3_stmt *row, int column, uint64_t number)
{
    if (sqlite3_column_type(row, column) != SQLITE_BLOB)
        return true;
    const uint8_t *bytes = sqlite3_column_blob(row, column);
    return set_may_contain(bytes, (size_t)sqlite3_column_bytes(row, column), number);
}

#endif
