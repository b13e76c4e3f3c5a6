/* "Did you mean" for what a trace holds: the names of types, functions and so on. */
#include "cli/nearest.h"

#include "base/memory.h"
#include "queries/engine/suggest.h"

bool nearest_exists(sqlite3 *database, const char *sql, const char *text)
{
    sqlite3_stmt *row = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &row, NULL) != SQLITE_OK)
        return true; /* who cannot be asked is not contradicted */
    sqlite3_bind_text(row, 1, text, -1, SQLITE_STATIC);
    bool is_there = sqlite3_step(row) != SQLITE_DONE;
    sqlite3_finalize(row);
    return is_there;
}

char *nearest_ask(sqlite3 *database, const char *sql, const char *typed)
{
    sqlite3_stmt *row = NULL;
    char *nearest = NULL;
    struct suggestion suggestion = suggestion_begin(typed);
    if (sqlite3_prepare_v2(database, sql, -1, &row, NULL) != SQLITE_OK)
        return memory_copy_string("");
    while (sqlite3_step(row) == SQLITE_ROW) {
        const char *before = suggestion.best, *name = (const char *)sqlite3_column_text(row, 0);
        if (name == NULL)
            continue;
        suggestion_offer(&suggestion, name);
        if (suggestion.best == before)
            continue;
        memory_free(nearest); /* the row's name does not outlive it */
        suggestion.best = nearest = memory_copy_string(name);
    }
    sqlite3_finalize(row);
    char *question =
        nearest ? memory_format(" (did you mean '%s'?)", nearest) : memory_copy_string("");
    memory_free(nearest);
    return question;
}
