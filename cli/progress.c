/* One line on stderr about work that takes longer than a second. */
#include "cli/progress.h"

#include "base/buffer.h"
#include "cli/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_NS = 1000000000, INTERVAL_NS = 100000000 };

uint64_t progress_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

void progress_begin(struct progress *progress)
{
    const char *name = getenv("TERM");
    bool can_wipe = name && name[0] && strcmp(name, "dumb") != 0;
    *progress = (struct progress){.is_wanted = can_wipe && isatty(STDERR_FILENO),
                                  .start_ns = progress_clock_ns()};
}

void progress_show(void *context, const char *work, uint64_t done, uint64_t total)
{
    struct progress *progress = context;
    if (!progress->is_wanted)
        return;
    uint64_t now_ns = progress_clock_ns(), spent_ns = now_ns - progress->start_ns;
    if (spent_ns < PATIENCE_NS || now_ns - progress->latest_ns < INTERVAL_NS)
        return;
    if (total == 0 && now_ns - progress->estimate_ns < PATIENCE_NS)
        return;
    struct buffer line = BUFFER_EMPTY;
    buffer_format(&line, "\r\x1b[K%s: ", work);
    if (total > 0 && done > 0) {
        progress->estimate_ns = now_ns;
        double share = (double)(done < total ? done : total) / (double)total;
        double left_s = (double)spent_ns / 1e9 * (1 / share - 1);
        buffer_format(&line, "%d %%, about %.0f s left", (int)(share * 100), left_s + 0.5);
    } else {
        buffer_format(&line, "%.0f s", (double)spent_ns / 1e9);
    }
    fputs(buffer_text(&line), stderr);
    fflush(stderr);
    buffer_release(&line);
    progress->is_shown = true;
    progress->latest_ns = now_ns;
}

void progress_end(struct progress *progress)
{
    if (progress->is_shown)
        fputs("\r\x1b[K", stderr);
    progress->is_shown = progress->is_wanted = false;
}
