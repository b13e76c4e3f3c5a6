/* --format json: an array with an object a row; --format jsonl: an object a line.
 *
 * Where the results are parts of one answer, json is one object, an array a part:
 *     {"totals": [...],
 *     "types": [...]}
 *
 * Numbers that JSON cannot write (infinities) are null; a blob is a string x'0a0b…'; bytes that are
 * not UTF-8 become U+FFFD.
 */
#include "cli/output.h"
#include "cli/text.h"

#include <math.h>

static void append_value(struct buffer *line, const struct cell *cell)
{
    if (cell->kind == CELL_NULL || (cell->kind == CELL_REAL && !isfinite(cell->real))) {
        buffer_append_text(line, "null");
    } else if (cell->kind == CELL_TEXT) {
        text_append_json(line, cell->bytes, cell->size);
    } else {
        bool is_blob = cell->kind == CELL_BLOB;
        buffer_append_text(line, is_blob ? "\"" : "");
        cell_append_exact(line, cell);
        buffer_append_text(line, is_blob ? "\"" : "");
    }
}

static void append_object(struct output *output, const struct cell *cells)
{
    struct buffer *line = &output->line;
    buffer_append_byte(line, '{');
    for (size_t i = 0; i < output->column_count; i++) {
        buffer_append_text(line, i > 0 ? ", " : "");
        text_append_json(line, output->names[i], strlen(output->names[i]));
        buffer_append_text(line, ": ");
        append_value(line, &cells[i]);
    }
    buffer_append_byte(line, '}');
}

static void begin_array(struct output *output)
{
    if (output->part == NULL)
        return;
    fputs(output->results == 0 ? "{" : ",\n", output->stream);
    text_append_json(&output->line, output->part, strlen(output->part));
    buffer_append_text(&output->line, ": ");
    output_write_line(output);
}

static void write_element(struct output *output, const struct cell *cells)
{
    buffer_append_text(&output->line, output->rows == 0 ? "[\n  " : ",\n  ");
    append_object(output, cells);
    output_write_line(output);
}

static void end_array(struct output *output)
{
    fputs(output->rows == 0 ? "[]" : "\n]", output->stream);
    if (output->part == NULL)
        fputs("\n", output->stream);
    else if (output->is_last_part)
        fputs("}\n", output->stream);
}

static void begin_lines(struct output *output)
{
    (void)output;
}

static void write_object_line(struct output *output, const struct cell *cells)
{
    append_object(output, cells);
    buffer_append_byte(&output->line, '\n');
    output_write_line(output);
}

static void end_lines(struct output *output)
{
    (void)output;
}

const struct format format_json = {"json", begin_array, write_element, end_array};
const struct format format_jsonl = {"jsonl", begin_lines, write_object_line, end_lines};
