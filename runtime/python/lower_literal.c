/* Number and string literals, f-strings included → nodes of ast.h. See lower.h.
 *
 * Of a string only its delimiters and the replacement fields are taken from tree-sitter; the text
 * between them is decoded here, from the source.
 */
#include "base/buffer.h"
#include "base/memory.h"
#include "runtime/python/constant.h"
#include "runtime/python/lower.h"
#include "runtime/types/character_name.h"
#include "runtime/types/str.h"

#include <ctype.h>

/* --- numbers ---------------------------------------------------------------------------------- */

struct node *lower_number(struct unit *unit, TSNode node)
{
    struct node *result = lower_new(unit, NODE_CONSTANT, parse_position(node));
    uint32_t start = ts_node_start_byte(node), end = ts_node_end_byte(node);
    char *digits = unit_allocate(unit, end - start + 1);
    size_t size = 0;
    for (uint32_t at = start; at < end; at++) {
        if (unit->text[at] != '_')
            digits[size++] = unit->text[at];
    }
    char last = digits[size - 1];
    bool hexadecimal = size > 2 && (digits[1] == 'x' || digits[1] == 'X');
    if (!hexadecimal && (last == 'j' || last == 'J')) {
        digits[size - 1] = 0;
        result->constant = constant_imaginary(unit->rt, strtod(digits, NULL));
        return result;
    }
    if (!hexadecimal && (last == 'l' || last == 'L')) {
        syntax_fail(unit, result->position, "invalid decimal literal");
        return lower_placeholder(unit, result->position);
    }
    if (parse_kind(node) == GRAMMAR_float)
        result->constant = constant_float(unit->rt, strtod(digits, NULL));
    else if (size > 2 && isalpha((uint8_t)digits[1]))
        result->constant = constant_int(unit->rt, digits + 2,
                                        hexadecimal                          ? 16
                                        : tolower((uint8_t)digits[1]) == 'o' ? 8
                                                                             : 2);
    else
        result->constant = constant_int(unit->rt, digits, 10);
    return result;
}

/* --- text ------------------------------------------------------------------------------------- */

struct literal { /* one literal, or several that stand side by side */
    struct unit *unit;
    struct code_position position; /* of all of it */
    struct code_position here;     /* of the literal at work */
    struct buffer text;            /* decoded, not yet in a node */
    struct list_builder values;    /* of an f-string */
    bool is_bytes;
    bool is_raw;
    bool is_format;
};

