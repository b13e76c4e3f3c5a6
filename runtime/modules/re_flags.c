/* The flags of a pattern: (?i), (?a-i:…), and those that are implied. */
#include "runtime/modules/re_parser.h"

#include "runtime/types/character.h"
#include "runtime/types/exception.h"

uint32_t re_flags_of(uint32_t c)
{
    switch (c) {
    case 'i':
        return RE_IGNORECASE;
    case 'L':
        return RE_LOCALE;
    case 'm':
        return RE_MULTILINE;
    case 's':
        return RE_DOTALL;
    case 'x':
        return RE_VERBOSE;
    case 'a':
        return RE_ASCII;
    case 't':
        return RE_TEMPLATE;
    case 'u':
        return RE_UNICODE;
    default:
        return 0;
    }
}

static void fail_flag(struct re_parser *parser, uint32_t c, const char *missing)
{
    if (c == RE_END)
        re_reader_fail(&parser->reader, 0, "%s", missing);
    else
        re_reader_fail(&parser->reader, c == '\\' ? 2 : 1, "%s",
                       c != '\\' && character_is_alpha(c) ? "unknown flag" : missing);
}

/* The flags that are turned on, from `c` on; gives the character behind them, RE_END: raised. */
static uint32_t parse_added(struct re_parser *parser, uint32_t c, uint32_t *added)
{
    struct re_reader *reader = &parser->reader;
    for (;;) {
        uint32_t flag = re_flags_of(c);
        if (reader->text.is_text && c == 'L')
            re_reader_fail(reader, 0, "bad inline flags: cannot use 'L' flag with a str pattern");
        if (!reader->text.is_text && c == 'u')
            re_reader_fail(reader, 0, "bad inline flags: cannot use 'u' flag with a bytes pattern");
        *added |= flag;
        if ((flag & RE_TYPE_FLAGS) && (*added & RE_TYPE_FLAGS) != flag)
            re_reader_fail(reader, 0, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
        c = re_reader_get(reader).first;
        if (c == ')' || c == '-' || c == ':')
            return c;
        if (c == RE_END || !re_flags_of(c)) {
            fail_flag(parser, c, "missing -, : or )");
            return RE_END;
        }
    }
}

static void parse_removed(struct re_parser *parser, uint32_t *removed)
{
    struct re_reader *reader = &parser->reader;
    uint32_t c = re_reader_get(reader).first;
    if (c == RE_END || !re_flags_of(c)) {
        fail_flag(parser, c, "missing flag");
        return;
    }
    for (;;) {
        uint32_t flag = re_flags_of(c);
        if (flag & RE_TYPE_FLAGS)
            re_reader_fail(reader, 0, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        *removed |= flag;
        c = re_reader_get(reader).first;
        if (c == ':')
            return;
        if (c == RE_END || !re_flags_of(c)) {
            fail_flag(parser, c, "missing :");
            return;
        }
    }
}

bool re_flags_parse(struct re_parser *parser, uint32_t c, uint32_t *added, uint32_t *removed)
{
    struct re_reader *reader = &parser->reader;
    if (c != '-')
        c = parse_added(parser, c, added);
    if (c == ')') {
        parser->tree->flags |= *added;
        return true;
    }
    if (c == RE_END)
        return false;
    if (*added & RE_GLOBAL_FLAGS)
        re_reader_fail(reader, 1, "bad inline flags: cannot turn on global flag");
    if (c == '-')
        parse_removed(parser, removed);
    if (*removed & RE_GLOBAL_FLAGS)
        re_reader_fail(reader, 1, "bad inline flags: cannot turn off global flag");
    if (*added & *removed)
        re_reader_fail(reader, 1, "bad inline flags: flag turned on and off");
    return false;
}

void re_flags_settle(struct re_parser *parser)
{
    struct runtime *rt = parser->reader.rt;
    uint32_t *flags = &parser->tree->flags;
    const char *problem = NULL;
    if (parser->tree->is_text) {
        if (*flags & RE_LOCALE)
            problem = "cannot use LOCALE flag with a str pattern";
        else if (!(*flags & RE_ASCII))
            *flags |= RE_UNICODE;
        else if (*flags & RE_UNICODE)
            problem = "ASCII and UNICODE flags are incompatible";
    } else if (*flags & RE_UNICODE) {
        problem = "cannot use UNICODE flag with a bytes pattern";
    } else if ((*flags & RE_LOCALE) && (*flags & RE_ASCII)) {
        problem = "ASCII and LOCALE flags are incompatible";
    }
    if (problem && !runtime_has_error(rt))
        exception_raise(rt, &exception_ValueError, "%s", problem);
    parser->tree->uses_unicode = parser->tree->uses_unicode || (*flags & RE_UNICODE);
}
