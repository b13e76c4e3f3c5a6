/* The options of commands: what each takes, and its lines in a help page.
 *
 * A command lists its options in tables, from which the words of a command line are checked
 * (arguments.h) and the help page is printed.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/buffer.h"
#include "base/error.h"

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

/* --help, --color: options that every command has. */
extern const struct option common_options[];

/* Whether `value` is one that the option takes. */
bool option_check(const struct option *option, const char *value, struct error *error) MUST_CHECK;

/* The place of a word among the choices of an option, or SIZE_MAX. */
size_t option_find_choice(const struct option *option, const char *word);

/* "200", "10k", "5M". */
bool option_read_number(const char *text, uint64_t *number) MUST_CHECK;

/* Appends the lines of a help page for one table of options. */
void option_describe(struct buffer *buffer, const struct option *options, size_t columns);

#endif
