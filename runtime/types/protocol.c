/* Attributes (protocol.h): the lookup that most types use, and special methods.
 *
 * The generic lookup: a data descriptor of the type, then the instance's dict, then whatever else
 * the type has. Names are interned before anything is looked up, so lookups in types go through the
 * cache.
 */
#include "runtime/types/protocol.h"

#include "runtime/types/callable.h"
#include "runtime/types/dict.h"
#include "runtime/types/exception.h"
#include "runtime/types/names.h"
#include "runtime/types/protocol_parts.h"
#include "runtime/types/str.h"

/* --- errors ----------------------------------------------------------------------------------- */

void protocol_note_attribute(struct runtime *rt, borrowed v, borrowed name)
{
    struct exception *error = (struct exception *)rt->error;
    if (!error || !exception_matches(rt, &exception_AttributeError) || error->value)
        return;
    slot_copy(rt, rt->error, &error->value, name);
    slot_copy(rt, rt->error, &error->detail, v);
}

owned protocol_raise_absent(struct runtime *rt, borrowed v, borrowed name)
{
    exception_raise(rt, &exception_AttributeError, "'%T' object has no attribute '%U'", v, name);
    protocol_note_attribute(rt, v, name);
    return NULL;
}

/* The interned form of a name; NULL with TypeError raised where it is no str. */
static borrowed intern_name(struct runtime *rt, borrowed name)
{
    if (LIKELY(str_check(name)))
        return ((struct str *)name)->interned ? name : str_intern(rt, name);
    return exception_raise(rt, &exception_TypeError, "attribute name must be string, not '%T'",
                           name);
}

/* --- the generic lookup ----------------------------------------------------------------------- */

owned protocol_find_generic(struct runtime *rt, borrowed v, borrowed name)
{
    struct type *type = object_type(rt, v);
    borrowed found = type_lookup(rt, type, name);
    struct type *kind = found ? object_type(rt, found) : NULL;
    if (kind && kind->descriptor_set && kind->descriptor_get)
        return kind->descriptor_get(rt, found, v, &type->header);
    borrowed *dict = object_is_pointer(v) ? object_dict_slot(v) : NULL;
    if (dict && *dict) {
        int64_t place = dict_find_str(*dict, name);
        if (place >= 0)
            return object_retain(rt, ((struct dict *)*dict)->entries[place].value);
    }
    if (!found)
        return NULL;
    if (kind->descriptor_get)
        return kind->descriptor_get(rt, found, v, &type->header);
    return object_retain(rt, found);
}

owned object_generic_get_attribute(struct runtime *rt, borrowed v, borrowed name)
{
    name = intern_name(rt, name);
    if (!name)
        return NULL;
    owned value = protocol_find_generic(rt, v, name);
    return value || rt->error ? value : protocol_raise_absent(rt, v, name);
}

static int set_in_dict(struct runtime *rt, borrowed v, borrowed *dict, borrowed name,
                       borrowed value)
{
    if (value) {
        if (!*dict) {
            owned made = dict_new(rt);
            if (!made)
                return -1;
            slot_set(rt, v, dict, made);
        }
        return dict_set_copy(rt, *dict, name, value);
    }
    owned old = *dict ? dict_take(rt, *dict, name) : NULL;
    if (!old) {
        if (!rt->error)
            protocol_raise_absent(rt, v, name);
        return -1;
    }
    object_release(rt, old);
    return 0;
}

int object_generic_set_attribute(struct runtime *rt, borrowed v, borrowed name, borrowed value)
{
    name = intern_name(rt, name);
    if (!name)
        return -1;
    borrowed found = type_lookup(rt, object_type(rt, v), name);
    struct type *kind = found ? object_type(rt, found) : NULL;
    if (kind && kind->descriptor_set)
        return kind->descriptor_set(rt, found, v, value);
    borrowed *dict = object_is_pointer(v) ? object_dict_slot(v) : NULL;
    if (dict)
        return set_in_dict(rt, v, dict, name, value);
    if (!found) {
        protocol_raise_absent(rt, v, name);
        return -1;
    }
    exception_raise(rt, &exception_AttributeError, "'%T' object attribute '%U' is read-only", v,
                    name);
    protocol_note_attribute(rt, v, name);
    return -1;
}

/* --- the interface ---------------------------------------------------------------------------- */

owned object_get_attribute(struct runtime *rt, borrowed v, borrowed name)
{
    name = intern_name(rt, name);
    return name ? object_type(rt, v)->get_attribute(rt, v, name) : NULL;
}

owned object_find_attribute(struct runtime *rt, borrowed v, borrowed name)
{
    name = intern_name(rt, name);
    if (!name)
        return NULL;
    struct type *type = object_type(rt, v);
    bool generic = type->get_attribute == object_generic_get_attribute;
    owned value = generic ? protocol_find_generic(rt, v, name) : type->get_attribute(rt, v, name);
    if (!value && rt->error && exception_matches(rt, &exception_AttributeError))
        exception_clear(rt);
    return value;
}

owned object_get_attribute_text(struct runtime *rt, borrowed v, const char *name)
{
    return object_get_attribute(rt, v, str_intern_text(rt, name));
}

int object_set_attribute(struct runtime *rt, borrowed v, borrowed name, borrowed value)
{
    name = intern_name(rt, name);
    return name ? object_type(rt, v)->set_attribute(rt, v, name, value) : -1;
}

owned object_find_special(struct runtime *rt, borrowed v, borrowed name)
{
    struct type *type = object_type(rt, v);
    borrowed found = type_lookup(rt, type, name);
    if (!found)
        return NULL;
    struct type *kind = object_type(rt, found);
    if (kind->descriptor_get)
        return kind->descriptor_get(rt, found, v, &type->header);
    return object_retain(rt, found);
}
