/* A tree (re_tree.h) → the text of a pattern for PCRE2, which is compiled without its UTF mode.
 *
 * The subject is matched as it lies in memory, in units of 1, 2 or 4 bytes, each a character. So a
 * pattern is translated for one width: what does not fit that width cannot be in the subject, and
 * leaves the sets or fails.
 *
 * PCRE2 runs with DOTALL, MULTILINE and ALT_CIRCUMFLEX on, and what the flags of Python mean is
 * written out: `.` is \N or ., `^` is \A or ^, `$` is \Z or $, \Z is \z. \d, \s and \w are written
 * as the sets that Python means. Letters' cases are PCRE2's, but for those in `relatives`, where
 * Python knows more; a part with (?a:…) in a pattern that is otherwise Unicode has them written
 * out.
 */
#include "runtime/modules/re_tree.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

struct translator {
    const struct re_tree *tree;
    struct re_translation *text;
    unsigned width;
    uint32_t limit; /* the largest character of this width */
    bool caseless;  /* PCRE2's option, here */
};

struct set { /* of characters */
    VECTOR_OF(struct re_range);
};

static void translate_node(struct translator *to, const struct re_node *node, uint32_t flags);

/* --- writing ---------------------------------------------------------------------------------- */

static void put(struct translator *to, uint32_t c)
{
    vector_push(to->text, c);
}

static void put_text(struct translator *to, const char *text)
{
    for (; *text; text++)
        put(to, (uint32_t)(unsigned char)*text);
}

static void put_number(struct translator *to, const char *format, uint32_t number)
{
    char text[32];
    snprintf(text, sizeof text, format, number);
    put_text(to, text);
}

static bool is_punctuation(uint32_t c)
{
    return c > ' ' && c < 127 && !(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z');
}

static void put_character(struct translator *to, uint32_t c)
{
    if (is_punctuation(c))
        put(to, '\\');
    put(to, c);
}

/* --- sets of characters ----------------------------------------------------------------------- */

static const struct re_range digits[] = {{'0', '9', 0}, {0}};
static const struct re_range words[] = {
    {'0', '9', 0}, {'A', 'Z', 0}, {'_', '_', 0}, {'a', 'z', 0}, {0}};
static const struct re_range spaces[] = {{9, 13, 0}, {' ', ' ', 0}, {0}};
static const struct re_range latin_words[] = {{'0', '9', 0},
                                              {'A', 'Z', 0},
                                              {'_', '_', 0},
                                              {'a', 'z', 0},
                                              {0xaa, 0xaa, 0},
                                              {0xb2, 0xb3, 0},
                                              {0xb5, 0xb5, 0},
                                              {0xb9, 0xba, 0},
                                              {0xbc, 0xbe, 0},
                                              {0xc0, 0xd6, 0},
                                              {0xd8, 0xf6, 0},
                                              {0xf8, 0xff, 0},
                                              {0}};
static const struct re_range unicode_spaces[] = {{9, 13, 0},
                                                 {0x1c, 0x20, 0},
                                                 {0x85, 0x85, 0},
                                                 {0xa0, 0xa0, 0},
                                                 {0x1680, 0x1680, 0},
                                                 {0x2000, 0x200a, 0},
                                                 {0x2028, 0x2029, 0},
                                                 {0x202f, 0x202f, 0},
                                                 {0x205f, 0x205f, 0},
                                                 {0x3000, 0x3000, 0},
                                                 {0}};

/* Characters that are the same letter to Python where case is ignored, and that PCRE2 tells apart,
 * or of which one is Latin-1 and another is not. */
static const uint32_t relatives[][4] = {
    {'i', 'I', 0x130, 0x131}, {0x390, 0x1fd3},      {0x3b0, 0x1fe3}, {0xfb05, 0xfb06},
    {'s', 'S', 0x17f},        {'k', 'K', 0x212a},   {0xff, 0x178},   {0xdf, 0x1e9e},
    {0xb5, 0x3bc, 0x39c},     {0xe5, 0xc5, 0x212b},
};

static void add_range(const struct translator *to, struct set *set, uint32_t low, uint32_t high)
{
    if (low <= to->limit)
        vector_push(set, (struct re_range){low, high < to->limit ? high : to->limit, 0});
}

/* Adds the ranges of a table, which is in order; or all other characters. */
static void add_table(const struct translator *to, struct set *set, const struct re_range *table,
                      bool complement)
{
    uint32_t next = 0;
    for (; table->high; table++) {
        if (!complement)
            add_range(to, set, table->low, table->high);
        else if (table->low > next)
            add_range(to, set, next, table->low - 1);
        next = table->high + 1;
    }
    if (complement)
        add_range(to, set, next, UINT32_MAX);
}

/* Adds \d and its like; those that are a property of PCRE2's are kept as they are. */
static void add_category(const struct translator *to, struct set *set, char letter, uint32_t flags)
{
    bool unicode = (flags & RE_UNICODE) != 0, complement = letter < 'a';
    const struct re_range *table;
    switch (letter | 32) {
    case 's':
        table = unicode ? unicode_spaces : spaces;
        break;
    case 'd':
        table = unicode && to->width > 1 ? NULL : digits;
        break;
    default:
        table = unicode ? to->width > 1 ? NULL : latin_words : words;
        break;
    }
    if (table)
        add_table(to, set, table, complement);
    else
        vector_push(set, (struct re_range){0, 0, letter});
}

static bool has(const struct set *set, uint32_t character)
{
    for (size_t i = 0; i < set->count; i++) {
        if (!set->items[i].category && set->items[i].low <= character &&
            character <= set->items[i].high)
            return true;
    }
    return false;
}

/* Where a set has one of some relatives it gets the others. `all` has the set before what does not
 * fit the width was left out. */
static void add_relatives(const struct translator *to, struct set *set, const struct set *all)
{
    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++) {
        bool any = false;
        for (size_t j = 0; j < 4 && relatives[i][j]; j++)
            any = any || has(all, relatives[i][j]);
        for (size_t j = 0; any && j < 4 && relatives[i][j]; j++)
            add_range(to, set, relatives[i][j], relatives[i][j]);
    }
}

