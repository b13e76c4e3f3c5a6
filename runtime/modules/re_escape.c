/* Escapes and sets of a pattern: \x41 \101 \N{…}, [a-z\d] (re_reader.h). */
#include "runtime/modules/re_reader.h"
#include "runtime/python/interpreter.h"
#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

static bool is_letter(uint32_t c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

int re_escape_letter(uint32_t letter)
{
    static const char letters[] = "abfnrtv\\", characters[] = "\a\b\f\n\r\t\v\\";
    const char *place = letter && letter < 128 ? strchr(letters, (int)letter) : NULL;
    return place ? characters[place - letters] : -1;
}

static int fail_escape(struct re_reader *reader, struct re_token token, const char *format)
{
    owned piece = re_reader_piece(reader, token.start, re_reader_tell(reader));
    if (piece)
        re_reader_fail(reader, re_reader_tell(reader) - token.start, format, piece);
    object_release_maybe(reader->rt, piece);
    return -1;
}

/* \N{EM DASH}: the module unicodedata knows it. */
static int escape_name(struct re_reader *reader, uint32_t *character)
{
    struct runtime *rt = reader->rt;
    if (!re_reader_accept(reader, '{')) {
        re_reader_fail(reader, 0, "missing {");
        return -1;
    }
    owned name = re_reader_name(reader, '}', "character name");
    owned module =
        name ? import_module(rt, str_intern_text(rt, "unicodedata"), NULL, NULL, 0) : NULL;
    owned found =
        module ? object_call_method(rt, module, str_intern_text(rt, "lookup"), &name, 1) : NULL;
    bool good = found && str_check(found) && str_length(found) == 1;
    if (good)
        *character = str_character((struct str *)found, 0);
    if (name && !good) {
        exception_clear(rt);
        re_reader_fail(reader, str_length(name) + 4, "undefined character name %R", name);
    }
    object_release_maybe(rt, found);
    object_release_maybe(rt, module);
    object_release_maybe(rt, name);
    return good ? 1 : -1;
}

int re_escape_number(struct re_reader *reader, struct re_token token, uint32_t *character)
{
    uint32_t letter = token.second;
    uint64_t number = 0;
    size_t wanted = letter == 'x'                           ? 2
                    : letter == 'u' && reader->text.is_text ? 4
                    : letter == 'U' && reader->text.is_text ? 8
                                                            : 0;
    if (letter == 'N' && reader->text.is_text)
        return escape_name(reader, character);
    if (!wanted)
        return 0;
    if (re_reader_digits(reader, wanted, 16, &number) < wanted)
        return fail_escape(reader, token, "incomplete escape %U");
    if (number > 0x10ffff)
        return fail_escape(reader, token, "bad escape %U");
    *character = (uint32_t)number;
    return 1;
}

/* --- sets ------------------------------------------------------------------------------------- */

/* One member, which begins with `token`. */
static struct re_range read_member(struct re_reader *reader, struct re_token token)
{
    uint32_t character = token.first;
    uint64_t number = token.second - '0';
    if (character != '\\')
        return (struct re_range){character, character, 0};
    int known = re_escape_letter(token.second);
    if (known >= 0)
        return (struct re_range){(uint32_t)known, (uint32_t)known, 0};
    if (token.second < 128 && token.second && strchr("dDsSwW", (int)token.second))
        return (struct re_range){0, 0, (char)token.second};
    int status = re_escape_number(reader, token, &character);
    if (status == 0 && token.second >= '0' && token.second <= '7') {
        re_reader_digits(reader, 2, 8, &number);
        if (number > 0377)
            fail_escape(reader, token, "octal escape value %U outside of range 0-0o377");
        character = (uint32_t)number;
    } else if (status == 0) {
        if (is_letter(token.second) || (token.second >= '8' && token.second <= '9'))
            fail_escape(reader, token, "bad escape %U");
        character = token.second;
    }
    return (struct re_range){character, character, 0};
}

static void warn_of_operator(struct re_reader *reader, uint32_t c)
{
    re_reader_warn(reader, &exception_FutureWarning, "Possible set %s at position %zu",
                   c == '-'   ? "difference"
                   : c == '&' ? "intersection"
                   : c == '~' ? "symmetric difference"
                              : "union",
                   re_reader_tell(reader) - 1);
}

static bool is_operator(uint32_t c)
{
    return c == '-' || c == '&' || c == '~' || c == '|';
}

/* low- has been read, which began at `start`, and then `token`. */
static void add_range(struct re_reader *reader, struct re_node *set, struct re_range low,
                      size_t start, struct re_token token)
{
    if (token.first == '-')
        re_reader_warn(reader, &exception_FutureWarning, "Possible set difference at position %zu",
                       re_reader_tell(reader) - 2);
    struct re_range high = read_member(reader, token);
    if (!low.category && !high.category && low.low <= high.low) {
        vector_push(&set->ranges, (struct re_range){low.low, high.low, 0});
        return;
    }
    /* CPython prints both ends as they are written, but without the digits of escapes. */
    size_t low_size = re_text_at(&reader->text, start) == '\\' ? 2 : 1;
    size_t high_size = token.first == '\\' ? 2 : 1;
    owned first = re_reader_piece(reader, start, start + low_size);
    owned second = first ? re_reader_piece(reader, token.start, token.start + high_size) : NULL;
    if (second)
        re_reader_fail(reader, low_size + 1 + high_size, "bad character range %U-%U", first,
                       second);
    object_release_maybe(reader->rt, first);
    object_release_maybe(reader->rt, second);
}

void re_escape_set(struct re_reader *reader, struct re_node *set, size_t start)
{
    if (reader->next == '[')
        re_reader_warn(reader, &exception_FutureWarning, "Possible nested set at position %zu",
                       re_reader_tell(reader));
    set->negated = re_reader_accept(reader, '^');
    for (;;) {
        struct re_token token = re_reader_get(reader);
        if (token.first == RE_END)
            break;
        if (token.first == ']' && set->ranges.count > 0)
            return;
        if (set->ranges.count > 0 && is_operator(token.first) && reader->next == token.first)
            warn_of_operator(reader, token.first);
        struct re_range range = read_member(reader, token);
        if (!re_reader_accept(reader, '-')) {
            vector_push(&set->ranges, range);
            continue;
        }
        struct re_token after = re_reader_get(reader);
        if (after.first == RE_END)
            break;
        if (after.first == ']') {
            vector_push(&set->ranges, range);
            vector_push(&set->ranges, (struct re_range){'-', '-', 0});
            return;
        }
        add_range(reader, set, range, token.start, after);
    }
    re_reader_fail(reader, re_reader_tell(reader) - start, "unterminated character set");
}
