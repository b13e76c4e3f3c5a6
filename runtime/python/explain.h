/* The message of a syntax error, from the token at which parsing failed. */
#ifndef RUNTIME_PYTHON_EXPLAIN_H
#define RUNTIME_PYTHON_EXPLAIN_H

#include "runtime/python/scan.h"

/* Records the error: CPython's message where the case is one it names, else 'invalid syntax'. */
void explain_error(struct unit *unit, const struct token_list *tokens, const struct token *culprit);

#endif
