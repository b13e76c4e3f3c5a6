/* Building, unpacking, formatting: the instructions that make and take apart containers and text.
 *
 * The build functions steal what lies on the stack, also where they fail.
 */
#include "runtime/core/gc.h"
#include "runtime/python/evaluate_internal.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/set.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static void drop(struct runtime *rt, borrowed *stack, size_t count)
{
    for (size_t i = 0; i < count; i++)
        object_release(rt, stack[i]);
}

owned evaluate_build_set(struct runtime *rt, borrowed *stack, size_t count)
{
    owned set = set_new(rt, NULL);
    int result = set ? 0 : -1;
    for (size_t i = 0; result == 0 && i < count; i++)
        result = set_add(rt, set, stack[i]);
    drop(rt, stack, count);
    if (result < 0) {
        object_release_maybe(rt, set);
        return NULL;
    }
    return set;
}

owned evaluate_build_map(struct runtime *rt, borrowed *stack, size_t pairs)
{
    owned dict = dict_new(rt);
    int result = dict ? 0 : -1;
    for (size_t i = 0; result == 0 && i < pairs; i++)
        result = dict_set_copy(rt, dict, stack[2 * i], stack[2 * i + 1]);
    drop(rt, stack, 2 * pairs);
    if (result < 0) {
        object_release_maybe(rt, dict);
        return NULL;
    }
    return dict;
}

owned evaluate_build_map_constant_keys(struct runtime *rt, borrowed *stack, size_t count,
                                       borrowed keys)
{
    owned dict = dict_new(rt);
    int result = dict ? 0 : -1;
    for (size_t i = 0; result == 0 && i < count; i++)
        result = dict_set_copy(rt, dict, tuple_item(keys, i), stack[i]);
    drop(rt, stack, count);
    if (result < 0) {
        object_release_maybe(rt, dict);
        return NULL;
    }
    return dict;
}

owned evaluate_build_string(struct runtime *rt, borrowed *stack, size_t count)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < count; i++)
        str_builder_append(&text, stack[i]);
    drop(rt, stack, count);
    return str_builder_finish(rt, &text);
}

/* repr() with everything outside ASCII escaped. */
static owned format_ascii(struct runtime *rt, borrowed value)
{
    owned text = object_repr(rt, value);
    if (!text || ((struct str *)text)->ascii)
        return text;
    struct str_builder escaped = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < str_length(text); i++) {
        uint32_t character = str_character((struct str *)text, i);
        char code[16];
        if (character < 0x80)
            str_builder_character(&escaped, character);
        else if (character < 0x100)
            snprintf(code, sizeof code, "\\x%02x", character);
        else if (character < 0x10000)
            snprintf(code, sizeof code, "\\u%04x", character);
        else
            snprintf(code, sizeof code, "\\U%08x", character);
        if (character >= 0x80)
            str_builder_text(&escaped, code);
    }
    object_release(rt, text);
    return str_builder_finish(rt, &escaped);
}

/* str(), repr() or ascii() of the value: 1, 2, 3. */
static owned convert(struct runtime *rt, borrowed value, unsigned conversion)
{
    return conversion == 1   ? object_str(rt, value)
           : conversion == 2 ? object_repr(rt, value)
                             : format_ascii(rt, value);
}

owned evaluate_format(struct runtime *rt, borrowed value, borrowed specification,
                      unsigned conversion)
{
    owned converted = NULL;
    if (conversion != 0) {
        converted = convert(rt, value, conversion);
        if (!converted)
            return NULL;
        value = converted;
    }
    if (!specification && object_type(rt, value) == &str_type)
        return converted ? converted : object_retain(rt, value);
    owned formatted = object_format(rt, value, specification ? specification : names.empty);
    object_release_maybe(rt, converted);
    return formatted;
}

int evaluate_extend_list(struct runtime *rt, borrowed list, borrowed iterable)
{
    if (!object_type(rt, iterable)->iterate && !object_type(rt, iterable)->get_item) {
        exception_raise(rt, &exception_TypeError, "Value after * must be an iterable, not %T",
                        iterable);
        return -1;
    }
    return list_extend(rt, list, iterable);
}

int evaluate_update_dict(struct runtime *rt, borrowed dict, borrowed mapping)
{
    if (!dict_check(mapping)) {
        owned keys = object_find_attribute(rt, mapping, names.keys);
        if (!keys) {
            if (!runtime_has_error(rt))
                exception_raise(rt, &exception_TypeError, "'%T' object is not a mapping", mapping);
            return -1;
        }
        object_release(rt, keys);
    }
    return dict_update(rt, dict, mapping);
}

