/* Iterating over the characters of a str. */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"

struct str_iterator {
    struct object header;
    borrowed text; /* held; NULL once exhausted */
    size_t position;
};

static struct str_iterator *iterator_of(borrowed v)
{
    return (struct str_iterator *)v;
}

static owned iterator_next(struct runtime *rt, borrowed self)
{
    struct str_iterator *iterator = iterator_of(self);
    if (!iterator->text)
        return NULL;
    if (iterator->position < str_length(iterator->text))
        return str_from_character(rt, str_character(str_of(iterator->text), iterator->position++));
    slot_clear(rt, self, &iterator->text);
    return NULL;
}

static owned iterator_itself(struct runtime *rt, borrowed self)
{
    return object_retain(rt, self);
}

static int iterator_traverse(borrowed self, visit_function visit, void *context)
{
    borrowed text = iterator_of(self)->text;
    return text ? visit(context, text, EDGE_INTERNAL, (uintptr_t) "text") : 0;
}

static void iterator_dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &iterator_of(self)->text);
}

static owned length_hint(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed names)
{
    if (!arguments_count(rt, "__length_hint__", positional, names, 0, 0))
        return NULL;
    const struct str_iterator *iterator = iterator_of(self);
    return int_tag(iterator->text ? (int64_t)(str_length(iterator->text) - iterator->position) : 0);
}

static const struct native_method methods[] = {
    {"__length_hint__", length_hint, NATIVE_PLAIN, NULL},
    {NULL, NULL, 0, NULL},
};

struct type str_iterator_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "str_iterator",
    .base = &object_type_,
    .size = sizeof(struct str_iterator),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .traverse = iterator_traverse,
    .dealloc = iterator_dealloc,
    .iterate = iterator_itself,
    .next = iterator_next,
    .methods = methods,
};

owned str_iterate(struct runtime *rt, borrowed self)
{
    owned iterator = object_new(rt, &str_iterator_type, sizeof(struct str_iterator), 32);
    if (!iterator)
        return NULL;
    slot_copy(rt, iterator, &iterator_of(iterator)->text, self);
    gc_track(rt, iterator);
    return iterator;
}
