/* What the place is like that results and messages go to. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER }; /* in the order of --color's choices */

struct terminal {
    bool is_terminal; /* stdout is one */
    bool has_color;
    bool has_utf8;  /* may draw lines */
    size_t columns; /* 0: unlimited, no terminal */
    size_t lines;   /* 0: unlimited */
};

/* Looks at stdout and the environment (NO_COLOR, TERM, COLUMNS, the locale). */
struct terminal terminal_look(enum color_choice color);

/* The columns for running text: those of the terminal, 80 where there is none, 100 at most. */
size_t terminal_text_columns(const struct terminal *terminal);

/* Sets a locale under which every UTF-8 character has its width, whatever the user's is. Once,
 * first. */
void terminal_init_locale(void);

#endif
