/* A regular expression as a tree: what the parser makes of Python's syntax (re_parser.h) and what
 * the translator reads (re_translate.c).
 *
 *     (?P<year>\d{4})-x|y      BRANCH ── SEQUENCE ── GROUP 1 ── SEQUENCE ── REPEAT {4,4} ── SET \d
 *                                     │            ├ LITERAL '-'
 *                                     │            └ LITERAL 'x'
 *                                     └ SEQUENCE ── LITERAL 'y'
 */
#ifndef RUNTIME_MODULES_RE_TREE_H
#define RUNTIME_MODULES_RE_TREE_H

#include "base/vector.h"
#include "runtime/core/object.h"

enum re_flag { /* CPython's numbers */
               RE_TEMPLATE = 1,
               RE_IGNORECASE = 2,
               RE_LOCALE = 4,
               RE_MULTILINE = 8,
               RE_DOTALL = 16,
               RE_UNICODE = 32,
               RE_VERBOSE = 64,
               RE_DEBUG = 128,
               RE_ASCII = 256,
               RE_TYPE_FLAGS = RE_ASCII | RE_LOCALE | RE_UNICODE,
               RE_GLOBAL_FLAGS = RE_DEBUG | RE_TEMPLATE
};

enum re_operation {
    RE_SEQUENCE,  /* children: one after the other */
    RE_BRANCH,    /* children: alternatives */
    RE_LITERAL,   /* value: the character */
    RE_SET,       /* ranges; negated */
    RE_ANY,       /* . */
    RE_ANCHOR,    /* value: '^' '$' 'A' 'Z' 'b' 'B' */
    RE_REPEAT,    /* one child, least to most times, as manner says */
    RE_GROUP,     /* one child; value: its number, 0 where it captures nothing; scoped flags */
    RE_ATOMIC,    /* one child */
    RE_LOOK,      /* one child, ahead or behind; negated */
    RE_REFERENCE, /* value: the group */
    RE_CONDITION, /* value: the group; children: yes and, maybe, no */
};

enum re_manner { RE_GREEDY, RE_LAZY, RE_POSSESSIVE };

#define RE_NO_LIMIT    UINT32_C(0xffffffff) /* most of a repeat: CPython's MAXREPEAT */
#define RE_WIDE        (UINT64_C(1) << 40)  /* a width without bound */
#define RE_MOST_GROUPS UINT32_C(0x3fffffff)

/* A range of characters, or (category not 0) those of \d \D \s \S \w \W. */
struct re_range {
    uint32_t low, high;
    char category; /* the letter of the escape */
};

struct re_node {
    enum re_operation operation;
    enum re_manner manner;
    bool negated;
    bool behind;
    uint32_t value;
    uint32_t least, most;
    uint32_t added, removed;    /* flags of (?a-i:…) */
    uint64_t narrowest, widest; /* characters that it can match, at most RE_WIDE */
    struct {
        VECTOR_OF(struct re_range);
    } ranges;
    struct re_node *first, *last; /* children */
    struct re_node *next;         /* sibling */
    struct re_node *allocated;    /* the chain of all nodes of the tree */
};

struct re_tree {
    struct re_node *root;
    struct re_node *nodes; /* all of them, owned */
    uint32_t flags;        /* those given and those at the start of the pattern */
    uint32_t groups;
    bool is_text;      /* a str, not bytes */
    bool uses_unicode; /* some part is matched by Unicode's rules */
    bool tangled;      /* the order in which groups close is not that of their places (re_code.h) */
    uint32_t *closings; /* the groups in the order of their ')', owned */
    size_t closed;      /* how many stand there */
};

struct re_text {     /* a pattern or template that is read */
    borrowed source; /* the object: str or bytes */
    const uint8_t *data;
    size_t length;
    unsigned width; /* bytes a character */
    bool is_text;
};

static inline uint32_t re_text_at(const struct re_text *text, size_t index)
{
    return text->width == 1   ? text->data[index]
           : text->width == 2 ? ((const uint16_t *)(const void *)text->data)[index]
                              : ((const uint32_t *)(const void *)text->data)[index];
}

/* The characters of a str or bytes-like object; false where v is neither. */
bool re_text_view(borrowed v, struct re_text *text);

/* Parses; false with re.error or another error raised. names: the dict in which named groups are
 * entered. The tree is released by the caller in any case. */
bool re_parse(struct runtime *rt, struct re_tree *tree, borrowed pattern, uint32_t flags,
              borrowed names) MUST_CHECK;
void re_tree_release(struct re_tree *tree);

/* A new node, which the tree owns; it is not yet a child of another. */
struct re_node *re_tree_add_node(struct re_tree *tree, enum re_operation operation, uint32_t value);
/* Appends to the children of `node`, without its widths. */
void re_tree_add_child(struct re_node *node, struct re_node *child);
/* Adds the child's widths to those of `node`. */
void re_tree_widen(struct re_node *node, const struct re_node *child);

/* The text of the pattern for PCRE2, in code units of `width` bytes. */
struct re_translation {
    VECTOR_OF(uint32_t);
};
void re_translate(const struct re_tree *tree, unsigned width, struct re_translation *result);

#endif
