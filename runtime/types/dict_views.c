/* keys(), values(), items(): windows on a dict; those of keys and items have the operators of sets.
 */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict_kinds.h"
#include "runtime/types/dict_table.h"
#include "runtime/types/exception.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/set.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self, const borrowed *arguments UNUSED, size_t positional,        \
        borrowed argument_names

/* By enum dict_part; those of an OrderedDict have names of their own. */
static struct type *const view_types[] = {&dict_keys_type, &dict_values_type, &dict_items_type};
static struct type *const ordered_view_types[] = {&ordered_keys_type, &ordered_values_type,
                                                  &ordered_items_type};

owned dict_view_new(struct runtime *rt, borrowed dict, enum dict_part part)
{
    bool is_ordered = dict->type != &dict_type && type_is_subtype(dict->type, &ordered_dict_type);
    struct type *type = is_ordered ? ordered_view_types[part] : view_types[part];
    struct dict_view *view = (struct dict_view *)object_new(rt, type, sizeof(struct dict_view), 24);
    if (!view)
        return NULL;
    slot_copy(rt, &view->header, &view->dict, dict);
    gc_track(rt, &view->header);
    return &view->header;
}

static inline borrowed dict_of(borrowed view)
{
    return ((struct dict_view *)view)->dict;
}

static enum dict_part part_of(borrowed view)
{
    const struct type *type = view->type;
    return type == &dict_keys_type || type == &ordered_keys_type       ? DICT_KEYS
           : type == &dict_values_type || type == &ordered_values_type ? DICT_VALUES
                                                                       : DICT_ITEMS;
}

static bool is_set_like_view(borrowed v)
{
    return object_is_pointer(v) &&
           (v->type == &dict_keys_type || v->type == &dict_items_type ||
            v->type == &ordered_keys_type || v->type == &ordered_items_type);
}

static int traverse_view(borrowed self, visit_function visit, void *context)
{
    return visit(context, dict_of(self), EDGE_INTERNAL, (uintptr_t) "mapping");
}

static void dealloc_view(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct dict_view *)self)->dict);
}

static owned iterate_view(struct runtime *rt, borrowed self)
{
    return dict_iterator_new(rt, dict_of(self), part_of(self), false);
}

static int64_t length_of_view(struct runtime *rt UNUSED, borrowed self)
{
    return (int64_t)dict_count(dict_of(self));
}

owned dict_view_text(struct runtime *rt, borrowed self)
{
    int entered = protocol_repr_enter(rt, self);
    if (entered != 0)
        return entered < 0 ? NULL : str_from_text(rt, "...");
    owned list = list_from_iterable(rt, self);
    owned text = list ? str_format(rt, "%s(%R)", self->type->name, list) : NULL;
    object_release_maybe(rt, list);
    protocol_repr_leave(rt, self);
    return text;
}

/* --- as sets ---------------------------------------------------------------------------------- */

static int contains_key(struct runtime *rt, borrowed self, borrowed value)
{
    return dict_contains(rt, dict_of(self), value);
}

static int contains_item(struct runtime *rt, borrowed self, borrowed value)
{
    if (!tuple_check(value) || tuple_count(value) != 2)
        return 0;
    borrowed found = dict_get(rt, dict_of(self), tuple_item(value, 0));
    if (!found)
        return runtime_has_error(rt) ? -1 : 0;
    object_retain(rt, found);
    int equal = object_is_equal(rt, found, tuple_item(value, 1));
    object_release(rt, found);
    return equal;
}

/* Is everything in `part` also in `whole`? */
static int is_all_in(struct runtime *rt, borrowed part, borrowed whole)
{
    owned iterator = object_iterate(rt, part), item;
    int found = iterator ? 1 : -1;
    while (found > 0 && (item = object_next(rt, iterator)) != NULL) {
        found = object_contains(rt, whole, item);
        object_release(rt, item);
    }
    object_release_maybe(rt, iterator);
    return runtime_has_error(rt) ? -1 : found;
}

static owned compare_views(struct runtime *rt, borrowed self, borrowed other,
                           enum compare operation)
{
    if (!is_set_like_view(self) || !(set_check(other) || is_set_like_view(other)))
        return NOT_IMPLEMENTED;
    int64_t own = length_of_view(rt, self), theirs = object_length(rt, other);
    if (theirs < 0)
        return NULL;
    int holds = 0;
    switch (operation) {
    case COMPARE_EQ:
    case COMPARE_NE:
        holds = own == theirs ? is_all_in(rt, self, other) : 0;
        break;
    case COMPARE_LT:
    case COMPARE_LE:
        holds = own < theirs + (operation == COMPARE_LE) ? is_all_in(rt, self, other) : 0;
        break;
    case COMPARE_GT:
    case COMPARE_GE:
        holds = own + (operation == COMPARE_GE) > theirs ? is_all_in(rt, other, self) : 0;
        break;
    }
    if (holds < 0)
        return NULL;
    return bool_of((holds > 0) != (operation == COMPARE_NE));
}

static owned unite(struct runtime *rt, borrowed left, borrowed right)
{
    owned result = set_new(rt, left);
    if (result && set_update(rt, result, right) < 0) {
        object_release(rt, result);
        return NULL;
    }
    return result;
}

