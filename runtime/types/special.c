/* The slots of classes whose special methods are written in Python: each calls its method. */
#include "runtime/types/special.h"

#include "base/memory.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#define FEW_ARGUMENTS 16 /* so many need no memory of their own */

/* self.name(*arguments). The slot is set because the class has the method; whoever took it away
 * meanwhile gets an AttributeError. */
static owned call(struct runtime *rt, borrowed self, borrowed name, const borrowed *arguments,
                  size_t count)
{
    bool found;
    owned result = protocol_call_special(rt, self, name, arguments, count, &found);
    return found ? result : protocol_raise_absent(rt, self, name);
}

static int call_for_status(struct runtime *rt, borrowed self, borrowed name,
                           const borrowed *arguments, size_t count)
{
    owned result = call(rt, self, name, arguments, count);
    if (!result)
        return -1;
    object_release(rt, result);
    return 0;
}

/* --- text, hash, truth ------------------------------------------------------------------------ */

#define UNARY(function, name)                                                                      \
    static owned special_##function(struct runtime *rt, borrowed self)                             \
    {                                                                                              \
        return call(rt, self, names.name, NULL, 0);                                                \
    }

UNARY(repr, repr)
UNARY(str, str)
UNARY(iterate, iter)
UNARY(to_int, int_)
UNARY(to_float, float_)
UNARY(to_index, index)
UNARY(neg, neg)
UNARY(pos, pos)
UNARY(invert, invert)
UNARY(abs, abs_)

/* Numbers that do not fit are folded as the hash of an int is. */
static int special_hash(struct runtime *rt, borrowed self, int64_t *hash)
{
    owned result = call(rt, self, names.hash_, NULL, 0);
    if (!result)
        return -1;
    int status = -1;
    if (!int_check(rt, result))
        exception_raise(rt, &exception_TypeError, "__hash__ method should return an integer");
    else if ((status = int_get(rt, result, hash)) < 0) { /* no 64 bits hold it */
        exception_clear(rt);
        status = int_type.hash(rt, result, hash);
    }
    *hash -= status == 0 && *hash == -1;
    object_release(rt, result);
    return status;
}

static int special_to_bool(struct runtime *rt, borrowed self)
{
    owned result = call(rt, self, names.bool_, NULL, 0);
    if (!result)
        return -1;
    int truth = result == &bool_true ? 1 : result == &bool_false ? 0 : -1;
    if (truth < 0)
        exception_raise(rt, &exception_TypeError, "__bool__ should return bool, returned %T",
                        result);
    object_release(rt, result);
    return truth;
}

static int64_t special_length(struct runtime *rt, borrowed self)
{
    owned result = call(rt, self, names.len, NULL, 0);
    if (!result)
        return -1;
    int64_t length = -1;
    owned index = object_index(rt, result);
    object_release(rt, result);
    if (!index)
        return -1;
    if (int_get(rt, index, &length) < 0) {
        length = -1;
    } else if (length < 0) {
        exception_raise(rt, &exception_ValueError, "__len__() should return >= 0");
        length = -1;
    }
    object_release(rt, index);
    return length;
}

static owned special_compare(struct runtime *rt, borrowed self, borrowed other,
                             enum compare operation)
{
    const borrowed methods[] = {
        [COMPARE_LT] = names.lt, [COMPARE_LE] = names.le, [COMPARE_EQ] = names.eq,
        [COMPARE_NE] = names.ne, [COMPARE_GT] = names.gt, [COMPARE_GE] = names.ge,
    };
    bool found;
    owned result = protocol_call_special(rt, self, methods[operation], &other, 1, &found);
    return found ? result : NOT_IMPLEMENTED;
}

/* --- calls, birth and death ------------------------------------------------------------------- */

static owned call_prepended(struct runtime *rt, borrowed function, borrowed first,
                            const borrowed *arguments, size_t positional, borrowed argument_names)
{
    size_t count = positional + (argument_names ? tuple_count(argument_names) : 0);
    borrowed few[FEW_ARGUMENTS];
    borrowed *all = count < FEW_ARGUMENTS ? few : memory_allocate((count + 1) * sizeof *all);
    all[0] = first;
    for (size_t i = 0; i < count; i++)
        all[i + 1] = arguments[i];
    owned result = object_call(rt, function, all, positional + 1, argument_names);
    if (all != few)
        memory_free(all);
    return result;
}

