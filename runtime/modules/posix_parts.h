/* What posix.c takes from posix_process.c. */
#ifndef RUNTIME_MODULES_POSIX_PARTS_H
#define RUNTIME_MODULES_POSIX_PARTS_H

#include "runtime/core/type.h"

/* fork, register_at_fork, _exit, execv, execve. */
extern const struct native_method posix_process_functions[];

#endif
