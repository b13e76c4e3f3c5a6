/* The module zlib: compression by the library of that name. The class zlib.error is the self of its
 * functions.
 *
 * A compression or decompression that goes on over several calls is an object with a stream of
 * zlib's. copy() copies the stream with what it has seen.
 */
#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/modules/error_class.h"
#include "runtime/modules/modules.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#include <zlib.h>

#define FUNCTION(name)                                                                             \
    static owned name(struct runtime *rt, borrowed self UNUSED, const borrowed *arguments,         \
                      size_t positional, borrowed names)

#define BLOCK 16384

struct stream_object {
    struct object header;
    borrowed error;  /* held: zlib.error */
    borrowed unused; /* held: bytes behind the end of the compressed data */
    borrowed rest;   /* held: bytes that max_length left to be read */
    z_stream stream;
    bool compresses;
    bool started; /* the stream has memory of zlib's */
    bool ended;
};

static struct type compress_type, decompress_type;

static struct stream_object *stream_of(borrowed v)
{
    return (struct stream_object *)v;
}

static owned raise_error(struct runtime *rt, borrowed error, int code, const char *doing,
                         const z_stream *stream)
{
    const char *text = stream->msg              ? stream->msg
                       : code == Z_BUF_ERROR    ? "incomplete or truncated stream"
                       : code == Z_STREAM_ERROR ? "inconsistent stream state"
                       : code == Z_DATA_ERROR   ? "invalid input data"
                                                : NULL;
    if (text)
        return exception_raise(rt, (struct type *)error, "Error %d %s: %s", code, doing, text);
    return exception_raise(rt, (struct type *)error, "Error %d %s", code, doing);
}

static owned finish(struct runtime *rt, struct buffer *out)
{
    owned result = bytes_new(rt, out->bytes ? out->bytes : (const uint8_t *)"", out->size);
    buffer_release(out);
    return result;
}

/* Runs the stream over what it has to read until it wants no more, or `most` bytes are out (0: no
 * limit). Gives zlib's last code. */
static int run(z_stream *stream, bool compresses, int flush, size_t most, struct buffer *out)
{
    int code;
    do {
        size_t room = most && most - out->size < BLOCK ? most - out->size : BLOCK;
        buffer_reserve(out, room);
        stream->next_out = out->bytes + out->size;
        stream->avail_out = (uInt)room;
        code = compresses ? deflate(stream, flush) : inflate(stream, flush);
        out->size += room - stream->avail_out;
    } while ((code == Z_OK || code == Z_BUF_ERROR) && stream->avail_out == 0 &&
             !(most && out->size >= most));
    return code;
}

/* --- in one call ------------------------------------------------------------------------------ */

FUNCTION(compress_all)
{
    static const char *const parameters[] = {"data", "level", "wbits", NULL};
    static const struct arguments specification = {"compress", parameters, 1, 1, 3};
    borrowed values[3];
    int64_t level = Z_DEFAULT_COMPRESSION, bits = MAX_WBITS;
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !bytes_require(rt, values[0], &in) ||
        (values[1] && !arguments_int(rt, values[1], &level)) ||
        (values[2] && !arguments_int(rt, values[2], &bits)))
        return NULL;
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)in.data, .avail_in = (uInt)in.size};
    int code = deflateInit2(&stream, (int)level, Z_DEFLATED, (int)bits, 8, Z_DEFAULT_STRATEGY);
    if (code == Z_STREAM_ERROR)
        return exception_raise(rt, (struct type *)self, "Bad compression level");
    if (code == Z_OK)
        code = run(&stream, true, Z_FINISH, 0, &out);
    deflateEnd(&stream);
    if (code == Z_STREAM_END)
        return finish(rt, &out);
    buffer_release(&out);
    return raise_error(rt, self, code, "while compressing data", &stream);
}

