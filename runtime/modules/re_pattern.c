/* re.Pattern: compiled patterns and all that is done with them. */
#include "runtime/modules/re_pattern.h"

#include "runtime/python/interpreter.h"
#include "runtime/types/arguments.h"
#include "runtime/types/bytes.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/mapping_proxy.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <stddef.h>

static struct re_pattern *pattern_of(borrowed v)
{
    return (struct re_pattern *)v;
}

owned re_pattern_new(struct runtime *rt, borrowed source, uint32_t flags)
{
    owned names = dict_new(rt);
    struct re_pattern *pattern =
        names ? (struct re_pattern *)object_new(rt, &re_pattern_type, sizeof *pattern, 88) : NULL;
    if (!pattern) {
        object_release_maybe(rt, names);
        return NULL;
    }
    slot_copy(rt, &pattern->header, &pattern->pattern, source);
    slot_set(rt, &pattern->header, &pattern->group_index, names);
    if (re_parse(rt, &pattern->tree, source, flags, names) &&
        re_code_prepare(rt, &pattern->codes, &pattern->tree, 1) == 0)
        return &pattern->header;
    object_release(rt, &pattern->header);
    return NULL;
}

/* --- searching -------------------------------------------------------------------------------- */

static size_t bound(int64_t place, size_t length)
{
    return place < 0 ? 0 : (size_t)place < length ? (size_t)place : length;
}

/* The characters of the string that is searched; false: TypeError. */
static bool view(struct runtime *rt, const struct re_pattern *pattern, borrowed string,
                 struct re_text *text)
{
    if (!re_text_view(string, text))
        exception_raise(rt, &exception_TypeError, "expected string or bytes-like object, got '%T'",
                        string);
    else if (text->is_text && !pattern->tree.is_text)
        exception_raise(rt, &exception_TypeError,
                        "cannot use a bytes pattern on a string-like object");
    else if (!text->is_text && pattern->tree.is_text)
        exception_raise(rt, &exception_TypeError,
                        "cannot use a string pattern on a bytes-like object");
    else
        return true;
    return false;
}

bool re_state_start(struct runtime *rt, struct re_state *state, struct re_pattern *pattern,
                    borrowed string, int64_t first, int64_t last)
{
    struct re_text text;
    if (!view(rt, pattern, string, &text))
        return false;
    *state = (struct re_state){.pattern = pattern,
                               .string = string,
                               .first = bound(first, text.length),
                               .last = bound(last, text.length)};
    state->start = state->first;
    return true;
}

int re_state_next(struct runtime *rt, struct re_state *state, enum re_mode mode,
                  struct re_result *result)
{
    struct re_text text; /* read again each time: a bytearray may have been changed meanwhile */
    if (!view(rt, state->pattern, state->string, &text))
        return -1;
    struct re_subject subject = {text.data, bound((int64_t)state->last, text.length), text.width};
    if (state->start > subject.length)
        return 0;
    int found = re_code_match(rt, &state->pattern->codes, &state->pattern->tree, mode, &subject,
                              state->start, state->advance, result);
    if (found > 0) {
        state->advance = result->offsets[0] == result->offsets[1];
        state->start = result->offsets[1];
    }
    return found;
}

owned re_state_slice(struct runtime *rt, borrowed string, size_t start, size_t end)
{
    size_t size;
    if (str_check(string))
        return str_substring(rt, string, start, end);
    const uint8_t *data = bytes_view(string, &size);
    if (start == 0 && end == size && string->type == &bytes_type)
        return object_retain(rt, string);
    start = bound((int64_t)start, size);
    end = bound((int64_t)end, size);
    return bytes_new(rt, data + start, end > start ? end - start : 0);
}

