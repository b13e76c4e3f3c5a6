/* int | None: the union of classes that annotations write and isinstance accepts. */
#ifndef RUNTIME_TYPES_UNION_TYPE_H
#define RUNTIME_TYPES_UNION_TYPE_H

#include "runtime/core/type.h"

extern struct type union_type;

/* left | right where each is a class, None, a generic alias or a union; else NotImplemented.
 * The members of unions are taken over one by one, and none stands twice. The slot of every type
 * whose values may stand so. */
owned union_type_join(struct runtime *rt, borrowed left, borrowed right);

#endif
