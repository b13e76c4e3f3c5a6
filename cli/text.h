/* UTF-8 text as a terminal shows it: its width, cut to a width, made harmless; numbers for people.
 *
 * A trace may come from someone else, so nothing from it reaches a terminal raw: control characters
 * and bytes that are not UTF-8 are written as escapes (\n, \t, \x1b), and count as wide as they
 * print.
 */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include "base/buffer.h"

#include <stddef.h>
#include <stdint.h>

/* Bytes of the character that `text` begins with (size > 0); 0 where they are not UTF-8. */
size_t text_character_size(const char *text, size_t size);

/* Columns that `size` bytes take on a terminal, escapes included. */
size_t text_width(const char *text, size_t size);

/* Appends the text, escaped; at most `columns` wide, the last of which is then '…' (columns 0:
 * whole). Gives the columns it took. */
size_t text_append(struct buffer *buffer, const char *text, size_t size, size_t columns);

/* Appends text of several lines, escaped but for its line breaks. */
void text_append_lines(struct buffer *buffer, const char *text);

/* Appends a JSON string, quotes included; bytes that are not UTF-8 become U+FFFD. */
void text_append_json(struct buffer *buffer, const char *bytes, size_t size);

/* Appends `columns` spaces, or as many times `piece`. */
void text_repeat(struct buffer *buffer, const char *piece, size_t columns);

/* Appends the words of `text` in lines of at most `columns`, each but the first after `indent`
 * spaces. A newline in the text stays one. No newline at the end. */
void text_wrap(struct buffer *buffer, const char *text, size_t indent, size_t columns);

/* Appends a word as a shell takes it: quoted where it needs to be. */
void text_append_argument(struct buffer *buffer, const char *word);

/* 1234567 → "1,234,567". */
void text_append_number(struct buffer *buffer, uint64_t number);

/* 48318382 → "46.1 MiB"; below 10,000 "9,999 bytes". */
void text_append_size(struct buffer *buffer, uint64_t size);

/* 1500000000 → "1.50 s"; "12.3 ms", "840 µs". */
void text_append_duration(struct buffer *buffer, uint64_t duration_ns);

/* "1 object", "2,000 objects": the noun gets an s where it is not one. */
void text_append_count(struct buffer *buffer, uint64_t count, const char *noun);

#endif