/* The arguments (string, pos=0, endpos=sys.maxsize) of most methods. */
static bool read_range(struct runtime *rt, const char *function, borrowed self,
                       const borrowed *arguments, size_t positional, borrowed names,
                       struct re_state *state)
{
    static const char *const parameters[] = {"string", "pos", "endpos", NULL};
    const struct arguments specification = {function, parameters, 1, 0, 3};
    borrowed values[3];
    int64_t first = 0, last = INT64_MAX;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[1] && object_index_number(rt, values[1], &first, true) < 0) ||
        (values[2] && object_index_number(rt, values[2], &last, true) < 0))
        return false;
    return re_state_start(rt, state, pattern_of(self), values[0], first, last);
}

static owned match_once(struct runtime *rt, struct re_state *state, enum re_mode mode)
{
    struct re_result result;
    int found = re_state_next(rt, state, mode, &result);
    return found > 0 ? re_match_new(rt, state, &result) : found < 0 ? NULL : NONE;
}

RE_METHOD(match)
{
    struct re_state state;
    return read_range(rt, "match", self, arguments, positional, names, &state)
               ? match_once(rt, &state, RE_MATCH)
               : NULL;
}

RE_METHOD(fullmatch)
{
    struct re_state state;
    return read_range(rt, "fullmatch", self, arguments, positional, names, &state)
               ? match_once(rt, &state, RE_FULLMATCH)
               : NULL;
}

RE_METHOD(search)
{
    struct re_state state;
    return read_range(rt, "search", self, arguments, positional, names, &state)
               ? match_once(rt, &state, RE_SEARCH)
               : NULL;
}

/* --- all matches ------------------------------------------------------------------------------ */

/* The text of a group of the result; `otherwise` as re_match_group has it. */
static owned result_group(struct runtime *rt, borrowed string, const struct re_result *result,
                          size_t group, borrowed otherwise)
{
    size_t start = result->offsets[2 * group], end = result->offsets[2 * group + 1];
    if (start == SIZE_MAX)
        return otherwise ? object_retain(rt, otherwise) : re_state_slice(rt, string, 0, 0);
    return re_state_slice(rt, string, start, end);
}

/* What findall gives for one match: the whole, or its one group, or a tuple of its groups. */
static owned find_item(struct runtime *rt, const struct re_state *state,
                       const struct re_result *result)
{
    uint32_t groups = state->pattern->tree.groups;
    if (groups < 2)
        return result_group(rt, state->string, result, groups, NULL);
    owned tuple = tuple_new(rt, groups);
    for (size_t i = 0; tuple && i < groups; i++) {
        owned item = result_group(rt, state->string, result, i + 1, NULL);
        if (!item) {
            object_release(rt, tuple);
            return NULL;
        }
        tuple_fill(rt, tuple, i, item);
    }
    if (tuple)
        gc_track(rt, tuple);
    return tuple;
}

/* Releases a list where its making failed. */
static owned finish(struct runtime *rt, owned list, int status)
{
    if (status >= 0)
        return list;
    object_release_maybe(rt, list);
    return NULL;
}

RE_METHOD(findall)
{
    struct re_state state;
    struct re_result result;
    int found = 1;
    if (!read_range(rt, "findall", self, arguments, positional, names, &state))
        return NULL;
    owned list = list_new(rt, 0);
    while (list && found > 0 && (found = re_state_next(rt, &state, RE_SEARCH, &result)) > 0) {
        owned item = find_item(rt, &state, &result);
        if (!item || list_append(rt, list, item) < 0)
            found = -1;
    }
    return finish(rt, list, found);
}

