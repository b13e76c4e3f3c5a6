/* Statements on their way from a text or a name to printed rows.
 *
 * How it works. Every row goes from SQLite to a format as soon as it is there; the progress line is
 * wiped before the first one. A statement without columns prints nothing.
 */
#include "cli/statement.h"

#include "base/vector.h"
#include "cli/text.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* --- rows ------------------------------------------------------------------------------------------*/

static struct cell read_cell(sqlite3_stmt *statement, int column)
{
    struct cell cell = {.kind = CELL_NULL};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        cell.kind = CELL_INTEGER;
        cell.integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        cell.kind = CELL_REAL;
        cell.real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_TEXT:
        cell.kind = CELL_TEXT;
        cell.bytes = (const char *)sqlite3_column_text(statement, column);
        cell.size = (size_t)sqlite3_column_bytes(statement, column);
        break;
    case SQLITE_BLOB:
        cell.kind = CELL_BLOB;
        cell.bytes = sqlite3_column_blob(statement, column);
        cell.size = (size_t)sqlite3_column_bytes(statement, column);
        break;
    }
    return cell;
}

/* Gives whether every row was printed; false where an error, or the limit, ended it. */
static bool print_rows(struct session *session, struct output *output, sqlite3_stmt *statement,
                       struct error *error)
{
    int count = sqlite3_column_count(statement);
    struct cell *cells = memory_zeroed((size_t)count, sizeof *cells);
    bool is_cut = false;
    while (!is_cut && engine_step(session->engine, statement, error)) {
        if (session->limit > 0 && output->rows == session->limit) {
            is_cut = true;
            break;
        }
        progress_end(&session->progress);
        for (int i = 0; i < count; i++)
            cells[i] = read_cell(statement, i);
        if (count > 0)
            output_row(output, cells);
        if (ferror(output->stream) || (session->pager && pager_was_left(session->pager)))
            break;
    }
    memory_free(cells);
    return error->code == ERROR_NONE;
}
