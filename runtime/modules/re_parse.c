/* Python's syntax of regular expressions → a tree (re_tree.h), with CPython's messages.
 *
 * Recursive descent: alternatives → sequence → item, one token ahead. The rules, their order and
 * the places of errors follow CPython 3.11's re._parser, which is the oracle.
 */
#include "runtime/modules/re_reader.h"

#include "base/memory.h"
#include "runtime/types/character.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

struct width {
    uint64_t narrowest, widest;
    bool closed; /* the group's ')' has been read */
};

struct condition { /* a group that a conditional names: it may come later */
    uint64_t group;
    size_t place;
};

struct parser {
    struct re_reader reader;
    struct re_tree *tree;
    borrowed names; /* dict: group name → number */
    struct {
        VECTOR_OF(struct width);
    } groups; /* the first is the whole pattern: never closed */
    struct {
        VECTOR_OF(struct condition);
    } conditions;
    uint32_t lookbehind_groups; /* groups open or closed where the outermost lookbehind began; 0: in
                                   none */
    bool bad_lookbehind;        /* one has no fixed width */
    bool is_start;              /* nothing but global flags has been read */
    uint32_t nesting_loops;     /* repeats and looks around here */
};

static struct re_node *parse_alternatives(struct parser *parser, bool verbose, bool nested);

/* --- the tree --------------------------------------------------------------------------------- */

static struct re_node *new_node(struct parser *parser, enum re_operation operation, uint32_t value)
{
    struct re_node *node = memory_zeroed(1, sizeof *node);
    node->operation = operation;
    node->value = value;
    node->allocated = parser->tree->nodes;
    parser->tree->nodes = node;
    node->narrowest = node->widest =
        operation == RE_LITERAL || operation == RE_SET || operation == RE_ANY;
    return node;
}

static void add_child(struct re_node *node, struct re_node *child)
{
    if (node->last)
        node->last->next = child;
    else
        node->first = child;
    node->last = child;
}

void re_tree_release(struct re_tree *tree)
{
    for (struct re_node *node = tree->nodes, *next; node; node = next) {
        next = node->allocated;
        vector_release(&node->ranges);
        memory_free(node);
    }
    memory_free(tree->closings);
    *tree = (struct re_tree){0};
}

static uint64_t limit_width(uint64_t width)
{
    return width < RE_WIDE ? width : RE_WIDE;
}

static void widen(struct re_node *node, const struct re_node *child)
{
    node->narrowest = limit_width(node->narrowest + child->narrowest);
    node->widest = limit_width(node->widest + child->widest);
}

/* --- groups ----------------------------------------------------------------------------------- */

static bool is_closed(const struct parser *parser, uint64_t group)
{
    return group < parser->groups.count && parser->groups.items[group].closed;
}

static void check_lookbehind_group(struct parser *parser, uint64_t group)
{
    if (!parser->lookbehind_groups)
        return;
    if (!is_closed(parser, group))
        re_reader_fail(&parser->reader, 0, "cannot refer to an open group");
    else if (group >= parser->lookbehind_groups)
        re_reader_fail(&parser->reader, 0,
                       "cannot refer to group defined in the same lookbehind subpattern");
}

/* A reference to a group, whose text is `size` characters before the next token. */
static struct re_node *refer(struct parser *parser, uint32_t group, size_t size)
{
    if (!is_closed(parser, group)) {
        re_reader_fail(&parser->reader, size, "cannot refer to an open group");
        return NULL;
    }
    check_lookbehind_group(parser, group);
    struct re_node *node = new_node(parser, RE_REFERENCE, group);
    node->narrowest = parser->groups.items[group].narrowest;
    node->widest = parser->groups.items[group].widest;
    return node;
}

/* The number of the group with this name; 0 where there is none, raised. */
static uint32_t find_name(struct parser *parser, borrowed name)
{
    struct runtime *rt = parser->reader.rt;
    if (!re_reader_check_name(&parser->reader, name, 1))
        return 0;
    borrowed number = dict_get(rt, parser->names, name);
    if (number)
        return (uint32_t)int_untag(number);
    re_reader_fail(&parser->reader, str_length(name) + 1, "unknown group name %R", name);
    return 0;
}

