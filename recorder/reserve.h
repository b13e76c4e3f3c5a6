/* A little room on the disk, so that a trace which is cut off by a full one can say so.
 *
 * How it works. A file of no name in the folder of the trace takes the room from the beginning, and
 * gives it back when the writer gives up. A file system that knows no such files has no reserve.
 */
#ifndef RECORDER_RESERVE_H
#define RECORDER_RESERVE_H

/* In the folder of `path`. A descriptor for reserve_release, or -1. */
int reserve_take(const char *path);
void reserve_release(int reserve); /* -1 is fine */

#endif
