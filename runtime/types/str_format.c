/* Formatting from C: printf with %R %S %T %U (str.h, exception.h), and the repr of a str. */
#include "runtime/types/character.h"
#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str_parts.h"

#include <ctype.h>

/* --- one conversion --------------------------------------------------------------------------- */

/* Appends %R, %S, %T or %U; -1: error. */
static int append_object(struct runtime *rt, struct str_builder *builder, char conversion,
                         borrowed v)
{
    switch (conversion) {
    case 'R':
        return str_builder_repr(rt, builder, v);
    case 'S':
        return str_builder_str(rt, builder, v);
    case 'T':
        str_builder_text(builder, object_type(rt, v)->name);
        return 0;
    default:
        str_builder_append(builder, v);
        return 0;
    }
}

struct directive {
    char text[32]; /* "%-5zd" */
    char conversion;
    bool is_long;  /* l, ll or z: 64 bits here */
    int precision; /* -1: none */
};

/* Reads the directive behind a '%' and gives what follows it. */
static const char *read_directive(const char *next, struct directive *directive)
{
    size_t size = 0;
    *directive = (struct directive){.precision = -1};
    directive->text[size++] = '%';
    while (!isalpha((unsigned char)*next) || *next == 'l' || *next == 'z') {
        directive->is_long |= *next == 'l' || *next == 'z';
        if (*next == '.')
            directive->precision = atoi(next + 1);
        if (size < sizeof directive->text - 2)
            directive->text[size++] = *next;
        next++;
    }
    directive->conversion = *next;
    directive->text[size++] = *next;
    directive->text[size] = 0;
    return next + 1;
}

/* Appends the next argument of C type; the directive is handed on to printf. */
static void append_plain(struct str_builder *builder, const struct directive *directive,
                         va_list *list)
{
    char text[512];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    switch (directive->conversion) {
    case 's': {
        const char *string = va_arg(*list, const char *);
        if (strcmp(directive->text, "%s") == 0) {
            str_builder_text(builder, string);
            return;
        }
        snprintf(text, sizeof text, directive->text, string);
        break;
    }
    case 'e':
    case 'f':
    case 'g':
        snprintf(text, sizeof text, directive->text, va_arg(*list, double));
        break;
    case 'p':
        snprintf(text, sizeof text, directive->text, va_arg(*list, void *));
        break;
    default:
        if (directive->is_long)
            snprintf(text, sizeof text, directive->text, va_arg(*list, long long));
        else
            snprintf(text, sizeof text, directive->text, va_arg(*list, int));
    }
#pragma GCC diagnostic pop
    str_builder_text(builder, text);
}

owned str_format_list(struct runtime *rt, const char *format, va_list list)
{
    struct str_builder builder = STR_BUILDER_EMPTY;
    va_list arguments;
    va_copy(arguments, list);
    int status = 0;
    const char *next = format;
    while (*next && status == 0) {
        size_t plain = strcspn(next, "%");
        if (plain) {
            owned part = str_new(rt, next, plain);
            if (part)
                str_builder_append(&builder, part);
            object_release_maybe(rt, part);
            next += plain;
            continue;
        }
        if (next[1] == '%') {
            str_builder_character(&builder, '%');
            next += 2;
            continue;
        }
        struct directive directive;
        next = read_directive(next + 1, &directive);
        if (strchr("RSTU", directive.conversion))
            status = append_object(rt, &builder, directive.conversion, va_arg(arguments, borrowed));
        else
            append_plain(&builder, &directive, &arguments);
    }
    va_end(arguments);
    if (status == 0)
        return str_builder_finish(rt, &builder);
    str_builder_release(&builder);
    return NULL;
}

owned str_format(struct runtime *rt, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    owned result = str_format_list(rt, format, list);
    va_end(list);
    return result;
}

/* --- repr ------------------------------------------------------------------------------------- */

static void append_escaped(struct str_builder *builder, uint32_t c)
{
    char text[16];
    const char *format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    switch (c) {
    case '\n':
        str_builder_text(builder, "\\n");
        return;
    case '\r':
        str_builder_text(builder, "\\r");
        return;
    case '\t':
        str_builder_text(builder, "\\t");
        return;
    default:
        snprintf(text, sizeof text, format, c);
        str_builder_text(builder, text);
    }
}

owned str_repr(struct runtime *rt, borrowed v)
{
    const struct str *text = str_of(v);
    bool single = false, twice = false, plain = true;
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = str_character(text, i);
        single |= c == '\'';
        twice |= c == '"';
        plain &= c != '\\' && character_is_printable(c);
    }
    uint32_t quote = single && !twice ? '"' : '\'';
    struct str_builder builder = STR_BUILDER_EMPTY;
    str_builder_character(&builder, quote);
    if (plain && (!single || quote == '"')) {
        str_builder_append(&builder, v);
    } else {
        for (size_t i = 0; i < text->length; i++) {
            uint32_t c = str_character(text, i);
            if (c == quote || c == '\\')
                str_builder_character(&builder, '\\');
            if (character_is_printable(c))
                str_builder_character(&builder, c);
            else
                append_escaped(&builder, c);
        }
    }
    str_builder_character(&builder, quote);
    return str_builder_finish(rt, &builder);
}
