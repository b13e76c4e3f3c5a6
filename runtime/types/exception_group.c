/* Exception groups (exception_group.h).
 *
 * A split walks the tree of groups: what matches as a whole goes into one half as it is; a group
 * that matches in part becomes two groups, which its derive() makes and which get its traceback,
 * cause, context and notes. The walk recurses in C as the tree is deep, under the runtime's
 * recursion limit.
 */
#include "runtime/types/exception_group.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception_types.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

#include <stddef.h>

static struct exception_group *as_group(borrowed self)
{
    return (struct exception_group *)self;
}

bool exception_group_check(borrowed v)
{
    return exception_check(v) && type_is_subtype(v->type, &exception_BaseExceptionGroup);
}

/* --- making one ------------------------------------------------------------------------------- */

/* The exceptions as a tuple; *all_plain: each is an Exception. */
static owned check_exceptions(struct runtime *rt, borrowed given, bool *all_plain)
{
    *all_plain = true;
    if (!object_type(rt, given)->get_item || !object_type(rt, given)->length)
        return exception_raise(rt, &exception_TypeError,
                               "second argument (exceptions) must be a sequence");
    owned exceptions = tuple_from_iterable(rt, given);
    if (exceptions && tuple_count(exceptions) == 0) {
        object_release(rt, exceptions);
        return exception_raise(rt, &exception_ValueError,
                               "second argument (exceptions) must be a non-empty sequence");
    }
    for (size_t i = 0; exceptions && i < tuple_count(exceptions); i++) {
        borrowed item = tuple_item(exceptions, i);
        if (!exception_check(item)) {
            object_release(rt, exceptions);
            return exception_raise(rt, &exception_ValueError,
                                   "Item %zu of second argument (exceptions) is not an exception",
                                   i);
        }
        *all_plain &= type_is_subtype(item->type, &exception_Exception);
    }
    return exceptions;
}

/* The type of the new group; NULL: TypeError. */
static struct type *choose_type(struct runtime *rt, struct type *type, bool all_plain)
{
    if (type == &exception_BaseExceptionGroup)
        return all_plain ? &exception_ExceptionGroup : type;
    if (all_plain || !type_is_subtype(type, &exception_Exception))
        return type;
    if (type == &exception_ExceptionGroup)
        exception_raise(rt, &exception_TypeError,
                        "Cannot nest BaseExceptions in an ExceptionGroup");
    else
        exception_raise(rt, &exception_TypeError, "Cannot nest BaseExceptions in '%s'", type->name);
    return NULL;
}

static owned group_new(struct runtime *rt, struct type *type, const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    bool all_plain;
    if (positional != 2)
        return exception_raise(rt, &exception_TypeError,
                               "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)",
                               positional);
    if (!str_check(arguments[0]))
        return exception_raise(rt, &exception_TypeError,
                               "BaseExceptionGroup.__new__() argument 1 must be str, not %T",
                               arguments[0]);
    owned exceptions = check_exceptions(rt, arguments[1], &all_plain);
    struct type *chosen = exceptions ? choose_type(rt, type, all_plain) : NULL;
    owned self =
        chosen ? exception_types_new(rt, chosen, arguments, positional, argument_names) : NULL;
    if (self) {
        slot_copy(rt, self, &as_group(self)->message, arguments[0]);
        slot_copy(rt, self, &as_group(self)->exceptions, exceptions);
    }
    object_release_maybe(rt, exceptions);
    return self;
}

/* ExceptionGroup(message, exceptions), or its base where one of them is no Exception. */
static owned make_group(struct runtime *rt, borrowed message, borrowed exceptions)
{
    borrowed arguments[] = {message, exceptions};
    return object_call(rt, &exception_BaseExceptionGroup.header, arguments, 2, NULL);
}

/* --- life ------------------------------------------------------------------------------------- */

static int group_traverse(borrowed self, visit_function visit, void *context)
{
    const struct exception_group *group = as_group(self);
    int result = exception_types_traverse(self, visit, context);
    if (result == 0 && group->message)
        result = visit(context, group->message, EDGE_INTERNAL, (uintptr_t) "message");
    if (result == 0 && group->exceptions)
        result = visit(context, group->exceptions, EDGE_INTERNAL, (uintptr_t) "exceptions");
    return result;
}

static int group_clear(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &as_group(self)->message);
    slot_clear(rt, self, &as_group(self)->exceptions);
    return exception_types_clear(rt, self);
}

static void group_dealloc(struct runtime *rt, borrowed self)
{
    group_clear(rt, self);
}

static owned group_str(struct runtime *rt, borrowed self)
{
    size_t count = tuple_count(as_group(self)->exceptions);
    return str_format(rt, "%S (%zu sub-exception%s)", as_group(self)->message, count,
                      count == 1 ? "" : "s");
}

