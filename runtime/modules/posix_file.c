/* Files and folders by name, for the module posix. */
#include "base/memory.h"
#include "runtime/modules/posix_parts.h"
#include "runtime/types/bytes.h"
#include "runtime/types/float.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/str_parts.h"
#include "runtime/types/tuple.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- paths ------------------------------------------------------------------------------------ */

static owned call_fspath(struct runtime *rt, borrowed v)
{
    owned method = object_find_special(rt, v, str_intern_text(rt, "__fspath__"));
    owned result = method ? object_call_none(rt, method) : NULL;
    object_release_maybe(rt, method);
    return result;
}

bool posix_path_read(struct runtime *rt, const char *function, borrowed v, bool or_descriptor,
                     struct posix_path *path)
{
    int64_t number;
    *path = (struct posix_path){.descriptor = -1};
    if (or_descriptor && int_check(rt, v)) {
        if (!arguments_int(rt, v, &number))
            return false;
        path->descriptor = (int)number;
        return true;
    }
    bool plain = str_check(v) || bytes_check(v);
    owned text = plain ? object_retain(rt, v) : call_fspath(rt, v);
    size_t size = 0;
    if (text && str_check(text)) {
        owned bytes = str_encode(rt, text, "utf-8", "surrogateescape");
        object_release(rt, text);
        text = bytes;
    } else if (text && bytes_check(text)) {
        path->is_bytes = true;
    } else if (!runtime_has_error(rt)) {
        object_release_maybe(rt, text);
        text = !function
                   ? exception_raise(rt, &exception_TypeError,
                                     "expected str, bytes or os.PathLike object, not %T", v)
                   : exception_raise(rt, &exception_TypeError,
                                     "%s: path should be string, bytes%s or os.PathLike, not %T",
                                     function, or_descriptor ? ", integer" : "", v);
    }
    path->holder = text;
    path->name = text ? (const char *)bytes_view(text, &size) : NULL;
    if (text && strlen(path->name) != size) {
        exception_raise(rt, &exception_ValueError, "embedded null byte");
        return false;
    }
    return text != NULL;
}

void posix_path_release(struct runtime *rt, struct posix_path *path)
{
    object_release_maybe(rt, path->holder);
    *path = (struct posix_path){.descriptor = -1};
}

owned posix_name_new(struct runtime *rt, const char *name, bool is_bytes)
{
    size_t size = strlen(name);
    return is_bytes ? bytes_new(rt, name, size)
                    : str_decode(rt, (const uint8_t *)name, size, "utf-8", "surrogateescape");
}

owned posix_fail(struct runtime *rt, const struct posix_path *path)
{
    return exception_raise_errno(rt, errno, path ? path->name : NULL);
}

/* --- calls with one path ---------------------------------------------------------------------- */

/* None, or OSError; releases the path. */
static owned finish(struct runtime *rt, struct posix_path *path, int status)
{
    owned result = status < 0 ? posix_fail(rt, path) : NONE;
    posix_path_release(rt, path);
    return result;
}

#define PATH_FUNCTION(function, text, call)                                                        \
    POSIX_FUNCTION(function)                                                                       \
    {                                                                                              \
        struct posix_path path;                                                                    \
        if (!arguments_count(rt, text, positional, names, 1, 1))                                   \
            return NULL;                                                                           \
        if (!posix_path_read(rt, text, arguments[0], false, &path))                                \
            return finish(rt, &path, 0), NULL;                                                     \
        return finish(rt, &path, call);                                                            \
    }
PATH_FUNCTION(do_unlink, "unlink", unlink(path.name))
PATH_FUNCTION(do_rmdir, "rmdir", rmdir(path.name))

POSIX_FUNCTION(do_chdir)
{
    struct posix_path path;
    if (!arguments_count(rt, "chdir", positional, names, 1, 1))
        return NULL;
    if (!posix_path_read(rt, "chdir", arguments[0], true, &path))
        return finish(rt, &path, 0), NULL;
    return finish(rt, &path, path.name ? chdir(path.name) : fchdir(path.descriptor));
}

