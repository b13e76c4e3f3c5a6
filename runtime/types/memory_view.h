/* memoryview: the memory of another object, seen as items of a format and a shape. */
#ifndef RUNTIME_TYPES_MEMORY_VIEW_H
#define RUNTIME_TYPES_MEMORY_VIEW_H

#include "runtime/core/type.h"

#define MEMORY_VIEW_DIMENSIONS 64 /* at most */

extern struct type memory_view_type;
extern struct type managed_buffer_type;

struct managed_buffer { /* what all views that come from one memoryview(object) share */
    struct object header;
    borrowed exporter; /* held; NULL once every view is released */
    struct exported_memory buffer;
    size_t views; /* not released */
};

struct memory_view {
    struct object header;
    borrowed managed; /* held: the managed_buffer */
    uint8_t *data;    /* of the first item */
    char format[3];   /* of one item */
    bool is_readonly;
    bool is_released;
    bool is_hashed;
    int64_t hash; /* where is_hashed; it outlives the release */
    size_t item_size;
    size_t dimensions;
    int64_t *strides;  /* into extents */
    int64_t extents[]; /* the shape, then the strides in bytes */
};

static inline bool memory_view_check(borrowed v)
{
    return object_is_pointer(v) && v->type == &memory_view_type;
}

/* A view of an object that gives its memory, or of what another view sees; TypeError. */
owned memory_view_new(struct runtime *rt, borrowed v) MUST_CHECK;

/* Its items as bytes, in the order of the last dimension first (C) or of the first (Fortran). */
owned memory_view_bytes(struct runtime *rt, borrowed v, bool fortran) MUST_CHECK;

/* --- between the files memory_view*.c --------------------------------------------------------- */

static inline struct memory_view *memory_view_of(borrowed v)
{
    return (struct memory_view *)v;
}

/* False with ValueError: the view has been released. */
bool memory_view_is_valid(struct runtime *rt, borrowed v) MUST_CHECK;
/* A view of the same memory with so many dimensions, whose extents are to be set. */
owned memory_view_like(struct runtime *rt, borrowed v, size_t dimensions) MUST_CHECK;
size_t memory_view_count(const struct memory_view *view); /* of items */
bool memory_view_is_contiguous(const struct memory_view *view, bool fortran);

/* memory_view_items.c: the size of an item of a native format of one letter, 0: it is none. */
size_t memory_view_format_size(const char *format);
owned memory_view_read(struct runtime *rt, const char *format, const uint8_t *place) MUST_CHECK;
int memory_view_write(struct runtime *rt, const char *format, uint8_t *place,
                      borrowed value) MUST_CHECK;

/* release(), __enter__ and __exit__ */
owned memory_view_method_release(struct runtime *rt, borrowed self, const borrowed *arguments,
                                 size_t positional, borrowed names);
owned memory_view_method_enter(struct runtime *rt, borrowed self, const borrowed *arguments,
                               size_t positional, borrowed names);
owned memory_view_method_exit(struct runtime *rt, borrowed self, const borrowed *arguments,
                              size_t positional, borrowed names);

/* memory_view_methods.c */
extern const struct native_method memory_view_methods[];
extern const struct native_attribute memory_view_attributes[];

#endif
