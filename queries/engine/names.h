/* The small tables of a trace, in memory: types, functions, sites, roots and label texts by their
 * number.
 *
 * How it works. A table is read when a number is asked that is not known yet, and read again when a
 * trace that is still being recorded has grown. Numbers that the trace does not define have no
 * name.
 *
 * Memory: the tables once, about 60 bytes and the text a row, of which NAME_MAXIMUM bytes are kept.
 */
#ifndef QUERIES_ENGINE_NAMES_H
#define QUERIES_ENGINE_NAMES_H

#include "recorder/format/file.h"

#include <stddef.h>
#include <stdint.h>

struct names;

struct site_name {
    uint32_t parent; /* site.id; 0: none */
    uint32_t line;
    const char *function;
    const char *file;
};

/* The names are owned by the caller and borrow `file`. */
struct names *names_new(struct file *file);
void names_free(struct names *names); /* NULL is fine */

/* Each is borrowed until names_free, and NULL where the trace does not define the number. */
const char *names_type(struct names *names, int64_t type);
const char *names_function(struct names *names, int64_t function);
const char *names_root(struct names *names, int64_t holder);
const char *names_text(struct names *names, uint64_t text);
const struct site_name *names_site(struct names *names, int64_t site);
/* The lowest type of the same name: a class whose statement runs again is a new type each time.
 * Itself where the trace does not define it. */
uint32_t names_same_type(struct names *names, uint32_t type);
/* Whether the line is the program's own: names of files that are no files, such as
 * <library>/queue.py, begin with a bracket. */
bool names_is_of_program(const struct site_name *name);
/* Above the highest site that was asked for so far, and is defined. */
size_t names_site_count(const struct names *names);

/* "cache.py:12 in put"; NULL where the site is not known. Borrowed. */
const char *names_source(struct names *names, int64_t site);

/* A label as a reader writes it: .name ['key'] [3] local name; empty where it has none.
 * `label` is an enum edge_label of recorder/recorder.h. */
void names_describe_label(struct names *names, uint32_t label, uint64_t value, char *text,
                          size_t size);

#endif
