/* Format specifications: [[fill]align][sign][z][#][0][width][grouping][.precision][type]. */
#ifndef RUNTIME_TYPES_FORMAT_H
#define RUNTIME_TYPES_FORMAT_H

#include "runtime/core/type.h"

/* __format__ of int, bool, float, complex and str: v printed as the specification (a str) says. */
owned format_method(struct runtime *rt, borrowed v, borrowed specification);

/* str.format: template with {fields}, filled from the arguments; `mapping` is NULL, or what
 * format_map takes the named fields from (then there are no arguments). */
owned format_template(struct runtime *rt, borrowed template, const borrowed *arguments,
                      size_t positional, borrowed names, borrowed mapping);

owned format_ascii(struct runtime *rt,
                   borrowed v); /* ascii(): the repr, non-ASCII characters escaped */

/* template % values, of str, and of bytes and bytearray (format_percent.c). */
owned format_percent(struct runtime *rt, borrowed template, borrowed values);
owned format_percent_bytes(struct runtime *rt, const uint8_t *template, size_t size,
                           borrowed values);

#endif