/* The other cases of the ASCII letters of a set. */
static void add_ascii_cases(const struct translator *to, struct set *set)
{
    size_t count = set->count;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t c = 'a'; c <= 'z'; c++) {
            struct re_range range = set->items[i];
            if (range.category)
                continue;
            if (range.low <= c && c <= range.high)
                add_range(to, set, c - 32, c - 32);
            if (range.low <= c - 32 && c - 32 <= range.high)
                add_range(to, set, c, c);
        }
    }
}

static void put_property(struct translator *to, char letter, bool negated)
{
    bool complement = (letter < 'a') != negated;
    put_text(to, complement ? "\\P{" : "\\p{");
    put_text(to, (letter | 32) == 'd' ? "Nd}" : "Xwd}");
}

static void put_set(struct translator *to, const struct set *set, bool negated)
{
    if (set->count == 0) {
        put_text(to, negated ? "." : "(?!)");
        return;
    }
    if (set->count == 1 && set->items[0].category) {
        put_property(to, set->items[0].category, negated);
        return;
    }
    put_text(to, negated ? "[^" : "[");
    for (size_t i = 0; i < set->count; i++) {
        const struct re_range *range = &set->items[i];
        if (range->category) {
            put_property(to, range->category, false);
            continue;
        }
        put_character(to, range->low);
        if (range->high > range->low) {
            put(to, '-');
            put_character(to, range->high);
        }
    }
    put(to, ']');
}

/* Is case ignored here by the rules of ASCII, in a pattern that PCRE2 matches by those of Unicode?
 */
static bool is_ascii_island(const struct translator *to, uint32_t flags)
{
    return to->tree->uses_unicode && !(flags & RE_UNICODE) && (flags & RE_IGNORECASE);
}

