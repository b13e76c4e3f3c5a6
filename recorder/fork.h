/* What a fork of the program does to its recordings.
 *
 * How it works. The child shares the rings with its parent, and two producers would spoil a lane.
 * So every recording is known here, and in a forked child all its lanes are cut off before the
 * child runs: it goes on unrecorded, and its parent's ledger is untouched, until the child calls
 * recorder_after_fork for a ledger of its own. While the fork is made, nobody defines a name: what
 * the child inherits is whole.
 *
 * Invariant 1. Of the processes that share a ring, only the one that began the recording writes
 * into it.
 */
#ifndef RECORDER_FORK_H
#define RECORDER_FORK_H

struct recorder;

void fork_watch(struct recorder *recorder);  /* from its beginning … */
void fork_forget(struct recorder *recorder); /* … to its end */

#endif
