/* Packed records: lives of objects, objects and edges of snapshots.
 *
 * The first byte chooses which, and whether the bytes are packed here (so that the decoder of the
 * columns is reached) or are the packed bytes themselves; the next two are the count. What decodes
 * is encoded and decoded again and must be the same.
 */
#include "tests/fuzz/fuzz.h"

#include "base/memory.h"
#include "recorder/format/objects.h"
#include "recorder/format/pack.h"
#include "recorder/format/snapshot.h"

#include <stdlib.h>

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void try_objects(const uint8_t *bytes, size_t size, size_t count)
{
    struct object_record *records = memory_zeroed(count, sizeof *records);
    struct object_record *again = memory_zeroed(count, sizeof *again);
    struct buffer data = BUFFER_EMPTY;
    if (objects_decode(bytes, size, count, records)) {
        objects_encode(records, count, &data);
        require(objects_decode(data.bytes, data.size, count, again));
        require(memcmp(records, again, count * sizeof *records) == 0);
    }
    buffer_release(&data);
    memory_free(records);
    memory_free(again);
}

static void try_snapshot_objects(const uint8_t *bytes, size_t size, size_t count)
{
    struct snapshot_object *objects = memory_zeroed(count, sizeof *objects);
    struct snapshot_object *again = memory_zeroed(count, sizeof *again);
    struct buffer data = BUFFER_EMPTY;
    if (snapshot_decode_objects(bytes, size, count, objects)) {
        snapshot_encode_objects(objects, count, &data);
        require(snapshot_decode_objects(data.bytes, data.size, count, again));
        require(memcmp(objects, again, count * sizeof *objects) == 0);
    }
    buffer_release(&data);
    memory_free(objects);
    memory_free(again);
}

static void try_snapshot_edges(const uint8_t *bytes, size_t size, size_t count)
{
    struct snapshot_edge *edges = memory_zeroed(count, sizeof *edges);
    struct snapshot_edge *again = memory_zeroed(count, sizeof *again);
    struct buffer data = BUFFER_EMPTY;
    if (snapshot_decode_edges(bytes, size, count, edges)) {
        snapshot_encode_edges(edges, count, &data);
        require(snapshot_decode_edges(data.bytes, data.size, count, again));
        require(memcmp(edges, again, count * sizeof *edges) == 0);
    }
    buffer_release(&data);
    memory_free(edges);
    memory_free(again);
}

static void try_snapshot_contents(const uint8_t *bytes, size_t size, size_t count)
{
    struct snapshot_content *contents = memory_zeroed(count, sizeof *contents);
    struct snapshot_content *again = memory_zeroed(count, sizeof *again);
    struct buffer data = BUFFER_EMPTY, raw = BUFFER_EMPTY, raw_again = BUFFER_EMPTY;
    if (snapshot_decode_contents(bytes, size, count, contents, &raw)) {
        snapshot_encode_contents(contents, count, &data);
        require(snapshot_decode_contents(data.bytes, data.size, count, again, &raw_again));
        for (size_t i = 0; i < count; i++)
            require(contents[i].oid == again[i].oid && contents[i].size == again[i].size &&
                    contents[i].content == again[i].content &&
                    memcmp(contents[i].text, again[i].text, contents[i].size) == 0);
    }
    buffer_release(&data);
    buffer_release(&raw);
    buffer_release(&raw_again);
    memory_free(contents);
    memory_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void (*const targets[4])(const uint8_t *, size_t, size_t) = {
        try_objects, try_snapshot_objects, try_snapshot_edges, try_snapshot_contents};
    if (size < 3)
        return 0;
    size_t count = (size_t)bytes[1] | (size_t)(bytes[2] & 3) << 8;
    struct buffer packed = BUFFER_EMPTY;
    if (bytes[0] & 4) {
        buffer_append(&packed, bytes + 3, size - 3);
    } else {
        struct packer *packer = pack_new();
        pack_compress(packer, bytes + 3, size - 3, &packed);
        pack_free(packer);
    }
    targets[bytes[0] & 3](packed.bytes, packed.size, count);
    buffer_release(&packed);
    return 0;
}