/* --- splitting -------------------------------------------------------------------------------- */

enum matcher_kind { MATCH_TYPE, MATCH_CALL, MATCH_LEAVES };

struct matcher {
    enum matcher_kind kind;
    borrowed value; /* the type or tuple of types; what is called; a list of plain exceptions */
};

static int matches(struct runtime *rt, const struct matcher *matcher, borrowed exception)
{
    if (matcher->kind == MATCH_TYPE)
        return exception_matches_any(rt, exception, matcher->value);
    if (matcher->kind == MATCH_CALL) {
        owned result = object_call_one(rt, matcher->value, exception);
        int truth = result ? object_is_true(rt, result) : -1;
        object_release_maybe(rt, result);
        return truth;
    }
    const struct list *leaves = (struct list *)matcher->value;
    for (size_t i = 0; i < leaves->count; i++)
        if (leaves->items[i] == exception)
            return 1;
    return 0;
}

/* The copy of a list of notes, so that the halves do not share it. */
static int copy_notes(struct runtime *rt, borrowed from, borrowed to)
{
    borrowed name = str_intern_text(rt, "__notes__");
    owned notes = object_find_attribute(rt, from, name);
    if (!notes)
        return runtime_has_error(rt) ? -1 : 0;
    owned copy = list_check(notes) || tuple_check(notes) ? list_from_iterable(rt, notes) : NULL;
    int result = 0;
    if (copy)
        result = object_set_attribute(rt, to, name, copy);
    else if (runtime_has_error(rt))
        result = -1;
    object_release_maybe(rt, copy);
    object_release(rt, notes);
    return result;
}

/* A group like `original` of the exceptions in the list; None where it is empty. */
static owned derive(struct runtime *rt, borrowed original, borrowed list)
{
    if (((struct list *)list)->count == 0)
        return NONE;
    borrowed name = str_intern_text(rt, "derive");
    owned group = object_call_method(rt, original, name, &list, 1);
    if (group && !exception_group_check(group)) {
        object_release(rt, group);
        return exception_raise(rt, &exception_TypeError,
                               "derive must return an instance of BaseExceptionGroup");
    }
    if (!group)
        return NULL;
    const struct exception *from = (struct exception *)original;
    struct exception *to = (struct exception *)group;
    slot_copy(rt, group, &to->traceback, from->traceback);
    slot_copy(rt, group, &to->context, from->context);
    slot_copy(rt, group, &to->cause, from->cause);
    to->suppress_context |= from->cause != NULL;
    if (copy_notes(rt, original, group) == 0)
        return group;
    object_release(rt, group);
    return NULL;
}

static int split(struct runtime *rt, borrowed exception, const struct matcher *matcher,
                 owned *match, owned *rest);

/* Puts the halves of each member into the two lists. */
static int split_members(struct runtime *rt, borrowed group, const struct matcher *matcher,
                         borrowed matched, borrowed others)
{
    borrowed members = as_group(group)->exceptions;
    for (size_t i = 0; i < tuple_count(members); i++) {
        owned match, rest;
        if (split(rt, tuple_item(members, i), matcher, &match, &rest) < 0)
            return -1;
        bool failed = match != NONE && list_append(rt, matched, object_retain(rt, match)) < 0;
        failed |= rest != NONE && list_append(rt, others, object_retain(rt, rest)) < 0;
        object_release(rt, match);
        object_release(rt, rest);
        if (failed)
            return -1;
    }
    return 0;
}

static int split_group(struct runtime *rt, borrowed group, const struct matcher *matcher,
                       owned *match, owned *rest)
{
    owned matched = list_new(rt, 0);
    owned others = matched ? list_new(rt, 0) : NULL;
    if (!others || split_members(rt, group, matcher, matched, others) < 0) {
        object_release_maybe(rt, matched);
        object_release_maybe(rt, others);
        return -1;
    }
    *match = derive(rt, group, matched);
    *rest = *match ? derive(rt, group, others) : NULL;
    object_release(rt, matched);
    object_release(rt, others);
    if (*rest)
        return 0;
    object_release_maybe(rt, *match);
    return -1;
}

/* Both halves of the exception, owned, each None where it is empty. */
static int split(struct runtime *rt, borrowed exception, const struct matcher *matcher,
                 owned *match, owned *rest)
{
    bool is_group = exception_group_check(exception);
    int whole = is_group && matcher->kind == MATCH_LEAVES ? 0 : matches(rt, matcher, exception);
    if (whole < 0)
        return -1;
    if (whole || !is_group) {
        *match = whole ? object_retain(rt, exception) : NONE;
        *rest = whole ? NONE : object_retain(rt, exception);
        return 0;
    }
    if (!protocol_enter(rt, " in exceptiongroup_split_recursive"))
        return -1;
    int result = split_group(rt, exception, matcher, match, rest);
    protocol_leave(rt);
    return result;
}

