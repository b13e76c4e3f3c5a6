/* The module _collections: what collections takes from C. */
#include "runtime/core/gc.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/deque.h"
#include "runtime/types/dict_kinds.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/iterators.h"
#include "runtime/types/module.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

/* --- the fields of named tuples --------------------------------------------------------------- */

struct tuple_getter {
    struct object header;
    size_t index;
    borrowed doc; /* held: str */
};

static struct type tuple_getter_type;

static owned new_getter(struct runtime *rt, struct type *type, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    int64_t index;
    if (!arguments_count(rt, "_tuplegetter", positional, argument_names, 2, 2) ||
        !arguments_int(rt, arguments[0], &index))
        return NULL;
    struct tuple_getter *getter = (struct tuple_getter *)object_new(rt, type, type->size, 32);
    if (!getter)
        return NULL;
    getter->index = (size_t)index;
    slot_copy(rt, &getter->header, &getter->doc, arguments[1]);
    gc_track(rt, &getter->header);
    return &getter->header;
}

static int traverse_getter(borrowed self, visit_function visit, void *context)
{
    struct tuple_getter *getter = (struct tuple_getter *)self;
    ITERATOR_VISIT(getter->doc);
    return 0;
}

static void dealloc_getter(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct tuple_getter *)self)->doc);
}

static owned get_field(struct runtime *rt, borrowed self, borrowed instance, borrowed owner UNUSED)
{
    size_t index = ((struct tuple_getter *)self)->index;
    if (!instance || instance == NONE)
        return object_retain(rt, self);
    if (!tuple_check(instance))
        return exception_raise(rt, &exception_TypeError,
                               "descriptor for index '%zu' for tuple subclasses "
                               "doesn't apply to '%T' object",
                               index, instance);
    if (index >= tuple_count(instance))
        return exception_raise(rt, &exception_IndexError, "tuple index out of range");
    return object_retain(rt, tuple_item(instance, index));
}

static int refuse_set(struct runtime *rt, borrowed self UNUSED, borrowed instance UNUSED,
                      borrowed value)
{
    exception_raise(rt, &exception_AttributeError,
                    value ? "can't set attribute" : "can't delete attribute");
    return -1;
}

static owned get_doc(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct tuple_getter *)self)->doc);
}

static int set_doc(struct runtime *rt, borrowed self, borrowed value)
{
    slot_copy(rt, self, &((struct tuple_getter *)self)->doc, value ? value : NONE);
    return 0;
}

static const struct native_attribute getter_attributes[] = {
    {"__doc__", get_doc, set_doc},
    {0},
};

static struct type tuple_getter_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "collections._tuplegetter",
    .size = sizeof(struct tuple_getter),
    .reported_size = 32,
    .flags = TYPE_TRACKED,
    .base = &object_type_,
    .new = new_getter,
    .traverse = traverse_getter,
    .dealloc = dealloc_getter,
    .descriptor_get = get_field,
    .descriptor_set = refuse_set,
    .attributes = getter_attributes,
};

/* --- Counter ---------------------------------------------------------------------------------- */

/* counts[key] = counts.get(key, 0) + 1 */
static int count_key(struct runtime *rt, struct dict *counts, borrowed key)
{
    int64_t hash;
    if (dict_hash_key(rt, key, &hash) < 0)
        return -1;
    int64_t place = dict_table_find(rt, counts, key, hash);
    if (place == DICT_ERROR)
        return -1;
    borrowed old = place >= 0 ? counts->entries[place].value : int_tag(0);
    owned count = int_is_tagged(old) && int_untag(old) < INT_TAGGED_MAX
                      ? int_tag(int_untag(old) + 1)
                      : object_binary(rt, old, int_tag(1), BINARY_ADD);
    return count ? dict_table_set(rt, counts, key, hash, count) : -1;
}

static owned count_elements(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,
                            size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "_count_elements", positional, argument_names, 2, 2))
        return NULL;
    if (!dict_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "_count_elements() needs a dict, not %T",
                               arguments[0]);
    owned iterator = object_iterate(rt, arguments[1]), key;
    while (iterator && (key = object_next(rt, iterator)) != NULL) {
        int status = count_key(rt, (struct dict *)arguments[0], key);
        object_release(rt, key);
        if (status < 0)
            break;
    }
    object_release_maybe(rt, iterator);
    return runtime_has_error(rt) ? NULL : NONE;
}

static const struct native_method functions[] = {
    {"_count_elements", count_elements, NATIVE_PLAIN,
     "Count elements in the iterable, updating the mapping"},
    {0},
};

int module_fill_collections(struct runtime *rt, borrowed module)
{
    static struct type *const types[] = {
        &deque_type,        &deque_iterator_type, &deque_reverse_iterator_type,
        &default_dict_type, &ordered_dict_type,   &tuple_getter_type};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        type_ready(rt, types[i]);
        if (module_set(rt, module, strrchr(types[i]->name, '.') + 1, &types[i]->header) < 0)
            return -1;
    }
    return module_add_functions(rt, module, functions);
}