/* Enters a group that begins here; 0: raised. */
static uint32_t open_group(struct parser *parser, borrowed name)
{
    struct runtime *rt = parser->reader.rt;
    uint32_t number = (uint32_t)parser->groups.count;
    vector_push(&parser->groups, (struct width){0});
    if (!name)
        return number;
    borrowed present = dict_get(rt, parser->names, name);
    if (present) {
        re_reader_fail(&parser->reader, str_length(name) + 1,
                       "redefinition of group name %R as group %u; was group %u", name, number,
                       (unsigned)int_untag(present));
        return 0;
    }
    if (runtime_has_error(rt) || dict_set(rt, parser->names, name, int_tag(number)) < 0)
        return 0;
    return number;
}

static void close_group(struct parser *parser, uint32_t number, const struct re_node *content)
{
    struct re_tree *tree = parser->tree;
    parser->groups.items[number] = (struct width){content->narrowest, content->widest, true};
    tree->closings = memory_resize(tree->closings, tree->closed + 1, sizeof *tree->closings);
    tree->closings[tree->closed++] = number;
    tree->tangled = tree->tangled || parser->nesting_loops > 0;
}

/* --- flags ------------------------------------------------------------------------------------ */

static uint32_t flag_of(uint32_t c)
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

static void fail_flag(struct parser *parser, uint32_t c, const char *missing)
{
    if (c == RE_END)
        re_reader_fail(&parser->reader, 0, "%s", missing);
    else
        re_reader_fail(&parser->reader, c == '\\' ? 2 : 1, "%s",
                       c != '\\' && character_is_alpha(c) ? "unknown flag" : missing);
}

/* The flags that are turned on, from `c` on; gives the character behind them, RE_END: raised. */
static uint32_t parse_added(struct parser *parser, uint32_t c, uint32_t *added)
{
    struct re_reader *reader = &parser->reader;
    for (;;) {
        uint32_t flag = flag_of(c);
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
        if (c == RE_END || !flag_of(c)) {
            fail_flag(parser, c, "missing -, : or )");
            return RE_END;
        }
    }
}

static void parse_removed(struct parser *parser, uint32_t *removed)
{
    struct re_reader *reader = &parser->reader;
    uint32_t c = re_reader_get(reader).first;
    if (c == RE_END || !flag_of(c)) {
        fail_flag(parser, c, "missing flag");
        return;
    }
    for (;;) {
        uint32_t flag = flag_of(c);
        if (flag & RE_TYPE_FLAGS)
            re_reader_fail(reader, 0, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        *removed |= flag;
        c = re_reader_get(reader).first;
        if (c == ':')
            return;
        if (c == RE_END || !flag_of(c)) {
            fail_flag(parser, c, "missing :");
            return;
        }
    }
}

/* (?a…) or (?a-i:…), whose first letter or '-' is c. True: these were global flags. */
static bool parse_flags(struct parser *parser, uint32_t c, uint32_t *added, uint32_t *removed)
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

/* --- what begins with a parenthesis ----------------------------------------------------------- */

static void expect_close(struct parser *parser, size_t start)
{
    if (!re_reader_accept(&parser->reader, ')'))
        re_reader_fail(&parser->reader, re_reader_tell(&parser->reader) - start,
                       "missing ), unterminated subpattern");
}

/* The content of parentheses, as the one child of `node`. */
static struct re_node *parse_content(struct parser *parser, struct re_node *node, bool verbose,
                                     size_t start)
{
    struct re_node *content = parse_alternatives(parser, verbose, true);
    expect_close(parser, start);
    add_child(node, content);
    widen(node, content);
    return node;
}

static struct re_node *parse_look(struct parser *parser, uint32_t c, bool verbose, size_t start)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *node = new_node(parser, RE_LOOK, 0);
    uint32_t outer = parser->lookbehind_groups;
    if (c == '<') {
        struct re_token token = re_reader_get(reader);
        c = token.first;
        if (c == RE_END)
            re_reader_fail(reader, 0, "unexpected end of pattern");
        else if (c != '=' && c != '!') {
            owned piece = re_reader_piece(reader, token.start, re_reader_tell(reader));
            if (piece)
                re_reader_fail(reader, str_length(piece) + 2, "unknown extension ?<%U", piece);
            object_release_maybe(reader->rt, piece);
        }
        node->behind = true;
        if (!outer)
            parser->lookbehind_groups = (uint32_t)parser->groups.count;
    }
    node->negated = c == '!';
    parser->nesting_loops++;
    parse_content(parser, node, verbose, start);
    parser->nesting_loops--;
    parser->lookbehind_groups = outer;
    if (node->behind && node->narrowest != node->widest)
        parser->bad_lookbehind = true;
    node->narrowest = node->widest = 0;
    return node;
}

