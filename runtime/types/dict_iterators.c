/* What walks a dict: its keys, values or items, in both directions; six types of one struct. */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/dict_kinds.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

struct dict_iterator {
    struct object header;
    borrowed dict;  /* held; NULL once exhausted */
    borrowed spare; /* held: the pair given last, or NULL; of items alone */
    size_t count;   /* of the dict when the walk began; SIZE_MAX: it was seen to change */
    size_t left;    /* entries still to come */
    size_t place;   /* to look at next; backwards: one above it */
};

static struct type *const iterator_types[2][3] = {
    {&dict_key_iterator_type, &dict_value_iterator_type, &dict_item_iterator_type},
    {&dict_reverse_key_iterator_type, &dict_reverse_value_iterator_type,
     &dict_reverse_item_iterator_type},
};

owned dict_iterator_new(struct runtime *rt, borrowed dict, enum dict_part part, bool backwards)
{
    struct dict_iterator *iterator = (struct dict_iterator *)object_new(
        rt, iterator_types[backwards][part], sizeof(struct dict_iterator), 56);
    if (!iterator)
        return NULL;
    slot_copy(rt, &iterator->header, &iterator->dict, dict);
    iterator->count = iterator->left = dict_count(dict);
    iterator->place = backwards ? ((struct dict *)dict)->used : ((struct dict *)dict)->first;
    if (part == DICT_ITEMS) {
        borrowed nothing[2] = {NONE, NONE};
        owned pair = tuple_from(rt, nothing, 2);
        if (!pair) {
            object_release(rt, &iterator->header);
            return NULL;
        }
        slot_set(rt, &iterator->header, &iterator->spare, pair);
    }
    gc_track(rt, &iterator->header);
    return &iterator->header;
}

/* RuntimeError, in the words of the dict's kind; NULL. */
static void *refuse_change(struct runtime *rt, struct dict_iterator *iterator, const char *message)
{
    bool is_ordered = type_is_subtype(iterator->dict->type, &ordered_dict_type);
    return exception_raise(rt, &exception_RuntimeError, "%s",
                           is_ordered ? "OrderedDict mutated during iteration" : message);
}

/* The entry to give next; NULL at the end, or with RuntimeError where the dict has changed. */
static inline struct dict_entry *next_entry(struct runtime *rt, struct dict_iterator *iterator,
                                            bool backwards)
{
    struct dict *dict = (struct dict *)iterator->dict;
    if (!dict)
        return NULL;
    if (UNLIKELY(iterator->count != dict->count)) {
        iterator->count = SIZE_MAX;
        return refuse_change(rt, iterator, "dictionary changed size during iteration");
    }
    for (;;) {
        if (backwards ? iterator->place == 0 : iterator->place >= dict->used) {
            slot_clear(rt, &iterator->header, &iterator->dict);
            return NULL;
        }
        if (backwards && iterator->place > dict->used)
            iterator->place = dict->used;
        struct dict_entry *entry =
            &dict->entries[backwards ? --iterator->place : iterator->place++];
        if (!entry->key)
            continue;
        if (UNLIKELY(iterator->left == 0))
            return refuse_change(rt, iterator, "dictionary keys changed during iteration");
        iterator->left--;
        return entry;
    }
}

static inline owned next_part(struct runtime *rt, borrowed self, enum dict_part part,
                              bool backwards)
{
    struct dict_iterator *iterator = (struct dict_iterator *)self;
    struct dict_entry *entry = next_entry(rt, iterator, backwards);
    if (!entry)
        return NULL;
    if (part != DICT_ITEMS)
        return object_retain(rt, part == DICT_KEYS ? entry->key : entry->value);
    return iterator_pair(rt, &iterator->spare, object_retain(rt, entry->key),
                         object_retain(rt, entry->value));
}

static owned next_key(struct runtime *rt, borrowed self)
{
    return next_part(rt, self, DICT_KEYS, false);
}

static owned next_value(struct runtime *rt, borrowed self)
{
    return next_part(rt, self, DICT_VALUES, false);
}

static owned next_item(struct runtime *rt, borrowed self)
{
    return next_part(rt, self, DICT_ITEMS, false);
}

static owned previous_key(struct runtime *rt, borrowed self)
{
    return next_part(rt, self, DICT_KEYS, true);
}

static owned previous_value(struct runtime *rt, borrowed self)
{
    return next_part(rt, self, DICT_VALUES, true);
}

static owned previous_item(struct runtime *rt, borrowed self)
{
    return next_part(rt, self, DICT_ITEMS, true);
}

static int traverse_iterator(borrowed self, visit_function visit, void *context)
{
    struct dict_iterator *iterator = (struct dict_iterator *)self;
    ITERATOR_VISIT_AS(iterator->dict, "__dict__");
    ITERATOR_VISIT(iterator->spare);
    return 0;
}

static void dealloc_iterator(struct runtime *rt, borrowed self)
{
    struct dict_iterator *iterator = (struct dict_iterator *)self;
    slot_clear(rt, self, &iterator->dict);
    slot_clear(rt, self, &iterator->spare);
}

static owned length_hint(struct runtime *rt, borrowed self, const borrowed *arguments UNUSED,
                         size_t positional, borrowed argument_names)
{
    struct dict_iterator *iterator = (struct dict_iterator *)self;
    if (!arguments_count(rt, "__length_hint__", positional, argument_names, 0, 0))
        return NULL;
    bool same = iterator->dict && dict_count(iterator->dict) == iterator->count;
    return int_tag(same ? (int64_t)iterator->left : 0);
}

static const struct native_method methods[] = {
    {"__length_hint__", length_hint, NATIVE_PLAIN, NULL},
    {0},
};

#define ITERATOR_TYPE(identifier, type_name, next_function)                                        \
    struct type identifier = {                                                                     \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct dict_iterator),                                                      \
        .reported_size = 56,                                                                       \
        .flags = TYPE_TRACKED | TYPE_ABSTRACT,                                                     \
        .base = &object_type_,                                                                     \
        .traverse = traverse_iterator,                                                             \
        .dealloc = dealloc_iterator,                                                               \
        .iterate = iterator_itself,                                                                \
        .next = next_function,                                                                     \
        .methods = methods,                                                                        \
    }

ITERATOR_TYPE(dict_key_iterator_type, "dict_keyiterator", next_key);
ITERATOR_TYPE(dict_value_iterator_type, "dict_valueiterator", next_value);
ITERATOR_TYPE(dict_item_iterator_type, "dict_itemiterator", next_item);
ITERATOR_TYPE(dict_reverse_key_iterator_type, "dict_reversekeyiterator", previous_key);
ITERATOR_TYPE(dict_reverse_value_iterator_type, "dict_reversevalueiterator", previous_value);
ITERATOR_TYPE(dict_reverse_item_iterator_type, "dict_reverseitemiterator", previous_item);
