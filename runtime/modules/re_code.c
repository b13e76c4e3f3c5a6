/* Compiling and running patterns with PCRE2 (re_code.h): the three libraries behind one face. */
#include "runtime/modules/re_code.h"

#include "base/memory.h"
#include "runtime/modules/re_reader.h"
#include "runtime/python/evaluate.h"
#include "runtime/types/exception.h"
#include "runtime/types/protocol.h"
#include "runtime/types/str.h"

#define PCRE2_CODE_UNIT_WIDTH 0
#include <pcre2.h>

#define STEPS         UINT32_C(10000000)
#define NESTING_LIMIT 100000 /* the parser has its own */
#define STACK_START   (64 * 1024)
#define STACK_LIMIT   (16 * 1024 * 1024) /* bytes of address space; used as needed */

#define PASTE_2(left, right)          left##right
#define PASTE(left, right)            PASTE_2(left, right)
#define PASTE3_2(left, middle, right) left##middle##right
#define PASTE3(left, middle, right)   PASTE3_2(left, middle, right)

struct re_code {
    unsigned width; /* of the units that the program matches */
    bool watched;   /* looks up for Ctrl-C */
    void *program;  /* these four: PCRE2's, owned */
    void *match_data;
    void *context;
    void *stack; /* for machine code, once it needed more than the default; or NULL */
};

#define BITS 8
#include "runtime/modules/re_code_width.inc"
#define BITS 16
#include "runtime/modules/re_code_width.inc"
#define BITS 32
#include "runtime/modules/re_code_width.inc"

