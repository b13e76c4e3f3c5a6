/* Making a class: type(name, bases, namespace) (class.h).
 *
 * The steps are CPython's, in its order, because programs see them: what the namespace says of
 * __slots__ and __qualname__, the layout, descriptors for the fields, the order of bases, special
 * methods to slots, then the hooks __set_name__ and __init_subclass__.
 *
 * Layout. Behind the block of the built-in base come the fields that classes add, a reference each:
 *     built-in base | slots of the first class | its __dict__ | slots of a derived class | …
 */
#include "base/memory.h"
#include "runtime/core/gc.h"
#include "runtime/core/weakref.h"
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/list.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/singletons.h"
#include "runtime/types/str.h"
#include "runtime/types/tuple.h"

/* What is known before the class exists. */
struct plan {
    borrowed name;
    borrowed bases;     /* a tuple, held in flight by class_new */
    borrowed namespace; /* a dict of the class's own, held in flight */
    struct type *base;  /* the base whose layout is extended */
    owned slot_names;   /* sorted tuple of interned str, or NULL */
    bool add_dict;
    bool add_weak;
};

/* --- bases ------------------------------------------------------------------------------------ */

static struct type *base_at(borrowed bases, size_t i)
{
    return (struct type *)tuple_item(bases, i);
}

struct type *class_best_metatype(struct runtime *rt, struct type *metatype, borrowed bases)
{
    struct type *best = metatype;
    for (size_t i = 0; i < tuple_count(bases); i++) {
        struct type *candidate = object_type(rt, tuple_item(bases, i));
        if (type_is_subtype(best, candidate))
            continue;
        if (!type_is_subtype(candidate, best)) {
            exception_raise(rt, &exception_TypeError,
                            "metaclass conflict: the metaclass of a derived class must be a "
                            "(non-strict) subclass of the metaclasses of all its bases");
            return NULL;
        }
        best = candidate;
    }
    return best;
}

/* --- __slots__ -------------------------------------------------------------------------------- */

/* Blocks of these end in items: nothing can be put behind them. */
static bool has_items(const struct type *type)
{
    return type_has_flag(type, TYPE_INT | TYPE_TUPLE | TYPE_BYTES | TYPE_STR);
}

static bool is_identifier(borrowed text)
{
    size_t length = str_length(text);
    for (size_t i = 0; i < length; i++) {
        uint32_t c = str_character((struct str *)text, i);
        bool letter = (c | 32) - 'a' < 26 || c == '_' || c >= 128;
        if (!letter && (i == 0 || c - '0' >= 10))
            return false;
    }
    return length > 0;
}

/* A private name of a class: __x becomes _Class__x. */
static owned mangle(struct runtime *rt, borrowed class_name, borrowed name)
{
    size_t size, class_size;
    const char *text = str_utf8(name, &size);
    const char *class_text = str_utf8(class_name, &class_size);
    while (*class_text == '_')
        class_text++;
    bool private = size > 2 && text[0] == '_' && text[1] == '_' && !strchr(text, '.') &&
                   !(text[size - 1] == '_' && text[size - 2] == '_');
    if (!private || !*class_text)
        return object_retain(rt, str_intern(rt, name));
    owned mangled = str_format(rt, "_%s%s", class_text, text);
    borrowed interned = mangled ? str_intern(rt, mangled) : NULL;
    object_release_maybe(rt, mangled);
    return interned;
}

static bool refuse_slot(struct runtime *rt, const char *name)
{
    exception_raise(rt, &exception_TypeError, "%s slot disallowed: we already got one", name);
    return false;
}