static owned subtract(struct runtime *rt, borrowed left, borrowed right)
{
    owned result = set_new(rt, left), iterator = NULL, item;
    if (!result)
        return NULL;
    if ((iterator = object_iterate(rt, right)) != NULL) {
        while ((item = object_next(rt, iterator)) != NULL) {
            int status = set_discard(rt, result, item);
            object_release(rt, item);
            if (status < 0)
                break;
        }
        object_release(rt, iterator);
    }
    if (!runtime_has_error(rt))
        return result;
    object_release(rt, result);
    return NULL;
}

/* What is in the view and in `other`. */
static owned intersect_view(struct runtime *rt, borrowed view, borrowed other)
{
    owned result = set_new(rt, NULL), iterator = NULL, item;
    if (!result)
        return NULL;
    if ((iterator = object_iterate(rt, other)) != NULL) {
        while ((item = object_next(rt, iterator)) != NULL) {
            int status = object_contains(rt, view, item);
            if (status > 0)
                status = set_add(rt, result, item);
            object_release(rt, item);
            if (status < 0)
                break;
        }
        object_release(rt, iterator);
    }
    if (!runtime_has_error(rt))
        return result;
    object_release(rt, result);
    return NULL;
}

static owned intersect(struct runtime *rt, borrowed left, borrowed right)
{
    return is_set_like_view(left) ? intersect_view(rt, left, right)
                                  : intersect_view(rt, right, left);
}

static owned exclude(struct runtime *rt, borrowed left, borrowed right)
{
    owned result = NULL, common = intersect(rt, left, right);
    owned all = common ? unite(rt, left, right) : NULL;
    if (all)
        result = subtract(rt, all, common);
    object_release_maybe(rt, common);
    object_release_maybe(rt, all);
    return result;
}

static owned is_disjoint(PARAMETERS)
{
    if (!arguments_count(rt, "isdisjoint", positional, argument_names, 1, 1))
        return NULL;
    owned common = intersect_view(rt, self, arguments[0]);
    if (!common)
        return NULL;
    bool disjoint = set_count(common) == 0;
    object_release(rt, common);
    return bool_of(disjoint);
}

/* --- types ------------------------------------------------------------------------------------ */

static owned iterate_backwards(PARAMETERS)
{
    if (!arguments_count(rt, "__reversed__", positional, argument_names, 0, 0))
        return NULL;
    return dict_iterator_new(rt, dict_of(self), part_of(self), true);
}

static owned get_mapping(struct runtime *rt, borrowed self)
{
    return object_retain(rt, dict_of(self)); /* CPython gives a read-only proxy of it */
}

static const struct native_method shared_methods[] = {
    {"isdisjoint", is_disjoint, NATIVE_PLAIN,
     "Return True if the view and the given iterable have a null intersection."},
    {"__reversed__", iterate_backwards, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_method value_methods[] = {
    {"__reversed__", iterate_backwards, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_attribute attributes[] = {
    {"mapping", get_mapping, NULL},
    {0},
};

#define VIEW_TYPE(identifier, type_name, ...)                                                      \
    struct type identifier = {                                                                     \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct dict_view),                                                          \
        .reported_size = 24,                                                                       \
        .flags = TYPE_TRACKED | TYPE_ABSTRACT,                                                     \
        .base = &object_type_,                                                                     \
        .traverse = traverse_view,                                                                 \
        .dealloc = dealloc_view,                                                                   \
        .repr = dict_view_text,                                                                    \
        .iterate = iterate_view,                                                                   \
        .length = length_of_view,                                                                  \
        .attributes = attributes,                                                                  \
        __VA_ARGS__,                                                                               \
    }
#define SET_OPERATORS                                                                              \
    .binary = {[BINARY_OR] = unite,                                                                \
               [BINARY_AND] = intersect,                                                           \
               [BINARY_XOR] = exclude,                                                             \
               [BINARY_SUBTRACT] = subtract}

VIEW_TYPE(dict_keys_type, "dict_keys", .contains = contains_key, .compare = compare_views,
          .methods = shared_methods, SET_OPERATORS);
VIEW_TYPE(dict_values_type, "dict_values", .methods = value_methods);
VIEW_TYPE(dict_items_type, "dict_items", .contains = contains_item, .compare = compare_views,
          .methods = shared_methods, SET_OPERATORS);

#define ORDERED_VIEW_TYPE(identifier, type_name, base_type)                                        \
    struct type identifier = {                                                                     \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct dict_view),                                                          \
        .reported_size = 24,                                                                       \
        .flags = TYPE_TRACKED | TYPE_ABSTRACT,                                                     \
        .base = &base_type,                                                                        \
        .dealloc = dealloc_view,                                                                   \
        .traverse = traverse_view,                                                                 \
    }

ORDERED_VIEW_TYPE(ordered_keys_type, "odict_keys", dict_keys_type);
ORDERED_VIEW_TYPE(ordered_values_type, "odict_values", dict_values_type);
ORDERED_VIEW_TYPE(ordered_items_type, "odict_items", dict_items_type);
