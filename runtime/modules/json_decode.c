/* The module _json: reading (json_parts.h). Recursive descent over the characters of a str. */
#include "runtime/core/gc.h"
#include "runtime/modules/json_parts.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#include <math.h>

#define END UINT32_MAX

struct decoder {
    struct runtime *rt;
    borrowed text;
    size_t place;
    const struct json_hooks *hooks;
};

static owned decode(struct decoder *decoder);

static uint32_t peek(const struct decoder *decoder)
{
    const struct str *text = (const struct str *)decoder->text;
    return decoder->place < text->length ? str_character(text, decoder->place) : END;
}

/* Raises error(message, text, place). Always NULL. */
static owned fail(struct decoder *decoder, const char *message, size_t place)
{
    struct runtime *rt = decoder->rt;
    owned text = str_from_text(rt, message);
    if (!text)
        return NULL;
    borrowed arguments[3] = {text, decoder->text, int_tag((int64_t)place)};
    owned error = object_call(rt, decoder->hooks->error, arguments, 3, NULL);
    object_release(rt, text);
    if (error)
        exception_set(rt, error);
    return NULL;
}

static void skip_spaces(struct decoder *decoder)
{
    for (uint32_t c = peek(decoder); c == ' ' || c == '\t' || c == '\n' || c == '\r';
         c = peek(decoder))
        decoder->place++;
}

/* --- texts ------------------------------------------------------------------------------------ */

/* Four hex digits at `place`; END where there are none. */
static uint32_t read_unit(const struct decoder *decoder, size_t place)
{
    const struct str *text = (const struct str *)decoder->text;
    uint32_t unit = 0;
    if (place + 4 > text->length)
        return END;
    for (size_t i = 0; i < 4; i++) {
        uint32_t c = str_character(text, place + i), letter = c | 32;
        if (c >= '0' && c <= '9')
            unit = unit << 4 | (c - '0');
        else if (letter >= 'a' && letter <= 'f')
            unit = unit << 4 | (letter - 'a' + 10);
        else
            return END;
    }
    return unit;
}

/* \uXXXX, and the second half of a pair. -1: error. */
static int read_unicode(struct decoder *decoder, struct str_builder *builder)
{
    uint32_t unit = read_unit(decoder, decoder->place);
    if (unit == END) {
        fail(decoder, "Invalid \\uXXXX escape", decoder->place - 1);
        return -1;
    }
    decoder->place += 4;
    const struct str *text = (const struct str *)decoder->text;
    if (unit >= 0xd800 && unit < 0xdc00 && decoder->place + 6 <= text->length &&
        peek(decoder) == '\\' && str_character(text, decoder->place + 1) == 'u') {
        uint32_t low = read_unit(decoder, decoder->place + 2);
        if (low >= 0xdc00 && low < 0xe000) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            decoder->place += 6;
        }
    }
    str_builder_character(builder, unit);
    return 0;
}

