/* mappingproxy: a mapping that can only be read, such as a class's __dict__. */
#ifndef RUNTIME_TYPES_MAPPING_PROXY_H
#define RUNTIME_TYPES_MAPPING_PROXY_H

#include "runtime/core/type.h"

extern struct type mapping_proxy_type;

owned mapping_proxy_new(struct runtime *rt, borrowed mapping);

#endif
