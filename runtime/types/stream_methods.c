/* The methods and attributes of files. */
#include "runtime/types/stream_methods.h"

#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <errno.h>
#include <unistd.h>

#define PARAMETERS                                                                                 \
    struct runtime *rt, borrowed self, const borrowed *arguments UNUSED, size_t positional,        \
        borrowed argument_names

/* An optional size: absent, None or negative is -1. */
static bool take_size(struct runtime *rt, const char *name, const borrowed *arguments,
                      size_t positional, borrowed argument_names, int64_t *size)
{
    *size = -1;
    if (!arguments_count(rt, name, positional, argument_names, 0, 1))
        return false;
    return positional == 0 || arguments[0] == NONE || arguments_int(rt, arguments[0], size);
}

static owned read_some(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    struct buffer bytes = BUFFER_EMPTY;
    int64_t size;
    int character;
    if (!take_size(rt, "read", arguments, positional, argument_names, &size) ||
        !stream_is_usable(rt, file, false))
        return NULL;
    /* Of text, size counts characters: the first byte says how many more belong to it. */
    int rest = 0;
    for (int64_t count = 0; size < 0 || count < size || rest > 0;) {
        if ((character = stream_read_character(file)) == EOF)
            break;
        bool continues = file->is_text && (character & 0xc0) == 0x80;
        rest = continues                            ? rest - 1
               : !file->is_text || character < 0xc0 ? 0
               : character < 0xe0                   ? 1
               : character < 0xf0                   ? 2
                                                    : 3;
        count += !continues;
        buffer_append_byte(&bytes, (uint8_t)character);
    }
    owned result = ferror(file->handle) ? exception_raise_errno(rt, errno, NULL)
                                        : stream_make_result(rt, file, &bytes);
    buffer_release(&bytes);
    return result;
}

/* What a file of bytes has ready, or gets by one call of the system; at most n bytes. */
static owned read_ready(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    int64_t size;
    if (!take_size(rt, "read1", arguments, positional, argument_names, &size) ||
        !stream_is_usable(rt, file, false))
        return NULL;
    size_t most = size < 0 ? BUFSIZ : (size_t)size;
    int first = most ? fgetc(file->handle) : EOF; /* fills the buffer, where it is empty */
    if (first == EOF)
        return ferror(file->handle) ? exception_raise_errno(rt, errno, NULL) : bytes_new(rt, "", 0);
    size_t ready = (size_t)(file->handle->_IO_read_end - file->handle->_IO_read_ptr);
    size_t count = 1 + (ready < most - 1 ? ready : most - 1);
    owned result = bytes_new(rt, NULL, count);
    if (result) {
        uint8_t *data = ((struct bytes *)result)->data;
        data[0] = (uint8_t)first;
        if (fread(data + 1, 1, count - 1, file->handle) < count - 1) {
            object_release(rt, result);
            return exception_raise_errno(rt, errno, NULL);
        }
    }
    return result;
}

static owned read_line(PARAMETERS)
{
    int64_t size;
    if (!take_size(rt, "readline", arguments, positional, argument_names, &size))
        return NULL;
    owned line = stream_read_line(rt, self, size);
    if (line || runtime_has_error(rt))
        return line;
    struct buffer nothing = BUFFER_EMPTY;
    return stream_make_result(rt, (struct stream *)self, &nothing);
}

static owned read_lines(PARAMETERS)
{
    int64_t size;
    if (!take_size(rt, "readlines", arguments, positional, argument_names, &size) ||
        !stream_is_usable(rt, (struct stream *)self, false))
        return NULL;
    return list_from_iterable(rt, self);
}

static owned write_bytes(struct runtime *rt, struct stream *file, borrowed v)
{
    size_t size;
    const uint8_t *data = bytes_view(v, &size);
    if (!data)
        return exception_raise(rt, &exception_TypeError,
                               "a bytes-like object is required, not '%T'", v);
    if (!stream_is_usable(rt, file, true))
        return NULL;
    if (fwrite_unlocked(data, 1, size, file->handle) < size)
        return exception_raise_errno(rt, errno, NULL);
    return int_new_unsigned(rt, size);
}