static int read_escape(struct decoder *decoder, struct str_builder *builder, size_t start)
{
    static const char letters[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    uint32_t c = peek(decoder);
    if (c == END) {
        fail(decoder, "Unterminated string starting at", start);
        return -1;
    }
    decoder->place++;
    if (c == 'u')
        return read_unicode(decoder, builder);
    for (size_t i = 0; i < sizeof letters - 1; i += 2)
        if (c == (uint32_t)letters[i]) {
            str_builder_character(builder, (uint32_t)letters[i + 1]);
            return 0;
        }
    fail(decoder, "Invalid \\escape", decoder->place - 2);
    return -1;
}

/* A text, behind its opening quote. */
static owned decode_text(struct decoder *decoder)
{
    size_t start = decoder->place - 1, plain = decoder->place;
    struct str_builder builder = STR_BUILDER_EMPTY;
    for (;;) {
        uint32_t c = peek(decoder);
        if (c == END || (c < 32 && decoder->hooks->is_strict)) {
            str_builder_release(&builder);
            return c == END ? fail(decoder, "Unterminated string starting at", start)
                            : fail(decoder, "Invalid control character at", decoder->place);
        }
        if (c != '"' && c != '\\') {
            decoder->place++;
            continue;
        }
        str_builder_part(&builder, decoder->text, plain, decoder->place);
        decoder->place++;
        if (c == '"')
            return str_builder_finish(decoder->rt, &builder);
        if (read_escape(decoder, &builder, start) < 0) {
            str_builder_release(&builder);
            return NULL;
        }
        plain = decoder->place;
    }
}

/* --- numbers and constants -------------------------------------------------------------------- */

static size_t skip_digits(struct decoder *decoder)
{
    size_t start = decoder->place;
    while (peek(decoder) >= '0' && peek(decoder) <= '9')
        decoder->place++;
    return decoder->place - start;
}

/* What `hook` makes of the characters from start to the place. */
static owned call_hook(struct decoder *decoder, borrowed hook, size_t start)
{
    owned text = str_substring(decoder->rt, decoder->text, start, decoder->place);
    owned result = text ? object_call_one(decoder->rt, hook, text) : NULL;
    object_release_maybe(decoder->rt, text);
    return result;
}

static owned decode_number(struct decoder *decoder)
{
    size_t start = decoder->place;
    bool is_real = false;
    if (peek(decoder) == '-')
        decoder->place++;
    if (peek(decoder) == '0')
        decoder->place++;
    else if (skip_digits(decoder) == 0)
        return fail(decoder, "Expecting value", start);
    size_t end = decoder->place;
    if (peek(decoder) == '.') {
        decoder->place++;
        if (skip_digits(decoder) > 0) {
            is_real = true;
            end = decoder->place;
        }
        decoder->place = end;
    }
    if ((peek(decoder) | 32) == 'e') {
        decoder->place++;
        if (peek(decoder) == '+' || peek(decoder) == '-')
            decoder->place++;
        if (skip_digits(decoder) > 0) {
            is_real = true;
            end = decoder->place;
        }
        decoder->place = end;
    }
    borrowed hook = is_real ? decoder->hooks->real : decoder->hooks->whole;
    return call_hook(decoder, hook ? hook : is_real ? &float_type.header : &int_type.header, start);
}

/* The constant at the place; NULL without an error where there is none. */
static owned decode_constant(struct decoder *decoder)
{
    static const struct {
        const char *text;
        borrowed value; /* NULL: a float, which the hook parse_constant may replace */
        double number;
    } constants[] = {
        {"null", NONE, 0},  {"true", &bool_true, 0},      {"false", &bool_false, 0},
        {"NaN", NULL, NAN}, {"Infinity", NULL, INFINITY}, {"-Infinity", NULL, -INFINITY}};
    const struct str *text = (const struct str *)decoder->text;
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        size_t length = strlen(constants[i].text), same = 0;
        while (same < length && decoder->place + same < text->length &&
               str_character(text, decoder->place + same) == (uint32_t)constants[i].text[same])
            same++;
        if (same < length)
            continue;
        size_t start = decoder->place;
        decoder->place += length;
        if (constants[i].value)
            return constants[i].value;
        return decoder->hooks->constant ? call_hook(decoder, decoder->hooks->constant, start)
                                        : float_new(decoder->rt, constants[i].number);
    }
    return NULL;
}

/* --- containers ------------------------------------------------------------------------------- */

/* Behind an item: 1 go on after a comma, 0 the end, -1 error. */
static int next_item(struct decoder *decoder, uint32_t closing)
{
    skip_spaces(decoder);
    uint32_t c = peek(decoder);
    if (c == closing) {
        decoder->place++;
        return 0;
    }
    if (c == ',') {
        decoder->place++;
        skip_spaces(decoder);
        return 1;
    }
    fail(decoder, "Expecting ',' delimiter", decoder->place);
    return -1;
}

