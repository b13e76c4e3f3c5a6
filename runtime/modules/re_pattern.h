/* The types of the module re: patterns, matches, scanners. For the files re*.c alone. */
#ifndef RUNTIME_MODULES_RE_PATTERN_H
#define RUNTIME_MODULES_RE_PATTERN_H

#include "runtime/core/gc.h"
#include "runtime/core/type.h"
#include "runtime/modules/re_code.h"

extern struct type re_pattern_type;
extern struct type re_match_type;
extern struct type re_scanner_type;

struct re_pattern {
    struct object header;
    borrowed pattern;     /* held: str, bytes or the like */
    borrowed group_index; /* held: dict, name → number */
    borrowed template;    /* held: the last one that sub() was given, or NULL */
    borrowed parts;       /* held: the tuple that it was parsed to, or NULL */
    struct re_tree tree;
    struct re_codes codes;
};

struct re_match {
    struct object header;
    borrowed pattern;    /* held */
    borrowed string;     /* held */
    int64_t start, end;  /* pos and endpos */
    uint32_t last_group; /* that closed; 0: none */
    uint32_t groups;     /* with the whole match as the first */
    int64_t places[];    /* start and end of each, -1: none */
};

struct re_state { /* searching a string for one match after the other */
    struct re_pattern *pattern;
    borrowed string;
    size_t first, last; /* where it begins and ends: pos and endpos */
    size_t start;       /* of the next search */
    bool advance;       /* the next match is not empty at `start` */
    bool ended;         /* a scanner has found its last */
};

/* Begins to search; false: TypeError. first and last as slices have them, bounded by the string. */
bool re_state_start(struct runtime *rt, struct re_state *state, struct re_pattern *pattern,
                    borrowed string, int64_t first, int64_t last) MUST_CHECK;
/* The next match: 1, 0 where there is none, -1 raised. Moves on behind it. */
int re_state_next(struct runtime *rt, struct re_state *state, enum re_mode mode,
                  struct re_result *result) MUST_CHECK;
/* string[start:end], as str or bytes. */
owned re_state_slice(struct runtime *rt, borrowed string, size_t start, size_t end);

owned re_pattern_new(struct runtime *rt, borrowed pattern, uint32_t flags);
owned re_match_new(struct runtime *rt, const struct re_state *state,
                   const struct re_result *result);
/* The text of a group; `otherwise` (NULL: the empty text) where it took no part. */
owned re_match_group(struct runtime *rt, borrowed match, size_t group, borrowed otherwise);

/* A template → a tuple of texts and group numbers (re_template.c). */
owned re_template_parse(struct runtime *rt, struct re_pattern *pattern, borrowed template);
owned re_template_expand(struct runtime *rt, borrowed template, borrowed match);
owned re_template_join(struct runtime *rt, bool is_text, borrowed parts); /* ''.join(list) */

#define RE_METHOD(name)                                                                            \
    static owned name(struct runtime *rt, borrowed self, const borrowed *arguments,                \
                      size_t positional, borrowed names)

#endif
