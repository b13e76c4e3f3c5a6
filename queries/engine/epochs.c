#include "queries/engine/epochs.h"

#include "base/memory.h"
#include "base/vector.h"
#include "queries/engine/connection.h"

struct epochs {
    struct engine *engine;
    uint64_t read_seq; /* the last seq of the trace when the list was read */
    bool was_read;
    struct {
        VECTOR_OF(uint64_t);
    } begins; /* ascending */
};

struct epochs *epochs_new(struct engine *engine)
{
    struct epochs *epochs = memory_zeroed(1, sizeof *epochs);
    epochs->engine = engine;
    return epochs;
}

void epochs_free(struct epochs *epochs)
{
    if (!epochs)
        return;
    vector_release(&epochs->begins);
    memory_free(epochs);
}

static bool read_begins(struct epochs *epochs, struct error *error)
{
    int64_t last;
    if (!engine_last_seq(epochs->engine, &last, error))
        return false;
    sqlite3_stmt *statement =
        file_prepare(engine_file(epochs->engine), "SELECT seq FROM collection ORDER BY seq", error);
    if (!statement)
        return false;
    epochs->begins.count = 0;
    while (sqlite3_step(statement) == SQLITE_ROW)
        vector_push(&epochs->begins, (uint64_t)sqlite3_column_int64(statement, 0));
    epochs->read_seq = (uint64_t)last;
    epochs->was_read = true;
    return sqlite3_finalize(statement) == SQLITE_OK || connection_fail(epochs->engine, error);
}

bool epochs_find(struct epochs *epochs, uint64_t seq, uint64_t *epoch, struct error *error)
{
    if ((!epochs->was_read || seq > epochs->read_seq) && !read_begins(epochs, error))
        return false;
    size_t low = 0, high = epochs->begins.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (epochs->begins.items[middle] <= seq)
            low = middle + 1;
        else
            high = middle;
    }
    *epoch = low;
    return true;
}
