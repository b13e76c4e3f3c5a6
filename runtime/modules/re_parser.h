/* Parsing a regular expression: what re_parse.c, re_parenthesis.c, re_group.c and re_flags.c share.
 *
 * Errors stick (re_reader.h): whoever fails goes on, or gives NULL, and re_parse looks in the end.
 */
#ifndef RUNTIME_MODULES_RE_PARSER_H
#define RUNTIME_MODULES_RE_PARSER_H

#include "runtime/modules/re_reader.h"

struct re_width {
    uint64_t narrowest, widest;
    bool closed; /* the group's ')' has been read */
};

struct re_condition { /* a group that a conditional names: it may come later */
    uint64_t group;
    size_t place;
};

struct re_parser {
    struct re_reader reader;
    struct re_tree *tree;
    borrowed names; /* dict: group name → number */
    struct {
        VECTOR_OF(struct re_width);
    } groups; /* the first is the whole pattern: never closed */
    struct {
        VECTOR_OF(struct re_condition);
    } conditions;
    uint32_t lookbehind_groups; /* groups open or closed where the outermost lookbehind began; 0: in
                                   none */
    bool bad_lookbehind;        /* one has no fixed width */
    bool is_start;              /* nothing but global flags has been read */
    uint32_t nesting_loops;     /* repeats and looks around here */
};

/* a|b|…, at least one sequence. nested: in parentheses. */
struct re_node *re_parse_alternatives(struct re_parser *parser, bool verbose, bool nested);
/* Items up to '|', ')' or the end. first: global flags may begin it. */
struct re_node *re_parse_sequence(struct re_parser *parser, bool verbose, bool first);
/* ( has been read, which stands at `start`. NULL: there is no node, or an error. Global flags
 * change `verbose`. */
struct re_node *re_parenthesis_parse(struct re_parser *parser, bool *verbose, size_t start);

/* Enters a group that begins here; name: a str or NULL. 0: raised. */
uint32_t re_group_open(struct re_parser *parser, borrowed name);
/* Its ')' has been read, and `content` is what stands in it. */
void re_group_close(struct re_parser *parser, uint32_t number, const struct re_node *content);
/* The number of the group with this name; 0 where there is none, raised. */
uint32_t re_group_find(struct re_parser *parser, borrowed name);
/* A reference to a group, whose text is `size` characters before the next token. NULL: raised. */
struct re_node *re_group_refer(struct re_parser *parser, uint32_t group, size_t size);
/* In a lookbehind: fails where the group may not be referred to. */
void re_group_check(struct re_parser *parser, uint64_t group);

/* The flag of a letter, enum re_flag; 0 where it is none. */
uint32_t re_flags_of(uint32_t c);
/* (?a…) or (?a-i:…), whose first letter or '-' is c. True: these were global flags. */
bool re_flags_parse(struct re_parser *parser, uint32_t c, uint32_t *added, uint32_t *removed);
/* The flags of the pattern fit its type and each other; those that are implied are added. */
void re_flags_settle(struct re_parser *parser);

#endif
