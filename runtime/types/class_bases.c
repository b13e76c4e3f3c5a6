/* The bases of a class: which of them gives the layout, the order in which they are asked, and
 * their assignment (class_parts.h).
 *
 * The order is C3 (class_order.c), or what the metaclass's own mro() says. Such an order may name
 * classes that are no bases: the class then hears of their changes as it does of its bases', and
 * the tuple __mro__ is what keeps them alive (struct type, own_order).
 *
 * Assigning __bases__ makes the order of the class and of every class below it anew. All of them
 * are made before anything else changes, so that one that cannot be leaves everything as it was.
 */
#include "base/memory.h"
#include "base/vector.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/tuple.h"

static struct type *base_at(borrowed bases, size_t i)
{
    return (struct type *)tuple_item(bases, i);
}

/* --- layout ----------------------------------------------------------------------------------- */

/* The class in the line of bases that last added fields other than __dict__. */
static struct type *solid_base(struct type *type)
{
    while (type->base &&
           (type_has_flag(type, TYPE_HEAP) ? !type->slot_count : type->size == type->base->size))
        type = type->base;
    return type;
}

static bool check_base(struct runtime *rt, borrowed base)
{
    if (!class_check(base)) {
        owned entries = object_find_attribute(rt, base, names.mro_entries);
        if (rt->error)
            return false;
        exception_raise(rt, &exception_TypeError,
                        entries
                            ? "type() doesn't support MRO entry resolution; use types.new_class()"
                            : "bases must be types");
        object_release_maybe(rt, entries);
        return false;
    }
    if (type_has_flag((struct type *)base, TYPE_BASE))
        return true;
    exception_raise(rt, &exception_TypeError, "type '%s' is not an acceptable base type",
                    ((struct type *)base)->name);
    return false;
}

struct type *class_best_base(struct runtime *rt, borrowed bases)
{
    struct type *best = NULL, *best_solid = NULL;
    for (size_t i = 0; i < tuple_count(bases); i++) {
        if (!check_base(rt, tuple_item(bases, i)))
            return NULL;
        struct type *solid = solid_base(base_at(bases, i));
        if (!best_solid || (solid != best_solid && type_is_subtype(solid, best_solid))) {
            best = base_at(bases, i);
            best_solid = solid;
        } else if (!type_is_subtype(best_solid, solid)) {
            exception_raise(rt, &exception_TypeError,
                            "multiple bases have instance lay-out conflict");
            return NULL;
        }
    }
    return best;
}

/* Where the fields that classes add to a block begin. */
static size_t added_fields(const struct type *type)
{
    return type_has_flag(type, TYPE_HEAP) ? type->fields_offset : type->size;
}

/* Do instances of both have the same fields at the same places? */
static bool has_same_layout(const struct type *left, const struct type *right)
{
    if (left->size != right->size || added_fields(left) != added_fields(right) ||
        left->dict_offset != right->dict_offset || left->dealloc != right->dealloc ||
        left->has_weak_references != right->has_weak_references)
        return false;
    while (type_has_flag(left, TYPE_HEAP) && !left->slot_count)
        left = left->base;
    while (type_has_flag(right, TYPE_HEAP) && !right->slot_count)
        right = right->base;
    if (left == right)
        return true;
    if (left->slot_count != right->slot_count)
        return false;
    for (uint32_t i = 0; i < left->slot_count; i++)
        if (left->slot_items[i] != right->slot_items[i])
            return false;
    return left->slot_offset == right->slot_offset;
}

/* Does CPython free its instances as ones that the collector knows? */
static bool is_collected(const struct type *type)
{
    while (type_has_flag(type, TYPE_HEAP) && !type->slot_count && !type->dict_offset)
        type = type->base;
    return type_has_flag(type, TYPE_HEAP | TYPE_TRACKED);
}

