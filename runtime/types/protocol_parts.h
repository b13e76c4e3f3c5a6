/* What the parts of the object protocol share (protocol*.c, class*.c). */
#ifndef RUNTIME_TYPES_PROTOCOL_PARTS_H
#define RUNTIME_TYPES_PROTOCOL_PARTS_H

#include "runtime/core/type.h"

/* The AttributeError in flight, if there is one, says which name of which object was wanted. */
void protocol_note_attribute(struct runtime *rt, borrowed v, borrowed name);

/* v.name(*arguments) where name is a special method: found in the type only, and called without
 * making a bound method. At most PROTOCOL_SPECIAL_ARGUMENTS arguments. NULL with `found` false
 * where there is none. */
#define PROTOCOL_SPECIAL_ARGUMENTS 3
owned protocol_call_special(struct runtime *rt, borrowed v, borrowed name,
                            const borrowed *arguments, size_t count, bool *found);

#endif
