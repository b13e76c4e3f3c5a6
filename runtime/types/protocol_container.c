/* Objects as containers: iterating, lengths, items (protocol.h). */
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"

/* --- iterating -------------------------------------------------------------------------------- */

owned object_iterate(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    if (!type->iterate) {
        if (type->get_item && !type_has_flag(type, TYPE_DICT) && !class_check(v))
            return sequence_iterator_new(rt, &sequence_iterator_type, v);
        return exception_raise(rt, &exception_TypeError, "'%T' object is not iterable", v);
    }
    owned iterator = type->iterate(rt, v);
    if (!iterator || object_type(rt, iterator)->next)
        return iterator;
    exception_raise(rt, &exception_TypeError, "iter() returned non-iterator of type '%T'",
                    iterator);
    object_release(rt, iterator);
    return NULL;
}

owned object_next(struct runtime *rt, borrowed iterator)
{
    struct type *type = object_type(rt, iterator);
    if (!type->next)
        return exception_raise(rt, &exception_TypeError, "'%T' object is not an iterator",
                               iterator);
    if (!protocol_has_stack(rt))
        return NULL;
    owned item = type->next(rt, iterator);
    if (!item && rt->error && exception_matches(rt, &exception_StopIteration))
        exception_clear(rt);
    return item;
}

/* --- length ----------------------------------------------------------------------------------- */

int64_t object_length(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    if (type->length)
        return type->length(rt, v);
    exception_raise(rt, &exception_TypeError, "object of type '%T' has no len()", v);
    return -1;
}

static int64_t hint_value(struct runtime *rt, borrowed hint)
{
    int64_t number;
    if (!int_check(rt, hint)) {
        exception_raise(rt, &exception_TypeError, "__length_hint__ must be an integer, not %T",
                        hint);
        return -1;
    }
    if (int_get(rt, hint, &number) < 0)
        return -1;
    if (number < 0)
        exception_raise(rt, &exception_ValueError, "__length_hint__() should return >= 0");
    return number;
}

int64_t object_length_hint(struct runtime *rt, borrowed v, int64_t otherwise)
{
    if (object_type(rt, v)->length) {
        int64_t length = object_length(rt, v);
        if (length >= 0 || !exception_matches(rt, &exception_TypeError))
            return length;
        exception_clear(rt);
    }
    bool found;
    owned hint = protocol_call_special(rt, v, names.length_hint, NULL, 0, &found);
    if (!found)
        return otherwise;
    if (!hint) {
        if (!exception_matches(rt, &exception_TypeError))
            return -1;
        exception_clear(rt);
        return otherwise;
    }
    int64_t length = hint == NOT_IMPLEMENTED ? otherwise : hint_value(rt, hint);
    object_release(rt, hint);
    return length;
}

/* --- items ------------------------------------------------------------------------------------ */

/* C[key] for a class: type.__getitem__ of a metaclass comes first, then C.__class_getitem__. */
static owned get_class_item(struct runtime *rt, borrowed class, borrowed key)
{
    owned method = object_find_attribute(rt, class, names.class_getitem);
    if (!method) {
        if (rt->error)
            return NULL;
        return exception_raise(rt, &exception_TypeError, "type '%s' is not subscriptable",
                               ((struct type *)class)->name);
    }
    owned item = object_call_one(rt, method, key);
    object_release(rt, method);
    return item;
}

owned object_get_item(struct runtime *rt, borrowed v, borrowed key)
{
    struct type *type = object_type(rt, v);
    if (LIKELY(type->get_item != NULL))
        return type->get_item(rt, v, key);
    if (class_check(v))
        return get_class_item(rt, v, key);
    return exception_raise(rt, &exception_TypeError, "'%T' object is not subscriptable", v);
}

int object_set_item(struct runtime *rt, borrowed v, borrowed key, borrowed value)
{
    struct type *type = object_type(rt, v);
    if (LIKELY(type->set_item != NULL))
        return type->set_item(rt, v, key, value);
    exception_raise(rt, &exception_TypeError, "'%T' object does%s support item %s", v,
                    value ? " not" : "n't", value ? "assignment" : "deletion");
    return -1;
}

static int search(struct runtime *rt, borrowed container, borrowed value)
{
    owned iterator = object_iterate(rt, container);
    if (!iterator) {
        if (exception_matches(rt, &exception_TypeError) && !object_type(rt, container)->iterate) {
            exception_clear(rt);
            exception_raise(rt, &exception_TypeError, "argument of type '%T' is not iterable",
                            container);
        }
        return -1;
    }
    int result = 0;
    owned item;
    while (result == 0 && (item = object_next(rt, iterator))) {
        result = object_is_equal(rt, item, value);
        object_release(rt, item);
    }
    object_release(rt, iterator);
    return result == 0 && rt->error ? -1 : result;
}

int object_contains(struct runtime *rt, borrowed container, borrowed value)
{
    struct type *type = object_type(rt, container);
    return type->contains ? type->contains(rt, container, value) : search(rt, container, value);
}
