/* Sites: where in the call tree of the program something happens.
 *
 * A site is a line of a function in one place of the call tree: (parent site, function, line),
 * interned by the recorder. A frame's lines stand under its call_site, the site of the call that
 * made it, so that a site is a whole traceback.
 *
 * Recursion does not grow the tree: a call whose function and calling line (function and line)
 * already occur on the way up to the root stands for that ancestor, and its frame's lines stand
 * under the ancestor's call_site. So the depth of the tree is bounded by the number of calling
 * lines in the program text, and the traceback of a recursive call shows each of its calling lines
 * once.
 *
 * Each code object keeps a table from call_site to the sites of its lines, so that entering a frame
 * costs one lookup and LINE one load.
 */
#ifndef RUNTIME_PYTHON_SITES_H
#define RUNTIME_PYTHON_SITES_H

#include "runtime/python/frame.h"

struct sites;

struct sites *sites_new(void);
void sites_free(struct sites *sites);

/* Recording only: the frame begins (or goes on, where a generator is resumed) under the present
 * site. */
void sites_enter(struct runtime *rt, struct frame *frame);
void sites_leave(struct runtime *rt, const struct frame *frame);

/* Recording only: the frame comes to the line that stands at `index` of code->lines. */
void sites_line(struct runtime *rt, struct frame *frame, uint32_t index);

/* The frame goes on after a call. */
static inline void sites_return(struct runtime *rt, const struct frame *frame)
{
    rt->site = frame->site;
}

/* Gives back the code's table. */
void sites_release(struct code *code);

#endif
