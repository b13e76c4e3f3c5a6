/* The words after a command's name, sorted into options, operands and parameters.
 *
 * Options are in GNU long form, some with a letter too: --format csv, --format=csv, -o FILE,
 * -oFILE, -qf. Options and operands may be mixed; `--` ends the options. A command lists its
 * options in tables, from which the words are checked and the help page is printed.
 */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"

#include <stdbool.h>
#include <stdint.h>

enum option_kind {
    OPTION_FLAG,   /* takes no value */
    OPTION_TEXT,   /* any text; may be given several times */
    OPTION_NUMBER, /* 0, 1, 2 …; 10k, 5M (thousands, millions) */
    OPTION_CHOICE, /* one of the words in `value`, which are parted by commas */
};

struct option {
    const char *name; /* without the dashes; NULL ends a table */
    char letter;      /* 0: none */
    enum option_kind kind;
    const char *value; /* what it takes, for the help page: FILE; or the choices */
    const char *help;
};

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

/* "200", "10k", "5M". */
bool arguments_read_number(const char *text, uint64_t *number) MUST_CHECK;

/* --help, --color, --queries: options that every command has. */
extern const struct option common_options[];

/* Appends the lines of a help page for one table of options. */
void arguments_describe(struct buffer *buffer, const struct option *options, size_t columns);

#endif
