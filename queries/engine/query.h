/* A stored query: one SQL statement behind a header comment that is its help page.
 *
 *     -- growth: which types grew between two snapshots
 *     --
 *     -- Objects and bytes of each type alive at snapshot :from and at :to, and the difference.
 *     --
 *     -- :from  snapshot  the earlier snapshot, its number or label (default: the first)
 *     -- :type  glob      only types whose name matches (default: *)
 *     -- empty: what it may mean that there is no row
 *     -- returns: type TEXT, growth INTEGER
 *     SELECT …
 *
 * How it works. query_parse reads the header line by line: the title (its name must be that of the
 * file), prose, one line a parameter (what is indented deeper below it continues it; an empty line
 * divides them from the prose), what no row may mean (it may be left out), and last the columns.
 * These may run over several lines. What follows the header is the statement.
 *
 * Invariants:
 *  1. A query that parsed has a title, prose, at least one column and a statement.
 *  2. Its parameters have distinct names, and so have its columns.
 *
 * It does not compile the SQL: whether the statement uses just these parameters and returns just
 * these columns needs a database (engine_check_query).
 */
#ifndef QUERIES_ENGINE_QUERY_H
#define QUERIES_ENGINE_QUERY_H

#include "base/error.h"

#include <stddef.h>

enum query_origin {
    QUERY_STOCK,  /* compiled in */
    QUERY_FOLDER, /* a file of the user */
    QUERY_TRACE,  /* stored in the trace itself: shown, and run only when named */
};

enum query_type {
    QUERY_SNAPSHOT, /* a snapshot's number or label; the statement gets its number */
    QUERY_OBJECT,   /* an oid */
    QUERY_SEQ,      /* an event's number */
    QUERY_GLOB,     /* a pattern for types or sites; by its name, type or site */
    QUERY_INTEGER,
    QUERY_SIZE, /* bytes: 300, 64k, 10M, 1G */
    QUERY_TEXT,
    QUERY_TYPE_COUNT
};

struct query_parameter {
    char *name; /* without the colon */
    enum query_type type;
    char *description;  /* with its default, as in the header */
    char *default_text; /* NULL: a value must be given */
};

struct query_column {
    char *name;
    char *type; /* TEXT, INTEGER, REAL */
};

struct query {
    char *name;   /* the file's, without .sql */
    char *title;  /* what it answers, on one line */
    char *empty;  /* what no row may mean, where no argument was given; NULL: needs no word */
    char *help;   /* the whole header without comment marks */
    char *sql;    /* the statement */
    int sql_line; /* of the file, at which it begins */
    char *source; /* the file that it came from, for messages */
    enum query_origin origin;
    bool is_check; /* from a folder `checks`: one row a violation */
    struct query_parameter *parameters;
    size_t parameter_count;
    struct query_column *columns;
    size_t column_count;
};

/* Reads `text`, the contents of the file `path`. The query is the caller's to free; NULL on
 * failure. */
struct query *query_parse(const char *path, const char *text, enum query_origin origin,
                          struct error *error) MUST_CHECK;
void query_free(struct query *query); /* NULL is fine */

/* The parameter of that name, NULL where there is none. */
const struct query_parameter *query_find_parameter(const struct query *query, const char *name);

/* The word for a type in a header (snapshot, object, …), and what a value of it looks like. */
const char *query_type_name(enum query_type type);
const char *query_type_meaning(enum query_type type);

#endif