/* One name of __slots__: a field, or one of the two special ones. */
static bool plan_slot(struct runtime *rt, struct plan *plan, borrowed name, borrowed fields)
{
    if (!str_check(name)) {
        exception_raise(rt, &exception_TypeError, "__slots__ items must be strings, not '%T'",
                        name);
        return false;
    }
    if (!is_identifier(name)) {
        exception_raise(rt, &exception_TypeError, "__slots__ must be identifiers");
        return false;
    }
    if (str_equal(name, names.dict)) {
        if (plan->base->dict_offset || plan->add_dict)
            return refuse_slot(rt, "__dict__");
        plan->add_dict = true;
        return true;
    }
    if (str_equal(name, names.weakref)) {
        if (plan->base->has_weak_references || has_items(plan->base) || plan->add_weak)
            return refuse_slot(rt, "__weakref__");
        plan->add_weak = true;
        return true;
    }
    owned field = mangle(rt, plan->name, name);
    if (!field)
        return false;
    if (dict_find_str(plan->namespace, field) >= 0 && field != names.qualname &&
        field != names.classcell) {
        exception_raise(rt, &exception_ValueError, "%R in __slots__ conflicts with class variable",
                        name);
        return false;
    }
    for (size_t i = 0; i < ((struct list *)fields)->count; i++) {
        if (((struct list *)fields)->items[i] == field) { /* named twice: one field is enough */
            object_release(rt, field);
            return true;
        }
    }
    return list_append(rt, fields, field) == 0;
}

/* Secondary bases may have what the primary one lacks. */
static void take_from_other_bases(struct plan *plan)
{
    for (size_t i = 0; i < tuple_count(plan->bases); i++) {
        const struct type *base = base_at(plan->bases, i);
        if (base == plan->base)
            continue;
        plan->add_dict |= base->dict_offset && !plan->base->dict_offset;
        plan->add_weak |=
            base->has_weak_references && !plan->base->has_weak_references && !has_items(plan->base);
    }
}

static bool plan_slots(struct runtime *rt, struct plan *plan, borrowed slots)
{
    owned row = str_check(slots) ? tuple_from(rt, &slots, 1) : tuple_from_iterable(rt, slots);
    owned fields = row ? list_new(rt, 0) : NULL;
    bool done = fields != NULL;
    if (done && tuple_count(row) && has_items(plan->base)) {
        exception_raise(rt, &exception_TypeError,
                        "nonempty __slots__ not supported for subtype of '%s'", plan->base->name);
        done = false;
    }
    for (size_t i = 0; done && i < tuple_count(row); i++)
        done = plan_slot(rt, plan, tuple_item(row, i), fields);
    done = done && list_sort(rt, fields, NONE, false) == 0;
    if (done && ((struct list *)fields)->count)
        done = (plan->slot_names = tuple_from_iterable(rt, fields)) != NULL;
    if (done)
        take_from_other_bases(plan);
    object_release_maybe(rt, fields);
    object_release_maybe(rt, row);
    return done;
}

static bool plan_layout(struct runtime *rt, struct plan *plan)
{
    plan->base = class_best_base(rt, plan->bases);
    if (!plan->base)
        return false;
    borrowed slots = dict_get(rt, plan->namespace, names.slots);
    if (slots)
        return plan_slots(rt, plan, slots);
    plan->add_dict = !plan->base->dict_offset && !type_has_flag(plan->base, TYPE_TYPE);
    plan->add_weak = !plan->base->has_weak_references && !has_items(plan->base);
    return !rt->error;
}

/* --- the type object -------------------------------------------------------------------------- */

