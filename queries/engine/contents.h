/* The equal strings of a snapshot, by object: which content an object has, and how it begins.
 *
 * How it works. All are read once, sorted by object, and looked up by bisection.
 *
 * Memory: 16 bytes an object that has an equal, 16 and the text (at most 64 bytes) a content.
 */
#ifndef QUERIES_ENGINE_CONTENTS_H
#define QUERIES_ENGINE_CONTENTS_H

#include "queries/engine/engine.h"

struct equal_contents;

/* Owned by the caller; NULL on failure. Without contents in the snapshot nothing is found. */
struct equal_contents *contents_read(struct engine *engine, uint64_t snapshot,
                                     struct error *error) MUST_CHECK;
void contents_release(struct equal_contents *contents); /* NULL is fine */

/* The number of the object's content; 0: no other object has it, or it is not known. `text` is
 * borrowed, `size` bytes. */
uint64_t contents_find(const struct equal_contents *contents, uint64_t oid, const char **text,
                       size_t *size);

#endif
