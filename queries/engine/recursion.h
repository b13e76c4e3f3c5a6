/* The call tree with its recursion folded: where a line is called again from itself, at whatever
 * depth, its site counts as the outermost one. What a recursive function makes is then made at a
 * few sites, and at the same ones in each round, whatever the depth was.
 *
 * How it works. Sites are numbered so that a caller comes before whom it called. Each is looked for
 * among its folded callers, of which no two have one line; else it is the first of its line below
 * its folded caller, which a hash table knows.
 *
 * Memory: 12 bytes a site while it runs, 4 of which are the result.
 */
#ifndef QUERIES_ENGINE_RECURSION_H
#define QUERIES_ENGINE_RECURSION_H

#include "queries/engine/names.h"

/* By site, below `count`: the site that it counts as, never a higher one; itself where there is no
 * recursion. Owned by the caller, memory_free. */
uint32_t *recursion_fold(struct names *names, size_t count);

#endif