/* The group of (?(1)… or (?(name)…; 0: raised. */
static uint32_t parse_condition_group(struct parser *parser)
{
    struct re_reader *reader = &parser->reader;
    uint64_t number = 0;
    owned name = re_reader_name(reader, ')', "group name");
    if (!name)
        return 0;
    size_t size = str_length(name);
    if (re_reader_group_number(reader, name, &number)) {
        if (number == 0)
            re_reader_fail(reader, size + 1, "bad group number");
        else if (number >= RE_MOST_GROUPS)
            re_reader_fail(reader, size + 1, "invalid group reference %lld", (long long)number);
        vector_push(&parser->conditions,
                    (struct condition){number, re_reader_tell(reader) - size - 1});
    } else if (!runtime_has_error(reader->rt)) {
        number = find_name(parser, name);
    }
    object_release(reader->rt, name);
    return (uint32_t)number;
}

static struct re_node *parse_sequence(struct parser *parser, bool verbose, bool first);

static struct re_node *parse_condition(struct parser *parser, bool verbose, size_t start)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *node = new_node(parser, RE_CONDITION, parse_condition_group(parser)), *yes, *no;
    if (!runtime_has_error(reader->rt))
        check_lookbehind_group(parser, node->value);
    add_child(node, yes = parse_sequence(parser, verbose, false));
    node->narrowest = 0;
    node->widest = yes->widest;
    if (re_reader_accept(reader, '|')) {
        add_child(node, no = parse_sequence(parser, verbose, false));
        node->narrowest = yes->narrowest < no->narrowest ? yes->narrowest : no->narrowest;
        node->widest = yes->widest > no->widest ? yes->widest : no->widest;
        if (reader->next == '|')
            re_reader_fail(reader, 0, "conditional backref with more than two branches");
    }
    expect_close(parser, start);
    return node;
}

/* (…) or (?P<name>…). name is stolen, may be NULL. */
static struct re_node *parse_capture(struct parser *parser, owned name, bool verbose, size_t start)
{
    uint32_t number = open_group(parser, name);
    object_release_maybe(parser->reader.rt, name);
    struct re_node *node = new_node(parser, RE_GROUP, number);
    parse_content(parser, node, verbose, start);
    if (!runtime_has_error(parser->reader.rt))
        close_group(parser, number, node);
    return node;
}

/* (?P has been read. */
static struct re_node *parse_named(struct parser *parser, bool verbose, size_t start)
{
    struct re_reader *reader = &parser->reader;
    if (re_reader_accept(reader, '<')) {
        owned name = re_reader_name(reader, '>', "group name");
        if (name && !re_reader_check_name(reader, name, 1)) {
            object_release(reader->rt, name);
            return NULL;
        }
        return name ? parse_capture(parser, name, verbose, start) : NULL;
    }
    if (re_reader_accept(reader, '=')) {
        owned name = re_reader_name(reader, ')', "group name");
        uint32_t group = name ? find_name(parser, name) : 0;
        struct re_node *node = group ? refer(parser, group, str_length(name) + 1) : NULL;
        object_release_maybe(reader->rt, name);
        return node;
    }
    struct re_token token = re_reader_get(reader);
    if (token.first == RE_END) {
        re_reader_fail(reader, 0, "unexpected end of pattern");
        return NULL;
    }
    owned piece = re_reader_piece(reader, token.start, re_reader_tell(reader));
    if (piece)
        re_reader_fail(reader, str_length(piece) + 2, "unknown extension ?P%U", piece);
    object_release_maybe(reader->rt, piece);
    return NULL;
}

static void skip_comment(struct parser *parser, size_t start)
{
    struct re_reader *reader = &parser->reader;
    while (reader->next != RE_END) {
        if (re_reader_get(reader).first == ')')
            return;
    }
    re_reader_fail(reader, re_reader_tell(reader) - start, "missing ), unterminated comment");
}

