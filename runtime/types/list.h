/* list. Grows as CPython's does, so that sys.getsizeof agrees.
 *
 * list.c has the object and its memory, list_slice.c what [start:stop:step] does, list_methods.c
 * the methods, list_sort.c the sort.
 */
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
owned list_from_owned(struct runtime *rt, owned *items,
                      size_t count); /* steals them, even on failure */
owned list_from(struct runtime *rt, const borrowed *items,
                size_t count); /* copies the references */
owned list_from_iterable(struct runtime *rt, borrowed iterable);
int list_append(struct runtime *rt, borrowed list, owned item); /* steals */
int list_insert(struct runtime *rt, borrowed list, size_t place,
                owned item);                                      /* steals; place ≤ count */
owned list_take(struct runtime *rt, borrowed list, size_t place); /* removes and gives the item */
int list_extend(struct runtime *rt, borrowed list, borrowed iterable);
int list_sort(struct runtime *rt, borrowed list, borrowed key,
              bool reverse); /* key: None or callable */
void list_reverse(borrowed list);
owned list_slice(struct runtime *rt, borrowed list, size_t start, size_t end);
void list_clear(struct runtime *rt, borrowed list);

/* Makes room for exactly `count` items or, where `count` is near, for CPython's reserve beyond it;
 * sets list->count. New places are NULL and must be filled before anything else runs. -1:
 * MemoryError. */
int list_resize(struct runtime *rt, borrowed list, size_t count);
/* An array for exactly `capacity` items in a list that has none. */
int list_reserve(struct runtime *rt, borrowed list, size_t capacity);

/* The slots get_item with a slice, and set_item with one (value NULL deletes). */
owned list_get_slice(struct runtime *rt, borrowed list, borrowed slice);
int list_set_slice(struct runtime *rt, borrowed list, borrowed slice, borrowed value);
/* list[start:stop] = value, with 0 ≤ start ≤ stop ≤ count; NULL deletes. */
int list_replace(struct runtime *rt, borrowed list, size_t start, size_t stop, borrowed value);

/* Takes all items out; gives their array (to memory_free), the references now in flight. */
owned *list_take_all(struct runtime *rt, borrowed list, size_t *count);

extern const struct native_method list_methods[];

#endif
