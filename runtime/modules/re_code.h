/* Patterns compiled by PCRE2, and running them.
 *
 * A pattern is compiled for each width of a character (1, 2, 4 bytes) and each manner of matching
 * when it is first wanted so, with PCRE2's compiler to machine code where the machine has one.
 *
 * A match that takes very long (STEPS) is started again with a code that looks up from time to time
 * whether Ctrl-C was pressed, and takes as long as it takes. CPython's engine does the same.
 *
 * Which group closed last (Match.lastindex): PCRE2 does not say. Where no group is in a repeat or
 * looks around (tree.tangled), it is the one that ends farthest, of several the one whose ')'
 * stands last. Else the translation has a mark behind each group, and PCRE2 gives the last one.
 */
#ifndef RUNTIME_MODULES_RE_CODE_H
#define RUNTIME_MODULES_RE_CODE_H

#include "runtime/modules/re_tree.h"

enum re_mode { RE_SEARCH, RE_MATCH, RE_FULLMATCH };

struct re_code; /* compiled for one width and mode */

struct re_codes {                   /* of one pattern: all zero at first */
    struct re_code *items[3][3][2]; /* width, mode, watched */
};

struct re_subject {
    const void *data;
    size_t length;
    unsigned width;
};

struct re_result {
    const size_t *offsets; /* start and end of each group, SIZE_MAX: none; until the next match */
    uint32_t last_group;   /* the one that closed last; 0: none */
};

/* Compiles for a width, so that errors are met early. -1: re.error raised. */
int re_code_prepare(struct runtime *rt, struct re_codes *codes, const struct re_tree *tree,
                    unsigned width) MUST_CHECK;

/* 1 matched; 0 not; -1 raised. With `advance` an empty match at `start` does not count. */
int re_code_match(struct runtime *rt, struct re_codes *codes, const struct re_tree *tree,
                  enum re_mode mode, const struct re_subject *subject, size_t start, bool advance,
                  struct re_result *result) MUST_CHECK;

void re_code_release(struct re_codes *codes);

#endif
