/* Results on a terminal, through a pager where they are longer than it.
 *
 * What is written to the stream is held back until it fills the terminal. Only then is $PAGER
 * started (less where it is not set) and gets everything; shorter results are printed as they are.
 * Where stdout is no terminal the stream is stdout itself.
 *
 *     struct pager *pager = pager_open(&terminal);
 *     fprintf(pager_stream(pager), …);      as often as needed, while !pager_was_left(pager)
 *     pager_close(pager);                   waits until the user leaves the pager
 */
#ifndef CLI_PAGER_H
#define CLI_PAGER_H

#include "cli/terminal.h"

#include <stdint.h>
#include <stdio.h>

struct pager;

struct pager *pager_open(const struct terminal *terminal);
FILE *pager_stream(struct pager *pager); /* borrowed */
/* The user has left the pager before the end: nobody reads any more. */
bool pager_was_left(const struct pager *pager);
/* Gives how long, in ns, the user's reading and the terminal held up what was written. */
uint64_t pager_close(struct pager *pager);

#endif