/* A path, or a descriptor, and a number. */
#define MODE_FUNCTION(function, text, or_descriptor, by_name, by_descriptor)                       \
    POSIX_FUNCTION(function)                                                                       \
    {                                                                                              \
        struct posix_path path;                                                                    \
        int64_t mode;                                                                              \
        if (!arguments_count(rt, text, positional, names, 2, 2) ||                                 \
            !arguments_int(rt, arguments[1], &mode))                                               \
            return NULL;                                                                           \
        if (!posix_path_read(rt, text, arguments[0], or_descriptor, &path))                        \
            return finish(rt, &path, 0), NULL;                                                     \
        return finish(rt, &path, path.name ? by_name : by_descriptor);                             \
    }
MODE_FUNCTION(do_mkdir, "mkdir", false, mkdir(path.name, (mode_t)mode), (errno = EBADF, -1))
MODE_FUNCTION(do_mkfifo, "mkfifo", false, mkfifo(path.name, (mode_t)mode), (errno = EBADF, -1))
MODE_FUNCTION(do_chmod, "chmod", true, chmod(path.name, (mode_t)mode),
              fchmod(path.descriptor, (mode_t)mode))
MODE_FUNCTION(do_truncate, "truncate", true, truncate(path.name, mode),
              ftruncate(path.descriptor, mode))

POSIX_FUNCTION(do_access)
{
    struct posix_path path;
    int64_t mode;
    if (!arguments_count(rt, "access", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[1], &mode))
        return NULL;
    owned result = posix_path_read(rt, "access", arguments[0], false, &path)
                       ? bool_of(access(path.name, (int)mode) == 0)
                       : NULL;
    posix_path_release(rt, &path);
    return result;
}

POSIX_FUNCTION(do_chown)
{
    struct posix_path path;
    int64_t user, group;
    if (!arguments_count(rt, "chown", positional, names, 3, 4) ||
        !arguments_int(rt, arguments[1], &user) || !arguments_int(rt, arguments[2], &group))
        return NULL;
    bool follow = positional < 4 || object_is_true(rt, arguments[3]) > 0;
    if (!posix_path_read(rt, "chown", arguments[0], true, &path))
        return finish(rt, &path, 0), NULL;
    int status = !path.name ? fchown(path.descriptor, (uid_t)user, (gid_t)group)
                 : follow   ? chown(path.name, (uid_t)user, (gid_t)group)
                            : lchown(path.name, (uid_t)user, (gid_t)group);
    return finish(rt, &path, status);
}

/* (path, seconds, nanoseconds, seconds, nanoseconds, follow): accessed, modified; seconds None: now
 */
POSIX_FUNCTION(set_times)
{
    struct posix_path path;
    int64_t numbers[4] = {0};
    struct timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    if (!arguments_count(rt, "utime", positional, names, 6, 6))
        return NULL;
    for (int i = 0; arguments[1] != NONE && i < 4; i++) {
        if (!arguments_int(rt, arguments[i + 1], &numbers[i]))
            return NULL;
        if (i % 2)
            times[i / 2] = (struct timespec){numbers[i - 1], numbers[i]};
    }
    int follow = object_is_true(rt, arguments[5]) > 0 ? 0 : AT_SYMLINK_NOFOLLOW;
    if (!posix_path_read(rt, "utime", arguments[0], true, &path))
        return finish(rt, &path, 0), NULL;
    return finish(rt, &path,
                  path.name ? utimensat(AT_FDCWD, path.name, times, follow)
                            : futimens(path.descriptor, times));
}

/* --- calls with two paths --------------------------------------------------------------------- */

/* OSError for errno with both paths. */
static owned fail_two(struct runtime *rt, borrowed from, borrowed to)
{
    owned text = str_from_text(rt, strerror(errno));
    borrowed arguments[5] = {int_tag(errno), text, from, NONE, to};
    owned error = text ? object_call(rt, &exception_OSError.header, arguments, 5, NULL) : NULL;
    object_release_maybe(rt, text);
    if (error)
        exception_set(rt, error);
    return NULL;
}

