#include "queries/engine/contents.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/vector.h"
#include "queries/engine/connection.h"
#include "recorder/format/snapshot.h"

#include <stdlib.h>

struct member {
    uint64_t oid;
    uint64_t content;
};

struct beginning {
    size_t start; /* in the texts */
    size_t size;
};

struct equal_contents {
    struct {
        VECTOR_OF(struct member);
    } members; /* sorted by oid */
    struct {
        VECTOR_OF(struct beginning);
    } beginnings; /* of content i + 1 */
    struct buffer texts;
};

void contents_release(struct equal_contents *contents)
{
    if (!contents)
        return;
    vector_release(&contents->members);
    vector_release(&contents->beginnings);
    buffer_release(&contents->texts);
    memory_free(contents);
}

static int compare_members(const void *left, const void *right)
{
    uint64_t a = ((const struct member *)left)->oid, b = ((const struct member *)right)->oid;
    return a < b ? -1 : a > b;
}

/* Contents are numbered in the order in which they come. */
static bool add(struct equal_contents *contents, const struct snapshot_content *row,
                struct error *error)
{
    if (row->content == contents->beginnings.count + 1) {
        vector_push(&contents->beginnings, (struct beginning){contents->texts.size, row->size});
        buffer_append(&contents->texts, row->text, row->size);
    }
    if (row->content == 0 || row->content > contents->beginnings.count)
        return error_set(error, ERROR_DATA, "damaged: content %llu comes before its time",
                         (unsigned long long)row->content);
    vector_push(&contents->members, (struct member){row->oid, row->content});
    return true;
}

struct equal_contents *contents_read(struct engine *engine, uint64_t snapshot, struct error *error)
{
    const struct snapshot_content *rows;
    size_t count;
    struct equal_contents *contents = memory_zeroed(1, sizeof *contents);
    struct snapshot_scan *scan =
        snapshot_contents_open(engine_file(engine), snapshot, connection_scan(engine), error);
    bool is_good = scan != NULL;
    while (is_good && (is_good = snapshot_contents_next(scan, &rows, &count, error)) && count)
        for (size_t i = 0; i < count && is_good; i++)
            is_good = add(contents, &rows[i], error);
    snapshot_scan_close(scan);
    if (!is_good) {
        contents_release(contents);
        return NULL;
    }
    if (contents->members.count > 0)
        qsort(contents->members.items, contents->members.count, sizeof *contents->members.items,
              compare_members);
    return contents;
}

uint64_t contents_find(const struct equal_contents *contents, uint64_t oid, const char **text,
                       size_t *size)
{
    struct member key = {.oid = oid};
    const struct member *found = contents->members.count
                                     ? bsearch(&key, contents->members.items,
                                               contents->members.count, sizeof key, compare_members)
                                     : NULL;
    if (!found)
        return 0;
    const struct beginning *beginning = &contents->beginnings.items[found->content - 1];
    *text = (const char *)contents->texts.bytes + beginning->start;
    *size = beginning->size;
    return found->content;
}