RE_METHOD(split)
{
    static const char *const parameters[] = {"string", "maxsplit", NULL};
    static const struct arguments specification = {"split", parameters, 1, 0, 2};
    borrowed values[2];
    int64_t most = 0;
    struct re_state state;
    struct re_result result;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[1] && object_index_number(rt, values[1], &most, false) < 0) ||
        !re_state_start(rt, &state, pattern_of(self), values[0], 0, INT64_MAX))
        return NULL;
    owned list = list_new(rt, 0);
    size_t last = 0;
    int found = list ? 1 : -1;
    for (int64_t n = 0; found > 0 && (most == 0 || n < most); n++) {
        found = re_state_next(rt, &state, RE_SEARCH, &result);
        if (found <= 0)
            break;
        size_t from = result.offsets[0], to = result.offsets[1];
        owned item = re_state_slice(rt, values[0], last, from);
        for (size_t i = 1; item && i <= pattern_of(self)->tree.groups; i++) {
            if (list_append(rt, list, item) < 0)
                return finish(rt, list, -1);
            item = result_group(rt, values[0], &result, i, NONE);
        }
        found = item && list_append(rt, list, item) == 0 ? 1 : -1;
        last = to;
    }
    if (found >= 0) {
        owned item = re_state_slice(rt, values[0], last, state.last);
        found = item ? list_append(rt, list, item) : -1;
    }
    return finish(rt, list, found);
}

/* --- replacing -------------------------------------------------------------------------------- */

/* Does the template have a backslash? Without one it stands for itself. */
static bool has_escapes(const struct re_text *text)
{
    for (size_t i = 0; i < text->length; i++) {
        if (re_text_at(text, i) == '\\')
            return true;
    }
    return false;
}

/* The parsed template, borrowed: the pattern keeps the last one. */
static borrowed parse_template(struct runtime *rt, struct re_pattern *pattern, borrowed template)
{
    struct type *type = object_type(rt, template);
    bool plain = type == &str_type || type == &bytes_type;
    if (plain && template == pattern->template)
        return pattern->parts;
    owned parts = re_template_parse(rt, pattern, template);
    if (!parts)
        return NULL;
    slot_copy(rt, &pattern->header, &pattern->template, plain ? template : NULL);
    slot_set(rt, &pattern->header, &pattern->parts, parts);
    return parts;
}

struct replacement {
    borrowed callable; /* or NULL */
    owned template;    /* a tuple, or NULL */
    borrowed literal;  /* else */
};

static bool read_replacement(struct runtime *rt, struct re_pattern *pattern, borrowed v,
                             struct replacement *replacement)
{
    struct re_text text;
    *replacement = (struct replacement){0};
    if (object_is_callable(rt, v)) {
        replacement->callable = v;
    } else if (re_text_view(v, &text) && !has_escapes(&text)) {
        replacement->literal = v;
    } else {
        borrowed parts = parse_template(rt, pattern, v);
        if (!parts)
            return false;
        if (tuple_count(parts) == 1 && !int_is_tagged(tuple_item(parts, 0)))
            replacement->literal = tuple_item(parts, 0);
        replacement->template = object_retain(rt, parts);
    }
    return true;
}

static owned make_replacement(struct runtime *rt, const struct replacement *replacement,
                              const struct re_state *state, const struct re_result *result)
{
    if (replacement->literal)
        return object_retain(rt, replacement->literal);
    owned match = re_match_new(rt, state, result);
    if (!match)
        return NULL;
    owned item = replacement->callable ? object_call_one(rt, replacement->callable, match)
                                       : re_template_expand(rt, replacement->template, match);
    object_release(rt, match);
    return item;
}

/* The parts of the new text: a list. *count: how many were replaced. */
static owned replace_all(struct runtime *rt, struct re_state *state,
                         const struct replacement *replacement, int64_t most, int64_t *count)
{
    struct re_result result;
    size_t last = 0;
    owned list = list_new(rt, 0);
    int found = list ? 1 : -1;
    for (*count = 0; found > 0 && (most == 0 || *count < most); ++*count) {
        found = re_state_next(rt, state, RE_SEARCH, &result);
        if (found <= 0)
            break;
        size_t from = result.offsets[0], to = result.offsets[1];
        owned item = make_replacement(rt, replacement, state, &result);
        owned between = item && last < from ? re_state_slice(rt, state->string, last, from) : NULL;
        if (!item || (between && list_append(rt, list, between) < 0)) {
            object_release_maybe(rt, item);
            return finish(rt, list, -1);
        }
        if (item != NONE && list_append(rt, list, item) < 0)
            return finish(rt, list, -1);
        last = to;
    }
    if (found >= 0 && (last < state->last || ((struct list *)list)->count == 0)) {
        owned item = re_state_slice(rt, state->string, last, state->last);
        found = item ? list_append(rt, list, item) : -1;
    }
    return finish(rt, list, found);
}

