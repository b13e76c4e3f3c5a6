/* Exceptions as text on stderr, as CPython prints them. */
#ifndef RUNTIME_PYTHON_REPORT_H
#define RUNTIME_PYTHON_REPORT_H

#include "runtime/core/type.h"

struct str_builder;

/* The exception with its traceback, causes, contexts and notes, to sys.stderr. Never fails. */
void report_exception(struct runtime *rt, borrowed instance);

/* The same as text; -1: an error was raised on the way. */
int report_text(struct runtime *rt, struct str_builder *text, borrowed instance);

/* One line to sys.stderr; formats as str_format. Never fails. */
void report_line(struct runtime *rt, const char *format, ...);

/* `Traceback (most recent call last):` and its entries. */
void report_traceback(struct runtime *rt, struct str_builder *text, borrowed traceback);

/* The state hook report_unraisable: hands rt->error to the program's sys.unraisablehook, or prints
 * `Exception ignored in: …`; rt->error is dropped. */
void report_unraisable(struct runtime *rt, borrowed where);
/* The same with words of its own before `where` (NULL: `Exception ignored in`). */
void report_unraisable_as(struct runtime *rt, const char *message, borrowed where);
/* The printing alone, as sys.__unraisablehook__ does it; where: NULL says nothing of a place. */
void report_unraisable_print(struct runtime *rt, const char *message, borrowed where,
                             borrowed error);

#endif
