/* dir(): the names of an object's attributes (class.h). */
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"

owned class_sorted(struct runtime *rt, borrowed iterable)
{
    owned list = list_from_iterable(rt, iterable);
    if (!list || list_sort(rt, list, NONE, false) == 0)
        return list;
    object_release(rt, list);
    return NULL;
}

static int add_class(struct runtime *rt, borrowed collected, const struct type *type)
{
    for (uint32_t i = type->order_count; i-- > 0;)
        if (dict_update(rt, collected, type->order[i]->dict) < 0)
            return -1;
    return 0;
}

/* The keys of a dict, which is released. NULL passes through. */
static owned keys_of(struct runtime *rt, owned collected, bool whole)
{
    owned keys = collected && whole ? dict_keys(rt, collected) : NULL;
    object_release_maybe(rt, collected);
    return keys;
}

owned class_dir_of_type(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "type.__dir__", positional, argument_names, 0, 0))
        return NULL;
    owned collected = dict_new(rt);
    bool whole = collected && add_class(rt, collected, (struct type *)v) == 0;
    return keys_of(rt, collected, whole);
}

/* What the object itself has, then its class. */
owned class_dir_of_object(struct runtime *rt, borrowed v, UNUSED const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "object.__dir__", positional, argument_names, 0, 0))
        return NULL;
    owned collected = dict_new(rt);
    owned own = collected ? object_find_attribute(rt, v, names.dict) : NULL;
    bool whole = collected && !rt->error;
    if (own && dict_check(own))
        whole = dict_update(rt, collected, own) == 0;
    object_release_maybe(rt, own);
    whole = whole && add_class(rt, collected, object_type(rt, v)) == 0;
    return keys_of(rt, collected, whole);
}

owned class_dir(struct runtime *rt, borrowed v)
{
    bool found;
    owned given = protocol_call_special(rt, v, names.dir, NULL, 0, &found);
    if (!given)
        return found ? NULL
                     : exception_raise(rt, &exception_TypeError, "object does not provide __dir__");
    owned list = class_sorted(rt, given);
    object_release(rt, given);
    return list;
}
