/* Reading a pattern or template token by token: a character, or a backslash and what follows it.
 *
 * Errors stick: after the first one the text seems to end, and later ones are not raised, so that
 * only whoever starts a reading has to look (runtime_has_error).
 */
#ifndef RUNTIME_MODULES_RE_READER_H
#define RUNTIME_MODULES_RE_READER_H

#include "runtime/modules/re_tree.h"

#define RE_END UINT32_MAX /* the token behind the text */

struct re_reader {
    struct runtime *rt;
    struct re_text text;
    size_t index;   /* behind the next token */
    uint32_t next;  /* its first character, or RE_END */
    uint32_t after; /* the character behind a backslash */
};

struct re_token { /* one that was read */
    uint32_t first, second;
    size_t start; /* its place */
};

void re_reader_start(struct re_reader *reader, struct runtime *rt, const struct re_text *text);

/* Raises re.error(message, pattern, place), stealing the message (NULL: raised already); place
 * SIZE_MAX: only the message. */
void re_reader_raise(struct runtime *rt, owned message, borrowed pattern, size_t place);

size_t re_reader_tell(const struct re_reader *reader); /* the place of the next token */
void re_reader_seek(struct re_reader *reader, size_t place);
struct re_token re_reader_get(struct re_reader *reader);
bool re_reader_accept(struct re_reader *reader, uint32_t character);
/* Reads at most `most` digits of base 8, 10 or 16; gives how many. */
size_t re_reader_digits(struct re_reader *reader, size_t most, int base, uint64_t *number);
/* A name up to the terminator, a new str; NULL: raised. */
owned re_reader_name(struct re_reader *reader, uint32_t terminator, const char *what);
bool re_reader_check_name(struct re_reader *reader, borrowed name, size_t offset);
/* A number in place of a name: 1; 0 where it is none. Warns where CPython warns. */
int re_reader_group_number(struct re_reader *reader, borrowed name, uint64_t *number);

/* The characters from `start` to the next token as a str. */
owned re_reader_piece(const struct re_reader *reader, size_t start, size_t end);

/* re.error at `offset` characters before the next token, as exception_raise formats. */
void re_reader_fail(struct re_reader *reader, size_t offset, const char *format, ...);
/* As above at a given place, or (SIZE_MAX) without one. */
void re_reader_fail_at(struct re_reader *reader, size_t place, const char *format, ...);
/* warnings.warn(text, category) */
void re_reader_warn(struct re_reader *reader, struct type *category, const char *format, ...);

/* \x \u \U \N and octal numbers, whose backslash and letter are `token`: 1 with the character; 0
 * where the escape is none of these; -1 raised (re_escape.c). */
int re_escape_number(struct re_reader *reader, struct re_token token, uint32_t *character);
/* \a \b \f \n \r \t \v \\: the character, or -1. */
int re_escape_letter(uint32_t letter);
/* [ has been read: the set (re_escape.c). */
void re_escape_set(struct re_reader *reader, struct re_node *set, size_t start);

#endif