static void translate_set(struct translator *to, const struct re_range *ranges, size_t count,
                          bool negated, uint32_t flags)
{
    struct set set = {0}, all = {0};
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].category) {
            add_category(to, &set, ranges[i].category, flags);
        } else {
            add_range(to, &set, ranges[i].low, ranges[i].high);
            vector_push(&all, ranges[i]);
        }
    }
    bool island = is_ascii_island(to, flags);
    if (island)
        add_ascii_cases(to, &set);
    else if ((flags & RE_IGNORECASE) && (flags & RE_UNICODE))
        add_relatives(to, &set, &all);
    if (island)
        put_text(to, "(?-i:");
    put_set(to, &set, negated);
    if (island)
        put(to, ')');
    vector_release(&set);
    vector_release(&all);
}

/* --- nodes ------------------------------------------------------------------------------------ */

static bool has_relatives(const struct translator *to, uint32_t c)
{
    if (c > to->limit)
        return true;
    for (size_t i = 0; to->width > 1 && i < 4; i++) { /* the others are known to PCRE2 */
        for (size_t j = 0; j < 4; j++) {
            if (relatives[i][j] == c)
                return true;
        }
    }
    return false;
}

static void translate_literal(struct translator *to, uint32_t c, uint32_t flags)
{
    struct re_range range = {c, c, 0};
    bool by_unicode = (flags & RE_IGNORECASE) && (flags & RE_UNICODE);
    if ((by_unicode && has_relatives(to, c)) || is_ascii_island(to, flags))
        translate_set(to, &range, 1, false, flags);
    else if (c > to->limit)
        put_text(to, "(?!)");
    else
        put_character(to, c);
}

static void translate_boundary(struct translator *to, bool boundary, uint32_t flags)
{
    const char *word = "[0-9A-Z_a-z]";
    bool plain = !to->tree->uses_unicode || (flags & RE_UNICODE);
    if (!boundary)
        put_text(to, "(?!\\A\\z)"); /* Python's \B is not in an empty text */
    if (plain) {
        put_text(to, boundary ? "\\b" : "\\B");
        return;
    }
    for (int before = 0; before < 2; before++) {
        put_text(to, before ? "|(?<!" : "(?:(?<=");
        put_text(to, word);
        put_text(to, (before != 0) == boundary ? ")(?=" : ")(?!");
        put_text(to, word);
        put(to, ')');
    }
    put(to, ')');
}

static void translate_anchor(struct translator *to, uint32_t letter, uint32_t flags)
{
    bool lines = (flags & RE_MULTILINE) != 0;
    switch (letter) {
    case '^':
        put_text(to, lines ? "^" : "\\A");
        break;
    case '$':
        put_text(to, lines ? "$" : "\\Z");
        break;
    case 'A':
        put_text(to, "\\A");
        break;
    case 'Z':
        put_text(to, "\\z");
        break;
    default:
        translate_boundary(to, letter == 'b', flags);
        break;
    }
}

static void translate_children(struct translator *to, const struct re_node *node, uint32_t flags,
                               const char *between)
{
    for (const struct re_node *child = node->first; child; child = child->next) {
        if (child != node->first)
            put_text(to, between);
        translate_node(to, child, flags);
    }
}

#define MOST_REPEATS UINT32_C(65535) /* of PCRE2 */

/* Can a quantifier stand behind the node's text, without parentheses around it? */
static bool is_one_item(const struct translator *to, const struct re_node *node, uint32_t flags)
{
    if (node->operation == RE_GROUP || node->operation == RE_ANY)
        return true;
    return node->operation == RE_SET ||
           (node->operation == RE_LITERAL && node->value <= to->limit && !(flags & RE_IGNORECASE));
}

static void put_repeat(struct translator *to, const struct re_node *node, uint32_t least,
                       uint32_t most, uint32_t flags)
{
    bool alone = is_one_item(to, node->first, flags);
    put_text(to, alone ? "" : "(?:");
    translate_node(to, node->first, flags);
    put_text(to, alone ? "" : ")");
    if (most == RE_NO_LIMIT && least < 2)
        put(to, least ? '+' : '*');
    else if (least == 0 && most == 1)
        put(to, '?');
    else {
        put_number(to, "{%u", least);
        if (most == RE_NO_LIMIT)
            put(to, ',');
        else if (most != least)
            put_number(to, ",%u", most);
        put(to, '}');
    }
    if (node->manner != RE_GREEDY)
        put(to, node->manner == RE_LAZY ? '?' : '+');
}

