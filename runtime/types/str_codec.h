/* Text to bytes and back. */
#ifndef RUNTIME_TYPES_STR_CODEC_H
#define RUNTIME_TYPES_STR_CODEC_H

#include "runtime/types/str.h"

/* Appends UTF-8 that is known to be good (lone surrogates as three bytes are fine). */
void str_codec_append_utf8(struct str_builder *builder, const uint8_t *data, size_t size);

/* UTF-8 of a text, owned, NUL-terminated; lone surrogates as three bytes. */
char *str_codec_utf8(const struct str *text, size_t *size);

/* A character as UTF-8, at most four bytes: its size; 0 for a lone surrogate. */
size_t str_codec_write(uint32_t character, uint8_t *out);

/* One character of UTF-8 at data: its size, or 0 with `problem` and the size of the bad bytes. */
size_t str_codec_read(const uint8_t *data, size_t size, uint32_t *character, const char **problem,
                      size_t *bad_size);

#endif
