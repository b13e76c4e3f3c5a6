/* isinstance and issubclass (protocol.h). */
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/tuple.h"

/* Without the hooks of metaclasses: by type, or by what the object says is its __class__. */
int class_is_instance(struct runtime *rt, borrowed v, borrowed class)
{
    if (!class_check(class)) {
        exception_raise(rt, &exception_TypeError,
                        "isinstance() arg 2 must be a type, a tuple of types, or a union");
        return -1;
    }
    struct type *type = object_type(rt, v);
    if (type_is_subtype(type, (struct type *)class))
        return 1;
    if (type->get_attribute == object_generic_get_attribute && !type_has_flag(type, TYPE_HEAP))
        return 0;
    owned said = object_find_attribute(rt, v, names.class_);
    if (!said)
        return rt->error ? -1 : 0;
    bool is_instance = class_check(said) && (struct type *)said != type &&
                       type_is_subtype((struct type *)said, (struct type *)class);
    object_release(rt, said);
    return is_instance;
}

int class_is_subclass(struct runtime *rt, borrowed derived, borrowed class)
{
    if (!class_check(derived)) {
        exception_raise(rt, &exception_TypeError, "issubclass() arg 1 must be a class");
        return -1;
    }
    if (!class_check(class)) {
        exception_raise(rt, &exception_TypeError,
                        "issubclass() arg 2 must be a class, a tuple of classes, or a union");
        return -1;
    }
    return type_is_subtype((struct type *)derived, (struct type *)class);
}

static int any_of(struct runtime *rt, borrowed v, borrowed tuple,
                  int (*check)(struct runtime *, borrowed, borrowed))
{
    if (!protocol_enter(rt, " in __instancecheck__"))
        return -1;
    int result = 0;
    for (size_t i = 0; i < tuple_count(tuple) && result == 0; i++)
        result = check(rt, v, tuple_item(tuple, i));
    protocol_leave(rt);
    return result;
}

/* Asks class's metaclass; `plain` where it has nothing to say. */
static int ask(struct runtime *rt, borrowed v, borrowed class, borrowed hook,
               int (*plain)(struct runtime *, borrowed, borrowed))
{
    bool found;
    owned answer = protocol_call_special(rt, class, hook, &v, 1, &found);
    if (!found)
        return plain(rt, v, class);
    if (!answer)
        return -1;
    int result = object_is_true(rt, answer);
    object_release(rt, answer);
    return result;
}

int object_is_instance(struct runtime *rt, borrowed v, borrowed class_or_tuple)
{
    if ((borrowed)object_type(rt, v) == class_or_tuple)
        return 1;
    if (object_type(rt, class_or_tuple) == &type_type)
        return class_is_instance(rt, v, class_or_tuple);
    if (tuple_check(class_or_tuple))
        return any_of(rt, v, class_or_tuple, object_is_instance);
    return ask(rt, v, class_or_tuple, names.instancecheck, class_is_instance);
}

int object_is_subclass(struct runtime *rt, borrowed derived, borrowed class_or_tuple)
{
    if (object_type(rt, class_or_tuple) == &type_type)
        return derived == class_or_tuple ? 1 : class_is_subclass(rt, derived, class_or_tuple);
    if (tuple_check(class_or_tuple))
        return any_of(rt, derived, class_or_tuple, object_is_subclass);
    return ask(rt, derived, class_or_tuple, names.subclasscheck, class_is_subclass);
}
