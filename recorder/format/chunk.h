/* A chunk of events: encode beside decode.
 *
 * How it works. Events of one site look alike: they touch the same object, or the next one at the
 * same distance. So each event is predicted from the last event of its context, the pair (site,
 * kind), and the site itself from the site that followed the previous context. A tag byte an event
 * holds the kind and one bit for each prediction that failed; the difference to what was predicted
 * goes, as a zig-zag varint, into the stream of its column. The five streams, one behind the other,
 * are compressed as one with zstd.
 *
 *     varint count, then for each stream varint size │ zstd( tags │ sites │ oids │ as │ bs )
 *
 * Encoder and decoder keep the same table of contexts, which starts empty in every chunk: a chunk
 * is read alone. A collision in the table costs bytes, never truth.
 *
 * Invariant 1: decode(encode(events)) == events, for any values of every field but seq, which
 * counts up from first_seq. Invariant 2: the decoder reads no byte beyond its streams, writes at
 * most CHUNK_DECODED_MAXIMUM events, and asks for memory in proportion to the count, whatever the
 * bytes say.
 */
#ifndef RECORDER_FORMAT_CHUNK_H
#define RECORDER_FORMAT_CHUNK_H

#include "base/buffer.h"
#include "recorder/format/event.h"

#define CHUNK_DECODED_MAXIMUM 65536 /* a reader accepts no longer chunk */

struct chunk_coder; /* working memory for encoding and decoding, used again and again; owned by the
                       caller */

struct chunk_coder *chunk_coder_new(void);
void chunk_coder_free(struct chunk_coder *coder); /* NULL is fine */

/* What lets a reader skip a chunk (columns of `journal`). */
struct chunk_index {
    uint32_t kinds; /* bit n: kind n is among the events */
    uint64_t min_oid, max_oid;
    struct buffer oid_set, holder_set, site_set; /* owned: chunk_index_release */
};
void chunk_index_release(struct chunk_index *index);

/* Appends the coded events to `data` and describes them in `index` (its buffers are emptied first).
 */
void chunk_encode(struct chunk_coder *coder, const struct event *events, size_t count,
                  struct buffer *data, struct chunk_index *index);

/* Decodes into `events`, room for CHUNK_DECODED_MAXIMUM. `expected` is the count that the row of
 * the chunk promises. False: the bytes are damaged (no message: the caller knows which chunk it
 * is). */
bool chunk_decode(struct chunk_coder *coder, const uint8_t *bytes, size_t size, uint64_t first_seq,
                  size_t expected, struct event *events) MUST_CHECK;

#endif
