/* The method resolution order of a class: C3 (class_parts.h).
 *
 * The orders of the bases and the list of the bases themselves are merged: always the first head
 * that is in no tail goes next.
 */
#include "base/memory.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

struct sequence { /* what is left of one order */
    struct type *const *types;
    uint32_t count;
};

static bool is_in_tail(const struct sequence *sequence, const struct type *type)
{
    for (uint32_t i = 1; i < sequence->count; i++)
        if (sequence->types[i] == type)
            return true;
    return false;
}

/* The next of the order; NULL: none is left, or (with `stuck`) none can go first. */
static struct type *choose(const struct sequence *sequences, uint32_t count, bool *stuck)
{
    *stuck = false;
    for (uint32_t i = 0; i < count; i++) {
        if (!sequences[i].count)
            continue;
        *stuck = true;
        struct type *candidate = sequences[i].types[0];
        bool blocked = false;
        for (uint32_t k = 0; k < count && !blocked; k++)
            blocked = is_in_tail(&sequences[k], candidate);
        if (!blocked)
            return candidate;
    }
    return NULL;
}

static void raise_inconsistent(struct runtime *rt, const struct sequence *sequences, uint32_t count)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    str_builder_text(&text, "Cannot create a consistent method resolution\norder (MRO) for bases");
    const char *separator = " ";
    for (uint32_t i = 0; i < count; i++) {
        bool repeated = !sequences[i].count;
        for (uint32_t k = 0; k < i && !repeated; k++)
            repeated = sequences[k].count && sequences[k].types[0] == sequences[i].types[0];
        if (repeated)
            continue;
        str_builder_text(&text, separator);
        str_builder_text(&text, sequences[i].types[0]->name);
        separator = ", ";
    }
    owned message = str_builder_finish(rt, &text);
    if (message)
        exception_raise_value(rt, &exception_TypeError, message);
    object_release_maybe(rt, message);
}

static bool check_unique(struct runtime *rt, struct type *const *bases, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i + 1; k < count; k++)
            if (bases[i] == bases[k]) {
                exception_raise(rt, &exception_TypeError, "duplicate base class %s",
                                bases[i]->name);
                return false;
            }
    return true;
}

struct type **class_make_order(struct runtime *rt, struct type *type, borrowed bases,
                               uint32_t *count)
{
    uint32_t base_count = (uint32_t)tuple_count(bases);
    struct type *const *items = (struct type *const *)((struct tuple *)bases)->items;
    if (!check_unique(rt, items, base_count))
        return NULL;
    for (uint32_t i = 0; i < base_count; i++)
        if (items[i]->order_count == 0) {
            exception_raise(rt, &exception_TypeError, "Cannot extend an incomplete type '%s'",
                            items[i]->name);
            return NULL;
        }
    struct sequence *sequences = memory_allocate((base_count + 1) * sizeof *sequences);
    uint32_t most = 1;
    for (uint32_t i = 0; i < base_count; i++) {
        sequences[i] = (struct sequence){items[i]->order, items[i]->order_count};
        most += items[i]->order_count;
    }
    sequences[base_count] = (struct sequence){items, base_count};
    struct type **order = memory_allocate(most * sizeof *order);
    order[0] = type;
    *count = 1;
    bool stuck;
    struct type *next;
    while ((next = choose(sequences, base_count + 1, &stuck))) {
        order[(*count)++] = next;
        for (uint32_t i = 0; i <= base_count; i++)
            if (sequences[i].count && sequences[i].types[0] == next) {
                sequences[i].types++;
                sequences[i].count--;
            }
    }
    if (stuck) {
        raise_inconsistent(rt, sequences, base_count + 1);
        memory_free(order);
        order = NULL;
    }
    memory_free(sequences);
    return order;
}
