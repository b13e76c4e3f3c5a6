/* Help pages: of the program, of a command, of a stored query. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buffer.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "queries/engine/catalogue.h"

#define HEAPLEDGER_VERSION "0.1.0"

void help_append_program(struct buffer *page, const struct terminal *terminal);
void help_append_command(struct buffer *page, const struct terminal *terminal,
                         const struct command *command);
/* The header of the query, with how to ask it on the command line. */
void help_append_query(struct buffer *page, const struct terminal *terminal,
                       const struct query *query);

/* Appends a heading: "options:", bold where there is colour. */
void help_append_heading(struct buffer *page, const struct terminal *terminal, const char *heading);

/* Prints the page on stdout, through a pager where it is longer than the terminal. Releases it. */
void help_print(struct buffer *page, const struct terminal *terminal);

#endif
