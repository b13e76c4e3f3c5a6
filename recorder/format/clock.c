/* The time of a seq (clock.h). */
#include "recorder/format/clock.h"

#include "base/memory.h"
#include "base/vector.h"

static const char points_sql[] = "SELECT first_seq, begin_ns FROM journal"
                                 " UNION ALL SELECT first_seq + count - 1, end_ns FROM journal"
                                 " UNION ALL SELECT seq, time_ns FROM mark"
                                 " UNION ALL SELECT seq, time_ns FROM collection"
                                 " UNION ALL SELECT seq, time_ns FROM snapshot"
                                 " ORDER BY 1, 2";

bool clock_load(struct file *file, struct clock *clock, struct error *error)
{
    struct {
        VECTOR_OF(struct clock_point);
    } points = {0};
    sqlite3_stmt *statement = file_prepare(file, points_sql, error);
    if (!statement)
        return false;
    int result;
    uint64_t latest = 0;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        uint64_t time_ns = (uint64_t)sqlite3_column_int64(statement, 1);
        latest = time_ns > latest ? time_ns : latest;
        vector_push(&points, (struct clock_point){
                                 .seq = (uint64_t)sqlite3_column_int64(statement, 0),
                                 .time_ns = latest,
                             });
    }
    sqlite3_finalize(statement);
    *clock = (struct clock){points.items, points.count};
    if (result == SQLITE_DONE)
        return true;
    clock_release(clock);
    return file_error(file, error);
}

void clock_release(struct clock *clock)
{
    memory_free(clock->points);
    *clock = (struct clock){0};
}

/* The last point at or before `seq`; there is one. */
static const struct clock_point *point_before(const struct clock *clock, uint64_t seq)
{
    size_t low = 0, high = clock->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (clock->points[middle].seq <= seq)
            low = middle;
        else
            high = middle;
    }
    return &clock->points[low];
}

uint64_t clock_time(const struct clock *clock, uint64_t seq)
{
    if (clock->count == 0)
        return 0;
    const struct clock_point *before = point_before(clock, seq), *after = before + 1;
    if (seq <= before->seq || after == clock->points + clock->count)
        return before->time_ns;
    double part = (double)(seq - before->seq) / (double)(after->seq - before->seq);
    return before->time_ns + (uint64_t)(part * (double)(after->time_ns - before->time_ns));
}