static owned write_data(PARAMETERS)
{
    if (!arguments_count(rt, "write", positional, argument_names, 1, 1))
        return NULL;
    if (!((struct stream *)self)->is_text)
        return write_bytes(rt, (struct stream *)self, arguments[0]);
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError, "write() argument must be str, not %T",
                               arguments[0]);
    if (stream_write(rt, self, arguments[0]) < 0)
        return NULL;
    return int_new(rt, (int64_t)str_length(arguments[0]));
}

static owned write_lines(PARAMETERS)
{
    if (!arguments_count(rt, "writelines", positional, argument_names, 1, 1))
        return NULL;
    owned iterator = object_iterate(rt, arguments[0]), line;
    while (iterator && (line = object_next(rt, iterator)) != NULL) {
        object_release_maybe(rt, write_data(rt, self, &line, 1, NULL));
        object_release(rt, line);
        if (runtime_has_error(rt))
            break;
    }
    object_release_maybe(rt, iterator);
    return runtime_has_error(rt) ? NULL : NONE;
}

static owned close_file(PARAMETERS)
{
    if (!arguments_count(rt, "close", positional, argument_names, 0, 0) ||
        stream_close(rt, self) < 0)
        return NULL;
    return NONE;
}

static owned flush(PARAMETERS)
{
    if (!arguments_count(rt, "flush", positional, argument_names, 0, 0))
        return NULL;
    if (!((struct stream *)self)->handle)
        return exception_raise(rt, &exception_ValueError, "I/O operation on closed file.");
    return stream_flush(rt, self) < 0 ? NULL : NONE;
}

static owned seek(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    int64_t offset, whence = SEEK_SET;
    if (!arguments_count(rt, "seek", positional, argument_names, 1, 2) ||
        !arguments_int(rt, arguments[0], &offset) ||
        (positional > 1 && !arguments_int(rt, arguments[1], &whence)))
        return NULL;
    if (!file->handle)
        return exception_raise(rt, &exception_ValueError, "I/O operation on closed file.");
    if (fseek(file->handle, offset, (int)whence) != 0)
        return exception_raise_errno(rt, errno, NULL);
    return int_new(rt, ftell(file->handle));
}

static owned tell(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    if (!arguments_count(rt, "tell", positional, argument_names, 0, 0))
        return NULL;
    if (!file->handle)
        return exception_raise(rt, &exception_ValueError, "I/O operation on closed file.");
    long position = ftell(file->handle);
    return position < 0 ? exception_raise_errno(rt, errno, NULL) : int_new(rt, position);
}

static owned truncate_file(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    int64_t size;
    if (!take_size(rt, "truncate", arguments, positional, argument_names, &size) ||
        !stream_is_usable(rt, file, true))
        return NULL;
    if (size < 0)
        size = ftell(file->handle);
    if (fflush(file->handle) != 0 || ftruncate(fileno(file->handle), size) != 0)
        return exception_raise_errno(rt, errno, NULL);
    return int_new(rt, size);
}

static owned get_descriptor(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    if (!arguments_count(rt, "fileno", positional, argument_names, 0, 0))
        return NULL;
    if (!file->handle)
        return exception_raise(rt, &exception_ValueError, "I/O operation on closed file");
    return int_new(rt, fileno(file->handle));
}

static owned is_terminal(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    if (!arguments_count(rt, "isatty", positional, argument_names, 0, 0))
        return NULL;
    return bool_of(file->handle && isatty(fileno(file->handle)));
}

static owned is_readable(PARAMETERS)
{
    if (!arguments_count(rt, "readable", positional, argument_names, 0, 0))
        return NULL;
    return bool_of(((struct stream *)self)->is_readable);
}

static owned is_writable(PARAMETERS)
{
    if (!arguments_count(rt, "writable", positional, argument_names, 0, 0))
        return NULL;
    return bool_of(((struct stream *)self)->is_writable);
}

