/* What the program says to its user on stderr, beside the results on stdout. */
#include "cli/message.h"

#include "cli/text.h"

static void append_line(struct buffer *lines, const char *format, va_list values)
{
    struct buffer sentence = BUFFER_EMPTY;
    buffer_format_list(&sentence, format, values);
    buffer_append_text(lines, "heapledger: ");
    text_append(lines, buffer_text(&sentence), sentence.size, 0);
    buffer_append_byte(lines, '\n');
    buffer_release(&sentence);
}

void message_append(struct buffer *lines, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    append_line(lines, format, values);
    va_end(values);
}

void message_print(const char *format, ...)
{
    struct buffer line = BUFFER_EMPTY;
    va_list values;
    va_start(values, format);
    append_line(&line, format, values);
    va_end(values);
    fflush(stdout);
    fputs(buffer_text(&line), stderr);
    buffer_release(&line);
}