/* (repl, string, count=0): the new text. */
static owned substitute(struct runtime *rt, const char *function, borrowed self,
                        const borrowed *arguments, size_t positional, borrowed names,
                        int64_t *count)
{
    static const char *const parameters[] = {"repl", "string", "count", NULL};
    const struct arguments specification = {function, parameters, 2, 0, 3};
    borrowed values[3];
    int64_t most = 0;
    struct re_state state;
    struct replacement replacement;
    if (!arguments_unpack(rt, &specification, arguments, positional, names, values) ||
        (values[2] && object_index_number(rt, values[2], &most, false) < 0) ||
        !read_replacement(rt, pattern_of(self), values[0], &replacement))
        return NULL;
    owned list = re_state_start(rt, &state, pattern_of(self), values[1], 0, INT64_MAX)
                     ? replace_all(rt, &state, &replacement, most, count)
                     : NULL;
    object_release_maybe(rt, replacement.template);
    owned result = list ? re_template_join(rt, str_check(values[1]), list) : NULL;
    object_release_maybe(rt, list);
    return result;
}

RE_METHOD(sub)
{
    int64_t count;
    return substitute(rt, "sub", self, arguments, positional, names, &count);
}

RE_METHOD(subn)
{
    int64_t count;
    owned text = substitute(rt, "subn", self, arguments, positional, names, &count);
    owned pair[2] = {text, int_tag(count)};
    return text ? tuple_from_owned(rt, pair, 2) : NULL;
}

/* --- scanners: finditer ----------------------------------------------------------------------- */

struct scanner {
    struct object header;
    borrowed pattern; /* held */
    borrowed string;  /* held */
    struct re_state state;
};

RE_METHOD(make_scanner)
{
    struct re_state state;
    if (!read_range(rt, "scanner", self, arguments, positional, names, &state))
        return NULL;
    struct scanner *scanner =
        (struct scanner *)object_new(rt, &re_scanner_type, sizeof *scanner, 248);
    if (!scanner)
        return NULL;
    slot_copy(rt, &scanner->header, &scanner->pattern, self);
    slot_copy(rt, &scanner->header, &scanner->string, state.string);
    scanner->state = state;
    return &scanner->header;
}

RE_METHOD(finditer)
{
    owned scanner = make_scanner(rt, self, arguments, positional, names);
    owned next = scanner ? object_get_attribute(rt, scanner, str_intern_text(rt, "search")) : NULL;
    owned result = next ? callable_iterator_new(rt, next, NONE) : NULL;
    object_release_maybe(rt, next);
    object_release_maybe(rt, scanner);
    return result;
}

static owned scan(struct runtime *rt, struct scanner *scanner, enum re_mode mode)
{
    if (scanner->state.ended)
        return NONE;
    owned result = match_once(rt, &scanner->state, mode);
    scanner->state.ended = result == NONE;
    return result;
}

RE_METHOD(scanner_match)
{
    (void)arguments;
    return arguments_count(rt, "match", positional, names, 0, 0)
               ? scan(rt, (struct scanner *)self, RE_MATCH)
               : NULL;
}

RE_METHOD(scanner_search)
{
    (void)arguments;
    return arguments_count(rt, "search", positional, names, 0, 0)
               ? scan(rt, (struct scanner *)self, RE_SEARCH)
               : NULL;
}

static owned scanner_pattern(struct runtime *rt, borrowed self)
{
    return object_retain(rt, ((struct scanner *)self)->pattern);
}

