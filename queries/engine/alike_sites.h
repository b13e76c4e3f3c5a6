/* The sites that count as one where it is asked whether something goes on: those of one line of the
 * program, however it was reached. What is made again and again at a line is made again, be it by
 * another caller each time, or in another depth of a recursion.
 *
 * Two matters are different. A line of a library serves many purposes: it counts together with the
 * calls that led there from the program's line, as the line that makes the members of an
 * enumeration does for each class statement. And the body of a module that is imported runs once,
 * and so does each of its lines: in it, all calls count that led there from it. Recursion is folded
 * in both: a line that is called again from itself, at whatever depth, counts as the outermost one.
 *
 * How it works. Sites are numbered so that a caller comes before whom it called. Each is looked for
 * among its folded callers that count, of which no two have one line; else it is the first of its
 * line below its folded caller, which a hash table knows. Where callers do not count, there is
 * none.
 *
 * Memory: 13 bytes a site while it runs, 5 of which are the result.
 */
#ifndef QUERIES_ENGINE_ALIKE_SITES_H
#define QUERIES_ENGINE_ALIKE_SITES_H

#include "queries/engine/names.h"

/* By site, below the count that was asked for. */
struct alike_sites {
    uint32_t *folded;  /* the site that it counts as, never a higher one; 0: not defined. Owned */
    bool *is_imported; /* in the body of a module that another one imports. Owned */
};

/* The caller's to release. */
struct alike_sites alike_sites_find(struct names *names, size_t count);
void alike_sites_release(struct alike_sites *sites);

#endif
