/* Files that the build puts into the program (tools/embed.sh writes the tables). */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* path from the root of the source tree; NULL ends a table */
    const char *text; /* NUL after the last byte */
    size_t size;      /* bytes, without that NUL */
};

extern const struct embedded_file embedded_schema[];  /* schema.sql */
extern const struct embedded_file embedded_queries[]; /* queries and checks */
extern const struct embedded_file embedded_library[]; /* Python modules of runtime/lib */

#endif
