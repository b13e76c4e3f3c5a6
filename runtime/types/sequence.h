/* What list and tuple share: searching, comparing, the count of a repetition.
 *
 * A comparison may run Python code, and that may change a list. So every function here reads size
 * and items afresh after each comparison, and holds the items that it compares.
 */
#ifndef RUNTIME_TYPES_SEQUENCE_H
#define RUNTIME_TYPES_SEQUENCE_H

#include "runtime/types/list.h"
#include "runtime/types/tuple.h"

static inline size_t sequence_size(borrowed v) /* v is a list or tuple */
{
    return list_check(v) ? ((struct list *)v)->count : ((struct tuple *)v)->count;
}

static inline borrowed *sequence_items(borrowed v)
{
    return list_check(v) ? ((struct list *)v)->items : ((struct tuple *)v)->items;
}

/* The place of the first item from `start` on and before `stop` that equals value; -1 absent, -2
 * error. */
int64_t sequence_find(struct runtime *rt, borrowed sequence, borrowed value, size_t start,
                      size_t stop);
int sequence_contains(struct runtime *rt, borrowed sequence, borrowed value);

/* The methods count and index of both types; `names` must be NULL. */
owned sequence_count(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed names);
owned sequence_index(struct runtime *rt, borrowed self, const borrowed *arguments,
                     size_t positional, borrowed names);

/* left <operation> right, both lists or both tuples: the first items that differ decide, else the
 * sizes. */
owned sequence_compare(struct runtime *rt, borrowed left, borrowed right, enum compare operation);

/* For left * right, one of which is the sequence: 1 with the sequence and how often (0 for less);
 * 0 where the other operand is no index; -1 error. */
int sequence_repetition(struct runtime *rt, borrowed left, borrowed right, uint32_t type_flag,
                        borrowed *sequence, size_t *times);

/* Appends `open`, the reprs of the items with commas between, and `close` to a str; a list that
 * holds itself is printed as `recursive`. */
owned sequence_repr(struct runtime *rt, borrowed self, const char *open, const char *close,
                    const char *recursive);

/* The place that an index means in a sequence of `size`; -1 with IndexError(message) where outside.
 */
int64_t sequence_place(struct runtime *rt, borrowed index, size_t size, const char *message);

/* TypeError "list indices must be integers or slices, not str". Always NULL. */
owned sequence_bad_index(struct runtime *rt, borrowed self, borrowed index);

#endif
