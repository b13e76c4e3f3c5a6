/* Rows on their way to a reader, in one of several formats.
 *
 * Order of calls: output_open once; then, for every result, output_begin with the names of its
 * columns, output_row for every row, output_end; output_close last.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buffer.h"
#include "cli/terminal.h"

#include <stdint.h>
#include <stdio.h>

enum cell_kind { CELL_NULL, CELL_INTEGER, CELL_REAL, CELL_TEXT, CELL_BLOB };

/* One value of a row. Bytes are borrowed while output_row runs. */
struct cell {
    enum cell_kind kind;
    int64_t integer;
    double real;
    const char *bytes; /* of TEXT and BLOB */
    size_t size;
};

struct format;

struct output {
    FILE *stream;        /* borrowed: a file, or the pager's */
    struct pager *pager; /* NULL where the stream is a file of the caller */
    struct terminal terminal;
    const struct format *format;
    uint64_t limit;           /* rows of a result to print; 0: all */
    const char *const *names; /* of the columns; borrowed between begin and end */
    size_t column_count;
    uint64_t rows;       /* of this result so far */
    uint64_t total_rows; /* of all results */
    uint64_t results;    /* before this one */
    const char *part; /* what the next result is in an answer that has several; NULL: all of it */
    bool is_last_part;
    uint64_t waited_ns;  /* for the reader at the pager, once it is closed */
    bool hides_empty;    /* a result without rows is not printed at all */
    bool has_plan;       /* each statement's plan goes before its rows */
    bool is_cut;         /* a result has more rows than the limit */
    struct buffer line;  /* scratch of the format */
    struct buffer notes; /* lines for stderr, printed behind the rows */
    struct sheet *sheet; /* of formats that align columns */
};

/* A format is one constant in a file of its own, format_NAME.c. */
struct format {
    const char *name;
    void (*begin)(struct output *output);
    void (*row)(struct output *output, const struct cell *cells);
    void (*end)(struct output *output);
};

/* The table of formats, ended by NULL; the first is the default. Their names, as choices of an
 * option. */
extern const struct format *const formats[];
#define FORMAT_NAMES "table,csv,json,jsonl,markdown"

/* To stdout, through a pager where it is a terminal. */
void output_open(struct output *output, const struct terminal *terminal,
                 const struct format *format, uint64_t limit);
/* To a file, which stays the caller's: no colour, and nothing is cut. */
void output_open_file(struct output *output, FILE *file, const struct format *format,
                      uint64_t limit);
/* Waits for the pager, then prints the notes on stderr. */
void output_close(struct output *output);

void output_begin(struct output *output, const char *const *names, size_t count);
/* Gives whether another row is wanted: neither was this one beyond the limit, and not printed, nor
 * has the reader left. */
bool output_row(struct output *output, const struct cell *cells);
void output_end(struct output *output);

struct cell cell_text(const char *text); /* NULL for NULL */
struct cell cell_integer(int64_t integer);

/* For formats: appends the value as plain text; NULL appends nothing, a blob x'0a0b…'. */
void cell_append(struct buffer *buffer, const struct cell *cell);
/* The same for machines: a real has all the digits that it takes to read it back. */
void cell_append_exact(struct buffer *buffer, const struct cell *cell);
/* For formats: writes the line and empties it. */
void output_write_line(struct output *output);

#endif
