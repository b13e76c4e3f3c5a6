/* book: one row an invariant of the ledger, checked now by a replay of the whole trace.
 *
 *     SELECT invariant, title, failures, message FROM book WHERE failures > 0;
 *
 * Columns:
 *   invariant    its number
 *   title        what it says
 *   checked      comparisons made;  failures  of these
 *   reason       why (part of) it could not be checked; NULL: all was
 *   word         of the first failure: leaked, indirectly leaked, skewed, invalid
 *   seq, oid, type, holder, holder_name, source, message   of the first failure
 *
 * How it works. As `heapledger verify`, by the same code (verify.h).
 */
#include "queries/engine/tables.h"
#include "queries/engine/value.h"
#include "queries/engine/verify.h"

enum column {
    INVARIANT,
    TITLE,
    CHECKED,
    FAILURES,
    REASON,
    WORD,
    SEQ,
    OID,
    TYPE,
    HOLDER,
    HOLDER_NAME,
    SOURCE,
    MESSAGE,
    COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
    [INVARIANT] = {"invariant", "INTEGER", COLUMN_ORDER, 0},
    [TITLE] = {"title", "TEXT", 0, 0},
    [CHECKED] = {"checked", "INTEGER", 0, 0},
    [FAILURES] = {"failures", "INTEGER", 0, 0},
    [REASON] = {"reason", "TEXT", 0, 0},
    [WORD] = {"word", "TEXT", 0, 0},
    [SEQ] = {"seq", "INTEGER", 0, 0},
    [OID] = {"oid", "INTEGER", 0, 0},
    [TYPE] = {"type", "TEXT", 0, 0},
    [HOLDER] = {"holder", "INTEGER", 0, 0},
    [HOLDER_NAME] = {"holder_name", "TEXT", 0, 0},
    [SOURCE] = {"source", "TEXT", 0, 0},
    [MESSAGE] = {"message", "TEXT", 0, 0},
};

struct book_cursor {
    struct table_cursor base;
    struct verify_report report;
    int invariant;
};

static bool filter(struct table_cursor *base, UNUSED const struct table_request *request,
                   struct error *error)
{
    struct book_cursor *cursor = (struct book_cursor *)base;
    cursor->invariant = 1;
    return verify_trace(base->engine, &cursor->report, error);
}

static bool next(struct table_cursor *base, UNUSED struct error *error)
{
    base->is_at_end = ++((struct book_cursor *)base)->invariant == VERIFY_INVARIANT_COUNT;
    return true;
}

static void show_failure(const struct verify_failure *failure, int column, sqlite3_context *result)
{
    switch (column) {
    case WORD:
        value_show_text(result, failure->word);
        break;
    case SEQ:
        value_show_number(result, failure->seq);
        break;
    case OID:
        value_show_number(result, failure->oid);
        break;
    case TYPE:
        value_show_copy(result, failure->type);
        break;
    case HOLDER:
        if (failure->has_holder)
            sqlite3_result_int64(result, failure->holder);
        break;
    case HOLDER_NAME:
        value_show_copy(result, failure->holder_name);
        break;
    case SOURCE:
        value_show_copy(result, failure->source);
        break;
    default:
        value_show_copy(result, failure->message);
    }
}

static void show_column(struct table_cursor *base, int column, sqlite3_context *result)
{
    const struct book_cursor *cursor = (struct book_cursor *)base;
    const struct verify_result *book = &cursor->report.results[cursor->invariant];
    switch (column) {
    case INVARIANT:
        sqlite3_result_int(result, cursor->invariant);
        break;
    case TITLE:
        value_show_text(result, book->title);
        break;
    case CHECKED:
        sqlite3_result_int64(result, (int64_t)book->checked);
        break;
    case FAILURES:
        sqlite3_result_int64(result, (int64_t)book->failures);
        break;
    case REASON:
        value_show_copy(result, book->reason);
        break;
    default:
        if (book->failures > 0)
            show_failure(&book->first, column, result);
    }
}

const struct table book_table = {
    .name = "book",
    .columns = columns,
    .column_count = COLUMN_COUNT,
    .cursor_size = sizeof(struct book_cursor),
    .filter = filter,
    .next = next,
    .column = show_column,
};