static owned call_with_names(struct runtime *rt, borrowed self, borrowed name,
                             const borrowed *arguments, size_t positional, borrowed argument_names)
{
    borrowed function = type_lookup(rt, object_type(rt, self), name);
    if (!function)
        return protocol_raise_absent(rt, self, name);
    if (type_has_flag(object_type(rt, function), TYPE_METHOD_LIKE)) {
        owned kept = object_retain(rt, function);
        owned result = call_prepended(rt, kept, self, arguments, positional, argument_names);
        object_release(rt, kept);
        return result;
    }
    owned bound = object_find_special(rt, self, name);
    if (!bound)
        return NULL;
    owned result = object_call(rt, bound, arguments, positional, argument_names);
    object_release(rt, bound);
    return result;
}

static owned special_call(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    return call_with_names(rt, self, names.call, arguments, positional, argument_names);
}

static int special_init(struct runtime *rt, borrowed self, const borrowed *arguments,
                        size_t positional, borrowed argument_names)
{
    owned result = call_with_names(rt, self, names.init, arguments, positional, argument_names);
    if (!result)
        return -1;
    if (result != NONE)
        exception_raise(rt, &exception_TypeError, "__init__() should return None, not '%T'",
                        result);
    int status = result == NONE ? 0 : -1;
    object_release(rt, result);
    return status;
}

owned special_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                  size_t positional, borrowed argument_names)
{
    owned function = object_get_attribute(rt, &type->header, names.new_);
    if (!function)
        return NULL;
    owned result =
        call_prepended(rt, function, &type->header, arguments, positional, argument_names);
    object_release(rt, function);
    return result;
}

static void special_finalize(struct runtime *rt, borrowed self)
{
    owned pending = exception_take(rt);
    owned function = object_find_special(rt, self, names.del);
    owned result = function ? object_call_none(rt, function) : NULL;
    if (result) {
        object_release(rt, result);
    } else {
        borrowed method = type_lookup(rt, self->type, names.del);
        rt->report_unraisable(rt, method);
    }
    object_release_maybe(rt, function);
    exception_restore(rt, pending);
}

/* --- attributes ------------------------------------------------------------------------------- */

static owned get_plain(struct runtime *rt, borrowed self, borrowed name)
{
    borrowed method = type_lookup(rt, object_type(rt, self), names.getattribute);
    if (!method || object_type(rt, method) != &slot_wrapper_type)
        return call(rt, self, names.getattribute, &name, 1);
    const struct type *owner = ((struct slot_wrapper *)method)->owner;
    return owner->get_attribute == object_generic_get_attribute
               ? protocol_find_generic(rt, self, name)
               : owner->get_attribute(rt, self, name);
}

/* __getattribute__, and where that finds nothing __getattr__. */
static owned special_get_attribute(struct runtime *rt, borrowed self, borrowed name)
{
    owned value = get_plain(rt, self, name);
    if (value || (rt->error && !exception_matches(rt, &exception_AttributeError)))
        return value;
    if (type_lookup(rt, object_type(rt, self), names.getattr_)) {
        exception_clear(rt);
        owned kept = object_retain(rt, self); /* CPython makes a bound method here */
        value = call(rt, self, names.getattr_, &name, 1);
        object_release(rt, kept);
        return value;
    }
    return rt->error ? NULL : protocol_raise_absent(rt, self, name);
}

static int special_set_attribute(struct runtime *rt, borrowed self, borrowed name, borrowed value)
{
    borrowed arguments[] = {name, value};
    return value ? call_for_status(rt, self, names.setattr_, arguments, 2)
                 : call_for_status(rt, self, names.delattr, arguments, 1);
}

static owned special_descriptor_get(struct runtime *rt, borrowed self, borrowed instance,
                                    borrowed owner)
{
    borrowed arguments[] = {instance ? instance : NONE, owner ? owner : NONE};
    return call(rt, self, names.get, arguments, 2);
}

static int special_descriptor_set(struct runtime *rt, borrowed self, borrowed instance,
                                  borrowed value)
{
    borrowed arguments[] = {instance, value};
    return value ? call_for_status(rt, self, names.set, arguments, 2)
                 : call_for_status(rt, self, names.delete_, arguments, 1);
}

/* --- containers ------------------------------------------------------------------------------- */

static owned special_next(struct runtime *rt, borrowed self)
{
    owned item = call(rt, self, names.next, NULL, 0);
    if (!item && exception_matches(rt, &exception_StopIteration))
        exception_clear(rt);
    return item;
}

static owned special_get_item(struct runtime *rt, borrowed self, borrowed key)
{
    return call(rt, self, names.getitem, &key, 1);
}

static int special_set_item(struct runtime *rt, borrowed self, borrowed key, borrowed value)
{
    borrowed arguments[] = {key, value};
    return value ? call_for_status(rt, self, names.setitem, arguments, 2)
                 : call_for_status(rt, self, names.delitem, arguments, 1);
}

