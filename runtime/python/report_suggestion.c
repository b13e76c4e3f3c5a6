/* Which name was meant (report_suggestion.h): CPython 3.11's search.
 *
 * Of the names that were in reach (the attributes of the object; the variables of the function,
 * then the globals, then the built-ins), the nearest by edit distance, where an insertion, a
 * removal or a change costs two and a change of case one, and no more than a third of the
 * characters may differ.
 */
#include "runtime/python/report_suggestion.h"

#include "runtime/python/frame.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/str.h"

#define MOST_NAMES 750
#define MOST_BYTES 40
#define MOVE_COST  2
#define CASE_COST  1

static size_t change_cost(char a, char b)
{
    if ((a & 31) != (b & 31))
        return MOVE_COST;
    if (a == b)
        return 0;
    bool are_letters = (a | 32) >= 'a' && (a | 32) <= 'z';
    return are_letters && (a | 32) == (b | 32) ? CASE_COST : MOVE_COST;
}

struct text {
    const char *bytes;
    size_t size;
};

/* What both begin and end with does not count. */
static void trim(struct text *a, struct text *b)
{
    while (a->size && b->size && *a->bytes == *b->bytes) {
        a->bytes++, a->size--;
        b->bytes++, b->size--;
    }
    while (a->size && b->size && a->bytes[a->size - 1] == b->bytes[b->size - 1])
        a->size--, b->size--;
}

/* The edit distance; more than `limit` where it is larger than that. */
static size_t distance_of(struct text a, struct text b, size_t limit)
{
    size_t row[MOST_BYTES], result = 0;
    trim(&a, &b);
    if (a.size == 0 || b.size == 0)
        return (a.size + b.size) * MOVE_COST;
    if (a.size > MOST_BYTES || b.size > MOST_BYTES)
        return limit + 1;
    if (b.size < a.size) {
        struct text longer = a;
        a = b;
        b = longer;
    }
    if ((b.size - a.size) * MOVE_COST > limit)
        return limit + 1;
    for (size_t i = 0; i < a.size; i++)
        row[i] = (i + 1) * MOVE_COST;
    for (size_t i = 0; i < b.size; i++) {
        size_t diagonal = i * MOVE_COST, least = SIZE_MAX;
        result = diagonal;
        for (size_t j = 0; j < a.size; j++) {
            size_t changed = diagonal + change_cost(b.bytes[i], a.bytes[j]);
            diagonal = row[j];
            size_t moved = (result < diagonal ? result : diagonal) + MOVE_COST;
            result = moved < changed ? moved : changed;
            row[j] = result;
            least = result < least ? result : least;
        }
        if (least > limit)
            return limit + 1;
    }
    return result;
}

/* The nearest of the names in a list, borrowed; NULL: none is near enough. */
static borrowed nearest(borrowed names, borrowed wanted)
{
    const struct list *list = (struct list *)names;
    struct text name;
    name.bytes = str_utf8(wanted, &name.size);
    size_t best_distance = SIZE_MAX;
    borrowed best = NULL;
    if (list->count >= MOST_NAMES)
        return NULL;
    for (size_t i = 0; i < list->count; i++) {
        struct text item;
        if (!str_check(list->items[i]))
            continue;
        item.bytes = str_utf8(list->items[i], &item.size);
        size_t limit = (name.size + item.size + 3) * MOVE_COST / 6;
        if (limit > best_distance - 1)
            limit = best_distance - 1;
        size_t distance = distance_of(name, item, limit);
        if (distance > limit)
            continue;
        best = list->items[i];
        best_distance = distance;
    }
    return best;
}

/* The nearest of the names in a list, which is released; NULL passes through. */
static owned take_nearest(struct runtime *rt, owned names, borrowed wanted)
{
    borrowed best = names ? nearest(names, wanted) : NULL;
    owned result = best ? object_retain(rt, best) : NULL;
    object_release_maybe(rt, names);
    return result;
}

static owned find_variable(struct runtime *rt, borrowed traceback, borrowed wanted)
{
    while (((struct traceback *)traceback)->next)
        traceback = ((struct traceback *)traceback)->next;
    const struct frame *frame = (struct frame *)((struct traceback *)traceback)->frame;
    const struct code *code = frame->code;
    owned found = take_nearest(rt, list_from(rt, code->variables, code->local_count), wanted);
    if (!found && frame->globals)
        found = take_nearest(rt, dict_keys(rt, frame->globals), wanted);
    if (!found && frame->builtins)
        found = take_nearest(rt, dict_keys(rt, frame->builtins), wanted);
    return found;
}

owned report_suggestion_for(struct runtime *rt, borrowed instance)
{
    const struct exception *exception = (struct exception *)instance;
    borrowed wanted = exception->value;
    owned found = NULL;
    if (!wanted || !str_check(wanted))
        return NULL;
    if (type_is_subtype(instance->type, &exception_AttributeError) && exception->detail)
        found = take_nearest(rt, class_dir(rt, exception->detail), wanted);
    else if (type_is_subtype(instance->type, &exception_NameError) && exception->traceback)
        found = find_variable(rt, exception->traceback, wanted);
    exception_clear(rt);
    return found;
}
