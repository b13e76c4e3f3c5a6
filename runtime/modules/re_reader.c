/* Reading a pattern or template (re_reader.h): tokens, names, errors, warnings. */
#include "runtime/modules/re_reader.h"

#include "runtime/python/frame.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/bytes.h"
#include "runtime/types/character.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/module.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <stdarg.h>

bool re_text_view(borrowed v, struct re_text *text)
{
    *text = (struct re_text){.source = v, .width = 1, .is_text = str_check(v)};
    if (!text->is_text)
        return (text->data = bytes_view(v, &text->length)) != NULL;
    const struct str *str = (const struct str *)v;
    text->data = str->data;
    text->length = str->length;
    text->width = str->width;
    return true;
}

/* --- tokens ----------------------------------------------------------------------------------- */

static void advance(struct re_reader *reader)
{
    reader->next = RE_END;
    if (runtime_has_error(reader->rt) || reader->index >= reader->text.length)
        return;
    uint32_t character = re_text_at(&reader->text, reader->index++);
    if (character == '\\') {
        if (reader->index >= reader->text.length) {
            re_reader_fail_at(reader, reader->text.length - 1, "bad escape (end of pattern)");
            return;
        }
        reader->after = re_text_at(&reader->text, reader->index++);
    }
    reader->next = character;
}

void re_reader_start(struct re_reader *reader, struct runtime *rt, const struct re_text *text)
{
    *reader = (struct re_reader){.rt = rt, .text = *text};
    advance(reader);
}

size_t re_reader_tell(const struct re_reader *reader)
{
    return reader->index - (reader->next == RE_END ? 0 : reader->next == '\\' ? 2 : 1);
}

void re_reader_seek(struct re_reader *reader, size_t place)
{
    reader->index = place;
    advance(reader);
}

struct re_token re_reader_get(struct re_reader *reader)
{
    struct re_token token = {reader->next, reader->after, re_reader_tell(reader)};
    advance(reader);
    return token;
}

bool re_reader_accept(struct re_reader *reader, uint32_t character)
{
    if (reader->next != character)
        return false;
    advance(reader);
    return true;
}

static int digit_of(uint32_t c, int base)
{
    int digit = c >= '0' && c <= '9'                 ? (int)(c - '0')
                : (c | 32) >= 'a' && (c | 32) <= 'f' ? (int)((c | 32) - 'a' + 10)
                                                     : 99;
    return digit < base ? digit : -1;
}

size_t re_reader_digits(struct re_reader *reader, size_t most, int base, uint64_t *number)
{
    size_t count = 0;
    for (int digit;
         count < most && reader->next != RE_END && (digit = digit_of(reader->next, base)) >= 0;
         count++) {
        *number = *number < UINT64_C(1) << 48 ? *number * (uint64_t)base + (uint64_t)digit
                                              : *number; /* too large is too large */
        advance(reader);
    }
    return count;
}

/* --- names ------------------------------------------------------------------------------------ */

owned re_reader_piece(const struct re_reader *reader, size_t start, size_t end)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    for (size_t i = start; i < end; i++)
        str_builder_character(&text, re_text_at(&reader->text, i));
    return str_builder_finish(reader->rt, &text);
}

owned re_reader_name(struct re_reader *reader, uint32_t terminator, const char *what)
{
    size_t start = re_reader_tell(reader), size;
    for (;;) {
        struct re_token token = re_reader_get(reader);
        size = token.start - start;
        if (token.first == RE_END) {
            if (size == 0)
                re_reader_fail(reader, 0, "missing %s", what);
            else
                re_reader_fail(reader, size, "missing %c, unterminated name", (int)terminator);
            return NULL;
        }
        if (token.first == terminator)
            break;
    }
    if (size == 0) {
        re_reader_fail(reader, 1, "missing %s", what);
        return NULL;
    }
    return re_reader_piece(reader, start, start + size);
}

static bool is_identifier(borrowed name)
{
    const struct str *text = (const struct str *)name;
    if (text->length == 0 || !character_is_identifier_start(str_character(text, 0)))
        return false;
    for (size_t i = 1; i < text->length; i++) {
        if (!character_is_identifier_part(str_character(text, i)))
            return false;
    }
    return true;
}

bool re_reader_check_name(struct re_reader *reader, borrowed name, size_t offset)
{
    if (!is_identifier(name)) {
        re_reader_fail(reader, str_length(name) + offset, "bad character in group name %R", name);
        return false;
    }
    if (!reader->text.is_text && !((const struct str *)name)->ascii)
        re_reader_warn(reader, &exception_DeprecationWarning,
                       "bad character in group name %R at position %zu", name,
                       re_reader_tell(reader) - str_length(name) - offset);
    return !runtime_has_error(reader->rt);
}