static int special_contains(struct runtime *rt, borrowed self, borrowed value)
{
    owned result = call(rt, self, names.contains, &value, 1);
    if (!result)
        return -1;
    int truth = object_is_true(rt, result);
    object_release(rt, result);
    return truth;
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* As call, but a missing method means NotImplemented. */
static owned call_operand(struct runtime *rt, borrowed self, borrowed name, borrowed other)
{
    bool found;
    owned result = protocol_call_special(rt, self, name, &other, 1, &found);
    return found ? result : NOT_IMPLEMENTED;
}

struct operation {
    enum binary index;
    owned (*slot)(struct runtime *rt, borrowed left, borrowed right);
    borrowed plain;     /* "__add__" */
    borrowed reflected; /* "__radd__" */
};

/* CPython's order: where the right operand's class derives from the left one's and overrides the
 * reflected method, that is asked first. */
static owned call_binary(struct runtime *rt, borrowed left, borrowed right,
                         const struct operation *operation)
{
    struct type *left_type = object_type(rt, left), *right_type = object_type(rt, right);
    bool right_has =
        left_type != right_type && right_type->binary[operation->index] == operation->slot;
    if (left_type->binary[operation->index] == operation->slot) {
        if (right_has && type_is_subtype(right_type, left_type) &&
            type_lookup(rt, left_type, operation->reflected) !=
                type_lookup(rt, right_type, operation->reflected)) {
            owned result = call_operand(rt, right, operation->reflected, left);
            if (result != NOT_IMPLEMENTED)
                return result;
            right_has = false;
        }
        owned result = call_operand(rt, left, operation->plain, right);
        if (result != NOT_IMPLEMENTED || left_type == right_type)
            return result;
    }
    return right_has ? call_operand(rt, right, operation->reflected, left) : NOT_IMPLEMENTED;
}

#define BINARY(OPERATION, plain_name, reflected_name)                                              \
    static owned special_##plain_name(struct runtime *rt, borrowed left, borrowed right)           \
    {                                                                                              \
        const struct operation operation = {BINARY_##OPERATION, special_##plain_name,              \
                                            names.plain_name, names.reflected_name};               \
        return call_binary(rt, left, right, &operation);                                           \
    }

BINARY(ADD, add, radd)
BINARY(SUBTRACT, sub, rsub)
BINARY(MULTIPLY, mul, rmul)
BINARY(TRUE_DIVIDE, truediv, rtruediv)
BINARY(FLOOR_DIVIDE, floordiv, rfloordiv)
BINARY(REMAINDER, mod, rmod)
BINARY(POWER, pow_, rpow)
BINARY(LSHIFT, lshift, rlshift)
BINARY(RSHIFT, rshift, rrshift)
BINARY(AND, and_, rand)
BINARY(OR, or_, ror)
BINARY(XOR, xor_, rxor)
BINARY(MATRIX_MULTIPLY, matmul, rmatmul)
BINARY(DIVMOD, divmod_, rdivmod)

#define IN_PLACE(name)                                                                             \
    static owned special_##name(struct runtime *rt, borrowed left, borrowed right)                 \
    {                                                                                              \
        return call(rt, left, names.name, &right, 1);                                              \
    }

IN_PLACE(iadd)
IN_PLACE(isub)
IN_PLACE(imul)
IN_PLACE(itruediv)
IN_PLACE(ifloordiv)
IN_PLACE(imod)
IN_PLACE(ipow)
IN_PLACE(ilshift)
IN_PLACE(irshift)
IN_PLACE(iand)
IN_PLACE(ior)
IN_PLACE(ixor)
IN_PLACE(imatmul)

static owned special_power_modulo(struct runtime *rt, borrowed base, borrowed exponent,
                                  borrowed modulus)
{
    borrowed arguments[] = {exponent, modulus};
    return call(rt, base, names.pow_, arguments, 2);
}

/* --- the table -------------------------------------------------------------------------------- */

const struct special specials[] = {
#define SPECIAL(name, KIND, field, function)                                                       \
    {&names.name, SPECIAL_##KIND, offsetof(struct type, field), (special_slot)function},
#include "runtime/types/special.def"
#undef SPECIAL
    {NULL, SPECIAL_UNARY, 0, NULL},
};

enum compare special_comparison(const struct special *special)
{
    const borrowed *const methods[] = {
        [COMPARE_LT] = &names.lt, [COMPARE_LE] = &names.le, [COMPARE_EQ] = &names.eq,
        [COMPARE_NE] = &names.ne, [COMPARE_GT] = &names.gt, [COMPARE_GE] = &names.ge,
    };
    for (int i = COMPARE_LT; i <= COMPARE_GE; i++)
        if (methods[i] == special->name)
            return (enum compare)i;
    abort();
}
