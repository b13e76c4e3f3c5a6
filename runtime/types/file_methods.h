/* The methods of files, and what they need of file.c. For the two alone. */
#ifndef RUNTIME_TYPES_FILE_METHODS_H
#define RUNTIME_TYPES_FILE_METHODS_H

#include "base/buffer.h"
#include "runtime/types/file.h"

extern const struct native_method file_methods[];
extern const struct native_attribute file_attributes[];

/* False with an error raised where the file is closed, or not for this. */
bool file_is_usable(struct runtime *rt, struct file *file, bool to_write);
int file_read_character(struct file *file); /* newlines translated in text; EOF */
owned file_make_result(struct runtime *rt, struct file *file,
                       const struct buffer *bytes); /* str or bytes */
int file_close(struct runtime *rt, borrowed v);

#endif
