/* The first rows of a result, held back to find how wide each column must be. */
#include "cli/sheet.h"

#include "base/memory.h"
#include "cli/text.h"

#include <assert.h>

struct sheet *sheet_new(const char *const *names, size_t column_count)
{
    struct sheet *sheet = memory_zeroed(1, sizeof *sheet);
    sheet->column_count = column_count;
    sheet->columns = memory_zeroed(column_count, sizeof *sheet->columns);
    sheet->cell_ends = memory_zeroed(SHEET_ROWS * column_count, sizeof *sheet->cell_ends);
    for (size_t i = 0; i < column_count; i++)
        sheet->columns[i] = (struct sheet_column){.width = text_width(names[i], strlen(names[i])),
                                                  .is_numeric = true};
    return sheet;
}

void sheet_free(struct sheet *sheet)
{
    memory_free(sheet->columns);
    memory_free(sheet->cell_ends);
    buffer_release(&sheet->text);
    memory_free(sheet);
}

static void widen_column(struct sheet_column *column, const struct cell *cell, const char *text,
                         size_t size)
{
    size_t width = text_width(text, size);
    if (width > SHEET_WIDTH)
        width = SHEET_WIDTH;
    if (column->width < width)
        column->width = width;
    column->is_numeric &= cell->kind != CELL_TEXT && cell->kind != CELL_BLOB;
}

bool sheet_add(struct sheet *sheet, const struct cell *cells)
{
    assert(sheet->row_count < SHEET_ROWS);
    for (size_t i = 0; i < sheet->column_count; i++) {
        struct sheet_column *column = &sheet->columns[i];
        size_t start = sheet->text.size;
        cell_append(&sheet->text, &cells[i]);
        sheet->cell_ends[sheet->row_count * sheet->column_count + i] = sheet->text.size;
        if (!sheet->is_decided)
            widen_column(column, &cells[i], (const char *)sheet->text.bytes + start,
                         sheet->text.size - start);
    }
    sheet->row_count++;
    return sheet->row_count < SHEET_ROWS;
}

void sheet_empty(struct sheet *sheet)
{
    sheet->row_count = 0;
    sheet->text.size = 0;
}

const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column, size_t *size)
{
    size_t place = row * sheet->column_count + column;
    size_t start = place == 0 ? 0 : sheet->cell_ends[place - 1];
    *size = sheet->cell_ends[place] - start;
    return (const char *)sheet->text.bytes + start;
}

void sheet_append_field(struct buffer *line, const struct sheet_column *column, const char *text,
                        size_t size, bool is_last)
{
    size_t width = text_width(text, size);
    size_t blank = width < column->width ? column->width - width : 0;
    if (column->is_numeric)
        text_repeat(line, " ", blank);
    text_append(line, text, size, column->limit);
    if (!column->is_numeric && !is_last)
        text_repeat(line, " ", blank);
}
