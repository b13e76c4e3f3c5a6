/* The module _json: printing (json_parts.h). */
#include "runtime/modules/json_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/float.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/sequence.h"
#include "runtime/types/singletons.h"
#include "runtime/types/tuple.h"

#include <math.h>

struct encoder {
    struct runtime *rt;
    struct str_builder *out;
    const struct json_style *style;
    const struct enclosing *inside; /* the containers being printed, innermost first */
    unsigned level;
};

struct enclosing {
    borrowed container;
    const struct enclosing *outer;
};

static int encode(struct encoder *encoder, borrowed v);

/* --- texts and numbers ------------------------------------------------------------------------ */

static void append_code(struct str_builder *builder, uint32_t unit)
{
    char text[16];
    snprintf(text, sizeof text, "\\u%04x", unit);
    str_builder_text(builder, text);
}

static void append_escaped(struct str_builder *builder, uint32_t c, bool ascii_only)
{
    static const char letters[] = "\"\"\\\\\nn\rr\tt\ff\bb";
    for (size_t i = 0; c < 128 && i < sizeof letters - 1; i += 2)
        if (letters[i] == (char)c) {
            str_builder_character(builder, '\\');
            str_builder_character(builder, (uint32_t)letters[i + 1]);
            return;
        }
    if (c < 32) {
        append_code(builder, c);
    } else if (c < 128 || !ascii_only) {
        str_builder_character(builder, c);
    } else if (c < 0x10000) {
        append_code(builder, c);
    } else {
        append_code(builder, 0xd800 + ((c - 0x10000) >> 10));
        append_code(builder, 0xdc00 + ((c - 0x10000) & 0x3ff));
    }
}

void json_append_text(struct str_builder *builder, borrowed text, bool ascii_only)
{
    const struct str *str = (const struct str *)text;
    str_builder_character(builder, '"');
    for (size_t i = 0; i < str->length; i++)
        append_escaped(builder, str_character(str, i), ascii_only);
    str_builder_character(builder, '"');
}

