/* The rows that the writer writes (store.h). */
#include "recorder/store.h"

#include "base/buffer.h"

#include <stdarg.h>

static const char *const statement_texts[STORE_STATEMENTS] = {
    [STORE_RUN] = "INSERT INTO run (id, recorder, program, arguments, directory, process_id,"
                  " parent_file, level, only_type, deterministic, started_unix_ns, has_holders,"
                  " state, events, objects, live_objects, live_bytes, peak_seq, peak_objects,"
                  " peak_bytes, books_seq)"
                  " VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0,"
                  " 'recording', 0, 0, 0, 0, 0, 0, 0, 0)",
    [STORE_RUN_PROGRESS] = "UPDATE run SET events = ?1, objects = ?2, live_objects = ?3,"
                           " live_bytes = ?4, peak_seq = ?5, peak_objects = ?6, peak_bytes = ?7,"
                           " has_holders = ?8",
    [STORE_RUN_END] = "UPDATE run SET state = ?1, reason = ?2, ended = ?3, exit_code = ?4,"
                      " signal = ?5, duration_ns = ?6, books_seq = ?7",
    [STORE_TYPE] = "INSERT INTO type (id, name) VALUES (?1, ?2)",
    [STORE_FUNCTION] = "INSERT INTO function (id, name, file, line) VALUES (?1, ?2, ?3, ?4)",
    [STORE_SITE] = "INSERT INTO site (id, parent_id, function_id, function, file, line)"
                   " VALUES (?1, ?2, ?3, coalesce((SELECT name FROM function WHERE id = ?3), ''),"
                   " coalesce((SELECT file FROM function WHERE id = ?3), ''), ?4)",
    [STORE_ROOT] = "INSERT INTO root (id, name) VALUES (?1, ?2)",
    [STORE_TEXT] = "INSERT INTO text (id, text) VALUES (?1, ?2)",
    [STORE_MARK] =
        "INSERT INTO mark (id, seq, label, site_id, time_ns) VALUES (?1, ?2, ?3, ?4, ?5)",
    [STORE_SNAPSHOT] = "INSERT INTO snapshot (id, seq, label, last_oid, site_id, time_ns, objects,"
                       " edges, bytes, complete, replayed, pause_ns)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, 0, 0, 0)",
    [STORE_COLLECTION] = "INSERT INTO collection (id, seq, generation, trigger, site_id, time_ns)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [STORE_COLLECTION_END] = "UPDATE collection SET end_seq = ?2, examined = ?3, collected = ?4,"
                             " uncollectable = ?5, pause_ns = ?6 WHERE id = ?1",
    [STORE_TYPE_BALANCE] = "INSERT OR REPLACE INTO type_balance (type_id, births, deaths,"
                           " born_bytes, live_objects, live_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [STORE_SITE_BALANCE] = "INSERT OR REPLACE INTO site_balance (site_id, births, born_bytes,"
                           " live_objects, live_bytes, increfs, decrefs, moves, opened, closed)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [STORE_HEAP_SIZE] = "INSERT OR REPLACE INTO heap_size (seq, time_ns, objects, bytes,"
                        " peak_objects, peak_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [STORE_QUERY] = "INSERT INTO query (name, text) VALUES (?1, ?2)",
    [STORE_JOURNAL] = "INSERT OR REPLACE INTO journal (first_seq, count, begin_ns, end_ns, kinds,"
                      " min_oid, max_oid, oid_set, holder_set, site_set, data)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [STORE_OBJECT_CHUNK] = "INSERT INTO object_chunk (count, min_oid, max_oid, min_born_seq,"
                           " max_born_seq, min_died_seq, max_died_seq, oid_set, data)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STORE_GARBAGE] = "INSERT OR REPLACE INTO snapshot_chunk (snapshot_id, part, number, count,"
                      " min_oid, max_oid, data) VALUES (0, 'garbage', ?1, ?2, ?3, ?4, ?5)",
};

static void bind(sqlite3_stmt *statement, int column, char letter, va_list *list)
{
    if (letter == 'i') {
        sqlite3_bind_int64(statement, column, va_arg(*list, int64_t));
    } else if (letter == 'n') {
        sqlite3_bind_null(statement, column);
    } else if (letter == 't') {
        sqlite3_bind_text(statement, column, va_arg(*list, const char *), -1, SQLITE_STATIC);
    } else if (letter == 's') {
        const char *text = va_arg(*list, const char *);
        size_t size = va_arg(*list, size_t);
        sqlite3_bind_text64(statement, column, text, size, SQLITE_STATIC, SQLITE_UTF8);
    } else {
        const struct buffer *buffer = va_arg(*list, const struct buffer *);
        sqlite3_bind_blob64(statement, column, buffer->bytes, buffer->size, SQLITE_STATIC);
    }
}

bool store_row(struct store *store, enum store_statement statement, struct error *error,
               const char *format, ...)
{
    sqlite3_stmt **prepared = &store->statements[statement];
    if (!*prepared)
        *prepared = file_prepare(store->file, statement_texts[statement], error);
    if (!*prepared)
        return false;
    va_list list;
    va_start(list, format);
    for (int column = 1; format[column - 1]; column++)
        bind(*prepared, column, format[column - 1], &list);
    va_end(list);
    bool good = sqlite3_step(*prepared) == SQLITE_DONE || file_error(store->file, error);
    sqlite3_reset(*prepared);
    sqlite3_clear_bindings(*prepared);
    return good;
}

void store_release(struct store *store)
{
    for (size_t i = 0; i < STORE_STATEMENTS; i++)
        sqlite3_finalize(store->statements[i]);
}
