/* The slots of a class, by its special methods (class_parts.h).
 *
 * For each slot: where every name that shares it is inherited from one built-in type, that type's C
 * function serves the class too; where a name is something else (a function of a class), the
 * generic slot of special.c, which calls it; where no name is found, nothing.
 */
#include "runtime/types/callable.h"
#include "runtime/types/class.h"
#include "runtime/types/class_parts.h"
#include "runtime/types/dict.h"
#include "runtime/types/names.h"
#include "runtime/types/singletons.h"
#include "runtime/types/special.h"

/* Found in the order of the type's bases, uncached: most of these names are absent. */
static borrowed find(const struct type *type, borrowed name)
{
    for (uint32_t i = 0; i < type->order_count; i++) {
        borrowed dict = type->order[i]->dict;
        int64_t place = dict ? dict_find_str(dict, name) : -1;
        if (place >= 0)
            return ((struct dict *)dict)->entries[place].value;
    }
    return NULL;
}

/* The slot of the built-in type whose wrapper was found; NULL: it is no wrapper of this slot. */
static special_slot inherited_slot(const struct special *special, borrowed found)
{
    if (!object_is_pointer(found) || found->type != &slot_wrapper_type)
        return NULL;
    const struct slot_wrapper *wrapper = (struct slot_wrapper *)found;
    return wrapper->special->name == special->name ? *special_slot_of(special, wrapper->owner)
                                                   : NULL;
}

/* `__hash__ = None` and `__iter__ = None` say that there is none. */
static bool is_refusal(const struct special *special, borrowed found)
{
    return found == NONE && (*special->name == names.hash_ || *special->name == names.iter);
}

/* Decides one slot; `first` is the first of the specials that share it. */
static void update(struct type *type, const struct special *first)
{
    special_slot slot = NULL;
    bool generic = false, refused = false;
    for (const struct special *special = first; special->name; special++) {
        borrowed found = special->offset == first->offset ? find(type, *special->name) : NULL;
        if (!found)
            continue;
        if (is_refusal(special, found)) {
            refused = true;
            continue;
        }
        special_slot inherited = inherited_slot(special, found);
        generic |= !inherited || (slot && slot != inherited);
        slot = inherited ? inherited : slot;
    }
    if (generic)
        slot = first->generic;
    if (slot || refused || first->kind != SPECIAL_FINALIZE)
        *special_slot_of(first, type) = slot;
}

static bool is_first_of_slot(const struct special *special)
{
    for (const struct special *earlier = specials; earlier < special; earlier++)
        if (earlier->offset == special->offset)
            return false;
    return true;
}

/* __new__ is a static method and no wrapper; a built-in one says by its self whose slot it is. */
static void update_new(struct type *type)
{
    borrowed found = find(type, names.new_);
    if (found && object_is_pointer(found) && found->type == &native_function_type &&
        ((struct native *)found)->method == &class_new_method)
        type->new = ((struct type *)((struct native *)found)->self)->new;
    else
        type->new = special_new;
}

void class_update_slots(UNUSED struct runtime *rt, struct type *type)
{
    for (const struct special *special = specials; special->name; special++)
        if (is_first_of_slot(special))
            update(type, special);
    update_new(type);
}

static void update_named(struct runtime *rt, struct type *type, borrowed name)
{
    for (const struct special *special = specials; special->name; special++) {
        if (*special->name != name)
            continue;
        const struct special *first = specials;
        while (first->offset != special->offset)
            first++;
        update(type, first);
    }
    if (name == names.new_)
        update_new(type);
    for (uint32_t i = 0; i < type->subclass_count; i++)
        update_named(rt, type->subclasses[i], name);
}

void class_update_slot(struct runtime *rt, struct type *type, borrowed name)
{
    update_named(rt, type, name);
}

/* --- built-in types --------------------------------------------------------------------------- */

/* Sequences add and repeat without reflected methods for adding, as in CPython. */
static bool has_wrapper(const struct type *type, const struct special *special)
{
    switch (special->kind) {
    case SPECIAL_FINALIZE:
    case SPECIAL_HOOK:
    case SPECIAL_POWER_MODULO:
        return false;
    case SPECIAL_REFLECTED:
        return *special->name != names.radd ||
               !type_has_flag(type, TYPE_STR | TYPE_BYTES | TYPE_LIST | TYPE_TUPLE);
    default:
        return true;
    }
}

void class_add_wrappers(struct runtime *rt, struct type *type)
{
    for (const struct special *special = specials; special->name; special++) {
        special_slot slot = *special_slot_of(special, type);
        bool own = slot && (!type->base || slot != *special_slot_of(special, type->base));
        if (own && has_wrapper(type, special) && dict_find_str(type->dict, *special->name) < 0)
            dict_set(rt, type->dict, *special->name, slot_wrapper_new(special, type));
    }
    if (!type->hash && dict_find_str(type->dict, names.hash_) < 0)
        dict_set_copy(rt, type->dict, names.hash_, NONE);
}