static owned is_seekable(PARAMETERS)
{
    struct stream *file = (struct stream *)self;
    if (!arguments_count(rt, "seekable", positional, argument_names, 0, 0))
        return NULL;
    return bool_of(file->handle && ftell(file->handle) >= 0);
}

static owned enter(PARAMETERS)
{
    if (!arguments_count(rt, "__enter__", positional, argument_names, 0, 0))
        return NULL;
    if (!((struct stream *)self)->handle)
        return exception_raise(rt, &exception_ValueError, "I/O operation on closed file.");
    return object_retain(rt, self);
}

static owned leave(PARAMETERS)
{
    if (!arguments_count(rt, "__exit__", positional, argument_names, 0, 3) ||
        stream_close(rt, self) < 0)
        return NULL;
    return NONE;
}

const struct native_method stream_methods[] = {
    {"read", read_some, NATIVE_PLAIN, "Read at most n characters from stream."},
    {"read1", read_ready, NATIVE_PLAIN, "Read what is ready, at most n bytes."},
    {"readline", read_line, NATIVE_PLAIN, "Read until newline or EOF."},
    {"readlines", read_lines, NATIVE_PLAIN, "Return a list of lines from the stream."},
    {"write", write_data, NATIVE_PLAIN, "Write string s to stream."},
    {"writelines", write_lines, NATIVE_PLAIN, "Write a list of lines to stream."},
    {"close", close_file, NATIVE_PLAIN, "Flush and close the IO object."},
    {"flush", flush, NATIVE_PLAIN, "Flush write buffers, if applicable."},
    {"seek", seek, NATIVE_PLAIN, "Change the stream position to the given byte offset."},
    {"tell", tell, NATIVE_PLAIN, "Return current stream position."},
    {"truncate", truncate_file, NATIVE_PLAIN, "Truncate file to size bytes."},
    {"fileno", get_descriptor, NATIVE_PLAIN, "Returns underlying file descriptor if one exists."},
    {"isatty", is_terminal, NATIVE_PLAIN, "Return whether this is an 'interactive' stream."},
    {"readable", is_readable, NATIVE_PLAIN, "Return whether object was opened for reading."},
    {"writable", is_writable, NATIVE_PLAIN, "Return whether object was opened for writing."},
    {"seekable", is_seekable, NATIVE_PLAIN, "Return whether object supports random access."},
    {"__enter__", enter, NATIVE_PLAIN, NULL},
    {"__exit__", leave, NATIVE_PLAIN, NULL},
    {0},
};

/* --- attributes ------------------------------------------------------------------------------- */

static owned get_name(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct stream *)self)->name);
}

static int set_name(struct runtime *rt, borrowed self, borrowed value)
{
    slot_copy(rt, self, &((struct stream *)self)->name, value ? value : NONE);
    return 0;
}

static owned get_mode(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct stream *)self)->mode);
}

static owned get_closed(struct runtime *rt UNUSED, borrowed self)
{
    return bool_of(!((struct stream *)self)->handle);
}

static owned get_encoding(struct runtime *rt, borrowed self)
{
    if (((struct stream *)self)->is_text)
        return str_from_text(rt, ((struct stream *)self)->encoding);
    return exception_raise(rt, &exception_AttributeError, "'%T' object has no attribute 'encoding'",
                           self);
}

static owned get_buffer(struct runtime *rt, borrowed self)
{
    struct stream *file = (struct stream *)self;
    if (!file->is_text)
        return exception_raise(rt, &exception_AttributeError,
                               "'%T' object has no attribute 'buffer'", self);
    if (!file->buffer) {
        owned binary =
            stream_new(rt, file->handle, file->name, file->is_writable ? "wb" : "rb", true);
        if (!binary)
            return NULL;
        slot_set(rt, self, &file->buffer, binary);
    }
    return slot_get(rt, &file->buffer);
}

const struct native_attribute stream_attributes[] = {
    {"name", get_name, set_name},     {"mode", get_mode, NULL},     {"closed", get_closed, NULL},
    {"encoding", get_encoding, NULL}, {"buffer", get_buffer, NULL}, {0},
};