/* --- methods ---------------------------------------------------------------------------------- */

static bool is_exception_tuple(borrowed v)
{
    if (!tuple_check(v))
        return false;
    for (size_t i = 0; i < tuple_count(v); i++)
        if (!exception_check_class(tuple_item(v, i)))
            return false;
    return true;
}

static bool make_matcher(struct runtime *rt, borrowed condition, struct matcher *matcher)
{
    matcher->value = condition;
    if (exception_check_class(condition) || is_exception_tuple(condition)) {
        matcher->kind = MATCH_TYPE;
        return true;
    }
    if (object_is_callable(rt, condition) && !class_check(condition)) {
        matcher->kind = MATCH_CALL;
        return true;
    }
    exception_raise(rt, &exception_TypeError,
                    "expected a function, exception type or tuple of exception types");
    return false;
}

static owned method_split(struct runtime *rt, borrowed self, const borrowed *arguments,
                          size_t positional, borrowed argument_names)
{
    struct matcher matcher;
    owned halves[2];
    if (!arguments_count(rt, "BaseExceptionGroup.split", positional, argument_names, 1, 1) ||
        !make_matcher(rt, arguments[0], &matcher) ||
        split(rt, self, &matcher, &halves[0], &halves[1]) < 0)
        return NULL;
    return tuple_from_owned(rt, halves, 2);
}

static owned method_subgroup(struct runtime *rt, borrowed self, const borrowed *arguments,
                             size_t positional, borrowed argument_names)
{
    struct matcher matcher;
    owned match, rest;
    if (!arguments_count(rt, "BaseExceptionGroup.subgroup", positional, argument_names, 1, 1) ||
        !make_matcher(rt, arguments[0], &matcher) || split(rt, self, &matcher, &match, &rest) < 0)
        return NULL;
    object_release(rt, rest);
    return match;
}

static owned method_derive(struct runtime *rt, borrowed self, const borrowed *arguments,
                           size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "BaseExceptionGroup.derive", positional, argument_names, 1, 1))
        return NULL;
    return make_group(rt, as_group(self)->message, arguments[0]);
}

static owned get_message(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &as_group(self)->message);
}

static owned get_exceptions(struct runtime *rt, borrowed self)
{
    return slot_get(rt, &as_group(self)->exceptions);
}

static const struct native_method group_methods[] = {
    {"split", method_split, NATIVE_PLAIN, NULL},
    {"subgroup", method_subgroup, NATIVE_PLAIN, NULL},
    {"derive", method_derive, NATIVE_PLAIN, NULL},
    GENERIC_ALIAS_METHOD,
    {NULL, NULL, 0, NULL},
};

static const struct native_attribute group_attributes[] = {
    {"message", get_message, NULL},
    {"exceptions", get_exceptions, NULL},
    {NULL, NULL, NULL},
};

struct type exception_BaseExceptionGroup = {
    .header = OBJECT_STATIC(&type_type),
    .name = "BaseExceptionGroup",
    .doc = "A combination of multiple unrelated exceptions.",
    .base = &exception_BaseException,
    .size = sizeof(struct exception_group),
    .reported_size = 88,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_EXCEPTION,
    .dict_offset = offsetof(struct exception, dict),
    .new = group_new,
    .traverse = group_traverse,
    .clear = group_clear,
    .dealloc = group_dealloc,
    .str = group_str,
    .methods = group_methods,
    .attributes = group_attributes,
};

struct type exception_ExceptionGroup = {
    .header = OBJECT_STATIC(&type_type),
    .name = "ExceptionGroup",
    .base = &exception_BaseExceptionGroup,
    .second_base = &exception_Exception,
    .flags = TYPE_TRACKED | TYPE_BASE | TYPE_EXCEPTION,
};

/* --- except* ---------------------------------------------------------------------------------- */

/* Groups themselves are caught with except. */
static bool check_caught(struct runtime *rt, borrowed type)
{
    size_t count = tuple_check(type) ? tuple_count(type) : 1;
    for (size_t i = 0; i < count; i++) {
        borrowed each = tuple_check(type) ? tuple_item(type, i) : type;
        if (!exception_check_class(each)) {
            exception_raise(
                rt, &exception_TypeError,
                "catching classes that do not inherit from BaseException is not allowed");
            return false;
        }
        if (type_is_subtype((struct type *)each, &exception_BaseExceptionGroup)) {
            exception_raise(
                rt, &exception_TypeError,
                "catching ExceptionGroup with except* is not allowed. Use except instead.");
            return false;
        }
    }
    return true;
}

