/* Taking objects apart, to be copied or pickled: object.__reduce_ex__ and its parts (PEP 307).
 *
 * A reduction is a tuple (callable, arguments[, state[, list items[, dict items]]]):
 * callable(*arguments) makes the twin, which then gets the rest. The three callables that rebuild
 * instances of classes are those of the module copyreg.
 */
#ifndef RUNTIME_TYPES_REDUCE_H
#define RUNTIME_TYPES_REDUCE_H

#include "runtime/core/type.h"

/* object.__getstate__(), object.__reduce__(), object.__reduce_ex__(protocol). */
owned reduce_get_state(struct runtime *rt, borrowed self, const borrowed *arguments,
                       size_t positional, borrowed argument_names);
owned reduce_plain(struct runtime *rt, borrowed self, const borrowed *arguments, size_t positional,
                   borrowed argument_names);
owned reduce_with_protocol(struct runtime *rt, borrowed self, const borrowed *arguments,
                           size_t positional, borrowed argument_names);

enum reduce_rebuilder {
    REDUCE_NEW,               /* copyreg.__newobj__(cls, *args) */
    REDUCE_NEW_WITH_KEYWORDS, /* copyreg.__newobj_ex__(cls, args, kwargs) */
    REDUCE_RECONSTRUCT        /* copyreg._reconstructor(cls, base, state) */
};

/* The function, which is immortal. */
borrowed reduce_rebuilder(enum reduce_rebuilder which);

/* For built-in types with a __reduce__ of their own. */

/* The tuple of the parts, which it steals; a part that is NULL says that making it raised, and NULL
 * is the result. */
owned reduce_tuple(struct runtime *rt, const owned *parts, size_t count);
owned reduce_class(struct runtime *rt, borrowed v); /* v's type, a new reference */
owned reduce_dict(struct runtime *rt, borrowed v);  /* v's __dict__, or None */

#endif
