/* Finding the library of an installed Python 3.11 (installed_library.h).
 *
 * $HEAPLEDGER_PYTHON_LIBRARY names the folder, and nothing else is tried where it is set. Else it
 * is the first of: /usr/lib/python3.11, /usr/local/lib/python3.11, and lib/python3.11 beside the
 * folder of a python3.11 on PATH, links followed. A folder is the library where it has an os.py.
 */
#include "runtime/python/installed_library.h"

#include "base/memory.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VERSION "python3.11"

static bool is_library(const char *folder)
{
    char *file = memory_format("%s/os.py", folder);
    bool found = access(file, R_OK) == 0;
    memory_free(file);
    return found;
}

/* The library of the interpreter BIN/python3.11; NULL: there is none. */
static char *find_beside(const char *bin, size_t size)
{
    char resolved[PATH_MAX];
    char *program = memory_format("%.*s/" VERSION, (int)size, bin);
    char *folder = NULL;
    if (realpath(program, resolved)) {
        char *slash = strrchr(resolved, '/');
        *slash = '\0';
        folder = memory_format("%s/../lib/" VERSION, resolved);
        char *plain = realpath(folder, NULL);
        memory_free(folder);
        folder = plain && is_library(plain) ? memory_copy_string(plain) : NULL;
        free(plain);
    }
    memory_free(program);
    return folder;
}

char *installed_library_find(void)
{
    static const char *const usual[] = {"/usr/lib/" VERSION, "/usr/local/lib/" VERSION};
    const char *named = getenv("HEAPLEDGER_PYTHON_LIBRARY");
    if (named)
        return is_library(named) ? memory_copy_string(named) : NULL;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (is_library(usual[i]))
            return memory_copy_string(usual[i]);
    }
    char *folder = NULL;
    for (const char *next = getenv("PATH"); next && !folder;) {
        size_t size = strcspn(next, ":");
        folder = find_beside(next, size);
        next = next[size] ? next + size + 1 : NULL;
    }
    return folder;
}
