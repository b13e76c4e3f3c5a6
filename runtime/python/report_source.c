/* Source lines under the entries of a traceback, marked as CPython 3.11 marks them.
 *
 *     return total / (count - 1)          ~ spans the expression, ^ its operator;
 *            ~~~~~~^~~~~~~~~~~~~          without an operator all is ^; a whole line is not marked
 *
 * CPython parses the span again to find the operator. Here the code knows enough: the instruction
 * before a binary operation or a subscription is the last one of its right operand, so the operator
 * or the bracket stands before the column where that one begins.
 */
#include "runtime/python/report_source.h"

#include "runtime/types/str.h"

#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#define INDENT "    "

struct marks { /* bytes of the line, from 0 */
    size_t start;
    size_t end;
    size_t operator_start; /* equal to operator_end where there is no operator to single out */
    size_t operator_end;
};

/* The line as the file has it, without the newline; NULL if there is none. Owned by the caller
 * (free). */
static char *read_line(const char *path, uint32_t number)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length = -1;
    if (!file)
        return NULL;
    for (uint32_t i = 0; i < number && (length = getline(&line, &capacity, file)) >= 0; i++)
        continue;
    fclose(file);
    if (length < 0) {
        free(line);
        return NULL;
    }
    while (length > 0 && strchr("\r\n", line[length - 1]))
        line[--length] = '\0';
    return line;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* Finds the operator or the bracket in front of the operand that begins at `operand`. */
static void find_operator(const char *line, struct marks *marks, size_t operand, bool is_subscript)
{
    size_t at = operand;
    while (at > marks->start && (is_blank(line[at - 1]) || line[at - 1] == '('))
        at--;
    if (at <= marks->start)
        return;
    marks->operator_end = at;
    marks->operator_start = at - 1;
    if (is_subscript) {
        if (line[at - 1] != '[')
            marks->operator_start = marks->operator_end = 0;
        else
            marks->operator_end = marks->end;
    } else if (marks->operator_start > marks->start && strchr("*/<>", line[at - 1]) &&
               line[at - 2] == line[at - 1]) {
        marks->operator_start--;
    }
}

/* The instruction that loaded the last operand; copies and notes of the line stand between. */
static uint32_t find_operand(const struct code *code, uint32_t instruction)
{
    do
        instruction--;
    while (instruction > 0 && ((code->instructions[instruction] & 0xff) == OP_COPY ||
                               (code->instructions[instruction] & 0xff) == OP_LINE));
    return instruction;
}

static struct marks find_marks(const char *line, const struct code *code, uint32_t instruction)
{
    const struct code_position *position = &code->positions[instruction];
    struct marks marks = {.start = position->column, .end = position->end_column};
    size_t length = strlen(line);
    if (position->end_line != position->line || marks.end > length) {
        marks.end = length;
        while (marks.end > marks.start && is_blank(line[marks.end - 1]))
            marks.end--;
        return marks;
    }
    uint32_t opcode = code->instructions[instruction] & 0xff;
    uint32_t argument = code->instructions[instruction] >> 8;
    bool is_subscript =
        opcode == OP_BINARY_SUBSCR || opcode == OP_STORE_SUBSCR || opcode == OP_DELETE_SUBSCR;
    bool is_binary = opcode == OP_BINARY_OP && argument < OPCODE_IN_PLACE;
    if ((is_subscript || is_binary) && instruction > 0) {
        const struct code_position *operand = &code->positions[find_operand(code, instruction)];
        if (operand->line == position->line && operand->column > marks.start &&
            operand->column < marks.end)
            find_operator(line, &marks, operand->column, is_subscript);
    }
    return marks;
}

/* Characters between two bytes of UTF-8. */
static size_t count_characters(const char *line, size_t start, size_t end)
{
    size_t count = 0;
    for (size_t i = start; i < end && line[i]; i++)
        count += ((unsigned char)line[i] & 0xc0) != 0x80;
    return count;
}

static void append_repeated(struct str_builder *text, char c, size_t count)
{
    while (count-- > 0)
        str_builder_character(text, (uint32_t)c);
}

static void append_marks(struct str_builder *text, const char *line, size_t indent,
                         const struct marks *marks)
{
    str_builder_text(text, INDENT);
    append_repeated(text, ' ', count_characters(line, indent, marks->start));
    if (marks->operator_start == marks->operator_end) {
        append_repeated(text, '^', count_characters(line, marks->start, marks->end));
    } else {
        append_repeated(text, '~', count_characters(line, marks->start, marks->operator_start));
        append_repeated(text, '^',
                        count_characters(line, marks->operator_start, marks->operator_end));
        append_repeated(text, '~', count_characters(line, marks->operator_end, marks->end));
    }
    str_builder_character(text, '\n');
}

void report_source_append(struct str_builder *text, const struct code *code, uint32_t instruction)
{
    char *line = read_line(str_utf8(code->file_name, NULL), code_line(code, instruction));
    if (!line)
        return;
    size_t indent = 0;
    size_t length = strlen(line);
    while (is_blank(line[indent]))
        indent++;
    str_builder_text(text, INDENT);
    str_builder_text(text, line + indent);
    str_builder_character(text, '\n');
    if (instruction < code->instruction_count && code->positions[instruction].end_line > 0) {
        struct marks marks = find_marks(line, code, instruction);
        bool is_whole = marks.end - marks.start == length - indent &&
                        marks.operator_start == marks.operator_end;
        if (!is_whole && marks.end > marks.start && marks.start >= indent)
            append_marks(text, line, indent, &marks);
    }
    free(line);
}

void report_source_append_syntax(struct str_builder *text, borrowed source, int64_t start,
                                 int64_t end)
{
    size_t length = str_length(source);
    const struct str *characters = (struct str *)source;
    size_t first = 0;
    while (length > 0 && str_character(characters, length - 1) == '\n')
        length--;
    while (first < length && str_character(characters, first) < 0x80 &&
           is_blank((char)str_character(characters, first)))
        first++;
    str_builder_text(text, INDENT);
    str_builder_part(text, source, first, length);
    str_builder_character(text, '\n');
    int64_t column = start - 1 - (int64_t)first;
    if (column < 0)
        return;
    str_builder_text(text, INDENT);
    append_repeated(text, ' ', (size_t)column);
    append_repeated(text, '^', (size_t)(end - start));
    str_builder_character(text, '\n');
}