bool class_check_layout(struct runtime *rt, const struct type *old, const struct type *new,
                        const char *attribute)
{
    bool same_end = is_collected(old) == is_collected(new);
    if (same_end && has_same_layout(old, new))
        return true;
    exception_raise(rt, &exception_TypeError, "%s assignment: '%s' %s differs from '%s'", attribute,
                    new->name, same_end ? "object layout" : "deallocator", old->name);
    return false;
}

/* --- order ------------------------------------------------------------------------------------ */

/* Has the metaclass an mro() of its own? */
static bool has_own_order(struct runtime *rt, const struct type *type)
{
    struct type *metatype = type->header.type;
    return metatype != &type_type && type_lookup(rt, metatype, names.mro_method) !=
                                         type_lookup(rt, &type_type, names.mro_method);
}

static bool check_order(struct runtime *rt, struct type *type, borrowed row)
{
    if (tuple_count(row) == 0) {
        exception_raise(rt, &exception_TypeError, "type MRO must not be empty");
        return false;
    }
    for (size_t i = 0; i < tuple_count(row); i++) {
        borrowed each = tuple_item(row, i);
        if (!class_check(each)) {
            exception_raise(rt, &exception_TypeError, "mro() returned a non-class ('%T')", each);
            return false;
        }
        if (!type_is_subtype(solid_base(type), solid_base((struct type *)each))) {
            exception_raise(rt, &exception_TypeError,
                            "mro() returned base with unsuitable layout ('%s')",
                            ((struct type *)each)->name);
            return false;
        }
    }
    return true;
}

/* What metaclass.mro(class) gives, as a tuple of classes that the class may have in its order. */
static owned ask_order(struct runtime *rt, struct type *type)
{
    bool found;
    owned answer = protocol_call_special(rt, &type->header, names.mro_method, NULL, 0, &found);
    owned row = answer ? tuple_from_iterable(rt, answer) : NULL;
    object_release_maybe(rt, answer);
    if (row && !check_order(rt, type, row)) {
        object_release(rt, row);
        return NULL;
    }
    return row;
}

static owned make_order(struct runtime *rt, struct type *type, bool own)
{
    uint32_t count;
    if (own)
        return ask_order(rt, type);
    struct type **order = class_make_order(rt, type, type->bases, &count);
    owned row = order ? tuple_from(rt, (const borrowed *)order, count) : NULL;
    memory_free(order);
    return row;
}

/* The class's order is what stands in the tuple (stolen; NULL: none yet). */
static void take_order(struct runtime *rt, struct type *type, owned row, bool own)
{
    struct type *const *items = row ? (struct type *const *)((struct tuple *)row)->items : NULL;
    type_set_order(rt, type, items, row ? (uint32_t)tuple_count(row) : 0, own);
    slot_set(rt, &type->header, &type->mro, row);
}

int class_set_order(struct runtime *rt, struct type *type)
{
    bool own = has_own_order(rt, type);
    owned row = make_order(rt, type, own);
    if (!row)
        return -1;
    take_order(rt, type, row, own);
    return 0;
}

/* --- assignment ------------------------------------------------------------------------------- */

struct remade {        /* a class whose order was made anew */
    struct type *type; /* in flight */
    owned row;         /* the order that it had */
    bool own;
};

struct remaking {
    VECTOR_OF(struct remade);
};

/* Makes the order of the class and of those below it anew; what they had goes to `done`. */
static int remake_orders(struct runtime *rt, struct type *type, struct remaking *done)
{
    borrowed before = type->mro;
    struct remade remade = {.type = type, .row = slot_get(rt, &type->mro), .own = type->own_order};
    bool own = has_own_order(rt, type);
    owned row = make_order(rt, type, own);
    if (!row || type->mro != before) { /* mro() has assigned __bases__ itself: that stays */
        object_release_maybe(rt, remade.row);
        object_release_maybe(rt, row);
        return row ? 0 : -1;
    }
    object_retain(rt, &type->header);
    vector_push(done, remade);
    take_order(rt, type, row, own);
    struct type *below;
    for (size_t i = 0; (below = type_each(rt, i)); i++)
        if (below->header.count && class_has_base(below, type) &&
            remake_orders(rt, below, done) < 0)
            return -1;
    return 0;
}

