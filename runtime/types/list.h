/* list. Grows as CPython's does, so that sys.getsizeof agrees. */
#ifndef RUNTIME_TYPES_LIST_H
#define RUNTIME_TYPES_LIST_H

#include "runtime/core/type.h"

extern struct type list_type;

struct list {
    struct object header;
    size_t count;
    size_t capacity;
    borrowed *items; /* held; the array is owned */
};

static inline bool list_check(borrowed v)
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_LIST);
}

owned list_new(struct runtime *rt, size_t capacity);
owned list_from_owned(struct runtime *rt, owned *items, size_t count); /* steals them, even on failure */
owned list_from_iterable(struct runtime *rt, borrowed iterable);
int list_append(struct runtime *rt, borrowed list, owned item); /* steals */
int list_extend(struct runtime *rt, borrowed list, borrowed iterable);
int list_sort(struct runtime *rt, borrowed list, borrowed key, bool reverse); /* key: None or callable */
owned list_slice(struct runtime *rt, borrowed list, size_t start, size_t end);
void list_clear(struct runtime *rt, borrowed list);

#endif
