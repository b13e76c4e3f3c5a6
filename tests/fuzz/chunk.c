/* Chunks of events, and sets.
 *
 * The first byte chooses. 0: the bytes are a chunk as it would stand in a file; damage is mostly
 * seen by zstd. 1: the bytes are a head and bare streams, which are packed here: this reaches the
 * decoder itself. What decodes is encoded and decoded again and must be the same. 2: the bytes are
 * a set.
 */
#include "tests/fuzz/fuzz.h"

#include "base/memory.h"
#include "recorder/format/chunk.h"
#include "recorder/format/pack.h"
#include "recorder/format/set.h"

#include <stdlib.h>

static struct chunk_coder *coder;
static struct event *events, *again;

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void prepare(void)
{
    if (coder)
        return;
    coder = chunk_coder_new();
    events = memory_zeroed(CHUNK_DECODED_MAXIMUM, sizeof *events);
    again = memory_zeroed(CHUNK_DECODED_MAXIMUM, sizeof *again);
}

static void round_trip(size_t count)
{
    struct buffer data = BUFFER_EMPTY;
    struct chunk_index index = {0};
    chunk_encode(coder, events, count, &data, &index);
    require(chunk_decode(coder, data.bytes, data.size, 1, count, again));
    require(memcmp(events, again, count * sizeof *events) == 0);
    for (size_t i = 0; i < count; i++)
        require(!events[i].oid ||
                set_may_contain(index.oid_set.bytes, index.oid_set.size, events[i].oid));
    chunk_index_release(&index);
    buffer_release(&data);
}

/* The head of a chunk is copied: six varints; the rest is packed. */
static void decode_streams(const uint8_t *bytes, size_t size)
{
    struct cursor cursor = {bytes, bytes + size};
    struct buffer chunk = BUFFER_EMPTY;
    uint64_t count = 0, number;
    for (int i = 0; i < 6; i++) {
        if (!buffer_read_varint(&cursor, &number))
            number = 0;
        count = i == 0 ? number : count;
        buffer_varint(&chunk, number);
    }
    struct packer *packer = pack_new();
    pack_compress(packer, cursor.next, (size_t)(cursor.end - cursor.next), &chunk);
    pack_free(packer);
    if (count <= CHUNK_DECODED_MAXIMUM &&
        chunk_decode(coder, chunk.bytes, chunk.size, 1, count, events))
        round_trip(count);
    buffer_release(&chunk);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    prepare();
    if (size < 2)
        return 0;
    if (bytes[0] % 3 == 0) {
        struct cursor cursor = {bytes + 1, bytes + size};
        uint64_t count;
        if (buffer_read_varint(&cursor, &count) && count <= CHUNK_DECODED_MAXIMUM &&
            chunk_decode(coder, bytes + 1, size - 1, 1, count, events))
            round_trip(count);
    } else if (bytes[0] % 3 == 1) {
        decode_streams(bytes + 1, size - 1);
    } else {
        set_may_contain(bytes + 2, size - 2, (uint64_t)bytes[1] << 7 | bytes[1]);
    }
    return 0;
}
