/* --format table: columns side by side, numbers to the right, NULL blank.
 *
 *     type     objects  bytes
 *     ───────  ───────  ─────
 *     Session     1000  48000
 *
 * How it works. A sheet of the first rows decides the widths. On a terminal that is too narrow, the
 * widest text columns are cut with … until the table fits; where that does not do, each row is
 * printed downwards, a line a column. Nothing is ever cut in a file or a pipe.
 */
#include "cli/output.h"
#include "cli/sheet.h"
#include "cli/text.h"

enum { GAP = 2, LEAST_WIDTH = 12 };

#define BOLD  "\x1b[1m"
#define DIM   "\x1b[2m"
#define PLAIN "\x1b[0m"

static size_t table_width(const struct sheet *sheet)
{
    size_t width = sheet->column_count > 0 ? (sheet->column_count - 1) * GAP : 0;
    for (size_t i = 0; i < sheet->column_count; i++)
        width += sheet->columns[i].width;
    return width;
}

static struct sheet_column *widest_text_column(struct sheet *sheet)
{
    struct sheet_column *widest = NULL;
    for (size_t i = 0; i < sheet->column_count; i++)
        if (!sheet->columns[i].is_numeric && (!widest || sheet->columns[i].width > widest->width))
            widest = &sheet->columns[i];
    return widest;
}

/* After this the table fits the terminal, or it is false that it can. */
static bool fit_columns(struct sheet *sheet, size_t columns)
{
    while (columns > 0 && table_width(sheet) > columns) {
        struct sheet_column *column = widest_text_column(sheet);
        if (column == NULL || column->width <= LEAST_WIDTH)
            return false;
        column->limit = --column->width;
    }
    return true;
}

static void append_styled(struct output *output, const char *style, const char *piece, size_t count)
{
    buffer_append_text(&output->line, output->terminal.has_color ? style : "");
    text_repeat(&output->line, piece, count);
    buffer_append_text(&output->line, output->terminal.has_color ? PLAIN : "");
}

static void write_head(struct output *output)
{
    const struct sheet *sheet = output->sheet;
    struct buffer *line = &output->line;
    buffer_append_text(line, output->terminal.has_color ? BOLD : "");
    for (size_t i = 0; i < sheet->column_count; i++) {
        text_repeat(line, " ", i > 0 ? GAP : 0);
        sheet_append_field(line, &sheet->columns[i], output->names[i], strlen(output->names[i]),
                           i + 1 == sheet->column_count);
    }
    buffer_append_text(line, output->terminal.has_color ? PLAIN "\n" : "\n");
    for (size_t i = 0; i < sheet->column_count; i++) {
        text_repeat(line, " ", i > 0 ? GAP : 0);
        append_styled(output, DIM, output->terminal.has_utf8 ? "─" : "-", sheet->columns[i].width);
    }
    buffer_append_byte(line, '\n');
    output_write_line(output);
}

static void write_across(struct output *output, size_t row)
{
    const struct sheet *sheet = output->sheet;
    size_t last = sheet->column_count, size = 0;
    while (last > 0 && (sheet_cell(sheet, row, last - 1, &size), size == 0))
        last--; /* no blanks at the end of a line */
    for (size_t i = 0; i < last; i++) {
        const char *text = sheet_cell(sheet, row, i, &size);
        text_repeat(&output->line, " ", i > 0 ? GAP : 0);
        sheet_append_field(&output->line, &sheet->columns[i], text, size, i + 1 == last);
    }
    buffer_append_byte(&output->line, '\n');
    output_write_line(output);
}

static void write_downwards(struct output *output, size_t row)
{
    const struct sheet *sheet = output->sheet;
    struct sheet_column names = {0};
    for (size_t i = 0; i < sheet->column_count; i++) {
        size_t width = text_width(output->names[i], strlen(output->names[i]));
        names.width = width > names.width ? width : names.width;
    }
    for (size_t i = 0; i < sheet->column_count; i++) {
        size_t size;
        const char *text = sheet_cell(sheet, row, i, &size);
        buffer_append_text(&output->line, output->terminal.has_color ? BOLD : "");
        sheet_append_field(&output->line, &names, output->names[i], strlen(output->names[i]),
                           size == 0);
        buffer_append_text(&output->line, output->terminal.has_color ? PLAIN : "");
        text_repeat(&output->line, " ", size > 0 ? GAP : 0);
        text_append(&output->line, text, size, 0);
        buffer_append_byte(&output->line, '\n');
    }
    buffer_append_byte(&output->line, '\n');
    output_write_line(output);
}

static void write_held(struct output *output)
{
    struct sheet *sheet = output->sheet;
    for (size_t row = 0; row < sheet->row_count; row++) {
        if (sheet->is_downwards)
            write_downwards(output, row);
        else
            write_across(output, row);
    }
    sheet_empty(sheet);
}

/* The widths are decided now, with the rows that are held. */
static void write_first(struct output *output)
{
    struct sheet *sheet = output->sheet;
    sheet->is_downwards = !fit_columns(sheet, output->terminal.columns) && sheet->row_count > 0;
    sheet->is_decided = true;
    if (!sheet->is_downwards)
        write_head(output);
    write_held(output);
}

static void begin(struct output *output)
{
    if (output->results > 0)
        fputc('\n', output->stream);
    output->sheet = sheet_new(output->names, output->column_count);
}

static void write_row(struct output *output, const struct cell *cells)
{
    if (sheet_add(output->sheet, cells) && !output->sheet->is_decided)
        return;
    if (output->sheet->is_decided)
        write_held(output);
    else
        write_first(output);
}

static void end(struct output *output)
{
    if (!output->sheet->is_decided)
        write_first(output);
    if (output->rows == 0)
        fputs("(no rows)\n", output->stream);
    sheet_free(output->sheet);
    output->sheet = NULL;
}

const struct format format_table = {"table", begin, write_row, end};
