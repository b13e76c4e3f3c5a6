/* re.Match: what was found, and where. */
#include "runtime/modules/re_pattern.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

static struct re_match *match_of(borrowed v)
{
    return (struct re_match *)v;
}

static struct re_pattern *pattern_of(borrowed match)
{
    return (struct re_pattern *)match_of(match)->pattern;
}

static size_t size_for(uint32_t groups)
{
    return sizeof(struct re_match) + 2 * groups * sizeof(int64_t);
}

static size_t match_size_of(struct runtime *rt UNUSED, borrowed self)
{
    return size_for(match_of(self)->groups);
}

owned re_match_new(struct runtime *rt, const struct re_state *state, const struct re_result *result)
{
    uint32_t groups = state->pattern->tree.groups + 1;
    size_t size = size_for(groups);
    struct re_match *match = (struct re_match *)object_new(rt, &re_match_type, size, size);
    if (!match)
        return NULL;
    slot_copy(rt, &match->header, &match->pattern, &state->pattern->header);
    slot_copy(rt, &match->header, &match->string, state->string);
    match->start = (int64_t)state->first;
    match->end = (int64_t)state->last;
    match->last_group = result->last_group;
    match->groups = groups;
    for (size_t i = 0; i < 2 * groups; i++)
        match->places[i] = (int64_t)result->offsets[i]; /* SIZE_MAX is -1 */
    return &match->header;
}

owned re_match_group(struct runtime *rt, borrowed v, size_t group, borrowed otherwise)
{
    const struct re_match *match = match_of(v);
    int64_t start = match->places[2 * group], end = match->places[2 * group + 1];
    if (start < 0 && otherwise)
        return object_retain(rt, otherwise);
    return start < 0 ? re_state_slice(rt, match->string, 0, 0)
                     : re_state_slice(rt, match->string, (size_t)start, (size_t)end);
}

/* The number of the group that an int or a name means; -1: IndexError. */
static int64_t find_group(struct runtime *rt, borrowed v, borrowed key)
{
    int64_t number = -1;
    if (int_check(rt, key) || object_type(rt, key)->to_index) {
        if (object_index_number(rt, key, &number, true) < 0)
            return -1;
    } else {
        borrowed known = dict_get(rt, pattern_of(v)->group_index, key);
        if (!known && runtime_has_error(rt))
            return -1;
        number = known ? int_untag(known) : -1;
    }
    if (number >= 0 && number < match_of(v)->groups)
        return number;
    exception_raise(rt, &exception_IndexError, "no such group");
    return -1;
}

static owned get_item(struct runtime *rt, borrowed self, borrowed key)
{
    int64_t group = find_group(rt, self, key);
    return group < 0 ? NULL : re_match_group(rt, self, (size_t)group, NONE);
}

RE_METHOD(group)
{
    if (!arguments_count(rt, "group", positional, names, 0, SIZE_MAX))
        return NULL;
    if (positional < 2)
        return get_item(rt, self, positional ? arguments[0] : int_tag(0));
    owned result = tuple_new(rt, positional);
    for (size_t i = 0; result && i < positional; i++) {
        owned item = get_item(rt, self, arguments[i]);
        if (!item) {
            object_release(rt, result);
            return NULL;
        }
        tuple_fill(rt, result, i, item);
    }
    if (result)
        gc_track(rt, result);
    return result;
}

/* The argument `default` of groups() and groupdict(). */
static bool read_default(struct runtime *rt, const char *function, const borrowed *arguments,
                         size_t positional, borrowed names, borrowed *otherwise)
{
    static const char *const parameters[] = {"default", NULL};
    const struct arguments specification = {function, parameters, 0, 0, 1};
    if (!arguments_unpack(rt, &specification, arguments, positional, names, otherwise))
        return false;
    *otherwise = *otherwise ? *otherwise : NONE;
    return true;
}

RE_METHOD(groups)
{
    borrowed otherwise;
    size_t count = match_of(self)->groups - 1;
    if (!read_default(rt, "groups", arguments, positional, names, &otherwise))
        return NULL;
    owned result = tuple_new(rt, count);
    for (size_t i = 0; result && i < count; i++) {
        owned item = re_match_group(rt, self, i + 1, otherwise);
        if (!item) {
            object_release(rt, result);
            return NULL;
        }
        tuple_fill(rt, result, i, item);
    }
    if (result)
        gc_track(rt, result);
    return result;
}

RE_METHOD(groupdict)
{
    borrowed otherwise, name, number;
    size_t position = 0;
    if (!read_default(rt, "groupdict", arguments, positional, names, &otherwise))
        return NULL;
    owned result = dict_new(rt);
    while (result && dict_next(pattern_of(self)->group_index, &position, &name, &number)) {
        owned item = re_match_group(rt, self, (size_t)int_untag(number), otherwise);
        if (!item || dict_set(rt, result, name, item) < 0) {
            object_release(rt, result);
            return NULL;
        }
    }
    return result;
}

/* --- places ----------------------------------------------------------------------------------- */

static int64_t group_argument(struct runtime *rt, const char *function, borrowed self,
                              const borrowed *arguments, size_t positional, borrowed names)
{
    if (!arguments_count(rt, function, positional, names, 0, 1))
        return -1;
    return positional ? find_group(rt, self, arguments[0]) : 0;
}

