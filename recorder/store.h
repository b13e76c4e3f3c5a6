/* The rows that the writer writes: one prepared statement each, bound by a format.
 *
 *     store_row(&store, STORE_MARK, "iitii", id, seq, label, site, time)
 *
 * Letters: i a uint64_t or int64_t (cast it), n NULL (takes no argument), t a text (const char *,
 * NULL gives NULL), s a text of a size (const char *, size_t), b the bytes of a const struct buffer
 * * (empty gives NULL).
 */
#ifndef RECORDER_STORE_H
#define RECORDER_STORE_H

#include "recorder/format/file.h"

enum store_statement {
    STORE_RUN,
    STORE_RUN_PROGRESS,
    STORE_RUN_END,
    STORE_TYPE,
    STORE_FUNCTION,
    STORE_SITE,
    STORE_ROOT,
    STORE_TEXT,
    STORE_MARK,
    STORE_SNAPSHOT,
    STORE_COLLECTION,
    STORE_COLLECTION_END,
    STORE_TYPE_BALANCE,
    STORE_SITE_BALANCE,
    STORE_HEAP_SIZE,
    STORE_QUERY,
    STORE_JOURNAL,
    STORE_OBJECT_CHUNK,
    STORE_GARBAGE,
    STORE_STATEMENTS
};

struct store {
    struct file *file;                          /* borrowed */
    sqlite3_stmt *statements[STORE_STATEMENTS]; /* owned; prepared when first needed */
};

bool store_row(struct store *store, enum store_statement statement, struct error *error,
               const char *format, ...) MUST_CHECK;
void store_release(struct store *store);

#endif