int exception_group_match(struct runtime *rt, borrowed exception, borrowed type, owned *match,
                          owned *rest)
{
    if (!check_caught(rt, type))
        return -1;
    *match = *rest = NONE;
    if (exception == NONE)
        return 0;
    const struct matcher matcher = {MATCH_TYPE, type};
    if (exception_group_check(exception) && !matches(rt, &matcher, exception)) {
        borrowed name = str_intern_text(rt, "split");
        owned halves = object_call_method(rt, exception, name, &type, 1);
        if (!halves)
            return -1;
        if (!tuple_check(halves) || tuple_count(halves) < 2) {
            exception_raise(rt, &exception_TypeError, "%T.split must return a 2-tuple", exception);
            object_release(rt, halves);
            return -1;
        }
        *match = object_retain(rt, tuple_item(halves, 0));
        *rest = object_retain(rt, tuple_item(halves, 1));
        object_release(rt, halves);
        return 0;
    }
    if (split(rt, exception, &matcher, match, rest) < 0)
        return -1;
    if (*match == NONE || exception_group_check(exception))
        return 0;
    owned alone = tuple_from(rt, match, 1);
    owned group = alone ? make_group(rt, names.empty, alone) : NULL;
    object_release_maybe(rt, alone);
    object_release(rt, *match);
    *match = group;
    return group ? 0 : -1;
}

/* Is `exception` a part of `original` that was raised again as it was? */
static bool is_same_raise(borrowed exception, borrowed original)
{
    const struct exception *left = (struct exception *)exception;
    const struct exception *right = (struct exception *)original;
    return left->traceback == right->traceback && left->cause == right->cause &&
           left->context == right->context;
}

static int collect_leaves(struct runtime *rt, borrowed exception, borrowed leaves)
{
    if (!exception_group_check(exception))
        return list_append(rt, leaves, object_retain(rt, exception));
    if (!protocol_enter(rt, " in collect_exception_group_leaf_ids"))
        return -1;
    int result = 0;
    borrowed members = as_group(exception)->exceptions;
    for (size_t i = 0; i < tuple_count(members) && result == 0; i++)
        result = collect_leaves(rt, tuple_item(members, i), leaves);
    protocol_leave(rt);
    return result;
}

/* What is left of `original` when only the plain exceptions in `kept` remain; None: nothing. */
static owned project(struct runtime *rt, borrowed original, borrowed kept)
{
    owned leaves = list_new(rt, 0);
    int result = leaves ? 0 : -1;
    for (size_t i = 0; result == 0 && i < ((struct list *)kept)->count; i++)
        result = collect_leaves(rt, ((struct list *)kept)->items[i], leaves);
    owned match = NULL, rest = NULL;
    const struct matcher matcher = {MATCH_LEAVES, leaves};
    if (result == 0 && split(rt, original, &matcher, &match, &rest) < 0)
        match = NULL;
    object_release_maybe(rt, rest);
    object_release_maybe(rt, leaves);
    return match;
}

/* The new exceptions, and behind them what is raised again of the original: alone or in a group. */
static owned combine(struct runtime *rt, borrowed original, borrowed new, borrowed again)
{
    owned left = project(rt, original, again);
    if (!left)
        return NULL;
    if (((struct list *)new)->count == 0)
        return left;
    if (left != NONE && list_append(rt, new, object_retain(rt, left)) < 0) {
        object_release(rt, left);
        return NULL;
    }
    object_release(rt, left);
    if (((struct list *)new)->count == 1)
        return object_retain(rt, ((struct list *)new)->items[0]);
    return make_group(rt, names.empty, new);
}

owned exception_group_join(struct runtime *rt, borrowed original, borrowed raised)
{
    const struct list *all = (struct list *)raised;
    bool is_group = exception_group_check(original);
    owned new = list_new(rt, 0);
    owned again = new ? list_new(rt, 0) : NULL;
    owned result = NULL;
    bool failed = !again;
    for (size_t i = 0; !failed && i < all->count; i++) {
        borrowed each = all->items[i];
        if (each == NONE)
            continue;
        borrowed list = is_group && is_same_raise(each, original) ? again : new;
        failed = list_append(rt, list, object_retain(rt, each)) < 0;
    }
    if (!failed && !is_group) /* one clause at most has run */
        result =
            ((struct list *)new)->count ? object_retain(rt, ((struct list *)new)->items[0]) : NONE;
    else if (!failed)
        result = combine(rt, original, new, again);
    object_release_maybe(rt, new);
    object_release_maybe(rt, again);
    return result;
}
