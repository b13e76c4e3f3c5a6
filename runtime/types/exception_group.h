/* Exception groups: BaseExceptionGroup, ExceptionGroup, and what except* asks of them. */
#ifndef RUNTIME_TYPES_EXCEPTION_GROUP_H
#define RUNTIME_TYPES_EXCEPTION_GROUP_H

#include "runtime/types/exception.h"

struct exception_group {
    struct exception base;
    borrowed message;    /* held: str */
    borrowed exceptions; /* held: tuple */
};

bool exception_group_check(borrowed v);

/* except* type: what of `exception` (None, a group or a plain exception) matches and what does not,
 * each owned and None where there is nothing; a plain exception that matches comes in a group. -1
 * with an error. */
int exception_group_match(struct runtime *rt, borrowed exception, borrowed type, owned *match,
                          owned *rest);

/* After all except* clauses of a try: what is to be raised of `raised` (a list: the exceptions that
 * the clauses raised, and what none of them took; None among them) in place of `original`. None:
 * nothing.
 */
owned exception_group_join(struct runtime *rt, borrowed original, borrowed raised);

#endif
