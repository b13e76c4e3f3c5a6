/* What begins with a parenthesis: groups, conditions, looking around, comments, flags. */
#include "runtime/modules/re_parser.h"

#include "runtime/types/str.h"

static void expect_close(struct re_parser *parser, size_t start)
{
    if (!re_reader_accept(&parser->reader, ')'))
        re_reader_fail(&parser->reader, re_reader_tell(&parser->reader) - start,
                       "missing ), unterminated subpattern");
}

/* The content of parentheses, as the one child of `node`. */
static struct re_node *parse_content(struct re_parser *parser, struct re_node *node, bool verbose,
                                     size_t start)
{
    struct re_node *content = re_parse_alternatives(parser, verbose, true);
    expect_close(parser, start);
    re_tree_add_child(node, content);
    re_tree_widen(node, content);
    return node;
}

static struct re_node *parse_look(struct re_parser *parser, uint32_t c, bool verbose, size_t start)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *node = re_tree_add_node(parser->tree, RE_LOOK, 0);
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
static uint32_t parse_condition_group(struct re_parser *parser)
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
                    (struct re_condition){number, re_reader_tell(reader) - size - 1});
    } else if (!runtime_has_error(reader->rt)) {
        number = re_group_find(parser, name);
    }
    object_release(reader->rt, name);
    return (uint32_t)number;
}

static struct re_node *parse_condition(struct re_parser *parser, bool verbose, size_t start)
{
    struct re_reader *reader = &parser->reader;
    struct re_node *node =
                       re_tree_add_node(parser->tree, RE_CONDITION, parse_condition_group(parser)),
                   *yes, *no;
    if (!runtime_has_error(reader->rt))
        re_group_check(parser, node->value);
    re_tree_add_child(node, yes = re_parse_sequence(parser, verbose, false));
    node->narrowest = 0;
    node->widest = yes->widest;
    if (re_reader_accept(reader, '|')) {
        re_tree_add_child(node, no = re_parse_sequence(parser, verbose, false));
        node->narrowest = yes->narrowest < no->narrowest ? yes->narrowest : no->narrowest;
        node->widest = yes->widest > no->widest ? yes->widest : no->widest;
        if (reader->next == '|')
            re_reader_fail(reader, 0, "conditional backref with more than two branches");
    }
    expect_close(parser, start);
    return node;
}

/* (…) or (?P<name>…). name is stolen, may be NULL. */
static struct re_node *parse_capture(struct re_parser *parser, owned name, bool verbose,
                                     size_t start)
{
    uint32_t number = re_group_open(parser, name);
    object_release_maybe(parser->reader.rt, name);
    struct re_node *node = re_tree_add_node(parser->tree, RE_GROUP, number);
    parse_content(parser, node, verbose, start);
    if (!runtime_has_error(parser->reader.rt))
        re_group_close(parser, number, node);
    return node;
}

/* (?P has been read. */
static struct re_node *parse_named(struct re_parser *parser, bool verbose, size_t start)
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
        uint32_t group = name ? re_group_find(parser, name) : 0;
        struct re_node *node = group ? re_group_refer(parser, group, str_length(name) + 1) : NULL;
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

static void skip_comment(struct re_parser *parser, size_t start)
{
    struct re_reader *reader = &parser->reader;
    while (reader->next != RE_END) {
        if (re_reader_get(reader).first == ')')
            return;
    }
    re_reader_fail(reader, re_reader_tell(reader) - start, "missing ), unterminated comment");
}

/* (?i) and (?i:…), whose first character is c. NULL: there is no node. */
static struct re_node *parse_flagged(struct re_parser *parser, uint32_t c, bool *verbose,
                                     size_t start)
{
    uint32_t added = 0, removed = 0;
    bool is_start = parser->is_start;
    if (re_flags_parse(parser, c, &added, &removed)) {
        if (!is_start)
            re_reader_fail(&parser->reader, re_reader_tell(&parser->reader) - start,
                           "global flags not at the start of the expression");
        parser->is_start = true;
        *verbose = (parser->tree->flags & RE_VERBOSE) != 0;
        return NULL;
    }
    struct re_node *node = re_tree_add_node(parser->tree, RE_GROUP, 0);
    node->added = added;
    node->removed = removed;
    parser->tree->uses_unicode = parser->tree->uses_unicode || (added & RE_UNICODE);
    bool inner = (*verbose || (added & RE_VERBOSE)) && !(removed & RE_VERBOSE);
    return parse_content(parser, node, inner, start);
}

struct re_node *re_parenthesis_parse(struct re_parser *parser, bool *verbose, size_t start)
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
        return parse_content(parser, re_tree_add_node(parser->tree, RE_GROUP, 0), *verbose, start);
    case '>':
        return parse_content(parser, re_tree_add_node(parser->tree, RE_ATOMIC, 0), *verbose, start);
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
    if (re_flags_of(c) || c == '-')
        return parse_flagged(parser, c, verbose, start);
    owned piece = re_reader_piece(reader, token.start, re_reader_tell(reader));
    if (piece)
        re_reader_fail(reader, str_length(piece) + 1, "unknown extension ?%U", piece);
    object_release_maybe(reader->rt, piece);
    return NULL;
}