static void lay_out(struct type *type, const struct plan *plan)
{
    const struct type *base = plan->base;
    bool first_class = !type_has_flag(base, TYPE_HEAP);
    type->fields_offset = first_class ? (uint32_t)base->size : base->fields_offset;
    type->size = base->size;
    type->added_size = base->added_size;
    if (plan->slot_names) {
        type->slot_items = ((struct tuple *)plan->slot_names)->items;
        type->slot_count = (uint32_t)tuple_count(plan->slot_names);
        type->slot_offset = (uint32_t)type->size;
        type->size += type->slot_count * sizeof(borrowed);
        type->added_size += type->slot_count * sizeof(borrowed);
    }
    if (plan->add_dict && base->derived_dict_offset) {
        type->dict_offset = base->derived_dict_offset;
    } else if (plan->add_dict) {
        type->dict_offset = (uint32_t)type->size;
        type->size += sizeof(borrowed);
    }
    /* As CPython 3.11 counts: two words for a managed dict, one where items follow, one for weak
     * references. A str with a dict loses its compact form. An int does not count what classes add.
     */
    if (plan->add_dict)
        type->added_size += type_has_flag(base, TYPE_TUPLE | TYPE_BYTES) ? 8 : 16;
    if (plan->add_dict && type_has_flag(base, TYPE_STR))
        type->added_size += 24;
    type->added_size += plan->add_weak ? 8 : 0;
    if (type_has_flag(base, TYPE_INT))
        type->added_size = 0;
    type->has_weak_references = plan->add_weak;
}

/* After this, the class has its fields, holds what it holds, and inherits its bases' slots; it is
 * not yet tracked. NULL: error. */
static struct type *allocate_class(struct runtime *rt, struct type *metatype, struct plan *plan)
{
    owned v = object_new(rt, metatype, metatype->size, metatype->reported_size);
    if (!v)
        return NULL;
    struct type *type = (struct type *)v;
    type->flags = TYPE_HEAP | TYPE_BASE | TYPE_READY | TYPE_TRACKED;
    if (!type_has_flag(plan->base, TYPE_TRACKED) || type_has_flag(plan->base, TYPE_BORN_TRACKED))
        type->flags |= TYPE_BORN_TRACKED;
    type->index = type_next_index();
    type->name = memory_copy_string(str_utf8(plan->name, NULL));
    lay_out(type, plan);
    slot_copy(rt, v, &type->bases, plan->bases);
    slot_copy(rt, v, (borrowed *)(void *)&type->base, &plan->base->header);
    slot_copy(rt, v, &type->dict, plan->namespace);
    slot_set(rt, v, &type->slot_names, plan->slot_names);
    plan->slot_names = NULL;
    type->base_items = (struct type *const *)((struct tuple *)plan->bases)->items;
    type->base_count = (uint32_t)tuple_count(plan->bases);
    type_inherit(type, plan->base);
    if (metatype->size_of) /* known only now: a class whose instances have a dict is larger */
        object_resized(rt, v, metatype->size_of(rt, v));
    return type;
}

/* --- what the namespace gets and loses -------------------------------------------------------- */

static int set_names(struct runtime *rt, struct type *type, const struct plan *plan)
{
    owned qualified = dict_take(rt, type->dict, names.qualname);
    if (!qualified && rt->error)
        return -1;
    if (qualified && !str_check(qualified)) {
        exception_raise(rt, &exception_TypeError, "type __qualname__ must be a str, not %T",
                        qualified);
        object_release(rt, qualified);
        return -1;
    }
    slot_set(rt, &type->header, &type->qualified_name,
             qualified ? qualified : object_retain(rt, plan->name));
    if (dict_find_str(type->dict, names.module) >= 0)
        return 0;
    borrowed module = rt->caller_module ? rt->caller_module(rt) : NULL;
    return module ? dict_set_copy(rt, type->dict, names.module, module) : 0;
}

/* A function __new__ is a static method, whether it says so or not; the other two are class
 * methods. */
static int wrap_function(struct runtime *rt, struct type *type, borrowed name,
                         owned (*wrap)(struct runtime *rt, borrowed callable))
{
    int64_t place = dict_find_str(type->dict, name);
    if (place < 0)
        return 0;
    borrowed value = ((struct dict *)type->dict)->entries[place].value;
    const struct type *kind = object_type(rt, value);
    if (!type_has_flag(kind, TYPE_METHOD_LIKE) || kind == &slot_wrapper_type ||
        kind == &method_descriptor_type)
        return 0;
    owned wrapped = wrap(rt, value);
    return wrapped ? dict_set(rt, type->dict, name, wrapped) : -1;
}

