/* Python's syntax of regular expressions → a tree (re_tree.h), with CPython's messages.
 *
 * Recursive descent: alternatives → sequence → item, one token ahead. The rules, their order and
 * the places of errors follow CPython 3.11's re._parser, which is the oracle. What stands in
 * parentheses is in re_parenthesis.c, the content of sets and numeric escapes in re_escape.c.
 */
#include "runtime/modules/re_parser.h"

#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"

/* --- escapes outside of sets ------------------------------------------------------------------ */

static bool is_octal(uint32_t c)
{
    return c >= '0' && c <= '7';
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* \1 to \99, or \101: the digits after the backslash begin with token.second. */
static struct re_node *parse_digits(struct re_parser *parser, struct re_token token)
{
    struct re_reader *reader = &parser->reader;
    uint64_t number = token.second - '0';
    if (number == 0) {
        re_reader_digits(reader, 2, 8, &number);
        return re_tree_add_node(parser->tree, RE_LITERAL, (uint32_t)number);
    }
    if (is_digit(reader->next)) {
        uint32_t second = re_reader_get(reader).first;
        if (is_octal(token.second) && is_octal(second) && is_octal(reader->next)) {
            uint32_t third = re_reader_get(reader).first;
            number = (number * 8 + second - '0') * 8 + third - '0';
            if (number > 0377)
                re_reader_fail(reader, 4, "octal escape value \\%c%c%c outside of range 0-0o377",
                               (int)token.second, (int)second, (int)third);
            return re_tree_add_node(parser->tree, RE_LITERAL, (uint32_t)number);
        }
        number = number * 10 + second - '0';
    }
    size_t size = re_reader_tell(reader) - token.start;
    if (number < parser->groups.count)
        return re_group_refer(parser, (uint32_t)number, size);
    re_reader_fail(reader, size - 1, "invalid group reference %u", (unsigned)number);
    return NULL;
}

static struct re_node *parse_escape(struct re_parser *parser, struct re_token token)
{
    struct re_reader *reader = &parser->reader;
    uint32_t letter = token.second, character = letter;
    if (letter < 128 && letter && strchr("AZbB", (int)letter))
        return re_tree_add_node(parser->tree, RE_ANCHOR, letter);
    if (letter < 128 && letter && strchr("dDsSwW", (int)letter)) {
        struct re_node *node = re_tree_add_node(parser->tree, RE_SET, 0);
        vector_push(&node->ranges, (struct re_range){0, 0, (char)letter});
        return node;
    }
    int known = re_escape_letter(letter);
    if (known >= 0)
        return re_tree_add_node(parser->tree, RE_LITERAL, (uint32_t)known);
    if (is_digit(letter))
        return parse_digits(parser, token);
    int status = re_escape_number(reader, token, &character);
    if (status == 0 && (letter | 32) >= 'a' && (letter | 32) <= 'z') {
        re_reader_fail(reader, 2, "bad escape \\%c", (int)letter);
        return NULL;
    }
    return status < 0 ? NULL : re_tree_add_node(parser->tree, RE_LITERAL, character);
}

/* --- repeats ---------------------------------------------------------------------------------- */

static bool too_large(struct re_parser *parser, uint64_t number)
{
    if (number < RE_NO_LIMIT)
        return false;
    if (!runtime_has_error(parser->reader.rt))
        exception_raise(parser->reader.rt, &exception_OverflowError,
                        "the repetition number is too large");
    parser->reader.next = RE_END;
    return true;
}

/* {2,3} behind its '{': false where this is no count, and '{' is a literal. */
static bool parse_counts(struct re_parser *parser, uint32_t *least, uint32_t *most, size_t here)
{
    struct re_reader *reader = &parser->reader;
    uint64_t low = 0, high = 0;
    if (reader->next == '}')
        return false;
    size_t low_digits = re_reader_digits(reader, SIZE_MAX, 10, &low), high_digits = low_digits;
    if (re_reader_accept(reader, ','))
        high_digits = re_reader_digits(reader, SIZE_MAX, 10, &high);
    else
        high = low;
    if (!re_reader_accept(reader, '}')) {
        re_reader_seek(reader, here);
        return false;
    }
    if (too_large(parser, low) || too_large(parser, high))
        return true;
    *least = (uint32_t)low;
    *most = high_digits ? (uint32_t)high : RE_NO_LIMIT;
    if (*most < *least)
        re_reader_fail(reader, re_reader_tell(reader) - here, "min repeat greater than max repeat");
    return true;
}

static uint64_t multiply_width(uint64_t width, uint32_t times)
{
    return width == 0 || times == 0                          ? 0
           : times == RE_NO_LIMIT || width > RE_WIDE / times ? RE_WIDE
                                                             : width * times;
}

/* Does the subtree capture? Then the order of its groups' ends is that of its last round. */
static bool captures(const struct re_node *node)
{
    if (node->operation == RE_GROUP && node->value)
        return true;
    for (const struct re_node *child = node->first; child; child = child->next) {
        if (captures(child))
            return true;
    }
    return false;
}

/* One of ? * + { has been read, which stands at `start`: repeats the last item of the sequence. */
static void parse_repeat(struct re_parser *parser, struct re_node *sequence, uint32_t c,
                         size_t start)
{
    struct re_reader *reader = &parser->reader;
    size_t here = start + 1;
    uint32_t least = c == '+', most = c == '?' ? 1 : RE_NO_LIMIT;
    if (c == '{' && !parse_counts(parser, &least, &most, here)) {
        re_tree_add_child(sequence, re_tree_add_node(parser->tree, RE_LITERAL, '{'));
        return;
    }
    struct re_node *item = sequence->last;
    if (!item || item->operation == RE_ANCHOR) {
        re_reader_fail(reader, re_reader_tell(reader) - start, "nothing to repeat");
        return;
    }
    if (item->operation == RE_REPEAT) {
        re_reader_fail(reader, re_reader_tell(reader) - start, "multiple repeat");
        return;
    }
    struct re_node *inner = re_tree_add_node(parser->tree, item->operation, item->value);
    struct re_node *chain = inner->allocated;
    *inner = *item; /* the node in the sequence becomes the repeat, and what it was its child */
    inner->allocated = chain;
    inner->next = NULL;
    chain = item->allocated;
    *item = (struct re_node){.operation = RE_REPEAT, .allocated = chain, .next = item->next};
    re_tree_add_child(item, inner);
    item->least = least;
    item->most = most;
    item->manner = re_reader_accept(reader, '?')   ? RE_LAZY
                   : re_reader_accept(reader, '+') ? RE_POSSESSIVE
                                                   : RE_GREEDY;
    item->narrowest = multiply_width(inner->narrowest, least);
    item->widest = multiply_width(inner->widest, most);
    if (most > 1 && captures(inner))
        parser->tree->tangled = true;
}

/* --- sequences and alternatives --------------------------------------------------------------- */

static void skip_line(struct re_reader *reader)
{
    for (uint32_t c = 0; c != RE_END && c != '\n';)
        c = re_reader_get(reader).first;
}

static struct re_node *parse_item(struct re_parser *parser, struct re_token token, bool *verbose)
{
    struct re_reader *reader = &parser->reader;
    switch (token.first) {
    case '\\':
        return parse_escape(parser, token);
    case '(':
        return re_parenthesis_parse(parser, verbose, token.start);
    case '[': {
        struct re_node *set = re_tree_add_node(parser->tree, RE_SET, 0);
        re_escape_set(reader, set, token.start);
        return set;
    }
    case '.':
        return re_tree_add_node(parser->tree, RE_ANY, 0);
    case '^':
    case '$':
        return re_tree_add_node(parser->tree, RE_ANCHOR, token.first);
    default:
        return re_tree_add_node(parser->tree, RE_LITERAL, token.first);
    }
}

static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

struct re_node *re_parse_sequence(struct re_parser *parser, bool verbose, bool first)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *sequence = re_tree_add_node(parser->tree, RE_SEQUENCE, 0);
    parser->is_start = first;
    while (reader->next != RE_END && reader->next != '|' && reader->next != ')') {
        struct re_token token = re_reader_get(reader);
        uint32_t c = token.first;
        if (verbose && is_white(c))
            continue;
        if (verbose && c == '#') {
            skip_line(reader);
            continue;
        }
        if (c == '?' || c == '*' || c == '+' || c == '{') {
            parse_repeat(parser, sequence, c, token.start);
        } else {
            struct re_node *item = parse_item(parser, token, &verbose);
            if (item)
                re_tree_add_child(sequence, item);
        }
        parser->is_start = parser->is_start && !sequence->first;
    }
    for (const struct re_node *item = sequence->first; item; item = item->next)
        re_tree_widen(sequence, item);
    return sequence;
}