/* (?i) and (?i:…), whose first character is c. NULL: there is no node. */
static struct re_node *parse_flagged(struct parser *parser, uint32_t c, bool *verbose, size_t start)
{
    uint32_t added = 0, removed = 0;
    bool is_start = parser->is_start;
    if (parse_flags(parser, c, &added, &removed)) {
        if (!is_start)
            re_reader_fail(&parser->reader, re_reader_tell(&parser->reader) - start,
                           "global flags not at the start of the expression");
        parser->is_start = true;
        *verbose = (parser->tree->flags & RE_VERBOSE) != 0;
        return NULL;
    }
    struct re_node *node = new_node(parser, RE_GROUP, 0);
    node->added = added;
    node->removed = removed;
    parser->tree->uses_unicode = parser->tree->uses_unicode || (added & RE_UNICODE);
    bool inner = (*verbose || (added & RE_VERBOSE)) && !(removed & RE_VERBOSE);
    return parse_content(parser, node, inner, start);
}

/* ( has been read, which stands at `start`. NULL: there is no node, or an error. */
static struct re_node *parse_parenthesis(struct parser *parser, bool *verbose, size_t start)
{
    struct re_reader *reader = &parser->reader;
    bool is_start = parser->is_start;
    parser->is_start = false;
    if (!re_reader_accept(reader, '?'))
        return parse_capture(parser, NULL, *verbose, start);
    struct re_token token = re_reader_get(reader);
    uint32_t c = token.first;
    switch (c) {
    case RE_END:
        re_reader_fail(reader, 0, "unexpected end of pattern");
        return NULL;
    case 'P':
        return parse_named(parser, *verbose, start);
    case ':':
        return parse_content(parser, new_node(parser, RE_GROUP, 0), *verbose, start);
    case '>':
        return parse_content(parser, new_node(parser, RE_ATOMIC, 0), *verbose, start);
    case '#':
        parser->is_start = is_start;
        skip_comment(parser, start);
        return NULL;
    case '=':
    case '!':
    case '<':
        return parse_look(parser, c, *verbose, start);
    case '(':
        return parse_condition(parser, *verbose, start);
    default:
        break;
    }
    parser->is_start = is_start;
    if (flag_of(c) || c == '-')
        return parse_flagged(parser, c, verbose, start);
    owned piece = re_reader_piece(reader, token.start, re_reader_tell(reader));
    if (piece)
        re_reader_fail(reader, str_length(piece) + 1, "unknown extension ?%U", piece);
    object_release_maybe(reader->rt, piece);
    return NULL;
}

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
static struct re_node *parse_digits(struct parser *parser, struct re_token token)
{
    struct re_reader *reader = &parser->reader;
    uint64_t number = token.second - '0';
    if (number == 0) {
        re_reader_digits(reader, 2, 8, &number);
        return new_node(parser, RE_LITERAL, (uint32_t)number);
    }
    if (is_digit(reader->next)) {
        uint32_t second = re_reader_get(reader).first;
        if (is_octal(token.second) && is_octal(second) && is_octal(reader->next)) {
            uint32_t third = re_reader_get(reader).first;
            number = (number * 8 + second - '0') * 8 + third - '0';
            if (number > 0377)
                re_reader_fail(reader, 4, "octal escape value \\%c%c%c outside of range 0-0o377",
                               (int)token.second, (int)second, (int)third);
            return new_node(parser, RE_LITERAL, (uint32_t)number);
        }
        number = number * 10 + second - '0';
    }
    size_t size = re_reader_tell(reader) - token.start;
    if (number < parser->groups.count)
        return refer(parser, (uint32_t)number, size);
    re_reader_fail(reader, size - 1, "invalid group reference %u", (unsigned)number);
    return NULL;
}

static struct re_node *parse_escape(struct parser *parser, struct re_token token)
{
    struct re_reader *reader = &parser->reader;
    uint32_t letter = token.second, character = letter;
    if (letter < 128 && letter && strchr("AZbB", (int)letter))
        return new_node(parser, RE_ANCHOR, letter);
    if (letter < 128 && letter && strchr("dDsSwW", (int)letter)) {
        struct re_node *node = new_node(parser, RE_SET, 0);
        vector_push(&node->ranges, (struct re_range){0, 0, (char)letter});
        return node;
    }
    int known = re_escape_letter(letter);
    if (known >= 0)
        return new_node(parser, RE_LITERAL, (uint32_t)known);
    if (is_digit(letter))
        return parse_digits(parser, token);
    int status = re_escape_number(reader, token, &character);
    if (status == 0 && (letter | 32) >= 'a' && (letter | 32) <= 'z') {
        re_reader_fail(reader, 2, "bad escape \\%c", (int)letter);
        return NULL;
    }
    return status < 0 ? NULL : new_node(parser, RE_LITERAL, character);
}

