/* Help pages: of the program, of a command, of a stored query. */
#include "cli/help.h"

#include "cli/pager.h"
#include "cli/text.h"

#include <ctype.h>

void help_append_heading(struct buffer *page, const struct terminal *terminal, const char *heading)
{
    buffer_format(page, terminal->has_color ? "\n\x1b[1m%s:\x1b[0m\n" : "\n%s:\n", heading);
}

static void append_paragraph(struct buffer *page, const struct terminal *terminal, const char *text)
{
    buffer_append_byte(page, '\n');
    text_wrap(page, text, 0, terminal_text_columns(terminal));
    buffer_append_byte(page, '\n');
}

void help_append_program(struct buffer *page, const struct terminal *terminal)
{
    buffer_append_text(page, "usage: heapledger COMMAND [OPTION...] ...\n");
    append_paragraph(page, terminal,
                     "Memory as bookkeeping: record every reference that a program takes and "
                     "gives back, then ask who still holds what, and since which line.");
    help_append_heading(page, terminal, "commands");
    for (size_t i = 0; commands[i]; i++)
        buffer_format(page, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    help_append_heading(page, terminal, "begin with");
    buffer_append_text(page, "  heapledger run -o run.db SCRIPT.py\n"
                             "  heapledger query run.db growth\n"
                             "  heapledger shell run.db\n");
    help_append_heading(page, terminal, "exit codes");
    buffer_append_text(page,
                       "  0   success; 'run' and 'record' give the program's own exit code\n"
                       "  1   a check fails, a difference is found, the books do not balance\n"
                       "  64  the command line is wrong\n"
                       "  65  the input is no trace, is damaged, or its SQL is wrong\n"
                       "  66  there is no such input\n"
                       "  70  out of memory\n"
                       "  73  the output cannot be made\n"
                       "  74  reading or writing failed half way\n");
    help_append_heading(page, terminal, "environment");
    buffer_append_text(page,
                       "  HEAPLEDGER_QUERIES  a folder of stored queries of your own\n"
                       "  PAGER               for long answers on a terminal (default: less)\n"
                       "  NO_COLOR            no colour\n"
                       "  XDG_CONFIG_HOME     its heapledger/queries has stored queries too\n"
                       "  XDG_STATE_HOME      its heapledger/history is the shell's\n");
    append_paragraph(page, terminal,
                     "'heapledger help NAME' explains a command or a stored query; "
                     "'heapledger queries' lists those.");
}

void help_append_command(struct buffer *page, const struct terminal *terminal,
                         const struct command *command)
{
    size_t columns = terminal_text_columns(terminal);
    buffer_format(page, "usage: heapledger %s [OPTION...] %s\n", command->name, command->operands);
    buffer_append_byte(page, '\n');
    size_t start = page->size;
    text_wrap(page, command->summary, 0, columns);
    page->bytes[start] = (uint8_t)toupper(page->bytes[start]);
    buffer_append_text(page, ".\n");
    if (command->description)
        append_paragraph(page, terminal, command->description);
    help_append_heading(page, terminal, "options");
    for (size_t i = 0; command->groups && command->groups[i]; i++)
        option_describe(page, command->groups[i], columns);
    option_describe(page, common_options, columns);
    if (command->examples) {
        help_append_heading(page, terminal, "examples");
        buffer_append_text(page, command->examples);
    }
}

/* A value that a reader could give, for the example. */
static const char *example_value(const struct query_parameter *parameter)
{
    static const char *const values[QUERY_TYPE_COUNT] = {
        [QUERY_SNAPSHOT] = "end", [QUERY_OBJECT] = "1000", [QUERY_SEQ] = "20000",
        [QUERY_GLOB] = "Page*",   [QUERY_INTEGER] = "10",  [QUERY_SIZE] = "64k",
        [QUERY_TEXT] = "text",
    };
    if (strcmp(parameter->name, "from") == 0)
        return "warm";
    if (strcmp(parameter->name, "site") == 0)
        return "*cache.py*";
    return values[parameter->type];
}

/* The same question twice, with values for the first parameters. */
static void append_example(struct buffer *page, const struct query *query)
{
    const char *command = query->is_check ? "check" : "query";
    size_t count = query->parameter_count < 2 ? query->parameter_count : 2;
    buffer_format(page, "  heapledger %s run.db %s", command, query->name);
    for (size_t i = 0; i < count; i++) {
        const struct query_parameter *parameter = &query->parameters[i];
        bool is_glob = parameter->type == QUERY_GLOB;
        buffer_format(page, is_glob ? " --%s '%s'" : " --%s %s", parameter->name,
                      example_value(parameter));
    }
    buffer_format(page, "\n  heapledger query run.db \"SELECT * FROM %s", query->name);
    for (size_t i = 0; i < count; i++) {
        enum query_type type = query->parameters[i].type;
        bool is_number = type == QUERY_OBJECT || type == QUERY_SEQ || type == QUERY_INTEGER;
        buffer_format(page, is_number ? "%s%s" : "%s'%s'", i == 0 ? "(" : ", ",
                      example_value(&query->parameters[i]));
    }
    buffer_append_text(page, count > 0 ? ")\"\n" : "\"\n");
}

void help_append_query(struct buffer *page, const struct terminal *terminal,
                       const struct query *query)
{
    static const char *const origins[] = {
        [QUERY_STOCK] = "stock", [QUERY_FOLDER] = "yours", [QUERY_TRACE] = "from the trace"};
    text_append_lines(page, query->help);
    if (page->size > 0 && page->bytes[page->size - 1] != '\n')
        buffer_append_byte(page, '\n');
    help_append_heading(page, terminal, "on the command line");
    buffer_format(page, "  heapledger %s TRACE %s", query->is_check ? "check" : "query",
                  query->name);
    for (size_t i = 0; i < query->parameter_count; i++) {
        const struct query_parameter *parameter = &query->parameters[i];
        buffer_format(page, parameter->default_text ? " [--%s %s]" : " --%s %s", parameter->name,
                      query_type_name(parameter->type));
    }
    buffer_append_byte(page, '\n');
    help_append_heading(page, terminal, "in SQL");
    buffer_format(page, "  SELECT * FROM %s", query->name);
    for (size_t i = 0; i < query->parameter_count; i++)
        buffer_format(page, "%s%s", i == 0 ? "(" : ", ", query->parameters[i].name);
    buffer_append_text(page, query->parameter_count > 0 ? ")\n" : "\n");
    help_append_heading(page, terminal, "for example");
    append_example(page, query);
    help_append_heading(page, terminal, "source");
    buffer_append_text(page, "  ");
    text_append(page, query->source, strlen(query->source), 0);
    buffer_format(page, " (%s)\n", origins[query->origin]);
}

void help_print(struct buffer *page, const struct terminal *terminal)
{
    struct pager *pager = pager_open(terminal);
    fwrite(page->bytes, 1, page->size, pager_stream(pager));
    (void)pager_close(pager);
    buffer_release(page);
}
