/* The types' services for core (services.h). */
#include "runtime/types/services.h"

#include "runtime/core/gc.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/hash.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str_codec.h"
#include "runtime/types/tuple.h"

#include <inttypes.h>

#define LABEL_LIMIT 200 /* bytes of a key that name an edge */

static borrowed find_name(borrowed dict, borrowed name)
{
    int64_t place = dict_find_str(dict, name);
    return place < 0 ? NULL : ((struct dict *)dict)->entries[place].value;
}

static void raise_unreferenceable(struct runtime *rt, borrowed target)
{
    exception_raise(rt, &exception_TypeError, "cannot create weak reference to '%T' object",
                    target);
}

/* Runs something whose error nobody can handle, beside the error that may be in flight. */
static void call_reporting(struct runtime *rt, borrowed callable, const borrowed *arguments,
                           size_t count)
{
    owned pending = exception_take(rt);
    owned result = object_call(rt, callable, arguments, count, NULL);
    if (result)
        object_release(rt, result);
    else
        rt->report_unraisable(rt, callable);
    exception_restore(rt, pending);
}

static void call_weak_callback(struct runtime *rt, borrowed callback, borrowed reference)
{
    call_reporting(rt, callback, &reference, 1);
}

/* --- the collector ---------------------------------------------------------------------------- */

bool services_may_be_in_cycle(borrowed v)
{
    return object_is_counted(v) && type_has_flag(v->type, TYPE_TRACKED | TYPE_PART) &&
           (v->type != &tuple_type || gc_is_tracked(v));
}

static bool is_atomic_tuple(borrowed v)
{
    for (size_t i = 0; i < tuple_count(v); i++)
        if (!tuple_item(v, i) || services_may_be_in_cycle(tuple_item(v, i)))
            return false;
    return true;
}

static bool is_atomic_dict(borrowed v)
{
    size_t position = 0;
    borrowed key, value;
    while (dict_next(v, &position, &key, &value))
        if (services_may_be_in_cycle(value) || services_may_be_in_cycle(key))
            return false;
    return true;
}

static bool is_atomic(borrowed v)
{
    return v->type == &tuple_type ? is_atomic_tuple(v) : v->type == &dict_type && is_atomic_dict(v);
}

static void append_garbage(struct runtime *rt, borrowed v)
{
    borrowed *garbage = gc_garbage_slot(rt);
    owned pending = exception_take(rt);
    if (!*garbage) {
        owned list = list_new(rt, 0);
        object_move(rt, list, IN_FLIGHT, ledger_root(rt, ROOT_GARBAGE));
        *garbage = list;
    }
    if (list_append(rt, *garbage, object_retain(rt, v)) < 0)
        rt->report_unraisable(rt, v);
    exception_restore(rt, pending);
}

static owned make_information(struct runtime *rt, int generation, int64_t collected,
                              int64_t uncollectable)
{
    owned information = dict_new(rt);
    if (!information)
        return NULL;
    dict_set_text(rt, information, "generation", int_tag(generation));
    dict_set_text(rt, information, "collected", int_tag(collected));
    dict_set_text(rt, information, "uncollectable", int_tag(uncollectable));
    return information;
}

static void call_collector_callbacks(struct runtime *rt, const char *phase, int generation,
                                     int64_t collected, int64_t uncollectable)
{
    borrowed callbacks = *gc_callbacks_slot(rt);
    if (!callbacks || !list_check(callbacks) || ((struct list *)callbacks)->count == 0)
        return;
    owned information = make_information(rt, generation, collected, uncollectable);
    if (!information) {
        exception_clear(rt);
        return;
    }
    borrowed arguments[] = {str_intern_text(rt, phase), information};
    for (size_t i = 0; i < ((struct list *)callbacks)->count; i++) {
        owned callback = object_retain(rt, ((struct list *)callbacks)->items[i]);
        call_reporting(rt, callback, arguments, 2);
        object_release(rt, callback);
    }
    object_release(rt, information);
}

/* --- labels ----------------------------------------------------------------------------------- */

/* A cut must not fall inside a character. */
static size_t cut_text(const char *text, size_t size)
{
    if (size <= LABEL_LIMIT)
        return size;
    size = LABEL_LIMIT;
    while (size && (text[size] & 0xC0) == 0x80)
        size--;
    return size;
}

/* Appends to the buffer of a label; what does not fit is left out. */
static void add_label(struct label_text *label, const char *text, size_t size)
{
    size_t room = sizeof label->buffer - label->size;
    if (size > room)
        for (size = room; size > 0 && (text[size] & 0xC0) == 0x80;)
            size--; /* not amidst a character */
    memcpy(label->buffer + label->size, text, size);
    label->size += size;
}

static void describe_key(borrowed key, struct label_text *label, int depth);

