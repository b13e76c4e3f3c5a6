/* The run cut into epochs by its collections: how many had begun when an event happened.
 *
 * How it works. The seqs at which collections began are read once, and again when a trace that is
 * being recorded is asked for what came later. Memory: 8 bytes a collection.
 */
#ifndef QUERIES_ENGINE_EPOCHS_H
#define QUERIES_ENGINE_EPOCHS_H

#include "queries/engine/engine.h"

#include <stdint.h>

struct epochs;

/* Owned by the caller; borrows the engine. */
struct epochs *epochs_new(struct engine *engine);
void epochs_free(struct epochs *epochs); /* NULL is fine */

/* Collections that began at or before `seq`. */
bool epochs_find(struct epochs *epochs, uint64_t seq, uint64_t *epoch,
                 struct error *error) MUST_CHECK;

#endif
