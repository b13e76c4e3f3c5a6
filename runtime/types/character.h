/* Facts about single characters, after Unicode: the ground of str's methods.
 *
 * Letters and their cases come from the C library's tables (locale C.UTF-8), digits from a table
 * here.
 */
#ifndef RUNTIME_TYPES_CHARACTER_H
#define RUNTIME_TYPES_CHARACTER_H

#include "runtime/core/object.h"

bool character_is_space(uint32_t c);
bool character_is_line_end(uint32_t c);
bool character_is_alpha(uint32_t c);
bool character_is_upper(uint32_t c);
bool character_is_lower(uint32_t c);
bool character_is_title(uint32_t c); /* one of the few that stand for an upper and a lower letter */
bool character_is_cased(uint32_t c);
bool character_is_printable(uint32_t c); /* as repr() leaves it */
int character_decimal(uint32_t c);       /* 0 to 9, or -1 */
bool character_is_digit(uint32_t c);     /* decimals and superscripts and the like */
bool character_is_numeric(uint32_t c);   /* those and fractions, numerals */
bool character_is_identifier_start(uint32_t c);
bool character_is_identifier_part(uint32_t c);

/* The other case of a character, at most three characters (ß → SS); gives how many. */
size_t character_upper(uint32_t c, uint32_t result[3]);
size_t character_lower(uint32_t c, uint32_t result[3]);
size_t character_title(uint32_t c, uint32_t result[3]);
size_t character_fold(uint32_t c, uint32_t result[3]);

/* The text of a number for the parsers of int and float: decimals of any script as ASCII, spaces as
 * ' ', anything else that is not ASCII as '?'. One byte a character, NUL-terminated, owned. */
char *character_plain_digits(borrowed text);

#endif
