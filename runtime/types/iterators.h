/* The iterators of built-in containers, and those that builtins make (enumerate, zip, map, …). */
#ifndef RUNTIME_TYPES_ITERATORS_H
#define RUNTIME_TYPES_ITERATORS_H

#include "runtime/core/type.h"

#include <string.h>

extern struct type list_iterator_type;
extern struct type list_reverse_iterator_type;
extern struct type tuple_iterator_type;
extern struct type range_iterator_type;
extern struct type sequence_iterator_type; /* over __getitem__ */
extern struct type callable_iterator_type; /* iter(callable, sentinel) */
extern struct type enumerate_type;
extern struct type zip_type;
extern struct type map_type;
extern struct type filter_type;
extern struct type reversed_type;
extern struct type dict_key_iterator_type;
extern struct type dict_value_iterator_type;
extern struct type dict_item_iterator_type;
extern struct type dict_reverse_key_iterator_type;
extern struct type dict_reverse_value_iterator_type;
extern struct type dict_reverse_item_iterator_type;
extern struct type set_iterator_type;

struct sequence_iterator { /* of lists, tuples and __getitem__ sequences, in both directions */
    struct object header;
    borrowed sequence; /* held; NULL once exhausted */
    size_t position;   /* of the next item; backwards: one above it */
};

struct range_iterator {
    struct object header;
    int64_t next;
    int64_t step;
    uint64_t left;
};

owned sequence_iterator_new(struct runtime *rt, struct type *type, borrowed sequence);
/* Backwards over a list, or over anything with a length and __getitem__. */
owned sequence_iterator_new_reversed(struct runtime *rt, struct type *type, borrowed sequence);
owned callable_iterator_new(struct runtime *rt, borrowed callable, borrowed sentinel);

/* The iterate slot of every iterator: itself. */
owned iterator_itself(struct runtime *rt, borrowed self);

/* The tuple (first, second), both stolen. It is the one in *spare, which an iterator holds,
 * where nobody else has kept it; otherwise a new one. So a loop over pairs that unpacks them makes
 * no tuples, as in CPython. */
owned iterator_pair(struct runtime *rt, borrowed *spare, owned first, owned second);

/* For iterators with several fields: visits a field under a name, or under its own. */
#define ITERATOR_VISIT_AS(field, name)                                                             \
    do {                                                                                           \
        int visit_status =                                                                         \
            (field) ? visit(context, (field), EDGE_INTERNAL, (uintptr_t)(name)) : 0;               \
        if (visit_status != 0)                                                                     \
            return visit_status;                                                                   \
    } while (0)
#define ITERATOR_VISIT(field) ITERATOR_VISIT_AS(field, strchr(#field, '>') + 1)

#endif