static void describe_tuple(const struct tuple *tuple, struct label_text *label, int depth)
{
    add_label(label, "(", 1);
    for (size_t i = 0; i < tuple->count && label->size < sizeof label->buffer; i++) {
        add_label(label, ", ", i > 0 ? 2 : 0);
        describe_key(tuple->items[i], label, depth + 1);
    }
    add_label(label, ",)", tuple->count == 1 ? 2 : 0);
    add_label(label, ")", tuple->count == 1 ? 0 : 1);
}

/* A key as Python writes it, where that is short: (3, 'x'); of other objects the type: <Session>.
 */
static void describe_key(borrowed key, struct label_text *label, int depth)
{
    enum { DEEPEST = 2 };
    char text[64];
    size_t size;
    if (int_is_tagged(key)) {
        add_label(label, text, (size_t)snprintf(text, sizeof text, "%" PRId64, int_untag(key)));
    } else if (!object_is_pointer(key)) {
        add_label(label, "<float>", 7);
    } else if (str_check(key)) {
        const char *content = str_utf8(key, &size);
        add_label(label, "'", 1);
        add_label(label, content, size);
        add_label(label, "'", 1);
    } else if (key->type == &tuple_type && depth < DEEPEST) {
        describe_tuple((const struct tuple *)key, label, depth);
    } else if (key == NONE) {
        add_label(label, "None", 4);
    } else if (key == bool_of(true)) {
        add_label(label, "True", 4);
    } else if (key == bool_of(false)) {
        add_label(label, "False", 5);
    } else {
        add_label(label, text, (size_t)snprintf(text, sizeof text, "<%.50s>", key->type->name));
    }
}

static void label_text(borrowed name, struct label_text *label)
{
    label->is_text = str_check(name);
    label->fixed = label->is_text && name->count >= OBJECT_IMMORTAL;
    if (label->is_text) {
        label->text = str_utf8(name, &label->size);
        label->size = cut_text(label->text, label->size);
        return;
    }
    label->text = label->buffer;
    label->size = 0;
    describe_key(name, label, 0);
}

/* --- contents --------------------------------------------------------------------------------- */

static const char ELLIPSIS[] = "\u2026";

/* Appends a piece. False, and the text ends with an ellipsis: there is no room. */
static bool add_piece(struct content_text *content, const void *piece, size_t size)
{
    bool fits = content->size + size + sizeof ELLIPSIS - 1 <= sizeof content->text;
    if (!fits) {
        piece = ELLIPSIS;
        size = sizeof ELLIPSIS - 1;
    }
    memcpy(content->text + content->size, piece, size);
    content->size += size;
    return fits;
}

static void describe_str(struct str *text, struct content_text *content)
{
    uint8_t piece[4];
    /* Two texts of different width may have the same bytes. */
    content->hash = (uint64_t)str_hash(&text->header) ^ text->width * UINT64_C(0x9e3779b97f4a7c15);
    if (text->ascii && text->length < sizeof content->text - sizeof ELLIPSIS) {
        add_piece(content, text->data, text->length);
        return;
    }
    for (size_t i = 0; i < text->length; i++) {
        uint32_t character = str_character(text, i);
        bool is_surrogate = character >= 0xD800 && character < 0xE000;
        if (!add_piece(content, piece, str_codec_write(is_surrogate ? 0xFFFD : character, piece)))
            break;
    }
}

/* As repr writes them, without the b and the quotes. */
static void describe_bytes(const struct bytes *bytes, struct content_text *content)
{
    static const char digits[] = "0123456789abcdef";
    content->hash = (uint64_t)hash_bytes(bytes->data, bytes->size);
    for (size_t i = 0; i < bytes->size; i++) {
        uint8_t byte = bytes->data[i];
        char escape[4] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        bool is_plain = byte >= ' ' && byte < 0x7F && byte != '\\';
        if (!add_piece(content, is_plain ? (const void *)&byte : escape, is_plain ? 1 : 4))
            break;
    }
}

static bool content_text(borrowed v, struct content_text *content)
{
    content->size = 0;
    if (str_check(v))
        describe_str((struct str *)v, content);
    else if (bytes_check(v))
        describe_bytes((const struct bytes *)v, content);
    else
        return false;
    return true;
}

static const struct services services = {
    .find_name = find_name,
    .complete_type = class_complete_builtin,
    .raise_unreferenceable = raise_unreferenceable,
    .call_weak_callback = call_weak_callback,
    .is_atomic = is_atomic,
    .append_garbage = append_garbage,
    .call_collector_callbacks = call_collector_callbacks,
    .label_text = label_text,
    .content_text = content_text,
};

void services_connect(struct runtime *rt)
{
    rt->services = &services;
    names_ready(rt);
}
