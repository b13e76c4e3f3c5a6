/* super: attributes of an object from what follows a class in the object's order.
 *
 * super() without arguments takes the class from the cell __class__ and the object from the first
 * argument of the running function; the evaluator finds both (rt->find_super).
 */
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/class.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

struct super {
    struct object header;
    borrowed class; /* held; all NULL until __init__ */
    borrowed self;  /* held; NULL: unbound */
    borrowed start; /* held: the class in whose order is searched; NULL: unbound */
};

static struct super *as_super(borrowed v)
{
    return (struct super *)v;
}

/* --- life ------------------------------------------------------------------------------------- */

static owned super_new(struct runtime *rt, struct type *type, UNUSED const borrowed *arguments,
                       UNUSED size_t positional, UNUSED borrowed argument_names)
{
    owned v = object_new(rt, type, type->size, type->reported_size);
    if (v)
        gc_track(rt, v);
    return v;
}

/* The class in whose order is searched: self's own, or self where it is a class itself. Owned. */
static owned find_start(struct runtime *rt, borrowed class, borrowed self)
{
    struct type *type = (struct type *)class;
    if (class_check(self) && type_is_subtype((struct type *)self, type))
        return object_retain(rt, self);
    if (type_is_subtype(object_type(rt, self), type))
        return object_retain(rt, &object_type(rt, self)->header);
    owned said = object_find_attribute(rt, self, names.class_);
    if (said && class_check(said) && type_is_subtype((struct type *)said, type))
        return said;
    object_release_maybe(rt, said);
    if (rt->error)
        return NULL;
    return exception_raise(rt, &exception_TypeError,
                           "super(type, obj): obj must be an instance or subtype of type");
}

static int super_init(struct runtime *rt, borrowed v, const borrowed *arguments, size_t positional,
                      borrowed argument_names)
{
    if (!arguments_count(rt, "super", positional, argument_names, 0, 2))
        return -1;
    borrowed class = positional > 0 ? arguments[0] : NULL;
    borrowed self = positional > 1 && arguments[1] != NONE ? arguments[1] : NULL;
    if (!class && !rt->find_super(rt, &class, &self))
        return -1;
    if (!class_check(class)) {
        exception_raise(rt, &exception_TypeError, "super() argument 1 must be a type, not %T",
                        class);
        return -1;
    }
    owned start = self ? find_start(rt, class, self) : NULL;
    if (self && !start)
        return -1;
    slot_copy(rt, v, &as_super(v)->class, class);
    slot_copy(rt, v, &as_super(v)->self, self);
    slot_set(rt, v, &as_super(v)->start, start);
    return 0;
}

static int super_traverse(borrowed v, visit_function visit, void *context)
{
    const struct super *super = as_super(v);
    int result = 0;
    if (super->class)
        result = visit(context, super->class, EDGE_INTERNAL, (uintptr_t) "__thisclass__");
    if (!result && super->self)
        result = visit(context, super->self, EDGE_INTERNAL, (uintptr_t) "__self__");
    if (!result && super->start)
        result = visit(context, super->start, EDGE_INTERNAL, (uintptr_t) "__self_class__");
    return result;
}

static void super_dealloc(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_super(v)->class);
    slot_clear(rt, v, &as_super(v)->self);
    slot_clear(rt, v, &as_super(v)->start);
}

/* --- lookup ----------------------------------------------------------------------------------- */

/* What stands behind `class` in the order of `start`; borrowed. */
static borrowed find_behind(const struct type *start, const struct type *class, borrowed name)
{
    uint32_t i = 0;
    while (i < start->order_count && start->order[i] != class)
        i++;
    for (i++; i < start->order_count; i++) {
        borrowed dict = start->order[i]->dict;
        int64_t place = dict ? dict_find_str(dict, name) : -1;
        if (place >= 0)
            return ((struct dict *)dict)->entries[place].value;
    }
    return NULL;
}

static owned super_get_attribute(struct runtime *rt, borrowed v, borrowed name)
{
    const struct super *super = as_super(v);
    borrowed found =
        super->start && name != names.class_
            ? find_behind((struct type *)super->start, (struct type *)super->class, name)
            : NULL;
    if (!found)
        return object_generic_get_attribute(rt, v, name);
    struct type *kind = object_type(rt, found);
    if (!kind->descriptor_get)
        return object_retain(rt, found);
    borrowed instance = super->self == super->start ? NULL : super->self;
    return kind->descriptor_get(rt, found, instance, super->start);
}

/* An unbound super in a class binds when it is looked up there. */
static owned super_bind(struct runtime *rt, borrowed v, borrowed instance, UNUSED borrowed owner)
{
    if (!instance || instance == NONE || as_super(v)->self)
        return object_retain(rt, v);
    borrowed arguments[] = {as_super(v)->class, instance};
    return object_call(rt, &v->type->header, arguments, 2, NULL);
}

static owned super_repr(struct runtime *rt, borrowed v)
{
    const struct super *super = as_super(v);
    const char *class = super->class ? ((struct type *)super->class)->name : "NULL";
    if (super->start)
        return str_format(rt, "<super: <class '%s'>, <%s object>>", class,
                          ((struct type *)super->start)->name);
    return str_format(rt, "<super: <class '%s'>, NULL>", class);
}

static owned get_class(struct runtime *rt, borrowed v)
{
    return as_super(v)->class ? slot_get(rt, &as_super(v)->class) : NONE;
}

static owned get_self(struct runtime *rt, borrowed v)
{
    return as_super(v)->self ? slot_get(rt, &as_super(v)->self) : NONE;
}

static owned get_start(struct runtime *rt, borrowed v)
{
    return as_super(v)->start ? slot_get(rt, &as_super(v)->start) : NONE;
}

static const struct native_attribute super_attributes[] = {
    {"__thisclass__", get_class, NULL},
    {"__self__", get_self, NULL},
    {"__self_class__", get_start, NULL},
    {NULL, NULL, NULL},
};

struct type super_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "super",
    .base = &object_type_,
    .size = sizeof(struct super),
    .reported_size = 40,
    .flags = TYPE_TRACKED | TYPE_BASE,
    .traverse = super_traverse,
    .dealloc = super_dealloc,
    .new = super_new,
    .init = super_init,
    .repr = super_repr,
    .get_attribute = super_get_attribute,
    .descriptor_get = super_bind,
    .attributes = super_attributes,
};
