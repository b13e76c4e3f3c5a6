/* str: immutable text in one block, each character in 1, 2 or 4 bytes (PEP 393). */
#ifndef RUNTIME_TYPES_STR_H
#define RUNTIME_TYPES_STR_H

#include "runtime/core/type.h"

#include <stdarg.h>

extern struct type str_type;
extern struct type str_iterator_type;

struct str {
    struct object header;
    size_t length;    /* characters */
    int64_t hash;     /* -1: not computed yet */
    uint8_t width;    /* bytes a character: 1, 2, 4; the smallest that fits */
    bool ascii;       /* all < 128: the data is UTF-8 too */
    bool interned;    /* the one str with this text in the table of interned strings; immortal */
    uint32_t text_id; /* the recorder's number of this text; 0: none yet */
    char *utf8;       /* owned cache, NULL until asked for; unused where ascii */
    borrowed dict;    /* held: the __dict__ of an instance of a derived class, or NULL */
    uint8_t data[];   /* length * width bytes and a NUL character */
};

static inline bool str_check(borrowed v) /* a str or an instance of a subclass */
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_STR);
}

static inline uint32_t str_character(const struct str *text, size_t index)
{
    return text->width == 1   ? text->data[index]
           : text->width == 2 ? ((const uint16_t *)(const void *)text->data)[index]
                              : ((const uint32_t *)(const void *)text->data)[index];
}

static inline size_t str_length(borrowed v)
{
    return ((const struct str *)v)->length;
}

owned str_new(struct runtime *rt, const char *utf8,
              size_t size);                                /* UnicodeDecodeError on bad UTF-8 */
owned str_from_text(struct runtime *rt, const char *utf8); /* NUL-terminated, known to be UTF-8 */
owned str_from_character(struct runtime *rt, uint32_t character); /* Latin-1 ones are immortal */
owned str_from_characters(struct runtime *rt, const uint32_t *characters, size_t length);
/* A str of `length` characters, none above `largest`, to be filled through data before it is shown.
 */
owned str_allocate(struct runtime *rt, size_t length, uint32_t largest);
owned str_format(struct runtime *rt, const char *format, ...); /* as exception_raise describes */
owned str_format_list(struct runtime *rt, const char *format, va_list list);

/* The one immortal str with this text. */
borrowed str_intern_text(struct runtime *rt, const char *utf8);
borrowed str_intern_bytes(struct runtime *rt, const char *utf8, size_t size);
borrowed str_intern(struct runtime *rt, borrowed text); /* an equal, interned str */

/* UTF-8, NUL-terminated, borrowed from the str (lone surrogates as three bytes). */
const char *str_utf8(borrowed v, size_t *size); /* size may be NULL */

bool str_equal(borrowed left, borrowed right); /* two str */
bool str_equal_text(borrowed v, const char *utf8);
int str_order(borrowed left, borrowed right); /* <0, 0, >0 by code point */
int64_t str_hash(borrowed v);
owned str_concatenate(struct runtime *rt, borrowed left, borrowed right);
/* left + right of two exact str, stealing left. Where that reference was the only one, the text
 * grows in place when its block has room, and is given room to grow: so building a text in a loop
 * is linear. */
owned str_append(struct runtime *rt, owned left, borrowed right);
owned str_substring(struct runtime *rt, borrowed v, size_t start, size_t end);
owned str_join(struct runtime *rt, borrowed separator, borrowed iterable);
owned str_repr(struct runtime *rt, borrowed v);

/* Building text piece by piece. Release, or finish, which releases. */
struct str_builder {
    uint8_t *data;
    size_t length;
    size_t capacity; /* characters */
    uint8_t width;
};
#define STR_BUILDER_EMPTY ((struct str_builder){0})
void str_builder_character(struct str_builder *builder, uint32_t character);
void str_builder_text(struct str_builder *builder, const char *utf8);
void str_builder_append(struct str_builder *builder, borrowed text);
void str_builder_part(struct str_builder *builder, borrowed text, size_t start, size_t end);
int str_builder_repr(struct runtime *rt, struct str_builder *builder, borrowed v); /* -1: error */
int str_builder_str(struct runtime *rt, struct str_builder *builder, borrowed v);
owned str_builder_finish(struct runtime *rt, struct str_builder *builder);
void str_builder_release(struct str_builder *builder);

#endif
