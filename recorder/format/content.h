/* Which objects of a snapshot have equal contents: strings that are stored more than once.
 *
 * How it works. The program tells a 64-bit hash of each object whose contents it knows, and how its
 * text begins. Objects of one type and one hash have one content. Contents that only one object has
 * are forgotten at the end; the others are numbered 1, 2, 3 … in the order in which they were told.
 *
 * Memory: 16 bytes an object, 40 and the text a content.
 *
 * It never compares whole texts: two that differ and have one hash would count as equal, which
 * happens to one pair in 2^64.
 */
#ifndef RECORDER_FORMAT_CONTENT_H
#define RECORDER_FORMAT_CONTENT_H

#include "base/vector.h"
#include "recorder/format/snapshot.h"

struct contents;

struct contents *contents_new(void);           /* owned by the caller */
void contents_free(struct contents *contents); /* NULL is fine */

/* The next object. `text` is copied, as far as CONTENT_TEXT_MAXIMUM. */
void contents_add(struct contents *contents, uint64_t oid, uint32_t type, uint64_t hash,
                  const char *text, size_t size);

struct content_list {
    VECTOR_OF(struct snapshot_content);
};

/* The objects whose contents others have too, in the order in which they were told. Their texts are
 * borrowed from `contents`; the list is the caller's to release. */
void contents_list(struct contents *contents, struct content_list *list);

#endif
