/* What the files array*.c share: rows of numbers of one C type, without an object each.
 *
 * A type code decides how an item is read and written (struct array_kind). Text (code 'u') holds
 * one character an item.
 */
#ifndef RUNTIME_MODULES_ARRAY_PARTS_H
#define RUNTIME_MODULES_ARRAY_PARTS_H

#include "runtime/core/type.h"

/* What sys.getsizeof says of an empty array, without the collector's header. */
#define ARRAY_EMPTY_SIZE 64

enum array_form { ARRAY_SIGNED, ARRAY_UNSIGNED, ARRAY_REAL, ARRAY_TEXT };

struct array_kind {
    char code;
    uint8_t size; /* of an item */
    enum array_form form;
    const char *name; /* in messages */
};

struct array {
    struct object header;
    const struct array_kind *kind;
    uint8_t *data; /* owned; NULL while capacity is 0 */
    size_t count;
    size_t capacity; /* items */
    size_t exports;  /* while others hold its memory, its size stays */
};

extern struct type array_type;
extern const struct native_method array_methods[];
extern const struct native_attribute array_attributes[];

static inline struct array *array_of(borrowed v)
{
    return (struct array *)v;
}

static inline bool array_check(borrowed v)
{
    return object_is_pointer(v) && type_is_subtype(v->type, &array_type);
}

/* One item (array_item.c). */

/* The kind with this code, a str; NULL: TypeError or ValueError. */
const struct array_kind *array_item_kind(struct runtime *rt, borrowed code);
/* A new object. */
owned array_item_read(struct runtime *rt, const struct array *array, size_t index);
/* Writes an item into `place`, kind->size bytes; -1: error, and nothing is written. */
int array_item_write(struct runtime *rt, const struct array_kind *kind, borrowed v, uint8_t *place);

/* The row (array_row.c); v is an array. */

/* A new array of `count` items, which are not set. type: array_type or a subclass. */
owned array_row_new(struct runtime *rt, struct type *type, const struct array_kind *kind,
                    size_t count);
/* Gives the row room for exactly `capacity` items, of which nobody else holds the memory. */
void array_row_reallocate(struct runtime *rt, borrowed v, size_t capacity);
/* Changes the count; new items are not set. -1: BufferError. */
int array_row_resize(struct runtime *rt, borrowed v, size_t count);
/* Replaces `removed` items at `place` by `count` ones, whose bytes are not part of the array. -1:
 * BufferError. */
int array_row_splice(struct runtime *rt, borrowed v, size_t place, size_t removed,
                     const uint8_t *data, size_t count);

/* Add at the end: one item; those in `size` bytes; the characters of a str; those of an iterable,
 * where an array has to be of the same kind. -1: raised. */
int array_row_append(struct runtime *rt, borrowed v, borrowed item);
int array_row_append_bytes(struct runtime *rt, borrowed v, const uint8_t *data, size_t size);
int array_row_append_text(struct runtime *rt, borrowed v, borrowed text);
int array_row_extend(struct runtime *rt, borrowed v, borrowed iterable);

/* The place of an equal item in [start, end); -1 absent, -2 error. */
int64_t array_row_find(struct runtime *rt, borrowed v, borrowed value, size_t start, size_t end);
/* A new list of the items; a new str, where they are text. */
owned array_row_to_list(struct runtime *rt, borrowed v);
owned array_row_to_text(struct runtime *rt, borrowed v);

#endif
