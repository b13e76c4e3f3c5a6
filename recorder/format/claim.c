/* The place of a new trace (claim.h). */
#include "recorder/format/claim.h"

#include "base/memory.h"
#include "recorder/format/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where SQLite locks a database against other processes: 510 bytes behind its pending byte. */
#define LOCK_FIRST 0x40000002
#define LOCK_COUNT 510

#define LOCK_LOOKS   200 /* at a folder that another recorder has locked */
#define LOCK_WAIT_US 10000

static const char *const companions[] = {"", "-wal", "-shm", "-journal"};

char *claim_real_path(const char *path)
{
    char *real = realpath(path, NULL);
    char *copy = memory_copy_string(real ? real : path);
    free(real);
    return copy;
}

/* --- removing --------------------------------------------------------------------------------- */

static bool remove_old(const char *path, struct error *error)
{
    for (size_t i = 0; i < sizeof companions / sizeof *companions; i++) {
        char *name = memory_format("%s%s", path, companions[i]);
        bool failed = unlink(name) != 0 && errno != ENOENT;
        if (failed)
            error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot replace '%s'", name);
        memory_free(name);
        if (failed)
            return false;
    }
    return true;
}

void claim_remove(const char *path)
{
    struct error ignored;
    char *real = claim_real_path(path);
    if (!remove_old(real, &ignored)) {
        /* then it stays */
    }
    memory_free(real);
}

/* --- what stands there ------------------------------------------------------------------------ */

/* A recording keeps SQLite's lock from its first page to its last. */
static bool is_in_use(int descriptor)
{
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_FIRST, .l_len = LOCK_COUNT};
    return fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/* An empty file is what a recording leaves that was killed at once. */
static bool is_trace_or_empty(int descriptor)
{
    uint8_t header[FILE_HEADER_SIZE];
    ssize_t got = pread(descriptor, header, sizeof header, 0);
    return got == 0 || (got == sizeof header && file_is_trace(header));
}

static bool check_replaceable(const char *path, struct error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot replace '%s'", path);
    bool good = true;
    if (!is_trace_or_empty(descriptor))
        good = error_set(error, ERROR_CANNOT_CREATE,
                         "'%s' is not a trace, and only a trace is replaced: remove it, or name"
                         " another file (-o)",
                         path);
    else if (is_in_use(descriptor))
        good = error_set(error, ERROR_CANNOT_CREATE,
                         "'%s' is in use: a program is being recorded into it, or it is being read"
                         " (-o names another file)",
                         path);
    close(descriptor);
    return good;
}

/* No file is here, but what SQLite kept beside one: a trace was removed or renamed that had not
 * been finished, perhaps under its writer. SQLite would take these for the new file's. */
static bool clear_companions(const char *path, const char *real, bool overwrite,
                             struct error *error)
{
    for (size_t i = 1; !overwrite && i < sizeof companions / sizeof *companions; i++) {
        struct stat status;
        char *name = memory_format("%s%s", real, companions[i]);
        bool is_there = lstat(name, &status) == 0 && status.st_size > 0;
        memory_free(name);
        if (is_there)
            return error_set(error, ERROR_CANNOT_CREATE,
                             "'%s%s' is there without '%s': a part of a trace that was removed or "
                             "renamed (-f removes it, -o names another file)",
                             path, companions[i], path);
    }
    return remove_old(real, error);
}

/* True where the way is free, or has been made free. `real` is where the path leads to. */
static bool make_way(const char *path, const char *real, bool overwrite, struct error *error)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        if (lstat(path, &status) == 0)
            return error_set(error, ERROR_CANNOT_CREATE,
                             "'%s' is a link that leads nowhere: name another file (-o)", path);
        return errno != ENOENT || /* then open says what is wrong */
               clear_companions(path, real, overwrite, error);
    }
    if (S_ISDIR(status.st_mode))
        return error_set(error, ERROR_CANNOT_CREATE, "'%s' is a directory: name a file in it (-o)",
                         path);
    if (!S_ISREG(status.st_mode))
        return error_set(error, ERROR_CANNOT_CREATE,
                         "'%s' is not a regular file: name another (-o)", path);
    if (!overwrite)
        return error_set(error, ERROR_CANNOT_CREATE,
                         "'%s' exists already (-f replaces it, -o names another)", path);
    return check_replaceable(path, error) && remove_old(real, error);
}

/* --- the claim -------------------------------------------------------------------------------- */

/* -1 where it cannot be locked, or not soon: then O_EXCL alone decides. */
static int lock_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder =
        slash ? memory_format("%.*s", (int)(slash - path) + 1, path) : memory_copy_string(".");
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    memory_free(folder);
    for (int look = 0; descriptor >= 0 && look < LOCK_LOOKS; look++) {
        if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            return descriptor;
        usleep(LOCK_WAIT_US);
    }
    if (descriptor >= 0)
        close(descriptor);
    return -1;
}

/* O_EXCL decides who makes the file, also against a recorder that could not lock the folder. */
static bool make_file(const char *path, const char *real, struct error *error)
{
    int descriptor = open(real, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return error_set_errno(error, ERROR_CANNOT_CREATE, errno, "cannot create '%s'", path);
    close(descriptor);
    return true;
}

bool claim_begin(const char *path, bool overwrite, struct claim *claim, struct error *error)
{
    *claim = (struct claim){.path = claim_real_path(path)};
    claim->folder_lock = lock_folder(claim->path);
    if (make_way(path, claim->path, overwrite, error) && make_file(path, claim->path, error))
        return true;
    claim_end(claim);
    return false;
}

void claim_end(struct claim *claim)
{
    if (claim->folder_lock >= 0)
        close(claim->folder_lock);
    memory_free(claim->path);
    *claim = (struct claim){.folder_lock = -1};
}