static owned call_two(struct runtime *rt, const char *function, const borrowed *arguments,
                      size_t positional, borrowed names, int (*call)(const char *, const char *))
{
    struct posix_path from = {0}, to = {0};
    owned result = NULL;
    if (!arguments_count(rt, function, positional, names, 2, 2))
        return NULL;
    if (posix_path_read(rt, function, arguments[0], false, &from) &&
        posix_path_read(rt, function, arguments[1], false, &to)) {
        result = call(from.name, to.name) < 0 ? fail_two(rt, arguments[0], arguments[1]) : NONE;
    }
    posix_path_release(rt, &from);
    posix_path_release(rt, &to);
    return result;
}

POSIX_FUNCTION(do_rename)
{
    return call_two(rt, "rename", arguments, positional, names, rename);
}

POSIX_FUNCTION(do_link)
{
    return call_two(rt, "link", arguments, positional, names, link);
}

POSIX_FUNCTION(do_symlink)
{
    return call_two(rt, "symlink", arguments, positional, names, symlink);
}

/* --- reading folders and links ---------------------------------------------------------------- */

POSIX_FUNCTION(get_folder)
{
    char path[PATH_MAX];
    if (!arguments_count(rt, "getcwd", positional, names, 0, 0))
        return NULL;
    return getcwd(path, sizeof path) ? posix_name_new(rt, path, false) : posix_fail(rt, NULL);
}

/* The names in a folder, or tuples (name, type of file, inode). */
static owned read_folder(struct runtime *rt, const struct posix_path *path, bool whole)
{
    DIR *folder = path->name ? opendir(path->name) : fdopendir(dup(path->descriptor));
    if (!folder)
        return posix_fail(rt, path);
    owned list = list_new(rt, 0);
    for (const struct dirent *entry; list && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        owned item = posix_name_new(rt, entry->d_name, path->is_bytes);
        if (item && whole) {
            owned parts[3] = {item, int_tag(entry->d_type), int_new_unsigned(rt, entry->d_ino)};
            item = tuple_from_owned(rt, parts, 3);
        }
        if (!item || list_append(rt, list, item) < 0) {
            object_release(rt, list);
            list = NULL;
        }
    }
    closedir(folder);
    return list;
}

POSIX_FUNCTION(list_folder)
{
    struct posix_path path = {.name = "."};
    if (!arguments_count(rt, "listdir", positional, names, 0, 1))
        return NULL;
    owned list = NULL;
    if (!positional || arguments[0] == NONE ||
        posix_path_read(rt, "listdir", arguments[0], true, &path))
        list = read_folder(rt, &path, false);
    posix_path_release(rt, &path);
    return list;
}

POSIX_FUNCTION(scan_folder)
{
    struct posix_path path;
    if (!arguments_count(rt, "scandir", positional, names, 1, 1))
        return NULL;
    owned list = posix_path_read(rt, "scandir", arguments[0], true, &path)
                     ? read_folder(rt, &path, true)
                     : NULL;
    posix_path_release(rt, &path);
    return list;
}

POSIX_FUNCTION(read_link)
{
    struct posix_path path;
    char target[PATH_MAX + 1];
    if (!arguments_count(rt, "readlink", positional, names, 1, 1))
        return NULL;
    owned result = NULL;
    if (posix_path_read(rt, "readlink", arguments[0], false, &path)) {
        ssize_t size = readlink(path.name, target, sizeof target - 1);
        target[size < 0 ? 0 : size] = '\0';
        result = size < 0 ? posix_fail(rt, &path) : posix_name_new(rt, target, path.is_bytes);
    }
    posix_path_release(rt, &path);
    return result;
}