/* Ends a remaking; where it failed, every class gets its order back. */
static void finish_remaking(struct runtime *rt, struct remaking *done, bool failed)
{
    while (done->count > 0) {
        struct remade *last = &done->items[--done->count];
        if (failed)
            take_order(rt, last->type, last->row, last->own);
        else
            object_release_maybe(rt, last->row);
        object_release(rt, &last->type->header);
    }
    vector_release(done);
}

static void take_bases(struct runtime *rt, struct type *type, borrowed bases, struct type *base)
{
    type->base_items = (struct type *const *)((struct tuple *)bases)->items;
    type->base_count = (uint32_t)tuple_count(bases);
    slot_copy(rt, &type->header, &type->bases, bases);
    slot_copy(rt, &type->header, (borrowed *)(void *)&type->base, &base->header);
}

static void update_slots_below(struct runtime *rt, struct type *type)
{
    class_update_slots(rt, type);
    for (uint32_t i = 0; i < type->subclass_count; i++)
        update_slots_below(rt, type->subclasses[i]);
}

/* Orders may not be up to date while an mro() runs: does the layout of `type` come from `base`? */
static bool is_in_line(const struct type *type, const struct type *base)
{
    while (type && type != base)
        type = type->base;
    return type != NULL;
}

/* The base that gives the layout; NULL: `type` cannot have these bases. */
static struct type *check_bases(struct runtime *rt, struct type *type, borrowed bases)
{
    for (size_t i = 0; i < tuple_count(bases); i++) {
        borrowed base = tuple_item(bases, i);
        if (!class_check(base)) {
            exception_raise(rt, &exception_TypeError,
                            "%s.__bases__ must be tuple of classes, not '%T'", type->name, base);
            return NULL;
        }
        if (type_is_subtype((struct type *)base, type) || is_in_line((struct type *)base, type)) {
            exception_raise(rt, &exception_TypeError,
                            "a __bases__ item causes an inheritance cycle");
            return NULL;
        }
    }
    struct type *best = class_best_base(rt, bases);
    return best && class_check_layout(rt, type->base, best, "__bases__") ? best : NULL;
}

static int replace_bases(struct runtime *rt, struct type *type, borrowed bases, struct type *base)
{
    owned old_bases = object_retain(rt, type->bases);
    struct type *old_base = (struct type *)object_retain(rt, &type->base->header);
    struct remaking done = {0};
    type_unregister(rt, type);
    take_bases(rt, type, bases, base);
    bool failed = remake_orders(rt, type, &done) < 0;
    if (failed && type->bases == bases)
        take_bases(rt, type, old_bases, old_base);
    type_unregister(rt, type); /* it is back where mro() has assigned __bases__ */
    type_register(rt, type);
    finish_remaking(rt, &done, failed);
    if (!failed) {
        type_modified(rt, type);
        update_slots_below(rt, type);
    }
    object_release(rt, &old_base->header);
    object_release(rt, old_bases);
    return failed ? -1 : 0;
}

int class_set_bases(struct runtime *rt, borrowed v, borrowed value)
{
    struct type *type = (struct type *)v;
    if (!type_has_flag(type, TYPE_HEAP)) {
        exception_raise(rt, &exception_TypeError,
                        "cannot set '__bases__' attribute of immutable type '%s'", type->name);
    } else if (!value) {
        exception_raise(rt, &exception_TypeError,
                        "cannot delete '__bases__' attribute of immutable type '%s'", type->name);
    } else if (!tuple_check(value)) {
        exception_raise(rt, &exception_TypeError, "can only assign tuple to %s.__bases__, not %T",
                        type->name, value);
    } else if (tuple_count(value) == 0) {
        exception_raise(rt, &exception_TypeError,
                        "can only assign non-empty tuple to %s.__bases__, not ()", type->name);
    } else {
        struct type *base = check_bases(rt, type, value);
        return base ? replace_bases(rt, type, value, base) : -1;
    }
    return -1;
}
