/* Room for the last rows (reserve.h). */
#include "recorder/reserve.h"

#include "base/memory.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define RESERVE_SIZE (256 << 10) /* bytes: some pages, and their -wal */

int reserve_take(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder =
        slash ? memory_format("%.*s", (int)(slash - path) + 1, path) : memory_copy_string(".");
    int reserve = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    memory_free(folder);
    if (reserve < 0 || fallocate(reserve, 0, 0, RESERVE_SIZE) == 0)
        return reserve;
    close(reserve);
    return -1;
}

void reserve_release(int reserve)
{
    if (reserve >= 0)
        close(reserve);
}