static int traverse_scanner(borrowed self, visit_function visit, void *context)
{
    const struct scanner *scanner = (struct scanner *)self;
    ITERATOR_VISIT(scanner->pattern);
    ITERATOR_VISIT(scanner->string);
    return 0;
}

static void dealloc_scanner(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct scanner *)self)->pattern);
    slot_clear(rt, self, &((struct scanner *)self)->string);
}

static const struct native_method scanner_methods[] = {
    {"match", scanner_match, NATIVE_PLAIN, NULL},
    {"search", scanner_search, NATIVE_PLAIN, NULL},
    {0},
};

static const struct native_attribute scanner_attributes[] = {
    {"pattern", scanner_pattern, NULL},
    {0},
};

struct type re_scanner_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "_sre.SRE_Scanner",
    .base = &object_type_,
    .size = sizeof(struct scanner),
    .reported_size = 248,
    .flags = TYPE_ABSTRACT,
    .traverse = traverse_scanner,
    .dealloc = dealloc_scanner,
    .methods = scanner_methods,
    .attributes = scanner_attributes,
};

/* --- the type --------------------------------------------------------------------------------- */

static owned get_pattern(struct runtime *rt, borrowed self)
{
    return object_retain(rt, pattern_of(self)->pattern);
}

static owned get_flags(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(pattern_of(self)->tree.flags);
}

static owned get_groups(struct runtime *rt UNUSED, borrowed self)
{
    return int_tag(pattern_of(self)->tree.groups);
}

static owned get_group_index(struct runtime *rt, borrowed self)
{
    return mapping_proxy_new(rt, pattern_of(self)->group_index);
}

/* re.compile('a', re.IGNORECASE|re.MULTILINE) */
static owned repr(struct runtime *rt, borrowed self)
{
    static const char *const flag_names[] = {"TEMPLATE",  "IGNORECASE", "LOCALE",
                                             "MULTILINE", "DOTALL",     "UNICODE",
                                             "VERBOSE",   "DEBUG",      "ASCII"};
    const struct re_tree *tree = &pattern_of(self)->tree;
    uint32_t flags = tree->flags;
    if (tree->is_text && (flags & RE_TYPE_FLAGS) == RE_UNICODE)
        flags &= ~(uint32_t)RE_UNICODE;
    owned source = object_repr(rt, pattern_of(self)->pattern);
    if (!source)
        return NULL;
    struct str_builder text = STR_BUILDER_EMPTY;
    const char *separator = ", ";
    str_builder_text(&text, "re.compile(");
    str_builder_part(&text, source, 0, str_length(source) < 200 ? str_length(source) : 200);
    for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
        if (!(flags >> i & 1))
            continue;
        str_builder_text(&text, separator);
        str_builder_text(&text, "re.");
        str_builder_text(&text, flag_names[i]);
        separator = "|";
    }
    if (flags >> 9) {
        char rest[16];
        snprintf(rest, sizeof rest, "0x%x", flags >> 9 << 9);
        str_builder_text(&text, separator);
        str_builder_text(&text, rest);
    }
    str_builder_text(&text, ")");
    object_release(rt, source);
    return str_builder_finish(rt, &text);
}

static owned compare(struct runtime *rt, borrowed left, borrowed right, enum compare operation)
{
    if (object_type(rt, left) != &re_pattern_type || object_type(rt, right) != &re_pattern_type ||
        (operation != COMPARE_EQ && operation != COMPARE_NE))
        return NOT_IMPLEMENTED;
    const struct re_tree *first = &pattern_of(left)->tree, *second = &pattern_of(right)->tree;
    int equal =
        left == right || (first->flags == second->flags && first->is_text == second->is_text);
    if (equal && left != right)
        equal = object_is_equal(rt, pattern_of(left)->pattern, pattern_of(right)->pattern);
    return equal < 0 ? NULL : bool_of((equal > 0) == (operation == COMPARE_EQ));
}

