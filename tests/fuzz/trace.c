/* A whole file: opened as a trace and, where it opens, read from end to end. */
#include "tests/fuzz/fuzz.h"

#include "base/memory.h"
#include "recorder/format/clock.h"
#include "recorder/format/journal.h"
#include "recorder/format/objects.h"
#include "recorder/format/snapshot.h"

#include <stdlib.h>
#include <unistd.h>

static void read_journal(struct file *file)
{
    struct error error;
    const struct event *events;
    size_t count;
    struct journal *journal = journal_open(file, &(struct journal_filter){0}, NULL, &error);
    while (journal && journal_next(journal, &events, &count, &error) && count)
        continue;
    journal_close(journal);
}

static void read_objects(struct file *file)
{
    struct error error;
    const struct object_record *records;
    size_t count;
    struct objects *objects = objects_open(file, &(struct objects_filter){0}, NULL, &error);
    while (objects && objects_next(objects, &records, &count, &error) && count)
        continue;
    objects_close(objects);
}

static void read_snapshot(struct file *file, uint64_t id)
{
    struct error error;
    const struct snapshot_object *objects;
    const struct snapshot_edge *edges;
    size_t count;
    struct snapshot_filter all = {0};
    struct snapshot_scan *scan = snapshot_objects_open(file, id, &all, NULL, &error);
    while (scan && snapshot_objects_next(scan, &objects, &count, &error) && count)
        continue;
    snapshot_scan_close(scan);
    scan = snapshot_edges_open(file, id, &all, NULL, &error);
    while (scan && snapshot_edges_next(scan, &edges, &count, &error) && count)
        continue;
    snapshot_scan_close(scan);
}

static void read_all(const char *path)
{
    struct file file;
    struct error error = {0};
    struct clock clock;
    if (!file_open(path, &file, &error)) {
        if (error.code != ERROR_DATA && error.code != ERROR_IO)
            abort();
        return;
    }
    read_journal(&file);
    read_objects(&file);
    for (uint64_t id = 0; id < 3; id++)
        read_snapshot(&file, id);
    if (clock_load(&file, &clock, &error)) {
        clock_time(&clock, 5);
        clock_release(&clock);
    }
    file_close(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[] = "/dev/shm/fuzz-trace-XXXXXX";
    int descriptor = mkstemp(path);
    if (write(descriptor, bytes, size) == (ssize_t)size)
        read_all(path);
    close(descriptor);
    unlink(path);
    return 0;
}