/* The face of the three: calls name_8, name_16 or name_32. */
#define BY_WIDTH(width, name, ...)                                                                 \
    ((width) == 1   ? name##8(__VA_ARGS__)                                                         \
     : (width) == 2 ? name##16(__VA_ARGS__)                                                        \
                    : name##32(__VA_ARGS__))

static void free_code(struct re_code *code)
{
    if (code)
        BY_WIDTH(code->width, release_, code);
    memory_free(code);
}

void re_code_release(struct re_codes *codes)
{
    for (size_t i = 0; i < sizeof codes->items / sizeof ***codes->items; i++)
        free_code((&codes->items[0][0][0])[i]);
    *codes = (struct re_codes){0};
}

/* --- compiling -------------------------------------------------------------------------------- */

static struct re_code *compile(const struct re_tree *tree, unsigned width, enum re_mode mode,
                               bool watched, int *problem)
{
    struct re_translation text = {0};
    struct re_code *code = memory_zeroed(1, sizeof *code);
    uint32_t options = PCRE2_DOTALL | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX | PCRE2_NEVER_UTF;
    options |= tree->uses_unicode ? PCRE2_UCP : 0;
    options |= tree->flags & RE_IGNORECASE ? PCRE2_CASELESS : 0;
    options |= mode != RE_SEARCH ? PCRE2_ANCHORED : 0;
    options |= mode == RE_FULLMATCH ? PCRE2_ENDANCHORED : 0;
    options |= watched ? PCRE2_AUTO_CALLOUT : 0;
    *code = (struct re_code){.width = width, .watched = watched};
    *problem = 0;
    re_translate(tree, width, &text);
    BY_WIDTH(width, compile_, code, &text, options, problem);
    vector_release(&text);
    if (code->program && code->match_data && code->context)
        return code;
    free_code(code);
    return NULL;
}

static struct re_code *raise_problem(struct runtime *rt, unsigned width, int problem)
{
    char buffer[256];
    if (problem == PCRE2_ERROR_NOMEMORY || problem == PCRE2_ERROR_HEAP_FAILED)
        rt->raise_memory_error(rt);
    else
        re_reader_raise(
            rt, str_from_text(rt, BY_WIDTH(width, explain_, problem, buffer, sizeof buffer)), NULL,
            SIZE_MAX);
    return NULL;
}

static size_t index_of(unsigned width)
{
    return width == 1 ? 0 : width == 2 ? 1 : 2;
}

/* The code for a subject of this width. A pattern that is too large for the smaller units, whose
 * programs have small offsets, gets a program for four bytes. */
static struct re_code *find_code(struct runtime *rt, struct re_codes *codes,
                                 const struct re_tree *tree, unsigned width, enum re_mode mode,
                                 bool watched)
{
    int problem;
    struct re_code **place = &codes->items[index_of(width)][mode][watched];
    if (*place)
        return *place;
    *place = compile(tree, width, mode, watched, &problem);
    if (!*place && width < 4 && problem == PCRE2_ERROR_PATTERN_TOO_LARGE)
        *place = compile(tree, 4, mode, watched, &problem);
    return *place ? *place : raise_problem(rt, width, problem);
}

int re_code_prepare(struct runtime *rt, struct re_codes *codes, const struct re_tree *tree,
                    unsigned width)
{
    return find_code(rt, codes, tree, width, RE_SEARCH, false) ? 0 : -1;
}

/* --- matching --------------------------------------------------------------------------------- */

static uint32_t find_last_group(const struct re_tree *tree, const size_t *offsets)
{
    uint32_t last = 0;
    for (size_t i = 0; i < tree->closed; i++) {
        uint32_t group = tree->closings[i];
        size_t end = offsets[2 * group + 1];
        if (end != PCRE2_UNSET && (last == 0 || end >= offsets[2 * last + 1]))
            last = group;
    }
    return last;
}

/* The subject in units of four bytes, owned. */
static uint32_t *widen_subject(const struct re_subject *subject)
{
    uint32_t *data = memory_allocate((subject->length + 1) * sizeof *data);
    for (size_t i = 0; i < subject->length; i++)
        data[i] = subject->width == 1 ? ((const uint8_t *)subject->data)[i]
                                      : ((const uint16_t *)subject->data)[i];
    return data;
}

static int run(struct runtime *rt, struct re_code *code, const struct re_subject *subject,
               size_t start, bool advance)
{
    struct re_subject wide = *subject;
    uint32_t *data = NULL;
    if (code->width != subject->width) {
        wide.data = data = widen_subject(subject);
        wide.width = 4;
    }
    uint32_t options = advance ? PCRE2_NOTEMPTY_ATSTART : 0;
    int status = BY_WIDTH(code->width, run_, rt, code, &wide, start, options);
    memory_free(data);
    return status;
}

int re_code_match(struct runtime *rt, struct re_codes *codes, const struct re_tree *tree,
                  enum re_mode mode, const struct re_subject *subject, size_t start, bool advance,
                  struct re_result *result)
{
    int status = PCRE2_ERROR_MATCHLIMIT;
    struct re_code *code = NULL;
    for (int watched = 0; watched < 2 && status == PCRE2_ERROR_MATCHLIMIT; watched++) {
        code = find_code(rt, codes, tree, subject->width, mode, watched);
        if (!code)
            return -1;
        status = run(rt, code, subject, start, advance);
    }
    if (status == PCRE2_ERROR_NOMATCH)
        return 0;
    if (status == PCRE2_ERROR_CALLOUT && evaluate_interrupt(rt) < 0)
        return -1;
    if (status == PCRE2_ERROR_NOMEMORY || status == PCRE2_ERROR_HEAPLIMIT) {
        rt->raise_memory_error(rt);
        return -1;
    }
    if (status <= 0) {
        exception_raise(rt, &exception_RuntimeError,
                        status == PCRE2_ERROR_MATCHLIMIT
                            ? "a regular expression has not matched after 4294967295 steps"
                            : "internal error in regular expression engine");
        return -1;
    }
    result->offsets = BY_WIDTH(code->width, offsets_, code);
    result->last_group =
        tree->tangled ? BY_WIDTH(code->width, mark_, code) : find_last_group(tree, result->offsets);
    return 1;
}
