/* Every type of the containers and their iterators. */
#ifndef RUNTIME_TYPES_CONTAINERS_H
#define RUNTIME_TYPES_CONTAINERS_H

struct runtime;

/* Makes them ready (type_ready), once for a runtime. */
void container_types_ready(struct runtime *rt);

#endif
