/* The first rows of a result, held back to find how wide each column must be.
 *
 * Formats that align columns print a sheet once it is full or the result has ended, and then every
 * further row with the same widths, so that memory stays bounded however long the result is.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "cli/output.h"

enum {
    SHEET_ROWS = 1000,
    SHEET_WIDTH = 1000, /* a longer value stands out of its column, or every row would be as long */
};

struct sheet_column {
    size_t width;    /* of the widest value seen and of the name, at most SHEET_WIDTH */
    size_t limit;    /* longer values are cut to so much; 0: none is cut */
    bool is_numeric; /* no text in it: goes to the right */
};

struct sheet {
    struct sheet_column *columns; /* owned */
    size_t column_count;
    size_t row_count;
    bool is_decided;    /* the widths are: they do not grow any more */
    bool is_downwards;  /* too wide for the terminal: a line a value */
    struct buffer text; /* of every held cell, one after the other */
    size_t *cell_ends;  /* owned: where each cell ends in the text */
};

struct sheet *sheet_new(const char *const *names, size_t column_count);
void sheet_free(struct sheet *sheet);

/* Keeps a row, and gives whether there is room for another. */
bool sheet_add(struct sheet *sheet, const struct cell *cells);

/* Forgets the rows and keeps the columns. */
void sheet_empty(struct sheet *sheet);

/* The text of a held cell, not NUL-terminated; borrowed. */
const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column, size_t *size);

/* Appends the text in a field of the given width, a numeric column's to the right. At the end of a
 * line (is_last) a left-aligned field is not padded. */
void sheet_append_field(struct buffer *line, const struct sheet_column *column, const char *text,
                        size_t size, bool is_last);

#endif
