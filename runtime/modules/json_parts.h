/* What the files json*.c share. */
#ifndef RUNTIME_MODULES_JSON_PARTS_H
#define RUNTIME_MODULES_JSON_PARTS_H

#include "runtime/types/str.h"

struct json_style {          /* how dumps prints; all borrowed */
    borrowed indent;         /* a str for one level, or NULL: everything on one line */
    borrowed item_separator; /* str */
    borrowed key_separator;  /* str */
    borrowed fallback;       /* default(object), or NULL */
    bool sort_keys;
    bool ascii_only;
    bool allow_nan;
    bool skip_keys; /* leave out keys that are no text or number, instead of TypeError */
};

struct json_hooks { /* what loads calls; each NULL or a callable, borrowed */
    borrowed error; /* error(message, document, place) makes the exception; never NULL */
    borrowed object;
    borrowed pairs;
    borrowed real;
    borrowed whole;
    borrowed constant;
    bool is_strict; /* no control characters in texts */
};

/* Appends the JSON text of v; -1: error. */
int json_encode(struct runtime *rt, struct str_builder *builder, borrowed v,
                const struct json_style *style);

/* The value that a str holds. */
owned json_decode(struct runtime *rt, borrowed text, const struct json_hooks *hooks);

/* The value that begins at `start`, and where it ends: a tuple. ValueError: start < 0. */
owned json_decode_from(struct runtime *rt, borrowed text, int64_t start,
                       const struct json_hooks *hooks);

/* Appends a text in double quotes, escaped. */
void json_append_text(struct str_builder *builder, borrowed text, bool ascii_only);

#endif
