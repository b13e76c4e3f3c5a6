/* Operators on operands that need no call: tagged ints and floats, list and tuple indices.
 *
 * Each gives the result of the plain case, or says that it is none; the caller then asks the types.
 */
#ifndef RUNTIME_PYTHON_EVALUATE_OPERATOR_H
#define RUNTIME_PYTHON_EVALUATE_OPERATOR_H

#include "runtime/types/dict.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static inline bool both_ints(borrowed left, borrowed right)
{
    return ((uintptr_t)left & (uintptr_t)right & 1) != 0;
}

static inline bool both_floats(borrowed left, borrowed right)
{
    return float_is_tagged(left) && float_is_tagged(right);
}

static inline bool evaluate_both_texts(borrowed left, borrowed right)
{
    return object_is_pointer(left) && left->type == &str_type && object_is_pointer(right) &&
           right->type == &str_type;
}

/* A tagged int from a result that may not fit; NULL where it does not. */
static inline owned tag_if_fits(int64_t number)
{
    return LIKELY(int_fits_tag(number)) ? int_tag(number) : NULL;
}

static inline owned divide_ints(int64_t left, int64_t right, bool remainder)
{
    if (UNLIKELY(right == 0))
        return NULL;
    int64_t quotient = left / right;
    int64_t rest = left % right;
    if (rest != 0 && (rest ^ right) < 0) {
        quotient--;
        rest += right;
    }
    return tag_if_fits(remainder ? rest : quotient);
}

static inline owned binary_ints(borrowed left, borrowed right, enum binary operation)
{
    int64_t a = int_untag(left);
    int64_t b = int_untag(right);
    int64_t product;
    switch (operation) {
    case BINARY_ADD:
        return tag_if_fits(a + b);
    case BINARY_SUBTRACT:
        return tag_if_fits(a - b);
    case BINARY_MULTIPLY:
        return __builtin_mul_overflow(a, b, &product) ? NULL : tag_if_fits(product);
    case BINARY_FLOOR_DIVIDE:
        return divide_ints(a, b, false);
    case BINARY_REMAINDER:
        return divide_ints(a, b, true);
    case BINARY_AND:
        return int_tag(a & b);
    case BINARY_OR:
        return int_tag(a | b);
    case BINARY_XOR:
        return int_tag(a ^ b);
    case BINARY_RSHIFT:
        return b < 0 ? NULL : int_tag(a >> (b > 63 ? 63 : b));
    case BINARY_LSHIFT:
        return b >= 0 && b < 32 && a >= INT32_MIN && a <= INT32_MAX
                   ? tag_if_fits(a * (INT64_C(1) << b))
                   : NULL;
    default:
        return NULL;
    }
}

/* A tagged float where the number has a tag; NULL otherwise. */
static inline owned tag_float(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    uint64_t exponent = bits >> 60 & 7;
    if (LIKELY(exponent == 3 || exponent == 4)) {
        uint64_t rotated = bits << 3 | bits >> 61;
        uint64_t code = (rotated & ~UINT64_C(3)) | FLOAT_TAG;
        borrowed v = (borrowed)(uintptr_t)code;
        if (LIKELY(code != FLOAT_ZERO_TAG))
            return v;
    }
    return bits == 0 ? (borrowed)(uintptr_t)FLOAT_ZERO_TAG : NULL;
}

static inline owned binary_floats(double a, double b, enum binary operation)
{
    switch (operation) {
    case BINARY_ADD:
        return tag_float(a + b);
    case BINARY_SUBTRACT:
        return tag_float(a - b);
    case BINARY_MULTIPLY:
        return tag_float(a * b);
    case BINARY_TRUE_DIVIDE:
        return b == 0.0 ? NULL : tag_float(a / b);
    default:
        return NULL;
    }
}

/* The result for two tagged operands, tagged itself; NULL: ask object_binary. */
static inline owned evaluate_binary_quick(borrowed left, borrowed right, enum binary operation)
{
    if (LIKELY(both_ints(left, right)))
        return binary_ints(left, right, operation);
    if (both_floats(left, right))
        return binary_floats(float_untag(left), float_untag(right), operation);
    if (float_is_tagged(left) && int_is_tagged(right))
        return binary_floats(float_untag(left), (double)int_untag(right), operation);
    if (int_is_tagged(left) && float_is_tagged(right))
        return binary_floats((double)int_untag(left), float_untag(right), operation);
    return NULL;
}

