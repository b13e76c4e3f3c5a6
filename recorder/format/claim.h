/* The place of a new trace: made by one recorder alone, and taken only from an older trace.
 *
 *     claim_begin(path, overwrite, &claim, error) … fill the file … claim_end(&claim)
 *
 * What stands at the path, or what SQLite kept beside a file that was there, is replaced only if
 * the caller overwrites, and only if it is a trace (or an empty file) that nobody is recording
 * into: a slip of the hand costs no program, no folder and no device. A link is followed, as a
 * shell's `>` follows it: the file that it leads to is replaced, and the link stays.
 *
 * Invariant 1. Between begin and end the folder is locked against other recorders, so that of two
 * at the same moment one makes the file, and the other finds a trace that is in use.
 */
#ifndef RECORDER_FORMAT_CLAIM_H
#define RECORDER_FORMAT_CLAIM_H

#include "base/error.h"

struct claim {
    char *path;      /* owned; the file itself, where links lead to */
    int folder_lock; /* a descriptor, or -1 where the file system has no such lock */
};

/* Makes the file, empty. False: ERROR_CANNOT_CREATE, and nothing was removed. */
bool claim_begin(const char *path, bool overwrite, struct claim *claim,
                 struct error *error) MUST_CHECK;
void claim_end(struct claim *claim);

/* Removes a trace and what SQLite keeps beside it, if it can. */
void claim_remove(const char *path);

/* The file that the path leads to; owned by the caller. The path itself where it leads nowhere. */
char *claim_real_path(const char *path);

#endif
