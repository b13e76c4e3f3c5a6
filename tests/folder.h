/* A folder of a test's own, made before its group and removed after it:
 *     return cmocka_run_group_tests(tests, make_folder, remove_folder);
 */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include "base/memory.h"

#include <stdlib.h>

static char folder[] = "/tmp/heapledger-test-XXXXXX";

/* Owned by the caller. */
static inline char *in_folder(const char *name)
{
    return memory_format("%s/%s", folder, name);
}

static inline int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    char *command = memory_format("rm -r '%s'", folder);
    int result = system(command);
    memory_free(command);
    return result;
}

#endif
