/* None, NotImplemented, Ellipsis: immortal, one each. */
#ifndef RUNTIME_TYPES_SINGLETONS_H
#define RUNTIME_TYPES_SINGLETONS_H

#include "runtime/core/type.h"

extern struct type none_type;
extern struct type not_implemented_type;
extern struct type ellipsis_type;

extern struct object none_object;
extern struct object not_implemented_object;
extern struct object ellipsis_object;

#define NONE            (&none_object)
#define NOT_IMPLEMENTED (&not_implemented_object)

#endif