static int append_float(struct encoder *encoder, double number)
{
    char text[32];
    if (isfinite(number)) {
        float_repr_text(number, text);
        str_builder_text(encoder->out, text);
        return 0;
    }
    if (!encoder->style->allow_nan) {
        exception_raise(encoder->rt, &exception_ValueError,
                        "Out of range float values are not JSON compliant");
        return -1;
    }
    str_builder_text(encoder->out, isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    return 0;
}

/* The repr of an int, also where a derived class prints itself otherwise. */
static int append_int(struct encoder *encoder, borrowed v)
{
    owned text = int_type.repr(encoder->rt, v);
    if (!text)
        return -1;
    str_builder_append(encoder->out, text);
    object_release(encoder->rt, text);
    return 0;
}

/* --- containers ------------------------------------------------------------------------------- */

static void new_line(struct encoder *encoder)
{
    if (!encoder->style->indent)
        return;
    str_builder_character(encoder->out, '\n');
    for (unsigned i = 0; i < encoder->level; i++)
        str_builder_append(encoder->out, encoder->style->indent);
}

static int encode_sequence(struct encoder *encoder, borrowed v)
{
    if (sequence_size(v) == 0) {
        str_builder_text(encoder->out, "[]");
        return 0;
    }
    str_builder_character(encoder->out, '[');
    encoder->level++;
    for (size_t i = 0; i < sequence_size(v); i++) {
        if (i > 0)
            str_builder_append(encoder->out, encoder->style->item_separator);
        new_line(encoder);
        owned item = object_retain(encoder->rt, sequence_items(v)[i]);
        int status = encode(encoder, item);
        object_release(encoder->rt, item);
        if (status < 0)
            return -1;
    }
    encoder->level--;
    new_line(encoder);
    str_builder_character(encoder->out, ']');
    return 0;
}

static bool can_be_key(struct runtime *rt, borrowed key)
{
    return str_check(key) || key == NONE || int_check(rt, key) || float_check(rt, key);
}

/* Appends a key as a text; -1: it cannot be one. */
static int append_key(struct encoder *encoder, borrowed key)
{
    if (str_check(key)) {
        json_append_text(encoder->out, key, encoder->style->ascii_only);
        return 0;
    }
    if (!can_be_key(encoder->rt, key)) {
        exception_raise(encoder->rt, &exception_TypeError,
                        "keys must be str, int, float, bool or None, not %T", key);
        return -1;
    }
    str_builder_character(encoder->out, '"');
    int status = encode(encoder, key);
    str_builder_character(encoder->out, '"');
    return status;
}

static int encode_item(struct encoder *encoder, borrowed key, borrowed value, bool *first)
{
    if (encoder->style->skip_keys && !can_be_key(encoder->rt, key))
        return 0;
    if (!*first)
        str_builder_append(encoder->out, encoder->style->item_separator);
    *first = false;
    new_line(encoder);
    if (append_key(encoder, key) < 0)
        return -1;
    str_builder_append(encoder->out, encoder->style->key_separator);
    return encode(encoder, value);
}

static int encode_items(struct encoder *encoder, borrowed items)
{
    bool first = true;
    for (size_t i = 0; i < ((struct list *)items)->count; i++) {
        borrowed pair = ((struct list *)items)->items[i];
        if (!tuple_check(pair) || tuple_count(pair) != 2) {
            exception_raise(encoder->rt, &exception_ValueError, "items must return 2-tuples");
            return -1;
        }
        if (encode_item(encoder, tuple_item(pair, 0), tuple_item(pair, 1), &first) < 0)
            return -1;
    }
    return 0;
}

static int encode_dict(struct encoder *encoder, borrowed v)
{
    struct runtime *rt = encoder->rt;
    if (((struct dict *)v)->count == 0) {
        str_builder_text(encoder->out, "{}");
        return 0;
    }
    owned view = object_call_method(rt, v, names.items, NULL, 0);
    owned items = view ? list_from_iterable(rt, view) : NULL;
    object_release_maybe(rt, view);
    int status = -1;
    if (items && (!encoder->style->sort_keys || list_sort(rt, items, NONE, false) == 0)) {
        str_builder_character(encoder->out, '{');
        encoder->level++;
        status = encode_items(encoder, items);
        encoder->level--;
        new_line(encoder);
        str_builder_character(encoder->out, '}');
    }
    object_release_maybe(rt, items);
    return status;
}

static int encode_fallback(struct encoder *encoder, borrowed v)
{
    if (!encoder->style->fallback) {
        exception_raise(encoder->rt, &exception_TypeError,
                        "Object of type %T is not JSON serializable", v);
        return -1;
    }
    owned replaced = object_call_one(encoder->rt, encoder->style->fallback, v);
    if (!replaced)
        return -1;
    int status = encode(encoder, replaced);
    object_release(encoder->rt, replaced);
    return status;
}

/* What may contain other objects: printed with a note of what it is inside of. */
static int encode_nested(struct encoder *encoder, borrowed v)
{
    for (const struct enclosing *outer = encoder->inside; outer; outer = outer->outer)
        if (outer->container == v) {
            exception_raise(encoder->rt, &exception_ValueError, "Circular reference detected");
            return -1;
        }
    if (!protocol_enter(encoder->rt, " while encoding a JSON object"))
        return -1;
    struct enclosing here = {v, encoder->inside};
    encoder->inside = &here;
    int status = list_check(v) || tuple_check(v) ? encode_sequence(encoder, v)
                 : dict_check(v)                 ? encode_dict(encoder, v)
                                                 : encode_fallback(encoder, v);
    encoder->inside = here.outer;
    protocol_leave(encoder->rt);
    return status;
}

static int encode(struct encoder *encoder, borrowed v)
{
    if (str_check(v)) {
        json_append_text(encoder->out, v, encoder->style->ascii_only);
        return 0;
    }
    const char *constant = v == NONE          ? "null"
                           : v == &bool_true  ? "true"
                           : v == &bool_false ? "false"
                                              : NULL;
    if (constant) {
        str_builder_text(encoder->out, constant);
        return 0;
    }
    if (int_check(encoder->rt, v))
        return append_int(encoder, v);
    if (float_check(encoder->rt, v))
        return append_float(encoder, float_value(v));
    return encode_nested(encoder, v);
}

int json_encode(struct runtime *rt, struct str_builder *builder, borrowed v,
                const struct json_style *style)
{
    struct encoder encoder = {.rt = rt, .out = builder, .style = style};
    return encode(&encoder, v);
}
