/* The writer as a process of its own, for a program that nobody else records (recorder_start
 * alone).
 *
 * How it works. The program forks twice: the process in the middle ends at once, the other becomes
 * the writer, which belongs to nobody and is no child that the program could wait for. It leaves
 * the program's session, its descriptors and its signal handlers behind, and watches the program
 * through a pidfd. However the program ends, the writer reads what was published to its end.
 *
 * What it does not do. It cannot know the exit code of a program that is not its child: `run.ended`
 * stays NULL. It keeps a copy of the program's memory as it was at the fork, as any fork does.
 */
#ifndef RECORDER_DETACHED_H
#define RECORDER_DETACHED_H

#include "recorder/ring.h"

/* Starts the writer and waits until it has made the file. False: it could not, and is gone. */
bool detached_start(struct ring_shared *shared, const struct recorder_options *options,
                    struct error *error) MUST_CHECK;

/* Waits until the writer has ended, after is_stopped was set. */
void detached_wait(struct ring_shared *shared);

#endif
