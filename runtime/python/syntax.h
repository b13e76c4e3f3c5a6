/* One compilation: the source text, the memory of everything derived from it, the first error.
 *
 * Parsing, lowering, scope analysis and code generation all work on one `struct unit`. Its arena
 * holds tree and tables and is released as a whole. An error does not unwind: the first one is
 * kept, the phase goes on with a harmless stand-in, and syntax_raise turns it into the exception at
 * the end.
 */
#ifndef RUNTIME_PYTHON_SYNTAX_H
#define RUNTIME_PYTHON_SYNTAX_H

#include "runtime/python/code.h"

struct arena_block;

struct syntax_warning {
    struct syntax_warning *next;
    const char *message; /* in the arena */
    uint32_t line;
};

struct unit {
    struct runtime *rt;
    const char *file_name; /* borrowed */
    const char *text;      /* in the arena; line ends are \n; a NUL behind it */
    size_t size;
    const char *parsed; /* what tree-sitter reads: the text, but for what it would misread */
    struct arena_block *arena;
    uint32_t depth;                  /* of the recursion over nested constructs */
    bool annotations_are_text;       /* from __future__ import annotations */
    struct syntax_warning *warnings; /* in order of appearance */
    struct syntax_warning *
        *last_warning;       /* where the next one is linked; NULL: there is none yet */
    struct type *error_type; /* of the first error; NULL: none */
    char *message;           /* in the arena */
    struct code_position error;
};

#define SYNTAX_DEPTH_LIMIT 2000 /* nested constructs; keeps the C stack shallow */

/* Zeroed memory that lives as long as the unit. */
void *unit_allocate(struct unit *unit, size_t size);
void unit_release(struct unit *unit);

static inline bool unit_failed(const struct unit *unit)
{
    return unit->error_type != NULL;
}

/* Records an error if it is the first one. Always NULL, so that it can end a function. */
void *syntax_fail(struct unit *unit, struct code_position position, const char *format, ...)
    PRINTF_LIKE(3, 4);
void *syntax_fail_type(struct unit *unit, struct type *type, struct code_position position,
                       const char *format, ...) PRINTF_LIKE(4, 5);

/* Notes a SyntaxWarning for syntax_show_warnings. */
void syntax_warn(struct unit *unit, struct code_position position, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* Hands the warnings to the module warnings. -1: one of them was raised. */
int syntax_show_warnings(struct unit *unit) MUST_CHECK;

/* '`construct` is not supported yet (line N)'. */
void *syntax_unsupported(struct unit *unit, struct code_position position, const char *construct);

/* Enters one more level of nesting; false with an error recorded at the limit. */
bool syntax_enter(struct unit *unit, struct code_position position) MUST_CHECK;
static inline void syntax_leave(struct unit *unit)
{
    unit->depth--;
}

/* Raises the recorded error as SyntaxError (or its subclass) with file, line, columns and text. */
void syntax_raise(struct unit *unit);

#endif
