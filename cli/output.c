/* Rows on their way to a reader, in one of several formats. */
#include "cli/output.h"

#include "cli/message.h"
#include "cli/pager.h"
#include "cli/text.h"

#include <sqlite3.h>

extern const struct format format_table, format_csv, format_json, format_jsonl, format_markdown;

const struct format *const formats[] = {
    &format_table, &format_csv, &format_json, &format_jsonl, &format_markdown, NULL,
};

void output_open(struct output *output, const struct terminal *terminal,
                 const struct format *format, uint64_t limit)
{
    *output = (struct output){.terminal = *terminal, .format = format, .limit = limit};
    output->pager = pager_open(terminal);
    output->stream = pager_stream(output->pager);
}

void output_open_file(struct output *output, FILE *file, const struct format *format,
                      uint64_t limit)
{
    *output = (struct output){.stream = file, .format = format, .limit = limit};
    output->terminal.has_utf8 = true;
}

static void append_cut(struct output *output)
{
    struct buffer rows = BUFFER_EMPTY;
    text_append_count(&rows, output->limit, "row");
    message_append(&output->notes, "cut after %s (limit 0 prints all)", buffer_text(&rows));
    buffer_release(&rows);
}

void output_close(struct output *output)
{
    if (output->pager)
        output->waited_ns = pager_close(output->pager);
    if (output->is_cut)
        append_cut(output);
    if (output->notes.size > 0) {
        fflush(stdout);
        fputs(buffer_text(&output->notes), stderr);
    }
    buffer_release(&output->notes);
    buffer_release(&output->line);
}

void output_begin(struct output *output, const char *const *names, size_t count)
{
    output->names = names;
    output->column_count = count;
    output->rows = 0;
    output->format->begin(output);
}

bool output_row(struct output *output, const struct cell *cells)
{
    if (output->limit > 0 && output->rows == output->limit) {
        output->is_cut = true;
        return false;
    }
    output->format->row(output, cells);
    output->rows++;
    output->total_rows++;
    bool has_reader = !ferror(output->stream) && !(output->pager && pager_was_left(output->pager));
    return has_reader;
}

void output_end(struct output *output)
{
    output->format->end(output);
    output->results++;
    output->names = NULL;
}

struct cell cell_text(const char *text)
{
    if (text == NULL)
        return (struct cell){.kind = CELL_NULL};
    return (struct cell){.kind = CELL_TEXT, .bytes = text, .size = strlen(text)};
}

struct cell cell_integer(int64_t integer)
{
    return (struct cell){.kind = CELL_INTEGER, .integer = integer};
}

static void append_hexadecimal(struct buffer *buffer, const struct cell *cell)
{
    buffer_append_text(buffer, "x'");
    for (size_t i = 0; i < cell->size; i++)
        buffer_format(buffer, "%02x", (unsigned char)cell->bytes[i]);
    buffer_append_byte(buffer, '\'');
}

static void append_real(struct buffer *buffer, double real, const char *format)
{
    char text[40];
    sqlite3_snprintf(sizeof text, text, format, real);
    buffer_append_text(buffer, text);
}

void cell_append_exact(struct buffer *buffer, const struct cell *cell)
{
    size_t start = buffer->size;
    cell_append(buffer, cell);
    if (cell->kind != CELL_REAL || strtod(buffer_text(buffer) + start, NULL) == cell->real)
        return;
    buffer->size = start;
    append_real(buffer, cell->real, "%!.17g");
}

void cell_append(struct buffer *buffer, const struct cell *cell)
{
    switch (cell->kind) {
    case CELL_NULL:
        break;
    case CELL_INTEGER:
        buffer_append_number(buffer, cell->integer);
        break;
    case CELL_REAL:
        append_real(buffer, cell->real, "%!.15g");
        break;
    case CELL_TEXT:
        buffer_append(buffer, cell->bytes, cell->size);
        break;
    case CELL_BLOB:
        append_hexadecimal(buffer, cell);
        break;
    }
}

void output_write_line(struct output *output)
{
    fwrite(output->line.bytes, 1, output->line.size, output->stream);
    output->line.size = 0;
}