FUNCTION(decompress_all)
{
    static const char *const parameters[] = {"data", "wbits", "bufsize", NULL};
    static const struct arguments specification = {"decompress", parameters, 1, 1, 3};
    borrowed values[3];
    int64_t bits = MAX_WBITS;
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !bytes_require(rt, values[0], &in) || (values[1] && !arguments_int(rt, values[1], &bits)))
        return NULL;
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)in.data, .avail_in = (uInt)in.size};
    int code = inflateInit2(&stream, (int)bits);
    if (code == Z_OK)
        code = run(&stream, false, Z_SYNC_FLUSH, 0, &out);
    owned result = NULL;
    if (code == Z_STREAM_END)
        result = finish(rt, &out);
    else
        raise_error(rt, self, code == Z_OK ? Z_BUF_ERROR : code, "while decompressing data",
                    &stream);
    buffer_release(&out);
    inflateEnd(&stream);
    return result;
}

/* --- in several calls ------------------------------------------------------------------------- */

static struct stream_object *new_stream(struct runtime *rt, struct type *type, borrowed error)
{
    struct stream_object *object =
        (struct stream_object *)object_new(rt, type, sizeof *object, sizeof *object);
    if (!object)
        return NULL;
    object->compresses = type == &compress_type;
    slot_copy(rt, &object->header, &object->error, error);
    slot_set(rt, &object->header, &object->unused, bytes_new(rt, "", 0));
    slot_set(rt, &object->header, &object->rest, bytes_new(rt, "", 0));
    return object;
}

/* The stream is started, or ValueError raised and the object gone. */
static owned started(struct runtime *rt, struct stream_object *object, int code)
{
    if (code == Z_OK) {
        object->started = true;
        return &object->header;
    }
    object_release(rt, &object->header);
    if (code == Z_MEM_ERROR)
        rt->raise_memory_error(rt);
    else
        exception_raise(rt, &exception_ValueError, "Invalid initialization option");
    return NULL;
}

FUNCTION(make_compressor)
{
    static const char *const parameters[] = {"level",    "method", "wbits", "memLevel",
                                             "strategy", "zdict",  NULL};
    static const struct arguments specification = {"compressobj", parameters, 0, 0, 6};
    borrowed values[6];
    int64_t numbers[5] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, 8, Z_DEFAULT_STRATEGY};
    struct span dictionary = {0};
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values))
        return NULL;
    for (size_t i = 0; i < 5; i++) {
        if (values[i] && !arguments_int(rt, values[i], &numbers[i]))
            return NULL;
    }
    if (values[5] && !bytes_require(rt, values[5], &dictionary))
        return NULL;
    struct stream_object *object = new_stream(rt, &compress_type, self);
    if (!object)
        return NULL;
    int code = deflateInit2(&object->stream, (int)numbers[0], (int)numbers[1], (int)numbers[2],
                            (int)numbers[3], (int)numbers[4]);
    if (code == Z_OK && dictionary.data)
        deflateSetDictionary(&object->stream, dictionary.data, (uInt)dictionary.size);
    return started(rt, object, code);
}

FUNCTION(make_decompressor)
{
    static const char *const parameters[] = {"wbits", "zdict", NULL};
    static const struct arguments specification = {"decompressobj", parameters, 0, 0, 2};
    borrowed values[2];
    int64_t bits = MAX_WBITS;
    struct span dictionary = {0};
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[0] && !arguments_int(rt, values[0], &bits)) ||
        (values[1] && !bytes_require(rt, values[1], &dictionary)))
        return NULL;
    struct stream_object *object = new_stream(rt, &decompress_type, self);
    if (!object)
        return NULL;
    int code = inflateInit2(&object->stream, (int)bits);
    if (code == Z_OK && dictionary.data && bits < 0)
        code = inflateSetDictionary(&object->stream, dictionary.data, (uInt)dictionary.size);
    if (dictionary.data && bits >= 0) /* asked for by the data (Z_NEED_DICT): kept until then */
        slot_copy(rt, &object->header, &object->rest, values[1]);
    return started(rt, object, code);
}

