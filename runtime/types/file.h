/* Open files, as open() gives them: text in UTF-8, or bytes. */
#ifndef RUNTIME_TYPES_FILE_H
#define RUNTIME_TYPES_FILE_H

#include "runtime/core/type.h"

#include <stdio.h>

extern struct type text_file_type;
extern struct type binary_file_type;

struct file {
    struct object header;
    FILE *stream;    /* NULL: closed */
    borrowed name;   /* held: str, bytes or int */
    borrowed mode;   /* held: str */
    borrowed buffer; /* held: the binary file of the same stream, once asked for, or NULL */
    borrowed dict;   /* held: attributes that the program set, or NULL */
    bool is_text;
    bool is_readable;
    bool is_writable;
    bool is_shared; /* the stream is not closed with the file: standard streams, closefd=False */
    bool keeps_newlines; /* newline='' or '\n': no translation of \r\n */
};

static inline bool file_check(borrowed v)
{
    return object_is_pointer(v) && (v->type == &text_file_type || v->type == &binary_file_type);
}

/* A file over a stream. name and mode are borrowed. */
owned file_new(struct runtime *rt, FILE *stream, borrowed name, const char *mode, bool is_shared);

/* A text file over stdin, stdout or stderr: '<stdin>' … */
owned file_new_standard(struct runtime *rt, FILE *stream);

/* open(): OSError, ValueError. path: str, bytes, os.PathLike or int. */
owned file_open(struct runtime *rt, borrowed path, const char *mode);

int file_write(struct runtime *rt, borrowed file,
               borrowed text); /* a str to a text file; -1: error */
int file_flush(struct runtime *rt, borrowed file);

/* A line with its newline as str or bytes; NULL without an error at the end. limit: -1 none. */
owned file_read_line(struct runtime *rt, borrowed file, int64_t limit);

#endif