/* A count beyond what PCRE2 takes is several, one behind the other. */
static void translate_repeat(struct translator *to, const struct re_node *node, uint32_t flags)
{
    uint32_t least = node->least, most = node->most;
    while (least > MOST_REPEATS || (most != RE_NO_LIMIT && most > MOST_REPEATS)) {
        uint32_t part_least = least < MOST_REPEATS ? least : MOST_REPEATS;
        uint32_t part_most =
            most == RE_NO_LIMIT || part_least == MOST_REPEATS ? part_least : MOST_REPEATS;
        put_repeat(to, node, part_least, part_most, flags);
        least -= part_least;
        most = most == RE_NO_LIMIT ? most : most - part_most;
    }
    put_repeat(to, node, least, most, flags);
}

/* PCRE2's caseless option follows the flags where they change. */
static void translate_flagged(struct translator *to, const struct re_node *node, uint32_t flags)
{
    if (node->added & RE_TYPE_FLAGS)
        flags &= ~(uint32_t)RE_TYPE_FLAGS;
    flags = (flags | node->added) & ~node->removed;
    bool outer = to->caseless;
    to->caseless = (flags & RE_IGNORECASE) != 0;
    put_text(to, to->caseless == outer ? "(?:" : to->caseless ? "(?i:" : "(?-i:");
    translate_children(to, node, flags, "");
    put(to, ')');
    to->caseless = outer;
}

static void translate_group(struct translator *to, const struct re_node *node, uint32_t flags)
{
    if (!node->value) {
        translate_flagged(to, node, flags);
        return;
    }
    bool marked = to->tree->tangled; /* the last mark on the way says which group closed last */
    put_text(to, marked ? "(?:(" : "(");
    translate_children(to, node, flags, "");
    put(to, ')');
    if (marked)
        put_number(to, "(*:%u))", node->value);
}

static void translate_node(struct translator *to, const struct re_node *node, uint32_t flags)
{
    switch (node->operation) {
    case RE_SEQUENCE:
        translate_children(to, node, flags, "");
        break;
    case RE_BRANCH:
        put_text(to, "(?:");
        translate_children(to, node, flags, "|");
        put(to, ')');
        break;
    case RE_LITERAL:
        translate_literal(to, node->value, flags);
        break;
    case RE_SET:
        translate_set(to, node->ranges.items, node->ranges.count, node->negated, flags);
        break;
    case RE_ANY:
        put_text(to, flags & RE_DOTALL ? "." : "\\N");
        break;
    case RE_ANCHOR:
        translate_anchor(to, node->value, flags);
        break;
    case RE_REPEAT:
        translate_repeat(to, node, flags);
        break;
    case RE_GROUP:
        translate_group(to, node, flags);
        break;
    case RE_ATOMIC:
        put_text(to, "(?>");
        translate_children(to, node, flags, "");
        put(to, ')');
        break;
    case RE_LOOK:
        put_text(to, node->behind ? "(?<" : "(?");
        put(to, node->negated ? '!' : '=');
        translate_children(to, node, flags, "");
        put(to, ')');
        break;
    case RE_REFERENCE:
        put_number(to, "\\g{%u}", node->value);
        break;
    case RE_CONDITION:
        put_number(to, "(?(%u)", node->value);
        translate_children(to, node, flags, "|");
        put(to, ')');
        break;
    }
}

void re_translate(const struct re_tree *tree, unsigned width, struct re_translation *result)
{
    struct translator to = {
        .tree = tree,
        .text = result,
        .width = width,
        .limit = width == 1   ? 0xff
                 : width == 2 ? 0xffff
                              : 0x10ffff,
        .caseless = (tree->flags & RE_IGNORECASE) != 0,
    };
    translate_node(&to, tree->root, tree->flags);
}
