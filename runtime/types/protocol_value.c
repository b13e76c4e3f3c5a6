/* What an object is worth: its text, hash, truth, order, size (protocol.h). */
#include "base/vector.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <assert.h>

/* --- text ------------------------------------------------------------------------------------- */

/* `text` if it is a str; else it is released, with TypeError raised. NULL passes through. */
static owned require_text(struct runtime *rt, owned text, const char *method)
{
    if (!text || str_check(text))
        return text;
    exception_raise(rt, &exception_TypeError, "%s returned non-string (type %T)", method, text);
    object_release(rt, text);
    return NULL;
}

owned object_repr(struct runtime *rt, borrowed v)
{
    if (!protocol_enter(rt, " while getting the repr of an object"))
        return NULL;
    owned text = object_type(rt, v)->repr(rt, v);
    protocol_leave(rt);
    return require_text(rt, text, "__repr__");
}

owned object_str(struct runtime *rt, borrowed v)
{
    if (object_is_pointer(v) && v->type == &str_type)
        return object_retain(rt, v);
    if (!protocol_enter(rt, " while getting the str of an object"))
        return NULL;
    owned text = object_type(rt, v)->str(rt, v);
    protocol_leave(rt);
    return require_text(rt, text, "__str__");
}

struct printing { /* containers whose repr is being made, outermost first */
    VECTOR_OF(borrowed);
};

int protocol_repr_enter(struct runtime *rt, borrowed v)
{
    if (!rt->printing)
        rt->printing = memory_zeroed(1, sizeof *rt->printing);
    for (size_t i = 0; i < rt->printing->count; i++)
        if (rt->printing->items[i] == v)
            return 1;
    vector_push(rt->printing, v);
    return 0;
}

void protocol_repr_leave(struct runtime *rt, borrowed v)
{
    assert(rt->printing->count && rt->printing->items[rt->printing->count - 1] == v);
    (void)v;
    if (--rt->printing->count == 0)
        vector_release(rt->printing);
}

/* --- hash and truth --------------------------------------------------------------------------- */

int object_hash(struct runtime *rt, borrowed v, int64_t *hash)
{
    struct type *type = object_type(rt, v);
    if (LIKELY(type->hash != NULL))
        return type->hash(rt, v, hash);
    exception_raise(rt, &exception_TypeError, "unhashable type: '%T'", v);
    return -1;
}

int object_is_true(struct runtime *rt, borrowed v)
{
    if (v == &bool_true)
        return 1;
    if (v == &bool_false || v == NONE)
        return 0;
    if (int_is_tagged(v))
        return int_untag(v) != 0;
    struct type *type = object_type(rt, v);
    if (type->to_bool)
        return type->to_bool(rt, v);
    if (!type->length)
        return 1;
    int64_t length = type->length(rt, v);
    return length > 0 ? 1 : (int)length;
}

/* --- order ------------------------------------------------------------------------------------ */

static const char *const operators[] = {"<", "<=", "==", "!=", ">", ">="};

static const enum compare reflected[] = {
    [COMPARE_LT] = COMPARE_GT, [COMPARE_LE] = COMPARE_GE, [COMPARE_EQ] = COMPARE_EQ,
    [COMPARE_NE] = COMPARE_NE, [COMPARE_GT] = COMPARE_LT, [COMPARE_GE] = COMPARE_LE,
};

/* The right operand is asked first where its type derives from the left one's. */
static owned compare(struct runtime *rt, borrowed left, borrowed right, enum compare operation)
{
    struct type *left_type = object_type(rt, left), *right_type = object_type(rt, right);
    bool right_asked = false;
    if (left_type != right_type && right_type->compare && type_is_subtype(right_type, left_type)) {
        owned result = right_type->compare(rt, right, left, reflected[operation]);
        if (result != NOT_IMPLEMENTED)
            return result;
        right_asked = true;
    }
    if (left_type->compare) {
        owned result = left_type->compare(rt, left, right, operation);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    if (right_type->compare && !right_asked) {
        owned result = right_type->compare(rt, right, left, reflected[operation]);
        if (result != NOT_IMPLEMENTED)
            return result;
    }
    if (operation == COMPARE_EQ || operation == COMPARE_NE)
        return bool_of((left == right) == (operation == COMPARE_EQ));
    return exception_raise(rt, &exception_TypeError,
                           "'%s' not supported between instances of '%T' and '%T'",
                           operators[operation], left, right);
}

owned object_compare(struct runtime *rt, borrowed left, borrowed right, enum compare operation)
{
    if (!protocol_enter(rt, " in comparison"))
        return NULL;
    owned result = compare(rt, left, right, operation);
    protocol_leave(rt);
    return result;
}

static int compare_truth(struct runtime *rt, borrowed left, borrowed right, enum compare operation)
{
    owned result = object_compare(rt, left, right, operation);
    if (!result)
        return -1;
    int truth = object_is_true(rt, result);
    object_release(rt, result);
    return truth;
}

int object_is_equal(struct runtime *rt, borrowed left, borrowed right)
{
    if (left == right)
        return 1;
    if (int_is_tagged(left) && int_is_tagged(right))
        return 0;
    return compare_truth(rt, left, right, COMPARE_EQ);
}

int object_is_less(struct runtime *rt, borrowed left, borrowed right)
{
    return compare_truth(rt, left, right, COMPARE_LT);
}

/* --- size ------------------------------------------------------------------------------------- */

size_t object_reported_size(struct runtime *rt, borrowed v)
{
    const struct type *type = object_type(rt, v);
    size_t size = (type->size_of ? type->size_of(rt, v) : type->reported_size) + type->added_size;
    bool tracked = type_has_flag(type, TYPE_TRACKED);
    /* Built-in types are not the collector's in CPython either. */
    if (class_check(v) && !type_has_flag((struct type *)v, TYPE_HEAP))
        tracked = false;
    return tracked ? size + 16 : size;
}
