/* The one adapter between SQLite's virtual tables and ours: a table is a constant description and
 * four functions, and everything that SQLite wants besides is here.
 *
 * Example: a table `square` with columns number and square, where `number BETWEEN 3 AND 9` is
 * looked up and not searched for, is
 *
 *     static const struct table_column columns[] = {
 *         {"number", "INTEGER", COLUMN_EQUAL | COLUMN_RANGE | COLUMN_ORDER, 1e-6},
 *         {"square", "INTEGER", 0, 0},
 *     };
 *     const struct table square_table = {
 *         .name = "square", .columns = columns, .column_count = 2,
 *         .cursor_size = sizeof(struct cursor),
 *         .filter = filter, .next = next, .column = column, .reset = reset,
 *     };
 *
 * How it works. When a statement is prepared, the adapter offers SQLite every constraint on a
 * column that the table can use, and estimates what that leaves. When it runs, `filter` gets these
 * constraints with their values, and finds the first row. SQLite checks each row again, so a table
 * may return more rows than match, never fewer; only hidden columns, which are arguments
 * (`growth('warm', 'exit')`), are taken at its word. The plan is readable in EXPLAIN QUERY PLAN:
 * `oid= seq<=`.
 *
 * Invariants:
 *  1. `filter` is called on a cursor as `reset` left it (all zero behind its base, at first).
 *  2. `next` and `column` are called only while is_at_end is false.
 *
 * It does not write, and has no indexes but those that the table's `filter` knows.
 */
#ifndef QUERIES_ENGINE_TABLE_H
#define QUERIES_ENGINE_TABLE_H

#include "base/error.h"
#include "queries/engine/engine.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* What a table can do with a column. */
enum column_use {
    COLUMN_EQUAL = 1,     /* find the rows where it equals a value */
    COLUMN_RANGE = 2,     /* find the rows where it lies between two */
    COLUMN_ORDER = 4,     /* rows come in its ascending order */
    COLUMN_ARGUMENT = 8,  /* hidden: an argument, which the rows depend on */
    COLUMN_REQUIRED = 16, /* an argument that must be given */
};

struct table_column {
    const char *name;
    const char *type; /* TEXT, INTEGER, REAL; empty for arguments */
    unsigned use;     /* enum column_use, added */
    double share;     /* of the rows, what an equality leaves: 0.001; for COLUMN_EQUAL */
};

enum table_comparison {
    TABLE_EQUAL,
    TABLE_ABOVE,
    TABLE_AT_LEAST,
    TABLE_BELOW,
    TABLE_AT_MOST,
    TABLE_COMPARISON_COUNT
};

struct table_constraint {
    int column;
    enum table_comparison comparison;
    sqlite3_value *value; /* borrowed */
};

enum { TABLE_MOST_CONSTRAINTS = 32 };

/* What a statement asks of the table. */
struct table_request {
    struct table_constraint constraints[TABLE_MOST_CONSTRAINTS];
    size_t count;
    uint32_t columns; /* bit i: column i is wanted; bit 31: one of the columns from 31 on */
};

struct table;

/* The base of every cursor: the first field of the table's own struct. */
struct table_cursor {
    sqlite3_vtab_cursor base;
    const struct table *table;
    struct engine *engine;
    bool is_at_end;
    int64_t row;               /* rows before this one */
    uint64_t salt;             /* of the arguments: scans with other ones have other rows */
    sqlite3_value **arguments; /* by column; what hidden columns show; owned */
};

struct table {
    const char *name;
    const struct table_column *columns;
    size_t column_count;
    size_t cursor_size;
    const void *context; /* of the table's own; borrowed */
    /* Rows that the table has, roughly. NULL: a thousand. */
    double (*estimate)(struct engine *engine);
    /* Finds the first row that may match, or sets is_at_end. */
    bool (*filter)(struct table_cursor *cursor, const struct table_request *request,
                   struct error *error);
    /* Goes to the next row that may match, or sets is_at_end. */
    bool (*next)(struct table_cursor *cursor, struct error *error);
    /* The value of a column; NULL unless set. */
    void (*column)(struct table_cursor *cursor, int column, sqlite3_context *result);
    /* What tells this row from all others of the same arguments, by whichever columns a scan finds
     * it: an OR of conditions is several scans, whose rows SQLite puts together by it. NULL: no
     * column is searched for, so that the place of the row says it. */
    uint64_t (*identity)(const struct table_cursor *cursor);
    /* Frees what filter made; every field behind the base is zeroed after it. May be NULL. */
    void (*reset)(struct table_cursor *cursor);
};

/* Makes `table` known to the connection. `table` is borrowed until the engine closes. */
bool table_register(struct engine *engine, const struct table *table,
                    struct error *error) MUST_CHECK;

/* --- for filters ------------------------------------------------------------------------------ */

/* The whole numbers that the constraints on a column leave: low > high where none is left. */
struct table_bounds {
    int64_t low;
    int64_t high;
};
struct table_bounds table_find_bounds(const struct table_request *request, int column);

/* The value that a column must equal; NULL where it need not. */
sqlite3_value *table_find_equal(const struct table_request *request, int column);

static inline bool table_wants(const struct table_request *request, int column)
{
    return request->columns >> (column < 31 ? column : 31) & 1;
}

#endif
