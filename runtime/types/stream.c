/* Files over the streams of C: opening, closing, writing, reading lines.
 *
 * Text is UTF-8. Reading turns \r\n and \r into \n, as Python's universal newlines do. Writing goes
 * through the handle's buffer, which exit and fork see as C programs do.
 */
#include "runtime/types/stream.h"

#include "base/buffer.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/stream_methods.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- opening ---------------------------------------------------------------------------------- */

owned stream_new(struct runtime *rt, FILE *handle, borrowed name, const char *mode, bool is_shared)
{
    bool is_text = strchr(mode, 'b') == NULL;
    struct type *type = is_text ? &text_stream_type : &binary_stream_type;
    owned mode_text = str_from_text(rt, mode);
    struct stream *file =
        mode_text ? (struct stream *)object_new(rt, type, sizeof *file, 192) : NULL;
    if (!file) {
        object_release_maybe(rt, mode_text);
        return NULL;
    }
    file->handle = handle;
    file->encoding = is_shared ? "utf-8" : "UTF-8"; /* as CPython names it where none is given */
    file->is_text = is_text;
    file->is_shared = is_shared;
    file->is_readable = strpbrk(mode, "r+") != NULL;
    file->is_writable = strpbrk(mode, "wax+") != NULL;
    slot_copy(rt, &file->header, &file->name, name);
    slot_set(rt, &file->header, &file->mode, mode_text);
    gc_track(rt, &file->header);
    return &file->header;
}

owned stream_new_standard(struct runtime *rt, FILE *handle)
{
    const char *name = handle == stdin ? "<stdin>" : handle == stdout ? "<stdout>" : "<stderr>";
    return stream_new(rt, handle, str_intern_text(rt, name), handle == stdin ? "r" : "w", true);
}

/* Is the mode one that open() takes? It is then also fopen's, but for the order of its letters. */
static bool check_mode(struct runtime *rt, const char *mode)
{
    size_t ways = 0, pluses = 0, texts = 0, binaries = 0;
    for (const char *letter = mode; *letter; letter++) {
        ways += strchr("rwax", *letter) != NULL;
        pluses += *letter == '+';
        texts += *letter == 't';
        binaries += *letter == 'b';
        if (!strchr("rwax+tb", *letter)) {
            exception_raise(rt, &exception_ValueError, "invalid mode: '%s'", mode);
            return false;
        }
    }
    if (texts > 0 && binaries > 0)
        exception_raise(rt, &exception_ValueError, "can't have text and binary mode at once");
    else if (ways != 1 || pluses > 1)
        exception_raise(rt, &exception_ValueError,
                        "must have exactly one of create/read/write/append mode");
    return !runtime_has_error(rt);
}

/* The path as C text, borrowed from *held, which the caller releases. */
static const char *path_text(struct runtime *rt, borrowed path, owned *held)
{
    *held = NULL;
    if (!str_check(path) && !bytes_check(path)) {
        owned method = object_find_special(rt, path, str_intern_text(rt, "__fspath__"));
        if (!method && !runtime_has_error(rt))
            exception_raise(rt, &exception_TypeError,
                            "expected str, bytes or os.PathLike object, not %T", path);
        if (!method)
            return NULL;
        *held = path = object_call_none(rt, method);
        object_release(rt, method);
        if (!path)
            return NULL;
    }
    return bytes_check(path) ? (const char *)((struct bytes *)path)->data : str_utf8(path, NULL);
}

static owned open_path(struct runtime *rt, borrowed path, const char *mode, const char *stream_mode)
{
    owned held;
    struct stat status;
    const char *text = path_text(rt, path, &held);
    FILE *handle = text ? fopen(text, stream_mode) : NULL;
    owned file = NULL;
    if (handle && fstat(fileno(handle), &status) == 0 && S_ISDIR(status.st_mode)) {
        fclose(handle);
        exception_raise_errno(rt, EISDIR, text);
    } else if (handle) {
        file = stream_new(rt, handle, path, mode, false);
    } else if (text) {
        exception_raise_errno(rt, errno, text);
    }
    object_release_maybe(rt, held);
    return file;
}

owned stream_open(struct runtime *rt, borrowed path, const char *mode)
{
    char stream_mode[5] = {0};
    int64_t descriptor;
    if (!check_mode(rt, mode))
        return NULL;
    stream_mode[0] = strchr(mode, 'x') ? 'w' : mode[strcspn(mode, "rwa")];
    strcat(stream_mode, strchr(mode, '+') ? "+" : "");
    strcat(stream_mode, strchr(mode, 'x') ? "x" : "");
    strcat(stream_mode, "e"); /* not inherited by programs that are started */
    if (!int_check(rt, path))
        return open_path(rt, path, mode, stream_mode);
    if (int_get(rt, path, &descriptor) < 0)
        return NULL;
    FILE *handle = fdopen((int)descriptor, stream_mode);
    return handle ? stream_new(rt, handle, path, mode, false)
                  : exception_raise_errno(rt, errno, NULL);
}

/* --- reading and writing ---------------------------------------------------------------------- */

