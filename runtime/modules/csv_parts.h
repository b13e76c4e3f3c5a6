/* What the files csv*.c share: the dialect of a reader or writer. */
#ifndef RUNTIME_MODULES_CSV_PARTS_H
#define RUNTIME_MODULES_CSV_PARTS_H

#include "runtime/core/type.h"

#define CSV_NONE UINT32_MAX /* no such character */

enum csv_quoting { CSV_MINIMAL, CSV_ALL, CSV_NONNUMERIC, CSV_NEVER };

struct csv_dialect {
    struct object header;
    uint32_t delimiter, quote, escape; /* characters, or CSV_NONE */
    borrowed line_end;                 /* held: str */
    enum csv_quoting quoting;
    bool double_quote, skip_space, strict;
};

extern struct type csv_dialect_type;
extern struct type csv_reader_type;
extern struct type csv_writer_type;

/* The dialect that `dialect` (a name, an object with attributes, NULL) and the options among the
 * named arguments mean. NULL: TypeError or _csv.Error raised. */
owned csv_dialect_new(struct runtime *rt, borrowed dialect, const borrowed *values, borrowed names);

/* Raises _csv.Error. Always NULL. */
owned csv_fail(struct runtime *rt, const char *format, ...);

/* The module _csv's own name, borrowed; NULL: it is not imported. */
borrowed csv_find(struct runtime *rt, const char *name);

owned csv_reader_new(struct runtime *rt, borrowed lines, owned dialect); /* steals the dialect */
owned csv_writer_new(struct runtime *rt, borrowed file, owned dialect);  /* likewise */

#endif