FUNCTION(compress_more)
{
    struct stream_object *object = stream_of(self);
    struct span in;
    struct buffer out = BUFFER_EMPTY;
    if (!arguments_count(rt, "compress", positional, names, 1, 1) ||
        !bytes_require(rt, arguments[0], &in))
        return NULL;
    object->stream.next_in = (Bytef *)(uintptr_t)in.data;
    object->stream.avail_in = (uInt)in.size;
    int code = run(&object->stream, true, Z_NO_FLUSH, 0, &out);
    if (code == Z_OK || code == Z_BUF_ERROR)
        return finish(rt, &out);
    buffer_release(&out);
    return raise_error(rt, object->error, code, "while compressing data", &object->stream);
}

FUNCTION(flush_compressor)
{
    struct stream_object *object = stream_of(self);
    struct buffer out = BUFFER_EMPTY;
    int64_t mode = Z_FINISH;
    if (!arguments_count(rt, "flush", positional, names, 0, 1) ||
        (positional && !arguments_int(rt, arguments[0], &mode)))
        return NULL;
    if (mode == Z_NO_FLUSH)
        return bytes_new(rt, "", 0);
    object->stream.avail_in = 0;
    int code = run(&object->stream, true, (int)mode, 0, &out);
    if (code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR)
        return finish(rt, &out);
    buffer_release(&out);
    return raise_error(rt, object->error, code, "while flushing", &object->stream);
}

/* Keeps what stands behind the end, and what was not read. */
static void keep_rest(struct runtime *rt, struct stream_object *object)
{
    const uint8_t *next = object->stream.next_in;
    size_t left = object->stream.avail_in;
    if (object->ended && left > 0) {
        owned joined = bytes_new(rt, NULL, ((struct bytes *)object->unused)->size + left);
        struct bytes *old = (struct bytes *)object->unused;
        if (joined) {
            memcpy(((struct bytes *)joined)->data, old->data, old->size);
            memcpy(((struct bytes *)joined)->data + old->size, next, left);
            slot_set(rt, &object->header, &object->unused, joined);
        }
        left = 0;
    }
    slot_set(rt, &object->header, &object->rest,
             bytes_new(rt, left ? next : (const uint8_t *)"", left));
}

static owned decompress_some(struct runtime *rt, struct stream_object *object, struct span in,
                             size_t most)
{
    struct buffer out = BUFFER_EMPTY;
    int code = Z_STREAM_END;
    object->stream.next_in = (Bytef *)(uintptr_t)in.data;
    object->stream.avail_in = (uInt)in.size;
    if (!object->ended) {
        code = run(&object->stream, false, Z_SYNC_FLUSH, most, &out);
        if (code == Z_NEED_DICT && ((struct bytes *)object->rest)->size > 0) {
            struct span dictionary = bytes_span(object->rest);
            code = inflateSetDictionary(&object->stream, dictionary.data, (uInt)dictionary.size);
            if (code == Z_OK)
                code = run(&object->stream, false, Z_SYNC_FLUSH, most, &out);
        }
    }
    object->ended = code == Z_STREAM_END;
    if (code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR) {
        keep_rest(rt, object);
        return finish(rt, &out);
    }
    buffer_release(&out);
    return raise_error(rt, object->error, code, "while decompressing data", &object->stream);
}

FUNCTION(decompress_more)
{
    static const char *const parameters[] = {"data", "max_length", NULL};
    static const struct arguments specification = {"decompress", parameters, 1, 1, 2};
    borrowed values[2];
    int64_t most = 0;
    struct span in;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        !bytes_require(rt, values[0], &in) || (values[1] && !arguments_int(rt, values[1], &most)))
        return NULL;
    if (most < 0)
        return exception_raise(rt, &exception_ValueError, "max_length must be non-negative");
    return decompress_some(rt, stream_of(self), in, (size_t)most);
}