int re_reader_group_number(struct re_reader *reader, borrowed name, uint64_t *number)
{
    struct runtime *rt = reader->rt;
    if (is_identifier(name))
        return 0;
    owned value = object_call_one(rt, &int_type.header, name);
    int64_t result = -1;
    if (value && int_get(rt, value, &result) < 0)
        result = INT64_MAX;
    object_release_maybe(rt, value);
    exception_clear(rt);
    if (result < 0) {
        re_reader_fail(reader, str_length(name) + 1, "bad character in group name %R", name);
        return 0;
    }
    bool plain = ((const struct str *)name)->ascii;
    for (size_t i = 0; plain && i < str_length(name); i++) {
        uint32_t c = str_character((const struct str *)name, i);
        plain = c >= '0' && c <= '9';
    }
    *number = (uint64_t)result;
    if (!plain)
        re_reader_warn(reader, &exception_DeprecationWarning,
                       "bad character in group name %R at position %zu", name,
                       re_reader_tell(reader) - str_length(name) - 1);
    return runtime_has_error(rt) ? 0 : 1;
}

/* --- errors and warnings ---------------------------------------------------------------------- */

/* module.name(*arguments) of a module of the library. */
static owned call_in_module(struct runtime *rt, const char *module_name, const char *name,
                            const borrowed *arguments, size_t count)
{
    owned module = import_module(rt, str_intern_text(rt, module_name), NULL, NULL, 0);
    owned result =
        module ? object_call_method(rt, module, str_intern_text(rt, name), arguments, count) : NULL;
    object_release_maybe(rt, module);
    return result;
}

void re_reader_raise(struct runtime *rt, owned message, borrowed pattern, size_t place)
{
    if (!message)
        return;
    borrowed arguments[3] = {message, pattern, int_tag((int64_t)place)};
    owned error = call_in_module(rt, "re", "error", arguments, place == SIZE_MAX ? 1 : 3);
    object_release(rt, message);
    if (error)
        exception_set(rt, error);
}

/* Messages about bytes are ASCII: é is \\xe9 in them. */
static owned make_ascii(struct runtime *rt, owned message)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    for (size_t i = 0; i < str_length(message); i++) {
        uint32_t c = str_character((const struct str *)message, i);
        char escape[16];
        snprintf(escape, sizeof escape, c < 128 ? "%c" : "\\x%02x", c);
        str_builder_text(&text, escape);
    }
    object_release(rt, message);
    return str_builder_finish(rt, &text);
}

static void raise_error(struct re_reader *reader, size_t place, owned message)
{
    if (message && !reader->text.is_text)
        message = make_ascii(reader->rt, message);
    re_reader_raise(reader->rt, message, reader->text.source, place);
    reader->next = RE_END;
}

void re_reader_fail_at(struct re_reader *reader, size_t place, const char *format, ...)
{
    va_list list;
    if (runtime_has_error(reader->rt))
        return;
    va_start(list, format);
    raise_error(reader, place, str_format_list(reader->rt, format, list));
    va_end(list);
}

void re_reader_fail(struct re_reader *reader, size_t offset, const char *format, ...)
{
    va_list list;
    if (runtime_has_error(reader->rt))
        return;
    va_start(list, format);
    raise_error(reader, re_reader_tell(reader) - offset, str_format_list(reader->rt, format, list));
    va_end(list);
}

/* How many frames the warning is away from the program: those of the module re itself. */
static int64_t count_own_frames(struct runtime *rt)
{
    borrowed module = dict_get_text(rt, rt->interpreter->modules, "re");
    int64_t count = 1;
    for (const struct frame *frame = rt->frame;
         module && frame && frame->globals == module_dict(module); frame = frame->back)
        count++;
    return count;
}

void re_reader_warn(struct re_reader *reader, struct type *category, const char *format, ...)
{
    struct runtime *rt = reader->rt;
    va_list list;
    if (runtime_has_error(rt))
        return;
    va_start(list, format);
    owned message = str_format_list(rt, format, list);
    va_end(list);
    if (message && !reader->text.is_text)
        message = make_ascii(rt, message);
    borrowed arguments[3] = {message, &category->header, int_tag(count_own_frames(rt))};
    owned result = message ? call_in_module(rt, "warnings", "warn", arguments, 3) : NULL;
    object_release_maybe(rt, result);
    object_release_maybe(rt, message);
    if (!result)
        reader->next = RE_END;
}
