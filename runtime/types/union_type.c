/* int | None: a tuple of the members, which isinstance and issubclass ask one after the other.
 *
 * Members are flat (no union in a union) and distinct, in the order in which they were written;
 * order says nothing when two unions are compared. A union of one member is that member.
 */
#include "runtime/types/union_type.h"

#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/generic_alias.h"
#include "runtime/types/int.h"
#include "runtime/types/iterators.h"
#include "runtime/types/list.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

struct union_of {
    struct object header;
    borrowed arguments; /* held: a tuple of at least two */
};

static borrowed members(borrowed v)
{
    return ((struct union_of *)v)->arguments;
}

static bool can_be_member(struct runtime *rt, borrowed v)
{
    struct type *type = object_type(rt, v);
    return v == NONE || class_check(v) || type == &generic_alias_type || type == &union_type;
}

/* 1 where an equal member is in the tuple; -1 with an error. */
static int has_member(struct runtime *rt, borrowed tuple, borrowed member)
{
    int found = 0;
    for (size_t i = 0; i < tuple_count(tuple) && found == 0; i++)
        found = object_is_equal(rt, tuple_item(tuple, i), member);
    return found;
}

static int add_member(struct runtime *rt, borrowed list, borrowed member)
{
    struct list *found = (struct list *)list;
    for (size_t i = 0; i < found->count; i++) {
        int equal = object_is_equal(rt, found->items[i], member);
        if (equal != 0)
            return equal < 0 ? -1 : 0;
    }
    return list_append(rt, list, object_retain(rt, member));
}

static int add_members(struct runtime *rt, borrowed list, borrowed v)
{
    if (v == NONE)
        return add_member(rt, list, (borrowed)&none_type);
    if (object_type(rt, v) != &union_type)
        return add_member(rt, list, v);
    int status = 0;
    for (size_t i = 0; status == 0 && i < tuple_count(members(v)); i++)
        status = add_member(rt, list, tuple_item(members(v), i));
    return status;
}

static owned make_union(struct runtime *rt, borrowed list)
{
    struct list *found = (struct list *)list;
    if (found->count == 1)
        return object_retain(rt, found->items[0]);
    owned arguments = tuple_from(rt, found->items, found->count);
    owned v = arguments ? object_new(rt, &union_type, sizeof(struct union_of), 32) : NULL;
    if (!v) {
        object_release_maybe(rt, arguments);
        return NULL;
    }
    slot_set(rt, v, &((struct union_of *)v)->arguments, arguments);
    gc_track(rt, v);
    return v;
}

owned union_type_join(struct runtime *rt, borrowed left, borrowed right)
{
    if (!can_be_member(rt, left) || !can_be_member(rt, right))
        return NOT_IMPLEMENTED;
    owned list = list_new(rt, 2);
    if (!list)
        return NULL;
    owned v = NULL;
    if (add_members(rt, list, left) == 0 && add_members(rt, list, right) == 0)
        v = make_union(rt, list);
    object_release(rt, list);
    return v;
}

static int traverse_union(borrowed self, visit_function visit, void *context)
{
    struct union_of *v = (struct union_of *)self;
    ITERATOR_VISIT(v->arguments);
    return 0;
}

static void dealloc_union(struct runtime *rt, borrowed self)
{
    slot_clear(rt, self, &((struct union_of *)self)->arguments);
}

static owned repr_union(struct runtime *rt, borrowed self)
{
    struct str_builder text = STR_BUILDER_EMPTY;
    int status = 0;
    for (size_t i = 0; status == 0 && i < tuple_count(members(self)); i++) {
        borrowed member = tuple_item(members(self), i);
        if (i > 0)
            str_builder_text(&text, " | ");
        if (member == (borrowed)&none_type)
            str_builder_text(&text, "None");
        else
            status = generic_alias_write_part(rt, &text, member);
    }
    if (status == 0)
        return str_builder_finish(rt, &text);
    str_builder_release(&text);
    return NULL;
}

static owned compare_unions(struct runtime *rt, borrowed self, borrowed other,
                            enum compare operation)
{
    if (object_type(rt, other) != &union_type ||
        (operation != COMPARE_EQ && operation != COMPARE_NE))
        return NOT_IMPLEMENTED;
    int equal = tuple_count(members(self)) == tuple_count(members(other));
    for (size_t i = 0; equal > 0 && i < tuple_count(members(self)); i++)
        equal = has_member(rt, members(other), tuple_item(members(self), i));
    return equal < 0 ? NULL : bool_of((equal > 0) == (operation == COMPARE_EQ));
}

/* The same for every order of the members. */
static int hash_union(struct runtime *rt, borrowed self, int64_t *hash)
{
    *hash = 0;
    for (size_t i = 0; i < tuple_count(members(self)); i++) {
        int64_t member_hash;
        if (object_hash(rt, tuple_item(members(self), i), &member_hash) < 0)
            return -1;
        *hash ^= member_hash;
    }
    return 0;
}

/* Whether `check` holds for a member; refuses, as a class does not, members that are list[int]. */
static owned check_members(struct runtime *rt, borrowed self, borrowed v, const char *function,
                           int (*check)(struct runtime *, borrowed, borrowed))
{
    for (size_t i = 0; i < tuple_count(members(self)); i++) {
        if (!class_check(tuple_item(members(self), i)))
            return exception_raise(rt, &exception_TypeError,
                                   "%s() argument 2 cannot be a parameterized generic", function);
    }
    int result = check(rt, v, members(self));
    return result < 0 ? NULL : bool_of(result > 0);
}

static owned check_instance(struct runtime *rt, borrowed self, const borrowed *arguments,
                            size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__instancecheck__", positional, argument_names, 1, 1))
        return NULL;
    return check_members(rt, self, arguments[0], "isinstance", object_is_instance);
}

static owned check_subclass(struct runtime *rt, borrowed self, const borrowed *arguments,
                            size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "__subclasscheck__", positional, argument_names, 1, 1))
        return NULL;
    return check_members(rt, self, arguments[0], "issubclass", object_is_subclass);
}

static owned get_arguments(struct runtime *rt, borrowed self)
{
    return object_retain(rt, members(self));
}

static const struct native_attribute attributes[] = {
    {"__args__", get_arguments, NULL},
    {0},
};

static const struct native_method methods[] = {
    {"__instancecheck__", check_instance, NATIVE_PLAIN, NULL},
    {"__subclasscheck__", check_subclass, NATIVE_PLAIN, NULL},
    {0},
};

struct type union_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "types.UnionType",
    .size = sizeof(struct union_of),
    .reported_size = 32,
    .flags = TYPE_TRACKED | TYPE_ABSTRACT,
    .base = &object_type_,
    .traverse = traverse_union,
    .dealloc = dealloc_union,
    .repr = repr_union,
    .compare = compare_unions,
    .hash = hash_union,
    .binary = {[BINARY_OR] = union_type_join},
    .attributes = attributes,
    .methods = methods,
};
