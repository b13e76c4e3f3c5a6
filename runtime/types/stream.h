/* Open files, as open() gives them: text in UTF-8, or bytes. */
#ifndef RUNTIME_TYPES_STREAM_H
#define RUNTIME_TYPES_STREAM_H

#include "runtime/core/type.h"

#include <stdio.h>

extern struct type text_stream_type;
extern struct type binary_stream_type;

struct stream {
    struct object header;
    FILE *handle;         /* NULL: closed */
    borrowed name;        /* held: str, bytes or int */
    borrowed mode;        /* held: str */
    borrowed buffer;      /* held: the binary file of the same handle, once asked for, or NULL */
    borrowed dict;        /* held: attributes that the program set, or NULL */
    const char *encoding; /* its name, as the program sees it: always UTF-8 */
    bool is_text;
    bool is_readable;
    bool is_writable;
    bool is_shared; /* the handle is not closed with the file: standard streams, closefd=False */
    bool keeps_newlines; /* newline='' or '\n': no translation of \r\n */
};

static inline bool stream_check(borrowed v)
{
    return object_is_pointer(v) && (v->type == &text_stream_type || v->type == &binary_stream_type);
}

/* A file over a handle. name and mode are borrowed. */
owned stream_new(struct runtime *rt, FILE *handle, borrowed name, const char *mode, bool is_shared);

/* A text file over stdin, stdout or stderr: '<stdin>' … */
owned stream_new_standard(struct runtime *rt, FILE *handle);

/* open(): OSError, ValueError. path: str, bytes, os.PathLike or int. */
owned stream_open(struct runtime *rt, borrowed path, const char *mode);

int stream_write(struct runtime *rt, borrowed file,
                 borrowed text); /* a str to a text file; -1: error */
int stream_flush(struct runtime *rt, borrowed file);

/* A line with its newline as str or bytes; NULL without an error at the end. limit: -1 none. */
owned stream_read_line(struct runtime *rt, borrowed file, int64_t limit);

#endif