static owned get_weak_reference(struct runtime *rt, borrowed v)
{
    borrowed first = weakref_first(rt, v);
    return first ? object_retain(rt, first) : NONE;
}

static const struct native_attribute dict_attribute = {"__dict__", class_get_dict, class_set_dict};
static const struct native_attribute weak_attribute = {"__weakref__", get_weak_reference, NULL};

static int add_attribute(struct runtime *rt, struct type *type,
                         const struct native_attribute *attribute)
{
    borrowed name = str_intern_text(rt, attribute->name);
    if (dict_find_str(type->dict, name) >= 0)
        return 0;
    owned descriptor = attribute_descriptor_new(rt, attribute, type);
    return descriptor ? dict_set(rt, type->dict, name, descriptor) : -1;
}

static int add_descriptors(struct runtime *rt, struct type *type, const struct plan *plan)
{
    for (uint32_t i = 0; i < type->slot_count; i++) {
        size_t offset = type->slot_offset + i * sizeof(borrowed);
        owned member = member_descriptor_new(rt, type->slot_items[i], type, offset);
        if (!member || dict_set(rt, type->dict, type->slot_items[i], member) < 0)
            return -1;
    }
    if (plan->add_dict && add_attribute(rt, type, &dict_attribute) < 0)
        return -1;
    return plan->add_weak ? add_attribute(rt, type, &weak_attribute) : 0;
}

/* The methods' variable __class__. */
static int set_class_cell(struct runtime *rt, struct type *type)
{
    owned cell = dict_take(rt, type->dict, names.classcell);
    if (!cell)
        return rt->error ? -1 : 0;
    int result = 0;
    if (object_type(rt, cell) == &cell_type) {
        slot_copy(rt, cell, &((struct cell *)cell)->content, &type->header);
    } else {
        exception_raise(rt, &exception_TypeError, "__classcell__ must be a nonlocal cell, not %T",
                        cell);
        result = -1;
    }
    object_release(rt, cell);
    return result;
}

static int fill_namespace(struct runtime *rt, struct type *type, const struct plan *plan)
{
    if (set_names(rt, type, plan) < 0 ||
        wrap_function(rt, type, names.new_, static_method_new) < 0 ||
        wrap_function(rt, type, names.init_subclass, class_method_new) < 0 ||
        wrap_function(rt, type, names.class_getitem, class_method_new) < 0 ||
        add_descriptors(rt, type, plan) < 0 || set_class_cell(rt, type) < 0)
        return -1;
    if (dict_find_str(type->dict, names.doc) < 0 &&
        dict_set_copy(rt, type->dict, names.doc, NONE) < 0)
        return -1;
    bool unhashable =
        dict_find_str(type->dict, names.eq) >= 0 && dict_find_str(type->dict, names.hash_) < 0;
    return unhashable ? dict_set_copy(rt, type->dict, names.hash_, NONE) : 0;
}

/* --- hooks ------------------------------------------------------------------------------------ */

static void wrap_set_name_error(struct runtime *rt, struct type *type, borrowed name,
                                borrowed value)
{
    owned cause = exception_take(rt);
    exception_raise(rt, &exception_RuntimeError,
                    "Error calling __set_name__ on '%T' instance %R in '%s'", value, name,
                    type->name);
    struct exception *error = (struct exception *)rt->error;
    slot_copy(rt, rt->error, &error->context, cause);
    slot_set(rt, rt->error, &error->cause, cause);
    error->suppress_context = true;
}

static int call_set_name(struct runtime *rt, struct type *type, borrowed name, borrowed value)
{
    borrowed arguments[] = {&type->header, name};
    bool found;
    owned result = protocol_call_special(rt, value, names.set_name, arguments, 2, &found);
    if (!found)
        return 0;
    if (!result) {
        wrap_set_name_error(rt, type, name, value);
        return -1;
    }
    object_release(rt, result);
    return 0;
}