static owned decode_array(struct decoder *decoder)
{
    owned list = list_new(decoder->rt, 0);
    if (!list)
        return NULL;
    skip_spaces(decoder);
    if (peek(decoder) == ']') {
        decoder->place++;
        return list;
    }
    for (int more = 1; more > 0;) {
        owned item = decode(decoder);
        more = item && list_append(decoder->rt, list, item) == 0 ? next_item(decoder, ']') : -1;
        if (more < 0) {
            object_release(decoder->rt, list);
            return NULL;
        }
    }
    return list;
}

/* One "key": value of an object into the dict, or as a pair into the list. -1: error. */
static int decode_member(struct decoder *decoder, borrowed members)
{
    struct runtime *rt = decoder->rt;
    if (peek(decoder) != '"') {
        fail(decoder, "Expecting property name enclosed in double quotes", decoder->place);
        return -1;
    }
    decoder->place++;
    owned key = decode_text(decoder);
    if (!key)
        return -1;
    skip_spaces(decoder);
    if (peek(decoder) != ':') {
        object_release(rt, key);
        fail(decoder, "Expecting ':' delimiter", decoder->place);
        return -1;
    }
    decoder->place++;
    skip_spaces(decoder);
    owned value = decode(decoder);
    if (!value) {
        object_release(rt, key);
        return -1;
    }
    if (dict_check(members)) {
        int status = dict_set(rt, members, key, value);
        object_release(rt, key);
        return status;
    }
    owned parts[2] = {key, value};
    owned pair = tuple_from_owned(rt, parts, 2);
    return pair ? list_append(rt, members, pair) : -1;
}

static owned decode_object(struct decoder *decoder)
{
    struct runtime *rt = decoder->rt;
    borrowed hook = decoder->hooks->pairs ? decoder->hooks->pairs : decoder->hooks->object;
    owned members = decoder->hooks->pairs ? list_new(rt, 0) : dict_new(rt);
    if (!members)
        return NULL;
    skip_spaces(decoder);
    int more = peek(decoder) != '}';
    decoder->place += !more;
    while (more > 0)
        more = decode_member(decoder, members) == 0 ? next_item(decoder, '}') : -1;
    owned result = more < 0 ? NULL
                   : hook   ? object_call_one(rt, hook, members)
                            : object_retain(rt, members);
    object_release(rt, members);
    return result;
}

static owned decode(struct decoder *decoder)
{
    uint32_t c = peek(decoder);
    if (c == '"') {
        decoder->place++;
        return decode_text(decoder);
    }
    if (c == '{' || c == '[') {
        if (!protocol_enter(decoder->rt, " while decoding a JSON document"))
            return NULL;
        decoder->place++;
        owned result = c == '{' ? decode_object(decoder) : decode_array(decoder);
        protocol_leave(decoder->rt);
        return result;
    }
    owned constant = decode_constant(decoder);
    if (constant || decoder->rt->error)
        return constant;
    if (c == '-' || (c >= '0' && c <= '9'))
        return decode_number(decoder);
    return fail(decoder, "Expecting value", decoder->place);
}

owned json_decode(struct runtime *rt, borrowed text, const struct json_hooks *hooks)
{
    struct decoder decoder = {.rt = rt, .text = text, .hooks = hooks};
    skip_spaces(&decoder);
    owned result = decode(&decoder);
    if (!result)
        return NULL;
    skip_spaces(&decoder);
    if (peek(&decoder) == END)
        return result;
    object_release(rt, result);
    return fail(&decoder, "Extra data", decoder.place);
}

owned json_decode_from(struct runtime *rt, borrowed text, int64_t start,
                       const struct json_hooks *hooks)
{
    if (start < 0)
        return exception_raise(rt, &exception_ValueError, "idx cannot be negative");
    struct decoder decoder = {.rt = rt, .text = text, .place = (size_t)start, .hooks = hooks};
    owned value = decode(&decoder);
    owned result = value ? tuple_new(rt, 2) : NULL;
    if (!result) {
        object_release_maybe(rt, value);
        return NULL;
    }
    tuple_fill(rt, result, 0, value);
    tuple_fill(rt, result, 1, int_tag((int64_t)decoder.place));
    gc_track(rt, result);
    return result;
}
