/* Compression of the packed data, and its expansion within bounds.
 *
 * A packed run of bytes is one zstd frame that states its size and carries a checksum: damage is
 * seen here, before a decoder looks at a number.
 */
#ifndef RECORDER_FORMAT_PACK_H
#define RECORDER_FORMAT_PACK_H

#include "base/buffer.h"

struct packer; /* working memory, used again and again; not for two threads at once */

struct packer *pack_new(void); /* owned by the caller */
void pack_free(struct packer *packer);

/* Appends the frame to `out`. */
void pack_compress(struct packer *packer, const uint8_t *bytes, size_t size, struct buffer *out);

/* Replaces the content of `out` by what the frame holds. False, and nothing is allocated beyond
 * `maximum`: the frame is damaged or holds more than `maximum` bytes. */
bool pack_expand(struct packer *packer, const uint8_t *frame, size_t size, size_t maximum,
                 struct buffer *out) MUST_CHECK;

#endif
