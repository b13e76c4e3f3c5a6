/* Exceptions: the objects, and raising them from C.
 *
 * rt->error is the exception in flight: always an instance, with its context chained. A C function
 * that fails has set it and returns NULL, -1 or false; whoever handles the failure takes it.
 */
#ifndef RUNTIME_TYPES_EXCEPTION_H
#define RUNTIME_TYPES_EXCEPTION_H

#include "runtime/core/type.h"

extern struct type exception_BaseException;
#define EXCEPTION(name, base) extern struct type exception_##name;
#include "runtime/types/exceptions.def"
#undef EXCEPTION

struct exception {
    struct object header;
    borrowed dict;      /* held; NULL until the first attribute; __notes__ is one */
    borrowed arguments; /* tuple, held: .args */
    borrowed traceback; /* held or NULL */
    borrowed context;   /* held or NULL */
    borrowed cause;     /* held or NULL */
    borrowed value;     /* held or NULL: StopIteration.value, SystemExit.code, KeyError's key,
                           AttributeError.name, ImportError.name, OSError.errno */
    borrowed detail;    /* held or NULL: AttributeError.obj, ImportError.msg, OSError.strerror */
    borrowed path;      /* held or NULL: OSError.filename, ImportError.path */
    bool suppress_context;
};

/* Exceptions with more to say: the attributes that stand in their type's own table. */
struct exception_extended { /* SyntaxError, UnicodeDecodeError and UnicodeEncodeError, OSError */
    struct exception base;
    borrowed fields[8]; /* held, each or NULL; exception_types.c says which is what */
};

/* The exceptions being handled: one entry for the program and one for each running generator. */
struct exception_state {
    borrowed value;                   /* held by `holder`; NULL: none is being handled here */
    const struct object *holder;      /* the generator, or ROOT_RUNTIME */
    struct exception_state *previous; /* of the caller of the generator; NULL for the program's */
};

static inline bool exception_check(borrowed v) /* an instance of BaseException? */
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_EXCEPTION);
}

static inline bool exception_check_class(borrowed v) /* BaseException or a class derived from it? */
{
    return object_is_pointer(v) && type_has_flag(v->type, TYPE_TYPE) &&
           type_has_flag((struct type *)v, TYPE_EXCEPTION);
}

/* The exception being handled (sys.exception()), borrowed; NULL: none. */
borrowed exception_handled(const struct runtime *rt);

/* Makes an exception of `type` with one formatted message and raises it. Always NULL, so that
 * `return exception_raise(…)` ends a failing function; for int results: `…, -1`.
 * Formats as str_format (str.h): %s %d %u %zd %zu %lld %c %% and
 * %R (repr of an object), %S (str of it), %T (name of its type), %U (a str object). */
owned exception_raise(struct runtime *rt, struct type *type, const char *format, ...);

/* Raises type(value); value is borrowed, NULL for no argument. Always NULL. */
owned exception_raise_value(struct runtime *rt, struct type *type, borrowed value);

/* Raises OSError (or the subclass for this errno) for `path` (may be NULL). Always NULL. */
owned exception_raise_errno(struct runtime *rt, int error_number, const char *path);

/* Raises the instance, stealing it; sets its context to the exception being handled. */
void exception_set(struct runtime *rt, owned instance);

/* Takes the exception in flight; NULL if there is none. */
owned exception_take(struct runtime *rt);

void exception_clear(struct runtime *rt); /* drops the exception in flight, if any */

/* Is the exception in flight an instance of `type`? */
bool exception_matches(const struct runtime *rt, struct type *type);

/* Puts back what exception_take gave, replacing (and dropping) what was raised meanwhile. NULL is
 * fine. */
void exception_restore(struct runtime *rt, owned instance);

/* Makes `instance` (or an instance of a class; borrowed) for a raise statement or generator.throw;
 * TypeError where it is neither. */
owned exception_instance(struct runtime *rt, borrowed instance_or_class);

/* Do `instance` (in flight or not) and `type`, a class or tuple of classes, match in an except
 * clause? */
int exception_matches_any(struct runtime *rt, borrowed instance, borrowed type);

/* StopIteration with this value (borrowed; NULL: None): how a generator returns. Always NULL. */
owned exception_raise_stop(struct runtime *rt, borrowed value);

/* Raises MemoryError, also where nothing can be allocated: the state hook raise_memory_error. */
void exception_raise_memory_error(struct runtime *rt);

/* The built-in exception types, bases first, for making them ready and filling builtins; NULL after
 * the last. */
struct type *exception_type_at(size_t index);

#endif