RE_METHOD(start)
{
    int64_t group = group_argument(rt, "start", self, arguments, positional, names);
    return group < 0 ? NULL : int_new(rt, match_of(self)->places[2 * group]);
}

RE_METHOD(end)
{
    int64_t group = group_argument(rt, "end", self, arguments, positional, names);
    return group < 0 ? NULL : int_new(rt, match_of(self)->places[2 * group + 1]);
}

static owned make_span(struct runtime *rt, const struct re_match *match, size_t group)
{
    borrowed items[2] = {int_tag(match->places[2 * group]), int_tag(match->places[2 * group + 1])};
    return tuple_from(rt, items, 2);
}

RE_METHOD(span)
{
    int64_t group = group_argument(rt, "span", self, arguments, positional, names);
    return group < 0 ? NULL : make_span(rt, match_of(self), (size_t)group);
}

static owned get_spans(struct runtime *rt, borrowed self)
{
    const struct re_match *match = match_of(self);
    owned result = tuple_new(rt, match->groups);
    for (size_t i = 0; result && i < match->groups; i++) {
        owned item = make_span(rt, match, i);
        if (!item) {
            object_release(rt, result);
            return NULL;
        }
        tuple_fill(rt, result, i, item);
    }
    if (result)
        gc_track(rt, result);
    return result;
}

RE_METHOD(expand)
{
    if (!arguments_count(rt, "expand", positional, names, 1, 1))
        return NULL;
    owned template = re_template_parse(rt, pattern_of(self), arguments[0]);
    owned result = template ? re_template_expand(rt, template, self) : NULL;
    object_release_maybe(rt, template);
    return result;
}

RE_METHOD(itself)
{
    (void)arguments;
    (void)positional;
    (void)names;
    return object_retain(rt, self);
}

/* --- attributes ------------------------------------------------------------------------------- */

static owned get_string(struct runtime *rt, borrowed self)
{
    return object_retain(rt, match_of(self)->string);
}

static owned get_pattern(struct runtime *rt, borrowed self)
{
    return object_retain(rt, match_of(self)->pattern);
}

static owned get_start(struct runtime *rt, borrowed self)
{
    return int_new(rt, match_of(self)->start);
}

static owned get_end(struct runtime *rt, borrowed self)
{
    return int_new(rt, match_of(self)->end);
}

static owned get_last_index(struct runtime *rt UNUSED, borrowed self)
{
    uint32_t last = match_of(self)->last_group;
    return last ? int_tag(last) : NONE;
}

static owned get_last_group(struct runtime *rt, borrowed self)
{
    borrowed name, number;
    size_t position = 0;
    uint32_t last = match_of(self)->last_group;
    while (last && dict_next(pattern_of(self)->group_index, &position, &name, &number)) {
        if (int_untag(number) == last)
            return object_retain(rt, name);
    }
    return NONE;
}

static owned repr(struct runtime *rt, borrowed self)
{
    const struct re_match *match = match_of(self);
    owned text = re_match_group(rt, self, 0, NULL);
    owned result = text ? str_format(rt, "<re.Match object; span=(%lld, %lld), match=%R>",
                                     (long long)match->places[0], (long long)match->places[1], text)
                        : NULL;
    object_release_maybe(rt, text);
    return result;
}

/* --- the type --------------------------------------------------------------------------------- */

static int traverse(borrowed self, visit_function visit, void *context)
{
    const struct re_match *match = match_of(self);
    ITERATOR_VISIT(match->pattern);
    ITERATOR_VISIT(match->string);
    return 0;
}

static void dealloc(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &match_of(self)->pattern);
    slot_clear(rt, self, &match_of(self)->string);
}

static const struct native_method methods[] = {
    {"group", group, NATIVE_PLAIN, "Return subgroup(s) of the match by indices or names."},
    {"groups", groups, NATIVE_PLAIN, "Return a tuple containing all the subgroups of the match."},
    {"groupdict", groupdict, NATIVE_PLAIN, "Return a dictionary of all the named subgroups."},
    {"start", start, NATIVE_PLAIN, "Return index of the start of the substring."},
    {"end", end, NATIVE_PLAIN, "Return index of the end of the substring."},
    {"span", span, NATIVE_PLAIN, "Return the 2-tuple (m.start(group), m.end(group))."},
    {"expand", expand, NATIVE_PLAIN, "Return the string with the template substituted."},
    {"__copy__", itself, NATIVE_PLAIN, NULL},
    {"__deepcopy__", itself, NATIVE_PLAIN, NULL},
    GENERIC_ALIAS_METHOD,
    {0},
};

static const struct native_attribute attributes[] = {
    {"string", get_string, NULL},
    {"re", get_pattern, NULL},
    {"pos", get_start, NULL},
    {"endpos", get_end, NULL},
    {"lastindex", get_last_index, NULL},
    {"lastgroup", get_last_group, NULL},
    {"regs", get_spans, NULL},
    {0},
};

struct type re_match_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "re.Match",
    .doc = "The result of re.match() and re.search().",
    .base = &object_type_,
    .size = sizeof(struct re_match),
    .reported_size = sizeof(struct re_match),
    .size_of = match_size_of,
    .flags = TYPE_ABSTRACT,
    .traverse = traverse,
    .dealloc = dealloc,
    .repr = repr,
    .get_item = get_item,
    .methods = methods,
    .attributes = attributes,
};
