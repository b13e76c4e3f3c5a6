/* Bound methods: a function and the object that it is called with. And cells, which functions that
 * share a variable hold. */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/types/arguments.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/exception.h"
#include "runtime/types/int.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"

#define FEW_ARGUMENTS 16 /* so many need no memory of their own */

static struct method *as_method(borrowed v)
{
    return (struct method *)v;
}

/* --- bound methods ---------------------------------------------------------------------------- */

owned method_new(struct runtime *rt, borrowed function, borrowed self)
{
    owned v = object_new(rt, &method_type, sizeof(struct method), method_type.reported_size);
    if (!v)
        return NULL;
    slot_copy(rt, v, &as_method(v)->function, function);
    slot_copy(rt, v, &as_method(v)->self, self);
    gc_track(rt, v);
    return v;
}

static owned method_make(struct runtime *rt, UNUSED struct type *type, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "method", positional, argument_names, 2, 2))
        return NULL;
    if (!object_is_callable(rt, arguments[0]))
        return exception_raise(rt, &exception_TypeError, "first argument must be callable");
    if (arguments[1] == NONE)
        return exception_raise(rt, &exception_TypeError, "self must not be None");
    return method_new(rt, arguments[0], arguments[1]);
}

static int method_traverse(borrowed v, visit_function visit, void *context)
{
    int result = 0;
    if (as_method(v)->function)
        result = visit(context, as_method(v)->function, EDGE_INTERNAL, (uintptr_t) "__func__");
    if (!result && as_method(v)->self)
        result = visit(context, as_method(v)->self, EDGE_INTERNAL, (uintptr_t) "__self__");
    return result;
}

/* There is no clear: a method is immutable, and whatever makes a cycle with it can be cleared. */
static void method_dealloc(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_method(v)->function);
    slot_clear(rt, v, &as_method(v)->self);
}

static owned method_call(struct runtime *rt, borrowed v, const borrowed *arguments,
                         size_t positional, borrowed argument_names)
{
    size_t count = positional;
    if (argument_names)
        count += (size_t)object_length(rt, argument_names);
    borrowed few[FEW_ARGUMENTS];
    borrowed *all = count < FEW_ARGUMENTS ? few : memory_allocate((count + 1) * sizeof *all);
    all[0] = as_method(v)->self;
    for (size_t i = 0; i < count; i++)
        all[i + 1] = arguments[i];
    owned result = object_call(rt, as_method(v)->function, all, positional + 1, argument_names);
    if (all != few)
        memory_free(all);
    return result;
}

static owned method_repr(struct runtime *rt, borrowed v)
{
    owned name = object_find_attribute(rt, as_method(v)->function, names.qualname);
    if (!name && !rt->error)
        name = object_find_attribute(rt, as_method(v)->function, names.name);
    if (!name && rt->error)
        return NULL;
    bool is_text = name && str_check(name);
    owned text = is_text ? str_format(rt, "<bound method %U of %R>", name, as_method(v)->self)
                         : str_format(rt, "<bound method ? of %R>", as_method(v)->self);
    object_release_maybe(rt, name);
    return text;
}

static int method_hash(struct runtime *rt, borrowed v, int64_t *hash)
{
    int64_t function;
    if (object_hash(rt, as_method(v)->function, &function) < 0)
        return -1;
    uintptr_t self = (uintptr_t)as_method(v)->self;
    *hash = (int64_t)(self >> 4 | self << 60) ^ function;
    *hash -= *hash == -1;
    return 0;
}

static owned method_compare(struct runtime *rt, borrowed left, borrowed right,
                            enum compare operation)
{
    if (operation != COMPARE_EQ && operation != COMPARE_NE)
        return NOT_IMPLEMENTED;
    if (object_type(rt, right) != &method_type)
        return NOT_IMPLEMENTED;
    int equal = object_is_equal(rt, as_method(left)->function, as_method(right)->function);
    if (equal < 0)
        return NULL;
    equal = equal && as_method(left)->self == as_method(right)->self;
    return bool_of((equal != 0) == (operation == COMPARE_EQ));
}