/* The hooks may change the dict: they are called over a copy. */
static int call_set_names(struct runtime *rt, struct type *type)
{
    bool wanted = false;
    size_t position = 0;
    borrowed name, value;
    while (!wanted && dict_next(type->dict, &position, &name, &value))
        wanted = type_lookup(rt, object_type(rt, value), names.set_name) != NULL;
    if (!wanted)
        return 0;
    owned copy = dict_copy(rt, type->dict);
    if (!copy)
        return -1;
    int result = 0;
    position = 0;
    while (result == 0 && dict_next(copy, &position, &name, &value))
        result = call_set_name(rt, type, name, value);
    object_release(rt, copy);
    return result;
}

static borrowed find_in_bases(const struct type *type, borrowed name)
{
    uint32_t own = 0;
    while (own < type->order_count && type->order[own] != type)
        own++;
    for (uint32_t i = own + 1; i < type->order_count; i++) {
        int64_t place = dict_find_str(type->order[i]->dict, name);
        if (place >= 0)
            return ((struct dict *)type->order[i]->dict)->entries[place].value;
    }
    return NULL;
}

/* super(type, type).__init_subclass__(**keywords) */
static int call_init_subclass(struct runtime *rt, struct type *type, const borrowed *values,
                              borrowed keyword_names)
{
    borrowed hook = find_in_bases(type, names.init_subclass);
    if (!hook) { /* an order of the metaclass's without object */
        if (type_is_subtype(type, type))
            return 0;
        exception_raise(rt, &exception_TypeError,
                        "super(type, obj): obj must be an instance or subtype of type");
        return -1;
    }
    const struct type *kind = object_type(rt, hook);
    if (kind == &class_method_descriptor_type && !keyword_names)
        return 0;
    owned bound = kind->descriptor_get ? kind->descriptor_get(rt, hook, NULL, &type->header)
                                       : object_retain(rt, hook);
    if (!bound)
        return -1;
    owned result = object_call(rt, bound, values, 0, keyword_names);
    object_release(rt, bound);
    object_release_maybe(rt, result);
    return result ? 0 : -1;
}

/* --- the whole -------------------------------------------------------------------------------- */

static owned build(struct runtime *rt, struct type *metatype, struct plan *plan,
                   const borrowed *keyword_values, borrowed keyword_names)
{
    if (!plan_layout(rt, plan))
        return NULL;
    struct type *type = allocate_class(rt, metatype, plan);
    if (!type)
        return NULL;
    owned v = &type->header;
    type_register(rt, type);
    gc_track(rt, v);
    bool done = fill_namespace(rt, type, plan) == 0 && class_set_order(rt, type) == 0;
    if (done)
        class_update_slots(rt, type);
    done = done && call_set_names(rt, type) == 0 &&
           call_init_subclass(rt, type, keyword_values, keyword_names) == 0;
    if (done)
        return v;
    object_release(rt, v);
    return NULL;
}

owned class_new(struct runtime *rt, struct type *metatype, borrowed name, borrowed bases,
                borrowed namespace, const borrowed *keyword_values, borrowed keyword_names)
{
    borrowed object_base = &object_type_.header;
    owned own_bases =
        tuple_count(bases) ? object_retain(rt, bases) : tuple_from(rt, &object_base, 1);
    owned own_namespace = own_bases ? dict_copy(rt, namespace) : NULL;
    owned class = NULL;
    if (own_namespace) {
        struct plan plan = {.name = name, .bases = own_bases, .namespace = own_namespace};
        class = build(rt, metatype, &plan, keyword_values, keyword_names);
        object_release_maybe(rt, plan.slot_names);
    }
    object_release_maybe(rt, own_namespace);
    object_release_maybe(rt, own_bases);
    return class;
}
