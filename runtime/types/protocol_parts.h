/* What the parts of the object protocol share (protocol*.c, class*.c). */
#ifndef RUNTIME_TYPES_PROTOCOL_PARTS_H
#define RUNTIME_TYPES_PROTOCOL_PARTS_H

#include "runtime/core/type.h"

/* The AttributeError in flight, if there is one, says which name of which object was wanted. */
void protocol_note_attribute(struct runtime *rt, borrowed v, borrowed name);

/* object_generic_get_attribute of an interned name, but absent is NULL without an error. */
owned protocol_find_generic(struct runtime *rt, borrowed v, borrowed name);

/* AttributeError: 'T' object has no attribute 'name'. Always NULL. */
owned protocol_raise_absent(struct runtime *rt, borrowed v, borrowed name);

/* v.name(*arguments) where name is a special method: found in the type only, and called without
 * making a bound method. At most PROTOCOL_SPECIAL_ARGUMENTS arguments. NULL with `found` false
 * where there is none. */
#define PROTOCOL_SPECIAL_ARGUMENTS 3
owned protocol_call_special(struct runtime *rt, borrowed v, borrowed name,
                            const borrowed *arguments, size_t count, bool *found);

#endif
