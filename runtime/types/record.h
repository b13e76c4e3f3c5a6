/* Records: tuples whose items have names, as sys.version_info.
 *
 * A record type is a static struct with the names of its fields:
 *     static const char *const fields[] = {"major", "minor", NULL};
 *     struct record_type version_info_type = RECORD_TYPE("sys.version_info", fields);
 */
#ifndef RUNTIME_TYPES_RECORD_H
#define RUNTIME_TYPES_RECORD_H

#include "runtime/types/tuple.h"

struct record_type {
    struct type type;
    const char *const *fields; /* NULL-terminated; static */
};

owned record_get_attribute(struct runtime *rt, borrowed self, borrowed name);
owned record_repr(struct runtime *rt, borrowed self);

#define RECORD_TYPE(full_name, field_names)                                                        \
    {                                                                                              \
        .type = {.header = OBJECT_STATIC(&type_type),                                              \
                 .name = (full_name),                                                              \
                 .base = &tuple_type,                                                              \
                 .size = sizeof(struct tuple),                                                     \
                 .reported_size = 40,                                                              \
                 .flags = TYPE_TRACKED | TYPE_TUPLE | TYPE_ABSTRACT,                               \
                 .get_attribute = record_get_attribute,                                            \
                 .repr = record_repr},                                                             \
        .fields = (field_names)                                                                    \
    }

/* A record with one item a field; makes the type ready. Steals the items, even on failure; an item
 * that is NULL is an error that is raised already. */
owned record_new(struct runtime *rt, struct record_type *type, owned *items);

#endif
