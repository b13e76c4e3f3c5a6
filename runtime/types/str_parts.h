/* What the files str*.c share. */
#ifndef RUNTIME_TYPES_STR_PARTS_H
#define RUNTIME_TYPES_STR_PARTS_H

#include "runtime/types/str.h"

static inline struct str *str_of(borrowed v)
{
    return (struct str *)v;
}

static inline void str_put(void *data, unsigned width, size_t index, uint32_t character)
{
    if (width == 1)
        ((uint8_t *)data)[index] = (uint8_t)character;
    else if (width == 2)
        ((uint16_t *)data)[index] = (uint16_t)character;
    else
        ((uint32_t *)data)[index] = character;
}

static inline uint32_t str_get(const void *data, unsigned width, size_t index)
{
    return width == 1   ? ((const uint8_t *)data)[index]
           : width == 2 ? ((const uint16_t *)data)[index]
                        : ((const uint32_t *)data)[index];
}

/* The width that a character needs: 1, 2 or 4. */
static inline unsigned str_width_of(uint32_t character)
{
    return character < 0x100 ? 1 : character < 0x10000 ? 2 : 4;
}

/* A bound, from 127 up, that decides the width: the or of all characters. */
uint32_t str_bound(const void *data, unsigned width, size_t start, size_t end);

/* A bound of a str's characters that decides the same width. */
static inline uint32_t str_largest(const struct str *text)
{
    return text->ascii ? 127 : text->width == 1 ? 0xff : text->width == 2 ? 0xffff : 0x10ffff;
}

/* Copies characters between blocks of any width; the target is wide enough. */
void str_copy_characters(void *target, unsigned target_width, size_t at, const void *source,
                         unsigned source_width, size_t start, size_t count);

/* As str_allocate, for an instance of a derived class. */
owned str_allocate_type(struct runtime *rt, struct type *type, size_t length, uint32_t largest);

/* The immortal empty str, and a Latin-1 character. */
borrowed str_empty(void);
borrowed str_latin(uint8_t character);

owned str_plain(struct runtime *rt, borrowed v); /* an exact str with the same text */

/* Decoding and encoding (str_codec.c). `errors` NULL is "strict"; the result of encode is a bytes.
 */
owned str_decode(struct runtime *rt, const uint8_t *data, size_t size, const char *encoding,
                 const char *errors);
owned str_encode(struct runtime *rt, borrowed text, const char *encoding, const char *errors);

/* Searching in [start, end) (str_search.c): the place of the first or last, SIZE_MAX if absent. */
size_t str_find(borrowed text, borrowed part, size_t start, size_t end);
size_t str_find_last(borrowed text, borrowed part, size_t start, size_t end);
size_t str_find_character(borrowed text, uint32_t character, size_t start, size_t end);
size_t str_count(borrowed text, borrowed part, size_t start, size_t end, size_t most);
bool str_has_at(borrowed text, borrowed part, size_t place);

/* str.__new__, methods, operators of sequences: the other files. */
owned str_construct(struct runtime *rt, struct type *type, const borrowed *arguments,
                    size_t positional, borrowed names);
owned str_iterate(struct runtime *rt, borrowed self);
extern const struct native_method str_methods[];

#define STR_METHOD(name)                                                                           \
    owned str_method_##name(struct runtime *rt, borrowed self, const borrowed *arguments,          \
                            size_t positional, borrowed names)
/* str_methods_search.c */
STR_METHOD(find);
STR_METHOD(rfind);
STR_METHOD(index);
STR_METHOD(rindex);
STR_METHOD(count);
STR_METHOD(startswith);
STR_METHOD(endswith);
STR_METHOD(replace);
STR_METHOD(removeprefix);
STR_METHOD(removesuffix);
/* str_methods_split.c */
STR_METHOD(split);
STR_METHOD(rsplit);
STR_METHOD(splitlines);
STR_METHOD(partition);
STR_METHOD(rpartition);
STR_METHOD(strip);
STR_METHOD(lstrip);
STR_METHOD(rstrip);
STR_METHOD(join);
/* str_methods_case.c */
STR_METHOD(upper);
STR_METHOD(lower);
STR_METHOD(title);
STR_METHOD(capitalize);
STR_METHOD(swapcase);
STR_METHOD(casefold);
STR_METHOD(isalpha);
STR_METHOD(isdigit);
STR_METHOD(isdecimal);
STR_METHOD(isnumeric);
STR_METHOD(isalnum);
STR_METHOD(isspace);
STR_METHOD(isupper);
STR_METHOD(islower);
STR_METHOD(istitle);
STR_METHOD(isascii);
STR_METHOD(isprintable);
STR_METHOD(isidentifier);
/* str_methods.c */
STR_METHOD(translate);
STR_METHOD(maketrans);

#endif
