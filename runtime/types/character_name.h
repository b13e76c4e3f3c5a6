/* The names that Unicode gives to characters: EM DASH. */
#ifndef RUNTIME_TYPES_CHARACTER_NAME_H
#define RUNTIME_TYPES_CHARACTER_NAME_H

#include <stdbool.h>
#include <stdint.h>

#define CHARACTER_NAME_MAX  256
#define CHARACTER_NAME_NONE UINT32_C(0xffff)

/* Writes the name of a character; false: it has none. */
bool character_name_write(uint32_t character, char text[CHARACTER_NAME_MAX]);

/* The character with a name, in letters of either case; CHARACTER_NAME_NONE: there is none. */
uint32_t character_name_find(const char *name);

#endif
