/* What the files bytes*.c share: the methods of bytes and bytearray are the same functions, which
 * read a span and make a result of the type that they were called on. */
#ifndef RUNTIME_TYPES_BYTES_PARTS_H
#define RUNTIME_TYPES_BYTES_PARTS_H

#include "runtime/types/bytes.h"

struct span {
    const uint8_t *data;
    size_t size;
};

static inline struct span bytes_span(borrowed v) /* of a bytes or bytearray */
{
    struct span span = {NULL, 0};
    span.data = bytes_view(v, &span.size);
    return span;
}

/* The bytes of any bytes-like object; false: TypeError. */
bool bytes_require(struct runtime *rt, borrowed v, struct span *span) MUST_CHECK;

/* A number from 0 to 255; false: TypeError or ValueError. */
bool bytes_byte(struct runtime *rt, borrowed v, uint8_t *byte) MUST_CHECK;

/* A new bytes, or a new bytearray where self is one. data NULL: to be filled. */
owned bytes_new_like(struct runtime *rt, borrowed self, const void *data, size_t size);
uint8_t *bytes_fill(borrowed v); /* the data of a new one */

/* bytearray (bytearray.c) */
struct bytearray {
    struct object header;
    uint8_t *data; /* owned; NULL while capacity is 0 */
    size_t size;
    size_t capacity; /* follows CPython's, one more than size at least */
    size_t exports;  /* while others hold its memory, its size stays */
};

owned bytearray_new(struct runtime *rt, const void *data, size_t size);
/* -1: BufferError, others hold its memory. */
int bytearray_resize(struct runtime *rt, borrowed v, size_t size) MUST_CHECK;

/* bytes(…) without the type: from a str with an encoding, a count, a buffer, an iterable of int. */
owned bytes_from_arguments(struct runtime *rt, const char *function, const borrowed *arguments,
                           size_t positional, borrowed names);

/* Slots of both types. */
owned bytes_repr(struct runtime *rt, borrowed self);
owned bytes_compare(struct runtime *rt, borrowed self, borrowed other, enum compare operation);
owned bytes_add(struct runtime *rt, borrowed left, borrowed right);
owned bytes_multiply(struct runtime *rt, borrowed left, borrowed right);
owned bytes_remainder(struct runtime *rt, borrowed left, borrowed right);
owned bytes_get_item(struct runtime *rt, borrowed self, borrowed key);
owned bytes_iterate(struct runtime *rt, borrowed self);
int bytes_contains(struct runtime *rt, borrowed self, borrowed value);
int64_t bytes_length(struct runtime *rt, borrowed self);

/* Searching: SIZE_MAX where absent. */
size_t bytes_find(struct span text, struct span part, size_t start, size_t end);
size_t bytes_find_last(struct span text, struct span part, size_t start, size_t end);

/* The methods that bytes and bytearray share (bytes_methods*.c). */
#define BYTES_METHOD(name)                                                                         \
    owned bytes_method_##name(struct runtime *rt, borrowed self, const borrowed *arguments,        \
                              size_t positional, borrowed names)
BYTES_METHOD(find);
BYTES_METHOD(rfind);
BYTES_METHOD(index);
BYTES_METHOD(rindex);
BYTES_METHOD(count);
BYTES_METHOD(startswith);
BYTES_METHOD(endswith);
BYTES_METHOD(replace);
BYTES_METHOD(split);
BYTES_METHOD(rsplit);
BYTES_METHOD(splitlines);
BYTES_METHOD(partition);
BYTES_METHOD(rpartition);
BYTES_METHOD(strip);
BYTES_METHOD(lstrip);
BYTES_METHOD(rstrip);
BYTES_METHOD(join);
BYTES_METHOD(removeprefix);
BYTES_METHOD(removesuffix);
BYTES_METHOD(decode);
BYTES_METHOD(hex);
BYTES_METHOD(fromhex);
BYTES_METHOD(upper);
BYTES_METHOD(lower);
BYTES_METHOD(capitalize);
BYTES_METHOD(title);
BYTES_METHOD(swapcase);
BYTES_METHOD(isalpha);
BYTES_METHOD(isdigit);
BYTES_METHOD(isalnum);
BYTES_METHOD(isspace);
BYTES_METHOD(isupper);
BYTES_METHOD(islower);
BYTES_METHOD(isascii);
BYTES_METHOD(center);
BYTES_METHOD(ljust);
BYTES_METHOD(rjust);
BYTES_METHOD(zfill);
BYTES_METHOD(translate);
BYTES_METHOD(maketrans);

#define BYTES_ENTRY(name)                                                                          \
    {                                                                                              \
#name, bytes_method_##name, NATIVE_PLAIN, NULL                                             \
    }
#define BYTES_SHARED_METHODS                                                                       \
    BYTES_ENTRY(find), BYTES_ENTRY(rfind), BYTES_ENTRY(index), BYTES_ENTRY(rindex),                \
        BYTES_ENTRY(count), BYTES_ENTRY(startswith), BYTES_ENTRY(endswith), BYTES_ENTRY(replace),  \
        BYTES_ENTRY(split), BYTES_ENTRY(rsplit), BYTES_ENTRY(splitlines), BYTES_ENTRY(partition),  \
        BYTES_ENTRY(rpartition), BYTES_ENTRY(strip), BYTES_ENTRY(lstrip), BYTES_ENTRY(rstrip),     \
        BYTES_ENTRY(join), BYTES_ENTRY(removeprefix), BYTES_ENTRY(removesuffix),                   \
        BYTES_ENTRY(decode), BYTES_ENTRY(hex), BYTES_ENTRY(upper), BYTES_ENTRY(lower),             \
        BYTES_ENTRY(capitalize), BYTES_ENTRY(title), BYTES_ENTRY(swapcase), BYTES_ENTRY(isalpha),  \
        BYTES_ENTRY(isdigit), BYTES_ENTRY(isalnum), BYTES_ENTRY(isspace), BYTES_ENTRY(isupper),    \
        BYTES_ENTRY(islower), BYTES_ENTRY(isascii), BYTES_ENTRY(center), BYTES_ENTRY(ljust),       \
        BYTES_ENTRY(rjust), BYTES_ENTRY(zfill), BYTES_ENTRY(translate),                            \
        {"fromhex", bytes_method_fromhex, NATIVE_CLASS, NULL},                                     \
    {                                                                                              \
        "maketrans", bytes_method_maketrans, NATIVE_STATIC, NULL                                   \
    }

#endif
