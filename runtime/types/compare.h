/* What an order of two values means for each comparison: for the compare slots of built-in types.
 */
#ifndef RUNTIME_TYPES_COMPARE_H
#define RUNTIME_TYPES_COMPARE_H

#include "runtime/core/type.h"

/* `order` is negative, 0 or positive, as memcmp gives it. */
static inline bool compare_holds(int order, enum compare operation)
{
    switch (operation) {
    case COMPARE_LT:
        return order < 0;
    case COMPARE_LE:
        return order <= 0;
    case COMPARE_EQ:
        return order == 0;
    case COMPARE_NE:
        return order != 0;
    case COMPARE_GT:
        return order > 0;
    case COMPARE_GE:
        return order >= 0;
    }
    __builtin_unreachable();
}

#endif
