/* The methods of files, and what they need of file.c. For the two alone. */
#ifndef RUNTIME_TYPES_STREAM_METHODS_H
#define RUNTIME_TYPES_STREAM_METHODS_H

#include "base/buffer.h"
#include "runtime/types/stream.h"

extern const struct native_method stream_methods[];
extern const struct native_attribute stream_attributes[];

/* False with an error raised where the file is closed, or not for this. */
bool stream_is_usable(struct runtime *rt, struct stream *file, bool to_write);
int stream_read_character(struct stream *file); /* newlines translated in text; EOF */
owned stream_make_result(struct runtime *rt, struct stream *file,
                         const struct buffer *bytes); /* str or bytes */
int stream_close(struct runtime *rt, borrowed v);

#endif