bool stream_is_usable(struct runtime *rt, struct stream *file, bool to_write)
{
    if (!file->handle)
        exception_raise(rt, &exception_ValueError, "I/O operation on closed file.");
    else if (to_write ? !file->is_writable : !file->is_readable)
        exception_raise(rt, &exception_OSError, to_write ? "not writable" : "not readable");
    return !runtime_has_error(rt);
}

int stream_write(struct runtime *rt, borrowed v, borrowed text)
{
    struct stream *file = (struct stream *)v;
    size_t size;
    if (!stream_is_usable(rt, file, true))
        return -1;
    const char *bytes = str_utf8(text, &size);
    if (fwrite_unlocked(bytes, 1, size, file->handle) < size) {
        exception_raise_errno(rt, errno, NULL);
        return -1;
    }
    return 0;
}

int stream_flush(struct runtime *rt, borrowed v)
{
    struct stream *file = (struct stream *)v;
    if (file->handle && file->is_writable && fflush(file->handle) != 0) {
        exception_raise_errno(rt, errno, NULL);
        return -1;
    }
    return 0;
}

int stream_read_character(struct stream *file)
{
    int character = getc_unlocked(file->handle);
    if (LIKELY(character != '\r') || !file->is_text || file->keeps_newlines)
        return character;
    int next = getc_unlocked(file->handle);
    if (next != '\n' && next != EOF)
        ungetc(next, file->handle);
    return '\n';
}

owned stream_make_result(struct runtime *rt, struct stream *file, const struct buffer *bytes)
{
    return file->is_text ? str_new(rt, (const char *)bytes->bytes, bytes->size)
                         : bytes_new(rt, bytes->bytes, bytes->size);
}

owned stream_read_line(struct runtime *rt, borrowed v, int64_t limit)
{
    struct stream *file = (struct stream *)v;
    struct buffer line = BUFFER_EMPTY;
    int character = 0;
    if (!stream_is_usable(rt, file, false))
        return NULL;
    while ((limit < 0 || (int64_t)line.size < limit) && character != '\n' &&
           (character = stream_read_character(file)) != EOF)
        buffer_append_byte(&line, (uint8_t)character);
    owned result = NULL;
    if (ferror(file->handle))
        exception_raise_errno(rt, errno, NULL);
    else if (line.size > 0 || limit == 0)
        result = stream_make_result(rt, file, &line);
    buffer_release(&line);
    return result;
}

/* Takes the handle from the file and from its binary twin. */
static FILE *take_handle(struct stream *file)
{
    FILE *handle = file->handle;
    file->handle = NULL;
    if (file->buffer)
        ((struct stream *)file->buffer)->handle = NULL;
    return handle;
}

int stream_close(struct runtime *rt, borrowed v)
{
    struct stream *file = (struct stream *)v;
    FILE *handle = take_handle(file);
    if (handle && (file->is_shared ? fflush(handle) : fclose(handle)) != 0) {
        exception_raise_errno(rt, errno, NULL);
        return -1;
    }
    return 0;
}

/* --- slots ------------------------------------------------------------------------------------ */

static int traverse_file(borrowed self, visit_function visit, void *context)
{
    struct stream *file = (struct stream *)self;
    ITERATOR_VISIT(file->name);
    ITERATOR_VISIT(file->mode);
    ITERATOR_VISIT(file->buffer);
    ITERATOR_VISIT_AS(file->dict, "__dict__");
    return 0;
}

static int clear_file(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct stream *)self)->dict);
    return 0;
}

static void dealloc_file(struct runtime *rt, borrowed self)
{
    struct stream *file = (struct stream *)self;
    FILE *handle = take_handle(file);
    if (handle && !file->is_shared)
        fclose(handle);
    slot_clear(rt, self, &file->name);
    slot_clear(rt, self, &file->mode);
    slot_clear(rt, self, &file->buffer);
    slot_clear(rt, self, &file->dict);
}

static owned repr_file(struct runtime *rt, borrowed self)
{
    struct stream *file = (struct stream *)self;
    if (!file->is_text)
        return str_format(rt, "<%s name=%R>", self->type->name, file->name);
    return str_format(rt, "<%s name=%R mode=%R encoding='%s'>", self->type->name, file->name,
                      file->mode, file->encoding);
}

static owned next_line(struct runtime *rt, borrowed self)
{
    return stream_read_line(rt, self, -1);
}

#define STREAM_TYPE(identifier, type_name)                                                         \
    struct type identifier = {                                                                     \
        .header = OBJECT_STATIC(&type_type),                                                       \
        .name = type_name,                                                                         \
        .size = sizeof(struct stream),                                                             \
        .reported_size = 192,                                                                      \
        .flags = TYPE_TRACKED | TYPE_ABSTRACT,                                                     \
        .dict_offset = offsetof(struct stream, dict),                                              \
        .has_weak_references = true,                                                               \
        .base = &object_type_,                                                                     \
        .traverse = traverse_file,                                                                 \
        .clear = clear_file,                                                                       \
        .dealloc = dealloc_file,                                                                   \
        .repr = repr_file,                                                                         \
        .iterate = iterator_itself,                                                                \
        .next = next_line,                                                                         \
        .methods = stream_methods,                                                                 \
        .attributes = stream_attributes,                                                           \
    }

STREAM_TYPE(text_stream_type, "_io.TextIOWrapper");
STREAM_TYPE(binary_stream_type, "_io.BufferedRandom");
