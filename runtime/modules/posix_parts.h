/* What the files posix*.c share. */
#ifndef RUNTIME_MODULES_POSIX_PARTS_H
#define RUNTIME_MODULES_POSIX_PARTS_H

#include "runtime/types/arguments.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/singletons.h"

#include <errno.h>

#define POSIX_FUNCTION(name)                                                                       \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments UNUSED,  \
                      size_t positional, borrowed names)

struct posix_path {
    const char *name; /* NULL: a descriptor was given */
    int descriptor;
    bool is_bytes; /* the program gave bytes, and gets bytes */
    owned holder;  /* of the name's text */
};

/* A path: str, bytes, os.PathLike; or an int where a descriptor may stand for it. False: TypeError,
 * which names the function (NULL: none). Release it in any case. */
bool posix_path_read(struct runtime *rt, const char *function, borrowed v, bool or_descriptor,
                     struct posix_path *path) MUST_CHECK;
void posix_path_release(struct runtime *rt, struct posix_path *path);

/* A name of the file system as str, or as bytes where is_bytes. */
owned posix_name_new(struct runtime *rt, const char *name, bool is_bytes);

/* OSError for errno and (NULL: without) a path. Always NULL. */
owned posix_fail(struct runtime *rt, const struct posix_path *path);

/* fork, register_at_fork, _exit, execv, execve (posix_process.c). */
extern const struct native_method posix_process_functions[];
extern const struct native_method posix_file_functions[];       /* posix_file.c: files by name */
extern const struct native_method posix_descriptor_functions[]; /* posix_descriptor.c: open files */
extern const struct native_method posix_system_functions[]; /* posix_system.c: users, the machine */

#endif
