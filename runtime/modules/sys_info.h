/* The constants of the module sys: version, platform, limits. */
#ifndef RUNTIME_MODULES_SYS_INFO_H
#define RUNTIME_MODULES_SYS_INFO_H

#include "runtime/core/type.h"

int sys_info_fill(struct runtime *rt, borrowed module);

/* The hooks of asynchronous generators (sys_async.c). */
int sys_async_fill(struct runtime *rt, borrowed module);

/* getdefaultencoding, gettrace … (sys_hooks.c). */
int sys_hooks_fill(struct runtime *rt, borrowed module);

/* How many objects are alive and counted. */
size_t sys_info_live_objects(struct runtime *rt);

#endif
