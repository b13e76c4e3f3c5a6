/* --format csv: RFC 4180. The first line names the columns, lines end in CR LF, NULL is an empty
 * field and an empty text is "". */
#include "cli/output.h"
#include "cli/text.h"

static void append_field(struct buffer *line, const struct cell *cell)
{
    size_t start = line->size;
    if (cell->kind != CELL_TEXT) {
        cell_append_exact(line, cell);
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

/* A terminal gets the text escaped, but for its line breaks: nothing in it may steer one. */
static void append_field_escaped(struct buffer *line, const struct cell *cell)
{
    struct buffer copy = BUFFER_EMPTY, escaped = BUFFER_EMPTY;
    buffer_append(&copy, cell->bytes, cell->size);
    text_append_lines(&escaped, buffer_text(&copy));
    append_field(
        line,
        &(struct cell){.kind = CELL_TEXT, .bytes = buffer_text(&escaped), .size = escaped.size});
    buffer_release(&copy);
    buffer_release(&escaped);
}

static void append_cell(struct output *output, const struct cell *cell)
{
    if (output->terminal.is_terminal && cell->kind == CELL_TEXT)
        append_field_escaped(&output->line, cell);
    else
        append_field(&output->line, cell);
}

static void write_row(struct output *output, const struct cell *cells)
{
    for (size_t i = 0; i < output->column_count; i++) {
        if (i > 0)
            buffer_append_byte(&output->line, ',');
        append_cell(output, &cells[i]);
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
        append_cell(output, &name);
    }
    buffer_append_text(&output->line, "\r\n");
    output_write_line(output);
}

static void end(struct output *output)
{
    (void)output;
}

const struct format format_csv = {"csv", begin, write_row, end};