static int hash(struct runtime *rt, borrowed self, int64_t *result)
{
    if (object_hash(rt, pattern_of(self)->pattern, result) < 0)
        return -1;
    *result ^= pattern_of(self)->tree.flags;
    return 0;
}

RE_METHOD(itself)
{
    (void)arguments;
    (void)positional;
    (void)names;
    return object_retain(rt, self);
}

/* For copy and pickle: (re._compile, (pattern, flags)). */
RE_METHOD(reduce)
{
    (void)arguments;
    if (!arguments_count(rt, "__reduce__", positional, names, 0, 0))
        return NULL;
    owned module = import_module(rt, str_intern_text(rt, "re"), NULL, NULL, 0);
    owned function = module ? object_get_attribute_text(rt, module, "_compile") : NULL;
    borrowed items[2] = {pattern_of(self)->pattern, int_tag(pattern_of(self)->tree.flags)};
    owned pair[2] = {function, function ? tuple_from(rt, items, 2) : NULL};
    object_release_maybe(rt, module);
    if (pair[1])
        return tuple_from_owned(rt, pair, 2);
    object_release_maybe(rt, function);
    return NULL;
}

static int traverse(borrowed self, visit_function visit, void *context)
{
    const struct re_pattern *pattern = pattern_of(self);
    ITERATOR_VISIT(pattern->pattern);
    ITERATOR_VISIT(pattern->group_index);
    ITERATOR_VISIT(pattern->template);
    ITERATOR_VISIT(pattern->parts);
    return 0;
}

static void dealloc(struct runtime *rt, borrowed self)
{
    struct re_pattern *pattern = pattern_of(self);
    slot_clear(rt, self, &pattern->pattern);
    slot_clear(rt, self, &pattern->group_index);
    slot_clear(rt, self, &pattern->template);
    slot_clear(rt, self, &pattern->parts);
    re_code_release(&pattern->codes);
    re_tree_release(&pattern->tree);
}

static const struct native_method methods[] = {
    {"match", match, NATIVE_PLAIN, "Matches zero or more characters at the beginning."},
    {"fullmatch", fullmatch, NATIVE_PLAIN, "Matches against all of the string."},
    {"search", search, NATIVE_PLAIN, "Scan through string looking for a match."},
    {"findall", findall, NATIVE_PLAIN, "Return a list of all non-overlapping matches."},
    {"finditer", finditer, NATIVE_PLAIN, "Return an iterator over all non-overlapping matches."},
    {"split", split, NATIVE_PLAIN, "Split string by the occurrences of pattern."},
    {"sub", sub, NATIVE_PLAIN, "Return the string with the occurrences of pattern replaced."},
    {"subn", subn, NATIVE_PLAIN, "As sub(), with the number of replacements."},
    {"scanner", make_scanner, NATIVE_PLAIN, NULL},
    {"__copy__", itself, NATIVE_PLAIN, NULL},
    {"__deepcopy__", itself, NATIVE_PLAIN, NULL},
    {"__reduce__", reduce, NATIVE_PLAIN, NULL},
    GENERIC_ALIAS_METHOD,
    {0},
};

static const struct native_attribute attributes[] = {
    {"pattern", get_pattern, NULL},
    {"flags", get_flags, NULL},
    {"groups", get_groups, NULL},
    {"groupindex", get_group_index, NULL},
    {0},
};

struct type re_pattern_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "re.Pattern",
    .doc = "Compiled regular expression object.",
    .base = &object_type_,
    .size = sizeof(struct re_pattern),
    .reported_size = 88,
    .flags = TYPE_ABSTRACT,
    .has_weak_references = true,
    .traverse = traverse,
    .dealloc = dealloc,
    .repr = repr,
    .compare = compare,
    .hash = hash,
    .methods = methods,
    .attributes = attributes,
};
