/* The sites that count as one where it is asked whether something goes on: those of one line,
 * however it was reached. What is made again and again at a line is made again, be it by another
 * caller each time, or in another depth of a recursion.
 *
 * The body of a module that is imported is another matter. It runs once, and so does each line of
 * it, but the lines of a library that it calls run for every module: the line that makes the
 * members of an enumeration for each class statement. In such a body sites count as one only where
 * the calls that led there from it are the same, recursion folded: a line that is called again from
 * itself, at whatever depth, counts as the outermost one.
 *
 * How it works. Sites are numbered so that a caller comes before whom it called. Each is looked for
 * among its folded callers in the body, of which no two have one line; else it is the first of its
 * line below its folded caller, which a hash table knows. Outside of such bodies there is no
 * caller.
 *
 * Memory: 13 bytes a site while it runs, 4 of which are the result.
 */
#ifndef QUERIES_ENGINE_ALIKE_SITES_H
#define QUERIES_ENGINE_ALIKE_SITES_H

#include "queries/engine/names.h"

/* By site, below `count`: the site that it counts as, never a higher one; 0 where the trace does
 * not define it. Owned by the caller, memory_free. */
uint32_t *alike_sites_find(struct names *names, size_t count);

#endif