/* What a method does not have itself, it has from its function. */
static owned method_get_attribute(struct runtime *rt, borrowed v, borrowed name)
{
    struct type *type = v->type;
    borrowed found = type_lookup(rt, type, name);
    if (!found)
        return object_get_attribute(rt, as_method(v)->function, name);
    return object_generic_get_attribute(rt, v, name);
}

static owned get_function(struct runtime *rt, borrowed v)
{
    return slot_get(rt, &as_method(v)->function);
}

static owned get_self(struct runtime *rt, borrowed v)
{
    return slot_get(rt, &as_method(v)->self);
}

static owned get_doc(struct runtime *rt, borrowed v)
{
    owned doc = object_find_attribute(rt, as_method(v)->function, names.doc);
    return doc || rt->error ? doc : NONE;
}

static const struct native_attribute method_attributes[] = {
    {"__func__", get_function, NULL},
    {"__self__", get_self, NULL},
    {"__doc__", get_doc, NULL},
    {NULL, NULL, NULL},
};

struct type method_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "method",
    .base = &object_type_,
    .size = sizeof(struct method),
    .reported_size = 48,
    .flags = TYPE_TRACKED,
    .has_weak_references = true,
    .traverse = method_traverse,
    .dealloc = method_dealloc,
    .new = method_make,
    .call = method_call,
    .repr = method_repr,
    .hash = method_hash,
    .compare = method_compare,
    .get_attribute = method_get_attribute,
    .attributes = method_attributes,
};

/* --- cells ------------------------------------------------------------------------------------ */

static struct cell *as_cell(borrowed v)
{
    return (struct cell *)v;
}

owned cell_new(struct runtime *rt, owned content)
{
    owned v = object_new(rt, &cell_type, sizeof(struct cell), cell_type.reported_size);
    if (!v) {
        object_release_maybe(rt, content);
        return NULL;
    }
    slot_set(rt, v, &as_cell(v)->content, content);
    gc_track(rt, v);
    return v;
}

static owned cell_make(struct runtime *rt, UNUSED struct type *type, const borrowed *arguments,
                       size_t positional, borrowed argument_names)
{
    if (!arguments_count(rt, "cell", positional, argument_names, 0, 1))
        return NULL;
    return cell_new(rt, positional ? object_retain(rt, arguments[0]) : NULL);
}

static int cell_traverse(borrowed v, visit_function visit, void *context)
{
    borrowed content = as_cell(v)->content;
    return content ? visit(context, content, EDGE_INTERNAL, (uintptr_t) "cell_contents") : 0;
}

static int cell_clear(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_cell(v)->content);
    return 0;
}

static void cell_dealloc(struct runtime *rt, borrowed v)
{
    slot_clear(rt, v, &as_cell(v)->content);
}

static owned cell_repr(struct runtime *rt, borrowed v)
{
    borrowed content = as_cell(v)->content;
    if (!content)
        return str_format(rt, "<cell at %p: empty>", (void *)v);
    return str_format(rt, "<cell at %p: %T object at %p>", (void *)v, content, (void *)content);
}

static owned get_content(struct runtime *rt, borrowed v)
{
    if (as_cell(v)->content)
        return slot_get(rt, &as_cell(v)->content);
    return exception_raise(rt, &exception_ValueError, "Cell is empty");
}

static int set_content(struct runtime *rt, borrowed v, borrowed value)
{
    slot_copy(rt, v, &as_cell(v)->content, value);
    return 0;
}

static const struct native_attribute cell_attributes[] = {
    {"cell_contents", get_content, set_content},
    {NULL, NULL, NULL},
};

struct type cell_type = {
    .header = OBJECT_STATIC(&type_type),
    .name = "cell",
    .base = &object_type_,
    .size = sizeof(struct cell),
    .reported_size = 24,
    .flags = TYPE_TRACKED,
    .traverse = cell_traverse,
    .clear = cell_clear,
    .dealloc = cell_dealloc,
    .new = cell_make,
    .repr = cell_repr,
    .attributes = cell_attributes,
};
