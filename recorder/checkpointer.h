/* The checkpointer: copies what the writer committed from the -wal into the trace, beside it.
 *
 * How it works. A thread with a connection of its own runs a passive checkpoint whenever enough
 * pages have been committed since the last. The writer, whose ring fills within a millisecond, then
 * never waits for the disk. Only when the -wal has grown long, or the disk has not the room for it
 * twice, does the writer copy the rest itself, which lets SQLite begin the -wal again from its
 * start. What cannot be copied stays in the -wal: no failure here is one of the recording.
 */
#ifndef RECORDER_CHECKPOINTER_H
#define RECORDER_CHECKPOINTER_H

#include <sqlite3.h>

struct checkpointer;

/* For a connection in WAL mode, borrowed, whose automatic checkpoints it replaces. Owned by the
 * caller. */
struct checkpointer *checkpointer_new(sqlite3 *database);
/* Before the connection is closed or leaves WAL mode. NULL is fine. */
void checkpointer_free(struct checkpointer *checkpointer);

#endif
