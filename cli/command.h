/* A command is one constant in a file of its own, cmd_NAME.c, and a line in the table of commands.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/error.h"
#include "cli/arguments.h"

enum { ANY_COUNT = -1 };

struct command {
    const char *name;
    const char *operands;               /* as in the usage line: "TRACE [NAME]" */
    const char *summary;                /* one line: "run a Python program and record it" */
    const char *description;            /* more, for its help page; NULL: no more */
    const char *examples;               /* indented lines for its help page, or NULL */
    const struct option *const *groups; /* tables of options, NULL-terminated */
    int least_operands;
    int most_operands; /* or ANY_COUNT */
    /* Options end at the first operand: what follows belongs to another program. */
    bool passes_rest;
    /* An unknown option --NAME VALUE is kept as a parameter. */
    bool takes_parameters;
    /* Gives the exit code. On failure `error` is set, and its code is given; main prints it. */
    int (*run)(const struct arguments *arguments, struct error *error);
    /* Prints the help that fits the operands and gives true, or gives false. NULL: never. */
    bool (*help)(const struct arguments *arguments);
};

/* The table, ended by NULL, in the order in which `heapledger help` lists it. */
extern const struct command *const commands[];

extern const struct command command_help;

/* NULL where no command has that name. */
const struct command *command_find(const char *name);

/* Fails with ERROR_USAGE: there is no such command; did you mean …? */
bool command_unknown(const char *name, struct error *error);

#endif
