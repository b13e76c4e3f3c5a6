/* Building text piece by piece (str.h). The width grows when a wider character comes, so it is
 * always the smallest that fits. */
#include "base/memory.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_codec.h"
#include "runtime/types/str_parts.h"

/* Makes room for `more` characters of `width`. */
static void reserve(struct str_builder *builder, size_t more, unsigned width)
{
    size_t needed = builder->length + more;
    if (width <= builder->width && needed <= builder->capacity)
        return;
    size_t capacity = builder->capacity;
    if (needed > capacity) {
        capacity += capacity / 2;
        capacity = capacity < needed ? needed : capacity;
        capacity = capacity < 32 ? 32 : capacity;
    }
    if (width <= builder->width) {
        builder->data = memory_resize(builder->data, capacity, builder->width);
    } else {
        uint8_t *data = memory_allocate(capacity * width);
        if (builder->length)
            str_copy_characters(data, width, 0, builder->data, builder->width, 0, builder->length);
        memory_free(builder->data);
        builder->data = data;
        builder->width = (uint8_t)width;
    }
    builder->capacity = capacity;
}

void str_builder_character(struct str_builder *builder, uint32_t character)
{
    reserve(builder, 1, str_width_of(character));
    str_put(builder->data, builder->width, builder->length++, character);
}

static void append(struct str_builder *builder, const void *data, unsigned width, size_t start,
                   size_t count, unsigned needed_width)
{
    reserve(builder, count, needed_width);
    str_copy_characters(builder->data, builder->width, builder->length, data, width, start, count);
    builder->length += count;
}

void str_builder_text(struct str_builder *builder, const char *utf8)
{
    size_t size = strlen(utf8);
    if (str_bound(utf8, 1, 0, size) < 128)
        append(builder, utf8, 1, 0, size, 1);
    else
        str_codec_append_utf8(builder, (const uint8_t *)utf8, size);
}

void str_builder_append(struct str_builder *builder, borrowed text)
{
    const struct str *str = str_of(text);
    append(builder, str->data, str->width, 0, str->length, str->width);
}

void str_builder_part(struct str_builder *builder, borrowed text, size_t start, size_t end)
{
    const struct str *str = str_of(text);
    unsigned needed =
        str->width == 1 ? 1 : str_width_of(str_bound(str->data, str->width, start, end));
    append(builder, str->data, str->width, start, end - start, needed);
}

/* Appends what one of the two printing functions gives. */
static int append_printed(struct runtime *rt, struct str_builder *builder, owned printed)
{
    if (!printed)
        return -1;
    str_builder_append(builder, printed);
    object_release(rt, printed);
    return 0;
}

int str_builder_repr(struct runtime *rt, struct str_builder *builder, borrowed v)
{
    return append_printed(rt, builder, object_repr(rt, v));
}

int str_builder_str(struct runtime *rt, struct str_builder *builder, borrowed v)
{
    if (object_is_pointer(v) && v->type == &str_type) {
        str_builder_append(builder, v);
        return 0;
    }
    return append_printed(rt, builder, object_str(rt, v));
}

owned str_builder_finish(struct runtime *rt, struct str_builder *builder)
{
    owned result;
    if (builder->length == 0) {
        result = str_empty();
    } else if (builder->length == 1) {
        result = str_from_character(rt, str_get(builder->data, builder->width, 0));
    } else {
        uint32_t bound = builder->width == 1   ? str_bound(builder->data, 1, 0, builder->length)
                         : builder->width == 2 ? 0xffff
                                               : 0x10ffff;
        result = str_allocate(rt, builder->length, bound);
        if (result)
            memcpy(str_of(result)->data, builder->data, builder->length * builder->width);
    }
    str_builder_release(builder);
    return result;
}

void str_builder_release(struct str_builder *builder)
{
    memory_free(builder->data);
    *builder = STR_BUILDER_EMPTY;
}
