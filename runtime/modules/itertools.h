/* What the files of itertools share: one shape of object for all its iterators.
 *
 * An iterator here has up to three references and up to four numbers; the file of each type says
 * what they are. So memory is written once, and a type is two functions: how it is made, and its
 * next.
 */
#ifndef RUNTIME_MODULES_ITERTOOLS_H
#define RUNTIME_MODULES_ITERTOOLS_H

#include "runtime/core/gc.h"
#include "runtime/types/class.h"
#include "runtime/types/iterators.h"

struct lazy {
    struct object header;
    borrowed parts[3]; /* held, each or NULL */
    int64_t numbers[4];
};

/* A new iterator with these parts, stolen, even on failure. Parts may be NULL. Not yet tracked. */
struct lazy *itertools_new(struct runtime *rt, struct type *type, owned first, owned second,
                           owned third);
/* Ends the making: tracks it. */
owned itertools_ready(struct runtime *rt, struct lazy *lazy);

int itertools_traverse(borrowed self, visit_function visit, void *context);
int itertools_clear(struct runtime *rt, borrowed self);
void itertools_dealloc(struct runtime *rt, borrowed self);

#define ITERTOOLS_TYPE(identifier, short_name, text, new_function, next_function, ...)             \
    struct type identifier = {.header = OBJECT_STATIC(&type_type),                                 \
                              .name = "itertools." short_name,                                     \
                              .doc = text,                                                         \
                              .size = sizeof(struct lazy),                                         \
                              .reported_size = 40,                                                 \
                              .flags = TYPE_TRACKED | TYPE_BASE,                                   \
                              .base = &object_type_,                                               \
                              .new = new_function,                                                 \
                              .traverse = itertools_traverse,                                      \
                              .clear = itertools_clear,                                            \
                              .dealloc = itertools_dealloc,                                        \
                              .iterate = iterator_itself,                                          \
                              .next = next_function,                                               \
                              __VA_ARGS__}

#define ITERTOOLS_NEW                                                                              \
    struct runtime *rt, struct type *type, const borrowed *arguments, size_t positional,           \
        borrowed argument_names

/* itertools.c: endless and plain ones */
extern struct type itertools_count_type, itertools_cycle_type, itertools_repeat_type,
    itertools_chain_type, itertools_islice_type, itertools_accumulate_type, itertools_pairwise_type,
    itertools_zip_longest_type;
/* itertools_select.c: those that ask a predicate or selectors */
extern struct type itertools_compress_type, itertools_drop_while_type, itertools_take_while_type,
    itertools_filter_false_type, itertools_starmap_type;
/* itertools_group.c: those with companions */
extern struct type itertools_group_by_type, itertools_group_type, itertools_tee_type,
    itertools_tee_data_type;
owned itertools_tee(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                    borrowed names);
/* itertools_combine.c */
extern struct type itertools_product_type, itertools_permutations_type, itertools_combinations_type,
    itertools_combinations_with_replacement_type;

#endif
