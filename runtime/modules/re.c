/* The module _re: what re takes from C, over PCRE2.
 *
 *     pattern ── re_parse.c, re_escape.c ──→ tree ── re_translate.c ──→ PCRE2's syntax
 *                                                    re_code.c ──→ program, matches
 *
 * re_pattern.c and re_match.c are the two types that a program sees, re_template.c what sub() puts
 * in. The module's functions and cache are in lib/re.py.
 */
#include "runtime/modules/modules.h"
#include "runtime/modules/re_pattern.h"
#include "runtime/types/arguments.h"
#include "runtime/types/module.h"

/* compile(pattern, flags) */
RE_METHOD(compile)
{
    (void)self;
    int64_t flags;
    if (!arguments_count(rt, "compile", positional, names, 2, 2) ||
        !arguments_int(rt, arguments[1], &flags))
        return NULL;
    return re_pattern_new(rt, arguments[0], (uint32_t)flags);
}

static const struct native_method functions[] = {
    {"compile", compile, NATIVE_PLAIN, "A compiled pattern."},
    {0},
};

int module_fill_re(struct runtime *rt, borrowed module)
{
    type_ready(rt, &re_pattern_type);
    type_ready(rt, &re_match_type);
    type_ready(rt, &re_scanner_type);
    if (module_set(rt, module, "Pattern", object_retain(rt, &re_pattern_type.header)) < 0 ||
        module_set(rt, module, "Match", object_retain(rt, &re_match_type.header)) < 0)
        return -1;
    return module_add_functions(rt, module, functions);
}