/* --- repeats ---------------------------------------------------------------------------------- */

static bool too_large(struct parser *parser, uint64_t number)
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
static bool parse_counts(struct parser *parser, uint32_t *least, uint32_t *most, size_t here)
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
static void parse_repeat(struct parser *parser, struct re_node *sequence, uint32_t c, size_t start)
{
    struct re_reader *reader = &parser->reader;
    size_t here = start + 1;
    uint32_t least = c == '+', most = c == '?' ? 1 : RE_NO_LIMIT;
    if (c == '{' && !parse_counts(parser, &least, &most, here)) {
        add_child(sequence, new_node(parser, RE_LITERAL, '{'));
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
    struct re_node *inner = new_node(parser, item->operation, item->value);
    struct re_node *chain = inner->allocated;
    *inner = *item; /* the node in the sequence becomes the repeat, and what it was its child */
    inner->allocated = chain;
    inner->next = NULL;
    chain = item->allocated;
    *item = (struct re_node){.operation = RE_REPEAT, .allocated = chain, .next = item->next};
    add_child(item, inner);
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

static struct re_node *parse_item(struct parser *parser, struct re_token token, bool *verbose)
{
    struct re_reader *reader = &parser->reader;
    switch (token.first) {
    case '\\':
        return parse_escape(parser, token);
    case '(':
        return parse_parenthesis(parser, verbose, token.start);
    case '[': {
        struct re_node *set = new_node(parser, RE_SET, 0);
        re_escape_set(reader, set, token.start);
        return set;
    }
    case '.':
        return new_node(parser, RE_ANY, 0);
    case '^':
    case '$':
        return new_node(parser, RE_ANCHOR, token.first);
    default:
        return new_node(parser, RE_LITERAL, token.first);
    }
}

static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13);
}

static struct re_node *parse_sequence(struct parser *parser, bool verbose, bool first)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *sequence = new_node(parser, RE_SEQUENCE, 0);
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
                add_child(sequence, item);
        }
        parser->is_start = parser->is_start && !sequence->first;
    }
    for (const struct re_node *item = sequence->first; item; item = item->next)
        widen(sequence, item);
    return sequence;
}

static struct re_node *parse_alternatives(struct parser *parser, bool verbose, bool nested)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *branch = NULL, *sequence;
    if (!protocol_enter(reader->rt, " while compiling a regular expression")) {
        reader->next = RE_END;
        return new_node(parser, RE_SEQUENCE, 0);
    }
    sequence = parse_sequence(parser, verbose, !nested);
    while (re_reader_accept(reader, '|')) {
        if (!branch) {
            branch = new_node(parser, RE_BRANCH, 0);
            branch->narrowest = sequence->narrowest;
            branch->widest = sequence->widest;
            add_child(branch, sequence);
        }
        if (!nested)
            verbose = (parser->tree->flags & RE_VERBOSE) != 0;
        sequence = parse_sequence(parser, verbose, false);
        add_child(branch, sequence);
        if (sequence->narrowest < branch->narrowest)
            branch->narrowest = sequence->narrowest;
        if (sequence->widest > branch->widest)
            branch->widest = sequence->widest;
    }
    protocol_leave(reader->rt);
    return branch ? branch : sequence;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The flags of the pattern fit its type and each other; those that are implied are added. */
static void fix_flags(struct parser *parser)
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

static void check_whole(struct parser *parser)
{
    struct re_reader *reader = &parser->reader;
    fix_flags(parser);
    if (reader->next != RE_END)
        re_reader_fail(reader, 0, "unbalanced parenthesis");
    for (size_t i = 0; i < parser->conditions.count; i++) {
        const struct condition *condition = &parser->conditions.items[i];
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
    struct parser parser = {.tree = tree, .names = names};
    *tree = (struct re_tree){.flags = flags, .is_text = text.is_text};
    vector_push(&parser.groups, (struct width){0});
    re_reader_start(&parser.reader, rt, &text);
    tree->root = parse_alternatives(&parser, (flags & RE_VERBOSE) != 0, false);
    if (!runtime_has_error(rt))
        check_whole(&parser);
    tree->groups = (uint32_t)parser.groups.count - 1;
    vector_release(&parser.groups);
    vector_release(&parser.conditions);
    return !runtime_has_error(rt);
}
