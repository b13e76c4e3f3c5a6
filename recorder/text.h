/* Texts interned: the same bytes give the same number. For one thread at a time. */
#ifndef RECORDER_TEXT_H
#define RECORDER_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct text_index;

struct text_index *text_index_new(void); /* owned by the caller */
void text_index_free(struct text_index *index);

/* The id: 1, 2, 3 …; *is_new where it was given just now. */
uint32_t text_intern(struct text_index *index, const char *text, size_t size, _Bool *is_new);

#endif