FUNCTION(flush_decompressor)
{
    (void)arguments;
    if (!arguments_count(rt, "flush", positional, names, 0, 1))
        return NULL;
    owned rest = object_retain(rt, stream_of(self)->rest);
    owned result = decompress_some(rt, stream_of(self), bytes_span(rest), 0);
    object_release(rt, rest);
    return result;
}

FUNCTION(copy_stream)
{
    (void)arguments;
    struct stream_object *object = stream_of(self);
    if (!arguments_count(rt, "copy", positional, NULL, 0, 1))
        return NULL;
    (void)names;
    struct stream_object *copy = new_stream(rt, object->header.type, object->error);
    if (!copy)
        return NULL;
    copy->ended = object->ended;
    slot_copy(rt, &copy->header, &copy->unused, object->unused);
    slot_copy(rt, &copy->header, &copy->rest, object->rest);
    return started(rt, copy,
                   object->compresses ? deflateCopy(&copy->stream, &object->stream)
                                      : inflateCopy(&copy->stream, &object->stream));
}

static owned get_unused(struct runtime *rt, borrowed self)
{
    return object_retain(rt, stream_of(self)->unused);
}

static owned get_rest(struct runtime *rt, borrowed self)
{
    return object_retain(rt, stream_of(self)->rest);
}

static owned get_ended(struct runtime *rt UNUSED, borrowed self)
{
    return bool_of(stream_of(self)->ended);
}

static int traverse(borrowed self, visit_function visit, void *context)
{
    const struct stream_object *object = stream_of(self);
    ITERATOR_VISIT(object->error);
    ITERATOR_VISIT(object->unused);
    ITERATOR_VISIT(object->rest);
    return 0;
}

static void dealloc(struct runtime *rt, borrowed self)
{
    struct stream_object *object = stream_of(self);
    if (object->started)
        object->compresses ? deflateEnd(&object->stream) : inflateEnd(&object->stream);
    slot_clear(rt, self, &object->error);
    slot_clear(rt, self, &object->unused);
    slot_clear(rt, self, &object->rest);
}