/* --- unpacking -------------------------------------------------------------------------------- */

/* Copies `count` references so that the first item ends on top. */
static void spread(struct runtime *rt, const borrowed *items, borrowed *stack, size_t count)
{
    for (size_t i = 0; i < count; i++)
        stack[count - 1 - i] = object_retain(rt, items[i]);
}

static int raise_too_many(struct runtime *rt, size_t expected)
{
    exception_raise(rt, &exception_ValueError, "too many values to unpack (expected %zu)",
                    expected);
    return -1;
}

static int raise_too_few(struct runtime *rt, size_t expected, size_t got, bool starred)
{
    exception_raise(rt, &exception_ValueError,
                    "not enough values to unpack (expected %s%zu, got %zu)",
                    starred ? "at least " : "", expected, got);
    return -1;
}

static owned open_iterator(struct runtime *rt, borrowed sequence)
{
    if (!object_type(rt, sequence)->iterate && !object_type(rt, sequence)->get_item)
        return exception_raise(rt, &exception_TypeError, "cannot unpack non-iterable %T object",
                               sequence);
    return object_iterate(rt, sequence);
}

/* Takes `count` items; what was taken is dropped again where there are not as many. */
static int take_items(struct runtime *rt, borrowed iterator, borrowed *top, size_t count,
                      size_t expected, bool starred)
{
    for (size_t i = 0; i < count; i++) {
        owned item = object_next(rt, iterator);
        if (item) {
            top[-(ptrdiff_t)i] = item;
            continue;
        }
        if (!runtime_has_error(rt))
            raise_too_few(rt, expected, i, starred);
        for (size_t j = 0; j < i; j++)
            object_release(rt, top[-(ptrdiff_t)j]);
        return -1;
    }
    return 0;
}

static int unpack_iterable(struct runtime *rt, borrowed sequence, borrowed *stack, size_t count)
{
    owned iterator = open_iterator(rt, sequence);
    if (!iterator)
        return -1;
    int result = take_items(rt, iterator, stack + count - 1, count, count, false);
    if (result == 0) {
        owned surplus = object_next(rt, iterator);
        if (surplus) {
            object_release(rt, surplus);
            raise_too_many(rt, count);
        }
        if (surplus || runtime_has_error(rt)) {
            drop(rt, stack, count);
            result = -1;
        }
    }
    object_release(rt, iterator);
    return result;
}

int evaluate_unpack(struct runtime *rt, borrowed sequence, borrowed *stack, size_t count)
{
    const struct type *type = object_type(rt, sequence);
    const borrowed *items;
    size_t length;
    if (type == &tuple_type) {
        items = ((struct tuple *)sequence)->items;
        length = ((struct tuple *)sequence)->count;
    } else if (type == &list_type) {
        items = ((struct list *)sequence)->items;
        length = ((struct list *)sequence)->count;
    } else {
        return unpack_iterable(rt, sequence, stack, count);
    }
    if (length > count)
        return raise_too_many(rt, count);
    if (length < count)
        return raise_too_few(rt, count, length, false);
    spread(rt, items, stack, count);
    return 0;
}

int evaluate_unpack_starred(struct runtime *rt, borrowed sequence, borrowed *stack, size_t before,
                            size_t after)
{
    owned iterator = open_iterator(rt, sequence);
    if (!iterator)
        return -1;
    borrowed *top = stack + before + after;
    int result = take_items(rt, iterator, top, before, before + after, true);
    owned list = result == 0 ? list_from_iterable(rt, iterator) : NULL;
    object_release(rt, iterator);
    if (list && ((struct list *)list)->count < after) {
        raise_too_few(rt, before + after, before + ((struct list *)list)->count, true);
        object_release(rt, list);
        list = NULL;
    }
    if (!list) {
        if (result == 0)
            drop(rt, top + 1 - before, before);
        return -1;
    }
    struct list *rest = (struct list *)list;
    for (size_t i = 0; i < after; i++) { /* the last items belong to the names behind the star */
        borrowed *place = &rest->items[rest->count - 1];
        rest->count--;
        stack[i] = slot_take(rt, list, place);
    }
    stack[after] = list;
    return 0;
}
