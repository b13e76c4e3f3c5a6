/* The type of any object by its number, for naming holders.
 *
 * How it works. The first lookups read the record of the one object, whose chunk its index finds. A
 * query that goes on asking pays once for a table of all objects, in pages of 64 neighbours, after
 * which a lookup costs nothing.
 *
 * Memory: none at first, then some 4 bytes an object where the numbers are dense, as they are but
 * for what a forked child inherited; never more than a page of 264 bytes an object.
 */
#ifndef QUERIES_ENGINE_OBJECT_TYPES_H
#define QUERIES_ENGINE_OBJECT_TYPES_H

#include "queries/engine/engine.h"

#include <stdint.h>

struct object_types;

/* Owned by the caller; borrows the engine. */
struct object_types *object_types_new(struct engine *engine);
void object_types_free(struct object_types *types); /* NULL is fine */

/* The type.id of an object; 0 where it is not known. */
bool object_types_find(struct object_types *types, uint64_t oid, uint32_t *type,
                       struct error *error) MUST_CHECK;

#endif