/* 1, 0, or -1: ask object_compare. */
static inline int evaluate_compare_quick(borrowed left, borrowed right, enum compare operation)
{
    double a;
    double b;
    if (LIKELY(both_ints(left, right))) {
        int64_t i = (int64_t)(intptr_t)left;
        int64_t j = (int64_t)(intptr_t)right;
        switch (operation) {
        case COMPARE_LT:
            return i < j;
        case COMPARE_LE:
            return i <= j;
        case COMPARE_EQ:
            return i == j;
        case COMPARE_NE:
            return i != j;
        case COMPARE_GT:
            return i > j;
        case COMPARE_GE:
            return i >= j;
        default:
            return -1;
        }
    }
    if (!both_floats(left, right))
        return -1;
    a = float_untag(left);
    b = float_untag(right);
    switch (operation) {
    case COMPARE_LT:
        return a < b;
    case COMPARE_LE:
        return a <= b;
    case COMPARE_EQ:
        return a == b;
    case COMPARE_NE:
        return a != b;
    case COMPARE_GT:
        return a > b;
    case COMPARE_GE:
        return a >= b;
    default:
        return -1;
    }
}

/* As object_is_true, with the plain cases first. */
static inline int evaluate_truth(struct runtime *rt, borrowed v)
{
    if (v == &bool_true)
        return 1;
    if (v == &bool_false || v == NONE)
        return 0;
    if (int_is_tagged(v))
        return v != int_tag(0);
    return object_is_true(rt, v);
}

/* list[int] and tuple[int] in range: the item, borrowed; NULL: ask object_get_item. */
static inline borrowed evaluate_item_quick(borrowed container, borrowed key)
{
    if (!object_is_pointer(container) || !int_is_tagged(key))
        return NULL;
    const borrowed *items;
    size_t count;
    if (container->type == &list_type) {
        items = ((struct list *)container)->items;
        count = ((struct list *)container)->count;
    } else if (container->type == &tuple_type) {
        items = ((struct tuple *)container)->items;
        count = ((struct tuple *)container)->count;
    } else {
        return NULL;
    }
    int64_t index = int_untag(key);
    if (index < 0)
        index += (int64_t)count;
    return (uint64_t)index < count ? items[index] : NULL;
}

/* The place of list[int] in range, for storing; NULL: ask object_set_item. */
static inline borrowed *evaluate_list_place(borrowed container, borrowed key)
{
    if (!object_is_pointer(container) || !int_is_tagged(key) || container->type != &list_type)
        return NULL;
    struct list *list = (struct list *)container;
    int64_t index = int_untag(key);
    if (index < 0)
        index += (int64_t)list->count;
    return (uint64_t)index < list->count ? &list->items[index] : NULL;
}

static inline owned evaluate_next_of_range(struct runtime *rt, struct range_iterator *iterator)
{
    if (iterator->left == 0)
        return NULL;
    int64_t number = iterator->next;
    iterator->left--;
    iterator->next = (int64_t)((uint64_t)number + (uint64_t)iterator->step);
    return LIKELY(int_fits_tag(number)) ? int_tag(number) : int_new(rt, number);
}

static inline owned evaluate_next_of_sequence(struct runtime *rt,
                                              struct sequence_iterator *iterator,
                                              const struct type *type)
{
    borrowed sequence = iterator->sequence;
    const borrowed *items;
    size_t count;
    if (!sequence)
        return NULL;
    if (sequence->type == &list_type) {
        items = ((struct list *)sequence)->items;
        count = ((struct list *)sequence)->count;
    } else if (sequence->type == &tuple_type) {
        items = ((struct tuple *)sequence)->items;
        count = ((struct tuple *)sequence)->count;
    } else {
        return type->next(rt, &iterator->header);
    }
    if (iterator->position >= count)
        return type->next(rt, &iterator->header);
    return object_retain(rt, items[iterator->position++]);
}

#endif