POSIX_FUNCTION(resolve)
{
    struct posix_path path;
    char resolved[PATH_MAX];
    if (!arguments_count(rt, "_realpath", positional, names, 1, 1))
        return NULL;
    owned result = NULL;
    if (posix_path_read(rt, "realpath", arguments[0], false, &path))
        result = realpath(path.name, resolved) ? posix_name_new(rt, resolved, path.is_bytes)
                                               : object_retain(rt, arguments[0]);
    posix_path_release(rt, &path);
    return result;
}

/* --- status ----------------------------------------------------------------------------------- */

static owned make_time(struct runtime *rt, struct timespec time)
{
    return float_new(rt, (double)time.tv_sec + 1e-9 * (double)time.tv_nsec);
}

static owned make_nanoseconds(struct runtime *rt, struct timespec time)
{
    return int_new(rt, time.tv_sec * INT64_C(1000000000) + time.tv_nsec);
}

/* (mode, inode, device, links, user, group, size, accessed, modified, changed, the same three in
 * nanoseconds, block size, blocks, device of a device) */
POSIX_FUNCTION(get_status)
{
    struct posix_path path;
    struct stat status;
    if (!arguments_count(rt, "stat", positional, names, 1, 2))
        return NULL;
    bool follow = positional < 2 || object_is_true(rt, arguments[1]) == 1;
    if (!posix_path_read(rt, "stat", arguments[0], true, &path))
        return finish(rt, &path, 0), NULL;
    int result = !path.name ? fstat(path.descriptor, &status)
                 : follow   ? stat(path.name, &status)
                            : lstat(path.name, &status);
    if (finish(rt, &path, result) == NULL)
        return NULL;
    owned parts[16] = {
        int_new(rt, status.st_mode),          int_new_unsigned(rt, status.st_ino),
        int_new_unsigned(rt, status.st_dev),  int_new_unsigned(rt, status.st_nlink),
        int_new(rt, status.st_uid),           int_new(rt, status.st_gid),
        int_new(rt, status.st_size),          make_time(rt, status.st_atim),
        make_time(rt, status.st_mtim),        make_time(rt, status.st_ctim),
        make_nanoseconds(rt, status.st_atim), make_nanoseconds(rt, status.st_mtim),
        make_nanoseconds(rt, status.st_ctim), int_new(rt, status.st_blksize),
        int_new(rt, status.st_blocks),        int_new_unsigned(rt, status.st_rdev),
    };
    return tuple_from_owned(rt, parts, 16);
}

const struct native_method posix_file_functions[] = {
    {"unlink", do_unlink, NATIVE_PLAIN, "Remove a file."},
    {"remove", do_unlink, NATIVE_PLAIN, "Remove a file."},
    {"rmdir", do_rmdir, NATIVE_PLAIN, "Remove a directory."},
    {"chdir", do_chdir, NATIVE_PLAIN, "Change the current working directory."},
    {"_mkdir", do_mkdir, NATIVE_PLAIN, NULL},
    {"_mkfifo", do_mkfifo, NATIVE_PLAIN, NULL},
    {"_chmod", do_chmod, NATIVE_PLAIN, NULL},
    {"truncate", do_truncate, NATIVE_PLAIN, "Truncate a file to a length."},
    {"_access", do_access, NATIVE_PLAIN, NULL},
    {"_chown", do_chown, NATIVE_PLAIN, NULL},
    {"_utime", set_times, NATIVE_PLAIN, NULL},
    {"_rename", do_rename, NATIVE_PLAIN, NULL},
    {"_link", do_link, NATIVE_PLAIN, NULL},
    {"_symlink", do_symlink, NATIVE_PLAIN, NULL},
    {"getcwd", get_folder, NATIVE_PLAIN, "Return the current working directory."},
    {"listdir", list_folder, NATIVE_PLAIN, "Return the names of the files in a directory."},
    {"_scandir", scan_folder, NATIVE_PLAIN, NULL},
    {"readlink", read_link, NATIVE_PLAIN, "Return the path to which a symbolic link points."},
    {"_stat", get_status, NATIVE_PLAIN, NULL},
    {"_realpath", resolve, NATIVE_PLAIN, NULL},
    {0},
};
