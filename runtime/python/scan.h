/* The tokens of a source text, and the errors that only they can tell: brackets, strings, numbers,
 * indentation. tree-sitter is tolerant there; this pass is not. */
#ifndef RUNTIME_PYTHON_SCAN_H
#define RUNTIME_PYTHON_SCAN_H

#include "runtime/python/syntax.h"

enum token_kind {
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_OPERATOR,
    TOKEN_NEWLINE,
    TOKEN_END
};

struct token {
    uint8_t kind;   /* enum token_kind */
    uint8_t depth;  /* open brackets around it; of a bracket: outside it */
    uint32_t start; /* byte in the text */
    uint32_t size;  /* bytes */
    struct code_position position;
};

struct token_list {
    struct token *items; /* owned; ends with TOKEN_END */
    size_t count;
    size_t capacity;
};

/* Reads all tokens. False: an error is recorded; the tokens before it are there all the same. */
bool scan_source(struct unit *unit, struct token_list *tokens) MUST_CHECK;

bool scan_is(const struct unit *unit, const struct token *token, const char *text);

/* Is it a reserved word, which can be no name? */
bool scan_is_keyword(const char *text, size_t size);

#endif