static void append_character(struct buffer *buffer, uint32_t c)
{
    if (c < 0x80) {
        buffer_append_byte(buffer, (uint8_t)c);
    } else if (c < 0x800) {
        buffer_append_byte(buffer, (uint8_t)(0xC0 | c >> 6));
        buffer_append_byte(buffer, (uint8_t)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        buffer_append_byte(buffer, (uint8_t)(0xE0 | c >> 12));
        buffer_append_byte(buffer, (uint8_t)(0x80 | (c >> 6 & 0x3F)));
        buffer_append_byte(buffer, (uint8_t)(0x80 | (c & 0x3F)));
    } else {
        buffer_append_byte(buffer, (uint8_t)(0xF0 | c >> 18));
        buffer_append_byte(buffer, (uint8_t)(0x80 | (c >> 12 & 0x3F)));
        buffer_append_byte(buffer, (uint8_t)(0x80 | (c >> 6 & 0x3F)));
        buffer_append_byte(buffer, (uint8_t)(0x80 | (c & 0x3F)));
    }
}

/* Appends a character or byte of the literal. */
static void append_value(struct literal *literal, uint32_t value)
{
    if (literal->is_bytes)
        buffer_append_byte(&literal->text, (uint8_t)value);
    else
        append_character(&literal->text, value);
}

static const char *decode_hexadecimal(struct literal *literal, const char *at, const char *end,
                                      size_t digits, char letter)
{
    uint32_t value = 0;
    size_t count = 0;
    while (count < digits && at + count < end && isxdigit((uint8_t)at[count])) {
        char c = at[count++];
        value =
            value * 16 + (uint32_t)(isdigit((uint8_t)c) ? c - '0' : tolower((uint8_t)c) - 'a' + 10);
    }
    if (count < digits) {
        if (literal->is_bytes)
            syntax_fail(literal->unit, literal->here,
                        "(value error) invalid \\x escape at position %zu", literal->text.size);
        else
            syntax_fail(literal->unit, literal->here,
                        "(unicode error) 'unicodeescape' codec can't decode bytes in position "
                        "%zu-%zu: truncated \\%s escape",
                        literal->text.size, literal->text.size + count + 1,
                        letter == 'x'   ? "xXX"
                        : letter == 'u' ? "uXXXX"
                                        : "UXXXXXXXX");
        return end;
    }
    if (value > 0x10FFFF) {
        syntax_fail(literal->unit, literal->here,
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: "
                    "illegal Unicode character",
                    literal->text.size, literal->text.size + count + 1);
        return end;
    }
    append_value(literal, value);
    return at + digits;
}

/* Decodes {NAME} behind \N. */
static const char *decode_name(struct literal *literal, const char *at, const char *end)
{
    char name[CHARACTER_NAME_MAX + 1];
    const char *brace = at < end && *at == '{' ? memchr(at, '}', (size_t)(end - at)) : NULL;
    size_t start = literal->text.size, size = brace ? (size_t)(brace - at - 1) : 0;
    if (size == 0) {
        syntax_fail(literal->unit, literal->here,
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: "
                    "malformed \\N character escape",
                    start, start + 1 + (at < end && *at == '{'));
        return end;
    }
    for (size_t i = 0; i < size && size <= CHARACTER_NAME_MAX; i++)
        name[i] = (char)toupper((uint8_t)at[1 + i]);
    uint32_t value = CHARACTER_NAME_NONE;
    if (size <= CHARACTER_NAME_MAX) {
        name[size] = 0;
        value = character_name_find(name);
    }
    if (value == CHARACTER_NAME_NONE) {
        syntax_fail(literal->unit, literal->here,
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: "
                    "unknown Unicode character name",
                    start, start + size + 3);
        return end;
    }
    append_value(literal, value);
    return brace + 1;
}

/* Decodes what follows a backslash; gives where the text goes on. */
static const char *decode_escape(struct literal *literal, const char *at, const char *end)
{
    static const char letters[] = "\\'\"abfnrtv";
    static const char values[] = "\\'\"\a\b\f\n\r\t\v";
    char c = at < end ? *at++ : '\0';
    const char *found = c ? strchr(letters, c) : NULL;
    if (c == '\n')
        return at;
    if (found) {
        append_value(literal, (uint8_t)values[found - letters]);
        return at;
    }
    if (c >= '0' && c <= '7') {
        uint32_t value = (uint32_t)(c - '0');
        for (int i = 0; i < 2 && at < end && *at >= '0' && *at <= '7'; i++)
            value = value * 8 + (uint32_t)(*at++ - '0');
        append_value(literal, value);
        return at;
    }
    if (c == 'x')
        return decode_hexadecimal(literal, at, end, 2, c);
    if (!literal->is_bytes && (c == 'u' || c == 'U'))
        return decode_hexadecimal(literal, at, end, c == 'u' ? 4 : 8, c);
    if (!literal->is_bytes && c == 'N')
        return decode_name(literal, at, end);
    buffer_append_byte(&literal->text, '\\'); /* an unknown escape stands for itself */
    return at - (c != '\0');
}

/* Decodes source text that holds no replacement field. */
static void decode(struct literal *literal, const char *at, const char *end)
{
    while (at < end) {
        char c = *at++;
        if (c == '\\' && !literal->is_raw) {
            at = decode_escape(literal, at, end);
        } else if (literal->is_format && (c == '{' || c == '}')) {
            if (at < end && *at == c)
                at++;
            else if (c == '}')
                syntax_fail(literal->unit, literal->here, "f-string: single '}' is not allowed");
            buffer_append_byte(&literal->text, (uint8_t)c);
        } else {
            if (literal->is_bytes && (uint8_t)c >= 0x80)
                syntax_fail(literal->unit, literal->here,
                            "bytes can only contain ASCII literal characters");
            buffer_append_byte(&literal->text, (uint8_t)c);
        }
    }
}

/* Turns the text so far into a constant of the f-string. */
static void flush(struct literal *literal)
{
    if (literal->text.size == 0)
        return;
    struct node *constant = lower_new(literal->unit, NODE_CONSTANT, literal->position);
    constant->constant =
        str_intern_bytes(literal->unit->rt, buffer_text(&literal->text), literal->text.size);
    lower_append(literal->unit, &literal->values, constant);
    buffer_release(&literal->text);
}

static void lower_interpolation(struct literal *literal, TSNode node);

static struct node *make_joined(struct literal *literal)
{
    flush(literal);
    struct node *joined = lower_new(literal->unit, NODE_JOINED, literal->position);
    joined->elements = literal->values.list;
    return joined;
}

/* Source text from start to end with replacement fields among `parts`. */
static void decode_with_fields(struct literal *literal, const struct parts *parts, uint32_t start,
                               uint32_t end)
{
    const char *text = literal->unit->text;
    for (uint32_t i = 0; i < parts->count; i++) {
        if (parts->items[i].kind != GRAMMAR_interpolation &&
            parts->items[i].kind != GRAMMAR_format_expression)
            continue;
        decode(literal, text + start, text + ts_node_start_byte(parts->items[i].node));
        lower_interpolation(literal, parts->items[i].node);
        start = ts_node_end_byte(parts->items[i].node);
    }
    decode(literal, text + start, text + end);
}

static struct node *lower_specification(struct literal *outer, TSNode node)
{
    struct literal literal = {.unit = outer->unit,
                              .position = outer->position,
                              .here = outer->here,
                              .is_raw = outer->is_raw,
                              .is_format = true};
    struct parts parts = parse_parts(outer->unit, node);
    decode_with_fields(&literal, &parts, ts_node_start_byte(node) + 1,
                       ts_node_end_byte(node)); /* without the colon */
    return make_joined(&literal);
}

/* {name:=5} is no walrus but a format specification that begins with `=`. */
static struct node *split_walrus(struct literal *outer, TSNode expression, struct node *field)
{
    struct literal literal = {
        .unit = outer->unit, .position = outer->position, .here = outer->here};
    struct parts parts = parse_parts(outer->unit, expression);
    decode(&literal, outer->unit->text + ts_node_start_byte(parts.items[1].node) + 1,
           outer->unit->text + ts_node_end_byte(expression));
    field->formatted.specification = make_joined(&literal);
    return lower_expression(outer->unit, parts.items[0].node);
}

/* The conversion letter as FORMAT_VALUE has it. */
static uint8_t lower_conversion(struct literal *literal, TSNode node)
{
    char letter = literal->unit->text[ts_node_start_byte(node) + 1];
    if (letter != 's' && letter != 'r' && letter != 'a')
        syntax_fail(literal->unit, literal->here,
                    "f-string: invalid conversion character '%c': expected 's', 'r', or 'a'",
                    letter);
    return letter == 's' ? 1 : letter == 'r' ? 2 : 3;
}

static void lower_interpolation(struct literal *literal, TSNode node)
{
    struct unit *unit = literal->unit;
    struct parts parts = parse_parts(unit, node);
    struct part *expression = parse_field(&parts, FIELD_EXPRESSION);
    struct part *conversion = parse_field(&parts, FIELD_TYPE_CONVERSION);
    struct part *specification = parse_field(&parts, FIELD_FORMAT_SPECIFIER);
    struct node *field = lower_new(unit, NODE_FORMATTED, literal->position);
    bool shows_text = false;
    if (!expression) {
        syntax_fail(unit, literal->here, "f-string: empty expression not allowed");
        return;
    }
    for (uint32_t i = 0; i + 1 < parts.count; i++) {
        if (parts.items[i].kind != GRAMMAR_TOKEN || !parse_is(unit, parts.items[i].node, "="))
            continue;
        shows_text = true; /* the source from the brace to the next part, blanks included */
        uint32_t from = ts_node_start_byte(node) + 1, to = ts_node_end_byte(parts.items[i].node);
        while (to < ts_node_end_byte(node) && isspace((uint8_t)unit->text[to]))
            to++;
        buffer_append(&literal->text, unit->text + from, to - from);
    }
    flush(literal);
    if (expression->kind == GRAMMAR_named_expression)
        field->formatted.value = split_walrus(literal, expression->node, field);
    else
        field->formatted.value = lower_expression(unit, expression->node);
    if (conversion)
        field->operation = lower_conversion(literal, conversion->node);
    else if (shows_text && !specification)
        field->operation = 2;
    if (specification)
        field->formatted.specification = lower_specification(literal, specification->node);
    lower_append(unit, &literal->values, field);
}

/* Reads one string into the literal. `*seen` counts those before it. */
static void add_string(struct literal *literal, TSNode node, uint32_t seen)
{
    struct unit *unit = literal->unit;
    struct parts parts = parse_parts(unit, node);
    uint32_t start = ts_node_end_byte(parts.items[0].node);
    uint32_t quotes =
        start - ts_node_start_byte(node) >= 3 && unit->text[start - 2] == unit->text[start - 1] ? 3
                                                                                                : 1;
    /* not where string_end begins: of a raw string that token can hold the text as well */
    uint32_t end = ts_node_end_byte(node) - quotes;
    bool is_bytes = false;
    literal->here = parse_position(node);
    literal->is_raw = literal->is_format = false;
    for (uint32_t at = ts_node_start_byte(node); at < start; at++) {
        char c = (char)tolower((uint8_t)unit->text[at]);
        is_bytes |= c == 'b';
        literal->is_raw |= c == 'r';
        literal->is_format |= c == 'f';
    }
    if (seen > 0 && is_bytes != literal->is_bytes)
        syntax_fail(unit, literal->position, "cannot mix bytes and nonbytes literals");
    literal->is_bytes = is_bytes;
    decode_with_fields(literal, &parts, start, end);
}

struct node *lower_string(struct unit *unit, TSNode node)
{
    struct literal literal = {.unit = unit, .position = parse_position(node)};
    if (parse_kind(node) == GRAMMAR_string) {
        add_string(&literal, node, 0);
    } else {
        struct parts parts = parse_parts(unit, node);
        for (uint32_t i = 0; i < parts.count; i++)
            add_string(&literal, parts.items[i].node, i);
    }
    if (literal.values.list.count > 0)
        return make_joined(&literal);
    struct node *result = lower_new(unit, NODE_CONSTANT, literal.position);
    const char *text = buffer_text(&literal.text);
    result->constant = literal.is_bytes ? constant_bytes(unit->rt, text, literal.text.size)
                                        : str_intern_bytes(unit->rt, text, literal.text.size);
    buffer_release(&literal.text);
    return result;
}
