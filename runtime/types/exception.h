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
    borrowed dict;      /* held; NULL until the first attribute */
    borrowed arguments; /* tuple, held: .args */
    borrowed traceback; /* held or NULL */
    borrowed context;   /* held or NULL */
    borrowed cause;     /* held or NULL */
    borrowed notes;     /* list, held or NULL */
    borrowed value;     /* held or NULL: StopIteration.value, SystemExit.code, KeyError's key,
                           AttributeError.name, ImportError.name, OSError.errno */
    borrowed detail;    /* held or NULL: AttributeError.obj, OSError.strerror */
    borrowed path;      /* held or NULL: OSError.filename, ImportError.path */
    bool suppress_context;
};

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

/* Puts back what exception_take gave, replacing (and dropping) what was raised meanwhile. NULL is fine. */
void exception_restore(struct runtime *rt, owned instance);

/* Prints an exception with traceback, causes, contexts and notes to stderr as CPython does. */
void exception_print(struct runtime *rt, borrowed instance);

/* The state hook report_unraisable. */
void exception_report_unraisable(struct runtime *rt, borrowed where);

#endif