struct re_node *re_parse_alternatives(struct re_parser *parser, bool verbose, bool nested)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *branch = NULL, *sequence;
    if (!protocol_enter(reader->rt, " while compiling a regular expression")) {
        reader->next = RE_END;
        return re_tree_add_node(parser->tree, RE_SEQUENCE, 0);
    }
    sequence = re_parse_sequence(parser, verbose, !nested);
    while (re_reader_accept(reader, '|')) {
        if (!branch) {
            branch = re_tree_add_node(parser->tree, RE_BRANCH, 0);
            branch->narrowest = sequence->narrowest;
            branch->widest = sequence->widest;
            re_tree_add_child(branch, sequence);
        }
        if (!nested)
            verbose = (parser->tree->flags & RE_VERBOSE) != 0;
        sequence = re_parse_sequence(parser, verbose, false);
        re_tree_add_child(branch, sequence);
        if (sequence->narrowest < branch->narrowest)
            branch->narrowest = sequence->narrowest;
        if (sequence->widest > branch->widest)
            branch->widest = sequence->widest;
    }
    protocol_leave(reader->rt);
    return branch ? branch : sequence;
}

/* --- the whole -------------------------------------------------------------------------------- */

static void check_whole(struct re_parser *parser)
{
    struct re_reader *reader = &parser->reader;
    re_flags_settle(parser);
    if (reader->next != RE_END)
        re_reader_fail(reader, 0, "unbalanced parenthesis");
    for (size_t i = 0; i < parser->conditions.count; i++) {
        const struct re_condition *condition = &parser->conditions.items[i];
        if (condition->group >= parser->groups.count)
            re_reader_fail_at(reader, condition->place, "invalid group reference %lld",
                              (long long)condition->group);
    }
    if (parser->bad_lookbehind)
        re_reader_fail_at(reader, SIZE_MAX, "look-behind requires fixed-width pattern");
    if (parser->groups.count > UINT16_MAX)
        re_reader_fail_at(reader, SIZE_MAX, "too many groups");
}

bool re_parse(struct runtime *rt, struct re_tree *tree, borrowed pattern, uint32_t flags,
              borrowed names)
{
    struct re_text text;
    if (!re_text_view(pattern, &text)) {
        exception_raise(rt, &exception_TypeError,
                        "first argument must be string or compiled pattern");
        return false;
    }
    struct re_parser parser = {.tree = tree, .names = names};
    *tree = (struct re_tree){.flags = flags, .is_text = text.is_text};
    vector_push(&parser.groups, (struct re_width){0});
    re_reader_start(&parser.reader, rt, &text);
    tree->root = re_parse_alternatives(&parser, (flags & RE_VERBOSE) != 0, false);
    if (!runtime_has_error(rt))
        check_whole(&parser);
    tree->groups = (uint32_t)parser.groups.count - 1;
    vector_release(&parser.groups);
    vector_release(&parser.conditions);
    return !runtime_has_error(rt);
}