static const struct native_method compress_methods[] = {
    {"compress", compress_more, NATIVE_PLAIN, "Compress data; gives what is ready."},
    {"flush", flush_compressor, NATIVE_PLAIN, "The rest of the compressed data."},
    {"copy", copy_stream, NATIVE_PLAIN, NULL},
    {"__copy__", copy_stream, NATIVE_PLAIN, NULL},
    {"__deepcopy__", copy_stream, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_method decompress_methods[] = {
    {"decompress", decompress_more, NATIVE_PLAIN,
     "Decompress data; gives at most max_length bytes."},
    {"flush", flush_decompressor, NATIVE_PLAIN, "The rest of the decompressed data."},
    {"copy", copy_stream, NATIVE_PLAIN, NULL},
    {"__copy__", copy_stream, NATIVE_PLAIN, NULL},
    {"__deepcopy__", copy_stream, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_attribute decompress_attributes[] = {
    {"unused_data", get_unused, NULL},
    {"unconsumed_tail", get_rest, NULL},
    {"eof", get_ended, NULL},
    {0},
};

static struct type compress_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "zlib.Compress",
    .base = &object_type_,
    .size = sizeof(struct stream_object),
    .reported_size = sizeof(struct stream_object),
    .flags = TYPE_ABSTRACT,
    .traverse = traverse,
    .dealloc = dealloc,
    .methods = compress_methods,
};

static struct type decompress_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "zlib.Decompress",
    .base = &object_type_,
    .size = sizeof(struct stream_object),
    .reported_size = sizeof(struct stream_object),
    .flags = TYPE_ABSTRACT,
    .traverse = traverse,
    .dealloc = dealloc,
    .methods = decompress_methods,
    .attributes = decompress_attributes,
};

/* --- checksums -------------------------------------------------------------------------------- */

/* (data, start): the start as 32 bits of any int. */
static bool read_sum(struct runtime *rt, const char *function, const borrowed *arguments,
                     size_t positional, borrowed names, struct span *in, uint32_t *start)
{
    if (!arguments_count(rt, function, positional, names, 1, 2) ||
        !bytes_require(rt, arguments[0], in))
        return false;
    int64_t number;
    if (positional < 2)
        return true;
    if (!arguments_int(rt, arguments[1], &number))
        return false;
    *start = (uint32_t)number;
    return true;
}

FUNCTION(crc_32)
{
    struct span in;
    uint32_t start = 0;
    return read_sum(rt, "crc32", arguments, positional, names, &in, &start)
               ? int_tag((int64_t)crc32_z(start, in.data, in.size))
               : NULL;
}

FUNCTION(adler_32)
{
    struct span in;
    uint32_t start = 1;
    return read_sum(rt, "adler32", arguments, positional, names, &in, &start)
               ? int_tag((int64_t)adler32_z(start, in.data, in.size))
               : NULL;
}

static const struct native_method functions[] = {
    {"compress", compress_all, NATIVE_PLAIN, "The data, compressed."},
    {"decompress", decompress_all, NATIVE_PLAIN, "The data, decompressed."},
    {"compressobj", make_compressor, NATIVE_PLAIN, "A compression that goes on."},
    {"decompressobj", make_decompressor, NATIVE_PLAIN, "A decompression that goes on."},
    {"crc32", crc_32, NATIVE_PLAIN, "A CRC-32 checksum."},
    {"adler32", adler_32, NATIVE_PLAIN, "An Adler-32 checksum."},
    {0},
};

int module_fill_zlib(struct runtime *rt, borrowed module)
{
    static const struct module_constant constants[] = {MODULE_CONSTANT(Z_NO_COMPRESSION),
                                                       MODULE_CONSTANT(Z_BEST_SPEED),
                                                       MODULE_CONSTANT(Z_BEST_COMPRESSION),
                                                       MODULE_CONSTANT(Z_DEFAULT_COMPRESSION),
                                                       MODULE_CONSTANT(Z_FILTERED),
                                                       MODULE_CONSTANT(Z_HUFFMAN_ONLY),
                                                       MODULE_CONSTANT(Z_RLE),
                                                       MODULE_CONSTANT(Z_FIXED),
                                                       MODULE_CONSTANT(Z_DEFAULT_STRATEGY),
                                                       MODULE_CONSTANT(Z_NO_FLUSH),
                                                       MODULE_CONSTANT(Z_PARTIAL_FLUSH),
                                                       MODULE_CONSTANT(Z_SYNC_FLUSH),
                                                       MODULE_CONSTANT(Z_FULL_FLUSH),
                                                       MODULE_CONSTANT(Z_FINISH),
                                                       MODULE_CONSTANT(Z_BLOCK),
                                                       MODULE_CONSTANT(Z_TREES),
                                                       MODULE_CONSTANT(MAX_WBITS),
                                                       {"DEFLATED", Z_DEFLATED},
                                                       {"DEF_MEM_LEVEL", 8},
                                                       {"DEF_BUF_SIZE", BLOCK},
                                                       {0}};
    type_ready(rt, &compress_type);
    type_ready(rt, &decompress_type);
    if (module_add_constants(rt, module, constants) < 0 ||
        module_set(rt, module, "ZLIB_VERSION", str_from_text(rt, ZLIB_VERSION)) < 0 ||
        module_set(rt, module, "ZLIB_RUNTIME_VERSION", str_from_text(rt, zlibVersion())) < 0)
        return -1;
    return error_class_define(
        rt, module, error_class_new(rt, "zlib", "error", &exception_Exception), functions);
}
