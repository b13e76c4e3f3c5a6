/* --format markdown: a table as GitHub and others show it, its source lined up too.
 *
 *     | type    | objects |
 *     | ------- | ------: |
 *     | Session |    1000 |
 */
#include "base/vector.h"
#include "cli/output.h"
#include "cli/sheet.h"
#include "cli/text.h"

#include <ctype.h>

/* Appends text so that neither the table nor HTML sees a mark of its own in it. */
static void append_escaped(struct buffer *buffer, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        switch (text[i]) {
        case '|':
        case '*':
        case '`':
        case '~':
        case '\\':
            buffer_append_byte(buffer, '\\');
            buffer_append_byte(buffer, (uint8_t)text[i]);
            break;
        case '_': { /* within a word it is one of its letters */
            bool is_inside = i > 0 && isalnum((unsigned char)text[i - 1]) && i + 1 < size &&
                             isalnum((unsigned char)text[i + 1]);
            buffer_append_text(buffer, is_inside ? "_" : "\\_");
            break;
        }
        case ']': /* before these it would end the text of a link */
            buffer_append_text(buffer, i + 1 < size && strchr("([", text[i + 1]) ? "\\]" : "]");
            break;
        case '<':
            buffer_append_text(buffer, "&lt;");
            break;
        case '&':
            buffer_append_text(buffer, "&amp;");
            break;
        case '\n':
            buffer_append_text(buffer, "<br>");
            break;
        default:
            buffer_append_byte(buffer, (uint8_t)text[i]);
        }
    }
}

static void append_field(struct output *output, size_t column, const char *text, size_t size)
{
    buffer_append_text(&output->line, column == 0 ? "| " : " ");
    sheet_append_field(&output->line, &output->sheet->columns[column], text, size, false);
    buffer_append_text(&output->line, " |");
}

static void write_head(struct output *output)
{
    const struct sheet *sheet = output->sheet;
    for (size_t i = 0; i < sheet->column_count; i++) {
        struct buffer name = BUFFER_EMPTY;
        append_escaped(&name, output->names[i], strlen(output->names[i]));
        append_field(output, i, buffer_text(&name), name.size);
        buffer_release(&name);
    }
    buffer_append_byte(&output->line, '\n');
    for (size_t i = 0; i < sheet->column_count; i++) {
        bool is_numeric = sheet->columns[i].is_numeric && sheet->row_count > 0;
        buffer_append_text(&output->line, i == 0 ? "| " : " ");
        text_repeat(&output->line, "-", sheet->columns[i].width - is_numeric);
        buffer_append_text(&output->line, is_numeric ? ": |" : " |");
    }
    buffer_append_byte(&output->line, '\n');
    output_write_line(output);
}

static void write_held(struct output *output)
{
    struct sheet *sheet = output->sheet;
    if (!sheet->is_decided)
        write_head(output);
    sheet->is_decided = true;
    for (size_t row = 0; row < sheet->row_count; row++) {
        for (size_t i = 0; i < sheet->column_count; i++) {
            size_t size;
            const char *text = sheet_cell(sheet, row, i, &size);
            append_field(output, i, text, size);
        }
        buffer_append_byte(&output->line, '\n');
        output_write_line(output);
    }
    sheet_empty(sheet);
}

static void begin(struct output *output)
{
    if (output->results > 0)
        fputc('\n', output->stream);
    output->sheet = sheet_new(output->names, output->column_count);
    for (size_t i = 0; i < output->column_count; i++) {
        enum { LEAST_RULE = 3 };
        struct buffer name = BUFFER_EMPTY;
        append_escaped(&name, output->names[i], strlen(output->names[i]));
        size_t width = text_width(buffer_text(&name), name.size);
        output->sheet->columns[i].width = width > LEAST_RULE ? width : LEAST_RULE;
        buffer_release(&name);
    }
}

static void write_row(struct output *output, const struct cell *cells)
{
    struct buffer *escaped = memory_zeroed(output->column_count, sizeof *escaped);
    struct cell *copies = memory_zeroed(output->column_count, sizeof *copies);
    for (size_t i = 0; i < output->column_count; i++) {
        copies[i] = cells[i];
        if (cells[i].kind != CELL_TEXT)
            continue;
        append_escaped(&escaped[i], cells[i].bytes, cells[i].size);
        copies[i].bytes = buffer_text(&escaped[i]);
        copies[i].size = escaped[i].size;
    }
    if (!sheet_add(output->sheet, copies) || output->sheet->is_decided)
        write_held(output);
    for (size_t i = 0; i < output->column_count; i++)
        buffer_release(&escaped[i]);
    memory_free(escaped);
    memory_free(copies);
}

static void end(struct output *output)
{
    write_held(output);
    sheet_free(output->sheet);
    output->sheet = NULL;
}

const struct format format_markdown = {"markdown", begin, write_row, end};
