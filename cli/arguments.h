/* The words after a command's name, sorted into options, operands and parameters.
 *
 * Options are in GNU long form, some with a letter too: --format csv, --format=csv, -o FILE,
 * -oFILE, -qf. Options and operands may be mixed; `--` ends the options. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "base/error.h"
#include "base/vector.h"
#include "cli/option.h"

#include <stdbool.h>
#include <stdint.h>

struct command;

struct given_option {
    const struct option *option;
    const char *value; /* borrowed from the words; NULL for a flag */
};

struct parameter {
    char *name;        /* without dashes; owned */
    const char *value; /* borrowed from the words */
};

struct arguments {
    const struct command *command;
    struct {
        VECTOR_OF(struct given_option);
    } options;
    struct {
        VECTOR_OF(char *); /* borrowed from the words; items[count] is NULL */
    } operands;
    struct {
        VECTOR_OF(struct parameter);
    } parameters;
};

/* Sorts the words that follow the command's name. The number of operands is checked, except where
 * --help is among the options. Release the arguments in either case. */
bool arguments_parse(struct arguments *arguments, const struct command *command, char *const *words,
                     struct error *error) MUST_CHECK;
void arguments_release(struct arguments *arguments);

/* Whether the command has this table of options. */
bool arguments_offers(const struct arguments *arguments, const struct option *group);

/* The option must be in a table of the command. */
bool arguments_has(const struct arguments *arguments, const char *name);
const char *arguments_text(const struct arguments *arguments,
                           const char *name); /* NULL: not given */
uint64_t arguments_number(const struct arguments *arguments, const char *name, uint64_t otherwise);
/* Every value of an option, NULL-terminated. The array is the caller's to free, its strings are
 * not. */
const char **arguments_texts(const struct arguments *arguments, const char *name);

/* The value of a choice, as its place among the choices. */
size_t arguments_choice(const struct arguments *arguments, const char *name, size_t otherwise);

#endif
