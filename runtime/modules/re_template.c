/* Replacement templates: r'\1-\g<name>' (re_pattern.h). */
#include "runtime/modules/re_pattern.h"

#include "base/memory.h"
#include "runtime/modules/re_reader.h"
#include "runtime/types/bytes.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

struct writer {
    struct re_reader reader;
    struct re_pattern *pattern;
    struct {
        VECTOR_OF(uint32_t);
    } literal;      /* characters since the last group */
    borrowed parts; /* list */
};

/* Text of the kind of the template: str or bytes. */
static owned make_text(struct runtime *rt, bool is_text, const uint32_t *characters, size_t count)
{
    if (is_text)
        return str_from_characters(rt, characters, count);
    owned result = bytes_new(rt, NULL, count);
    for (size_t i = 0; result && i < count; i++)
        ((struct bytes *)result)->data[i] = (uint8_t)characters[i];
    return result;
}

static void add_part(struct writer *writer, owned part)
{
    if (part && list_append(writer->reader.rt, writer->parts, part) < 0)
        writer->reader.next = RE_END;
}

static void end_literal(struct writer *writer)
{
    if (writer->literal.count > 0)
        add_part(writer, make_text(writer->reader.rt, writer->reader.text.is_text,
                                   writer->literal.items, writer->literal.count));
    writer->literal.count = 0;
}

static void add_group(struct writer *writer, uint64_t group, size_t offset)
{
    if (group > writer->pattern->tree.groups) {
        re_reader_fail(&writer->reader, offset, "invalid group reference %lld", (long long)group);
        return;
    }
    end_literal(writer);
    add_part(writer, int_tag((int64_t)group));
}

/* \g has been read. */
static void read_reference(struct writer *writer)
{
    struct re_reader *reader = &writer->reader;
    uint64_t number = 0;
    if (!re_reader_accept(reader, '<')) {
        re_reader_fail(reader, 0, "missing <");
        return;
    }
    owned name = re_reader_name(reader, '>', "group name");
    if (!name)
        return;
    size_t size = str_length(name);
    if (re_reader_group_number(reader, name, &number)) {
        if (number >= RE_MOST_GROUPS)
            re_reader_fail(reader, size + 1, "invalid group reference %lld", (long long)number);
        else
            add_group(writer, number, size + 1);
    } else if (!runtime_has_error(reader->rt)) {
        borrowed known = dict_get(reader->rt, writer->pattern->group_index, name);
        if (known)
            add_group(writer, (uint64_t)int_untag(known), size + 1);
        else if (!runtime_has_error(reader->rt))
            exception_raise(reader->rt, &exception_IndexError, "unknown group name %R", name);
    }
    object_release(reader->rt, name);
}

static bool is_octal(uint32_t c)
{
    return c >= '0' && c <= '7';
}

/* \1 to \99, \101 or \0. */
static void read_digits(struct writer *writer, struct re_token token)
{
    struct re_reader *reader = &writer->reader;
    uint64_t number = token.second - '0';
    size_t size = 2;
    if (number == 0) {
        re_reader_digits(reader, 2, 8, &number);
        vector_push(&writer->literal, (uint32_t)number & 0xff);
        return;
    }
    if (reader->next >= '0' && reader->next <= '9') {
        uint32_t second = re_reader_get(reader).first;
        if (is_octal(token.second) && is_octal(second) && is_octal(reader->next)) {
            uint32_t third = re_reader_get(reader).first;
            number = (number * 8 + second - '0') * 8 + third - '0';
            if (number > 0377)
                re_reader_fail(reader, 4, "octal escape value \\%c%c%c outside of range 0-0o377",
                               (int)token.second, (int)second, (int)third);
            vector_push(&writer->literal, (uint32_t)number);
            return;
        }
        number = number * 10 + second - '0';
        size = 3;
    }
    add_group(writer, number, size - 1);
}

static void read_escape(struct writer *writer, struct re_token token)
{
    uint32_t c = token.second;
    int known = re_escape_letter(c);
    if (c == 'g') {
        read_reference(writer);
    } else if (c >= '0' && c <= '9') {
        read_digits(writer, token);
    } else if (known >= 0) {
        vector_push(&writer->literal, (uint32_t)known);
    } else if ((c | 32) >= 'a' && (c | 32) <= 'z') {
        re_reader_fail(&writer->reader, 2, "bad escape \\%c", (int)c);
    } else {
        vector_push(&writer->literal, '\\');
        vector_push(&writer->literal, c);
    }
}

owned re_template_parse(struct runtime *rt, struct re_pattern *pattern, borrowed template)
{
    struct re_text text;
    if (!re_text_view(template, &text))
        return exception_raise(rt, &exception_TypeError,
                               "decoding to str: need a bytes-like object, %T found", template);
    struct writer writer = {.pattern = pattern, .parts = list_new(rt, 4)};
    if (!writer.parts)
        return NULL;
    re_reader_start(&writer.reader, rt, &text);
    for (;;) {
        struct re_token token = re_reader_get(&writer.reader);
        if (token.first == RE_END)
            break;
        if (token.first == '\\')
            read_escape(&writer, token);
        else
            vector_push(&writer.literal, token.first);
    }
    if (!runtime_has_error(rt))
        end_literal(&writer);
    vector_release(&writer.literal);
    owned result = runtime_has_error(rt) ? NULL : tuple_from_iterable(rt, writer.parts);
    object_release(rt, writer.parts);
    return result;
}

owned re_template_join(struct runtime *rt, bool is_text, borrowed parts)
{
    owned empty = make_text(rt, is_text, NULL, 0);
    owned result =
        empty ? object_call_method(rt, empty, str_intern_text(rt, "join"), &parts, 1) : NULL;
    object_release_maybe(rt, empty);
    return result;
}

owned re_template_expand(struct runtime *rt, borrowed template, borrowed match)
{
    const struct re_match *found = (const struct re_match *)match;
    bool is_text = ((struct re_pattern *)found->pattern)->tree.is_text;
    owned parts = list_new(rt, tuple_count(template));
    for (size_t i = 0; parts && i < tuple_count(template); i++) {
        borrowed item = tuple_item(template, i);
        owned part = int_is_tagged(item) ? re_match_group(rt, match, (size_t)int_untag(item), NULL)
                                         : object_retain(rt, item);
        if (!part || list_append(rt, parts, part) < 0) {
            object_release(rt, parts);
            parts = NULL;
        }
    }
    owned result = parts ? re_template_join(rt, is_text, parts) : NULL;
    object_release_maybe(rt, parts);
    return result;
}
