/* --format csv: RFC 4180. The first line names the columns, lines end in CR LF, NULL is an empty
 * field and an empty text is "". */
#include "cli/output.h"

static void append_field(struct buffer *line, const struct cell *cell)
{
    size_t start = line->size;
    if (cell->kind != CELL_TEXT) {
        cell_append(line, cell);
        return;
    }
    bool is_quoted = cell->size == 0;
    buffer_append_byte(line, '"');
    for (size_t i = 0; i < cell->size; i++) {
        char byte = cell->bytes[i];
        is_quoted |= byte == '"' || byte == ',' || byte == '\n' || byte == '\r';
        if (byte == '"')
            buffer_append_byte(line, '"');
        buffer_append_byte(line, (uint8_t)byte);
    }
    if (is_quoted) {
        buffer_append_byte(line, '"');
    } else {
        memmove(line->bytes + start, line->bytes + start + 1, cell->size);
        line->size--;
    }
}

static void write_row(struct output *output, const struct cell *cells)
{
    for (size_t i = 0; i < output->column_count; i++) {
        if (i > 0)
            buffer_append_byte(&output->line, ',');
        append_field(&output->line, &cells[i]);
    }
    buffer_append_text(&output->line, "\r\n");
    output_write_line(output);
}

static void begin(struct output *output)
{
    for (size_t i = 0; i < output->column_count; i++) {
        struct cell name = cell_text(output->names[i]);
        if (i > 0)
            buffer_append_byte(&output->line, ',');
        append_field(&output->line, &name);
    }
    buffer_append_text(&output->line, "\r\n");
    output_write_line(output);
}

static void end(struct output *output)
{
    (void)output;
}

const struct format format_csv = {"csv", begin, write_row, end};
